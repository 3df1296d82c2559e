"""Checks of what sort of place was worked on, and of what belongs together by its names."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.named import mismatched
from lam.verdict.checks.sorts import mistaken, total_rows
from lam.verdict.places.common import Work
from lam.verdict.places.tables import cells_of_table
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Title", "Plan"),
    Element("p2", "Text 1", "Roses are red."),
    Element("p3", "number 1", "Dig"),
    Element("p4", "number 1", "Water"),
    Element("p5", "Text 2", "Soil costs 40 pounds, says Ivo."),
    Element("t1", "table", "Plant | Price | Corner", "3x3"),
)
BOOK = (
    Element("A", "column", "Plant", "A2:A5 text"),
    Element("B", "column", "Planned", "B2:B5 number"),
    Element("C", "column", "Spent", "C2:C5 number"),
    Element("D", "column", "Bought", "D2:D5 date"),
    *(Element(str(n), "row", f"{name} | {n} | {n} | 2026-03-0{n}") for n, name in enumerate(("Roses", "Blue bells", "Moss", "Ivy"), 2)),
)
DECK = (Element("s1", "slide title_content"), Element("s1.1", "title", "Costs"), Element("s1.2", "content", "Soil / Seeds"))
CELLS = [
    ["Plant", "Planned", "Spent", "Bought"],
    ["Roses", 2, 2, 1],
    ["Blue bells", 3, 3, 2],
    ["Moss", 4, 4, 3],
    ["Ivy", 5, 5, 4],
    ["Total", 14, 14, ""],
]
TABLE = [["Plant", "Price", "Corner"], ["Roses", "12", "north"], ["Violets", "30", "south"]]
PARTS: dict[Kind, list[Part]] = {
    "document": [
        Part(f"table 1, cell {letter}{n}", "cell", {"text": text}) for n, row in enumerate(TABLE, 1) for letter, text in zip("ABC", row, strict=True)
    ],
    "spreadsheet": [
        Part(f"Plants!{letter}{n}", "cell", {"value": value}) for n, row in enumerate(CELLS, 1) for letter, value in zip("ABCD", row, strict=True)
    ],
    "presentation": [],
}
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "spreadsheet": BOOK, "presentation": DECK}


def work(kind: Kind, instruction: str, *acts: tuple[str, dict[str, Any]]) -> Work:
    summary = "sheets: Plants (active), Costs; used A1:D6" if kind == "spreadsheet" else ""
    seen = Observation(kind, "", summary, SEEN[kind])
    sheets = [Part("workbook", "workbook", {"active": "Plants"})] if kind == "spreadsheet" else []
    steps = [Step(n, Decision("", Action(*act)), Outcome(True, ""), seen) for n, act in enumerate(acts, 1)]
    return Work(Said(instruction), steps, [], Reading(kind, (*sheets, *PARTS[kind])), SEEN[kind])


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("document", "Table of contents at the top of the document", "insert_toc", {"after": "p1"}, True),
        ("document", "Table of contents at the top, right after the title", "insert_toc", {"after": "p1"}, False),
        ("document", "Table of contents at the top of the document", "insert_toc", {}, False),
        ("document", "Set all body text in Arial", "format_text", {"target": "p2-p5", "font": "Arial"}, True),
        ("document", "Set all body text in Arial", "format_text", {"target": "p2", "font": "Arial"}, False),
        ("document", "Set the body text and the lists in Arial", "format_text", {"target": "p2-p5", "font": "Arial"}, False),
        ("document", "Make the list ordinary paragraphs", "set_list", {"target": "p3-p4", "kind": "none"}, False),
        ("document", "Bullets for all body text paragraphs", "set_list", {"target": "p2-p5", "kind": "bullet"}, True),
        ("document", "Put the line with Ivo on the right side", "format_text", {"target": "p5", "italic": True}, True),
        ("document", "Put the line with Ivo on the right side", "format_paragraph", {"target": "p5", "alignment": "right"}, False),
        ("document", "Take the amount out of the paragraph about soil", "delete", {"target": "p5"}, True),
        ("document", "Take the paragraph about soil out", "delete", {"target": "p5"}, False),
        ("document", "Remove the second item from the list", "delete", {"target": "p4"}, False),
        (
            "document",
            'Mark the line with the words "says Ivo" in yellow',
            "format_text",
            {"target": "p5", "match": "says Ivo", "highlight": "yellow"},
            True,
        ),
        ("document", 'Mark the words "says Ivo" in yellow', "format_text", {"target": "p5", "match": "says Ivo", "highlight": "yellow"}, False),
        ("document", "A table whose first column says Name, Age", "insert_table", {"rows": 2, "columns": 2, "data": [["Name", "Age"]]}, True),
        ("document", "A table whose first column says Name, Age", "insert_table", {"rows": 2, "columns": 2, "data": [["Name"], ["Age"]]}, False),
        ("document", "Bold letters for the head of the table, on light blue", "style_table", {"table": "t1", "header_bold": False}, True),
        ("document", "The head of the table should no longer be bold", "style_table", {"table": "t1", "header_bold": False}, False),
        ("spreadsheet", "Show Spent in euros, total included", "format_number", {"range": "C2:C5", "format": "currency"}, True),
        ("spreadsheet", "Show Spent in euros, total included", "format_number", {"range": "C2:C6", "format": "currency"}, False),
        ("spreadsheet", "Show Spent in euros", "format_number", {"range": "C2:C5", "format": "currency"}, False),
        ("spreadsheet", "The dates as DD.MM.YYYY", "format_number", {"range": "C2:C5", "format": "date"}, True),
        ("spreadsheet", "The dates as DD.MM.YYYY", "format_number", {"range": "D2:D5", "format": "date"}, False),
        ("presentation", "Add a last bullet: Tools", "set_bullets", {"target": "s1.2", "bullets": ["Tools", "Soil", "Seeds"]}, True),
        ("presentation", "Add a last bullet: Tools", "set_bullets", {"target": "s1.2", "bullets": ["Soil", "Seeds", "Tools"]}, False),
        ("presentation", "Slide numbers and the footer Costs", "set_footer", {"text": "Costs", "slide_number": False}, True),
        ("presentation", "The footer Costs, no slide numbers", "set_footer", {"text": "Costs", "slide_number": False}, False),
        ("document", "Table of contents at the start, between the title and the first chapter", "insert_toc", {"after": "p1"}, False),
        ("document", "Table of contents at the top of page two", "insert_toc", {"after": "p3"}, False),
        ("document", "Turn Plan into normal text", "format_text", {"target": "p1", "bold": False}, False),
        ("document", "Make Dig look like the body text", "format_text", {"target": "p3", "font": "Arial"}, False),
        ("document", "Delete everything from the paragraph about soil onwards", "delete", {"target": "p5"}, False),
        ("document", "Take Water out of the bullet list", "delete", {"target": "p4"}, False),
        ("document", "Remove the photo from under the heading", "delete", {"target": "i1"}, False),
        (
            "document",
            'In the line with the words "says Ivo", make these words bold',
            "format_text",
            {"target": "p5", "match": "says Ivo", "bold": True},
            False,
        ),
        ("document", "Start the first line 1 cm in on the left side", "format_paragraph", {"target": "p5", "first_line_cm": 1}, False),
        (
            "document",
            "Two columns, the first column says Name, the second Age",
            "insert_table",
            {"rows": 1, "columns": 2, "data": [["Name", "Age"]]},
            False,
        ),
        ("spreadsheet", "Column B holds serial numbers, show them as dates", "format_number", {"range": "B2:B5", "format": "date"}, False),
        ("spreadsheet", "Draw a line between the data and the total", "format_cells", {"range": "A5:D5", "border": "bottom"}, False),
        ("spreadsheet", "Show Spent in euros, total included", "format_number", {"range": "C2:C9", "format": "currency"}, False),
        ("presentation", "Put an exclamation mark at the end of Soil", "set_bullets", {"target": "s1.2", "bullets": ["Soil!", "Seeds"]}, False),
        (
            "presentation",
            "Delete the last bullet and start the list with Tools",
            "set_bullets",
            {"target": "s1.2", "bullets": ["Tools", "Soil"]},
            False,
        ),
        ("presentation", "Put our phone number 555 in the footer", "set_footer", {"text": "555", "slide_number": False}, False),
        ("document", "Header on the right: Ivo's plan", "set_header", {"text": "Ivo's plan"}, True),
        ("document", "Make the questions in the table bold", "style_table", {"table": "t1", "header_bold": True}, True),
        ("document", "Make the haeder of the table bold", "style_table", {"table": "t1", "header_bold": True}, False),
        ("document", "Let the header count the pages", "set_header", {"text": "pages"}, True),
        ("document", "Let the header count the pages", "set_header", {"text": "", "page_number": True}, False),
        ("document", "Only 'Ivo' in the header, I do not want to number the pages", "set_header", {"text": "Ivo"}, False),
        ("document", "Header on the right: Ivo's plan", "set_header", {"text": "Ivo's plan", "alignment": "right"}, False),
        ("document", "The header isn't right yet, it says Ivo's plan", "set_header", {"text": "Ivo's plan"}, False),
        ("presentation", "Disable the slide numbers", "set_footer", {"slide_number": False}, False),
    ],
)
def test_what_is_of_another_sort_is_found(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(mistaken(work(kind, instruction, (action, args)))) is wrong


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "wrong"),
    [
        ("spreadsheet", "Tabs: Plants blue, Costs red", [("Plants", "red"), ("Costs", "blue")], True),
        ("spreadsheet", "Tabs: Plants blue, Costs red", [("Costs", "red"), ("Plants", "blue")], False),
        ("spreadsheet", "Blue for Plants, red for Costs", [("Plants", "blue"), ("Costs", "red")], False),
        ("spreadsheet", "The tabs Plants and Costs red", [("Plants", "red"), ("Costs", "red")], False),
        ("spreadsheet", "Plants and Costs: red for the latter, blue for the former", [("Plants", "blue"), ("Costs", "red")], False),
    ],
)
def test_values_go_where_they_are_named(kind: Kind, instruction: str, acts: list[tuple[str, str]], wrong: bool) -> None:
    steps = [("color_sheet", {"sheet": sheet, "color": color}) for sheet, color in acts]
    assert bool(mismatched(work(kind, instruction, *steps))) is wrong


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "wrong"),
    [
        ("spreadsheet", "Both the planned and the spent amount of Moss are 7", [("set_cell", {"cell": "B4", "value": 7})], True),
        (
            "spreadsheet",
            "Both the planned and the spent amount of Moss are 7",
            [("set_cell", {"cell": "B4", "value": 7}), ("set_cell", {"cell": "C4", "value": 7})],
            False,
        ),
        ("spreadsheet", "Remove Roses and Moss, then sort by name", [("delete_rows", {"at": 2}), ("sort", {"range": "A1:D4", "by": "A"})], True),
        ("spreadsheet", "Remove Roses and Moss", [("delete_rows", {"at": 4}), ("delete_rows", {"at": 2})], False),
        ("spreadsheet", "Delete Roses, Moss stays", [("delete_rows", {"at": 2})], False),
        ("document", "Copy the price of the roses to the last row", [("set_table_cells", {"table": "t1", "cell": "B3", "data": [["12"]]})], False),
        ("document", "In the price table, change Roses to Tulips", [("set_table_cells", {"table": "t1", "cell": "A2", "data": [["Tulips"]]})], False),
        ("spreadsheet", "Remove everything between Roses and Ivy", [("delete_rows", {"at": 3})], False),
        ("document", "Violets cost 35 now", [("set_table_cells", {"table": "t1", "cell": "B2", "data": [["35"]]})], True),
        ("document", "Violets cost 35 now", [("set_table_cells", {"table": "t1", "cell": "B3", "data": [["35"]]})], False),
        ("document", "Put 35 for the violets", [("set_table_cells", {"table": "t1", "cell": "A3", "data": [["35"]]})], True),
        ("document", "The corner of the violets is west", [("set_table_cells", {"table": "t1", "cell": "B3", "data": [["west"]]})], True),
        ("document", "Write Violets in place of Roses", [("set_table_cells", {"table": "t1", "cell": "A2", "data": [["Violets"]]})], False),
    ],
)
def test_what_is_named_is_worked_on(kind: Kind, instruction: str, acts: list[tuple[str, dict[str, Any]]], wrong: bool) -> None:
    assert bool(mismatched(work(kind, instruction, *acts))) is wrong


def test_tables_are_found_by_their_ids() -> None:
    parts = (Part("slide 2, shape 3 (table), cell B2", "cell", {"text": "12"}), Part("table 1, cell A1", "cell", {"text": "Plant"}))
    reading = Reading("presentation", parts)
    assert cells_of_table(reading, "s2.3") == {"B2": " 12 "}
    assert cells_of_table(reading, "t1") == {"A1": " plant "}
    assert cells_of_table(reading, "s2") == {}


def test_rows_of_totals_are_those_of_the_sheet() -> None:
    assert total_rows(Reading("spreadsheet", tuple(PARTS["spreadsheet"])), "Plants") == [6]
    assert total_rows(Reading("spreadsheet", tuple(PARTS["spreadsheet"])), "Costs") == []
