"""Places: the whole of what is named, and nothing beside it."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.given import invented, miscounted
from lam.verdict.places.common import Work
from lam.verdict.places.document import in_document
from lam.verdict.places.named import named
from lam.verdict.places.presentation import in_presentation
from lam.verdict.places.spreadsheet import in_spreadsheet
from lam.verdict.touch import touched_by
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Title", "Plan of the club"),
    Element("p2", "Text 1", "Bird houses are ready. Come in May."),
    Element("p3", "Text 2", "Flower sales went up."),
    Element("t1", "table", "Name | Month", "3x2"),
    Element("p4", "Text 3", "Roses were cut back."),
    Element("p5", "bullet 1", "Buy soil"),
    Element("p6", "bullet 1", "Dig"),
    Element("p7", "Text 4", "See you soon."),
)
DECK = (
    *(Element("s1", "slide title"), Element("s1.1", "title", "Start")),
    *(Element("s2", "slide title_only"), Element("s2.1", "title", "Water"), Element("s2.2", "shape", "Wells", "ellipse")),
    *(Element("s2.3", "shape", "Pumps", "chevron"), Element("s3", "slide title_only"), Element("s3.1", "title", "End")),
)
ROWS = [["Product", "Price", "Stock"], ["Hammer", 10, 4], ["Nail", 1, 900], ["Saw", 25, 7], ["Total", 36, 911]]
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "presentation": DECK, "spreadsheet": ()}


def reading(kind: Kind) -> Reading:
    if kind == "document":
        texts = [Part(f"paragraph {e.id[1:]}", "paragraph", {"text": e.text}) for e in LETTER if e.id[0] == "p"]
        cells = [
            Part(f"table 1, cell {cell}", "cell", {"text": text}) for cell, text in {"A1": "Name", "B1": "Month", "A2": "Ida", "B2": "May"}.items()
        ]
        return Reading(kind, (*texts, Part("table 1", "table", {"rows": 3, "columns": 2}), *cells))
    if kind == "presentation":
        slides = [Part(f"slide {n}", "slide", {"hidden": n == 2}) for n in (1, 2, 3)]
        return Reading(kind, (*slides, *(Part(f"slide {e.id[1]}, shape {e.id[3]}", "shape", {"text": e.text}) for e in DECK if "." in e.id)))
    cells = [Part(f"Shop!{'ABC'[c]}{r}", "cell", {"value": value}) for r, row in enumerate(ROWS, 1) for c, value in enumerate(row)]
    return Reading(kind, (Part("workbook", "workbook", {"active": "Shop"}), Part("Shop", "sheet", {"name": "Shop"}), *cells))


def step(kind: Kind, action: str, /, **args: Any) -> Step:
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", "sheets: Shop (active); used A1:C5", SEEN[kind]))


def work(kind: Kind, instruction: str, action: str, /, **args: Any) -> Work:
    act = step(kind, action, **args)
    return Work(Said(instruction), [act], [touched_by(act, [act])], reading(kind), SEEN[kind])


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("Center the paragraph above the table", "format_paragraph", {"target": "p3", "alignment": "center"}, False),
        ("Center the paragraph above the table", "format_paragraph", {"target": "p2", "alignment": "center"}, True),
        ("Center the paragraph right below the table", "format_paragraph", {"target": "p4", "alignment": "center"}, False),
        ("The second body paragraph bold", "format_text", {"target": "p3", "bold": True}, False),
        ("The second body paragraph bold", "format_text", {"target": "p2", "bold": True}, True),
        ("Strike out the last sentence of the second paragraph", "format_text", {"target": "p2", "strikethrough": True}, True),
        ("Strike out the only sentence of the third paragraph", "format_text", {"target": "p3", "strikethrough": True}, False),
        ("Paragraphs 2 to 3 bold", "format_text", {"target": "p2-p3", "bold": True}, False),
        ("Paragraphs 2 to 3 bold", "format_text", {"target": "p1-p4", "bold": True}, True),
        ("The paragraphs after the title as a list", "set_list", {"target": "p2-p3", "kind": "bullet"}, False),
        ("The paragraphs after the title as a list", "set_list", {"target": "p2", "kind": "bullet"}, True),
        ("Number the bullet list", "set_list", {"target": "p5-p6", "kind": "number"}, False),
        ("Number the bullet list", "set_list", {"target": "p5", "kind": "number"}, True),
        ("Number the bullet list", "set_list", {"target": "p2", "kind": "number"}, True),
        ('Only "Come" of the second paragraph bold', "format_text", {"target": "p2", "bold": True}, True),
        ("A page break before the flower sales", "insert_page_break", {"before": "p3"}, False),
        ("The paragraph under the title in italics", "format_text", {"target": "p2", "italic": True}, False),
        ("The paragraph under the title in italics", "format_text", {"target": "p1", "italic": True}, True),
        ("Get rid of the line that says who could not come", "delete", {"target": "p4"}, True),
        ("Replace 'May' by 'June' in the whole letter", "find_replace", {"find": "May", "replace": "June", "target": "p2"}, True),
        ("Number the paragraphs", "set_list", {"target": "p1-p4", "kind": "number"}, True),
        ("Get rid of the line on the roses", "delete", {"target": "p4"}, False),
        ("A page break before the flower sales", "insert_page_break", {"before": "p1"}, True),
        ('Append "Bye." to the text of the last paragraph', "insert_text", {"text": "Bye.", "target": "p7", "where": "inside_end"}, False),
        ('Append "Bye." to the text of the paragraph', "insert_text", {"text": "Bye.", "target": "p7"}, True),
        ("New page after the paragraph under the title", "insert_page_break", {"before": "p3"}, False),
        ("New page after the paragraph under the title", "insert_page_break", {"before": "p2"}, True),
        ('Open with "Hello" as a paragraph of its own', "insert_text", {"text": "Hello", "target": "p1", "where": "before"}, False),
        ('Open with "Hello" as a paragraph of its own', "insert_text", {"text": "Hello", "target": "p5"}, True),
        ("Delete the second row of the table", "delete_table_rows", {"table": "t1", "at": 2}, False),
        ("Delete the second row of the table", "delete_table_rows", {"table": "t1", "at": 3}, True),
        ("Add a row below the second row of the table", "insert_table_rows", {"table": "t1", "at": 3}, False),
        ("Add a row above the second row of the table", "insert_table_rows", {"table": "t1", "at": 3}, True),
        ("Add 2 empty rows to the table", "insert_table_rows", {"table": "t1", "at": 4, "count": 2}, False),
        ("Add 2 empty rows to the table", "insert_table_rows", {"table": "t1", "at": 4}, True),
        ("Change the header of the Month column to 'Due'", "set_table_cells", {"table": "t1", "cell": "B1", "data": [["Due"]]}, False),
        ("Change the header of the Month column to 'Due'", "set_table_cells", {"table": "t1", "cell": "B2", "data": [["Due"]]}, True),
    ],
)
def test_in_a_document(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(in_document(work("document", instruction, action, **args))) == wrong


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("The Price column as currency", "format_number", {"range": "B2:B4", "format": "currency"}, False),
        ("The Price column as currency", "format_number", {"range": "B2:B5", "format": "currency"}, False),  # the total is not of the column
        ("The Price column as currency", "format_number", {"range": "B2:B3", "format": "currency"}, True),
        ("Rows 2 to 3 of the Price column as currency", "format_number", {"range": "B2:B3", "format": "currency"}, False),
        ("Make the row of the hammer bold", "format_cells", {"range": "A2:C2", "bold": True}, False),
        ("Make the row of the hammer bold", "format_cells", {"range": "A2:A4", "bold": True}, True),
        ("Column C in bold", "format_cells", {"range": "C2:C4", "bold": True}, False),
        ("Column C in bold", "format_cells", {"range": "A3:C3", "bold": True}, True),
        ("Sort by Price and then by Stock", "sort", {"range": "A1:C4", "by": "B", "then_by": "C"}, False),
        ("Sort by Price and then by Stock", "sort", {"range": "A1:C4", "by": "C", "then_by": "B"}, True),
        ("Sort by Price and then by Stock", "sort", {"range": "A1:C4", "by": "B"}, True),
        ("Sort by Price", "sort", {"range": "A1:C4", "by": "B", "then_by": "C"}, True),
        ("Sort by Price", "sort", {"range": "A1:C4", "by": "C"}, True),
        ("Write ok into the first empty cell of row 2", "set_cell", {"cell": "D2", "value": "ok"}, False),
        ("Write ok into the first empty cell of row 2", "set_cell", {"cell": "B2", "value": "ok"}, True),
        ("Add the note 'top' to the highest stock", "insert_comment", {"cell": "C5", "text": "top"}, False),
        ("Add the note 'top' to the highest stock", "insert_comment", {"cell": "C2", "text": "top"}, True),
        ("A chart of the price", "insert_chart", {"range": "A1:B4", "type": "bar"}, False),
        ("A chart of the price", "insert_chart", {"range": "A1:C4", "type": "bar"}, True),
        ("A chart of the price", "insert_chart", {"range": "A1:B5", "type": "bar"}, True),
        ("A chart of the price with the total", "insert_chart", {"range": "A1:B5", "type": "bar"}, False),
        ("The most expensive one on top", "set_cell", {"cell": "A6", "value": "=MAX(A2:A4)"}, True),
        ("Throw the second entry out", "clear", {"range": "B2:C5"}, True),
        ("Empty the column Stock but leave its head", "clear", {"range": "C:C"}, True),
        ("Empty the column Stock but leave its head", "clear", {"range": "C2:C5"}, False),
        ("Leave a note for Ida at the nails: 'gone'", "insert_comment", {"cell": "A4", "text": "gone"}, True),
        ("Leave a note for Ida at the nail: 'gone'", "insert_comment", {"cell": "A3", "text": "gone"}, False),
        ("Call it Income", "set_cell", {"cell": "A1", "value": "Income"}, True),
        ("Add a new row with a screw", "set_cells", {"cell": "A6", "rows": [["Screw", 2]]}, False),
        ("Add a new row with a screw", "set_cells", {"cell": "A2", "rows": [["Screw", 2]]}, True),
        ("Where it says 'Nail' there should be a link", "insert_link", {"cell": "A3", "url": "https://a.de"}, False),
        ("Where it says 'Nail' there should be a link", "insert_link", {"cell": "A2", "url": "https://a.de", "text": "Nail"}, True),
        ("The price of 'Nail' should be a link", "insert_link", {"cell": "B3", "url": "https://a.de"}, False),
        ("Delete the rows 2 and 4", "delete_rows", {"at": 2}, True),
        ("Delete the rows 2 to 4", "delete_rows", {"at": 2, "count": 3}, False),
        ("Put a border around the column I just wrote", "format_cells", {"range": "C1:C5", "border": "all"}, False),
    ],
)
def test_in_a_sheet(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(in_spreadsheet(work("spreadsheet", instruction, action, **args))) == wrong


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("Throw out the hidden slide", "delete_slide", {"slide": "s2"}, False),
        ("Throw out the hidden slide", "delete_slide", {"slide": "s3"}, True),
        ("Make the chevron on slide 2 red", "format_shape", {"target": "s2.3", "fill": "red"}, False),
        ("Make the chevron on slide 2 red", "format_shape", {"target": "s2.2", "fill": "red"}, True),
        ("Purple for the slide Water", "format_text", {"target": "s2", "color": "purple"}, True),
        ("Purple text on the slide Water", "format_text", {"target": "s2", "color": "purple"}, False),
        ("Gray background for the title slide", "set_background", {"target": "s1", "color": "gray"}, False),
        ("Gray background for the title slide", "set_background", {"target": "s2", "color": "gray"}, True),
        ("Fade transition on every slide", "set_transition", {"target": "all", "kind": "fade"}, False),
        ("Fade transition on every slide", "set_transition", {"target": "s1", "kind": "fade"}, True),
        ("Fade transition on the slide Water", "set_transition", {"target": "all", "kind": "fade"}, True),
        ("After the first slide, add a slide with the conclusions", "add_slide", {"title": "Conclusions", "after": "s1"}, False),
        ("After the first slide, add a slide with the conclusions", "add_slide", {"title": "Conclusions"}, True),
        ("Skip the 1st and 3rd slides in the show", "hide_slide", {"slide": "s1"}, True),
        ("Wipe for the next-to-last slide", "set_transition", {"target": "s2", "kind": "wipe"}, False),
        ("Skip the money page", "hide_slide", {"slide": "s1"}, True),
        ("Light blue for the cover", "set_background", {"target": "all", "color": "light blue"}, True),
        ('Wipe for the slide "Water"', "set_transition", {"target": "s3", "kind": "wipe"}, True),
        ("Wipe for the next-to-last slide", "set_transition", {"target": "s3", "kind": "wipe"}, True),
        ("The chart on slide 2 shows 4 wells", "insert_chart", {"slide": "s2", "categories": ["Wells"], "values": [4]}, False),
        ("'Wells' should open the page of the club", "insert_link", {"target": "s2.2", "url": "https://a.de"}, False),
    ],
)
def test_in_a_presentation(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(in_presentation(work("presentation", instruction, action, **args))) == wrong


@pytest.mark.parametrize(
    ("instruction", "slides", "wrong"),
    [
        ("Throw out slides 1 and 3", ("s1", "s2"), False),
        ("Throw out slides 1 and 3", ("s3", "s1"), False),
        ("Throw out slides 1 and 3", ("s1", "s3"), True),
        ("Throw out slides 1 to 2", ("s1", "s1"), False),
        ("Throw out slides 1 to 2", ("s1",), True),
    ],
)
def test_things_have_other_numbers_when_one_before_them_is_gone(instruction: str, slides: tuple[str, ...], wrong: bool) -> None:
    acts = [step("presentation", "delete_slide", slide=slide) for slide in slides]
    assert bool(in_presentation(Work(Said(instruction), acts, [touched_by(act, [act]) for act in acts], reading("presentation"), DECK))) == wrong


@pytest.mark.parametrize(
    ("kind", "instruction", "value", "told"),
    [
        ("spreadsheet", "sort by stock", "C", True),
        ("spreadsheet", "sort by stock", "B", False),
        ("spreadsheet", "stock and price in bold", "C2:C5", False),  # two are named
        ("document", "the paragraph about flower sales", "p3", True),
        ("document", "the paragraph after the flower sales", "p3", False),
        ("document", "make the title bold", "p1", True),
        ("document", "insert it at the top of the document", "p1", True),
        ("presentation", "delete the slide about water", "s2", True),
        ("presentation", "delete the slide about water", "s3", False),
    ],
)
def test_a_place_that_the_instruction_names_is_settled(kind: Kind, instruction: str, value: str, told: bool) -> None:
    action, name = {"spreadsheet": ("sort", "by"), "document": ("delete", "target"), "presentation": ("delete_slide", "slide")}[kind]
    assert named(work(kind, instruction, action, **{name: value}), value) == told


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("Add a slide with three points on the results", "add_slide", {"bullets": ["Wells", "Pumps", "Start"]}, False),
        ("Add a slide with three points on the results", "add_slide", {"bullets": ["Wells", "Pumps"]}, True),
        ("Add a slide with points on the results", "add_slide", {"bullets": ["Wells", "Pumps", "Wells"]}, True),
        ("Offer Yes and No", "validate_list", {"range": "A2:A4", "values": ["Yes", "No", "No"]}, True),
        ("Bonus is 19% of the price", "set_cell", {"cell": "D2", "value": "=B2*0.19"}, False),
        ("Bonus is 19% of the price", "set_cell", {"cell": "D2", "value": "=B2*(1+0.19)"}, True),
        ("The price plus 19% of it", "set_cell", {"cell": "D2", "value": "=B2*(1+0.19)"}, False),
    ],
)
def test_counts_and_shares(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(miscounted(Said(instruction), [step("presentation", action, **args)])) == wrong


@pytest.mark.parametrize(
    ("instruction", "action", "args", "wrong"),
    [
        ("Summarize the deck on a new slide", "add_slide", {"title": "Summary", "bullets": ["Wells and pumps"]}, False),
        ("Summarize the deck on a new slide", "add_slide", {"title": "Summary", "bullets": ["Profit rose"]}, True),
        ("Summarize the deck on a new slide", "add_slide", {"title": "Summary", "bullets": ["4 wells"]}, True),
        ("Make 'bird' bold", "format_text", {"target": "p2", "match": "Bird houses", "bold": True}, True),
    ],
)
def test_what_is_said_stands_in_the_document(instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(invented(Said(instruction), [step("presentation", action, **args)], reading("presentation"))) == wrong
