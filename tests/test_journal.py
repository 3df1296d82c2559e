"""Stages lose nothing and do nothing twice: stopped at any moment, with workers that die, on a full disk."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from lam.data import parallel
from lam.data.journal import Journal, records, told
from lam.data.parallel import Processes, batches, in_order
from lam.errors import TaskBroken, UserError


def test_items_are_done_once_and_counted(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "collect", {"seed": 1})
    journal.record("a", [{"n": 1}, {"n": 2}], {"too long": 3})
    journal.record("b", [], {"too long": 1, "other": 1})
    journal.record("a", [{"n": 9}])
    again = Journal(tmp_path, "collect", {"seed": 1})
    assert again.done == {"a", "b"}
    assert [r["n"] for r in again.kept()] == [1, 2]
    assert again.funnel == {"items": 2, "kept": 2, "dropped": {"too long": 4, "other": 1}}
    assert again.dropped == 5
    assert again.finish(note="x")["complete"]
    assert (told(tmp_path)["note"], Journal.of(tmp_path, "collect").funnel["kept"]) == ("x", 2)
    assert told(tmp_path)["complete"], "reading does not open the stage again"


def test_a_line_cut_off_by_a_crash_is_done_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "collect")
    journal.record("a", [{"n": 1}])
    journal.record("b", [{"n": 2}])
    whole = journal.path.read_bytes()
    for cut in (1, 5, len(whole) // 2 - 1):
        journal.path.write_bytes(whole[:-cut])
        again = Journal(tmp_path, "collect")
        assert again.done == {"a"}
        again.record("b", [{"n": 2}])
        assert again.path.read_bytes() == whole


@pytest.mark.parametrize(
    ("stage", "config", "words"), [("evolve", {"seed": 1}, "holds the stage 'collect'"), ("collect", {"seed": 2}, "begun with seed=1")]
)
def test_another_stage_or_configuration_is_refused(tmp_path: Path, stage: str, config: dict[str, int], words: str) -> None:
    Journal(tmp_path, "collect", {"seed": 1}).record("a")
    with pytest.raises(UserError, match=words):
        Journal(tmp_path, stage, config)


@pytest.mark.parametrize("read", [Journal.of, records])
def test_a_missing_stage_is_named_with_its_command_before_anything_is_read(tmp_path: Path, read: Callable[[Path, str], object]) -> None:
    Journal(tmp_path / "other", "evolve").record("a", [{"n": 1}])
    for folder in ("none", "other"):
        with pytest.raises(UserError, match="`lam data collect`"):
            read(tmp_path / folder, "collect")


def test_records_are_those_that_were_kept_whichever_stage_kept_them(tmp_path: Path) -> None:
    journal = Journal(tmp_path, "evolve")
    journal.record("a", [{"n": 1}, {"n": 2}], {"too long": 1})
    journal.record("b", [{"n": 3}])
    assert list(records(tmp_path)) == list(records(tmp_path, "evolve")) == list(journal.kept())
    with pytest.raises(UserError, match="`lam data`"):
        records(tmp_path / "none")


def test_a_full_disk_leaves_a_whole_journal(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys; from pathlib import Path; from lam.data.journal import Journal; from lam.errors import UserError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); journal = Journal(Path(sys.argv[1]), 'collect')\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))\n"
        "try:\n    for n in range(100): journal.record(str(n), [{'text': 'x' * 300}])\nexcept UserError as error: print(error)\n"
    )
    told = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=True)
    assert told.stdout.startswith(f"cannot write {tmp_path / 'journal.jsonl'}: ")
    lines = (tmp_path / "journal.jsonl").read_text().splitlines()
    assert 5 < len(lines) < 20
    assert [json.loads(line)["key"] for line in lines] == [str(n) for n in range(len(lines))]
    assert len(Journal(tmp_path, "collect").done) == len(lines)


class Square:
    """Squares numbers; dies on `fatal` as often as a file says, fails on 13."""

    def __init__(self, folder: Path, fatal: int = -1, deaths: int = 0) -> None:
        self.folder, self.fatal, self.deaths = folder, fatal, deaths

    def open(self) -> None:
        (self.folder / f"opened-{os.getpid()}").touch()

    def do(self, item: int) -> int:
        if item == 13:
            raise ValueError("thirteen")
        if item == self.fatal and len(list(self.folder.glob("death-*"))) < self.deaths:
            (self.folder / f"death-{os.getpid()}").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return item * item

    def close(self) -> None:
        (self.folder / f"closed-{os.getpid()}").touch()


@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_item_comes_back_once(tmp_path: Path, count: int) -> None:
    results = list(Processes(count).run(partial(Square, tmp_path), range(12)))
    assert sorted((r.item, r.value) for r in results) == [(n, n * n) for n in range(12)]
    assert len(list(tmp_path.glob("closed-*"))) == len(list(tmp_path.glob("opened-*"))) >= 1


@pytest.mark.parametrize(("deaths", "value"), [(1, 49), (2, 49), (3, None)])
def test_an_item_whose_worker_dies_is_tried_again(tmp_path: Path, deaths: int, value: int | None) -> None:
    results = {r.item: r for r in Processes(2).run(partial(Square, tmp_path, 7, deaths), range(12))}
    assert len(results) == 12
    assert results[7].value == value
    assert ("exit code -9, 3 times" in results[7].fault) == (value is None)


@pytest.mark.parametrize("count", [1, 2])
def test_a_fault_in_the_work_stops_the_run_and_its_workers(tmp_path: Path, count: int) -> None:
    with pytest.raises(TaskBroken, match="thirteen"):
        list(Processes(count).run(partial(Square, tmp_path), range(10, 20)))
    assert len(list(tmp_path.glob("closed-*"))) == len(list(tmp_path.glob("opened-*")))


def test_items_are_read_only_as_fast_as_they_are_worked_on(tmp_path: Path) -> None:
    read = 0

    def endless() -> object:
        nonlocal read
        while True:
            read += 1
            yield read + 20

    results = Processes(2).run(partial(Square, tmp_path), endless())  # type: ignore[arg-type]
    for _ in range(5):
        next(results)
    assert read <= 9
    results.close()  # type: ignore[attr-defined]


class Late(Square):
    """The first item is the last one that is finished."""

    def do(self, item: int) -> int:
        deadline = time.monotonic() + 30
        while item == 1000 and not (self.folder / "others-done").exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        if item == 1005:
            (self.folder / "others-done").touch()
        return super().do(item)


@pytest.mark.parametrize("count", [0, 2])
def test_results_can_be_had_in_the_order_of_the_items(tmp_path: Path, count: int) -> None:
    if count == 0:  # nobody else would be done
        (tmp_path / "others-done").touch()
    results = in_order(Processes(count), partial(Late, tmp_path), range(1000, 1010))
    assert [(r.item, r.value) for r in results] == [(n, n * n) for n in range(1000, 1010)]


def test_batches() -> None:
    assert list(batches(range(5), 2)) == [[0, 1], [2, 3], [4]]


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> object:
    ray = pytest.importorskip("ray", reason="needs the extra `ray`")
    from ray.cluster_utils import Cluster as Nodes

    nodes = Nodes(initialize_head=True, head_node_args={"num_cpus": 1})
    yield nodes
    ray.shutdown()
    nodes.shutdown()


class Slow(Square):
    def do(self, item: int) -> int:
        time.sleep(0.2)
        return super().do(item)


@pytest.mark.filterwarnings("ignore")
def test_a_node_of_a_cluster_may_die_in_the_middle(cluster: Callable[[], None], tmp_path: Path) -> None:
    node = cluster.add_node(num_cpus=1)  # type: ignore[attr-defined]
    cluster.wait_for_nodes()  # type: ignore[attr-defined]
    found = []
    for result in parallel.Cluster(cluster.address, 2).run(partial(Slow, tmp_path), range(20, 60)):  # type: ignore[attr-defined]
        found.append((result.item, result.value))
        if len(found) == 8:
            cluster.remove_node(node)  # type: ignore[attr-defined]
    assert sorted(found) == [(n, n * n) for n in range(20, 60)]


def test_ray_that_is_missing_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(UserError, match=r"pip install 'lam\[ray\]'"):
        next(iter(parallel.Cluster("local").run(partial(Square, Path()), range(2))))
