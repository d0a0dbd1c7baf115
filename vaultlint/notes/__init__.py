"""One note: its facts, and the pure functions that read them out of its text."""
