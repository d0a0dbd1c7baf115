"""How much of damaged notes is had back: by code page, by pair, and in parts of notes.

The floors are what is reached; each loss that they allow for has its reason beside it.
"""

from __future__ import annotations

import random
from itertools import product

import pytest

from tests.sentences import CLEAN, QUOTING
from vaultlint.text.mojibake import misread, mojibake

# By these UTF-8 is usually misread. None of them loses a byte: what Windows-1252, Windows-1250
# and Windows-1251 leave open is passed on as it is.
USUAL = ("cp1252", "latin-1", "mac-roman", "cp1250", "cp1251", "cp437")
FRAME = (
    "---\ntags:\n  - 🌙-{tag}\n---\n\n# {title}\n\n"
    "﹇<br>\n{front}\n\n#card\n\n{back}\n\n⌂\n<br>﹈<br>^{id}\n"
)
PARTS = (
    "- {0}\n- {1}\n",
    "> [!note] {0}\n> {1}\n",
    "| {0} | {1} |\n|---|---|\n| 1 | 2 |\n",
    "**{0}** and *{1}*\n",
    "{0} [[{1}]]\n",
    "## {0}\n\n{1}\n",
    "```sh\necho {0}\n```\n\n{1}\n",
    "✅ {0} 🔴 {1} →\n",
    "“{0}” – ‘{1}’…\n",
    "{0}\u00a0: «\u00a0{1}\u00a0»\n",
    "{0} 5 €, 20 °C, ½ · {1}\n",
    "{0} `é` $x^2$ {1} ^[{0}]\n",
)


def note(chance: random.Random, languages: tuple[str, ...]) -> str:
    """A note with frontmatter, a card and parts of Markdown, in sentences of these languages."""

    def sentence() -> str:
        return chance.choice(CLEAN[chance.choice(languages)])

    card = FRAME.format(
        tag=chance.randrange(100),
        title=sentence(),
        front=sentence(),
        back=sentence(),
        id=chance.randrange(10**12, 10**13),
    )
    parts = chance.choices(PARTS, k=chance.randint(0, 4))
    return card + "".join("\n" + part.format(sentence(), sentence()) for part in parts)


def notes_of(seed: int, each: int) -> list[str]:
    chance = random.Random(seed)
    return [note(chance, (language,)) for language in sorted(CLEAN) for _ in range(each)]


def damaged(text: str, *encodings: str) -> str:
    for encoding in encodings:
        text = misread(text, encoding)
    return text


def exact(notes: list[str], *encodings: str) -> list[str]:
    """The notes that come back as they were, of all that were damaged this way."""
    back = []
    for text in notes:
        found = mojibake(damaged(text, *encodings))
        if found is not None and found.text == text and not found.lost:
            back.append(text)
    return back


# --- whole notes


@pytest.mark.parametrize("encoding", USUAL)
def test_every_note_comes_back(encoding: str) -> None:
    notes = notes_of(1, 4)
    assert exact(notes, encoding) == notes


@pytest.mark.parametrize(("first", "second"), list(product(USUAL, USUAL)))
def test_every_note_comes_back_from_two_code_pages(first: str, second: str) -> None:
    notes = notes_of(2, 1)
    assert exact(notes, first, second) == notes


@pytest.mark.parametrize("third", ["cp1252", "latin-1", "mac-roman"])
@pytest.mark.parametrize("second", ["cp1252", "latin-1", "mac-roman"])
@pytest.mark.parametrize("first", ["cp1252", "latin-1", "mac-roman"])
def test_every_note_comes_back_from_three_code_pages(first: str, second: str, third: str) -> None:
    notes = notes_of(3, 1)[::4]
    assert exact(notes, first, second, third) == notes


# --- parts of notes


def partly(chance: random.Random, text: str, *encodings: str) -> str:
    """The note with every third line damaged, or so."""
    lines = text.split("\n")
    return "\n".join(damaged(line, *encodings) if chance.random() < 0.3 else line for line in lines)


def outcome(text: str, broken: str) -> str:
    found = mojibake(broken)
    if found is None:
        return "missed"
    if found.text == text:
        return "exact"
    rows = zip(text.split("\n"), broken.split("\n"), found.text.split("\n"), strict=True)
    if any(meant == was != now for meant, was, now in rows):
        return "harmed"
    return "left"


def rates(*encodings: str) -> dict[str, float]:
    """The shares of the outcomes for notes of which about a third of the lines is damaged."""
    chance = random.Random(4)
    found = []
    for text in notes_of(5, 6):
        broken = partly(chance, text, *encodings)
        if broken != text:
            found.append(outcome(text, broken))
    return {kind: found.count(kind) / len(found) for kind in ("exact", "missed", "left", "harmed")}


