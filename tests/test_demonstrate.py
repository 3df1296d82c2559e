"""Demonstrations: what the verifier accepts is kept as the policy would have seen it, the rest is counted with its reason."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from lam.agent import prompt
from lam.agent.episodes import episodes
from lam.data.demonstrate import execute, groups, hands
from lam.data.demonstrate.execute import Demonstrator, demonstrate, named, report
from lam.data.demonstrate.groups import group
from lam.data.journal import Journal
from lam.data.parallel import Processes
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault, TaskBroken, UserError
from lam.tasks import families
from lam.tasks.base import Family, Move, Split, Task
from lam.types import Action, Control, Element, Kind, Observation, Outcome, Score


class Notes(Environment):
    """An application for documents of plain lines: `replace_text` works, `delete` is rejected, `move` breaks it."""

    kind: Kind = "document"

    def reset(self, path: Path) -> Observation:
        self.lines = path.read_text().splitlines()
        return self.observe()

    def observe(self, focus: str = "", controls: bool = False) -> Observation:
        return Observation(
            "document", "notes", f"{len(self.lines)} paragraphs", tuple(Element(f"p{i}", "Text", t) for i, t in enumerate(self.lines, 1))
        )

    def act(self, action: Action) -> Outcome:
        if action.name == "move":
            raise EnvironmentFault("it died")
        if action.name != "replace_text":
            raise ActionRejected(f"no {action.name} here")
        self.lines[int(action.args["target"][1:]) - 1] = action.args["text"]
        return Outcome(True, f"{action.args['target']} replaced")

    def snapshot(self, path: Path) -> None:
        path.write_text("\n".join(self.lines))

    def close(self) -> None:
        self.lines = []


FINISH = Move("the result is as asked", Action("finish", {"message": "Done."}))


def task(*actions: Action, wanted: str = "new", finish: bool = True) -> Task:
    """The first line should become `wanted`."""

    def make(path: Path) -> None:
        path.write_text("old\nrest")

    def verify(before: Path, after: Path) -> Score:
        return Score(1.0) if after.read_text() == f"{wanted}\nrest" else Score(0.0, ("p1 is wrong",))

    moves = [Move("p1 is old", action) for action in actions] + [FINISH] * finish
    return Task("fake", "document", "Make the first line new", "w", make, lambda observation: moves, verify)


RIGHT = Action("replace_text", {"text": "new", "target": "p1"})
WRONG = Action("replace_text", {"target": "p1", "text": "bad"})


def test_steps_hold_what_was_seen_before_them(tmp_path: Path) -> None:
    trajectory = demonstrate(Notes(), task(RIGHT), tmp_path)
    assert trajectory.verdict == "done"
    assert [step.observation.elements[0].text for step in trajectory.steps] == ["old", "new"]
    assert [step.decision.action.name for step in trajectory.steps] == ["replace_text", "finish"]
    assert list(trajectory.steps[0].decision.action.args) == ["target", "text"], "arguments stand in the order of the declaration"


def test_what_the_verifier_refuses_is_not_done(tmp_path: Path) -> None:
    trajectory = demonstrate(Notes(), task(WRONG), tmp_path)
    assert (trajectory.verdict, trajectory.reason) == ("not done", "p1 is wrong")


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (task(Action("delete", {"target": "p1"})), TaskBroken),
        (task(Action("no_such_action")), TaskBroken),
        (task(RIGHT, finish=False), TaskBroken),
        (task(Action("move", {"target": "p1", "to": "p2"})), EnvironmentFault),
    ],
)
def test_faults_are_told_apart(tmp_path: Path, given: Task, fault: type[Exception]) -> None:
    with pytest.raises(fault):
        demonstrate(Notes(), given, tmp_path)


class Fakes(Family):
    """Each third task is refused, each fifth breaks the application."""

    name, kind = "fake", "document"
    count = 0

    def sample(self, rng: random.Random, split: Split = "train") -> Task:
        Fakes.count += 1
        if Fakes.count % 5 == 0:
            return task(Action("move", {"target": "p1", "to": "p2"}))
        return task(WRONG if Fakes.count % 3 == 0 else RIGHT)


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Make the demonstrations of so many groups of fakes; the folder above the split's."""
    Fakes.count = 0
    monkeypatch.setattr(execute, "families", lambda: [Fakes()])
    monkeypatch.setattr(groups, "get_args", lambda kinds: ("document",))

    def make(count: int) -> Path:
        journal = Journal(tmp_path / "train", "demonstrate", {})
        items = [("group", f"train-{i}") for i in range(count) if f"train-{i}" not in journal.done]
        for result in Processes(0).run(lambda: Demonstrator(offices=lambda hidden: Notes()), items):
            journal.record(**result.value)
        journal.finish()
        return tmp_path

    return make


def test_counts_and_reasons_are_reported(made: Callable[[int], Path]) -> None:
    journal = Journal.of(made(10) / "train", "demonstrate")
    summary = report(journal.lines())
    assert summary["total"] == {"kept": 5, "refused": 3, "fault": 2}
    assert summary["reasons"] == {"fake: refused: p1 is wrong": 3, "fake: fault: it died": 2}
    assert journal.funnel == {"items": 10, "kept": 5, "dropped": {"refused": 3, "fault": 2}}


