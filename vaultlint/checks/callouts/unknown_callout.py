"""A callout of a type that Obsidian does not know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.callouts._types import TYPES
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Callout, Note
from vaultlint.rule import Vault
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span
from vaultlint.text.spellings import Spellings

_KNOWN = Spellings(TYPES)
_USUAL = 3  # callouts; a type that is used so often is no slip


class Options(NamedTuple):
    """types: those that are known besides Obsidian's own."""

    types: tuple[str, ...] = ()


def check(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    known = {*TYPES, *(kind.lower() for kind in options.types)}
    if "spaced-repetition" in note.dialects:
        known.add("sr")
    for callout in note.callouts:
        # malformed-callout speaks of a fold mark in the type.
        kind = callout.type
        if kind in known or kind.endswith(("+", "-")) or vault.usage.knows_callout(kind):
            continue
        meant = _KNOWN.nearest(kind)
        if meant is None and vault.usage.callouts(kind) >= _USUAL:
            continue
        advice = f"did you mean {quoted(meant)}?" if meant else "choose another, or write a style"
        yield Finding(
            callout.marker,
            f'{quoted(kind)} is no type of callouts, and is shown as a "note"; {advice}',
            fix=_fix(callout, meant, note) if meant else None,
        )


def _fix(callout: Callout, meant: str, note: Note) -> Fix | None:
    written = note.source.slice(callout.marker)[2:-1].partition("|")[0]
    kind = written.strip()
    start = callout.marker.start + 2 + written.find(kind)
    shown = meant.upper() if kind.isupper() else meant.title() if kind.istitle() else meant
    edit = Edit(Span(start, start + len(kind)), shown)
    return Fix(f"Write {shown}", (edit,), False, frozenset({"blocks", "texts"}))
