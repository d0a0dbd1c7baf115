"""The types of callouts that Obsidian knows."""

from __future__ import annotations

# Source: Obsidian help, "Callouts".
TYPES = (
    *("note", "abstract", "summary", "tldr", "info", "todo", "tip", "hint", "important"),
    *("success", "check", "done", "question", "help", "faq", "warning", "caution", "attention"),
    *("failure", "fail", "missing", "danger", "error", "bug", "example", "quote", "cite"),
)
