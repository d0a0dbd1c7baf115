"""Text that was decoded with the wrong code page and saved again, once or more."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    damage = note.source.damage
    if damage is None or damage.kind != "mojibake":
        return
    # 10 ms to import, for the tables of a dozen code pages.
    from vaultlint.checks.encoding._misread import finding

    yield finding(note.source, damage)
