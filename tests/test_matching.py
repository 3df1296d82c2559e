"""The reader of matches: whether what was done is what an instruction asks for."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.intents import unmatched
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.matching.account import LONGEST, LONGEST_ACCOUNT, flags, told, words
from lam.verdict.matching.reader import FLAGS, Matcher, encoded, load, save, shipped, table
from lam.verdict.words import Said

LETTER = (
    Element("p1", "Title", "Spring plan"),
    Element("p2", "Text 1", "Roses are red."),
    Element("p3", "Heading 1", "Garden"),
    Element("p4", "Text 2", "Violets are blue."),
    Element("t1", "table", "Plant | Price", "3x2"),
)
BOOK = (
    Element("Sales!A1:C6", "sheet", "Sales"),
    Element("A", "column", "Region", "A2:A6 text"),
    Element("B", "column", "Amount", "B2:B6 number"),
    Element("C", "column", "Rate", "C2:C6 number"),
    Element("2", "row", "North | 10 | 0.1"),
    Element("3", "row", "South | 20 | 0.2"),
)
DECK = (
    Element("s1", "slide title"),
    Element("s1.1", "title", "Welcome"),
    Element("s2", "slide title_content"),
    Element("s2.1", "title", "Costs"),
    Element("s2.2", "content", "Rent / Wages"),
)


def step(kind: Kind, action: str, args: dict[str, Any]) -> Step:
    elements = {"document": LETTER, "spreadsheet": BOOK, "presentation": DECK}[kind]
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", "", elements))


def account(kind: Kind, instruction: str, *acts: tuple[str, dict[str, Any]]) -> str:
    steps = [step(kind, *act) for act in acts]
    return " ".join(told(instruction, steps).done)


def test_words_count_alike_however_they_are_written() -> None:
    assert words("The 2nd and third row: two of 1,200 cells") == ["the", "n2", "and", "n3", "row", ":", "2", "of", "1200", "cells"]
    assert words("Q4's B2:C3, #FF0000") == ["q4", "'", "s", "b2:c3", ",", "#ff0000"]


def test_a_place_is_told_by_what_it_is_where_it_is_and_what_stands_there() -> None:
    done = account("document", "x", ("format_text", {"target": "p4", "bold": True}))
    assert done.startswith("[do] format text [target] text text n2 last paragraph n4 last")
    assert "violets are blue" in done
    assert done.endswith("[with] bold yes")


def test_columns_are_told_by_their_heads() -> None:
    assert "amount" in account("spreadsheet", "x", ("set_cell", {"cell": "B7", "value": "=SUM(B2:B6)"}))
    assert "formula sum" in account("spreadsheet", "x", ("set_cell", {"cell": "B7", "value": "=SUM(B2:B6)"}))
    assert "rows data" in account("spreadsheet", "x", ("format_cells", {"range": "C2:C6", "bold": True}))
    assert "price" in account("document", "x", ("delete_table_columns", {"table": "t1", "at": 2}))


def test_what_differs_in_more_than_its_place_is_told_apart() -> None:
    rows = account("document", "x", ("insert_table_rows", {"table": "t1", "at": 1}), ("insert_table_rows", {"table": "t1", "at": 3}))
    assert rows.count("[do]") == 2
    assert account("document", "x", ("format_text", {"target": "t1.A1:B2", "bold": True})).count("[target] table") == 1


def test_arguments_that_are_no_places_are_told_as_what_they_are() -> None:
    assert account("spreadsheet", "x", ("freeze", {"rows": 2})) == "[do] freeze [with] rows 2"
    assert account("presentation", "x", ("order_shape", {"target": "s2.2", "to": "back"})).endswith("[with] to back")
    assert (
        account("presentation", "x", ("set_master_font", {"target": "title", "font": "Arial"}))
        == "[do] set master font [with] target title [with] font arial"
    )


def test_lists_of_places_are_told_one_by_one() -> None:
    done = account("spreadsheet", "x", ("remove_duplicates", {"range": "A1:C6", "columns": ["A", "C"]}))
    assert "region" in done.partition("[columns]")[2]
    assert "rate" in done.partition("[columns]")[2]
    assert "[rows] region" in account("spreadsheet", "x", ("pivot_table", {"range": "A1:C6", "rows": ["Region"], "values": "Amount"}))


@pytest.mark.parametrize("formula", ["=SUM(B:B)", "=sum(b2:b6)", "=B2*$C$3", "=ROUND(B2,2)"])
def test_every_reference_of_a_formula_is_told_by_its_head(formula: str) -> None:
    assert "amount" in account("spreadsheet", "x", ("set_cell", {"cell": "D2", "value": formula}))


def test_formulas_that_differ_in_their_rows_are_told_once() -> None:
    done = account("spreadsheet", "x", ("set_cells", {"cell": "D2", "rows": [[f"=B{n}*2"] for n in range(2, 7)]}))
    assert done.count("formula") == done.count("amount") == 1


def test_a_range_of_another_sheet_is_told_by_the_heads_of_that_sheet() -> None:
    other = Element("Costs!A1:B9", "sheet", "Month | Rent", "A1:B9")
    clear = step("spreadsheet", "clear", {"range": "Costs!B2:B9"})
    seen = replace(clear.observation, elements=(*BOOK, other), summary="sheets: Sales (active), Costs; used A1:C6")
    done = " ".join(told("x", [replace(clear, observation=seen)]).done)
    assert "costs b2:b9" in done
    assert "rent" in done
    assert "amount" not in done
    assert "rows data" in done


def test_what_stood_in_a_cell_is_told() -> None:
    assert "was 20 " in account("spreadsheet", "x", ("set_cell", {"cell": "B3", "value": 25}))


def test_where_everything_was_worked_on_nothing_is_elsewhere() -> None:
    everywhere = told("Make roses and violets red", [step("document", "format_text", {"target": "all", "color": "red"})])
    assert not any(everywhere.elsewhere)


def test_what_is_done_at_several_places_is_told_once() -> None:
    done = account("document", "x", *(("format_text", {"target": f"p{n}", "bold": True}) for n in (1, 2, 3, 4)))
    assert done.count("[do]") == 1
    assert done.startswith("[do] format text times 4")
    assert "and 1 more" in done


def test_flags_tell_what_the_other_text_has_and_what_stands_elsewhere() -> None:
    given = told("Make the violets bold, 2nd paragraph", [step("document", "format_text", {"target": "p2", "bold": True})])
    said, _ = flags(given)
    marked = dict(zip(given.said, said, strict=True))
    assert (marked["violets"], marked["bold"], marked["n2"], marked["make"]) == (3, 2, 2, 0)


def test_words_with_two_letters_exchanged_are_the_same() -> None:
    given = told("Make the roses blod", [step("document", "format_text", {"target": "p1", "italic": True})])
    assert flags(given)[0][3] == 0  # of four letters, too many are other words then
    assert flags(told("Make it itailc", [step("document", "format_text", {"target": "p1", "italic": True})]))[0][2] == 2


def test_long_texts_are_cut() -> None:
    given = told("very " * 200, [step("document", "insert_text", {"target": "p1", "text": "many " * 300, "where": "after"})] * 3)
    assert len(given.said) == LONGEST
    assert len(given.done) <= LONGEST_ACCOUNT
    tokens, marks, places = encoded(given, shipped_reader())
    assert len(tokens) == len(marks) == len(places)
    assert max(places) <= LONGEST + LONGEST_ACCOUNT


def test_a_reader_is_the_same_when_read_again(tmp_path: Path) -> None:
    reader = shipped_reader()
    rng = np.random.default_rng(0)
    shapes = {name: values.shape for name, values in shipped().weights.items()}
    weights = {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in shapes.items()}
    assert shapes["flag.weight"][0] == FLAGS
    made = Matcher(reader, table(reader), weights, shipped().layers, 0.7)
    save(tmp_path / "matches.npz", made)
    again = load(tmp_path / "matches.npz", reader)
    given = told("Make it bold", [step("document", "format_text", {"target": "p2", "bold": True})])
    assert again.limit == 0.7
    assert again.of(given) == pytest.approx(made.of(given), abs=0.05)


def test_one_that_was_learnt_with_other_words_is_not_read(tmp_path: Path) -> None:
    save(tmp_path / "matches.npz", shipped())
    with pytest.raises(ValueError, match=r"lam\.training\.matching"):
        load(tmp_path / "matches.npz", replace(shipped_reader(), embedding=shipped_reader().embedding * 1.5))


def test_it_reads_as_it_learnt(tmp_path: Path) -> None:
    torch = pytest.importorskip("torch")
    from lam.training.matching import LAYERS, Network, batched

    reader = shipped_reader()
    network = Network(torch.tensor(table(reader))).eval()
    made = Matcher(reader, table(reader), {name: values.numpy() for name, values in network.state_dict().items()}, LAYERS, 0.0)
    given = told("Make the violets bold, please", [step("document", "format_text", {"target": "p4", "bold": True})])
    other = told("Bold", [step("document", "format_text", {"target": "p4", "bold": True})])
    rows = [encoded(one, reader) for one in (given, other)]
    with torch.inference_mode():
        odds = network(*batched(rows, [0, 1])).tolist()
    assert [made.of(given), made.of(other)] == pytest.approx(odds, abs=1e-3)


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "wrong"),
    [
        ("document", "Make 'Garden' bold", "format_text", {"target": "p3", "bold": True}, False),
        ("document", "Make the violets bold", "format_text", {"target": "p2", "bold": True}, True),
        ("document", "Make the sentence about the violets bold, leave the roses alone", "format_text", {"target": "p4", "bold": True}, False),
        ("document", "Make the sentence about the violets bold, leave the roses alone", "format_text", {"target": "p2", "bold": True}, True),
        (
            "spreadsheet",
            "The rates could do with two decimals, please",
            "format_number",
            {"range": "C2:C6", "format": "number", "decimals": 2},
            False,
        ),
        ("spreadsheet", "Sort everything by amount, the largest on top", "sort", {"range": "A1:C6", "by": "B", "descending": True}, False),
        ("presentation", "Hide the slide about the costs from the show, please, they need not see it", "hide_slide", {"slide": "s2"}, False),
        ("presentation", "Hide the slide about the costs, and give all others a blue background", "hide_slide", {"slide": "s2"}, True),
    ],
)
def test_the_shipped_reader_tells_what_was_not_asked_for(kind: Kind, instruction: str, action: str, args: dict[str, Any], wrong: bool) -> None:
    assert unmatched(Said(instruction), [step(kind, action, args)]) is wrong


def test_a_later_attempt_has_a_stricter_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    matcher = shipped()
    acts = [step("presentation", "hide_slide", {"slide": "s2"})]
    say = "Hide the slide about the costs from the show, please, they need not see it"
    monkeypatch.setattr(type(matcher), "of", lambda self, given: self.limit - 1.0)
    assert [matcher.refuses(say, acts, attempt) for attempt in (1, 2, 3)] == [False, True, True]
