"""Fingerprints, matching and the file of a baseline: what may change, and what may not."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from vaultlint.baseline import (
    Baseline,
    BaselineError,
    Comparison,
    Found,
    baseline_text,
    compared,
    fingerprinted,
    read_baseline,
)
from vaultlint.diagnostic import Diagnostic, Finding, Identity, Severity
from vaultlint.text.source import source
from vaultlint.text.span import Span

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "schemas/baseline.schema.json").read_text(encoding="utf-8")
)


def marked(path: str, text: str, rule: str = "some-rule") -> tuple[Found, ...]:
    """The diagnostics of a note whose mistakes stand between « and »; "«»" is of no length."""
    spans: list[Span] = []
    plain = ""
    for part in text.replace("«", "\0«").replace("»", "\0»").split("\0"):
        if part.startswith("«"):
            spans.append(Span(len(plain), len(plain) + len(part) - 1))
        plain += part.removeprefix("«").removeprefix("»")
    diagnostics = [
        Diagnostic(rule, "links", Severity.ERROR, path, Finding(span, f"wrong {number}; mend it"))
        for number, span in enumerate(spans)
    ]
    return fingerprinted(diagnostics, {path: source(path, plain)})


def against(before: Sequence[Found], after: Sequence[Found]) -> Comparison:
    """The later state compared with a baseline of the earlier one; only its notes are there."""
    there = {found.identity.path for found in after} | {"Other.md"}
    entries = Counter(found.identity for found in before)
    return compared(entries, after, lambda path: path not in there)


def counts(comparison: Comparison) -> tuple[int, int, int]:
    """How many are new, persisting and resolved."""
    resolved = sum(comparison.absent.values())
    return len(comparison.new), len(comparison.persisting), resolved


LONG = "The stars that never set stand around the pole, and so they were the first to be named."

# name: note before, note after, (new, persisting, resolved)
CASES = {
    "nothing changed": ("[[«Gone»]]\n", "[[«Gone»]]\n", (0, 1, 0)),
    "lines put before": ("a [[«Gone»]] b\n", f"# New\n\n{LONG}\n\na [[«Gone»]] b\n", (0, 1, 0)),
    "line breaks changed": ("a\nb [[«Gone»]]\nc\n", "a\r\nb [[«Gone»]]\r\nc\r\n", (0, 1, 0)),
    "blanks changed": ("a  b [[«Gone»]] c\n", "a b\t[[«Gone»]]\nc\n", (0, 1, 0)),
    "paragraphs exchanged": (
        f"{LONG}\n\nSee [[«Gone»]].\n\nOn.\n",
        f"On.\n\nSee [[«Gone»]].\n\n{LONG}\n",
        (0, 1, 0),
    ),
    "far end of the same line edited": (
        f"{LONG} [[«Gone»]]\n",
        f"Indeed: {LONG} [[«Gone»]]\n",
        (0, 1, 0),
    ),
    "all around edited, the text tells": (
        "one [[«Gone»]] two\n",
        "ten [[«Gone»]] six\n",
        (0, 1, 0),
    ),
    "one side edited, the text tells nothing": (
        "﹇<br>\nWhat is a star?\n\n«﹇<br>»\nWhat is a moon?\n",
        "﹇<br>\nWhat is a star?\nAnd what not?\n\n«﹇<br>»\nWhat is a moon?\n",
        (0, 1, 0),
    ),
    "one repaired, another made, the text tells nothing": (
        "«﹇<br>»\nWhat is a star?\n\n﹇<br>\nWhat is a moon?\n",
        "﹇<br>\nWhat is a star?\n\n«﹇<br>»\nWhat is a moon?\n",
        (1, 0, 1),
    ),
    "one repaired, another made, at the ends of paragraphs": (
        "What is a star?«  »\n\nWhat is a moon?\n",
        "What is a star?\n\nWhat is a moon?«  »\n",
        (1, 0, 1),
    ),
    "in a paragraph that tells nothing": (
        "One star.\n\n«﹇<br>»\n\nWhat is a star?\n\nOne moon.\n\n﹇<br>\n\nWhat is a moon?\n",
        "One star.\n\n﹇<br>\n\nWhat is a star?\n\nOne moon.\n\n«﹇<br>»\n\nWhat is a moon?\n",
        (1, 0, 1),
    ),
    "another text": ("[[«Gone»]]\n", "[[«Lost»]]\n", (1, 0, 1)),
    "one of three on a line repaired": (
        "[[«Gone A»]] and [[«Gone B»]] and [[«Gone C»]]\n",
        "[[«Gone A»]] and [[«Gone C»]]\n",
        (0, 2, 1),
    ),
    "a fourth of three equal ones": (
        "[[«Gone»]]\n\n[[«Gone»]]\n\n[[«Gone»]]\n",
        "[[«Gone»]]\n\n[[«Gone»]]\n\n[[«Gone»]]\n\n[[«Gone»]]\n",
        (1, 3, 0),
    ),
    "two of three equal ones": (
        "[[«Gone»]]\n\n[[«Gone»]]\n\n[[«Gone»]]\n",
        "[[«Gone»]]\n\n[[«Gone»]]\n",
        (0, 2, 1),
    ),
    "quote moved": (
        f"> [!info]\n> - [[«Gone»]]\n>\n> {LONG}\n\nEnd.\n",
        f"> {LONG}\n>\n> [!info]\n> - [[«Gone»]]\n\nEnd.\n",
        (0, 1, 0),
    ),
    "about the note as a whole": ("«»# Title\n\nText.\n", "«»# Other\n\nWords.\n", (0, 1, 0)),
    "end of a text of many lines edited": (
        f"«---\nsummary: {LONG}\n---»\n",
        f"«---\nsummary: {LONG}\nname: Vega\n---»\n",
        (0, 1, 0),
    ),
}


@pytest.mark.parametrize(("before", "after", "wanted"), CASES.values(), ids=CASES)
def test_edited_note(before: str, after: str, wanted: tuple[int, int, int]) -> None:
    assert counts(against(marked("A.md", before), marked("A.md", after))) == wanted


def test_new_is_the_last_of_equal_ones() -> None:
    before = marked("A.md", "[[«Gone»]]\n")
    first, second = marked("A.md", "[[«Gone»]]\n\n[[«Gone»]]\n")
    assert against(before, [first, second]).new == (second,)


def test_other_rule_is_new() -> None:
    before = marked("A.md", "[[«Gone»]]\n", "one-rule")
    assert counts(against(before, marked("A.md", "[[«Gone»]]\n", "another-rule"))) == (1, 0, 1)


def test_renamed_note() -> None:
    before = marked("A.md", f"{LONG}\n\n[[«Gone»]] and ```«  »\n")
    after = marked("Deck/B.md", f"[[«Gone»]] and ```«  »\n\n{LONG}\n")
    comparison = against(before, after)
    assert counts(comparison) == (0, 2, 0)
    assert [(found.identity.path, entry.path) for found, entry in comparison.persisting] == [
        ("Deck/B.md", "A.md"),
        ("Deck/B.md", "A.md"),
    ]


def test_copied_note_is_new() -> None:
    note = "[[«Gone»]]\n"
    before = marked("A.md", note)
    assert counts(against(before, [*before, *marked("B.md", note)])) == (1, 1, 0)


def test_note_renamed_and_copied_takes_its_entry_once() -> None:
    note = "[[«Gone»]]\n"
    after = [*marked("B.md", note), *marked("C.md", note)]
    comparison = against(marked("A.md", note), after)
    assert [found.identity.path for found in comparison.new] == ["C.md"]


def test_edited_note_is_no_renamed_one() -> None:
    after = marked("B.md", "on the other side [[«Gone»]]\n")
    assert counts(against(marked("A.md", "here [[«Gone»]]\n"), after)) == (1, 0, 1)


def test_whole_note_of_other_content_is_no_renamed_one() -> None:
    after = marked("B.md", "«»# Moon\n")
    assert counts(against(marked("A.md", "«»# Star\n"), after)) == (1, 0, 1)
    assert counts(against(marked("A.md", "«»# Star\n"), marked("B.md", "«»# Star\n"))) == (0, 1, 0)


def test_equal_messages_or_places_are_no_part_of_it() -> None:
    note = source("A.md", "[[Gone]]\n")
    ones = [
        Diagnostic("r", "links", Severity.ERROR, "A.md", Finding(Span(2, 6), message))
        for message in ("also in line 3; mend it", "also in lines 3 and 4; mend it")
    ]
    first, second = fingerprinted(ones, {"A.md": note})
    assert first.identity == second.identity


# --- properties

words = st.text("abc é中[]-#>", min_size=1, max_size=12).filter(lambda text: bool(text.strip()))
paragraph = st.lists(words, min_size=1, max_size=3).map("\n".join)
# With a word, as a paragraph that tells nothing is known by its neighbours.
faulty = st.builds(
    "star {} [[«{}»]] {}".format, words, st.sampled_from(["Gone", "Lost", "x"]), words
)
paragraphs = st.lists(st.one_of(paragraph, faulty), max_size=6)


def _note(parts: Sequence[str]) -> str:
    return "".join(f"{part}\n\n" for part in parts)


@given(paragraphs, paragraphs, paragraphs)
def test_edits_elsewhere_keep_all(own: list[str], before: list[str], after: list[str]) -> None:
    plain = [part.replace("«", "").replace("»", "") for part in (*before, *after)]
    edited = _note([*plain[: len(before)], *own, *plain[len(before) :]])
    found = marked("A.md", _note(own))
    assert counts(against(found, marked("A.md", edited))) == (0, len(found), 0)


@given(st.permutations(range(6)), st.lists(faulty, min_size=6, max_size=6))
def test_moved_paragraphs_keep_all(order: list[int], parts: list[str]) -> None:
    after = marked("A.md", _note([parts[index] for index in order]))
    assert counts(against(marked("A.md", _note(parts)), after)) == (0, 6, 0)


@given(paragraphs, st.sampled_from(["B.md", "Deck/A.md", "é.md"]))
def test_renames_keep_all(parts: list[str], path: str) -> None:
    found = marked("A.md", _note(parts))
    assert counts(against(found, marked(path, _note(parts)))) == (0, len(found), 0)


@given(paragraphs, paragraphs)
def test_counts_add_up(before: list[str], after: list[str]) -> None:
    old, new = marked("A.md", _note(before)), marked("A.md", _note(after))
    comparison = against(old, new)
    added, persisting, resolved = counts(comparison)
    assert added + persisting == len(new)
    assert resolved + persisting == len(old)
    taken = Counter(entry for _, entry in comparison.persisting)
    assert taken + Counter(comparison.absent) == Counter(found.identity for found in old)


@given(paragraphs, st.integers(0, 3))
def test_each_more_than_known_is_new(parts: list[str], more: int) -> None:
    found = marked("A.md", _note(parts))
    assert counts(against(found, [*found, *found[:more]]))[0] == min(more, len(found))


def _is_never_gone(_path: str) -> bool:
    return False


@given(paragraphs, paragraphs)
def test_what_is_known_of_a_note_does_not_depend_on_others(a: list[str], b: list[str]) -> None:
    first, second = marked("A.md", _note(a)), marked("B.md", _note(b))
    entries = Counter(found.identity for found in (*first[::2], *second[::2]))
    together = compared(entries, [*first, *second], _is_never_gone)
    alone = compared(entries, first, _is_never_gone)
    assert tuple(found for found in together.new if found.identity.path == "A.md") == alone.new


def test_time_is_linear() -> None:
    """Ten times as many mistakes take about ten times as long, equal ones included."""

    def seconds(number: int) -> float:
        note = "".join(f"[[«Gone»]] {index % 7}\n\n﹇<br>«   »\n\n" for index in range(number))
        start = time.process_time()
        found = marked("A.md", note)
        against(found, found)
        return time.process_time() - start

    seconds(100)
    assert seconds(10_000) < 30 * max(seconds(1000), 0.01)


# --- the file

identities = st.builds(
    Identity,
    st.text(st.characters(exclude_characters="\0"), min_size=1),
    st.sampled_from(["some-rule", "other-rule"]),
    st.text("0123456789abcdef", min_size=32, max_size=32),
)


@given(st.dictionaries(identities, st.integers(1, 9)))
def test_file_is_read_as_it_was_written(entries: dict[Identity, int]) -> None:
    baseline = Baseline(entries, {"rules": "0123456789abcdef"})
    text = baseline_text(baseline).encode().decode()
    Draft202012Validator(SCHEMA).validate(json.loads(text))
    assert read_baseline("b.json", text) == baseline


def _entry(path: str, count: int = 1) -> str:
    entry = {"path": path, "rule": "some-rule", "fingerprint": "0" * 32, "count": count}
    return f"    {json.dumps(entry)},\n"


def _file(*lines: str) -> str:
    whole = '{\n  "version": 1,\n  "settings": {"rules": "0123456789abcdef"},\n'
    return f'{whole}  "diagnostics": [\n{"".join(lines)}    null\n  ]\n}}\n'


def test_file_has_an_entry_a_line() -> None:
    entries = {Identity(path, "some-rule", "0" * 32): count for path, count in [("B", 2), ("A", 1)]}
    text = baseline_text(Baseline(entries, {"rules": "0123456789abcdef"}))
    assert text == _file(_entry("A"), _entry("B", 2))


def test_entries_that_stand_twice_count_once() -> None:
    baseline = read_baseline("b.json", _file(_entry("A", 2), _entry("A", 3), _entry("B")))
    assert sorted(baseline.entries.values()) == [1, 3]


_ANEW = "restore it, or write it anew with `vaultlint baseline create --force`"
# name: text, message
DAMAGED = {
    "empty": ("", f"b.json:1:1: the baseline is empty; {_ANEW}"),
    "cut": (
        '{\n  "version": 1,\n  "diagnostics": [\n',
        f"b.json:3:18: the baseline is damaged: nothing closes this [; {_ANEW}",
    ),
    "conflict": (
        _file(_entry("A"), "<<<<<<< HEAD\n", _entry("B"), "=======\n", ">>>>>>> other\n"),
        "b.json:6:1: a merge conflict; keep the entries of both sides, remove the marks, and run"
        " `vaultlint baseline update`",
    ),
    "foreign": (
        '{"a": 1}',
        "b.json:1:1: this is no baseline; name a file that `vaultlint baseline create` wrote",
    ),
    "list": (
        "[]",
        "b.json:1:1: this is no baseline; name a file that `vaultlint baseline create` wrote",
    ),
    "later version": (
        '{\n "version": 2, "diagnostics": []}',
        'b.json:2:13: this baseline has version "2", not 1; use the vaultlint that wrote it',
    ),
    "no list": (
        '{"version": 1, "diagnostics": {}}',
        f"b.json:1:31: this must be a list; {_ANEW}",
    ),
    "settings": (
        '{"version": 1, "settings": {"rules": 1}, "diagnostics": []}',
        f"b.json:1:28: these are no settings of a baseline; {_ANEW}",
    ),
    "count": (
        _file(_entry("A"), _entry("B", 0)),
        'b.json:6:5: an entry needs "path", "rule", "fingerprint" (32 hexadecimal digits) and'
        ' "count" (from 1); remove it, or write it anew with `vaultlint baseline create --force`',
    ),
}


@pytest.mark.parametrize(("text", "message"), DAMAGED.values(), ids=DAMAGED)
def test_damaged_file(text: str, message: str) -> None:
    with pytest.raises(BaselineError) as raised:
        read_baseline("b.json", text)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, '{"version": 1, "diagnostics": [' + "9" * 5000 + "]}", "{\0}", "\ud800"],
    ids=["deep", "huge number", "control character", "surrogate"],
)
def test_odd_file(text: str) -> None:
    with pytest.raises(BaselineError, match=r"^b\.json:1:[0-9]+: "):
        read_baseline("b.json", text)


@given(st.integers(0, 400), st.text(max_size=3))
def test_any_damage_is_one_line(at: int, put: str) -> None:
    whole = _file(_entry("A"), _entry("B"))
    try:
        read_baseline("b.json", whole[:at] + put + whole[at + 5 :])
    except BaselineError as error:
        assert len(str(error).splitlines()) == 1
