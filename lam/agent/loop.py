"""Runs one episode: observe, decide, guard, act, read the effect back, until the policy finishes or a limit stops it."""

from __future__ import annotations

import logging
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from lam.actions import Declaration, actions_for
from lam.agent.policy import Policy
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault
from lam.guard import Budget, Guard, Permit, is_gui, short
from lam.store import RunFolder
from lam.types import Action, Decision, Observation, Outcome, Step

Mode = Literal["gui", "api", "hybrid"]
"""Which actions the policy may use: a hand on the controls, actions on the document, or both."""

SPEECH = ("finish", "give_up", "ask")
"""Actions that the loop itself answers: they speak to the person, not to the application."""
AGAIN = ("undo", "redo")
"""Document actions that make sense twice in a row."""
RETRIES = 2
REJECTED = 4
"""Actions of a small model in a row after which it finds no way in this attempt."""
REPEATS = 3
"""So many rejections of the same action, or unreadable answers, in a row end the episode."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Ending:
    """Why an episode stopped. Only `finished` can become a verdict of done."""

    why: Literal["finished", "gave up", "stopped", "office fault", "policy fault", "nonsense"]
    words: str
    """The policy's own message, or the reason in words for a person."""


def vocabulary(env: Environment, mode: Mode) -> dict[str, Declaration]:
    """The actions that may be used: those that the environment carries out, of the chosen mode, and the three of speech."""
    can = env.supported() | set(SPEECH)
    return {
        name: declaration
        for name, declaration in actions_for(env.kind).items()
        if name in can and (name in SPEECH or {"gui": is_gui(declaration), "api": not is_gui(declaration) and name != "menu", "hybrid": True}[mode])
    }


