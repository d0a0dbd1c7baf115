"""`python -m bench`: vaultlint and other linters measured side by side, whole processes."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.peers import PEERS, Installed, Missing, default_folder, installed
from bench.runs import Plan, run_all
from bench.table import page_with, report
from bench.tools import CASES, Case, Tool, peer_tool, vaultlint

# To be repeated on vaults of other sizes.
_GROWTH_CASES: tuple[Case, ...] = ("cold", "warm", "changed", "save")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures what the command line asks for, and prints the tables."""
    call = _parser().parse_args(arguments)
    if call.write is not None:
        page_with(call.write.read_text(encoding="utf-8"), "")  # fail now, not in an hour
    tools, missing = _tools(call)
    plan = Plan(call.repeat, call.budget, call.limit, call.seed)
    cases = [case for case in CASES if case in call.cases]
    grown_cases = [case for case in cases if case in _GROWTH_CASES]
    with tempfile.TemporaryDirectory(prefix="vaultlint-bench-", dir=call.folder) as folder:
        made = Path(folder) / "run"
        series = run_all(tools, cases, call.notes, plan, made, _say)
        grown = [one for one in series if one.case in grown_cases] if call.growth else []
        for notes in call.growth:
            if notes != call.notes:
                grown += run_all(tools, grown_cases, notes, plan, made, _say)
    text = report(series, grown, tools, missing)
    print(text, end="")
    if call.write is not None:
        page = page_with(call.write.read_text(encoding="utf-8"), text)
        call.write.write_text(page, encoding="utf-8")


def _tools(call: argparse.Namespace) -> tuple[list[Tool], list[Missing]]:
    tools = [vaultlint(call.vaultlint)]
    tools += [vaultlint(program, f"vaultlint {n}") for n, program in enumerate(call.also, 2)]
    missing = []
    for peer in PEERS:
        if peer.name in call.peers:
            _say(f"{peer.name}, from {peer.registry}")
            match installed(peer, call.cache):
                case Installed() as found:
                    tools.append(peer_tool(found))
                case Missing() as absent:
                    missing.append(absent)
    return tools, missing


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    own = Path(sys.executable).with_name("vaultlint")
    names = [peer.name for peer in PEERS]
    add = parser.add_argument
    add("--vaultlint", type=Path, default=own, help="the program (default: of this Python)")
    add("--also", type=Path, action="append", default=[], help="another vaultlint to compare")
    add("--peers", type=_list, default=names, help=f"other linters: {','.join(names)} (default)")
    add("--cache", type=Path, default=default_folder(), help="where they are installed")
    add("--cases", type=_list, default=list(CASES), help=f"of {','.join(CASES)} (default: all)")
    add("--notes", type=int, default=6000, help="size of the vault (default: 6000)")
    add("--growth", type=_sizes, default=[], help="other sizes too, such as 1000,50000")
    add("--repeat", type=int, default=5, help="rounds (default: 5)")
    add("--budget", type=float, default=60, help="seconds for the rounds of a case (default: 60)")
    add("--limit", type=float, default=600, help="seconds for one run (default: 600)")
    add("--seed", type=int, default=0, help="of the vault (default: 0)")
    add("--folder", type=Path, help="where the vaults are made (default: of temporary files)")
    add("--write", type=Path, help="a page whose measurements are replaced by these")
    return parser


def _list(words: str) -> list[str]:
    return [word for word in words.split(",") if word]


def _sizes(words: str) -> list[int]:
    return sorted(int(word) for word in words.split(","))


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
