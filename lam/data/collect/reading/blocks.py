"""Pages as a row of blocks, whatever they are written in: headings, paragraphs, numbered steps, terms with their descriptions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lam.data.pairs import PlanStep, Ref

LABEL = r"[A-Z][\w.…]*(?: (?:(?:of|and|as|to|the|for|with|from|by|in|&) )?[A-Z][\w.…]*){0,4}"
ARROW = r" ?(?:>|▸|→|‣|⇒|▶|») ?"
MENU = re.compile(rf"{LABEL}(?:{ARROW}{LABEL})+|(?<=hoose |elect |go to |Go to ){LABEL}(?: [-–] {LABEL})+")
"""`File > Save As`, and after a verb `File - Save As`."""


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
    refs: list[Ref] = []
    for kind, label in (*marked, *(("menu", m.group()) for m in MENU.finditer(text))):
        label = re.sub(r"^(?:Choose|Click|Select|Open|Go to|Use|Press) (?=[A-Z])", "", label) if kind == "menu" else label
        parts = [part.strip(" .,:") for part in re.split(rf"{ARROW}| [-–] ", label)]
        path = " - ".join(part for part in parts if part)
        menu = kind == "menu" or (kind == "label" and len(parts) > 1)
        if path and len(path) < 80 and all(path not in r.text for r in refs):
            refs.append(Ref("menu" if menu else "key" if kind == "key" else "label", path))
    return tuple(refs)
