"""The words of an instruction, read with tolerance: quotes set apart, typing errors forgiven."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|„([^“”]+)[“”]|«([^»]+)»|‘([^’]+)’(?!\w)|(?<!\w)'([^']+)'(?!\w)")
FEWEST_LETTERS = 4
"""A beginning of so many letters may have one of them wrong, missing, doubled or exchanged with its neighbour."""


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
        return QUOTED.sub(" ", self.text).lower()

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
        size = len(beginning)
        return any(word[0] == beginning[0] and any(one_off(word[:n], beginning) for n in (size - 1, size, size + 1)) for word in self.words)


def one_off(one: str, other: str) -> bool:
    """Whether one letter differs, is missing or too many, or two neighbours are exchanged."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    return one[start + 1 :] == other[start + 1 :] or (
        one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    )


def listed(values: object) -> list[str]:
    """All strings inside of a JSON value, in order."""
    if isinstance(values, str):
        return [values]
    if isinstance(values, dict):
        return [text for value in values.values() for text in listed(value)]
    if isinstance(values, list | tuple):
        return [text for value in values for text in listed(value)]
    return []


def tokens(text: str) -> list[str]:
    """The words and numbers of a text, in small letters."""
    return re.findall(r"\w+", text.replace("’", "'").casefold())


def number_of(word: str) -> int | None:
    """What a word counts: 3 for `3`, `three`, `third` and `3rd`; None for others."""
    if hit := re.fullmatch(r"(\d{1,6})(?:st|nd|rd|th)?", word):
        return int(hit[1])
    for names in (CARDINALS, ORDINALS):
        if word in names:
            return names.index(word) + 1
    return TENS.get(word)


