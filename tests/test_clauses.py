"""Clauses that must be heeded: exceptions, everywhere, sides of the slide, sections, two that are named together."""

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.clauses import unheeded
from lam.verdict.places.common import Work
from lam.verdict.words import Said

ELEMENTS: dict[Kind, tuple[Element, ...]] = {
    "document": (
        Element("p1", "Title", "Garden contract"),
        Element("p2", "Subtitle", "Spring, Room 7"),
        Element("p3", "Heading 1", "1. Work"),
        Element("p4", "Text 1", "The gardener mows in Room 7."),
        Element("p5", "Heading 1", "2. Pay"),
        Element("p6", "Text 2", "Cash in hand."),
        Element("p7", "Heading 1", "3. End"),
        Element("p8", "Text 3", "In autumn."),
    ),
    "presentation": (
        Element("s1", "slide title"),
        Element("s1.1", "title", "Garden"),
        Element("s1.2", "subtitle", "Spring"),
        Element("s2", "slide title_content"),
        Element("s2.1", "title", "Tools"),
        Element("s2.2", "content", "Rake / Spade"),
        Element("s2.3", "shape", "", "star, red"),
    ),
    "spreadsheet": (Element("A", "column", "Plant", "A2:A4 text"), Element("B", "column", "Price", "B2:B4 number")),
}
CELLS = tuple(Part(f"Sheet!A{n}", "cell", {"value": text}) for n, text in enumerate(("Plant", "Rose", "Thyme", "Tulip"), 1))


