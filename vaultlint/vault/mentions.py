"""Attachments that are named in a text without a link that Obsidian knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from vaultlint.text.regex import regex
from vaultlint.vault.resolve import ATTACHMENT_EXTENSIONS, path_key

_ENDINGS = "|".join(sorted(ATTACHMENT_EXTENSIONS))
_END = regex(rf"\.(?:{_ENDINGS})(?![^\W_])", re.IGNORECASE)
# Before the first character of a name: what is no part of a word.
_BEGIN = regex(r"(?<![^\W_])\S")
_LONGEST = 768  # characters: 255 bytes, the most that a name may have, each as %41


def mentioned(names: Iterable[str], attachments: Iterable[str]) -> frozenset[str]:
    """Those of the attachments whose names are among these, of attachment_names().

    So are they used by HTML, by plugins in their properties and code blocks, and by links that
    lead to a wrong folder. All attachments of a name count as named.
    """
    by_name: dict[str, list[str]] = {}
    for path in attachments:
        by_name.setdefault(path_key(path).rpartition("/")[2], []).append(path)
    found: set[str] = set()
    for name in names if by_name else ():
        found.update(by_name.pop(name, ()))
    return frozenset(found)


def attachment_names(text: str) -> Iterator[str]:
    """Everything in a text that may be the name of an attachment, as names are compared."""
    for end in _END.finditer(text):
        first = max(0, end.start() - _LONGEST)
        for mark in ("\n", "/"):
            first = max(first, text.rfind(mark, first, end.start()) + 1)
        for begin in _BEGIN.finditer(text, first, end.start()):
            name = text[begin.start() : end.end()]
            yield path_key(unquote(name) if "%" in name else name)
            if "%" in name:
                yield path_key(name)
