"""The office's own UI tests as demonstrations: a test's steps are carried out with our actions, and its own assertions say whether it worked."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lam.actions import validate
from lam.agent.episodes import SCHEMA
from lam.data.collect.help.tables import Tables
from lam.data.collect.reading import files
from lam.data.demonstrate.execute import Demonstration, with_ids
from lam.data.demonstrate.widgets import Hand, NotMapped
from lam.data.pairs import Pair, from_record, split_of
from lam.errors import ActionRejected, EnvironmentFault, UserError
from lam.tasks.base import Move, Split
from lam.types import SUFFIXES, Action, Decision, Kind, Outcome, Step, Trajectory, to_json

if TYPE_CHECKING:
    from lam.envs.libreoffice import LibreOffice

FAMILY = "uitest"
NATIVE: Mapping[Kind, str] = {"document": ".odt", "spreadsheet": ".ods", "presentation": ".odp"}
DOCUMENTS = (*SUFFIXES, ".fodt", ".fods", ".fodp", ".doc", ".xls", ".ppt", ".rtf", ".ott", ".ots", ".xlsm")
LARGEST = 20_000_000
"""Bytes of a document of the tests."""
NEAR = 1e-9
ABOUT = re.compile(r"\bdocument\b|\bwidget\(|\bv\d+\b")
"""What in an expression only the running office knows."""


@dataclass
class Verdicts:
    """A test's assertions, asked when the replay has come to them."""

    told: Sequence[Mapping[str, Any]]
    """As the importer writes them: assertions, and the named values that they need."""
    held: int = 0
    failed: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    """Why assertions were not asked, and how many."""
    _next: int = 0

    def due(self, done: int) -> bool:
        """Whether something is asked after so many steps."""
        return self._next < len(self.told) and self.told[self._next]["after"] <= done

    def reached(self, done: int, value: Callable[..., Mapping[str, Any]]) -> None:
        """Ask those that hold after so many steps. `value`: what an expression comes to in the office."""
        while self.due(done):
            self._ask(self.told[self._next], value)
            self._next += 1

    def _ask(self, told: Mapping[str, Any], value: Callable[..., Mapping[str, Any]]) -> None:
        if "name" in told:
            value(source=told["value"], name=told["name"])
            return
        wanted = ARGUMENTS.get(told["method"], 0)
        sources = told["args"][:wanted]
        if not wanted or len(sources) < wanted:
            self.unknown[f"{told['method']} is not asked"] += 1
            return
        if told["after"] == 0 or not any(ABOUT.search(s) for s in sources):
            self.unknown["says nothing of what was done"] += 1
            return
        found = [value(source=source) for source in sources]
        lacking = next((f["unknown"] for f in found if "unknown" in f), "")
        if lacking:
            self.unknown[lacking] += 1
            return
        wrong = next((f["error"] for f in found if "error" in f), "")
        if not wrong and HOLDS[told["method"]](*(f["value"] for f in found)):
            self.held += 1
            return
        shown = wrong or " and ".join(repr(f["value"])[:60] for f in found)
        self.failed.append(f"{told['method']}({', '.join(sources)[:120]}) after step {told['after']}: {shown}")


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) or isinstance(other, float):
        return isinstance(one, int | float) and isinstance(other, int | float) and abs(one - other) <= NEAR * max(1.0, abs(one))
    return bool(one == other) and not (isinstance(one, dict) and "object" in one)


HOLDS: Mapping[str, Callable[..., bool]] = {
    "assertEqual": _same,
    "assertNotEqual": lambda a, b: not _same(a, b),
    "assertTrue": bool,
    "assertFalse": lambda a: not a,
    "assertGreater": lambda a, b: bool(a > b),
    "assertGreaterEqual": lambda a, b: bool(a >= b),
    "assertLess": lambda a, b: bool(a < b),
    "assertLessEqual": lambda a, b: bool(a <= b),
    "assertAlmostEqual": lambda a, b: abs(a - b) < 5e-8,
    "assertIn": lambda a, b: a in b,
    "assertNotIn": lambda a, b: a not in b,
    "assertIsNone": lambda a: a is None,
    "assertIsNotNone": lambda a: a is not None,
}
ARGUMENTS: Mapping[str, int] = {name: 1 if name in ("assertTrue", "assertFalse", "assertIsNone", "assertIsNotNone") else 2 for name in HOLDS}


