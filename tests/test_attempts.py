"""What the checks refuse is taken back and tried again, otherwise; nothing of a refused attempt stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest

from lam import session
from lam.actions import Declaration
from lam.agent.loop import Episode
from lam.agent.policy import Guide
from lam.agent.scripted import Line, Scripted
from lam.envs.memory import Memory
from lam.evaluation import report
from lam.guard import Approval, Budget, Fence, Guard
from lam.reading import read
from lam.store import Result, RunFolder
from lam.types import Action, Decision, Observation, Step
from lam.verdict.attempts import Files, Tried, try_until_accepted
from lam.verdict.judge import Judgement

BOLD = Action("format_text", {"target": "p1", "bold": True})
BOTH = Action("format_text", {"target": "p1", "bold": True, "size_pt": 16})
OTHER = Action("format_text", {"target": "p2", "bold": True, "size_pt": 16})
FINISH = Action("finish", {})
SAY = "Make the title bold and 16 points."


class Plans(Scripted):
    """A script per attempt."""

    guided = True

    def __init__(self, *plans: Sequence[Action]) -> None:
        super().__init__((), "plans")
        self.plans, self.begun = plans, list[int]()
        self.seen: list[int] = []
        """Length of the history at every decision."""
        self.offered: list[Mapping[str, Declaration]] = []

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        if attempt >= len(self.plans):
            return False
        self.begun.append(attempt)
        self.lines = tuple(Line(action) for action in self.plans[attempt])
        return True

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        self.seen.append(len(history))
        self.offered.append(vocabulary)
        return super().decide(instruction, observation, history, vocabulary)


def attempt(
    document: Path, *plans: Sequence[Action], say: str = SAY, most: int = 3, approval: Approval = "auto", steps: int = 20, policy: type[Plans] = Plans
) -> tuple[Tried, Episode, list[str]]:
    """Try the plans; what came of it, the episode, and why attempts were refused."""
    folder = RunFolder.create(document.parent / "runs", "x", {"kind": "document"})
    env = Memory()
    env.reset(document)
    start, last, after = (document.with_stem(stem) for stem in ("start", "last", "after"))
    env.snapshot(start)
    shutil.copyfile(start, last)
    guard = Guard(env.kind, Fence(document), approval, None, "x", (folder.path / "audit.jsonl",))
    episode = Episode(env, policy(*plans), guard, Budget(max_steps=steps), folder)
    refused: list[str] = []

    def on_refusal(number: int, judgement: Judgement) -> None:
        assert number == len(refused) + 1
        refused.append(judgement.reason)

    return try_until_accepted(episode, say, Files(read(document), start, last, after), None, most, on_refusal=on_refusal), episode, refused


def test_what_was_refused_stays_refused(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = iter([Judgement("not done", "in doubt", doubtful=True), Judgement("done", ""), Judgement("done", "")])
    monkeypatch.setattr("lam.verdict.attempts.judge", lambda *_: next(said))
    tried, _, refused = attempt(letter, [BOTH, FINISH], [BOTH, FINISH], [OTHER, FINISH])
    assert (tried.judgement, refused) == (Judgement("done", ""), ["in doubt", "in doubt"])


def test_a_second_attempt_starts_from_the_beginning(letter: Path) -> None:
    tried, episode, refused = attempt(letter, [OTHER, FINISH], [BOTH, FINISH])
    assert (tried.judgement.verdict, tried.attempts) == ("done", 2) if tried.judgement else False
    assert len(refused) == 1
    first, second = docx.Document(str(letter.with_stem("after"))).paragraphs[:2]
    assert (first.runs[0].bold, first.runs[0].font.size.pt) == (True, 16.0)
    assert not second.runs[0].bold
    assert episode.policy.seen == [0, 1, 0, 1]  # type: ignore[attr-defined]
    assert [step.index for step in episode.history] == [3, 4]


def test_the_run_remembers_what_was_taken_back_and_replays_the_rest_only(letter: Path) -> None:
    _, episode, refused = attempt(letter, [BOLD, FINISH], [BOTH, FINISH])
    assert "16" in refused[0]
    assert [s.decision.action for s in episode.folder.trajectory().steps] == [BOTH, FINISH]
    (earlier,) = episode.folder.earlier()
    assert earlier == {"attempt": 1, "type": "taken back", "actions": ["format_text(p1, bold=True)", "finish()"], "why": refused[0]}
    audit = [json.loads(line) for line in (episode.folder.path / "audit.jsonl").read_text().splitlines()]
    assert [a["action"] for a in audit] == ["format_text", "finish", "undo", "format_text", "finish"]
    assert "taken back" in audit[2]["outcome"]


def test_what_the_instruction_cannot_mean_is_not_offered(letter: Path) -> None:
    _, episode, _ = attempt(letter, [BOTH, FINISH])
    offered = episode.policy.offered[0]  # type: ignore[attr-defined]
    assert {"format_text", "finish", "give_up"} <= offered.keys()
    assert not {"insert_table", "delete"} & offered.keys()
    assert {"bold", "size_pt"} <= offered["format_text"].schema["properties"].keys()
    assert not {"strikethrough", "underline", "script"} & offered["format_text"].schema["properties"].keys()


def test_after_something_else_was_done_only_what_may_well_be_meant_is_offered(letter: Path) -> None:
    aligned = Action("format_paragraph", {"target": "p1", "alignment": "center"})
    _, episode, refused = attempt(letter, [aligned, FINISH], [BOTH, FINISH])
    first, last = episode.policy.offered[0], episode.policy.offered[-1]  # type: ignore[attr-defined]
    assert len(refused) == 1
    assert "format_paragraph" in first
    assert "format_paragraph" not in last
    assert {"format_text", "finish", "read"} <= last.keys()


def test_a_policy_that_decides_for_itself_is_offered_everything(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Plans, "guided", False)
    _, episode, _ = attempt(letter, [BOTH, FINISH])
    assert {"find_replace", "delete"} <= episode.policy.offered[0].keys()  # type: ignore[attr-defined]


def test_there_is_an_end_to_attempts(letter: Path) -> None:
    tried, _, refused = attempt(letter, [BOLD, FINISH], [BOLD, FINISH], [BOLD, FINISH], [BOTH, FINISH])
    assert (tried.attempts, len(refused)) == (3, 2)
    assert tried.judgement is not None
    assert tried.judgement.verdict == "not done"


def test_where_none_is_accepted_the_first_that_changed_something_is_offered(letter: Path) -> None:
    tried, episode, refused = attempt(letter, [FINISH], [BOLD, FINISH], [OTHER, FINISH])
    assert (tried.attempts, tried.judgement.reason if tried.judgement else "") == (3, refused[1])
    first, second = docx.Document(str(letter.with_stem("after"))).paragraphs[:2]
    assert (first.runs[0].bold, bool(second.runs[0].bold)) == (True, False)
    assert [s.decision.action for s in episode.folder.trajectory().steps] == [BOLD, FINISH]
    assert [earlier["attempt"] for earlier in episode.folder.earlier()] == [1, 3]
    assert [s.decision.action for s in episode.history] == [OTHER, FINISH]


def test_an_attempt_that_only_a_doubt_speaks_against_is_offered_first(letter: Path) -> None:
    hesitant = replace(Decision("", BOTH), confidence={"target": 0.01})

    class Hesitant(Plans):
        def decide(self, *seen: Any) -> Decision:
            decision = super().decide(*seen)
            return hesitant if self.begun[-1] == 1 and decision.action == BOTH else decision

    tried, _, refused = attempt(letter, [BOLD, FINISH], [BOTH, FINISH], [OTHER, FINISH], policy=Hesitant)
    assert "not sure of target" in refused[1]
    assert tried.judgement
    assert (tried.judgement.doubtful, tried.judgement.reason) == (True, refused[1])
    assert docx.Document(str(letter.with_stem("after"))).paragraphs[0].runs[0].font.size.pt == 16


@pytest.mark.parametrize(
    ("say", "plan", "approval", "steps"),
    [
        (SAY, [Action("give_up", {"reason": "no title"})], "auto", 20),
        (SAY, [BOLD, FINISH], "deny", 20),
        (SAY, [BOLD, FINISH], "auto", 2),
        ("What is the title?", [FINISH], "auto", 20),
    ],
    ids=["given up", "denied", "no budget left", "question"],
)
def test_another_attempt_must_make_sense(letter: Path, say: str, plan: list[Action], approval: Approval, steps: int) -> None:
    tried, episode, refused = attempt(letter, plan, [BOTH, FINISH], say=say, approval=approval, steps=steps)
    assert (tried.attempts, refused) == (1, [])
    assert episode.policy.begun == [0]  # type: ignore[attr-defined]


def test_a_policy_that_would_only_repeat_itself_is_asked_once(letter: Path) -> None:
    tried, _, refused = attempt(letter, [BOLD, FINISH])
    assert (tried.attempts, refused) == (1, [])


def test_a_run_tells_of_its_attempts(letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plans = Plans([BOLD, FINISH], [BOTH, FINISH])
    monkeypatch.setattr("lam.session.start.open_policy", lambda settings: plans)
    said: list[str] = []
    result: Result = session.run(SAY, letter, office="memory", audience=session.Audience(say=said.append))
    assert (result.verdict, result.attempts, result.steps) == ("done", 2, 4)
    assert any(line.startswith("attempt 1 of 3 is taken back: ") for line in said)
    page = (Path(result.folder) / report.TEMPLATE.name).read_text()
    assert "Tried and taken back" in page
    assert "format_text(p1, bold=True)" in page
    again = session.run(SAY, letter, office="memory", attempts=1, output=letter.with_stem("other"))
    assert (again.verdict, again.attempts) == ("not done", 1)
