"""Schema files that a call names."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import from_here, read_file, schema_faults
from vaultlint.commands.output import reason
from vaultlint.schema import SchemaError, Schemas, SchemaUse, load_schemas
from vaultlint.vault.files import find_root

SUFFIX = ".schema.json"


def loaded_file(file: Path) -> Schemas:
    """The schema in a file, and all that it refers to, read as from its vault.

    Raises CallError when the file cannot be read, SchemaError when there are mistakes.
    """
    whole = Path(os.path.normpath(file.absolute()))
    root = find_root(whole.parent) or whole.parent
    try:
        read_file(root, os.fspath(whole))
    except OSError as error:
        raise CallError(f'cannot read the schema "{file}": {reason(error)}') from error
    path = whole.relative_to(root).as_posix()
    try:
        return load_schemas([SchemaUse(path)], partial(read_file, root))
    except SchemaError as error:
        raise SchemaError(schema_faults(root, error)) from error


def schema_files(path: Path) -> list[Path]:
    """The file itself; of a folder the schemas in it, sorted. Raises CallError for none."""
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob(f"*{SUFFIX}"))
    if not found:
        raise CallError(f'"{from_here(path)}" holds no file that ends in {SUFFIX}; name the files')
    return found
