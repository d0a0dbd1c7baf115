"""A placeholder of a template that was left in a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from vaultlint.checks.cards._made import made_cards
from vaultlint.checks.cards._owners import code_and_math
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_OPENING, _CLOSING = "<%", "%>"  # of Templater's commands


class Options(NamedTuple):
    """words: what stands in {{ }} in the templates of the vault; letter case is free."""

    words: tuple[str, ...] = ("question", "answer", "front", "back", "title", "date", "time")


def check(note: Note, options: Options) -> Iterator[Finding]:
    if "{{" not in note.text and _OPENING not in note.text:
        return
    braces = _pattern(options.words)
    hidden = code_and_math(note)
    told: set[Span] = set()
    for card in made_cards(note):
        for part in card.parts:
            for span in sorted((*_braces(note, braces, part), *_commands(note, part))):
                if hidden.end_of(span.start) is None and span not in told:
                    told.add(span)  # one text may be in the answer of two cards
                    yield _finding(note, span)


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    known = "|".join(re.escape(word) for word in words) or r"(?!)"
    # As Obsidian's own: a format may follow, as in {{date:YYYY-MM-DD}}.
    return re.compile(rf"\{{\{{[ \t]*+(?:{known})[ \t]*+(?::[^{{}}\n]*+)?\}}\}}", re.IGNORECASE)


def _finding(note: Note, span: Span) -> Finding:
    text = note.source.slice(span)
    as_cloze = " and as a cloze" if text.startswith("{") else ""
    return Finding(
        span,
        f"placeholder {quoted(text)} in a card: Anki gets it as it stands{as_cloze}; "
        "write the text that belongs there, or remove the card",
    )


def _braces(note: Note, pattern: re.Pattern[str], part: Span) -> Iterator[Span]:
    for match in pattern.finditer(note.text, part.start, part.end):
        yield Span(*match.span())


def _commands(note: Note, part: Span) -> Iterator[Span]:
    start = note.text.find(_OPENING, part.start, part.end)
    while start >= 0:
        end = note.text.find(_CLOSING, start + len(_OPENING), part.end)
        if end < 0:
            return
        yield Span(start, end + len(_CLOSING))
        start = note.text.find(_OPENING, end, part.end)
