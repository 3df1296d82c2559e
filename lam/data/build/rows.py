"""What a row of a training set holds, and how pairs and demonstrations become rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lam.agent import prompt
from lam.agent.episodes import episode
from lam.data.pairs import Pair, normal, split_of
from lam.tasks.base import Split

PLAN_SYSTEM = "You plan what somebody has to do in an office application, step by step."


@dataclass(frozen=True)
class Row:
    """One conversation to learn from. `messages` is what Hugging Face `datasets` and TRL read; the rest says where it comes from."""

    id: str
    messages: tuple[prompt.Message, ...]
    instruction: str
    app: str
    source: str
    licence: str
    family: str
    """Task family, or kind of pair."""
    document: str
    """What was worked on or read: the generated document, or the page of the help. A document is in one split only."""
    phrasing: str
    """The wording behind the instruction, without its values. A phrasing is in one split only."""
    actions: tuple[str, ...]
    """Names of the actions or commands, in order."""
    split: Split
    """The side that it was made for: of a pair, its page's."""
    way: str = "app"
    parents: tuple[str, ...] = ()
    """Rows it was made from, by id: they are all on its side, or it is on none."""

    @property
    def record(self) -> dict[str, Any]:
        """The row as it is written."""
        return {
            "id": self.id,
            "messages": [dict(m) for m in self.messages],
            "instruction": self.instruction,
            "app": self.app,
            "source": self.source,
            "licence": self.licence,
            "family": self.family,
            "document": self.document,
            "phrasing": self.phrasing,
            "actions": list(self.actions),
            "way": self.way,
        }


def plan_rows(pairs: Iterable[Pair]) -> Iterator[Row]:
    """Phase 1: the task, and the steps as its answer. Pairs without steps (queries) teach no plan and are passed over."""
    for pair in pairs:
        if not pair.steps:
            continue
        where = " ".join(f"{name}: {pair.context[name]}." for name in ("product", "dialog") if pair.context.get(name))
        asked = f"Application: {pair.app}. {where}".strip() + f"\nTask: {pair.task}"
        answer = "\n".join(f"{n}. {step.text}" for n, step in enumerate(pair.steps, 1))
        turns = (("system", PLAN_SYSTEM), ("user", asked), ("assistant", answer))
        yield Row(
            id=pair.id,
            messages=tuple({"role": role, "content": content} for role, content in turns),
            instruction=pair.task,
            app=pair.app,
            source=pair.provenance.source,
            licence=pair.provenance.licence,
            family=pair.kind,
            document=pair.provenance.page,
            phrasing=normal(pair.task),
            actions=tuple(ref.command or ref.control or ref.text for step in pair.steps for ref in step.refs),
            split=split_of(pair),
            way="plan",
            parents=pair.evolved_from,
        )


def step_rows(demonstrations: Iterable[Mapping[str, Any]]) -> Iterator[Row]:
    """Phase 2: the whole conversation of an episode, as the policy reads and writes it."""
    for record in demonstrations:
        found = episode(record)
        told = record["trajectory"]
        turns = tuple(found.conversation)
        digest = hashlib.sha256(json.dumps(turns).encode()).hexdigest()[:16]
        yield Row(
            id=digest,
            messages=turns,
            instruction=found.instruction,
            app=found.kind,
            source=record.get("source", "family"),
            licence=record.get("licence", "Apache-2.0"),
            family=found.family,
            document=found.group,
            phrasing=normal(record["wording"]),
            actions=tuple(step["decision"]["action"]["name"] for step in told["steps"]),
            split=record["split"],
            way=record.get("way", "app"),
        )
