"""Tables and charts on slides."""

from __future__ import annotations

from typing import Any

from lam.envs.libreoffice.inside.office import Effect, Office
from lam.envs.libreoffice.inside.presentation.deck import CHART, cell_name, cell_position, deck, is_empty_placeholder, role
from lam.envs.libreoffice.inside.presentation.journal import Journal, journalled
from lam.envs.libreoffice.inside.presentation.shapes import insert
from lam.envs.libreoffice.inside.presentation.slides import EMPTY
from lam.errors import ActionRejected

MOST = 75
"""Rows and columns that a table on a slide can have, as in PowerPoint."""
_ROW_CM = 1.1
_CHARTS = {
    "column": ("BarDiagram", False),
    "bar": ("BarDiagram", True),
    "line": ("LineDiagram", None),
    "pie": ("PieDiagram", None),
    "area": ("AreaDiagram", None),
}
"""Our types, the office's names, and whether the bars lie."""
_PLACE = (0.1, 0.26, 0.8, 0.62)
"""Below a title, as shares of the slide, where no empty placeholder offers a place."""
Cells = list[list[Any]]


@journalled
def insert_table(office: Office, journal: Journal, slide: str, rows: int, columns: int, data: Cells | None = None) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    if rows > MOST or columns > MOST:
        raise ActionRejected(f"a table on a slide has at most {MOST} rows and {MOST} columns")
    if data is not None and (len(data) > rows or max((len(row) for row in data), default=0) > columns):
        raise ActionRejected(
            f"the data has {len(data)} rows of up to {max(len(row) for row in data)} cells and does not fit {rows} rows x {columns} columns"
        )
    x, y, width, height = _room(page)
    shape = insert(office, journal, page, "TableShape", "Table", (x, y, width, min(height, rows * _ROW_CM)))
    model = shape.Model
    if rows > 1:
        model.Rows.insertByIndex(0, rows - 1)
    if columns > 1:
        model.Columns.insertByIndex(0, columns - 1)
    _style(office, shape)
    for index in range(columns):
        model.Columns.getByIndex(index).Width = round(width * 1000 / columns)
    for r, row in enumerate(data or []):
        for c, value in enumerate(row):
            model.getCellByPosition(c, r).setString(as_text(value))
    if (model.Rows.Count, model.Columns.Count) != (rows, columns):
        raise RuntimeError(f"the table has {model.Rows.Count} rows and {model.Columns.Count} columns instead")
    id = now.refresh().id_of(shape, number)
    return Effect(f"added {id}, a table of {rows} rows and {columns} columns", [id])


@journalled
def set_table_cells(office: Office, journal: Journal, table: str, cell: str, data: Cells) -> Effect:
    now = deck(office)
    spot = now.spot(table)
    if role(spot.shape) != "table":
        raise ActionRejected(f"{table} is no table but a {role(spot.shape)}")
    model = spot.shape.Model
    top, left = cell_position(cell)
    bottom, right = top + len(data) - 1, left + max((len(row) for row in data), default=0) - 1
    if not data or right < left:
        raise ActionRejected("there is no data to fill in")
    if bottom >= model.Rows.Count or right >= model.Columns.Count:
        last = cell_name(model.Rows.Count - 1, model.Columns.Count - 1)
        raise ActionRejected(f"{cell}:{cell_name(bottom, right)} reaches beyond {table}, which has A1 to {last}")
    said = []
    for r, row in enumerate(data, top):
        for c, value in enumerate(row, left):
            text = model.getCellByPosition(c, r)
            journal.text(f"{table}.{cell_name(r, c)}", text).rewrite([as_text(value)])
            if text.getString() != as_text(value):
                raise RuntimeError(f"{table}.{cell_name(r, c)} says {text.getString()!r} instead")
            said.append(text.getString())
    where = cell if len(said) == 1 else f"{cell}:{cell_name(bottom, right)}"
    return Effect(f"{table} {where} now says {' | '.join(said)[:80]}", [table])


@journalled
def insert_chart(
    office: Office, journal: Journal, slide: str, type: str, categories: list[str], values: list[float], series: str = "Series 1", title: str = ""
) -> Effect:
    now = deck(office)
    number, page = now.slide(slide)
    if not categories or len(categories) != len(values):
        raise ActionRejected(f"there are {len(categories)} categories and {len(values)} values; give one value per category")
    shape = insert(office, journal, page, "OLE2Shape", "Chart", _room(page))
    shape.CLSID = CHART
    chart = shape.Model
    name, lying = _CHARTS[type]
    chart.setDiagram(chart.createInstance(f"com.sun.star.chart.{name}"))
    if lying is not None:
        chart.Diagram.Vertical = lying
    data = chart.getData()
    data.setData(tuple((float(value),) for value in values))
    data.setRowDescriptions(tuple(categories))
    data.setColumnDescriptions((series,))
    chart.HasMainTitle = bool(title)
    if title:
        chart.Title.String = title
    chart.HasLegend = type == "pie"
    if type != "pie":
        chart.Diagram.Wall.FillStyle = EMPTY
    if [row[0] for row in chart.getData().getData()] != [float(value) for value in values]:
        raise RuntimeError("the chart did not take the values")
    id = now.refresh().id_of(shape, number)
    return Effect(f"added {id}, a {type} chart of {len(values)} values" + (f" titled {title!r}" if title else ""), [id])


def as_text(value: Any) -> str:
    """A cell's value as it reads on a slide."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _room(page: Any) -> tuple[float, float, float, float]:
    """Where something big goes, in centimetres: the place of an empty content placeholder, which stays, or the middle below the title."""
    for index in range(page.Count):
        shape = page.getByIndex(index)
        if role(shape) == "content" and is_empty_placeholder(shape):
            place, size = shape.getPosition(), shape.getSize()
            return place.X / 1000, place.Y / 1000, size.Width / 1000, size.Height / 1000
    left, top, width, height = _PLACE
    return left * page.Width / 1000, top * page.Height / 1000, width * page.Width / 1000, height * page.Height / 1000


def _style(office: Office, shape: Any) -> None:
    """The office's own look of a new table, where it has one."""
    styles = office.document.StyleFamilies.getByName("table")
    if shape.TableTemplate is None and styles.hasByName("default"):
        shape.TableTemplate = styles.getByName("default")
