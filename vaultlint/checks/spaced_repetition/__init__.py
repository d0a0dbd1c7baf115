"""The checks of the family "spaced-repetition": cards of obsidian-spaced-repetition."""
