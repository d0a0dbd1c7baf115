"""A property whose value is not as a schema of the note asks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._mending import value_fixes
from vaultlint.checks.frontmatter._violations import related, value_span
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.schema import Schemas


class Options(NamedTuple):
    """schemas: of the vault, given by the run."""

    schemas: Schemas = Schemas()


def check(note: Note, options: Options) -> Iterator[Finding]:
    """One finding for each wrong value."""
    violations = options.schemas.violations(note)
    fixes = value_fixes(note, options.schemas, violations)
    for violation in violations:
        if violation.kind == "value":
            span = value_span(note, violation.path)
            yield Finding(
                span,
                violation.message,
                related(violation),
                fixes.get(violation.path),
                property_path=violation.path,
                origin=violation.origin,
            )
