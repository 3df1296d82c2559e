"""A .xlsx file reads as a person would see it, and the office's saving of an untouched workbook is no change."""

from __future__ import annotations

import datetime as dt
import io
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.chart import BarChart, LineChart, PieChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from PIL import Image as Picture

from lam.envs.libreoffice import LibreOffice
from lam.errors import UserError
from lam.reading import Part, compare, read
from lam.reading.base import Computed
from lam.tasks.spreadsheet import documents

Made = Callable[[Callable[[Worksheet], Any]], dict[str, Part]]


@pytest.fixture
def made(tmp_path: Path) -> Made:
    """Writes a workbook with a function on its sheet `S` and gives its parts by key."""

    def make(fill: Callable[[Worksheet], Any]) -> dict[str, Part]:
        book = openpyxl.Workbook()
        book.active.title = "S"
        fill(book.active)
        book.save(tmp_path / "made.xlsx")
        return {part.key: part for part in read(tmp_path / "made.xlsx").parts}

    return make


def test_cells_read_with_value_formula_and_effective_look(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"] = "Total", "=SUM(A2:A3)", dt.datetime(2024, 3, 31)
        sheet["A1"].font = Font(name="Arial", size=14, bold=True, color=Color(theme=4, tint=-0.25))
        sheet["A1"].fill = PatternFill("solid", start_color="FFFF00")
        sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet["A1"].border = Border(bottom=Side("thin"))
        sheet["C1"].number_format = r"yyyy\-mm\-dd;@"

    parts = made(fill)
    look = parts["S!A1"].properties
    assert {name: look[name] for name in ("value", "font", "size_pt", "bold", "color", "fill", "alignment", "vertical", "wrap", "border_bottom")} == {
        "value": "Total", "font": "Arial", "size_pt": 14, "bold": True, "color": "#3B618E", "fill": "#FFFF00", "alignment": "center",
        "vertical": "middle",
        "wrap": True, "border_bottom": "thin",
    }  # fmt: skip
    assert (parts["S!B1"].properties["formula"], parts["S!B1"].properties["value"]) == ("=SUM(A2:A3)", Computed(12))
    assert parts["S!B1"].properties["value"].result is None
    assert (parts["S!C1"].properties["value"], parts["S!C1"].properties["number_format"]) == ("2024-03-31", "yyyy-mm-dd")
    assert parts["S!B1"].properties["color"] == "#000000"


def test_results_of_formulas_differ_only_where_both_are_known() -> None:
    assert Computed(None) == Computed(3.0)
    assert Computed(1 / 3) == Computed(0.33333333333333)
    assert Computed(3) != Computed(4)
    assert Computed("x") != Computed("y")


def test_sheet_settings_and_lines_are_read(made: Made) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["a", "b", "c"])
        sheet.append([1, 2, 3])
        sheet.merge_cells("A4:C4")
        sheet.freeze_panes = "B2"
        sheet.sheet_properties.tabColor = "FF0000"
        sheet.auto_filter.ref = "A1:C2"
        sheet.auto_filter.add_filter_column(1, ["2"])
        sheet.column_dimensions["B"].width = 20
        sheet.column_dimensions["C"].hidden = True
        sheet.row_dimensions[2].height = 30

    parts = made(fill)
    found = parts["S"].properties
    assert (found["frozen"], found["tab_color"], found["merged"], found["filter"]) == ((1, 1), "#FF0000", ("A4:C4",), "A1:C2 by 2")
    assert parts["S!column B"].properties["width"].cm == pytest.approx(3.7, abs=0.05)
    assert parts["S!column C"].properties["hidden"] is True
    assert parts["S!row 2"].properties == {"height_pt": 30, "hidden": False}
    assert parts["S!row 1"].properties == {"height_pt": None, "hidden": False}


def test_charts_rules_lists_names_and_comments_are_parts(made: Made) -> None:
    parts = made(_rich)
    chart = parts["S, chart 1"].properties
    assert (chart["type"], chart["title"], chart["values"], chart["at"]) == ("column", "Sales by month", ("S!B2:B7", "S!C2:C7"), "G2")
    assert (parts["S, chart 2"].properties["type"], parts["S, chart 3"].properties["type"]) == ("line", "pie")
    rule = parts["S, conditional format 1"].properties
    assert (rule["range"], rule["operator"], rule["values"], rule["fill"]) == ("B2:B7", ">", ("600",), "#FF0000")
    assert parts["S, validation 1"].properties["values"] == '"Open,Closed"'
    assert parts["name Sums"].properties["range"] == "S!B2:B7"
    assert (parts["S!D2"].properties["comment"], parts["S!D3"].properties["link"]) == ("Check this", "https://example.org/a")


def test_rules_on_whole_rows_and_columns_are_read_as_the_office_writes_them(made: Made, tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = 1
        sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="A2:C7"))
        sheet.conditional_formatting.add("B2:B9", CellIsRule(operator="greaterThan", formula=["5"], fill=PatternFill(bgColor="FF0000")))

    made(fill)
    with ZipFile(tmp_path / "made.xlsx") as package, ZipFile(tmp_path / "whole.xlsx", "w") as changed:
        for name in package.namelist():
            changed.writestr(name, package.read(name).replace(b'sqref="A2:C7"', b'sqref="2:7"').replace(b'sqref="B2:B9"', b'sqref="A1:A9 B:C"'))
    ranges = {part.kind: part.properties["range"] for part in read(tmp_path / "whole.xlsx").parts if "range" in part.properties}
    assert ranges == {"validation": "A2:XFD7", "conditional format": "A1:A9 B1:C1048576"}


