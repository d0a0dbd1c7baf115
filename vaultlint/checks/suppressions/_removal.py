"""How names are taken out of comments for vaultlint, and comments out of a note."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from vaultlint.diagnostic import Edit, Fix
from vaultlint.notes.facts import Note, Suppression, SuppressionComment
from vaultlint.text.regex import regex
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_QUOTE_MARKS = " \t>"
_LIST_MARK = regex(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)")
# A line that may belong to a list: what stands between two lists keeps them apart.
_IN_LIST = regex(r"[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]|[ ]{2,}|[ ]*\t")
_ID = regex(r"[ \t>]*\^[A-Za-z0-9-]+[ \t]*")
_UNDERLINE = regex(r"[ \t>]*(?:-+|=+)[ \t]*")  # makes a heading of the lines above


class _Removal(NamedTuple):
    edit: Edit
    safe: bool = True


def removal(note: Note, unused: Sequence[Suppression]) -> Fix | None:
    """The fix that takes these names, all of one comment, out of it, and out of what ends it.

    Comments that are left without a name go whole. None where a person has to look.
    """
    (comment,) = {suppression.comment for suppression in unused}
    taken = {comment: {suppression.span for suppression in unused}}
    for suppression in unused:
        if suppression.closing is not None:
            names = taken.setdefault(suppression.closing, set())
            if suppression.closing_span is not None:
                names.add(suppression.closing_span)
            elif len(unused) < len(comment.names):
                return None  # it may end ranges of the names that stay
    removals: list[_Removal] = []
    for each, names in taken.items():
        if len(names) < len(each.names):
            removals += (_Removal(edit) for edit in _without_names(each, names))
            continue
        whole = _without_comment(note.source, each)
        if whole is None:
            return None
        removals.append(whole)
    is_whole = len(unused) == len(comment.names)
    above = _id_above(note.source, removals[0].edit.span)
    return Fix(
        "Remove the comment" if is_whole else f'Remove "{unused[0].name}"',
        tuple(sorted((each.edit for each in removals), key=lambda edit: edit.span)),
        safe=all(each.safe for each in removals),
        changes=frozenset({"blocks"} if above is None else {"blocks", "names"}),
        reach=above,
    )


def _id_above(source: Source, edit: Span) -> Span | None:
    """The line above a comment that goes, if it is a lone id: then that ends its block at last."""
    line = source.line_of(edit.start)
    if not line or edit.start != source.line_starts[line]:
        return None
    above = source.line_span(line - 1)
    following = source.slice(source.line_span(source.line_of(edit.end)))
    is_id = _ID.fullmatch(source.slice(above)) and not _UNDERLINE.fullmatch(following)
    return above if is_id else None


def _without_names(comment: SuppressionComment, taken: Iterable[Span]) -> list[Edit]:
    """Each name goes with what parts it from the one before; the first, from the one behind."""
    names = comment.names
    edits = []
    for name in sorted(taken):
        at = names.index(name)
        span = Span(names[at - 1].end, name.end) if at else Span(name.start, names[1].start)
        edits.append(Edit(span, ""))
    return edits


def _without_comment(source: Source, comment: SuppressionComment) -> _Removal | None:
    span = comment.span
    text = source.text
    first = source.line_of(span.start)
    last = source.line_of(span.end - 1)
    lines = Span(source.line_span(first).start, source.line_span(last).end)
    before, behind = text[lines.start : span.start], text[span.end : lines.end]
    is_inline = text.startswith("%%", span.start) and first == last
    if comment.is_yaml:
        if before.strip():
            return _Removal(Edit(Span(lines.start + len(before.rstrip()), span.end), ""))
        return _Removal(Edit(_whole_lines(source, first, last), ""))
    if behind.strip():
        if before.strip(_QUOTE_MARKS):
            return _Removal(Edit(Span(lines.start + len(before.rstrip()), span.end), ""))
        # What follows begins the line then, and may be read otherwise there.
        end = span.end + len(behind) - len(behind.lstrip())
        return _Removal(Edit(Span(span.start, end), ""), safe=False)
    if _LIST_MARK.fullmatch(before):
        return None  # an empty item would be left
    if before.strip(_QUOTE_MARKS):
        return _Removal(Edit(Span(lines.start + len(before.rstrip()), lines.end), ""))
    is_apart = _is_apart(source, first, last)
    above, below = _is_blank(source, first - 1), _is_blank(source, last + 1)
    if not (is_inline or above or below):
        # It is a block of its own, and keeps the paragraphs around it apart.
        return _Removal(Edit(lines, before.rstrip()), is_apart)
    if above and below and last + 1 < len(source.line_starts):
        last += 1
    return _Removal(Edit(_whole_lines(source, first, last), ""), is_apart)


def _whole_lines(source: Source, first: int, last: int) -> Span:
    """These lines with the break behind them, or with the one before where there is none."""
    start, end = source.line_starts[first], source.line_span(last).end
    if last + 1 < len(source.line_starts):
        return Span(start, source.line_starts[last + 1])
    return Span(source.line_span(first - 1).end if first else start, end)


def _is_blank(source: Source, line: int) -> bool:
    """Whether nothing stands in this line, or there is no such line."""
    if not 0 <= line < len(source.line_starts):
        return True
    return not source.slice(source.line_span(line)).strip(_QUOTE_MARKS)


def _is_apart(source: Source, first: int, last: int) -> bool:
    """Whether no list could go on over the place of these lines."""
    above, below = first - 1, last + 1
    while above >= 0 and _is_blank(source, above):
        above -= 1
    while below < len(source.line_starts) and _is_blank(source, below):
        below += 1
    if above < 0 or below == len(source.line_starts):
        return True
    return not all(_IN_LIST.match(source.slice(source.line_span(line))) for line in (above, below))
