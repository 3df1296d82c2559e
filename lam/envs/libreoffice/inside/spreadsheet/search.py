"""Looking further and replacing: find_text, read, select, find_replace."""

from __future__ import annotations

import re
from builtins import range as upto
from typing import Any

from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import (
    Area,
    active_sheet,
    area,
    editable,
    from_address,
    is_empty,
    letter,
    same_sheet,
    sheet_named,
    used_area,
)
from lam.envs.libreoffice.inside.spreadsheet.values import formula_text, is_formula, shown_value
from lam.envs.libreoffice.inside.spreadsheet.view import chart_kind, chart_title
from lam.errors import ActionRejected

HITS = 30
CHARACTERS = 4000
"""How much one reading tells."""


@implements("spreadsheet")
def find_text(office: Office, query: str, regex: bool = False) -> Effect:
    if not query:
        raise ActionRejected("query is empty")
    lines: list[str] = []
    count = 0
    for sheet in _sheets(office):
        for place, cell in _found(office, sheet, query, regex):
            count += 1
            if len(lines) < HITS:
                lines.append(f"{place.label(office)} {shown_value(office, cell)}")
    if not count:
        raise ActionRejected(f"{query!r} occurs nowhere in the workbook")
    return Effect(f"{query!r} is in {count} cell{'' if count == 1 else 's'}", [line.split(" ", 1)[0] for line in lines], "\n".join(lines))


@implements("spreadsheet")
def read(office: Office, target: str) -> Effect:
    chart = re.fullmatch(r"chart(\d+)", target.strip())
    if chart:
        return _read_chart(office, int(chart[1]))
    place = _target(office, target).used()
    lines: list[str] = []
    size = 0
    for row in upto(place.top, place.bottom + 1):
        cells = [place.sheet.getCellByPosition(column, row) for column in upto(place.left, place.right + 1)]
        line = f"{row + 1} " + " | ".join(f"{c.String} ({formula_text(office, c)})" if is_formula(c) else c.String for c in cells)
        size += len(line) + 1
        if size > CHARACTERS and lines:
            lines.append(f"… up to row {place.bottom + 1}")
            break
        lines.append(line[:CHARACTERS])
    return Effect(f"{place.label(office)}, columns {letter(place.left)} to {letter(place.right)}", [], "\n".join(lines))


@implements("spreadsheet")
def select(office: Office, target: str, match: str = "") -> Effect:
    place = _target(office, target)
    if match:
        hits = [p for p, _ in _found(office, place.sheet, match, False) if p.within(place)]
        if not hits:
            raise ActionRejected(f"{match!r} is not in {place.address}")
        place = hits[0]
    office.controller.setActiveSheet(place.sheet)
    office.controller.select(place.cells)
    got = _selected(office)
    if not got.within(place) or (got.address != place.address and not _hides_rows(place)):
        raise RuntimeError(f"{got.address} is selected")
    return Effect(f"{place.label(office)} is selected", [place.label(office)])


@implements("spreadsheet")
def find_replace(
    office: Office, find: str, replace: str, target: str = "all", regex: bool = False, match_case: bool = False, whole_words: bool = False
) -> Effect:
    if not find:
        raise ActionRejected("find is empty")
    pattern = _pattern(find, regex, match_case, whole_words)
    if target.strip().lower() == "all":
        places = [Area(sheet, 0, 0, sheet.RangeAddress.EndColumn, sheet.RangeAddress.EndRow) for sheet in _sheets(office)]
    else:
        places = [_target(office, target)]
    changed: list[str] = []
    last = ""
    for place in places:
        for spot, cell in _candidates(place, find, regex, match_case):
            formula = is_formula(cell)
            before = formula_text(office, cell) if formula else cell.Formula if cell.Type.value == "VALUE" else cell.String
            after = pattern.sub(_template(replace, regex), before)
            if after == before:
                continue
            editable(spot)
            _put(office, cell, after)
            if formula and cell.getError():
                raise ActionRejected(f"replacing in {spot.address} would break its formula {before}")
            changed.append(spot.label(office))
            last = f"{spot.label(office)} = {shown_value(office, cell)}"
    if not changed:
        raise ActionRejected(f"{find!r} occurs nowhere in {'the workbook' if target == 'all' else target}")
    return Effect(f"replaced in {len(changed)} cell{'' if len(changed) == 1 else 's'}; {last}", changed[:HITS])


