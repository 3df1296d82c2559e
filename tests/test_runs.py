"""Changes of runs are shown as what a person sees of them."""

from __future__ import annotations

from lam.reading.base import Change
from lam.reading.runs import told

PLAIN = ("Our plan", "Calibri", 44.0, False, False, False, False, "#000000", "none", "")
BOLD = ("Our", "Calibri", 44.0, True, False, False, False, "#000000", "none", "")
WHERE = ("slide 2, shape 1 (title), paragraph 1", "paragraph")


def test_a_new_text_with_the_same_look_is_told_once() -> None:
    changes = [Change(*WHERE, "text", "Who came", "Our plan"), Change(*WHERE, "runs", (("Who came", *PLAIN[1:]),), (PLAIN,))]
    assert list(told(changes)) == changes[:1]


def test_a_new_look_is_told_by_what_is_new() -> None:
    [change] = told([Change(*WHERE, "runs", (PLAIN,), (("Our plan", "Calibri", 44.0, True, *PLAIN[4:]),))])
    assert (change.property, change.before, change.after) == ("bold", False, True)


def test_a_part_with_another_look_is_told_beside_the_rest() -> None:
    [change] = told([Change(*WHERE, "runs", (PLAIN,), (BOLD, (" plan", *PLAIN[1:])))])
    assert (change.property, change.before, change.after) == ("bold", False, "yes, no")


def test_other_changes_stay_as_they_are() -> None:
    other = Change("slide 3", "slide", "background", "#FFFFFF", "#000000")
    assert list(told([other])) == [other]
