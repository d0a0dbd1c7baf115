"""`vaultlint schema infer`, `check`, `show` and `which`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.invoke import Outcome, diagnostics, make_vault, vaultlint
from vaultlint.schema import PRESETS

SCHEMAS = Path(__file__).parent.parent / "schemas"
NOTES = {
    f"Books/{n}. Book.md": f"---\ntitle: {n}\nstatus: {word}\ntags: [book/{word}, paper]\n---\n"
    for n, word in enumerate(["todo", "done", "todo", "done", "todo"], 1)
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault of books, which is the current folder."""
    monkeypatch.chdir(tmp_path)
    return make_vault(tmp_path, NOTES)


def inferred(*arguments: str) -> Any:
    outcome = vaultlint("schema", "infer", "--quiet", *arguments)
    assert (outcome.code, outcome.stderr) == (0, ""), outcome
    return json.loads(outcome.stdout)


# --- infer


def test_a_note_is_checked_against_what_was_inferred(vault: Path) -> None:
    outcome = vaultlint("schema", "infer", "--tag", "book", "--output-file", "s/book.schema.json")
    assert outcome == Outcome(0, "schemas:\n  - schema: s/book.schema.json\n    tags: [book]\n", "")
    (vault / ".vaultlint.yaml").write_text(outcome.stdout)
    assert diagnostics(vault) == []
    (vault / "New.md").write_text("---\ntitle: 6\nstatus: dome\ntags: [book, paper]\n---\n")
    (found,) = diagnostics(vault)
    assert found["message"] == (
        'property "status" is "dome", not "todo" or "done" (schema "Book"); did you mean "done"?'
    )


@pytest.mark.parametrize(
    ("arguments", "title", "description"),
    [
        pytest.param([], None, "Inferred from 5 notes.", id="the vault"),
        pytest.param(["Books"], "Books", "Inferred from 5 notes in Books.", id="a path"),
        pytest.param(["--folder", "Books/"], "Books", "Inferred from 5 notes in Books."),
        pytest.param(
            ["--tag", "#book/done"],
            "Done",
            "Inferred from 2 notes with the tag #book/done.",
            id="a tag",
        ),
        pytest.param(
            ["--tag", "book", "--tag", "film", "Books", "--title", "Work"],
            "Work",
            "Inferred from 5 notes with the tag #book or #film in Books.",
            id="both",
        ),
        pytest.param(
            ["--threshold", "0.9"],
            None,
            "Inferred from 5 notes. Demands what 90 % of them have in common.",
            id="a threshold",
        ),
    ],
)
def test_which_notes_are_asked(
    vault: Path, arguments: list[str], title: str | None, description: str
) -> None:
    schema = inferred(*arguments)
    assert (schema["title"], schema["description"]) == (title or vault.name, description)


def test_what_is_left_out_is_told(vault: Path) -> None:
    make_vault(
        vault,
        {
            "A.md": "text\n",
            "B.md": "---\na: b: c\n---\n",
            "C.md": "---\nkanban-plugin: board\n---\n",
            "Template {{x}}.md": "---\ntitle: x\n---\n",
        },
    )
    outcome = vaultlint("schema", "infer")
    assert outcome.stderr == (
        "vaultlint: left out: 1 board, 1 note with invalid frontmatter, "
        "1 note without properties, 1 template\n"
    )
    assert json.loads(outcome.stdout)["required"] == ["title", "status", "tags"]


def test_a_schema_for_each_tag(vault: Path) -> None:
    text = "---\ntags: [lone, /odd]\n---\n#Book #unasked\n"
    make_vault(vault, {f"{name}.md": text for name in "ABC"})
    make_vault(vault, {"A.md": "---\ntitle: 7\n---\n#Book #unasked #lone\n"})
    outcome = vaultlint("schema", "infer", "--by", "tag", "--output-dir", "s", "--quiet")
    assert outcome == Outcome(0, "", "")
    written = {path.name: json.loads(path.read_text()) for path in vault.glob("s/*")}
    assert {name: schema["description"].split(".")[0] for name, schema in written.items()} == {
        "book.schema.json": "Inferred from 8 notes with the tag #book",
        "lone.schema.json": "Inferred from 3 notes with the tag #lone",
        "paper.schema.json": "Inferred from 5 notes with the tag #paper",
    }


