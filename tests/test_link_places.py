"""Headings, blocks and backlinks: the index agrees with a walk, and grows with the vault."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultlint.engine import active_rules, check_vault
from vaultlint.notes.deadids import dead_block_ids
from vaultlint.notes.facts import Heading, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.unclosed import unclosed
from vaultlint.settings import Settings
from vaultlint.text.source import source
from vaultlint.text.spellings import Spellings
from vaultlint.vault.index import index_of
from vaultlint.vault.subpaths import Places


def note(text: str, path: str = "Note.md") -> Note:
    return parse(source(path, text))


def places_of(note: Note) -> Places:
    places = index_of([note.path], [note]).places(note.path)
    assert places is not None
    return places


# --- a walk over the headings, as Obsidian's own is described


def stripped(text: str) -> str:
    """What is compared of a heading, or of a part of a subpath."""
    for mark in '!"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n':
        text = text.replace(mark, " ")
    return " ".join(text.split()).lower()


def walk(headings: Sequence[Heading], subpath: str) -> Heading | None:
    """Each part has to match a deeper heading behind the one before; the first match wins."""
    found, rest = None, list(headings)
    for part in subpath.split("#"):
        if part == "":
            continue
        level = found.level if found else 0
        while rest and not (rest[0].level > level and stripped(rest[0].text) == stripped(part)):
            rest.pop(0)
        if not rest:
            return None
        found = rest.pop(0)
    return found


_WORDS = st.sampled_from(
    [
        "A",
        "a",
        "b",
        "C d",
        "c  D",
        "C-d",
        "e: 1",
        "e 1",
        "*A*",
        "`b`",
        "[[A|b]]",
        "A b",
        "É",
        "\u00a0b",
    ]
)
_HEADINGS = st.lists(st.tuples(st.integers(1, 6), _WORDS), max_size=12)
_PARTS = st.lists(st.one_of(_WORDS, st.just("")), min_size=1, max_size=4)


@settings(max_examples=400, deadline=None)
@given(_HEADINGS, _PARTS)
def test_the_index_finds_the_heading_that_a_walk_finds(
    headings: list[tuple[int, str]], parts: list[str]
) -> None:
    made = note("".join(f"{'#' * level} {words}\n\n" for level, words in headings))
    subpath = "#" + "#".join(parts)
    assert places_of(made).heading(subpath) == walk(made.headings, subpath)


@pytest.mark.parametrize(
    ("entries", "subpath", "index"),
    [
        pytest.param([(1, "A"), (2, "B")], "#B", 1, id="any level"),
        pytest.param([(1, "A"), (2, "A")], "#a", 0, id="the first, case ignored"),
        pytest.param([(1, "A"), (2, "B"), (1, "C"), (2, "B")], "#C#B", 3, id="deeper behind"),
        pytest.param([(1, "A"), (2, "B")], "#B#A", None, id="wrong order"),
        pytest.param([(2, "A"), (2, "B")], "#A#B", None, id="not deeper"),
        pytest.param([(1, "What's new: 1.2?")], "#What's new 1 2", 0, id="marks are blanks"),
        pytest.param([(1, "a-b")], "#a b", None, id="a hyphen stays"),
        pytest.param([(1, "Tab stacks")], "#tab-stacks", None, id="no slugs"),
        pytest.param([(2, "`hasTag()`")], "#hasTag", 0, id="raw source"),
        pytest.param([(1, "See [[X|y]]")], "#See X y", 0, id="a link in a heading"),
        pytest.param([(1, "A")], "##A", 0, id="empty parts are dropped"),
        pytest.param([(1, "A")], "#", None, id="nothing named"),
        pytest.param([], "#A", None, id="no headings"),
    ],
)
def test_headings(entries: list[tuple[int, str]], subpath: str, index: int | None) -> None:
    made = note("".join(f"{'#' * level} {words}\n\n" for level, words in entries))
    assert places_of(made).heading(subpath) == (None if index is None else made.headings[index])


@pytest.mark.parametrize(
    ("block_id", "index"),
    [
        pytest.param("ab1", 0, id="lower"),
        pytest.param("AB1", 0, id="case ignored"),
        pytest.param("c-2", 1, id="second"),
        pytest.param("b1", None, id="a part"),
        pytest.param("", None, id="empty"),
    ],
)
def test_blocks(block_id: str, index: int | None) -> None:
    made = note("a ^Ab1\n\nb ^c-2\n")
    assert places_of(made).block(block_id) == (None if index is None else made.block_ids[index])


# --- ids, and what is not closed


@pytest.mark.parametrize(
    ("text", "form"),
    [
        pytest.param("text ^a1b2c3 \n", "blanks", id="trailing blank"),
        pytest.param("text ^a1b2c3\t\n", "blanks", id="trailing tab"),
        pytest.param("text.^a1b2c3\n", "glued", id="glued"),
        pytest.param("text ^my_id\n", "characters", id="underscore"),
        pytest.param("text ^größe-1\n", "characters", id="letter that is not of a to z"),
        pytest.param("text ^a1b2c3\nmore\n", "text-below", id="the paragraph goes on"),
        pytest.param("- item\n\n^a1b2c3\nmore\n", "text-below", id="on a line of its own"),
        pytest.param("text ^a1b2c3\n", None, id="alive"),
        pytest.param("text ^a1b2c3\n\nmore\n", None, id="alive above a blank line"),
        pytest.param("- item ^a1b2c3\n- more\n", None, id="alive in an item"),
        pytest.param("- item\n\n^a1b2c3\n", None, id="alive on a line of its own"),
        pytest.param("`text ^a1b2c3` \n", None, id="in code"),
        pytest.param("```\ntext ^a1b2c3 \n```\n", None, id="in a fence"),
        pytest.param("$$\nx ^a1b2c3 \n$$\n", None, id="in math"),
        pytest.param("text ^[a footnote] \n", None, id="footnote"),
        pytest.param("text \\^a1b2c3 \n", None, id="escaped"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_dead_block_ids(text: str, form: str | None, line_end: str) -> None:
    found = [dead.form for dead in dead_block_ids(note(text.replace("\n", line_end)))]
    assert found == ([] if form is None else [form])


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("at most 2^32-bit\n", False),
        ("at most 2^n-10\nor more\n", False),
        ("Ctrl and C: ^C \n", False),
        ("    here\n", False),
        ("abc\n^---\nhere\n", False),
        ("text ^note-1 \n", True),
        ("text.^a1b2c3\n", True),
        ("text\n\n^note\nmore\n", True),
    ],
)
def test_what_is_surely_meant_as_an_id(text: str, plain: bool) -> None:
    assert any(dead.is_plain for dead in dead_block_ids(note(text))) is plain


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("a\n\n%%\nb\n", [("comment", True)], id="comment"),
        pytest.param("a\n\n%%\nb\n%%\n", [], id="closed comment"),
        pytest.param("a\n\n%%\n", [], id="a comment that hides nothing"),
        pytest.param("> %%\n> b\n\nc\n", [("comment", False)], id="comment in a quote"),
        pytest.param("a <!-- b\n\nc\n", [("html-comment", True)], id="html comment"),
        pytest.param("$$\nx\n", [("math", True)], id="math"),
        pytest.param("```\nx\n", [("fence", True)], id="fence"),
        pytest.param("> ```\n> x\n\ny\n", [], id="a quote ends its fence"),
        pytest.param(
            "- a\n  ```\n  x\n```\n\ny\n", [("fence", True)], id="closer outside of the list"
        ),
        pytest.param("~~~\n```\n~~~\n", [], id="a fence in a fence"),
    ],
)
def test_unclosed(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(one.kind, one.to_end) for one in unclosed(note(text))] == found


def test_a_closer_outside_of_the_list_is_not_the_fence_that_is_reported() -> None:
    made = note("- a\n  ```\n  x\n```\n\ny\n")
    (fence,) = unclosed(made)
    assert fence.opener.start == made.text.index("```")


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("feedng", "feeding"), ("part 2", None), ("fee", None), ("feedings", "feeding"), ("", None)],
)
def test_spellings(word: str, nearest: str | None) -> None:
    assert Spellings(["feeding", "baking", "part 1"]).nearest(word) == nearest


# --- growth


def _check_all(count: int, links: int, *, same_name: bool, text: str) -> float:
    """Seconds that the vault rules about links need for a vault of so many notes."""
    notes = []
    for number in range(count):
        path = f"{number:05}/Index.md" if same_name else f"Note {number:05}.md"
        body = "".join(text.format(number=number, link=link) for link in range(links))
        notes.append(note(f"# Heading {number}\n\n{body}", path))
    families = {"links", "blocks", "tags"}
    rules = [active for active in active_rules(Settings()) if active.rule.family in families]
    begin = time.process_time()
    index = index_of([made.path for made in notes], notes)
    check_vault("/v", notes, rules, index, count)
    return time.process_time() - begin


@pytest.mark.parametrize(
    ("same_name", "text"),
    [
        pytest.param(True, "[[Index]] ![[x/Index]] [[Index#Gone {link}]]\n\n", id="one name"),
        pytest.param(False, "[[Gone {number} {link}]]\n\n", id="nothing resolves"),
        pytest.param(False, "[[Note 00000#Heading {number} {link}]]\n\n", id="no heading"),
        pytest.param(False, "[[Note 00000#^id-{number}-{link}]] ^id-{link}\n\n", id="no block"),
        pytest.param(False, "#Tag{link} #tag{link} #a/B/c{number}\n\n", id="tags"),
    ],
)
def test_time_grows_with_the_vault(same_name: bool, text: str) -> None:
    _check_all(10, 2, same_name=same_name, text=text)
    small = _check_all(200, 3, same_name=same_name, text=text)
    large = _check_all(1600, 3, same_name=same_name, text=text)
    # Eight times the notes; quadratic would be 64 times.
    assert large < 24 * small + 0.1


def test_time_grows_with_a_note_that_all_others_ask() -> None:
    def seconds(count: int) -> float:
        hub = "".join(f"# Part {n} of it\n\ntext ^id-{n} \n\n" for n in range(count))
        asking = "[[Hub#^gone-{0}]] [[Hub#Part {0} of at]] [[Hub#part-{0}-of-it]]\n"
        notes = [note(asking.format(n), f"Note {n}.md") for n in range(count)]
        notes.append(note(hub, "Hub.md"))
        rules = [active for active in active_rules(Settings()) if active.rule.family == "links"]
        begin = time.process_time()
        index = index_of([made.path for made in notes], notes)
        check_vault("/v", notes, rules, index, count)
        return time.process_time() - begin

    seconds(10)
    assert seconds(1600) < 24 * seconds(200) + 0.1
