"""The characters of a note that few rules look for."""

from __future__ import annotations

from vaultlint.checks._once import once_a_note
from vaultlint.notes.facts import Note

_PLAIN = b"\t\n\r" + bytes(range(0x20, 0x7F))


@once_a_note
def unusual_characters(note: Note) -> str:
    """All characters but those of printable ASCII, in order.

    They are picked out several times as fast as an expression looks through the whole text.
    """
    rest = note.text.encode("utf-8", "surrogatepass").translate(None, _PLAIN)
    return rest.decode("utf-8", "surrogatepass")
