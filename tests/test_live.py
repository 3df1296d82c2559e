"""Live runs and the measure of the verdict, with experts in the place of the model."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from lam.actions import Declaration
from lam.agent.loop import Ending
from lam.agent.policy import Guide
from lam.envs.libreoffice import LibreOffice
from lam.errors import UserError
from lam.evaluation.live import Result, live, table, tasks
from lam.evaluation.verdicts import Wrong, cases
from lam.evaluation.verdicts import table as table_of_verdicts
from lam.tasks import families
from lam.tasks.base import Task
from lam.types import Action, Decision, Observation, Score, Step
from lam.verdict.judge import judge


class Expert:
    """The task's own expert as the policy; `other`: with these arguments instead."""

    name = "expert"
    guided = False

    def __init__(self, task: Task, **other: Any) -> None:
        self.task, self.other = task, other

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        first = history[0].observation if history else observation
        action = self.task.expert(first)[len(history)].action
        return Decision("", Action(action.name, {**action.args, **self.other}) if action.name != "finish" else action)

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        return attempt == 0

    def close(self) -> None:
        pass


def heading_task() -> Task:
    """A task whose place is a single paragraph, named by its words."""
    family = next(f for f in families("document") if f.name == "set_heading")
    for seed in range(100):
        task = family.sample(random.Random(seed), "train")
        if '"' in task.instruction or "“" in task.instruction:
            return task
    raise AssertionError("no such task")


def test_what_the_expert_does_is_right_and_done(office: LibreOffice, tmp_path: Path) -> None:
    task = heading_task()
    result = live(office, Expert(task), task, tmp_path / "run", 3)
    assert (result.result, result.attempts) == ("right, done", 1), result.why
    assert result.steps == len(result.actions) == 2


def test_what_is_done_elsewhere_is_wrong_and_refused(office: LibreOffice, tmp_path: Path) -> None:
    task = heading_task()
    result = live(office, Expert(task, target="p4"), task, tmp_path / "run", 3)
    assert result.result == "wrong, refused", result.why


def test_a_verifier_that_finds_nothing_says_no(office: LibreOffice, tmp_path: Path) -> None:
    def fails(before: Path, after: Path) -> Score:
        raise IndexError("no such slide")

    task = replace(heading_task(), verify=fails)
    assert live(office, Expert(task), task, tmp_path / "run", 1).result == "wrong, called done"


def test_all_families_take_their_turn() -> None:
    chosen = list(tasks(len(families()), "test"))
    assert len({(t.kind, t.family.split("+")[0]) for t in chosen}) >= len(families()) - 6  # joined ones go by their members' names
    assert [t.instruction for t in tasks(5, "test")] == [t.instruction for t in tasks(5, "test")]
    with pytest.raises(UserError, match="no family nonsense"):
        next(tasks(1, "test", only=["nonsense"]))


def test_the_table_counts_every_result() -> None:
    results = [Result("x", "say", name, 1, 2, 4.0, 1.0, (), "") for name in ("right, done", "right, done", "wrong, called done", "fault")]
    assert "right, done            2 of 4" in table(results)
    assert "wrong, called done     1 of 4" in table(results)
    assert "3 tasks: 2.67 steps and 4.0 s each" in table(results)


def test_wrong_runs_are_told_from_right_ones(tmp_path: Path) -> None:
    tallies: dict[Wrong, Counter[str]] = {wrong: Counter() for wrong in get_args(Wrong)}
    with LibreOffice(hidden=True) as office:
        for case in cases(office, "presentation", random.Random("a document"), "train", tmp_path):
            verdict = judge(Ending("finished", ""), case.evidence).verdict
            tallies[case.wrong]["called done" if verdict == "done" else "refused"] += 1
    assert tallies[""]["called done"] >= 4
    wrong = sum((tallies[kind] for kind in get_args(Wrong) if kind), Counter[str]())
    assert wrong["refused"] > 4 * wrong["called done"]
    assert "other slots" in table_of_verdicts(tallies)
