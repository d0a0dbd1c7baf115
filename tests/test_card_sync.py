"""What is meant, and what the plugin makes of it: alike in sound notes, told of in others."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.shared import SHARED, needs_shared
from vaultlint.checks.cards._bare_fate import BareFates
from vaultlint.checks.cards._fate import Fates
from vaultlint.diagnostic import Finding
from vaultlint.engine import ActiveRule, active_rules, looks_at
from vaultlint.notes.facts import Note, SyncedCard
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import FlashcardsSettings, Reading
from vaultlint.rule import NoteRule
from vaultlint.settings import Settings
from vaultlint.text.source import source
from vaultlint.text.span import Span
from vaultlint.vault.index import index_of

RULES = [
    (active.rule, active.options)
    for active in map(ActiveRule.loaded, active_rules(Settings()))
    if active.rule.family in ("cards", "clozes")
]
BRACKET = Reading()
BARE = Reading(
    dialects=("flashcards-obsidian",),
    inline_separators=("::", ":::"),
    flashcards=FlashcardsSettings(inline_id=False),
)


def read(text: str, reading: Reading = BRACKET) -> Note:
    return parse(source("Deck/Note.md", text), reading)


def findings(note: Note) -> list[tuple[str, Finding]]:
    """All that the rules about cards and clozes say, with the name of the rule."""
    vault = index_of([note.path], [note])
    found: list[tuple[str, Finding]] = []
    for rule, options in RULES:
        if not looks_at(rule, note):
            continue
        if isinstance(rule, NoteRule):
            found += ((rule.name, finding) for finding in rule.check(note, options))
        else:
            found += ((rule.name, finding) for finding in rule.check(note, vault, options))
    return found


# --- sound notes

Row = tuple[str, str, str, tuple[str, ...], str]


@dataclass(frozen=True)
class Piece:
    """A part of a note, and the one card that the plugin is to make of it, if any."""

    text: str
    card: Row | None = None


def synced(note: Note) -> list[Row]:
    """Kind, question, answer, tags and id of each card that the plugin makes, in order."""

    def row(card: SyncedCard) -> Row:
        at = note.source.slice
        return (
            card.kind,
            at(card.question),
            "" if card.kind == "cloze" else at(card.answer),
            card.tags,
            card.id.digits if card.id else "",
        )

    return [row(card) for card in note.sync.cards]


QUESTIONS = [
    "What is bread?",
    "Two lines?\nReally two.",
    "What does this do?\n\n```js\nconst a = {b: 1}; // #card;\n```",
    "What is *marked* here, in `code` and $\\pi$?",
    "![[dough.png]]\n\nWhat is shown?",
]
ANSWERS = [
    "A word.",
    "- a list\n- with *two* items\n  1. and one below",
    "Some lines\n\nwith a blank one between.",
    "```python\nprint('⌂ and #card')\n```",
    "~~~\n﹇<br>\nan example in code\n~~~",
    "$$\n\\frac{1}{2}\n$$",
    "> a quote\n> of two lines",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "![[picture.png|480]]",
    "Emoji 👨🏽‍💻 and a #tag in the text, at 5 °C.",
]
TAGS = ["#card", "#card-reverse", "#card/reverse", "#Card", "#anki-card"]
HASHTAGS = [(), ("bread",), ("🥖-bread/rye", "b")]
PROSE = [
    "## A heading",
    "Some prose with `code` and `f(x)`.",
    "---",
    "- [ ] a task\n- a link to [[Flour]]",
    "A paragraph. ^a1b2c3",
    "```text\nan {example} 🎴 in code\n```",
    "$$\nx^2\n$$",
    "<span>﹇</span> opens a card, ⌂ ends its answer, ﹈ closes it.",
]


@st.composite
def blocks(draw: st.DrawFn, digits: str, number: int) -> Piece:
    question = f"Card {number}: {draw(st.sampled_from(QUESTIONS))}"
    answer = draw(st.sampled_from(ANSWERS))
    tag = draw(st.sampled_from(TAGS))
    hashtags = draw(st.sampled_from(HASHTAGS))
    gap = "\n" * draw(st.integers(1, 4))
    tag_line = " ".join((tag, *(f"#{name}" for name in hashtags))) + draw(
        st.sampled_from(["", " "])
    )
    text = f"﹇<br>\n{question}{gap}{tag_line}{gap}{answer}{gap}⌂\n<br>﹈<br>"
    kind = "reversed" if "reverse" in tag else "basic"
    return Piece(
        text + (f"^{digits}" if digits else ""),
        (kind, question, f"{answer}{gap}⌂", hashtags, digits),
    )


@st.composite
def inline_cards(draw: st.DrawFn, digits: str, number: int) -> Piece:
    sign = draw(st.sampled_from(["🎴", "🃏"]))
    mark = draw(st.sampled_from(["", "- ", "1. "]))
    tags = draw(st.sampled_from([(), ("bread",)]))
    behind = "".join(f" #{name}" for name in tags) + (f" ^{digits}" if digits else "")
    kind = "inline-reversed" if sign == "🃏" else "inline"
    text = f"{mark}What is rye {number}? {sign} A grain.{behind}"
    return Piece(text, (kind, f"What is rye {number}?", "A grain.", tags, digits))


@st.composite
def clozes(draw: st.DrawFn, digits: str, number: int) -> Piece:
    words = ["gluten is {1:gliadin} and {2:glutenin}.", "the {1:`rye` grain}."]
    text = f"In {number}, {draw(st.sampled_from(words))}"
    return Piece(text + (f"\n^{digits}" if digits else ""), ("cloze", text, "", (), digits))


@st.composite
def sound_notes(draw: st.DrawFn) -> list[Piece]:
    pieces: list[Piece] = []
    for number in range(draw(st.integers(1, 6))):
        digits = draw(st.sampled_from(["", str(1_699_000_000_001 + number)]))
        kind = draw(st.sampled_from([blocks, blocks, blocks, inline_cards, clozes]))
        pieces.append(draw(kind(digits, number)))
        if draw(st.booleans()):
            pieces.append(Piece(draw(st.sampled_from(PROSE))))
    return pieces


@settings(max_examples=200, deadline=None)
@given(sound_notes(), st.sampled_from(["\n", "\n\n"]))
def test_of_a_sound_note_the_plugin_makes_what_is_meant(pieces: list[Piece], end: str) -> None:
    note = read("# Bread\n\n" + "\n\n".join(piece.text for piece in pieces) + end)
    assert synced(note) == [piece.card for piece in pieces if piece.card]
    assert note.sync.deleted == ()
    assert findings(note) == []
    fates = Fates(note)
    assert [fates.of(card).kind for card in note.cards] == ["as-meant"] * len(note.cards)


@st.composite
def bare_cards(draw: st.DrawFn, digits: str, number: int) -> Piece:
    questions = ["What is bread?", "Two lines?\nReally two.", "Is `a` code?"]
    question = f"Card {number}: {draw(st.sampled_from(questions))}"
    answer = draw(
        st.sampled_from(
            [
                "A word.",
                "- a list\n- with two items",
                "```python\nprint(1)\n```",
                "> a quote",
                "| a | b |\n|---|---|\n| 1 | 2 |",
            ]
        )
    )
    tag = draw(st.sampled_from(TAGS))
    hashtags = draw(st.sampled_from([(), ("bread",), ("a1", "b/c-d_e")]))
    tag_line = " ".join((tag, *(f"#{name}" for name in hashtags)))
    gap = draw(st.sampled_from(["\n", "\n\n"]))
    kind = "reversed" if "reverse" in tag else "basic"
    text = f"{question} {tag_line}{gap}{answer}"
    return Piece(
        text + (f"\n^{digits}" if digits else ""), (kind, question, answer, hashtags, digits)
    )


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_of_sound_bare_cards_the_plugin_makes_what_is_meant(data: st.DataObject) -> None:
    pieces: list[Piece] = []
    for number in range(data.draw(st.integers(1, 5))):
        digits = data.draw(st.sampled_from(["", str(1_699_000_000_001 + number)]))
        pieces.append(data.draw(bare_cards(digits, number)))
        if data.draw(st.booleans()):
            pieces.append(Piece(data.draw(st.sampled_from(PROSE[:5]))))
    note = read("# Bread\n\n" + "\n\n".join(piece.text for piece in pieces) + "\n", BARE)
    bare = [row for row in synced(note) if row[0] in ("basic", "reversed")]
    assert bare == [piece.card for piece in pieces if piece.card]
    assert note.sync.deleted == ()
    assert findings(note) == []


# --- one slip

PARTS = ["opener", "question", "tag", "answer", "end", "closer", "id"]
Card = dict[str, str]


def whole(number: int) -> Card:
    return {
        "opener": "﹇<br>\n",
        "question": f"What is number {number}?\n\n",
        "tag": "#card\n\n",
        "answer": f"The answer {number}.\n\n",
        "end": "⌂\n",
        "closer": "<br>﹈<br>",
        "id": f"^169900000000{number}\n\n",
    }


def put(part: str, text: str) -> Callable[[Card], None]:
    """A slip that writes this instead of a part."""
    return lambda card: card.update({part: text})


def change(part: str, old: str, new: str) -> Callable[[Card], None]:
    """A slip in a part."""
    return lambda card: card.update({part: card[part].replace(old, new, 1)})


def around(mark: str) -> Callable[[Card], None]:
    """A slip that puts a line above and below a card."""
    return lambda card: card.update(
        opener=f"{mark}\n{card['opener']}", id=f"{card['id']}{mark}\n\n"
    )


def swap(one: str, other: str) -> Callable[[Card], None]:
    """A slip that swaps two parts."""
    return lambda card: card.update({one: card[other], other: card[one]})


SLIPS: list[tuple[str, str, Callable[[Card], None]]] = [
    ("no opener", "unopened-card", put("opener", "")),
    ("blank behind the opener", "unreadable-card-opener", put("opener", "﹇<br> \n")),
    ("CR LF behind the opener", "unreadable-card-opener", put("opener", "﹇<br>\r\n")),
    ("another break in the opener", "unreadable-card-opener", put("opener", "﹇<br/>\n")),
    ("two openers", "nested-card", put("opener", "﹇<br>\n﹇<br>\n")),
    ("no question", "empty-question", put("question", "")),
    ("blank question", "empty-question", put("question", "\n")),
    ("tag in code", "card-tag-in-question", put("question", "Is it\n```\n#card\n```\n\n")),
    ("tag at the end of a line", "card-tag-in-question", put("question", "Is #card\na tag?\n\n")),
    ("no tag", "missing-card-tag", put("tag", "")),
    ("misspelt tag", "unreadable-card-tag", put("tag", "#cards\n\n")),
    ("no-break space behind the tag", "unreadable-card-tag", put("tag", "#card\u00a0\n\n")),
    ("tab behind the tag", "unreadable-card-tag", put("tag", "#card\t\n\n")),
    ("zero-width space behind the tag", "unreadable-card-tag", put("tag", "#card\u200b\n\n")),
    ("CR LF behind the tag", "unreadable-card-tag", put("tag", "#card\r\n\n")),
    ("text behind the tag", "unreadable-card-tag", put("tag", "#card text\n\n")),
    ("two tags", "second-card-tag", put("tag", "#card\n\n#card\n\n")),
    ("no answer", "empty-answer", put("answer", "")),
    ("closer in the answer", "closer-in-card-text", put("answer", "The sign ﹈ ends it.\n\n")),
    ("separator in the answer", "inline-separator-in-card", put("answer", "This 🎴 is one.\n\n")),
    ("braces in the answer", "cloze-in-card", put("answer", "It is {1:rye}.\n\n")),
    ("blank behind a fence", "fence-freezes-sync", put("answer", "```\nx = 1\n``` \n\n")),
    ("no end of the answer", "missing-answer-end", put("end", "")),
    ("the end of the answer in a list", "stray-answer-end", put("end", "- ⌂\n")),
    ("no closer", "unclosed-card", put("closer", "")),
    ("no first break", "malformed-card-closer", put("closer", "﹈<br>")),
    ("no second break", "malformed-card-closer", put("closer", "<br>﹈")),
    ("no breaks", "malformed-card-closer", put("closer", "﹈")),
    ("blank before the id", "detached-card-id", change("id", "^", " ^")),
    ("id on the next line", "detached-card-id", change("id", "^", "\n^")),
    ("empty line above the id", "deleted-by-blank-line", change("id", "^", "\n\n^")),
    ("blank line above the id", "deleted-by-blank-line", change("id", "^", "\n \n^")),
    ("a digit too few", "detached-card-id", change("id", "^1699", "^169")),
    ("a digit too many", "overlong-card-id", change("id", "^1699", "^16991")),
    ("the id of the first card", "duplicate-card-id", put("id", "^1699000000001\n\n")),
    ("math around", "card-between-math", around("$$")),
    ("opener in prose", "stray-card-opener", put("opener", "It begins with ﹇<br>\n\n﹇<br>\n")),
    ("in a comment", "card-in-comment", around("%%")),
    ("swapped answer and tag", "empty-answer", swap("tag", "answer")),
]  # fmt: skip


@pytest.mark.parametrize("at", [1, 2, 3])
@pytest.mark.parametrize(
    ("rule", "slip"), [pytest.param(rule, slip, id=name) for name, rule, slip in SLIPS]
)
def test_a_slip_is_told_by_its_rule_and_names_the_victim(
    rule: str, slip: Callable[[Card], None], at: int
) -> None:
    cards = [whole(number) for number in (1, 2, 3)]
    if rule == "duplicate-card-id" and at == 1:
        at = 2
    slip(cards[at - 1])
    note = read("".join(card[part] for card in cards for part in PARTS))
    found = findings(note)
    assert rule in [name for name, _ in found]
    assert_told(note, found)


def assert_told(note: Note, found: list[tuple[str, Finding]]) -> None:
    """Nothing goes another way than meant without a word, and no message says too much."""
    fates = Fates(note)
    places = _told_places(found)
    is_crlf = any("CR LF" in finding.message for _, finding in found)
    for card in note.cards:
        kind = "lost" if card.opener is None else fates.of(card).kind
        if kind != "as-meant" and not is_crlf:
            assert _is_touched(card.span, places), (kind, note.source.slice(card.span))
    words = " ".join(
        " ".join((finding.message, *(related.message for related in finding.related)))
        for _, finding in found
    )
    for synced_card in fates.synced:
        if synced_card.id is not None and len(fates.within(synced_card)) > 1:
            assert synced_card.id.digits in words  # its note is overwritten
    taken = {card.id.digits for card in note.sync.cards if card.id is not None}
    taken |= {card.id.digits for card in note.sync.cards_if_lf or () if card.id is not None}
    for name, finding in found:
        overwritten = re.findall(r"overwrites the note ([0-9]+)", finding.message)
        assert set(overwritten) <= taken, (name, finding.message)


def _told_places(found: list[tuple[str, Finding]]) -> list[Span]:
    return [
        span
        for _, finding in found
        for span in (
            finding.span,
            *(related.span for related in finding.related if related.path is None),
        )
    ]


def _is_touched(span: Span, places: list[Span]) -> bool:
    return any(place.start <= span.end and span.start <= place.end for place in places)


# --- any slip

STRAY = [
    " ", "\u00a0", "\t", "\u200b", "\n", "\n\n", "﹇<br>\n", "﹈", "⌂", "#card", "#card\n", "x",
    "^1699000000009", "```\n", "$$", "🎴", "- ", "> ", "<br>",
]  # fmt: skip
PIECES = [
    "﹇<br>", "\n", "What is {}?", "\n", "\n", "#card", "\n", "\n", "The answer.", "\n", "\n",
    "⌂\n", "<br>", "﹈", "<br>", "^169900000000{}", "\n", "\n",
]  # fmt: skip


@st.composite
def damaged_blocks(draw: st.DrawFn) -> str:
    """Three cards, in one of which something was left out, doubled, put in or swapped."""
    cards = [[piece.format(number) for piece in PIECES] for number in (1, 2, 3)]
    pieces = draw(st.sampled_from(cards))
    _damage(draw, pieces, STRAY)
    return "".join("".join(pieces) for pieces in cards)


def _damage(draw: st.DrawFn, pieces: list[str], stray: list[str]) -> None:
    at = draw(st.integers(0, len(pieces) - 1))
    match draw(st.sampled_from(["leave out", "double", "put in", "swap", "CR LF"])):
        case "leave out":
            pieces.pop(at)
        case "double":
            pieces.insert(at, pieces[at])
        case "put in":
            pieces.insert(at, draw(st.sampled_from(stray)))
        case "swap":
            other = draw(st.integers(0, len(pieces) - 1))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        case _:
            pieces[at] = pieces[at].replace("\n", "\r\n")


@settings(max_examples=300, deadline=None)
@given(damaged_blocks())
def test_no_block_is_lost_without_a_word(text: str) -> None:
    note = read(text)
    assert_told(note, findings(note))


BARE_SLIPS: list[tuple[str, str, str, str]] = [
    ("no answer", "bare-card-without-answer", "Answer 1.\n^1699000000001\n", ""),
    ("no empty line between", "merged-bare-cards", "^1699000000001\n\n", ""),
    ("no-break space behind the tag", "unreadable-card-tag", "1? #card", "1? #card\u00a0"),
    ("emoji in a hashtag", "unreadable-card-tag", "1? #card", "1? #card #🥖"),
    ("CR LF behind the tag", "unreadable-card-tag", "1? #card", "1? #card\r"),
    ("empty line in code", "cut-bare-answer", "Answer 1.", "```\na\n\nb\n```"),
    ("id in the answer", "cut-bare-answer", "Answer 1.", "See ^1699000000009 there."),
    ("blank in the line above", "run-on-bare-card", "# Bread\n\n", "# Bread\n \n"),
    ("blank in the line below", "run-on-bare-card", "\n^1699000000002\n\n", "\n \nProse.\n\n"),
    ("no question", "empty-question", "Question 1?", ""),
    ("empty line above the id", "deleted-by-blank-line", "1.\n^", "1.\n\n^"),
    ("CR LF above the id", "deleted-by-crlf", "1.\n^", "1.\r\n^"),
    ("a digit too many", "overlong-card-id", "^1699000000001", "^16990000000011"),
    ("the same id", "duplicate-card-id", "^1699000000002", "^1699000000001"),
    ("separator in the answer", "inline-separator-in-card", "Answer 1.", "std::vector"),
    ("math around", "card-between-math", "# Bread\n\n", "# Bread and $$\n\n"),
]
BARE_TEXT = "# Bread\n\n" + "".join(
    f"Question {number}? #card\nAnswer {number}.\n^169900000000{number}\n\n" for number in (1, 2, 3)
)


@pytest.mark.parametrize(
    ("rule", "old", "new"),
    [pytest.param(rule, old, new, id=name) for name, rule, old, new in BARE_SLIPS],
)
def test_a_slip_in_a_bare_card_is_told_by_its_rule(rule: str, old: str, new: str) -> None:
    assert findings(read(BARE_TEXT, BARE)) == []
    text = BARE_TEXT.replace(old, new, 1) + ("$$\n" if "$$" in new else "")
    note = read(text, BARE)
    found = findings(note)
    assert rule in [name for name, _ in found]
    assert_bare_told(note, found)


def assert_bare_told(note: Note, found: list[tuple[str, Finding]]) -> None:
    """Of each bare card that the plugin does not make at all, something is said."""
    fates = BareFates(note)
    places = _told_places(found)
    if any("CR LF" in finding.message for _, finding in found):
        return
    for card in fates.cards:
        made = fates.of(card)
        is_id_read = made is not None and (card.id is None or made.id is not None)
        if not is_id_read:
            assert _is_touched(card.span, places), note.source.slice(card.span)


@st.composite
def damaged_bare_cards(draw: st.DrawFn) -> str:
    cards = [
        [
            f"What is {at}?",
            " ",
            "#card",
            "\n",
            "The answer.",
            "\n",
            f"^169900000000{at}",
            "\n",
            "\n",
        ]
        for at in (1, 2, 3)
    ]
    pieces = draw(st.sampled_from(cards))
    _damage(draw, pieces, [piece for piece in STRAY if not piece.startswith("```")])
    return "".join("".join(pieces) for pieces in cards)


@settings(max_examples=300, deadline=None)
@given(damaged_bare_cards())
def test_no_bare_card_is_lost_without_a_word(text: str) -> None:
    note = read(text, BARE)
    assert_bare_told(note, findings(note))


# --- the real thing


@needs_shared
def test_of_a_real_vault_the_plugin_makes_every_whole_card() -> None:
    assert SHARED is not None
    differing = []
    for path in sorted((SHARED / "vault-sample").rglob("*.md")):
        note = read(path.read_text(encoding="utf-8"))
        fates = Fates(note)
        differing += [
            (path.name, note.source.position(card.span.start).line, fates.of(card).kind)
            for card in note.cards
            if fates.of(card).kind != "as-meant"
        ]
    assert differing == [
        ("Docker Overview.md", 286, "lost"),  # unreadable-card-opener
        ("🗒️ SQL ∋ Table of Contents.md", 781, "merged"),  # unclosed-card
        ("🗒️ SQL ∋ Table of Contents.md", 788, "merged"),  # its victim
    ]