# The shares that come back whole. What does not is damage without a sign that tells it from clean
# text: one pair of characters in the note, or phonetic letters in a listing.
FLOORS = {
    ("cp1252",): 0.99,
    ("latin-1",): 0.99,
    ("mac-roman",): 0.98,
    ("cp1250",): 0.98,
    ("cp1251",): 0.98,
    ("cp437",): 0.98,
    ("cp1252", "cp1252"): 0.99,
    ("latin-1", "latin-1"): 0.99,
    ("cp1252", "latin-1"): 0.99,
    ("latin-1", "cp1252"): 0.98,
    ("cp1252", "mac-roman"): 0.98,
    ("mac-roman", "cp1252"): 0.98,
    ("cp1251", "cp1252"): 0.98,
    ("cp437", "cp437"): 0.98,
}


@pytest.mark.parametrize("encodings", FLOORS, ids=str)
def test_damaged_lines_come_back_and_others_stay(encodings: tuple[str, ...]) -> None:
    found = rates(*encodings)
    assert found["harmed"] == 0
    assert found["exact"] >= FLOORS[encodings], found


@pytest.mark.parametrize("encoding", USUAL)
@pytest.mark.parametrize(
    "word",
    [
        "Größenwahn für Bäcker",
        "dîner à la crème brûlée",
        "señor y jalapeño",
        "mały chłopiec w łóżku",
    ],
)
def test_one_damaged_line_in_a_clean_note(word: str, encoding: str) -> None:
    # Windows-1252 and Latin-1 are one where no byte is below 0xA0.
    clean = "# Œuvres “choisies” – à l’âge de ½\n\n日本語 Клетка « Été » ≤ π\n\n"
    found = mojibake(clean + misread(word, encoding) + "\n")
    assert found is not None
    assert found.text == clean + word + "\n"
    assert found.rounds in ((encoding,), ("cp1252",))


@pytest.mark.parametrize("encoding", USUAL)
@pytest.mark.parametrize("sign", ["﹇", "⌂", "﹈", "🔴", "📚"])
def test_a_sign_of_cards_tells_alone(sign: str, encoding: str) -> None:
    found = mojibake(f"café\n{misread(sign, encoding)}<br>\n")
    assert found is not None
    assert found.text == f"café\n{sign}<br>\n"


@pytest.mark.parametrize("encoding", ["cp1252", "cp1250", "cp1251"])
def test_bytes_that_a_program_could_not_read(encoding: str) -> None:
    """Each is U+FFFD then: what is left of its character stays, and all else comes back."""
    notes = [text for text in notes_of(6, 3) if "\ufffd" not in text]
    for text in notes:
        broken = text.encode().decode(encoding, "replace")
        found = mojibake(broken)
        assert found is not None
        if "\ufffd" not in broken:
            assert found.text == text
        else:
            assert "\ufffd" in found.text


# --- clean notes


@pytest.mark.parametrize("seed", range(4))
def test_clean_notes_of_several_languages(seed: int) -> None:
    chance = random.Random(seed)
    names = sorted(CLEAN)
    for _ in range(500):
        text = note(chance, tuple(chance.sample(names, chance.randint(1, 4))))
        assert mojibake(text) is None, text


SETTINGS = (
    ("“", "”"),
    ("‘", "’"),
    ("„", "“"),
    ("»", "«"),
    ("«\u00a0", "\u00a0»"),
    ("", "…"),
    ("", "\u00a0—"),
    ("—", "—"),
    ("", "™"),
    ("│ ", " │"),
    ("├── ", ""),
    ("`", "`"),
    ("", "²"),
    ("(", ")"),
)


@pytest.mark.parametrize("setting", SETTINGS, ids="".join)
@pytest.mark.parametrize("change", [str, str.upper, str.title], ids=["as is", "capitals", "title"])
def test_clean_words_set_in_signs(change: type[str], setting: tuple[str, str]) -> None:
    for name in sorted(CLEAN):
        words = [word for sentence in CLEAN[name] for word in sentence.split()]
        # A letter alone may be a whole word of damage: "Â²".
        bare = [word for word in words if word.isalpha() and len(word) > 1]
        text = " ".join(setting[0] + change(word) + setting[1] for word in bare)
        assert mojibake(text) is None, text


@pytest.mark.parametrize("row", QUOTING)
def test_texts_about_damage_among_clean_notes(row: str) -> None:
    for text in notes_of(8, 1):
        assert mojibake(f"{text}\n\n{row}\n") is None, text
