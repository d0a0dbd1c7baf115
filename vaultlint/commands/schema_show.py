"""`vaultlint schema show`: a preset, or a schema file, also in one piece."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from vaultlint.commands.callerror import CallError
from vaultlint.commands.opening import read_file
from vaultlint.commands.output import is_colored, reason, say, write_report
from vaultlint.commands.schema_files import loaded_file
from vaultlint.report.json import escaped_json
from vaultlint.report.schema import presets_text, schema_text
from vaultlint.schema import PRESETS, SchemaError, Schemas, SchemaUse, load_schemas
from vaultlint.schema_bundle import BundleError, bundled
from vaultlint.shipped import shipped
from vaultlint.text.suggestion import did_you_mean

DONE, FAILED = 0, 2  # exit codes


def run(name: str | None, is_resolved: bool, color: bool | None) -> int:
    """Prints the schema; the exit code.

    name: of a preset, or the path of a file; None lists the presets. is_resolved: in one piece.
    color: as in explain.run.
    """
    try:
        if name is None:
            text = presets_text({preset: json.loads(_preset(preset)) for preset in PRESETS})
        else:
            text = _resolved(name) if is_resolved else _written(name)
    except (CallError, SchemaError) as error:
        for line in error.lines:
            say(line)
        return FAILED
    if name is not None and is_colored(color, None, os.environ):
        _print_colored(text)
    else:
        write_report([text], None)
    return DONE


def _preset(name: str) -> str:
    return (shipped("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")


def _written(name: str) -> str:
    """The text of a preset or a file, as it is."""
    if name in PRESETS:
        return _preset(name)
    try:
        text = read_file(Path(), name).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallError(f'cannot read the schema "{name}": not UTF-8; save it as UTF-8') from error
    except OSError as error:
        known = (
            did_you_mean(name, PRESETS) or "; name a file, or a preset of `vaultlint schema show`"
        )
        raise CallError(f'cannot read the schema "{name}": {reason(error)}{known}') from error
    return escaped_json(text.rstrip("\n")) + "\n"


def _resolved(name: str) -> str:
    _written(name)  # says best why there is none
    schemas = _loaded(name)
    ((_, schema),) = schemas.uses
    try:
        return schema_text(bundled(schema, schemas.documents))
    except BundleError as error:
        raise CallError(f'"{name}" cannot be put into one piece: {error}') from error


def _loaded(name: str) -> Schemas:
    if name not in PRESETS:
        return loaded_file(Path(name))
    return load_schemas([SchemaUse(name)], lambda _path: b"")


def _print_colored(text: str) -> None:
    from rich.console import Console
    from rich.highlighter import JSONHighlighter
    from rich.text import Text

    highlighted = Text(text)
    JSONHighlighter().highlight(highlighted)
    Console(file=sys.stdout, force_terminal=True).print(highlighted, soft_wrap=True, end="")
