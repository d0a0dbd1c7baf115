"""The engine: which rules run on which notes, and what a crash of one of them leaves."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from vaultlint.checks.catalogue import ENTRIES, FAMILIES, RULES, load, rule_names
from vaultlint.diagnostic import Diagnostic, Failure, Finding, Related, Severity, VaultReport
from vaultlint.engine import ActiveRule, active_rules, attempt, check_vault, looks_at
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import Reading
from vaultlint.rule import NoOptions, NoteRule, Vault, VaultRule
from vaultlint.settings import RuleSettings, Selection, Settings
from vaultlint.text.decode import decode
from vaultlint.text.source import source
from vaultlint.text.span import Span
from vaultlint.vault.index import index_of


class Options(NamedTuple):
    """Of the rules in this module."""

    word: str = "tea"


def _find_word(note: Note, options: Options) -> Iterator[Finding]:
    at = note.text.find(options.word)
    while at >= 0:
        yield Finding(Span(at, at + len(options.word)), f"{options.word}; drink it")
        at = note.text.find(options.word, at + 1)


def _crash(note: Note, options: Options) -> Iterator[Finding]:
    yield from _find_word(note, options)
    raise ValueError("out of\n   tea")


def _beyond(note: Note, options: Options) -> Iterator[Finding]:
    yield Finding(Span(0, len(note.text) + 1), f"{options.word} beyond the end; look closer")


def _ask(note: Note, vault: Vault, options: Options) -> Iterator[Finding]:
    other = vault.note(options.word)
    if other is not None and other.path != note.path:
        related = Related(Span(0, 1), "here", other.path)
        yield Finding(Span(0, 1), "another note; read it", (related,))


def _rule(name: str, check: object = _find_word) -> ActiveRule:
    assert callable(check)
    rule = NoteRule(name, "links", Severity.WARNING, check, options=Options)
    return ActiveRule(rule, Severity.WARNING, Options())


def _note(text: str, path: str = "A.md") -> Note:
    return parse(source(path, text))


def _diagnostic(rule: str, path: str, start: int, end: int, message: str) -> Diagnostic:
    return Diagnostic(rule, "links", Severity.WARNING, path, Finding(Span(start, end), message))


TEA = "tea; drink it"


def test_diagnostics_are_sorted_by_path_place_and_rule() -> None:
    notes = [_note("x tea", "B.md"), _note("tea or tea", "A.md")]
    report = check_vault("/v", notes, [_rule("two"), _rule("one")], None, notes=7)
    assert report == VaultReport(
        "/v",
        notes=7,
        checked=2,
        diagnostics=(
            _diagnostic("one", "A.md", 0, 3, TEA),
            _diagnostic("two", "A.md", 0, 3, TEA),
            _diagnostic("one", "A.md", 7, 10, TEA),
            _diagnostic("two", "A.md", 7, 10, TEA),
            _diagnostic("one", "B.md", 2, 5, TEA),
            _diagnostic("two", "B.md", 2, 5, TEA),
        ),
        failures=(),
        sources={note.path: note.source for note in notes},
    )


def test_a_crash_names_rule_and_note_and_hides_nothing() -> None:
    rules = [_rule("crash", _crash), _rule("beyond", _beyond), _rule("sound")]
    report = check_vault("/v", [_note("tea")], rules, None, notes=1)
    assert report.diagnostics == (
        _diagnostic("crash", "A.md", 0, 3, TEA),
        _diagnostic("sound", "A.md", 0, 3, TEA),
    )
    assert report.failures == (
        Failure(
            "beyond",
            "A.md",
            "ValueError: span Span(start=0, end=4) ends behind the note's 3 characters",
        ),
        Failure("crash", "A.md", "ValueError: out of tea"),
    )


def _about(*path: str | int) -> ActiveRule:
    def check(note: Note, options: Options) -> Iterator[Finding]:
        for finding in _find_word(note, options):
            yield replace(finding, property_path=path)

    return _rule("named", check)


@pytest.mark.parametrize(
    ("named", "own", "is_silent"),
    [
        pytest.param(("tags",), ("tags",), True, id="the same property"),
        pytest.param(("tags",), ("tags", 0), True, id="inside of it"),
        pytest.param(("tags", 0), ("tags", 0, "a"), True, id="inside of an item"),
        pytest.param(("tags", 0), ("tags",), False, id="around it"),
        pytest.param(("tags", 0), ("tags", 1), False, id="beside it"),
        pytest.param(("tags",), ("aliases",), False, id="another property"),
        pytest.param((), ("tags",), False, id="about the note"),
        pytest.param(("tags",), (), False, id="itself about the note"),
    ],
)
def test_a_rule_yields_where_another_tells_the_same(
    named: tuple[str | int, ...], own: tuple[str | int, ...], is_silent: bool
) -> None:
    telling, general = _about(*named), _about(*own)
    yielding = replace(general.rule, name="general", yields_to=("named",))
    rules = [general._replace(rule=yielding), telling]
    report = check_vault("/v", [_note("tea")], rules, None, notes=1)
    assert ("general" in {d.rule for d in report.diagnostics}) is not is_silent
    assert "named" in {d.rule for d in report.diagnostics}
    alone = check_vault("/v", [_note("tea")], rules[:1], None, notes=1)
    assert [d.rule for d in alone.diagnostics] == ["general"]


def test_attempt() -> None:
    assert attempt("rule", "A.md", lambda: 3) == 3
    empty: dict[str, int] = {}
    failure = attempt("rule", "A.md", lambda: empty["key"])
    assert failure == Failure("rule", "A.md", "KeyError: 'key'")


def test_rules_of_the_vault_need_one() -> None:
    rule = VaultRule("ask", "links", Severity.WARNING, _ask, options=Options)
    active = ActiveRule(rule, Severity.WARNING, Options("B.md"))
    notes = [_note("a", "A.md"), _note("b", "B.md")]
    alone = check_vault("/v", notes, [active], None, notes=2)
    assert (alone.diagnostics, alone.skipped_rules) == ((), ("ask",))
    index = index_of(["A.md", "B.md"], notes)
    report = check_vault("/v", notes[:1], [active], index, notes=2)
    assert [d.path for d in report.diagnostics] == ["A.md"]
    assert report.skipped_rules == ()
    # The report can show the related place, though nobody asked about its note.
    assert report.sources == {note.path: note.source for note in notes}


# --- which notes a rule looks at

_BINARY = bytes(range(256)) * 20
_TEMPLATES = Reading(template_folders=("forms",))
_OF_NOTES = set(FAMILIES) - {"canvas", "spaced-repetition", "obsidian-to-anki"}


def _read(path: str, content: bytes) -> Note:
    return parse(decode(path, content), _TEMPLATES)


@pytest.mark.parametrize(
    ("note", "families"),
    [
        pytest.param(_read("A.md", b"text"), _OF_NOTES, id="a note"),
        pytest.param(_read("A.md", b""), _OF_NOTES, id="an empty note"),
        pytest.param(
            replace(_read("A.md", b"text"), dialects=("spaced-repetition",)),
            _OF_NOTES - {"cards", "clozes"} | {"spaced-repetition"},
            id="a note of another dialect",
        ),
        pytest.param(
            _read("A.canvas", b"{}"), {"encoding", "files", "canvas", "bases"}, id="a canvas"
        ),
        pytest.param(_read("forms/A.md", b"text"), set(), id="a template"),
        pytest.param(
            _read("A.md", b"---\nexcalidraw-plugin: parsed\n---\n"),
            {"encoding", "files", "frontmatter", "suppressions"},
            id="a drawing",
        ),
        pytest.param(
            _read("A.md", b"---\nkanban-plugin: board\n---\n"),
            {"encoding", "files", "frontmatter", "links", "suppressions"},
            id="a board",
        ),
        pytest.param(
            _read("A.md", b"---\nsorting-spec: x\n---\n"),
            {"encoding", "files", "frontmatter", "suppressions"},
            id="a sorting-spec",
        ),
        pytest.param(_read("A.md", _BINARY), {"encoding"}, id="binary"),
    ],
)
def test_looks_at(note: Note, families: set[str]) -> None:
    rules = [load(name) for name in rule_names()]
    expected = {rule.name for rule in rules if rule.family in families}
    if note.kind == "template":
        expected = {rule.name for rule in rules if rule.on_templates}
    assert {rule.name for rule in rules if looks_at(rule, note)} == expected


# --- which rules run

_ENCODING = {entry.split("/")[1] for entry in RULES if entry.startswith("encoding/")}


@pytest.mark.parametrize(
    ("selections", "expected"),
    [
        pytest.param([Selection(select=("all",))], set(rule_names()), id="all"),
        pytest.param([Selection(select=())], set(), id="none"),
        pytest.param(
            [Selection(select=("unresolved-link", "encoding"))],
            {"unresolved-link", *_ENCODING},
            id="rules and families",
        ),
        pytest.param(
            [Selection(select=("encoding",), ignore=("odd-space",))],
            _ENCODING - {"odd-space"},
            id="a rule stands above its family",
        ),
        pytest.param(
            [Selection(select=("mojibake",), ignore=("encoding", "all"))],
            {"mojibake"},
            id="also when it is selected",
        ),
        pytest.param(
            [Selection(select=("mojibake",), ignore=("mojibake",))], set(), id="ignore wins a tie"
        ),
        pytest.param(
            [Selection(ignore=("all",)), Selection(extend=("mojibake",))],
            {"mojibake"},
            id="the higher layer wins",
        ),
        pytest.param(
            [Selection(extend=("mojibake",)), Selection(ignore=("all",))], set(), id="always"
        ),
        pytest.param(
            [Selection(extend=("links",)), Selection(select=("mojibake",)), Selection()],
            {"mojibake"},
            id="select replaces what is below",
        ),
    ],
)
def test_selection(selections: list[Selection], expected: set[str]) -> None:
    active = active_rules(Settings(selections=tuple(selections)))
    assert {rule.rule.name for rule in active} == expected
    order = [f"{rule.rule.family}/{rule.rule.name}" for rule in active]
    assert order == [entry for entry in RULES if entry in order]


def test_defaults() -> None:
    active = active_rules(Settings())
    assert [each.rule for each in active] == [entry for entry in ENTRIES if not entry.opt_in]
    assert [(each.loaded().rule, each.severity) for each in active] == [
        (load(each.rule.name), each.rule.severity) for each in active
    ]


def test_only_rules_that_look_at_a_note_are_loaded() -> None:
    program = (
        "import sys; from vaultlint.config import Settings\n"
        "from vaultlint.engine import Checker, active_rules\n"
        "from vaultlint.notes.parse import parse; from vaultlint.text.source import source\n"
        "checker = Checker(active_rules(Settings()), None); before = {*sys.modules}\n"
        "checker.outcome(parse(source('A.md', 'Tea.'))); print(*before, '/', *sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    modules = {
        f"vaultlint.checks.{entry}".replace("-", "_").replace("/", "."): entry for entry in RULES
    }
    before, after = (
        {modules[name] for name in names.split() if name in modules}
        for names in told.stdout.split("/")
    )
    note = parse(source("A.md", "Tea."))
    looking = [
        f"{active.rule.family}/{active.rule.name}"
        for active in active_rules(Settings())
        if looks_at(active.rule, note) and active.rule.scope == "note"
    ]
    assert before == set()
    assert after == {entry for entry in looking if entry != "suppressions/unused-suppression"}


@pytest.mark.parametrize("name", rule_names())
def test_options_that_the_run_gives_are_options_of_the_rule(name: str) -> None:
    rule = load(name)
    assert set(rule.given) <= {*rule.options._fields}.intersection(Settings.__struct_fields__)
    stated = [field for field in rule.options._fields if field not in rule.given]
    kinds = (bool, int, float, str, tuple)
    assert all(isinstance(rule.options._field_defaults[field], kinds) for field in stated)


def test_severity_and_options_of_the_settings() -> None:
    rule = NoteRule("word", "links", Severity.WARNING, _find_word, options=Options)
    settings = Settings(rules={"word": RuleSettings(Severity.INFO, {"word": "coffee"})})
    assert settings.severity_of(rule) is Severity.INFO
    assert settings.options_of(rule) == Options("coffee")
    other = NoteRule("other", "links", Severity.ERROR, _find_word)
    assert settings.severity_of(other) is Severity.ERROR
    assert settings.options_of(other) == NoOptions()
