"""The checks of the family "suppressions"."""
