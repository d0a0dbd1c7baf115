"""The checks of the family "files"."""
