"""Two paths that only some systems can tell apart."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span


def check(note: Note, vault: Vault, _options: NoOptions) -> Iterator[Finding]:
    # A clash of the notes themselves tells of the folders too.
    for path in reversed(tuple(vault.paths.told_by(note.path))):
        alike = vault.paths.alike(path)
        if alike:
            yield Finding(Span(0, 0), _message(path, alike, path == note.path))
            return


def _message(path: str, alike: tuple[str, ...], is_note: bool) -> str:
    what = "this file" if is_note else f"the folder {quoted(path)}"
    first, *more = alike
    others = f"{quoted(first)} and {len(more)} more" if more else quoted(first)
    lost = "only one of them is kept" if is_note else "they become one"
    return (
        f"{what} and {others} differ only in {_difference(path, alike)}: on Windows, macOS and "
        f"mobile devices {lost}; rename or merge them"
    )


def _difference(path: str, alike: tuple[str, ...]) -> str:
    normal = unicodedata.normalize("NFC", path)
    same = [unicodedata.normalize("NFC", other) == normal for other in alike]
    if all(same):
        return "how their characters are composed"
    return "case and in how their characters are composed" if any(same) else "case"
