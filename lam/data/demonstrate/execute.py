"""An expert carries out a task in a real application, step by step, and the verifier decides what its trajectory is worth."""

from __future__ import annotations

import random
import shutil
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

from lam.actions import validate
from lam.agent.episodes import SCHEMA
from lam.data.demonstrate import hands
from lam.data.demonstrate.everyday import carry_out
from lam.data.demonstrate.groups import group
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault, LamError, TaskBroken
from lam.tasks import families
from lam.tasks.base import Split, Task
from lam.tasks.everyday import Everyday, everyday
from lam.types import Action, Control, Decision, Kind, Observation, Outcome, Step, Trajectory, Verdict, to_json

SUFFIX: Mapping[Kind, str] = {"document": ".docx", "spreadsheet": ".xlsx", "presentation": ".pptx"}
FRESH = 150
"""Groups after which an office is replaced by a fresh one: it never gives back all the memory that documents took."""
Way = Literal["app", "hybrid", "gui"]
"""Typed app actions, GUI actions with app actions to select, or GUI actions alone."""


@dataclass(frozen=True)
class Demonstration:
    """A verified trajectory with where it comes from."""

    family: str
    split: Split
    wording: str
    group: str
    """Same group, same document."""
    trajectory: Trajectory
    way: Way = "app"
    licence: str = "Apache-2.0"
    """Of the instruction's wording: ours for task families, the source's for mapped procedures."""
    source: str = "family"


def demonstrate(
    env: Environment, given: Task, folder: Path, controls: bool = False, watch: Callable[[Sequence[str]], None] = lambda changed: None
) -> Trajectory:
    """The expert's trajectory, verdict `done` when the verifier accepts the result, else `not done` and why.

    `controls`: the expert works on the user interface and sees it; a control may be named by its label (`Bold`, `push button: OK`).
    `watch` is called before the first step and after every one, with the ids of what it changed.
    Raises: TaskBroken when an action of the expert is rejected or there is no final `finish`; EnvironmentFault.
    """
    before, after = folder / f"before{SUFFIX[given.kind]}", folder / f"after{SUFFIX[given.kind]}"
    given.make(before)
    after.unlink(missing_ok=True)
    env.reset(before)
    seen = env.observe(given.instruction, controls)
    watch(())
    steps: list[Step] = []
    coming = deque(given.expert(seen))
    while coming:
        move = coming.popleft()
        if isinstance(move, hands.Later):
            coming.extendleft(reversed(move.moves(seen)))
            continue
        if isinstance(move, hands.Glance) and not move.needed(seen):
            continue
        try:
            named_by_id = with_ids(move.action, seen)
            declaration, checked = validate(given.kind, named_by_id)
            said = named_by_id.args
            action = Action(checked.name, {name: said[name] for name in declaration.schema["properties"] if name in said})
            outcome = Outcome(True, "finished") if action.name == "finish" else env.act(checked)
        except ActionRejected as error:
            raise TaskBroken(f"{move.action.name}({dict(move.action.args)}) was rejected: {error}") from None
        steps.append(Step(len(steps) + 1, Decision(move.thought, action), outcome, seen))
        if action.name != "finish":
            seen = env.observe(given.instruction, controls)
            watch(outcome.changed)
    if not steps or steps[-1].decision.action.name != "finish":
        raise TaskBroken(f"the expert of {given.family} does not end with finish")
    env.snapshot(after)
    score = given.verify(before, after)
    if given.witness and score.value == 1.0:
        score = given.witness(steps)
    verdict: Verdict = "done" if score.value == 1.0 else "not done"
    return Trajectory(given.instruction, given.kind, f"expert:{given.family}", tuple(steps), verdict, "; ".join(score.reasons))


def named(controls: Sequence[Control], label: str) -> str:
    """The id of the control with this label, written `Bold` or, where several share it, `push button: OK`. Ids stand for themselves.

    Raises: ActionRejected naming what is showing.
    """
    if found := hands.matching(controls, label):
        return found[0].id
    raise ActionRejected(f"no control {label!r} is showing; there are {', '.join(c.name for c in controls if c.name)[:200]}")


def with_ids(given: Action, seen: Observation) -> Action:
    """The action with its control named by id, where it names one by its label."""
    if "control" not in given.args or not seen.controls:
        return given
    return Action(given.name, {**given.args, "control": named(seen.controls, str(given.args["control"]))})