def verdict(kind: Kind, instruction: str, *actions: tuple[str, dict[str, Any]], after: str = "") -> str:
    """What `unheeded` says about these actions."""
    seen = Observation(kind, "", "", ELEMENTS[kind])
    acts = [Step(n, Decision("", Action(name, args)), Outcome(True, ""), seen) for n, (name, args) in enumerate(actions, 1)]
    before = Reading(kind, CELLS if kind == "spreadsheet" else ())
    result = Reading(kind, (Part("slide 2, shape 4 (chart)", "shape", {"data": after}),) if after else ())
    return unheeded(Work(Said(instruction), acts, [], before, seen.elements), result)


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("document", "Set all text in Arial, but leave the headings as they are.", "format_text", {"target": "all", "font": "Arial"}, True),
        ("document", "Set all text in Arial.", "format_text", {"target": "all", "font": "Arial"}, False),
        ("document", "Set all text in Arial except the title.", "format_text", {"target": "p3-p8", "font": "Arial"}, False),
        ("document", "Replace Room with Hall, but only in the title.", "find_replace", {"find": "Room", "replace": "Hall"}, True),
        ("presentation", "Slide numbers on every slide except the first", "set_footer", {"slide_number": True}, True),
        ("presentation", "Slide numbers on every slide", "set_footer", {"slide_number": True}, False),
        ("presentation", "All bullets on slide 2 bold, but not the one about rakes", "format_text", {"target": "s2.2", "bold": True}, True),
        (
            "presentation",
            "All bullets on slide 2 bold, but not the one about rakes",
            "format_text",
            {"target": "s2.2", "match": "Spade", "bold": True},
            False,
        ),
        ("document", 'Highlight "Room 7" everywhere', "format_text", {"target": "p2", "match": "Room 7", "highlight": "yellow"}, True),
        ("document", 'Highlight "Room 7" everywhere', "format_text", {"target": "all", "match": "Room 7", "highlight": "yellow"}, False),
        ("document", 'Highlight "Room 7" in the subtitle', "format_text", {"target": "p2", "match": "Room 7", "highlight": "yellow"}, False),
        ("document", "Indent the text of section 2 to section 3", "format_paragraph", {"target": "p4-p6", "indent_left_cm": 1}, True),
        ("document", "Indent the text of section 2", "format_paragraph", {"target": "p6", "indent_left_cm": 1}, False),
        ("document", "Indent the text of sections 2 and 3", "format_paragraph", {"target": "p6", "indent_left_cm": 1}, True),
        ("document", "Center the title and the subtitle", "format_paragraph", {"target": "p1", "alignment": "center"}, True),
        ("document", "Center the title and the subtitle", "format_paragraph", {"target": "p1-p2", "alignment": "center"}, False),
        ("document", 'Write "Page X of Y" in the footer', "set_footer", {"text": "Page X of Y"}, True),
        ("document", 'Write "Page" in the footer', "set_footer", {"text": "Page", "page_number": True}, False),
        ("presentation", 'A text box "Draft" in the top right corner of slide 2', "add_text_box", {"slide": "s2", "text": "Draft"}, True),
        (
            "presentation",
            'A text box "Draft" in the top right corner',
            "add_text_box",
            {"slide": "s2", "text": "Draft", "x_cm": 20, "y_cm": 1},
            False,
        ),
        ("presentation", 'A text box "Draft" on slide 2', "add_text_box", {"slide": "s2", "text": "Draft"}, False),
        ("presentation", "Make the star on slide 2 red", "add_shape", {"slide": "s2", "shape": "star", "fill": "red"}, True),
        ("presentation", "Add a red star to slide 2", "add_shape", {"slide": "s2", "shape": "star", "fill": "red"}, False),
        ("presentation", "A slide that lists the titles of all slides", "add_slide", {"title": "All", "bullets": ["Rake", "Spade"]}, True),
        ("presentation", "A slide that lists the titles of all slides", "add_slide", {"title": "All", "bullets": ["Garden", "Tools"]}, False),
        ("document", "Page number at the bottom right", "set_footer", {"page_number": True}, True),
        ("document", "Page number at the bottom right", "set_footer", {"page_number": True, "alignment": "right"}, False),
        ("document", "Page number at the bottom", "set_footer", {"page_number": True}, False),
        ("presentation", "Hide both slides", "hide_slide", {"slide": "s2"}, True),
        ("document", "Make both paragraphs bold", "format_text", {"target": "p4", "bold": True}, True),
        ("document", "Make both paragraphs bold", "format_text", {"target": "p4-p5", "bold": True}, False),
        ("document", "Make it both bold and red", "format_text", {"target": "p4", "bold": True, "color": "red"}, False),
        ("presentation", 'Delete the tools slide and rename "Garden" to "Park"', "find_replace", {"find": "Garden", "replace": "Park"}, True),
        ("presentation", 'Delete "Garden" everywhere', "find_replace", {"find": "Garden", "replace": ""}, False),
        ("presentation", "Please delete the second slide", "delete_slide", {"slide": "s2"}, False),
        ("spreadsheet", "Make the head bold and freeze the first row", "format_cells", {"range": "1:1", "bold": True}, True),
        ("presentation", "Insert three copies of slide 2", "duplicate_slide", {"slide": "s2"}, True),
        ("presentation", "Duplicate slide 2", "duplicate_slide", {"slide": "s2"}, False),
        ("spreadsheet", "Copy the sheet and keep only the tulips there", "copy_sheet", {"sheet": "Sheet"}, True),
        ("document", "Line spacing 1.25 for all paragraphs without exception", "format_paragraph", {"target": "all", "line_spacing": 1.25}, False),
        ("document", "Replace Room with Hall everywhere except in the date", "find_replace", {"find": "Room", "replace": "Hall"}, True),
        ("spreadsheet", "How many prices are 90? Write it in B6", "set_cell", {"cell": "B6", "value": 90}, True),
        ("spreadsheet", "How many prices are 90? Write it in B6", "set_cell", {"cell": "B6", "value": "=COUNTIF(B2:B4,90)"}, False),
        ("spreadsheet", "Prices with exactly one decimal", "format_number", {"range": "B2:B4", "format": "number", "decimals": 0}, True),
        ("spreadsheet", "Prices with exactly one decimal", "format_number", {"range": "B2:B4", "format": "number", "decimals": 1}, False),
        ("spreadsheet", "Prices without decimals", "format_number", {"range": "B2:B4", "format": "number", "decimals": 0}, False),
        ("presentation", "Add three empty slides after slide 2", "add_slide", {"layout": "blank", "after": "s2"}, True),
        ("presentation", "Add a slide with three bullets", "add_slide", {"title": "Three", "bullets": ["a", "b", "c"]}, False),
        ("presentation", "Add an empty slide after slide 2", "add_slide", {"layout": "blank", "after": "s2"}, False),
        ("spreadsheet", "Comment the price of thyme: check", "insert_comment", {"cell": "B2:B4", "text": "check"}, True),
        ("spreadsheet", "Comment the price of thyme: check", "insert_comment", {"cell": "B3", "text": "check"}, False),
        ("spreadsheet", "Count the prices of more than 50 in B6", "set_cell", {"cell": "B6", "value": 50}, True),
        ("spreadsheet", "Set B6 to 50", "set_cell", {"cell": "B6", "value": 50}, False),
        ("spreadsheet", "Set the width of column B to 40", "resize", {"range": "B:B", "width_cm": 40}, True),
        ("spreadsheet", "Set the width of column B to 40 cm", "resize", {"range": "B:B", "width_cm": 40}, False),
        ("spreadsheet", "Add a tax column: price times 0.2", "set_cell", {"cell": "C1", "value": "price times 0.2"}, True),
        ("spreadsheet", "Add a tax column: price times 0.2", "set_cell", {"cell": "C1", "value": "tax"}, False),
        ("spreadsheet", "A line chart of the price of thyme", "insert_chart", {"range": "A1:B4", "type": "line"}, True),
        ("spreadsheet", "A line chart of the prices", "insert_chart", {"range": "A1:B4", "type": "line"}, False),
    ],
)
def test_a_clause_is_heeded(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert bool(verdict(kind, instruction, (action, args))) is wrong


def test_what_is_left_of_a_replaced_word_is_found() -> None:
    act = ("find_replace", {"find": "Rake", "replace": "Hoe"})
    assert "still there" in verdict("presentation", "Replace Rake with Hoe everywhere", act, after="(('Rake', 1), ('Spade', 2))")
    assert not verdict("presentation", "Replace Rake with Hoe everywhere", act, after="(('Hoe', 1), ('Spade', 2))")
    assert not verdict("presentation", "Replace Rake with Hoe on slide 1", act, after="(('Rake', 1), ('Spade', 2))")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Hide the third slide from the end", "hide the third to last slide"),
        ("the second from the bottom", "the second to last"),
        ("the third paragraph from the top", "the third paragraph from the top"),
        ("the second slide", "the second slide"),
    ],
)
def test_what_is_counted_from_the_end(said: str, told: str) -> None:
    assert Said(said).bare == told.lower()
