"""Clues: how the words of an instruction and a candidate belong together, as features of a linear model and of an embedding."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lam.verdict.intents.features import OTHER, Vocabulary
from lam.verdict.pointing.queries import Candidate
from lam.verdict.words import CARDINALS, COMMON, ORDINALS, QUOTED, flat, from_the_end, number_of, tokens

BUCKETS = 1 << 16
"""Features share so many places."""
FEW = 3
"""Words that occur at more candidates than this mention none of them."""
LONGEST = 8
"""Words of a mention at most."""
NEAR = 3
"""Candidates so far from a mention still count as beside it."""
_PREPOSITIONS = (
    "after before above below under beneath behind following preceding ahead next beside between until from to into onto of in on at with by for"
    " about called titled named except but instead not like than over where that which"
)
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
BEFORE_LAST = re.compile(
    r"\b(?:(?:next|second|2nd|third|3rd|fourth|4th)[- ](?:to[- ]|from[- ])?(?:the[- ])?last|penultimate|last(?: (?P<noun>\w+))? but (?:one|two)"
    r"|(?:one|two) before the last)\b",
    re.IGNORECASE,
)
PIECE = re.compile(
    r"\0(?P<mark>\d+)\0|(?P<link>https?://\S+|www\.\S+)|(?P<shade>#[0-9a-fA-F]{6}\b)"
    r"|(?P<range>\$?\b[A-Z]{1,2}\$?\d+(?::| ?- ?)\$?[A-Z]{1,2}\$?\d+\b)|(?P<cell>\$?\b[A-Z]{1,2}\$?\d{1,5}\b)"
    r"|(?P<nth>\b\d+(?:st|nd|rd|th)\b)|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+(?:['’][a-z]+)?)|(?P<sign>[^\w\s])"
)


@dataclass(frozen=True)
class Token:
    """A word of an instruction, masked where it is particular to a document."""

    word: str
    number: int = 0
    """What it counts: -1 for `last`, -2 for the one before."""
    at: frozenset[str] = frozenset()
    """The candidates that it mentions."""
    how: str = ""
    """Of a mention: whether it is quoted, whole, and of the candidate itself or of what belongs to it."""


@dataclass(frozen=True)
class Clues:
    """What is known of one question: features of the instruction, and for each candidate its own (`BUCKETS` places each)."""

    words: list[int]
    marks: list[list[int]]
    relations: list[list[int]]


def read(text: str, candidates: Sequence[Candidate]) -> list[Token]:
    """The instruction as tokens, with what it mentions."""
    marked: list[Token] = []

    def mark(token: Token) -> str:
        marked.append(token)
        return f" \0{len(marked) - 1}\0 "

    def quote(hit: re.Match[str]) -> str:
        said = next(group for group in hit.groups() if group)
        at, how = _mentioned(flat(said), candidates)
        return mark(Token("<there>" if at else "<quote>", 0, at, f"quoted {how}" if at else ""))

    text = from_the_end(QUOTED.sub(quote, text))
    text = BEFORE_LAST.sub(lambda hit: mark(Token("<before last>", -_from_end(hit[0]))) + (hit["noun"] or ""), text)
    text = _unquoted(text, candidates, mark)
    found = []
    for hit in PIECE.finditer(text):
        kind, piece = str(hit.lastgroup), hit[0]
        if kind == "mark":
            found.append(marked[int(hit["mark"])])
        elif kind in ("range", "cell"):
            found.append(Token(f"<{kind}>", 0, _addressed(piece, candidates), "address"))
        elif kind in ("nth", "number"):
            value = number_of(piece) if kind == "nth" else int(piece) if piece.isdigit() and len(piece) < 5 else 0
            found.append(Token(f"<{kind}>", value or 0))
        elif kind == "word":
            word = piece.lower()
            if len(piece) == 1 and piece.isupper() and piece not in "AI":
                found.append(Token("<letter>", 0, frozenset(c.id for c in candidates if c.id == piece), "address"))
            elif word in ORDINALS:
                found.append(Token("<nth>", ORDINALS.index(word) + 1))
            elif word in CARDINALS:
                found.append(Token("<few>" if word != "one" else word, CARDINALS.index(word) + 1))
            elif word in ("last", "final"):
                found.append(Token("last", -1))
            else:
                found.append(Token(word))
        else:
            found.append(Token(piece if kind == "sign" else f"<{kind}>"))
    return found


def _from_end(said: str) -> int:
    """How many there are from one that is counted from the end to the last: 2 for `next to last`."""
    words = said.lower().replace("-", " ").split()
    behind = number_of(words[-1]) if "but" in words else number_of(words[0]) if "before" in words else (number_of(words[0]) or 2) - 1
    return 1 + (behind or 1)


def _mentioned(said: str, candidates: Sequence[Candidate]) -> tuple[frozenset[str], str]:
    """The candidates that hold these words, as few as may be, and how: `whole`, `part` or `within`."""
    if len(said.strip()) < 1:
        return frozenset(), ""
    whole = frozenset(c.id for c in candidates if c.text == said)
    if whole:
        return whole, "whole"
    part = frozenset(c.id for c in candidates if said in c.text)
    if part:
        return part, "part"
    return frozenset(c.id for c in candidates if said in c.within), "within"


def _unquoted(text: str, candidates: Sequence[Candidate], mark: Callable[[Token], str]) -> str:
    """The instruction with the phrases marked that only few candidates hold."""
    spans = [(hit.start(), hit.end()) for hit in re.finditer(r"\0\d+\0|\w+", text)]
    words = ["" if text[a] == "\0" else " ".join(tokens(text[a:b])) for a, b in spans]
    out, at, start = [], 0, 0
    while start < len(words):
        for end in range(min(len(words), start + LONGEST), start, -1):
            piece = words[start:end]
            if not all(piece):
                continue
            ids, how = _mentioned(f" {' '.join(piece)} ", candidates)
            weak = all(word in COMMON or len(word) < 3 or word.isdigit() for word in piece)
            if weak and not (how == "whole" and _stressed(text[spans[start][0] : spans[end - 1][1]], words, start, end)):
                continue
            if ids and (len(ids) <= FEW or how == "whole"):
                out += [text[at : spans[start][0]], mark(Token("<there>", 0, ids, how))]
                at, start = spans[end - 1][1], end
                break
        else:
            start += 1
    return "".join([*out, text[at:]])


def _stressed(said: str, words: Sequence[str], start: int, end: int) -> bool:
    """Whether common or short words are meant as a name: of several parts, with letters and figures, as a name is written or beside such a noun."""
    if end - start > 1 and not all(word in COMMON for word in words[start:end]):
        return True
    if any(c.isdigit() for c in said):
        return any(c.isalpha() for c in said)
    beside = {*words[max(0, start - 1) : start], *words[end : end + 1]}
    return (said[0].isupper() and start > 0) or bool(beside & {"column", "row", "field", "columns", "rows"})


def _addressed(piece: str, candidates: Sequence[Candidate]) -> frozenset[str]:
    """The rows or columns of an address."""
    ends = re.findall(r"([A-Z]{1,2})\$?(\d+)", piece)
    columns, rows = [c for c, _ in ends], [int(r) for _, r in ends]
    return frozenset(
        c.id
        for c in candidates
        if (c.id.isalpha() and c.id.isupper() and columns[0] <= c.id <= columns[-1]) or (c.id.isdigit() and rows[0] <= int(c.id) <= rows[-1])
    )


def clues(slot: str, text: str, candidates: Sequence[Candidate], vocabulary: Vocabulary) -> Clues:
    """The features of a question."""
    said = read(text, candidates)
    known = [token.word if token.word.startswith("<") else vocabulary.known(token.word) for token in said]
    words = ["^"]
    for word in known:
        if word != OTHER or words[-1] != OTHER:
            words.append(word)
    words.append("$")
    names = [*words, *map(" ".join, pairwise(words)), *(f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False))]
    action = slot.partition(".")[0]
    names += [f"slot {slot}", f"action {action}", *(f"{slot}|{word}" for word in words)]
    place = {c.id: n for n, c in enumerate(candidates)}
    context = [_context(known, n) for n in range(len(said))]
    mentions = [(n, token) for n, token in enumerate(said) if token.at]
    counted = [(n, token) for n, token in enumerate(said) if token.number]
    rows = [_relations(slot, c, candidates, place, mentions, counted, context, known) for c in candidates]
    return Clues(_hashed("i", names), [_hashed("m", ["", *(c.marks)]) for c in candidates], [_hashed("c", row) for row in rows])


def _context(known: Sequence[str], n: int) -> list[str]:
    """What stands around a token."""
    before, after = ["^", "^", *known[:n]], [*known[n + 1 :], "$", "$"]
    near = next((word for word in reversed(known[max(0, n - 5) : n]) if word in PREPOSITIONS), "none")
    return [
        f"<{before[-1]}",
        f"<<{before[-2]} {before[-1]}",
        f">{after[0]}",
        f">>{after[0]} {after[1]}",
        f"<>{before[-1]} {after[0]}",
        f"near {near}",
    ]


def _relations(
    slot: str,
    own: Candidate,
    candidates: Sequence[Candidate],
    place: dict[str, int],
    mentions: Sequence[tuple[int, Token]],
    counted: Sequence[tuple[int, Token]],
    context: Sequence[Sequence[str]],
    known: Sequence[str],
) -> list[str]:
    relations: list[str] = []
    here = place[own.id]
    for order, (n, token) in enumerate(mentions):
        if own.id in token.at:
            relation = f"in {token.how}"
            relations += [f"{relation} {'one' if len(token.at) == 1 else 'several'}", f"in {order}/{len(mentions)}"]
        else:
            others = [place[i] for i in token.at]
            distance = min((here - other for other in others), key=abs)
            if own.group == candidates[others[0]].group and len(token.at) == 1:
                relation = "same group"
            elif abs(distance) <= NEAR:
                relation = f"off {distance}"
            else:
                relation = "before" if distance < 0 else "behind"
        relations += [relation, *(f"{relation} {around}" for around in context[n])]
        relations += [f"{slot} {relation} {around}" for around in (context[n][-1], context[n][0])]
    if mentions and not any(own.id in token.at for _, token in mentions):
        relations.append("unmentioned")
    for n, token in counted:
        for way, (number, count) in (own.numbers or {}).items():
            if token.number == number:
                relation = f"n {way}"
            elif token.number < 0 and number == count + 1 + token.number:
                relation = f"last{token.number} {way}"
            elif count and token.number == count + 1 - number:
                relation = f"from end {way}"
            else:
                continue
            relations += [relation, *(f"{relation} {token.word} {around}" for around in context[n]), f"{slot} {relation} {context[n][-1]}"]
            relations += [f"{slot} {relation} {context[n][2]}"]
    called = {part for mark in own.marks for part in mark.split() if part in known}
    relations += [f"called {part}" for part in called]
    marks = [f"is {mark}" for mark in own.marks]
    return [*relations, *marks, *(f"{slot} {name}" for name in marks), *(f"{mark}&{r}" for mark in marks[:2] for r in relations if r.count(" ") <= 2)]


def _hashed(part: str, names: Iterable[str]) -> list[int]:
    return sorted({zlib.crc32(f"{part} {name}".encode()) % BUCKETS for name in names})
