"""The checks of the family "footnotes"."""
