"""The outline of a workbook: the active sheet by columns and rows, the other sheets in a line each, charts."""

from __future__ import annotations

import re
from typing import Any

from lam.envs.libreoffice.inside.office import Office, Outline
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, active_sheet, from_address, is_empty, letter, same_sheet, used_area
from lam.envs.libreoffice.inside.spreadsheet.table import READ_WHOLE, Table, column_kind, find_table

ALL_ROWS = 16
"""A table of up to this many data rows is shown whole, one with more by its first and last rows."""
EDGE_ROWS = 6
COLUMNS = 20
FOCUS_ROWS = 8
"""How many rows that share words with the instruction are shown besides."""
CELLS_IN_ROW = 12
TEXT = 110
"""Characters of an element's text."""
BUDGET = 4_600
"""Characters of the whole outline."""
CHARTS = {
    "Pie": "pie",
    "Donut": "donut",
    "Line": "line",
    "Area": "area",
    "XY": "scatter",
    "Bar": "column",
    "Bubble": "bubble",
    "Stock": "stock",
    "Net": "net",
}

SEARCHED = 100_000
"""How many cells the search for words may look at."""
HITS = 40
STOP = {
    "the",
    "and",
    "for",
    "all",
    "are",
    "this",
    "that",
    "with",
    "from",
    "into",
    "row",
    "rows",
    "column",
    "columns",
    "cell",
    "cells",
    "sheet",
    "table",
    "value",
    "values",
    "add",
    "set",
    "make",
    "please",
    "can",
    "you",
    "could",
    "would",
    "item",
    "what",
    "which",
    "where",
    "when",
    "how",
    "sum",
    "total",
    "average",
}
"""Words of instructions that tell little about contents."""

Element = tuple[str, str, str, str]


def outline(office: Office, focus: str) -> Outline:
    """See the outline contract: columns, rows, other sheets, charts."""
    sheet = active_sheet(office)
    names = list(office.document.Sheets.ElementNames)
    listed = ", ".join(f"{name} (active)" if name == sheet.Name else name for name in names[:12]) + (", …" if len(names) > 12 else "")
    others, charts = _other_sheets(office, names, sheet.Name), _charts(sheet)
    if is_empty(sheet):
        return Outline(f"sheets: {listed}; used nothing; next free row 1, next free column A", others + charts, 0, _selection(office))
    table = find_table(sheet)
    used = table.used
    summary = f"sheets: {listed}; used {used.address}; next free row {used.bottom + 2}, next free column {letter(used.right + 1)}"
    columns = _columns(office, table, focus)
    rows, numbers = _rows(table, focus)
    elements = _within_budget(columns + rows + others + charts, len(columns))
    hidden = used.columns + (used.bottom - table.first + 1) - len(columns) - sum(1 for n in numbers if n >= table.first)
    return Outline(summary, elements, hidden + len(columns + rows + others + charts) - len(elements), _selection(office))


def words(text: str) -> set[str]:
    """The words of at least three letters, in lower case: what focus is matched by."""
    return set(re.findall(r"\w{3,}", text.lower()))


def shown(cells: Any, columns: int) -> str:
    """The first row of a range as it is displayed: `Jan | 120 | 300`."""
    texts = [cells.getCellByPosition(i, 0).String for i in range(min(columns, CELLS_IN_ROW))]
    while texts and not texts[-1]:
        texts.pop()
    return " | ".join(_cut(text, 40) for text in texts) + (" | …" if columns > CELLS_IN_ROW else "")


def chart_kind(chart: Any) -> str:
    """column, bar, line, pie, ... of a chart document."""
    name = chart.Diagram.getDiagramType().rpartition(".")[2]
    kind = next((word for start, word in CHARTS.items() if name.startswith(start)), name)
    return "bar" if kind == "column" and chart.Diagram.Vertical else kind


def chart_title(chart: Any) -> str:
    return str(chart.Title.String) if chart.HasMainTitle else ""


def _columns(office: Office, table: Table, focus: str) -> list[Element]:
    used = table.used
    wanted = words(focus)
    chosen = list(range(used.left, min(used.right, used.left + COLUMNS - 1) + 1))
    if used.right > chosen[-1]:
        rest = range(chosen[-1] + 1, used.right + 1)
        headers = used.sheet.getCellRangeByPosition(rest[0], max(table.header, 0), used.right, max(table.header, 0)).getDataArray()[0]
        chosen += [c for c, header in zip(rest, headers, strict=True) if wanted & words(str(header))][:FOCUS_ROWS]
    elements = []
    for column in chosen:
        kind = column_kind(office.document, used.sheet, column, table.first, table.last)
        hidden = "" if used.sheet.Columns.getByIndex(column).IsVisible else ", hidden"
        elements.append((letter(column), "column", _cut(table.header_text(column), 60), f"{table.data_range(column)} {kind}{hidden}".strip()))
    return elements


