"""Reads .xlsx: sheets, cells with effective values and looks, lines, rules, charts, as an independent library finds them."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import math
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import Any
from zipfile import BadZipFile, ZipFile

import openpyxl
from lxml import etree
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.formula import ArrayFormula

from lam.errors import UserError
from lam.reading.base import Computed, Part, Reading

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
CM_PER_PIXEL = 2.54 / 96
DIGIT_PX, PADDING_PX = 7.0, 5
"""Width of a digit of the usual default font, and what a column adds to its digits (ECMA-376 part 1, 18.3.1.13)."""
TRUTHS = {"=TRUE()": True, "=FALSE()": False}
PIXEL_PT = 0.75
NEARBY = 100
SIDES = ("left", "right", "top", "bottom")
OPERATORS = {
    "greaterThan": ">", "greaterThanOrEqual": ">=", "lessThan": "<", "lessThanOrEqual": "<=", "equal": "=", "notEqual": "!=", "between": "between",
    "containsText": "contains",
}  # fmt: skip
TWINS = {"Liberation Sans": "Arial", "Liberation Serif": "Times New Roman", "Liberation Mono": "Courier New"}
"""Fonts that LibreOffice stores under the name of their metric twin, which looks the same."""
ADDRESSES = re.compile(rb'\b((?:sq)?ref)="([^"]*)"')
WHOLE_ROWS, WHOLE_COLUMNS = re.compile(rb"(?<![^ ])(\d+):(\d+)(?![^ ])"), re.compile(rb"(?<![^ ])([A-Z]{1,3}):([A-Z]{1,3})(?![^ ])")
RULES = {"duplicateValues": "duplicate", "colorScale": "color_scale", "dataBar": "data_bar", "iconSet": "icons", "uniqueValues": "unique"}


@dataclass(frozen=True)
class Width:
    """The width of a column as it is stored; two are equal when they hold the same number of characters."""

    characters: float
    cm: float
    """As wide as that was for the program that saved the file, with its default font."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Width) and math.isclose(self.characters, other.characters, abs_tol=0.1)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"{self.characters:.1f} characters"


