"""The checks of the family "tags"."""
