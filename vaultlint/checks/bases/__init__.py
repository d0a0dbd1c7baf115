"""The checks of the family "bases"."""