class Episode:
    """One instruction on one open document. Iterate over `steps`; afterwards `ending` says why it stopped."""

    def __init__(self, env: Environment, policy: Policy, guard: Guard, budget: Budget, folder: RunFolder, mode: Mode = "hybrid") -> None:
        self.env, self.policy, self.guard, self.budget, self.folder, self.mode = env, policy, guard, budget, folder, mode
        self.vocabulary = vocabulary(env, mode)
        self.history: list[Step] = []
        self.faults = 0
        self._earlier = 0
        """Steps of the attempts that were taken back."""
        self.ending = Ending("stopped", "the episode has not begun")
        self._snapshot = Path()
        self._current = True
        """The last snapshot holds everything that was done since."""

    def steps(self, instruction: str, snapshot: Path, observation: Observation | None = None) -> Iterator[Step]:
        """Act until the end; `snapshot` holds the state before the first step and is written anew after every edit."""
        self._snapshot = snapshot
        seen = observation or self.env.observe(instruction, self.mode == "gui")
        self.ending = Ending("stopped", "the episode was interrupted")
        while True:
            if limit := self.budget.exceeded:
                self.ending = Ending("stopped", limit)
                return
            before = seen
            try:
                decision, outcome, seen = self._turn(instruction, before)
            except EnvironmentFault as fault:
                self.ending = self.ending if self.ending.why == "policy fault" else Ending("office fault", str(fault))
                return
            step = self._pictured(Step(self._index, decision, outcome, before))
            self.history.append(step)
            self.folder.step(step)
            yield step
            if self._over(step):
                return

    def take_back(self, start: Path, why: str) -> Observation:
        """Back to the state before the first step, which `start` holds, for another attempt; `why`: what was wrong with this one.

        Raises: EnvironmentFault when the office does not come back.
        """
        self._taken_back(why)
        self._earlier += len(self.history)
        self.history.clear()
        shutil.copyfile(start, self._snapshot)
        self._current = True
        return self.env.restore(self._snapshot)

    def put_forward(self, attempt: int, why: str) -> None:
        """Note that an earlier attempt, not the last one, is offered to the person; `why`: what was wrong with the last one."""
        self._taken_back(why)
        self.folder.offered(attempt)

    def _taken_back(self, why: str) -> None:
        self.folder.taken_back([short(step.decision.action) for step in self.history if step.outcome.ok], why)
        self.guard.taken_back(why)

    @property
    def _index(self) -> int:
        """Number of the step to come."""
        return self._earlier + len(self.history) + 1

    def save(self, path: Path) -> None:
        """Write the document as it is now to `path`.

        Raises: EnvironmentFault when the office fails and the last snapshot is not the present state.
        """
        if self._current:
            shutil.copyfile(self._snapshot, path)
        else:
            self.env.snapshot(path)

    def _turn(self, instruction: str, before: Observation) -> tuple[Decision, Outcome, Observation]:
        try:
            decision = self._decide(instruction, before)
        except ActionRejected as error:
            self.budget.spend(Decision("", Action("")))
            return Decision("", Action("")), Outcome(False, str(error)), before
        self.budget.spend(decision)
        try:
            outcome, after = self._carry_out(decision.action, instruction, before)
        except ActionRejected as error:
            return decision, Outcome(False, str(error)), before
        return decision, outcome, after

    def _decide(self, instruction: str, before: Observation) -> Decision:
        started = time.monotonic()
        try:
            decision = self.policy.decide(instruction, before, self.history, self.vocabulary)
        except EnvironmentFault as fault:
            self.ending = Ending("policy fault", str(fault))
            raise
        return decision if decision.duration_s else replace(decision, duration_s=time.monotonic() - started)

    def _carry_out(self, action: Action, instruction: str, before: Observation) -> tuple[Outcome, Observation]:
        permit = self.guard.permit(action, before)
        if permit.action.name in SPEECH:
            return self.guard.act(permit, self._speak), before
        if permit.action.name not in self.vocabulary:
            raise ActionRejected(f"{permit.action.name} cannot be used here (actions: {self.mode}, office: {type(self.env).__name__})")
        if earlier := self._done_already(permit.action):
            raise ActionRejected(f"this was done in step {earlier.index} just now; go on with the next action, or finish")
        for attempt in range(RETRIES + 1):
            try:
                return self._attempt(permit, instruction)
            except EnvironmentFault as fault:
                self._recover(fault, attempt)
        raise EnvironmentFault("unreachable")

    def _attempt(self, permit: Permit, instruction: str) -> tuple[Outcome, Observation]:
        started = time.monotonic()
        outcome = self.guard.act(permit, self.env.act)
        took = time.monotonic() - started
        name = permit.action.name
        controls = self.mode == "gui" or (self.mode == "hybrid" and (name == "menu" or is_gui(self.vocabulary[name])))
        after = self.env.observe(instruction, controls)
        if permit.risk != "read" and outcome.ok:
            self._current = False
            if not after.dialogs:
                self._keep()
        return outcome if outcome.duration_s else replace(outcome, duration_s=took), after

    def _keep(self) -> None:
        """Take a snapshot; the earlier one stays until the new one is whole."""
        fresh = self._snapshot.with_name(f"new-{self._snapshot.name}")
        self.env.snapshot(fresh)
        os.replace(fresh, self._snapshot)
        self._current = True

    def _recover(self, fault: EnvironmentFault, attempt: int) -> None:
        """Go back to the last snapshot, noted and counted.

        Raises: EnvironmentFault when the tries are used up or the office does not come back.
        """
        self.faults += 1
        self.folder.fault(self._index, str(fault), attempt + 1)
        log.warning("step %d, attempt %d: %s", self._index, attempt + 1, fault)
        if attempt >= RETRIES:
            raise fault
        self.env.restore(self._snapshot)
        self._current = True

    def _speak(self, action: Action) -> Outcome:
        if action.name == "ask":
            if self.guard.person is None:
                raise ActionRejected("nobody can be asked; decide by what the document and the instruction say, or give up")
            answer = self.guard.person.answer(str(action.args["question"]))
            return Outcome(True, f"the person says: {answer}")
        return Outcome(True, "finished" if action.name == "finish" else "gave up")

    def _done_already(self, action: Action) -> Step | None:
        """The step that did exactly this just before, where doing it twice makes no sense."""
        if action.name in AGAIN or is_gui(self.vocabulary[action.name]):
            return None
        last = next((step for step in reversed(self.history) if step.outcome.ok), None)
        return last if last and _same(last.decision.action, action) else None

    def _done(self) -> str:
        """What the steps did, as their outcomes tell it."""
        return "; ".join(step.outcome.message for step in effective(tuple(self.history), self.vocabulary))

    def _over(self, step: Step) -> bool:
        """Whether the episode ends with this step; sets `ending`."""
        action, outcome = step.decision.action, step.outcome
        if outcome.ok and action.name == "finish":
            self.ending = Ending("finished", str(action.args.get("message", "")) or self._done())
            return True
        if outcome.ok and action.name == "give_up":
            self.ending = Ending("gave up", str(action.args.get("reason", "")))
            return True
        if outcome.ok:
            return False
        recent = self.history[-REPEATS:]
        if self.policy.guided and len(self.history) >= REJECTED and not any(s.outcome.ok for s in self.history[-REJECTED:]):
            self.ending = Ending("stopped", f"{REJECTED} actions in a row were rejected: {outcome.message}")
        elif outcome.message.startswith("this was done in step") and len(self.history) > 1 and self.history[-2].outcome.message == outcome.message:
            self.ending = Ending("stopped", f"the policy repeats {action.name} instead of going on")
        elif len(recent) == REPEATS and all(not s.outcome.ok and _same(s.decision.action, action) for s in recent):
            nonsense = not action.name
            what = "answers without an action" if nonsense else f"tries {action.name} again and again"
            self.ending = Ending("nonsense" if nonsense else "stopped", f"the policy {what}: {outcome.message}")
        else:
            return False
        return True

    def _pictured(self, step: Step) -> Step:
        """The step with a screenshot of the state after it and the place of the act on it, where there is something to see."""
        outcome = step.outcome
        if not outcome.ok or step.decision.action.name in SPEECH:
            return step
        name = f"step-{step.index}.png"
        try:
            shot = self.env.screenshot(self.folder.path / name, () if outcome.box else outcome.changed)
        except EnvironmentFault as fault:
            log.warning("no screenshot of step %d: %s", step.index, fault)
            return step
        return replace(step, screenshot=name, outcome=replace(outcome, box=outcome.box or shot.box)) if shot else step


def _same(one: Action, other: Action) -> bool:
    return one.name == other.name and dict(one.args) == dict(other.args)


def effective(steps: tuple[Step, ...], declarations: Mapping[str, Declaration]) -> list[Step]:
    """The steps that changed the document and were not taken back by an undo among them."""
    kept: list[Step] = []
    undone: list[Step] = []
    for step in steps:
        name = step.decision.action.name
        if not step.outcome.ok or name not in declarations:
            continue
        count = int(step.decision.action.args.get("steps", 1))
        if name == "undo":
            undone += reversed(kept[-count:])
            del kept[-count:]
        elif name == "redo":
            kept += [undone.pop() for _ in range(min(count, len(undone)))]
        elif declarations[name].risk != "read":
            kept.append(step)
            undone.clear()
    return kept
