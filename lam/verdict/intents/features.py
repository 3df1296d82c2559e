"""The words of an instruction as they are read: what is particular to one document is masked, and typing errors in known words are forgiven."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable
from functools import lru_cache

from lam.types import Kind
from lam.verdict.words import CARDINALS, FEWEST_LETTERS, ORDINALS, QUOTED, one_off

LONGEST = 72
"""Tokens of an instruction that are read."""
OTHER = "<x>"
"""Stands for words that are not known."""
MASKED = (
    (QUOTED, " <quote> "),
    (re.compile(r"https?://\S+|www\.\S+"), " <link> "),
    (re.compile(r"#[0-9a-fA-F]{6}\b"), " <shade> "),
    (re.compile(r"\$?\b[A-Z]{1,2}\$?\d+(?::| ?- ?)\$?[A-Z]{1,2}\$?\d+\b"), " <range> "),
    (re.compile(r"\$?\b[A-Z]{1,2}\$?\d{1,5}\b"), " <cell> "),
    (re.compile(r"\b\d+(?:st|nd|rd|th)\b"), " <nth> "),
    (re.compile(r"\d+(?:[.,]\d+)*"), " <number> "),
)
TOKEN = re.compile(r"<\w+>|[^\W\d_]+(?:['’][a-z]+)?|[^\w\s]")
JOINED = re.compile(
    r"[.!?;:]\s+(?:(?:and )?(?:then|afterwards|after that|also),?\s+)?|[,;]?\s+(?:and |& )?(?:then|afterwards|after that|also|besides|additionally"
    r"|in addition|plus)\b,?\s*|,?\s+and\s+|,\s+(?=[a-z]+\s)"
    r"|^first,?\s+",
    re.IGNORECASE,
)
"""Where one wish may end and another begin."""


class Vocabulary:
    """The words that are known."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            self._by_letter[word[0]].append(word)
        self.known = lru_cache(maxsize=4096)(self._known)

    def _known(self, word: str) -> str:
        """The word, or the one that is meant by it; `OTHER` where there is none."""
        if word in self.words:
            return word
        if len(word) < FEWEST_LETTERS or not word.isalpha():
            return OTHER
        return next((w for w in self._by_letter[word[0]] if len(w) >= FEWEST_LETTERS and one_off(word, w)), OTHER)


def tokens(text: str) -> list[str]:
    """The words and signs of an instruction in small letters, with quotes, numbers, cells and links masked."""
    for pattern, mask in MASKED:
        text = pattern.sub(mask, text)
    found = []
    for piece in TOKEN.findall(text.replace("’", "'")):
        word = piece.lower()
        if len(piece) == 1 and piece.isupper() and piece not in ("A", "I"):
            word = "<letter>"
        elif word in ORDINALS[1:]:
            word = "<nth>"
        elif word in CARDINALS[1:]:
            word = "<few>"
        found.append(word)
    return found


def sequence(kind: Kind, text: str, names: Container[str], vocabulary: Vocabulary) -> list[str]:
    """The tokens of an instruction in order, after its kind of document; `LONGEST` at most.

    A word that is not among the names is read as the one of the vocabulary that is meant, or `OTHER`.
    """
    found = (token if token in names else re.sub(r"'s$", "", token) for token in tokens(text)[:LONGEST])
    return [f"[{kind}]", *(token if token in names else vocabulary.known(token) for token in found)]


def parts(text: str) -> list[str]:
    """The pieces of an instruction that may be wishes of their own; none where it is one piece. What is quoted stays together."""
    quotes: list[str] = []
    masked = QUOTED.sub(lambda hit: quotes.append(hit[0]) or f"\0{len(quotes) - 1}\0", text)  # type: ignore[func-returns-value]
    pieces = [re.sub(r"\0(\d+)\0", lambda hit: quotes[int(hit[1])], piece).strip() for piece in JOINED.split(masked)]
    pieces = [piece for piece in pieces if len(piece.split()) > 1]
    return pieces if len(pieces) > 1 else []
