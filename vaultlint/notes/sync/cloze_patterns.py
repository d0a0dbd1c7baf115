"""Cloze patterns as obsidian-spaced-repetition knows them, such as "==[123;;]answer[;;hint]==".

Source: the library clozecraft 0.4, which the plugin reads clozes with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from vaultlint.text.regex import regex

ClozeType = Literal["numbered", "overlapping", "simple"]

# When a text has clozes of several types, the first of these counts alone.
_PRIORITY: tuple[ClozeType, ...] = ("numbered", "overlapping", "simple")

_ANSWER = "answer"
_BRACKETED = regex(r"\[((?>(?:\\.|[^\]\\])*))\]")
# JavaScript's dot; the lengths are bounded so that no text is searched over and over.
_ANY = r"[^\n\r\u2028\u2029]"
_ANSWER_GROUP = rf"(?P<answer>{_ANY}{{1,2000}}?)"
_HINT_GROUP = rf"(?P<hint>{_ANY}{{1,500}}?)"
_SEQUENCE = {"numbered": r"(?P<sequence>\d+)", "overlapping": "(?P<sequence>[ash]+)"}
_MOST_DIGITS = 9  # of a number that is counted up to


class _Pattern(Struct, frozen=True):
    """The expressions of one pattern by type. closing: the literal that ends each of them."""

    expressions: Mapping[ClozeType, re.Pattern[str]]
    closing: str

    def end(self, line: str) -> int:
        """Behind the last closing mark of a line nothing can match: there is no need to look."""
        if not self.closing:
            return len(line)
        last = line.rfind(self.closing)
        return last + len(self.closing) if last >= 0 else 0

    def found(self, line: str, kind: ClozeType) -> Iterable[re.Match[str]]:
        end = self.end(line)
        return self.expressions[kind].finditer(line, 0, end) if end else ()


class Clozes:
    """The cloze patterns of a vault. A pattern that the plugin cannot read is left out."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(filter(None, map(_pattern, patterns)))

    def is_in(self, line: str) -> bool:
        """Whether the line holds a cloze; where there is any, there is one of the simple type."""
        for pattern in self._patterns:
            end = pattern.end(line)
            if end and pattern.expressions["simple"].search(line, 0, end):
                return True
        return False

    def starts(self, line: str) -> Iterator[int]:
        """Where the clozes of a line begin."""
        for pattern in self._patterns:
            for match in pattern.found(line, "simple"):
                yield match.start()

    def count(self, lines: Sequence[str]) -> int:
        """How many cards are made of the clozes in a paragraph."""
        for kind in _PRIORITY:
            found = [
                match
                for line in lines
                for pattern in self._patterns
                for match in pattern.found(line, kind)
            ]
            if found and kind == "numbered":
                return max(int(match["sequence"][:_MOST_DIGITS]) for match in found)
            if found and kind == "overlapping":
                return max(len(match["sequence"]) for match in found)
            if found:
                return len(found)
        return 0


def _pattern(raw: str) -> _Pattern | None:
    groups = list(_BRACKETED.finditer(raw))
    number = next((group for group in groups if re.search(r"\d", group[1])), None)
    hint = next((group for group in groups if "hint" in group[1]), None)
    if number is None or hint is None or number is hint or _ANSWER not in raw:
        return None
    expressions: dict[ClozeType, re.Pattern[str]] = {}
    for kind in _PRIORITY:
        sequence = _inner(number[1], r"\d+", _SEQUENCE[kind]) if kind != "simple" else ""
        parts = {number: sequence, hint: f"(?:{_inner(hint[1], 'hint', _HINT_GROUP)})?"}
        expression, at = "", 0
        for group in sorted(parts, key=lambda group: group.start()):
            expression += re.escape(raw[at : group.start()]) + parts[group]
            at = group.end()
        expression += re.escape(raw[at:])
        expressions[kind] = re.compile(expression.replace(_ANSWER, _ANSWER_GROUP, 1))
    closing = raw[max(number.end(), hint.end()) :]
    return _Pattern(expressions, "" if _ANSWER in closing else closing)


def _inner(bracketed: str, keyword: str, group: str) -> str:
    """The expression for what stands in brackets, with a group for the keyword's first place."""
    plain = bracketed.replace(r"\[", "[").replace(r"\]", "]")
    found = re.search(keyword, plain)
    assert found is not None, bracketed
    return re.escape(plain[: found.start()]) + group + re.escape(plain[found.end() :])
