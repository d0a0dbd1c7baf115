"""The checks of the family "links"."""
