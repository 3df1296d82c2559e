"""Charts and pivot tables."""

from __future__ import annotations

from builtins import range as upto
from itertools import count
from typing import Any

import uno
from com.sun.star.awt import Rectangle
from com.sun.star.table import CellAddress

from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, area, cell_at, edit_area, editable, filled
from lam.envs.libreoffice.inside.spreadsheet.rows import table_area
from lam.envs.libreoffice.inside.spreadsheet.table import column_kind, find_table
from lam.envs.libreoffice.inside.spreadsheet.view import chart_kind, chart_title, shown
from lam.errors import ActionRejected

DIAGRAMS = {"column": "Bar", "bar": "Bar", "line": "Line", "pie": "Pie", "area": "Area", "scatter": "XY", "donut": "Donut"}
WIDTH, HEIGHT, GAP = 15000, 8500, 500
"""Hundredths of a millimetre."""
FUNCTIONS = {"sum": "SUM", "average": "AVERAGE", "count": "COUNT", "max": "MAX", "min": "MIN", "product": "PRODUCT"}


@implements("spreadsheet")
def insert_chart(
    office: Office,
    range: str,
    type: str,
    title: str = "",
    x_title: str = "",
    y_title: str = "",
    legend: str = "right",
    at: str | None = None,
) -> Effect:
    target = table_area(area(office, range))
    place = cell_at(office, at) if at else None
    sheet = editable(place or target).sheet
    if (x_title or y_title) and type in ("pie", "donut"):
        raise ActionRejected(f"a {type} chart has no axes, so no axis titles")
    if target.single or filled(target, 1 | 2 | 16) is None:
        raise ActionRejected(f"{target.address} holds no numbers to draw; a table on {target.sheet.Name} is {find_table(target.sheet).area.address}")
    ranges, labels = _with_labels(office, target)
    charts = sheet.Charts
    name = next(f"Chart {n}" for n in count(1) if not charts.hasByName(f"Chart {n}"))
    charts.addNewByName(name, _place(sheet, place), tuple(part.cells.RangeAddress for part in ranges), _first_row_is_labels(target), labels)
    chart = charts.getByName(name).EmbeddedObject
    diagram = chart.createInstance(f"com.sun.star.chart.{DIAGRAMS[type]}Diagram")
    chart.setDiagram(diagram)
    diagram = chart.Diagram
    if DIAGRAMS[type] == "Bar":
        diagram.Vertical = type == "bar"
    if type not in ("pie", "donut"):
        diagram.Wall.FillStyle = uno.Enum("com.sun.star.drawing.FillStyle", "NONE")
    _titles(chart, title, x_title, y_title)
    chart.HasLegend = legend != "none"
    if legend != "none":
        chart.Legend.Alignment = uno.Enum("com.sun.star.chart.ChartLegendPosition", legend.upper())
    if chart_kind(chart) != type or chart_title(chart) != title:
        raise RuntimeError(f"the chart became a {chart_kind(chart)} chart {chart_title(chart)!r}")
    drawn = " and ".join(part.label(office) for part in ranges)
    return Effect(f"chart{charts.Count} is a {type} chart of {drawn}{f' titled {title!r}' if title else ''}", [f"chart{charts.Count}"])


