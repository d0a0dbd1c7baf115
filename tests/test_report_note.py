"""The report as a note of the vault: its links lead to notes, and it is nothing but text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.example_vault import EXAMPLE, copy_example
from tests.invoke import diagnostics, make_vault, vaultlint
from tests.test_report_formats import HOSTILE, hostile, outside_of_ci  # noqa: F401  # fixtures
from vaultlint.notes.facts import Dialect, Note
from vaultlint.notes.parse import parse
from vaultlint.notes.reading import DEFAULT_READING
from vaultlint.report.obsidian import link_to, plain
from vaultlint.text.source import source
from vaultlint.vault.index import index_of
from vaultlint.vault.obsidian import ObsidianSettings

DIALECTS: tuple[Dialect, ...] = (
    "bracket",
    "flashcards-obsidian",
    "spaced-repetition",
    "obsidian-to-anki",
)


def written(vault: Path, name: str = "Report.md") -> Path:
    file = vault / name
    outcome = vaultlint("check", vault, "--output-format", f"obsidian={file}")
    assert outcome.stdout == ""
    return file


def as_plain_note(file: Path) -> str:
    """The text of a report without the line by which vaultlint knows it."""
    first, rest = file.read_text(encoding="utf-8").split("\n", 1)
    assert first.startswith("%% vaultlint-report")
    return rest


def facts(note: Note) -> Iterator[object]:
    """Everything but links, headings and text that a note may hold."""
    yield from (note.frontmatter, *note.fences, *note.code, *note.math, *note.comments)
    yield from (*note.html_blocks, *note.callouts, *note.tables, *note.tasks, *note.tags)
    yield from (*note.block_ids, *note.footnotes, *note.footnote_references, *note.citations)
    yield from (*note.narrative_citations, *note.external_links, *note.addresses)
    yield from (*note.cards, *note.bare_cards, *note.unasked_cards, *note.inline_cards)
    yield from (*note.digit_ids, *note.clozes, *note.to_anki.notes, *note.to_anki.lines)
    yield from (*note.sync.cards, *note.bases, *note.suppressions.kept, *note.suppressions.faults)


def test_nothing_is_made_of_the_text_of_other_notes(hostile: Path) -> None:  # noqa: F811
    text = as_plain_note(written(hostile))
    for dialects in (*((each,) for each in DIALECTS), DIALECTS):
        note = parse(source("Report.md", text), replace(DEFAULT_READING, dialects=dialects))
        assert [fact for fact in facts(note) if fact is not None] == []


def test_links_lead_to_all_notes_that_can_be_linked(hostile: Path) -> None:  # noqa: F811
    text = as_plain_note(written(hostile))
    names = [file.relative_to(hostile).as_posix() for file in hostile.glob("*.md")]
    note = parse(source("Report.md", text))
    index = index_of(names, [note], ObsidianSettings())
    led = {index.resolve(link, "Report.md").path for link in note.links}
    found = {str(each["path"]) for each in diagnostics_of(hostile)}
    unlinkable = {name for name in found if "#" in name}
    assert led == found - unlinkable
    assert len(led) > len(HOSTILE) - 6


def diagnostics_of(vault: Path) -> list[dict[str, object]]:
    import json

    outcome = vaultlint("check", vault, "--output-format", "jsonl")
    return [json.loads(line) for line in outcome.stdout.splitlines()]


def test_report_is_a_sound_note(hostile: Path) -> None:  # noqa: F811
    text = as_plain_note(written(hostile))
    (hostile / "Plain.md").write_text(text, encoding="utf-8")
    found = [each for each in diagnostics_of(hostile) if each["path"] == "Plain.md"]
    assert found == []


def test_report_changes_nothing(hostile: Path) -> None:  # noqa: F811
    (hostile / "image.png").write_bytes(b"\x89PNG")
    options = ("--select=all", "--output-format", "jsonl")
    before = vaultlint("check", hostile, *options).stdout
    assert "orphan-attachment" in before
    file = hostile / "Report.md"
    again = [
        vaultlint("check", hostile, "--select=all", "--output-format", f"obsidian={file}")
        and file.read_bytes()
        for _ in range(2)
    ]
    assert again[0] == again[1]
    assert "image.png" in again[0].decode()
    assert vaultlint("check", hostile, *options).stdout == before
    assert diagnostics(hostile / "Report.md", "--select=all") == []


def test_links_to_a_heading_of_a_report_are_not_judged(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[gone]]\n\n[[Report#unresolved-link]]\n"})
    written(vault)
    assert [each["line"] for each in diagnostics(vault)] == [1]


def test_report_on_the_example(tmp_path: Path) -> None:
    file = written(copy_example(tmp_path / "vault"))
    lines = file.read_text(encoding="utf-8").splitlines()
    assert lines[2:6] == ["# What vaultlint found", "", "4 errors, 2 warnings in 6 notes.", ""]
    assert [line for line in lines if line.startswith("## ")] == [
        "## mojibake",
        "## schema-violation",
        "## unclosed-card",
        "## unresolved-link",
        "## cloze-number-gap",
        "## one-way-neighbour",
    ]
    path = "courses/🥖 Bread baking/4. The oven"
    assert f"- [[/{path}.md|{path}]], line 48, error: no note is named " in "\n".join(lines)


def test_note_of_the_user_is_not_overwritten(tmp_path: Path) -> None:
    vault = make_vault(tmp_path, {"A.md": "[[gone]]\n"})
    outcome = vaultlint("check", vault, "--output-format", f"obsidian={vault / 'A.md'}")
    assert outcome.code == 2
    assert outcome.stderr.endswith("is no report of vaultlint; name another file for the report\n")
    assert (vault / "A.md").read_text(encoding="utf-8") == "[[gone]]\n"


def test_report_of_several_vaults_is_refused(tmp_path: Path) -> None:
    vaults = [make_vault(tmp_path / name, {"A.md": ""}) for name in ("one", "two")]
    outcome = vaultlint("check", *vaults, "--output-format=obsidian")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr == (
        "vaultlint: obsidian is a note of one vault, and this call is about 2; "
        "name one with --vault\n"
    )


def test_report_of_a_sound_vault() -> None:
    outcome = vaultlint(
        "check", EXAMPLE, "--output-format=obsidian", "--select=merge-conflict-marker"
    )
    assert outcome.stdout.endswith("# What vaultlint found\n\nNo mistakes.\n")


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("A.md", "[[/A.md|A]]"),
        ("b/A B.canvas", "[[/b/A B.canvas|b/A B.canvas]]"),
        ("Q&A (1).md", "[[/Q&A (1).md|Q&A (1)]]"),
        ("[x] 5$.md", "[&#91;x&#93; 5&#36;](/%5Bx%5D%205&#x24;.md)"),
        ("a: {1:b}.md", "[a: &#123;1&#58;b&#125;](/a&#x3a;%20%7B1&#x3a;b%7D.md)"),
        ("a%20b.md", "[[/a%20b.md|a%20b]]"),
        ("START %.md", "[&#83;TART &#37;](/%53TART%20%25.md)"),
        ("@lee.md", "[&#64;lee](/&#x40;lee.md)"),
        ("C#.md", "C&#35;.md"),
    ],
)
def test_links(path: str, link: str) -> None:
    assert link_to(path) == link
    note = parse(source("Report.md", f"{link}\n"))
    if path != "C#.md":
        (found,) = note.links
        assert index_of([path], [note], ObsidianSettings()).resolve(found, "x").path == path


def test_plain_text() -> None:
    assert plain("a: b:c:: d:") == "a: b&#58;c&#58;: d&#58;"
    assert plain("START and STARTED") == "&#83;TART and &#83;TARTED"
