"""What the instruction asks for by name must be among what was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Kind, Observation, Outcome, Step
from lam.verdict.checks.aspects import unmet, unwished
from lam.verdict.checks.formulas import strays


def step(name: str, **args: Any) -> Step:
    return Step(1, Decision("", Action(name, args)), Outcome(True, "ok"), Observation("document", "", ""))


@pytest.mark.parametrize(
    ("instruction", "kind", "act"),
    [
        ("Please set the document title in bold", "document", step("set_heading", target="p1", level=1)),
        ("underline the last paragraph", "document", step("format_text", target="p4", bold=True)),
        ("Add a footnote to the first paragraph", "document", step("insert_text", text="something else")),
        ("sort the table by price", "spreadsheet", step("set_cell", cell="A1", value=3)),
        ("average of the sales", "spreadsheet", step("set_cell", cell="B14", value="=SUM(B2:B13)")),
        ("switch the page to landscape", "document", step("set_page", margin_cm=2)),
    ],
)
def test_an_aspect_that_nothing_is_about_is_unmet(instruction: str, kind: Kind, act: Step) -> None:
    assert unmet(instruction, kind, [act], [])


@pytest.mark.parametrize(
    ("instruction", "kind", "act"),
    [
        ("Bold the title", "document", step("format_text", target="p1", bold=True)),
        ("Make the bold paragraph red", "document", step("format_text", target="p1", color="red")),
        ('Insert "be bold" at the end', "document", step("insert_text", text="be bold")),
        ("add a line saying be bold", "document", step("insert_text", text="be bold")),
        ("average of the sales", "spreadsheet", step("set_cell", cell="B14", value="=AVERAGE(B2:B13)")),
        ("new slide with bullets", "presentation", step("add_slide", title="x", bullets=["y"])),
        ("freeze the header row", "spreadsheet", step("freeze", rows=1)),
        ("Center the title", "presentation", step("format_paragraph", target="s1.1", alignment="center")),
    ],
)
def test_an_aspect_that_was_done_or_only_refers_is_met(instruction: str, kind: Kind, act: Step) -> None:
    assert unmet(instruction, kind, [act], []) == []


@pytest.mark.parametrize(
    ("instruction", "args", "more"),
    [
        ("Make the second paragraph bold and underlined", {"bold": True, "underline": True, "size_pt": 20.0}, ["size_pt"]),
        ("Center the title", {"bold": True}, ["bold"]),
        ("Make the title bold and bigger", {"bold": True, "size_pt": 20.0}, []),
        ("title: fett, 16", {"size_pt": 16.0}, []),
        ("underscore the title", {"underline": True, "bold": False}, []),
        ("The headline should stand out", {"bold": True, "italic": True}, []),
    ],
)
def test_formats_that_nobody_asked_for_are_noticed(instruction: str, args: dict[str, Any], more: list[str]) -> None:
    assert unwished(instruction, [step("format_text", target="p1", **args)]) == more


MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def monthly(rows: Sequence[object]) -> Reading:
    """Month, Sales and Costs by rows."""
    heads = [Part(f"Sheet!{c}1", "cell", {"value": h}) for c, h in zip("ABC", ("Month", "Sales", "Costs"), strict=True)]
    return Reading("spreadsheet", (*heads, *(Part(f"Sheet!A{n}", "cell", {"value": month}) for n, month in enumerate(rows, 2))))


@pytest.mark.parametrize(
    ("instruction", "formula", "stray"),
    [
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B13:C13)", "columns B to C"),
        ("Calculate the average sales for the last quarter.", "=AVERAGE(C11:C13)", "is about Costs"),
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B13)", "rows 11 to 13"),
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B2:B13)", "rows 11 to 13"),
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B11:B13)", ""),
        ("What did we earn in the final quarter?", "=SUM(C12:C13)", "rows 11 to 13"),
        ("Average sales of the last quarter in per cent", "=B13/1000", ""),
        ("Add up sales and costs of December", "=SUM(B13:C13)", ""),
        ("Add up the last row", "=SUM(B13:C13)", ""),
        ("Put the sales with tax beside them", '=IF(B2>0,"C3",B2*1.2)', ""),
        ("The sales plus five in a new column", "=E2+5", ""),
    ],
)
def test_formula_beside_what_is_named_strays(instruction: str, formula: str, stray: str) -> None:
    said = strays(instruction, [step("set_cell", cell="B14", value=formula)], monthly(MONTHS))
    assert (stray in said) if stray else said == ""


@pytest.mark.parametrize(
    ("rows", "formula", "stray"),
    [
        (("Q1", "Q2", "Q3", "Q4"), "=SUM(B5)", False),
        ([dt.date(2025, 1 + n // 3, 1 + n % 3) for n in range(15)], "=SUM(B8:B16)", False),
        ([dt.date(2025, 1 + n // 3, 1 + n % 3) for n in range(15)], "=SUM(B14:B16)", True),
        (("Jan 2025", "Feb 2025", "Mar 2025", "Apr 2025", "May 2025"), "=SUM(B4:B6)", False),
        (("May", "June", "total", "July", "August"), "=SUM(B2:B3)", False),
    ],
)
def test_the_last_quarter_are_the_last_three_months(rows: Sequence[object], formula: str, stray: bool) -> None:
    assert bool(strays("total of the last quarter", [step("set_cell", cell="B20", value=formula)], monthly(rows))) is stray


@pytest.mark.parametrize(
    ("instruction", "formula", "stray"),
    [
        ("average for October to December", "=AVERAGE(B11:B13)", False),
        ("average for October to December", "=AVERAGE(B5:B13)", True),
        ("average for oct - dec", "=AVERAGE(B11:B13)", False),
        ("average from January through March", "=AVERAGE(B2:B13)", True),
        ("average of all months", "=AVERAGE(B2:B13)", False),
    ],
)
def test_rows_from_one_label_to_another(instruction: str, formula: str, stray: bool) -> None:
    assert bool(strays(instruction, [step("set_cell", cell="B20", value=formula)], monthly(MONTHS))) is stray


@pytest.mark.parametrize(
    ("rows", "formula", "alone"),
    [
        (("North", "South", "East", "West"), "=AVERAGE(B5)", True),
        (("North", "South", "East", "West"), "=AVERAGE(B2:B5)", False),
        (("North", "South", "East", "West"), "=B5*2", False),
        (("Q1", "Q2", "Q3", "Q4"), "=AVERAGE(B5)", False),
    ],
)
def test_what_is_computed_of_several_cells_is_not_computed_of_one(rows: Sequence[object], formula: str, alone: bool) -> None:
    said = strays("the mean of the earlier ones", [step("set_cell", cell="B20", value=formula)], monthly(rows))
    assert (said == f"{formula} is about one cell only") is alone
