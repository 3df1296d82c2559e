"""What an instruction can mean at the moment: the grammar offers nothing else to the embedded model."""

from collections.abc import Mapping
from typing import Any

import pytest

from lam.actions import actions_for
from lam.agent import prompt
from lam.agent.decoding import COPIED, Guidance, grammar
from lam.reading.base import Part, Reading
from lam.types import Action, Decision, Element, Observation, Outcome, Step
from lam.verdict.guidance import guide
from lam.verdict.places.common import unabridged
from tests.test_decoding import matcher

LONG = "The harbour office opens at nine, and Martin Hale keeps the keys of the boat house in his drawer."
DOCUMENT = Observation(
    "document",
    "notes",
    "5 paragraphs, 1 page",
    (
        Element("p1", "Title", "Harbour notes"),
        Element("p2", "Heading 1", "Opening"),
        Element("p3", "Text 1", "The harbour office opens at nine, and …"),
        Element("p4", "Heading 1", "Boats"),
        Element("p5", "Text 2", "Four boats are for hire."),
    ),
)
READING = Reading(
    "document",
    tuple(
        Part(f"paragraph {n}", "paragraph", {"text": text})
        for n, text in enumerate(("Harbour notes", "Opening", LONG, "Boats", "Four boats are for hire."), 1)
    ),
)
SHEET = Observation(
    "spreadsheet",
    "sales",
    "sheets: Sales (active); used A1:C5; next free row 6, next free column D",
    (
        Element("A", "column", "Month", "A2:A5 text"),
        Element("B", "column", "Revenue", "B2:B5 number"),
        Element("C", "column", "Costs", "C2:C5 number"),
        Element("2", "row", "January | 500", "300"),
        Element("3", "row", "February | 450", "310"),
        Element("4", "row", "March | 700", "280"),
        Element("5", "row", "April | 620", "330"),
    ),
)


def allows(
    observation: Observation, instruction: str, action: str, args: Mapping[str, Any], thought: str = "so", done: tuple[Step, ...] = ()
) -> bool:
    """Whether the model may answer this to the instruction."""
    vocabulary = actions_for(observation.kind)
    guidance = guide(instruction, READING if observation.kind == "document" else Reading(observation.kind))(observation, done, vocabulary)
    text = prompt.answer(Decision(thought, Action(action, args)))
    return matcher(grammar(observation, vocabulary, guidance)).fullmatch(text) is not None


def test_the_place_of_quoted_words_is_the_one_that_is_offered() -> None:
    """Also where the outline leaves them out."""
    say = 'Make "Martin Hale" bold.'
    assert allows(DOCUMENT, say, "format_text", {"target": "p3", "match": "Martin Hale", "bold": True})
    assert not allows(DOCUMENT, say, "format_text", {"target": "p5", "match": "Martin Hale", "bold": True})


def test_a_thought_names_no_other_place() -> None:
    say = 'Make "Martin Hale" bold.'
    args = {"target": "p3", "match": "Martin Hale", "bold": True}
    assert allows(DOCUMENT, say, "format_text", args, "Martin Hale is in p3")
    assert allows(DOCUMENT, say, "format_text", args, "the upper part of p3, a happy step")
    assert not allows(DOCUMENT, say, "format_text", args, "Martin Hale is in p5")
    assert not allows(DOCUMENT, say, "format_text", args, "Martin Hale is in p35")


def test_given_texts_are_copied() -> None:
    say = 'Replace "four boats" by "five boats, all blue" please'
    assert allows(DOCUMENT, say, "find_replace", {"find": "four boats", "replace": "five boats, all blue"})
    assert allows(DOCUMENT, say, "find_replace", {"find": "Four boats", "replace": "Five boats, all blue"}), "a capital at the start"
    assert not allows(DOCUMENT, say, "find_replace", {"find": "four boats", "replace": "five boats all blue"})
    assert not allows(DOCUMENT, say, "find_replace", {"find": "four boots", "replace": "five boats, all blue"})
    assert not allows(DOCUMENT, say, "find_replace", {"find": "four boats", "replace": "five blue"})


def test_quotes_and_breaks_are_copied_as_json_writes_them() -> None:
    fits = matcher(grammar(DOCUMENT, actions_for("document"), Guidance(said='Comment on Boats: he said "no",\nnot yet'))).fullmatch
    for text, offered in (('he said "no",\nnot yet', True), ("no", True), ('he said "no", not yet', False)):
        answer = prompt.answer(Decision("so", Action("insert_comment", {"target": "p4", "text": text})))
        assert bool(fits(answer)) is offered, text


def test_after_a_structural_step_every_place_is_offered() -> None:
    """The numbers are other ones."""
    step = Step(1, Decision("", Action("delete", {"target": "p2"})), Outcome(True, "deleted p2"), DOCUMENT)
    say = 'Delete the heading "Opening" and make the heading "Boats" bold.'
    bold = {"target": "p1", "bold": True}
    assert not allows(DOCUMENT, say, "format_text", bold)
    assert allows(DOCUMENT, say, "format_text", bold, done=(step,))


@pytest.mark.parametrize(
    ("instruction", "action", "right", "wrong"),
    [
        ("Sort by revenue, highest first", "sort", {"range": "A1:C5", "by": "B", "descending": True}, {"range": "A1:C5", "by": "B"}),
        (
            "Fill the revenue cells above 600 yellow.",
            "conditional_format",
            {"range": "B2:B5", "operator": ">", "value": 600, "fill": "yellow"},
            {"range": "B2:B5", "operator": "<", "value": 600, "fill": "yellow"},
        ),
        ("Delete the Costs column.", "delete_columns", {"at": "C"}, {"at": "A"}),
        ("Make a pie chart of the revenue.", "insert_chart", {"range": "A1:B5", "type": "pie"}, {"range": "A1:B5", "type": "line"}),
    ],
)
def test_choices_columns_and_rows(instruction: str, action: str, right: dict[str, Any], wrong: dict[str, Any]) -> None:
    assert allows(SHEET, instruction, action, right)
    assert not allows(SHEET, instruction, action, wrong)