def test_interrupted_work_goes_on_where_it_stopped(made: Callable[[int], Path]) -> None:
    made(4)
    assert Fakes.count == 4
    journal = Journal.of(made(7) / "train", "demonstrate")
    assert Fakes.count == 7
    assert [line["key"] for line in journal.lines()] == [f"train-{i}" for i in range(7)]


def test_a_fault_without_views_is_tried_once_more_with_them() -> None:
    opened: list[bool] = []

    def open_one(hidden: bool) -> Environment:
        opened.append(hidden)
        return Notes()

    worker = Demonstrator(offices=open_one)
    worker.open()
    assert worker._attempt(task(WRONG))[0] == "refused"
    assert opened == [True, False]
    worker.close()


def test_kept_demonstrations_read_back_as_the_conversation_of_the_policy(made: Callable[[int], Path]) -> None:
    (episode, *others) = episodes(made(2), "train")
    assert len(others) == 1
    turns = episode.conversation
    assert [turn["role"] for turn in turns] == ["system", "user", "assistant", "user", "assistant"]
    first = episode.steps[0]
    assert turns[:2] == prompt.messages(episode.instruction, first.observation, **prompt.SMALL)
    assert json.loads(turns[2]["content"]) == {"thought": "p1 is old", "action": "replace_text", "args": {"target": "p1", "text": "new"}}
    assert "p1 [Text] new" in turns[3]["content"]


def test_missing_demonstrations_are_named_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"lam data demonstrate --split test"):
        list(episodes(tmp_path, "test"))


def test_records_of_another_version_are_refused(made: Callable[[int], Path]) -> None:
    journal = made(1) / "train" / "journal.jsonl"
    journal.write_text(journal.read_text().replace('"schema": 1', '"schema": 99'))
    with pytest.raises(TaskBroken, match="schema 99"):
        list(episodes(journal.parents[1], "train"))


CONTROLS = [Control("c1", "push button", "OK"), Control("c2", "label", "OK"), Control("c3", "edit", "Name Box", "A1")]


@pytest.mark.parametrize(("label", "found"), [("OK", "c1"), ("label: OK", "c2"), ("c3", "c3"), ("Name Box", "c3"), ("A1", "c3")])
def test_controls_are_found_by_their_label(label: str, found: str) -> None:
    assert named(CONTROLS, label) == found


def test_a_label_that_is_not_showing_is_rejected_with_those_that_are() -> None:
    with pytest.raises(ActionRejected, match="OK, OK, Name Box"):
        named(CONTROLS, "Cancel")


SHEET = Observation("spreadsheet", "book", "", (Element("A", "column", "Month"),))
PAPER = Observation("document", "letter", "", (Element("p1", "Title", "T"), Element("t1", "table"), Element("p2", "Text 1", "U")))


@pytest.mark.parametrize(
    ("seen", "action", "way", "keys"),
    [
        (SHEET, Action("set_cell", {"cell": "B14", "value": "=SUM(B2:B13)"}), "gui", ["set_text Name Box", "type_text =SUM(B2:B13)\n"]),
        (SHEET, Action("set_cell", {"cell": "B14", "value": 3}), "hybrid", ["select B14", "type_text 3\n"]),
        (PAPER, Action("format_text", {"target": "p1", "bold": True, "size_pt": 16.0}), "gui",
         ["press Ctrl+Home", "press Ctrl+Shift+Down", "press Ctrl+B", "set_text Font Size"]),
        (PAPER, Action("format_paragraph", {"target": "p2", "alignment": "center"}), "hybrid", ["select p2", "press Ctrl+E"]),
    ],
)  # fmt: skip
def test_app_actions_have_counterparts_by_hand(seen: Observation, action: Action, way: hands.Way, keys: list[str]) -> None:
    given = replace(task(), kind=seen.kind, expert=lambda observation: [Move("why", action), FINISH])
    moves = hands.by_hand(given, way).expert(seen)
    told = [f"{m.action.name} {next(iter(m.action.args.values()))}" for m in moves[:-1]]
    assert told == keys
    assert (moves[0].thought, moves[-1]) == ("why", FINISH)


@pytest.mark.parametrize("action", [Action("format_text", {"target": "p2", "bold": True}), Action("move", {"target": "p1", "to": "p2"})])
def test_what_has_no_counterpart_is_not_demonstrated_by_hand(action: Action) -> None:
    given = replace(task(), expert=lambda observation: [Move("why", action), FINISH])
    with pytest.raises(hands.NotByHand):
        hands.by_hand(given, "gui").expert(PAPER)


@pytest.mark.parametrize("split", ["train", "test"])
def test_every_seed_gives_a_group(split: Split) -> None:
    known = families()
    assert all(group(random.Random(f"{split}-{number}"), split, known) for number in range(300, 650))


def test_a_family_that_fails_costs_its_group_and_not_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> list[Task]:
        raise IndexError("nothing to choose from")

    monkeypatch.setattr(execute, "group", fails)
    work = Demonstrator()
    work.open()
    line = work.do(("group", "train-1"))
    work.close()
    assert line["dropped"] == {"broken": 1}
    assert line["facts"]["tasks"][0]["why"] == "IndexError: nothing to choose from"


def test_a_group_asks_different_things_of_one_document(tmp_path: Path) -> None:
    for seed in range(12):
        tasks = group(random.Random(seed), "train", families())
        assert 1 <= len(tasks) <= groups.INSTRUCTIONS
        assert len({t.instruction for t in tasks}) == len(tasks)
        assert len({id(t.make) for t in tasks}) == 1
        assert len({t.kind for t in tasks}) == 1