def replay(env: LibreOffice, pair: Pair, document: Path, tables: Tables) -> tuple[Trajectory, Verdicts]:
    """A pair's steps carried out on the document, with what a policy would have seen before each; and what its assertions say.

    The trajectory ends where the test has done what the instruction asks; what the test does after that (`context["afterwards"]`) serves its
    assertions alone, and where that has no counterpart the rest of them is not asked.
    Raises: NotMapped when a step has no counterpart; ActionRejected when the office does not take it; EnvironmentFault.
    """
    kind: Kind = SUFFIXES[document.suffix]
    verdicts = Verdicts(json.loads(pair.context.get("assertions", "[]")))
    told = [*(step.params for step in pair.steps), *json.loads(pair.context.get("afterwards", "[]"))]
    hand = Hand(env, kind, told, tables)
    env.reset(document)
    env.ask("start")
    seen = env.observe(pair.task, controls=True)
    steps: list[Step] = []

    def carry_out(move: Move) -> None:
        nonlocal seen
        declaration, checked = validate(kind, with_ids(move.action, seen))
        action = Action(checked.name, {name: checked.args[name] for name in declaration.schema["properties"] if name in checked.args})
        last = action.name == "finish"
        outcome = Outcome(True, "finished") if last else env.act(checked)
        steps.append(Step(len(steps) + 1, Decision(move.thought, action), outcome, seen))
        seen = seen if last else env.observe(pair.task, controls=True)

    def ask(source: str, name: str = "") -> Mapping[str, Any]:
        found: Mapping[str, Any] = env.ask("value", source=source, name=name)
        return found

    verdicts.reached(0, ask)
    for number in range(len(pair.steps)):
        for move in hand.moves(number, seen):
            carry_out(move)
        if verdicts.due(number + 1) or number + 1 == len(told):
            for move in hand.entered(number, seen):
                carry_out(move)
        verdicts.reached(number + 1, ask)
    if not steps:
        raise NotMapped("nothing to do")
    carry_out(Move("all is done as asked", Action("finish", {"message": f"Done: {pair.task[:150]}"})))
    trajectory = Trajectory(pair.task, kind, f"replay:{FAMILY}", tuple(steps))
    try:
        for number in range(len(pair.steps), len(told)):
            for move in hand.moves(number, seen):
                env.act(validate(kind, with_ids(move.action, seen))[1])
                seen = env.observe(pair.task, controls=True)
            verdicts.reached(number + 1, ask)
    except (NotMapped, ActionRejected) as why:
        verdicts.unknown[f"not reached: {why}"] += 1
    good = bool(verdicts.held) and not verdicts.failed
    reason = "" if good else verdicts.failed[0] if verdicts.failed else "none of its assertions could be asked"
    return replace(trajectory, verdict="done" if good else "not done", reason=reason), verdicts


