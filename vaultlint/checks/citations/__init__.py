"""The checks of the family "citations"."""
