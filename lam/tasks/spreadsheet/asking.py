"""What the families of spreadsheet tasks share: a question to a family, wordings by section, pieces, and goals on cells."""

from __future__ import annotations

import math
import random
import re
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.utils import get_column_letter, range_boundaries

from lam.errors import TaskBroken
from lam.reading import Change, Goal, Part, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece, PieceFamily, Source
from lam.tasks.spreadsheet import documents
from lam.tasks.spreadsheet.documents import Book, Sheet
from lam.tasks.wordings import TEST_SHARE, fill, load, slots, split_of
from lam.types import Action

Judge = Callable[[Reading, Reading], Goal]


@dataclass(frozen=True)
class Ask:
    """One question to a family: a workbook and a section of the family's wordings."""

    rng: random.Random
    split: Split
    book: Book
    family: str
    section: str

    @property
    def sheet(self) -> Sheet:
        return self.book.sheet

    def wording(self, offered: Collection[str]) -> str:
        """A wording of the section and the split whose slots are all on offer.

        Raises: TaskBroken when there is none.
        """
        lines = sorted((w for w in load("spreadsheet", self.family).get(self.section, ()) if slots(w) <= set(offered)), key=split_of)
        held = max(sum(split_of(w) < TEST_SHARE for w in lines), 1)
        options = lines[:held] if self.split == "test" else lines[held:]
        if not options:
            raise TaskBroken(f"spreadsheet/{self.family} [{self.section}] has no {self.split} wording for {sorted(offered)}")
        return self.rng.choice(options)

    def piece(
        self,
        given: Mapping[str, str],
        moves: Sequence[Move],
        goal: Judge,
        done: str,
        touches: Iterable[str],
        structural: bool = False,
        wording: str = "",
    ) -> Piece:
        """A piece with a random wording that uses some of the slots in `given`, or with the wording that is already chosen."""
        line = wording or self.wording(given.keys())
        steps = list(moves)
        record = {"family": self.family, "section": self.section, "sheet": self.sheet.name}
        return Piece(fill(self.rng, line, given), line, lambda _: steps, goal, done, frozenset(touches), structural, record)


class SheetFamily(PieceFamily):
    """A family whose wordings come in sections, each with a weight."""

    kind = "spreadsheet"
    weights: Mapping[str, float]

    def source(self, rng: random.Random, split: Split) -> Source:
        made = self.book(rng, split)
        return Source(lambda path: documents.write(made, path), made)

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split)

    def piece(self, rng: random.Random, split: Split, source: Source) -> Piece | None:
        section = rng.choices(list(self.weights), list(self.weights.values()))[0]
        return self.ask(Ask(rng, split, source.content, self.name, section))

    @abstractmethod
    def ask(self, ask: Ask) -> Piece | None:
        """The piece of the section that is asked for; None where the workbook offers nothing for it."""


def move(thought: str, name: str, /, **args: Any) -> Move:
    return Move(thought, Action(name, args))


# Cells


def cells(area: str) -> list[str]:
    """Addresses of a range: `A1:B2` -> A1, B1, A2, B2."""
    left, top, right, bottom = range_boundaries(area)
    return [f"{get_column_letter(c)}{r}" for r in range(top, bottom + 1) for c in range(left, right + 1)]


def keys(sheet: Sheet, area: str) -> list[str]:
    """Keys of the cells of a range in a Reading."""
    return [f"{sheet.name}!{address}" for address in cells(area)]


def split_address(address: str) -> tuple[str, int]:
    match = re.fullmatch(r"([A-Z]+)(\d+)", address)
    if not match:
        raise TaskBroken(f"{address!r} is no cell address")
    return match[1], int(match[2])


def value_of(part: Part | None) -> Any:
    """What a cell shows: its value, or what its formula came to."""
    found = part.properties.get("value") if part else None
    return getattr(found, "result", found)


