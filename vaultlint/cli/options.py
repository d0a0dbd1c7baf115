"""Options that several commands have."""

from __future__ import annotations

from pathlib import Path

import click

PATH = click.Path(path_type=Path)
_COLORS = {"auto": None, "always": True, "never": False}

color = click.option(
    "--color",
    type=click.Choice(tuple(_COLORS)),
    default="auto",
    callback=lambda _context, _option, word: _COLORS[word],
    help="Colours; by default on a terminal, unless NO_COLOR is set, or with FORCE_COLOR.",
)
vault = click.option(
    "--vault",
    type=PATH,
    metavar="DIR",
    help="The vault's root; by default the nearest folder above with .obsidian or .vaultlint.yaml.",
)
config = click.option(
    "--config",
    type=PATH,
    metavar="FILE",
    help="The configuration; by default .vaultlint.yaml in the vault's root.",
)
isolated = click.option("--isolated", is_flag=True, help="Read no configuration.")
text_or_json = click.option(
    "--output-format",
    type=click.Choice(("text", "json")),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
baseline_file = click.option(
    "--baseline",
    type=PATH,
    metavar="FILE",
    help="The baseline; by default .vaultlint-baseline.json in the vault's root.",
)
anki = click.option(
    "--anki",
    type=PATH,
    metavar="FILE",
    help="Compare with this collection of Anki (.anki2, .anki21, .colpkg, .apkg); it is only read.",
)
