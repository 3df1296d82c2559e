"""The report of a run as one HTML page in its folder: instruction, verdict, change, and every step with its picture."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam.errors import TaskBroken
from lam.store import Result, RunFolder
from lam.types import Step

TEMPLATE = Path(__file__).with_name("report.html")
MOST_CHANGES = 300
"""Changed places that the page lists; the rest is counted and stands in changes.json."""


@dataclass(frozen=True)
class Mark:
    """Where the act was, as percentages of the picture, so that it scales with it."""

    left: float
    top: float
    width: float
    height: float


def write(folder: RunFolder) -> Path:
    """Write `report.html` into a run folder and give its path.

    Raises: TaskBroken when the run has no result yet.
    """
    import jinja2

    result = folder.result()
    if result is None:
        raise TaskBroken(f"{folder.path} has no result to report")
    trajectory = folder.trajectory()
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    environment.filters["value"] = _value
    places = _places(result.changes)
    page = environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        result=result,
        config=folder.config,
        kind=trajectory.kind,
        steps=[_step(folder, step) for step in trajectory.steps],
        faults=folder.faults(),
        earlier=folder.earlier(),
        places=dict(list(places.items())[:MOST_CHANGES]),
        more_places=max(0, len(places) - MOST_CHANGES),
        unasked=_places(result.unasked),
        documents=[path.name for stem in ("before", "after") if (path := folder.document(stem))],
        seconds=_seconds(trajectory.steps, result),
    )
    report = folder.path / "report.html"
    report.write_text(page, encoding="utf-8")
    return report


def _step(folder: RunFolder, step: Step) -> dict[str, Any]:
    picture = step.screenshot if step.screenshot and (folder.path / step.screenshot).exists() else ""
    return {
        "index": step.index,
        "thought": step.decision.thought,
        "name": step.decision.action.name,
        "args": {key: json.dumps(value, ensure_ascii=False) for key, value in step.decision.action.args.items()},
        "ok": step.outcome.ok,
        "message": step.outcome.message,
        "data": step.outcome.data,
        "think_s": step.decision.duration_s,
        "act_s": step.outcome.duration_s,
        "tokens": (step.decision.prompt_tokens, step.decision.cached_tokens, step.decision.completion_tokens),
        "picture": picture,
        "mark": _mark(folder.path / picture, step.outcome.box) if picture and step.outcome.box else None,
        "seen": step.observation,
    }


def _mark(picture: Path, box: Sequence[int]) -> Mark | None:
    from PIL import Image

    with Image.open(picture) as image:
        width, height = image.size
    x, y, w, h = box
    left, top, right, bottom = max(0, x - 4), max(0, y - 4), min(width, x + w + 4), min(height, y + h + 4)
    if right <= left or bottom <= top:
        return None
    return Mark(100 * left / width, 100 * top / height, 100 * (right - left) / width, 100 * (bottom - top) / height)


def _places(changes: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The changes by the part of the document that they are about."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        found.setdefault(change["where"], []).append(change)
    return found


def _seconds(steps: Sequence[Step], result: Result) -> dict[str, float]:
    """Where the time went."""
    return {
        "model": sum(step.decision.duration_s for step in steps),
        "acting": sum(step.outcome.duration_s for step in steps),
        "start": float(result.seconds_of.get("start", 0.0)),
        "whole run": result.seconds,
    }


def _value(value: Any) -> str:
    if value is None:
        return "—"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
