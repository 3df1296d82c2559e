"""The same work in this process, in several, or on a Ray cluster: items go out, results come back once each, in any order.

A worker that dies costs its item another try, on another worker; results are recorded only here, by the process that hands out the items.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import multiprocessing
import queue
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Protocol, cast

from lam.data.packages import needed
from lam.errors import TaskBroken, UserError

TRIES = 3
"""How often an item is tried when its worker dies."""
log = logging.getLogger(__name__)


class Work(Protocol):
    """What a worker does; opened once per worker, so that it may hold an office. Must be picklable before it is opened."""

    def open(self) -> None:
        """Get ready."""

    def do(self, item: Any) -> Any:
        """The result of one item. Faults of the item are part of the result; what is raised here ends the run."""

    def close(self) -> None:
        """Release everything. May be called twice."""


@dataclass(frozen=True)
class Result:
    item: Any
    value: Any
    """None when every try died."""
    fault: str = ""
    """Why there is no value."""


@dataclass
class Processes:
    """`count` worker processes on this machine; 0: in this process."""

    count: int

    def run(self, make: Callable[[], Work], items: Iterable[Any]) -> Iterator[Result]:
        """The results as they come. The items are read only as fast as they are worked on."""
        if self.count == 0:
            yield from _here(make, items)
            return
        context = multiprocessing.get_context("spawn")
        todo = _Todo(items)
        workers = [_Process(context, make) for _ in range(self.count)]
        try:
            busy = [w for w in workers if w.give(todo)]
            while busy:
                for ready in wait([w.pipe for w in busy]):
                    worker = next(w for w in busy if w.pipe is ready)
                    result = worker.take(todo)
                    if result:
                        yield result
                    if not worker.give(todo):
                        busy.remove(worker)
                for worker in workers:  # an item that came back from a dead worker goes to one that has nothing to do
                    if worker not in busy and worker.give(todo):
                        busy.append(worker)
        finally:
            for worker in workers:
                worker.end()


@dataclass
class Cluster:
    """Actors on a Ray cluster. `address`: as `ray.init` takes it, or `local` for this machine. A lost node costs its items another try."""

    address: str
    count: int = 0
    """Workers; 0: one per core of the cluster."""
    options: dict[str, Any] = field(default_factory=dict)

    def run(self, make: Callable[[], Work], items: Iterable[Any]) -> Iterator[Result]:
        """The results as they come."""
        with needed("ray", "--ray", extra="ray"):
            import ray
            from ray.exceptions import RayActorError, RayTaskError
        started = not ray.is_initialized()
        if started:
            try:
                ray.init(address=self.address, log_to_driver=False, logging_level=logging.ERROR)
            except (ConnectionError, ValueError, RuntimeError) as error:
                raise UserError(f"no Ray cluster at {self.address}: {error}") from None
        actor = cast(Any, ray.remote(max_restarts=0, num_cpus=1, **self.options)(_Actor))
        todo = _Todo(items)
        try:
            cores = int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call,unused-ignore]
            running: dict[Any, tuple[Any, Any]] = {}
            idle: list[Any] = []

            def begin() -> None:
                worker = actor.remote(make)
                running[worker.ready.remote()] = (worker, _NOTHING)

            workers, failed = self.count or cores, 0
            for _ in range(workers):
                begin()
            while todo.left or any(item is not _NOTHING for _, item in running.values()):
                done, _ = ray.wait(list(running), num_returns=1)
                worker, item = running.pop(done[0])
                try:
                    value = ray.get(done[0])
                    idle.append(worker)
                    if item is not _NOTHING:
                        yield Result(item, value)
                except RayTaskError as error:
                    raise TaskBroken(f"a worker failed: {error}") from None
                except RayActorError as error:
                    failed = failed + 1 if item is _NOTHING else failed
                    if failed > TRIES * workers:
                        raise TaskBroken(f"no worker can begin its work on the cluster: {error}") from None
                    begin()  # on whatever node has room, as soon as one has
                    lost = todo.back(item, f"a worker was lost: {type(error).__name__}") if item is not _NOTHING else None
                    if lost:
                        yield lost
                while idle and (item := todo.next()) is not _NOTHING:
                    worker = idle.pop()
                    running[worker.do.remote(item)] = (worker, item)
        finally:
            if started:
                ray.shutdown()


Runner = Processes | Cluster


def in_order(runner: Runner, make: Callable[[], Work], items: Iterable[Any]) -> Iterator[Result]:
    """The results in the order of the items, as if one worker had done them all; holds what came early. No object is an item twice."""
    handed_out: deque[Any] = deque()
    early: dict[int, Result] = {}

    def noted() -> Iterator[Any]:
        for item in items:
            handed_out.append(item)
            yield item

    for result in runner.run(make, noted()):
        early[id(result.item)] = result
        while handed_out and id(handed_out[0]) in early:
            yield early.pop(id(handed_out.popleft()))


_NOTHING = object()


class _Todo:
    """What is still to do: the items that came back, then the next ones."""

    def __init__(self, items: Iterable[Any]) -> None:
        self._items = iter(items)
        self._again: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._tries: dict[str, int] = {}
        self._ended = False

    def next(self) -> Any:
        """The next item, `_NOTHING` when there is none now."""
        if not self._again.empty():
            return self._again.get()
        item = next(self._items, _NOTHING)
        self._ended |= item is _NOTHING
        return item

    @property
    def left(self) -> bool:
        """Whether there may be more to hand out."""
        return not self._ended or not self._again.empty()

    def back(self, item: Any, why: str) -> Result | None:
        """An item whose worker died: again, or given up."""
        name = repr(item)
        self._tries[name] = self._tries.get(name, 1) + 1
        if self._tries[name] > TRIES:
            return Result(item, None, f"{why}, {TRIES} times")
        log.warning("%s; %s is tried again (%d of %d)", why, name[:80], self._tries[name], TRIES)
        self._again.put(item)
        return None


def _here(make: Callable[[], Work], items: Iterable[Any]) -> Iterator[Result]:
    work = make()
    work.open()
    try:
        for item in items:
            yield Result(item, work.do(item))
    finally:
        work.close()


class _Process:
    """One worker process and the item it has."""

    def __init__(self, context: Any, make: Callable[[], Work]) -> None:
        self._context, self._make = context, make
        self.item: Any = _NOTHING
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = self._context.Pipe()
        self._process = self._context.Process(target=_serve, args=(theirs, self._make), daemon=False)
        self._process.start()
        theirs.close()

    def give(self, todo: _Todo) -> bool:
        """Hand out the next item; whether there was one."""
        self.item = todo.next()
        if self.item is _NOTHING:
            return False
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # died between two items: `take` finds it out and starts it anew
            self.pipe.send(self.item)
        return True

    def take(self, todo: _Todo) -> Result | None:
        """The result that has come; None when the worker died and its item goes out again.

        Raises: TaskBroken when the work itself failed.
        """
        try:
            good, value = self.pipe.recv()
        except (EOFError, ConnectionResetError):
            self._process.join(5)
            why = f"a worker ended with exit code {self._process.exitcode}"
            self._start()
            return todo.back(self.item, why)
        if not good:
            raise TaskBroken(f"a worker failed on {str(self.item)[:80]!r}: {value}")
        return Result(self.item, value)

    def end(self) -> None:
        """Let it close what it holds; end it when it does not."""
        self.pipe.close()
        self._process.join(15)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(5)


def _serve(pipe: Connection, make: Callable[[], Work]) -> None:
    work: Work | None = None
    try:
        while True:
            item = pipe.recv()
            if work is None:
                work = make()
                work.open()
            pipe.send((True, work.do(item)))
    except (EOFError, KeyboardInterrupt, ConnectionError):
        pass  # nobody waits for the result any more
    except Exception:  # noqa: BLE001  the boundary of the process: the other end raises it
        with contextlib.suppress(ConnectionError):
            pipe.send((False, traceback.format_exc(limit=-4)))
    finally:
        if work:
            work.close()


class _Actor:
    """A Ray actor around a Work."""

    def __init__(self, make: Callable[[], Work]) -> None:
        self.work = make()
        self.work.open()

    def ready(self) -> None:
        """Answers when the work is open."""

    def do(self, item: Any) -> Any:
        return self.work.do(item)


def batches(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of `size`."""
    source = iter(items)
    while chunk := list(itertools.islice(source, size)):
        yield chunk
