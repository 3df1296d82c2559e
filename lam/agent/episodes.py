"""Demonstrations as conversations: exactly the turns that a policy reads and writes, made by `lam.agent.prompt` and nobody else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam.agent import prompt
from lam.agent.prompt import Message
from lam.errors import TaskBroken, UserError
from lam.store import read_lines, step_from_json
from lam.types import Action, Decision, Kind, Step

SCHEMA = 1
"""Version of a demonstration's record."""
DONE = Decision("done", Action("finish", {}))
"""How the embedded model ends an episode: a token that is written takes the time of six that are read, and the outcomes say what was done."""


@dataclass(frozen=True)
class Episode:
    """A demonstration read back."""

    family: str
    group: str
    instruction: str
    kind: Kind
    steps: tuple[Step, ...]
    wording: str = ""
    """The template of its instruction, where it has one."""

    @property
    def conversation(self) -> list[Message]:
        """All turns; the last is the answer that finishes."""
        return turns(self.instruction, self.steps)


def turns(instruction: str, steps: Sequence[Step]) -> list[Message]:
    """The whole conversation of an episode, the last answer included; its `finish` has words only where they are all there is."""
    last = steps[-1]
    before = prompt.messages(instruction, last.observation, steps[:-1], **prompt.SMALL)
    wordless = len(steps) > 1 and last.decision.action.name == "finish"
    return [*before, {"role": "assistant", "content": prompt.answer(DONE if wordless else last.decision)}]


def episodes(folder: Path, split: str) -> Iterator[Episode]:
    """The demonstrations of a split, in the order in which they were made; a journal that still grows is read as far as it is.

    Raises: UserError when there are none; TaskBroken when another version wrote one.
    """
    journal = folder / split / "journal.jsonl"
    if not journal.exists():
        raise UserError(f"no demonstrations of the {split} split in {folder}; make some with: lam data demonstrate --split {split}")
    for line in read_lines(journal):
        for record in line["kept"]:
            yield episode(record)


def episode(record: Mapping[str, Any]) -> Episode:
    """A demonstration's record read back.

    Raises: TaskBroken when another version wrote it.
    """
    if record.get("schema") != SCHEMA:
        raise TaskBroken(f"a demonstration has schema {record.get('schema')}, this version reads {SCHEMA}")
    told = record["trajectory"]
    steps = tuple(step_from_json(step) for step in told["steps"])
    return Episode(record["family"], record["group"], told["instruction"], told["kind"], steps, record.get("wording", ""))