def test_an_address_that_is_said_is_offered_wherever_it_is() -> None:
    assert allows(SHEET, "Show the highest revenue in cell H2.", "set_cell", {"cell": "H2", "value": "=MAX(B2:B5)"})


def test_without_guidance_all_is_free() -> None:
    text = prompt.answer(Decision("p5", Action("find_replace", {"find": "x", "replace": "y"})))
    assert matcher(grammar(DOCUMENT, actions_for("document"), Guidance())).fullmatch(text)


def test_copied_arguments_are_declared() -> None:
    declared = {name: d for kind in ("document", "presentation", "spreadsheet") for name, d in actions_for(kind).items()}
    for name, arguments in COPIED.items():
        assert name in declared
        known = {a for kind in ("document", "presentation", "spreadsheet") for a in actions_for(kind).get(name, declared[name]).schema["properties"]}
        assert set(arguments) <= known | {a for d in [declared[name]] for a in d.schema["properties"]}, name


def test_long_paragraphs_are_known_in_full() -> None:
    texts = [element.text for element in unabridged(DOCUMENT.elements, READING)]
    assert texts == ["Harbour notes", "Opening", LONG, "Boats", "Four boats are for hire."]


def test_of_neighbours_that_are_meant_all_or_one_is_offered() -> None:
    guidance = Guidance({("format_text", "target"): frozenset({"p3", "p4", "p5"})})
    fits = matcher(grammar(DOCUMENT, actions_for("document"), guidance)).fullmatch
    for target, offered in (("p3-p5", True), ("p4", True), ("p3-p4", False), ("p1", False), ("p1-p5", False)):
        answer = prompt.answer(Decision("so", Action("format_text", {"target": target, "bold": True})))
        assert bool(fits(answer)) is offered, target


def test_a_thought_may_quote_a_word_that_ends_like_an_id() -> None:
    guidance = Guidance(named=frozenset({"p3"}))
    fits = matcher(grammar(DOCUMENT, actions_for("document"), guidance)).fullmatch
    for thought, offered in (('"top" is p3', True), ('"Shop" and step', True), ('the "p" in p3', True), ('"top" is p4', False)):
        assert bool(fits(prompt.answer(Decision(thought, Action("format_text", {"target": "p3", "bold": True}))))) is offered, thought


def test_an_argument_of_which_no_value_is_meant_is_left_out() -> None:
    """The outline is to be black: nothing is to be filled."""
    deck = Observation(
        "presentation",
        "deck",
        "1 slide",
        (Element("s1", "slide blank"), Element("s1.1", "title", "Values"), Element("s1.2", "shape", "Speed", "ellipse, yellow")),
    )
    say = 'Give the "Speed" circle a thick black outline.'
    assert allows(deck, say, "format_shape", {"target": "s1.2", "line": "black", "line_width_pt": 3.0})
    assert not allows(deck, say, "format_shape", {"target": "s1.2", "fill": "black"})
    assert not allows(deck, say, "format_shape", {"target": "s1.2", "line": "thistle"})


def test_a_range_lies_in_the_columns_that_are_meant() -> None:
    guidance = Guidance(columns={("format_cells", "range"): frozenset({"B"})})
    fits = matcher(grammar(SHEET, actions_for("spreadsheet"), guidance)).fullmatch
    for cells, offered in (
        ("B2:B5", True),
        ("B:B", True),
        ("Sales!B2", True),
        ("1:1", True),
        ("C2:C5", False),
        ("A2:B5", False),
        ("Other!B2", False),
    ):
        assert bool(fits(prompt.answer(Decision("so", Action("format_cells", {"range": cells, "bold": True}))))) is offered, cells


def test_a_cell_stands_in_the_row_that_is_meant() -> None:
    guidance = Guidance(columns={("set_cell", "cell"): frozenset({"B", "C"})}, rows={("set_cell", "cell"): 4, ("insert_comment", "cell"): 5})
    fits = matcher(grammar(SHEET, actions_for("spreadsheet"), guidance)).fullmatch
    for action, cell, offered in (("set_cell", "B4", True), ("set_cell", "B5", False), ("set_cell", "A4", False), ("insert_comment", "A5", True)):
        args = {"cell": cell, "value": 3} if action == "set_cell" else {"cell": cell, "text": "why?"}
        assert bool(fits(prompt.answer(Decision("so", Action(action, args))))) is offered, (action, cell)


def test_the_row_that_an_instruction_names_is_the_one_that_is_offered() -> None:
    cells = [
        (f"Sales!{column}{row}", value)
        for row, line in enumerate((("Region", "Revenue"), ("North", 5), ("South", 7)), 1)
        for column, value in zip("AB", line, strict=True)
    ]
    reading = Reading(
        "spreadsheet", (Part("workbook", "workbook", {"active": "Sales"}), *(Part(key, "cell", {"value": value}) for key, value in cells))
    )
    vocabulary = actions_for("spreadsheet")
    for say, row in (("The revenue of South is 9 now.", 3), ("Delete the row of North", 2)):
        guidance = guide(say, reading)(SHEET, (), vocabulary)
        assert guidance.rows["set_cell", "cell"] == row
        assert guidance.choices["delete_rows", "at"] == (row,)
    assert not guide("Sort by revenue", reading)(SHEET, (), vocabulary).rows
