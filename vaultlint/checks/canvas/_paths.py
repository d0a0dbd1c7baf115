"""The paths that a canvas names."""

from __future__ import annotations

from vaultlint.notes.facts import Link, Text

_PLACEHOLDERS = ("{{", "<%")


def is_placeholder(text: Text) -> bool:
    """Whether a path is to be filled in by a template."""
    return not text.text or any(mark in text.text for mark in _PLACEHOLDERS)


def as_link(text: Text) -> Link:
    """A path as a link to it, to ask for files of its name."""
    return Link("wiki", False, text.text, text.text, "", text.span, text.span)
