"""`vaultlint schema …`: schemas for frontmatter."""

from __future__ import annotations

from pathlib import Path

import click

from vaultlint.cli.options import PATH, color, config, isolated, text_or_json, vault


@click.group(
    invoke_without_command=True, short_help="Write, check and show schemas for frontmatter."
)
@click.pass_context
def schema(context: click.Context) -> None:
    """Write schemas for frontmatter, check them, and show which a note has to satisfy."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(2)


@schema.command(short_help="Write a schema of what notes have in common.")
@click.argument("paths", nargs=-1, type=PATH)
@vault
@config
@isolated
@click.option(
    "--tag",
    "tags",
    multiple=True,
    metavar="TAG",
    help="Only notes with this tag, or one nested below it.",
)
@click.option(
    "--folder",
    "folders",
    multiple=True,
    metavar="FOLDER",
    help="Only notes in this folder of the vault, or below.",
)
@click.option(
    "--by",
    type=click.Choice(("tag", "folder")),
    help="A schema for each tag or folder that three notes share; needs --output-dir.",
)
@click.option(
    "--threshold",
    type=click.FloatRange(0.5, 1),
    default=1.0,
    metavar="SHARE",
    help="Demand what at least this share of the notes have in common, from 0.5 to 1 (default: 1,"
    " so that every note satisfies the schema): the properties they have, types, formats, words.",
)
@click.option("--title", help="Title of the schema; by default the tag's, the folder's or vault's.")
@click.option("--output-file", type=PATH, metavar="FILE", help="Write the schema there.")
@click.option("--output-dir", type=PATH, metavar="DIR", help="Write the schemas of --by there.")
@click.option("--force", is_flag=True, help="Overwrite files.")
@click.option("--quiet", is_flag=True, help="Print the schema and errors only.")
def infer(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    tags: tuple[str, ...],
    folders: tuple[str, ...],
    by: str | None,
    threshold: float,
    title: str | None,
    output_file: Path | None,
    output_dir: Path | None,
    force: bool,
    quiet: bool,
) -> None:
    """Write a JSON Schema of what the notes in PATHS (default: the current folder) have in common.

    With --output-file or --output-dir, what uses it in .vaultlint.yaml is printed.
    """
    from vaultlint.commands import schema_infer as command
    from vaultlint.commands.opening import Configuration

    raise SystemExit(
        command.run(
            command.Call(
                paths=paths,
                vault=vault,
                configuration=Configuration(config, isolated, reads_schemas=False),
                tags=tags,
                folders=folders,
                by=by,
                threshold=threshold,
                title=title,
                output_file=output_file,
                output_dir=output_dir,
                overwrites=force,
                is_quiet=quiet,
            )
        )
    )


@schema.command(short_help="Check schemas.")
@click.argument("files", nargs=-1, type=PATH)
@vault
@config
@click.option("--quiet", is_flag=True, help="Print mistakes and errors only.")
def check(files: tuple[Path, ...], vault: Path | None, config: Path | None, quiet: bool) -> None:
    """Check schemas: FILES, those in folders, or by default those that the configuration states.

    Exits with 0 when they are sound, with 1 when they are not, and with 2 when one cannot be read.
    """
    from vaultlint.commands import schema_check as command
    from vaultlint.commands.opening import Configuration

    raise SystemExit(command.run(files, vault, Configuration(config), quiet))


@schema.command(short_help="Show a schema, or list the presets.")
@click.argument("name", required=False, metavar="[NAME|FILE]")
@click.option(
    "--resolved", is_flag=True, help="With what it refers to in other files put into its $defs."
)
@color
def show(name: str | None, resolved: bool, color: bool | None) -> None:
    """Show a preset or a schema file; without a name, list the presets."""
    from vaultlint.commands import schema_show as command

    raise SystemExit(command.run(name, resolved, color))


@schema.command(short_help="Show which schemas a note has to satisfy, and why.")
@click.argument("note", type=PATH)
@vault
@config
@isolated
@text_or_json
@color
def which(
    note: Path,
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    output_format: str,
    color: bool | None,
) -> None:
    """Show which schemas NOTE has to satisfy, and why."""
    from vaultlint.commands import schema_which as command
    from vaultlint.commands.opening import Configuration

    configuration = Configuration(config, isolated)
    raise SystemExit(command.run(note, vault, configuration, output_format, color))
