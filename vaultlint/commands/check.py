"""`vaultlint check`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from vaultlint.checks import catalogue
from vaultlint.config import CONFIG_NAME, ConfigError, Rules, Selection, Settings, settings
from vaultlint.diagnostic import Report, Severity
from vaultlint.engine import active_rules, check_vault
from vaultlint.notes.parse import parse
from vaultlint.report.concise import concise_lines
from vaultlint.report.json import json_report, json_text
from vaultlint.text.decode import decode
from vaultlint.vault.files import discover, find_root
from vaultlint.vault.index import VaultIndex
from vaultlint.vault.obsidian import obsidian_settings, reading


class CheckOptions(NamedTuple):
    """The options of the command line, as given."""

    paths: tuple[Path, ...]
    vault: Path | None = None
    config: Path | None = None
    isolated: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    severity: str = "info"
    fail_on: str | None = None
    output_format: str = "text"
    output_file: Path | None = None
    stdin_filename: Path | None = None
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"


def _words(lists: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for entry in lists for word in entry.split(",") if word.strip())


def run(options: CheckOptions) -> int:
    """Checks and reports; the exit code."""
    path = options.paths[0] if options.paths else Path()
    root = options.vault or find_root(path) or path
    rules = Rules({e.split("/")[1]: e.split("/")[0] for e in catalogue.RULES}, catalogue.load)
    config = root / CONFIG_NAME
    stated = Settings()
    if config.is_file() and not options.isolated:
        try:
            stated = settings(str(config), config.read_text(encoding="utf-8"), rules)
        except ConfigError as error:
            sys.stderr.write("\n".join(error.lines) + "\n")
            return 2
    layer = Selection(
        _words(options.select) or None, _words(options.extend_select), _words(options.ignore)
    )
    from dataclasses import replace

    stated = replace(stated, selections=(*stated.selections, layer))
    obsidian = obsidian_settings(root)
    listing = discover(root, stated.exclude)
    how = reading(obsidian, template_folders=stated.template_folders)
    notes = [parse(decode(p, (root / p).read_bytes()), how) for p in listing.notes]
    index = VaultIndex(listing.files, notes, obsidian)
    asked = [n for n in notes if n.path not in listing.unchecked]
    if path.is_file():
        asked = [n for n in asked if (root / n.path).samefile(path)]
    report = Report(
        (check_vault(str(root.resolve()), asked, active_rules(stated), index, len(notes)),)
    )
    show = Severity[options.severity.upper()]
    if options.output_format == "json":
        sys.stdout.write(json_text(json_report(report, show)))
    else:
        for line in concise_lines(report, show, str(Path.cwd())):
            sys.stdout.write(line + "\n")
    for failure in report.vaults[0].failures:
        sys.stderr.write(f"vaultlint: {failure}\n")
    worst = max((d.severity for d in report.vaults[0].diagnostics), default=None)
    return int(worst is not None and worst >= Severity.WARNING)
