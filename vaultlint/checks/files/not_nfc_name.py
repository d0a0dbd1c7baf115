"""A name whose characters are decomposed: it looks like another, and is not found by it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    for path in vault.paths.told_by(note.path):
        name = path.rpartition("/")[2]
        normal = unicodedata.normalize("NFC", name)
        if normal == name or normal in _names_beside(path, vault):
            continue
        what = "this file" if path == note.path else f"the folder {quoted(path)}"
        yield Finding(
            Span(0, 0),
            f"the name of {what} is not in composed form (NFC): {_written(name, normal)}; "
            f"rename it to {quoted(normal)}, typed anew",
        )


def _names_beside(path: str, vault: Vault) -> set[str]:
    """The names like this one in its folder, of which case-clash tells."""
    return {unicodedata.normalize("NFC", a.rpartition("/")[2]) for a in vault.paths.alike(path)}


def _written(name: str, normal: str) -> str:
    """The first character that differs, and how it stands there."""
    at = next(at for at, (a, b) in enumerate(zip(name, normal, strict=False)) if a != b)
    ends = range(at + 1, len(name) + 1)
    end = next(end for end in ends if unicodedata.normalize("NFC", name[at:end]) == normal[at])
    points = " ".join(f"U+{ord(character):04X}" for character in name[at:end])
    return f'"{normal[at]}" is written as {points}'
