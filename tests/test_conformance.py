"""The published conformance cases of Obsidian's reading, for blocks and inline constructs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import pytest
import yaml

from tests.shared import SHARED, needs_shared
from vaultlint.notes.blockreading import read_blocks
from vaultlint.notes.blocks import parse_blocks
from vaultlint.notes.facts import Plain
from vaultlint.notes.inline import Inlines, read_inlines
from vaultlint.notes.structure import Blocks
from vaultlint.text.source import Source, source
from vaultlint.text.span import Span

AREAS = {
    "block", "callout", "comment", "footnote", "heading", "link", "math", "table", "tag", "task",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    id: int
    text: str
    expected: dict[str, Plain]


@cache
def cases() -> tuple[Case, ...]:
    """The cases of AREAS; none where the file is not at hand."""
    if SHARED is None:
        return ()
    listed = yaml.safe_load((SHARED / "conformance.yaml").read_text(encoding="utf-8"))["cases"]
    return tuple(
        Case(case["id"], case["in"], case["expect"]) for case in listed if case["area"] in AREAS
    )


def facts(note: Source, blocks: Blocks, inlines: Inlines) -> dict[str, Plain]:
    """What was read, in the words of the cases."""
    return {
        "links": [link.target for link in inlines.links if not link.embed],
        "embeds": [link.target for link in inlines.links if link.embed],
        "tags": [f"#{tag.name}" for tag in inlines.tags],
        "headings": [[heading.level, heading.text] for heading in blocks.headings],
        "blocks": [block.id.lower() for block in inlines.block_ids],
        "callouts": [[c.type, c.metadata, c.fold, c.title] for c in blocks.callouts],
        "footnotes": [footnote.id for footnote in blocks.footnotes],
        "footrefs": [reference.id for reference in inlines.footnote_references],
        "tasks": [task.mark for task in blocks.tasks],
        "tables": len(blocks.tables),
        "math": [note.slice(math.content) for math in (*blocks.math, *inlines.math)],
        "code": [note.slice(code.span) for code in (*blocks.code, *inlines.code)],
    }


@needs_shared
def test_cases_are_there() -> None:
    assert len(cases()) >= 30, len(cases())


@pytest.mark.parametrize("case", [pytest.param(case, id=str(case.id)) for case in cases()])
def test_conformance(case: Case) -> None:
    note = source("note.md", case.text)
    blocks = read_blocks(note, Span(0, len(note.text)))
    assert blocks == parse_blocks(note, Span(0, len(note.text)))
    found = facts(note, blocks, read_inlines(note, blocks))
    assert {key: found[key] for key in case.expected} == case.expected
