"""The same operations by a language model behind any OpenAI-compatible endpoint. Its answers are JSON and pass the same checks as the rules' work."""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lam.agent.endpoint import EndpointPolicy
from lam.data.filters.language import Languages
from lam.data.pairs import Pair, PlanStep
from lam.errors import EnvironmentFault, UserError

OPERATIONS = {
    "condition": "Add a condition: the task is wanted only at one place of the document or under one circumstance.",
    "values": "Fix a concrete value (size, colour, name, number, range) that the command or control takes.",
    "composition": "Join the task with the second one into one request, in a sensible order.",
    "rewording": "Say the same as another person would: terse, as a question, politely, chatty, clumsily, or with a typing mistake.",
    "document": "Say on which document of daily life it is to be done, and let that show in the plan.",
    "vaguer": "Say it more vaguely, so that only the document's content tells what is meant.",
}
SYSTEM = (
    "You turn a task for an office program and its plan into a harder or more concrete one. Keep to what the program can do by the given plan. "
    'Answer with one JSON object: {"task": string, "steps": [{"text": string, "params": {"value"|"target"|"document": string}}]}. '
    "Every value, target and document in params must stand word for word in the task and in that step's text. "
    'Keep the given steps in their order and give each its number as "keep": n; '
    "add steps before, between or after them where the change needs it."
)
TRIES = 2
"""How often an answer that is no such object is asked for again."""


class Teacher:
    """A model that evolves pairs."""

    def __init__(self, teacher: str, base_url: str = "") -> None:
        """Raises: UserError when `teacher` is not `openai:MODEL`, or a package or the key is missing."""
        provider, _, model = teacher.partition(":")
        if provider != "openai" or not model:
            raise UserError(f"--teacher is openai:MODEL, not {teacher!r}")
        self.languages = Languages(("en",))
        self._endpoint = EndpointPolicy(model, base_url, os.environ.get("OPENAI_API_KEY", ""))

    def evolved(self, rng: random.Random, pair: Pair, near: Sequence[Pair], count: int, dropped: Counter[str]) -> Iterator[Pair]:
        """Up to `count` pairs, each by an operation that fits.

        Raises: UserError when the endpoint cannot be used: the stage stops and goes on later.
        """
        for _ in range(count):
            operation = rng.choice([name for name in OPERATIONS if near or name != "composition"])
            other = rng.choice(near) if operation == "composition" else None
            found = self._one(pair, other, operation)
            if found is None:
                dropped["teacher: no usable answer"] += 1
            else:
                yield found

    def close(self) -> None:
        self._endpoint.close()

    def _one(self, pair: Pair, other: Pair | None, operation: str) -> Pair | None:
        steps = [*pair.steps, *(other.steps if other else ())]
        asked: dict[str, Any] = {"application": pair.app, "task": pair.task, "steps": [{"keep": i, "text": s.text} for i, s in enumerate(steps)]}
        if other:
            asked["second task"] = other.task
        words = [
            {"role": "system", "content": SYSTEM},
            {"role": "user", "content": f"{OPERATIONS[operation]}\n{json.dumps(asked, ensure_ascii=False)}"},
        ]
        for _ in range(TRIES):
            try:
                answer = self._endpoint.complete(words)
            except EnvironmentFault as error:
                raise UserError(str(error)) from None
            found = _parsed(answer, steps)
            if found:
                task, plan = found
                provenance = replace(pair.provenance, source="teacher", extractor=self._endpoint.name)
                parents = (pair.id, other.id) if other else (pair.id,)
                return replace(
                    pair.evolve(operation), task=task, steps=plan, provenance=provenance, evolved_from=parents, evolution=(operation, "teacher")
                )
        return None


def _parsed(answer: str, given: Sequence[PlanStep]) -> tuple[str, tuple[PlanStep, ...]] | None:
    """(task, steps) of an answer; None when it is not what was asked for. A step that keeps a given one keeps its grounding."""
    start, end = answer.find("{"), answer.rfind("}")
    try:
        told = json.loads(answer[start : end + 1])
        task, rows = told["task"], told["steps"]
        kept = [row["keep"] for row in rows if row.get("keep") is not None]
        if not isinstance(task, str) or kept != sorted(set(kept)) or not set(range(len(given))) <= set(kept):
            return None
        steps = tuple(_step(row, given) for row in rows)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError):
        return None
    return (task.strip(), steps) if task.strip() and steps else None


def _step(row: dict[str, Any], given: Sequence[PlanStep]) -> PlanStep:
    params = {str(k): str(v) for k, v in (row.get("params") or {}).items() if k in ("value", "target", "document")}
    text = str(row["text"]).strip()
    if row.get("keep") is None:
        return PlanStep(text, "content", (), params)
    base = given[int(row["keep"])]
    return replace(base, text=text, params={**base.params, **params})
