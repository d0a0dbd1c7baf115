"""A property that a schema of the note does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._violations import key_span, related
from vaultlint.diagnostic import Finding, Severity
from vaultlint.notes.facts import Note
from vaultlint.rule import NoteRule
from vaultlint.schema import Schemas


class Options(NamedTuple):
    """schemas: of the vault, given by the run."""

    schemas: Schemas = Schemas()


def check(note: Note, options: Options) -> Iterator[Finding]:
    """One finding for each property."""
    for violation in options.schemas.violations(note):
        if violation.kind == "unknown":
            (name,) = violation.names
            span = key_span(note, violation.path, name)
            path = (*violation.path, name)
            yield Finding(
                span,
                violation.message,
                related(violation),
                property_path=path,
                origin=violation.origin,
            )


RULE = NoteRule(
    name="unknown-property",
    family="frontmatter",
    severity=Severity.ERROR,
    check=check,
    options=Options,
    yields_to=("deprecated-property",),
)
