"""One episode: rejections are told, faults are retried from the last snapshot, repetition and limits end it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import docx
import pytest

from lam.actions import Declaration, actions_for
from lam.agent.loop import Episode, Mode, effective, vocabulary
from lam.agent.scripted import Line, Scripted
from lam.envs.memory import Memory
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, UserError
from lam.guard import Budget, Fence, Guard, Person
from lam.store import RunFolder
from lam.types import Action, Control, Decision, Observation, Step

BOLD = Action("format_text", {"target": "p1", "bold": True})
WRONG = Action("format_text", {"target": "p77", "bold": True})
FINISH = Action("finish", {"message": "it is bold"})


class Stubborn(Scripted):
    """Goes on with its script whatever happens, and repeats the last line for ever."""

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        return Decision("", self.lines[min(len(history), len(self.lines) - 1)].action, completion_tokens=10)


def play(
    document: Path,
    *actions: Action,
    faults: frozenset[int] = frozenset(),
    budget: Budget | None = None,
    mode: Mode = "hybrid",
    person: Person | None = None,
) -> tuple[Episode, Path]:
    """Play a stubborn script; gives the episode and the saved document."""
    return drive(document, Stubborn(Line(a) for a in actions), faults, budget, mode, person)


def drive(
    document: Path,
    policy: Scripted,
    faults: frozenset[int] = frozenset(),
    budget: Budget | None = None,
    mode: Mode = "hybrid",
    person: Person | None = None,
) -> tuple[Episode, Path]:
    folder = RunFolder.create(document.parent / "runs", "x", {"kind": "document"})
    env = Memory(faults=faults)
    env.reset(document)
    snapshot = document.with_stem("snapshot")
    shutil.copyfile(document, snapshot)
    guard = Guard(env.kind, Fence(document), "auto", person, "x", (folder.path / "audit.jsonl",))
    episode = Episode(env, policy, guard, budget or Budget(), folder, mode)
    list(episode.steps("make it bold", snapshot))
    saved = document.with_stem("saved")
    if "fault" not in episode.ending.why:
        episode.save(saved)
    return episode, saved


def bold(path: Path) -> bool:
    return bool(docx.Document(str(path)).paragraphs[0].runs[0].bold)


def messages(episode: Episode) -> list[str]:
    return [step.outcome.message for step in episode.history]


def test_an_episode_ends_when_the_policy_finishes(letter: Path) -> None:
    episode, saved = play(letter, BOLD, FINISH)
    assert (episode.ending.why, episode.ending.words) == ("finished", "it is bold")
    assert bold(saved)
    assert episode.folder.trajectory().steps == tuple(episode.history)


def test_a_rejection_is_told_and_the_episode_goes_on(letter: Path) -> None:
    episode, saved = play(letter, WRONG, BOLD, FINISH)
    assert "there is no paragraph 'p77'" in messages(episode)[0]
    assert [s.outcome.ok for s in episode.history] == [False, True, True]
    assert bold(saved)


def test_the_same_rejected_action_three_times_in_a_row_ends_it(letter: Path) -> None:
    episode, saved = play(letter, WRONG)
    assert len(episode.history) == 3
    assert episode.ending.why == "stopped"
    assert "again and again" in episode.ending.words
    assert not bold(saved)


def test_an_action_done_twice_is_told_and_done_a_third_time_ends_it(letter: Path) -> None:
    episode, _ = play(letter, BOLD, BOLD, FINISH)
    assert "this was done in step 1" in messages(episode)[1]
    assert episode.ending.why == "finished"
    episode, _ = play(letter, BOLD)
    assert len(episode.history) == 3
    assert episode.ending.words == "the policy repeats format_text instead of going on"


def test_the_same_action_later_is_no_repetition(letter: Path) -> None:
    other = Action("format_text", {"target": "p1", "bold": False})
    episode, saved = play(letter, BOLD, other, BOLD, FINISH)
    assert all(step.outcome.ok for step in episode.history)
    assert bold(saved)


def test_giving_up_ends_it_with_the_reason(letter: Path) -> None:
    episode, _ = play(letter, Action("give_up", {"reason": "there is no chart"}))
    assert (episode.ending.why, episode.ending.words) == ("gave up", "there is no chart")


@pytest.mark.parametrize(
    ("budget", "words"),
    [(Budget(max_steps=1), "limit of 1 steps"), (Budget(max_tokens=5), "limit of 5 tokens"), (Budget(max_seconds=1e-9), "seconds")],
)
def test_a_limit_ends_it(letter: Path, budget: Budget, words: str) -> None:
    episode, _ = play(letter, BOLD, FINISH, budget=budget)
    assert episode.ending.why == "stopped"
    assert words in episode.ending.words


@pytest.mark.parametrize("fault", [1, 2, 3])
def test_an_office_that_dies_at_any_step_is_brought_back_and_the_step_is_done_again(letter: Path, fault: int) -> None:
    steps = [BOLD, Action("replace_text", {"target": "p2", "text": "New"}), Action("replace_text", {"target": "p4", "text": "Newer"}), FINISH]
    episode, saved = play(letter, *steps, faults=frozenset({fault}))
    assert episode.ending.why == "finished"
    assert [p.text for p in docx.Document(str(saved)).paragraphs][1:4:2] == ["New", "Newer"]
    assert bold(saved)
    assert [f["index"] for f in episode.folder.faults()] == [fault]
    assert len(episode.history) == 4


def test_an_office_that_keeps_dying_ends_the_episode_as_a_fault(letter: Path) -> None:
    episode, _ = play(letter, BOLD, FINISH, faults=frozenset(range(100)))
    assert episode.ending.why == "office fault"
    assert [f["attempt"] for f in episode.folder.faults()] == [1, 2, 3]
    assert not episode.history


class Unreachable(Scripted):
    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        raise EnvironmentFault("the endpoint does not answer")


class Babbling(Scripted):
    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        raise ActionRejected("the answer holds no JSON object with an action")


def test_a_model_that_cannot_be_reached_is_a_fault_of_its_own(letter: Path) -> None:
    episode, _ = drive(letter, Unreachable(()))
    assert (episode.ending.why, episode.ending.words) == ("policy fault", "the endpoint does not answer")


def test_answers_without_an_action_are_told_and_end_after_three(letter: Path) -> None:
    episode, _ = drive(letter, Babbling(()))
    assert episode.ending.why == "nonsense"
    assert len(episode.history) == 3


class Blue:
    def confirm(self, question: str) -> bool:
        return True

    def answer(self, question: str) -> str:
        return "blue"


def test_a_question_reaches_the_person_or_is_rejected(letter: Path) -> None:
    ask = Action("ask", {"question": "Which colour?"})
    assert messages(play(letter, ask, FINISH, person=Blue())[0])[0] == "the person says: blue"
    assert "nobody can be asked" in messages(play(letter, ask, FINISH)[0])[0]


def test_each_mode_has_its_vocabulary(letter: Path) -> None:
    class Everything(Memory):
        def supported(self) -> frozenset[str]:
            return frozenset(actions_for("document"))

    env = Everything()
    env.reset(letter)
    gui, api, hybrid = (set(vocabulary(env, mode)) for mode in ("gui", "api", "hybrid"))
    assert gui - api >= {"click", "press", "set_text"}
    assert not gui & {"format_text", "menu", "undo"}
    assert api & {"format_text", "undo"}
    assert not api & {"menu", "click"}
    assert hybrid == gui | api | {"menu"}
    assert gui & api == {"finish", "give_up", "ask"}


def test_an_action_outside_of_the_mode_is_rejected(letter: Path) -> None:
    episode, saved = play(letter, BOLD, FINISH, mode="gui")
    assert "cannot be used here" in messages(episode)[0]
    assert not bold(saved)


def test_a_script_gives_up_when_a_line_is_rejected_and_finishes_at_its_end(letter: Path) -> None:
    episode, _ = drive(letter, Scripted([Line(WRONG), Line(BOLD)]))
    assert episode.ending.why == "gave up"
    assert "line 1 of the script was rejected" in episode.ending.words
    episode, _ = drive(letter, Scripted([Line(BOLD)]))
    assert episode.ending.why == "finished"


def test_a_wrong_script_is_the_callers_fault(tmp_path: Path) -> None:
    script = tmp_path / "s.jsonl"
    script.write_text('# a comment\n\n{"action": "finish"}\n{"action": 3, "arg')
    with pytest.raises(UserError, match=r"s.jsonl:4: not an action") as caught:
        Scripted.load(script)
    assert caught.value.code == ExitCode.USAGE
    with pytest.raises(UserError, match="cannot be read"):
        Scripted.load(tmp_path / "none.jsonl")


def test_replaying_finds_a_control_again_by_role_and_name(letter: Path) -> None:
    old, new = Control("c7", "button", "Bold"), (Control("c1", "button", "Italic"), Control("c2", "button", "Bold"))
    policy = Scripted([Line(Action("click", {"control": "c7"}), "", old)])
    seen = Observation("document", "x", "", controls=new)
    assert policy.decide("", seen, (), {}).action.args == {"control": "c2"}


def test_undone_steps_are_not_effective(letter: Path) -> None:
    episode, _ = play(letter, BOLD, Action("replace_text", {"target": "p2", "text": "x"}), Action("undo", {}), FINISH)
    kept = effective(tuple(episode.history), episode.vocabulary)
    assert [step.decision.action.name for step in kept] == ["format_text"]
