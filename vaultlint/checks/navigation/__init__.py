"""The checks of the family "navigation"."""
