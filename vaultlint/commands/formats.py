"""Which reports a call writes, and where to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from vaultlint.commands.callerror import CallError
from vaultlint.commands.output import reason
from vaultlint.diagnostic import Report
from vaultlint.notes.kinds import REPORT_MARK
from vaultlint.report.view import View
from vaultlint.text.suggestion import did_you_mean

# Of which the terminal decides the shape; the others are the same wherever they go.
FOR_PEOPLE = ("text", "concise")
FORMATS = (
    *FOR_PEOPLE,
    "json",
    "jsonl",
    "github",
    "gitlab",
    "sarif",
    "github-sarif",
    "junit",
    "checkstyle",
    "rdjson",
    "markdown",
    "obsidian",
    "html",
)
_MOST_OF_SUMMARY = 1024 * 1024  # bytes; of a step, GitHub shows none that is larger


class Output(NamedTuple):
    """A report that a call writes. file: None for standard output."""

    format: str
    file: Path | None = None


def outputs(words: str, file: Path | None) -> tuple[Output, ...]:
    """The reports that `--output-format` and `--output-file` ask for.

    words: `format` or `format=file`, parted by commas. file: of --output-file, for the one format
    that names none. Raises CallError.
    """
    found = tuple(_output(word.strip()) for word in words.split(","))
    bare = [output.format for output in found if output.file is None]
    if file is not None:
        if len(found) > 1:
            raise CallError(
                "--output-file is the file of one format; with several, write each as FORMAT=FILE"
            )
        if not bare:
            raise CallError(f'--output-file and "{words}" both name a file; give one of them')
        return (Output(bare[0], file),)
    if len(bare) > 1:
        raise CallError(
            f"{' and '.join(bare)} both go to standard output; "
            f"give one of them a file, as {bare[0]}=FILE"
        )
    files = [output.file for output in found if output.file is not None]
    twice = next((each for each in files if files.count(each) > 1), None)
    if twice is not None:
        raise CallError(f'two reports go to "{twice}"; give each its own file')
    return found


def _output(word: str) -> Output:
    name, has_file, file = word.partition("=")
    if name not in FORMATS:
        hint = did_you_mean(name, FORMATS) or f"; it can be {', '.join(FORMATS)}"
        raise CallError(f'--output-format: there is no format "{name}"{hint}')
    if has_file and not file:
        raise CallError(f'--output-format: "{word}" names no file; write {name}=FILE')
    return Output(name, Path(file) if has_file else None)


def with_faults(report: Report, faults: Iterable[str]) -> Report:
    """The report, which also tells of what is wrong with the call."""
    first, *others = report.vaults
    return Report((replace(first, faults=(*faults, *first.faults)), *others))


def check_is_report(file: Path) -> None:
    """Raises CallError when a note is in the way that vaultlint did not write."""
    mark = REPORT_MARK.encode()
    try:
        with file.open("rb") as opened:
            is_report = opened.read(len(mark)) in (mark, b"")
    except OSError:
        return  # there is none, or writing it will tell
    if not is_report:
        raise CallError(f'"{file}" is no report of vaultlint; name another file for the report')


# --- what other programs read


def parts(name: str, report: Report, view: View) -> Iterator[str]:
    """The text of a report in one of the FORMATS that is of the report alone, in parts.

    Modules are loaded as they are needed: some take longer than a check of one note.
    """
    match name:
        case "json":
            from vaultlint.report.json import json_report, json_text

            return iter((json_text(json_report(report, view.show_from)),))
        case "jsonl":
            from vaultlint.report.json import json_lines

            return json_lines(report, view.show_from)
        case "github":
            from vaultlint.report.github import github_lines

            return (f"{line}\n" for line in github_lines(report, view))
        case "gitlab":
            from vaultlint.report.gitlab import gitlab_parts

            return gitlab_parts(report, view)
        case "sarif":
            return _sarif_parts(report, view)
        case "github-sarif":
            from vaultlint.report.sarif import for_github

            return _sarif_parts(for_github(report, view), view)
        case "junit":
            from vaultlint.report.junit import junit_parts

            return junit_parts(report, view)
        case "checkstyle":
            from vaultlint.report.checkstyle import checkstyle_parts

            return checkstyle_parts(report, view)
        case "rdjson":
            from vaultlint.report.rdjson import rdjson_parts

            return rdjson_parts(report, view)
        case "markdown":
            from vaultlint.report.markdown import markdown_parts

            return markdown_parts(report, view)
        case "obsidian":
            from vaultlint.report.obsidian import obsidian_parts

            if len(report.vaults) > 1:
                raise CallError(
                    "obsidian is a note of one vault, and this call is about "
                    f"{len(report.vaults)}; name one with --vault"
                )
            return obsidian_parts(report.vaults[0], view)
    raise AssertionError(name)


def _sarif_parts(report: Report, view: View) -> Iterator[str]:
    from vaultlint.checks import catalogue
    from vaultlint.commands.rulebook import page_of
    from vaultlint.report.sarif import named_rules, sarif_parts

    known = set(catalogue.rule_names())  # a baseline may name rules that there were once
    rules = [catalogue.load(name) for name in named_rules(report) if name in known]
    return sarif_parts(report, view, {rule.name: (rule, page_of(rule)) for rule in rules})


# --- GitHub and GitLab


def repository(here: str, environment: Mapping[str, str]) -> str:
    """The folder from which a forge names files: that of the job if this one lies in it.

    here: the current folder, absolute with "/".
    """
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        folder = environment.get(name, "").replace("\\", "/").rstrip("/")
        if folder and f"{here}/".startswith(f"{folder}/"):
            return folder
    return here


def add_job_summary(report: Report, view: View, environment: Mapping[str, str]) -> None:
    """Appends the report to the summary of a GitHub job, if there is one. Raises CallError."""
    from vaultlint.report.markdown import markdown_parts

    named = environment.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    file = Path(named)
    try:
        used = file.stat().st_size if file.exists() else 0
        text = "".join(
            markdown_parts(report, view, _MOST_OF_SUMMARY - used - 1, _pages(environment))
        )
        with file.open("ab") as opened:
            opened.write(f"{text}\n".encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise CallError(f'cannot write the job summary "{file}": {reason(error)}') from error


def _pages(environment: Mapping[str, str]) -> str:
    """Where GitHub shows the files of the commit that a job is about; empty if that is unknown."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
    server, owned, commit = (environment.get(name, "") for name in names)
    return f"{server}/{owned}/blob/{commit}/" if server and owned and commit else ""
