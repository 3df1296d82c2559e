"""The functions of Calc: what each computes, and what to type for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lam.data.collect.help.commands import Told
from lam.data.collect.help.ground import Scene
from lam.data.collect.help.pages import Page
from lam.data.collect.help.wording import imperative, task_problem
from lam.data.pairs import PlanStep, Ref

NAME = re.compile(r"^[A-Z][A-Z0-9.]{1,30}$")


def functions(page: Page, scene: Scene, dropped: Counter[str]) -> Iterator[Told]:
    """A pair for every function that the page describes with its syntax, and one for every example with its comment."""
    if scene.app != "spreadsheet" or not page.path.startswith("scalc/01/"):
        return
    name = said = ""
    for block in page.blocks:
        text = block.rich.text
        if block.kind == "heading":
            own = text.removesuffix(" function")
            if NAME.match(own):
                name, said = own, ""
        elif name and block.kind == "paragraph":
            said = said or block.avis
            syntax = re.fullmatch(rf"{re.escape(name)}\s?\((.*)\)", text)
            if syntax and said:
                yield from _pair(name, said, f"{name}({syntax.group(1)})", dropped)
                name = ""


def _pair(name: str, said: str, syntax: str, dropped: Counter[str]) -> Iterator[Told]:
    said = re.sub(r"^(?:This function r|R)eturns?(?: the value)? TRUE if\b", "Tests whether", said)
    said = re.sub(r"^(?:This function )?(?:[Rr]eturns?|[Gg]ives?)\b", "Calculates", said)
    task = imperative(said)
    problem = task_problem(task)
    if problem:
        dropped[f"function: {problem}"] += 1
        return
    steps = (
        PlanStep("Select the cell for the result", "content"),
        PlanStep(f"Type ={syntax} with your values and press Enter", "key", (Ref("key", "Enter"),)),
    )
    yield "procedure", f"{task} with {name}", steps, {"section": name, "form": "function"}
