"""From the words of pages to tasks and steps: what is an instruction, and how a heading becomes one."""

from __future__ import annotations

import html
import re

VERBS_TEXT = """accept activate add adjust align allow animate append apply arrange assign attach attribute begin bold browse build calculate
    capitalize center change check choose clear click close collapse combine compare compress connect consolidate convert copy
    count create crop customize cut deactivate decrease define delete demote deselect design determine disable display distribute
    divide download drag draw drop duplicate edit embed enable enter erase exclude expand export extract fill filter find finish
    fix flip format freeze generate get give go group hide highlight hold identify import include increase indent insert install
    italicize join jump justify keep label launch left-click limit link list load locate lock look make mark match merge modify
    move multiply name navigate number open order organize outline paste perform pick place play position press preview print
    promote protect provide publish put quit rearrange recalculate record redo reduce refresh reload remove rename reorder repeat
    replace reset resize restart restore retrieve return reverse review right-click rotate round run save scale scroll search see select
    send separate set share shift show shrink skip sort specify split spread start stop store strike subtract sum swap switch tick
    toggle transform translate transpose turn type uncheck underline undo unfreeze ungroup unhide unlock unmerge unprotect untick
    update upload use verify view wait widen work wrap write zoom double-click"""
VERBS = frozenset(VERBS_TEXT.split())
"""Verbs that an instruction begins with."""
BEFORE = (
    r"(?:(?:then|next|now|first|finally|please|simply|just|afterwards|also|and)\b[ ,]*"
    r"|(?:in (?:the|your)|on (?:the|your)|to|if|when|from|under|with) [^,.]{2,80}, ){0,3}"
)
"""What may stand before the verb."""
_IMPERATIVE = re.compile(rf"^{BEFORE}(?P<verb>[a-z]+(?:-click)?)\b", re.IGNORECASE)
_IRREGULAR = {"cutting": "cut", "setting": "set", "putting": "put", "getting": "get", "running": "run", "splitting": "split", "dragging": "drag"}
_NUMBERED = re.compile(r"^(?:chapter |section |step )?\(?\d{1,3}(?:\.\d{1,3})*[.):]?\s+(?=\D)", re.IGNORECASE)


_NOUN = re.compile(
    r"(?:is|are|was|of|in)\b|(?:[\w-]+ ){0,6}(?:brings|opens|allows|lets|causes|displays|shows|creates|works|can|will|may|has)\b", re.IGNORECASE
)
"""What follows a verb that is a noun there: `Scale of the noise`, `Edit Path brings up a dialog`."""


def plain(text: str) -> str:
    """One line of text without tags, entities and doubled spaces."""
    text = html.unescape(re.sub(r"</?[a-zA-Z][^<>]{0,300}>", "", text)) if "<" in text or "&" in text else text
    return " ".join(text.replace("\u200b", "").replace("\u00ad", "").split())


def is_imperative(sentence: str) -> bool:
    """Whether it tells somebody to do something: `Then click OK`, `In the dialog, select Bold`."""
    found = _IMPERATIVE.match(sentence.strip())
    return bool(found and found["verb"].lower() in VERBS)


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph; `e.g.` and file names end none."""
    return [
        s.strip() for s in re.split(r"(?<=[.!?])(?<!e\.g\.)(?<!i\.e\.)(?<!etc\.)(?<!vs\.)\s+(?=[A-Z\"'(\d])", " ".join(text.split())) if s.strip()
    ]


def title_of(heading: str) -> str:
    """A heading without its number: `2.3. Cells` becomes `Cells`."""
    return _NUMBERED.sub("", plain(heading).strip(" :¶#"))


def task_of(heading: str) -> str:
    """An instruction from a title: `How to Insert a Footnote1`, `Inserting footnotes`, `2.3 To insert a footnote:`. Else the title as it is."""
    text = plain(heading).strip(" :.¶#-")
    text = _NUMBERED.sub("", text)
    text = re.sub(r"(?<=[a-z)])\d{1,2}$", "", text)
    text = re.sub(r"^(?:how (?:to|do i|do you|can i|can you|would i|should i) |to (?=[a-z]))", "", text, flags=re.IGNORECASE)
    first, space, rest = text.partition(" ")
    base = _base(first)
    if base:
        text = f"{base}{space}{rest}"
    return text[:1].upper() + text[1:] if text else ""


def is_task(text: str) -> bool:
    """Whether an instruction begins with a verb that it can begin with."""
    return is_imperative(text) and len(text.split()) > 1


def _base(word: str) -> str:
    """`insert` of `Inserting`; empty for what is no gerund of a known verb."""
    low = word.lower()
    if not low.endswith("ing") or low in VERBS:
        return ""
    stem = low[:-3]
    candidates = (_IRREGULAR.get(low, ""), stem, stem + "e", stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] else "")
    return next((c for c in candidates if c in VERBS), "")


def to_imperative(sentence: str) -> str:
    """`Insert a comment` of `Inserts a comment at the cursor.`; empty where no known verb begins it."""
    text = plain(sentence).strip(" .:")
    first, _, rest = text.partition(" ")
    low = first.lower()
    candidates = (low, low.removesuffix("s"), low.removesuffix("es"), f"{low.removesuffix('ies')}y")
    verb = next((c for c in candidates if c in VERBS), "")
    if not verb or not rest or (verb == low and _NOUN.match(rest)):
        return ""
    rest = re.sub(r"\b(and|or) ([a-z]+?)(e?s)\b(?= \w)", lambda m: f"{m[1]} {_bare(m[2], m[3])}", rest, count=1)
    return f"{verb.capitalize()} {rest}"


def _bare(stem: str, ending: str) -> str:
    return stem if stem in VERBS else f"{stem}e" if ending == "es" and f"{stem}e" in VERBS else stem + ending
