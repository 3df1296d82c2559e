"""The vocabulary of LAM: the records that every floor speaks in. Standard library only, so that office workers can import it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Kind = Literal["document", "spreadsheet", "presentation"]
"""What sort of document an action, an environment or a task is about."""

Risk = Literal["read", "edit", "irreversible", "outward"]
"""What an action can do at worst: look, change the working copy, destroy beyond undo, or reach outside the working copy."""

Verdict = Literal["done", "not done", "fault"]
"""How a run ends: verified, said not to be done, or stopped by the machine."""

SUFFIXES: Mapping[str, Kind] = {
    ".docx": "document",
    ".odt": "document",
    ".xlsx": "spreadsheet",
    ".ods": "spreadsheet",
    ".pptx": "presentation",
    ".odp": "presentation",
}


@dataclass(frozen=True)
class Element:
    """One addressable part of a document, as the policy sees it."""

    id: str
    """`p3`, `t1`, `i1` in documents; `Sales!A1:D13` in sheets; `s2`, `s2.1` in presentations."""
    role: str
    """Paragraph style, `table`, `image`, `sheet`, `column`, `row`, `slide`, `title`, `chart`, ..."""
    text: str = ""
    """Its first words."""
    detail: str = ""
    """What else a policy needs to know: size, range, level, state."""


@dataclass(frozen=True)
class Control:
    """One showing control of the application's user interface."""

    id: str
    role: str
    name: str
    value: str = ""
    states: tuple[str, ...] = ()
    box: tuple[int, int, int, int] = (0, 0, 0, 0)
    """x, y, width, height in pixels of the screenshot."""
    dialog: str = ""
    """Title of the dialog it belongs to; empty for the document window."""


@dataclass(frozen=True)
class Observation:
    """What the policy sees: a bounded outline of the document, and of the user interface when asked for."""

    kind: Kind
    title: str
    summary: str
    """One line: counts and the state that an outline cannot show (active sheet, current slide, page count)."""
    elements: tuple[Element, ...] = ()
    omitted: int = 0
    """How many elements the outline leaves out; `find_text` and `read` look further."""
    selection: str = ""
    controls: tuple[Control, ...] = ()
    dialogs: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    """What the last action changed, a line each."""


@dataclass(frozen=True)
class Action:
    """A decision: the name of a declared action and its arguments (JSON values)."""

    name: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What came of an action. A rejected action has changed nothing."""

    ok: bool
    message: str
    """What was read back after the act, or why it was rejected, in words that a policy can use."""
    changed: tuple[str, ...] = ()
    """Ids of the elements that it touched."""
    data: str = ""
    """What a reading action read."""
    box: tuple[int, int, int, int] | None = None
    """Where on the screenshot it happened, in pixels, where that is known."""
    duration_s: float = 0.0


@dataclass(frozen=True)
class Decision:
    """What a policy says in one step."""

    thought: str
    action: Action
    duration_s: float = 0.0
    prompt_tokens: int = 0
    cached_tokens: int = 0
    completion_tokens: int = 0
    confidence: Mapping[str, float] = field(default_factory=dict)
    """Probability that the model gave the least likely token of each argument, of the name (`action`) and of the end (`end`: no further
    argument); empty where it is not known."""


@dataclass(frozen=True)
class Step:
    """One turn of an episode."""

    index: int
    decision: Decision
    outcome: Outcome
    observation: Observation
    """What the policy saw before it decided."""
    screenshot: str = ""
    """File name inside the run folder, taken after the act."""


@dataclass(frozen=True)
class Trajectory:
    """An episode, the linear record that training, replay and the report read."""

    instruction: str
    kind: Kind
    policy: str
    steps: tuple[Step, ...] = ()
    verdict: Verdict = "fault"
    reason: str = ""

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(s.decision.action for s in self.steps)


@dataclass(frozen=True)
class Score:
    """A verifier's word on a document: 1.0 reached with the rest untouched, else 0.0, and why."""

    value: float
    reasons: tuple[str, ...] = ()


def to_json(record: Any) -> dict[str, Any]:
    """A record as plain JSON values."""
    return asdict(record)
