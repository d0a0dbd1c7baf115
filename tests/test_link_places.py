"""Headings, blocks and backlinks: the index agrees with a walk, and grows with the vault."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultlint.config import Settings
from vaultlint.engine import active_rules, check_vault
from vaultlint.notes.deadids import dead_block_ids
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.unclosed import unclosed
from vaultlint.text.source import source
from vaultlint.text.spellings import Spellings
from vaultlint.vault.index import VaultIndex
from vaultlint.vault.resolve import heading_at
from vaultlint.vault.subpaths import Places


def note(text: str, path: str = "Note.md") -> Note:
    return parse(source(path, text))


_WORDS = st.sampled_from(["A", "b", "C d", "e: 1", ""])
_HEADINGS = st.lists(st.tuples(st.integers(1, 6), _WORDS), max_size=12)


@settings(max_examples=300, deadline=None)
@given(_HEADINGS, st.lists(_WORDS, min_size=1, max_size=4))
def test_the_index_finds_the_heading_that_a_walk_finds(
    headings: list[tuple[int, str]], parts: list[str]
) -> None:
    made = note("".join(f"{'#' * level} {words}\n\n" for level, words in headings))
    subpath = "#" + "#".join(parts)
    assert Places(made).heading(subpath) == heading_at(made.headings, subpath)


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
    index = VaultIndex([made.path for made in notes], notes)
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
        index = VaultIndex([made.path for made in notes], notes)
        check_vault("/v", notes, rules, index, count)
        return time.process_time() - begin

    seconds(10)
    assert seconds(1600) < 24 * seconds(200) + 0.1
