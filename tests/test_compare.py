"""Two readings differ as a person would say it, and goals are judged on both sides: reached, and nothing else touched."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from lam.errors import UserError
from lam.reading import Change, Goal, Part, Reading, compare, only_changed, read

ROWS = [["Name", "Amount"], ["Ann", 1], ["Bob", 2], ["Cas", 3]]


def letter(*texts: str, bold: Sequence[int] = ()) -> Reading:
    return Reading("document", tuple(Part(f"paragraph {n}", "paragraph", {"text": t, "bold": n in bold}) for n, t in enumerate(texts, 1)))


def book(rows: Sequence[Sequence[object]]) -> Reading:
    parts = [Part("Sales", "sheet", {"name": "Sales"})]
    for number, row in enumerate(rows, 1):
        parts += [Part(f"Sales!{chr(64 + c)}{number}", "cell", {"value": v}) for c, v in enumerate(row, 1) if v is not None]
    return Reading("spreadsheet", tuple(parts))


def told(before: Reading, after: Reading) -> list[str]:
    return [str(change) for change in compare(before, after)]


def test_inserted_paragraph_is_one_addition() -> None:
    assert told(letter("a", "b", "c"), letter("a", "new", "b", "c")) == ["paragraph 2: added 'new'"]


def test_removed_paragraph_is_one_removal() -> None:
    assert told(letter("a", "b", "c"), letter("a", "c")) == ["paragraph 2: removed 'b'"]


def test_reworded_paragraph_is_a_change_of_text() -> None:
    assert told(letter("one two three", "b"), letter("one two four", "b")) == ["paragraph 1: text 'one two three' → 'one two four'"]


def test_rewording_beside_an_insertion_is_told_apart_by_likeness() -> None:
    changes = told(letter("The cost is high.", "z"), letter("Hello there", "The cost is low.", "z"))
    assert changes == ["paragraph 1: added 'Hello there'", "paragraph 2: text 'The cost is high.' → 'The cost is low.'"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([*ROWS[:2], ["Zoe", 9], *ROWS[2:]], ["Sales!row 3: added 'Zoe | 9'"]),
        ([*ROWS[:2], [None, None], *ROWS[2:]], ["Sales!row 3: added 'row'"]),
        ([ROWS[0], *ROWS[2:]], ["Sales!row 2: removed 'Ann | 1'"]),
        ([[r[0], "n", r[1]] for r in ROWS], ["Sales!column B: added 'n | n | n | n'"]),
        ([ROWS[0], ["Ann", 5], *ROWS[2:]], ["Sales!B2: value 1 → 5"]),
        ([ROWS[0], ["Ann", None], *ROWS[2:]], ["Sales!B2: removed '1'"]),
    ],
)
def test_cells_follow_their_row_and_column(rows: list[list[object]], expected: list[str]) -> None:
    assert told(book(ROWS), book(rows)) == expected


def test_lengths_may_differ_by_a_rounding_and_other_numbers_may_not() -> None:
    def part(**properties: float) -> Reading:
        return Reading("document", (Part("page", "page", properties),))

    assert not compare(part(margin_cm=2.5), part(margin_cm=2.51))
    assert compare(part(value=2.5), part(value=2.51))


def test_goal_is_reached_only_when_the_target_changed_and_nothing_else() -> None:
    before = letter("a", "b")
    goal = Goal({"paragraph 1": {"bold": True}})
    assert only_changed(before, letter("a", "b", bold=[1]), goal).value == 1
    assert only_changed(before, before, goal).reasons == ("paragraph 1: bold is False, not True",)
    assert only_changed(before, letter("a", "b", bold=[1, 2]), goal).reasons == ("unexpected: paragraph 2: bold False → True",)


def test_goal_names_parts_by_their_earlier_place() -> None:
    goals = Goal({"paragraph 2": {"bold": True}}), Goal({}, lambda change: not change.property and change.after == "new")
    assert only_changed(letter("a", "b"), letter("new", "a", "b", bold=[3]), *goals).value == 1


def test_goal_with_no_properties_wants_the_part_gone() -> None:
    goal = Goal({"paragraph 2": {}})
    assert only_changed(letter("a", "b"), letter("a"), goal).value == 1
    assert only_changed(letter("a", "b"), letter("a", "b"), goal).value == 0
    assert only_changed(letter("a", "b"), letter("b"), goal).value == 0


def test_goal_may_expect_a_part_that_is_new() -> None:
    before, after = book([["a", None]]), book([["a", 7]])
    assert only_changed(before, after, Goal({"Sales!B1": {"value": 7}})).value == 1
    assert only_changed(before, after, Goal({"Sales!B1": {"value": 8}})).value == 0


def test_what_was_missed_is_said() -> None:
    score = only_changed(letter("a"), letter("a"), Goal(missed=("no footnote",)))
    assert score.value == 0
    assert score.reasons == ("no footnote",)


def test_changes_read_as_sentences() -> None:
    assert str(Change("paragraph 1", "paragraph", "bold", False, True)) == "paragraph 1: bold False → True"


def test_unreadable_formats_are_the_callers_fault(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"not \.odt"):
        read(tmp_path / "a.odt")
    (tmp_path / "broken.docx").write_bytes(b"no zip")
    with pytest.raises(UserError, match="not a readable"):
        read(tmp_path / "broken.docx")


def test_cells_behind_the_last_row_of_a_sheet_are_single_cells() -> None:
    assert told(book(ROWS), book([*ROWS, ["Total", 6]])) == ["Sales!A5: added 'Total'", "Sales!B5: added '6'"]
    assert told(book(ROWS), book(ROWS[:3])) == ["Sales!A4: removed 'Cas'", "Sales!B4: removed '3'"]
