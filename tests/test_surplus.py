"""The reader of surplus: what asks for more than was done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lam.actions import actions_for
from lam.tasks.twins import twins
from lam.types import Action, Decision, Element, Kind, Observation, Outcome, Step
from lam.verdict.checks.intents import surpassed
from lam.verdict.intents.reader import shipped as shipped_reader
from lam.verdict.intents.surplus import Network, Surplus, deeds, load, save, shipped
from lam.verdict.words import Said

KINDS = ("document", "presentation", "spreadsheet")


def step(kind: Kind, action: str, args: dict[str, Any]) -> Step:
    elements = (Element("p1", "Title", "Plan"), Element("p2", "Text 1", "Roses are red.")) if kind == "document" else (Element("s1", "slide title"),)
    return Step(1, Decision("", Action(action, args)), Outcome(True, "ok"), Observation(kind, "", "", elements))


@pytest.mark.parametrize(
    ("kind", "instruction", "action", "args", "more"),
    [
        ("document", "Make the title bold.", "format_text", {"target": "p1", "bold": True}, False),
        ("document", "Make the title bold, but not its last word.", "format_text", {"target": "p1", "bold": True}, True),
        ("document", "Set the margins to 2 cm", "set_page", {"margin_cm": 2}, False),
        ("document", "Set the margins to 2 cm and number the chapters one by one", "set_page", {"margin_cm": 2}, True),
        ("presentation", "Hide slide 4", "hide_slide", {"slide": "s4"}, False),
        ("presentation", "Hide slide 4 unless it has a picture on it", "hide_slide", {"slide": "s4"}, True),
        ("spreadsheet", "Freeze the top row", "freeze", {"rows": 1}, False),
        ("spreadsheet", "Freeze the top row on every sheet except the last one", "freeze", {"rows": 1}, True),
    ],
)
def test_the_shipped_reader_tells_when_more_is_asked_for(kind: Kind, instruction: str, action: str, args: dict[str, Any], more: bool) -> None:
    assert surpassed(Said(instruction), kind, [step(kind, action, args)], actions_for(kind)) is more


def test_deeds_are_facts_without_their_values() -> None:
    told = {"format_text", "format_text.bold=True", "format_text@target=title", "set_cell#several"}
    assert deeds(told) == {"format_text", "format_text.bold", "format_text@target=title", "set_cell#several"}


def test_a_reader_is_the_same_when_read_again(tmp_path: Path) -> None:
    reader = shipped_reader()
    rng = np.random.default_rng(0)
    kernels = tuple((rng.normal(size=(width, reader.embedding.shape[1], 4)).astype(np.float32), np.zeros(4, np.float32)) for width in (1, 3))
    network = Network(kernels, rng.normal(size=(8, 3)).astype(np.float32), np.zeros(3, np.float32), np.ones((2, 2), np.float32))
    made = Surplus(reader, (network, network), {"a": 0, "b": 1}, 0.4)
    save(tmp_path / "surplus.npz", made)
    again = load(tmp_path / "surplus.npz", reader)
    assert again.limit == 0.4
    for done in ((), ("a",), ("a", "b", "unknown")):
        assert again.log_odds("document", "Bold, please", done) == pytest.approx(made.log_odds("document", "Bold, please", done), abs=0.05)


def test_one_that_was_learnt_with_other_words_is_not_read(tmp_path: Path) -> None:
    learnt = shipped()
    save(tmp_path / "surplus.npz", learnt)
    other = shipped_reader()
    shorter = type(other)(
        other.vocabulary, dict(list(other.names.items())[:-1]), other.facts, other.embedding, other.kernels, other.weights, other.bias, other.low
    )
    with pytest.raises(ValueError, match=r"lam\.training\.surplus"):
        load(tmp_path / "surplus.npz", shorter)


def test_twins_differ_and_tell_what_was_done() -> None:
    known = {name for kind in KINDS for name in actions_for(kind)}
    found = list(twins())
    assert any(len(twin.other) == 2 for twin in found)
    for twin in found:
        assert twin.kind in KINDS
        texts = [twin.base, twin.same, twin.more, *twin.other]
        assert len(set(texts)) == len(texts), twin
        assert twin.deeds & known, twin
