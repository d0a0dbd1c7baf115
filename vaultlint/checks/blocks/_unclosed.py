"""What nothing closes, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from vaultlint.checks._once import once_a_note
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.unclosed import Unclosed, unclosed

Kind = Literal["comment", "html-comment", "math", "fence"]


def unclosed_of_kind(note: Note, kind: Kind) -> Iterator[Unclosed]:
    """The unclosed constructs of one kind, in order of place."""
    return (found for found in _unclosed(note) if found.kind == kind)


@once_a_note
def _unclosed(note: Note) -> tuple[Unclosed, ...]:
    return tuple(unclosed(note))


def finding(found: Unclosed, name: str, does: str, advice: str) -> Finding:
    """The finding about one. does: such as "hides"."""
    what = "the rest of the note" if found.to_end else "the rest of the block that it stands in"
    return Finding(found.opener, f"nothing closes this {name}: it {does} {what}; {advice}")
