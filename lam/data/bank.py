"""The bank of wordings under a magnifying glass: how many there are of which sort, and which of them read alike.

The bank is the folder of wordings of the task families: `<kind>/<family>.txt`, sections, one wording a line. What a wording names through its slots
is only known from instructions, so a few tasks of every family are drawn and looked at too.
"""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

from lam.errors import TaskBroken, UserError
from lam.tasks import families
from lam.tasks.base import Family, Split
from lam.tasks.compose import Joined
from lam.tasks.wordings import TEST_SHARE, sections, slots, split_of
from lam.types import Kind, Observation

FAMILIES, WORDINGS = 60, 60
"""Fewest families, and fewest wordings of each, that a bank should have."""
REGISTERS = ("imperative", "question", "polite", "wish", "statement", "terse", "chatty", "typo")
REFERENCES = ("position", "content", "role", "comparison")
LONG = 7
"""Wordings of so many words that differ in a single word are near-duplicates; in shorter ones a word is a difference."""
CHATTY = 13
PATIENCE = 8
"""How many times as many tasks are drawn, at most, before a section counts as never asked for."""
_WORD = re.compile(r"\{\w+\}|[a-z0-9']+|[<>=+*/]+")
_SIGNS: Mapping[str, str] = {
    "position": r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next|final|top|bottom|leftmost|rightmost|opening|"
    r"\d+(st|nd|rd|th)|(row|rows|column|slide|slides|paragraph|paragraphs|page|cell|table) (no\. |number |#)?(\d+|[A-Z]\b|[A-Z]+\d+)|[A-Z]{1,2}\d+)",
    "content": r"[\"“'][^\"”']{3,}[\"”']|\b(about|that says|saying|starts? with|starting with|begin\w*|titled|called|headed|mentions?|with the text|"
    r"labeled|talks? about|deal\w* with|named|(row|line) (for|of|with) [A-Z]\w+)",
    "role": r"\b(title|subtitle|headings?|headers?|header row|list|bullets?|table|footer|notes|chart|text box|shape|columns?|sheet|background|"
    r"picture|total row|body|page)\b",
    "comparison": r"\b(highest|lowest|largest|smallest|biggest|most|least|above|below|over|under|between|more than|less than|at least|at most|"
    r"greater|duplicates?|same|longest|shortest|bigger|smaller|larger|top \d+|ascending|descending|before|after)\b",
}


@dataclass(frozen=True)
class Wording:
    """One template of the bank."""

    kind: str
    family: str
    section: str
    text: str
    split: Split

    @property
    def place(self) -> str:
        return f"{self.kind}/{self.family}" + (f" [{self.section}]" if self.section else "")

    @property
    def words(self) -> tuple[str, ...]:
        """Its words and signs of calculation in small letters, slots by their names, no punctuation."""
        return tuple(_WORD.findall(self.text.lower()))

    @property
    def skeleton(self) -> tuple[str, ...]:
        """Its words with all slots alike."""
        return tuple("{}" if word.startswith("{") else word for word in self.words)


@dataclass(frozen=True)
class Limits:
    """From where on a bank is not good enough."""

    families: int = FAMILIES
    wordings: int = WORDINGS
    near: float = 0.05
    """Greatest share of wordings that have a near-duplicate."""
    leaks: float = 0.02
    """Greatest share of test wordings that have a near-duplicate among the training ones."""


@dataclass(frozen=True)
class Pair:
    """Two wordings that read alike."""

    sort: str
    """`duplicate` (the same words in one family), `near` (one word apart), `across` (two families, alike but for the slots' names)."""
    one: Wording
    other: Wording

    @property
    def leaks(self) -> bool:
        return self.sort != "across" and self.one.split != self.other.split

    def __str__(self) -> str:
        return f"{self.one.place}: {self.one.text!r} ~ {self.other.place}: {self.other.text!r}"


@dataclass
class Usage:
    """What drawing tasks of a family shows."""

    drawn: int = 0
    moves: int = 0
    """Tasks whose expert acts more than once before it finishes."""
    references: Counter[str] = field(default_factory=Counter)
    asked: set[tuple[str, frozenset[str]]] = field(default_factory=set)
    """Sections and slots of the wordings that came up."""

    @property
    def slots(self) -> set[str]:
        """Slots that were filled in some wording."""
        return {slot for _, names in self.asked for slot in names}


