"""Was it done? Judged on the saved files alone, and against the words of the instruction; in doubt the answer is no."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from lam.actions import Declaration
from lam.agent.loop import SPEECH, Ending, effective
from lam.guard import is_gui, short
from lam.reading.base import Change, Reading
from lam.types import Kind, Step, Verdict
from lam.verdict.answers import unproven
from lam.verdict.checks.aspects import half_done, too_often, uncolored, unlicensed, unmet, unwished
from lam.verdict.checks.choices import contradicted
from lam.verdict.checks.clauses import unheeded
from lam.verdict.checks.details import careless
from lam.verdict.checks.extent import overreached
from lam.verdict.checks.formulas import strays
from lam.verdict.checks.given import invented, miscounted
from lam.verdict.checks.intents import misread, surpassed, unmatched
from lam.verdict.checks.lists import mislisted
from lam.verdict.checks.measures import mismeasured
from lam.verdict.checks.named import mismatched
from lam.verdict.checks.pairs import unpaired
from lam.verdict.checks.parts import partial
from lam.verdict.checks.passages import misplaced
from lam.verdict.checks.pointed import astray
from lam.verdict.checks.repeats import repeated
from lam.verdict.checks.sheets import misfilled
from lam.verdict.checks.shortfalls import fallen_short
from lam.verdict.checks.sorts import mistaken
from lam.verdict.checks.tables import mistabled
from lam.verdict.checks.values import misvalued
from lam.verdict.checks.whole import cropped
from lam.verdict.places.common import Work, unabridged
from lam.verdict.places.document import in_document
from lam.verdict.places.presentation import in_presentation
from lam.verdict.places.spreadsheet import in_spreadsheet
from lam.verdict.sureness import unsure
from lam.verdict.touch import Touched, cells_of, explains, touched_by
from lam.verdict.words import QUOTED, Said, names_in, tokens, value_of

NUMBER = re.compile(r"(?<![\w.,])[-+]?\d+(?:[.,]\d+)*(?=(?:pt|px|cm|mm|in|k|x)?\b|\W|$)", re.IGNORECASE)
COMPARED = re.compile(
    r"(?:above|over|below|under|than|exceed\w*|least|most|beyond|between(?:\s+\S+\s+and)?|equal\w*(?: to)?"
    r"|up to|[<>=]=?|after|before|since|until)\s+[$€£]?\s*$",
    re.IGNORECASE,
)
QUESTION = re.compile(
    r"^\s*(?:please\s+|pls\s+|hi\W+|hello\W+)*(?:(?:can|could|would) you\s+)?(?:please\s+)?"
    r"(?:what|which|who|whom|whose|when|where|why|how (?:many|much|long|often|old|big)|is|are|does|do|did|has|have|was|were"
    r"|tell me|show me|list|read|count)\b",
    re.IGNORECASE,
)
PLACES: Mapping[Kind, Callable[[Work], str]] = {
    "document": in_document,
    "presentation": in_presentation,
    "spreadsheet": in_spreadsheet,
}
"""What tells, in words, where something else was touched than the instruction names."""
CHECKS: tuple[Callable[[Work], str], ...] = (
    careless,
    mistaken,
    mismatched,
    overreached,
    misvalued,
    unpaired,
    misplaced,
    mistabled,
    cropped,
    misfilled,
    mislisted,
    repeated,
    partial,
    mismeasured,
)
"""What tells, in words, which detail of the instruction was not heeded."""
OCCASION = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?|Christmas|Easter|January|February|March|April|May|June|July|August|September|October|November"
    r"|December)"
)
"""Names that tell when something is for, where the document does not hold them."""
INCH = 2.54
STEM = 4
"""Letters that a word in a quote shares with the name of an argument when it is about the same."""
HEAD_ROWS = 5
"""The head of a table stands in one of the first rows."""


@dataclass(frozen=True)
class Judgement:
    """The verdict with its reason, and the changes that nobody asked for."""

    verdict: Verdict
    reason: str
    unasked: tuple[Change, ...] = ()
    by_saving: int = 0
    """How many of the unasked changes opening and saving makes by itself."""
    doubtful: bool = False
    """Nothing speaks against it but that the model was not sure."""


@dataclass(frozen=True)
class Evidence:
    """What a judgement rests on."""

    instruction: str
    steps: tuple[Step, ...]
    declarations: Mapping[str, Declaration]
    before: Reading
    after: Reading
    changes: tuple[Change, ...]
    """Between the person's file and the result."""
    effect: tuple[Change, ...]
    """Between the file as the office saves it untouched and the result: what the actions did."""
    attempt: int = 1
    """Which attempt it was, from 1."""

    @cached_property
    def texts(self) -> dict[str, str]:
        """The text of every part of the result."""
        return {part.key: str(part.properties.get("text", "")) for part in self.after.parts}


