"""Previous and Next sections."""

from __future__ import annotations

from vaultlint.notes.facts import NavigationSection, Note
from vaultlint.notes.reading import Reading


def read_navigation(note: Note, reading: Reading) -> tuple[NavigationSection, ...]:
    """The navigation sections of a note whose blocks and inlines are read already."""
    return ()
