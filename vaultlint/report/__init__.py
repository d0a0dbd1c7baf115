"""A Report turned into text, JSON and other formats: pure functions."""
