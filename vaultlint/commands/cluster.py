"""A Dask cluster that does the work of a run; the one user of dask and distributed.

The contents of notes are sent in batches. What a worker has read stays with it until the rules ask
about it; the cluster makes again what a worker had that is gone, as it keeps what was sent.
"""

from __future__ import annotations

import importlib.metadata
import logging
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, wait
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from msgspec import Struct

from vaultlint.commands import clusterwork
from vaultlint.commands.callerror import CallError
from vaultlint.commands.clusterwork import CODE, Batch, Installed, Lacking, Shared, asker, installed
from vaultlint.commands.crew import OthersLostError
from vaultlint.commands.noteworker import Columns, NoteReader, ReadNote, Ruled, Ruling, Way
from vaultlint.commands.output import say
from vaultlint.text.quote import quoted

T = TypeVar("T")

_BATCH = 50  # notes
_BATCH_BYTES = 200_000  # of notes; about a tenth of a second of work
_AHEAD = 256  # batches that are under way at once, so that few contents are in memory
_CONNECT = 10  # seconds that a scheduler, and a first worker, may take to answer
_PATIENCE = 2  # seconds without any result, after which the cluster is looked at
_WITHOUT_WORKERS = 10  # seconds; one that is started again takes two or three

_DISTRIBUTION = "obsidian-vaultlint"


class Cluster:
    """A connection to a cluster whose workers have installed what is installed here.

    is_lost: whether it has broken, so that all else has to be done here.
    """

    def __init__(self, address: str) -> None:
        """address: of the scheduler. Raises CallError when it cannot be used."""
        try:
            import dask
            from distributed import Client
        except ImportError as error:
            wrong = f"--executor dask needs Dask, which is not installed here ({error})"
            raise CallError(f'{wrong}; pip install "{_DISTRIBUTION}[dask]"') from error
        self.address = address
        self.is_lost = False
        # What goes wrong is told in one line, by this program; contents are large by intention.
        logging.getLogger("distributed").setLevel(logging.CRITICAL + 1)
        logging.getLogger("distributed.client").setLevel(logging.CRITICAL + 1)
        dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})
        dask.config.set({"distributed.comm.timeouts.connect": _CONNECT})
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of versions, which are looked at below
                self.client: Any = Client(  # type: ignore[no-untyped-call]  # Dask has few types
                    address, timeout=_CONNECT, set_as_default=False
                )
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            wrong = f"no scheduler answers at {quoted(address)} ({_reason(error)})"
            raise CallError(f"{wrong}; start one with `dask scheduler`") from error
        try:
            self.installed = self._checked()
        except BaseException as error:
            self.close()
            if isinstance(error, CallError) or not isinstance(error, Exception):
                raise
            # Another version of Dask may answer anything.
            wrong = f"cannot ask the cluster at {quoted(address)} what it has installed"
            hint = "install there what is installed here"
            raise CallError(f"{wrong} ({_reason(error)}); {hint}") from error

    def others(self, way: Way, given: Mapping[str, bytes]) -> OnCluster:
        """Its workers, for one vault. given: as in NoteReader."""
        return OnCluster(self, way, given)

    def close(self) -> None:
        """Ends the connection; the cluster forgets what it was sent."""
        self.client.close()

    def _checked(self) -> Installed:
        """What is installed here and on all of the cluster. Raises CallError when it differs."""
        try:
            self.client.wait_for_workers(1, timeout=_CONNECT)
        except TimeoutError as error:
            wrong = f"the cluster at {quoted(self.address)} has no worker"
            raise CallError(f"{wrong}; start one with `dask worker {self.address}`") from error
        # First, as no function can be sent to another Python.
        versions = self.client.get_versions()
        here = _python(versions["client"])
        _check_same(here, "scheduler", _python(versions["scheduler"]))
        for worker, found in versions["workers"].items():
            _check_same(here, f"worker {worker}", _python(found))
        names = _libraries()
        here, ask = installed(names), asker(names)
        # The scheduler unpacks what is sent to workers.
        _check_same(here, "scheduler", self.client.run_on_scheduler(ask))
        for worker, answer in self.client.run(ask).items():
            _check_same(here, f"worker {worker}", answer)
        return here


