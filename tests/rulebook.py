"""The rulebook read as tests: pages, their examples, and the ways in which each is run.

The format of a page is described in CONTRIBUTING.md.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml
from markdown_it import MarkdownIt

from tests.anki_collections import StatedNote

RULEBOOK = Path(__file__).parent.parent / "rules"

COLLECTION = "collection.json"  # the fence that states what is in Anki

_VISIBLE = {"␠": " ", "⍽": "\u00a0", "␉": "\t", "␍": "\r"}
_MARK = re.compile("[␠⍽␉␍]|⟦(?:U\\+(?P<point>[0-9A-F]{4,6})|x(?P<byte>[0-9A-F]{2}))⟧")
_REPORT_LINE = re.compile(
    r"(?P<path>.+?):(?P<line>\d+):(?P<column>\d+)-(?P<end_line>\d+):(?P<end_column>\d+) "
    r"(?:(?P<rule>[a-z0-9]+(?:-[a-z0-9]+)+): )?(?P<message>.+)"
)


@dataclass(frozen=True, slots=True, order=True)
class Reported:
    """One diagnostic, as a page states it and as the tool makes it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Example:
    """A small vault and what the rule says of it.

    files: bytes by path. collection: the notes in Anki; None where the rule does not ask it.
    fixed: by path, the files that are other after --fix; unsafely_fixed: those that are other only
    after --fix --unsafe-fixes.
    """

    rule: str
    title: str
    is_bad: bool
    files: Mapping[str, bytes]
    report: tuple[Reported, ...]
    collection: tuple[StatedNote, ...] | None = None
    fixed: Mapping[str, bytes] = field(default_factory=dict)
    unsafely_fixed: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rulebook. exempt: the ways in which its examples are not run."""

    path: Path
    properties: Mapping[str, object]
    sections: tuple[str, ...]
    examples: tuple[Example, ...]
    exempt: frozenset[str]


def pages() -> list[Page]:
    """All pages, sorted by family and rule."""
    found = sorted(RULEBOOK.glob("*/*.md"), key=lambda path: (path.parent.name, path.stem))
    return [read_page(path) for path in found]


def read_page(path: Path) -> Page:
    """One page; an AssertionError says what is wrong with it."""
    text = path.read_text(encoding="utf-8")
    assert text.startswith("---\n"), f"{path}: no frontmatter"
    head, body = text[4:].split("\n---\n", 1)
    properties = yaml.safe_load(head)
    rule = str(properties["rule"])
    section = title = ""
    sections: list[str] = []
    examples: list[Example] = []
    fences: list[tuple[str, str]] = []

    def close_example() -> None:
        if section in ("Bad", "Good") and title:
            examples.append(_example(rule, title, section == "Bad", fences))
        fences.clear()

    tokens = MarkdownIt("commonmark").parse(body)
    for token, inner in zip(tokens, [*tokens[1:], None], strict=True):
        # In a callout a bare "-" below the label underlines it, and makes a heading of it.
        if token.level:
            continue
        if token.type == "heading_open" and token.tag == "h2":
            close_example()
            section, title = (inner.content if inner else ""), ""
            sections.append(section)
        elif token.type == "heading_open" and token.tag == "h3":
            close_example()
            title = inner.content if inner else ""
        elif token.type == "fence":
            fences.append((token.info.strip(), token.content))
    close_example()
    exempt = frozenset(properties.get("except", ()))
    return Page(path, properties, tuple(sections), tuple(examples), exempt)


def _example(rule: str, title: str, is_bad: bool, fences: list[tuple[str, str]]) -> Example:
    files: dict[str, bytes] = {}
    report: tuple[Reported, ...] | None = None
    collection: tuple[StatedNote, ...] | None = None
    fixed: dict[str, dict[str, bytes]] = {"fixed": {}, "unsafely-fixed": {}}
    for info, content in fences:
        language, _, path = info.partition(" ")
        if language in fixed:
            assert path in files, f"{rule}: {title}: {path} stands in no fence before"
            fixed[language][path] = unescape(content)
        elif language == "report":
            report = tuple(_reported(rule, line) for line in content.splitlines() if line)
        elif path == COLLECTION:
            collection = tuple(json.loads(content))
        elif path:
            assert path not in files, f"{rule}: {title}: {path} twice"
            files[path] = unescape(content)
    assert files, f"{rule}: {title}: no file"
    assert is_bad == bool(report), f"{rule}: {title}: Bad needs a report, Good has none"
    repairs = (fixed["fixed"], fixed["unsafely-fixed"])
    assert is_bad or not any(repairs), f"{rule}: {title}: Good needs no fix"
    return Example(rule, title, is_bad, files, report or (), collection, *repairs)


def _reported(rule: str, stated: str) -> Reported:
    match = _REPORT_LINE.fullmatch(unescape(stated).decode())
    assert match, f"{rule}: not a report line: {stated}"
    line, column = int(match["line"]), int(match["column"])
    end_line, end_column = int(match["end_line"]), int(match["end_column"])
    name = match["rule"] or rule
    return Reported(match["path"], line, column, end_line, end_column, name, match["message"])


def unescape(text: str) -> bytes:
    """The bytes that a fence stands for: its visible marks become what they show."""
    if text.endswith("␄\n"):
        text = text[:-2]
    parts: list[bytes] = []
    at = 0
    for match in _MARK.finditer(text):
        parts.append(text[at : match.start()].encode())
        at = match.end()
        if match["point"]:
            parts.append(chr(int(match["point"], 16)).encode("utf-8", "surrogatepass"))
        elif match["byte"]:
            parts.append(bytes([int(match["byte"], 16)]))
        else:
            parts.append(_VISIBLE[match[0]].encode())
    parts.append(text[at:].encode())
    return b"".join(parts)


# --- the ways in which an example is run

# The empty line is there for cards without brackets, which take what is above for the question.
_PREPENDED = b"---\nsummary: A note of the rulebook\n---\n\n"
_CHECKED = (".md", ".canvas", ".base")
_LONGEST_FENCE = re.compile(rb"[`]{3,}")


def _notes(
    files: Mapping[str, bytes],
    change: Callable[[bytes], bytes],
    kinds: tuple[str, ...] = (".md",),
) -> dict[str, bytes]:
    return {
        path: change(content) if path.lower().endswith(kinds) else content
        for path, content in files.items()
    }


def _changed(
    example: Example, change: Callable[[bytes], bytes], kinds: tuple[str, ...] = (".md",)
) -> Example:
    """The example with all notes changed, those that a fix leads to included."""
    return replace(
        example,
        files=_notes(example.files, change, kinds),
        fixed=_notes(example.fixed, change, kinds),
        unsafely_fixed=_notes(example.unsafely_fixed, change, kinds),
    )


def as_itself(example: Example) -> Example:
    """The example as its page shows it."""
    return example


def with_crlf(example: Example) -> Example:
    """Every line of every note, canvas and base ends in CR LF."""
    return _changed(example, lambda note: note.replace(b"\n", b"\r\n"), _CHECKED)


def with_bom(example: Example) -> Example:
    """Every note, canvas and base begins with a byte order mark."""
    return _changed(example, lambda note: b"\xef\xbb\xbf" + note, _CHECKED)


def with_frontmatter(example: Example) -> Example:
    """Every note that has no frontmatter gets one; its lines shift."""
    shifted = {
        path
        for path, content in example.files.items()
        if path.lower().endswith(".md") and not content.startswith(b"---")
    }
    lines = _PREPENDED.count(b"\n")

    def shift(files: Mapping[str, bytes]) -> dict[str, bytes]:
        return {
            path: _PREPENDED + content if path in shifted else content
            for path, content in files.items()
        }

    return replace(
        example,
        files=shift(example.files),
        fixed=shift(example.fixed),
        unsafely_fixed=shift(example.unsafely_fixed),
        report=tuple(
            replace(entry, line=entry.line + lines, end_line=entry.end_line + lines)
            if entry.path in shifted
            else entry
            for entry in example.report
        ),
    )


def in_fence(example: Example) -> Example:
    """Every note stands in a fence that is longer than any in it: the rule is silent there."""
    others = tuple(entry for entry in example.report if not entry.path.lower().endswith(".md"))
    return replace(
        example,
        files=_notes(example.files, _fenced),
        report=others,
        fixed=_without_notes(example.fixed),
        unsafely_fixed=_without_notes(example.unsafely_fixed),
    )


def _without_notes(files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: files[path] for path in files if not path.lower().endswith(".md")}


def _fenced(note: bytes) -> bytes:
    fence = b"`" * (max((len(run) for run in _LONGEST_FENCE.findall(note)), default=2) + 1)
    return fence + b"\n" + note + b"\n" + fence + b"\n"


WAYS: Mapping[str, Callable[[Example], Example]] = {
    "itself": as_itself,
    "crlf": with_crlf,
    "bom": with_bom,
    "frontmatter": with_frontmatter,
    "fence": in_fence,
}
