"""Families of what hangs on cells and sheets: comments, links, names, lists of allowed values, protection."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from typing import Any

from lam.reading import Change, Goal, Reading
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece
from lam.tasks.spreadsheet import documents, phrases, pools
from lam.tasks.spreadsheet.asking import Ask, Judge, SheetFamily, cells, heights, move
from lam.tasks.spreadsheet.documents import Book, Sheet
from lam.tasks.wordings import slots
from lam.types import Action

REMARKS: Mapping[Split, tuple[str, ...]] = {
    "train": (
        "please check", "estimated", "needs approval", "ask {who}", "from the old system", "to be confirmed by {who}", "typo?", "counted twice",
        "final", "preliminary figure", "see {word}", "corrected by {who}", "without returns", "updated on Monday", "agreed with {word}",
    ),
    "test": ("verify with {who}", "rounded", "source: {word}", "not audited yet", "waiting for {who}", "best guess"),
}  # fmt: skip
CHOICES: Mapping[Split, tuple[str, ...]] = {
    "train": (
        "Yes|No", "Yes|No|Maybe", "Open|Closed", "Low|Medium|High", "New|In progress|Done", "Approved|Rejected|Pending", "North|South|East|West",
        "Small|Medium|Large", "A|B|C", "Paid|Unpaid", "Draft|Review|Final", "Cash|Card|Transfer",
    ),
    "test": ("True|False|Unknown", "Red|Amber|Green", "Gold|Silver|Bronze", "Morning|Evening", "Present|Absent"),
}  # fmt: skip


def remark(rng: random.Random, split: Split) -> str:
    """What somebody notes beside a cell."""
    return rng.choice(REMARKS[split]).format(who=pools.draw(rng, "person", split), word=pools.word(rng, split))


def address(rng: random.Random, split: Split) -> str:
    """A web address of a coined host."""
    path = rng.choice(("", "", f"/{pools.word(rng, split).lower()}", f"/items/{rng.randint(1, 999)}"))
    return f"https://{rng.choice(('www.', '', ''))}{pools.word(rng, split).lower()}.{rng.choice(('com', 'org', 'net', 'eu', 'example'))}{path}"


class CellComment(SheetFamily):
    """A comment on a cell, by its address, by the names of its row and column, or on a header."""

    name = "cell_comment"
    weights: Mapping[str, float] = {"cell": 4, "header": 1.5}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet = ask.rng, ask.sheet
        text = remark(rng, ask.split)
        index = rng.randrange(len(sheet.columns))
        if ask.section == "header":
            place, thought = (
                f"{sheet.letter(index)}{sheet.header_row}",
                f"the header {sheet.columns[index].header} is {sheet.letter(index)}{sheet.header_row}",
            )
            given = {"column": phrases.column(rng, sheet, index)}
        else:
            position = rng.choice(sheet.seen_rows)
            if index and sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1:
                return None
            place = f"{sheet.letter(index)}{sheet.first + position}"
            said = phrases.named_cell(rng, sheet, index, position) if index else phrases.cell(rng, place)
            given, thought = {"cell": said}, _place_of(sheet, index, position, place, said)
        given["text"] = phrases.quoted(rng, text, 0.7)
        goal: Judge = lambda before, after: Goal({f"{sheet.name}!{place}": {"comment": text}}, heights(sheet))  # noqa: E731
        return ask.piece(
            given, [move(thought, "insert_comment", cell=place, text=text)], goal, f"{place} has a comment.", {f"comment {place}", place}
        )


def _place_of(sheet: Sheet, index: int, position: int, place: str, said: str) -> str:
    """The thought that finds a cell by its address, or by its row and its column."""
    if place in said:
        return f"the cell is {place}"
    return f"{phrases.show(sheet, 0, position)} is row {sheet.first + position}, {sheet.columns[index].header} is column {sheet.letter(index)}"


class CellLink(SheetFamily):
    """A cell that opens a page: one with a text, or an empty one that gets a text."""

    name = "cell_link"
    weights: Mapping[str, float] = {"cell": 3, "label": 2, "new": 2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "monthly", "quarters across"), title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        url = address(rng, ask.split)
        given = {"url": url}
        args: dict[str, Any] = {"url": url}
        if section == "new":
            letter = sheet.letter(len(sheet.columns) + rng.randint(0, 2))
            place, text = f"{letter}{rng.randint(1, sheet.bottom + 2)}", phrases.invented(rng, ask.split)
            given |= {"cell": phrases.cell(rng, place), "text": phrases.quoted(rng, text, 0.7)}
            args["text"] = text
            wanted: dict[str, Any] = {"value": text, "link": _leads_to(url)}
            thought = f"the cell is {place}"
        else:
            texts = sheet.indices("label", "text")
            if section == "cell" and not texts:
                return None
            index = rng.choice(texts) if section == "cell" else 0
            position = rng.choice(sheet.seen_rows)
            label, place = phrases.show(sheet, 0, position), f"{sheet.letter(index)}{sheet.first + position}"
            if (section == "label" and sheet.columns[0].values.count(sheet.columns[0].values[position]) > 1) or sheet.columns[index].kind == "date":
                return None
            if not isinstance(sheet.columns[index].values[position], str) or "@" in str(sheet.columns[index].values[position]):
                return None
            given |= {"cell": phrases.cell(rng, place), "label": phrases.quoted(rng, label, 0.4)}
            wanted = {"link": _leads_to(url)}
            thought = f"the cell is {place}" if section == "cell" else f"{label} is {place}"
        key = f"{sheet.name}!{place}"

        def allowed(change: Change) -> bool:
            line = not change.property and change.part in ("row", "column") and change.before is None and section == "new"
            return heights(sheet)(change) or line or (change.where == key and change.property in ("color", "underline", "font", "size_pt"))

        goal: Judge = lambda before, after: Goal({key: wanted}, allowed)  # noqa: E731
        return ask.piece(given, [move(thought, "insert_link", cell=place, **args)], goal, f"{place} links to the page.", {place})


def _leads_to(url: str) -> Any:
    return lambda found: str(found or "").rstrip("/") == url.rstrip("/")


class NameRange(SheetFamily):
    """A name for a column's cells, for a range, for the whole table."""

    name = "name_range"
    weights: Mapping[str, float] = {"column": 4, "range": 2, "table": 1.5}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.15)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        index = rng.randrange(len(sheet.columns))
        word = pools.word(rng, ask.split)
        header = re.sub(r"\W+", "_", sheet.columns[index].header).strip("_").lower()
        name = rng.choice((word, word.lower(), f"{header}_{word.lower()}", f"{word}_data", f"my_{word.lower()}", f"{header}_values"))
        if not re.fullmatch(r"[A-Za-z_]\w*", name) or len(name) < 4 or re.fullmatch(r"[A-Za-z]{1,3}\d+", name):
            return None
        if section == "column":
            area, thought = sheet.data(index), f"{sheet.columns[index].header} is {sheet.data(index)}"
        elif section == "table":
            area, thought = sheet.table, f"the table is {sheet.table}"
        else:
            other = rng.randrange(index, len(sheet.columns))
            first = rng.randint(sheet.header_row, sheet.last - 1)
            area = f"{sheet.letter(index)}{first}:{sheet.letter(other)}{rng.randint(first + 1, sheet.last)}"
            thought = f"the cells are {area}"
        given = {"column": phrases.number_column(rng, sheet, index), "range": rng.choice((area, f"the range {area}", f"cells {area}")), "name": name}
        steps = [Move(thought, Action("name_range", {"range": area, "name": name}))]
        wanted = f"{sheet.name}!{area}"

        def goal(before: Reading, after: Reading) -> Goal:
            new = next((p for p in after.parts if p.key == f"name {name}"), None)
            found = str(new.properties["range"]).replace("'", "") if new else "nothing"
            return Goal({}, lambda c: c.where == f"name {name}", () if found == wanted else (f"{name} stands for {found}, not {wanted}",))

        return ask.piece(given, steps, goal, f"{area} is called {name}.", {f"name {name}"})


