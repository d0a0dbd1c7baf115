"""Random study notes with random faults, repaired: nothing but what is faulty changes.

What cards and ids there are is judged by expressions of the plugins' own kind, and by what the
notes were made of: a piece of a note that got no fault has to stand there word for word afterwards.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.invoke import vaultlint

# A longer search, with other notes each time: VAULTLINT_FIX_EXAMPLES=20000.
EXAMPLES = os.environ.get("VAULTLINT_FIX_EXAMPLES", "")

# --- notes

WORDS = (
    "yeast",
    "flour",
    "crêpe",
    "dough rises",
    "Käse",
    "the oven",
    "a biga",
    "some 5 g",
    "🍞 crumb",
)
FIRST_ID = 1699000000001


class Made(NamedTuple):
    """A note. pieces: text, sound or faulty; faulty: which of them; owners: of ids, by question."""

    pieces: tuple[str, ...]
    faulty: frozenset[int]
    owners: Mapping[str, str]


class Drawn(NamedTuple):
    """A vault of one note and another one. content: of the note, as bytes."""

    dialect: str
    note: Made
    content: bytes


words = st.sampled_from(WORDS)
Piece = Callable[[str, str], str]  # of the words that tell it from others, and of a new id

COMMON: tuple[Piece, ...] = (
    lambda word, _: f"# Of {word}",
    lambda word, _: f"Some words on {word}, see [[Other]] and [more](Other.md#Salt).",
    lambda word, _: f"- first {word}\n- second\n\t- third",
    lambda word, _: f"```python\nprint('{word}')\n\n{{1: 2}}\n```",
    lambda word, _: f"$$\n\\frac{{1}}{{2}} \\text{{{word}}}\n$$",
    lambda word, _: f"> [!note] About {word}\n> It is good.\n>\n> - so it is",
    lambda word, _: f"| a | b |\n|---|---|\n| {word} | 2 |",
    lambda word, _: f"Costs of {word}: $5 or `x` and $x^2$, %% hidden %% #food/bread",
    lambda word, new: f"A note[^{new[-2:]}] on {word}.\n\n[^{new[-2:]}]: The words.",
    lambda word, _: f"%%\nto do: {word}\n%%",
    lambda word, _: f"<!-- {word} -->",
)
NAVIGATION = "> [!info]\n> **Next Note(s)**:\n> - [[Other]]"
CLOZES: tuple[Piece, ...] = (
    lambda word, new: f"Bread is made of {{1:{word}}} and {{2:water}}.\n^{new}",
    lambda word, new: f"- Bread is made of {{{word}}}.\n^{new}",
    lambda word, new: f"> [!tip] Bread is {{1:{word}}}.\n^{new}",
    lambda word, _: f"Bread is made of {{1:{word}}}, {{2:salt}} and {{1:time}}.",
)
BRACKET: tuple[Piece, ...] = (
    lambda word, new: f"Bread is made of {{1:{word}}}.\n#food #bread\n^{new}",
    lambda word, new: f"﹇<br>\nWhat is {word}?\n\n#card\n\nIt is food.\n\n⌂\n<br>﹈<br>^{new}",
    lambda word, new: (
        f"﹇<br>\nWhich {word}?\n\n```sql\nSELECT 1;\n```\n\n#card-reverse #food #bread\n\n"
        f"- one\n- two\n\n![[pic.png]]\n\n⌂\n<br>﹈<br>^{new}"
    ),
    lambda word, _: f"﹇<br>\nWhy {word}?\n\n#card\n\nNobody knows.\n\n⌂\n<br>﹈<br>",
    lambda word, new: f"What is {word}? 🎴 It is food. ^{new}",
)
BARE: tuple[Piece, ...] = (
    lambda word, new: f"What is {word}? #card\nIt is food.\n^{new}",
    lambda word, new: f"Which {word}? #card-reverse #food\n- this one\n- that one\n^{new}",
    lambda word, _: f"Why {word}? #card\nNobody knows.",
    lambda word, new: f"What is {word}::It is food.\n^{new}",
)
SPACED: tuple[Piece, ...] = (
    lambda word, _: f"What is {word}::It is food.\n<!--SR:!2024-01-31,4,270-->",
    lambda word, _: f"What is {word}\n?\nIt is food.\n<!--SR:!2024-01-31,4,270-->",
    lambda word, _: f"Which {word}:::This one",
    lambda word, _: f"Bread is made of =={word}== and time.\n<!--SR:!2024-01-31,4,270-->",
    lambda word, _: f"Which {word}\n??\nthis one\nor that",
)
TO_ANKI: tuple[Piece, ...] = (
    lambda word, new: f"START\nBasic\nWhat is {word}?\nBack: Food.\n<!--ID: {new}-->\nEND",
    lambda word, new: (
        f"START\nBasic\nWhat is {word}?\nBack: Food.\nTags: food bread\n<!--ID: {new}-->\nEND"
    ),
    lambda word, _: f"START\nCloze\nBread is {{{{c1::{word}}}}}.\nEND",
    lambda word, new: f"STARTI [Basic] What is {word}? Back: Food. <!--ID: {new}--> ENDI",
    lambda word, _: f"TARGET DECK: Bread::{word.title()}",
    lambda _word, _: "FILE TAGS: food bread",
)
DIALECTS: Mapping[str, tuple[Piece, ...]] = {
    "bracket": (*BRACKET, *BRACKET, *CLOZES),
    "flashcards-obsidian": (*BARE, *BARE, *CLOZES),
    "obsidian-spaced-repetition": SPACED,
    "obsidian-to-anki-plugin": TO_ANKI,
}
FRONTMATTER = (
    "",
    "---\ntags: [food]\ncards-deck: Bread\n---",
    '---\naliases:\n  - "Bread: a note"\nup: "[[Other]]"\n---',
    "---\ntitle: Bread\ncreated: 2024-01-31\ntags:\n  - food\n  - flashcards\n---",
)

# --- faults

SIGNS = (
    "﹇", "<br>", "﹈", "⌂", "^", "#card", "\n", "\n\n", " ", "{", "}", ":", "1", "`", "```", "$$",
    "$", "%%", "---", "- ", ">", "START", "END", "ID: ", "<!--", "-->", "!", "?", "::", "[[", "]]",
    '"', "Back:", "Tags: ", "Basic", "|", "==", "SR:", ",", "#", "food",
)  # fmt: skip
BLANKS = (" ", "  ", "\t", "\u00a0", "\u200b", "\u3000", "\n", "\n\n", "\r", "\ufeff")
OTHERS = (
    "<br/>", "<BR>", "#cards", "#Card", "c1::", "0:", "10:", "2 ", "start", "End", "id:", "> ",
    "  ", "\u00a0", "Ã©", "â€™", "^1699000000099", "\\", "<% x %>", "{{Question}}", "[[Gone]]", "!",
    "END",
)  # fmt: skip


def places(text: str, signs: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where one of these stands in a text."""
    found = re.finditer("|".join(map(re.escape, sorted(signs, key=len, reverse=True))), text)
    return [match.span() for match in found]


