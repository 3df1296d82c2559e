"""Too short to say what is wanted, or too long to be one task."""

from __future__ import annotations

import re

from lam.data.pairs import Pair

TASK_WORDS = range(2, 31)
TASK_CHARACTERS = 220
STEPS = 40
STEP_CHARACTERS = 1200
"""A step of a how-to article may hold a paragraph of advice; more is a page that was not cut into steps."""
STEPLESS = ("query", "command", "control", "shortcut")
"""Kinds whose task says it all."""


def length_reason(pair: Pair) -> str:
    """Why the pair's size rules it out; empty when it does not."""
    words = len(re.findall(r"\w+", pair.task))
    if words < TASK_WORDS.start:
        return "task too short"
    if words >= TASK_WORDS.stop or len(pair.task) > TASK_CHARACTERS:
        return "task too long"
    if not pair.steps and pair.kind not in STEPLESS:
        return "no steps"
    if len(pair.steps) > STEPS:
        return "too many steps"
    if any(len(step.text) > STEP_CHARACTERS for step in pair.steps):
        return "step too long"
    if any(not re.search(r"\w", step.text) for step in pair.steps):
        return "empty step"
    return ""