class ValidateList(SheetFamily):
    """Cells that take only the values of a list: given ones, or those that are in the column already."""

    name = "validate_list"
    weights: Mapping[str, float] = {"column": 3, "cells": 2, "existing": 1.5}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, ("list", "list", "list", "monthly"), title=0.12)

    def ask(self, ask: Ask) -> Piece | None:
        rng, sheet, section = ask.rng, ask.sheet, ask.section
        values = rng.choice(CHOICES[ask.split]).split("|")
        index = rng.choice(sheet.indices("text") or [0])
        area = sheet.data(index)
        thought = f"{sheet.columns[index].header} is {area}"
        given = {"column": phrases.column(rng, sheet, index), "values": _listing(rng, values)}
        if section == "existing":
            column = sheet.columns[index]
            values = sorted({str(v) for v in column.values})
            if column.kind != "text" or sheet.count != len(sheet.seen_rows) or not 2 <= len(values) <= 6 or any("," in v or "@" in v for v in values):
                return None
        elif section == "cells":
            letter = sheet.letter(len(sheet.columns) + rng.randint(0, 1))
            area = f"{letter}{sheet.first}:{letter}{sheet.first + rng.randint(1, sheet.count)}"
            given["range"], thought = rng.choice((area, f"cells {area}", f"the range {area}", f"the cells {area}")), f"the cells are {area}"
        steps = [move(thought, "validate_list", range=area, values=values)]
        return ask.piece(given, steps, _rule_for(sheet, area, values), f"{area} takes only values of the list.", {f"validation {area}"})


