"""A citation of a work that no bibliography of the note has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.citations._citations import is_cross_reference, works_cited
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Citation, Note
from vaultlint.notes.library import Keys, Library
from vaultlint.notes.scan import PLAIN_KEY
from vaultlint.rule import NoteRule
from vaultlint.text.quote import quoted

_DIGIT = re.compile(r"\d")


class Options(NamedTuple):
    """library: the works that notes may cite, given by the run."""

    library: Library = Library()


def check(note: Note, options: Options) -> Iterator[Finding]:
    keys = options.library.by_note.get(note.path)
    if keys is None:
        return
    for citation in works_cited(note):
        if citation.key not in keys:
            yield _finding(citation, keys.meant(citation.key))
    for citation in note.narrative_citations:
        meant = _meant_in_text(citation.key, keys)
        if meant is not None:
            yield _finding(citation, meant)


def _meant_in_text(key: str, keys: Keys) -> str | None:
    """The key that is meant by @key in a sentence, where people and places are named so too."""
    if key in keys or is_cross_reference(key) or not _DIGIT.search(key):
        return None
    return keys.meant(key)


def _finding(citation: Citation, meant: str | None) -> Finding:
    what = f"no work in the bibliography has the key {quoted(citation.key)}"
    if meant is None:
        return Finding(citation.span, f"{what}; add the work, or correct the key")
    written = meant if PLAIN_KEY.fullmatch(meant) else f"@{{{meant}}}"
    return Finding(citation.span, f"{what}; did you mean {quoted(written)}?")


RULE = NoteRule("unknown-citation", "citations", Severity.ERROR, check, options=Options)
