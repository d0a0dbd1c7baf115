"""`vaultlint inspect NOTE`: everything that vaultlint sees in a note."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from vaultlint.commands.asked import asked_note, path_fault
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import Configuration, open_vault, read_notes
from vaultlint.commands.output import say, write_report
from vaultlint.report.inspection import note_json, note_lines
from vaultlint.report.json import json_text
from vaultlint.report.visible import visible
from vaultlint.vault.index import index_of

DONE, FAILED = 0, 2  # exit codes


def run(
    note: Path, vault: Path | None, config: Path | None, isolated: bool, output_format: str
) -> int:
    """Prints what is seen in the note; the exit code. output_format: "text" or "json"."""
    try:
        write_report(_parts(note, vault, Configuration(config, isolated), output_format), None)
    except CallError as error:
        for line in error.lines:
            say(line)
        return FAILED
    return DONE


def _parts(
    path: Path, vault: Path | None, configuration: Configuration, output_format: str
) -> Iterator[str]:
    fault = path_fault(path, takes_others=True)
    if fault:
        raise CallError(fault)
    asked = asked_note(path, vault, takes_others=True)
    opened = open_vault(asked, configuration)
    read = read_notes(opened, sorted(asked.notes), {})
    for name, why in read.unreadable.items():
        raise CallError(f'cannot read "{name}": {why}')
    for failure in read.failures:
        raise CallError(f"internal error while reading {failure.path}: {failure.error}")
    index = index_of(opened.listing.files, read.notes, opened.obsidian)
    for note in read.notes:
        seen = note_json(note, index if asked.is_vault else None, opened.root.as_posix())
        if output_format == "json":
            yield json_text(seen)
            continue
        for line in note_lines(seen):
            yield visible(line) + "\n"
