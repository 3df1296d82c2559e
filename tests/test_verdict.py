"""The verdict's reading of an instruction: what was done must be what was asked for, where it was asked for, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from lam.reading.base import Change, Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.aspects import half_done, uncolored, unlicensed
from lam.verdict.checks.choices import contradicted
from lam.verdict.checks.given import invented, miscounted
from lam.verdict.places.common import Work
from lam.verdict.places.document import in_document
from lam.verdict.places.presentation import in_presentation
from lam.verdict.places.spreadsheet import in_spreadsheet
from lam.verdict.sureness import unsure
from lam.verdict.touch import touched_by
from lam.verdict.words import Said, exchanged, misspelt, names_in, number_of, one_off

LETTER = [
    ("Title", "Plan of the garden club"),
    ("Text 1", "The bird houses are ready. Everyone can join from May."),
    ("Heading 1", "Money"),
    ("Text 2", "Flower sales went up. The next meeting is on Monday."),
    ("Text 3", "Rose bushes were cut back in March."),
]
DECK = [["Start", "for everybody"], ["Water supply", "Wells are dug", "Pumps are new"], ["Next steps", "Ask the mayor"]]
SHEET = [["Product", "Price", "Stock"], ["Hammer", 10, 4], ["Nail", 1, 900], ["Saw", 25, 7]]


def observed(kind: Kind) -> Observation:
    if kind == "document":
        return Observation(kind, "", "", tuple(Element(f"p{i}", role, text) for i, (role, text) in enumerate(LETTER, 1)))
    if kind == "presentation":
        elements = []
        for number, (title, *bullets) in enumerate(DECK, 1):
            elements += [Element(f"s{number}", "slide title_content"), Element(f"s{number}.1", "title", title)]
            elements.append(Element(f"s{number}.2", "content", " / ".join(bullets)))
        return Observation(kind, "", "", tuple(elements))
    return Observation(kind, "", "sheets: Shop (active); used A1:C4")


def reading(kind: Kind) -> Reading:
    if kind == "document":
        return Reading(kind, tuple(Part(f"paragraph {i}", "paragraph", {"text": text}) for i, (_, text) in enumerate(LETTER, 1)))
    if kind == "presentation":
        return Reading(
            kind, tuple(Part(f"slide {i}, shape {j}", "shape", {"text": t}) for i, slide in enumerate(DECK, 1) for j, t in enumerate(slide, 1))
        )
    cells = tuple(Part(f"Shop!{'ABC'[c]}{r}", "cell", {"value": value}) for r, row in enumerate(SHEET, 1) for c, value in enumerate(row))
    return Reading(kind, (Part("workbook", "workbook", {"active": "Shop"}), Part("Shop", "sheet", {"name": "Shop"}), *cells))


def step(kind: Kind, action: str, changed: tuple[str, ...] = (), /, **args: Any) -> Step:
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok", changed), observed(kind))


def work(kind: Kind, instruction: str, *acts: Step) -> Work:
    return Work(Said(instruction), acts, [touched_by(act, acts) for act in acts], reading(kind), observed(kind).elements)


# -- words --------------------------------------------------------------------------------------------------------------


def test_words_are_found_in_spite_of_typing_errors() -> None:
    assert Said("Plaese hihglight the titel").mentions("highlight")
    assert Said("prootect the sheet").mentions("protect")
    assert not Said('put "highlight" at the end').mentions("highlight")
    assert not Said("the cell B2").mentions("call")  # one letter of four makes another word
    assert Said("take it out").mentions("take+out")
    assert one_off("protct", "protect")
    assert not one_off("after", "before")
    assert exchanged("titel", "title")
    assert not exchanged("title", "title")
    assert not exchanged("tiles", "title")


def test_a_word_with_a_letter_missing_or_doubled_is_misspelt_and_a_plural_is_another() -> None:
    assert misspelt("taable", "table")
    assert misspelt("background", "bakground")
    assert not misspelt("slide", "slides")
    assert not misspelt("marks", "parks")


@pytest.mark.parametrize(("word", "number"), [("3", 3), ("third", 3), ("three", 3), ("21st", 21), ("forty", 40), ("triple", 3), ("table", None)])
def test_numbers_in_words(word: str, number: int | None) -> None:
    assert number_of(word) == number


def test_numbers_of_an_instruction() -> None:
    assert {3.0, 4.0} <= Said("a threex4 table").numbers
    assert {1.5, 1200.0} <= Said("one and a half, 1,200").numbers
    assert 45.0 in Said("forty-five points").numbers


def test_names_are_capitals_inside_of_a_sentence_and_joined_words() -> None:
    assert names_in("Make a column Vidego = Price, named fee_values. Please") == ["Vidego", "Price", "fee_values"]
    assert names_in("see https://Example.org/Page") == []


# -- wishes and deeds ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "act", "extra"),
    [
        ("Sort by price", step("spreadsheet", "sort", by="B"), False),
        ("Sort by price", step("spreadsheet", "filter", column="B"), True),
        ("Put a bookmark at the title", step("document", "insert_bookmark", target="p1", name="x"), False),
        ("Make the title bold", step("document", "insert_bookmark", target="p1", name="x"), True),
        ("Erase row 3", step("spreadsheet", "insert_rows", at=3), True),
        ("Add a row above row 3", step("spreadsheet", "delete_rows", at=3), True),
        ("I don't need slide 3 any more", step("presentation", "delete_slide", slide="s3"), False),
        ("Double slide 3", step("presentation", "delete_slide", slide="s3"), True),
    ],
)
def test_what_no_word_is_about_was_not_asked_for(instruction: str, act: Step, extra: bool) -> None:
    assert bool(unlicensed(Said(instruction), [act])) == extra


def test_a_second_wish_takes_a_second_deed() -> None:
    bold = step("document", "format_text", target="p1", bold=True)
    both = step("document", "format_text", target="p1", bold=True, size_pt=16)
    assert half_done(Said("Make the title bold, then move it to the end"), [bold])
    assert not half_done(Said("Make the title bold, then size 16"), [both])
    assert not half_done(Said("Select the title, then hit the B in the ribbon"), [bold])
    assert not half_done(Said("Sort by price and then by stock"), [step("spreadsheet", "sort", by="B", then_by="C")])


def test_a_colour_that_was_asked_for_is_used() -> None:
    act = step("document", "format_text", target="p1", color="teal")
    assert uncolored("title in teal, heading in dark red", [act], [], reading("document")) == "dark red"
    assert uncolored("title in teal", [act], [], reading("document")) == ""
    shape = step("presentation", "add_shape", slide="s1", shape="star", text="orange")
    added = [Change("slide 1, shape 3 (shape)", "shape", "", None, "orange")]
    assert uncolored("a star, filled with orange", [shape], added, reading("presentation")) == "orange"


# -- arguments ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "name", "args", "wrong"),
    [
        ("show sales in a pie chart", "insert_chart", {"type": "pie"}, False),
        ("show sales in a pie chart", "insert_chart", {"type": "donut"}, True),
        ("a chart of the sales", "insert_chart", {}, False),
        ("only rows with at most 5,000", "filter", {"operator": "<=", "value": 5000}, False),
        ("only rows with at most 5,000", "filter", {"operator": ">", "value": 5000}, True),
        ("hide everything below 500", "filter", {"operator": ">=", "value": 500}, False),
        ("not below 5 in red", "conditional_format", {"operator": ">=", "value": 5}, False),
        ("sort from newest to oldest", "sort", {"by": "A", "descending": True}, False),
        ("sort from newest to oldest", "sort", {"by": "A"}, True),
        ("total of the prices", "set_cell", {"cell": "B5", "value": "=SUM(B2:B4)"}, False),
        ("total of the prices", "set_cell", {"cell": "B5", "value": "=AVERAGE(B2:B4)"}, True),
        ("title in dark blue", "format_text", {"color": "dark blue"}, False),
        ("title in dark blue", "format_text", {"color": "blue"}, True),
        ("title in upper case", "format_text", {"case": "lower"}, True),
        ("remove the formatting but not its text", "clear", {"range": "1:1"}, True),
        ("remove the formatting but not its text", "clear", {"range": "1:1", "what": "formats"}, False),
        ("filter so that only May is shown", "filter", {"column": "A", "operator": "!=", "value": "May"}, True),
    ],
)
def test_choices_are_those_that_are_named(instruction: str, name: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(contradicted(Said(instruction), [step("spreadsheet", name, **args)])) == wrong


@pytest.mark.parametrize(
    ("instruction", "name", "args", "wrong"),
    [
        ("a table of 3 rows and four columns", "insert_table", {"rows": 3, "columns": 4}, False),
        ("a table of 3 rows and four columns", "insert_table", {"rows": 4, "columns": 5}, True),
        ("a table with Goal and Year", "insert_table", {"rows": 1, "columns": 2, "data": [["Goal", "Year"]]}, False),
        ("a table with Goal and Year", "insert_table", {"rows": 1, "columns": 4, "data": [["Goal", "Year"]]}, True),
        ("margins of 25 mm", "set_page", {"margin_cm": 2.5}, False),
        ("margins of 25 mm", "set_page", {"margin_cm": 3}, True),
        ("make the title bigger", "format_text", {"size_pt": 20}, False),
        ("price plus 19 percent", "set_cell", {"value": "=B2*1.19"}, False),
        ("price plus 19 percent", "set_cell", {"value": "=B2*1.7"}, True),
    ],
)
def test_numbers_are_those_that_were_said(instruction: str, name: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(miscounted(Said(instruction), [step("document", name, **args)])) == wrong


@pytest.mark.parametrize(
    ("instruction", "name", "args", "wrong"),
    [
        ("bookmark the title as start", "insert_bookmark", {"target": "p1", "name": "start"}, False),
        ("bookmark the title as start", "insert_bookmark", {"target": "p1", "name": "mark15"}, True),
        ("bookmark the title", "insert_bookmark", {"target": "p1", "name": "bookmark1"}, False),
        ("footer: For members", "set_footer", {"text": "For members"}, False),
        ("footer: For members", "set_footer", {"text": "For guests"}, True),
        ("write a short thank you at the end", "insert_text", {"text": "We are grateful to all who came."}, False),
        ("make the flower sales bold", "format_text", {"target": "p4", "match": "Flower sales", "bold": True}, False),
        ("make the flower sales bold", "format_text", {"target": "p4", "match": "next meeting", "bold": True}, True),
    ],
)
def test_texts_come_from_the_person_or_the_document(instruction: str, name: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(invented(Said(instruction), [step("document", name, **args)], reading("document"))) == wrong


# -- places -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "args", "wrong"),
    [
        ("bold for the paragraph about bird houses", {"target": "p2"}, False),
        ("bold for the paragraph about bird houses", {"target": "p4"}, True),
        ("the second paragraph bold", {"target": "p4"}, False),  # the second of body text
        ("the second paragraph bold", {"target": "p2"}, False),  # the second from the top
        ("the second paragraph bold", {"target": "p5"}, True),
        ("make the first heading bold", {"target": "p3"}, False),
        ("make the first heading bold", {"target": "p2"}, True),
        ("make the title bold", {"target": "p1"}, False),
        ("make the title bold", {"target": "p3"}, True),
        ("bold for the first two paragraphs", {"target": "p1-p2"}, False),
        ("bold for the first two paragraphs", {"target": "p4"}, True),
        ('highlight "Flower sales"', {"target": "p4", "match": "Flower sales"}, False),
        ('highlight "Flower sales"', {"target": "p4"}, True),
    ],
)
def test_documents_are_changed_where_the_instruction_says(instruction: str, args: dict[str, Any], wrong: bool) -> None:
    act = step("document", "format_text", (args["target"],), bold=True, **args)
    assert bool(in_document(work("document", instruction, act))) == wrong


def test_what_should_go_to_the_end_goes_there() -> None:
    for to, wrong in (("p5", False), ("p3", True)):
        act = step("document", "move", ("p2",), target="p2", to=to)
        assert bool(in_document(work("document", "The first paragraph belongs at the end of the document, move it.", act))) == wrong


@pytest.mark.parametrize(
    ("instruction", "name", "args", "wrong"),
    [
        ("hide the slide about water supply", "hide_slide", {"slide": "s2"}, False),
        ("hide the slide about water supply", "hide_slide", {"slide": "s3"}, True),
        ("hide slide 3", "hide_slide", {"slide": "s3"}, False),
        ("hide slide no. 3", "hide_slide", {"slide": "s2"}, True),
        ("delete the last slide", "delete_slide", {"slide": "s3"}, False),
        ("delete the last slide", "delete_slide", {"slide": "s1"}, True),
        ("title of slide 2 in bold", "format_text", {"target": "s2.1", "bold": True}, False),
        ("title of slide 2 in bold", "format_text", {"target": "s2", "bold": True}, True),
        ("bullets of slide 2 in bold", "format_text", {"target": "s2.1", "bold": True}, True),
    ],
)
def test_presentations_are_changed_where_the_instruction_says(instruction: str, name: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(in_presentation(work("presentation", instruction, step("presentation", name, **args)))) == wrong


@pytest.mark.parametrize(
    ("instruction", "name", "args", "wrong"),
    [
        ("sort by price", "sort", {"range": "A1:C4", "by": "B"}, False),
        ("sort by price", "sort", {"range": "A1:C4", "by": "C"}, True),
        ("column C as percent", "format_number", {"range": "C2:C4", "format": "percent"}, False),
        ("column C as percent", "format_number", {"range": "B2:B4", "format": "percent"}, True),
        ("column C as percent", "format_number", {"range": "A2:C4", "format": "percent"}, True),
        ("the second column as percent", "format_number", {"range": "B2:B4", "format": "percent"}, False),
        ("the second column as percent", "format_number", {"range": "C2:C4", "format": "percent"}, True),
        ("row 3 should be 1 cm high", "resize", {"range": "3:3", "height_cm": 1}, False),
        ("row 3 should be 1 cm high", "resize", {"range": "A1:C1", "height_cm": 1}, True),
        ("bold for the row of the saw", "format_cells", {"range": "A4:C4", "bold": True}, False),
        ("bold for the row of the saw", "format_cells", {"range": "A3:C3", "bold": True}, True),
        ("write 7 into B3", "set_cell", {"cell": "B3", "value": 7}, False),
        ("write 7 into B3", "set_cell", {"cell": "B4", "value": 7}, True),
        ("format B2:B4 as currency", "format_number", {"range": "B2:C4", "format": "currency"}, True),
        ("protect the sheet", "protect_sheet", {}, False),
        ("protect the sheet", "protect_sheet", {"sheet": "Archive"}, True),
    ],
)
def test_sheets_are_changed_where_the_instruction_says(instruction: str, name: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(in_spreadsheet(work("spreadsheet", instruction, step("spreadsheet", name, **args)))) == wrong


# -- sureness -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("instruction", "args", "confidence", "doubt"),
    [
        ("Make the title bold", {"target": "p1", "bold": True}, {}, False),  # a policy that does not tell
        ("Make the title bold", {"target": "p1", "bold": True}, {"action": 0.9, "target": 0.99, "bold": 0.99, "end": 0.9}, False),
        ("Make the title bold", {"target": "p1", "bold": True}, {"target": 0.6}, False),  # p1 is the title
        ("Make the title bold", {"target": "p2", "bold": True}, {"target": 0.6}, True),
        ("Rework the title", {"target": "p1", "bold": True}, {"action": 0.3}, True),
        ("Make the title 16 points", {"target": "p1", "size_pt": 16}, {"size_pt": 0.6}, False),  # the person said 16
        ("Make the title 16 points", {"target": "p1", "size_pt": 18}, {"size_pt": 0.6}, True),
        ("Make 'Report' red", {"target": "p1", "match": "Report", "color": "red"}, {"match": 0.4, "color": 0.4}, False),
        ("Make 'Report' red, not blue", {"target": "p1", "match": "Report", "color": "red"}, {"color": 0.4}, True),
        ("Make Report red", {"target": "p1", "match": "Report", "color": "red"}, {"match": 0.4}, True),
        ("Make the title 16 points", {"target": "p1", "size_pt": 16}, {"size_pt": 0.3}, False),
        ("Make title 2 16 points", {"target": "p1", "size_pt": 16}, {"size_pt": 0.3}, True),
        ("Make the title bold and red", {"target": "p1", "bold": True}, {"end": 0.4}, True),
    ],
)
def test_where_the_model_hesitated_the_person_must_have_named_it(
    instruction: str, args: dict[str, Any], confidence: dict[str, float], doubt: bool
) -> None:
    act = step("document", "format_text", **args)
    act = replace(act, decision=replace(act.decision, confidence=confidence))
    assert bool(unsure(Work(Said(instruction), [act], [], reading("document"), observed("document").elements))) == doubt
