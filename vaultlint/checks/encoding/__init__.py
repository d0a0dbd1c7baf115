"""The checks of the family "encoding"."""
