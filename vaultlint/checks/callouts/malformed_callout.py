"""A quote that is meant as a callout, and is none, or not the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Callout, Note
from vaultlint.notes.regions import Regions, places_of
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.text.quote import quoted
from vaultlint.text.span import Span

_MARKER = re.compile(r"\[!(?P<type>[^\[\]\r\n]*+)\](?P<rest>[^ \t\r\n]*+)")
# What may stand before it in its line: the marks of lists, and at least one of a quote.
_PREFIX = re.compile(r"[ \t]*+(?>(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*)>[> \t]*+")

_ODD_SPACE = re.compile(r"[+-]?[\u00a0\u00ad\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    yield from (_fold_inside(c) for c in note.callouts if c.type[-1:] in ("+", "-"))
    callouts = {callout.marker.start for callout in note.callouts}
    unread: Regions | None = None
    for line, match in _first_markers(note.text, note.body.start):
        place = match.start()
        if place in callouts or match["rest"].startswith("("):
            continue
        if _ODD_SPACE.match(match["rest"]):
            continue  # odd-space speaks of it
        unread = unread or _unread(note)
        if unread.end_of(place) is None:
            depth = note.text.count(">", line, place)
            message = _message(match, depth, _line_above(note.text, line))
            yield Finding(Span(*match.span()), message)


def _first_markers(text: str, start: int) -> Iterator[tuple[int, re.Match[str]]]:
    """What looks like [!type] at the beginning of quoted lines, each with the start of its line."""
    behind = start
    for match in _MARKER.finditer(text, start):
        place = match.start()
        line = max(text.rfind("\n", behind, place), text.rfind("\r", behind, place)) + 1
        if line == 0 and behind == start:
            line = start
        behind = place
        # Further ones in a line are no beginning.
        if line >= start and _PREFIX.fullmatch(text, line, place):
            yield line, match


def _fold_inside(callout: Callout) -> Finding:
    kind, fold = callout.type[:-1], callout.type[-1]
    return Finding(
        callout.marker,
        f'the type of this callout is {quoted(callout.type)}, with the "{fold}" in it; '
        f"write {quoted(f'[!{kind}]{fold}')}",
    )


def _message(match: re.Match[str], depth: int, above: str) -> str:
    """depth: how many quotes it stands in."""
    kind, rest = match["type"].strip(), match["rest"]
    marker = f"[!{match['type']}]"
    if above.lstrip(" \t").startswith(">") and above.count(">") >= depth:
        return (
            f"{quoted(marker)} makes a callout in the first line of a quote only; put a blank line "
            "above, or move it up"
        )
    if not kind:
        return 'a callout needs a type; write one, such as "[!note]"'
    if rest.strip("+-"):
        fold = rest[0] if rest[0] in "+-" else ""
        title = rest.removeprefix(fold)
        return (
            "text right behind the marker makes a plain quote of this callout; "
            f"write {quoted(f'{marker}{fold} {title}')}"
        )
    if len(rest) > 1:
        return (
            "two marks for folding make a plain quote of this callout; write "
            f"{quoted(marker + rest[0])}"
        )
    return "more than one blank before the marker makes a plain quote of this callout; leave one"


def _line_above(text: str, line: int) -> str:
    end = line - 2 if text.startswith("\r\n", max(line - 2, 0)) else line - 1
    if end < 0:
        return ""
    return text[max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1 : end]


def _unread(note: Note) -> Regions:
    """Where no callout can be."""
    return places_of(note.fences, note.code, note.math, note.comments, note.html_blocks)


RULE = NoteRule("malformed-callout", "callouts", Severity.WARNING, check)
