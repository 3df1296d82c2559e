"""Procedures of a help page: numbered steps under a heading, and sentences that say what to do in order to get something (`To X, do Y`)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lam.data.collect.help.controls import AFTER_A_FILE, placed, where_of
from lam.data.collect.help.ground import Scene, ground, tier
from lam.data.collect.help.pages import Block, ListItem, Page, Rich
from lam.data.collect.help.wording import clauses, imperative, is_step, one_way, sentences, task_problem
from lam.data.pairs import PlanStep, Tier

LEANING = re.compile(
    r"repeat (?:these |the )?(?:steps?|the (?:above|previous|last))|\bas described|\bsee (?:also|the)\b|\bdescribed (?:above|below|in)"
    r"|follow the instructions|\byou can also\b|\bsteps? \d|\bas (?:shown|follows)\b|\bthe (?:above|previous) (?:step|procedure)"
    r"|\bthis (?:option|command|box|function|field|setting|icon)\b|^(?:Do not|Then)\b",
    re.IGNORECASE,
)
"""Steps that cannot be followed without the rest of the page."""
ELSEWHERE = re.compile(
    r"\b(?:terminal|command (?:shell|line|prompt)|package manager|administrator|windows|operating system|web browser|browser"
    r"|(?<!data)server|installation"
    r"|quickstarter|internet explorer|registry|unix|linux|macos|data ?base|data source|Basic IDE|XML|add-on)\b",
    re.IGNORECASE,
)
"""Work outside a document."""
VAGUE = (*AFTER_A_FILE, ".uno:Print", ".uno:AddDirect")
"""Commands that alone lead nowhere: what matters comes after them."""
ENDS = re.compile(
    r"(?:Hold|Drag|Press|Double-click|Type|Click (?:in|on|at|outside)|Keep|Move|Use|While|Paste|Delete|Right-click .* and)\b", re.IGNORECASE
)
AT_LABEL = re.compile(r"(?:Choose|Click|Select|Enter|Type|Mark)\b")
PLACED = re.compile(r"\b(?:toolbar|bar|sidebar|icon|context menu|window|tab|navigator|menu)\b", re.IGNORECASE)
UNMARKED = re.compile(r" (?:Show|Insert|[A-Z][a-z]+ [a-z]+ [a-z]+) |\b(?:box|dialog|option|menu|list|tab)\b")
"""Labels in a sentence that the page does not mark as such."""
BY_HAND = re.compile(r"\b(?:drag|hold|press|double-click|right-click|click|select|place|type|position)\b", re.IGNORECASE)
EITHER = re.compile(r"\b(?:one of the following|do (?:either|any) of|following (?:ways|options|methods)|do one of)\b", re.IGNORECASE)
FORK = re.compile(
    r",?\s*(?:and |and then |, then )?\b(?:do |choose |use |in )?(?:one|either|any) of the (?:following|ways).*$|^.*following (?:ways"
    r"|options|methods).*$",
    re.I,
)
OPENS = re.compile(
    r"\b(?:choose|open|right-click|double-click|press|sidebar|toolbar|menu|dialog|navigator|styles|gallery|Ctrl|Alt|Shift|hold|drag)\b", re.IGNORECASE
)
ALTERNATIVES = 3
LONGEST_STEP = 320


@dataclass(frozen=True)
class Reading:
    """A page while it is read for an application."""

    page: Page
    scene: Scene
    access: Sequence[PlanStep]
    """The steps that open the dialog that the page is about; empty when there is none."""
    dropped: Counter[str]


@dataclass(frozen=True)
class Draft:
    """A procedure as the page tells it."""

    task: str
    steps: list[Rich]
    section: str
    form: str
    """list, sentence or section."""
    first: Sequence[PlanStep] = ()
    """What has to be done before."""


@dataclass(frozen=True)
class Procedure:
    """A procedure before it belongs to an application."""

    task: str
    steps: tuple[PlanStep, ...]
    section: str
    tier: Tier
    form: str
    """list, sentence or section."""


def procedures(reading: Reading) -> Iterator[Procedure]:
    """All procedures of a page."""
    for draft in _drafts(reading):
        problem = task_problem(draft.task) or _steps_problem(draft.steps)
        if problem:
            reading.dropped[problem] += 1
            continue
        scene = replace(reading.scene, dialogs=set(reading.scene.dialogs))
        grounded = tuple(ground(scene, step) for step in draft.steps)
        opened = grounded[0].level == "command"
        steps = grounded if opened else (*draft.first, *grounded)
        if draft.first and not opened:
            if not any(":" in r.control for s in grounded for r in s.refs):
                reading.dropped["its control is not in the page's dialog"] += 1
                continue
            draft = replace(draft, task=placed(draft.task, where_of(draft.first, reading.page), reading.page))
        problem = _loose(reading.page, draft, steps)
        if problem:
            reading.dropped[problem] += 1
            continue
        yield Procedure(draft.task, steps, draft.section, tier(steps), draft.form)


def _drafts(reading: Reading) -> Iterator[Draft]:
    for above, heading, blocks in reading.page.sections():
        yield from _lists(reading, above, blocks)
        told = [b for b in blocks if b.kind in ("paragraph", "note")]
        told += [Block("paragraph", i.text) for b in blocks if b.kind in ("steps", "bullets") for i in b.items if i.text.text.startswith("To ")]
        yield from _sentences(reading, heading.rich.text, told)
        if reading.page.guide and not any(b.kind in ("steps", "bullets") for b in blocks):
            yield from _section(reading, above, blocks)


def _loose(page: Page, draft: Draft, steps: tuple[PlanStep, ...]) -> str:
    """Why a plan hangs in the air: nobody knows where its controls are, or it is no work on a document."""
    told = " ".join((draft.task, *(s.text for s in steps)))
    if ELSEWHERE.search(told):
        return "not about a document"
    first = steps[0]
    if first.level == "unresolved" and AT_LABEL.match(first.text) and not PLACED.search(first.text):
        return "first step needs something open"
    sentence = draft.form == "sentence"
    if tier(steps) == "C":
        by_hand = page.guide and BY_HAND.search(first.text) and all(s.level == "content" for s in steps)
        if not by_hand or (sentence and UNMARKED.search(told)):
            return "nothing to hold on to"
    if len(steps) == 1 and any(r.command in VAGUE or (sentence and r.command and r.control == "tab") for r in first.refs):
        return "says only where to begin"
    if sentence and (re.search(r"\btab(?: page)?\.?$", steps[-1].text) or (tier(steps) == "C" and not ENDS.match(steps[-1].text))):
        return "stops in the middle"
    if sentence and len(draft.task.split()) < 4:
        return "task is too short"
    if sentence and "dialog" in draft.task and not draft.task.startswith("Open"):
        return "task leans on its page"
    return ""


def _steps_problem(steps: list[Rich]) -> str:
    if not steps:
        return "no steps"
    text = " ".join(s.text for s in steps)
    if LEANING.search(text):
        return "step leans on its page"
    if any(len(s.text) > LONGEST_STEP for s in steps):
        return "step is too long"
    if not any(is_step(s.text) for s in steps):
        return "no step tells what to do"
    if re.search(r"\b(?:with|of|on|in|for|to) (?:it|them)\b", steps[0].text) or re.match(r"(?:\w+ ){1,2}(?:it|them)\b", steps[0].text):
        return "first step leans on its page"
    return ""


# numbered lists


def _lists(reading: Reading, above: list[str], blocks: list[Block]) -> Iterator[Draft]:
    lead, items = "", []
    for number, block in enumerate(blocks):
        if block.kind == "paragraph":
            lead = block.rich.text
        if block.kind != "steps":
            continue
        items = [*block.items]
        for later in blocks[number + 1 :]:
            if later.kind == "steps" and later.start > 1:
                items += later.items
            elif later.kind == "bullets" and items and EITHER.search(items[-1].text.text) and not items[-1].below:
                items[-1] = replace(items[-1], below=[i.text for i in later.items])
            elif later.kind in ("heading", "steps"):
                break
        if block.start > 1:
            continue
        items = _forked(items)
        if sum(bool(re.match(r"(?:To|For|If) ", i.text.text)) for i in items) > max(1, len(items) // 2):
            reading.dropped["list of alternatives"] += 1
            continue
        lists = sum(b.kind == "steps" and b.start == 1 for b in blocks)
        task = _task(lead, above, alone=lists == 1)
        if not task:
            reading.dropped["list without a task"] += 1
            continue
        for steps in _ways(items):
            yield Draft(task, steps, above[-1] if above else "", "list")


def _task(lead: str, above: list[str], alone: bool) -> str:
    """The task of a list: its lead where it only announces the list, else the nearest heading that is a task."""
    last = list(sentences(lead))[-1:]
    announced = re.sub(
        r"[,:]?\s*(?:do (?:one of )?the following|proceed as follows|follow these steps|perform the following steps?"
        r"|use the following steps)?\s*[:.]*$",
        "", last[0], flags=re.IGNORECASE,
    ) if last else ""  # fmt: skip
    candidates = [announced] if last and (last[0].endswith(":") or re.match(r"^To [a-z]", last[0])) and "," not in announced else []
    candidates += [*reversed(above[-2:])] if alone else above[-1:] if not candidates else []
    for candidate in candidates:
        task = imperative(candidate)
        if task and not task_problem(task) and not re.match(r"(?:Use|Work)\b", task):
            return task
    return ""


def _forked(items: list[ListItem]) -> list[ListItem]:
    """An item that announces alternatives takes the items after it that are some: `To insert a fixed date, click ...`."""
    for number, item in enumerate(items):
        if EITHER.search(item.text.text) and not item.below and item.more:
            return [*items[:number], replace(item, below=item.more, more=[]), *items[number + 1 :]]
        if EITHER.search(item.text.text) and not item.below:
            alone = FORK.sub("", item.text.text).strip(" :") == ""
            after = [i for i in items[number + 1 :] if alone or i.text.text.startswith(("To ", "For ", "If "))]
            if after and after == items[number + 1 : number + 1 + len(after)]:
                return [*items[:number], replace(item, below=[i.text for i in after]), *items[number + 1 + len(after) :]]
    return items


def _ways(items: list[ListItem]) -> Iterator[list[Rich]]:
    """The steps of a list; where an item offers alternatives, once with each of the first ones."""
    forks = [i for i, item in enumerate(items) if item.below and EITHER.search(item.text.text)]
    at = forks[0] if forks else -1
    for choice in range(min(ALTERNATIVES, len(items[at].below)) if forks else 1):
        steps: list[Rich] = []
        for number, item in enumerate(items):
            if number in forks:
                before = FORK.sub("", item.text.text)
                chosen = item.below[min(choice, len(item.below) - 1) if number == at else 0]
                steps += [*(_told(item.text.part(before)) if is_step(before) else ()), *_told(chosen)]
            else:
                steps += _told(item.text)
                imperatives = [b for b in item.below if is_step(b.text)]
                if len(imperatives) == len(item.below) > 0 and not re.search(r"\b(?:or|options?|following)\b", item.text.text):
                    steps += [told for b in item.below for told in _told(b)]
                steps += [told for more in item.more for told in _told(more, only_steps=True)]
        yield steps


def _told(rich: Rich, only_steps: bool = False) -> list[Rich]:
    """What a person has to do: the sentences of a step that are none (`The dialog appears.`) are left out, and so are second ways."""
    kept = [one_way(s) for s in sentences(rich.text) if is_step(s) and not re.match(r"(?:Alternatively|You can)\b", s)]
    if not kept and not only_steps and rich.text:
        kept = [one_way(next(iter(sentences(rich.text))))]
    return [rich.part(" ".join(kept))] if kept else []


# sentences


LEAD = re.compile(
    r"^(?:To|If you want to)\s+([a-z][^,:;]{5,140}?),\s+(?!and\b|or\b)(?:simply |just |you (?:must|need to|can|have to) |first )?(.{8,})$"
)
TRAIL = re.compile(
    r"^((?:Choose|Click|Press|Select|Double-click|Right-click|Use|Go to|Open)\s+.{3,160}?)\s+(?:in order )?to\s+([a-z]+ (?:a|an|the|all"
    r"|your|two|several|"
    r"more|each|any|one|every|[a-z]+s)\b.{3,100})\.$"
)
NO_PURPOSE = re.compile(
    r"\b(?:want|need|like|wish|able|how|go|back|up|used|next|access|applied|added|prior|due|refer|according|contrast|going|which|you|cell"
    r"|range|from|icon that)$"
)


def _sentences(reading: Reading, section: str, blocks: list[Block]) -> Iterator[Draft]:
    for block in blocks:
        for sentence in sentences(block.rich.text):
            found = LEAD.match(sentence)
            if found:
                task, body = imperative(found.group(1)), found.group(2)
                body = body[:1].upper() + body[1:]
                if not task or not is_step(body):
                    continue
            else:
                found = TRAIL.match(sentence)
                if not found or NO_PURPOSE.search(found.group(1)):
                    continue
                body, task = found.group(1), imperative(found.group(2))
                marks = block.rich.part(body).spans
                if not task or not any(s.mark in ("emph", "menuitem", "keycode", "widget") for s in marks):
                    continue
            steps = [block.rich.part(c) for c in clauses(one_way(body))]
            first = _opening(reading, steps)
            if first is None:
                reading.dropped["needs a dialog that the page does not open"] += 1
                continue
            yield Draft(task, steps, section, "sentence", first)


def _opening(reading: Reading, steps: list[Rich]) -> Sequence[PlanStep] | None:
    """The steps that come before: none where the sentence opens what it needs, those of the page's dialog else; None where nobody knows."""
    first = steps[0].spans
    if any(s.mark == "keycode" or (" - " in s.text and s.mark in ("emph", "menuitem")) for s in first):
        return ()
    if not reading.page.guide and reading.access:
        return reading.access
    labels = [s for step in steps for s in step.spans if s.mark in ("emph", "menuitem", "widget")]
    return () if OPENS.search(steps[0].text) or not labels else None


# headings with one paragraph


def _section(reading: Reading, above: list[str], blocks: list[Block]) -> Iterator[Draft]:
    """A heading that is a task, with one paragraph that says how."""
    task = imperative(above[-1]) if above else ""
    if not task or task_problem(task):
        return
    telling = [b for b in blocks if b.kind == "paragraph" and any(is_step(s) for s in sentences(b.rich.text))]
    if len(telling) != 1:
        reading.dropped["section of several paragraphs" if telling else "section that tells no step"] += 1
        return
    rich = telling[0].rich
    told = [s for s in sentences(rich.text) if is_step(s) and not LEAD.match(s) and not re.match(r"(?:Alternatively|You can)\b", s)]
    steps = [rich.part(c) for s in told for c in clauses(one_way(s))]
    if steps and rich.part(steps[0].text).spans:
        yield Draft(task, steps, above[-1], "section")
