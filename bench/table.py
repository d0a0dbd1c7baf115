"""Measurements as Markdown."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from bench.peers import Missing
from bench.runs import Series
from bench.tools import CASES, MEANING, NOTE, VAULT, Tool

BEGIN, END = "<!-- measured -->", "<!-- end of measured -->"


def page_with(page: str, measured: str) -> str:
    """The page with new measurements between its two marks. Raises ValueError without marks."""
    head, begin, rest = page.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the page has no {BEGIN} … {END}")
    return f"{head}{BEGIN}\n\n{measured}\n{END}{tail}"


def report(
    series: Sequence[Series],
    grown: Sequence[Series],
    tools: Sequence[Tool],
    missing: Iterable[Missing],
) -> str:
    """All tables. series: of one vault; grown: of vaults of several sizes."""
    parts = [f"Measured on {date.today():%Y-%m-%d}: {machine()}."]
    parts += ["\n".join(_case_table(series))] if series else []
    parts += ["### By the size of the vault", "\n".join(_growth_table(grown))] if grown else []
    parts += ["### Versions and commands", "\n".join(_command_table(tools))]
    parts += [f"Not measured: {one.peer.name} ({one.reason})." for one in missing]
    return "\n\n".join(parts) + "\n"


def machine() -> str:
    """What it was measured on, in one line."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    model = platform.processor() or platform.machine()
    if (file := Path("/proc/cpuinfo")).is_file():
        lines = file.read_text().splitlines()
        named = (line.partition(":")[2] for line in lines if line.startswith("model name"))
        model = next(named, model).strip()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    system = f"{platform.system()} {platform.release()}"
    return f"{model}, {cores} cores, {memory:.0f} GiB, {system}, Python {platform.python_version()}"


def _case_table(series: Sequence[Series]) -> Iterator[str]:
    yield f"A vault of {series[0].notes:,} notes:"
    yield ""
    yield "| what | linter | median | fastest | to vaultlint | CPU | memory | of all | runs |"
    yield "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for case in CASES:
        rows = [one for one in series if one.case == case]
        own = next((one for one in rows if one.tool.name == "vaultlint" and one.runs), None)
        for at, one in enumerate(rows):
            yield f"| {'' if at else MEANING[case]} | {one.tool.name} | {_cells(one, own)} |"


def _cells(one: Series, own: Series | None) -> str:
    if not one.runs:
        return f"{one.fault} | | | | | |"
    runs = one.runs.values()
    ratio = f"{one.ratio_to(own):.2f}" if own is not None and one.runs.keys() & own.runs else ""
    cpu = sorted(run.cpu for run in runs)[len(runs) // 2]
    cells = [
        _seconds(one.wall()),
        _seconds(min(run.wall for run in runs)),
        ratio,
        _seconds(cpu),
        _megabytes(max(run.peak for run in runs)),
        "" if one.peak_of_all is None else _megabytes(one.peak_of_all),
        str(len(runs)),
    ]
    return " | ".join(cells)


def _growth_table(series: Sequence[Series]) -> Iterator[str]:
    sizes = sorted({one.notes for one in series})
    yield f"| what | linter | {' | '.join(f'{size:,} notes' for size in sizes)} | growth |"
    yield f"| --- | --- |{' ---: |' * (len(sizes) + 1)}"
    for case in CASES:
        names = dict.fromkeys(one.tool.name for one in series if one.case == case)
        for at, name in enumerate(names):
            rows = {o.notes: o for o in series if o.case == case and o.tool.name == name}
            cells = [
                _seconds(rows[size].wall()) if rows[size].runs else rows[size].fault
                for size in sizes
            ]
            first, last = rows[sizes[0]], rows[sizes[-1]]
            grown = f"{last.wall() / first.wall():.1f} ×" if first.runs and last.runs else ""
            label = "" if at else MEANING[case]
            yield f"| {label} | {name} | {' | '.join(cells)} | {grown} |"


def _command_table(tools: Iterable[Tool]) -> Iterator[str]:
    yield "| linter | version | what | command |"
    yield "| --- | --- | --- | --- |"
    for tool in tools:
        for at, case in enumerate(tool.commands):
            name, version = ("", "") if at else (tool.name, tool.version)
            command = tool.command(case, Path(VAULT), Path(NOTE))[1:]
            line = " ".join((tool.program.name, *command)).replace("|", "\\|")
            yield f"| {name} | {version} | {MEANING[case]} | `{line}` |"


def _seconds(value: float) -> str:
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _megabytes(count: int) -> str:
    return f"{count / 1e6:.0f} MB"
