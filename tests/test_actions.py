"""One declaration gives schema, prompt line and validation."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from lam.actions import Declaration, action, actions_for, validate
from lam.errors import ActionRejected, TaskBroken
from lam.types import Action, Kind, Risk

KINDS: tuple[Kind, ...] = ("document", "spreadsheet", "presentation")
EVERY = [(kind, d) for kind in KINDS for d in actions_for(kind).values()]


@pytest.mark.parametrize(("kind", "declaration"), EVERY, ids=[f"{k}-{d.name}" for k, d in EVERY])
def test_a_declaration_is_complete(kind: Kind, declaration: Declaration) -> None:
    schema = declaration.schema
    assert declaration.summary.endswith(".")
    assert declaration.risk in get_args(Risk)
    assert schema["type"] == "object"
    assert schema["additionalProperties"] is False
    assert set(schema["required"]) <= set(schema["properties"])
    assert "null" not in json.dumps(schema)
    assert declaration.prompt_line.startswith(f"{declaration.name}(")


def test_arguments_left_out_stay_out_and_numbers_are_coerced() -> None:
    _, checked = validate("document", Action("format_text", {"target": "p1", "size_pt": "16"}))
    assert checked.args == {"target": "p1", "size_pt": 16.0}


@pytest.mark.parametrize(
    ("kind", "given", "words"),
    [
        ("document", Action("fromat_text", {}), "did you mean format_text"),
        ("document", Action("set_cell", {"cell": "A1", "value": 1}), "no action 'set_cell' for a document"),
        ("document", Action("format_text", {"target": "p1", "bolt": True}), "did you mean 'bold'"),
        ("document", Action("format_text", {}), "target: Field required"),
        ("document", Action("format_text", {"target": "p1", "size_pt": -3}), "size_pt"),
        ("document", Action("set_list", {"target": "p1", "kind": "dots"}), "kind"),
        ("spreadsheet", Action("set_cell", {"cell": "not a cell!!", "value": 1}), "cell"),
        ("presentation", Action("set_background", {"target": "s1", "color": "#12"}), "color"),
    ],
)
def test_what_is_wrong_is_said_in_words_that_help(kind: Kind, given: Action, words: str) -> None:
    with pytest.raises(ActionRejected, match=words):
        validate(kind, given)


def test_an_action_is_declared_once() -> None:
    def finish() -> None:
        """Twice."""

    actions_for("document")
    with pytest.raises(TaskBroken, match="declared twice"):
        action("any")(finish)


def test_every_kind_knows_its_own_actions_and_those_of_any_document() -> None:
    for kind in KINDS:
        assert {"finish", "give_up", "undo", "click"} <= actions_for(kind).keys()
    assert "insert_toc" not in actions_for("spreadsheet")
