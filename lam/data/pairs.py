"""Task-plan pairs: what somebody wants done, how help or people say it is done, and where that comes from.

Every stage before execution reads and writes these. A pair is one JSON line; where it comes from and under which licence travels with it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from lam.errors import TaskBroken
from lam.tasks.base import Split

SCHEMA = 1
"""Version of a pair's record."""

PairKind = Literal["procedure", "command", "control", "shortcut", "uitest", "howto", "query"]
"""procedure: numbered steps of a help page; command: one menu or toolbar command; control: one control of a dialog; shortcut: one key;
uitest: the actions of an automated test; howto: an article for people; query: what somebody typed into a search box, with no steps."""
App = Literal["document", "spreadsheet", "presentation", "any"]
"""`any`: works in all three, or an application outside the office that `context["product"]` names."""
Level = Literal["command", "key", "control", "content", "unresolved"]
"""How far a step is grounded: in the application's own command table, a key, a control of a dialog, the document's content, or not."""
Tier = Literal["A", "B", "C"]
"""A: commands, keys or controls ground it, and no step is unresolved (steps on the document's content may be among them); B: they ground some
steps, others are unresolved; C: none, or nobody has looked. An evolved pair keeps its parent's, a composition the last of its parents'."""
TEST_SHARE = 0.1
"""Of the pages: these are tested on, and so is all that is made of them."""


@dataclass(frozen=True)
class Ref:
    """Something in a step that names a part of the application."""

    kind: Literal["menu", "command", "key", "label", "icon"]
    text: str
    """As the source writes it, for example `Insert - Footnote`."""
    command: str = ""
    """The application's own name of it, for example `.uno:InsertFootnote`."""
    control: str = ""
    """`path/of/dialog.ui:widget` where a dialog's control is meant."""


@dataclass(frozen=True)
class PlanStep:
    text: str
    level: Level = "unresolved"
    refs: tuple[Ref, ...] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    """Values that an evolved step fixes, for example {"size_pt": 16}."""


@dataclass(frozen=True)
class Provenance:
    """Where a record comes from, so that it can be found again, and what may be done with it."""

    source: str
    """The importer: libreoffice-help, libreoffice-uitest, html, wikihow, queries, stackexchange, rules, teacher."""
    path: str
    """File and place inside the source, relative to it."""
    licence: str
    """SPDX identifier, or `unknown`."""
    package: str = ""
    version: str = ""
    extractor: str = ""
    """Name and version of the code that read it."""

    @property
    def page(self) -> str:
        """What belongs together in the source, a page, an article, a file of tests: the path without the `#place` or `::test` in it."""
        return re.split("#|::", self.path, maxsplit=1)[0]


@dataclass(frozen=True)
class Pair:
    kind: PairKind
    app: App
    task: str
    """What is wanted, as an instruction: `Insert a footnote`."""
    steps: tuple[PlanStep, ...]
    provenance: Provenance
    tier: Tier = "C"
    context: Mapping[str, str] = field(default_factory=dict)
    """page, section, label, dialog, product: whatever helps to understand the task."""
    evolved_from: tuple[str, ...] = ()
    """Ids of the pairs that this one was made of."""
    evolution: tuple[str, ...] = ()
    """The operations that made it, oldest first: condition, values, composition, rewording, document, vaguer, teacher."""
    language: str = "en"

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits that follow from what the pair says."""
        told = "\x1f".join((self.kind, self.app, self.task, *(s.text for s in self.steps), self.provenance.source))
        return hashlib.sha256(told.encode()).hexdigest()[:16]

    def evolve(self, operation: str, **changes: Any) -> Pair:
        """A pair made of this one by an operation."""
        return replace(self, evolved_from=(self.id,), evolution=(*self.evolution, operation), **changes)


def to_record(pair: Pair) -> dict[str, Any]:
    return {"schema": SCHEMA, "id": pair.id, **asdict(pair)}


def from_record(record: Mapping[str, Any]) -> Pair:
    """Raises: TaskBroken when another version wrote it."""
    if record.get("schema") != SCHEMA:
        raise TaskBroken(f"a task-plan pair has schema {record.get('schema')}, this version reads {SCHEMA}")
    told = {k: v for k, v in record.items() if k not in ("schema", "id")}
    steps = tuple(PlanStep(s["text"], s["level"], tuple(Ref(**r) for r in s["refs"]), s["params"]) for s in told["steps"])
    told |= {"steps": steps, "provenance": Provenance(**told["provenance"])}
    told |= {name: tuple(told[name]) for name in ("evolved_from", "evolution")}
    return Pair(**told)


def split_of(pair: Pair) -> Split:
    """The side of the pair and of all that is made of it, by its page alone: what was read on one page never lies on both sides."""
    return "test" if share(pair.provenance.page) < TEST_SHARE else "train"


def share(text: str) -> float:
    """A number from 0 to 1 that follows from the text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") / 2**64


def normal(text: str) -> str:
    """Text for comparison: lower case, words and numbers only."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
