"""The command line: arguments in, exit code out."""

from __future__ import annotations

from pathlib import Path

import click

import vaultlint

_LIST = "LIST"


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(vaultlint.__version__, prog_name="vaultlint")
def main() -> None:
    """Finds the mistakes that silently break an Obsidian vault."""


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--vault", type=click.Path(path_type=Path), help="Root of the vault.")
@click.option("--config", type=click.Path(path_type=Path), help="Instead of .vaultlint.yaml.")
@click.option("--isolated", is_flag=True, help="Read no configuration.")
@click.option("--select", multiple=True, metavar=_LIST, help="Run only these rules or families.")
@click.option("--ignore", multiple=True, metavar=_LIST, help="Do not run these.")
@click.option("--extend-select", multiple=True, metavar=_LIST, help="Run these too.")
@click.option("--severity", type=click.Choice(["error", "warning", "info"]), default="info")
@click.option("--fail-on", type=click.Choice(["error", "warning", "info", "never"]))
@click.option("--output-format", type=click.Choice(["text", "concise", "json"]), default="text")
@click.option("--output-file", type=click.Path(path_type=Path))
@click.option("--stdin-filename", type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True)
@click.option("--verbose", is_flag=True)
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto")
def check(**options: object) -> None:
    """Check notes (default: the current folder)."""
    from vaultlint.commands import check as command

    raise SystemExit(command.run(command.CheckOptions(**options)))  # type: ignore[arg-type]
