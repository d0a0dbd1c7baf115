"""Renamed folders: which are told by links that lead nowhere, and what a report says of them."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.invoke import make_vault, vaultlint
from vaultlint.diagnostic import RenamedFolder
from vaultlint.vault.renamed import missing_path, renamed_folders

SCHEMA = json.loads(
    (Path(__file__).parent.parent / "schemas/report.schema.json").read_text(encoding="utf-8")
)


def told(links: list[str], files: list[str], note: str = "Home.md") -> list[RenamedFolder | None]:
    return list(renamed_folders([missing_path(link, note) for link in links], files))


@pytest.mark.parametrize(
    ("links", "files", "folder"),
    [
        pytest.param(
            ["v/Acad/x/A", "v/Acad/x/B.md", "v/Acad/C"],
            ["v/src/Academic/x/A.md", "v/src/Academic/x/B.md", "v/src/Academic/C.md"],
            RenamedFolder("v/Acad", "v/src/Academic"),
            id="renamed, and deeper",
        ),
        pytest.param(
            ["in/bio/A", "in/bio/B", "in/bio/x/C"],
            ["area/bio/A.md", "area/bio/B.md", "area/bio/x/C.md", "in/Other.md"],
            RenamedFolder("in/bio", "area/bio"),
            id="moved out of a folder that is still there",
        ),
        pytest.param(
            ["vault/A", "vault/B", "vault/x/C"],
            ["A.md", "B.md", "x/C.md"],
            RenamedFolder("vault", ""),
            id="the root is further down now",
        ),
        pytest.param(
            ["/old/A", "/old/B", "/old/C.png"],
            ["all/old/A.md", "all/old/B.md", "all/old/C.png"],
            RenamedFolder("old", "all/old"),
            id="the root is further up now",
        ),
        pytest.param(
            ["Ölde/a", "ÖLDE/B", "Ölde/c"],
            ["New/A.md", "New/b.md", "New/C.md"],
            RenamedFolder("Ölde", "New"),
            id="in any case of letters",
        ),
        pytest.param(
            ["./old/A.md", "../Notes/old/B.md", "./old/C.md"],
            ["Notes/new/A.md", "Notes/new/B.md", "Notes/new/C.md", "Notes/Home.md"],
            RenamedFolder("Notes/old", "Notes/new", is_written=False),
            id="relative links",
        ),
        pytest.param(
            ["old/1/Index", "old/2/Index", "old/3/Index"],
            [f"{folder}/{n}/Index.md" for folder in ("new", "b") for n in (1, 2, 3, 4)][:-3],
            RenamedFolder("old", "new"),
            id="one name everywhere: most of them tell",
        ),
    ],
)
def test_a_renamed_folder(links: list[str], files: list[str], folder: RenamedFolder) -> None:
    assert told(links, files, "Notes/Home.md") == [folder] * len(links)


@pytest.mark.parametrize(
    ("links", "files"),
    [
        pytest.param(["old/A", "old/B"], ["new/A.md", "new/B.md"], id="too few links"),
        pytest.param(["old/A", "old/A", "old/A.md"], ["new/A.md"], id="one file was moved"),
        pytest.param(
            ["old/A", "old/B", "old/C"],
            ["new/A.md", "new/B.md", "new/C.md", "old/D.md"],
            id="the folder is still there",
        ),
        pytest.param(
            ["old/A", "old/B", "old/C", "old/D", "old/E", "old/F"],
            ["new/A.md", "new/B.md", "new/C.md"],
            id="no more than half of its links",
        ),
        pytest.param(
            ["old/A", "old/B", "old/C"],
            ["new/A.md", "new/B.md", "new/C.md", "copy/A.md", "copy/B.md", "copy/C.md"],
            id="two folders are as likely",
        ),
        pytest.param(["old/A", "old/B", "old/C"], ["x/A.md", "y/B.md", "z/C.md"], id="scattered"),
        pytest.param(["A", "B", "C"], ["new/a.md"], id="names only"),
        pytest.param(["old/A", "old/B", "old/C"], [], id="nothing there"),
        pytest.param(["../../x/A", "../../x/B", "../../x/C"], ["x/A.md"], id="outside"),
        pytest.param(["/", "//", "a//b", "../", "./."], ["b.md", "a.md"], id="odd paths"),
    ],
)
def test_no_renamed_folder(links: list[str], files: list[str]) -> None:
    assert told(links, files) == [None] * len(links)


def test_what_else_is_missing_there_is_not_explained() -> None:
    files = ["new/A.md", "new/B.md", "new/C.md", "c/x2/E.md", "c/x2/F.md", "c/x2/G.md"]
    links = ["old/A", "old/Gone", "old/B", "old/x/E", "old/C", "old/x/F", "old/x/G", "z/Q"]
    # Half of the links are too few to call the outer folder renamed.
    inner = RenamedFolder("old/x", "c/x2")
    assert told(links, files) == [None, None, None, inner, None, inner, inner, None]
    outer = RenamedFolder("old", "new")
    assert told([*links, "old/A", "old/B"], files) == [
        *(outer, None, outer, inner, outer, inner, inner, None, outer, outer)
    ]


@pytest.mark.parametrize("same_name", [True, False])
def test_time_grows_with_links_and_files(same_name: bool) -> None:
    def seconds(count: int) -> float:
        name = "Index" if same_name else "Note {}"
        new = [f"a/new/{n}/{name.format(n)}.md" for n in range(count)]
        links = [f"a/old/{n}/{name.format(n)}" for n in range(count)]
        links += [f"gone {n}/{name.format(n)}" for n in range(count)]
        begin = time.process_time()
        found = told(links, [*new, *(f"b/{n}/x/Index.md" for n in range(count))])
        assert found == [RenamedFolder("a/old", "a/new")] * count + [None] * count
        return time.process_time() - begin

    seconds(10)
    # Eight times as many; quadratic would be 64 times.
    assert seconds(8000) < 24 * seconds(1000) + 0.1


# --- in reports

_FILES = {
    "new/deep/A.md": "a\n",
    "new/deep/B.md": "b\n",
    "new/C.png": "",
    "Plan.canvas": '{"nodes": [{"id": "1", "type": "file", "file": "old/deep/A.md",'
    ' "x": 0, "y": 0, "width": 1, "height": 1}], "edges": []}',
    "Home.md": (
        "[[old/deep/A]] ![[old/C.png]] [b](old/deep/B.md#x)\n\n"
        "> [!info]\n> **Next Note(s)**:\n> - [[old/deep/B]]\n"
    ),
}
_LINE = '5 links begin with "old/", which is now "new/"'


def test_a_renamed_folder_is_told_once(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, _FILES)
    for output_format in ("text", "concise"):
        lines = vaultlint("check", vault, "--output-format", output_format).stdout.splitlines()
        assert lines[-2] == _LINE
        assert sum("which is now" in line for line in lines) == 1
    assert "which is now" not in vaultlint("check", vault, "--quiet").stdout
    report = json.loads(vaultlint("check", vault, "--output-format", "json").stdout)
    assert list(Draft202012Validator(SCHEMA).iter_errors(report)) == []
    assert report["vaults"][0]["renamed_folders"] == [{"old": "old", "new": "new", "links": 5}]


def test_only_links_that_are_reported_count(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, _FILES)
    lines = vaultlint("check", vault, "--ignore", "navigation,canvas").stdout.splitlines()
    assert lines[-2] == '3 links begin with "old/", which is now "new/"'
    for call in (("--ignore", "links"), ("--select", "encoding")):
        assert "which is now" not in vaultlint("check", vault, *call).stdout


def test_the_vault_is_named_where_there_are_several(tmp_path: Path) -> None:
    make_vault(tmp_path / "one", _FILES)
    make_vault(tmp_path / "two", {"Sound.md": "a\n"})
    lines = vaultlint("check", tmp_path / "one", tmp_path / "two").stdout.splitlines()
    root = (tmp_path / "one").as_posix()
    assert lines[-2] == f'in "{root}", {_LINE}'


def test_relative_links_and_the_root(tmp_path: Path) -> None:
    links = "".join(f"[a](./in/old/{name}.md)\n" for name in "ABC")
    files = {f"{name}.md": "a\n" for name in "ABC"} | {"Home.md": links}
    lines = vaultlint("check", make_vault(tmp_path, files)).stdout.splitlines()
    assert lines[-2] == '3 links lead into "in/old/", which is now the root of the vault'


def test_no_more_than_five_folders_are_named(tmp_path: Path) -> None:
    old = [f"old {n}/{name}" for n in range(7) for name in "ABC"]
    files = {f"{path.replace('old', 'new')} {n}.md": "a\n" for n, path in enumerate(old)}
    links = "".join(f"[[{path} {n}]]\n" for n, path in enumerate(old))
    vault = make_vault(tmp_path, files | {"Home.md": links})
    *_, fourth, fifth, more, _ = vaultlint("check", vault).stdout.splitlines()
    assert fourth == '3 links begin with "old 3/", which is now "new 3/"'
    assert fifth == '3 links begin with "old 4/", which is now "new 4/"'
    assert more == "2 more folders renamed; the JSON report names all"
    report = json.loads(vaultlint("check", vault, "--output-format", "json").stdout)
    assert len(report["vaults"][0]["renamed_folders"]) == 7
