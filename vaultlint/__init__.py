"""vaultlint finds the mistakes that silently break an Obsidian vault."""

__version__ = "0.1.0"
