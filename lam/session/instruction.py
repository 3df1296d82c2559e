"""Looks at the instruction before anything starts: is there something to do, and for this kind of document?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from lam.actions import Declaration
from lam.errors import ExitCode, UserError
from lam.types import Kind, Observation

LONGEST = 4000
ELSEWHERE: Mapping[Kind, str] = {
    "presentation": r"\b(?:add|create|insert|make|delete|remove|duplicate|copy|hide|move)\b(?:\W+[\w-]+){0,3}\W+slides?\b|\bslide \d+\b"
    r"|\bspeaker notes\b|\bslide show\b",
    "spreadsheet": r"\b(?:cells?|range) \$?[A-Z]{1,2}\$?\d+\b|\bpivot table\b|\bspreadsheet\b|\bworksheets?\b|\bcolumn [A-Z]\b"
    r"|\bfreeze (?:the )?(?:panes|top row|first row|header row)\b|\bconditional format\w*\b",
    "document": r"\btable of contents\b|\bfootnotes?\b|\bpage (?:break|margins?|orientation)\b"
    r"|\b(?:first|second|third|last|\d+(?:st|nd|rd|th)) paragraph\b",
}
"""Words that only make sense in one kind of document."""
QUOTES = re.compile(r"\"[^\"]*\"|“[^”]*”|«[^»]*»|(?<!\w)'[^']*'(?!\w)")
_STOP = """
a an the this that these those it its my our your his her their me us you i we he she they to of in on at by for from with as and or but not no so
than then be is are was were do does did done can could would should will shall may might must please pls thanks thank hi hello make set give let get
put have has had want need like just some any all one up down out into over there here what which who how when where why if also now new
"""
_SAID = """
bigger larger smaller heading headline header title subtitle caption paragraph sentence line word letter text document page report table row
column cell sheet slide deck bullet point list picture photo image chart graph figure diagram number total sum average mean median count percent
currency euro dollar date bold italic underline strike highlight colour color font size style center centre align justify indent spacing margin border
fill background red green blue yellow orange purple black white gray grey capital uppercase lowercase rename sort filter order ascending descending
duplicate remove delete erase drop clear insert add append create write type replace swap change correct fix rewrite translate move shift copy merge
split freeze hide show protect print export link comment note footnote footer summarize summarise summary calculate compute maximum minimum highest
lowest quarter month year sales key finding conclusion introduction section chapter first second third last next previous top bottom end
"""
STOP, SAID = frozenset(_STOP.split()), frozenset(_SAID.split())
"""Words that say nothing by themselves; words that people use for what the actions do."""


def check_instruction(text: str) -> str:
    """The instruction without the space around it.

    Raises: UserError when it is empty, holds no words, or is too long to be one.
    """
    text = text.strip()
    if not text:
        raise UserError('the instruction is empty; say what to do, such as "Make the title bold"', ExitCode.NO_INSTRUCTION)
    if not re.search(r"[^\W\d_]{2,}", text):
        raise UserError(f"the instruction {text[:40]!r} holds no words", ExitCode.NO_INSTRUCTION)
    if len(text) > LONGEST:
        raise UserError(f"the instruction is {len(text)} characters long; at most {LONGEST} are taken", ExitCode.NO_INSTRUCTION)
    if "\0" in text:
        raise UserError("the instruction holds a zero byte", ExitCode.NO_INSTRUCTION)
    return text


def check_kind(text: str, kind: Kind, file: Path) -> None:
    """That the instruction is not plainly for another kind of document. Quoted words do not count.

    Raises: UserError when it is.
    """
    bare = QUOTES.sub(" ", text)
    hits = {other: hit[0] for other, pattern in ELSEWHERE.items() if (hit := re.search(pattern, bare, re.IGNORECASE))}
    if re.search(r"(?<!pivot )\btable\b", bare, re.IGNORECASE):
        hits.pop("spreadsheet", None)  # tables of text documents and slides have cells and columns too
    if hits and kind not in hits:
        other, words = next(iter(hits.items()))
        raise UserError(f"the instruction is for a {other} ({words!r}), and {file.name} is a {kind}", ExitCode.OTHER_KIND)


def says_nothing(text: str, observation: Observation, vocabulary: Mapping[str, Declaration]) -> bool:
    """Whether no word of the instruction names anything in the document, any action, or anything that actions are about."""
    words = {w for w in re.findall(r"[^\W\d_]{3,}", text.lower()) if w not in STOP}
    seen = (
        " ".join(f"{e.role} {e.text}" for e in observation.elements)
        + " "
        + " ".join(f"{d.name} {d.doc} {' '.join(d.schema['properties'])}" for d in vocabulary.values())
    )
    known = {w for w in re.findall(r"[^\W\d_]{3,}", seen.lower()) if w not in STOP} | SAID
    stems = {w[:4] for w in known if len(w) >= 4}
    return not any(w in known or (len(w) >= 4 and w[:4] in stems) for w in words) and not re.search(r"\d|[\"“«]", text)


def named_files(text: str, folder: Path) -> frozenset[Path]:
    """The existing files that the instruction names, relative to the document's folder or the working folder."""
    names = [
        next(group for group in hit if group)
        for hit in re.findall(r"\"([^\"]+\.\w{2,5})\"|'([^']+\.\w{2,5})'|“([^”]+\.\w{2,5})”|([^\s\"'“”,;]+\.\w{2,5})", text)
    ]
    found = [base / name for name in names for base in (folder, Path.cwd()) if "://" not in name and (base / name).is_file()]
    return frozenset(path.resolve() for path in found)
