"""What the instruction asks for by name must be among what was done."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Kind, Observation, Outcome, Step
from lam.verdict.aspects import strays, unmet


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
    ("instruction", "formula", "stray"),
    [
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B13:C13)", True),
        ("Calculate the average sales for the last quarter.", "=AVERAGE(B11:B13)", False),
        ("Add up sales and costs of December", "=SUM(B13:C13)", False),
        ("Add up the last row", "=SUM(B13:C13)", False),
    ],
)
def test_formula_over_other_columns_than_the_named_one_strays(instruction: str, formula: str, stray: bool) -> None:
    heads = ("Month", "Sales", "Costs")
    reading = Reading("spreadsheet", tuple(Part(f"Sheet!{c}1", "cell", {"value": h}) for c, h in zip("ABC", heads, strict=True)))
    assert bool(strays(instruction, [step("set_cell", cell="B14", value=formula)], reading)) is stray
