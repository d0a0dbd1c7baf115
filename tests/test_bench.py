"""What the benchmarks measure, and what they write."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.measure import Measured, UnmeasuredError, measured, rehearse, tree_peak
from bench.peers import Missing, Peer, installed
from bench.runs import Plan, Series, run_all
from bench.table import BEGIN, END, page_with, report
from bench.tools import Tool, vaultlint

PYTHON = Path(sys.executable)
ROOT = Path(__file__).parent.parent


def python(*lines: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "\n".join(lines))


def test_time_is_that_of_all_processes(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.2: pass"
    inner = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    run = measured(python(inner), tmp_path, os.environ, 60)
    assert run.cpu > 0.2
    assert run.wall > 0.2


def test_memory_is_that_of_all_processes(tmp_path: Path) -> None:
    hold = "import time; held = b'x' * 50_000_000; time.sleep(1)"
    both = (
        "import subprocess, sys",
        f"one = [subprocess.Popen([sys.executable, '-c', {hold!r}]) for _ in range(2)]",
        "[child.wait() for child in one]",
    )
    peak = tree_peak(python(*both), tmp_path, os.environ, 60)
    if peak is None:
        pytest.skip("this system does not tell the memory of processes")
    assert 100e6 < peak < 200e6
    # A process that is forked begins with the memory of its parent, and this one has much.
    lines = (
        "import os, pathlib",
        "from bench.measure import measured",
        f"run = measured({python(*both)!r}, pathlib.Path({str(tmp_path)!r}), os.environ, 60)",
        "print(run.peak)",
    )
    found = subprocess.run(python(*lines), capture_output=True, check=True, text=True, cwd=ROOT)
    assert 50e6 < int(found.stdout) < 100e6


@pytest.mark.parametrize("run", [measured, rehearse, tree_peak])
def test_what_takes_too_long_is_ended(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(UnmeasuredError, match="not done in 0 s"):
        run(python("import time; time.sleep(60)"), tmp_path, os.environ, 0.1)


def test_a_crash_is_no_result(tmp_path: Path) -> None:
    assert measured(python("raise SystemExit(1)"), tmp_path, os.environ, 60).wall > 0
    rehearse(python("raise SystemExit(1)"), tmp_path, os.environ, 60)
    with pytest.raises(UnmeasuredError, match=r"crashes: ValueError: odd"):
        rehearse(python("raise ValueError('odd')"), tmp_path, os.environ, 60)
    with pytest.raises(UnmeasuredError, match="ends with code 2"):
        measured(python("raise SystemExit(2)"), tmp_path, os.environ, 60)
    with pytest.raises(UnmeasuredError, match="does not start"):
        measured((str(tmp_path / "none"),), tmp_path, os.environ, 60)


def test_a_linter_that_cannot_be_had_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    peer = Peer("some-linter", "npm", "some-linter")
    assert installed(peer, tmp_path) == Missing(peer, "npm: No such file or directory")


def test_options_that_do_not_exist_are_not_measured() -> None:
    tool = vaultlint(PYTHON.with_name("vaultlint"))
    assert {"start", "cold", "save"} <= tool.commands.keys()
    old = PYTHON.with_name("vaultlint")
    assert tool.command("save", Path("v"), Path("v/n.md")) == (str(old), "check", "v/n.md")


def test_runs_take_turns_on_copies(tmp_path: Path) -> None:
    ask = ("-c", "import sys, pathlib; assert '-n' in sys.argv or pathlib.Path(sys.argv[1])")
    tool = Tool("py", "3", PYTHON, {"cold": (*ask, "VAULT"), "save": (*ask, "NOTE")})
    broken = Tool("broken", "0", PYTHON, {"cold": ("-c", "raise ValueError('no')")})
    plan = Plan(repeat=2, limit=60)
    series = run_all([tool, broken], ["cold", "save"], 3, plan, tmp_path / "run", lambda _: None)
    assert [(one.tool.name, one.case, sorted(one.runs)) for one in series] == [
        ("py", "cold", [0, 1]),
        ("broken", "cold", []),
        ("py", "save", [0, 1]),
    ]
    assert series[1].fault == "crashes: ValueError: no"
    assert not (tmp_path / "run").exists()


def test_tables() -> None:
    own = Tool("vaultlint", "1", Path("vaultlint"), {"cold": ("check", "VAULT")})
    other = Tool("other", "2", Path("other"), {"cold": ("VAULT",)})
    series = [
        Series(own, "cold", 10, {0: Measured(2, 3, 5_000_000), 1: Measured(4, 5, 6_000_000)}),
        Series(other, "cold", 10, {0: Measured(1, 1, 7_000_000), 1: Measured(1, 1, 1)}),
    ]
    larger = [Series(own, "cold", 100, {0: Measured(12, 3, 1)}), Series(other, "cold", 100)]
    larger[1].fault = "not done in 9 s"
    missing = [Missing(Peer("gone", "npm", "gone"), "404")]
    lines = report(series, [*series, *larger], [own, other], missing).splitlines()
    cold = "the whole vault, without a cache"
    assert f"| {cold} | vaultlint | 3.00 s | 2.00 s | 1.00 | 5.00 s | 6 MB |  | 2 |" in lines
    assert "|  | other | 1.00 s | 1.00 s | 0.38 | 1.00 s | 7 MB |  | 2 |" in lines
    assert f"| {cold} | vaultlint | 3.00 s | 12.0 s | 4.0 × |" in lines
    assert "|  | other | 1.00 s | not done in 9 s |  |" in lines
    assert f"| vaultlint | 1 | {cold} | `vaultlint check VAULT` |" in lines
    assert "Not measured: gone (404)." in lines


def test_a_page_keeps_what_stands_around_its_measurements() -> None:
    page = f"# Speed\n\n{BEGIN}\nold\n{END}\n\nLast words.\n"
    assert page_with(page, "new\n") == f"# Speed\n\n{BEGIN}\n\nnew\n\n{END}\n\nLast words.\n"
    with pytest.raises(ValueError, match="the page has no"):
        page_with("# Speed\n", "new")