def test_schemas_of_tags_are_used(vault: Path) -> None:
    outcome = vaultlint("schema", "infer", "--by", "tag", "--output-dir", "schemas")
    assert outcome == Outcome(
        0,
        "schemas:\n"
        "  - schema: schemas/book.schema.json\n    tags: [book]\n"
        "  - schema: schemas/paper.schema.json\n    tags: [paper]\n",
        "",
    )
    assert json.loads((vault / "schemas/paper.schema.json").read_text())["title"] == "Paper"
    (vault / ".vaultlint.yaml").write_text(outcome.stdout)
    assert diagnostics(vault) == []


def test_a_schema_for_each_folder(vault: Path) -> None:
    films = {f"Films/🎬 New: x/{n}.md": "---\nyear: 1999\n---\n" for n in range(3)}
    make_vault(vault, {**films, "Others/A.md": "---\na: 1\n---\n"})
    outcome = vaultlint("schema", "infer", "--by", "folder", "--output-dir", "schemas")
    assert outcome == Outcome(
        0,
        "schemas:\n"
        "  - schema: schemas/Books.schema.json\n    folders: [Books]\n"
        "  - schema: schemas/Films.schema.json\n    folders: [Films]\n",
        "",
    )
    inner = vaultlint("schema", "infer", "--by", "folder", "--output-dir", "s", "Films", "Others")
    assert inner.stdout == "schemas:\n  - schema: s/Films.schema.json\n    folders: [Films]\n"


def test_names_that_are_no_plain_yaml(vault: Path) -> None:
    make_vault(vault, {f"A/🎬 New: x/{n}.md": "---\nyear: 1999\n---\n" for n in range(3)})
    outcome = vaultlint("schema", "infer", "A/🎬 New: x", "--output-file", "true.schema.json")
    assert outcome.stdout == (
        'schemas:\n  - schema: true.schema.json\n    folders: ["A/🎬 New: x"]\n'
    )
    (vault / ".vaultlint.yaml").write_text(outcome.stdout, encoding="utf-8")
    assert diagnostics(vault, "--select", "schema-violation,missing-property") == []


def test_a_file_is_overwritten_only_on_demand(vault: Path) -> None:
    (vault / "s.json").write_text("mine")
    arguments = ("schema", "infer", "--output-file", "s.json")
    assert vaultlint(*arguments) == Outcome(
        2, "", 'vaultlint: "s.json" exists; overwrite it with --force\n'
    )
    assert (vault / "s.json").read_text() == "mine"
    assert vaultlint(*arguments, "--force").code == 0
    assert json.loads((vault / "s.json").read_text())["required"] == ["title", "status", "tags"]


def test_a_configured_schema_need_not_exist_yet(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_text("schemas:\n  - schema: s.json\nexclude: [Books/1*]\n")
    assert inferred()["description"] == "Inferred from 4 notes."


@pytest.mark.usefixtures("vault")
def test_a_schema_outside_of_the_vault() -> None:
    outcome = vaultlint("schema", "infer", "--vault", "Books", "--output-file", "s.json")
    assert outcome == Outcome(
        0, "", "vaultlint: a schema has to lie in the vault to be used there\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--tag", "film"], "nothing to infer a schema from with the tag #film: no notes"),
        (["nowhere"], 'cannot read "nowhere": no such file or folder'),
        (
            ["--by", "tag"],
            "--by makes several schemas; name a folder for them with --output-dir",
        ),
        (
            ["--output-dir", "x"],
            "--output-dir is for several schemas; give --by too, or --output-file",
        ),
        (
            ["--by", "tag", "--output-dir", "x", "--title", "T"],
            "--title is for one schema, and --by makes several; give one of them",
        ),
        (
            ["--by", "tag", "--output-dir", "x", "--tag", "book"],
            "--tag is for one schema, and --by tag for several; give one of them",
        ),
        (
            ["--by", "folder", "--output-dir", "x"],
            "no folder is shared by 3 notes; infer without --by",
        ),
    ],
)
def test_infer_refuses(vault: Path, arguments: list[str], message: str) -> None:
    for note in sorted(vault.glob("Books/[3-5]*")):
        note.rename(vault / note.name)
    assert vaultlint("schema", "infer", *arguments) == Outcome(2, "", f"vaultlint: {message}\n")


def test_infer_refuses_notes_without_properties(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "text\n"})
    assert vaultlint("schema", "infer", tmp_path, "--quiet") == Outcome(
        2, "", "vaultlint: nothing to infer a schema from: no properties\n"
    )


# --- check


