"""The checks of the family "cards"."""
