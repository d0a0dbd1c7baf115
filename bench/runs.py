"""The plan of a measurement: every linter, every case, round by round."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median

from bench.measure import Measured, UnmeasuredError, measured, rehearse, tree_peak
from bench.tools import Case, Tool


@dataclass(frozen=True, slots=True)
class Plan:
    """repeat: rounds. budget: seconds, after which a case is not repeated. limit: of one run."""

    repeat: int = 5
    budget: float = 60
    limit: float = 600
    seed: int = 0


@dataclass(slots=True)
class Series:
    """The runs of one case of one linter on one vault: by the round, from 0.

    peak_of_all: bytes of all its processes together, None when not seen. fault: why it has no runs.
    """

    tool: Tool
    case: Case
    notes: int
    runs: dict[int, Measured] = field(default_factory=dict)
    peak_of_all: int | None = None
    fault: str = ""

    def wall(self) -> float:
        """Seconds, the median of its runs."""
        return median(run.wall for run in self.runs.values())

    def ratio_to(self, other: Series) -> float:
        """How many times as long it takes as the other: the median of the rounds of both."""
        rounds = self.runs.keys() & other.runs.keys()
        return median(self.runs[n].wall / other.runs[n].wall for n in rounds)

    def is_due(self, plan: Plan) -> bool:
        """Whether it is worth another round."""
        return not self.fault and sum(run.wall for run in self.runs.values()) < plan.budget


def run_all(
    tools: Sequence[Tool],
    cases: Iterable[Case],
    notes: int,
    plan: Plan,
    folder: Path,
    say: Callable[[str], None],
) -> list[Series]:
    """The measurements on a vault of so many notes, made in the folder and removed again.

    All linters take turns in each round, in an order that turns on, so that what else the machine
    does meets all of them alike. Each works on copies of its own, and has run once before.
    """
    folder.mkdir(parents=True)
    try:
        vault = folder / "vault"
        # In a process of its own: memory that this one takes would be counted to the linters.
        make = [sys.executable, "-m", "bench.vaults", str(vault)]
        make += ["--notes", str(notes), "--seed", str(plan.seed)]
        here = Path(__file__).parent.parent
        subprocess.run(make, check=True, cwd=here, stdout=subprocess.DEVNULL)
        desk = _Desk(vault, folder, plan)
        series = [
            Series(tool, case, notes) for case in cases for tool in tools if case in tool.commands
        ]
        for one in series:
            _try(one, partial(desk.warm_up, one))
        for turn in range(plan.repeat):
            for one in _turned(series, turn):
                if one.is_due(plan):
                    say(f"{notes} notes, round {turn + 1}: {one.tool.name}, {one.case}")
                    _try(one, partial(desk.measure, one, turn))
        for one in series:
            if one.is_due(plan):
                say(f"{notes} notes, memory: {one.tool.name}, {one.case}")
                _try(one, partial(desk.weigh, one))
        return series
    finally:
        shutil.rmtree(folder)


def _try(series: Series, step: Callable[[], None]) -> None:
    try:
        step()
    except UnmeasuredError as error:
        series.fault = str(error)


def _turned(series: Sequence[Series], by: int) -> Iterator[Series]:
    by %= max(len(series), 1)
    yield from series[by:]
    yield from series[:by]


class _Desk:
    """The copies of the vault, and what has to be done to them before a run."""

    def __init__(self, vault: Path, folder: Path, plan: Plan) -> None:
        self.vault = vault
        self.folder = folder
        self.plan = plan
        self.edits = 0
        notes = sorted(path.relative_to(vault) for path in vault.rglob("*.md"))
        sized = [path for path in notes if (vault / path).stat().st_size > 2000]
        self.note = (sized or notes)[len(sized or notes) // 2]
        self.environment = _environment()

    def warm_up(self, series: Series) -> None:
        """A run of each kind before those that count; it fills the cache of what has one."""
        vault = self._copy(series)
        if series.case == "save" and "warm" in series.tool.commands:
            whole = series.tool.command("warm", vault, vault / self.note)
            rehearse(whole, vault, self.environment, self.plan.limit)
        rehearse(self._command(series), vault, self.environment, self.plan.limit)

    def measure(self, series: Series, turn: int) -> None:
        self._prepare(series)
        vault = self._copy(series)
        run = measured(self._command(series), vault, self.environment, self.plan.limit)
        series.runs[turn] = run

    def weigh(self, series: Series) -> None:
        self._prepare(series)
        vault = self._copy(series)
        limit = self.plan.limit
        series.peak_of_all = tree_peak(self._command(series), vault, self.environment, limit)

    def _prepare(self, series: Series) -> None:
        vault = self._copy(series)
        if series.case == "fix":
            shutil.rmtree(vault)
            self._copy(series)
        if series.case in ("changed", "save"):
            self.edits += 1
            with (vault / self.note).open("a", encoding="utf-8") as file:
                file.write(f"\nLine {self.edits} was written later.\n")

    def _command(self, series: Series) -> tuple[str, ...]:
        vault = self._copy(series)
        return series.tool.command(series.case, vault, vault / self.note)

    def _copy(self, series: Series) -> Path:
        """The vault that the case works on; cases that leave its cache whole share one."""
        use = series.case if series.case in ("save", "fix") else "whole"
        copy = self.folder / f"{series.tool.name}-{use}"
        if not copy.exists():
            shutil.copytree(self.vault, copy)
        return copy


def _environment() -> Mapping[str, str]:
    """What a user has: Python keeps its compiled files, and no setting leads a linter astray."""
    dropped = ("PYTHON", "VAULTLINT_", "RUMDL_", "NODE_OPTIONS")
    return {key: value for key, value in os.environ.items() if not key.startswith(dropped)}
