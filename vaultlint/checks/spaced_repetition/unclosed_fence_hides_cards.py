"""A code fence whose end the plugin does not find, with cards below."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, lost
from vaultlint.checks.spaced_repetition._fixes import CARDS
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Note, SpacedFault
from vaultlint.rule import NoOptions
from vaultlint.text.span import Span

_NAME = "unclosed-fence-hides-cards"

_FORMS = {
    "unclosed": ("nothing closes this code fence", "close it"),
    "closer": ("the plugin does not see this end of a code fence", "begin it in the first column"),
    "opener": (
        "the plugin takes this line for the beginning of a code fence",
        "indent the line by a blank",
    ),
}


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    for fault in faults(note, _NAME):
        what, advice = _FORMS[fault.form]
        yield Finding(fault.span, f"{what}: {lost(note, fault)}; {advice}", fix=_fix(note, fault))


def _fix(note: Note, fault: SpacedFault) -> Fix | None:
    """The end of a fence in the first column, if only blanks stand before it."""
    line = note.source.line_span(note.source.line_of(fault.span.start))
    indent = Span(line.start, fault.span.start)
    if fault.form != "closer" or note.source.slice(indent).strip() or indent.start == indent.end:
        return None
    # All cards below are read now.
    reach = Span(line.start, len(note.text))
    title = "Begin the end of the code in the first column"
    return Fix(title, (Edit(indent, ""),), True, CARDS, reach=reach)
