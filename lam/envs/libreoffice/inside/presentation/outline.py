"""Looking at a deck: the bounded outline of slides and shapes, and the actions that look further."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from lam.envs.libreoffice.inside.office import Effect, Office, Outline, implements
from lam.envs.libreoffice.inside.presentation.deck import Deck, Spot, deck, form, is_empty_placeholder, layout_name, notes_text, one_line, role
from lam.envs.libreoffice.inside.presentation.texts import compiled, everything
from lam.errors import ActionRejected

LIMIT = 60
"""Elements in an outline."""
HEAD, TAIL = 30, 8
"""Elements of the first and the last slides that a large deck always shows."""
CHARACTERS = 4800
"""About 1,200 tokens."""
WIDTHS = (160, 100, 70, 40)
"""Characters of text per element; the first that fits is taken."""
FOUND = 30
"""Elements that `find_text` lists."""
CHART_TYPES = {"column": "column", "bar": "bar", "line": "line", "pie": "pie", "area": "area", "scatter": "scatter", "donut": "donut", "net": "net"}
Row = tuple[str, str, str, str]


def outline(office: Office, focus: str) -> Outline:
    """Slides and shapes in order; of a large deck its start, its end, the current slide, and what shares words with `focus`."""
    now = deck(office)
    count = len(now.slides)
    sizes = [page.Count for page in now.slides]
    total = count + sum(sizes)
    current = _current(office, now)
    rows = _all(now) if total <= LIMIT else _some(now, sizes, current, focus)
    rows = rows[:LIMIT]
    summary = f"{count} slide{'s' * (count != 1)}, current s{current}"
    return Outline(summary, _fitted(rows), max(0, total - sum(1 for row in rows if row[1] != "notes")), selection(office, now))


def row(spot: Spot) -> Row:
    """The line of one shape."""
    shape, kind = spot.shape, role(spot.shape)
    if kind == "table":
        model = shape.Model
        first = [model.getCellByPosition(c, 0).String for c in range(min(model.Columns.Count, 12))]
        return spot.id, kind, " | ".join(one_line(text) for text in first), f"{model.Rows.Count}x{model.Columns.Count}"
    if kind == "chart":
        return spot.id, kind, *_chart(shape)
    if kind in ("image", "object", "media"):
        return spot.id, kind, one_line(shape.Description or shape.Title), ""
    if kind == "group":
        return spot.id, kind, one_line(shape.Title), f"{shape.Count} shapes"
    if is_empty_placeholder(shape):
        return spot.id, kind, "", "empty"
    return spot.id, kind, one_line(shape.String), form(shape) if kind == "shape" else ""


def selection(office: Office, now: Deck) -> str:
    """What is selected, as ids; a text selection in words; empty when nothing is."""
    chosen = office.controller.getSelection()
    if chosen is None:
        return ""
    if hasattr(chosen, "getByIndex"):
        found = [chosen.getByIndex(i) for i in range(min(chosen.Count, 10))]
        if found and found[0].supportsService("com.sun.star.presentation.DrawPage"):
            return ", ".join(f"s{page.Number}" for page in found)
        number = _current(office, now)
        return ", ".join(spot.id for spot in now.spots(number) if any(spot.shape == shape for shape in found))
    text = one_line(getattr(chosen, "String", ""))
    return f"the text {text[:80]!r}" if text else ""


@implements("presentation")
def find_text(office: Office, query: str, regex: bool = False) -> Effect:
    pattern = compiled(query, regex)
    found = [(id, one_line(text.String)) for id, text in everything(deck(office), "all") if pattern.search(text.String)]
    lines = [f"{id} {_around(text, pattern)}" for id, text in found[:FOUND]] + ["..."] * (len(found) > FOUND)
    count = len(found)
    return Effect(
        f"{count or 'no'} element{'s' * (count != 1)} contain{'s' * (count == 1)} {query!r}", [id for id, _ in found[:FOUND]], "\n".join(lines)
    )


@implements("presentation")
def read(office: Office, target: str) -> Effect:
    now = deck(office)
    first, _, last = target.partition(":")
    if last:
        numbers = range(now.slide(first)[0], now.slide(last)[0] + 1)
        lines = [line for number in numbers for line in _slide_in_full(now, number)]
    elif "." in target:
        lines = _in_full(now, target)
    else:
        lines = [line for number, _ in now.pages(target) for line in _slide_in_full(now, number)]
    data = "\n".join(lines)
    cut = len(data) > CHARACTERS
    return Effect(f"read {target}" + (", its beginning only" if cut else ""), [], data[:CHARACTERS].rsplit("\n", 1)[0] + "\n..." if cut else data)


@implements("presentation")
def select(office: Office, target: str, match: str = "") -> Effect:
    now = deck(office)
    if match:
        raise ActionRejected("on slides only whole slides and shapes can be selected; actions take a match of their own")
    if "." not in target:
        number, page = now.slide(target)
        office.controller.setCurrentPage(page)
        office.controller.select(None)
        return Effect(f"s{number} is the current slide", [target])
    spot = now.spot(target)
    if target.endswith(".notes"):
        raise ActionRejected("speaker notes cannot be selected here; read and set_notes work on them")
    office.controller.setCurrentPage(spot.page)
    office.controller.select(spot.shape)
    if selection(office, now) != target:
        raise RuntimeError(f"the office selected {selection(office, now) or 'nothing'}")
    return Effect(f"{target} is selected", [target])


def _slide_in_full(now: Deck, number: int) -> list[str]:
    id, kind, _, detail = _header(now, number)
    lines = [f"{id} [{kind}]" + (f" ({detail})" if detail else "")]
    for spot in now.spots(number):
        lines += _in_full(now, spot.id)
    return lines + (_in_full(now, f"s{number}.notes") if notes_text(now.slides[number - 1]) else [])


def _in_full(now: Deck, target: str) -> list[str]:
    """All that a shape says: its paragraphs, a table row by row, the data of a chart."""
    cell = target.rsplit(".", 1)[1]
    if cell[0].isupper():
        return [f"{target} {text.String}" for _, text in now.texts(target)]
    spot = now.spot(target)
    id, kind, text, detail = row(spot)
    head = f"{id} [{kind}]"
    if kind == "table":
        model = spot.shape.Model
        rows = range(model.Rows.Count)
        return [f"{head} ({detail})", *(" | ".join(one_line(model.getCellByPosition(c, r).String) for c in range(model.Columns.Count)) for r in rows)]
    if kind == "chart":
        data = spot.shape.Model.getData()
        values = zip(data.getRowDescriptions(), data.getData(), strict=False)
        return [
            f"{head} {text} ({detail})",
            " | ".join(("", *data.getColumnDescriptions())),
            *(" | ".join((name, *map(str, line))) for name, line in values),
        ]
    said = spot.shape.String.splitlines() if kind not in ("image", "group", "object", "media") else [text]
    return [head + (f" ({detail})" if detail else ""), *said]


def _around(text: str, pattern: re.Pattern[str]) -> str:
    """The words around the first match."""
    match = pattern.search(text)
    start = max(0, match.start() - 40) if match else 0
    return ("…" if start else "") + _cut(text[start:], 100)


def _all(now: Deck) -> list[Row]:
    return [line for number in range(1, len(now.slides) + 1) for line in _slide(now, number)]


def _slide(now: Deck, number: int) -> list[Row]:
    page = now.slides[number - 1]
    lines = [_header(now, number), *(row(spot) for spot in now.spots(number))]
    notes = one_line(notes_text(page))
    return [*lines, (f"s{number}.notes", "notes", notes, "")] if notes else lines


def _header(now: Deck, number: int) -> Row:
    page = now.slides[number - 1]
    return f"s{number}", f"slide {layout_name(page)}", "", "" if page.Visible else "hidden"


def _some(now: Deck, sizes: list[int], current: int, focus: str) -> list[Row]:
    """Whole slides from the start, the end and those that are named; then single shapes that share words with the instruction."""
    count = len(sizes)
    named = [int(digits) for digits in re.findall(r"\d+", focus) if 1 <= int(digits) <= count][:3]
    whole: list[int] = []
    budget = LIMIT
    tail: list[int] = []
    head: list[int] = []
    size = 0
    for number in range(count, 0, -1):
        size += 1 + sizes[number - 1]
        if size > TAIL and tail:
            break
        tail.append(number)
    size = 0
    for number in range(1, count + 1):
        size += 1 + sizes[number - 1]
        if size > HEAD and head:
            break
        head.append(number)
    for number in (*tail, current, *named, *head):
        if number not in whole and (cost := 1 + sizes[number - 1]) <= budget:
            whole.append(number)
            budget -= cost
    lines = {number: _slide(now, number) for number in whole}
    for number, found in _matching(now, set(whole), focus, budget - len(whole)).items():
        lines[number] = [_header(now, number), *found]
    room = LIMIT - sum(len(found) for found in lines.values())
    for number in range(1, count + 1):
        if number not in lines:
            lines[number] = _slide(now, number)
            room -= len(lines[number])
            if room < 0:
                del lines[number]
                break
    return [line for number in sorted(lines) for line in lines[number]]


def _matching(now: Deck, shown: set[int], focus: str, room: int) -> dict[int, list[Row]]:
    """Per slide the shapes that share the rarest words with the instruction, at most `room` lines with the slides' own."""
    wanted = _words(focus)
    if not wanted or room < 2:
        return {}
    hits = [
        (number, spot, shared)
        for number in range(1, len(now.slides) + 1)
        if number not in shown
        for spot in now.spots(number)
        if (shared := wanted & _words(getattr(spot.shape, "String", None) or ""))
    ]
    spread = Counter(word for _, _, shared in hits for word in shared)
    found: dict[int, list[Spot]] = {}
    for number, spot, _ in sorted(hits, key=lambda hit: (-sum(1 / spread[word] for word in hit[2]), hit[0])):
        room -= 1 if number in found else 2
        if room < 0:
            break
        found.setdefault(number, []).append(spot)
    return {number: [row(spot) for spot in spots] for number, spots in found.items()}


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W\d_]{3,}", text.lower()))


def _fitted(rows: list[Row]) -> list[Row]:
    for width in WIDTHS:
        cut = [(id, kind, _cut(text, width), detail) for id, kind, text, detail in rows]
        if sum(len(part) + 2 for line in cut for part in line) <= CHARACTERS:
            break
    return cut


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[:width].rsplit(" ", 1)[0] + "…"


def _chart(shape: Any) -> tuple[str, str]:
    chart = shape.Model
    title = one_line(chart.Title.String) if chart.HasMainTitle else ""
    name = chart.Diagram.DiagramType.removeprefix("com.sun.star.chart.").removesuffix("Diagram").lower()
    if name == "bar" and not chart.Diagram.Vertical:
        name = "column"
    return title, CHART_TYPES.get(name, name)


def _current(office: Office, now: Deck) -> int:
    page = office.controller.CurrentPage
    number = 1 if page is None else int(page.Number)
    return number if 1 <= number <= len(now.slides) else 1
