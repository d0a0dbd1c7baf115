"""The bytes of a file turned into a Source: UTF-8, or what damaged text was meant to be."""

from __future__ import annotations

from vaultlint.text.source import Source, line_starts


def decode(path: str, content: bytes) -> Source:
    """The source of a file with these bytes."""
    text = content.decode("utf-8")
    return Source(path, text, line_starts(text))
