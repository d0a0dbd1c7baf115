"""The command line of `vaultlint check`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from vaultlint.commands.anki import FAMILY
from vaultlint.commands.callerror import CallError
from vaultlint.commands.formats import FOR_PEOPLE, Output, outputs
from vaultlint.commands.opening import all_rules
from vaultlint.settings import Selection

COUNTED = (*FOR_PEOPLE, "json")  # the formats that --statistics change


class Call(NamedTuple):
    """The command line of `vaultlint check`, as given; color: as in explain.run."""

    paths: tuple[Path, ...] = ()
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
    since: str | None = None
    staged: bool = False
    anki: Path | None = None
    baseline: Path | None = None
    no_baseline: bool = False
    no_suppressions: bool = False
    add_suppressions: bool = False
    reason: str | None = None
    fix: bool = False
    fix_only: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    statistics: bool = False
    jobs: int | None = None
    executor: str = "processes"
    scheduler: str | None = None
    no_cache: bool = False
    cache_dir: Path | None = None
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None

    @property
    def repairs(self) -> bool:
        """Whether notes are repaired, if only to show how."""
        return self.fix or self.fix_only or self.diff or self.add_suppressions

    @property
    def makes_page(self) -> bool:
        """Whether the report is a page, which shows more than diagnostics."""
        makes_html = any(output.format == "html" for output in self.outputs)
        return makes_html and not self.diff and not self.fix_only

    @property
    def outputs(self) -> tuple[Output, ...]:
        """The reports that are written. Raises CallError when they are wrong."""
        return outputs(self.output_format, self.output_file)

    @property
    def only_changed(self) -> bool:
        """Whether only what is on changed lines is reported."""
        return self.staged or self.since is not None


def check_call(call: Call) -> None:
    """Raises CallError when options contradict each other, or name what there is not."""
    if call.quiet and call.verbose:
        raise CallError("--quiet and --verbose contradict each other; give one of them")
    if call.isolated and call.config is not None:
        raise CallError("--isolated and --config contradict each other; give one of them")
    if call.no_baseline and call.baseline is not None:
        raise CallError("--no-baseline and --baseline contradict each other; give one of them")
    _check_executor(call)
    _check_only_changed(call)
    _check_add_suppressions(call)
    _check_statistics(call)
    if call.anki is None:
        _check_no_anki(call)


def selection(call: Call) -> Selection:
    """The rules that the call selects. Raises CallError when one is unknown."""
    return Selection(
        select=_words("--select", call.select) if call.select else None,
        extend=_words("--extend-select", call.extend_select),
        ignore=_words("--ignore", call.ignore),
    )


def _check_executor(call: Call) -> None:
    """Raises CallError when it is not clear where the work is to be done."""
    if call.executor != "dask" and call.scheduler is not None:
        raise CallError("--scheduler is that of a Dask cluster; give --executor dask, too")
    if call.executor == "dask" and call.scheduler is None:
        raise CallError("--executor dask needs a cluster; give --scheduler ADDRESS, too")
    if call.executor == "dask" and call.jobs is not None:
        raise CallError("--jobs are processes of this machine, and not of a cluster; leave it out")


def _check_only_changed(call: Call) -> None:
    """Raises CallError when --since or --staged goes with what it cannot go with."""
    if call.staged and call.since is not None:
        raise CallError("--since and --staged contradict each other; give one of them")
    option = "--staged" if call.staged else "--since"
    if call.only_changed and call.repairs:
        raise CallError(
            f"{option} only reports; fixes are for whole notes, so leave out one of them"
        )
    if call.only_changed and (call.stdin_filename is not None or Path("-") in call.paths):
        raise CallError(f"{option} asks git about files, and not about standard input")


def _check_add_suppressions(call: Call) -> None:
    """Raises CallError when the call asks for suppressions and for what contradicts them."""
    if not call.add_suppressions:
        if call.reason is not None:
            raise CallError("--reason is that of --add-suppressions; give both")
        return
    # Imported here: what writes comments is no part of most runs, and takes long to load.
    from vaultlint.commands.suppressing import checked_reason

    checked_reason(call.reason)
    contradicting = {
        "--fix": call.fix,
        "--fix-only": call.fix_only,
        "--no-suppressions": call.no_suppressions,
        "--since": call.since is not None,
        "--staged": call.staged,
    }
    for option, is_given in contradicting.items():
        if is_given:
            raise CallError(
                f"--add-suppressions and {option} contradict each other; give one of them"
            )


def _check_statistics(call: Call) -> None:
    """Raises CallError when --statistics goes with a report that cannot hold them."""
    if not call.statistics:
        return
    for option, is_given in {"--diff": call.diff, "--fix-only": call.fix_only}.items():
        if is_given:
            raise CallError(f"--statistics and {option} contradict each other; give one of them")
    if not any(output.format in COUNTED for output in call.outputs):
        raise CallError(f"--statistics are told in one of {', '.join(COUNTED)}; ask for it, too")


def _check_no_anki(call: Call) -> None:
    """Raises CallError when the call itself names rules that ask Anki."""
    for option, lists in (("--select", call.select), ("--extend-select", call.extend_select)):
        for word in _words(option, lists):
            if FAMILY in (word, all_rules().families.get(word)):
                raise CallError(f'{option}: "{word}" asks Anki; name a collection with --anki')


def _words(option: str, lists: tuple[str, ...]) -> tuple[str, ...]:
    """The rules and families of a repeatable option. Raises CallError when one is unknown."""
    if not lists:
        return ()
    # Imported here, as what reads a configuration.
    from vaultlint.config import selector_fault

    words = tuple(word.strip() for entry in lists for word in entry.split(",") if word.strip())
    if not words:
        raise CallError(f'{option} names no rule and no family; "all" is every rule')
    rules = all_rules()
    faults = [fault for fault in (selector_fault(word, rules) for word in words) if fault]
    if faults:
        raise CallError(*(f"{option}: {fault}" for fault in faults))
    return words
