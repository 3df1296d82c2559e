"""The words of an instruction, read with tolerance: quotes set apart, typing errors forgiven."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import pairwise
from typing import Any

QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)")
LEXICON: Mapping[str, Any] = tomllib.loads(files(__package__).joinpath("lexicon.toml").read_text(encoding="utf-8"))
"""What people say, as the comments in the file tell."""
COMMON = frozenset(LEXICON["common"]["words"].split())
"""Words that many instructions have, whatever the document is about."""
CARDINALS: list[str] = LEXICON["numbers"]["cardinals"].split()
ORDINALS: list[str] = LEXICON["numbers"]["ordinals"].split()
TENS: dict[str, int] = {word: 10 * tens for tens, word in enumerate(LEXICON["numbers"]["tens"].split(), 3)}
MULTIPLES = {"double": 2, "triple": 3, "hundred": 100}
COUNT = rf"(?:\d+|{'|'.join(CARDINALS)})"
"""A number in figures or words."""
BY = re.compile(rf"\b({COUNT})x({COUNT})\b")
"""`3x4`, `threexfour`."""
FEWEST_LETTERS = 4
"""A beginning of so many letters may have one of them wrong, missing, doubled or exchanged with its neighbour, in words that are not common."""


FROM_THE_END = re.compile(
    r"\b(second|third|fourth|2nd|3rd|4th)(?: ((?!to\b)\w+))? from (?:the )?(?:very )?(?:end|bottom|back|last|rear)"
    r"(?: (?:slide|row|paragraph|one|item|bullet)\b)?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Said:
    """An instruction, taken apart."""

    text: str

    @cached_property
    def quotes(self) -> tuple[str, ...]:
        """The quoted texts, in order."""
        return tuple(next(group for group in hit.groups() if group) for hit in QUOTED.finditer(self.text))

    @cached_property
    def bare(self) -> str:
        """In small letters, without what is quoted."""
        return from_the_end(QUOTED.sub(" ", self.text).lower())

    @cached_property
    def words(self) -> frozenset[str]:
        """The words outside of quotes, in small letters."""
        return frozenset(re.findall(r"[^\W\d_]+", self.bare))

    @cached_property
    def numbers(self) -> frozenset[float]:
        """The numbers that are said, in figures or words."""
        words = tokens(BY.sub(r"\1 \2", self.text.lower()).replace("-", " "))
        found = {float(number) for word in words if (number := number_of(word))}
        found |= {float(number_of(a) + number_of(b)) for a, b in pairwise(words) if a in ("twenty", *TENS) and b in CARDINALS[:9]}  # type: ignore[operator]
        found |= {value for hit in re.finditer(r"-?\d+(?:[.,]\d+)*", self.text) if (value := value_of(hit[0])) is not None}
        found |= {whole + 0.5 for word, whole in (("half", 0), ("one and a half", 1), ("two and a half", 2)) if word in self.bare}
        return frozenset(found | {0.0} if self.has(r"\bno\b|\bzero\b|\bwhole\b|\bwithout\b|\bnot\b") else found)

    def mentions(self, beginnings: str) -> bool:
        """Whether a word begins with one of these, which are divided by blanks; `cut+out` asks for both words."""
        return any(all(self._begins(part) for part in beginning.split("+")) for beginning in beginnings.split())

    def has(self, pattern: str) -> bool:
        """Whether a regular expression is found outside of quotes."""
        return re.search(pattern, self.bare) is not None

    def _begins(self, beginning: str) -> bool:
        if any(word.startswith(beginning) for word in self.words):
            return True
        if not beginning.isalpha():
            return beginning in self.bare
        if len(beginning) < FEWEST_LETTERS:
            return False
        near = (len(beginning) - 1, len(beginning), len(beginning) + 1)
        return any(word[0] == beginning[0] and any(one_off(word[:n], beginning) for n in near) for word in self.words - COMMON)


def from_the_end(text: str) -> str:
    """`the third slide from the end` as `the third to last slide`."""
    return FROM_THE_END.sub(lambda hit: f"{hit[1]} to last {hit[2] or ''}".rstrip(), text)


def one_off(one: str, other: str) -> bool:
    """Whether one letter differs (in longer words), is missing or too many, or two neighbours are exchanged."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    return (len(one) > FEWEST_LETTERS and one[start + 1 :] == other[start + 1 :]) or one == other or exchanged(one, other)


def exchanged(one: str, other: str) -> bool:
    """Whether the words differ in that two neighbours are exchanged."""
    if len(one) != len(other) or one == other:
        return False
    start = next(i for i, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    return one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]


def misspelt(one: str, other: str) -> bool:
    """Whether two neighbours are exchanged, or a letter before the end is missing or too many; plurals are not."""
    if len(one) > len(other):
        one, other = other, one
    return exchanged(one, other) or (len(other) == len(one) + 1 and not other.startswith(one) and one_off(one, other))


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", text.replace("’", "'").casefold())


def flat(text: object) -> str:
    """The words of a text with blanks between and around them."""
    return f" {' '.join(tokens(str(text)))} "


def number_of(word: str) -> int | None:
    """What a word counts: 3 for `3`, `three`, `third` and `3rd`; None for others."""
    if hit := re.fullmatch(r"(\d{1,6})(?:st|nd|rd|th)?", word):
        return int(hit[1])
    for names in (CARDINALS, ORDINALS):
        if word in names:
            return names.index(word) + 1
    return TENS.get(word) or MULTIPLES.get(word)


def pattern(alternatives: Sequence[str]) -> str:
    """The regular expression of a list of alternatives."""
    return "|".join(alternatives)


def value_of(text: str) -> float | None:
    """`1,200` and `1.200.000` as a person means them; `3,5` is three and a half."""
    text = text.lstrip("+")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", text):
        text = text.replace(",", "")
    elif re.fullmatch(r"-?\d+,\d+", text):
        text = text.replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None


def names_in(text: str) -> list[str]:
    """Words that look like names (`Vidego`, `fee_values`, `iPhone`): a capital inside of a sentence, or a letter joined to what is none."""
    found = []
    for hit in re.finditer(r"(?<![\w'’@/.:-])([^\W\d]\w{2,})(?![\w@]|['’]\w|[/.:]\w)", text):
        word = hit[1]
        inside = re.search(r"[\w,;=)'’”\"%-]\s+$", text[: hit.start()]) is not None
        mixed = "_" in word or re.search(r"[a-z][A-Z]", word) is not None
        shouted = word.isupper() and (len(word) < FEWEST_LETTERS or text.isupper() or word.endswith("CASE"))
        if mixed or (inside and word[0].isupper() and not shouted and word.lower() not in COMMON):
            found.append(word)
    return found
