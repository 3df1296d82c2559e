"""Everyday tasks: small documents of offices, clubs, schools and homes, what people ask for in them, and what an expert does for it.

Each file in `train` and `test` is a document (its first line, see `recipes`) and what is asked of it, a line each: `say` (the same wish in
several wordings), `more` (a wish that what is done would not fulfil) and `steps` (thought, action, arguments). What is in `test` is for
measuring: nothing learns from it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from lam.errors import TaskBroken
from lam.reading import compare, read
from lam.tasks.base import Move, Split, Task
from lam.tasks.everyday.recipes import writer
from lam.types import Action, Kind, Observation, Score

FAMILY = "everyday"


@dataclass(frozen=True)
class Wish:
    """What is asked of a document."""

    say: tuple[str, ...]
    """The same in several wordings."""
    more: str
    """A wish that the steps would not fulfil, or would be wrong for."""
    moves: tuple[Move, ...]
    """What the expert does, with the final `finish`."""


@dataclass(frozen=True)
class Everyday:
    """A document with what is asked of it."""

    name: str
    """`train/01-a`."""
    split: Split
    recipe: Mapping[str, Any]
    wishes: tuple[Wish, ...]

    @property
    def kind(self) -> Kind:
        kind: Kind = self.recipe["kind"]
        return kind

    def tasks(self) -> Iterator[list[Task]]:
        """For every wish a task of each of its wordings; tasks of one wish have the same `wording`, its first."""
        make = writer(self.recipe)
        for wish in self.wishes:
            yield [Task(FAMILY, self.kind, instruction, wish.say[0], make, doing(wish.moves), _changed) for instruction in wish.say]


def everyday(split: Split) -> list[Everyday]:
    """The documents of a split.

    Raises: TaskBroken naming the file and line that is not what it should be.
    """
    folder = files("lam") / "tasks" / "everyday" / split
    return [_read(split, name, (folder / f"{name}.jsonl").read_text(encoding="utf-8")) for name in names(split)]


def names(split: Split) -> list[str]:
    """What the documents of a split are called, in order."""
    folder = files("lam") / "tasks" / "everyday" / split
    return sorted(entry.name.removesuffix(".jsonl") for entry in folder.iterdir() if entry.name.endswith(".jsonl"))


def _read(split: Split, name: str, text: str) -> Everyday:
    recipe: Mapping[str, Any] = {}
    wishes: list[Wish] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            record = json.loads(line)
            if number == 1:
                recipe = record
            else:
                wishes.append(_wish(record))
        except (ValueError, KeyError, TypeError) as error:
            raise TaskBroken(f"{split}/{name}.jsonl:{number}: {type(error).__name__}: {error}") from None
    return Everyday(f"{split}/{name}", split, recipe, tuple(wishes))


def _wish(record: Mapping[str, Any]) -> Wish:
    moves = [Move(str(step["thought"]), Action(step["action"], dict(step["args"]))) for step in record["steps"]]
    finish = Move("everything asked for is done" if len(moves) > 1 else "the result is as asked", Action("finish", {"message": "Done."}))
    return Wish(tuple(record["say"]), str(record["more"]), (*moves, finish))


def doing(moves: Sequence[Move]) -> Callable[[Observation], list[Move]]:
    """An expert that makes these moves, whatever it sees."""

    def expert(observation: Observation) -> list[Move]:
        return list(moves)

    return expert


def _changed(before: Path, after: Path) -> Score:
    """That the file differs: each action is read back in the office as it is carried out, and who wrote the steps has seen what they change."""
    return Score(1.0) if compare(read(before), read(after)) else Score(0.0, ("nothing differs",))