class _Sent(NamedTuple):
    """Notes for a task. batch: that holds them, or its future. paths: those it is about."""

    batch: Any
    paths: Sequence[str]


class OnCluster:
    """The work of a run on one vault, done on a cluster; see Others.

    Notes of which nothing comes back are left to whoever asked for them.
    """

    def __init__(self, cluster: Cluster, way: Way, given: Mapping[str, bytes]) -> None:
        """given: as in NoteReader."""
        self._cluster = cluster
        self._files = NoteReader(way, given)
        self._executor = cluster.client.get_executor(pure=False)
        self._batch_of: dict[str, Any] = {}
        self._has_failed = False
        self.records: tuple[Struct, ...] = ()  # each batch may be another worker's

    def close(self) -> None:
        """Lets the cluster forget what it was sent."""
        self._batch_of.clear()

    def read(self, sizes: Mapping[str, int], *, packs: bool) -> Iterator[ReadNote]:
        """Reads notes, in no special order. sizes: in bytes, by path. packs: as in NoteReader."""
        sent = (self._sent(paths, packs) for paths in _batches(sizes))
        yield from self._results(
            self._executor.submit(clusterwork.read, each.batch, packs) for each in sent
        )

    def rule(
        self, ruling: Ruling, columns: Columns, known: Sequence[str], sizes: Mapping[str, int]
    ) -> Iterator[Ruled]:
        """Asks the rules about notes, in no special order. See Others."""
        shared = self._submit(Shared, Shared.pack(ruling, columns, known))
        others: dict[str, frozenset[str]] = {}
        asked = self._asked(sizes)
        while True:
            lacking: dict[str, frozenset[str]] = {}
            for each in self._results(self._rule(shared, sent) for sent in asked):
                if isinstance(each, Ruled):
                    yield each
                else:
                    lacking[each.path] = others.get(each.path, frozenset()) | each.others
            if not lacking:
                return
            others = lacking
            asked = self._sent_with(lacking, sizes)

    # --- sending

    def _sent(self, paths: Iterable[str], packs: bool) -> _Sent:
        """These notes on the cluster, as far as they can be read."""
        contents = self._contents(paths)
        expected = self._cluster.installed
        future = self._submit(clusterwork.batch, expected, self._files.way, contents, packs)
        self._batch_of |= dict.fromkeys(contents, future)
        return _Sent(future, tuple(contents))

    def _asked(self, sizes: Mapping[str, int]) -> Iterator[_Sent]:
        """Notes on the cluster; those that are not there yet are sent."""
        held: dict[Any, list[str]] = {}
        for path in sizes:
            if path in self._batch_of:
                held.setdefault(self._batch_of[path], []).append(path)
        yield from (_Sent(future, paths) for future, paths in held.items())
        new = {path: size for path, size in sizes.items() if path not in self._batch_of}
        yield from (self._sent(paths, packs=False) for paths in _batches(new))

    def _sent_with(
        self, others: Mapping[str, frozenset[str]], sizes: Mapping[str, int]
    ) -> Iterator[_Sent]:
        """Notes to be sent, each with others that rules ask for, if these can be read."""
        for paths in _batches({path: sizes[path] for path in others}):
            contents = self._contents({*paths}.union(*(others[path] for path in paths)))
            whole = [path for path in paths if contents.keys() >= {path, *others[path]}]
            yield _Sent(Batch(self._files.way, contents), whole)

    def _contents(self, paths: Iterable[str]) -> dict[str, bytes]:
        """The contents of those of these notes that can be read."""
        contents = {}
        for path in paths:
            try:
                contents[path] = self._files.content(path)
            except OSError:
                continue  # whoever asked for it will see why
        return contents

    def _submit(self, task: object, *arguments: object) -> Any:
        return self._cluster.client.submit(task, *arguments, pure=False)

    def _rule(self, shared: object, sent: _Sent) -> Future[list[Ruled | Lacking]]:
        task, expected = clusterwork.rule, self._cluster.installed
        call: Future[list[Ruled | Lacking]] = self._executor.submit(
            task, expected, shared, sent.batch, sent.paths
        )
        return call

    # --- receiving

    def _results(self, calls: Iterator[Future[list[T]]]) -> Iterator[T]:
        """What calls return, each when it is done. Raises OthersLostError when it is gone."""
        # The connection may fail in many ways, at each use of it.
        try:
            under_way = {*islice(calls, _AHEAD)}
            while under_way:
                done, under_way = wait(under_way, _PATIENCE, FIRST_COMPLETED)
                if not done:
                    self._look_at_cluster()
                under_way |= {*islice(calls, len(done))}
                for call in done:
                    yield from self._result(call)
        except Exception as error:
            self._cluster.is_lost = True
            lost = f"lost the cluster at {quoted(self._cluster.address)}"
            raise OthersLostError(f"{lost} ({_reason(error)})") from error

    def _result(self, call: Future[list[T]]) -> list[T]:
        """What a call returns; nothing if its task fails wherever it is tried."""
        error = call.exception()
        if error is None:
            return call.result()
        if not self._has_failed:
            self._has_failed = True
            say(f"the cluster cannot check some notes ({_reason(error)}); they are checked here")
        return []

    def _look_at_cluster(self) -> None:
        """Raises what there is to say when no result can be hoped for."""
        if self._cluster.client.status != "running":
            raise ConnectionError("the scheduler does not answer")
        try:
            self._cluster.client.wait_for_workers(1, timeout=_WITHOUT_WORKERS)
        except TimeoutError as error:
            raise ConnectionError("it has no worker any more") from error


