"""Mistakes made by rule: each differs from the action in one thing, and is a valid action itself."""

from __future__ import annotations

from typing import Any

import pytest

from lam.actions import actions_for
from lam.tasks.mistakes import elsewhere, mistakes
from lam.types import Action, Kind


@pytest.mark.parametrize(
    ("kind", "name", "args", "made"),
    [
        ("document", "format_text", {"target": "p3", "bold": True}, {"target": "p4", "bold": True}),
        ("document", "format_text", {"target": "p3", "match": "rent", "color": "red"}, {"target": "p3", "color": "red"}),
        ("document", "format_text", {"target": "p3", "color": "red"}, {"target": "p3", "highlight": "red"}),
        ("document", "set_list", {"target": "p3-p5", "kind": "bullet"}, {"target": "p3-p4", "kind": "bullet"}),
        ("document", "find_replace", {"find": "Town House", "replace": "Mill"}, {"find": "House", "replace": "Mill"}),
        ("document", "insert_table", {"rows": 1, "columns": 2, "data": [["a", "b"]]}, {"rows": 1, "columns": 2, "data": [["b", "a"]]}),
        ("spreadsheet", "sort", {"range": "A1:D9", "by": "B"}, {"range": "A1:D9", "by": "C"}),
        ("spreadsheet", "sort", {"range": "A1:D9", "by": "B", "descending": True}, {"range": "A1:D9", "by": "B", "descending": False}),
        ("spreadsheet", "set_cell", {"cell": "B4", "value": 7}, {"cell": "B5", "value": 7}),
        ("spreadsheet", "set_cell", {"cell": "B9", "value": "=SUM(B2:B8)"}, {"cell": "B9", "value": "=AVERAGE(B2:B8)"}),
        ("spreadsheet", "set_cell", {"cell": "B9", "value": "=SUM(B2:B8)"}, {"cell": "B9", "value": "=SUM(B2:B7)"}),
        ("spreadsheet", "set_cell", {"cell": "C2", "value": '=COUNTIF(B2:B8,">=5")'}, {"cell": "C2", "value": '=COUNTIF(B2:B8,">5")'}),
        ("presentation", "set_title", {"slide": "s2", "text": "Room 12"}, {"slide": "s2", "text": "Room 13"}),
        ("presentation", "set_bullets", {"target": "s2.2", "bullets": ["a", "b"]}, {"target": "s2.2", "bullets": ["a"]}),
        ("presentation", "move_slide", {"slide": "s2", "to": 4}, {"slide": "s2", "to": 5}),
    ],
)
def test_a_mistake_is_one_step_away(kind: Kind, name: str, args: dict[str, Any], made: dict[str, Any]) -> None:
    found = [dict(action.args) for action in mistakes(Action(name, args), kind)]
    assert made in found
    assert args not in found
    for other in found:
        actions_for(kind)[name].model.model_validate(other)


def test_the_same_is_done_beside_the_place_as_well() -> None:
    found = [dict(action.args) for action in elsewhere(Action("format_text", {"target": "p3", "bold": True}))]
    assert found == [{"target": "p4", "bold": True}, {"target": "p2", "bold": True}]
    assert not list(elsewhere(Action("sort", {"range": "A1:D9", "by": "B"})))
