"""A note that cites, without a section for the works that it cites."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.citations._citations import works_cited
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex

# Pandoc manual, "Placement of the bibliography".
_PROPERTIES = ("reference-section-title", "suppress-bibliography")
_DIVISION = regex(r"\{#refs\b|id=[\"']?refs\b")


class Options(NamedTuple):
    """headings: of the section, in any case; the first is the one that is proposed."""

    headings: tuple[str, ...] = (
        "References",
        "Bibliography",
        "Works cited",
        "Sources",
        "Literature",
        "Literaturverzeichnis",
        "Literatur",
        "Quellen",
        "Bibliographie",
        "Références",
        "Bibliografía",
        "Referencias",
        "Bibliografia",
        "Литература",
        "参考文献",
    )


def check(note: Note, options: Options) -> Iterator[Finding]:
    first = next(works_cited(note), None)
    if first is None or _DIVISION.search(note.text):
        return
    frontmatter = note.frontmatter
    if frontmatter is not None and any(frontmatter.property(key) for key in _PROPERTIES):
        return
    known = {_words(heading) for heading in options.headings}
    if any(_words(heading.text) in known for heading in note.headings):
        return
    proposed = quoted(options.headings[0]) if options.headings else "for them"
    yield Finding(
        first.span,
        f"this note cites {quoted(first.key)} and has no section for the works it cites; "
        f"add a heading {proposed}",
    )


def _words(heading: str) -> str:
    """A heading without its number, emoji, marks and colon."""
    letters = [at for at, character in enumerate(heading) if character.isalpha()]
    return heading[letters[0] : letters[-1] + 1].casefold() if letters else ""