def _listing(rng: random.Random, values: Sequence[str]) -> str:
    way = rng.randrange(5)
    if way == 0:
        return ", ".join(values)
    if way == 1:
        return ", ".join(values[:-1]) + f" or {values[-1]}"
    if way == 2:
        return " / ".join(values)
    if way == 3:
        return ", ".join(values[:-1]) + f" and {values[-1]}"
    return ", ".join(f'"{v}"' for v in values)


def _rule_for(sheet: Sheet, area: str, values: Sequence[str]) -> Judge:
    """One new list of exactly these values on exactly these cells; the order of the values is free."""

    def goal(before: Reading, after: Reading) -> Goal:
        known = {p.key for p in before.parts}
        rules = [p for p in after.parts if p.kind == "validation" and p.key not in known and p.key.startswith(f"{sheet.name},")]
        found = [(cells(str(p.properties["range"])), sorted(_entries(str(p.properties["values"]))), p.properties["type"]) for p in rules]
        right = found == [(cells(area), sorted(values), "list")]
        missed = () if right else (f"the new rules are {[dict(p.properties) for p in rules]}, not {list(values)} for {area}",)
        return Goal({}, lambda c: c.part == "validation" and c.where in {p.key for p in rules}, missed)

    return goal


def _entries(formula: str) -> list[str]:
    return [entry.strip() for entry in formula.strip('"').split(",")]


class ProtectSheet(SheetFamily):
    """A sheet that nobody can edit by accident."""

    name = "protect_sheet"
    weights: Mapping[str, float] = {"active": 2, "named": 2}

    def book(self, rng: random.Random, split: Split) -> Book:
        return documents.book(rng, split, title=0.1, sheets=rng.choice((1, 2, 2, 3)))

    def ask(self, ask: Ask) -> Piece | None:
        rng, book = ask.rng, ask.book
        sheet = book.sheet.name if ask.section == "active" else rng.choice(book.names)
        given = {"sheet": phrases.quoted(rng, sheet, 0.35)}
        line = ask.wording(given.keys())
        args = {"sheet": sheet} if "sheet" in slots(line) else {}
        thought = f"the sheet is {sheet}" if args else f"the active sheet is {sheet}"
        goal: Judge = lambda before, after: Goal({sheet: {"protected": True}})  # noqa: E731
        steps = [move(thought, "protect_sheet", **args)]
        return ask.piece(given, steps, goal, f"{sheet} is protected.", {"protection", "sheets"}, structural=True, wording=line)
