"""Settings that Obsidian and its plugins keep as JSON, read without trust in their shape."""

from __future__ import annotations

import json
import stat
from collections.abc import Mapping
from pathlib import Path


def read_object(path: Path) -> Mapping[str, object]:
    """The object that a JSON file holds; empty when it is missing, damaged or holds no object."""
    read = _read(path)
    return read if isinstance(read, dict) else {}


def read_list(path: Path) -> tuple[str, ...] | None:
    """The strings of the list that a JSON file holds, else None."""
    read = _read(path)
    return tuple(word for word in read if isinstance(word, str)) if isinstance(read, list) else None


def string(stated: Mapping[str, object], key: str) -> str:
    """The string under a key, else ""."""
    value = stated.get(key)
    return value if isinstance(value, str) else ""


def strings(stated: Mapping[str, object], key: str) -> tuple[str, ...]:
    """The strings of the list under a key, trimmed, without empty ones."""
    value = stated.get(key)
    if not isinstance(value, list):
        return ()
    entries = (entry.strip() for entry in value if isinstance(entry, str))
    return tuple(entry for entry in entries if entry)


def flag(stated: Mapping[str, object], key: str) -> bool | None:
    """The boolean under a key, else None."""
    value = stated.get(key)
    return value if isinstance(value, bool) else None


def _read(path: Path) -> object:
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # to read from a pipe would be to wait
            return None
        return json.loads(path.read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return None
