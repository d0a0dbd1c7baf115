"""Where a value stands in a JSON text."""

from __future__ import annotations

import json
from collections.abc import Sequence

from vaultlint.text.regex import regex

_BLANKS = regex(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def json_place(text: str, path: Sequence[str | int], of_key: bool = False) -> int:
    """Code points from the start of a JSON text to the value at `path`, or to its key.

    Keys and indexes that are not there end the walk: the answer is the nearest value around.
    Of a key that stands twice the later counts, as for json.loads.
    """
    at = _skip(text, 0)
    for number, step in enumerate(path):
        entry = _entry(text, at, step)
        if entry is None:
            break
        key, value = entry
        at = key if of_key and number == len(path) - 1 else value
    return at


def _entry(text: str, at: int, step: str | int) -> tuple[int, int] | None:
    """Where key and value of an entry begin; an item has no key of its own."""
    closer = {"{": "}", "[": "]"}.get(text[at])
    found: tuple[int, int] | None = None
    index = 0
    at = _skip(text, at + 1)
    while closer is not None and text[at] != closer:
        key_at = value_at = at
        key: str | int = index
        if closer == "}":
            key, at = _DECODER.raw_decode(text, at)
            value_at = _skip(text, _skip(text, at) + 1)
        if key == step:
            found = (key_at, value_at)
        _, at = _DECODER.raw_decode(text, value_at)
        at = _skip(text, at)
        at = _skip(text, at + 1) if text[at] == "," else at
        index += 1
    return found


def _skip(text: str, at: int) -> int:
    match = _BLANKS.match(text, at)
    return at if match is None else match.end()
