"""`.vaultlint.yaml`: what it says, and the place of every mistake in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import pytest

from vaultlint.config import ConfigError, Rules, settings
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoteRule, Rule
from vaultlint.schema import Condition, SchemaUse
from vaultlint.settings import RuleSettings, Selection, Settings, SuppressionUse


class Options(NamedTuple):
    """One option of each type."""

    max_words: int = 3
    share: float = 0.5
    is_strict: bool = False
    word: str = "tea"
    words: tuple[str, ...] = ("tea", "milk")
    place: Literal["first", "last"] = "first"


def _nothing(_note: Note, _options: object) -> Iterator[Finding]:
    yield from ()


TEA_RULE = NoteRule("cold-tea", "drinks", Severity.ERROR, _nothing, options=Options)
BREAD_RULE = NoteRule("stale-bread", "food", Severity.WARNING, _nothing)
_BY_NAME: dict[str, Rule] = {rule.name: rule for rule in (TEA_RULE, BREAD_RULE)}
RULES = Rules({"cold-tea": "drinks", "stale-bread": "food"}, _BY_NAME.__getitem__)
NO_SELECTION = (Selection(),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", Settings(), id="empty"),
        pytest.param("# nothing\n", Settings(), id="a comment"),
        pytest.param("{}", Settings(selections=NO_SELECTION), id="an empty mapping"),
        pytest.param("select:\n  # - all\n", Settings(selections=NO_SELECTION), id="an empty key"),
        pytest.param(
            "select: [all]\nextend-select: [cold-tea]\nignore: [food]\n",
            Settings(selections=(Selection(("all",), ("cold-tea",), ("food",)),)),
            id="selection",
        ),
        pytest.param(
            "rules:\n  cold-tea: warning\n  stale-bread: off\n",
            Settings(
                selections=(Selection(None, ("cold-tea",), ("stale-bread",)),),
                rules={
                    "cold-tea": RuleSettings(Severity.WARNING),
                    "stale-bread": RuleSettings(None),
                },
            ),
            id="severities",
        ),
        pytest.param(
            "rules:\n  cold-tea:\n    severity: info\n    max-words: 5\n    share: 1\n"
            "    is-strict: true\n    word: cocoa\n    words: [a, b]\n    place: last\n",
            Settings(
                selections=(Selection(None, ("cold-tea",)),),
                rules={
                    "cold-tea": RuleSettings(
                        Severity.INFO, Options(5, 1, True, "cocoa", ("a", "b"), "last")._asdict()
                    )
                },
            ),
            id="options",
        ),
        pytest.param(
            "rules: {cold-tea: {words: []}}",
            Settings(
                selections=NO_SELECTION,
                rules={"cold-tea": RuleSettings(None, {"words": ()})},
            ),
            id="options alone select nothing",
        ),
        pytest.param(
            "fail-on: error", Settings(selections=NO_SELECTION, fail_on=Severity.ERROR), id="error"
        ),
        pytest.param("fail-on: never", Settings(selections=NO_SELECTION, fail_on=None), id="never"),
        pytest.param(
            'exclude: ["a/", "!a/b.md"]\ntemplates: [forms]\n',
            Settings(
                selections=NO_SELECTION, exclude=("a/", "!a/b.md"), template_folders=("forms",)
            ),
            id="exclude and templates",
        ),
        pytest.param(
            "cards:\n  tags: ['#karte', q/a]\n  inline-separators: ['::']\n"
            "  cloze-brackets: ['{}', '==']\n",
            Settings(
                selections=NO_SELECTION,
                card_tags=("karte", "q/a"),
                inline_separators=("::",),
                cloze_brackets=("{}", "=="),
            ),
            id="cards",
        ),
        pytest.param(
            "navigation: {previous: [zurück], next: [weiter, 次]}",
            Settings(
                selections=NO_SELECTION, previous_words=("zurück",), next_words=("weiter", "次")
            ),
            id="navigation",
        ),
    ],
)
def test_settings(text: str, expected: Settings) -> None:
    assert settings("c.yaml", text, RULES) == expected


def test_schemas() -> None:
    text = """\
schemas:
  - schema: study-note
    tags: [a]
    when: {properties: {name: {minLength: 3}}}
    severity: info
    unknown-properties: forbid
  - schema: s.json
    when: conditions/w.json
