"""A policy that follows a list: for tests, for teaching, and for replaying a recorded run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from lam.actions import Declaration
from lam.agent.policy import Guide
from lam.errors import ExitCode, UserError
from lam.types import Action, Control, Decision, Observation, Step, Trajectory


@dataclass(frozen=True)
class Line:
    """One line of a script."""

    action: Action
    thought: str = ""
    control: Control | None = None
    """The control that a recorded GUI action was about: found again by role and name, for ids differ from run to run."""


class Scripted:
    """Decides what its script says next; gives up when a line of it is rejected, finishes at its end."""

    guided = False

    def __init__(self, lines: Iterable[Line], name: str = "script") -> None:
        self.name = name
        self.lines = tuple(lines)

    @classmethod
    def load(cls, path: Path) -> Self:
        """A script of JSON Lines: `{"action": "format_text", "args": {"target": "p1", "bold": true}, "thought": "..."}`.

        Raises: UserError naming the line that is wrong.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except OSError as error:
            raise UserError(f"the script {path} cannot be read: {error.strerror}", ExitCode.USAGE) from None
        lines = []
        for number, line in enumerate(text.split("\n"), 1):
            if line.strip() and not line.lstrip().startswith("#"):
                try:
                    record = json.loads(line)
                    lines.append(Line(Action(record["action"], dict(record.get("args", {}))), str(record.get("thought", ""))))
                except (ValueError, KeyError, TypeError, AttributeError):
                    raise UserError(f'{path}:{number}: not an action; write {{"action": NAME, "args": {{...}}}}', ExitCode.USAGE) from None
        return cls(lines, f"script:{path}")

    @classmethod
    def replay(cls, trajectory: Trajectory, name: str) -> Self:
        """The actions of a recorded run that were carried out."""
        lines = []
        for step in trajectory.steps:
            if step.outcome.ok:
                wanted = step.decision.action.args.get("control")
                control = next((c for c in step.observation.controls if c.id == wanted), None)
                lines.append(Line(step.decision.action, step.decision.thought, control))
        return cls(lines, f"replay:{name}")

    def decide(self, instruction: str, observation: Observation, history: Sequence[Step], vocabulary: Mapping[str, Declaration]) -> Decision:
        if history and not history[-1].outcome.ok:
            return Decision("", Action("give_up", {"reason": f"line {len(history)} of the script was rejected: {history[-1].outcome.message}"}))
        if len(history) >= len(self.lines):
            return Decision("", Action("finish", {"message": "the script is carried out"}))
        line = self.lines[len(history)]
        return Decision(line.thought, _found_again(line, observation))

    def begin(self, attempt: int, guide: Guide | None = None) -> bool:
        """A script says the same every time."""
        return attempt == 0

    def close(self) -> None:
        """Nothing to release."""


def _found_again(line: Line, observation: Observation) -> Action:
    wanted = line.control
    if wanted is None:
        return line.action
    same = [c for c in observation.controls if (c.role, c.name, c.dialog) == (wanted.role, wanted.name, wanted.dialog)]
    return Action(line.action.name, {**line.action.args, "control": same[0].id if same else "c0"})