class Replayer:
    """The work on one file of tests: the records of its pairs. A fresh office for each file, so that what one sets does not reach the next.

    `documents`: a folder with the documents that the tests open.
    """

    def __init__(self, documents: str = "") -> None:
        self._documents = Path(documents) if documents else None

    def open(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="lam-replay-")

    def close(self) -> None:
        self._folder.cleanup()

    @cached_property
    def _tables(self) -> Tables:
        from lam.envs.libreoffice.install import find

        return Tables(find().soffice.parents[1] / "share")

    def do(self, item: tuple[str, Sequence[Mapping[str, Any]]]) -> dict[str, Any]:
        """The journal line of a file of tests: `("sw/qa/uitest/some.py", records)`."""
        from lam.envs.libreoffice import LibreOffice
        from lam.envs.libreoffice.profile import ALL_SCRIPTS

        name, records = item
        kept: list[dict[str, Any]] = []
        told: list[dict[str, Any]] = []
        dropped: Counter[str] = Counter()
        with LibreOffice(settings=ALL_SCRIPTS) as env:  # the tests count pages of dialogs as an office for all scripts has them
            for pair in map(from_record, records):
                started = time.monotonic()
                found, facts = self._one(env, pair)
                told.append({"family": FAMILY, "instruction": pair.task, "test": pair.provenance.path, **facts})
                told[-1] |= {"why": facts["why"][:300], "seconds": round(time.monotonic() - started, 2)}
                kept += [{"schema": SCHEMA, **to_json(found)}] if found else []
                if not found:
                    dropped[facts["result"] if facts["result"] != "not mapped" else f"not mapped: {facts['why']}"] += 1
        return {"key": name, "kept": kept, "dropped": dict(dropped), "facts": {"tasks": told}}

    def _one(self, env: LibreOffice, pair: Pair) -> tuple[Demonstration | None, dict[str, Any]]:
        """What a test gave, and how it went: kept, refused (its assertions), not mapped, rejected (by the office) or fault, and why."""
        if not any("method" in told and told["after"] for told in json.loads(pair.context.get("assertions", "[]"))):
            return None, {"result": "refused", "why": "it asserts nothing after its steps"}
        try:
            Hand(env, "document" if pair.app == "any" else pair.app, [s.params for s in pair.steps], self._tables).check(len(pair.steps))
            trajectory, verdicts = replay(env, pair, self._document(env, pair), self._tables)
        except NotMapped as error:
            return None, {"result": "not mapped", "why": str(error)}
        except EnvironmentFault as error:
            return None, {"result": "fault", "why": str(error)}
        except (ActionRejected, UserError) as error:
            return None, {"result": "rejected", "why": str(error)}
        facts = {"held": verdicts.held, "failed": verdicts.failed[:5], "unknown": dict(verdicts.unknown), "steps": len(trajectory.steps)}
        if trajectory.verdict != "done":
            return None, {"result": "refused", "why": trajectory.reason, **facts}
        where = pair.provenance
        return Demonstration(FAMILY, split_of(pair), pair.task, pair.provenance.page, trajectory, "gui", where.licence, where.source), {
            "result": "kept",
            "why": "",
            **facts,
        }

    def _document(self, env: LibreOffice, pair: Pair) -> Path:
        """The test's document, or the one that the application starts with, under a name that says nothing."""
        kind: Kind = "document" if pair.app == "any" else pair.app
        name = pair.context.get("document", "")
        if not name:
            path, made = (Path(self._folder.name) / f"{stem}{NATIVE[kind]}" for stem in ("document", "empty"))
            if not made.exists():
                env.ask("empty", path=str(made), kind=kind)
            shutil.copyfile(made, path)
            return path
        found = nearest(self._documents, name, pair.provenance.path) if self._documents else None
        if found is None:
            raise NotMapped("the test's document is not there" if self._documents else "it needs the test's document")
        path = Path(self._folder.name) / f"document{found.suffix.lower() if found.suffix.lower() in SUFFIXES else NATIVE[kind]}"
        shutil.copyfile(found, path)
        return path


def nearest(folder: Path, name: str, test: str) -> Path | None:
    """The document with this name that lies nearest to the test in the tree of the source."""
    found = [p for p in sorted(folder.rglob(Path(name).name)) if p.is_file()]
    parts = test.split("/")

    def shared(path: Path) -> tuple[int, bool]:
        own = path.relative_to(folder).parts
        own = own[1:] if own and own[0] not in parts else own
        return sum(1 for a, b in zip(own, parts, strict=False) if a == b), path.as_posix().endswith(name)

    return max(found, key=shared, default=None)


def documents(source: Path, tests: Iterable[Sequence[Mapping[str, Any]]], folder: Path) -> Path:
    """The folder with the tests' documents: the source itself, or what is wanted of its archive, unpacked into `folder`.

    Raises: UserError when there is no such source.
    """
    if files.need(source, "libreoffice-uitest", folder=True).is_dir():
        return source
    names = {Path(record["context"].get("document", "")).name for records in tests for record in records} - {""}
    for item in files.pages(source, DOCUMENTS, LARGEST) if names else ():
        if "/qa/uitest/" in item.key and Path(item.key).name in names and isinstance(item.data, bytes):
            path = folder / item.key.partition("/")[2]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(item.data)
    return folder


def tests(pairs: Iterable[Mapping[str, Any]], split: Split) -> dict[str, list[Mapping[str, Any]]]:
    """The tests of one side among the records of pairs, by their file."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for record in pairs:
        if record["kind"] == FAMILY and not record["evolved_from"]:
            pair = from_record(record)
            if split_of(pair) == split:
                found.setdefault(pair.provenance.page, []).append(record)
    return found
