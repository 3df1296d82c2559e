"""Families on what stands on slides besides their text: tables, charts and shapes that come, change and go."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar

from lam.reading import Goal, Part, Reading, counterparts
from lam.tasks.base import Move, Split
from lam.tasks.compose import Piece
from lam.tasks.presentation import checks, phrases, values
from lam.tasks.presentation.base import GoalOf, SlideFamily, act
from lam.tasks.presentation.documents import Deck
from lam.tasks.presentation.phrases import Reference
from lam.types import Observation

HEADS = (
    "Name", "Amount", "City", "Owner", "Status", "Price", "Team", "Month", "Item", "Task", "Deadline", "Country", "Total", "Region", "Budget",
    "Year", "Start", "End", "Risk", "Action", "Cost", "Goal", "Result", "Hours",
)  # fmt: skip
CHARTS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "column": (("column chart", "column chart", "chart with columns", "column graph", "column diagram"), "barChart"),
    "line": (("line chart", "line chart", "line graph", "line diagram"), "lineChart"),
    "pie": (("pie chart", "pie chart", "pie", "pie diagram"), "pieChart"),
    "area": (("area chart", "area chart", "area diagram", "area graph"), "areaChart"),
}
"""What charts are called, and how a file marks them (bars and columns alike)."""
SHAPES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "rectangle": (("rectangle", "rectangle", "rectangular shape"), ("rect",)),
    "rounded_rectangle": (("rounded rectangle", "rectangle with rounded corners"), ("roundRect",)),
    "ellipse": (("ellipse", "oval"), ("ellipse",)),
    "triangle": (("triangle",), ("triangle",)),
    "diamond": (("diamond", "rhombus"), ("diamond",)),
    "arrow_right": (("right arrow", "arrow to the right", "arrow pointing right"), ("rightArrow",)),
    "arrow_left": (("left arrow", "arrow to the left", "arrow pointing left"), ("leftArrow",)),
    "star": (("star", "five-pointed star"), ("star5",)),
}
"""What shapes are called, and their forms in a file."""
_ORDINAL = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")


def new_object(index: int, role: str, wrong: Callable[[Reading, Part], Sequence[str]]) -> GoalOf:
    """One more object in this role on a slide, with which nothing is `wrong`."""

    def goal(old: Reading, new: Reading) -> Goal:
        known = counterparts(old, new)
        slide = known.get(f"slide {index + 1}", "")
        fresh = [p for p in new.parts if p.kind == "shape" and p.key.startswith(f"{slide}, ") and p.key not in known.values()]
        if len(fresh) != 1 or fresh[0].properties["role"] != role:
            return Goal(missed=(f"{slide or 'the slide'} has the new objects {[p.key for p in fresh]}, not one {role}",))
        return Goal(allowed=lambda c: not c.property and c.before is None and c.where == fresh[0].key, missed=tuple(wrong(new, fresh[0])))

    return goal


def cell_texts(reading: Reading, table: str) -> dict[str, str]:
    """What the cells of a table say, by address."""
    return {p.key.rpartition(" ")[2]: str(p.properties["text"]) for p in reading.parts if p.kind == "cell" and p.key.startswith(f"{table}, ")}


class InsertTable(SlideFamily):
    """An empty table of a size, or one with its headers."""

    name = "insert_table"
    high = 12

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        rows, columns = rng.randint(2, 8), rng.randint(2, 6)
        given = {"slide": ref.text, "rows": phrases.quantity(rng, rows), "columns": phrases.quantity(rng, columns)}
        args: dict[str, Any] = {"slide": f"s{ref.index + 1}", "rows": rows, "columns": columns}
        heads: list[str] = []
        if section == "headed":
            heads = rng.sample(HEADS, min(columns, 4))
            args |= {"columns": len(heads), "data": [heads]}
            given["heads"] = ", ".join(heads) if rng.random() < 0.4 else ", ".join(heads[:-1]) + f" and {heads[-1]}"
        goal = new_object(ref.index, "table", lambda reading, part: _table_faults(reading, part.key, rows, heads or [""] * columns))
        shown = {k: v for k, v in given.items() if k in wanted}
        return self.make(rng, split, section, shown, [act(ref.ground, "insert_table", **args)], goal, "The table is on the slide.", [ref.index])


def _table_faults(reading: Reading, table: str, rows: int, heads: Sequence[str]) -> list[str]:
    wanted = {f"{chr(65 + c)}{r}": heads[c] if r == 1 else "" for r in range(1, rows + 1) for c in range(len(heads))}
    shown = cell_texts(reading, table)
    return [] if shown == wanted else [f"the table says {shown}, not {wanted}"]


class FillTable(SlideFamily):
    """A cell, a header or a row of a table on a slide says something else."""

    name = "fill_table"
    high = 8
    wishes: ClassVar[Mapping[str, float]] = {"table": 0.9, "chart": 0.02, "image": 0.02}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        candidates = [i for i, s in enumerate(deck.slides) if len(s.of_role("table")) == 1]
        if not candidates:
            return None
        index = rng.choice(candidates)
        cells = deck.slides[index].of_role("table")[0].cells
        ref = slide_but_for(rng, deck, index, "table")
        alone = len(candidates) == 1
        table = rng.choice(("the table", f"the table on {ref.text}") if alone else (f"the table on {ref.text}", f"{ref.text}'s table"))
        row, column = rng.randrange(1, len(cells)), rng.randrange(len(cells[0]))
        look = False
        given: dict[str, str] = {}
        if section == "header":
            row, texts = 0, [rng.choice([h for h in HEADS if h not in cells[0]])]
            spot = rng.choice(
                (f"the {cells[0][column]} column of {table}", f"column {column + 1} of {table}", f"the {_ORDINAL[column]} column of {table}")
            )
            ground = f"{cells[0][column]} is column {column + 1}"
            given = {"column": spot, "name": rng.choice((texts[0], f'"{texts[0]}"'))}
        elif section == "row":
            column, texts = 0, [values.label(rng, split), *(str(rng.randint(1, 900)) for _ in cells[0][1:])]
            last = row == len(cells) - 1 and rng.random() < 0.5
            spot = f"the last row of {table}" if last else rng.choice((f"row {row + 1} of {table}", f"the {_ORDINAL[row]} row of {table}"))
            ground = f"row {row + 1} begins at A{row + 1}"
            given = {"row": spot, "values": rng.choice((", ", " / ", "; ")).join(texts)}
        else:
            texts = [rng.choice((values.label(rng, split), str(rng.randint(1, 990)), values.city(rng, split)))]
            spot, look = _cell_phrase(rng, cells, row, column, table)
            ground = f"{cells[row][0]} is row {row + 1}, the cell {chr(65 + column)}{row + 1}" if look else f"the cell is {chr(65 + column)}{row + 1}"
            given = {"cell": spot, "text": rng.choice((texts[0], f'"{texts[0]}"'))}
        if texts == list(cells[row][column : column + len(texts)]) or len(ground.split()) > 12:
            return None
        corner = f"{chr(65 + column)}{row + 1}"

        def moves(o: Observation) -> list[Move]:
            id = phrases.part_id(o, index, "table")
            first = [act(f"table on slide {index + 1} is {id}", "read", target=id)] if look else []
            thought = ground if look else f"table on slide {index + 1} is {id}; {corner}"
            return [*first, act(thought, "set_table_cells", table=id, cell=corner, data=[texts])]

        goal = _cells_say(index, {f"{chr(65 + column + n)}{row + 1}": text for n, text in enumerate(texts)})
        return self.make(rng, split, section, given, moves, goal, f"The table says {', '.join(texts)[:60]}.", [index])


def _cell_phrase(rng: random.Random, cells: Sequence[Sequence[str]], row: int, column: int, table: str) -> tuple[str, bool]:
    """A phrase for a cell, and whether the table must be read for it."""
    label, head = cells[row][0], cells[0][column]
    if column and [r[0] for r in cells].count(label) == 1 and rng.random() < 0.5:
        return rng.choice((f"the {head} of {label} in {table}", f"the {head} for {label} in {table}", f"{label}'s {head} in {table}")), True
    name = f"{chr(65 + column)}{row + 1}"
    options = (
        f"cell {name} of {table}",
        f"row {row + 1}, column {column + 1} of {table}",
        f"the {_ORDINAL[column]} cell in row {row + 1} of {table}",
    )
    return rng.choice(options), False


def _cells_say(index: int, wanted: Mapping[str, str]) -> GoalOf:
    """These cells of the only table on a slide say this, looking as before."""

    def goal(old: Reading, new: Reading) -> Goal:
        table = checks.shapes(old, index, "table")[0].key
        expected: dict[str, dict[str, Any]] = {}
        for name, text in wanted.items():
            runs = old[f"{table}, cell {name}"].properties["runs"]
            expected[f"{table}, cell {name}"] = {"text": text, "runs": ((text, *runs[0][1:]),) if runs else lambda found: len(found) == 1}
        return Goal(expected)

    return goal


class InsertChart(SlideFamily):
    """A chart of a few named values."""

    name = "insert_chart"
    high = 12

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        kind = rng.choice([*CHARTS])
        names = list({values.city(rng, split) if rng.random() < 0.5 else values.team(rng, split): None for _ in range(rng.randint(3, 5))})
        numbers = [rng.choice((rng.randint(2, 99), rng.randint(10, 990), round(rng.uniform(1, 60), 1))) for _ in names]
        if len(names) < 3:
            return None
        form = rng.choice(("{} {}", "{}: {}", "{} = {}", "{} ({})"))
        pieces = [form.format(n, f"{v:g}") for n, v in zip(names, numbers, strict=True)]
        given = {"slide": ref.text, "chart": rng.choice(CHARTS[kind][0])}
        given["data"] = (
            "; ".join(pieces) if rng.random() < 0.3 else ", ".join(pieces) if rng.random() < 0.5 else ", ".join(pieces[:-1]) + f" and {pieces[-1]}"
        )
        args: dict[str, Any] = {"slide": f"s{ref.index + 1}", "type": kind, "categories": names, "values": numbers}
        if "title" in wanted:
            args["title"] = values.slide_title(rng, split)
            given["title"] = rng.choice((f'"{args["title"]}"', f'"{args["title"]}"', args["title"]))
        goal = new_object(
            ref.index, "chart", lambda reading, part: _chart_faults(part.properties, CHARTS[kind][1], names, numbers, args.get("title", ""))
        )
        return self.make(
            rng, split, section, given, [act(ref.ground, "insert_chart", **args)], goal, f"The {kind} chart is on the slide.", [ref.index]
        )


def _chart_faults(found: Mapping[str, Any], kind: str, names: Sequence[str], numbers: Sequence[float], title: str) -> list[str]:
    faults = [] if found["chart_type"] == (kind,) else [f"it is a {found['chart_type']}, not a {kind}"]
    data = [(tuple(categories), tuple(map(float, row))) for categories, series in found["data"] for _, row in series]
    faults += [] if data == [(tuple(names), tuple(map(float, numbers)))] else [f"it shows {data}"]
    return faults + ([] if found["title"] == title else [f"its title is {found['title']!r}, not {title!r}"])


class AddShape(SlideFamily):
    """A drawn shape, with or without words and a colour."""

    name = "add_shape"
    high = 12

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        ref = phrases.slide(rng, deck, rng.randrange(len(deck.slides)))
        kind = rng.choice([*SHAPES])
        given = {"slide": ref.text, "shape": rng.choice(SHAPES[kind][0])}
        args: dict[str, Any] = {"slide": f"s{ref.index + 1}", "shape": kind}
        if "text" in wanted:
            args["text"] = values.label(rng, split)
            given["text"] = rng.choice((f'"{args["text"]}"', f'"{args["text"]}"', args["text"]))
        if "color" in wanted:
            given["color"], args["fill"] = phrases.color(rng)

        def faults(reading: Reading, part: Part) -> list[str]:
            found = part.properties
            wrong = [] if found.get("form") in SHAPES[kind][1] else [f"it is a {found.get('form')}"]
            said = "\n".join(checks.lines(reading, part.key))
            wrong += [] if said == args.get("text", "") else [f"it says {said!r}"]
            return wrong + ([f"it is {found.get('fill')}"] if "fill" in args and found.get("fill") != checks.rgb(args["fill"]) else [])

        goal = new_object(ref.index, "shape", faults)
        return self.make(rng, split, section, given, [act(ref.ground, "add_shape", **args)], goal, f"The {kind} is on the slide.", [ref.index])


class DeleteShape(SlideFamily):
    """A shape, a text box, a table or a chart goes; the slide stays."""

    name = "delete_shape"
    high = 9
    wishes: ClassVar[Mapping[str, float]] = {"shape": 0.4, "box": 0.35, "table": 0.3, "chart": 0.3}

    def ask(self, rng: random.Random, split: Split, deck: Deck, section: str, wanted: frozenset[str]) -> Piece | None:
        role = rng.choice(("shape", "shape", "text box", "text box", "table", "chart"))
        candidates = [i for i, s in enumerate(deck.slides) if s.of_role(role)]
        if not candidates:
            return None
        index = rng.choice(candidates)
        spot = phrases.extra_of(rng, deck, index, role) if role in ("shape", "text box") else big_of(rng, deck, index, role)
        if spot is None:
            return None
        goal: GoalOf = lambda old, new: Goal({checks.shapes(old, index, role)[spot.nth].key: {}})  # noqa: E731
        return self.make(
            rng,
            split,
            section,
            {"part": spot.text},
            lambda o: [act(spot.thought(o), "delete_shape", target=spot.id(o))],
            goal,
            f"The {role} is gone.",
            [index],
        )


def slide_but_for(rng: random.Random, deck: Deck, index: int, role: str) -> Reference:
    """A phrase for a slide that does not name it by the very object that is spoken of."""
    while True:
        ref = phrases.slide(rng, deck, index)
        if ref.ground != f"slide with {role} is s{index + 1}":
            return ref


def big_of(rng: random.Random, deck: Deck, index: int, role: str) -> phrases.Spot:
    """A slide's table or chart."""
    ref = slide_but_for(rng, deck, index, role)
    words = {"table": ("table",), "chart": ("chart", "diagram", "graph")}[role]
    alone = sum(len(s.of_role(role)) for s in deck.slides) == 1
    options = [f"the {rng.choice(words)} on {ref.text}"] * 2 + [f"the {words[0]}"] * alone
    return phrases.Spot(rng.choice(options), index, role, 0, f"{ref.ground}; {role}")


OBJECT_FAMILIES = (InsertTable(), FillTable(), InsertChart(), AddShape(), DeleteShape())
