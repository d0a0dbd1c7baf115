"""`vaultlint schema which NOTE`: which schemas a note has to satisfy, and why."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from vaultlint.checks import catalogue
from vaultlint.commands.asked import asked_note, path_fault
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import (
    Configuration,
    OpenVault,
    from_here,
    open_vault,
    read_notes,
    with_own_schemas,
)
from vaultlint.commands.output import is_colored, say, write_report
from vaultlint.engine import looks_at
from vaultlint.notes.facts import Note
from vaultlint.report.json import json_text
from vaultlint.report.schema import NoteSchema, which_json, which_lines
from vaultlint.report.style import styles
from vaultlint.vault.facets import own_schemas

DONE, FAILED = 0, 2  # exit codes


def run(
    note: Path,
    vault: Path | None,
    configuration: Configuration,
    output_format: str,
    color: bool | None,
) -> int:
    """Prints the schemas; the exit code. output_format: "text" or "json"."""
    try:
        write_report(_parts(note, vault, configuration, output_format, color), None)
    except CallError as error:
        for line in error.lines:
            say(line)
        return FAILED
    return DONE


def _parts(
    path: Path,
    vault: Path | None,
    configuration: Configuration,
    output_format: str,
    color: bool | None,
) -> Iterator[str]:
    fault = path_fault(path)
    if fault:
        raise CallError(fault)
    opened = open_vault(asked_note(path, vault), configuration)
    read = read_notes(opened, sorted(opened.asked.notes), {})
    for name, why in read.unreadable.items():
        raise CallError(f'cannot read "{name}": {why}')
    for failure in read.failures:
        raise CallError(f"internal error while reading {failure.path}: {failure.error}")
    (note,) = read.notes
    schemas = list(_schemas(note, opened))
    exempt = _exempt(note, opened)
    if output_format == "json":
        yield json_text(which_json(note.path, opened.root.as_posix(), exempt, schemas))
        return
    style = styles(is_colored(color, None, os.environ))
    shown = from_here(opened.root / note.path)
    yield from (f"{line}\n" for line in which_lines(shown, exempt, schemas, style))


def _schemas(note: Note, vault: OpenVault) -> Iterator[NoteSchema]:
    for use, schema in vault.settings.schemas.uses:
        selectors = tuple(vault.settings.schemas.selectors(use, note))
        yield NoteSchema(
            use.schema,
            schema.title,
            use.place,
            selectors,
            severity="" if use.severity is None else use.severity.label,
            unknown_properties=use.unknown_properties or "",
        )
    own = note.frontmatter.property("$schema") if note.frontmatter else None
    for name, found in with_own_schemas(vault, own_schemas([note])).schemas.own.items():
        assert own is not None
        at = note.source.position(own.value.span.start)
        place = f"{from_here(vault.root / note.path)}:{at.line}:{at.column}"
        if isinstance(found, str):
            yield NoteSchema(name, name, place, is_own=True, fault=found)
        else:
            yield NoteSchema(name, found.title, place, is_own=True)


def _exempt(note: Note, vault: OpenVault) -> str:
    """Why no schema is asked about the note, behind its path; empty when they are."""
    if not vault.is_checked(note.path):
        return "is excluded from checking"
    if not note.text.strip():
        return "is empty"
    if not looks_at(catalogue.entry("schema-violation"), note):
        return "is a template" if note.kind == "template" else "is no text"
    if note.frontmatter is not None and note.frontmatter.plain is None:
        return "has invalid frontmatter, which Obsidian drops"
    return ""
