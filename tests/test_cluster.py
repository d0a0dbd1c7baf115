"""A check on a Dask cluster of other processes prints what one in this process prints.

Whatever of the cluster is killed in the middle of a run, that run only takes longer.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bench.vaults import write_vault
from tests.invoke import Outcome, make_vault, vaultlint
from vaultlint.commands import cluster, clusterwork, vaultrun
from vaultlint.commands.callerror import CallError
from vaultlint.commands.noteworker import Way
from vaultlint.notes.reading import Reading
from vaultlint.vault.facets import Asking

distributed = pytest.importorskip("distributed", reason='needs "obsidian-vaultlint[dask]"')

CHECKOUT = Path(__file__).parent.parent
NOTES = 150
_STARTED = 60.0  # seconds that a process may take until it can be used


class Processes:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self._folder = folder
        self._environment = {**os.environ, "PYTHONPATH": str(CHECKOUT), **environment}
        file = folder / "scheduler.json"
        options = ("--host=127.0.0.1", "--port=0", "--no-dashboard")
        self.scheduler = self._start("scheduler", *options, f"--scheduler-file={file}")
        _wait_for(file.is_file)
        self.address: str = json.loads(file.read_text(encoding="utf-8"))["address"]
        self.workers: list[subprocess.Popen[bytes]] = []

    def start_workers(self, count: int, *options: str, **environment: str) -> None:
        """Starts workers until so many run."""
        self.workers = [worker for worker in self.workers if worker.poll() is None]
        for _ in range(count - len(self.workers)):
            arguments = (self.address, "--no-dashboard", "--no-nanny", *options)
            self.workers.append(self._start("worker", *arguments, **environment))
        with distributed.Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=_STARTED)
            _wait_for(lambda: len(client.nthreads()) == count)  # killed ones are forgotten

    def kill(self, *processes: subprocess.Popen[bytes]) -> None:
        """Kills processes, which can do nothing about it."""
        for process in processes:
            process.send_signal(signal.SIGKILL)
            process.wait()

    def close(self) -> None:
        """Ends all."""
        self.kill(*self.workers, self.scheduler)

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=self._folder,
            env={**self._environment, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


def _wait_for(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + _STARTED
    while not is_so():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture(scope="module")
def shared_processes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Processes]:
    started = Processes(tmp_path_factory.mktemp("cluster"))
    yield started
    started.close()


@pytest.fixture
def processes(shared_processes: Processes) -> Processes:
    """A cluster with two workers, of which one has three threads."""
    if not any(worker.poll() is None for worker in shared_processes.workers):
        shared_processes.start_workers(1, "--nthreads=3")
    shared_processes.start_workers(2, "--nthreads=1")
    return shared_processes


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("generated") / "vault"
    write_vault(root, NOTES)
    return root


@pytest.fixture(scope="module")
def here(vault: Path) -> Outcome:
    """What a check of the vault ends with in this process."""
    return _here(vault)


@pytest.fixture
def came_back(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How much of each kind came back from the cluster; all runs are worth their start."""
    counts: Counter[str] = Counter()
    results: Any = cluster.OnCluster._results  # of any kind

    def counted(self: cluster.OnCluster, calls: Iterator[object]) -> Iterator[object]:
        for each in results(self, calls):
            counts[type(each).__name__] += 1
            yield each

    monkeypatch.setattr(cluster.OnCluster, "_results", counted)
    monkeypatch.setattr(vaultrun, "PAYS_FROM", 0)
    monkeypatch.setattr(cluster, "_BATCH", 10)
    return counts


def _check(vault: Path, *options: str) -> Outcome:
    everything = ("--extend-select", "all", "--output-format", "json")
    return vaultlint("check", vault, *everything, *options)


def _here(vault: Path) -> Outcome:
    return _check(vault, "--no-cache", "--jobs", "1")


def _there(vault: Path, address: str, *options: str) -> Outcome:
    return _check(vault, "--executor", "dask", "--scheduler", address, *options)


