"""Regular expressions that mean the same in every Python, and take linear time."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]  # not in typeshed
from re import _parser as parser  # type: ignore[attr-defined]  # not in typeshed
from typing import Any, TypeAlias, cast

import pytest

import vaultlint
from vaultlint.text.regex import Uncompiled, regex

# Up to Python 3.11.4 a possessive group keeps what its last turn took before it failed:
# (?: x)*+ takes the blank of " x y" too. (?>(?: x)*) does not.
_POSSESSIVE_GROUP = re.compile(r"r[f]?[\"'].*(?<!\\)\)(?:[*+?]|\{+[0-9]*,?[0-9]*\}+)\+")
_IN_CLASS = re.compile(r"\[(?:\\.|[^\]\\])*\]")


def test_no_group_is_possessive() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(vaultlint.__file__).parent.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if _POSSESSIVE_GROUP.search(_IN_CLASS.sub("[]", line))
    ]
    assert found == []


def test_such_a_group_is_found() -> None:
    assert _POSSESSIVE_GROUP.search('_TAIL = re.compile(r"(?: *+#x)*+")')
    assert not _POSSESSIVE_GROUP.search('_TAIL = re.compile(r"(?>(?: *+#x)*)")')


# --- patterns that are compiled later


def test_a_pattern_is_compiled_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    monkeypatch.setattr(re, "compile", partial(_noting, re.compile, compiled))
    pattern = regex(r"(?P<word>[a-z]+)", re.IGNORECASE)
    assert (pattern.pattern, compiled) == (r"(?P<word>[a-z]+)", [])
    assert [pattern.findall("Rye, oats"), pattern.sub("-", "Rye!")] == [["Rye", "oats"], "-!"]
    assert [pattern.groupindex["word"], pattern.flags & re.IGNORECASE] == [1, re.IGNORECASE]
    assert set(compiled) == {pattern.pattern}
    compiled.clear()
    assert pattern.findall("Rye") == ["Rye"]
    assert compiled == []


def _noting(
    compile_: Callable[..., re.Pattern[str]], noted: list[str], pattern: str, flags: int
) -> re.Pattern[str]:
    noted.append(pattern)
    return compile_(pattern, flags)


# The functions of re take a pattern that is compiled, or a text.
_HANDED_TO_RE = re.compile(r"\bre\.(?!compile)[a-z]+\((?:[a-z_]+\.)*_?[A-Z]+\b")


def test_constants_are_asked_themselves() -> None:
    found = [
        f"{path.name}: {line.strip()}"
        for path in sorted(Path(vaultlint.__file__).parent.rglob("*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if _HANDED_TO_RE.search(line)
    ]
    assert [each for each in found if "CODE_PAGES[0].lost_pattern()" not in each] == []


# --- patterns that take long

_SAMPLE = frozenset(map(chr, range(0x100))) | frozenset("\u2028\ufeff–“аé漢🎉⌂﹇﹈")
_CATEGORIES: dict[object, Callable[[str], bool]] = {
    sre.CATEGORY_DIGIT: str.isdigit,
    sre.CATEGORY_NOT_DIGIT: lambda char: not char.isdigit(),
    sre.CATEGORY_SPACE: str.isspace,
    sre.CATEGORY_NOT_SPACE: lambda char: not char.isspace(),
    sre.CATEGORY_WORD: lambda char: char.isalnum() or char == "_",
    sre.CATEGORY_NOT_WORD: lambda char: not (char.isalnum() or char == "_"),
}
_REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)
Chars: TypeAlias = frozenset[str]

# Tried with long texts of their own characters. Each turn ends in a character that its repeats
# cannot hold, what stands behind cannot fail, or a bound stands in the pattern.
_FOUND_LINEAR = frozenset(
    {
        "checks.cards.orphan_card_id._COMMENT",
        "checks.clozes.detached_cloze_id._EMPTY_QUOTE",
        "checks.frontmatter.lost_tags._HASHTAGS",
        "checks.navigation._items._ITEM",
        "checks.obsidian_to_anki.unknown_note_type._FIELD",
        "commands.opening._PLACE",
        "notes.cardmarks._FINAL_HASHTAGS",
        "notes.dialects._TO_ANKI",
        "notes.formats._MARKDOWN_LINK",
        "notes.frontmatter._LINK",
        "notes.questions._HEADING",
        "notes.spaced.accidents._LINK_FIELD",
        "notes.yaml_faults._LINE",
        "notes.yaml_faults._ODD_COLON",
        "text.shown._FENCE",
    }
)


def _chars(op: object, value: Any) -> Chars:
    """The characters that one element of a pattern stands for; none when it is another."""
    if op is sre.LITERAL:
        return frozenset(chr(value))
    if op is sre.NOT_LITERAL:
        return _SAMPLE - {chr(value)}
    if op is sre.ANY:
        return _SAMPLE
    if op is not sre.IN:
        return frozenset()
    found: set[str] = set()
    for kind, part in value:
        if kind is sre.LITERAL:
            found.add(chr(part))
        elif kind is sre.RANGE:
            found.update(char for char in _SAMPLE if part[0] <= ord(char) <= part[1])
        elif kind is sre.CATEGORY:
            found.update(filter(_CATEGORIES[part], _SAMPLE))
    is_negated = any(kind is sre.NEGATE for kind, _ in value)
    return _SAMPLE - found if is_negated else frozenset(found)


def _all_chars(parts: Any) -> Chars:
    """What any element of a sequence stands for."""
    found: Chars = frozenset()
    for op, value in parts:
        found |= _chars(op, value)
        if op in _REPEATS:
            found |= _all_chars(value[2])
        elif op is sre.SUBPATTERN:
            found |= _all_chars(value[3])
        elif op is sre.ATOMIC_GROUP:
            found |= _all_chars(value)
        elif op is sre.BRANCH:
            found = found.union(*map(_all_chars, value[1]))
    return found


def _gives_back(parts: Any, given: frozenset[Chars], faults: list[str]) -> frozenset[Chars]:
    """The repeats that may still give back characters behind a sequence, as what they take.

    given: those before it. Where one of them meets a repeat that could take the same characters,
    both are tried at each length: a fault.
    """
    for op, value in parts:
        if _chars(op, value):
            given = frozenset(chars for chars in given if chars & _chars(op, value))
        elif op in _REPEATS and value[1] is sre.MAXREPEAT:
            least, _, body = value
            taken = _all_chars(body)
            if any(chars & taken for chars in given):
                faults.append("two repeats take the same")
            behind = _gives_back(body, frozenset(), faults)
            again: list[str] = []
            _gives_back(body, behind, again)
            if op is not sre.POSSESSIVE_REPEAT and len(again) > 0 and behind:
                faults.append("a repeat in a repeat takes the same")
            if least:
                given = frozenset(chars for chars in given if chars & taken)
            given |= frozenset() if op is sre.POSSESSIVE_REPEAT else {taken}
        elif op in _REPEATS:
            behind = _gives_back(value[2], given, faults)
            given = behind if value[0] else given | behind
        elif op is sre.SUBPATTERN:
            given = _gives_back(value[3], given, faults)
        elif op is sre.ATOMIC_GROUP:
            _gives_back(value, given, faults)
            if value.getwidth()[0]:
                given = frozenset(chars for chars in given if chars & _all_chars(value))
        elif op is sre.BRANCH:
            given = frozenset().union(*(_gives_back(part, given, faults) for part in value[1]))
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            _gives_back(value[1], frozenset(), faults)
    return given


def _faults(pattern: re.Pattern[str]) -> set[str]:
    """Why a pattern may take longer than its text is long; sound patterns may be among these."""
    faults: list[str] = []
    _gives_back(parser.parse(pattern.pattern, pattern.flags), frozenset(), faults)
    return set(faults)


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """The patterns of all modules, by name."""
    for module in pkgutil.walk_packages(vaultlint.__path__, "vaultlint."):
        if module.name != "vaultlint.__main__":
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern | Uncompiled) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}".removeprefix("vaultlint."), cast(Any, value)


def test_no_repeat_takes_what_the_one_before_gives_back() -> None:
    known = {value for name, value in _patterns() if name in _FOUND_LINEAR}
    found = {name: _faults(value) for name, value in _patterns() if value not in known}
    assert len(found) > 300
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_was_read_is_still_there() -> None:
    assert {name for name, value in _patterns() if _faults(value)} >= _FOUND_LINEAR


@pytest.mark.parametrize(
    ("pattern", "is_slow"),
    [
        pytest.param(r"(?:a+)+b", True, id="nested"),
        pytest.param(r"(?:[ \n]|#[^\n]*)*-", True, id="nested, behind a mark that it takes"),
        pytest.param(r"\s*\s*x", True, id="adjacent"),
        pytest.param(r"#+ *[\w. -]*:", True, id="adjacent, overlapping"),
        pytest.param(r"\s*(?:br)?\s*x", True, id="nothing between"),
        pytest.param(r"[-—]*—[-—]*x", True, id="parted by what both take"),
        pytest.param(r"(?:[^b]*b)*", False, id="each turn ends otherwise"),
        pytest.param(r"(?>(?:[ \n]|#[^\n]*+)*)-", False, id="possessive"),
        pytest.param(r"\s*+\s*x", False, id="possessive before another"),
        pytest.param(r"\d+:\d+", False, id="parted"),
    ],
)
def test_slow_patterns_are_found(pattern: str, is_slow: bool) -> None:
    assert bool(_faults(re.compile(pattern))) == is_slow
