"""Suppressions: what comments reach, what they keep back, and which of them keep nothing back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import pytest

from vaultlint.checks.catalogue import RULES, load
from vaultlint.diagnostic import Finding, Severity
from vaultlint.engine import ActiveRule, check_vault
from vaultlint.fix import Edits
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DEFAULT_READING, Reading
from vaultlint.rule import NoOptions, NoteRule
from vaultlint.schema import SchemaUse
from vaultlint.settings import SuppressionUse
from vaultlint.text.source import source
from vaultlint.text.span import Span

BRACKET = Reading(dialects=("bracket",))
FLASHCARDS = Reading(dialects=("flashcards-obsidian",))
SPACED = Reading(dialects=("spaced-repetition",))


def note(text: str, reading: Reading = DEFAULT_READING, path: str = "A.md") -> Note:
    return parse(source(path, text), reading)


def reaches(note: Note) -> list[tuple[str, str | None]]:
    """The names that are suppressed, each with the text that it is suppressed in."""
    return [
        (each.name, None if each.reach is None else note.source.slice(each.reach))
        for each in note.suppressions.kept
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("%% vaultlint-disable a %%\n\nText\nmore\n\nend", ["Text\nmore"], id="below"),
        pytest.param(
            "%% vaultlint-disable a %%\nText\nmore\n\nend", ["Text\nmore"], id="right below"
        ),
        pytest.param("<!-- vaultlint-disable a -->\nText\n\nend", ["Text"], id="html"),
        pytest.param("%% vaultlint-disable a -- b, c\n-- d %%\n\nText", ["Text"], id="a reason"),
        pytest.param("%%\nvaultlint-disable a\n%%\n\nText", ["Text"], id="a block"),
        pytest.param("%%vaultlint-disable a%%\n\nText", ["Text"], id="no blanks"),
        pytest.param(
            "%% vaultlint-disable a %% Text\nmore",
            ["%% vaultlint-disable a %% Text\nmore"],
            id="before text",
        ),
        pytest.param(
            "Text %% vaultlint-disable a %%\nmore",
            ["Text %% vaultlint-disable a %%"],
            id="behind text",
        ),
        pytest.param(
            "- x %% vaultlint-disable a %%\n- y",
            ["- x %% vaultlint-disable a %%"],
            id="behind an item",
        ),
        pytest.param(
            "| x |\n|---|\n| %% vaultlint-disable a %% |\n",
            ["| %% vaultlint-disable a %% |"],
            id="in a table",
        ),
        pytest.param("%% vaultlint-disable a %%\n\n# H\nText", ["# H"], id="a heading is a block"),
        pytest.param(
            "%% vaultlint-disable a %%\n\n- x\n\n- y\n\n  z\n\nend",
            ["- x\n\n- y\n\n  z"],
            id="a list is one",
        ),
        pytest.param(
            "- x\n- %% vaultlint-disable a %%\n  y\n- z\n\nend",
            ["  y\n- z"],
            id="the rest of a list",
        ),
        pytest.param(
            "%% vaultlint-disable a %%\n\n```\nx\n\ny\n```\nend",
            ["```\nx\n\ny\n```"],
            id="a fence is one",
        ),
        pytest.param(
            "> [!note]\n> %% vaultlint-disable a %%\n> x\n> y\n\nend",
            ["> x\n> y"],
            id="the rest of a callout",
        ),
        pytest.param(
            "%% vaultlint-disable a %%\n\n%% other %%\n\nText", ["Text"], id="comments are no block"
        ),
        pytest.param(
            "%% vaultlint-disable a %%\r\n\r\nText\r\nmore\r\n\r\nend", ["Text\r\nmore"], id="CR LF"
        ),
        pytest.param("%% vaultlint-disable a %%\n\n", [None], id="nothing below"),
        pytest.param(
            "Text\n\n%% vaultlint-disable-file a %%",
            ["Text\n\n%% vaultlint-disable-file a %%"],
            id="the file",
        ),
        pytest.param(
            "```\n%% vaultlint-disable a %%\n```\n\n`%% vaultlint-disable a %%`\n\n"
            "    %% vaultlint-disable a %%",
            [],
            id="code",
        ),
        pytest.param("$$\n%% vaultlint-disable a %%\n$$", [], id="math"),
        pytest.param("%% about vaultlint-disable a %%", [], id="prose"),
        pytest.param("<!-- vaultlint-disable a\n\nText", [], id="never closed"),
    ],
)
def test_reach(text: str, expected: list[str | None]) -> None:
    assert reaches(note(text)) == [("a", reach) for reach in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# vaultlint-disable a -- why\nk: v\nl: w\n", ["k: v"], id="above a key"),
        pytest.param(
            "k: v # vaultlint-disable a\nl: w\n", ["k: v # vaultlint-disable a"], id="behind"
        ),
        pytest.param(
            "# vaultlint-disable a\ntags:\n- x\n\n- y\nl: w\n", ["tags:\n- x\n\n- y"], id="a list"
        ),
        pytest.param(
            "k:\n  # vaultlint-disable a\n  m:\n    n: 1\n  o: 2\n", ["  m:\n    n: 1"], id="nested"
        ),
        pytest.param(
            "tags:\n- x\n# vaultlint-disable a\n- y: 1\n  z: 2\n- q\n",
            ["- y: 1\n  z: 2"],
            id="an item",
        ),
        pytest.param("# vaultlint-disable a\n# more\n\nk: [\n", ["k: ["], id="broken YAML"),
        pytest.param(
            "k: 'v # vaultlint-disable a'\nl: |\n  # vaultlint-disable a\n", [], id="strings"
        ),
        pytest.param("k: v#vaultlint-disable a\n", [], id="no comment"),
        pytest.param("k: v\n# vaultlint-disable a\n", [None], id="nothing below"),
    ],
)
def test_reach_in_frontmatter(text: str, expected: list[str | None]) -> None:
    assert reaches(note(f"---\n{text}---\nText\n")) == [("a", reach) for reach in expected]


def test_ranges_end_at_the_comment_that_names_them() -> None:
    text = (
        "%% vaultlint-disable a %%\n\n1\n\n%% vaultlint-disable a, b %%\n\n2\n\n"
        "%% vaultlint-enable a %%\n\n3\n\n%% vaultlint-disable c b %%\n\n4\n\n"
        "%% vaultlint-enable %%\n\n5\n"
    )
    to_enable_a = text[text.index("%% vaultlint-disable a, b") : text.index("\n\n3")]
    to_the_end = text[text.index("%% vaultlint-disable c b") : text.index("\n\n5")]
    assert reaches(note(text)) == [
        ("a", "1"),
        ("a", to_enable_a),
        ("b", "2"),
        ("c", to_the_end),
        ("b", to_the_end),
    ]


def test_a_range_may_begin_in_the_frontmatter() -> None:
    text = "---\n# vaultlint-disable a\nk: v\n---\nText\n\n%% vaultlint-enable a %%\n\nend"
    assert reaches(note(text)) == [("a", text[4 : text.index("\n\nend")])]


CARD = "﹇<br>\nWhat is an autolyse?\n\n{}#card\n\nFlour and water.\n\n⌂\n<br>﹈<br>^1699000000041"


@pytest.mark.parametrize(
    ("text", "reading", "kept", "faults"),
    [
        pytest.param(
            f"%% vaultlint-disable a %%\n\n{CARD.format('')}\n\nend",
            BRACKET,
            [("a", CARD.format(""))],
            [],
            id="above a card",
        ),
        pytest.param(
            CARD.format("%% vaultlint-disable a %%\n\n"),
            BRACKET,
            [],
            ["%% vaultlint-disable a %%"],
            id="in a card",
        ),
        pytest.param(
            "%% vaultlint-disable a %%\nQ #card\nA\n",
            FLASHCARDS,
            [],
            ["%% vaultlint-disable a %%"],
            id="in the question of a bare card",
        ),
        pytest.param(
            "%% vaultlint-disable a %%\n\nQ #card\nA\n\nend",
            FLASHCARDS,
            [("a", "Q #card\nA")],
            [],
            id="above a bare card",
        ),
        pytest.param(
            "#flashcards\n\nQ::A %% vaultlint-disable a %%\n",
            SPACED,
            [],
            ["%% vaultlint-disable a %%"],
            id="behind a card on one line",
        ),
        pytest.param(
            "It is {1:hot}. %% vaultlint-disable a %%\n^1699000000041\n",
            BRACKET,
            [],
            ["%% vaultlint-disable a %%"],
            id="in a cloze",
        ),
    ],
)
def test_cards_hold_no_suppressions(
    text: str, reading: Reading, kept: list[tuple[str, str | None]], faults: list[str]
) -> None:
    read = note(text, reading)
    assert reaches(read) == kept
    assert [(f.kind, read.source.slice(f.span)) for f in read.suppressions.faults] == [
        ("in-card", fault) for fault in faults
    ]


# --- what is kept back


class _Words(NamedTuple):
    """The options of a rule that reports a word."""

    word: str


def _find(note: Note, options: _Words) -> Iterator[Finding]:
    for found in re.finditer(options.word, note.text):
        yield Finding(Span(*found.span()), f"{options.word}; drink it", property_path=("k",))


def rule(
    name: str, word: str, family: str = "links", yields_to: tuple[str, ...] = ()
) -> ActiveRule:
    made = NoteRule(name, family, Severity.WARNING, _find, options=_Words, yields_to=yields_to)
    return ActiveRule(made, Severity.WARNING, _Words(word))


UNUSED = ActiveRule(load("unused-suppression"), Severity.WARNING, NoOptions())


def told(
    text: str, *rules: ActiveRule, suppressions: tuple[SuppressionUse, ...] | None = ()
) -> tuple[list[tuple[str, str]], int]:
    """The diagnostics of a note as rule and text, and how many are suppressed."""
    read = note(text)
    report = check_vault("/v", [read], rules, None, 1, suppressions=suppressions)
    assert report.failures == ()
    found = [(d.rule, read.source.slice(d.finding.span)) for d in report.diagnostics]
    return found, len(report.suppressed)


def test_what_is_suppressed_is_kept_with_its_reason() -> None:
    text = (
        "%% vaultlint-disable-file tags --  of old %%\n\n"
        "%% vaultlint-disable unresolved-link -- until May %%\ntea\n\n"
        "%% vaultlint-disable unresolved-link %%\n\ntea\n\n"
        "%% vaultlint-disable-file unresolved-link -- everywhere else %%\n\ntea\n\nmilk\n"
    )
    use = SuppressionUse(("unresolved-heading",), SchemaUse(""))
    read = note(text)
    report = check_vault("/v", [read], [LINK, HEADING], None, 1, suppressions=(use,))
    assert [
        (read.source.position(held.diagnostic.finding.span.start).line, held.by, held.reason)
        for held in report.suppressed
    ] == [
        (4, "comment", "until May"),
        (8, "comment", ""),
        (12, "comment", "everywhere else"),
        (14, "settings", ""),
    ]
    assert report.diagnostics == ()
    assert report.sources == {"A.md": read.source}


LINK = rule("unresolved-link", "tea")
HEADING = rule("unresolved-heading", "milk")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("unresolved-link", [("unresolved-heading", "milk")], id="a rule"),
        pytest.param("links", [], id="a family"),
        pytest.param("all", [], id="all"),
        pytest.param(
            "tags",
            [("unresolved-heading", "milk"), ("unresolved-link", "tea")],
            id="another family",
        ),
    ],
)
def test_names(name: str, expected: list[tuple[str, str]]) -> None:
    text = f"%% vaultlint-disable {name} %%\n\nmilk and tea\n"
    assert told(text, LINK, HEADING) == (expected, 2 - len(expected))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("milk %% vaultlint-disable links %%", id="from the first place of its lines"),
        pytest.param("%% vaultlint-disable links %% milk", id="to the last"),
    ],
)
def test_ends_of_the_reach(text: str) -> None:
    assert told(text, HEADING) == ([], 1)


def test_a_place_at_the_end_of_a_line_is_in_it() -> None:
    end = rule("unresolved-link", "(?<=end)(?=\n)")
    assert told("%% vaultlint-disable links %%\n\nThe end\n\nthe end\n", end) == (
        [("unresolved-link", "")],
        1,
    )


def test_the_worse_rule_stays_silent_where_the_better_one_is_suppressed() -> None:
    worse = rule("unresolved-heading", "tea", yields_to=("unresolved-link",))
    text = "%% vaultlint-disable unresolved-link %%\n\ntea\n"
    assert told(text, LINK, worse) == ([], 1)
    assert told(text.replace("link", "heading"), LINK, worse) == ([("unresolved-link", "tea")], 0)


def test_nothing_is_suppressed_when_that_is_asked_for() -> None:
    text = "%% vaultlint-disable links %%\n\ntea\n\n%% vaultlint-disable links %%\n"
    assert told(text, LINK, UNUSED, suppressions=None) == ([("unresolved-link", "tea")], 0)


@pytest.mark.parametrize(
    ("use", "is_suppressed"),
    [
        pytest.param(SuppressionUse(("links",), SchemaUse("", files=("*.md",))), True, id="files"),
        pytest.param(SuppressionUse(("all",), SchemaUse("", files=("B/*",))), False, id="others"),
        pytest.param(SuppressionUse(("all",), SchemaUse("", tags=("draft",))), True, id="tags"),
        pytest.param(SuppressionUse(("tags",), SchemaUse("", tags=("draft",))), False, id="rules"),
        pytest.param(
            SuppressionUse(("all",), SchemaUse("", tags=("draft",), folders=("B",))),
            False,
            id="all selectors hold",
        ),
    ],
)
def test_settings(use: SuppressionUse, is_suppressed: bool) -> None:
    expected = ([], 1) if is_suppressed else ([("unresolved-link", "tea")], 0)
    assert told("tea #draft/first", LINK, suppressions=(use,)) == expected


# --- what keeps nothing back


def test_rules_that_did_not_run_make_no_suppression_unused() -> None:
    text = "%% vaultlint-disable unresolved-link %%\n\nmilk\n"
    assert told(text, HEADING, UNUSED) == ([("unresolved-heading", "milk")], 0)
    assert told(text, LINK, UNUSED)[0] == [("unused-suppression", text.splitlines()[0])]


def test_a_family_is_unused_when_all_its_rules_ran() -> None:
    text = "%% vaultlint-disable callouts %%\n\nwater\n"
    names = ("malformed-callout", "unknown-callout", "unquoted-callout-line")
    rules = [rule(name, "tea", "callouts") for name in names]
    assert told(text, *rules, UNUSED)[0] == [("unused-suppression", text.splitlines()[0])]
    assert told(text, *rules[1:], UNUSED) == ([], 0)


def test_what_is_unused_can_be_suppressed_by_settings_only() -> None:
    text = "%% vaultlint-disable unresolved-link %%\n\nwater\n\n%% vaultlint-disable-file all %%"
    found = [("unused-suppression", text.splitlines()[0])]
    assert told(text, LINK, UNUSED) == (found, 0)
    use = SuppressionUse(("suppressions",), SchemaUse("", files=("A.md",)))
    assert told(text, LINK, UNUSED, suppressions=(use,)) == ([], 1)


def test_a_rule_that_crashed_says_nothing_of_what_is_unused() -> None:
    def crash(note: Note, _options: NoOptions) -> Iterator[Finding]:
        raise ValueError(note.path)
        yield from ()

    crashing = NoteRule("unresolved-link", "links", Severity.WARNING, crash)
    active = ActiveRule(crashing, Severity.WARNING, NoOptions())
    read = note("%% vaultlint-disable unresolved-link %%\n\nwater\n")
    report = check_vault("/v", [read], [active, UNUSED], None, 1)
    assert report.diagnostics == ()


@pytest.mark.parametrize(
    ("text", "expected", "safe"),
    [
        pytest.param("a\n\n%% vaultlint-disable links %%\n\nb\n", "a\n\nb\n", True, id="alone"),
        pytest.param("%% vaultlint-disable links %%\n\nb", "b", True, id="first"),
        pytest.param("b\n\n%% vaultlint-disable links %%", "b\n", True, id="last"),
        pytest.param("a\n%% vaultlint-disable links %%\nb\n", "a\nb\n", True, id="in a paragraph"),
        pytest.param(
            "a\n<!-- vaultlint-disable links -->\nb\n", "a\n\nb\n", True, id="between two"
        ),
        pytest.param(
            "a\r\n\r\n%% vaultlint-disable links %%\r\n\r\nb", "a\r\n\r\nb", True, id="CR LF"
        ),
        pytest.param("a %% vaultlint-disable links %%\n", "a\n", True, id="behind text"),
        pytest.param("a %% vaultlint-disable links %% b\n", "a b\n", True, id="in text"),
        pytest.param("%% vaultlint-disable links %% - b\n", "- b\n", False, id="before text"),
        pytest.param(
            "- a\n\n%% vaultlint-disable links %%\n\n- b\n",
            "- a\n\n- b\n",
            False,
            id="between lists",
        ),
        pytest.param(
            "> a\n> %% vaultlint-disable links %%\n> b\n", "> a\n> b\n", True, id="in a quote"
        ),
        pytest.param(
            "%% vaultlint-disable links %%\n\nb\n\n%% vaultlint-enable links %%\n",
            "b\n",
            True,
            id="a range",
        ),
        pytest.param(
            "%% vaultlint-disable links tags %%\n\nb\n\n%% vaultlint-enable tags, links %%\n",
            "%% vaultlint-disable tags %%\n\nb\n\n%% vaultlint-enable tags %%\n",
            True,
            id="one of two in a range",
        ),
        pytest.param(
            "---\nk: v # vaultlint-disable links\n---\n",
            "---\nk: v\n---\n",
            True,
            id="behind a property",
        ),
    ],
)
def test_removal(text: str, expected: str, safe: bool) -> None:
    rules = [rule(name, "tea") for name in _rules_of("links")]
    read = note(text)
    report = check_vault("/v", [read], [*rules, UNUSED], None, 1)
    (diagnostic,) = report.diagnostics
    fix = diagnostic.finding.fix
    assert fix is not None
    edits = Edits(text, [fix])
    assert (edits.applied(text, Span(0, len(text))), fix.safe) == (expected, safe)


def _rules_of(family: str) -> list[str]:
    return [entry.split("/")[1] for entry in RULES if entry.startswith(f"{family}/")]


def test_an_item_that_would_be_empty_is_left_to_a_person() -> None:
    rules = [rule(name, "tea") for name in _rules_of("links")]
    read = note("- a\n- %% vaultlint-disable links %%\n")
    (diagnostic,) = check_vault("/v", [read], [*rules, UNUSED], None, 1).diagnostics
    assert diagnostic.finding.fix is None