# --- the same bytes


def test_a_generated_vault(
    vault: Path, here: Outcome, processes: Processes, came_back: Counter[str]
) -> None:
    assert _there(vault, processes.address, "--no-cache") == here
    files = sum(path.suffix in (".md", ".canvas", ".base") for path in vault.rglob("*.*"))
    assert came_back["ReadNote"] == came_back["Ruled"] == files


def test_rules_that_ask_for_notes_of_other_batches(
    processes: Processes, came_back: Counter[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "_BATCH", 1)
    vault = CHECKOUT / "tests" / "vaults" / "chain"
    assert _there(vault, processes.address, "--no-cache") == _here(vault)
    assert came_back["Ruled"] > 0 < came_back["Lacking"]


def test_a_vault_that_is_known(
    processes: Processes, came_back: Counter[str], tmp_path: Path
) -> None:
    write_vault(tmp_path, 40)
    first = _there(tmp_path, processes.address)
    assert first == _here(tmp_path)
    came_back.clear()
    assert _there(tmp_path, processes.address) == first
    assert not came_back
    next(path for path in sorted(tmp_path.rglob("*.md")) if b"[[" in path.read_bytes()).unlink()
    assert _there(tmp_path, processes.address) == _here(tmp_path)
    assert came_back["ReadNote"] == 0 < came_back["Ruled"]


@pytest.mark.usefixtures("came_back")
def test_a_note_that_cannot_be_read(processes: Processes, tmp_path: Path) -> None:
    make_vault(tmp_path, {"A.md": "[[Nobody]]\n", "B.md": "[[A#Nowhere]]\n"})
    (tmp_path / "C.md").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "D.md")
    outcome = _there(tmp_path, processes.address, "--no-cache")
    assert outcome == _here(tmp_path)
    assert "D.md" in outcome.stderr


# --- processes that die


def _at_first(
    kind: str, monkeypatch: pytest.MonkeyPatch, act: Callable[[], None], came_back: Counter[str]
) -> None:
    """Does something as soon as the first result of a kind is there."""
    results: Any = cluster.OnCluster._results  # of any kind

    def watched(self: cluster.OnCluster, calls: Iterator[object]) -> Iterator[object]:
        for each in results(self, calls):
            if came_back[kind] == 1 and type(each).__name__ == kind:
                act()
            yield each

    monkeypatch.setattr(cluster.OnCluster, "_results", watched)