def near(wanted: Any) -> Callable[[Any], bool]:
    """Whether a value, typed or computed, is the wanted one."""

    def check(found: Any) -> bool:
        found = getattr(found, "result", found)
        if isinstance(wanted, (int, float)) and isinstance(found, (int, float)):
            return math.isclose(wanted, found, rel_tol=1e-7, abs_tol=1e-7)
        if hasattr(wanted, "isoformat"):
            return str(found)[:10] == str(wanted.isoformat())[:10]
        return bool(wanted == found)

    return check


def parts(reading: Reading) -> dict[str, Part]:
    return {part.key: part for part in reading.parts}


def filled(reading: Reading) -> dict[str, Part]:
    """The cells that hold something, by key."""
    return {p.key: p for p in reading.parts if p.kind == "cell" and (p.properties.get("formula") or p.properties.get("value") not in (None, ""))}


def cell_changes(after: Reading, mine: Collection[str], also: Callable[[Change], bool] = lambda change: False) -> Callable[[Change], bool]:
    """Allows every change of the cells `mine`, and the new rows and columns that hold nothing else."""
    here = filled(after)

    def allowed(change: Change) -> bool:
        if change.where in mine or also(change):
            return True
        match = re.fullmatch(r"(.*)!(row|column) (\w+)", change.where)
        if not match or change.property:
            return False
        pattern = re.compile(re.escape(match[1]) + "!" + (rf"[A-Z]+{match[3]}" if match[2] == "row" else rf"{match[3]}\d+"))
        return all(key in mine for key in here if pattern.fullmatch(key))

    return allowed


def heights(sheet: Sheet) -> Callable[[Change], bool]:
    """Allows rows of a sheet to grow with their contents."""
    return lambda change: change.part == "row" and change.property == "height_pt" and change.where.startswith(f"{sheet.name}!")


def written(sheet: Sheet, wanted: Mapping[str, Any]) -> Judge:
    """The goal that cells show these values, by address."""

    def judge(before: Reading, after: Reading) -> Goal:
        mine = {f"{sheet.name}!{address}": value for address, value in wanted.items()}
        expected = {key: {"value": near(value)} for key, value in mine.items()}
        return Goal(expected, cell_changes(after, mine.keys(), heights(sheet)))

    return judge


def answered(sheet: Sheet, value: float) -> Judge:
    """The goal that some formerly empty cell of the sheet shows a value; a label beside it is welcome."""

    def judge(before: Reading, after: Reading) -> Goal:
        known, now = filled(before), filled(after)
        fresh = {key: part for key, part in now.items() if key not in known and key.startswith(f"{sheet.name}!")}
        right = [key for key, part in fresh.items() if near(value)(value_of(part))]
        words = [key for key, part in fresh.items() if isinstance(value_of(part), str)][:1]
        missed = () if right else (f"no formerly empty cell shows {value!r}",)
        return Goal({}, cell_changes(after, {*right[:1], *words}, heights(sheet)), missed)

    return judge


def looks(sheet: Sheet, needed: Sequence[str], wanted: Mapping[str, Any], also: Collection[str] = ()) -> Judge:
    """The goal that cells have these properties; cells in `also` may have them too, and so may empty ones of the same rows or columns."""

    def judge(before: Reading, after: Reading) -> Goal:
        expected = {f"{sheet.name}!{address}": dict(wanted) for address in needed}
        rows, columns = {split_address(a)[1] for a in needed}, {split_address(a)[0] for a in needed}
        empty = filled(before)
        free = {f"{sheet.name}!{address}" for address in also}

        def allowed(change: Change) -> bool:
            if heights(sheet)(change):
                return True
            if change.property and change.property not in wanted:
                return False
            match = re.fullmatch(re.escape(sheet.name) + r"!([A-Z]+)(\d+)", change.where)
            if change.where in free:
                return True
            return match is not None and change.where not in empty and (match[1] in columns or int(match[2]) in rows)

        return Goal(expected, allowed)

    return judge
