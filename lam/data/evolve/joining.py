"""Composition: two or three tasks of one application, in an order that makes sense, said as one."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace

from lam.data.evolve.wording import capital, core, small
from lam.data.pairs import Pair, PlanStep

ORDER: Sequence[tuple[int, str]] = (
    (0, r"\b(?:open|new document|create a new (?:document|presentation|spreadsheet))\b"),
    (5, r"\b(?:print|export|save|send|close|protect|preview)\b"),
    (4, r"\b(?:view|zoom|show|display|hide|navigator|toolbar)\b"),
    (1, r"^(?:insert|add|create|put|paste|import)\b"),
    (2, r"^(?:edit|delete|remove|move|copy|replace|rename|sort|split|merge|select)\b"),
)
"""When in a person's work a task comes, by what it says; 3, setting and formatting, is everything else."""
JOINTS = (
    "{0} and {1}", "{0}, then {1}", "{0}. After that, {1}", "First {2}, then {1}", "{0}; {1}", "{0}. Also {1}", "{0} and then {1}",
    "Two things: {2}, and {1}", "{0}. When that is done, {1}", "Before you {1}, {2}", "{0}, and once that is done {1}", "{0}. Finally, {1}",
)  # fmt: skip
JOINTS_OF_THREE = (
    "{0}, {1}, and {2}", "First {3}, then {1}, and finally {2}", "{0}. Then {1}. Last, {2}", "Three things: {3}, {1} and {2}",
    "1. {0} 2. {4} 3. {5}", "{0}; {1}; {2}", "{0}, then {1}, then {2}", "{0}. After that {1}, and {2}",
)  # fmt: skip
ALONE = re.compile(
    r"^(?:open|display|show|jump|go|scroll|close|exit|restore|list|cancel|return|undo|redo|repeat|reverse|click|use|find|search|press)\b"
    r"|^select\b(?! (?:the|a|an) (?:color|font|type|style|position|alignment|width|line))"
    r"|\bdialog\b|\b(?:move|position|place|set|jump) (?:the )?(?:text )?cursor\b|\bagain\b|\bselect(?:ion)? to\b",
    re.IGNORECASE,
)
"""Tasks that are an end or a means by themselves: nobody asks for them together with another."""
ALTERNATIVES = re.compile(
    r"\b(?:anchor|wrap|arrange|align\w*|group|size|zoom|spacing|flip|rotate|layout|case|lists?|mark|orientation|update)\b", re.IGNORECASE
)
"""Menus whose commands stand for one another."""
LISTS = re.compile(r"/04/|shortcut", re.IGNORECASE)
"""Pages that list keys: what stands on them together has nothing else in common."""
MOST_STEPS = 12


def rank(pair: Pair) -> int:
    """When in a person's work it comes: 0 early, 5 late."""
    return next((place for place, pattern in ORDER if re.search(pattern, pair.task, re.IGNORECASE)), 3)


def fits(pair: Pair, other: Pair) -> bool:
    """Whether two tasks can be asked for together: same application and licence, different things, nothing that ends the work or undoes
    the other."""
    if pair.provenance.licence != other.provenance.licence or pair.app != other.app or pair.task == other.task or pair.app == "any":
        return False
    if len(pair.steps) + len(other.steps) > MOST_STEPS or any("?" in p.task or ". " in p.task or len(p.task) > 130 for p in (pair, other)):
        return False
    if {first_verb(pair), first_verb(other)} in ({"enable", "disable"}, {"hide", "show"}, {"insert", "delete"}, {"open", "close"}):
        return False
    last = [s.text for p in (pair, other) for s in p.steps[-1:]]
    if last[0] == last[1] or _labels(pair) & _labels(other) or any(ALONE.search(p.task) for p in (pair, other)):
        return False
    exclusive = all(re.match(r"(?:select|choose|tick) the option|click", text, re.IGNORECASE) for text in last) and pair.context.get(
        "page"
    ) == other.context.get("page")
    return not exclusive and not _instead(pair, other) and related(pair, other)


def _instead(pair: Pair, other: Pair) -> bool:
    """Whether the last command of one takes the place of the other's: two ways to anchor, to wrap, to align."""
    ends = [[r for s in p.steps for r in s.refs if r.kind == "menu"][-1:] for p in (pair, other)]
    paths = [re.split(r" > | - ", end[0].text) if end else [] for end in ends]
    if all(len(path) > 1 for path in paths) and paths[0][:-1] == paths[1][:-1] and ALTERNATIVES.search(paths[0][-2]):
        return True
    about = [
        set(re.findall(r"\b(?:anchor|wrap|align|group|merge|split|stack\w*|level|bring|send|promote|demote)", p.task.lower())) for p in (pair, other)
    ]
    return bool(about[0] & about[1]) or about[0] | about[1] == {"merge", "split"}


def related(pair: Pair, other: Pair) -> bool:
    """Whether they belong to one train of work: the same page of the help, the same dialog, or the same menu or toolbar."""
    page = pair.provenance.page
    return (page == other.provenance.page and not LISTS.search(page)) or bool(_places(pair) & _places(other))


def _places(pair: Pair) -> set[str]:
    """Commands and menus or toolbars that its first steps go through."""
    found = {r.command for s in pair.steps[:1] for r in s.refs if r.command}
    for step in pair.steps[:2]:
        if menu := re.search(r"([A-Z][\w ]+?) (?:-|>|▸) ([A-Z]?[\w ]+)", step.text):
            found.add(f"{menu[1].split()[-1]} {menu[2].strip()}".lower())
        if toolbar := re.search(r"on the (\w+) (?:tool)?bar", step.text):
            found.add(toolbar[1].lower())
    return found


def first_verb(pair: Pair) -> str:
    return pair.task.split(" ", 1)[0].lower()


def joined(rng: random.Random, pairs: Sequence[Pair]) -> Pair:
    """One pair of two or three, the earliest in a person's work first."""
    ordered = sorted(pairs, key=rank)
    stems = [p.task.rstrip(" .") for p in ordered]
    if len(stems) == 2:
        frame = rng.choice(JOINTS)
        task = frame.format(stems[0], small(stems[1]), small(stems[0]))
        if "," in stems[0] and frame == "{0} and {1}":
            task = f"{stems[0]}, and {small(stems[1])}"
    else:
        frame = rng.choice(JOINTS_OF_THREE)
        ends = ". " if frame.startswith("1.") else ""
        task = frame.format(stems[0] + ends.rstrip(" "), small(stems[1]), small(stems[2]), core(stems[0]), stems[1] + ends.rstrip(" "), stems[2])
    steps: tuple[PlanStep, ...] = ()
    for step in (step for p in ordered for step in p.steps):
        if step.text not in [s.text for s in steps if s.level == "command"]:  # the dialog is open already
            steps += (step,)
    tier = max(p.tier for p in ordered)
    made = ordered[0].evolve("composition", task=capital(task), steps=steps, tier=tier)
    context = {k: v for k, v in ordered[0].context.items() if all(p.context.get(k) == v for p in ordered)}
    earlier = tuple(dict.fromkeys(op for p in ordered for op in p.evolution))
    return replace(made, evolved_from=tuple(p.id for p in ordered), evolution=(*earlier, "composition"), context=context, kind="procedure")


def _labels(pair: Pair) -> set[str]:
    return {r.control for s in pair.steps for r in s.refs if ".ui:" in r.control}