@pytest.mark.parametrize("kind", ["ReadNote", "Ruled"])
def test_a_worker_is_killed(
    kind: str,
    vault: Path,
    here: Outcome,
    processes: Processes,
    came_back: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worker = processes.workers[1]
    _at_first(kind, monkeypatch, lambda: processes.kill(worker), came_back)
    assert _there(vault, processes.address, "--no-cache") == here
    assert worker.poll() == -signal.SIGKILL
    assert came_back["Ruled"] == came_back["ReadNote"] > NOTES


@pytest.mark.parametrize("kind", ["ReadNote", "Ruled"])
def test_all_workers_are_killed(
    kind: str,
    vault: Path,
    here: Outcome,
    processes: Processes,
    came_back: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
    monkeypatch.setattr(cluster, "_WITHOUT_WORKERS", 1)
    _at_first(kind, monkeypatch, lambda: processes.kill(*processes.workers), came_back)
    outcome = _there(vault, processes.address, "--no-cache")
    assert (outcome.code, outcome.stdout) == (here.code, here.stdout)
    lost = f'lost the cluster at "{processes.address}" (it has no worker any more)'
    assert outcome.stderr == f"vaultlint: {lost}; going on here\n"


def test_a_batch_dies_with_its_worker_and_then_the_scheduler(
    vault: Path,
    here: Outcome,
    came_back: Counter[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    started = Processes(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        started.start_workers(2, "--nthreads=1")
        with monkeypatch.context() as patch:
            _at_first("ReadNote", patch, lambda: started.kill(started.workers[0]), came_back)
            outcome = _there(vault, started.address, "--no-cache")
        assert (outcome.code, outcome.stdout) == (here.code, here.stdout)
        assert outcome.stderr.startswith("vaultlint: the cluster cannot check some notes (")
        assert outcome.stderr.endswith("); they are checked here\n")
        assert outcome.stderr.count("\n") == 1
        assert 0 < came_back["Ruled"] < NOTES
        came_back.clear()
        monkeypatch.setattr(cluster, "_PATIENCE", 0.2)
        monkeypatch.setattr(cluster, "_CONNECT", 2)
        _at_first("Ruled", monkeypatch, lambda: started.kill(started.scheduler), came_back)
        outcome = _there(vault, started.address, "--no-cache")
        assert (outcome.code, outcome.stdout) == (here.code, here.stdout)
        assert outcome.stderr.startswith(f'vaultlint: lost the cluster at "{started.address}" (')
        assert outcome.stderr.endswith("); going on here\n")
        assert outcome.stderr.count("\n") == 1
    finally:
        started.close()


# --- what a call can do wrong


def test_no_scheduler_is_there(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    for address in ("tcp://127.0.0.1:9", "telegraph://127.0.0.1:9"):
        outcome = _there(vault, address, "--no-cache")
        assert (outcome.code, outcome.stdout) == (2, "")
        assert outcome.stderr.startswith(f'vaultlint: no scheduler answers at "{address}" (')
        assert outcome.stderr.endswith("); start one with `dask scheduler`\n")
        assert outcome.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("options", "told"),
    [
        pytest.param(
            ["--scheduler", "tcp://a:1"],
            "--scheduler is that of a Dask cluster; give --executor dask, too",
            id="no executor",
        ),
        pytest.param(
            ["--executor", "dask"],
            "--executor dask needs a cluster; give --scheduler ADDRESS, too",
            id="no scheduler",
        ),
        pytest.param(
            ["--executor", "dask", "--scheduler", "tcp://a:1", "--jobs", "2"],
            "--jobs are processes of this machine, and not of a cluster; leave it out",
            id="jobs",
        ),
    ],
)
def test_options_that_do_not_go_together(options: list[str], told: str, tmp_path: Path) -> None:
    assert vaultlint("check", tmp_path, *options) == Outcome(2, "", f"vaultlint: {told}\n")


def test_dask_is_not_installed(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    outcome = _there(vault, "tcp://127.0.0.1:9")
    assert (outcome.code, outcome.stdout) == (2, "")
    assert outcome.stderr.startswith(
        "vaultlint: --executor dask needs Dask, which is not installed"
    )
    assert outcome.stderr.endswith('; pip install "obsidian-vaultlint[dask]"\n')


# --- what is installed


def test_workers_that_do_not_fit(
    vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = Processes(tmp_path)
    monkeypatch.setattr(cluster, "_CONNECT", 1)
    try:
        told = f'the cluster at "{started.address}" has no worker'
        hint = f"start one with `dask worker {started.address}`"
        outcome = _there(vault, started.address)
        assert outcome == Outcome(2, "", f"vaultlint: {told}; {hint}\n")
        shutil.copytree(CHECKOUT / "vaultlint", tmp_path / "other" / "vaultlint")
        with (tmp_path / "other" / "vaultlint" / "engine.py").open("a") as file:
            file.write("# another revision\n")
        started.start_workers(1, PYTHONPATH=str(tmp_path / "other"))
        outcome = _there(vault, started.address)
        assert (outcome.code, outcome.stdout) == (2, "")
        assert "vaultlint: the worker tcp://127.0.0.1:" in outcome.stderr
        assert " has another revision of vaultlint " in outcome.stderr
        assert outcome.stderr.endswith("; install there what is installed here\n")
    finally:
        started.close()


def test_a_cluster_that_cannot_be_asked(
    vault: Path, processes: Processes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(_: object) -> None:
        raise ValueError("no such operation. Read more at example.org")

    monkeypatch.setattr(distributed.Client, "get_versions", refuses)
    told = f'cannot ask the cluster at "{processes.address}" what it has installed'
    hint = "install there what is installed here"
    expected = f"vaultlint: {told} (no such operation); {hint}\n"
    assert _there(vault, processes.address) == Outcome(2, "", expected)


@pytest.mark.parametrize(
    ("there", "told"),
    [
        pytest.param({"vaultlint": "1.0"}, "the worker a has no msgspec", id="missing"),
        pytest.param({}, "the worker a has no vaultlint", id="nothing"),
        pytest.param(
            {"vaultlint": "1.0", "msgspec": "0.19.0"},
            "the worker a has msgspec 0.19.0, and here is 0.20.0",
            id="other version",
        ),
        pytest.param(
            {"vaultlint": "1.0", "msgspec": "0.20.0", clusterwork.CODE: "b"},
            "the worker a has another revision of vaultlint 1.0",
            id="other code",
        ),
    ],
)
def test_what_differs(there: dict[str, str], told: str) -> None:
    here = {"vaultlint": "1.0", "msgspec": "0.20.0", clusterwork.CODE: "a"}
    with pytest.raises(CallError) as error:
        cluster._check_same(here, "worker a", there)
    assert error.value.lines == (f"{told}; install there what is installed here",)


def test_libraries_of_the_same_version_are_needed() -> None:
    libraries = cluster._libraries()
    assert {"dask", "distributed", "markdown-it-py", "msgspec"} <= {*libraries}
    assert "pytest" not in libraries


def test_a_worker_without_vaultlint_can_be_asked() -> None:
    cloudpickle = pytest.importorskip("cloudpickle")  # comes with Dask
    sent = cloudpickle.dumps(clusterwork.asker(("msgspec",)))
    program = (
        "import pickle, sys; sys.modules['vaultlint'] = None; "
        "print(pickle.loads(sys.stdin.buffer.read())())"
    )
    told = subprocess.run([sys.executable, "-c", program], input=sent, capture_output=True)
    assert (told.stdout, told.stderr) == (b"{}\n", b"")
    with_vaultlint = program.replace("sys.modules['vaultlint'] = None; ", "")
    told = subprocess.run([sys.executable, "-c", with_vaultlint], input=sent, capture_output=True)
    assert b"'msgspec': '" in told.stdout, told.stderr


def test_a_worker_that_comes_later_is_looked_at() -> None:
    with pytest.raises(clusterwork.InstallationError):
        clusterwork.batch({"vaultlint": "0"}, _WAY, {}, packs=False)


# --- the batches themselves

_WAY = Way("/nowhere", Reading(), Asking())


def test_a_batch_that_is_moved_is_read_anew() -> None:
    contents = {"A.md": b"[[B]]\n", "B.md": b"## Tea\n"}
    sent = clusterwork.batch(clusterwork.installed(()), _WAY, contents, packs=True)
    moved: clusterwork.Batch = pickle.loads(pickle.dumps(sent))
    assert moved._notes == {}
    assert clusterwork.read(moved, packs=True) == clusterwork.read(sent, packs=True)
    assert moved._notes == sent._notes
    assert sys.getsizeof(sent) > sum(map(len, contents.values()))


def test_a_batch_tells_what_it_lacks() -> None:
    sent = clusterwork.Batch(_WAY, {"A.md": b""})
    assert (sent.note("B.md"), sent.source("C.md")) == (None, None)
    assert sent.note("A.md") is not None
    assert sent.lacking == {"B.md", "C.md"}


def test_batches_are_small() -> None:
    sizes = {"a": 150_000, "b": 60_000, "c": 900_000, "d": 1, **{f"{n}": 1 for n in range(60)}}
    made = [*cluster._batches(sizes)]
    assert [path for batch in made for path in batch] == [*sizes]
    assert made[:3] == [["a"], ["b"], ["c"]]
    assert [len(batch) for batch in made[3:]] == [50, 11]
    assert [*cluster._batches({})] == []
