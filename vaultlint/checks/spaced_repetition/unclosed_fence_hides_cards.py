"""A code fence whose end the plugin does not find, with cards below."""

from __future__ import annotations

from collections.abc import Iterator

from vaultlint.checks.spaced_repetition._faults import faults, lost
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoOptions, NoteRule

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
        yield Finding(fault.span, f"{what}: {lost(note, fault)}; {advice}")


RULE = NoteRule(_NAME, "spaced-repetition", Severity.ERROR, check)
