"""Places: what the instruction calls them by (words, numbers), and the places that were touched."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lam.guard import strings
from lam.reading.base import Reading
from lam.types import Element, Step
from lam.verdict.pointing.pointer import shipped
from lam.verdict.pointing.queries import queries
from lam.verdict.touch import Touched
from lam.verdict.words import COMMON, QUOTED, Said, flat, number_of, tokens

FEW = 3
"""Words that occur at more places than this name none of them."""
LONGEST = 8
"""Words of a phrase at most."""
STRUCTURAL = re.compile(
    r"(?:insert_(?:text|table|toc|rows|columns|image)|delete|move|add_slide|duplicate|replace_text|remove|text_to|sort|filter|transpose|undo|redo)"
)
"""Beginnings of actions after which places have other numbers."""
ANCHORED = ("insert_text", "insert_table", "insert_toc", "insert_image", "move", "add_slide")
"""Actions whose place is beside the one that is named."""
RELATIVE = (
    r"\b(?:after|before|above|below|under(?!lin)\w*|follow\w*|preced\w*|next|between|beneath|behind|front|ahead|until|except|but"
    r"|section|part|(?:like|as) (?:the|in|on|those|that)|(?:same|such|just|exactly) as)\b"
)
BEFORE_LAST = r"(?:next|second|2nd|third|3rd|fourth|4th)[- ](?:to[- ]|from[- ])?(?:the[- ])?last|penultimate|last but one"
BEHIND_LETTERS = r"\bbehind (?:the |its |those |all )?(?:words?|texts?|letters?|lettering|writing|lines?)\b"
"""Where a colour goes; no place is told by it."""
ORDINAL = (
    rf"(?:{BEFORE_LAST}"
    r"|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th)|last|final)"
)
SURELY = 5.0
"""Log-odds by which a choice lies above all others where a word that stands elsewhere, too, hardly means another place."""
Places = Mapping[int, str]
"""Number of a paragraph, slide or row -> its words with blanks between and around them."""


@dataclass(frozen=True)
class Work:
    """What was done, in the order of the actions, with the file as it was."""

    said: Said
    acts: Sequence[Step]
    touched: Sequence[Touched]
    before: Reading
    elements: Sequence[Element]
    """As the policy saw the document at first, with all words of its paragraphs."""
    attempt: int = 1
    """Which attempt it was: what is tried until nothing is found against it needs something that speaks for it."""

    @property
    def relative(self) -> bool:
        """Whether the instruction speaks of places by others."""
        return re.search(RELATIVE, re.sub(rf"{BEFORE_LAST}|{BEHIND_LETTERS}", " ", self.said.bare)) is not None

    @property
    def settled(self) -> bool:
        """Whether every action saw the places with the numbers of the beginning: no other than the last moves them."""
        return settled(self.acts)

    def near(self, numbers: Iterable[int]) -> set[int]:
        """These places, and those beside them where the instruction speaks of places by others or something is put beside one."""
        loose = self.relative or any(step.decision.action.name in ANCHORED for step in self.acts)
        found = around(numbers, loose)
        return around(found, loose=True) if self.said.has(CHAIN) else found


def points_of(work: Work, target: object) -> list[str]:
    """The points of a list as the outline shows them; none where the outline cuts their text."""
    text = next((element.text for element in work.elements if element.id == target), "")
    return [] if text.endswith("…") else [line for line in text.split(" / ") if line.strip()]


def stands(work: Work, words: str) -> bool:
    """Whether these words, as `flat` makes them, stand somewhere in the document."""
    held = (part.properties.get(name) for part in work.before.parts for name in ("text", "value"))
    return any(words in flat(value) for value in held if value) or any(words in flat(e.text) for e in work.elements)


def first_wrong(work: Work, checks: Sequence[Callable[[Work, Step], str]]) -> str:
    """What the first of these checks that finds something says of one of the actions; empty when none does."""
    return next((wrong for step in work.acts for check in checks if (wrong := check(work, step))), "")


def settled(acts: Sequence[Step]) -> bool:
    """Whether all actions see the places with the numbers of the beginning: no other than the last moves them."""
    return not any(STRUCTURAL.match(step.decision.action.name) for step in acts[:-1])


def unabridged(elements: Sequence[Element], reading: Reading) -> tuple[Element, ...]:
    """The elements of a document with all their words: the outline shows the first ones of long paragraphs."""
    if reading.kind != "document":
        return tuple(elements)
    texts = {f"p{part.key.removeprefix('paragraph ')}": str(part.properties.get("text", "")) for part in reading.parts if part.kind == "paragraph"}
    return tuple(
        replace(element, text=texts[element.id])
        if element.text.endswith("…") and texts.get(element.id, "").startswith(element.text.rstrip(" …"))
        else element
        for element in elements
    )


def texts_of(reading: Reading, names: Sequence[str] = ("text",)) -> dict[int, str]:
    """The words of each paragraph, or of each slide with all that is on it. `names`: the properties that hold them."""
    texts: dict[int, str] = {}
    for part in reading.parts:
        if hit := re.match(r"(?:paragraph|slide) (\d+)(?:,|$)", part.key):
            said = " ".join(str(part.properties.get(name, "")) for name in names)
            texts[int(hit[1])] = texts.get(int(hit[1]), "") + flat(said)
    return texts


def phrases(words: Sequence[str], places: Places) -> list[tuple[str, frozenset[int]]]:
    """The longest phrases of an instruction that occur at few places, with those places. Words that every instruction may have name nothing."""
    found = []
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start, -1):
            phrase = " ".join(words[start:end])
            if all(word in COMMON or len(word) < 3 for word in words[start:end]):
                continue
            at = frozenset(number for number, text in places.items() if f" {phrase} " in text)
            if at:
                if len(at) <= FEW:
                    found.append((phrase, at))
                start = end
                break
        else:
            start += 1
    return found


def spoken_of(work: Work, places: Places) -> list[tuple[str, frozenset[int]]]:
    """The phrases of the instruction that name places, those that went into arguments aside."""
    given = [text for step in work.acts for text in strings(dict(step.decision.action.args))]
    return phrases(tokens(without(work.said.text, given)), places)


def quotes_from(work: Work, places: Places, touched: Iterable[int]) -> bool:
    """Whether the instruction quotes something that stands at one of the places that were touched."""
    return any(flat(quote) in places.get(place, "") for quote in work.said.quotes for place in touched)


def named_by_words(work: Work, places: Places, touched: set[int], noun: str) -> str:
    """A phrase of the instruction that stands at other places than the touched ones; a mere word where nothing plainer points at these."""
    for phrase, at in spoken_of(work, places):
        if not work.near(at) & touched and (" " in phrase or not (quotes_from(work, places, touched) or surely_pointed(work))):
            return f"the instruction speaks of “{phrase}”, which is in {noun} {min(at)}, and {noun} {min(touched)} was changed"
    return ""


def surely_pointed(work: Work) -> bool:
    """Whether the reader of places finds all that was chosen far above anything else."""
    asked = queries(work.acts, work.elements) if work.settled else []
    return bool(asked) and all(shipped().answer(query, work.said.text).margin < -SURELY for query in asked)


def around(numbers: Iterable[int], loose: bool) -> set[int]:
    """The numbers, with their neighbours where it is not said exactly."""
    return {number + shift for number in numbers for shift in ((-1, 0, 1) if loose else (0,))}


def longest_named(labels: Iterable[str], said: str, letters: int) -> list[str]:
    """The labels of at least so many letters that an instruction has, none of which is a part of another. `said`, labels: as `flat` makes them."""
    found = [label for label in labels if label in said and len(label.strip()) >= letters and not set(label.split()) <= COMMON]
    return [label for label in found if not any(label != other and label in other for other in found)]


def without(text: str, given: Iterable[str]) -> str:
    """The instruction without the texts that went into arguments."""
    for part in sorted((g for g in given if len(g) > 1), key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(part.strip())}(?!\w)", " | ", text, flags=re.IGNORECASE)
    return text


_NOT_INSIDE = r"(?! of (?:the |this )?(?:\w+ )?(?:paragraph|line|heading|item|page|slide))"
AT_THE_END = (
    rf"\b(?:(?:at|to|on) the (?:very )?(?:end|bottom){_NOT_INSIDE}|as the last (?:thing|paragraph|slide)|very end"
    r"|(?:after|behind|following) the (?:very )?last (?:one|slide|page|paragraph)"
    r"|(?:document|text|deck|presentation) (?:should |must |to |has to )?ends? with)\b"
)
AT_THE_START = (
    r"\b(?:ahead of|before|in front of) (?:everything|all)(?: else| other| the rest)?\b|"
    rf"\b(?:(?:at|to) the (?:very )?(?:beginning|start|top|front){_NOT_INSIDE}|as the first (?:thing|paragraph|slide)|top (?:spot|place)(?! of))\b"
    r"|^(?:please )?(?:open|begin|start) (?:the \w+ )?with\b"
)


TO = {"move": "to", "insert_text": "target", "insert_table": "after", "insert_toc": "after", "add_slide": "after", "move_slide": "to"}
"""Action -> the argument that says where something goes."""
AT_THE_END_ALONE = ("add_slide", "insert_text")
"""Actions that put something at the end where no place is given."""
ENDS = r"\b(?:end|bottom|last|final\w*|start|begin\w*|top|first|front|close|under everything|very)\b"


BEFORE = r"\b(?:before|above|ahead of|in front of|over|preced\w*|prior to)\b"
AFTER = r"\b(?:after|below|under(?!lin)\w*|beneath|behind|follow\w*)\b"


CHAIN = (
    rf"(?:{BEFORE}|{AFTER}) (?:the|that) (?:\w+ )?(?:paragraph|line|heading|slide|text|one|item) "
    rf"(?:that comes |which comes |right |directly |immediately |just )*({BEFORE}|{AFTER})"
)
"""A place that is named by its neighbour: `after the paragraph under the title`."""


def ends(work: Work, order: Sequence[int]) -> str:
    """What should go to the end or the beginning of the document and went elsewhere. `order`: the numbers of its paragraphs or slides."""
    for step in work.acts:
        action = step.decision.action
        name = TO.get(action.name)
        if (
            not name
            or len(order) < 2
            or (name not in action.args and action.name not in AT_THE_END_ALONE)
            or str(action.args.get("where")).startswith("inside")
        ):
            continue
        value = str(action.args.get(name, order[-1]))
        if value in ("start", "end"):
            if action.name != "insert_toc" and not work.said.has(ENDS):
                return f"nobody spoke of the {value}"
            continue
        number = int(re.sub(r"\D", "", value) or 0)
        if work.said.has(AT_THE_END) and not work.said.has(AT_THE_START) and number and number != order[-1]:
            return "it should go to the end, and went elsewhere"
        if work.said.has(AT_THE_START) and not work.said.has(AT_THE_END) and number and number not in (order[0], 1):
            return "it should go to the beginning, and went elsewhere"
    return ""


def _side(said: Said) -> tuple[bool, bool]:
    """Whether an instruction says before, and after; what stands at the place that it quotes goes before all else."""
    sides = [re.search(rf"({BEFORE}|{AFTER})(?: \w+){{0,4}} ?$", said.text[: hit.start()], re.IGNORECASE) for hit in QUOTED.finditer(said.text)]
    words = {hit[1].lower() for hit in sides if hit}
    if words:
        return any(re.fullmatch(BEFORE, word) for word in words), any(re.fullmatch(AFTER, word) for word in words)
    return said.has(BEFORE), said.has(AFTER)


def beside(work: Work, named: Sequence[Iterable[int]]) -> str:
    """What should go before or after a place that is named and went to its other side. `named`: the numbers of each place that is named."""
    before, after = _side(work.said)
    if before == after or len(work.acts) != 1 or not named:
        return ""
    action = work.acts[0].decision.action
    slot = _slot(action.name, action.args)
    if action.name == "insert_toc" and "after" not in action.args:
        slot = 1
    if action.name == "add_slide" and "after" not in action.args:
        slot = sum("." not in element.id for element in work.elements) + 1
    if slot is None:
        return ""
    own = int(re.sub(r"\D", "", str(action.args.get("target" if action.name == "move" else "slide", ""))) or 0) if "move" in action.name else 0
    slots = {number if before else number + 1 for numbers in named for number in numbers if number != own}
    if hit := re.search(CHAIN, work.said.bare):
        slots = {number + (1 if re.fullmatch(AFTER, hit[1]) else -1) for number in slots}
    if action.name == "move_slide":  # its position counts without the slide itself
        slots = {number - (number > own) for number in slots}
    return f"it should go {'before' if before else 'after'} {min(slots) - (not before)}, and went elsewhere" if slots and slot not in slots else ""


def _slot(name: str, args: Mapping[str, Any]) -> int | None:
    """The number of the paragraph or slide before which an action puts something; None where it does not say."""
    place = {"insert_page_break": "before"}.get(name) or TO.get(name)
    hit = re.fullmatch(r"[ps]?(\d+)", str(args.get(place, ""))) if place else None
    if not hit or str(args.get("where")).startswith("inside"):
        return None
    return int(hit[1]) + (name not in ("insert_page_break", "move_slide") and args.get("where") != "before")


def listed(noun: str, bare: str) -> set[int]:
    """The numbers of several things: 3, 5 and 6 of `slides 3 and 5 to 6`. `noun`: a regular expression of its singular."""
    ordinals = re.search(rf"\b({ORDINAL}(?:(?:,? and |, | ?& ?)(?:the )?{ORDINAL})+) (?:{noun})s?\b", bare)
    if ordinals:
        return {number for word in re.findall(ORDINAL, ordinals[1]) if (number := number_of(word))}
    hit = re.search(rf"\b(?:{noun})s (?:no\.? |numbers? )?(\d+(?:(?:,? and |, | ?& ?| to | through | ?- ?)\d+)+)\b", bare)
    found: set[int] = set()
    for first, last in re.findall(r"(\d+)(?:(?: to | through | ?- ?)(\d+))?", hit[1]) if hit else ():
        found |= set(range(int(first), int(last or first) + 1))
    return found


def deleted_otherwise(work: Work, action: str, noun: str, places: Callable[[Step], Iterable[int]]) -> str:
    """Things that are named by their numbers and were deleted one after another, by numbers that others had by then."""
    wanted = listed(noun, work.said.bare)
    if not wanted or any(step.decision.action.name != action for step in work.acts):
        return ""
    gone: list[int] = []
    for step in work.acts:
        for place in sorted(places(step), reverse=True):
            for other in sorted(gone):
                place += other <= place
            gone.append(place)
    more, less = set(gone) - wanted, wanted - set(gone)
    if more or less:
        return f"{noun.split('|')[0]} {min(more or less)} was {'deleted, and nobody spoke of it' if more else 'not deleted'}"
    return ""


def ordinal(word: str, count: int) -> int | None:
    """1 for `first`, `1st` and `number one`; `count` for `last`, one less for `next-to-last`."""
    if re.fullmatch(BEFORE_LAST, word):
        return max(0, count + 1 - (number_of(word.replace("-", " ").split()[0]) or 2)) or None
    return count if word in ("last", "final") else number_of(word) if not word.isdigit() else None