def test_check_names_every_mistake_of_every_file(vault: Path) -> None:
    make_vault(
        vault,
        {
            "s/a.schema.json": '{"type": "text",\n "format": "obsidan-date"}',
            "s/b.schema.json": '{"$ref": "https://example.org/x.json"}',
            "s/c.schema.json": '{"$ref": "../c.json#/$defs/d"}',
            "c.json": '{"$defs": {}}',
        },
    )
    outcome = vaultlint("schema", "check", "s", "c.json")
    assert outcome.stdout.splitlines() == [
        's/a.schema.json:1:10: unknown type "text"; write one of "string", "number", "integer", '
        '"boolean", "array", "object", "null"',
        's/a.schema.json:2:12: unknown format "obsidan-date"; did you mean "obsidian-date"?',
        's/b.schema.json:1:10: schema "https://example.org/x.json" is on the network, where '
        "vaultlint never goes; keep a copy in the vault",
        's/c.schema.json:1:10: nothing is at "../c.json#/$defs/d"; correct the reference',
        "4 schemas checked, 4 mistakes found",
    ]
    assert (outcome.code, outcome.stderr) == (1, "")


def test_check_of_what_is_configured(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_text("schemas:\n  - schema: s.json\n  - schema: flashcards\n")
    (vault / "s.json").write_text("[]")
    assert vaultlint("schema", "check") == Outcome(
        1,
        "s.json:1:1: a schema must be a mapping, not an empty list\n"
        "2 schemas checked, 1 mistake found\n",
        "",
    )
    (vault / "s.json").write_text("{}")
    assert vaultlint("schema", "check") == Outcome(0, "2 schemas checked, no mistakes found\n", "")
    assert vaultlint("schema", "check", "--quiet") == Outcome(0, "", "")


def test_check_says_what_the_start_of_a_run_says(vault: Path) -> None:
    (vault / ".vaultlint.yaml").write_text("schemas:\n  - schema: x/s.json\n")
    make_vault(vault, {"x/s.json": '{"items": {"format": "x"}}'})
    found = vaultlint("schema", "check", "--quiet")
    started = vaultlint("check", "Books")
    assert (found.code, started.code) == (1, 2)
    assert started.stderr == f"vaultlint: {found.stdout}"
    assert found.stdout.startswith('x/s.json:1:22: unknown format "x"; remove it, or write one of ')


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("s.json", 'cannot read the schema "s.json": no such file or directory'),
        ("Books", '"Books" holds no file that ends in .schema.json; name the files'),
    ],
)
@pytest.mark.usefixtures("vault")
def test_check_refuses(path: str, message: str) -> None:
    assert vaultlint("schema", "check", path) == Outcome(2, "", f"vaultlint: {message}\n")


# --- show


