"""What a call imports: what it does not need, it does not wait for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.invoke import make_vault, vaultlint
from vaultlint import __main__
from vaultlint.checks.catalogue import ENTRIES, RULES
from vaultlint.cli.main import main
from vaultlint.commands import check
from vaultlint.commands.call import Call

_PROGRAM = """\
import sys
from vaultlint.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    code = ended.code
modules = sorted(sys.modules)
import json
print(json.dumps([code, modules]))
"""
_CACHE_DIR = "VAULTLINT_CACHE_DIR"
_NEVER = {"asyncio", "multiprocessing", "importlib.metadata", "jsonschema", "rich", "ssl", "http"}
_NOT_WITHOUT_A_NOTE = {
    "vaultlint.engine",
    "vaultlint.config",
    "vaultlint.notes",
    "markdown_it",
    "ruamel",
    "pathspec",
    "wcwidth",
    "ftfy",
    "charset_normalizer",
    "json",
}

_NOT_FOR_A_SOUND_NOTE = {
    "bibtexparser",
    "charset_normalizer",
    "difflib",
    "ftfy",
    "hashlib",
    "html",
    "jinja2",
    "markdown_it",
    "pathspec",
    "rapidfuzz",
    "ruamel",
    "shutil",
    "signal",
    "subprocess",
    "tempfile",
    "wcwidth",
    "zstandard",
    # What repairs notes, and writes them.
    "vaultlint.commands.checking",
    "vaultlint.commands.inmemory",
    "vaultlint.commands.repairs",
    "vaultlint.commands.suppressing",
    "vaultlint.commands.writing",
    "vaultlint.proof",
    # Baselines, and what is new.
    "vaultlint.baseline",
    "vaultlint.changed",
    "vaultlint.commands.baselines",
    # What reads a configuration, YAML that is not simple, blocks that are not, other files.
    "vaultlint.config",
    "vaultlint.notes.blocks",
    "vaultlint.notes.canvas",
    "vaultlint.notes.json_tree",
    "vaultlint.notes.yaml_faults",
    "vaultlint.notes.yaml_text",
    "vaultlint.notes.yaml_tree",
    # What the plugins that the vault does not have make of a note.
    "vaultlint.notes.ankinotes",
    "vaultlint.notes.spaced",
    "vaultlint.notes.sync.obsidian_to_anki",
    "vaultlint.notes.sync.spaced_repetition",
    "vaultlint.notes.to_anki",
    # Misread text, and reports of something.
    "vaultlint.checks.encoding._misread",
    "vaultlint.report.concise",
    "vaultlint.report.fixdiff",
    "vaultlint.report.html",
    "vaultlint.report.json",
    "vaultlint.report.text",
    "vaultlint.text.mojibake",
    "vaultlint.text.shift_jis",
}


def _imported(*arguments: str | Path) -> tuple[int, set[str]]:
    """The exit code of a call in a process of its own, and the modules that it loaded."""
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    code, modules = json.loads(result.stdout.splitlines()[-1])
    return code, set(modules)


def test_the_version_is_told_without_click() -> None:
    program = (
        "import sys; from vaultlint.__main__ import main; main(); print('click' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, "--version"], capture_output=True, text=True, check=True
    )
    assert told.stdout == vaultlint("--version").stdout + "False\n"


@pytest.mark.parametrize("paths", [[], ["A.md"], ["A.md", "Notes"], ["."], ["none.md"], [""]])
def test_a_call_without_options_is_read_as_click_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    make_vault(tmp_path, {"A.md": "", "Notes/B.md": ""})
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(_CACHE_DIR)
    calls: list[Call] = []

    def run(call: Call) -> int:
        calls.append(call)
        return 1

    monkeypatch.setattr(check, "run", run)
    monkeypatch.setattr(sys, "argv", ["vaultlint", "check", *paths])
    for program in (__main__.main, main):
        with pytest.raises(SystemExit) as ended:
            program()
        assert ended.value.code == 1
    monkeypatch.setenv(_CACHE_DIR, "caches")
    with pytest.raises(SystemExit):
        __main__.main()
    as_given = Call(paths=tuple(map(Path, paths)))
    assert calls == [as_given, as_given, as_given._replace(cache_dir=Path("caches"))]


def test_a_call_without_options_needs_no_click(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(_CACHE_DIR)
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")
    make_vault(tmp_path, {"A.md": "Tea\u2013time: [[B]]\n"})
    program = (
        "import sys; from vaultlint.__main__ import main\n"
        "try: main()\n"
        "finally: print('click' in sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program, "check", "A.md"],
        capture_output=True,
        cwd=tmp_path,
        encoding="utf-8",
    )
    shown, _, spared = told.stdout.removesuffix("\n").rpartition("\n")
    assert (told.returncode, spared, told.stderr) == (1, "False", "")
    assert "Tea\u2013time: [[B]]" in shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["--help"],
        ["check", "--help"],
        ["cards", "--help"],
        ["schema", "infer", "--help"],
    ],
)
def test_nothing_heavy_without_a_note(arguments: list[str]) -> None:
    code, modules = _imported(*arguments)
    assert code == 0
    assert modules & (_NEVER | _NOT_WITHOUT_A_NOTE) == set()


def test_check_of_a_sound_note(tmp_path: Path) -> None:
    head = "---\ntags: [bread]\naliases:\n  - Rye\n---\n"
    note = f"{head}\n[[A]] of \u00e9p\u00e9e \u2013 and \U0001f35e\n"
    make_vault(tmp_path, {"A.md": note})
    for _ in ("without a cache", "with one"):
        code, modules = _imported("check", tmp_path / "A.md")
        assert code == 0
        assert modules & (_NEVER | _NOT_FOR_A_SOUND_NOTE) == set()


def _rules(modules: set[str]) -> set[str]:
    """The names of the rules among these modules."""
    paths = {f"vaultlint.checks.{entry}".replace("-", "_"): entry for entry in RULES}
    return {entry for path, entry in paths.items() if path.replace("/", ".") in modules}


def test_only_rules_that_look_at_a_note_are_loaded(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[A]]\n"})
    _, modules = _imported("check", tmp_path / "A.md")
    loaded = _rules(modules)
    assert loaded > {"links/unresolved-link", "encoding/mojibake"}
    families = {entry.partition("/")[0] for entry in loaded}
    assert not families & {"anki", "canvas", "obsidian-to-anki", "spaced-repetition"}
    assert not loaded & {f"{rule.family}/{rule.name}" for rule in ENTRIES if rule.opt_in}


def test_nothing_is_read_and_asked_where_nothing_changed(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[B]]\n"})
    for is_known in (False, True):
        code, modules = _imported("check", tmp_path)
        assert code == 1
        assert (_rules(modules) == set()) == is_known
        assert ("vaultlint.notes.parse" not in modules) == is_known


def test_a_note_without_frontmatter_needs_no_yaml(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[A]]\n"})
    code, modules = _imported("check", tmp_path / "A.md")
    assert code == 0
    assert "ruamel" not in modules


def test_a_damaged_note_is_told_of(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "Caf\u00c3\u00a9\n"})
    code, modules = _imported("check", tmp_path / "A.md")
    assert code == 1
    assert "vaultlint.text.mojibake" in modules


def test_check_of_a_sound_note_against_a_schema_of_its_own(tmp_path: Path) -> None:
    note = (
        "---\ntitle: Rye\ncreated: 2024-05-01T17:00\nupdated: 2024-05-01 18:30\n"
        "authors: [Ada Miller]\ntags: [study-note]\ncards-deck: Grains::Rye\n---\n"
    )
    config = "schemas:\n  - schema: study-note\n    severity: info\n"
    make_vault(tmp_path, {"Rye.md": note, ".vaultlint.yaml": config})
    rules = "--select=missing-property,schema-violation,unknown-property"
    code, modules = _imported("check", tmp_path, rules)
    assert code == 0
    assert modules & {"jsonschema", "referencing"} == set()


def test_inferring_a_schema(tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "---\ntags: [bread]\n---\n"})
    code, modules = _imported("schema", "infer", tmp_path)
    assert code == 0
    assert modules & (_NEVER | {"charset_normalizer", "ftfy"}) == set()


@pytest.mark.parametrize("output_format", ["text", "json", "jsonl", "csv"])
def test_cards_of_a_note(tmp_path: Path, output_format: str) -> None:
    config = "schemas:\n  - schema: study-note\n"
    make_vault(tmp_path, {"A.md": "A {1:cell}.\n", ".vaultlint.yaml": config})
    code, modules = _imported("cards", tmp_path, "--output-format", output_format)
    assert code == 0
    assert modules & (_NEVER | {"charset_normalizer", "ftfy", "sqlite3"}) == set()
