"""What checks may ask about the other notes of a vault."""

from __future__ import annotations

import time
from typing import Literal

import pytest
from msgspec.structs import replace

from vaultlint.notes.facts import (
    Card,
    CardId,
    Cloze,
    Direction,
    InlineCard,
    Link,
    NavigationSection,
    Note,
)
from vaultlint.text.source import source
from vaultlint.text.span import Span
from vaultlint.vault.index import CardPlace, index_of
from vaultlint.vault.obsidian import ObsidianSettings
from vaultlint.vault.resolve import Resolution


def note(path: str, kind: Literal["note", "template"] = "note") -> Note:
    return Note(source(path, ""), kind, None, Span(0, 0))


def link(path: str) -> Link:
    return Link("wiki", False, path, path, "", Span(0, 1), Span(0, 1))


def card(card_id: CardId | None, at: int) -> Card:
    empty = Span(at, at)
    return Card(empty, None, empty, (), empty, None, None, card_id)


def test_notes_and_links() -> None:
    known = note("a/b.md")
    index = index_of(["a/b.md", "c.docx"], [known])
    assert index.note("a/b.md") == known
    assert index.note("c.docx") is None
    assert index.resolve(link("b"), "x.md") == Resolution("a/b.md")
    assert index.resolve(link("c.docx"), "x.md") == Resolution(None, unsupported="c.docx")


def test_settings_of_the_vault_count() -> None:
    index = index_of(["c.docx"], [], ObsidianSettings(show_unsupported_files=True))
    assert index.resolve(link("c.docx"), "x.md") == Resolution("c.docx")


def test_places_of_id() -> None:
    first, second, third = (CardId("1699000000001", Span(n, n + 14)) for n in (5, 30, 60))
    other = CardId("1699000000002", Span(90, 104))
    b = replace(
        note("b.md"),
        cards=(card(first, 0), card(None, 20)),
        inline_cards=(InlineCard(Span(0, 9), Span(0, 1), "🎴", Span(2, 3), other),),
        clozes=(Cloze(Span(20, 25), (), second),),
    )
    a = replace(note("a.md"), clozes=(Cloze(Span(50, 55), (), third), Cloze(Span(0, 1), (), None)))
    template = replace(note("t/c.md", "template"), cards=(card(first, 0),))
    index = index_of([], [b, template, a])
    assert index.places_of_id("1699000000001") == (
        CardPlace("a.md", third),
        CardPlace("b.md", first),
        CardPlace("b.md", second),
    )
    assert index.places_of_id("1699000000002") == (CardPlace("b.md", other),)
    assert index.places_of_id("1699000000003") == ()
    shared = [index.is_shared_id(f"169900000000{n}") for n in (1, 2, 3)]
    assert shared == [True, False, False]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("old/Cell", ("Cell.md", "biology/Cell.md"), id="a note, elsewhere"),
        pytest.param("old/cell.md", ("Cell.md", "biology/Cell.md"), id="with its extension"),
        pytest.param("img/cell.png", ("assets/Cell.png",), id="an attachment"),
        pytest.param("Nucleus", (), id="none"),
    ],
)
def test_same_name(path: str, found: tuple[str, ...]) -> None:
    index = index_of(["biology/Cell.md", "Cell.md", "assets/Cell.png"], [])
    assert index.same_name(link(path)) == found


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("Photosynthesys", ("a/Photosynthesis.md",), id="a letter"),
        pytest.param("old/photosynthesi", ("a/Photosynthesis.md",), id="a letter less"),
        pytest.param("Photossynthesis.md", ("a/Photosynthesis.md",), id="a letter more"),
        pytest.param("Phtoosynthesis", ("a/Photosynthesis.md",), id="two letters turned"),
        pytest.param("Lecture 3", (), id="another number is another note"),
        pytest.param("Lectures 2", ("Lecture 2.md",), id="the same number"),
        pytest.param("leaf.pgn", (), id="the extension is not guessed"),
        pytest.param("leef section.png", ("leaf section.png",), id="an attachment"),
        pytest.param("Respiration", (), id="nothing near"),
        pytest.param("Cel", (), id="too short to tell"),
    ],
)
def test_near_names(path: str, found: tuple[str, ...]) -> None:
    files = ["a/Photosynthesis.md", "Lecture 2.md", "leaf section.png", "leaf.png", "Cell.md"]
    assert index_of(files, []).near_names(link(path)) == found


def chained(path: str, *listed: tuple[Direction, str]) -> Note:
    """A note with one section for each of the links."""
    sections = (
        NavigationSection(direction, "", Span(0, 0), Span(0, 0), (link(target),))
        for direction, target in listed
    )
    return replace(note(path), navigation=tuple(sections))


def test_neighbours() -> None:
    notes = [
        chained("a.md", ("next", "b"), ("next", "B.md"), ("previous", "c"), ("next", "d.png")),
        chained("b.md", ("previous", "old/a"), ("previous", ""), ("next", "Lesson threee")),
        chained("Lesson three.md"),
    ]
    index = index_of(["a.md", "b.md", "d.png", "Lesson three.md"], notes)
    assert index.neighbours("a.md", "next") == {"b.md": link("b"), "d.png": link("d.png")}
    assert index.neighbours("a.md", "previous") == {}
    assert index.neighbours("b.md", "previous") == {}
    assert index.neighbours("d.png", "next") == {}
    assert index.misspelt_neighbours("b.md", "previous") == {"a.md"}
    assert index.misspelt_neighbours("b.md", "next") == {"Lesson three.md"}
    assert index.misspelt_neighbours("a.md", "previous") == frozenset()


def test_ten_thousand_missing_names_among_ten_thousand_alike() -> None:
    files = [f"{n:05}/Lecture notes on biology {n:05}.md" for n in range(10_000)]
    index = index_of(files, [])
    started = time.process_time()
    for n in range(10_000):
        assert index.near_names(link(f"Lecture notes on biology {n + 20_000}")) == ()
    seconds = time.process_time() - started
    assert seconds < 20, seconds  # 1 s here; a comparison with every name takes hours
