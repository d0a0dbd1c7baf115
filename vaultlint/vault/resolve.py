"""Where a link leads: Obsidian's own rules of resolution."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Resolution:
    """Where a link leads.

    path: of the file, relative to the vault; None when nothing resolves.
    others: further files that the link could mean equally well (ambiguous link).
    unsupported: a file of that name exists, but Obsidian does not open its type.
    """

    path: str | None
    others: tuple[str, ...] = ()
    unsupported: str | None = None