def read(path: Path) -> Reading:
    """Everything that a person could see changed in a workbook.

    Raises: UserError when the file is no .xlsx.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            return Reading("spreadsheet", tuple(_Workbook(path).parts()))
    except (InvalidFileException, BadZipFile, KeyError, ValueError, TypeError, etree.XMLSyntaxError):
        raise UserError(f"{path.name} cannot be read as a workbook") from None


class _Workbook:
    def __init__(self, path: Path) -> None:
        try:
            self.file = openpyxl.load_workbook(path)
            self.results = openpyxl.load_workbook(path, data_only=True)
        except TypeError:
            self.file = openpyxl.load_workbook(_with_corners(path))
            self.results = openpyxl.load_workbook(_with_corners(path), data_only=True)
        self.lines = dict(_lines(path))

    def parts(self) -> Iterator[Part]:
        properties = self.file.properties
        active = self.file.active.title if self.file.active is not None else ""
        yield Part("workbook", "workbook", {"active": active, "title": properties.title or "", "author": properties.creator or ""})
        for name, found in self.file.defined_names.items():
            if not name.startswith("_xlnm"):
                yield Part(f"name {name}", "name", {"name": name, "range": found.attr_text.replace("$", "")})
        for title in self.file.sheetnames:
            if title in [w.title for w in self.file.worksheets]:
                yield from self._sheet(title)
            else:
                yield Part(title, "sheet", {"name": title, "state": self.file[title].sheet_state})

    def _sheet(self, title: str) -> Iterator[Part]:
        sheet, results = self.file[title], self.results[title]
        yield Part(title, "sheet", self._settings(sheet))
        for row in sheet.iter_rows():
            for cell in row:
                if not isinstance(cell, MergedCell) and (part := self._cell(title, cell, results)):
                    yield part
        widths, heights = self.lines.get(title, ({}, {}))
        for number in _numbers(sheet.max_column, widths):
            yield Part(f"{title}!column {get_column_letter(number)}", "column", widths.get(number, {"width": None, "hidden": False}))
        for number in _numbers(sheet.max_row, heights):
            yield Part(f"{title}!row {number}", "row", heights.get(number, {"height_pt": None, "hidden": False}))
        yield from self._objects(title, sheet)

    def _settings(self, sheet: Any) -> dict[str, Any]:
        pane = sheet.sheet_view.pane
        frozen = (int(pane.ySplit or 0), int(pane.xSplit or 0)) if pane is not None and pane.state in ("frozen", "frozenSplit") else (0, 0)
        return {
            "name": sheet.title,
            "state": sheet.sheet_state,
            "tab_color": self._color(sheet.sheet_properties.tabColor, "none"),
            "frozen": frozen,
            "filter": _filter(sheet.auto_filter),
            "merged": tuple(sorted(str(r) for r in sheet.merged_cells.ranges)),
            "protected": bool(sheet.protection.sheet),
            "orientation": sheet.page_setup.orientation if sheet.page_setup.orientation == "landscape" else "portrait",
        }

    def _cell(self, title: str, cell: Cell, results: Any) -> Part | None:
        value = cell.value
        if isinstance(value, ArrayFormula):
            value = value.text
        if value in TRUTHS:  # the office stores a truth value as the formula that gives it
            value = TRUTHS[value]
        formula = _formula(value) if isinstance(value, str) and cell.data_type == "f" else ""
        look = self._look(cell)
        plain = value in (None, "") and cell.comment is None and cell.hyperlink is None
        if plain and look["fill"] == "none" and not any(look[f"border_{side}"] for side in SIDES):
            return None
        shown = Computed(_value(results[cell.coordinate].value)) if formula else _value(value)
        found: dict[str, Any] = {"value": shown if shown != "" else None}
        if formula:
            found["formula"] = formula
        if cell.comment is not None:
            found["comment"] = cell.comment.text.strip()
        if cell.hyperlink is not None:
            found["link"] = cell.hyperlink.target or cell.hyperlink.location or ""
        if plain:
            look = {name: look[name] for name in ("fill", *(f"border_{side}" for side in SIDES))}
        return Part(f"{title}!{cell.coordinate}", "cell", found | look)

    def _look(self, cell: Cell) -> dict[str, Any]:
        font, alignment, border, usual = cell.font, cell.alignment, cell.border, self.file._fonts[0]
        name, rotation = font.name or usual.name or "", int(alignment.text_rotation or 0)
        # Turned text is left-aligned unless something else is said; the office says so when it saves.
        general = "left" if rotation and cell.data_type == "s" else "general"
        look: dict[str, Any] = {
            "number_format": _number_format(cell.number_format),
            "font": TWINS.get(name, name),
            "size_pt": font.sz or usual.sz,
            "bold": bool(font.b),
            "italic": bool(font.i),
            "underline": font.u not in (None, "none"),
            "strikethrough": bool(font.strike),
            "color": self._color(font.color, "#000000"),
            "fill": self._fill(cell.fill),
            "alignment": general if alignment.horizontal in (None, "general") else alignment.horizontal,
            "vertical": {"center": "middle", None: "bottom"}.get(alignment.vertical, alignment.vertical),
            "wrap": bool(alignment.wrap_text),
            "indent": int(alignment.indent or 0),
            "rotation": rotation,
        }
        return look | {f"border_{side}": _line(getattr(border, side)) for side in SIDES}

    def _fill(self, fill: Any) -> str:
        kind = getattr(fill, "fill_type", None)
        if kind in (None, "none", "gray125"):
            return "none"
        return self._color(fill.fgColor, "#000000") if kind == "solid" else str(kind)

    def _color(self, color: Any, default: str) -> str:
        """`#RRGGBB` of a stored colour, theme and tint resolved."""
        if color is None:
            return default
        if color.type == "rgb" and isinstance(color.rgb, str):
            return f"#{color.rgb[-6:].upper()}"
        if color.type == "theme":
            base = self._theme[color.theme] if 0 <= color.theme < len(self._theme) else "000000"
            return _tinted(base, float(color.tint or 0))
        if color.type == "indexed" and color.indexed < len(openpyxl.styles.colors.COLOR_INDEX):
            return f"#{openpyxl.styles.colors.COLOR_INDEX[color.indexed][-6:]}"
        return default

    @cached_property
    def _theme(self) -> list[str]:
        """Theme colours in the order in which cells count them: light before dark."""
        if not self.file.loaded_theme:
            return ["FFFFFF", "000000"]
        scheme = etree.fromstring(self.file.loaded_theme).find(f".//{DRAWING}clrScheme")
        colors = [node[0].get("lastClr") or node[0].get("val") or "000000" for node in scheme if len(node)]
        return [colors[1], colors[0], colors[3], colors[2], *colors[4:]]

    def _objects(self, title: str, sheet: Any) -> Iterator[Part]:
        number = 0
        for area in sheet.conditional_formatting:
            for rule in area.rules:
                number += 1
                yield Part(f"{title}, conditional format {number}", "conditional format", self._rule(str(area.sqref), rule))
        for index, rule in enumerate(sheet.data_validations.dataValidation, 1):
            found = {"range": str(rule.sqref), "type": rule.type, "values": rule.formula1 or ""}
            yield Part(f"{title}, validation {index}", "validation", found)
        for index, chart in enumerate(sheet._charts, 1):
            yield Part(f"{title}, chart {index}", "chart", _chart(chart))
        for index, image in enumerate(sheet._images, 1):
            yield Part(f"{title}, image {index}", "image", {"picture": hashlib.sha256(image._data()).hexdigest()[:16], "at": _anchor(image)})

    def _rule(self, area: str, rule: Any) -> dict[str, Any]:
        style = rule.dxf
        operator = OPERATORS.get(rule.operator or "") or RULES.get(rule.type) or ("contains" if rule.type == "containsText" else rule.type)
        values = (rule.text,) if rule.type == "containsText" else tuple(str(f) for f in rule.formula)
        fill = style.fill if style is not None else None
        shade = (fill.bgColor if fill.bgColor is not None and fill.bgColor.rgb != "00000000" else fill.fgColor) if fill is not None else None
        return {
            "range": area,
            "operator": operator,
            "values": values if rule.type in ("cellIs", "containsText", "expression") else (),
            "fill": self._color(shade, "none"),
            "color": self._color(style.font.color if style is not None and style.font is not None else None, ""),
            "bold": bool(style.font.b) if style is not None and style.font is not None else False,
        }


def _value(value: Any) -> Any:
    """Dates as ISO text, whole days without a time; everything else as it is."""
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "seconds")
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value) if isinstance(value, dt.timedelta) else value


def _formula(text: str) -> str:
    """A formula without the prefixes of newer functions and blanks behind separators."""
    return re.sub(r",\s+", ",", text.replace("_xlfn.", "").replace("_xlws.", "")).strip()


def _number_format(code: str) -> str:
    """A format code as people write it: no escapes, no quotes around signs, no locale marks, in lower case for dates."""
    text = re.sub(r"\[\$([^\]-]*)(?:-[0-9A-Fa-f]+)?\]", r"\1", code)
    text = re.sub(r"\\(.)", r"\1", text).replace('"', "")
    text = re.sub(r";@$", "", text)
    return text if text == "General" or not re.search("[ymdhsYMDHS]", re.sub("General", "", text)) else text.lower()


def _line(side: Any) -> str:
    return str(side.style) if side is not None and side.style not in (None, "none") else ""


def _filter(found: Any) -> str:
    """The range with filter buttons and the columns that are filtered: `A1:D9`, `A1:D9 by 2`."""
    if not found.ref:
        return ""
    by = sorted(int(c.colId) + 1 for c in found.filterColumn if c.filters or c.customFilters or c.top10)
    return str(found.ref).replace("$", "") + (f" by {', '.join(map(str, by))}" if by else "")


def _tinted(base: str, tint: float) -> str:
    parts = [int(base[i : i + 2], 16) for i in (0, 2, 4)]
    mixed = [c * (1 + tint) if tint < 0 else c + (255 - c) * tint for c in parts]
    return "#" + "".join(f"{round(min(255, max(0, c))):02X}" for c in mixed)


# Charts


def _chart(chart: Any) -> dict[str, Any]:
    kind = {"barChart": "bar" if getattr(chart, "type", "col") == "bar" else "column", "doughnutChart": "donut"}.get(
        chart.tagname, chart.tagname.removesuffix("Chart").removesuffix("3D")
    )
    return {
        "type": kind,
        "title": _text(chart.title),
        "x_title": _text(getattr(getattr(chart, "x_axis", None), "title", None)),
        "y_title": _text(getattr(getattr(chart, "y_axis", None), "title", None)),
        "legend": {"r": "right", "b": "bottom", "t": "top", "l": "left", "tr": "right"}.get(chart.legend.position, "right")
        if chart.legend
        else "none",
        "values": tuple(_reference(s.val or getattr(s, "yVal", None)) for s in chart.series),
        "categories": tuple(_reference(s.cat or getattr(s, "xVal", None)) for s in chart.series)[:1],
        "at": _anchor(chart),
    }


def _reference(source: Any) -> str:
    for name in ("numRef", "strRef"):
        found = getattr(source, name, None)
        if found is not None:
            return re.sub(r"[$']", "", found.f or "")
    return ""


def _text(title: Any) -> str:
    rich = getattr(getattr(title, "tx", None), "rich", None)
    if rich is None:
        return ""
    return "\n".join("".join(run.t or "" for run in paragraph.r or ()) for paragraph in rich.p).strip()


def _anchor(thing: Any) -> str:
    start = getattr(thing.anchor, "_from", None)
    return f"{get_column_letter(start.col + 1)}{start.row + 1}" if start is not None else ""


# Rows and columns: openpyxl takes every stored height for one that somebody set, so they come from the file itself


def _with_corners(path: Path) -> io.BytesIO:
    """The file with places that are whole rows or columns told by their corners: the office writes `2:7`, which openpyxl does not read."""
    told = io.BytesIO()
    with ZipFile(path) as package, ZipFile(told, "w") as spelt_out:
        for name in package.namelist():
            data = package.read(name)
            spelt_out.writestr(name, ADDRESSES.sub(_corners, data) if name.startswith("xl/worksheets/") else data)
    told.seek(0)
    return told


def _corners(hit: re.Match[bytes]) -> bytes:
    told = WHOLE_COLUMNS.sub(rb"\g<1>1:\g<2>1048576", WHOLE_ROWS.sub(rb"A\g<1>:XFD\g<2>", hit[2]))
    return hit[1] + b'="' + told + b'"'


def _lines(path: Path) -> Iterator[tuple[str, tuple[Mapping[int, dict[str, Any]], Mapping[int, dict[str, Any]]]]]:
    """Of each sheet its name, its columns and its rows that are set to a size or hidden."""
    with ZipFile(path) as package:
        root = PurePosixPath("xl")
        targets = {node.get("Id"): node.get("Target") for node in etree.fromstring(package.read("xl/_rels/workbook.xml.rels"))}
        for sheet in etree.fromstring(package.read("xl/workbook.xml")).iter(f"{MAIN}sheet"):
            target = targets.get(sheet.get(LINK), "")
            inner = target.lstrip("/") if target.startswith("/") else str(root / target)
            if inner in package.namelist() and "worksheets" in inner:
                with package.open(inner) as source:
                    yield sheet.get("name"), _sizes(source)


def _sizes(source: Any) -> tuple[dict[int, dict[str, Any]], dict[int, dict[str, Any]]]:
    columns: dict[int, dict[str, Any]] = {}
    rows: dict[int, dict[str, Any]] = {}
    digit_px = DIGIT_PX
    for _, node in etree.iterparse(source, tag=(f"{MAIN}col", f"{MAIN}row", f"{MAIN}sheetFormatPr")):
        hidden = _true(node.get("hidden"))
        if node.tag == f"{MAIN}sheetFormatPr":
            padding = float(node.get("defaultColWidth") or 0) - 8
            digit_px = PADDING_PX / padding if 0.4 < padding < 1 else DIGIT_PX
        elif node.tag == f"{MAIN}row":
            height = math.floor(float(node.get("ht")) / PIXEL_PT + 0.01) * PIXEL_PT if _true(node.get("customHeight")) and node.get("ht") else None
            if height is not None or hidden:
                rows[int(node.get("r"))] = {"height_pt": height, "hidden": hidden}
            node.clear()
        elif _true(node.get("customWidth")) or hidden:
            stored = float(node.get("width")) if _true(node.get("customWidth")) and node.get("width") else None
            width = Width(stored, round(stored * digit_px * CM_PER_PIXEL, 2)) if stored is not None else None
            last = min(int(node.get("max")), int(node.get("min")) + 255)
            columns |= {n: {"width": width, "hidden": hidden} for n in range(int(node.get("min")), last + 1)}
    return columns, rows


def _numbers(used: int, kept: Mapping[int, Any]) -> list[int]:
    """The used lines and those near them that are set; what a deletion leaves at the far edge of a sheet is nothing that anyone sees."""
    return [*range(1, used + 1), *sorted(n for n in kept if used < n <= used + NEARBY)]


def _true(text: str | None) -> bool:
    return text in ("1", "true", "on")
