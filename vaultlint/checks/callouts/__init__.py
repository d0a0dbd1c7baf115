"""The checks of the family "callouts"."""
