"""A citation of a work that no bibliography of the note has."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.citations._citations import is_cross_reference, works_cited
from vaultlint.diagnostic import Edit, Finding, Fix
from vaultlint.notes.facts import Citation, Note
from vaultlint.notes.library import Keys, Library
from vaultlint.notes.scan import PLAIN_KEY
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_DIGIT = regex(r"\d")


class Options(NamedTuple):
    """library: the works that notes may cite, given by the run."""

    library: Library = Library()


def check(note: Note, options: Options) -> Iterator[Finding]:
    keys = options.library.by_note.get(note.path)
    if keys is None:
        return
    for citation in works_cited(note):
        if citation.key not in keys:
            yield _finding(citation, keys.meant(citation.key), keys, note)
    for citation in note.narrative_citations:
        meant = _meant_in_text(citation.key, keys)
        if meant is not None:
            yield _finding(citation, meant, keys, note)


def _meant_in_text(key: str, keys: Keys) -> str | None:
    """The key that is meant by @key in a sentence, where people and places are named so too."""
    if key in keys or is_cross_reference(key) or not _DIGIT.search(key):
        return None
    return keys.meant(key)


def _finding(citation: Citation, meant: str | None, keys: Keys, note: Note) -> Finding:
    what = f"no work in the bibliography has the key {quoted(citation.key)}"
    if meant is None:
        return Finding(citation.span, f"{what}; add the work, or correct the key")
    written = meant if PLAIN_KEY.fullmatch(meant) else f"@{{{meant}}}"
    fix = _fix(citation, meant, note) if keys.only_meant(citation.key) == meant else None
    return Finding(citation.span, f"{what}; did you mean {quoted(written)}?", fix=fix)


def _fix(citation: Citation, meant: str, note: Note) -> Fix | None:
    """None where the key that is meant needs braces, and has none: they may make a cloze."""
    at = note.text.find(citation.key, citation.span.start, citation.span.end)
    is_braced = note.text.startswith("@{", citation.span.start)
    if at < 0 or not (is_braced or PLAIN_KEY.fullmatch(meant)):
        return None
    edit = Edit(Span(at, at + len(citation.key)), meant)
    return Fix(f"Cite {meant}", (edit,), False, frozenset({"citations", "texts"}))
