"""Edits put into texts and files, and which fixes go together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultlint.diagnostic import Diagnostic, Edit, Finding, Fix, FixKind, Severity
from vaultlint.fix import (
    Edits,
    Repair,
    content_of,
    fix_fault,
    repaired_content,
    repairs,
    together,
)
from vaultlint.text.decode import decode
from vaultlint.text.mojibake import misread
from vaultlint.text.span import Span


def edit(start: int, end: int, text: str = "") -> Edit:
    return Edit(Span(start, end), text)


def fix(*edits: Edit, safe: bool = True, removes_mark: bool = False) -> Fix:
    return Fix("Repair it", edits, safe, removes_mark=removes_mark)


def repair(one: Fix, path: str = "A.md", rule: str = "rule") -> Repair:
    finding = Finding(Span(0, 0), "wrong; repair it", fix=one)
    return Repair(Diagnostic(rule, "cards", Severity.ERROR, path, finding), one, path)


# --- edits


def test_edits_are_put_in_from_first_to_last() -> None:
    text = "one two three"
    edits = Edits(text, [fix(edit(8, 13, "3")), fix(edit(0, 3, "1"), edit(4, 4, "and "))])
    assert edits.applied(text, Span(0, len(text))) == "1 and two 3"


def test_a_part_takes_the_edits_in_it_only() -> None:
    text = "one two three"
    edits = Edits(text, [fix(edit(0, 3, "1"), edit(4, 7, "2"), edit(6, 9, "…"))])
    assert edits.applied(text, Span(4, 7)) == "2"


def test_the_same_edit_of_two_fixes_is_made_once() -> None:
    text = "one"
    edits = Edits(text, [fix(edit(3, 3, "!")), fix(edit(3, 3, "!"))])
    assert edits.applied(text, Span(0, 3)) == "one!"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\r\nb\r\n", "\r\n"), ("a\nb\r\n", "\n"), ("a\rb", "\r"), ("a", "\n"), ("a\nb", "\n")],
)
def test_line_breaks_are_those_of_the_note(text: str, expected: str) -> None:
    (made,) = Edits(text, [fix(edit(0, 0, "x\n"))])
    assert made.text == f"x{expected}"


texts = st.text("ab\n", max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, tuple[Edit, ...]]:
    text = draw(texts)
    cuts = draw(st.lists(st.integers(0, len(text)), max_size=10, unique=True).map(sorted))
    pairs = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(edit(start, end, draw(texts)) for start, end in pairs)


@given(edited(), st.data())
def test_a_span_is_found_again_with_its_edits(
    case: tuple[str, tuple[Edit, ...]], data: st.DataObject
) -> None:
    text, all_edits = case
    edits = Edits(text, [fix(*all_edits)])
    whole = edits.applied(text, Span(0, len(text)))
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    place = edits.place(span)
    touching = [e for e in all_edits if e.span.end >= span.start and e.span.start <= span.end]
    first = min([span.start, *(e.span.start for e in touching)])
    last = max([span.end, *(e.span.end for e in touching)])
    assert whole[place.start : place.end] == edits.applied(text, Span(first, last))


# --- which go together


def test_fixes_that_overlap_wait_for_the_next_pass() -> None:
    first, second, third = fix(edit(0, 2)), fix(edit(1, 3)), fix(edit(2, 4, "x"))
    assert [r.fix for r in together(map(repair, (third, second, first)))] == [first, third]


def test_nothing_is_edited_between_the_edits_of_a_fix() -> None:
    outer, inner = fix(edit(0, 1), edit(9, 10)), fix(edit(4, 5))
    assert [r.fix for r in together([repair(inner), repair(outer)])] == [outer]


def test_two_insertions_at_one_place_do_not_go_together() -> None:
    assert len(together([repair(fix(edit(3, 3, "a"))), repair(fix(edit(3, 3, "b")))])) == 1
    assert len(together([repair(fix(edit(0, 3))), repair(fix(edit(3, 3, "b")))])) == 1


def test_one_fix_of_two_findings_is_no_conflict() -> None:
    both = fix(edit(3, 3, "a"))
    assert len(together([repair(both, rule="a"), repair(both, rule="b")])) == 2


def test_places_in_two_notes_are_apart() -> None:
    assert len(together([repair(fix(edit(0, 2)), "A.md"), repair(fix(edit(0, 2)), "B.md")])) == 2


def test_unsafe_fixes_are_asked_for() -> None:
    unsafe = repair(fix(edit(0, 1), safe=False)).diagnostic
    assert not list(repairs([unsafe], unsafe=False))
    assert len(list(repairs([unsafe], unsafe=True))) == 1


def test_a_fix_may_be_of_another_note() -> None:
    other = Fix("Add it", (edit(0, 0, "x"),), True, path="B.md")
    (found,) = repairs([repair(other).diagnostic], unsafe=False)
    assert (found.path, found.diagnostic.path) == ("B.md", "A.md")


@pytest.mark.parametrize(
    ("wrong", "kind", "expected"),
    [
        (fix(edit(0, 2), edit(1, 3)), "safe", "overlaps"),
        (fix(edit(0, 99)), "safe", "ends behind the note's 9 characters"),
        (fix(), "safe", "changes nothing"),
        (fix(edit(0, 1)), "unsafe", "a fix that is safe, of a rule that has unsafe"),
        (fix(edit(0, 1), safe=False), "none", "a fix that is unsafe, of a rule that has none"),
        (fix(edit(0, 1), safe=False), "safe", ""),
        (fix(removes_mark=True), "safe", ""),
    ],
)
def test_a_wrong_fix_is_known(wrong: Fix, kind: FixKind, expected: str) -> None:
    found = fix_fault(wrong, kind, 9)
    assert expected in found if expected else not found


# --- files


@pytest.mark.parametrize(
    "content",
    [
        b"plain\n",
        b"\xef\xbb\xbfmarked\r\n",
        "ﾃ–∋\n".encode(),
        b"caf\xe9 and more of it\n",
        "wide".encode("utf-8-sig"),
        misread("Größe – naïve “café”\n", "cp1252").encode(),
    ],
)
def test_a_source_is_its_file(content: bytes) -> None:
    assert content_of(decode("A.md", content)) == content


def test_the_mark_stays_unless_it_is_removed() -> None:
    source = decode("A.md", b"\xef\xbb\xbfone two")
    edits = Edits(source.text, [fix(edit(0, 3, "1"))])
    assert repaired_content(source, edits) == b"\xef\xbb\xbf1 two"
    assert repaired_content(source, edits, removes_mark=True) == b"1 two"


def test_the_edit_of_a_damaged_text_replaces_what_stands_in_the_file() -> None:
    meant = "Größe\nplain\nnaïve “café”\n"
    source = decode("A.md", misread(meant, "cp1252").encode())
    assert source.text == meant
    whole = Edits(meant, [fix(edit(0, len(meant), meant))])
    assert repaired_content(source, whole) == meant.encode()
    last = meant.index("naïve")
    part = Edits(meant, [fix(edit(last, len(meant), meant[last:]))])
    assert (
        repaired_content(source, part)
        == (misread("Größe\nplain\n", "cp1252") + meant[last:]).encode()
    )