def judge(ending: Ending, evidence: Evidence) -> Judgement:
    """Done only when the policy finished, every action's effect is in the saved file, and the instruction's words are accounted for."""
    acts = effective(evidence.steps, evidence.declarations)
    touched = [touched_by(step, evidence.steps) for step in acts]
    unasked = _unasked(evidence, acts, touched)
    effect = {_key(change) for change in evidence.effect}
    by_saving = sum(_key(change) not in effect for change in unasked)

    def no(reason: str) -> Judgement:
        return Judgement("not done", reason, unasked, by_saving)

    if ending.why == "gave up":
        return no(f"the policy gave up: {ending.words}")
    if ending.why != "finished":
        return no(ending.words)
    if not acts:
        return _answer(ending, evidence) if is_question(evidence.instruction) else no("nothing was changed in the document")
    if not evidence.effect:
        return no("the actions left no difference in the saved document")
    for step, area in zip(acts, touched, strict=True):
        if not _verified(step, area, acts, touched, evidence):
            return no(f"the effect of {short(step.decision.action)} is not in the saved document")
    if missing := unaccounted(evidence.instruction, acts, touched, evidence):
        return no(f"the instruction says {' and '.join(missing)}, but nothing that was done accounts for it")
    by_hand = any(is_gui(evidence.declarations[step.decision.action.name]) or step.decision.action.name == "menu" for step in acts)
    if not by_hand and (missing := unmet(evidence.instruction, evidence.before.kind, acts, evidence.effect)):
        return no(f"the instruction says {' and '.join(missing)}, but nothing that was done is about it")
    if not by_hand and (color := uncolored(evidence.instruction, acts, evidence.effect, evidence.before)):
        return no(f"the instruction says {color}, but nothing that was done is about it")
    if more := unwished(evidence.instruction, acts):
        return no(f"nobody asked for {' and '.join(name.removesuffix('_pt') for name in more)}")
    said = Said(evidence.instruction)
    if extra := unlicensed(said, acts):
        return no(f"nobody asked for {' and '.join(extra)}")
    if again := too_often(said, acts):
        return no(f"nobody asked for {again} more than once")
    if not by_hand and (short_of := fallen_short(said, acts, evidence.before)):
        return no(short_of)
    if not by_hand and half_done(said, acts):
        return no("the instruction asks for more than the one thing that was done")
    if wrong := contradicted(said, acts) or miscounted(said, acts) or invented(said, acts, evidence.before):
        return no(wrong)
    elsewhere = PLACES[evidence.before.kind]
    elements = unabridged(evidence.steps[0].observation.elements, evidence.before)
    work = Work(said, acts, touched, evidence.before, elements, evidence.attempt)
    if not by_hand and (wrong := unheeded(work, evidence.after) or next((wrong for check in CHECKS if (wrong := check(work))), "")):
        return no(wrong)
    if wrong := elsewhere(work) or strays(evidence.instruction, acts, evidence.before):
        return no(wrong)
    if doubt := next(doubts(work, evidence.declarations, by_hand), None):
        return Judgement("not done", doubt.reason, unasked, by_saving, doubt.alone)
    return Judgement("done", "", unasked, by_saving)


@dataclass(frozen=True)
class Doubt:
    """What a reader that learnt from examples, or the model itself, has against a run. `alone`: nothing speaks against it but a feeling."""

    reason: str
    alone: bool = False


