"""Families about tables in a text: what their cells say, their rows and columns, how they look."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from lam.reading import Change, Goal, Reading
from lam.reading.base import column_letters
from lam.reading.document import CHARACTER
from lam.tasks.base import Move
from lam.tasks.compose import Piece
from lam.tasks.document import pools
from lam.tasks.document import references as refs
from lam.tasks.document.characters import MARKERS, colored
from lam.tasks.document.documents import BlockKind, Manuscript, key
from lam.tasks.document.family import DocumentFamily, Judge, Variant, step
from lam.tasks.document.references import NUMERALS, ORDINALS, Reference

Rows = tuple[tuple[str, ...], ...]
COUNTS = ("two", "three", "four")
MEASURES = {"Price": ("highest", "lowest"), "Quantity": ("highest", "lowest"), "Amount": ("largest", "smallest")}
"""Columns of numbers, and what their extremes are called."""
FRESH = "Comment,Deadline,Reviewer,Total,Notes,Approved,Phone,Source,Weight,Room,Rating,Priority,Supplier,Budget,Remark,Location"


@dataclass(frozen=True)
class Line:
    """A row or a column of a table: the phrase for it, its number from 1, and what it grounds to."""

    phrase: str
    number: int
    thought: str
    look: bool = False
    """Whether the table must be read first, since the outline does not show what the phrase names."""


class TableFamily(DocumentFamily):
    """A family on documents with a table."""

    needs: ClassVar[tuple[BlockKind, ...]] = ("table",)

    def done_with(
        self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], to: Reference, moves: Sequence[Move], goal: Judge, done: str
    ) -> Piece:
        return self.build(rng, m, section, given, moves, goal, done, [m.ids[to.blocks[0]]])


def table_rows(m: Manuscript, to: Reference) -> Rows:
    return m.blocks[to.blocks[0]].rows


def look_first(to: Reference, line: Line) -> list[Move]:
    """Reading the table, where the outline is not enough."""
    return [step(to.thought, "read", target=to.targets[0])] if line.look else []


def grounded(to: Reference, line: Line) -> str:
    """The thought of the move that acts on a line: the table is named unless reading it came before."""
    return line.thought if line.look else f"{line.thought} of {to.targets[0]}"


def number(text: str) -> float | None:
    """A cell's number, thousands separated by commas or not."""
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return None


def row_of(rng: random.Random, m: Manuscript, to: Reference, data_only: bool = True) -> Line | None:
    """A row by its number or place, by what it says, or by its extreme value."""
    rows = table_rows(m, to)
    table = to.phrase
    at = rng.randrange(2 if data_only else 1, len(rows) + 1)
    cells = rows[at - 1]
    kind = rng.choice(("place", "place", "content", "content", "extreme"))
    if kind == "extreme":
        columns = [c for c, head in enumerate(rows[0]) if head in MEASURES and all(number(r[c]) is not None for r in rows[1:])]
        if not columns:
            return None
        column, high = rng.choice(columns), rng.random() < 0.6
        values = [number(r[column]) or 0.0 for r in rows[1:]]
        best = (max if high else min)(values)
        if values.count(best) > 1:
            return None
        word, head = MEASURES[rows[0][column]][not high], rows[0][column]
        found = values.index(best) + 2
        phrase = rng.choice((f"the row with the {word} {head} in {table}", f"the row of {table} with the {word} {head.lower()}"))
        return Line(phrase, found, f"{word} {head} is row {found}", True)
    if kind == "content":
        columns = [c for c in range(len(rows[0])) if sum(cells[c] in r for r in rows) == 1 and len(cells[c]) > 2]
        if not columns:
            return None
        said = cells[columns[0]]
        forms = (f"the row with {{}} in {table}", f"the row for {{}} in {table}", f"the {{}} row of {table}", f"the row of {table} that says {{}}")
        return Line(rng.choice(forms).format(rng.choice((said, refs.quoted(rng, said)))), at, f"{said} is row {at}", True)
    if at == len(rows) and rng.random() < 0.7:
        return Line(rng.choice((f"the last row of {table}", f"the bottom row of {table}")), at, f"last row is row {at}")
    options = [f"row {at} of {table}", f"row {at} in {table}"] + ([f"the {ORDINALS[at - 1]} row of {table}"] * 2 if at <= len(ORDINALS) else [])
    return Line(rng.choice(options), at, f"row {at}")


