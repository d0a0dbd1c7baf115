"""The corners of the rules about files and line ends that their pages cannot show."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator

import pytest

from vaultlint.checks.catalogue import load
from vaultlint.checks.encoding import byte_order_mark, control_character, mixed_line_endings
from vaultlint.checks.files import (
    case_clash,
    forbidden_file_name,
    merge_conflict_marker,
    not_nfc_name,
    oversized_note,
)
from vaultlint.diagnostic import Finding, Severity
from vaultlint.engine import ActiveRule, check_vault
from vaultlint.notes.facts import Note
from vaultlint.notes.parse import parse
from vaultlint.rule import NoOptions, Vault
from vaultlint.text.decode import decode
from vaultlint.vault.index import index_of

NFD = unicodedata.normalize("NFD", "Pâté")
VaultCheck = Callable[[Note, Vault, NoOptions], Iterator[Finding]]

NFC = unicodedata.normalize("NFC", NFD)


def note(content: str | bytes, path: str = "N.md") -> Note:
    return parse(decode(path, content.encode() if isinstance(content, str) else content))


def told(check: VaultCheck, paths: Iterable[str]) -> list[tuple[str, str]]:
    """The notes with a finding, and the first word in quotes of its message."""
    paths = tuple(paths)
    notes = [note("", path) for path in paths if path.endswith(".md")]
    index = index_of(paths, notes)
    return [
        (each.path, finding.message.partition('"')[2].partition('"')[0])
        for each in notes
        for finding in check(each, index, NoOptions())
    ]


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param(["a.md", "b/a.md", "B.md"], [], id="none"),
        pytest.param(["A.png", "a.png", "x.md"], [], id="attachments"),
        pytest.param(["a.md", "A.MD"], [("a.md", "A.MD")], id="the extension counts"),
        pytest.param(
            ["a/n.md", "A/n.md"], [("a/n.md", "A/n.md"), ("A/n.md", "a/n.md")], id="notes first"
        ),
        pytest.param(
            ["a/1.md", "A/2.md", "A/3.md"],
            [("a/1.md", "a"), ("A/2.md", "A")],
            id="folders once each",
        ),
        pytest.param(
            ["x/a/1.md", "X/b/2.md"], [("x/a/1.md", "x"), ("X/b/2.md", "X")], id="the outer folders"
        ),
        pytest.param(["a/1.png", "A/2.md"], [("A/2.md", "A")], id="a folder of attachments"),
        pytest.param(
            [f"{NFC}.md", f"{NFD}.md".upper().replace(".MD", ".md")],
            [
                (f"{NFC}.md", f"{NFD.upper()}.md"),
                (f"{NFD.upper()}.md", f"{NFC}.md"),
            ],
            id="both",
        ),
    ],
)
def test_case_clash(paths: list[str], expected: list[tuple[str, str]]) -> None:
    assert told(case_clash.check, paths) == expected


def test_three_paths_that_clash_are_counted() -> None:
    paths = ["a.md", "A.md", "ä.md", "Ä.md"]
    index = index_of([*paths, "a.MD"], [note("", path) for path in paths])
    (finding,) = case_clash.check(note("", "a.md"), index, NoOptions())
    assert finding.message.startswith('this file and "A.md" and 1 more differ only in case: ')


def test_clashes_take_linear_time() -> None:
    def seconds(count: int) -> float:
        paths = [f"f{n % 2 * 'O' or 'o'}/n{n // 2}.md" for n in range(count)]
        paths += [f"deep/er/{n}/x.md" for n in range(count)]
        notes = [note("", path) for path in paths]
        index = index_of(paths, notes)
        start = time.process_time()
        found = [f for each in notes for f in case_clash.check(each, index, NoOptions())]
        assert len(found) == count
        return time.process_time() - start

    small, large = min(seconds(500) for _ in range(3)), min(seconds(5000) for _ in range(3))
    assert large < small * 40, (small, large)


@pytest.mark.parametrize(
    ("path", "is_told"),
    [
        pytest.param(f"{NFD}/x.md", True, id="folder"),
        pytest.param(f"{NFC}/{NFD}.md", True, id="file"),
        pytest.param(f"{NFC}.md", False, id="composed"),
        pytest.param("\u212bngström.md", True, id="a sign for a letter"),
        pytest.param("\u1112\u1161\u11ab.md", True, id="Korean"),
        pytest.param("क़.md", False, id="what is never composed"),
    ],
)
def test_not_nfc_name(path: str, is_told: bool) -> None:
    assert [where for where, _ in told(not_nfc_name.check, [path])] == [path] * is_told


def test_a_name_that_lies_there_in_both_forms_is_a_clash() -> None:
    assert told(not_nfc_name.check, [f"{NFC}.md", f"{NFD}.md"]) == []


@pytest.mark.parametrize(
    ("path", "words"),
    [
        pytest.param("a\\b.md", r'holds "\", which Obsidian allows on no system', id="backslash"),
        pytest.param('a"b.md', "holds a double quotation mark, which Windows", id="quote"),
        pytest.param("a\tb.md", "holds the control character U+0009", id="control"),
        pytest.param("a /b.md", '"a" ends in a blank, which Windows drops', id="blank"),
        pytest.param("aux.md", '"aux"', id="device"),
        pytest.param("LPT¹.old.md", '"LPT¹"', id="device with another ending"),
        pytest.param("nul/b.md", 'the folder "nul" is that of a device on Windows', id="folder"),
        pytest.param("a .md", "", id="a blank that is not at the end"),
        pytest.param("a#b|c^d[e].md", "", id="what only links cannot hold"),
        pytest.param("Auxiliary, com0, .md", "", id="no device"),
    ],
)
def test_forbidden_file_name(path: str, words: str) -> None:
    one = note("", path)
    found = [*forbidden_file_name.check(one, index_of([path], [one]), NoOptions())]
    assert len(found) == bool(words)
    assert all(words in finding.message for finding in found), found


CONFLICT = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> main"


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        pytest.param(f"x\n{CONFLICT}\n", [CONFLICT], id="one"),
        pytest.param(f"{CONFLICT}\n{CONFLICT}", [CONFLICT] * 2, id="two"),
        pytest.param("<<<<<<< HEAD\n" + CONFLICT, [CONFLICT], id="a mark that was left"),
        pytest.param(CONFLICT.replace("\n=======", ""), [], id="no middle"),
        pytest.param(CONFLICT.replace("<<<<<<< HEAD", "<<<<<<<"), [], id="no name"),
        pytest.param(CONFLICT.replace("=======", "========"), [], id="eight marks"),
        pytest.param(CONFLICT.replace("<<<<", "> <<<<"), [], id="in a quote"),
        pytest.param(f"```\n{CONFLICT}\n```", [], id="in a fence"),
        pytest.param(
            "```\n" + CONFLICT.replace("a\n", "a\n```\n"),
            [CONFLICT.replace("a\n", "a\n```\n")],
            id="only its beginning in a fence",
        ),
    ],
)
def test_merge_conflict_marker(text: str, texts: list[str]) -> None:
    one = note(text)
    found = merge_conflict_marker.check(one, NoOptions())
    assert [one.source.slice(finding.span) for finding in found] == texts


def test_nothing_else_is_said_of_a_conflict() -> None:
    one = note(f"\x01\n{CONFLICT.replace('a', chr(2))}\n\x03")
    rules = (load("control-character"), load("merge-conflict-marker"))
    active = [ActiveRule(rule, Severity.ERROR, NoOptions()) for rule in rules]
    report = check_vault("/", [one], active, None, 1)
    assert [(d.rule, d.finding.span.start) for d in report.diagnostics] == [
        ("control-character", 0),
        ("merge-conflict-marker", 2),
        ("control-character", len(one.text) - 1),
    ]


@pytest.mark.parametrize(
    ("content", "characters"),
    [
        pytest.param("a\tb\r\nc\rd", [], id="none"),
        pytest.param("words of a text,\x00 and more", ["\x00"], id="null"),
        pytest.param("\x0c\x0c\x0b\x0c", ["\x0c", "\x0b"], id="one a kind"),
        pytest.param("`\x1b[0m`\n\n    \x1b", [], id="in code"),
        pytest.param("---\na: [\x01\n---\n\x02", ["\x02"], id="invalid frontmatter"),
        pytest.param("â\x80\x93 â\x80\x93".encode(), [], id="damaged text"),
        pytest.param("\u200b\u2028\ufeff", [], id="other marks"),
    ],
)
def test_control_character(content: str | bytes, characters: list[str]) -> None:
    one = note(content)
    found = control_character.check(one, NoOptions())
    assert [one.source.slice(finding.span) for finding in found] == characters


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a\nb", "", id="LF"),
        pytest.param("a\r\nb\r\n", "", id="CR LF"),
        pytest.param("a\rb\r", "", id="CR"),
        pytest.param("a\nb\r\n", "1 line ends in CR LF, 1 in LF", id="the later of two"),
        pytest.param(
            "a\nb\nc\r\nd\re\r\n", "1 line ends in CR, 2 in LF and 2 in CR LF", id="three kinds"
        ),
        pytest.param("a\n\n\nb\r\r\n", "1 line ends in CR LF, 3 in LF and 1 in CR", id="doubled"),
    ],
)
def test_mixed_line_endings(text: str, message: str) -> None:
    found = mixed_line_endings.check(note(text), NoOptions())
    stated = [f"{message}; save the note with LF line ends"] if message else []
    assert [finding.message for finding in found] == stated


def test_mark_of_another_encoding_is_no_matter_of_its_own() -> None:
    contents = (b"\xef\xbb\xbfa", b"a", "\ufeffa".encode("utf-16-le"))
    found = [[*byte_order_mark.check(note(content), NoOptions())] for content in contents]
    assert [len(findings) for findings in found] == [1, 0, 0]


@pytest.mark.parametrize(
    ("content", "size"),
    [
        pytest.param("é" * 50, 0, id="at the limit"),
        pytest.param("é" * 50 + "x", 101, id="above it"),
        pytest.param("\ufeff" + "é" * 49, 101, id="the mark counts"),
        pytest.param(b"\xff\xfe" + "a".encode("utf-16-le") * 50, 102, id="UTF-16"),
        pytest.param("---\nexcalidraw-plugin: parsed\n---\n" + "x" * 100, 0, id="drawing"),
    ],
)
def test_oversized_note(content: str | bytes, size: int) -> None:
    found = oversized_note.check(note(content), oversized_note.Options(100))
    shown = [finding.message.partition(" bytes")[0] for finding in found]
    assert shown == [f"this note has {size}"] * bool(size)


def test_usual_limit() -> None:
    assert [*oversized_note.check(note("x" * 1_000_000), oversized_note.Options())] == []
    (finding,) = oversized_note.check(note("x" * 1_000_001), oversized_note.Options())
    assert finding.message.startswith("this note has 1,000,001 bytes, more than 1,000,000: ")