def doubts(work: Work, declarations: Mapping[str, Declaration], by_hand: bool) -> Iterator[Doubt]:
    """The doubts about a run that fulfils all that can be checked."""
    if not by_hand and (wrong := misread(work.said, work.before.kind, work.acts, declarations)):
        yield Doubt(wrong)
    if wrong := astray(work):
        yield Doubt(wrong)
    if doubt := unsure(work):
        yield Doubt(doubt, alone=True)
    if not by_hand and surpassed(work.said, work.before.kind, work.acts, declarations):
        yield Doubt("the instruction seems to ask for more than what was done", alone=True)
    if not by_hand and unmatched(work.said, work.acts, work.attempt):
        yield Doubt("what was done does not seem to be what the instruction asks for", alone=True)


def is_question(instruction: str) -> bool:
    """Whether the instruction wants to know something rather than to change something."""
    return bool(QUESTION.match(instruction)) and not re.match(
        r"^\s*(?:is it possible|are you able|do (?:you|a|the|this|not)\b)", instruction, re.IGNORECASE
    )


def unaccounted(instruction: str, acts: Sequence[Step], touched: Sequence[Touched], evidence: Evidence) -> list[str]:
    """The quoted texts and the numbers of the instruction that occur in no argument, no target and no changed part."""
    words, numbers = _told(acts, touched, evidence)
    missing = []
    for hit in QUOTED.finditer(instruction):
        wanted = next(group for group in hit.groups() if group)
        if _flat(wanted) not in words and _flat(wanted).strip(" .,;:!?") not in words and not _names_the_deed(wanted, acts):
            missing.append(f"“{wanted}”")
    bare = QUOTED.sub(" ", instruction)
    for name in (name for name in names_in(bare) if _flat(name) not in words):
        if not OCCASION.fullmatch(name) or any(_flat(name) in _flat(str(v)) for p in evidence.before.parts for v in p.properties.values()):
            missing.append(name)
    for hit in NUMBER.finditer(bare):
        value = value_of(hit[0])
        behind = bare[hit.end() :].lower()
        if value is None or (hit[0] in words and not re.match(r"\s*(?:mm\b|millimet)", behind)):
            continue
        options = {value, -value}
        if re.match(r"\s*(?:in\b|inch|\")", behind):
            options.add(value * INCH)
        if re.match(r"\s*(?:mm\b|millimet)", behind):
            options = {value / 10}
        if re.match(r"\s*(?:%|percent|per cent)", behind):
            options.add(value / 100)
        if re.match(r"\s*k\b", behind):
            options.add(value * 1000)
        if not any(abs(option - number) < 0.011 for option in options for number in numbers) and not COMPARED.search(bare[: hit.start()]):
            missing.append(hit[0])
    return missing


def _names_the_deed(quote: str, acts: Sequence[Step]) -> bool:
    """Whether a quote is what a dialog calls the thing that was done: `spacing after` for space_after_pt, `bullets!` for set_list with bullet."""
    deed = {part for step in acts for part in tokens(" ".join(_deed(step)).replace("_", " "))}
    said = tokens(quote)
    return bool(said) and all(word in deed or any(word[:STEM] == part[:STEM] for part in deed if len(part) >= STEM) for word in said)


def _deed(step: Step) -> Iterable[str]:
    """The action, the names of its arguments, and its choices of one word."""
    action = step.decision.action
    yield action.name
    for name, value in action.args.items():
        yield name
        if isinstance(value, str) and value.isidentifier():
            yield value


def _told(acts: Sequence[Step], touched: Sequence[Touched], evidence: Evidence) -> tuple[str, set[float]]:
    """All words (flattened) and numbers that the actions, their targets and the changed parts hold."""
    texts: list[str] = []
    numbers: set[float] = set()
    for step, area in zip(acts, touched, strict=True):
        args = step.decision.action.args
        texts += [json.dumps(dict(args), ensure_ascii=False), *_leaves(args), *area.texts, step.outcome.message]
        numbers |= {float(n) for n in area.numbers} | {float(len(v)) for v in args.values() if isinstance(v, list)}
        numbers |= {float(v.count("\n") + 1) for v in args.values() if isinstance(v, str)}
    texts += _labels(acts, evidence.before)
    for change in evidence.effect:
        texts += [change.where, str(change.before), str(change.after)]
    reads = [s.decision.action for s in evidence.steps if s.outcome.ok and s.decision.action.name in ("find_text", "read")]
    texts += [json.dumps(dict(action.args), ensure_ascii=False) for action in reads]
    joined = " | ".join(texts)
    for hit in re.finditer(r"\d+(?:[.,]\d+)*", joined):
        value = value_of(hit[0])
        if value is not None:
            numbers.add(value)
        numbers |= {float(part) for part in re.split(r"[.,]", hit[0]) if part}
    return _flat(joined), numbers