def column_of(rng: random.Random, m: Manuscript, to: Reference) -> Line:
    """A column by its header, its place or its number."""
    heads, table = table_rows(m, to)[0], to.phrase
    at = rng.randrange(1, len(heads) + 1)
    head = heads[at - 1]
    if rng.random() < 0.55:
        forms = (f"the {{}} column of {table}", f"the column {{}} of {table}", f"the column headed {{}} in {table}", f"the {{}} column in {table}")
        return Line(rng.choice(forms).format(rng.choice((head, refs.quoted(rng, head)))), at, f"{head} is column {at}")
    if at == len(heads) and rng.random() < 0.6:
        return Line(rng.choice((f"the last column of {table}", f"the rightmost column of {table}")), at, f"last column is column {at}")
    options = (f"column {at} of {table}", f"the {ORDINALS[at - 1]} column of {table}", f"the {NUMERALS[at - 1]} column of {table}")
    return Line(rng.choice(options), at, f"column {at}")


def cell_of(rng: random.Random, m: Manuscript, to: Reference) -> tuple[Line, int, int] | None:
    """A cell by its address, its row and column, or what its row is about; then its row and its column from 1."""
    rows, table = table_rows(m, to), to.phrase
    row = row_of(rng, m, to)
    column = rng.randrange(1, len(rows[0]) + 1)
    if not row:
        return None
    head, name = rows[0][column - 1], f"{column_letters(column)}{row.number}"
    if row.look:
        phrase = rng.choice((f"the {head} cell in {row.phrase}", f"the {head} in {row.phrase}", f"column {head} of {row.phrase}"))
        return Line(phrase, row.number, f"{row.thought}, {head} is column {column_letters(column)}", True), row.number, column
    ways = (
        f"cell {name} of {table}",
        f"cell {name} in {table}",
        f"the cell in row {row.number}, column {column} of {table}",
        f"the {head} cell in row {row.number} of {table}",
        f"the {ORDINALS[column - 1]} cell of {row.phrase}",
    )
    return Line(rng.choice(ways), row.number, f"the cell is {name}"), row.number, column


def cell_text(rng: random.Random, m: Manuscript) -> str:
    """Something short to write into a cell."""
    options = (
        lambda: pools.coined(rng), lambda: pools.amount(rng), lambda: pools.pick(rng, pools.CITIES, m.split), lambda: pools.date(rng),
        lambda: pools.person(rng), lambda: rng.choice(("open", "done", "late", "planned", "unknown", "cancelled")),
        lambda: pools.pick(rng, pools.TEAMS, m.split), lambda: str(rng.randint(1, 900)),
    )  # fmt: skip
    return rng.choice(options)()


# Families