def read(folder: Path | None = None) -> list[Wording]:
    """The wordings under a folder; without one, those of the task families.

    Raises: UserError when there is none.
    """
    root = folder or Path(__file__).parents[1] / "tasks" / "wordings"
    found: list[Wording] = []
    for kind in get_args(Kind):
        for path in sorted((root / kind).glob("*.txt")):
            try:
                parsed = sections(path.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise UserError(f"{path} cannot be read: {error}") from None
            for section, lines in parsed.items():
                found += [Wording(kind, path.stem, section, text, split) for text, split in _split(lines)]
    if not found:
        raise UserError(f"{root} holds no wordings; it should have files such as document/format_text.txt")
    return found


def _split(lines: Sequence[str]) -> Iterator[tuple[str, Split]]:
    """Each wording with its split, as the families choose: the lowest places of every set of slots are for tests, one at least."""
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for text in lines:
        groups[slots(text)].append(text)
    for group in groups.values():
        ranked = sorted(group, key=split_of)
        held = max(sum(split_of(text) < TEST_SHARE for text in ranked), 1)
        yield from ((text, "test" if at < held else "train") for at, text in enumerate(ranked))


def alike(bank: Sequence[Wording]) -> list[Pair]:
    """All pairs that read alike: duplicates and near-duplicates first."""
    found = [*_same(bank, "duplicate", lambda w: (w.kind, w.family, w.words)), *_near(bank)]
    across = (p for p in _same(bank, "across", lambda w: (w.kind, w.skeleton)) if p.one.family != p.other.family)
    return [*found, *sorted(across, key=lambda p: p.one.words != p.other.words)]


def _same(bank: Sequence[Wording], sort: str, key: Any) -> Iterator[Pair]:
    groups: dict[Any, list[Wording]] = defaultdict(list)
    for wording in bank:
        groups[key(wording)].append(wording)
    for group in groups.values():
        yield from (Pair(sort, one, other) for one, other in combinations(group, 2))


def _near(bank: Sequence[Wording]) -> Iterator[Pair]:
    """Pairs of one family and section that differ by one word more, less or exchanged. Linear: wordings meet under what is left without a word."""
    holed: dict[Any, dict[int, Wording]] = defaultdict(dict)
    for number, wording in enumerate(bank):
        words = wording.words
        if len(words) < LONG:
            continue
        place = (wording.kind, wording.family, wording.section)
        for at in range(len(words)):
            if not words[at].startswith("{"):
                holed[place, at, words[:at] + words[at + 1 :]][number] = wording
        holed[place, None, words][number] = wording
    seen: set[tuple[int, int]] = set()
    whole = {key[2]: group for key, group in holed.items() if key[1] is None}
    for (place, at, rest), group in holed.items():
        if at is None:
            continue
        met = {**group, **{n: w for n, w in whole.get(rest, {}).items() if (w.kind, w.family, w.section) == place}}
        for one, other in combinations(sorted(met), 2):
            if (one, other) not in seen and met[one].words != met[other].words:
                seen.add((one, other))
                yield Pair("near", met[one], met[other])


# What the wordings are like


def registers(wording: Wording, typos: frozenset[str]) -> set[str]:
    """The tones of a wording; one has at least one. `typos`: the mistyped words of the bank."""
    text, words = wording.text, wording.words
    plain = [w for w in words if not w.startswith("{")]
    found: set[str] = set()
    if text.endswith("?") or re.match(r"(can|could|would|will|what|which|how|is|are|who)\b", text, re.I):
        found.add("question")
    if re.search(r"\b(please|pls|plz|kindly|thanks|thank|would you mind|would you|could you)\b", text, re.I):
        found.add("polite")
    if re.search(r"\b(I|I'd|I'll|we|my|our|me)\b", text):
        found.add("wish")
    if re.search(r"\b(should|must|needs?|has to|have to|ought|belongs|is|are|gets?|goes|can go)\b", text) and "question" not in found:
        found.add("statement")
    if len(plain) <= 3 or text[:1].islower() or "->" in text or re.match(r"\{\w+\}:", text):
        found.add("terse")
    if len(words) >= CHATTY or re.search(r"[.?!] \S", text):
        found.add("chatty")
    if typos.intersection(plain):
        found.add("typo")
    return found or {"imperative"}


def slips(bank: Iterable[Wording]) -> frozenset[str]:
    """The mistyped words of a bank."""
    known = Counter(word for wording in bank for word in wording.words if not word.startswith("{"))
    return frozenset(word for word in known if _mistyped(word, known))


def _mistyped(word: str, known: Counter[str]) -> bool:
    """Whether a rare word is a common one with a letter lost, doubled or exchanged with its neighbour."""
    if len(word) < 4 or known[word] > 3 or "'" in word:
        return False
    swapped = (word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(len(word) - 1))
    fewer = (word[:i] + word[i + 1 :] for i in range(1, len(word)) if word[i] == word[i - 1])
    more = (word[:i] + letter + word[i:] for i in range(1, len(word) - 1) for letter in "abcdefghijklmnopqrstuvwxyz")
    return any(known[other] >= 8 for options in (swapped, fewer, more) for other in options if other != word)


def references(instruction: str) -> set[str]:
    """How an instruction points at things."""
    return {name for name, sign in _SIGNS.items() if re.search(sign, instruction)}


def use(family: Family, samples: int, offered: Iterable[str] = ()) -> Usage:
    """Draw tasks of a family, both splits, always the same ones; up to `PATIENCE` times as many while a section of `offered` has not come up."""
    usage, wanted = Usage(), set(offered)
    for number in range(PATIENCE * samples):
        if number >= samples and wanted <= {section for section, _ in usage.asked}:
            break
        split: Split = "test" if number % 4 == 3 else "train"
        try:
            task = family.sample(random.Random(f"check {family.name} {number}"), split)
        except TaskBroken:
            continue
        usage.drawn += 1
        usage.references.update(references(task.instruction))
        usage.asked.add((str(task.params.get("section", "")), slots(task.wording)))
        if not isinstance(family, Joined) and family.kind == "presentation":
            continue  # their experts need an outline to look at
        moves = [move for move in task.expert(Observation(family.kind, "", "")) if move.action.name not in ("finish", "read")]
        usage.moves += len(moves) > 1
    return usage


# The whole


def check(folder: Path | None = None, limits: Limits | None = None, samples: int = 60) -> dict[str, Any]:
    """Coverage, what reads alike, and the thresholds that fail, as plain JSON values. `samples`: tasks drawn of every family, 0 for none."""
    limits = limits or Limits()
    bank = read(folder)
    pairs = alike(bank)
    by_family: dict[tuple[str, str], list[Wording]] = defaultdict(list)
    for wording in bank:
        by_family[wording.kind, wording.family].append(wording)
    typos = slips(bank)
    known: dict[tuple[str, str], Family] = {(f.kind, f.name): f for f in families()}
    usage = {key: use(known[key], samples, {w.section for w in group}) for key, group in by_family.items() if samples and key in known}
    joined = [f for f in known.values() if isinstance(f, Joined)]
    rows = [_row(key, group, typos, usage.get(key)) for key, group in sorted(by_family.items())]
    duplicates, near = ([p for p in pairs if p.sort == sort] for sort in ("duplicate", "near"))
    leaks = [p for p in pairs if p.leaks]
    tests = sum(w.split == "test" for w in bank)
    close = {id(w) for p in near for w in (p.one, p.other)}
    leaking = {id(w) for p in leaks for w in (p.one, p.other) if w.split == "test"}
    few = [f"{row['kind']}/{row['family']}: {row['wordings']}" for row in rows if row["wordings"] < limits.wordings]
    unused = [f"{row['kind']}/{row['family']}: {text}" for row in rows for text in row["unused"]]
    lost = sorted(f"{kind}/{name}" for kind, name in known.keys() - by_family.keys() if not isinstance(known[kind, name], Joined))
    idle = sorted(f"{kind}/{name}" for kind, name in by_family.keys() - known.keys())
    failures = [
        *([f"{len(rows)} families, fewer than {limits.families}"] if len(rows) < limits.families else []),
        *([f"fewer than {limits.wordings} wordings: {', '.join(few)}"] if few else []),
        *([f"{len(duplicates)} duplicates"] if duplicates else []),
        *([f"{len(close)} wordings of {len(bank)} have near-duplicates"] if len(close) > limits.near * len(bank) else []),
        *([f"{len(leaking)} test wordings of {tests} stand in training almost as they are"] if len(leaking) > limits.leaks * max(tests, 1) else []),
        *([f"never asked for: {'; '.join(unused[:5])}"] if unused else []),
        *([f"families without wordings: {', '.join(lost)}"] if lost and folder is None else []),
        *([f"wordings without a family: {', '.join(idle)}"] if idle and folder is None else []),
    ]
    total = Counter(tone for row in rows for tone, count in row["registers"].items() for _ in range(count))
    return {
        "families": len(rows),
        "wordings": len(bank),
        "test": tests,
        "joined": [f"{f.kind}: {f.name}" for f in joined],
        "kinds": {kind: [sum(r["kind"] == kind for r in rows), sum(w.kind == kind for w in bank)] for kind in get_args(Kind)},
        "registers": {tone: total[tone] for tone in REGISTERS},
        "references": {name: sum(u.references[name] for u in usage.values()) for name in REFERENCES},
        "drawn": sum(u.drawn for u in usage.values()),
        "rows": rows,
        "duplicates": [str(p) for p in duplicates],
        "near": [str(p) for p in near],
        "leaks": [str(p) for p in leaks],
        "across": [str(p) for p in pairs if p.sort == "across"],
        "unused": unused,
        "failures": failures,
    }


def _row(key: tuple[str, str], group: Sequence[Wording], typos: frozenset[str], usage: Usage | None) -> dict[str, Any]:
    tones = Counter(tone for wording in group for tone in registers(wording, typos))
    missing = {w.section for w in group} - {section for section, _ in usage.asked} if usage else set()
    return {
        "kind": key[0],
        "family": key[1],
        "wordings": len(group),
        "test": sum(w.split == "test" for w in group),
        "sections": dict(Counter(w.section for w in group)),
        "registers": {tone: tones[tone] for tone in REGISTERS if tones[tone]},
        "references": {name: usage.references[name] for name in REFERENCES} if usage else {},
        "several_moves": usage.moves if usage else 0,
        "drawn": usage.drawn if usage else 0,
        "unused": sorted(missing | ({slot for w in group for slot in slots(w.text)} - usage.slots if usage else set())),
    }
