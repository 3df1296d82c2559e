"""Answers: what the document proves, and what it does not."""

from __future__ import annotations

import pytest

from lam.reading.base import Part, Reading
from lam.verdict.answers import unproven

LETTER = Reading(
    "document",
    (
        Part("paragraph 1", "paragraph", {"text": "Harbour fair"}),
        Part("paragraph 2", "paragraph", {"text": "The stalls open at 9 on Saturday. Fourteen bakers have put their names on the list."}),
        Part(
            "paragraph 3",
            "paragraph",
            {"text": "The brass band plays in the tent. A deposit of 35 euros is due in March; a stall costs 80."},
        ),
        Part("table 1", "table", {"rows": 3, "columns": 2}),
        Part("table 1, cell A1", "cell", {"text": "Stall"}),
        Part("table 1, cell B1", "cell", {"text": "Owner"}),
        Part("table 1, cell A2", "cell", {"text": "Waffles"}),
        Part("table 1, cell B2", "cell", {"text": "Odile"}),
        Part("table 1, cell A3", "cell", {"text": "Kites"}),
        Part("table 1, cell B3", "cell", {"text": "Bertram"}),
    ),
)
COSTS = Reading(
    "spreadsheet",
    (
        Part("workbook", "workbook", {"active": "Costs"}),
        Part("Costs", "sheet", {"name": "Costs"}),
        *(
            Part(f"Costs!{'AB'[column]}{row}", "cell", {"value": value})
            for row, pair in enumerate([("Item", "Price"), ("Rope", 12), ("Paint", 30.5), ("Nails", 4)], 1)
            for column, value in enumerate(pair)
        ),
    ),
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many bakers are on the list?", "Fourteen bakers are on it."),
        ("How many bakers are on the list?", "14"),
        ("When do the stalls open?", "They open at 9 on Saturday."),
        ("How much is the deposit?", "35 euros"),
        ("Who is the owner of the kites stall?", "Bertram"),
        ("How many tables are in this document?", "There is 1 table."),
        ("Where does the brass band play?", "In the tent."),
    ],
)
def test_an_answer_that_stands_in_the_passage_of_the_question_is_proven(question: str, answer: str) -> None:
    assert unproven(question, answer, LETTER) == ""


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How many bakers are on the list?", "There are 35 bakers on the list."),
        ("How many bakers are on the list?", "The list has bakers."),
        ("When do the stalls open?", "They open in March."),
        ("Who is the owner of the kites stall?", "Odile"),
        ("How many tables are in this document?", "There are 2 tables."),
        ("How many pages does this have?", "There are 3 pages."),
        ("How many paragraphs mention a baker?", "There are 3 paragraphs."),
        ("What comes after the harbour fair?", "Kites"),
        ("Is there a band?", "Yes."),
        ("What is the weather in Lisbon?", "It rains on Saturday."),
    ],
)
def test_an_answer_that_stands_elsewhere_is_not(question: str, answer: str) -> None:
    assert unproven(question, answer, LETTER) != ""


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        ("What is the total price?", "46.5", True),
        ("What is the total price?", "30.5", False),
        ("What is the average price?", "It is 15.5.", True),
        ("What is the average price?", "It is 12.", False),
        ("Which item has the highest price?", "Paint", True),
        ("Which item has the highest price?", "Rope", False),
        ("What is the lowest price?", "4", True),
        ("What is the total?", "46.5", False),
        ("What is the price of the rope?", "12", True),
        ("What is the price of the rope?", "30.5", False),
    ],
)
def test_figures_of_a_column_are_computed(question: str, answer: str, right: bool) -> None:
    assert (unproven(question, answer, COSTS) == "") == right