def _batches(sizes: Mapping[str, int]) -> Iterator[list[str]]:
    """Notes in batches, in the same order. sizes: in bytes, by path."""
    batch: list[str] = []
    room = _BATCH_BYTES
    for path, size in sizes.items():
        if batch and (len(batch) == _BATCH or size > room):
            yield batch
            batch, room = [], _BATCH_BYTES
        batch.append(path)
        room -= size
    if batch:
        yield batch


# --- what is installed


def _python(versions: Mapping[str, Any]) -> Installed:
    """The version of Python, of which the last part makes no difference."""
    return {"Python": ".".join(str(versions["packages"]["python"]).split(".")[:2])}


def _libraries() -> tuple[str, ...]:
    """What vaultlint needs, and what carries it there, by the names of distributions."""
    try:
        needed = importlib.metadata.requires(_DISTRIBUTION) or []
    except importlib.metadata.PackageNotFoundError:  # run from a checkout
        needed = []
    always = (words for words in needed if "extra ==" not in words)
    names = (re.match(r"[\w.-]+", words) for words in always)
    return tuple(sorted({"dask", "distributed", "msgspec", *(name[0] for name in names if name)}))


def _check_same(here: Installed, where: str, there: Installed) -> None:
    """Raises CallError when something else is installed there."""
    for name, version in here.items():
        found = there.get(name, "")
        if found == version:
            continue
        if name == CODE:
            wrong = f"the {where} has another revision of vaultlint {here['vaultlint']}"
        elif not found:
            wrong = f"the {where} has no {name}"
        else:
            wrong = f"the {where} has {name} {found}, and here is {version}"
        raise CallError(f"{wrong}; install there what is installed here")


def _reason(error: BaseException) -> str:
    """An error in one line."""
    if isinstance(error, CancelledError):
        return "the scheduler has given up the work"
    # Dask goes on with where to read about it.
    words = " ".join(str(error).partition(". ")[0].split())
    return words or type(error).__name__
