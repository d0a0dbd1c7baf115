"""A merge conflict that nobody has resolved: the note holds two versions of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.notes.regions import Regions
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_OPENER = "<" * 7
_MARK = regex(
    r"^(?:<{7} (?P<ours>[^\r\n]+)|(?P<middle>={7})|>{7} (?P<theirs>[^\r\n]+))(?=\r?$)", re.MULTILINE
)


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    if _OPENER not in note.text:
        return
    code = Regions(
        (*(fence.span for fence in note.fences), *(code.span for code in note.code)),
    )
    for span, ours, theirs in _conflicts(note.text):
        end = code.end_of(span.start)
        if end is not None and end >= span.end:
            continue  # an example
        yield Finding(
            span,
            f"merge conflict between {quoted(ours)} and {quoted(theirs)}: both versions stand "
            "here; keep what is right and delete the marks",
        )


def _conflicts(text: str) -> Iterator[tuple[Span, str, str]]:
    """Each conflict, from its first mark to its last, and the labels of its two sides."""
    opener: re.Match[str] | None = None
    is_parted = False
    for mark in _MARK.finditer(text):
        if mark["ours"]:
            opener, is_parted = mark, False
        elif mark["middle"]:
            is_parted = True
        elif opener is not None and is_parted:
            yield Span(opener.start(), mark.end()), opener["ours"], mark["theirs"]
            opener = None
