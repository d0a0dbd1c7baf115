"""A property whose value is not as a schema of the note asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._violations import value_span
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoteRule
from vaultlint.schema import Schemas


class Options(NamedTuple):
    """schemas: of the vault, given by the run."""

    schemas: Schemas = Schemas()


def check(note: Note, options: Options) -> Iterator[Finding]:
    """One finding for each wrong value."""
    for violation in options.schemas.violations(note):
        if violation.kind == "value":
            yield Finding(value_span(note, violation.path), violation.message)


RULE = NoteRule("schema-violation", "frontmatter", Severity.ERROR, check, options=Options)
