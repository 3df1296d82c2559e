"""Pages as a row of blocks, whatever they are written in: headings, paragraphs, numbered steps, terms with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lam.data.pairs import PlanStep, Ref

MENU = re.compile(r"(?:[A-Z][\w.…]*(?: [\w.…&-]+){0,4}) ?(?:(?:>|▸|→|‣|⇒|▶|») ?(?:[A-Z][\w.…]*(?: [\w.…&-]+){0,4}) ?)+")


@dataclass(frozen=True)
class Block:
    """A piece of a page in the order of reading."""

    kind: Literal["heading", "text", "steps", "term"]
    text: str = ""
    """Of a heading or paragraph; the term of a definition."""
    level: int = 0
    """Of a heading; of steps the number that they begin with."""
    steps: tuple[PlanStep, ...] = ()
    more: str = ""
    """The description of a term."""


def refs_of(text: str, marked: Iterable[tuple[str, str]]) -> tuple[Ref, ...]:
    """Menu paths in the words, then labels and keys by their mark-up."""
    refs = [Ref("menu", " - ".join(re.split(r" ?[>▸→‣⇒▶»] ?", path.strip()))) for path in MENU.findall(text)]
    inside = " - ".join(r.text for r in refs)
    for kind, label in marked:
        label = label.strip(" .,:")
        if label and len(label) < 60 and label not in inside and all(label != r.text for r in refs):
            refs.append(Ref("key" if kind == "key" else "label", label))
    return tuple(refs)
