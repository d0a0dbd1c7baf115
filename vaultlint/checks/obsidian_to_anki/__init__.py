"""The checks of the family "obsidian-to-anki"."""
