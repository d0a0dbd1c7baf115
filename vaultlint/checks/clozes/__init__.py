"""The checks of the family "clozes"."""
