"""The functions of Calc: what each computes, and what to type for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lam.data.collect.help.commands import Told, menu_steps
from lam.data.collect.help.ground import Scene
from lam.data.collect.help.pages import Page
from lam.data.collect.help.wording import imperative, task_problem
from lam.data.pairs import PlanStep, Ref

WIZARD = ".uno:FunctionDialog"
NAME = re.compile(r"^[A-Z][A-Z0-9.]{1,30}$")


def functions(page: Page, scene: Scene, dropped: Counter[str]) -> Iterator[Told]:
    """Two pairs for every function that the page describes with its syntax: by typing it, and by the Function Wizard."""
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
                yield from _pairs(scene, name, said, syntax.group(1), dropped)
                name = ""


def _pairs(scene: Scene, name: str, said: str, arguments: str, dropped: Counter[str]) -> Iterator[Told]:
    said = re.sub(rf"^{re.escape(name)} (?=[a-z]+s\b)|^(?:This|The)(?: \w+)? function (?=[a-z]+s\b)", "", said)
    said = re.sub(r"^The result is (?!TRUE)", "Calculates ", said[:1].upper() + said[1:])
    said = re.sub(r"^(?:This function r|R)eturns?(?: the value)? TRUE if\b", "Tests whether", said)
    said = re.sub(r"^(?:This function )?(?:[Rr]eturns?|[Gg]ives?)\b", "Calculates", said)
    task = imperative(said)
    problem = task_problem(task)
    if problem:
        dropped[f"function: {problem}"] += 1
        return
    cell = PlanStep("Select the cell for the result", "content")
    given = f"={name}({arguments})" + (" with your values" if arguments.strip() else "")
    typed = PlanStep(f"Type {given} and press Enter", "key", (Ref("key", "Enter"),))
    yield "procedure", f"{task} with {name}", (cell, typed), {"section": name, "form": "function"}
    wizard = scene.tables.menu_of("spreadsheet", WIZARD)
    if wizard:
        steps = [
            cell,
            *menu_steps(scene.tables, "spreadsheet", wizard.path, WIZARD),
            PlanStep(
                f"Select {name} in “Function” and click “Next”", "control", (Ref("label", "Function", control="formula/ui/functionpage.ui:function"),)
            ),
        ]
        if arguments.strip():
            steps.append(PlanStep(f"Enter the arguments: {arguments}", "content"))
        steps.append(PlanStep("Click “OK”", "control", (Ref("label", "OK", control="button"),)))
        yield "procedure", f"{task} with the Function Wizard ({name})", tuple(steps), {"section": name, "form": "function wizard"}
