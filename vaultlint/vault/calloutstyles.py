"""The types of callouts that a vault has styles for."""

from __future__ import annotations

from pathlib import Path

from vaultlint.text.regex import regex
from vaultlint.vault.settingsfile import read_object

_LARGEST = 4_000_000  # bytes of a style sheet; what is larger is not read
_TYPE = regex(r"""\[data-callout\s*[~|^$*]?=\s*["']?([^"'\]\r\n]{1,80})["']?""")


def styled_callouts(folder: Path) -> frozenset[str]:
    """The types, in lower case, that snippets, themes and Callout Manager know.

    folder: .obsidian. What cannot be read says nothing.
    """
    found: set[str] = set()
    for sheet in (*folder.glob("snippets/*.css"), *folder.glob("themes/*/*.css")):
        found |= {kind.strip().lower() for kind in _TYPE.findall(_read(sheet))}
    custom = read_object(folder / "plugins" / "callout-manager" / "data.json").get("callouts")
    types = custom.get("custom") if isinstance(custom, dict) else None
    if isinstance(types, list):
        found |= {kind.lower() for kind in types if isinstance(kind, str)}
    return frozenset(found)


def _read(sheet: Path) -> str:
    try:
        if sheet.stat().st_size > _LARGEST:
            return ""
        return sheet.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