@pytest.mark.parametrize("name", PRESETS)
def test_show_a_preset(name: str) -> None:
    written = (SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8")
    assert vaultlint("schema", "show", name) == Outcome(0, written, "")
    resolved = json.loads(vaultlint("schema", "show", name, "--resolved").stdout)
    assert resolved == {key: v for key, v in json.loads(written).items() if key != "$id"}


def test_show_lists_the_presets() -> None:
    lines = vaultlint("schema", "show").stdout.splitlines()
    assert [line.split()[0] for line in lines] == list(PRESETS)
    assert lines[1] == "flashcards  A note whose cards are synced to a deck of its own in Anki."


def test_show_in_one_piece(vault: Path) -> None:
    make_vault(
        vault,
        {
            "s/a.json": '{"allOf": [{"$ref": "b.json"}, {"$ref": "vaultlint:flashcards"}],'
            ' "$defs": {"b": {"type": "null"}}, "properties": {"p": {"$ref": "#/$defs/b"}}}',
            "s/b.json": '{"$schema": "https://json-schema.org/draft/2020-12/schema",'
            ' "properties": {"q": {"$ref": "#/$defs/x~1y"}, "r": {"$ref": "../c d.json#/$defs/z"},'
            ' "s": {"$ref": "a.json#/$defs/b"}}, "$defs": {"x/y": {"type": "string"}}}',
            "c d.json": '{"$defs": {"z": {"type": "integer", "$ref": "s/b.json#/$defs/x~1y"}}}',
        },
    )
    outcome = vaultlint("schema", "show", "s/a.json", "--resolved")
    flashcards = json.loads((SCHEMAS / "flashcards.schema.json").read_text(encoding="utf-8"))
    inside = {key: value for key, value in flashcards.items() if key[0] != "$"}
    resolved = json.loads(outcome.stdout)
    assert resolved == {
        "allOf": [{"$ref": "#/$defs/b-2"}, {"$ref": "#/$defs/flashcards"}],
        "$defs": {
            "b": {"type": "null"},
            "b-2": {
                "properties": {
                    "q": {"$ref": "#/$defs/b-2/$defs/x~1y"},
                    "r": {"$ref": "#/$defs/c%20d/$defs/z"},
                    "s": {"$ref": "#/$defs/b"},
                },
                "$defs": {"x/y": {"type": "string"}},
            },
            "flashcards": inside,
            "c d": {"$defs": {"z": {"type": "integer", "$ref": "#/$defs/b-2/$defs/x~1y"}}},
        },
        "properties": {"p": {"$ref": "#/$defs/b"}},
    }
    validator = Draft202012Validator(resolved)
    assert validator.is_valid({"q": "x", "s": None, "cards-deck": "A"})
    for wrong in ({"q": 1}, {"s": 1}, {"p": 1}, {"cards-deck": 1}, {"r": "x"}):
        assert not validator.is_valid({"cards-deck": "A", **wrong})


@pytest.mark.parametrize(
    ("schema", "message"),
    [
        (
            '{"items": {"$ref": "#x"}, "$defs": {"x": {"$anchor": "x"}}}',
            '"s.json" cannot be put into one piece: "#x" leads to an anchor; '
            "write a path (#/$defs/…)",
        ),
        (
            '{"items": {"$id": "x", "$defs": {}}}',
            '"s.json" cannot be put into one piece: "$id": "x" would lead elsewhere; remove it',
        ),
        (
            '{"$schema": "http://json-schema.org/draft-07/schema#", "items": {"$ref": "t.json"}}',
            '"s.json" cannot be put into one piece: its parts are in different versions of '
            "JSON Schema; choose one",
        ),
        ('{"type": 1}', 's.json:1:10: "type" does not name a type; write one of "string", '),
    ],
)
def test_show_refuses(vault: Path, schema: str, message: str) -> None:
    make_vault(vault, {"s.json": schema, "t.json": "{}"})
    outcome = vaultlint("schema", "show", "s.json", "--resolved")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(f"vaultlint: {message}")
    assert vaultlint("schema", "show", "s.json") == Outcome(0, f"{schema}\n", "")


@pytest.mark.usefixtures("vault")
def test_show_of_nothing() -> None:
    assert vaultlint("schema", "show", "studynote") == Outcome(
        2,
        "",
        'vaultlint: cannot read the schema "studynote": no such file or directory; '
        'did you mean "study-note"?\n',
    )


def test_show_in_colours() -> None:
    plain = vaultlint("schema", "show", "flashcards").stdout
    colored = vaultlint("schema", "show", "flashcards", "--color", "always").stdout
    assert "\x1b[" in colored
    assert "\x1b[" not in plain


# --- which

CONFIGURATION = """\
schemas:
  - schema: study-note
    tags: [film, book]
  - schema: s.json
    folders: [Books]
    files: ["*2*.md"]
  - schema: obsidian
  - schema: flashcards
    tags: [film]
    properties: [cards-deck, deck]
"""


def test_which_tells_why(vault: Path) -> None:
    make_vault(vault, {".vaultlint.yaml": CONFIGURATION, "s.json": '{"title": "Second"}'})
    assert (
        vaultlint("schema", "which", "Books/2. Book.md").stdout
        == """\
Books/2. Book.md: 3 of 4 schemas apply

Study note (study-note) .vaultlint.yaml:2:13
  has the tag "book/done", below "book"

Second (s.json) .vaultlint.yaml:4:13
  is in the folder "Books"
  its path matches "*2*.md"

Obsidian (obsidian) .vaultlint.yaml:7:13
  is meant for every note

not Flashcards (flashcards) .vaultlint.yaml:8:13
  has not the tag "film"
  has none of the properties "cards-deck", "deck"
"""
    )


def test_which_tells_of_conditions(vault: Path) -> None:
    config = """\
schemas:
  - schema: study-note
    when: {properties: {name: {pattern: "^2"}}}
    severity: info
    unknown-properties: warn
  - schema: flashcards
    when: w.json
"""
    make_vault(vault, {".vaultlint.yaml": config, "w.json": '{"required": ["deck"]}'})
    assert (
        vaultlint("schema", "which", "Books/2. Book.md").stdout
        == """\
Books/2. Book.md: 1 of 2 schemas applies

Study note (study-note) .vaultlint.yaml:2:13
  satisfies the condition ".vaultlint.yaml:3:11"
  its severity is info
  unknown properties: warn

not Flashcards (flashcards) .vaultlint.yaml:6:13
  does not satisfy the condition "w.json": property "deck" is missing
"""
    )


def test_severities_that_schemas_state(vault: Path) -> None:
    config = """\
rules: {schema-violation: warning}
schemas:
  - schema: s.json
    severity: info
    unknown-properties: warn
  - schema: t.json
"""
    files = {
        ".vaultlint.yaml": config,
        "s.json": '{"title": "S", "required": ["a"], "properties": {"b": {"type": "string"}}}',
        "t.json": '{"title": "T", "required": ["c"], "properties": {"b": {"enum": ["x"]}}}',
        "A.md": "---\nb: 1\nd: 2\n---\n",
    }
    make_vault(vault, files)
    found = [(e["severity"], e["message"], e["related"]) for e in diagnostics(vault / "A.md")]
    assert [(severity, message) for severity, message, _ in found] == [
        ("info", 'property "a" missing (schema "S"); add it'),
        ("error", 'property "c" missing (schema "T"); add it'),
        ("warning", 'property "b" is the number 1, not "x" (schema "T"); write "x"'),
        ("info", 'property "b" is the number 1, not a string (schema "S"); put it in quotes'),
        (
            "warning",
            'property "d" is not allowed (schema "S"); remove it, or add it to the schema',
        ),
    ]
    assert [related for _, _, related in found][1] == [
        {
            "path": "t.json",
            "line": 1,
            "column": 16,
            "end_line": 1,
            "end_column": 26,
            "message": "asked for here",
        }
    ]


@pytest.mark.usefixtures("vault")
def test_which_without_a_configuration() -> None:
    assert vaultlint("schema", "which", "Books/2. Book.md") == Outcome(
        0,
        "Books/2. Book.md: 1 of 1 schema applies\n\n"
        "Obsidian (obsidian)\n"
        "  is meant for every note, as the configuration states no schemas\n",
        "",
    )


def test_which_names_the_own_schema_of_a_note(vault: Path) -> None:
    make_vault(
        vault,
        {
            ".vaultlint.yaml": "schemas: []\n",
            "A.md": "---\n$schema: s.json\n---\n",
            "B.md": "---\n$schema: t.json\n---\n",
            "s.json": "{}",
        },
    )
    assert (
        vaultlint("schema", "which", "A.md").stdout
        == """\
A.md: 1 of 1 schema applies

s.json A.md:2:10
  is named by the note's own property "$schema"
"""
    )
    assert vaultlint("schema", "which", "B.md").stdout.splitlines()[-1] == (
        '  but cannot be asked: cannot read the schema "t.json": no such file or directory; '
        "name a file of the vault or a preset"
    )


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("A.md", "", "is empty"),
        ("A.md", "---\na: b: c\n---\n", "has invalid frontmatter, which Obsidian drops"),
        ("Template {{x}}.md", "text\n", "is a template"),
        ("A.md", "---\na: 1\n---\n", None),
    ],
)
def test_which_as_json(vault: Path, name: str, text: str, why: str | None) -> None:
    make_vault(vault, {".vaultlint.yaml": CONFIGURATION, "s.json": "{}", name: text})
    outcome = vaultlint("schema", "which", name, "--output-format", "json")
    read = json.loads(outcome.stdout)
    described = json.loads((SCHEMAS / "which.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator(described).validate(read)
    assert (read["path"], read["exempt"]) == (name, why)
    assert [s["schema"] for s in read["schemas"] if s["applies"]] == ["obsidian"]
    assert read["schemas"][1]["selectors"] == [
        {"selector": "folders", "stated": ["Books"], "holds": False, "word": None, "found": None},
        {"selector": "files", "stated": ["*2*.md"], "holds": False, "word": None, "found": None},
    ]
    shown = vaultlint("schema", "which", name).stdout.splitlines()[0]
    assert shown == f"{name}: {f'{why}: no schema is asked' if why else '1 of 4 schemas applies'}"


@pytest.mark.usefixtures("vault")
def test_which_refuses() -> None:
    assert vaultlint("schema", "which", "A.md") == Outcome(
        2, "", 'vaultlint: cannot read "A.md": no such file or folder\n'
    )


# --- the command


def test_schema_alone_shows_its_help() -> None:
    outcome = vaultlint("schema")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert [name for name in ("check", "infer", "show", "which") if name in outcome.stderr] == [
        "check",
        "infer",
        "show",
        "which",
    ]
