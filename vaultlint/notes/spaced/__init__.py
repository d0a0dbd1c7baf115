"""Cards of obsidian-spaced-repetition as they are meant, held against what the plugin reads."""
