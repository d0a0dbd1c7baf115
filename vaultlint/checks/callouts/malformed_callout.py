"""A quote that is meant as a callout, and is none, or not the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from vaultlint.checks._in_cards import card_places
from vaultlint.diagnostic import Change, Edit, Finding, Fix
from vaultlint.notes.facts import Callout, Note
from vaultlint.notes.regions import Regions, places_of
from vaultlint.rule import NoOptions
from vaultlint.text.quote import quoted
from vaultlint.text.regex import regex
from vaultlint.text.span import Span

_MARKER = regex(r"\[!(?P<type>[^\[\]\r\n]*+)\](?P<rest>[^ \t\r\n]*+)")
# What may stand before it in its line: the marks of lists, and at least one of a quote.
_PREFIX = regex(r"[ \t]*+(?>(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*)>[> \t]*+")
_MARKS = regex(
    r"(?P<before>[ \t]*+(?>(?:(?:[-*+]|\d{1,9}[.)])[ \t]++)*))"
    r"(?P<quotes>>(?>(?: ?>)*))(?P<blank>[ \t]*)"
)
_FOLD = regex(r"[+-]+")
_ODD_SPACE = regex(r"[+-]?[\u00a0\u00ad\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff]")


def check(note: Note, _options: NoOptions) -> Iterator[Finding]:
    yield from (_fold_inside(c, note) for c in note.callouts if c.type[-1:] in ("+", "-"))
    callouts = {callout.marker.start for callout in note.callouts}
    unread: Regions | None = None
    for line, match in _first_markers(note.text, note.body.start, callouts):
        place = match.start()
        if match["rest"].startswith("("):
            continue
        if _ODD_SPACE.match(match["rest"]):
            continue  # odd-space speaks of it
        unread = unread or _unread(note)
        if unread.end_of(place) is None:
            depth = note.text.count(">", line, place)
            above = _line_above(note.text, line)
            fix = _fix(match, line, _goes_on(above, depth), note)
            yield Finding(Span(*match.span()), _message(match, depth, above), fix=fix)


def _first_markers(
    text: str, start: int, callouts: Container[int]
) -> Iterator[tuple[int, re.Match[str]]]:
    """What looks like [!type] at the beginning of quoted lines, each with the start of its line.

    callouts: where those stand that are callouts, and so need no look.
    """
    behind = start
    for match in _MARKER.finditer(text, start):
        place = match.start()
        if place in callouts:
            behind = place
            continue
        line = max(text.rfind("\n", behind, place), text.rfind("\r", behind, place)) + 1
        if line == 0 and behind == start:
            line = start
        behind = place
        # Further ones in a line are no beginning.
        if line >= start and _PREFIX.fullmatch(text, line, place):
            yield line, match


def _fold_inside(callout: Callout, note: Note) -> Finding:
    kind, fold = callout.type[:-1], callout.type[-1]
    return Finding(
        callout.marker,
        f'the type of this callout is {quoted(callout.type)}, with the "{fold}" in it; '
        f"write {quoted(f'[!{kind}]{fold}')}",
        fix=_fold_fix(callout, note),
    )


def _fold_fix(callout: Callout, note: Note) -> Fix | None:
    if callout.fold:
        return None
    written = note.source.slice(callout.marker)
    at = callout.marker.start + len(written.partition("|")[0].rstrip("] \t")) - 1
    if note.text[at] != callout.type[-1]:
        return None
    end = callout.marker.end
    edits = (Edit(Span(at, at + 1), ""), Edit(Span(end, end), callout.type[-1]))
    return Fix("Put it behind the ]", edits, True, frozenset({"blocks"}))


def _fix(match: re.Match[str], line: int, goes_on: bool, note: Note) -> Fix | None:
    """Safe where the first line of a quote lacks or has a blank too many, and no more."""
    text, rest = note.text, match["rest"]
    prefix = _MARKS.fullmatch(text, line, match.start())
    if prefix is None or not match["type"].strip():
        return None
    edits: list[Edit] = []
    is_safe = not goes_on
    if goes_on:
        # In a card, a blank line may be its end.
        is_plain = prefix["quotes"] == ">" and not prefix["before"]
        if not is_plain or card_places(note).touches(Span(line, match.end())):
            return None
        edits.append(Edit(Span(line, line), "\n"))
    if len(prefix["blank"]) > 1:
        edits.append(Edit(Span(*prefix.span("blank")), " "))
    fold = _FOLD.match(rest)
    folds, words = (fold[0], rest[fold.end() :]) if fold else ("", rest)
    place = match.start("rest")
    if len(folds) > 1:
        edits.append(Edit(Span(place + 1, place + len(folds)), ""))
        is_safe = is_safe and len(set(folds)) == 1
    if words:
        edits.append(Edit(Span(place + len(folds), place + len(folds)), " "))
        is_safe = is_safe and words[0] not in ".,:;!?)"
    title = "Put a blank line above" if goes_on else "Write the marker of a callout"
    changes: frozenset[Change] = frozenset({"blocks", "texts"})
    return Fix(title, tuple(edits), is_safe, changes) if edits else None


def _message(match: re.Match[str], depth: int, above: str) -> str:
    """depth: how many quotes it stands in."""
    kind, rest = match["type"].strip(), match["rest"]
    marker = f"[!{match['type']}]"
    if _goes_on(above, depth):
        return (
            f"{quoted(marker)} makes a callout in the first line of a quote only; put a blank line "
            "above, or move it up"
        )
    if not kind:
        return 'a callout needs a type; write one, such as "[!note]"'
    if rest.strip("+-"):
        fold = rest[0] if rest[0] in "+-" else ""
        title = rest.lstrip("+-")
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


def _goes_on(above: str, depth: int) -> bool:
    """Whether a line in so many quotes goes on with that above."""
    return above.lstrip(" \t").startswith(">") and above.count(">") >= depth


def _line_above(text: str, line: int) -> str:
    end = line - 2 if text.startswith("\r\n", max(line - 2, 0)) else line - 1
    if end < 0:
        return ""
    return text[max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1 : end]


def _unread(note: Note) -> Regions:
    """Where no callout can be."""
    return places_of(note.fences, note.code, note.math, note.comments, note.html_blocks)