"""
    (first, second) = settings("c.yaml", text, RULES).schema_uses
    condition = first.when
    assert condition is not None
    assert condition.place_of is not None
    assert first == SchemaUse(
        "study-note",
        tags=("a",),
        when=Condition("c.yaml:4:11", {"properties": {"name": {"minLength": 3}}}),
        severity=Severity.INFO,
        unknown_properties="forbid",
        place="c.yaml:2:13",
    )
    assert condition.place_of(("properties", "name", "minLength")) == "c.yaml:4:43"
    assert condition.place_of(("properties", "other")) == "c.yaml:4:24"
    assert second == SchemaUse("s.json", when=Condition("conditions/w.json"), place="c.yaml:7:13")


def test_suppressions() -> None:
    text = """\
suppressions:
  - rules: [cold-tea, food]
    tags: [draft]
    folders: [Inbox]
    reason: not read yet
  - rules: [all]
    files: ["*.old.md"]
    properties: [archived]
"""
    assert settings("c.yaml", text, RULES).suppressions == (
        SuppressionUse(("cold-tea", "food"), SchemaUse("", tags=("draft",), folders=("Inbox",))),
        SuppressionUse(("all",), SchemaUse("", files=("*.old.md",), properties=("archived",))),
    )


KEYS = (
    '"select", "extend-select", "ignore", "rules", "schemas", "suppressions", "cards", '
    '"navigation", "citations", "exclude", "templates", "fail-on"'
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        pytest.param(
            "select: [cold-tee, drink, 3, all]",
            [
                '1:10: unknown rule or family "cold-tee"; did you mean "cold-tea"?',
                '1:20: unknown rule or family "drink"; did you mean "drinks"?',
                "1:27: expected the name of a rule or a family, not the number 3",
            ],
            id="selectors",
        ),
        pytest.param(
            "suppressions:\n  - rules: [cold-tee]\n    files: [a]\n  - rules: [all]\n"
            "  - tags: [a]\n    rule: [all]\n  - all\n  - rules: food\n    folders: []\n",
            [
                '2:13: unknown rule or family "cold-tee"; did you mean "cold-tea"?',
                '4:5: this is meant for no notes; choose some with "tags", "folders", "files", '
                '"properties", or use "ignore"',
                '5:5: no "rules" here; name rules, families or "all"',
                '6:5: unknown key "rule"; did you mean "rules"?',
                '7:5: each item of "suppressions" must be a mapping, not the string "all"; '
                'write "- rules: [NAME]"',
                '8:5: this is meant for no notes; choose some with "tags", "folders", "files", '
                '"properties", or use "ignore"',
                '8:12: expected a list of rules, not the string "food"',
            ],
            id="suppressions",
        ),
        pytest.param(
            "suppressions: all",
            ['1:15: "suppressions" must be a list, not the string "all"; write "- rules: [NAME]"'],
            id="suppressions that are no list",
        ),
        pytest.param(
            "ignore: [xyz]",
            ['1:10: unknown rule or family "xyz"; `vaultlint rules` lists them'],
            id="nothing near",
        ),
        pytest.param(
            "select: food", ['1:9: expected a list of rules, not the string "food"'], id="no list"
        ),
        pytest.param("foo: 1", [f'1:1: unknown key "foo"; known are {KEYS}'], id="unknown key"),
        pytest.param(
            "\r\n\r\nfail_on: never\r\n",
            ['3:1: unknown key "fail_on"; did you mean "fail-on"?'],
            id="near a key; CR LF",
        ),
        pytest.param(
            "rules:\n  cold-te: off\n  stale-bread: eror\n  cold-tea: 3\n",
            [
                '2:3: unknown rule "cold-te"; did you mean "cold-tea"?',
                '3:16: unknown value "eror" for severity; did you mean "error"?',
                "4:13: severity must be a string, not the number 3",
            ],
            id="rules",
        ),
        pytest.param(
            "rules:\n  cold-tea:\n    max-words: 1.5\n    share: lots\n    is-strict: yes\n"
            "    word: 7\n    words: tea\n    place: middle\n    colour: red\n",
            [
                '3:16: "max-words" must be a whole number, not the number 1.5',
                '4:12: "share" must be a number, not the string "lots"',
                '5:16: "is-strict" must be true or false, not the string "yes"',
                '6:11: "word" must be a string, not the number 7',
                '7:12: "words" must be a list of strings, not the string "tea"',
                '8:12: unknown value "middle" for "place"; known are "first", "last"',
                '9:5: unknown key "colour"; known are "severity", "max-words", "share", '
                '"is-strict", "word", "words", "place"',
            ],
            id="options",
        ),
        pytest.param(
            "rules: {stale-bread: {max: 1}}",
            ['1:23: unknown key "max"; known are "severity"'],
            id="a rule without options",
        ),
        pytest.param(
            "citations: {bibliography: refs.bib, style: apa}",
            [
                '1:27: "bibliography" must be a list of strings, not the string "refs.bib"',
                '1:37: unknown key "style"; known are "bibliography"',
            ],
            id="citations",
        ),
        pytest.param("rules: [a]", ['1:8: "rules" must be a mapping, not a list'], id="no mapping"),
        pytest.param("- a", ["1:1: the configuration must be a mapping, not a list"], id="a list"),
        pytest.param(
            "words", ['1:1: the configuration must be a mapping, not the string "words"'], id="text"
        ),
        pytest.param(
            "exclude: ['!', a]", ["1:11: bad pattern \"!\": Invalid git pattern: '!'"], id="pattern"
        ),
        pytest.param(
            "exclude: [null]",
            ['1:11: each item of "exclude" must be a string, not nothing'],
            id="nothing in a list",
        ),
        pytest.param(
            "cards: {cloze-brackets: ['[]'], tag: []}",
            [
                '1:26: unknown value "[]" for each item of "cloze-brackets"; '
                'known are "{}", "==", "〔〕"',
                '1:33: unknown key "tag"; did you mean "tags"?',
            ],
            id="cards",
        ),
        pytest.param(
            "navigation: {previous: back}",
            ['1:24: "previous" must be a list of strings, not the string "back"'],
            id="navigation",
        ),
        pytest.param(
            "schemas:\n  - schema: x\n    when: 3\n    severity: off\n    unknown-properties: no\n",
            [
                '3:11: "when" must be a JSON Schema or the path of one, not the number 3',
                '4:15: unknown value "off" for "severity"; known are "error", "warning", "info"',
                '5:25: unknown value "no" for "unknown-properties"; '
                'known are "allow", "warn", "forbid"',
            ],
            id="schemas",
        ),
        pytest.param(
            "fail-on: always",
            [
                '1:10: unknown value "always" for "fail-on"; '
                'known are "error", "warning", "info", "never"'
            ],
            id="fail-on",
        ),
        pytest.param(
            "ignore: []\nignore: []\n",
            ['2:1: "ignore" stands here twice; remove one of the two'],
            id="a key twice",
        ),
        pytest.param(
            "ignore: [food",
            ['1:9: this "[" is never closed; write "]" behind its last item'],
            id="an open bracket",
        ),
        pytest.param(
            "cards:\n\ttags: [x]\n",
            ["2:1: a tab indents this line, which YAML forbids; use spaces"],
            id="a tab",
        ),
        pytest.param(
            "exclude:\n  - *.md\n",
            ['2:5: a value cannot start with "*"; put it in quotes: - "*.md"'],
            id="an asterisk",
        ),
        pytest.param(
            "exclude: &x [*x]\n",
            ['1:14: "*x" repeats a value that nothing names; put it in quotes: "*x"'],
            id="a list that holds itself",
        ),
        pytest.param(
            "ignore: []\n---\nselect: []\n",
            ["2:1: a second document; join it with the first"],
            id="two documents",
        ),
        pytest.param(
            "ignore: [a\x01]\n",
            ["1:11: YAML does not allow this control character; remove it"],
            id="a control character",
        ),
        pytest.param(
            "fail-on: 012", ['1:10: "fail-on" must be a string, not the number 12'], id="zeros"
        ),
        pytest.param(
            "fail-on: .inf", ['1:10: "fail-on" must be a string, not the number inf'], id="infinity"
        ),
        pytest.param(
            "a: " + "[" * 50_000,
            ["1:203: lists and mappings stand in each other more than 200 deep; flatten them"],
            id="very deep",
        ),
    ],
)
def test_mistakes(text: str, lines: list[str]) -> None:
    with pytest.raises(ConfigError) as caught:
        settings("c.yaml", text, RULES)
    assert list(caught.value.lines) == [f"c.yaml:{line}" for line in lines]
    assert str(caught.value) == "\n".join(caught.value.lines)
