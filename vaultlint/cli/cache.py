"""`vaultlint cache …`: what is kept between runs."""

from __future__ import annotations

from pathlib import Path

import click

from vaultlint.cli.options import PATH, text_or_json, vault


@click.group(invoke_without_command=True, short_help="Look at what runs keep, or remove it.")
@click.pass_context
def cache(context: click.Context) -> None:
    """Look at what runs of vaultlint keep for the next one, or remove it."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(2)


_paths = click.argument("paths", nargs=-1, type=PATH)
_cache_dir = click.option(
    "--cache-dir",
    type=PATH,
    metavar="DIR",
    envvar="VAULTLINT_CACHE_DIR",
    help="The folder of `vaultlint check --cache-dir`; without PATHS, all caches in it.",
)


@cache.command(short_help="Tell where caches are, and what they hold.")
@_paths
@vault
@_cache_dir
@text_or_json
def info(
    paths: tuple[Path, ...], vault: Path | None, cache_dir: Path | None, output_format: str
) -> None:
    """Tell where the caches of the vaults in PATHS (default: the current folder) are.

    And how many bytes, notes and outcomes they hold. Exits with 0, also when there is none, and
    with 2 when a path or a configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import cachecommand as command

    raise SystemExit(command.info(command.Call(paths, vault, cache_dir, output_format)))


@cache.command(short_help="Remove caches.")
@_paths
@vault
@_cache_dir
def clean(paths: tuple[Path, ...], vault: Path | None, cache_dir: Path | None) -> None:
    """Remove the caches of the vaults in PATHS (default: the current folder).

    Nothing but what vaultlint made is removed; the next run makes it again. Exits with 0, also when
    there is nothing to remove, and with 2 when something cannot be removed or the call is wrong.
    """
    from vaultlint.commands import cachecommand as command

    raise SystemExit(command.clean(command.Call(paths, vault, cache_dir)))
