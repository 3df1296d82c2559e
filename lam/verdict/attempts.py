"""Attempts at an instruction: what the checks of the saved file refuse is taken back, and the policy tries again, otherwise."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lam.actions import Declaration
from lam.agent.loop import Ending, Episode, effective
from lam.guard import FORBIDDEN, is_gui
from lam.reading import Reading, compare, read
from lam.reading.base import Change
from lam.types import Kind, Observation, Step
from lam.verdict.checks.aspects import licensed, unwishable
from lam.verdict.checks.choices import COLORED, colors
from lam.verdict.checks.clauses import EVERY, ONLY_THERE
from lam.verdict.guidance import guide
from lam.verdict.intents.facts import known_as
from lam.verdict.intents.reader import shipped
from lam.verdict.judge import Evidence, Judgement, is_question, judge
from lam.verdict.words import Said

COMPUTING = ("fill_down",)
"""Actions that go with a formula, whatever is said."""
AROUND = ("menu", "open_file", "save_as", "export_pdf", "undo", "redo", "select")
"""Actions that no instruction needs which asks for another one."""


@dataclass(frozen=True)
class Files:
    """The states of the document, each in a file of its own."""

    original: Reading
    """The person's file."""
    start: Path
    """The same, opened and saved by the office."""
    last: Path
    """The last good state, kept by the episode."""
    after: Path
    """The result."""

    @property
    def offer(self) -> Path:
        """The result of the attempt that may be offered, while others are made."""
        return self.after.with_stem("offer")


@dataclass(frozen=True)
class Tried:
    """How the last attempt went."""

    ending: Ending
    attempts: int
    judgement: Judgement | None = None
    """None where the office or the policy failed."""
    changes: tuple[Change, ...] = ()
    """Between the person's file and the result."""

    @property
    def nearness(self) -> tuple[bool, bool]:
        """How near it came to be accepted: whether only a doubt was left, whether anything was changed."""
        return (False, False) if self.judgement is None else (self.judgement.doubtful, bool(self.changes))


def try_until_accepted(
    episode: Episode,
    instruction: str,
    files: Files,
    seen: Observation | None = None,
    most: int = 1,
    on_step: Callable[[Step], None] = lambda step: None,
    on_refusal: Callable[[int, Judgement], None] = lambda attempt, judgement: None,
) -> Tried:
    """Carry out the instruction up to `most` times, until the verdict is done. `on_refusal` hears of every attempt that is taken back.

    What was refused once stays refused when the policy does the same again, however sure it is of it then.
    Where none is accepted, the result is that of the attempt that came nearest: the person may accept it.

    Raises: EnvironmentFault when the office does not come back after an attempt.
    """
    attempt = 0
    nearest: Tried | None = None
    refused: dict[str, Judgement] = {}

    def begin() -> bool:
        return episode.policy.begin(attempt, guide(instruction, files.original, attempt) if episode.policy.guided else None)

    begin()
    if episode.policy.guided:
        episode.vocabulary = _wanted(instruction, files.original.kind, episode.vocabulary)
    while True:
        for step in episode.steps(instruction, files.last, seen):
            on_step(step)
        attempt += 1
        if episode.ending.why in ("office fault", "policy fault"):
            return Tried(episode.ending, attempt)
        episode.save(files.after)
        judgement, changes = _judge(episode, instruction, files, attempt)
        judgement = refused.setdefault(_done_in(episode), judgement)
        tried = Tried(episode.ending, attempt, judgement, changes)
        if judgement.verdict == "done":
            return tried
        if nearest is None or tried.nearness > nearest.nearness:
            nearest = tried
        if attempt == most or not _worth_another(episode, instruction) or not begin():
            return _offered(episode, files, nearest, tried)
        if nearest is tried:
            shutil.copyfile(files.after, files.offer)
        on_refusal(attempt, judgement)
        if episode.policy.guided:
            episode.vocabulary = _narrower(instruction, files.original.kind, episode)
        seen = episode.take_back(files.start, judgement.reason)


def _offered(episode: Episode, files: Files, nearest: Tried, last: Tried) -> Tried:
    """The nearest attempt, whichever was the last."""
    if nearest is not last and last.judgement is not None:
        shutil.copyfile(files.offer, files.after)
        episode.put_forward(nearest.attempts, last.judgement.reason)
    return replace(nearest, attempts=last.attempts)


def _wanted(instruction: str, kind: Kind, vocabulary: Mapping[str, Declaration]) -> dict[str, Declaration]:
    """The actions, and of their arguments those, that the instruction may be about: others would be refused in the end."""
    said, reader = Said(instruction), shipped()
    named = bool(colors(instruction))
    unlikely, possible = reader.unlikely(kind, instruction), reader.possible(kind, instruction)
    worded = {n: d for n, d in vocabulary.items() if licensed(said, n) or n in COMPUTING or (named and COLORED & {*d.schema["properties"]})}
    likely = {n: d for n, d in worded.items() if n not in unlikely and not (possible and (n in AROUND or is_gui(d)))}
    if not any(d.risk != "read" and n not in AROUND and not is_gui(d) for n, d in likely.items()):
        return worded
    nowhere = {"find_replace": {"target"}} if said.has(EVERY) and not said.has(ONLY_THERE) else {}
    return {
        n: d.without(reader.needless(kind, instruction, known_as(n)) | unwishable(said, n, d.schema) | nowhere.get(n, set()))
        for n, d in likely.items()
    }


def _narrower(instruction: str, kind: Kind, episode: Episode) -> dict[str, Declaration]:
    """What is offered after a refusal: where something else was done than may well be meant, only that from now on."""
    possible = shipped().possible(kind, instruction)
    offered = {n: d for n, d in episode.vocabulary.items() if known_as(n) in possible or d.risk == "read" or n in COMPUTING}
    done = {known_as(step.decision.action.name) for step in effective(tuple(episode.history), episode.vocabulary)}
    if (done and done <= possible) or not any(known_as(n) in possible for n in offered):
        return dict(episode.vocabulary)
    return offered


def _judge(episode: Episode, instruction: str, files: Files, attempt: int) -> tuple[Judgement, tuple[Change, ...]]:
    """The verdict on the saved file, and all changes between the person's file and it."""
    after = read(files.after)
    changes = compare(files.original, after)
    effect = compare(read(files.start), after)
    evidence = Evidence(instruction, tuple(episode.history), episode.vocabulary, files.original, after, changes, effect, attempt)
    return judge(episode.ending, evidence), changes


def _done_in(episode: Episode) -> str:
    """What an attempt did, step by step, and how it ended."""
    acts = [step.decision.action for step in effective(tuple(episode.history), episode.vocabulary)]
    return json.dumps([episode.ending.why, *([action.name, dict(action.args)] for action in acts)], sort_keys=True, ensure_ascii=False, default=str)


def _worth_another(episode: Episode, instruction: str) -> bool:
    """Whether the policy may be wrong in a way that another attempt mends: it did not give up, nobody forbade it, and there is budget left."""
    forbidden = episode.guard.approval == "deny" or any(step.outcome.message.startswith(FORBIDDEN) for step in episode.history)
    return episode.ending.why != "gave up" and not forbidden and not episode.budget.exceeded and not is_question(instruction)
