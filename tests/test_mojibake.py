"""Damage by wrong code pages: what is repaired, what is left, and that clean text is clean."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sentences import CLEAN, QUOTING, TELLTALE
from vaultlint.text.mojibake import CODE_PAGES, MOST_ROUNDS, misread, mojibake

PAGES = [page.encoding for page in CODE_PAGES]
SAMPLE = "Größe – « l’été » ﹇ ⌂ 🔴 naïve"


def repaired(text: str) -> tuple[str, tuple[str, ...]]:
    found = mojibake(text)
    return (text, ()) if found is None else (found.text, found.rounds)


# --- what is repaired


@pytest.mark.parametrize("encoding", PAGES)
def test_each_code_page_is_undone(encoding: str) -> None:
    assert repaired(misread(SAMPLE, encoding)) == (SAMPLE, (encoding,))


@pytest.mark.parametrize("encoding", PAGES)
def test_twice_by_the_same_code_page(encoding: str) -> None:
    text, rounds = repaired(misread(misread(SAMPLE, encoding), encoding))
    # Where a neighbour has the same letters in the same places, it is named as well.
    assert (text, len(rounds)) == (SAMPLE, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("cp1252", "latin-1"),
        ("latin-1", "cp1252"),
        ("cp1252", "mac-roman"),
        ("mac-roman", "cp1252"),
        ("cp1251", "cp1252"),
        ("cp437", "cp1252"),
    ],
)
def test_twice_by_two_code_pages(first: str, second: str) -> None:
    damaged = misread(misread(SAMPLE, first), second)
    assert repaired(damaged) == (SAMPLE, (second, first))


def test_five_times() -> None:
    damaged = SAMPLE
    for _ in range(5):
        damaged = misread(damaged, "cp1252")
    assert repaired(damaged) == (SAMPLE, ("cp1252",) * 5)
    assert MOST_ROUNDS > 5


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        pytest.param("a soufflÃ© of cheese", "a soufflé of cheese", id="one letter"),
        pytest.param("ï¹‡<br>", "﹇<br>", id="card opener"),
        pytest.param("âŒ‚\n<br>ï¹ˆ<br>", "⌂\n<br>﹈<br>", id="answer end and closer"),
        pytest.param("itâ€™s", "it’s", id="apostrophe"),
        pytest.param("the rootÂ\xa0_one_", "the root\xa0_one_", id="no-break space"),
        pytest.param("ðŸŽ´ and ðŸƒ\x8f", "🎴 and 🃏", id="byte that Windows-1252 leaves open"),
        pytest.param("Å\x81Ã³dÅº", "Łódź", id="Polish"),
        pytest.param("ä½\xa0å¥½ï¼Œä¸–ç•Œ", "你好，世界", id="Chinese"),
        pytest.param("Ã€ la mode", "À la mode", id="capital at the start"),
        pytest.param("by CÃ©line", "by Céline", id="behind a capital"),
        pytest.param("CÃ”TE", "CÔTE", id="capital before a letter"),
        pytest.param("Ã–l", "Öl", id="letter that looks like one before a dash"),
        pytest.param("Â°C and Â½ cup", "°C and ½ cup", id="signs"),
        pytest.param("```\nÃ©tÃ©\n```\nsoufflÃ©", "```\nété\n```\nsoufflé", id="code too"),
    ],
)
def test_repaired(damaged: str, meant: str) -> None:
    assert repaired(damaged) == (meant, ("cp1252",))


@pytest.mark.parametrize(
    ("damaged", "meant"),
    [
        pytest.param("Crème. A soufflÃ©", "Crème. A soufflé", id="healthy letter elsewhere"),
        pytest.param("« Été » : dÃ©jÃ\xa0 vu", "« Été » : déjà vu", id="French around it"),
        pytest.param("﹇<br>\nitâ€™s\n⌂", "﹇<br>\nit’s\n⌂", id="signs of cards healthy"),
        pytest.param("Пример: soufflÃ©", "Пример: soufflé", id="Russian around it"),
        pytest.param(
            "Spaß… und „Fuß“, dann GrÃ¶ÃŸe", "Spaß… und „Fuß“, dann Größe", id="German around it"
        ),
        pytest.param(
            "sÄ… and jÄ™zyk, Å‚Ä…ka – ok", "są and język, łąka – ok", id="Polish, one dash healthy"
        ),
    ],
)
def test_only_the_damaged_parts_are_repaired(damaged: str, meant: str) -> None:
    assert repaired(damaged) == (meant, ("cp1252",))


@pytest.mark.parametrize("row", TELLTALE)
def test_looks_damaged_and_is_not(row: str) -> None:
    assert mojibake(row) is None


@pytest.mark.parametrize("row", QUOTING)
def test_text_about_damage_is_left_alone(row: str) -> None:
    assert mojibake(row) is None


@pytest.mark.parametrize(
    ("damaged", "meant", "lost"),
    [
        pytest.param("she said â€œyesâ€\ufffd", "she said “yesâ€\ufffd", 1, id="beside others"),
        pytest.param("she said yesâ€\ufffd and no", "she said yesâ€\ufffd and no", 1, id="alone"),
        pytest.param("ðŸƒ\ufffd and ðŸŽ´", "ðŸƒ\ufffd and 🎴", 1, id="emoji"),
    ],
)
def test_lost_characters_stay(damaged: str, meant: str, lost: int) -> None:
    found = mojibake(damaged)
    assert found is not None
    assert (found.text, found.lost) == (meant, lost)


# --- where it stands


def test_places_are_those_of_the_file() -> None:
    damaged = "a Ã© ï¹‡ z"
    found = mojibake(damaged)
    assert found is not None
    assert found.text == "a é ﹇ z"
    assert [found.origins[at] for at in range(len(found.text) + 1)] == [0, 1, 2, 4, 5, 8, 9, 10]
    assert (found.span.start, found.span.end) == (2, 4)
    assert [found.origins.text_offset(at) for at in range(11)] == [
        0, 1, 2, 3, 3, 4, 5, 5, 5, 6, 7,
    ]  # fmt: skip


def test_places_after_two_rounds() -> None:
    damaged = misread(misread("xé y﹇z", "cp1252"), "cp1252")
    found = mojibake(damaged)
    assert found is not None
    assert found.text == "xé y﹇z"
    starts = [len(misread(misread("xé y﹇z"[:at], "cp1252"), "cp1252")) for at in range(7)]
    assert [found.origins[at] for at in range(7)] == starts


def test_a_damaged_byte_order_mark_is_no_text() -> None:
    found = mojibake("ï»¿# Title")
    assert found is not None
    assert (found.text, found.origins[0]) == ("# Title", 3)


# --- at random


def notes(seed: int, count: int, languages: int) -> list[str]:
    """Notes of sentences of some languages each, with line breaks, lists and card signs."""
    chance = random.Random(seed)
    glue = ["\n", "\n\n", " ", "\n- ", "\n﹇<br>\n", "\n⌂\n<br>﹈<br>^1699000000001\n", "\n🔴 "]
    names = sorted(CLEAN)
    made = []
    for _ in range(count):
        chosen = chance.sample(names, chance.randint(1, languages))
        sentences = [s for name in chosen for s in chance.choices(CLEAN[name], k=2)]
        chance.shuffle(sentences)
        made.append("".join(s + chance.choice(glue) for s in sentences))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_clean_notes_give_no_alarm(seed: int) -> None:
    for note in notes(seed, 500, 4):
        assert mojibake(note) is None, note


@pytest.mark.parametrize("language", sorted(CLEAN))
def test_clean_sentences_give_no_alarm(language: str) -> None:
    for sentence in CLEAN[language]:
        assert mojibake(sentence) is None, sentence


@pytest.mark.parametrize("encoding", PAGES)
def test_damaged_notes_are_had_back(encoding: str) -> None:
    for note in notes(7, 60, 2):
        assert repaired(misread(note, encoding))[0] == note


@given(st.text(), st.sampled_from(PAGES))
def test_a_repair_is_lossless(text: str, encoding: str) -> None:
    for damaged in (text, misread(text.encode("utf-8", "replace").decode(), encoding)):
        found = mojibake(damaged)
        if found is None:
            continue
        ends = [found.origins[at] for at in range(len(found.text) + 1)]
        assert ends == sorted(ends)
        assert ends[-1] == len(damaged)
        assert ends[0] in (0, 3)
        for at, character in enumerate(found.text):
            piece = damaged[ends[at] : ends[at + 1]]
            assert piece in misreadings(character, found.rounds)


def misreadings(character: str, rounds: tuple[str, ...]) -> set[str]:
    """What a character may have become, as not every round has touched it."""
    found = {character}
    for encoding in reversed(rounds):
        found |= {misread(each, encoding) for each in found}
    return found


def test_time_is_linear() -> None:
    long = (misread(SAMPLE, "cp1252") + " plain words ") * 40_000
    start = time.process_time()
    mojibake(long[: len(long) // 10])
    short_time = time.process_time() - start
    start = time.process_time()
    mojibake(long)
    assert time.process_time() - start < 30 * max(short_time, 0.05)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("`" * 200_000 + "Ã©", id="backticks"),
        pytest.param("Ã" * 200_000, id="leads"),
        pytest.param("â€" * 100_000, id="halves"),
        pytest.param("` `` " * 60_000 + "soufflÃ©", id="code spans"),
        pytest.param("Ã©é\n" * 60_000, id="told lines"),
        pytest.param("Ã© é " * 60_000, id="one long line"),
    ],
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    start = time.process_time()
    mojibake(text)
    assert time.process_time() - start < 10