@st.composite
def damaged(draw: st.DrawFn, text: str) -> str:
    """A text with one fault in it, at or near a sign that means something."""
    at = draw(st.sampled_from([*places(text, SIGNS), (0, 0), (len(text), len(text))]))
    start, end = at
    way = draw(
        st.sampled_from(["delete", "insert", "replace", "double", "case", "blank", "trail", "id"])
    )
    match way:
        case "delete":
            return text[:start] + text[end:]
        case "insert":
            return text[:start] + draw(st.sampled_from(OTHERS)) + text[start:]
        case "replace":
            return text[:start] + draw(st.sampled_from((*OTHERS, *SIGNS))) + text[end:]
        case "double":
            return text[:end] + text[start:end] + text[end:]
        case "case":
            return text[:start] + text[start:].swapcase()
        case "blank":
            return text[:start] + draw(st.sampled_from(BLANKS)) + text[start:]
        case "trail":
            line = text.find("\n", start)
            line = len(text) if line < 0 else line
            return text[:line] + draw(st.sampled_from(BLANKS)) + text[line:]
    # What belongs to an id or a schedule, parted from it.
    ids = [m.start() for m in re.finditer(r"\^1|<!--|⌂|#card", text)] or [len(text)]
    place = draw(st.sampled_from(ids))
    return text[:place] + draw(st.sampled_from(["\n", "\n\n", " ", "  ", "more\n"])) + text[place:]


