"""Frontmatter whose end the plugin does not see."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, lost
from vaultlint.checks.spaced_repetition._fixes import CARDS
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_NAME = "frontmatter-closer-unread"
_CLOSER = "---"
_DECKS = frozenset[Change]({"decks"})


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        effect = "takes the properties for the text of a card"
        if fault.form == "rest":
            effect = f"takes all down to the next --- for frontmatter, and {lost(note, fault)}"
        yield Finding(
            fault.span,
            f"the plugin wants exactly --- here: it {effect}; remove the rest of the line",
            fix=_fix(note, fault),
        )


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """The line without the blanks behind its dashes."""
    rest = Span(fault.span.start + len(_CLOSER), fault.span.end)
    if note.source.slice(rest).strip() or not note.text.startswith(_CLOSER, fault.span.start):
        return None
    # The cards of the whole note may be read now.
    reach = Span(0, len(note.text))
    return Fix("Remove the blanks", (Edit(rest, ""),), True, CARDS | _DECKS, reach=reach)