class Demonstrator:
    """The work on one item: a group of family tasks, or one instantiated pair. Holds an office, and a second one with real views if need be."""

    def __init__(self, way: Way = "app", even: bool = False, only: Sequence[str] = (), offices: Callable[[bool], Environment] | None = None) -> None:
        """`only`: names of the families that are asked for, all when empty; `offices`: opens an environment; True for one without views,
        which is faster."""
        self.way, self.even, self.only = way, even, frozenset(only)
        self._open = offices or office
        self._offices: dict[bool, Environment] = {}
        self._groups = 0
        self._made: tuple[str, Callable[[Path], None]] | None = None

    def open(self) -> None:
        self._known = [family for family in families() if not self.only or family.name in self.only]
        self._folder = tempfile.TemporaryDirectory(prefix="lam-demonstrate-")
        self._everyday = {found.name: found for split in get_args(Split) for found in everyday(split)}

    def do(self, item: tuple[str, Any]) -> dict[str, Any]:
        """A journal line: `("group", "train-17")`, `("everyday", "train/choir-a")` or `("task", record of an instantiated pair)`."""
        what, given = item
        self._groups += 1
        if self._groups % FRESH == 0:
            self._leave()
        if what == "group":
            return self._group(str(given))
        if what == "everyday":
            return self._in_everyday(self._everyday[given])
        from lam.data.instantiate.task import task

        return self._line(given["id"], given["split"], [task(given)], given.get("licence", "unknown"), given.get("source", "pairs"))

    def close(self) -> None:
        self._leave()
        self._folder.cleanup()

    def _group(self, name: str) -> dict[str, Any]:
        split: Split = "test" if name.startswith("test") else "train"
        try:
            tasks = group(random.Random(name), split, self._known, self.even)
        except (LamError, LookupError, ValueError, TypeError) as error:
            told = {"family": "", "result": "broken", "why": f"{type(error).__name__}: {error}"}
            return {"key": name, "kept": [], "dropped": {"broken": 1}, "facts": {"tasks": [told]}}
        return self.carry_out(name, split, tasks)

    def carry_out(self, key: str, split: Split, tasks: Sequence[Task]) -> dict[str, Any]:
        """A journal line about tasks of families on one document, each carried out in this demonstrator's way."""
        if self.way != "app":
            tasks = [hands.by_hand(given, self.way) for given in tasks]
        return self._line(key, split, tasks, "Apache-2.0", "family")

    def _line(self, key: str, split: Split, tasks: Sequence[Task], licence: str, source: str) -> dict[str, Any]:
        tasks = [replace(given, make=self._once(key, given)) for given in tasks]
        kept: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        for given in tasks:
            started = time.monotonic()
            result, why, trajectory = self._attempt(given)
            if trajectory and result == "kept":
                found = Demonstration(given.family, split, given.wording, key, trajectory, self.way, licence, source)
                kept.append({"schema": SCHEMA, **to_json(found)})
            seconds = round(time.monotonic() - started, 2)
            told.append({"family": given.family, "result": result, "why": why[:300], "instruction": given.instruction, "seconds": seconds})
        dropped = Counter(t["result"] for t in told if t["result"] != "kept")
        return {"key": key, "kept": kept, "dropped": dict(dropped), "facts": {"tasks": told}}

    def _in_everyday(self, found: Everyday) -> dict[str, Any]:
        """The journal line of an everyday document; its facts hold what is not as asked (`wrong`)."""
        kept: list[dict[str, Any]] = []
        wrong: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        after = Path(self._folder.name) / f"after{SUFFIX[found.kind]}"
        for given, result, why, trajectory in carry_out(found, self._perform, after, random.Random(found.name)):
            if trajectory:
                record = Demonstration(given.family, found.split, given.wording, found.name, trajectory, source="everyday")
                (kept if result == "kept" else wrong).append({"schema": SCHEMA, **to_json(record)})
            if result != "wrong":
                told.append({"family": given.family, "result": result, "why": why[:300], "instruction": given.instruction})
        dropped = Counter(t["result"] for t in told if t["result"] != "kept")
        return {"key": found.name, "kept": kept, "dropped": dict(dropped), "facts": {"tasks": told, "wrong": wrong}}

    def _perform(self, given: Task) -> Trajectory:
        """What an expert makes of a task. Raises: as `demonstrate` does."""
        for hidden in (True, False):
            try:
                if hidden not in self._offices:
                    self._offices[hidden] = self._open(hidden)
                return demonstrate(self._offices[hidden], given, Path(self._folder.name))
            except (LamError, LookupError, ValueError):
                if not hidden:
                    raise
        raise AssertionError("unreachable")

    def _attempt(self, given: Task) -> tuple[str, str, Trajectory | None]:
        """kept, refused, fault or broken; why; the trajectory. What fails without views is tried once more with them: some things need one."""
        on_the_interface = self.way != "app" or given.witness is not None
        views = (False,) if on_the_interface else (True, False)
        result, why, trajectory = "broken", "", None
        for hidden in views:
            try:
                if hidden not in self._offices:
                    self._offices[hidden] = self._open(hidden)
                trajectory = demonstrate(self._offices[hidden], given, Path(self._folder.name), on_the_interface)
                if trajectory.verdict == "done":
                    return "kept", "", trajectory
                result, why = "refused", trajectory.reason
            except EnvironmentFault as error:
                result, why = "fault", str(error)
            except hands.NotByHand as error:
                result, why = "not by hand", str(error)
            except (LamError, LookupError, ValueError) as error:
                result, why = "broken", f"{type(error).__name__}: {error}"
        return result, why, trajectory

    def _once(self, key: str, given: Task) -> Callable[[Path], None]:
        """The tasks of a group are on one document: it is made for the first of them, and copied for the others."""
        kept = Path(self._folder.name) / f"made{SUFFIX[given.kind]}"

        def make(path: Path) -> None:
            if self._made != (key, given.make):
                given.make(kept)
                self._made = (key, given.make)
            shutil.copyfile(kept, path)

        return make

    def _leave(self) -> None:
        for env in self._offices.values():
            env.close()
        self._offices = {}


def office(hidden: bool) -> Environment:
    """The environment that demonstrations are made in."""
    from lam.envs.libreoffice import LibreOffice

    return LibreOffice(hidden=hidden)


def report(lines: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """How the tasks went: counts per family, and the commonest reasons of those that were not kept."""
    counts: dict[str, Counter[str]] = {}
    total: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    seconds = 0.0
    for told in (told for line in lines for told in line["facts"].get("tasks", ())):
        counts.setdefault(told["family"], Counter())[told["result"]] += 1
        total[told["result"]] += 1
        seconds += told.get("seconds", 0.0)
        if told["result"] != "kept":
            reasons[f"{told['family']}: {told['result']}: {told['why'][:120]}"] += 1
    return {
        "total": dict(total),
        "families": {k: dict(counts[k]) for k in sorted(counts)},
        "reasons": dict(reasons.most_common(40)),
        "seconds": seconds,
    }