@st.composite
def made_notes(draw: st.DrawFn, dialect: str) -> Made:
    """A note of a few pieces, some of them with faults."""
    kinds = draw(
        st.lists(st.sampled_from([*DIALECTS[dialect] * 2, *COMMON]), min_size=2, max_size=7)
    )
    pieces: list[str] = []
    owners: dict[str, str] = {}
    faulty: set[int] = set()
    has_faults = False
    for number, kind in enumerate(kinds):
        new = str(FIRST_ID + number)
        word = f"{draw(words)} {number}"
        text = kind(word, new)
        if new in text:
            owners[new] = word
        for _ in range(draw(st.sampled_from([0, 0, 1, 1, 2]))):
            text = draw(damaged(text))
            faulty.add(number)
            has_faults = True
        pieces.append(text)
    if draw(st.booleans()):
        pieces.append(NAVIGATION)
    if not has_faults:
        number = draw(st.integers(0, len(pieces) - 1))
        pieces[number] = draw(damaged(pieces[number]))
        faulty.add(number)
    properties = draw(st.sampled_from(FRONTMATTER))
    if properties and draw(st.integers(0, 3)) == 0:
        properties = draw(damaged(properties))
    return Made((properties, *pieces), frozenset(n + 1 for n in faulty), owners)


@st.composite
def drawn_vaults(draw: st.DrawFn) -> Drawn:
    dialect = draw(st.sampled_from(sorted(DIALECTS)))
    note = draw(made_notes(dialect))
    joint = draw(st.sampled_from(["\n\n"] * 6 + ["\n"]))
    head, *body = note.pieces
    if dialect == "obsidian-spaced-repetition":
        body.insert(0, "#flashcards")
    last = draw(st.sampled_from(["\n", "\n", ""]))
    text = (f"{head}\n" if head else "") + joint.join(body) + last
    line_end = draw(st.sampled_from(["\n"] * 5 + ["\r\n"] * 2))
    content = text.replace("\n", line_end).encode()
    mark = draw(st.sampled_from([b""] * 6 + [b"\xef\xbb\xbf"]))
    return Drawn(dialect, note, mark + content)


# --- what the plugins make of a note

_BLOCK = re.compile(
    r"﹇<br>\n(.+?)#card(?:[/-]reverse)? *?(?: *#[^\n]+)? ?\n+(.*?)(.{4})﹈(.{4})(?:\^(\d{13}))?",
    re.DOTALL | re.IGNORECASE,
)
_CLOZE = re.compile(
    r"^([^\n]*?\{[^\n]+?\}[^\n]*?)(?:\n(?: *#[\w/-]+)+|$)(?:\n\^(\d{13}))", re.MULTILINE
)
_DELETED = re.compile(r"^\s*\n\^(\d{13})", re.MULTILINE)
_TO_ANKI = re.compile(r"^START\n((?:.*?\n)?)END", re.MULTILINE | re.DOTALL)
_TO_ANKI_DELETED = re.compile(r"^DELETE\n?(?:<!--)?ID: (\d+)", re.MULTILINE)
_DIGITS = re.compile(r"\d{13}|![\d-]{10},[\d,]+")


def synced(text: str, dialect: str) -> list[tuple[str, str]]:
    """What is written into the notes in Anki: the id, and the text, of each card that has one."""
    if dialect == "obsidian-to-anki-plugin":
        found = []
        for match in _TO_ANKI.finditer(text):
            lines = match[1].strip().split("\n")
            if lines and (number := re.search(r"ID: (\d+)", lines[-1])):
                found.append((number[1], "\n".join(lines[:-1])))
        return found
    if dialect == "bracket":
        blocks = [(m[5], m[1] + m[2]) for m in _BLOCK.finditer(text) if m[5]]
        return blocks + [(m[2], m[1]) for m in _CLOZE.finditer(text)]
    return [(m[2], m[1]) for m in _CLOZE.finditer(text)]


