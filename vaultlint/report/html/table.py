"""The diagnostics as the JSON that the script of the HTML page makes its table of."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from vaultlint.diagnostic import Diagnostic, Severity, VaultReport
from vaultlint.report.json import Json, escaped_json
from vaultlint.report.snippet import TAB_COLUMNS, Row, snippet
from vaultlint.report.visible import visible
from vaultlint.text.source import Source
from vaultlint.text.span import Span

_BEFORE, _MARKED, _AFTER = 60, 200, 120  # code points of a line that are shown, about
_CUT = "…"
# In a script element these could end it, or begin a comment of HTML.
_IN_SCRIPT = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}


class Shown(NamedTuple):
    """A diagnostic of the page. is_known: to the baseline. place: its path as the page shows it."""

    diagnostic: Diagnostic
    is_known: bool
    vault: VaultReport
    place: Callable[[str], tuple[str, str]]


def script_json(value: Json) -> str:
    """The value as JSON that may stand in a script element."""
    return escaped_json(json.dumps(value, ensure_ascii=False, separators=(",", ":"))).translate(
        _IN_SCRIPT
    )


def diagnostics_table(shown: Sequence[Shown]) -> Json:
    """What the table holds. Rules and files are named once, and by their numbers in the rows.

    rules: names and families. files: paths, and the links that open them, or "".
    rows: severity, rule, file, line, column, message, excerpt, related places, fix, and whether
    the baseline knows it.
    """
    rules = sorted({(each.diagnostic.rule, each.diagnostic.family) for each in shown})
    files = sorted({place for each in shown for place in _places(each)})
    rule_numbers = {rule: number for number, (rule, _) in enumerate(rules)}
    file_numbers = {file: number for number, file in enumerate(files)}
    return {
        "severities": [severity.label for severity in Severity],
        "rules": [list(rule) for rule in rules],
        "files": [[visible(path), uri] for path, uri in files],
        "rows": [_row(each, rule_numbers, file_numbers) for each in shown],
    }


def _places(shown: Shown) -> Iterator[tuple[str, str]]:
    yield shown.place(shown.diagnostic.path)
    for related in shown.diagnostic.finding.related:
        yield shown.place(related.path or shown.diagnostic.path)


def _row(shown: Shown, rules: dict[str, int], files: dict[tuple[str, str], int]) -> list[object]:
    diagnostic = shown.diagnostic
    finding = diagnostic.finding
    sources = shown.vault.sources
    source = sources[diagnostic.path]
    at = source.position(finding.span.start)
    related = []
    for each in finding.related:
        path = each.path or diagnostic.path
        start = sources[path].position(each.span.start)
        number = files[shown.place(path)]
        related.append([number, start.line, start.column, visible(each.message)])
    fix = finding.fix
    return [
        int(diagnostic.severity),
        rules[diagnostic.rule],
        files[shown.place(diagnostic.path)],
        at.line,
        at.column,
        visible(finding.message),
        list(excerpt(source, finding.span)),
        related,
        None if fix is None else [visible(fix.title), fix.safe],
        int(shown.is_known),
    ]


# --- excerpts


def excerpt(source: Source, span: Span) -> Iterator[list[int | str]]:
    """The lines that show the span: number, text before, what is marked, text behind."""
    rows = snippet(source, span).rows
    if any(row.text.strip() for row in rows):
        yield from map(_excerpt_line, rows)


def _excerpt_line(row: Row) -> list[int | str]:
    before, marked, after = (
        row.text[: row.start].lstrip(" \t"),
        row.text[row.start : row.end],
        row.text[row.end :].rstrip(" \t"),
    )
    return [row.number, _end(before), _beginning(marked, _MARKED), _beginning(after, _AFTER)]


def _shown(text: str) -> str:
    return visible(text.replace("\t", " " * TAB_COLUMNS))


def _beginning(text: str, most: int) -> str:
    if len(text) <= most:
        return _shown(text)
    return _shown("".join(_fitting(_graphemes(text[: 2 * most]), most))) + _CUT


def _end(text: str) -> str:
    if len(text) <= _BEFORE:
        return _shown(text)
    # The first of the characters may be half of one.
    characters = list(_graphemes(text[-2 * _BEFORE :]))[1:]
    fitting = list(_fitting(reversed(characters), _BEFORE))
    return _CUT + _shown("".join(reversed(fitting)))


def _fitting(characters: Iterable[str], most: int) -> Iterator[str]:
    """As many as have no more than `most` code points together."""
    for character in characters:
        most -= len(character)
        if most < 0:
            return
        yield character


def _graphemes(text: str) -> Iterator[str]:
    from wcwidth import iter_graphemes

    return iter_graphemes(text)
