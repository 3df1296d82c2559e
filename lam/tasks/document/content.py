"""Families about what a document says: inserting, replacing, deleting and moving paragraphs, inserting tables."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from lam.reading import Change, Goal, Part, Reading
from lam.reading.compare import same
from lam.tasks.compose import Piece
from lam.tasks.document import pools
from lam.tasks.document import references as refs
from lam.tasks.document.documents import Manuscript, key
from lam.tasks.document.family import DocumentFamily, Judge, Variant, expect, ids, step
from lam.tasks.document.references import Reference

COLUMNS = (
    "Name,Amount,City,Date,Owner,Status,Price,Quantity,Team,Month,Item,Notes,Phone,Email,Task,Deadline,Country,Code,Total,Day,Room,Type,"
    "Result,Hours,Weight,Height,Color,Size,Address,Region,Priority,Budget,Spent,Rating,Year,Week,Start,End,Place,Guest,Course,Grade"
)
LONG = 12
"""Most words of a thought."""


class InsertParagraph(DocumentFamily):
    """New paragraphs and headings before, after, at the start or the end; more text inside a paragraph."""

    name = "insert_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._after, self._after, self._before, self._before, self._end, self._start, self._heading, self._append, self._prepend)

    def _beside(self, rng: random.Random, m: Manuscript, section: str, where: str, style: str | None = None) -> Piece | None:
        to = refs.any_paragraph(rng, m, *(("text", "heading", "title", "bullet") if where == "after" and not style else ("text", "heading")))
        if not to:
            return None
        text = pools.new_text(rng, m.split, words=0 if not style else 3)
        block = to.blocks[0]
        moves = [step(to.thought, "insert_text", text=text, target=m.ids[block], where=None if where == "after" else where, style=style)]
        position = block + (where == "after")
        given = {"target": to.phrase, "text": refs.quoted(rng, text)}
        goal = inserted(m, position, text, heading=bool(style))
        return self.build(rng, m, section, given, moves, goal, "Added the text.", _near(m, position), structural=True)

    def _after(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._beside(rng, m, "after", "after")

    def _before(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._beside(rng, m, "before", "before")

    def _heading(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._beside(rng, m, "heading", "before", style="Heading 1")

    def _end(self, rng: random.Random, m: Manuscript) -> Piece | None:
        if m.blocks[-1].kind == "table":
            return None
        text = pools.new_text(rng, m.split)
        moves = [step("the end of the document", "insert_text", text=text)]
        goal = inserted(m, len(m.blocks), text)
        return self.build(rng, m, "end", {"text": refs.quoted(rng, text)}, moves, goal, "Added the text.", _near(m, len(m.blocks)), structural=True)

    def _start(self, rng: random.Random, m: Manuscript) -> Piece | None:
        if m.blocks[0].kind == "table":
            return None
        text = pools.new_text(rng, m.split)
        moves = [step("the document starts with p1", "insert_text", text=text, target="p1", where="before")]
        goal = inserted(m, 0, text)
        return self.build(rng, m, "start", {"text": refs.quoted(rng, text)}, moves, goal, "Added the text.", _near(m, 0), structural=True)

    def _inside(self, rng: random.Random, m: Manuscript, section: str, where: str) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text")
        if not to:
            return None
        block = to.blocks[0]
        text = pools.new_text(rng, m.split)
        old = m.blocks[block].text
        both = (old, text) if where == "inside_end" else (text, old)

        def joined(value: object) -> bool:
            return isinstance(value, str) and value in (" ".join(both), "".join(both))

        moves = [step(to.thought, "insert_text", text=f" {text}" if where == "inside_end" else f"{text} ", target=m.ids[block], where=where)]
        given = {"target": to.phrase, "text": refs.quoted(rng, text)}
        return self.build(rng, m, section, given, moves, expect(m, [block], {"text": joined}), "Added the text.", ids(m, to.blocks))

    def _append(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._inside(rng, m, "append", "inside_end")

    def _prepend(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._inside(rng, m, "prepend", "inside_start")


class ReplaceWords(DocumentFamily):
    """One word for another everywhere or in one place; a whole text for another."""

    name = "replace_words"

    def variants(self) -> Sequence[Variant]:
        return (self._everywhere, self._everywhere, self._everywhere, self._in_place, self._whole, self._whole)

    def _everywhere(self, rng: random.Random, m: Manuscript) -> Piece | None:
        found = refs.words_in(rng, m, m.of("text", "bullet", "heading") or [0]) if rng.random() < 0.5 else refs.repeated(rng, m)
        if not found or m.header or m.footer:
            return None
        old, new = (found[1] if isinstance(found[1], str) else found[0]), pools.new_text(rng, m.split, words=3)
        if not isinstance(old, str) or refs.occurrences(m.text, new):
            return None
        where = [i for i, b in enumerate(m.blocks) if refs.occurrences(b.text, old)]
        if any(refs.occurrences(c, old) for b in m.blocks for row in b.rows for c in row) or not _one_case(m, where, old):
            return None
        move = step("the words can occur anywhere", "find_replace", find=old, replace=new)
        given = {"old": refs.quoted(rng, old), "new": refs.quoted(rng, new)}
        return self.build(rng, m, "everywhere", given, [move], _replaced(m, where, old, new), "Replaced the words.", ids(m, where))

    def _in_place(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "bullet")
        if not to:
            return None
        block = to.blocks[0]
        words = [w.strip(".,:;") for w in m.blocks[block].text.split()[1 : refs.SIGHT]]
        words = [w for w in words if len(w) > 3 and refs.occurrences(m.blocks[block].text, w) == 1]
        if not words:
            return None
        old, new = rng.choice(words), pools.new_text(rng, m.split, words=3)
        given = {"target": to.phrase, "old": refs.quoted(rng, old), "new": refs.quoted(rng, new)}
        move = step(to.thought, "find_replace", find=old, replace=new, target=m.ids[block])
        return self.build(rng, m, "in_place", given, [move], _replaced(m, [block], old, new), "Replaced the words.", [m.ids[block]])

    def _whole(self, rng: random.Random, m: Manuscript) -> Piece | None:
        kinds = rng.choice((("title",), ("heading",), ("text",), ("bullet",), ("text", "heading")))
        to = refs.any_paragraph(rng, m, *kinds)
        if not to:
            return None
        block = to.blocks[0]
        text = pools.new_text(rng, m.split, words=3 if m.blocks[block].kind in ("title", "heading") else rng.choice((0, 3)))
        given = {"target": to.phrase, "text": refs.quoted(rng, text)}
        move = step(to.thought, "replace_text", target=m.ids[block], text=text)
        return self.build(rng, m, "whole", given, [move], expect(m, [block], {"text": text}), "Replaced the text.", [m.ids[block]])


class DeleteParagraph(DocumentFamily):
    """Paragraphs, headings, list items and tables go away."""

    name = "delete_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._elements, self._elements, self._elements, self._elements, self._table)

    def _drop(self, rng: random.Random, m: Manuscript, to: Reference) -> Piece:
        moves = [
            step(thought, "delete", target=t) for thought, t in zip([to.thought, *["then the one before"] * 9], reversed(to.targets), strict=False)
        ]
        gone: dict[str, dict[str, object]] = {key(m.ids[i]): {} for i in to.blocks}
        given = {"target": to.phrase}
        return self.build(rng, m, "", given, moves, lambda before, after: Goal(gone), "Deleted.", _near(m, *to.blocks), structural=True)

    def _elements(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, several=True)
        return self._drop(rng, m, to) if to and len(to.targets) == 1 and len(to.blocks) < len(m.blocks) - 1 else None

    def _table(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.table(rng, m)
        return self._drop(rng, m, to) if to else None


class MoveParagraph(DocumentFamily):
    """An element goes before or behind another, or to the start or the end."""

    name = "move_paragraph"

    def variants(self) -> Sequence[Variant]:
        return (self._after, self._after, self._before, self._before, self._end, self._start)

    def _go(
        self, rng: random.Random, m: Manuscript, section: str, to: Reference, block: int, anchor: int, where: str, given: dict[str, str], more: str
    ) -> Piece | None:
        if block == anchor:
            return None
        order = [i for i in range(len(m.blocks)) if i != block]
        order.insert(order.index(anchor) + (where == "after"), block)
        if order == list(range(len(m.blocks))):
            return None
        thought = f"{to.thought}, {more}"
        if len(thought.split()) > LONG:
            thought = f"{m.ids[block]} goes {where} {m.ids[anchor]}"
        moves = [step(thought, "move", target=m.ids[block], to=m.ids[anchor], where=None if where == "after" else where)]
        touched = range(min(block, anchor), max(block, anchor) + 1)
        return self.build(rng, m, section, given, moves, _reordered(m, order, touched), "Moved.", _near(m, *touched), structural=True)

    def _beside(self, rng: random.Random, m: Manuscript, where: str) -> Piece | None:
        one, other = refs.any_paragraph(rng, m, "text", "heading", "bullet"), refs.any_paragraph(rng, m, "text", "heading", "title")
        if not one or not other or one.blocks == other.blocks or (where == "before" and m.blocks[other.blocks[0]].kind == "title"):
            return None
        given = {"target": one.phrase, "place": other.phrase}
        return self._go(rng, m, where, one, one.blocks[0], other.blocks[0], where, given, other.thought)

    def _after(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._beside(rng, m, "after")

    def _before(self, rng: random.Random, m: Manuscript) -> Piece | None:
        return self._beside(rng, m, "before")

    def _end(self, rng: random.Random, m: Manuscript) -> Piece | None:
        one = refs.any_paragraph(rng, m, "text", "bullet")
        last = len(m.blocks) - 1
        if not one or m.blocks[last].kind in ("table", "empty"):
            return None
        return self._go(rng, m, "end", one, one.blocks[0], last, "after", {"target": one.phrase}, f"the end is {m.ids[last]}")

    def _start(self, rng: random.Random, m: Manuscript) -> Piece | None:
        one = refs.any_paragraph(rng, m, "text", "bullet")
        if not one or m.blocks[0].kind != "text":
            return None
        return self._go(rng, m, "start", one, one.blocks[0], 0, "before", {"target": one.phrase}, "the start is p1")


class InsertTable(DocumentFamily):
    """An empty table of a size, or one with a header row."""

    name = "insert_table"

    def variants(self) -> Sequence[Variant]:
        return (self._end, self._after, self._after, self._headed)

    def _table(
        self, rng: random.Random, m: Manuscript, section: str, to: Reference | None, rows: int, given: dict[str, str], heads: Sequence[str]
    ) -> Piece | None:
        position = to.blocks[0] if to else len(m.blocks) - 1
        if m.blocks[position].kind == "table" or (position + 1 < len(m.blocks) and m.blocks[position + 1].kind == "table"):
            return None
        columns = len(heads) if section == "headed" else int(given["columns"])
        data = [list(heads)] if section == "headed" else None
        given = {**given, **({"target": to.phrase} if to else {})}
        move = step(
            to.thought if to else "the end of the document",
            "insert_table",
            rows=rows,
            columns=columns,
            after=m.ids[position] if to else None,
            data=data,
        )
        goal = _tabled(m, position, rows, columns, heads if section == "headed" else ())
        return self.build(rng, m, section, given, [move], goal, f"Inserted a table of {rows} rows.", _near(m, position + 1), structural=True)

    def _end(self, rng: random.Random, m: Manuscript) -> Piece | None:
        rows, columns = rng.randint(2, 9), rng.randint(2, 7)
        return self._table(rng, m, "size", None, rows, {"rows": str(rows), "columns": str(columns)}, ())

    def _after(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "heading", "title")
        rows, columns = rng.randint(2, 9), rng.randint(2, 7)
        return self._table(rng, m, "size", to, rows, {"rows": str(rows), "columns": str(columns)}, ()) if to else None

    def _headed(self, rng: random.Random, m: Manuscript) -> Piece | None:
        to = refs.any_paragraph(rng, m, "text", "heading") if rng.random() < 0.6 else None
        heads = [*rng.sample(pools.pool(COLUMNS, m.split), rng.randint(2, 4))]
        rows = rng.randint(2, 8)
        said = ", ".join(heads[:-1]) + " and " + heads[-1] if rng.random() < 0.6 else ", ".join(heads)
        return self._table(rng, m, "headed", to, rows, {"heads": said, "rows": str(rows)}, heads)


# Goals


def inserted(m: Manuscript, position: int, text: str, heading: bool = False) -> Judge:
    """A new paragraph stands at this position among all blocks."""
    number = sum(b.kind != "table" for b in m.blocks[:position]) + 1

    def goal(before: Reading, after: Reading) -> Goal:
        parts = {p.key: p for p in after.parts}
        part = parts.get(f"paragraph {number}")
        reached = part is not None and part.properties.get("text") == text and (not heading or bool(part.properties.get("heading")))
        return Goal({}, lambda change: _added(change, text), () if reached else (f"paragraph {number} is not {text!r}",))

    return goal


def _added(change: Change, text: str) -> bool:
    return change.part == "paragraph" and not change.property and change.before is None and change.after == text


def _near(m: Manuscript, *positions: int) -> set[str]:
    """Ids of the blocks at and just before and behind the positions."""
    return {m.ids[i] for p in positions for i in (p - 1, p, p + 1) if 0 <= i < len(m.blocks)} | {"order"}


def _one_case(m: Manuscript, blocks: Sequence[int], old: str) -> bool:
    """Whether the words are written the same way everywhere, so that matching case makes no difference."""
    return all(m.blocks[i].text.count(old) == refs.occurrences(m.blocks[i].text, old) for i in blocks)


def _replaced(m: Manuscript, blocks: Sequence[int], old: str, new: str) -> Judge:
    expected = {key(m.ids[i]): {"text": re.sub(re.escape(old), lambda _: new, m.blocks[i].text, flags=re.IGNORECASE)} for i in blocks}
    return lambda before, after: Goal(expected)


def _paragraphs(reading: Reading) -> list[Part]:
    return [part for part in reading.parts if part.kind in ("paragraph", "table")]


def _reordered(m: Manuscript, order: Sequence[int], touched: range) -> Judge:
    """The blocks stand in this order, each as it was."""
    texts = {m.blocks[i].text for i in touched}

    def goal(before: Reading, after: Reading) -> Goal:
        old, new = _paragraphs(before), _paragraphs(after)
        missed = [f"there are {len(new)} elements, not {len(old)}"] if len(old) != len(new) or len(old) != len(order) else []
        for place in touched if not missed else ():
            one, other = old[order[place]], new[place]
            if not same("", dict(one.properties), dict(other.properties)):
                missed.append(f"{other.key} is not what was {one.key}")
        return Goal({}, lambda change: not change.property and change.part == "paragraph" and (change.before or change.after) in texts, tuple(missed))

    return goal


def _tabled(m: Manuscript, position: int, rows: int, columns: int, heads: Sequence[str]) -> Judge:
    """A new table of that size stands behind the block at `position`; an empty paragraph may follow or precede it."""
    number = sum(b.kind == "table" for b in m.blocks[: position + 1]) + 1
    wanted = key(m.ids[position])

    def goal(before: Reading, after: Reading) -> Goal:
        parts = _paragraphs(after)
        at = next((i for i, p in enumerate(parts) if p.key == f"table {number}"), 0)
        missed: list[str] = []
        if not at or len([p for p in parts if p.kind == "table"]) != len([p for p in _paragraphs(before) if p.kind == "table"]) + 1:
            return Goal({}, missed=("there is no new table there",))
        above = next(p for p in reversed(parts[:at]) if p.properties.get("text"))
        if above.key != wanted and m.blocks[position].text:
            missed.append(f"the table follows {above.key}, not {wanted}")
        size = (parts[at].properties.get("rows"), parts[at].properties.get("columns"))
        if size != (rows, columns):
            missed.append(f"the table is {size}, not {(rows, columns)}")
        cells = {p.key: p.properties.get("text", "") for p in after.parts if p.key.startswith(f"table {number}, cell")}
        for place, text in cells.items():
            name = place.rsplit(" ", 1)[1]
            wish = heads[ord(name[0]) - 65] if heads and name[1:] == "1" else ""
            if text != wish:
                missed.append(f"{place} is {text!r}, not {wish!r}")
        return Goal({}, lambda c: not c.property and c.before is None and (c.part == "table" or _empty(c)), tuple(missed))

    return goal


def _empty(change: Change) -> bool:
    return change.part == "paragraph" and change.after in ("", "paragraph")


FAMILIES = (InsertParagraph(), ReplaceWords(), DeleteParagraph(), MoveParagraph(), InsertTable())