def overwritten(text: str, note: Made, dialect: str) -> Counter[str]:
    """The ids into whose notes the words of another card are written."""
    cards = synced(text, dialect)
    found: Counter[str] = Counter()
    for digits, words in cards:
        others = (word for other, word in note.owners.items() if other != digits)
        if digits in note.owners and any(other.lower() in words.lower() for other in others):
            found[digits] += 1
    return found


def deleted(text: str) -> Counter[str]:
    return Counter([*_DELETED.findall(text), *_TO_ANKI_DELETED.findall(text)])


# --- the property


def errors(root: Path) -> tuple[Counter[str], bool]:
    """How many errors of each rule there are, and whether the properties can be read."""
    outcome = vaultlint("check", root, "--output-format", "json")
    assert outcome.code in (0, 1), outcome
    entries = json.loads(outcome.stdout)["diagnostics"]
    found = Counter(entry["rule"] for entry in entries if entry["severity"] == "error")
    families = {entry["rule"]: entry["family"] for entry in entries}
    hidden = {rule for rule in found if families[rule] == "frontmatter"}
    return Counter({rule: n for rule, n in found.items() if rule not in hidden}), bool(hidden)


def line_ends(content: bytes) -> set[bytes]:
    return set(re.findall(rb"\r\n|\r|\n", content))


def plain(content: bytes) -> str:
    return content.decode("utf-8").replace("\r\n", "\n")


def fixed(root: Path, *options: str) -> bytes:
    """The note after its repair, of which a second one changes nothing."""
    note = root / "Bread.md"
    for again in range(2):
        before = note.read_bytes()
        outcome = vaultlint("check", root, "--fix", *options)
        assert outcome.code in (0, 1) and not outcome.stderr, outcome.stderr
        assert not again or note.read_bytes() == before, outcome
    assert sorted(path.name for path in root.iterdir()) == [".obsidian", "Bread.md", "Other.md"]
    return note.read_bytes()


def make(root: Path, vault: Drawn) -> None:
    (root / ".obsidian").mkdir()
    (root / ".obsidian/app.json").write_text("{}", encoding="utf-8")
    if vault.dialect != "bracket":
        plugins = json.dumps([vault.dialect])
        (root / ".obsidian/community-plugins.json").write_text(plugins, encoding="utf-8")
    other = "# Salt\n\n> [!info]\n> **Previous Note(s)**:\n> - [[Bread]]\n"
    if vault.dialect == "bracket":
        other += "\n﹇<br>\nWhat is salt?\n\n#card\n\nA mineral.\n\n⌂\n<br>﹈<br>^1698000000000\n"
    (root / "Other.md").write_text(other, encoding="utf-8")
    (root / "Bread.md").write_bytes(vault.content)


@settings(
    deadline=None,
    max_examples=int(EXAMPLES or "120"),
    derandomize=not EXAMPLES,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(drawn_vaults(), st.booleans())
def test_repairs_change_what_is_faulty_alone(vault: Drawn, unsafe: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, vault)
        other = (root / "Other.md").read_bytes()
        errors_before, is_hidden = errors(root)
        content = fixed(root, *(["--unsafe-fixes"] if unsafe else []))
        if content == vault.content:
            return
        errors_after, _ = errors(root)
        if not unsafe:
            assert (root / "Other.md").read_bytes() == other
    if not is_hidden:
        assert errors_after.total() <= errors_before.total(), (errors_before, errors_after)
    before, after = plain(vault.content), plain(content)
    note = vault.note
    assert Counter(_DIGITS.findall(before)) == Counter(_DIGITS.findall(after))
    assert deleted(after) <= deleted(before)
    assert overwritten(after, note, vault.dialect) <= overwritten(before, note, vault.dialect)
    # Line by line, and sound pieces to the letter.
    for number, piece in enumerate(note.pieces):
        if number and number not in note.faulty:
            assert piece in after, piece
    assert line_ends(content) <= line_ends(vault.content) | {b"\n"}
    if len(line_ends(vault.content)) == 1:
        assert len(line_ends(content)) <= 1
