"""Spreadsheet actions in a real office, checked in the saved file with openpyxl."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from lam.actions import actions_for, validate
from lam.envs.libreoffice import LibreOffice
from lam.errors import ActionRejected
from lam.types import Action, Observation, Outcome

pytestmark = pytest.mark.office
Act = Callable[..., Outcome]
Saved = Callable[[], Any]
REGIONS = ("North", "South", "East")


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOffice]:
    with LibreOffice() as environment:
        yield environment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Sales: twelve months in A1:D13 with a total in row 14; Notes: one row."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sales"
    sheet.append(["Month", "Sales", "Cost", "Region"])
    for index in range(12):
        sheet.append([f"M{index + 1:02d}", index * 37 % 100 * 10, 50.5 + index, REGIONS[index % 3]])
    sheet.append(["Total", "=SUM(B2:B13)", "=SUM(C2:C13)"])
    book.create_sheet("My Notes").append(["Topic", "Text"])
    book.save(tmp_path / "work.xlsx")
    return tmp_path / "work.xlsx"


@pytest.fixture
def seen(office: LibreOffice, path: Path) -> Observation:
    return office.reset(path)


@pytest.fixture
def act(office: LibreOffice, seen: Observation) -> Act:
    """Validate and carry out an action on the workbook."""

    def carry_out(_action: str, **args: Any) -> Outcome:
        return office.act(validate("spreadsheet", Action(_action, args))[1])

    return carry_out


@pytest.fixture
def saved(office: LibreOffice, tmp_path: Path) -> Saved:
    """The workbook as a file; with `values` what its formulas come to."""

    def load(values: bool = False) -> Any:
        office.snapshot(tmp_path / "saved.xlsx")
        return openpyxl.load_workbook(tmp_path / "saved.xlsx", data_only=values)

    return load


def test_outline_follows_the_contract(seen: Observation) -> None:
    assert seen.summary == "sheets: Sales (active), My Notes; used A1:D14; next free row 15, next free column E"
    lines = [(e.id, e.role, e.text, e.detail) for e in seen.elements]
    assert lines[:4] == [
        ("A", "column", "Month", "A2:A13 text"),
        ("B", "column", "Sales", "B2:B13 number"),
        ("C", "column", "Cost", "C2:C13 number"),
        ("D", "column", "Region", "D2:D13 text"),
    ]
    assert lines[4] == ("2", "row", "M01 | 0 | 50.5 | North", "")
    assert lines[16] == ("14", "row", "Total | 5420 | 672", "")
    assert lines[17:] == [("My Notes", "sheet", "Topic | Text", "A1:B1")]
    assert seen.selection == ""
    assert seen.omitted == 0


def test_outline_of_a_long_sheet_shows_its_ends_and_what_the_instruction_names(office: LibreOffice, tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Log")
    sheet.append(["Item", "Amount", "City"])
    for index in range(40_000):
        sheet.append([f"item {index}", index * 1.5, "Lima" if index % 2 else "Rome"])
    book.save(tmp_path / "long.xlsx")
    office.reset(tmp_path / "long.xlsx")
    long = office.observe("what is the amount of item 20123")
    rows = [e.id for e in long.elements if e.role == "row"]
    assert rows == ["2", "3", "4", "5", "6", "7", "20125", "39996", "39997", "39998", "39999", "40000", "40001"]
    assert long.omitted == 40_000 - 13
    assert sum(len(e.id + e.role + e.text + e.detail) + 6 for e in long.elements) < 4_800


def test_outline_of_a_wide_sheet_is_bounded(office: LibreOffice, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in range(60):
        book.active.append([f"a rather long text in column {column} of row {row}" for column in range(300)])
    book.save(tmp_path / "wide.xlsx")
    wide = office.reset(tmp_path / "wide.xlsx")
    assert len(wide.elements) <= 60
    assert wide.omitted > 250
    assert sum(len(e.id + e.role + e.text + e.detail) + 6 for e in wide.elements) < 4_800


# (action, arguments, what must hold in the saved workbook)
CONTENTS: list[tuple[str, dict[str, Any], Callable[[Any], bool]]] = [
    ("set_cell", {"cell": "B15", "value": "=AVERAGE(B11:B13)"}, lambda s: s["B15"].value == "=AVERAGE(B11:B13)"),
    ("set_cell", {"cell": "F1", "value": '=IF(B3>100,"a,b","c")'}, lambda s: s["F1"].value == '=IF(B3>100,"a,b","c")'),
    ("set_cell", {"cell": "F1", "value": "=SUM(B2;C2)"}, lambda s: s["F1"].value == "=SUM(B2,C2)"),
    ("set_cell", {"cell": "F1", "value": "=STDEV.S(B2:B13)"}, lambda s: s["F1"].value == "=_xlfn.STDEV.S(B2:B13)"),
    ("set_cell", {"cell": "F1", "value": '=IF(B2>1,TRUE,"TRUE")'}, lambda s: s["F1"].value == '=IF(B2>1,TRUE(),"TRUE")'),
    ("set_cell", {"cell": "B3", "value": 7.5}, lambda s: s["B3"].value == 7.5),
    ("set_cell", {"cell": "B3", "value": "1,250"}, lambda s: s["B3"].value == 1250),
    ("set_cell", {"cell": "A3", "value": "00123"}, lambda s: s["A3"].value == "00123"),
    ("set_cell", {"cell": "F1", "value": True}, lambda s: s["F1"].value is True),
    ("set_cell", {"cell": "F1", "value": "2024-02-29"}, lambda s: s["F1"].value.isoformat() == "2024-02-29T00:00:00"),
    ("set_cell", {"cell": "F1", "value": "12.5%"}, lambda s: s["F1"].value == 0.125 and s["F1"].number_format == "0.00%"),
    ("set_cell", {"cell": "A3", "value": None}, lambda s: s["A3"].value is None),
    ("set_cell", {"cell": "'My Notes'!C1", "value": "x"}, lambda s: s.parent["My Notes"]["C1"].value == "x"),
    (
        "set_cells",
        {"cell": "F1", "rows": [["Net", "x"], ["=B2-C2"]]},
        lambda s: (s["F1"].value, s["G1"].value, s["F2"].value) == ("Net", "x", "=B2-C2"),
    ),
    ("clear", {"range": "B2:C3"}, lambda s: s["B2"].value is None and s["C3"].value is None and s["A2"].value == "M01"),
    ("merge_cells", {"range": "F1:H2"}, lambda s: [str(m) for m in s.merged_cells.ranges] == ["F1:H2"]),
    ("insert_comment", {"cell": "B2", "text": "check this"}, lambda s: s["B2"].comment.text == "check this"),
    (
        "insert_link",
        {"cell": "A2", "url": "https://example.org/a"},
        lambda s: s["A2"].hyperlink.target == "https://example.org/a" and s["A2"].value == "M01",
    ),
    ("name_range", {"range": "B2:B13", "name": "amounts"}, lambda s: s.parent.defined_names["amounts"].attr_text == "Sales!$B$2:$B$13"),
    ("transpose", {"range": "A1:B3", "to": "F1"}, lambda s: [c.value for c in s["F1:H2"][1]] == ["Sales", 0, 370]),
    ("find_replace", {"find": "north", "replace": "Nord"}, lambda s: [s[f"D{r}"].value for r in (2, 3, 5)] == ["Nord", "South", "Nord"]),
    (
        "find_replace",
        {"find": r"M(\d+)", "replace": "X$1", "regex": True, "target": "A2:A3"},
        lambda s: [s[f"A{r}"].value for r in (2, 3, 4)] == ["X01", "X02", "M03"],
    ),
    ("insert_rows", {"at": 3, "count": 2}, lambda s: s["A5"].value == "M02" and s["A3"].value is None and s["B16"].value == "=SUM(B2:B15)"),
    ("delete_rows", {"at": 2}, lambda s: s["A2"].value == "M02" and s["B13"].value == "=SUM(B2:B12)"),
    ("insert_columns", {"at": "B"}, lambda s: s["C1"].value == "Sales" and s["B1"].value is None),
    ("delete_columns", {"at": "b"}, lambda s: [c.value for c in s[1]] == ["Month", "Cost", "Region"]),
    ("sort", {"range": "A1:D13", "by": "B", "descending": True}, lambda s: [s[f"B{r}"].value for r in (1, 2, 3, 13)] == ["Sales", 960, 850, 0]),
    (
        "sort",
        {"range": "A2:D13", "by": "D", "then_by": "B"},
        lambda s: [s[f"{c}2"].value for c in "AD"] == ["M12", "East"] and s["A1"].value == "Month",
    ),
    (
        "sort",
        {"range": "A:D", "by": "A", "descending": True},
        lambda s: s["A1"].value == "Month" and s["A2"].value == "M12" and s["A14"].value == "Total",
    ),
    (
        "remove_duplicates",
        {"range": "A1:D13", "columns": ["D"]},
        lambda s: [s[f"A{r}"].value for r in (2, 3, 4, 5)] == ["M01", "M02", "M03", "Total"],
    ),
]
LOOKS: list[tuple[str, dict[str, Any], Callable[[Any], bool]]] = [
    ("format_cells", {"range": "A1:D1", "bold": True, "size_pt": 16}, lambda s: s["D1"].font.b and s["A1"].font.sz == 16 and not s["A2"].font.b),
    (
        "format_cells",
        {"range": "B2", "italic": True, "underline": True, "strikethrough": True},
        lambda s: s["B2"].font.i and s["B2"].font.u == "single" and s["B2"].font.strike,
    ),
    (
        "format_cells",
        {"range": "B2", "fill": "yellow", "color": "#FF0000"},
        lambda s: s["B2"].fill.fgColor.rgb == "FFFFFF00" and s["B2"].font.color.rgb == "FFFF0000",
    ),
    ("format_cells", {"range": "B2", "font": "Arial", "wrap": True}, lambda s: s["B2"].font.name == "Arial" and s["B2"].alignment.wrap_text),
    (
        "format_cells",
        {"range": "B2", "alignment": "center", "vertical": "top"},
        lambda s: (s["B2"].alignment.horizontal, s["B2"].alignment.vertical) == ("center", "top"),
    ),
    (
        "format_cells",
        {"range": "B2:C3", "border": "all"},
        lambda s: all(c.border.left.style and c.border.bottom.style for row in s["B2:C3"] for c in row),
    ),
    (
        "format_cells",
        {"range": "B2:C3", "border": "outline"},
        lambda s: s["B2"].border.top.style and not s["B2"].border.right.style and s["C3"].border.right.style,
    ),
    ("format_cells", {"range": "B2:B4", "border": "bottom"}, lambda s: s["B4"].border.bottom.style and not s["B2"].border.bottom.style),
    ("format_cells", {"range": "A1", "size_pt": 13.37}, lambda s: s["A1"].font.sz == 13.4),  # the office keeps tenths of a point
    ("format_cells", {"range": "B:B", "bold": True}, lambda s: s["B1"].font.b and s["B14"].font.b and not s["C2"].font.b),
    (
        "format_number",
        {"range": "B2:B13", "format": "currency", "symbol": "€", "decimals": 0},
        lambda s: "€" in s["B2"].number_format and ".0" not in s["B2"].number_format,
    ),
    ("format_number", {"range": "B2:B13", "format": "percent"}, lambda s: s["B2"].number_format == "0%"),
    ("format_number", {"range": "B2:B13", "format": "number", "decimals": 1}, lambda s: s["B2"].number_format == "#,##0.0"),
    (
        "format_number",
        {"range": "B2", "format": "date", "pattern": "DD/MM/YYYY"},
        lambda s: s["B2"].number_format.lower().replace("\\", "") == "dd/mm/yyyy",
    ),
    ("resize", {"range": "B:C", "width_cm": 5}, lambda s: 18 < s.column_dimensions["B"].width < 30),
    ("resize", {"range": "2:2", "height_cm": 1}, lambda s: abs(s.row_dimensions[2].height - 28.35) < 0.5),
    ("hide", {"range": "C:C"}, lambda s: s.column_dimensions["C"].hidden),
    ("hide", {"range": "C2:C40"}, lambda s: s.column_dimensions["C"].hidden),  # all that is used of it
    ("hide", {"range": "3:4"}, lambda s: s.row_dimensions[3].hidden and s.row_dimensions[4].hidden and not s.row_dimensions[5].hidden),
    ("freeze", {"rows": 1}, lambda s: s.freeze_panes == "A2"),
    (
        "freeze",
        {"rows": 2, "columns": 1, "sheet": "My Notes"},
        lambda s: s.parent["My Notes"].freeze_panes == "B3" and not s.freeze_panes and s.parent.active is s,
    ),
    (
        "filter",
        {"range": "A1:D13", "column": "D", "value": "south"},
        lambda s: s.auto_filter.ref == "A1:D13" and hidden(s) == {2, 4, 5, 7, 8, 10, 11, 13},
    ),
    ("filter", {"range": "A1:D13", "column": "B", "operator": ">", "value": 700}, lambda s: hidden(s) == {2, 3, 5, 6, 8, 9, 11, 12, 13}),
    ("filter", {"range": "A1:D13", "column": "D"}, lambda s: s.auto_filter.ref == "A1:D13" and not hidden(s)),
    (
        "conditional_format",
        {"range": "B2:B13", "operator": ">", "value": 600, "fill": "red"},
        lambda s: rule(s) == ("B2:B13", "cellIs", "greaterThan", ["600"], "FFFF0000"),
    ),
    (
        "conditional_format",
        {"range": "B:B", "operator": "between", "value": 1, "value2": 2, "fill": "red"},
        lambda s: rule(s)[:4] == ("B2:B13", "cellIs", "between", ["1", "2"]),
    ),
    ("conditional_format", {"range": "D2:D13", "operator": "contains", "value": "or"}, lambda s: rule(s)[3] == ['ISNUMBER(SEARCH("or",D2))']),
    ("conditional_format", {"range": "D2:D13", "operator": "duplicate", "color": "blue"}, lambda s: rule(s)[1] == "duplicateValues"),
    ("validate_list", {"range": "D2:D13", "values": ["North", "South"]}, lambda s: s.data_validations.dataValidation[0].formula1 == '"North,South"'),
    ("validate_list", {"range": "2:3", "values": ["Yes", "No"]}, lambda s: str(s.data_validations.dataValidation[0].sqref) == "A2:D3"),
    ("conditional_format", {"range": "2:3", "operator": ">", "value": 600, "fill": "red"}, lambda s: rule(s)[0] == "A2:D3"),
    ("protect_sheet", {}, lambda s: s.protection.sheet),
]
SHEETS: list[tuple[str, dict[str, Any], Callable[[Any], bool]]] = [
    ("add_sheet", {"name": "Plan"}, lambda s: s.parent.sheetnames == ["Sales", "My Notes", "Plan"]),
    ("add_sheet", {"name": "Plan", "after": "sales"}, lambda s: s.parent.sheetnames == ["Sales", "Plan", "My Notes"]),
    ("rename_sheet", {"sheet": "My Notes", "name": "Remarks"}, lambda s: s.parent.sheetnames == ["Sales", "Remarks"]),
    (
        "copy_sheet",
        {"sheet": "Sales", "name": "Copy"},
        lambda s: s.parent.sheetnames[2] == "Copy" and s.parent["Copy"]["B14"].value == "=SUM(B2:B13)",
    ),
    ("move_sheet", {"sheet": "Sales", "to": 2}, lambda s: s.parent.sheetnames == ["My Notes", "Sales"] and s.parent.active is s),
    ("delete_sheet", {"sheet": "My Notes"}, lambda s: s.parent.sheetnames == ["Sales"]),
    ("color_sheet", {"sheet": "Sales", "color": "green"}, lambda s: s.sheet_properties.tabColor.rgb == "FF008000"),
    ("activate_sheet", {"sheet": "My Notes"}, lambda s: s.parent.active.title == "My Notes"),
]


def hidden(sheet: Any) -> set[int]:
    return {row for row in range(1, 15) if sheet.row_dimensions[row].hidden}


def rule(sheet: Any) -> tuple[str, str, str, list[str], str]:
    ((area, rules),) = [(str(c.sqref), c.rules) for c in sheet.conditional_formatting]
    (one,) = rules
    return area, one.type, one.operator, one.formula, one.dxf.fill.bgColor.rgb if one.dxf and one.dxf.fill else ""


@pytest.mark.parametrize(("name", "args", "holds"), CONTENTS + LOOKS + SHEETS, ids=lambda value: value if isinstance(value, str) else "")
def test_action_shows_in_the_saved_file(name: str, args: dict[str, Any], holds: Callable[[Any], bool], act: Act, saved: Saved) -> None:
    assert act(name, **args).ok
    assert holds(saved()["Sales"])


def test_none_of_the_checks_holds_before_the_act(path: Path) -> None:
    untouched = openpyxl.load_workbook(path)["Sales"]
    for name, args, holds in CONTENTS + LOOKS + SHEETS:
        with contextlib.suppress(AttributeError, KeyError, ValueError, IndexError, TypeError):
            assert not holds(untouched), (name, args)


def test_formula_is_computed_at_once(act: Act, saved: Saved) -> None:
    assert act("set_cell", cell="B15", value="=AVERAGE(B11:B13)").message == "B15 = 366.666666666667 (=AVERAGE(B11:B13))"
    assert saved(values=True)["Sales"]["B15"].value == pytest.approx(366.6667, abs=1e-3)


def test_fill_down_adjusts_formulas_and_repeats_values(act: Act, saved: Saved) -> None:
    act("set_cells", cell="F2", rows=[["=B2*2", 5]])
    act("fill_down", range="F2:G13")
    sheet = saved()["Sales"]
    assert [sheet[f"F{r}"].value for r in (2, 7, 13)] == ["=B2*2", "=B7*2", "=B13*2"]
    assert [sheet[f"G{r}"].value for r in (2, 7, 13)] == [5, 5, 5]


def test_text_to_columns_splits_and_reads_numbers(act: Act, saved: Saved) -> None:
    act("set_cells", cell="F1", rows=[["a, b"], ["x,12"]])
    act("text_to_columns", range="F1:F2")
    assert [[c.value for c in row] for row in saved()["Sales"]["F1:G2"]] == [["a", "b"], ["x", 12]]


@pytest.mark.parametrize(
    ("kind", "tag"),
    [
        ("column", "BarChart"),
        ("bar", "BarChart"),
        ("line", "LineChart"),
        ("pie", "PieChart"),
        ("area", "AreaChart"),
        ("scatter", "ScatterChart"),
        ("donut", "DoughnutChart"),
    ],
)
def test_chart_has_its_type_data_title_and_place(kind: str, tag: str, act: Act, saved: Saved, office: LibreOffice) -> None:
    act("insert_chart", range="A1:B13", type=kind, title="By month", at="F3")
    (chart,) = saved()["Sales"]._charts
    assert type(chart).__name__ == tag
    assert getattr(chart, "barDir", "") == {"column": "col", "bar": "bar"}.get(kind, getattr(chart, "barDir", ""))
    assert (chart.anchor._from.col, chart.anchor._from.row) == (5, 2)
    series = chart.series[0]
    assert (series.val or series.yVal).numRef.f == "Sales!$B$2:$B$13"
    assert "".join(run.t for run in chart.title.tx.rich.p[0].r) == "By month"
    assert ("chart1", "chart", "By month", kind) in [(e.id, e.role, e.text, e.detail) for e in office.observe().elements]


def test_pivot_table_sums_by_group(act: Act, saved: Saved) -> None:
    act("pivot_table", range="A1:D13", rows=["Region"], values="Sales")
    book = saved(values=True)
    shown = {row[0].value: row[1].value for row in book["Pivot"]["A1:B6"]}
    assert [shown[r] for r in REGIONS] == [sum(i * 37 % 100 * 10 for i in range(12) if REGIONS[i % 3] == r) for r in REGIONS]


def test_clear_filter_shows_all_rows_again(act: Act, saved: Saved) -> None:
    act("filter", range="A1:D13", column="D", value="South")
    assert hidden(saved()["Sales"])
    act("clear_filter")
    sheet = saved()["Sales"]
    assert not hidden(sheet)
    assert sheet.auto_filter.ref is None
    with pytest.raises(ActionRejected, match="there is no filter"):
        act("clear_filter")


def test_filters_of_other_ranges_are_no_fault(act: Act) -> None:
    act("filter", range="D2:D13", column="D")
    act("filter", range="D2:D13", column="D")
    with pytest.raises(ActionRejected, match="another range"):
        act("filter", range="A1:D13", column="D", value="South")


def test_looking_further_tells_cells_and_formulas(act: Act) -> None:
    assert act("read", target="A13:B14").data == "13 M12 | 70 \n14 Total | 5420 (=SUM(B2:B13))".replace("70 ", "70")
    assert act("read", target="My Notes").data == "1 Topic | Text"
    found = act("find_text", query="South")
    assert found.changed == ("D3", "D6", "D9", "D12")
    assert act("select", target="B2:C3").ok
    act("filter", range="A1:D13", column="D", value="South")
    assert act("select", target="A1:D13").ok
    assert act("find_replace", find="South", replace="Southern", target="selection").changed == ("D3", "D6", "D9", "D12")


REJECTED: list[tuple[str, dict[str, Any], str]] = [
    ("set_cell", {"cell": "Nope!A1", "value": 1}, "there is no sheet 'Nope'; there are Sales, My Notes"),
    ("set_cell", {"cell": "B2", "value": "=FOO(1)"}, "#NAME"),
    ("set_cell", {"cell": "B2", "value": "=1/0"}, "#DIV/0!"),
    ("set_cell", {"cell": "B2", "value": "=B2+1"}, "refers to its own cell"),
    ("set_cell", {"cell": "XFE1", "value": 1}, "outside the sheet"),
    ("set_cells", {"cell": "F1", "rows": [[1], ["=NOPE()"]]}, "#NAME"),
    ("fill_down", {"range": "B2"}, "one row"),
    ("format_cells", {"range": "A1", "color": "blurple"}, "no colour"),
    ("format_cells", {"range": "A1"}, "something to change"),
    ("format_number", {"range": "B2", "format": "number", "pattern": "[[[0"}, "no number format"),
    ("freeze", {"rows": 90}, "do not fit"),
    ("freeze", {"rows": 1, "columns": 60}, "do not fit"),
    ("delete_rows", {"at": 200}, "row 200 is empty"),
    ("delete_columns", {"at": "Z"}, "column Z is empty"),
    ("sort", {"range": "B2:B13", "by": "B"}, "tear the rows apart"),
    ("sort", {"range": "A1:D13", "by": "F"}, "column F is not in A1:D13"),
    ("filter", {"range": "A1:D13", "column": "B", "operator": ">", "value": "abc"}, "compares numbers"),
    ("conditional_format", {"range": "B2:B13", "operator": ">"}, "needs a value"),
    ("merge_cells", {"range": "A1:B1"}, "would hide"),
    ("transpose", {"range": "A1:B3", "to": "A10"}, "not empty"),
    ("text_to_columns", {"range": "A2:A13", "separator": "pipe"}, "no cell"),
    ("name_range", {"range": "A1", "name": "B2"}, "cannot be a name"),
    ("add_sheet", {"name": "sales"}, "already"),
    ("add_sheet", {"name": "a/b"}, "not allowed"),
    ("delete_sheet", {"sheet": "Plan"}, "there is no sheet 'Plan'"),
    ("move_sheet", {"sheet": "Sales", "to": 5}, "only 2 sheets"),
    ("insert_chart", {"range": "F1:G9", "type": "column"}, "no numbers"),
    ("pivot_table", {"range": "A1:D13", "rows": ["Nope"], "values": "Sales"}, "no field 'Nope'"),
    ("find_replace", {"find": "zebra", "replace": "x"}, "occurs nowhere"),
    ("find_replace", {"find": "SUM", "replace": "SUMM", "target": "B14"}, "break its formula"),
    ("find_text", {"query": "zebra"}, "occurs nowhere"),
    ("select", {"target": "chart9"}, "names no cells"),
]


@pytest.mark.parametrize(("name", "args", "words"), REJECTED, ids=lambda value: value if isinstance(value, str) else "")
def test_rejected_action_says_why_and_changes_nothing(name: str, args: dict[str, Any], words: str, act: Act, saved: Saved) -> None:
    before = _all(saved())
    with pytest.raises(ActionRejected, match=words.replace("(", r"\(").replace("#", r"\#")):
        act(name, **args)
    assert _all(saved()) == before


def test_protected_sheet_rejects_edits(act: Act) -> None:
    act("protect_sheet", password="secret")
    with pytest.raises(ActionRejected, match="protected"):
        act("set_cell", cell="A1", value=1)
    with pytest.raises(ActionRejected, match="password"):
        act("protect_sheet", protected=False, password="wrong")
    act("protect_sheet", protected=False, password="secret")
    assert act("set_cell", cell="A1", value=1).ok


def test_every_declared_action_is_carried_out(office: LibreOffice, seen: Observation) -> None:
    own = {name for name, declaration in actions_for("spreadsheet").items() if declaration.app == "spreadsheet"}
    assert own | {"find_text", "read", "select", "find_replace"} <= office.supported()


def _all(book: Any) -> list[Any]:
    return [
        (sheet.title, cell.coordinate, cell.value, cell.number_format, cell.font.b, cell.fill.fgColor.rgb)
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
    ] + [[str(c.sqref) for sheet in book.worksheets for c in sheet.conditional_formatting], len(book["Sales"]._charts)]