def _rows(table: Table, focus: str) -> tuple[list[Element], list[int]]:
    used = table.used
    numbers = [row for row in range(used.top, table.first) if row != table.header][-6:]
    body = list(range(table.first, used.bottom + 1))
    totals = used.bottom - table.last
    if len(body) > ALL_ROWS + min(totals, 2):
        kept = set(body[:EDGE_ROWS] + body[-EDGE_ROWS:])
        body = sorted(kept | set(_matching_rows(table, focus, kept)))
    numbers += body
    elements = []
    for number in numbers:
        line = used.sheet.getCellRangeByPosition(used.left, number, used.right, number)
        text = shown(line, used.columns)
        if text or number > table.last:
            hidden = "" if used.sheet.Rows.getByIndex(number).IsVisible else "hidden"
            elements.append((str(number + 1), "row", _cut(text, TEXT), hidden))
    return [e for e in elements if e[2]], numbers


def _matching_rows(table: Table, focus: str, kept: set[int]) -> list[int]:
    """Rows between head and tail that share words with the focus; those that share more words come first."""
    used = table.used
    known = words(" ".join(table.header_text(c) for c in range(used.left, min(used.right, used.left + COLUMNS) + 1)))
    place = used if used.rows * used.columns <= READ_WHOLE else _label_column(table)
    wanted = sorted(words(focus) - known - STOP, key=lambda word: (not word.isdigit(), -len(word), word))
    found: dict[int, int] = {}
    for word in wanted[: max(1, min(12, SEARCHED // (place.rows * place.columns)))]:
        hits = _rows_with(place, word)
        for row in hits if len(hits) <= FOCUS_ROWS else []:
            if table.first <= row <= used.bottom and row not in kept:
                found[row] = found.get(row, 0) + 1
    return sorted(found, key=lambda row: (-found[row], row))[:FOCUS_ROWS]


def _label_column(table: Table) -> Area:
    """The first column of texts, or the first one."""
    first = table.used.sheet.getCellRangeByPosition(table.used.left, table.first, table.used.right, table.first).getDataArray()[0]
    column = table.used.left + next((i for i, value in enumerate(first) if isinstance(value, str) and value), 0)
    return Area(table.used.sheet, column, table.first, column, table.used.bottom)


def _rows_with(place: Area, word: str) -> list[int]:
    """The first rows that hold a word, one more than are wanted at most."""
    search = place.cells.createSearchDescriptor()
    search.SearchString, search.SearchType = word, 1
    rows: list[int] = []
    hit = place.cells.findFirst(search)
    for _ in range(HITS):
        if hit is None or len(rows) > FOCUS_ROWS:
            break
        row = hit.RangeAddress.StartRow
        if row not in rows and word in words(hit.getCellByPosition(0, 0).String):
            rows.append(row)
        hit = place.cells.findNext(hit, search)
    return rows


def _other_sheets(office: Office, names: list[str], active: str) -> list[Element]:
    elements = []
    for name in [n for n in names if n != active][:12]:
        sheet = office.document.Sheets.getByName(name)
        if is_empty(sheet):
            elements.append((name, "sheet", "", "empty"))
            continue
        used = used_area(sheet)
        first = sheet.getCellRangeByPosition(used.left, used.top, used.right, used.top)
        elements.append((name, "sheet", _cut(shown(first, used.columns), TEXT), used.address + ("" if sheet.IsVisible else ", hidden")))
    return elements


def _charts(sheet: Any) -> list[Element]:
    elements = []
    for index in range(min(sheet.Charts.Count, 8)):
        chart = sheet.Charts.getByIndex(index).EmbeddedObject
        elements.append((f"chart{index + 1}", "chart", _cut(chart_title(chart), 60), chart_kind(chart)))
    return elements


def _selection(office: Office) -> str:
    """The selected range; nothing for the cursor in A1, where a workbook opens."""
    selected = office.document.CurrentSelection
    if not hasattr(selected, "RangeAddress"):
        return str(selected.RangeAddressesAsString).replace("$", "") if hasattr(selected, "RangeAddressesAsString") else ""
    found = from_address(office, selected.RangeAddress)
    return "" if found.address == "A1" and same_sheet(found.sheet, active_sheet(office)) else found.label(office)


def _within_budget(elements: list[Element], columns: int) -> list[Element]:
    """Leave out from the middle what the outline has no room for."""
    sizes = [sum(len(part) for part in element) + 6 for element in elements]
    kept = list(range(len(elements)))
    while sum(sizes[i] for i in kept) > BUDGET and len(kept) > 8:
        middle = [i for i in kept if i >= min(columns, 6)]
        kept.remove(middle[len(middle) // 2])
    return [elements[i] for i in kept]


def _cut(text: str, limit: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
