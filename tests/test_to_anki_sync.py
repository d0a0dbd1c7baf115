"""What Obsidian_to_Anki makes of a note, and what is said when that is not what was meant."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct
from msgspec.structs import replace

from vaultlint.engine import ActiveRule, active_rules
from vaultlint.notes.ankiclozes import has_anki_cloze, with_clozes
from vaultlint.notes.facts import Note, SyncedCard
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import ObsidianToAnkiSettings, Reading
from vaultlint.notes.scanned import is_scanned
from vaultlint.rule import NoteRule, VaultRule
from vaultlint.settings import Settings
from vaultlint.text.source import source
from vaultlint.vault.index import index_of
from vaultlint.vault.plugins import plugin_settings

RULES = [
    (active.rule, active.options)
    for active in map(ActiveRule.loaded, active_rules(Settings()))
    if active.rule.family == "obsidian-to-anki"
]
KNOWN = ObsidianToAnkiSettings(
    note_types=(("Basic", ("Front", "Back")), ("Cloze", ("Text", "Back Extra")))
)
TEA = "START\nBasic\nTea?\nBack: Leaves.\n<!--ID: 1699000000001-->\nEND\n"
NEW_TEA = TEA.replace("<!--ID: 1699000000001-->\n", "")


def note(text: str, own: ObsidianToAnkiSettings = KNOWN, path: str = "Deck/Note.md") -> Note:
    return parse(source(path, text), Reading(dialects=("obsidian-to-anki",), obsidian_to_anki=own))


def reported(known: Note) -> list[tuple[str, int, str]]:
    """Rule, line and message of each finding, sorted by line."""
    vault = index_of([known.path], [known])
    found: list[tuple[str, int, str]] = []
    for rule, options in RULES:
        match rule:
            case NoteRule():
                findings = rule.check(known, options)
            case VaultRule():
                findings = rule.check(known, vault, options)
        found += (
            (rule.name, known.source.position(finding.span.start).line, finding.message)
            for finding in findings
        )
    return sorted(found, key=lambda entry: (entry[1], entry[0]))


class Made(NamedTuple):
    """A note that the plugin makes, in words."""

    question: str
    answer: str = ""
    digits: str | None = None
    tags: tuple[str, ...] = ()
    kind: str = "note"
    deck: str = "Default"
    text: str = ""


def made(known: Note) -> list[Made]:
    at = known.source.slice

    def words(card: SyncedCard) -> Made:
        digits = card.id.digits if card.id else None
        return Made(
            at(card.question), at(card.answer), digits, card.tags, card.kind, card.deck, card.text
        )

    return [words(card) for card in known.sync.cards]


# --- the simulator: every row of the syntax


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TEA, [Made("Tea?", "Leaves.", "1699000000001")], id="block note"),
        pytest.param(
            "START\nBasic\nTea?\nor herbs?\nBack: Hot\nor cold.\nTags: a b/c\nID: 12\n\nEND",
            [Made("Tea?\nor herbs?", "Hot\nor cold.", "12", ("a", "b/c"))],
            id="several lines, tags, a bare id, a blank line",
        ),
        pytest.param(
            "START\n\n  Basic\nBack:\nLeaves.\nFront:Tea?\nEND x",
            [Made("Tea?", "Leaves.")],
            id="fields in another order, blanks before the type, text behind END",
        ),
        pytest.param(
            "- STARTI [Basic] Tea? Back: Leaves. Tags: a b <!--ID: 12--> ENDI, STARTI[Basic]x ENDI",
            [
                Made("Tea?", "Leaves.", "12", ("a", "b"), "inline-note"),
                Made("x", kind="inline-note"),
            ],
            id="inline notes",
        ),
        pytest.param(
            "TARGET DECK: A::B\nFILE TAGS\nx y\n\n" + TEA + "TARGET DECK: C\n",
            [Made("Tea?", "Leaves.", "1699000000001", ("x", "y"), deck="A::B")],
            id="deck and tags of the file, the first ones",
        ),
        pytest.param(
            "TARGET DECK\nA\n\n" + TEA,
            [Made("Tea?", "Leaves.", "1699000000001", deck="A")],
            id="the deck on the next line",
        ),
        pytest.param(
            "START\nCloze\nA {{c1::cup}} of {tea}.\nEND",
            [Made("A {{c1::cup}} of {tea}.", text="A {{c1::cup}} of {tea}.")],
            id="cloze",
        ),
        pytest.param("DELETE\n<!--ID: 12-->\n", [], id="an order to delete is no note"),
        pytest.param(
            "FROZEN - Basic:\nBack: x\n\n" + TEA,
            [Made("Tea?", "Leaves.", "1699000000001")],
            id="frozen fields",
        ),
        pytest.param(
            "```\n" + TEA + "```\n", [Made("Tea?", "Leaves.", "1699000000001")], id="in a fence"
        ),
        pytest.param(
            "START\nBasic\nA\nSTART\nB\nEND", [Made("A\nSTART\nB")], id="START in a note is text"
        ),
    ],
)
def test_made(text: str, expected: list[Made]) -> None:
    assert made(note(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TEA.replace("START", "START "), [], id="a blank behind START"),
        pytest.param(TEA.replace("START", " START"), [], id="indented START"),
        pytest.param("> " + TEA.replace("\n", "\n> "), [], id="quoted"),
        pytest.param(TEA.replace("\n", "\r\n"), [], id="CR LF"),
        pytest.param(TEA.replace("Basic\n", "Basic\r\n"), [], id="CR LF behind the type"),
        pytest.param(
            "START\nBasic\nMilk?\nBack: White.\n\n" + TEA,
            [Made("Milk?", "White.\n\nSTART\nBasic\nTea?\nBack: Leaves.", "1699000000001")],
            id="no END: two in one",
        ),
        pytest.param(TEA.replace("END", " END"), [], id="indented END"),
        pytest.param(
            TEA.replace("Leaves.", "the\nENDOCRINE tea"), [Made("Tea?", "the")], id="early END"
        ),
        pytest.param("START\nEND\n", [], id="empty"),
        pytest.param("START\nEND\n" + TEA, [], id="empty, and the next note is lost in it"),
        pytest.param(
            "START\n\nEND\n" + TEA, [Made("Tea?", "Leaves.", "1699000000001")], id="blank"
        ),
        pytest.param("START\n<!--ID: 12-->\nEND\n" + TEA, [], id="a bare id stops the plugin"),
        pytest.param(TEA.replace("Basic", "basic"), [], id="type in other letters"),
        pytest.param(TEA.replace("Basic", "Basic "), [], id="a blank behind the type"),
        pytest.param(
            TEA.replace("END", "Tags: a\nEND"),
            [Made("Tea?", "Leaves.\n<!--ID: 1699000000001-->", None, ("a",))],
            id="tags below the id",
        ),
        pytest.param(
            TEA.replace("<!--ID", "Tags:a\n<!--ID"),
            [Made("Tea?", "Leaves.\nTags:a", "1699000000001")],
            id="tags without a blank",
        ),
        pytest.param(
            TEA.replace("<!--ID", "Tags: a\n\n<!--ID"),
            [Made("Tea?", "Leaves.\nTags: a", "1699000000001")],
            id="tags parted from the id",
        ),
        pytest.param(
            "TARGET DECK:A\n" + TEA, [Made("Tea?", "Leaves.", "1699000000001")], id="no deck"
        ),
        pytest.param("STARTI Basic x ENDI\n" + TEA, [], id="inline without a type stops it"),
        pytest.param("FROZEN - basic:\nBack: x\n\n" + TEA, [], id="so do unknown frozen fields"),
        pytest.param(
            "STARTI [Basic] Tea? Back:Leaves. ENDI",
            [Made("Tea? Back:Leaves.", kind="inline-note")],
            id="no blank behind the field",
        ),
        pytest.param(
            TEA.replace("\n<!--", " <!--"), [Made("Tea?", "", "1699000000001")], id="text beside id"
        ),
    ],
)
def test_made_of_mistakes(text: str, expected: list[Made]) -> None:
    assert made(note(text)) == expected


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        pytest.param("DELETE\n<!--ID: 12-->\n", ["12"], id="on the next line"),
        pytest.param("DELETEID: 12 ID: 13\n", ["12"], id="at once"),
        pytest.param("DELETE\n\n<!--ID: 12-->\n", [], id="a blank line"),
        pytest.param("DELETE <!--ID: 12-->\n", [], id="a blank"),
        pytest.param("DELETE\r\n<!--ID: 12-->\r\n", [], id="CR LF"),
        pytest.param(TEA.replace("Leaves.", "DELETE"), ["1699000000001"], id="in a note"),
        pytest.param("x STARTI y ENDI\nDELETE\n<!--ID: 12-->\n", [], id="where the plugin stops"),
    ],
)
def test_deleted(text: str, digits: list[str]) -> None:
    assert [card_id.digits for card_id in note(text).sync.deleted] == digits


@pytest.mark.parametrize(
    ("own", "path", "deck"),
    [
        pytest.param(KNOWN, "a/b.md", "Default", id="default"),
        pytest.param(replace(KNOWN, default_deck="X"), "b.md", "X", id="another default"),
        pytest.param(
            replace(KNOWN, folder_decks=(("a", "A"), ("a/c", "C"))), "a/c/b.md", "C", id="innermost"
        ),
        pytest.param(replace(KNOWN, folder_decks=(("a", "A"),)), "a/c/b.md", "A", id="outer"),
        pytest.param(replace(KNOWN, folder_decks=(("a", "A"),)), "ab/b.md", "Default", id="other"),
    ],
)
def test_deck(own: ObsidianToAnkiSettings, path: str, deck: str) -> None:
    assert [card.deck for card in note(TEA, own, path).sync.cards] == [deck]


@pytest.mark.parametrize(
    ("text", "highlights", "expected"),
    [
        pytest.param("{a} {b}", False, "{{c1::a}} {{c2::b}}", id="unnumbered"),
        pytest.param("{2:a} {c3|b} {c}", False, "{{c2::a}} {{c3::b}} {{c1::c}}", id="numbered"),
        pytest.param("{{c1::a}}", False, "{{c1::a}}", id="Anki's own"),
        pytest.param("==a== {b}", False, "==a== {{c1::b}}", id="highlights off"),
        pytest.param("==a== {b}", True, "{{c1::a}} {{c2::b}}", id="highlights on"),
        pytest.param("`{a}` {b `}` c}", False, "`{a}` {{c1::b `}` c}}", id="code"),
        pytest.param("$\\frac{1}{2}$ {a}", False, "$\\frac{1}{2}$ {{c1::a}}", id="math"),
        pytest.param("{a\nb}", False, "{{c1::a\nb}}", id="a line break"),
        pytest.param("{a\n\nb}", False, "{a\n\nb}", id="a blank line"),
        pytest.param("{} {a", False, "{} {a", id="empty, and open"),
    ],
)
def test_with_clozes(text: str, highlights: bool, expected: str) -> None:
    assert with_clozes(text, highlights=highlights) == expected


def test_has_anki_cloze() -> None:
    assert [has_anki_cloze(text) for text in ("a {{c1::b}}", "{{c1::}}", "{c1::b}", "{{c1::b")] == [
        True,
        False,
        False,
        False,
    ]


# --- settings


def test_settings_of_the_plugin(tmp_path: Path) -> None:
    folder = tmp_path / "plugins" / "obsidian-to-anki-plugin"
    folder.mkdir(parents=True)
    stated = {
        "settings": {
            "CUSTOM_REGEXPS": {"Basic": "", "Word": "^Q: (.*)"},
            "FOLDER_DECKS": {"a": "A", "b": ""},
            "Syntax": {"Begin Note": "CARD", "Delete Note Line": "GONE"},
            "Defaults": {
                "Deck": "Bread",
                "CurlyCloze": True,
                "CurlyCloze - Highlights to Clozes": True,
                "ID Comments": False,
                "Add File Link": True,
                "Scan Directory": "notes/",
            },
            "IGNORED_FILE_GLOBS": ["x/**"],
        },
        "fields_dict": {"Basic": ["Front", "Back"]},
    }
    (folder / "data.json").write_text(json.dumps(stated), encoding="utf-8")
    assert plugin_settings(tmp_path).obsidian_to_anki == ObsidianToAnkiSettings(
        begin_note="CARD",
        delete_note="GONE",
        note_types=(("Basic", ("Front", "Back")), ("Word", ())),
        custom_regexps=(("Word", "^Q: (.*)"),),
        curly_cloze=True,
        highlight_cloze=True,
        id_comments=False,
        default_deck="Bread",
        folder_decks=(("a", "A"),),
        file_link=True,
        scanned_folder="notes",
        ignored_globs=("x/**",),
    )


@pytest.mark.parametrize(
    ("path", "folder", "globs", "expected"),
    [
        pytest.param("a/b.md", "", (), True, id="the whole vault"),
        pytest.param("a/b.md", "a", (), True, id="the folder"),
        pytest.param("ab/b.md", "a", (), False, id="another folder"),
        pytest.param("a/b.md", "", ("*.md",), True, id="* stands for one name"),
        pytest.param("b.md", "", ("*.md",), False, id="in the root"),
        pytest.param("a/c/b.md", "", ("**/b.md",), False, id="** for any folders"),
        pytest.param("b.md", "", ("**/b.md",), False, id="and for none"),
        pytest.param("a/c/b.md", "", ("a/**",), False, id="** at the end"),
        pytest.param("a/c/b.md", "", ("a/*",), True, id="* at the end"),
        pytest.param("a/b.md", "", ("{x,a}/?.md",), False, id="alternatives and ?"),
        pytest.param("a/b.md", "", ("a/**", "!a/b.md"), True, id="taken back"),
        pytest.param("abab.md", "", ("a*b*b.md",), False, id="two stars"),
        pytest.param("a/b.md", "", ("[.md",), True, id="no class of letters"),
    ],
)
def test_is_scanned(path: str, folder: str, globs: tuple[str, ...], expected: bool) -> None:
    own = replace(KNOWN, scanned_folder=folder, ignored_globs=globs)
    assert is_scanned(path, own) is expected


def test_a_note_that_is_not_scanned_says_nothing() -> None:
    left_out = note("START \nBasic\n" + TEA, replace(KNOWN, scanned_folder="elsewhere"))
    assert (left_out.sync.cards, left_out.to_anki.notes, reported(left_out)) == ((), (), [])


# --- code: the plugin knows none


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        pytest.param(f"```\n{NEW_TEA}```\n", ["anki-note-in-code"], id="an example"),
        pytest.param(f"```anki\n{NEW_TEA}```\n", [], id="a fence for notes"),
        pytest.param(f"```\n{TEA}```\n", [], id="synced before"),
        pytest.param(f"```\n{TEA}{NEW_TEA}```\n", [], id="beside one that was"),
        pytest.param(f"```\n{TEA}```\n\n{TEA}", ["duplicate-note-id"] * 2, id="a copy in code"),
        pytest.param("```\nSTART \nBasic\nx\nEND\n```\n", [], id="damaged example"),
        pytest.param(
            "```anki\nSTART \nBasic\nx\nEND\n```\n", ["unreadable-start"], id="damaged note"
        ),
        pytest.param(
            f"START\nBasic\nx\nBack: ```sh\ny\n```\nEND\n\n{TEA}\n```\nz\n```\n",
            [],
            id="a fence that is none for the plugin",
        ),
        pytest.param(
            f"START\nBasic\nx\n\n```\n{NEW_TEA}```\n",
            ["unclosed-anki-note"],
            id="an example below a note without END",
        ),
        pytest.param("a ` b\nSTART\nBasic\nx\nBack: ` y\nEND\n", [], id="a stray backtick"),
    ],
)
def test_code(text: str, rules: list[str]) -> None:
    assert [rule for rule, _, _ in reported(note(text))] == rules


# --- sound notes, and one slip in them


class Written(Struct, frozen=True):
    """A note as it is written. digits: empty for one that was never synced."""

    kind: str
    question: str
    answer: str
    tags: tuple[str, ...]
    digits: str

    @property
    def text(self) -> str:
        tags = f"Tags: {' '.join(self.tags)}" if self.tags else ""
        note_id = f"<!--ID: {self.digits}-->" if self.digits else ""
        if self.kind == "inline-note":
            parts = ("STARTI [Basic]", self.question, "Back:", self.answer, tags, note_id, "ENDI")
            return " ".join(filter(None, parts)) + "\n"
        parts = ("START", "Basic", self.question, f"Back: {self.answer}", tags, note_id, "END")
        return "\n".join(filter(None, parts)) + "\n"

    @property
    def made(self) -> Made:
        return Made(self.question, self.answer, self.digits or None, self.tags, self.kind)


LINES = ["leaves", "a {curly} word", "$x$ and `code`", "it ENDs", "Tags", "ID", "5 °C", "👨🏽‍💻"]
BLOCKS = ["a\n\nb", "- x\n- y", "```\ncode()\n```", "| a |\n|---|\n| 1 |", "> quote", "STARTING"]
BETWEEN = ["\n", "\n## A heading\n\n", "Prose about START and END.\n", "- a list\n\n---\n\n"]


@st.composite
def written_notes(
    draw: st.DrawFn, kinds: tuple[str, ...] = ("note", "inline-note")
) -> list[Written]:
    notes = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from(kinds))
        texts = LINES if kind == "inline-note" else LINES + BLOCKS
        notes.append(
            Written(
                kind,
                f"{number}. {draw(st.sampled_from(texts))}",
                draw(st.sampled_from(texts)),
                draw(st.sampled_from([(), ("bread",), ("a/b", "c-d")])),
                draw(st.sampled_from(["", str(1_699_000_000_001 + number)])),
            )
        )
    return notes


@settings(deadline=None, max_examples=150)
@given(written_notes(), st.data())
def test_sound_notes_are_made_and_nothing_is_reported(
    notes: list[Written], data: st.DataObject
) -> None:
    text = "".join(data.draw(st.sampled_from(BETWEEN)) + entry.text for entry in notes)
    known = note(text)
    assert made(known) == [entry.made for entry in notes]
    assert [entry.name for entry in known.to_anki.notes] == [
        entry.question.split("\n")[0] for entry in notes
    ]
    assert reported(known) == []


Slip = Callable[[str], str]


def line_changed(old: str, new: str) -> Slip:
    """A slip in the first line that begins with `old`."""

    def slip(text: str) -> str:
        assert f"\n{old}" in f"\n{text}", (old, text)
        return f"\n{text}".replace(f"\n{old}", f"\n{new}", 1)[1:]

    return slip


SLIPS: list[tuple[str, str, Slip, bool]] = [
    ("blank behind START", "unreadable-start", line_changed("START", "START "), False),
    ("blank before START", "unreadable-start", line_changed("START", "  START"), False),
    ("CR LF", "unreadable-start", lambda text: text.replace("\n", "\r\n"), False),
    ("END dropped", "unclosed-anki-note", line_changed("END\n", "\n"), True),
    ("END indented", "unreadable-end", line_changed("END", " END"), True),
    ("END in a list", "unreadable-end", line_changed("END", "- END"), True),
    ("END of a word", "early-end", line_changed("Back: ", "Back: the\nENDLESS "), False),
    ("type in small letters", "unknown-note-type", line_changed("Basic", "basic"), False),
    ("blank behind the type", "unknown-note-type", line_changed("Basic", "Basic "), False),
    ("type dropped", "unknown-note-type", line_changed("Basic\n", ""), False),
    ("fields dropped", "empty-anki-note", lambda _: "START\nEND\n", True),
    ("tags below the id", "misplaced-note-id", line_changed("END", "Tags: x\nEND"), False),
    ("blank line above the id", "unreadable-tags-line", line_changed("<!--ID", "\n<!--ID"), False),
    ("no blank behind Tags:", "unreadable-tags-line", line_changed("Tags: ", "Tags:"), False),
    ("no blank behind ID:", "unreadable-note-id", line_changed("<!--ID: ", "<!--ID:"), False),
    ("id behind the answer", "text-beside-note-id", line_changed("<!--ID", "more <!--ID"), False),
    ("DELETE above the id", "accidental-delete", line_changed("<!--ID", "DELETE\n<!--ID"), False),
]


@pytest.mark.parametrize(
    ("rule", "slip", "has_victim"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS]
)
@settings(deadline=None, max_examples=25)
@given(others=written_notes(), behind=written_notes(kinds=("note",)))
def test_a_slip_is_reported_by_its_rule(
    rule: str, slip: Slip, has_victim: bool, others: list[Written], behind: list[Written]
) -> None:
    slipped = slip(Written("note", "Tea?", "Leaves.", ("hot",), "1699000000099").text)
    before = "".join(entry.text + "\n" for entry in others)
    victim = replace(behind[0], question="Milk?", digits="1699000000098")
    text = before + slipped + "\n" + victim.text
    if "\r" in slipped:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    found = reported(note(text))
    assert [name for name, _, _ in found] == [rule]
    if has_victim:
        assert '"Milk?"' in found[0][2]
        assert "1699000000098" in found[0][2]
        assert victim.made not in made(note(text))


@settings(deadline=None, max_examples=50)
@given(written_notes(), st.data())
def test_an_id_twice_is_reported_at_both_places(notes: list[Written], data: st.DataObject) -> None:
    first = Written("note", "Tea?", "Leaves.", (), "1699000000099")
    second = data.draw(st.sampled_from([first, replace(first, kind="inline-note")]))
    text = first.text + "".join(entry.text for entry in notes) + second.text
    assert [name for name, _, _ in reported(note(text))] == ["duplicate-note-id"] * 2


@settings(deadline=None, max_examples=300)
@given(
    st.lists(
        st.sampled_from(
            [
                *(
                    "START",
                    "END",
                    "\n",
                    "\n",
                    "\nSTART\nBasic\n",
                    "\nEND\n",
                    "Basic",
                    "STARTI [Basic] ",
                ),
                *(
                    "STARTI",
                    "ENDI",
                    " ",
                    "> ",
                    "- ",
                    "```\n",
                    "Back: ",
                    "Tags: ",
                    "Tags:",
                    "ID: 12",
                ),
                *(
                    "\n<!--ID: 1699000000001-->\n",
                    "DELETE\n",
                    "TARGET DECK",
                    ": x",
                    "FROZEN - Basic:\n",
                ),
                *("FILE TAGS", "\r\n", "{", "}", "==", "Cloze\n", "\u2028", "ENDOCRINE"),
            ]
        ),
        max_size=40,
    ).map("".join)
)
def test_any_text_is_read(text: str) -> None:
    known = note(text)
    for _, line, message in reported(known):
        assert 1 <= line <= len(known.source.line_starts)
        assert "\n" not in message
    starts = [found.span for found in known.to_anki.notes]
    assert starts == sorted(starts)


HOSTILE = {
    "STARTs": "START\n" * 30_000,
    "STARTs in one fence": "```\n" + "START\n" * 30_000 + "```\n",
    "STARTs with types": "START\nBasic\n" * 20_000,
    "blanks behind START": "START" + " " * 200_000 + "\n",
    "STARTIs": "STARTI " * 30_000,
    "STARTIs with brackets": "STARTI [" * 30_000 + "\n" + "STARTI [x]\n" * 20_000,
    "inline notes on a line": "STARTI [Basic] a Back:b Tags: x ENDI " * 5_000,
    "ENDs": "START\nBasic\n" + "ENDx\n" * 30_000,
    "a long type": "START\n" + "Basic" * 40_000 + "\nEND\n",
    "FROZEN": "FROZEN - " * 30_000 + "\n" + "FROZEN - Basic:\nx\n" * 10_000,
    "DELETEs": "DELETE" * 30_000 + "\n" * 30_000 + "DELETE\n\n\n\n" * 10_000,
    "decks": "TARGET DECK:x\n" * 20_000,
    "ids": "<!--ID: 1699000000001-->\n" * 20_000,
    "id lines": "START\nBasic\n" + "ID:" + " " * 100_000 + "\nID: 1\n" * 20_000 + "END\n",
    "tags lines": "START\nBasic\nx\n" + "Tags:x\n\n" * 20_000 + "END\n",
    "braces": "START\nCloze\n" + "{" * 100_000 + "{a " * 50_000 + "\nEND\n",
    "colons": "STARTI [Basic] " + ":" * 100_000 + " " + "Back:x " * 20_000 + "ENDI\n",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_time_is_linear(text: str) -> None:
    """A hundred times what the text costs today, and far less than what a square would."""
    own = replace(KNOWN, curly_cloze=True, highlight_cloze=True)
    started = time.process_time()
    reported(note(text, own))
    assert time.process_time() - started < 20
