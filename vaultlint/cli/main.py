"""The command line: arguments in, exit code out."""

from __future__ import annotations

from pathlib import Path

import click

import vaultlint
from vaultlint.cli.baseline import baseline as baseline_group
from vaultlint.cli.cache import cache as cache_group
from vaultlint.cli.options import PATH as _PATH
from vaultlint.cli.options import anki as _anki
from vaultlint.cli.options import baseline_file as _baseline_file
from vaultlint.cli.options import color as _color
from vaultlint.cli.options import config as _config
from vaultlint.cli.options import isolated as _isolated
from vaultlint.cli.options import text_or_json as _text_or_json
from vaultlint.cli.options import vault as _vault
from vaultlint.cli.program import Program
from vaultlint.cli.schema import schema

_SEVERITIES = ("error", "warning", "info")


@click.group(
    cls=Program,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(vaultlint.__version__, prog_name="vaultlint")
@click.pass_context
def main(context: click.Context) -> None:
    """Find the mistakes that silently break an Obsidian vault."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(2)


main.add_command(schema)
main.add_command(baseline_group)
main.add_command(cache_group)


@main.command(short_help="Check notes, and repair them.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, allow_dash=True))
@_vault
@_config
@_isolated
@click.option(
    "--select",
    multiple=True,
    metavar="LIST",
    help='Run only these rules and families, parted by commas; "all" for all.',
)
@click.option("--ignore", multiple=True, metavar="LIST", help="Do not run these.")
@click.option("--extend-select", multiple=True, metavar="LIST", help="Run these too.")
@click.option(
    "--severity",
    type=click.Choice(_SEVERITIES),
    default="info",
    help="Show from this severity on.",
)
@click.option(
    "--fail-on",
    type=click.Choice((*_SEVERITIES, "never")),
    help='Exit with 1 from this severity on; by default "warning".',
)
@click.option(
    "--output-format",
    default="text",
    show_default=True,
    metavar="LIST",
    help="How to report: text, concise, json, jsonl, github, gitlab, sarif, github-sarif, junit, "
    "checkstyle, rdjson, markdown, obsidian, html; several parted by commas, all but one as "
    "FORMAT=FILE.",
)
@click.option("--output-file", type=_PATH, metavar="FILE", help="Write the report there.")
@click.option(
    "--stdin-filename",
    type=_PATH,
    metavar="PATH",
    help="The note whose text comes from standard input; PATHS is then a single -.",
)
@click.option(
    "--since",
    metavar="GIT_REV",
    help='Report what is on lines that changed since; "main..." is since the branch left main.',
)
@click.option("--staged", is_flag=True, help="Check what is staged; report what changes with it.")
@_anki
@_baseline_file
@click.option("--no-baseline", is_flag=True, help="Report what the baseline knows, too.")
@click.option("--fix", is_flag=True, help="Repair what can be repaired safely; report the rest.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="Repair, with --fix, --fix-only or --diff, also what should be looked at afterwards.",
)
@click.option("--fix-only", is_flag=True, help="Repair, and do not report what is left.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; change nothing.")
@click.option(
    "--no-suppressions",
    is_flag=True,
    help="Report also what comments in notes and the configuration suppress.",
)
@click.option(
    "--add-suppressions",
    is_flag=True,
    help="Write comments into the notes that suppress all that is reported now.",
)
@click.option("--reason", metavar="TEXT", help="Why; stands in the comments of --add-suppressions.")
@click.option(
    "--statistics",
    is_flag=True,
    help="Count by rule, in the place of diagnostics; [*] marks what --fix repairs.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Share the work among so many processes; by default as many as there are processors.",
)
@click.option(
    "--executor",
    type=click.Choice(("processes", "dask")),
    default="processes",
    show_default=True,
    help="Who does the work: processes of this machine, or a Dask cluster.",
)
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the Dask cluster.")
@click.option("--no-cache", is_flag=True, help="Neither use nor keep what runs find out.")
@click.option(
    "--cache-dir",
    type=_PATH,
    metavar="DIR",
    envvar="VAULTLINT_CACHE_DIR",
    help="Keep there what runs find out; by default in .vaultlint_cache in the vault's root.",
)
@click.option("--quiet", is_flag=True, help="Print diagnostics and errors only.")
@click.option("--verbose", is_flag=True, help="Tell on standard error what was read.")
@_color
def check(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    severity: str,
    fail_on: str | None,
    output_format: str,
    output_file: Path | None,
    stdin_filename: Path | None,
    since: str | None,
    staged: bool,
    anki: Path | None,
    baseline: Path | None,
    no_baseline: bool,
    fix: bool,
    unsafe_fixes: bool,
    fix_only: bool,
    diff: bool,
    no_suppressions: bool,
    add_suppressions: bool,
    reason: str | None,
    statistics: bool,
    jobs: int | None,
    executor: str,
    scheduler: str | None,
    no_cache: bool,
    cache_dir: Path | None,
    quiet: bool,
    verbose: bool,
    color: bool | None,
) -> None:
    """Check the notes in PATHS (default: the current folder).

    Exits with 0 when nothing was found, with 1 when something was, and with 2 when a note or a
    configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import check as command
    from vaultlint.commands.call import Call

    raise SystemExit(
        command.run(
            Call(
                paths=paths,
                vault=vault,
                config=config,
                isolated=isolated,
                select=select,
                ignore=ignore,
                extend_select=extend_select,
                severity=severity,
                fail_on=fail_on,
                output_format=output_format,
                output_file=output_file,
                stdin_filename=stdin_filename,
                since=since,
                staged=staged,
                anki=anki,
                baseline=baseline,
                no_baseline=no_baseline,
                fix=fix,
                fix_only=fix_only,
                unsafe_fixes=unsafe_fixes,
                diff=diff,
                statistics=statistics,
                no_suppressions=no_suppressions,
                add_suppressions=add_suppressions,
                reason=reason,
                jobs=jobs,
                executor=executor,
                scheduler=scheduler,
                no_cache=no_cache,
                cache_dir=cache_dir,
                quiet=quiet,
                verbose=verbose,
                color=color,
            )
        )
    )


@main.command(short_help="Show the page of a rule.")
@click.argument("rule")
@click.option(
    "--output-format",
    type=click.Choice(("text", "markdown", "json")),
    default="text",
    show_default=True,
    help="For people, or for programs.",
)
@_color
def explain(rule: str, output_format: str, color: bool | None) -> None:
    """Show the page of RULE: what it reports, why, and examples."""
    from vaultlint.commands import explain as command

    raise SystemExit(command.run(rule, output_format, color))


@main.command()
@_text_or_json
@_color
def rules(output_format: str, color: bool | None) -> None:
    """List all rules."""
    from vaultlint.commands import rules as command

    raise SystemExit(command.run(output_format, color))


@main.command(short_help="Show what vaultlint sees in a note.")
@click.argument("note", type=_PATH)
@_vault
@_config
@_isolated
@_text_or_json
def inspect(
    note: Path, vault: Path | None, config: Path | None, isolated: bool, output_format: str
) -> None:
    """Show what vaultlint sees in NOTE: properties, links and where they lead, cards, clozes."""
    from vaultlint.commands import inspect as command

    raise SystemExit(command.run(note, vault, config, isolated, output_format))


@main.command(short_help="List flashcards, and count them by deck.")
@click.argument("paths", nargs=-1, type=_PATH)
@_vault
@_config
@_isolated
@click.option("--deck", metavar="DECK", help="Only the cards of this deck and of those below it.")
@click.option("--unsynced", is_flag=True, help="Only cards that have no id yet.")
@click.option(
    "--duplicates",
    is_flag=True,
    help="Only cards whose id, or whose question in its deck, stands in more than one place.",
)
@click.option("--count", is_flag=True, help="Count the cards by deck, and do not list them.")
@click.option(
    "--output-format",
    type=click.Choice(("text", "json", "jsonl", "csv")),
    default="text",
    show_default=True,
    help="How to list.",
)
@click.option("--output-file", type=_PATH, metavar="FILE", help="Write the list there.")
@_color
def cards(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    deck: str | None,
    unsynced: bool,
    duplicates: bool,
    count: bool,
    output_format: str,
    output_file: Path | None,
    color: bool | None,
) -> None:
    """List the flashcards in PATHS (default: the current folder), and count them by deck.

    Exits with 0, and with 2 when a note or a configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import cards as command

    raise SystemExit(
        command.run(
            command.Call(
                paths=paths,
                vault=vault,
                config=config,
                isolated=isolated,
                deck=deck,
                unsynced=unsynced,
                duplicates=duplicates,
                only_counts=count,
                output_format=output_format,
                output_file=output_file,
                color=color,
            )
        )
    )


@main.command(short_help="List the chains that Next links make of notes.")
@click.argument("paths", nargs=-1, type=_PATH)
@_vault
@_config
@_isolated
@click.option(
    "--output-format",
    type=click.Choice(("text", "json", "dot", "mermaid")),
    default="text",
    show_default=True,
    help="How to list; dot and mermaid are graphs.",
)
@click.option("--output-file", type=_PATH, metavar="FILE", help="Write the list there.")
@_color
def chains(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    output_format: str,
    output_file: Path | None,
    color: bool | None,
) -> None:
    """List the chains of notes in PATHS (default: the current folder), as Next links make them.

    Marks gaps, one-way links, rings, forks, joins, and notes that are named out of order. Exits
    with 0, and with 2 when a note or a configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import chains as command

    raise SystemExit(
        command.run(command.Call(paths, vault, config, isolated, output_format, output_file, color))
    )


@main.command(short_help="Count what a vault holds, and how sound it is.")
@click.argument("paths", nargs=-1, type=_PATH)
@_vault
@_config
@_isolated
@click.option(
    "--depth",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="FOLDERS",
    help="How deep the table of folders goes, below the folder that holds all notes.",
)
@_text_or_json
@click.option("--output-file", type=_PATH, metavar="FILE", help="Write the numbers there.")
@_color
def stats(
    paths: tuple[Path, ...],
    vault: Path | None,
    config: Path | None,
    isolated: bool,
    depth: int,
    output_format: str,
    output_file: Path | None,
    color: bool | None,
) -> None:
    """Count what is in PATHS (default: the current folder), and how sound its folders are.

    Exits with 0, and with 2 when a note or a configuration cannot be read or the call is wrong.
    """
    from vaultlint.commands import stats as command

    raise SystemExit(
        command.run(
            command.Call(paths, vault, config, isolated, depth, output_format, output_file, color)
        )
    )
