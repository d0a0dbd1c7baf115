"""A property that a schema of the note does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from vaultlint.checks.frontmatter._mending import renamings
from vaultlint.checks.frontmatter._violations import key_span, related
from vaultlint.diagnostic import Finding
from vaultlint.notes.facts import Note
from vaultlint.schema import Schemas


class Options(NamedTuple):
    """schemas: of the vault, given by the run."""

    schemas: Schemas = Schemas()


def check(note: Note, options: Options) -> Iterator[Finding]:
    """One finding for each property."""
    unknown = [each for each in options.schemas.violations(note) if each.kind == "unknown"]
    fixes = renamings(note, options.schemas, unknown)
    for violation in unknown:
        (name,) = violation.names
        span = key_span(note, violation.path, name)
        path = (*violation.path, name)
        yield Finding(
            span,
            violation.message,
            related(violation),
            None if violation.path else fixes.get(name),
            property_path=path,
            origin=violation.origin,
        )