@implements("spreadsheet")
def pivot_table(
    office: Office, range: str, rows: list[str], values: str, columns: list[str] | None = None, function: str = "sum", at: str | None = None
) -> Effect:
    source = table_area(edit_area(office, range))
    headers = [source.cells.getCellByPosition(i, 0).String for i in upto(source.columns)]
    if not all(headers):
        raise ActionRejected(f"the first row of {source.address} has an empty header")
    fields = {"ROW": [_field(headers, n) for n in rows], "COLUMN": [_field(headers, n) for n in columns or []]}
    data = _field(headers, values)
    if not fields["ROW"] or len({*fields["ROW"], *fields["COLUMN"]}) < len(fields["ROW"] + fields["COLUMN"]):
        raise ActionRejected("rows needs a field, and no field can be both in rows and in columns")
    if at:
        place = editable(cell_at(office, at))
        if filled(place, 1 | 2 | 4 | 16) is not None:
            raise ActionRejected(f"{at} is not empty")
    else:
        sheets = office.document.Sheets
        name = next(n for n in (f"Pivot {i}" if i > 1 else "Pivot" for i in count(1)) if not sheets.hasByName(n))
        sheets.insertNewByName(name, source.sheet.RangeAddress.Sheet + 1)
        place = Area(sheets.getByName(name), 0, 0, 0, 0)
    tables = place.sheet.getDataPilotTables()
    descriptor = tables.createDataPilotDescriptor()
    descriptor.setSourceRange(source.cells.RangeAddress)
    descriptor.ShowFilterButton = False
    for orientation, names in fields.items():
        for name in names:
            descriptor.DataPilotFields.getByName(name).Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", orientation)
    field = descriptor.DataPilotFields.getByName(data)
    field.Orientation = uno.Enum("com.sun.star.sheet.DataPilotFieldOrientation", "DATA")
    field.Function = uno.Enum("com.sun.star.sheet.GeneralFunction", FUNCTIONS[function])
    taken = {name for held in _all_sheets(office) for name in held.getDataPilotTables().ElementNames}
    title = next(f"Pivot table {n}" for n in count(1) if f"Pivot table {n}" not in taken)
    tables.insertNewByName(title, CellAddress(place.sheet.RangeAddress.Sheet, place.left, place.top), descriptor)
    made = tables.getByName(title).OutputRange
    area_made = Area(place.sheet, made.StartColumn, made.StartRow, made.EndColumn, made.EndRow)
    last = area_made.sheet.getCellRangeByPosition(made.StartColumn, made.EndRow, made.EndColumn, made.EndRow)
    return Effect(
        f"pivot table of {source.label(office)} at {place.sheet.Name}!{area_made.address}; last row {shown(last, area_made.columns)}",
        [place.sheet.Name],
    )


def _all_sheets(office: Office) -> list[Any]:
    return [office.document.Sheets.getByIndex(i) for i in upto(office.document.Sheets.Count)]


def _field(headers: list[str], name: str) -> str:
    found = [h for h in headers if h == name] or [h for h in headers if h.strip().lower() == name.strip().lower()]
    if not found:
        raise ActionRejected(f"there is no field {name!r}; the headers are {', '.join(headers[:12])}")
    return found[0]


def _with_labels(office: Office, target: Area) -> tuple[list[Area], bool]:
    """The ranges to draw and whether the first column holds labels; a lone column of a table gets the table's label column."""
    table = find_table(target.sheet)
    if target.columns > 1:
        return [target], True
    label = table.used.left
    inside = target.within(table.area) is not None and target.left > label
    if inside and column_kind(office.document, target.sheet, label, table.first, table.last) in ("text", "date"):
        return [Area(target.sheet, label, target.top, label, target.bottom), target], True
    return [target], False


def _first_row_is_labels(target: Area) -> bool:
    """Whether the first row holds series names: texts, or the header of the table."""
    row = target.sheet.getCellRangeByPosition(target.left, target.top, target.right, target.top).getDataArray()[0]
    return isinstance(row[-1], str) or find_table(target.sheet).header == target.top


def _place(sheet: Any, place: Area | None) -> Rectangle:
    """Where the chart goes: at a cell, else beside the used cells and below the charts that stand there."""
    table = find_table(sheet)
    if place is None:
        corner = sheet.getCellByPosition(table.used.right + 2, table.used.top).Position
        below = [c.BoundRect.Y + c.BoundRect.Height + GAP for c in _shapes(sheet) if c.BoundRect.X + c.BoundRect.Width > corner.X]
        return Rectangle(corner.X, max([corner.Y, *below]), WIDTH, HEIGHT)
    corner = place.cells.getCellByPosition(0, 0).Position
    return Rectangle(corner.X, corner.Y, WIDTH, HEIGHT)


def _shapes(sheet: Any) -> list[Any]:
    page = sheet.DrawPage
    return [page.getByIndex(i) for i in upto(min(page.Count, 200))]


def _titles(chart: Any, title: str, x_title: str, y_title: str) -> None:
    chart.HasMainTitle = bool(title)
    if title:
        chart.Title.String = title
    diagram = chart.Diagram
    if x_title:
        diagram.HasXAxisTitle = True
        diagram.XAxisTitle.String = x_title
    if y_title:
        diagram.HasYAxisTitle = True
        diagram.YAxisTitle.String = y_title
