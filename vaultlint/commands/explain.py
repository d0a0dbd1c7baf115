"""`vaultlint explain RULE`: the rule's page."""

from __future__ import annotations

import re
import sys

from vaultlint.checks import catalogue
from vaultlint.commands.rulebook import page_of
from vaultlint.report.json import json_text
from vaultlint.report.rulebook import page_json, page_markdown
from vaultlint.text.regex import regex
from vaultlint.text.suggestion import did_you_mean

PAGE_COLUMNS = 100  # at most: longer lines are hard to read
# A fence with the path of a file of the example; a renderer shows only its content.
_FILE_FENCE = regex(r"^(`{3,})(\w+) ([^\n]+)\n(.*?)^\1\n", re.MULTILINE | re.DOTALL)


def run(name: str, output_format: str, color: bool | None) -> int:
    """Prints the page; the exit code.

    output_format: "text" (rendered for a terminal), "markdown" or "json".
    color: True or False whether or not the output is a terminal; None: if it is one.
    """
    if name not in catalogue.rule_names():
        known = (*catalogue.rule_names(), *catalogue.FAMILIES)
        hint = did_you_mean(name, known) or "; `vaultlint rules` lists them all"
        sys.stderr.write(f'vaultlint: no rule is named "{name}"{hint}\n')
        return 2
    rule = catalogue.load(name)
    page = page_of(rule)
    match output_format:
        case "json":
            sys.stdout.write(json_text(page_json(rule, page)))
        case "markdown":
            sys.stdout.write(page_markdown(rule, page))
        case _:
            _print_rendered(page_markdown(rule, page), color)
    return 0


def _print_rendered(markdown: str, color: bool | None) -> None:
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(file=sys.stdout, force_terminal=color, no_color=color is False or None)
    width = min(console.width, PAGE_COLUMNS)
    console.print(Markdown(_FILE_FENCE.sub(r"`\3`\n\n\1\2\n\4\1\n", markdown)), width=width)
