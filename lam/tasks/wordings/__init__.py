"""The wordings of instructions: plain text, one a line, with {slots}; a stable hash keeps some of them for tests only.

A line `## name` opens a section (a variant of the family); a line that starts with `#` and a blank is a comment.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from lam.errors import TaskBroken
from lam.tasks.base import Split
from lam.types import Kind

TEST_SHARE = 0.15
NOISE = 0.15
"""How often an instruction is typed carelessly: lower case, no final period, or one slip of the finger."""
_SLOT = re.compile(r"\{(\w+)\}")
_REFERENCE = re.compile(r"(the|all|every|each|this|that|any|both|column|row|slide|cells?|paragraphs?|my|our|whatever|page)\b")


@cache
def load(kind: Kind, family: str) -> Mapping[str, tuple[str, ...]]:
    """The wordings of a family by section; those outside a section are under "".

    Raises: TaskBroken when there is no such file or a wording occurs twice.
    """
    source = files("lam.tasks.wordings") / kind / f"{family}.txt"
    if not source.is_file():
        raise TaskBroken(f"no wordings for {kind} family {family}")
    found = sections(source.read_text(encoding="utf-8"))
    for name, lines in found.items():
        if repeated := {text for text in lines if lines.count(text) > 1}:
            raise TaskBroken(f"{kind}/{family} [{name}] repeats {min(repeated)!r}")
    return {name: tuple(lines) for name, lines in found.items()}


def sections(text: str) -> dict[str, list[str]]:
    """The wordings of a file by section."""
    found: dict[str, list[str]] = {}
    section = ""
    for raw in text.splitlines():
        line = raw.strip()
        if line.startswith("## "):
            section = line[3:].strip()
        elif line and not line.startswith("# "):
            found.setdefault(section, []).append(line)
    return found


def slots(wording: str) -> frozenset[str]:
    """Names of the slots of a wording."""
    return frozenset(_SLOT.findall(wording))


def split_of(wording: str) -> float:
    """A wording's stable place in [0, 1); below `TEST_SHARE` it belongs to the test split."""
    return int.from_bytes(hashlib.sha256(wording.encode()).digest()[:4]) / 2**32


def choose(rng: random.Random, kind: Kind, family: str, split: Split, given: Mapping[str, str], section: str = "") -> str:
    """A random wording of the split that uses exactly the given slots.

    Raises: TaskBroken when there is none.
    """
    lines = [w for w in load(kind, family).get(section, ()) if slots(w) == given.keys()]
    lines.sort(key=split_of)
    held = max(sum(split_of(w) < TEST_SHARE for w in lines), 1)
    options = lines[:held] if split == "test" else lines[held:]
    if not options:
        raise TaskBroken(f"{kind}/{family} [{section}] has no {split} wording with the slots {sorted(given)}")
    return rng.choice(options)


def fill(rng: random.Random, wording: str, given: Mapping[str, str], noise: float = NOISE) -> str:
    """The instruction: slots filled, and now and then typed carelessly. Slot values are never altered, but for a capital at the start."""
    pieces = _SLOT.split(wording)
    if rng.random() < noise:
        pieces = _careless(rng, pieces)
    text = "".join(given[piece] if i % 2 else piece for i, piece in enumerate(pieces))
    if wording.startswith("{verb}") or (wording.startswith("{") and _REFERENCE.match(text)):
        text = text[0].upper() + text[1:]
    return text


def _careless(rng: random.Random, pieces: list[str]) -> list[str]:
    """Literal pieces (the even ones) in lower case, without the final period, or with one slip."""
    literal = pieces[::2]
    how = rng.choice(("lower", "period", "slip", "slip"))
    if how == "lower":
        literal = [text.lower() for text in literal]
    elif how == "period":
        literal[-1] = literal[-1].removesuffix(".")
    else:
        words = [(i, m) for i, text in enumerate(literal) for m in re.finditer(r"[a-z]{5,}", text)]
        if words:
            index, match = rng.choice(words)
            literal[index] = literal[index][: match.start()] + _slip(rng, match[0]) + literal[index][match.end() :]
    return [literal[i // 2] if i % 2 == 0 else piece for i, piece in enumerate(pieces)]


def _slip(rng: random.Random, word: str) -> str:
    at = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )
