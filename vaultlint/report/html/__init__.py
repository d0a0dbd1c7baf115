"""The report as one HTML page that needs nothing else: what is wrong, where, and how to see it."""
