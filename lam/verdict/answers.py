"""Whether an answer is proven: it counts what there is, computes what a column holds, or stands in the passage that the question is about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from statistics import fmean

from lam.reading.base import Reading
from lam.verdict.places.spreadsheet import filled_cells, head_row, heads_of
from lam.verdict.words import CARDINALS, flat, number_of, tokens, value_of

FIGURE = re.compile(r"(?<![\w.,])[-+]?\d+(?:[.,]\d+)*")
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^\W\d_a-z]|\d)")
HOW_MANY = re.compile(r"\bhow many (slides|pages|sheets|tabs|worksheets|tables|paragraphs|images|pictures|comments|footnotes|charts)\b")
COUNTED = {"tabs": "sheet", "worksheets": "sheet", "pictures": "image"}
"""What people call the parts of a file, where that is not their kind."""
IN_WHOLE = r"\b(?:are|does|do|is|have|has|there|in|we|it|this|the|document|file|deck|presentation|workbook|total|all|altogether|text|report)\b"
"""Words with which all parts of a kind are counted."""
COMPUTED = {
    "total": r"\b(?:total|sum|altogether|in all|overall)\b",
    "average": r"\b(?:average|mean)\b",
    "highest": r"\b(?:highest|largest|biggest|greatest|maximum|most|best|top|longest|dearest)\b",
    "lowest": r"\b(?:lowest|smallest|least|minimum|fewest|worst|shortest|cheapest)\b",
}
"""What is computed of a column -> how people say it."""
BY_ORDER = (
    r"\b(?:first|second|third|fourth|fifth|last|next|previous|after|before|above|below|between|follows?|precedes?|how often|how many times"
    r"|how long|not|never|without|except|other|rather|more|less|fewer|older|newer|longer|shorter|difference|compared?|words)\b|n['’]t\b"
)
"""What no passage alone can prove."""
ASKING = frozenset(
    re.findall(
        r"\w+",
        "what which who whom whose when where why how many much old big long often does did has have had was were are is tell show list read count"
        " please can could would you the our this that there with from for and about give need know say says said document file text report sheet"
        " slide deck page they them their its will been not",
    )
)
"""Words that say nothing of what a question is about."""
FEWEST = 2
"""Words of a question that a passage shares with it at least, if the question has so many."""
SHORTEST = 3
"""Letters of a word that says something."""
STEM = 5
"""Letters of a word by which its forms are told."""


def unproven(question: str, answer: str, reading: Reading) -> str:
    """In words, why the document does not prove an answer; empty when it does."""
    asked = question.casefold()
    if hit := HOW_MANY.search(asked):
        return _miscounted(hit, asked, answer, reading)
    kinds = [kind for kind, words in COMPUTED.items() if re.search(words, asked)]
    if kinds and reading.kind == "spreadsheet":
        return _miscomputed(kinds, question, answer, reading)
    if re.search(BY_ORDER, asked):
        return "no passage alone can prove it"
    return _not_in_passage(question, answer, list(_passages(reading)))


def _miscounted(hit: re.Match[str], asked: str, answer: str, reading: Reading) -> str:
    """A number of parts that is not that of the file, or of some of them."""
    noun = hit[1]
    rest = re.sub(IN_WHOLE, " ", asked[hit.end() :])
    if noun == "pages" or re.search(r"\w", rest):
        return "only all slides, sheets, tables and the like are counted"
    count = sum(part.kind == COUNTED.get(noun, noun.removesuffix("s")) for part in reading.parts)
    return "" if _numbers(answer) == {float(count)} else f"there are {count} {noun}"


def _miscomputed(kinds: list[str], question: str, answer: str, reading: Reading) -> str:
    """A figure that is not what the column that is named comes to."""
    said = flat(question)
    behind = flat(re.split(COMPUTED[kinds[0]], question, maxsplit=1, flags=re.IGNORECASE)[-1])
    heads = {column: flat(head) for column, head in heads_of(reading).items() if head.strip()}
    named = [column for column, head in heads.items() if head in behind] or [column for column, head in heads.items() if head in said]
    sheets = sum(part.kind == "sheet" for part in reading.parts)
    if len(kinds) != 1 or len(named) != 1 or sheets != 1:
        return "it is not plain which column is computed"
    top = head_row(reading)
    cells = {row: float(v) for c, row, v in filled_cells(reading) if c == named[0] and row > top and isinstance(v, int | float)}
    texts = [(row, flat(value)) for _, row, value in filled_cells(reading) if row > top and isinstance(value, str)]
    if not cells or any(re.search(r" (?:sub)?totals? | sum | average ", text) for row, text in texts if row in cells):
        return "it is not plain which rows are computed"
    if any(len(text.strip()) >= SHORTEST and text in said for row, text in texts if row in cells):
        return "only whole columns are computed"
    functions: Mapping[str, Callable[[Iterable[float]], float]] = {"total": sum, "average": fmean, "highest": max, "lowest": min}
    value = functions[kinds[0]](cells.values())
    figures = _numbers(answer)
    if figures:
        return "" if all(abs(figure - value) < 0.0051 * max(1.0, abs(value) / 1000) for figure in figures) else f"it is {value:g}"
    rows = [row for row, number in cells.items() if number == value]
    own = " ".join(text for row, text in texts if row in rows)
    new = [word for word in _content(answer) if word not in _content(question)]
    told = kinds[0] in ("highest", "lowest") and len(rows) == 1 and new and all(f" {word} " in own for word in new)
    return "" if told else "the row that it is in has other words"


def _not_in_passage(question: str, answer: str, passages: list[str]) -> str:
    """An answer with words or numbers that are not in the passage with the most words of the question."""
    wanted = _content(question)
    known = Counter({n: sum(_has(passage, word) for word in wanted) for n, passage in enumerate(passages)})
    most = max(known.values(), default=0)
    best = [passages[n] for n, count in known.items() if count == most]
    if most < min(FEWEST, len(wanted)) or most == 0:
        return "no passage has the words of the question"
    new = {word for word in _content(answer) if not any(word[:STEM] == other[:STEM] for other in wanted)}
    figures = _numbers(answer) - _numbers(question)
    if not new and not figures:
        return "it says nothing that the question does not say"
    for passage in best:
        there = set(tokens(passage))
        missing = [word for word in sorted(new) if not any(word[:STEM] == other[:STEM] for other in there)]
        missing += [f"{figure:g}" for figure in sorted(figures - _numbers(passage))]
        if missing:
            return f"{' and '.join(missing)} not found in “{passage.strip()}”"
    return ""


def _passages(reading: Reading) -> Iterable[str]:
    """The sentences of paragraphs and shapes, and the rows of tables with what stands above them."""
    for part in reading.parts:
        if part.kind in ("paragraph", "shape", "note") and (text := str(part.properties.get("text", ""))):
            yield from SENTENCE.split(text)
    rows: dict[str, list[str]] = {}
    for part in reading.parts:
        if part.kind == "cell" and (hit := re.match(r"(.*[, !])([A-Z]{1,3})(\d+)$", part.key)):
            value = part.properties.get("value", part.properties.get("text"))
            above = rows.get(f"{hit[1]}1", [])
            head = next((text for text in above if text.startswith(f"{hit[2]}\0")), "").partition("\0")[2]
            rows.setdefault(f"{hit[1]}{hit[3]}", []).append(f"{hit[2]}\0{'' if hit[3] == '1' else head} {'' if value is None else value}")
    yield from (" ".join(text.partition("\0")[2] for text in row) for row in rows.values())


def _content(text: str) -> list[str]:
    """The words of a text that say something, numbers aside."""
    return [word for word in tokens(text) if len(word) >= SHORTEST and word not in ASKING and not word.isdigit() and word not in CARDINALS]


def _has(passage: str, word: str) -> bool:
    return any(other[:STEM] == word[:STEM] for other in tokens(passage))


def _numbers(text: str) -> set[float]:
    """The numbers of a text, in figures or words."""
    found = {value for hit in FIGURE.finditer(text) if (value := value_of(hit[0].rstrip(".,"))) is not None}
    return found | {float(number) for word in tokens(text) if word in CARDINALS and word != "one" and (number := number_of(word))}
