"""The paths that a canvas names."""

from __future__ import annotations

import json

from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Link, Note, Text

_PLACEHOLDERS = ("{{", "<%")


def is_placeholder(text: Text) -> bool:
    """Whether a path is to be filled in by a template."""
    return not text.text or any(mark in text.text for mark in _PLACEHOLDERS)


def as_link(text: Text) -> Link:
    """A path as a link to it, to ask for files of its name."""
    return Link("wiki", False, text.text, text.text, "", text.span, text.span)


def rewritten(text: Text, words: str, note: Note, title: str) -> Fix:
    """The fix that writes other words in the place of a string of a canvas."""
    # Characters outside of ASCII stay escaped where they are.
    written = json.dumps(words, ensure_ascii="\\u" in note.source.slice(text.span))
    return Fix(title, (Edit(text.span, written),), safe=False)
