"""The checks of the family "canvas"."""
