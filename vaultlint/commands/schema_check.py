"""`vaultlint schema check`: what is wrong with schemas themselves."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from vaultlint.commands.asked import asked_vaults
from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import (
    Configuration,
    read_file,
    schema_faults,
    stated_settings,
)
from vaultlint.commands.output import say, write_report
from vaultlint.commands.schema_files import loaded_file, schema_files
from vaultlint.report.summary import counted
from vaultlint.report.visible import visible
from vaultlint.schema import SchemaError, load_schemas

SOUND, FOUND, FAILED = 0, 1, 2  # exit codes


def run(
    files: tuple[Path, ...],
    vault: Path | None,
    configuration: Configuration,
    is_quiet: bool,
) -> int:
    """Prints every mistake; the exit code. files: if none, those that the configuration states."""
    try:
        if files:
            checked, faults = _of_files(files)
        else:
            checked, faults = _of_configuration(vault, configuration)
    except CallError as error:
        for line in error.lines:
            say(line)
        return FAILED
    write_report(_report(checked, faults, is_quiet), None)
    return FOUND if faults else SOUND


def _of_files(files: tuple[Path, ...]) -> tuple[int, list[str]]:
    """How many schemas there are, and their mistakes."""
    faults: list[str] = []
    every = dict.fromkeys(file for path in files for file in schema_files(path))
    for file in every:
        try:
            loaded_file(file)
        except SchemaError as error:
            faults += error.lines
    return len(every), list(dict.fromkeys(faults))


def _of_configuration(vault: Path | None, configuration: Configuration) -> tuple[int, list[str]]:
    (asked, *_), _ = asked_vaults((vault or Path(),), vault)
    _, settings = stated_settings(asked, configuration)
    names = {use.schema for use in settings.schema_uses}
    try:
        load_schemas(settings.schema_uses, partial(read_file, asked.root))
    except SchemaError as error:
        return len(names), list(schema_faults(asked.root, error))
    return len(names), []


def _report(checked: int, faults: list[str], is_quiet: bool) -> Iterator[str]:
    yield from (f"{visible(fault)}\n" for fault in faults)
    if not is_quiet:
        found = counted(len(faults), "mistake") if faults else "no mistakes"
        yield f"{counted(checked, 'schema')} checked, {found} found\n"
