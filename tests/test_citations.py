"""Bibliographies: their formats, where they are found, and which key is meant."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.invoke import vaultlint
from vaultlint.notes.bibliography import BibliographyError, read_keys
from vaultlint.notes.library import Keys
from vaultlint.vault.citationplugins import plugin_bibliographies


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        pytest.param("a.json", '[{"id": "a"}, {"id": 7}, {"x": 1}, 3]', {"a", "7"}, id="CSL JSON"),
        pytest.param(
            "a.JSON",
            '[{"id": "http://zotero.org/1", "citation-key": "b", "other-ids": ["c", 1]}]',
            {"http://zotero.org/1", "b", "c"},
            id="Zotero",
        ),
        pytest.param("a.json", '{"items": [{"citationKey": "d"}]}', {"d"}, id="Better BibTeX"),
        pytest.param("a.json", "\ufeff[]", set(), id="nothing"),
        pytest.param("a.yaml", "references:\n- id: a\n- id: b:c\n", {"a", "b:c"}, id="CSL YAML"),
        pytest.param("a.yml", "---\nreferences:\n- id: a\n---\n", {"a"}, id="as frontmatter"),
        pytest.param("a.yaml", "- id: a\n", {"a"}, id="a list"),
        pytest.param("a.yaml", "", set(), id="empty"),
        pytest.param(
            "a.bib",
            'text @ x\n@string{j = {J}}\n@comment{@book{no, title={x}}}\n@preamble{"p"}\n'
            '@Article {a:1 ,\n title = {A {B} "c" # @d{e}},\n month = jan # "x",\n}\n'
            '@misc(b2, ids = {b3, b4}, note = "y")\n@book{c.d-e/f,}',
            {"a:1", "b2", "b3", "b4", "c.d-e/f"},
            id="BibTeX",
        ),
        pytest.param(
            "a.bib", "@book{a, title={x}}\n@book{a, title={y}}", {"a"}, id="the same key twice"
        ),
        pytest.param(
            "a.bib",
            "@book{a, title = {x\n@book{b, title = {y}}\n@book{c, t={1}, t={2}}\n@book{d, x={y}}",
            {"a", "b", "c", "d"},
            id="damaged entries",
        ),
        pytest.param("a.bib", "@book{mü, title={caf\udce9}}", {"mü"}, id="another encoding"),
    ],
)
def test_keys(path: str, text: str, expected: set[str]) -> None:
    assert read_keys(path, text.encode("utf-8", "surrogateescape")) == expected


@pytest.mark.parametrize(
    ("path", "text", "words"),
    [
        pytest.param("a.json", "[", "is no JSON: Expecting value: line 1 column 2", id="JSON"),
        pytest.param("a.json", "[" * 100_000, "is no JSON: ", id="deep JSON"),
        pytest.param("a.yaml", "a: [", "is no YAML: ", id="YAML"),
        pytest.param("a.ris", "TY  - BOOK", "is no bibliography in CSL JSON, CSL YAML", id="RIS"),
    ],
)
def test_unreadable(path: str, text: str, words: str) -> None:
    with pytest.raises(BibliographyError) as caught:
        read_keys(path, text.encode())
    assert str(caught.value).startswith(words)


def test_nothing_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    read_keys("a.bib", b"@book{a, title = {x\n@book{b, title = {y}}")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        pytest.param("hamelmanBread", "hamelmanBread2004", id="cut off"),
        pytest.param("HamelmanBread2004", "hamelmanBread2004", id="another case"),
        pytest.param("hamelmannBread2004", "hamelmanBread2004", id="one letter more"),
        pytest.param("hamelmanBread2005", None, id="another year"),
        pytest.param("ganzle", None, id="the beginning of two"),
        pytest.param("ham", None, id="too short"),
        pytest.param("zohary2012", None, id="another work"),
        pytest.param("Mu\u0308ller1999", "müller1999", id="another normalisation"),
    ],
)
def test_which_key_is_meant(key: str, expected: str | None) -> None:
    keys = Keys(["hamelmanBread2004", "ganzleA2014", "ganzleB2014", "müller1999"])
    assert key not in keys
    assert keys.meant(key) == expected


def test_unknown_keys_take_linear_time() -> None:
    def seconds(count: int) -> float:
        keys = Keys(f"authorGreatStudy{number}" for number in range(count))
        start = time.process_time()
        assert keys.meant("authorGreatStudx1") == "authorGreatStudy1"
        found = {keys.meant(f"authorGreatStudx{number}x") for number in range(count)}
        assert found == {f"authorGreatStudy{number}" for number in range(count)}
        return time.process_time() - start

    small, large = min(seconds(300) for _ in range(3)), min(seconds(3000) for _ in range(3))
    assert large < small * 40, (small, large)


# --- where bibliographies are found

NOTE = "Text [@a] [@b].\n"


def write(vault: Path, files: dict[str, str]) -> None:
    (vault / ".obsidian").mkdir()
    for path, text in files.items():
        file = vault / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def unknown(vault: Path) -> list[str]:
    """The unknown keys, each with its note."""
    result = vaultlint("check", str(vault), "--select=unknown-citation", "--output-format=json")
    assert result.code in (0, 1), result.stderr
    diagnostics = json.loads(result.stdout)["diagnostics"]
    return [f"{d['path']} {d['message'].split(chr(34))[1]}" for d in diagnostics]


CONFIG = "citations: {bibliography: [refs.bib]}"
PLUGINS = ".obsidian/plugins/"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"N.md": NOTE}, [], id="none"),
        pytest.param(
            {"N.md": NOTE, ".vaultlint.yaml": CONFIG, "refs.bib": "@book{a,}"},
            ["N.md b"],
            id="configuration",
        ),
        pytest.param(
            {
                "N.md": NOTE,
                ".vaultlint.yaml": "citations: {bibliography: [.lib/r.bib, s.json]}",
                ".lib/r.bib": "@book{a,}",
                "s.json": '[{"id": "b"}]',
            },
            [],
            id="two files together",
        ),
        pytest.param(
            {
                "x/N.md": f"---\nbibliography: r.json\n---\n{NOTE}",
                "x/r.json": '[{"id": "a"}]',
                "r.json": '[{"id": "b"}]',
                "M.md": NOTE,
            },
            ["x/N.md b"],
            id="a property, from the folder of the note",
        ),
        pytest.param(
            {
                "x/N.md": f'---\nbibliography: ["r.json", "[[s.json]]"]\n---\n{NOTE}',
                "r.json": '[{"id": "b"}]',
                "s.json": "[]",
            },
            ["x/N.md a"],
            id="a list, from the root",
        ),
        pytest.param(
            {
                "N.md": f"---\nbibliography: [r.json, gone.json]\n---\n{NOTE}",
                "r.json": '[{"id": "b"}]',
            },
            [],
            id="one is missing",
        ),
        pytest.param(
            {"N.md": f"---\nbibliography: r.json\n---\n{NOTE}", "r.json": "["}, [], id="damaged"
        ),
        pytest.param(
            {"N.md": f"---\nreferences: [id: a]\n---\n{NOTE}"}, ["N.md b"], id="in the note"
        ),
        pytest.param(
            {
                "N.md": f"---\nreferences: [id: b]\n---\n{NOTE}",
                "M.md": NOTE,
                ".vaultlint.yaml": CONFIG,
                "refs.bib": "@book{a,}",
            },
            ["M.md b"],
            id="in one note, besides",
        ),
        pytest.param(
            {
                "N.md": NOTE,
                f"{PLUGINS}obsidian-citation-plugin/data.json": '{"citationExportPath": "r.bib"}',
                "r.bib": "@book{a,}",
            },
            ["N.md b"],
            id="a plugin",
        ),
        pytest.param(
            {
                "N.md": NOTE,
                f"{PLUGINS}obsidian-citation-plugin/data.json": '{"citationExportPath": "r.bib"}',
                "r.bib": "@book{b,}",
                ".vaultlint.yaml": CONFIG,
                "refs.bib": "@book{a,}",
            },
            ["N.md b"],
            id="the configuration stands above plugins",
        ),
        pytest.param(
            {
                "N.md": NOTE,
                f"{PLUGINS}obsidian-citation-plugin/data.json": '{"citationExportPath": "r.bib"}',
                ".obsidian/community-plugins.json": '["dataview"]',
                "r.bib": "@book{a,}",
            },
            [],
            id="a plugin that is off",
        ),
        pytest.param(
            {
                "N.md": NOTE,
                ".vaultlint.yaml": "citations: {bibliography: [/nowhere/at/all.bib]}",
            },
            [],
            id="absolute, on another machine",
        ),
    ],
)
def test_where(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    write(tmp_path, files)
    assert unknown(tmp_path) == expected


@pytest.mark.parametrize(
    ("plugin", "data", "expected"),
    [
        pytest.param(
            "obsidian-pandoc-reference-list",
            '{"pathToBibliography": " a.bib "}',
            ("a.bib",),
            id="file",
        ),
        pytest.param(
            "obsidian-pandoc-reference-list",
            '{"pathToBibliography": "a", "pullFromZotero": true, "zoteroGroups": [{"id": 1}, {}]}',
            (".pandoc/zotero-library-1.json",),
            id="Zotero",
        ),
        pytest.param(
            "obsidian-pandoc",
            '{"extraArguments": "--citeproc --bibliography=\\"a b.bib\\"\\n--bibliography c.json"}',
            ("a b.bib", "c.json"),
            id="arguments",
        ),
        pytest.param("obsidian-citation-plugin", "[", (), id="damaged"),
        pytest.param("obsidian-citation-plugin", '{"citationExportPath": ""}', (), id="empty"),
    ],
)
def test_plugins(tmp_path: Path, plugin: str, data: str, expected: tuple[str, ...]) -> None:
    write(tmp_path, {f"{PLUGINS}{plugin}/data.json": data})
    assert plugin_bibliographies(tmp_path / ".obsidian") == expected


@pytest.mark.parametrize(
    ("files", "line"),
    [
        pytest.param(
            {"N.md": "no citation"},
            '1:28: no bibliography is at "refs.bib"; correct the path',
            id="missing",
        ),
        pytest.param(
            {"N.md": NOTE, "refs.bib/x": ""},
            '1:28: no bibliography is at "refs.bib"; correct the path',
            id="a folder",
        ),
    ],
)
def test_faults_of_the_configuration(tmp_path: Path, files: dict[str, str], line: str) -> None:
    write(tmp_path, {**files, ".vaultlint.yaml": CONFIG})
    result = vaultlint("check", str(tmp_path), "--select=unknown-citation")
    assert (result.code, result.stdout) == (2, "")
    assert result.stderr == f"vaultlint: {(tmp_path / '.vaultlint.yaml').as_posix()}:{line}\n"


def test_a_damaged_bibliography_of_the_configuration(tmp_path: Path) -> None:
    write(tmp_path, {"N.md": NOTE, ".vaultlint.yaml": CONFIG.replace("bib]", "json]")})
    (tmp_path / "refs.json").write_text("[{]")
    result = vaultlint("check", str(tmp_path), "--select=unknown-citation")
    assert result.code == 2
    assert ':1:28: "refs.json" is no JSON: Expecting property name' in result.stderr
    assert result.stderr.endswith("; correct the file or the path\n")
    # What is not asked for, is not read.
    assert vaultlint("check", str(tmp_path), "--select=unresolved-link").code == 0


def test_what_is_missing_is_told_when_asked(tmp_path: Path) -> None:
    write(tmp_path, {"N.md": f"---\nbibliography: gone.bib\n---\n{NOTE}"})
    lines = vaultlint("check", str(tmp_path), "--verbose").stderr.splitlines()
    words = 'no bibliography is at "gone.bib": citations of notes that use it are not checked'
    assert f"vaultlint: {words}" in lines
    assert "bibliography" not in vaultlint("check", str(tmp_path)).stderr


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultlint.commands import bibliographies

    read: list[str] = []

    def counted(path: str, content: bytes) -> frozenset[str]:
        read.append(Path(path).name)
        return read_keys(path, content)

    monkeypatch.setattr(bibliographies, "read_keys", counted)
    notes = {f"{number}.md": f"---\nbibliography: r.json\n---\n{NOTE}" for number in range(5)}
    write(tmp_path, {**notes, ".vaultlint.yaml": CONFIG, "refs.bib": "@book{a,}", "r.json": "[]"})
    assert unknown(tmp_path) == [f"{number}.md b" for number in range(5)]
    assert sorted(read) == ["r.json", "refs.bib"]
