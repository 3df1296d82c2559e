"""Checks of what goes together: two columns, sizes, figures and what they are for, counts from an end, what is excepted."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.pairs import unpaired
from lam.verdict.places.common import Work
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Text 1", "Aldermere Council"),
    Element("p2", "Text 2", "2 Bell Street"),
    Element("p3", "Text 3", "Hedgehogs fell by a third in spring."),
    Element("t1", "table", "Item | Cost | Date", "3x2"),
)
DECK = (
    Element("s1", "slide title"),
    Element("s1.1", "title", "Hedges"),
    Element("s1.2", "subtitle", "Plan"),
    Element("s1.3", "shape", "Join us", "hexagon"),
)
CELLS = [["Month", "Subs", "Bar"], ["May", 1, 2], ["June", 3, 4]]
PARTS: dict[Kind, list[Part]] = {
    "document": [Part(f"table 1, cell {letter}1", "cell", {"text": text}) for letter, text in zip("ABC", ("Item", "Cost", "Date"), strict=True)],
    "spreadsheet": [
        Part("workbook", "workbook", {"active": "Club"}),
        *(Part(f"Club!{letter}{n}", "cell", {"value": value}) for n, row in enumerate(CELLS, 1) for letter, value in zip("ABC", row, strict=True)),
    ],
    "presentation": [],
}
SEEN: dict[Kind, tuple[Element, ...]] = {"document": LETTER, "spreadsheet": (), "presentation": DECK}


def work(kind: Kind, instruction: str, *acts: tuple[str, dict[str, Any]]) -> Work:
    seen = Observation(kind, "", "sheets: Club (active)" if kind == "spreadsheet" else "", SEEN[kind])
    steps = [Step(n, Decision("", Action(*act)), Outcome(True, ""), seen) for n, act in enumerate(acts, 1)]
    return Work(Said(instruction), steps, [], Reading(kind, tuple(PARTS[kind])), seen.elements)


def chart(*values: int) -> tuple[str, dict[str, Any]]:
    return "insert_chart", {"slide": "s1", "type": "pie", "categories": ["Flyers", "Stall", "Film"], "values": list(values)}


SIZES = "hexagon 6 cm wide and 3 cm high"
PIE = "pie chart: Flyers 40, Stall 35, Film 25"


@pytest.mark.parametrize(
    ("kind", "instruction", "acts", "right"),
    [
        ("presentation", "background of all slides but the first green", [("set_background", {"target": "all", "color": "green"})], False),
        ("presentation", "background of all slides green", [("set_background", {"target": "all", "color": "green"})], True),
        ("spreadsheet", "format Subs and Bar with two decimals", [("format_number", {"range": "B2:B3", "decimals": 2})], False),
        ("spreadsheet", "format Subs and Bar with two decimals", [("format_number", {"range": "B2:C3", "decimals": 2})], True),
        ("spreadsheet", "hide what is between Subs and Bar", [("hide", {"range": "B:B"})], True),
        ("spreadsheet", "Subs per Month and Bar as a pivot", [("pivot_table", {"rows": ["Month"], "values": "Subs"})], False),
        ("spreadsheet", "Subs per Month as a pivot", [("pivot_table", {"rows": ["Month"], "values": "Subs"})], True),
        ("presentation", SIZES, [("place_shape", {"target": "s1.3", "width_cm": 3, "height_cm": 6})], False),
        ("presentation", SIZES, [("place_shape", {"target": "s1.3", "width_cm": 6, "height_cm": 3})], True),
        ("presentation", "subtitle 24 pt, title 44 pt", [("format_text", {"target": "s1.2", "size_pt": 44})], False),
        ("presentation", "subtitle 24 pt, title 44 pt", [("format_text", {"target": "s1.2", "size_pt": 24})], True),
        ("presentation", PIE, [chart(40, 25, 35)], False),
        ("presentation", PIE, [chart(40, 35, 25)], True),
        ("presentation", "bullets Hedges grow; Birds nest", [("set_bullets", {"target": "s1.2", "bullets": ["Hedges grow; Birds nest"]})], False),
        ("document", "a level-2 heading Who we are", [("insert_text", {"text": "Who we are", "style": "Heading 1"})], False),
        ("document", "a level-2 heading Who we are", [("insert_text", {"text": "Who we are", "style": "Heading 2"})], True),
        ("document", "the first two lines centred", [("format_paragraph", {"target": "p2", "alignment": "center"})], False),
        ("document", "the first two lines centred", [("format_paragraph", {"target": "p1-p2", "alignment": "center"})], True),
        ("document", "merge the header cells of the table", [("merge_table_cells", {"table": "t1", "cells": "A1:B1"})], False),
        ("document", "merge the header cells of the table", [("merge_table_cells", {"table": "t1", "cells": "A2:C2"})], False),
        ("document", "merge the header cells of the table", [("merge_table_cells", {"table": "t1", "cells": "A1:C1"})], True),
        ("document", "merge the first two cells of the header row", [("merge_table_cells", {"table": "t1", "cells": "A1:B1"})], True),
        ("presentation", "show slide numbers and the date", [("set_footer", {"slide_number": True})], False),
        ("presentation", "show slide numbers and the date", [("set_footer", {"slide_number": True, "date": True})], True),
        ("document", "the words 'a third' in bold", [("format_text", {"target": "p3", "bold": True})], False),
        ("document", "the words 'a third' in bold", [("format_text", {"target": "p3", "match": "third", "bold": True})], False),
        ("document", "the words 'a third' in bold", [("format_text", {"target": "p3", "match": "a third", "bold": True})], True),
        ("document", "the paragraph with the words 'a third' in bold", [("format_text", {"target": "p3", "bold": True})], True),
    ],
)
def test_what_does_not_go_together_is_found(kind: Kind, instruction: str, acts: list[tuple[str, dict[str, Any]]], right: bool) -> None:
    assert (unpaired(work(kind, instruction, *acts)) == "") is right
