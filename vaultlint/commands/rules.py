"""`vaultlint rules`: the table of all rules."""

from __future__ import annotations

import sys

from vaultlint.checks import catalogue
from vaultlint.commands.rulebook import page_of
from vaultlint.report.json import json_text
from vaultlint.report.rulebook import rule_json, rules_table

PIPE_COLUMNS = 320


def run(output_format: str, color: bool | None) -> int:
    """Prints all rules; the exit code.

    output_format: "text" (a table) or "json". color: as in explain.run.
    """
    rules = [catalogue.load(name) for name in catalogue.rule_names()]
    rows = [(rule, page_of(rule)) for rule in rules]
    if output_format == "json":
        sys.stdout.write(json_text([rule_json(rule, page) for rule, page in rows]))
        return 0
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("rule", "family", "severity", "scope", "fix"):
        table.add_column(column, no_wrap=True)
    table.add_column("reports")
    for row in rules_table(rows):
        table.add_row(*row)
    # A pipe has no width: a line a rule is what a program at its end expects.
    width = None if sys.stdout.isatty() else PIPE_COLUMNS
    no_color = color is False or None
    Console(file=sys.stdout, force_terminal=color, no_color=no_color, width=width).print(table)
    return 0