def _labels(acts: Sequence[Step], reading: Reading) -> list[str]:
    """In a spreadsheet, what people call the touched cells by: the texts of their rows, the heads of their columns."""
    if reading.kind != "spreadsheet":
        return []
    cells = {cell for step in acts for cell in cells_of(step)}
    columns, rows = {column for column, _ in cells}, {row for _, row in cells}
    found = []
    for part in reading.parts:
        hit = re.search(r"!([A-Z]{1,3})(\d+)$", part.key)
        value = part.properties.get("value", part.properties.get("text"))
        if hit and value is not None:
            in_row = hit[2] in rows and (isinstance(value, str) or hit[1] == "A")
            in_head = hit[1] in columns and int(hit[2]) <= HEAD_ROWS
            found += [str(value)] if in_row or in_head else []
    return found


def _verified(step: Step, area: Touched, acts: Sequence[Step], touched: Sequence[Touched], evidence: Evidence) -> bool:
    """Whether the saved file shows what the action said it did, or a later action on the same parts replaced it."""
    name = step.decision.action.name
    if is_gui(evidence.declarations[name]) or name == "menu" or not area.addresses:
        return True
    if any(explains(area, step, change, evidence.texts) for change in evidence.effect):
        return True
    if any(change.part == "sheet" and change.before is None and not change.property and _is_on(step, change.where) for change in evidence.effect):
        return True  # a new sheet is one change; what was done on it was read back in the office
    later = [other for other, act in zip(touched, acts, strict=True) if act.index > step.index]
    if any(area.overlaps(other) for other in later):
        return True
    wanted = {k: v for k, v in step.decision.action.args.items() if not isinstance(v, list | dict)}
    parts = [part for part in evidence.after.parts if area.holds(part.key, str(part.properties.get("text", "")))]
    return any(k in part.properties and part.properties[k] == v for part in parts for k, v in wanted.items() if k not in ("target", "range", "cell"))


def _is_on(step: Step, sheet: str) -> bool:
    """Whether an action names this sheet, as `sheet` or before a range."""
    args = step.decision.action.args
    return args.get("sheet") == sheet or any(str(args.get(name, "")).startswith(f"{sheet}!") for name in ("range", "cell"))


def _unasked(evidence: Evidence, acts: Sequence[Step], touched: Sequence[Touched]) -> tuple[Change, ...]:
    """The changes that no action accounts for: what saving alone changes, and what lies outside of the touched parts."""
    effect = {_key(change) for change in evidence.effect}
    free = any(
        is_gui(evidence.declarations[s.decision.action.name]) or s.decision.action.name == "menu" or not a.addresses
        for s, a in zip(acts, touched, strict=True)
    )
    return tuple(
        change
        for change in evidence.changes
        if _key(change) not in effect or not (free or any(explains(a, s, change, evidence.texts) for s, a in zip(acts, touched, strict=True)))
    )


def _answer(ending: Ending, evidence: Evidence) -> Judgement:
    """A question is answered when the document proves what was answered, and nothing changed."""
    if evidence.effect:
        return Judgement("not done", "a question was asked, and the document changed", tuple(evidence.effect))
    if not ending.words.strip():
        return Judgement("not done", "the question was not answered")
    if wrong := unproven(evidence.instruction, ending.words, evidence.before):
        return Judgement("not done", f"the answer could not be verified: {wrong}")
    return Judgement("done", "")


def _key(change: Change) -> tuple[str, str, str]:
    return change.where, change.property, repr(change.after)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'")).casefold().strip()


def _leaves(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from _leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif value is not None:
        yield str(value)


def spoken(steps: Sequence[Step]) -> list[Step]:
    """The steps in which the policy spoke to the person instead of acting."""
    return [step for step in steps if step.decision.action.name in SPEECH]
