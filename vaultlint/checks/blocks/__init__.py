"""The checks of the family "blocks"."""
