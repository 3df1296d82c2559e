"""Checks of passages in a text document: one place or all, half of a phrase, a sentence or its paragraph, all headings or some."""

from __future__ import annotations

from typing import Any

import pytest

from lam.reading.base import Reading
from lam.types import Action, Decision, Element, Observation, Outcome, Step
from lam.verdict.checks.details import careless
from lam.verdict.checks.passages import misplaced
from lam.verdict.places.common import Work
from lam.verdict.words import Said

NOTES = (
    Element("p1", "Title", "Release notes"),
    Element("p2", "Heading 1", "Upgrade"),
    Element("p3", "Text 1", "The upgrade takes two minutes. Ask the grants panel at Town House."),
    Element("p4", "Heading 2", "Rollback"),
    Element("p5", "Text 2", "If the upgrade fails, call Mirja Talvo and pay 750 pounds in August."),
    Element("p6", "Heading 1", "Steps"),
    Element("p7", "number 1", "Stop the service"),
    Element("p8", "number 1", "Run the installer"),
    Element("p9", "number 1", "Restart the service"),
)


def work(instruction: str, name: str, args: dict[str, Any]) -> Work:
    seen = Observation("document", "", "", NOTES)
    return Work(Said(instruction), [Step(1, Decision("", Action(name, args)), Outcome(True, ""), seen)], [], Reading("document", ()), NOTES)


def replaced(find: str, replace: str, **more: Any) -> tuple[str, dict[str, Any]]:
    return "find_replace", {"find": find, "replace": replace, **more}


@pytest.mark.parametrize(
    ("instruction", "act", "right"),
    [
        ("in the rollback part call it update, not upgrade", replaced("upgrade", "update"), False),
        ("in the rollback part call it update, not upgrade", replaced("upgrade", "update", target="p5"), True),
        ("call it update everywhere, not upgrade", replaced("upgrade", "update"), True),
        ("write Town Hall where it says Town House", replaced("Town", "Town Hall"), False),
        ("write Town Hall where it says Town House", replaced("Town House", "Town Hall"), True),
        ("write Mill House, not Town House", replaced("Town", "Mill"), True),
        ("change grants panel to grants committee", replaced("grants panel", "committee"), False),
        ("change grants panel to grants committee", replaced("grants panel", "grants committee"), True),
        ("wherever it says upgrade, write update", replaced("upgrade", "update", match_case=True), False),
        ("wherever it says upgrade, write update", replaced("upgrade", "update"), True),
        ("drop the sentence about the panel", ("delete", {"target": "p3"}), False),
        ("drop the sentence about the rollback", ("delete", {"target": "p5"}), True),
        ("drop the paragraph with the sentence about the panel", ("delete", {"target": "p3"}), True),
        ("the amount of the fee should be bold", ("format_text", {"target": "p5", "bold": True}), False),
        ("the paragraph with the amount of the fee should be bold", ("format_text", {"target": "p5", "bold": True}), True),
        ("delete the second sentence of the paragraph on the panel", ("delete", {"target": "p3"}), False),
        ("make the August in the fee paragraph bold", ("format_text", {"target": "p5", "bold": True}), False),
        ("make the August in the fee paragraph bold", ("format_text", {"target": "p5", "match": "August", "bold": True}), True),
        ("say 'two hours' for 'two minutes'", replaced("minutes", "hours"), True),
        ("say 'stop the engine' instead of 'stop the service'", replaced("service", "engine"), False),
        ("headings in red", ("format_text", {"target": "p2,p6", "color": "red"}), False),
        ("headings in red", ("format_text", {"target": "p2,p4,p6", "color": "red"}), True),
        ("Headings Upgrade and Steps in red", ("format_text", {"target": "p2,p6", "color": "red"}), True),
        ("make Mirja Talvo italic", ("format_text", {"target": "p5", "italic": True}), False),
        ("make Mirja Talvo italic", ("format_text", {"target": "p5", "match": "Mirja Talvo", "italic": True}), True),
        ("make Rollback italic", ("format_text", {"target": "p4", "italic": True}), True),
        ("every upgrade is an update", replaced("upgrade", "update", target="p2"), False),
        ("every upgrade in the rollback part is an update", replaced("upgrade", "update", target="p5"), True),
        ("let the two warnings be red", ("format_text", {"target": "p5", "color": "red"}), False),
        ("move the words on the panel", ("insert_text", {"text": "Ask the grants panel", "target": "p5", "where": "after"}), False),
        ("every main heading in red", ("format_text", {"target": "p2,p4,p6", "color": "red"}), False),
        ("every main heading in red", ("format_text", {"target": "p2,p6", "color": "red"}), True),
        ("all headings in red", ("format_text", {"target": "p2,p6", "color": "red"}), False),
        ("all headings but Rollback in red", ("format_text", {"target": "p2,p6", "color": "red"}), True),
        ("make the three steps red", ("format_text", {"target": "p7-p8", "color": "red"}), False),
        ("make the three steps red", ("format_text", {"target": "p7-p9", "color": "red"}), True),
        ("the first and the last step red", ("format_text", {"target": "p7", "color": "red"}), False),
        ("the first and the last step red", ("format_text", {"target": "p7,p9", "color": "red"}), True),
    ],
)
def test_a_passage_taken_for_another_is_found(instruction: str, act: tuple[str, dict[str, Any]], right: bool) -> None:
    assert (misplaced(work(instruction, *act)) == "") is right


def test_what_is_wanted_is_not_what_is_denied() -> None:
    for find, replace, right in (("two", "three", False), ("three", "two", True)):
        assert (careless(work("Two minutes it takes, not three", *replaced(find, replace))) == "") is right
