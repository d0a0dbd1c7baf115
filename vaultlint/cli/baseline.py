"""`vaultlint baseline …`: mistakes that a vault puts up with for now."""

from __future__ import annotations

from pathlib import Path

import click

from vaultlint.cli.options import PATH, anki, baseline_file, config, isolated, vault


@click.group(invoke_without_command=True, short_help="Put up with the mistakes that are there.")
@click.pass_context
def baseline(context: click.Context) -> None:
    """Put up with the mistakes that are there, so that only new ones are reported."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(2)


_paths = click.argument("paths", nargs=-1, type=PATH)
_quiet = click.option("--quiet", is_flag=True, help="Print errors only.")


@baseline.command(short_help="Write all that is wrong now to a baseline.")
@_paths
@vault
@config
@isolated
@baseline_file
@anki
@click.option("--force", is_flag=True, help="Overwrite a baseline that is there.")
@_quiet
def create(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    baseline: Path | None,
    anki: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Write what is wrong in PATHS (default: the current folder) to .vaultlint-baseline.json.

    From then on, `vaultlint check` reports only what is new.
    """
    from vaultlint.commands import baseline as command

    call = command.Call(paths, vault, config, isolated, baseline, anki, quiet)
    raise SystemExit(command.create(call, overwrites=force))


@baseline.command(short_help="Remove what is resolved from the baseline.")
@_paths
@vault
@config
@isolated
@baseline_file
@anki
@click.option(
    "--accept-new",
    "--add",
    "accept_new",
    is_flag=True,
    help="Put up with what is new, too; without it, entries are only removed.",
)
@_quiet
def update(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    baseline: Path | None,
    anki: Path | None,
    accept_new: bool,
    quiet: bool,
) -> None:
    """Remove from the baseline what is resolved in PATHS (default: the current folder).

    Entries of renamed notes get their new path.
    """
    from vaultlint.commands import baseline as command

    call = command.Call(paths, vault, config, isolated, baseline, anki, quiet)
    raise SystemExit(command.update(call, accept_new))


@baseline.command(short_help="Tell whether the baseline is up to date.")
@_paths
@vault
@config
@isolated
@baseline_file
@anki
@click.option("--quiet", is_flag=True, help="Print what is new or resolved, and errors only.")
def check(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    baseline: Path | None,
    anki: Path | None,
    quiet: bool,
) -> None:
    """Tell whether the baseline is up to date: what is new, persists, and is resolved.

    Exits with 0 when it is, with 1 when something is new or resolved, and with 2 when a note, the
    baseline or a configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import baseline as command

    call = command.Call(paths, vault, config, isolated, baseline, anki, quiet)
    raise SystemExit(command.check(call))