def test_an_inserted_row_is_one_addition(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ("Jan", 3), ("Feb", 5), ("Mar", 8):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    book.active.insert_rows(2)
    book.active["A2"] = "new"
    book.save(tmp_path / "b.xlsx")
    assert [str(c) for c in compare(read(tmp_path / "a.xlsx"), read(tmp_path / "b.xlsx"))] == ["Sheet!row 2: added 'new'"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"plain words"])
def test_a_damaged_file_is_the_callers_fault(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.xlsx").write_bytes(content)
    with pytest.raises(UserError, match="cannot be read as a workbook"):
        read(tmp_path / "x.xlsx")


@pytest.mark.office
@pytest.mark.parametrize("seed", range(10))
def test_saving_an_untouched_generated_workbook_is_no_change(office: LibreOffice, tmp_path: Path, seed: int) -> None:
    documents.write(documents.book(random.Random(seed), "train", total=0.5, title=0.4), tmp_path / "a.xlsx")
    office.reset(tmp_path / "a.xlsx")
    office.snapshot(tmp_path / "b.xlsx")
    assert [str(c) for c in compare(read(tmp_path / "a.xlsx"), read(tmp_path / "b.xlsx"))] == []


@pytest.mark.office
def test_saving_an_untouched_rich_workbook_is_no_change(office: LibreOffice, tmp_path: Path, made: Made) -> None:
    made(_rich)
    office.reset(tmp_path / "made.xlsx")
    office.snapshot(tmp_path / "b.xlsx")
    assert [str(c) for c in compare(read(tmp_path / "made.xlsx"), read(tmp_path / "b.xlsx"))] == []


def _rich(sheet: Worksheet) -> None:
    """One of everything: charts, rules, formats, borders, notes, links, pictures, names, protection."""
    sheet.append(["Month", "Sales", "Costs", "Status", "Share", "When"])
    for index, month in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun"]):
        sheet.append(
            [
                month,
                500 + 50 * index,
                300 + 20.5 * index,
                "Open" if index % 2 else "Closed",
                f"=C{index + 2}/B{index + 2}",
                dt.date(2024, index + 1, 15),
            ]
        )
        sheet.cell(index + 2, 5).number_format = "0.0%"
        sheet.cell(index + 2, 6).number_format = ("dd/mm/yyyy", "d mmm yyyy", "yyyy-mm-dd", "mmm yy", "dd.mm.yyyy", "[$-409]mmmm d, yyyy;@")[index]
        sheet.cell(index + 2, 2).number_format = ('"$"#,##0.00', "[$€-407]#,##0", "#,##0.00", "0.00E+00", "#,##0;[Red]-#,##0", '0" pcs"')[index]
    sheet["A8"], sheet["B8"], sheet["C8"] = "Total", "=SUM(B2:B7)", '=IF(B8>C2,"more","less")'
    for cell, style in zip(sheet[8], ("thin", "medium", "thick", "double", "dashed", "dotted"), strict=True):
        cell.border = Border(top=Side(style, color="FF0000"), bottom=Side("thin"))
    for cell in sheet[1]:
        cell.font, cell.fill = Font(name="Calibri", size=11, bold=True, color=Color(theme=0)), PatternFill("solid", start_color=Color(theme=4))
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A2"].font = Font(name="Georgia", size=9.5, italic=True, underline="single", strike=True)
    sheet["A3"].alignment = Alignment(horizontal="left", indent=2)
    sheet["A4"].alignment = Alignment(text_rotation=45)
    sheet["D2"].comment, sheet["D3"].hyperlink = Comment("Check this", "Office"), "https://example.org/a"
    sheet.row_dimensions[1].height, sheet.column_dimensions["A"].width, sheet.column_dimensions["E"].hidden = 32, 18, True
    sheet.freeze_panes, sheet.sheet_properties.tabColor, sheet.page_setup.orientation = "A2", "00B050", "landscape"
    sheet.merge_cells("A10:C10")
    sheet["A10"] = "A note over three columns"
    sheet.conditional_formatting.add("B2:B7", CellIsRule("greaterThan", ["600"], fill=PatternFill(bgColor="FF0000")))
    sheet.conditional_formatting.add("C2:C7", ColorScaleRule("min", None, "FFFFFF", "max", None, "00FF00"))
    twice = DifferentialStyle(font=Font(color="9C0006", bold=True))
    sheet.conditional_formatting.add("D2:D7", Rule("duplicateValues", dxf=twice))
    choice = DataValidation("list", formula1='"Open,Closed"')
    choice.add("D2:D7")
    sheet.add_data_validation(choice)
    for kind, place in ((BarChart, "G2"), (LineChart, "G20"), (PieChart, "G38")):
        chart = kind()
        chart.title = "Sales by month"
        chart.add_data(Reference(sheet, min_col=2, max_col=2 if kind is PieChart else 3, min_row=1, max_row=7), titles_from_data=True)
        chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=7))
        sheet.add_chart(chart, place)
    stored = io.BytesIO()
    Picture.new("RGB", (40, 30), (200, 30, 30)).save(stored, "PNG")
    sheet.add_image(Image(stored), "D12")
    sheet.parent.defined_names["Sums"] = DefinedName("Sums", attr_text="S!$B$2:$B$7")
    other = sheet.parent.create_sheet("Notes and more")
    other["A1"], other["A2"] = "=S!B8*2", "='Notes and more'!A1+1"
    other.protection.sheet = True
    hidden = sheet.parent.create_sheet("Hidden")
    hidden["A1"], hidden.sheet_state = True, "hidden"
