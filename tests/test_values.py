"""Checks of values: the one that is named, those of a category, a list's last, two that are swapped, a sheet's end."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Observation, Outcome, Step
from lam.verdict.checks.formulas import strays
from lam.verdict.checks.values import misvalued
from lam.verdict.places.common import Work
from lam.verdict.words import Said

CELLS = [
    ["Job", "Trade", "Cost", "Status"],
    ["Tap", "Plumbing", 85, "Open"],
    ["Buzzer", "Electrics", 140, "Done"],
    ["Drain", "Plumbing", 160, "Waiting"],
    ["Socket", "Electrics", 75, "Open"],
]
QUARTERS = [["Period", "Visits"], *([f"Quarter {n}", 100 * n] for n in range(1, 5))]


def book(rows: list[list[Any]]) -> Reading:
    cells = (Part(f"Jobs!{letter}{n}", "cell", {"value": value}) for n, row in enumerate(rows, 1) for letter, value in zip("ABCD", row, strict=False))
    sheets = (Part(name, "sheet", {"name": name}) for name in ("Jobs", "Rates", "Kit"))
    return Reading("spreadsheet", (Part("workbook", "workbook", {"active": "Jobs"}), *sheets, *cells))


def work(instruction: str, name: str, args: dict[str, Any]) -> Work:
    seen = Observation("spreadsheet", "", "sheets: Jobs (active), Rates, Kit", ())
    return Work(Said(instruction), [Step(1, Decision("", Action(name, args)), Outcome(True, ""), seen)], [], book(CELLS), ())


@pytest.mark.parametrize(
    ("instruction", "name", "args", "right"),
    [
        ("count the open jobs", "set_cell", {"cell": "D6", "value": '=COUNTIF(D2:D5,"Done")'}, False),
        ("count the open jobs", "set_cell", {"cell": "D6", "value": '=COUNTIF(D2:D5,"Open")'}, True),
        ("mark what is open yellow", "conditional_format", {"range": "D2:D5", "operator": "contains", "value": "Waiting", "fill": "yellow"}, False),
        ("mark what is open yellow", "conditional_format", {"range": "D2:D5", "operator": "contains", "value": "Open", "fill": "yellow"}, True),
        ("show what I still have to do", "filter", {"range": "A1:D5", "column": "D", "value": "Open"}, True),
        ("what did plumbing cost altogether?", "set_cell", {"cell": "C6", "value": "=SUM(C2:C5)"}, False),
        ("what did plumbing cost altogether?", "set_cell", {"cell": "C6", "value": '=SUMIF(B2:B5,"Plumbing",C2:C5)'}, True),
        ("what did plumbing and electrics cost?", "set_cell", {"cell": "C6", "value": "=SUM(C2:C5)"}, True),
        ("how many plumbing jobs are there?", "set_cell", {"cell": "C6", "value": '=SUMIF(B2:B5,"Plumbing",C2:C5)'}, False),
        ("how many euros of cost has plumbing?", "set_cell", {"cell": "C6", "value": '=SUMIF(B2:B5,"Plumbing",C2:C5)'}, True),
        ("swap Tap and Drain", "find_replace", {"find": "Tap", "replace": "Drain"}, False),
        ("swap Tap for Drain", "find_replace", {"find": "Tap", "replace": "Drain"}, True),
        ("move Kit to the front", "move_sheet", {"sheet": "Kit", "to": 2}, False),
        ("move Kit to the front", "move_sheet", {"sheet": "Kit", "to": 1}, True),
        ("Jobs to the very end please", "move_sheet", {"sheet": "Jobs", "to": 3}, True),
        ("move Kit in front of Rates", "move_sheet", {"sheet": "Kit", "to": 2}, True),
        ("dropdown in Status with Open, Waiting and Done", "validate_list", {"range": "D2:D5", "values": ["Open", "Waiting"]}, False),
        ("dropdown in Status with Open, Waiting and Done", "validate_list", {"range": "D2:D5", "values": ["Waiting", "Done"]}, False),
        ("dropdown in Status with Open, Waiting and Done", "validate_list", {"range": "D2:D5", "values": ["Open", "Waiting", "Done"]}, True),
        ("Draft and C4 apart, cells B2, Open and Waiting", "validate_list", {"range": "D2:D5", "values": ["Open", "Waiting"]}, True),
        ("add a sheet named Summer after Jobs", "add_sheet", {"name": "Summer"}, False),
        ("add a sheet named Summer after Jobs", "add_sheet", {"name": "Summer", "after": "Jobs"}, True),
        ("add a sheet named Summer before the Kit sheet", "add_sheet", {"name": "Summer", "after": "Rates"}, True),
        ("add a sheet named Summer at the end", "add_sheet", {"name": "Summer"}, True),
        ("the tap is a credit: -150", "set_cell", {"cell": "C2", "value": 150}, False),
        ("the tap is a credit: -150", "set_cell", {"cell": "C2", "value": -150}, True),
        ("the tap cost 150", "set_cell", {"cell": "C2", "value": 150}, True),
        ("both plumbing jobs are Done", "set_cell", {"cell": "D2", "value": "Done"}, False),
        ("make a 2 by 4 table", "insert_table", {"rows": 4, "columns": 2}, False),
        ("make a 2 by 4 table", "insert_table", {"rows": 2, "columns": 4}, True),
        ("make a table, 2 wide by 4 high", "insert_table", {"rows": 4, "columns": 2}, True),
        ("what is the dearest?", "set_cell", {"cell": "C7", "value": "=MAX(C2:C4)"}, False),
        ("what is the dearest?", "set_cell", {"cell": "C7", "value": "=MAX(C2:C5)"}, True),
        ("the dearest of the first three rows", "set_cell", {"cell": "C7", "value": "=MAX(C2:C4)"}, True),
        ("sort by trade, then by cost", "sort", {"range": "A1:D5", "by": "B"}, False),
        ("sort by trade, then by cost", "sort", {"range": "A1:D5", "by": "B", "then_by": "C"}, True),
        ("VAT of 20% on the cost in E2", "set_cell", {"cell": "E2", "value": "=C2*1.2"}, False),
        ("VAT of 20% on the cost in E2", "set_cell", {"cell": "E2", "value": "=C2*0.2"}, True),
        ("cost incl. 20% VAT in E2", "set_cell", {"cell": "E2", "value": "=C2*0.2"}, False),
        ("cost incl. 20% VAT in E2", "set_cell", {"cell": "E2", "value": "=C2+C2*0.2"}, True),
        ("In Status offer Open, Waiting and nothing else", "validate_list", {"range": "D2:D5", "values": ["Open", "Waiting"]}, True),
    ],
)
def test_a_value_taken_for_another_is_found(instruction: str, name: str, args: dict[str, Any], right: bool) -> None:
    assert (misvalued(work(instruction, name, args)) == "") is right


def test_a_difference_is_no_sum() -> None:
    for formula, right in (("=C2-D2", False), ("=C2+D2", True)):
        act = work("the sum of both in E2", "set_cell", {"cell": "E2", "value": formula}).acts
        assert (strays("the sum of both in E2", act, book(CELLS)) == "") is right


@pytest.mark.parametrize(("rows", "right"), [("B2:B5", False), ("B5:B5", True)])
def test_of_rows_that_are_quarters_the_last_one_is_the_last_quarter(rows: str, right: bool) -> None:
    act = work("the last quarter's mean of Visits", "set_cell", {"cell": "B6", "value": f"=AVERAGE({rows})"}).acts
    assert (strays("the last quarter's mean of Visits", act, book(QUARTERS)) == "") is right