def _put(office: Office, cell: Any, text: str) -> None:
    """Write a replaced text: numbers stay numbers, texts stay texts."""
    from lam.envs.libreoffice.inside.spreadsheet.values import write

    if cell.Type.value == "TEXT" and not text.startswith("="):
        cell.setString(text)
    else:
        write(office, cell, text)


def _selected(office: Office) -> Area:
    """What is selected; where hidden rows divide it, from its first cell to its last."""
    selected = office.document.CurrentSelection
    parts = [selected.RangeAddress] if hasattr(selected, "RangeAddress") else selected.RangeAddresses
    areas = [from_address(office, part) for part in parts]
    left, top = min(area.left for area in areas), min(area.top for area in areas)
    right, bottom = max(area.right for area in areas), max(area.bottom for area in areas)
    return areas[0] if len(areas) == 1 else Area(areas[0].sheet, left, top, right, bottom)


def _hides_rows(place: Area) -> bool:
    """Whether some of its rows do not show: the office selects only what does."""
    visible = place.cells.queryVisibleCells().RangeAddresses
    return len(visible) != 1 or (visible[0].StartRow, visible[0].EndRow) != (place.top, place.bottom)


def _target(office: Office, target: str) -> Area:
    """What an element id of the outline names: cells, a column, a row, a sheet, `all`, `selection`."""
    word = target.strip()
    if word.lower() == "all":
        return used_area(active_sheet(office))
    if word.lower() == "selection":
        return _selected(office)
    names = {name.lower(): name for name in office.document.Sheets.ElementNames}
    if word.lower() in names:
        sheet = sheet_named(office, word)
        if is_empty(sheet):
            raise ActionRejected(f"the sheet {sheet.Name} is empty")
        return used_area(sheet)
    rows = re.fullmatch(r"(\d+)-(\d+)", word)
    columns = re.fullmatch(r"([A-Za-z]{1,3})-([A-Za-z]{1,3})", word)
    both = rows or columns
    return area(office, f"{both[1]}:{both[2]}" if both else word)


def _sheets(office: Office) -> list[Any]:
    """All sheets, the active one first."""
    first = active_sheet(office)
    every = [office.document.Sheets.getByIndex(i) for i in upto(office.document.Sheets.Count)]
    return [first, *(s for s in every if not same_sheet(s, first))]


def _found(office: Office, sheet: Any, text: str, regex: bool) -> list[tuple[Area, Any]]:
    """The cells of a sheet whose displayed text, or whose formula, holds a text."""
    del office
    return list(_candidates(Area(sheet, 0, 0, sheet.RangeAddress.EndColumn, sheet.RangeAddress.EndRow), text, regex, False, values=True))


def _candidates(place: Area, text: str, regex: bool, match_case: bool, values: bool = False) -> list[tuple[Area, Any]]:
    search = place.cells.createSearchDescriptor()
    search.SearchString, search.SearchRegularExpression, search.SearchCaseSensitive = text, regex, match_case
    search.SearchType = 1 if values else 0
    hits = place.cells.findAll(search)
    if hits is None:
        return []
    found = []
    for address in hits.RangeAddresses:
        for row in upto(address.StartRow, address.EndRow + 1):
            for column in upto(address.StartColumn, address.EndColumn + 1):
                found.append((Area(place.sheet, column, row, column, row), place.sheet.getCellByPosition(column, row)))
    return found


def _pattern(find: str, regex: bool, match_case: bool, whole_words: bool) -> re.Pattern[str]:
    body = find if regex else re.escape(find)
    if whole_words:
        body = rf"(?<!\w)(?:{body})(?!\w)"
    try:
        return re.compile(body, 0 if match_case else re.IGNORECASE)
    except re.error as error:
        raise ActionRejected(f"{find!r} is no regular expression: {error}") from None


def _template(replace: str, regex: bool) -> Any:
    """The replacement: `$1` and `\\1` stand for groups of a regular expression."""
    return re.sub(r"\$(\d)", r"\\\1", replace) if regex else lambda match: replace


def _read_chart(office: Office, number: int) -> Effect:
    charts = active_sheet(office).Charts
    if not 1 <= number <= charts.Count:
        raise ActionRejected(f"there is no chart{number}; {active_sheet(office).Name} has {charts.Count} charts")
    held = charts.getByIndex(number - 1)
    drawn = ", ".join(from_address(office, address).address for address in held.Ranges)
    return Effect(
        f"chart{number} is a {chart_kind(held.EmbeddedObject)} chart of {drawn}", [], f"title: {chart_title(held.EmbeddedObject) or 'none'}"
    )