CARDINALS = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
TENS = {word: 10 * tens for tens, word in enumerate(["thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 3)} | {
    "double": 2,
    "triple": 3,
    "hundred": 100,
}
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth"]
_COUNT = rf"(\d+|{'|'.join(CARDINALS)})"
BY = re.compile(rf"\b{_COUNT}x{_COUNT}\b")
"""`3x4`, `threexfour`."""
COMMON = frozenset(
    [
        "a",
        "about",
        "above",
        "across",
        "add",
        "address",
        "adjust",
        "after",
        "again",
        "against",
        "align",
        "aligned",
        "alignment",
        "all",
        "an",
        "and",
        "another",
        "any",
        "appear",
        "append",
        "apply",
        "are",
        "as",
        "at",
        "attach",
        "author",
        "average",
        "away",
        "back",
        "background",
        "be",
        "become",
        "before",
        "begin",
        "beginning",
        "behind",
        "belongs",
        "below",
        "better",
        "between",
        "blank",
        "bold",
        "bookmark",
        "border",
        "bottom",
        "box",
        "break",
        "bring",
        "build",
        "bullet",
        "bullets",
        "but",
        "by",
        "calculate",
        "call",
        "called",
        "can",
        "cell",
        "cells",
        "center",
        "centered",
        "centre",
        "change",
        "clear",
        "color",
        "colour",
        "column",
        "columns",
        "come",
        "comes",
        "comment",
        "compute",
        "contents",
        "convert",
        "copy",
        "correct",
        "could",
        "count",
        "create",
        "currency",
        "cut",
        "data",
        "date",
        "deck",
        "delete",
        "directly",
        "display",
        "do",
        "document",
        "don",
        "down",
        "draw",
        "drop",
        "duplicate",
        "each",
        "else",
        "empty",
        "end",
        "enter",
        "entries",
        "entry",
        "erase",
        "every",
        "everything",
        "everywhere",
        "exchange",
        "extend",
        "fill",
        "filter",
        "final",
        "find",
        "fit",
        "fix",
        "following",
        "font",
        "footer",
        "footnote",
        "for",
        "format",
        "formatting",
        "formula",
        "freeze",
        "from",
        "front",
        "get",
        "gets",
        "give",
        "go",
        "goes",
        "has",
        "have",
        "headed",
        "header",
        "headers",
        "heading",
        "headings",
        "height",
        "hidden",
        "hide",
        "high",
        "highlight",
        "hold",
        "how",
        "hyperlink",
        "in",
        "indent",
        "insert",
        "inside",
        "instead",
        "into",
        "is",
        "it",
        "its",
        "just",
        "keep",
        "label",
        "last",
        "leave",
        "left",
        "let",
        "letters",
        "like",
        "line",
        "lines",
        "link",
        "list",
        "lock",
        "longer",
        "look",
        "make",
        "margin",
        "mark",
        "me",
        "mean",
        "merge",
        "merged",
        "middle",
        "more",
        "most",
        "move",
        "must",
        "my",
        "name",
        "named",
        "need",
        "needs",
        "new",
        "next",
        "no",
        "nobody",
        "not",
        "note",
        "notes",
        "nothing",
        "now",
        "number",
        "numbered",
        "numbers",
        "of",
        "off",
        "on",
        "once",
        "only",
        "open",
        "or",
        "order",
        "other",
        "out",
        "outline",
        "over",
        "own",
        "page",
        "pages",
        "paint",
        "paper",
        "paragraph",
        "paragraphs",
        "per",
        "percent",
        "pivot",
        "place",
        "plain",
        "please",
        "pls",
        "point",
        "points",
        "present",
        "presentation",
        "properties",
        "protect",
        "protection",
        "put",
        "quarter",
        "range",
        "read",
        "reads",
        "remove",
        "rename",
        "replace",
        "rest",
        "rid",
        "right",
        "room",
        "row",
        "rows",
        "same",
        "say",
        "saying",
        "says",
        "see",
        "section",
        "set",
        "shading",
        "shape",
        "sheet",
        "shift",
        "should",
        "show",
        "side",
        "size",
        "slide",
        "slides",
        "so",
        "sort",
        "space",
        "spacing",
        "speaker",
        "split",
        "stand",
        "start",
        "starting",
        "stay",
        "style",
        "subscript",
        "sum",
        "superscript",
        "swap",
        "switch",
        "tab",
        "table",
        "take",
        "text",
        "than",
        "that",
        "the",
        "them",
        "there",
        "these",
        "they",
        "this",
        "title",
        "titled",
        "titles",
        "to",
        "together",
        "too",
        "top",
        "total",
        "transition",
        "turn",
        "two",
        "type",
        "under",
        "up",
        "update",
        "use",
        "value",
        "values",
        "very",
        "want",
        "we",
        "what",
        "when",
        "where",
        "which",
        "whole",
        "whose",
        "wide",
        "width",
        "with",
        "without",
        "word",
        "words",
        "work",
        "worksheet",
        "would",
        "write",
        "wrong",
        "you",
        "will",
        "their",
        "talk",
        "talks",
        "people",
        "person",
        "who",
        "whom",
        "been",
        "being",
        "was",
        "were",
        "might",
        "may",
        "his",
        "her",
        "our",
        "your",
        "am",
        "did",
        "does",
        "doing",
        "done",
        "while",
        "during",
        "since",
        "because",
        "both",
        "few",
        "many",
        "much",
        "such",
        "thus",
        "via",
        "yes",
        "thanks",
        "thank",
        "kindly",
        "hey",
        "hi",
        "hello",
        "today",
        "tomorrow",
        "sure",
        "able",
        "also",
        "i",
        "some",
        "sort",
        "kind",
        "deals",
        "dealing",
        "mentions",
        "concerning",
        "regarding",
        "starts",
        "begins",
        "reading",
        "called",
        "quite",
        "really",
        "still",
        "already",
        "never",
        "always",
        "again",
        "ever",
        "soon",
        "later",
        "day",
        "time",
        "way",
        "thing",
        "things",
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "one",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "item",
        "items",
        "body",
    ]
)
"""Words that many instructions have, whatever the document is about."""


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
        inside = re.search(r"[\w,;)'’”\"%-]\s+$", text[: hit.start()]) is not None
        mixed = "_" in word or re.search(r"[a-z][A-Z]", word) is not None
        if mixed or (inside and word[0].isupper() and not word.isupper() and word.lower() not in COMMON):
            found.append(word)
    return found