class FillTable(TableFamily):
    """New words in a cell, a whole row or a header; a cell made empty."""

    name = "fill_table"

    def variants(self) -> Sequence[Variant]:
        return (*(self._cell,) * 4, *(self._row,) * 2, *(self._header,) * 2, self._clear)

    def _cell(self, rng: random.Random, m: Manuscript, clear: bool = False) -> Piece | None:
        to = refs.table(rng, m)
        found = cell_of(rng, m, to) if to else None
        text = "" if clear else cell_text(rng, m)
        if not to or not found or table_rows(m, to)[found[1] - 1][found[2] - 1] == text:
            return None
        line, row, column = found
        name = f"{column_letters(column)}{row}"
        moves = [*look_first(to, line), step(grounded(to, line), "set_table_cells", table=to.targets[0], cell=name, data=[[text]])]
        given = {"cell": line.phrase} | ({} if clear else {"text": rng.choice((text, refs.quoted(rng, text)))})
        goal = _says(key(m.ids[to.blocks[0]]), {name: text})
        return self.done_with(rng, m, "clear" if clear else "cell", given, to, moves, goal, f"{name} is {'empty' if clear else 'filled'}.")

    def _clear(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._cell(rng, m, clear=True)

    def _row(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        line = row_of(rng, m, to) if to else None
        if not to or not line:
            return None
        texts = [cell_text(rng, m).replace(",", "") for _ in table_rows(m, to)[0]]
        moves = [*look_first(to, line), step(grounded(to, line), "set_table_cells", table=to.targets[0], cell=f"A{line.number}", data=[texts])]
        given = {"row": line.phrase, "values": listed(rng, texts)}
        wanted = {f"{column_letters(c)}{line.number}": text for c, text in enumerate(texts, 1)}
        return self.done_with(rng, m, "row", given, to, moves, _says(key(m.ids[to.blocks[0]]), wanted), f"Row {line.number} is filled.")

    def _header(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        line, new = column_of(rng, m, to), rng.choice(pools.pool(FRESH, m.split))
        if new in table_rows(m, to)[0]:
            return None
        name = f"{column_letters(line.number)}1"
        moves = [step(grounded(to, line), "set_table_cells", table=to.targets[0], cell=name, data=[[new]])]
        given = {"column": line.phrase, "name": rng.choice((new, refs.quoted(rng, new)))}
        return self.done_with(rng, m, "header", given, to, moves, _says(key(m.ids[to.blocks[0]]), {name: new}), f"The header is {new}.")


class TableRows(TableFamily):
    """Rows of a table: deleted, inserted above and below another, added at the end, empty or filled."""

    name = "table_rows"

    def variants(self) -> Sequence[Variant]:
        return (*(self._delete,) * 3, *(self._beside,) * 3, self._append, *(self._filled,) * 2, self._several)

    def _delete(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        line = row_of(rng, m, to) if to else None
        if not to or not line:
            return None
        rows = table_rows(m, to)
        moves = [*look_first(to, line), step(grounded(to, line), "delete_table_rows", table=to.targets[0], at=line.number)]
        goal = _becomes(m, to, (*rows[: line.number - 1], *rows[line.number :]))
        return self.done_with(rng, m, "delete", {"row": line.phrase}, to, moves, goal, f"Row {line.number} is deleted.")

    def _insert(self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], to: Reference, line: Line, count: int) -> Piece:
        """`count` empty rows so that the first of them is row `line.number`."""
        rows = table_rows(m, to)
        args = {"table": to.targets[0], "at": line.number} | ({"count": count} if count > 1 else {})
        moves = [*look_first(to, line), step(grounded(to, line), "insert_table_rows", **args)]
        empty = ("",) * len(rows[0])
        goal = _becomes(m, to, (*rows[: line.number - 1], *(empty,) * count, *rows[line.number - 1 :]), line.number + count)
        return self.done_with(rng, m, section, given, to, moves, goal, f"There are {count} new rows." if count > 1 else "There is a new row.")

    def _beside(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        line = row_of(rng, m, to) if to else None
        if not to or not line:
            return None
        section = rng.choice(("above", "below"))
        if section == "below":
            after = line.number + 1
            placed = Line(line.phrase, after, f"{line.thought}, new one is {after}", line.look)
        else:
            placed = line
        return self._insert(rng, m, section, {"row": line.phrase}, to, placed, 1)

    def _append(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        count = len(table_rows(m, to))
        return self._insert(rng, m, "end", {"table": to.phrase}, to, Line("", count + 1, f"{count} rows, the new one is {count + 1}"), 1)

    def _several(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        rows, more = len(table_rows(m, to)), rng.randint(2, 4)
        given = {"table": to.phrase, "count": rng.choice((str(more), COUNTS[more - 2]))}
        return self._insert(rng, m, "several", given, to, Line("", rows + 1, f"{rows} rows, the new ones begin at {rows + 1}"), more)

    def _filled(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        rows = table_rows(m, to)
        at, texts = len(rows) + 1, [cell_text(rng, m).replace(",", "") for _ in rows[0]]
        moves = [
            step(f"{to.targets[0]} has {len(rows)} rows, the new one is {at}", "insert_table_rows", table=to.targets[0], at=at),
            step(f"the new row is row {at}", "set_table_cells", table=to.targets[0], cell=f"A{at}", data=[texts]),
        ]
        given = {"table": to.phrase, "values": listed(rng, texts)}
        return self.done_with(rng, m, "filled", given, to, moves, _becomes(m, to, (*rows, tuple(texts))), f"Row {at} is new.")


class TableColumns(TableFamily):
    """Columns of a table: deleted, inserted left and right of another, added with or without a header."""

    name = "table_columns"

    def variants(self) -> Sequence[Variant]:
        return (*(self._delete,) * 3, *(self._beside,) * 3, self._append, *(self._named,) * 2)

    def _delete(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        line = column_of(rng, m, to)
        moves = [step(grounded(to, line), "delete_table_columns", table=to.targets[0], at=line.number)]
        goal = _becomes(m, to, tuple((*row[: line.number - 1], *row[line.number :]) for row in table_rows(m, to)))
        return self.done_with(rng, m, "delete", {"column": line.phrase}, to, moves, goal, f"Column {line.number} is deleted.")

    def _insert(
        self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], to: Reference, at: int, thought: str, name: str = ""
    ) -> Piece:
        table = to.targets[0]
        moves = [step(thought, "insert_table_columns", table=table, at=at)]
        if name:
            moves.append(step(f"its header is {column_letters(at)}1", "set_table_cells", table=table, cell=f"{column_letters(at)}1", data=[[name]]))
        rows = table_rows(m, to)
        goal = _becomes(m, to, tuple((*row[: at - 1], name if i == 0 else "", *row[at - 1 :]) for i, row in enumerate(rows)))
        return self.done_with(rng, m, section, given, to, moves, goal, f"Column {at} is new.")

    def _beside(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        line, section = column_of(rng, m, to), rng.choice(("left", "right"))
        thought = grounded(to, line)
        at = line.number
        if section == "right":
            at += 1
            thought = f"{line.thought} of {to.targets[0]}, new one is {at}"
        return self._insert(rng, m, section, {"column": line.phrase}, to, at, thought)

    def _append(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        at = len(table_rows(m, to)[0]) + 1
        return self._insert(rng, m, "end", {"table": to.phrase}, to, at, f"{to.targets[0]} has {at - 1} columns, the new one is {at}")

    def _named(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        name = rng.choice(pools.pool(FRESH, m.split))
        if not to or name in table_rows(m, to)[0]:
            return None
        at = len(table_rows(m, to)[0]) + 1
        given = {"table": to.phrase, "name": rng.choice((name, refs.quoted(rng, name)))}
        return self._insert(rng, m, "named", given, to, at, f"{to.targets[0]} has {at - 1} columns, the new one is {at}", name)


class StyleTable(TableFamily):
    """A coloured or bold header row, no borders, the table in the middle or on the right of the page."""

    name = "style_table"

    def variants(self) -> Sequence[Variant]:
        return (*(self._fill,) * 3, *(self._bold,) * 2, *(self._both,) * 2, *(self._bare,) * 2, *(self._place,) * 2)

    def _style(
        self, rng: random.Random, m: Manuscript, section: str, given: Mapping[str, str], args: Mapping[str, Any], head: Mapping[str, Any]
    ) -> Piece | None:
        to = refs.table(rng, m)
        if not to:
            return None
        name, rows = key(m.ids[to.blocks[0]]), table_rows(m, to)
        moves = [step(to.thought, "style_table", table=to.targets[0], **args)]
        expected: dict[str, Mapping[str, Any]] = {f"{name}, cell {column_letters(c)}1": head for c in range(1, len(rows[0]) + 1)} if head else {}
        if "border" in args:
            cells = (f"{column_letters(c)}{r}" for r in range(1, len(rows) + 1) for c in range(1, len(rows[0]) + 1))
            expected = {f"{name}, cell {cell}": {"border": False} for cell in cells}
        if "alignment" in args:
            expected = {name: {"alignment": args["alignment"]}}
        return self.done_with(rng, m, section, {"table": to.phrase, **given}, to, moves, lambda b, a: Goal(expected), "The table looks as asked.")

    def _fill(self, rng: random.Random, m: Manuscript) -> Piece | None:
        color = rng.choice([*MARKERS])
        return self._style(rng, m, "fill", {"color": color}, {"header_background": color}, {"background": colored(MARKERS, color)})

    def _bold(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._style(rng, m, "bold", {}, {"header_bold": True}, {"bold": True})

    def _both(self, rng: random.Random, m: Manuscript) -> Piece | None:
        color = rng.choice([*MARKERS])
        args = {"header_background": color, "header_bold": True}
        return self._style(rng, m, "both", {"color": color}, args, {"background": colored(MARKERS, color), "bold": True})

    def _bare(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._style(rng, m, "bare", {}, {"border": "none"}, {})

    def _place(self, rng: random.Random, m: Manuscript) -> Piece | None:
        side = rng.choice(("center", "center", "right"))
        return self._style(rng, m, side, {}, {"alignment": side}, {})


def listed(rng: random.Random, texts: Sequence[str]) -> str:
    """Values as people string them together."""
    mark = rng.choice((", ", ", ", "; ", " | ", " / "))
    if mark == ", " and rng.random() < 0.5:
        return ", ".join(texts[:-1]) + " and " + texts[-1]
    return mark.join(texts)


# Goals


def _says(table: str, wanted: Mapping[str, str]) -> Judge:
    """The cells hold these texts; an emptied or filled cell may lose or gain its character formatting."""
    cells = {f"{table}, cell {name}": text for name, text in wanted.items()}
    empty = {place for place, text in cells.items() if not text}

    def goal(before: Reading, after: Reading) -> Goal:
        return Goal({p: {"text": t} for p, t in cells.items()}, lambda c: c.where in empty and c.property in CHARACTER)

    return goal


def _becomes(m: Manuscript, to: Reference, wanted: Rows, seam: int = 0) -> Judge:
    """The table says exactly this; whole rows or columns of it come and go, all other cells stay as they were.

    `seam`: the row under new ones, whose upper line the office may keep as the lower line of the last new row.
    """
    table = key(m.ids[to.blocks[0]])
    under = {f"{table}, cell {column_letters(c)}{seam}" for c in range(1, len(wanted[0]) + 1)} if seam else set()

    def goal(before: Reading, after: Reading) -> Goal:
        shown = {p.key.rpartition(" ")[2]: str(p.properties.get("text", "")) for p in after.parts if p.key.startswith(f"{table}, cell ")}
        cells = {f"{column_letters(c)}{r}": text for r, row in enumerate(wanted, 1) for c, text in enumerate(row, 1)}
        missed = () if shown == cells else (f"{table} says {shown}, not {cells}",)

        def allowed(change: Change) -> bool:
            if change.where == table:
                return change.property in ("rows", "columns")
            if change.where in under and change.property == "border":
                return True
            return not change.property and change.part in ("row", "column") and change.where.startswith(f"{table}, ")

        return Goal({}, allowed, missed)

    return goal


FAMILIES = (FillTable(), TableRows(), TableColumns(), StyleTable())
