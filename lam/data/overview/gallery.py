"""Demonstrations to look at: each is carried out again, from its recipe, with a picture after every step."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam.agent.prompt import outline
from lam.data.demonstrate import hands
from lam.data.demonstrate.execute import demonstrate
from lam.data.demonstrate.groups import group
from lam.envs.libreoffice import LibreOffice
from lam.errors import LamError, UserError
from lam.tasks import families
from lam.tasks.base import Task

TEMPLATE = Path(__file__).with_name("gallery.html")


@dataclass(frozen=True)
class Shown:
    """One demonstration on the page."""

    instruction: str
    where: str
    steps: tuple[tuple[str, str], ...] = ()
    """Picture and what was done before it."""
    outline: str = ""
    why: str = ""
    """Why it cannot be shown, or was not accepted this time."""


def again(record: Mapping[str, Any]) -> Task | None:
    """The task of a demonstration, made anew from its group's name; None where the generators have changed since."""
    name, split, way = record["group"], record["split"], record.get("way", "app")
    single = [family for family in families() if family.name in record["family"].split("+")]
    for known, even in ((families(), False), (families(), True), (single, True)):
        for task in group(random.Random(name), split, known, even):
            if task.instruction == record["trajectory"]["instruction"]:
                return task if way == "app" else hands.by_hand(task, way)
    return None


def write(records: Sequence[Mapping[str, Any]], folder: Path, tell: Callable[[str], None] = lambda line: None) -> Path:
    """A page of all demonstrations with their pictures.

    Raises: UserError when the folder cannot be written.
    """
    import jinja2

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"cannot make {folder}: {error.strerror}") from error
    shown = []
    with LibreOffice() as office, tempfile.TemporaryDirectory(prefix="lam-gallery-") as work:
        for number, record in enumerate(records, 1):
            tell(f"{number} of {len(records)}: {record['trajectory']['instruction']}")
            shown.append(_one(office, record, folder, number, Path(work)))
    page = folder / "index.html"
    template = jinja2.Environment(autoescape=True).from_string(TEMPLATE.read_text(encoding="utf-8"))
    page.write_text(template.render(all=shown), encoding="utf-8")
    return page


def _one(office: LibreOffice, record: Mapping[str, Any], folder: Path, number: int, work: Path) -> Shown:
    instruction = record["trajectory"]["instruction"]
    where = f"{record['family']} · {record['split']} · {record.get('way', 'app')} · {record['group']}"
    task = again(record) if record.get("source", "family") == "family" else None
    if task is None:
        return Shown(instruction, where, why="cannot be made again: it is no family's task, or the generators have changed since")
    pictures: list[str] = []

    def watch(changed: Sequence[str]) -> None:
        shot = office.screenshot(folder / f"{number}-{len(pictures)}.png", changed)
        if shot:
            pictures.append(shot.path.name)

    try:
        run = demonstrate(office, task, work, controls=record.get("way", "app") != "app", watch=watch)
    except LamError as error:
        return Shown(instruction, where, why=str(error))
    said = ["as it was", *(f"{s.decision.thought} → {s.decision.action.name} {dict(s.decision.action.args)}" for s in run.steps[:-1])]
    return Shown(instruction, where, tuple(zip(pictures, said, strict=False)), outline(run.steps[0].observation, instruction), run.reason)
