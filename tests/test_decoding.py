"""The grammar of the moment: what experts answer fits it, what makes no sense now does not."""

import json
import re

import pytest

from lam.actions import actions_for
from lam.agent import prompt
from lam.agent.decoding import grammar
from lam.types import Action, Control, Decision, Element, Observation

DOCUMENT = Observation(
    "document",
    "letter",
    "3 paragraphs, 1 table, 1 page",
    (Element("p1", "Title", "Report"), Element("p2", "Text 1", "Some text"), Element("t1", "table", "A | B", "2x2"), Element("p3", "empty")),
)
SHEET = Observation(
    "spreadsheet",
    "sales",
    "sheets: Sales 2024 (active), Notes; used A1:B13; next free row 14, next free column C",
    (Element("B", "column", "Sales", "B2:B13 number"), Element("Notes", "sheet", "Topic", "A1:B4")),
)
DECK = Observation(
    "presentation", "deck", "2 slides, current s1", (Element("s1", "slide title"), Element("s1.1", "title", "Hi"), Element("s2", "slide blank"))
)
_PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\[(?:[^\]\\]|\\.)*\]|[a-z][a-z0-9-]*|[()|?*+]|\{\d+(?:,\d*)?\}')


def matcher(rules: str) -> re.Pattern[str]:
    """The grammar as a regular expression: it has no recursion, so every rule can be written out where it is named."""
    bodies = dict(line.split(" ::= ", 1) for line in rules.splitlines() if line)
    known: dict[str, str] = {}

    def expand(name: str) -> str:
        if name not in known:
            known[name] = "(?:" + "".join(piece(p) for p in _PIECE.findall(bodies[name])) + ")"
        return known[name]

    def piece(text: str) -> str:
        if text[0] == '"':
            return "(?:" + re.escape(json.loads(text)) + ")"
        if text[0].islower():
            return expand(text)
        return "(?:" if text == "(" else text

    return re.compile(expand("root"))


def says(observation: Observation, action: str, /, **args: object) -> bool:
    """Whether this answer fits the grammar of the moment."""
    text = prompt.answer(Decision('"Costs" is p2', Action(action, args)))
    return matcher(grammar(observation, actions_for(observation.kind))).fullmatch(text) is not None


@pytest.mark.parametrize(
    ("observation", "name", "args"),
    [
        (DOCUMENT, "format_text", {"target": "p1", "bold": True, "size_pt": 16.0}),
        (DOCUMENT, "format_text", {"target": "p1-p3", "color": "#FF0000"}),
        (DOCUMENT, "format_text", {"target": "p1", "color": "light sea green"}),
        (DOCUMENT, "format_text", {"target": "p1", "color": "none"}),
        (DOCUMENT, "format_text", {"target": "t1.B2", "match": 'say "hi" \\ now', "case": "upper"}),
        (DOCUMENT, "set_heading", {"target": "all", "level": 2}),
        (DOCUMENT, "insert_table", {"rows": 2, "columns": 2, "data": [["a", 1.5], [True, "b"]]}),
        (DOCUMENT, "set_header", {"page_number": True}),
        (DOCUMENT, "set_header", {}),
        (DOCUMENT, "insert_text", {"text": "Zwei Zeilen\nmit Umlaut: größer", "target": "end", "where": "after"}),
        (DOCUMENT, "finish", {"message": "Done."}),
        (SHEET, "set_cell", {"cell": "B14", "value": "=AVERAGE(B11:B13)"}),
        (SHEET, "set_cell", {"cell": "'Sales 2024'!B14", "value": -12.5}),
        (SHEET, "sort", {"range": "A1:B13", "by": "B", "descending": True}),
        (SHEET, "hide", {"range": "3:5"}),
        (SHEET, "delete_sheet", {"sheet": "Notes"}),
        (SHEET, "rename_sheet", {"sheet": "Sales 2024", "name": "Turnover"}),
        (SHEET, "find_replace", {"find": "a", "replace": "b", "target": "Notes", "match_case": True}),
        (DECK, "add_slide", {"title": "Summary", "bullets": ["One", "Two"], "after": "s2"}),
        (DECK, "set_background", {"target": "all", "color": "dark blue"}),
        (DECK, "move_slide", {"slide": "s2", "to": 1}),
        (DECK, "place_shape", {"target": "s1.1", "x_cm": -1.25, "align": "center"}),
    ],
)
def test_sensible_answers_fit(observation: Observation, name: str, args: dict[str, object]) -> None:
    assert says(observation, name, **args)


@pytest.mark.parametrize(
    ("observation", "name", "args"),
    [
        (DOCUMENT, "format_text", {"target": "p9"}),
        (DOCUMENT, "format_text", {"target": "p1", "bold": "yes"}),
        (DOCUMENT, "format_text", {"bold": True, "target": "p1"}),
        (DOCUMENT, "format_text", {"target": "p1", "colour": "red"}),
        (DOCUMENT, "format_text", {"target": "p1", "color": "bold"}),
        (DOCUMENT, "add_slide", {"title": "No slides here"}),
        (DOCUMENT, "set_heading", {"target": "p1"}),
        (DOCUMENT, "click", {"control": "c1"}),
        (SHEET, "set_cell", {"cell": "the total", "value": 1}),
        (SHEET, "delete_sheet", {"sheet": "Missing"}),
        (DECK, "delete_slide", {"slide": "s3"}),
        (DECK, "delete_slide", {"slide": "s1.1"}),
        (DECK, "set_layout", {"slide": "s1", "layout": "fancy"}),
    ],
)
def test_senseless_answers_do_not_fit(observation: Observation, name: str, args: dict[str, object]) -> None:
    assert not says(observation, name, **args)


def test_ids_beyond_a_cut_outline_may_be_named() -> None:
    cut = Observation("document", "", "900 paragraphs", DOCUMENT.elements, omitted=896)
    assert says(cut, "delete", target="p455")
    assert not says(cut, "delete", target="x455")


def test_controls_that_show_can_be_clicked_and_no_others() -> None:
    open_dialog = Observation("document", "", "", DOCUMENT.elements, controls=(Control("c4", "push button", "OK"),))
    assert says(open_dialog, "click", control="c4")
    assert not says(open_dialog, "click", control="c5")


def test_only_given_actions_can_be_chosen() -> None:
    few = {name: d for name, d in actions_for("document").items() if name in ("finish", "delete")}
    fits = matcher(grammar(DOCUMENT, few)).fullmatch
    assert fits('{"thought":"","action":"delete","args":{"target":"p1"}}')
    assert not fits('{"thought":"","action":"undo","args":{}}')


@pytest.mark.parametrize("observation", [DOCUMENT, SHEET, DECK])
def test_every_action_has_a_rule(observation: Observation) -> None:
    declared = actions_for(observation.kind)
    rules = grammar(Observation(observation.kind, "", observation.summary, observation.elements, controls=(Control("c1", "button", "OK"),)), declared)
    for name in declared:
        assert f'\\"{name}\\"' in rules
