"""Checks of tables and links: values under their heads, new rows, the table of a section, whole addresses."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Observation, Outcome, Step
from lam.verdict.checks.given import invented
from lam.verdict.checks.tables import mistabled
from lam.verdict.places.common import Work
from lam.verdict.words import Said

COSTS = (("Item", "Budget", "Actual"), ("Rope", "40", "38"), ("Paint", "70", "81"))
FORM = (("Question", "Your answer"), ("Name of your choir", ""), ("Phone number", ""))
OUTLINE = (
    Element("p1", "Title", "Choir weekend"),
    Element("p2", "Heading 1", "Finances"),
    Element("t1", "table", "Item | Budget | Actual"),
    Element("p3", "Heading 1", "Registration"),
    Element("p4", "bullet 1", "Bring a folder"),
    Element("p5", "bullet 1", "Bring a mug"),
    Element("p6", "Text 1", "The fee of 45 euros is due by 3 May."),
    Element("t2", "table", "Question | Your answer"),
)


def _cells(table: int, rows: tuple[tuple[str, ...], ...]) -> list[Part]:
    return [
        Part(f"table {table}, cell {'ABC'[column]}{row}", "cell", {"text": text})
        for row, texts in enumerate(rows, 1)
        for column, text in enumerate(texts)
    ]  # fmt: skip


BEFORE = Reading(
    "document",
    (
        Part("table 1", "table", {"rows": 3, "columns": 3}),
        *_cells(1, COSTS),
        Part("paragraph 6", "paragraph", {"text": "The fee of 45 euros is due by 3 May."}),
        Part("table 2", "table", {"rows": 3, "columns": 2}),
        *_cells(2, FORM),
    ),
)
Act = tuple[str, dict[str, Any]]


def work(instruction: str, *acts: Act) -> Work:
    seen = Observation("document", "", "", OUTLINE)
    steps = [Step(n, Decision("", Action(name, args)), Outcome(True, ""), seen) for n, (name, args) in enumerate(acts, 1)]
    return Work(Said(instruction), steps, [], BEFORE, OUTLINE)


def filled(cell: str, *values: str, table: str = "t1") -> Act:
    return "set_table_cells", {"table": table, "cell": cell, "data": [list(values)]}


def row(at: int) -> Act:
    return "insert_table_rows", {"table": "t1", "at": at}


GLUE = "a row for glue under the costs, budget 25, actual 19"
SITE = "let the title open https://choir.example/may?y=1"


@pytest.mark.parametrize(
    ("instruction", "acts", "right"),
    [
        (GLUE, [row(4), filled("A4", "Glue", "25", "19")], True),
        (GLUE, [row(4), filled("A4", "Glue", "19", "25")], False),
        (GLUE, [row(4), filled("A3", "Glue", "25", "19")], False),
        ("insert a row at the end, and correct rope to 41", [row(4), filled("B2", "41")], True),
        ("grey head for the finance table", [("style_table", {"table": "t1", "header_background": "gray"})], True),
        ("grey head for the finance table", [("style_table", {"table": "t2", "header_background": "gray"})], False),
        ("grey head for the question table", [("style_table", {"table": "t2", "header_background": "gray"})], True),
        ("a small table, 2 by 2, below the bullets", [("insert_table", {"rows": 2, "columns": 2, "after": "p5"})], True),
        ("a small table, 2 by 2, below the bullets", [("insert_table", {"rows": 2, "columns": 2, "after": "p4"})], False),
        ("contents with only the main headings", [("insert_toc", {"after": "p1", "levels": 1})], True),
        ("contents with only the main headings", [("insert_toc", {"after": "p1"})], False),
        (SITE, [("insert_link", {"target": "p1", "url": "https://choir.example/may?y=1"})], True),
        (SITE, [("insert_link", {"target": "p1", "url": "https://choir.example"})], False),
        (SITE, [("insert_link", {"target": "p1", "url": "https://choir.example/may"})], False),
        ("Can the title open https://choir.example?", [("insert_link", {"target": "p1", "url": "https://choir.example"})], True),
        ("the title opens https://choir.example.", [("insert_link", {"target": "p1", "url": "https://choir.example"})], True),
        ("our choir is called Larks; fill that in", [filled("B2", "Larks", table="t2")], True),
        ("our choir is called Larks; fill that in", [filled("B3", "Larks", table="t2")], False),
        ("our choir is called Larks; fill that in", [filled("A2", "Larks", table="t2")], False),
    ],
)
def test_what_went_to_a_wrong_place_of_a_table_is_told(instruction: str, acts: list[Act], right: bool) -> None:
    assert (mistabled(work(instruction, *acts)) == "") == right


LIST = "a table below the title with the columns Tea, Milk and Rum"


@pytest.mark.parametrize(
    ("instruction", "acts", "right"),
    [
        (LIST, [("insert_table", {"rows": 2, "columns": 3, "after": "p1", "data": [["Tea", "Milk", "Rum"]]})], True),
        (LIST, [("insert_table", {"rows": 2, "columns": 3, "after": "p1", "data": [["Rum", "Milk", "Tea"]]})], False),
        ("Tea, Milk and Rum as a table, in reverse order", [("insert_table", {"rows": 1, "columns": 3, "data": [["Rum", "Milk", "Tea"]]})], True),
    ],
)
def test_a_list_keeps_its_order(instruction: str, acts: list[Act], right: bool) -> None:
    assert (mistabled(work(instruction, *acts)) == "") == right


SHOP = Reading(
    "spreadsheet",
    (
        Part("workbook", "workbook", {"active": "Shop"}),
        Part("Shop", "sheet", {"name": "Shop"}),
        *(
            Part(f"Shop!{'AB'[column]}{place}", "cell", {"value": value})
            for place, values in enumerate([("Item", "Price"), ("Rope", 12)], 1)
            for column, value in enumerate(values)
        ),
    ),
)


@pytest.mark.parametrize(
    ("acts", "right"),
    [
        ([("insert_link", {"cell": "A2", "url": "https://rope.example", "text": "https://rope.example"})], False),
        ([("insert_link", {"cell": "A2", "url": "https://rope.example"})], True),
        ([("insert_link", {"cell": "C2", "url": "https://rope.example", "text": "https://rope.example"})], True),
        ([("set_cells", {"cell": "A3", "rows": [["Glue", 3]]})], True),
        ([("set_cells", {"cell": "B3", "rows": [["Glue", 3]]})], False),
        ([("set_cell", {"cell": "C1", "value": "VAT"}), ("set_cell", {"cell": "C2", "value": "=B2*0.2"}), ("fill_down", {"range": "C2:C9"})], True),
        ([("set_cell", {"cell": "D1", "value": "VAT"}), ("set_cell", {"cell": "C2", "value": "=B2*0.2"}), ("fill_down", {"range": "C2:C9"})], False),
    ],
)
def test_cells_keep_their_texts_and_columns_their_heads(acts: list[Act], right: bool) -> None:
    seen = Observation("spreadsheet", "", "")
    steps = [Step(n, Decision("", Action(name, args)), Outcome(True, ""), seen) for n, (name, args) in enumerate(acts, 1)]
    assert (mistabled(Work(Said("as it should be"), steps, [], SHOP, ())) == "") == right


@pytest.mark.parametrize(
    ("instruction", "act", "given"),
    [
        ("highlight the amount in the paragraph on the fee", ("format_text", {"target": "p6", "match": "45 euros", "highlight": "yellow"}), True),
        ("highlight the date in the paragraph on the fee", ("format_text", {"target": "p6", "match": "45 euros", "highlight": "yellow"}), False),
        ("highlight the date in the paragraph on the fee", ("format_text", {"target": "p6", "match": "3 May", "highlight": "yellow"}), True),
        ("link to mailto:ann@larks.example there", ("insert_link", {"target": "p6", "url": "mailto:ann@larks.example", "match": "larks"}), False),
        (
            "let the word fee open mailto:ann@larks.example",
            ("insert_link", {"target": "p6", "url": "mailto:ann@larks.example", "match": "fee"}),
            True,
        ),
    ],
)
def test_a_part_of_a_text_is_named_or_the_only_one_of_its_kind(instruction: str, act: Act, given: bool) -> None:
    made = work(instruction, act)
    assert (invented(made.said, made.acts, BEFORE) == "") == given
