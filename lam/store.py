"""Run folders: everything about one run in plain files, written as it happens, so that a crash loses nothing.

config.json        the resolved configuration
trajectory.jsonl   head, one line per step, fault or attempt that was taken back or is offered in the end, end
audit.jsonl        one line per action that was decided on
before.<suffix>    the document as it was, byte for byte
start.<suffix>     the same, opened and saved by the office with nothing done: what saving alone changes
after.<suffix>     the document as the run left it
changes.json       what differs between before and after
result.json        verdict, reason, message, where the result was put
step-N.png         the application's window after step N
report.html        all of this to look at
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from lam.errors import ExitCode, TaskBroken, UserError
from lam.types import Action, Control, Decision, Element, Observation, Outcome, Step, Trajectory, Verdict, to_json

SCHEMA = 1
"""Version of the files in a run folder; raised when a reader of the earlier version would go wrong."""


@dataclass(frozen=True)
class Result:
    """How a run ended, as `result.json` holds it."""

    run: str
    instruction: str
    file: str
    verdict: Verdict
    reason: str = ""
    message: str = ""
    """What the policy says it did, or its answer to a question."""
    code: int = 0
    target: str = ""
    """The file that was written; empty when nothing was."""
    target_sha256: str = ""
    """Its content after the run: `undo` refuses when the file no longer has it."""
    created: bool = False
    """The target did not exist before: undo removes it."""
    accepted: str = ""
    """When the person put a result in place that LAM had not; empty when nobody did."""
    changes: tuple[dict[str, Any], ...] = ()
    """What differs between the document before and after."""
    unasked: tuple[dict[str, Any], ...] = ()
    """Those changes that no action of the run accounts for."""
    by_saving: int = 0
    """How many of the unasked changes the office makes by opening and saving alone."""
    steps: int = 0
    attempts: int = 1
    seconds: float = 0.0
    tokens: int = 0
    policy: str = ""
    started: str = ""
    folder: str = ""
    seconds_of: Mapping[str, float] = field(default_factory=dict)
    """Where the time went: start, steps."""

    @property
    def on_offer(self) -> bool:
        """Whether there is a changed document that was not put in place, which the person may accept."""
        acted = len(self.changes) > len(self.unasked) or len(self.unasked) > self.by_saving
        return not self.target and acted and self.code in (ExitCode.DONE, ExitCode.NOT_DONE)


class RunFolder:
    """One run on disk. `create` makes a new one, `find` opens an old one by its name or its beginning."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def create(cls, root: Path, label: str, config: Mapping[str, Any]) -> RunFolder:
        """A new folder named by time and label, readable by its owner only."""
        now = time.time()
        stamp = time.strftime("%Y%m%d-%H%M%S", time.localtime(now)) + f"{int(now * 1000) % 1000:03d}"  # names sort by time
        slug = re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")[:30] or "run"
        path = root / f"{stamp}-{slug}-{secrets.token_hex(2)}"
        path.mkdir(mode=0o700, parents=True)
        folder = cls(path)
        folder.write("config.json", {"schema": SCHEMA, "started": time.strftime("%Y-%m-%dT%H:%M:%S%z"), **config})
        return folder

    @classmethod
    def find(cls, root: Path, name: str) -> RunFolder:
        """The run with this name, path or unique beginning or ending of a name.

        Raises: UserError when there is none, or more than one.
        """
        if (Path(name) / "config.json").is_file():
            return cls(Path(name).resolve())
        found = [f for f in folders(root) if f.name == name] or [f for f in folders(root) if f.name.startswith(name) or f.name.endswith(name)]
        if len(found) != 1:
            what = "no run" if not found else f"{len(found)} runs"
            raise UserError(f"{what} named {name!r} in {root}; `lam runs` lists them", ExitCode.NO_RUN)
        return found[0]

    @property
    def name(self) -> str:
        return self.path.name

    def file(self, stem: str, suffix: str = "") -> Path:
        return self.path / f"{stem}{suffix}"

    def document(self, stem: str) -> Path | None:
        """The stored document `before`, `start` or `after`, whichever suffix it has."""
        return next(iter(sorted(self.path.glob(f"{stem}.*"))), None)

    @property
    def config(self) -> dict[str, Any]:
        record = self._read("config.json")
        if record is None:
            raise TaskBroken(f"{self.path} is no run folder: it has no config.json")
        if record.get("schema") != SCHEMA:
            raise TaskBroken(f"{self.path} has schema {record.get('schema')}, this version reads {SCHEMA}")
        return record

    def begin(self, instruction: str, kind: str, policy: str) -> None:
        self.append({"type": "head", "schema": SCHEMA, "instruction": instruction, "kind": kind, "policy": policy})

    def step(self, step: Step) -> None:
        self.append({"type": "step", **to_json(step)})

    def fault(self, index: int, message: str, attempt: int) -> None:
        """Note that the machine failed at step `index` and the step is tried again."""
        self.append({"type": "fault", "index": index, "attempt": attempt, "message": message})

    def taken_back(self, actions: Sequence[str], why: str) -> None:
        """Note that the steps so far, which did these actions, were taken back, and that another attempt follows."""
        self.append({"type": "taken back", "actions": list(actions), "why": why})

    def offered(self, attempt: int) -> None:
        """Note that what this attempt did, from 1, is what the person may accept."""
        self.append({"type": "offered", "attempt": attempt})

    def end(self, verdict: Verdict, reason: str) -> None:
        self.append({"type": "end", "verdict": verdict, "reason": reason})

    def append(self, record: Mapping[str, Any], name: str = "trajectory.jsonl") -> None:
        append_line(self.path / name, record)

    def lines(self, name: str = "trajectory.jsonl") -> Iterator[dict[str, Any]]:
        """The records of a JSON Lines file; a last line cut off by a crash is left out."""
        return read_lines(self.path / name)

    def trajectory(self) -> Trajectory:
        """The episode as it was recorded, only the attempt that stands or is offered; one without an end was cut off and counts as a fault."""
        head: dict[str, Any] = {}
        end: dict[str, Any] = {"verdict": "fault", "reason": "the run was cut off"}
        attempts: list[list[Step]] = [[]]
        for record in self.lines():
            match record.pop("type", ""):
                case "head":
                    head = record
                case "step":
                    attempts[-1].append(step_from_json(record))
                case "taken back":
                    attempts.append([])
                case "offered":
                    attempts.append(attempts[record["attempt"] - 1])
                case "end":
                    end = record
        if head.get("schema", SCHEMA) != SCHEMA:
            raise TaskBroken(f"{self.path} has schema {head['schema']}, this version reads {SCHEMA}")
        config = self.config if not head else {}
        instruction, kind = head.get("instruction", config.get("instruction", "")), head.get("kind", config.get("kind", "document"))
        return Trajectory(instruction, kind, head.get("policy", config.get("policy", "")), tuple(attempts[-1]), end["verdict"], end["reason"])

    def faults(self) -> list[dict[str, Any]]:
        return [record for record in self.lines() if record.get("type") == "fault"]

    def earlier(self) -> list[dict[str, Any]]:
        """The attempts that do not stand: `attempt` (its number), `actions` and `why`."""
        records = list(self.lines())
        offered = {record["attempt"] for record in records if record.get("type") == "offered"}
        back = enumerate((record for record in records if record.get("type") == "taken back"), 1)
        return [{"attempt": number, **record} for number, record in back if number not in offered]

    def write_result(self, result: Result) -> None:
        self.write("result.json", {"schema": SCHEMA, **asdict(result)})

    def result(self) -> Result | None:
        """How the run ended; None when it was cut off."""
        record = self._read("result.json")
        if record is None:
            return None
        record.pop("schema", None)
        return Result(**record | {"changes": tuple(record["changes"]), "unasked": tuple(record["unasked"])})

    @property
    def undone(self) -> bool:
        return (self.path / "undone.json").exists()

    def write(self, name: str, record: Any) -> None:
        """Write a JSON file whole or not at all."""
        text = json.dumps(record, ensure_ascii=False, indent=1, default=str)
        fresh = self.path / f".{name}.new"
        fresh.write_text(text + "\n", encoding="utf-8")
        os.replace(fresh, self.path / name)

    def _read(self, name: str) -> dict[str, Any] | None:
        try:
            record: dict[str, Any] = json.loads((self.path / name).read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise TaskBroken(f"{self.path / name} is damaged: {error}") from None
        return record


def folders(root: Path) -> list[RunFolder]:
    """All runs, the oldest first."""
    if not root.is_dir():
        return []
    return [RunFolder(path) for path in sorted(root.iterdir()) if (path / "config.json").is_file()]


def append_line(path: Path, record: Mapping[str, Any]) -> None:
    """Add one JSON line in a single write, so that lines of several processes never mix. On a full disk nothing of it stays.

    Raises: UserError when it cannot be written.
    """
    line = (json.dumps(record, ensure_ascii=False, default=str) + "\n").encode()
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            written = os.write(descriptor, line)
            if written < len(line):
                os.ftruncate(descriptor, os.fstat(descriptor).st_size - written)
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UserError(f"cannot write {path}: {error.strerror}") from error


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The JSON objects of a JSON Lines file, one at a time; a last line without its end is left out."""
    try:
        file = path.open(encoding="utf-8")
    except FileNotFoundError:
        return
    with file:
        for line in file:
            if line.endswith("\n") and line.strip():
                yield json.loads(line)


def step_from_json(record: Mapping[str, Any]) -> Step:
    """A Step from what `to_json` made of it."""
    decision, outcome = record["decision"], record["outcome"]
    return Step(
        index=record["index"],
        decision=Decision(**decision | {"action": Action(decision["action"]["name"], decision["action"]["args"])}),
        outcome=Outcome(**outcome | {"changed": tuple(outcome["changed"]), "box": _tuple(outcome["box"])}),
        observation=observation_from_json(record["observation"]),
        screenshot=record["screenshot"],
    )


def observation_from_json(record: Mapping[str, Any]) -> Observation:
    """An Observation from what `to_json` made of it."""
    controls: Sequence[Mapping[str, Any]] = record["controls"]
    parts = {
        "elements": tuple(Element(**e) for e in record["elements"]),
        "controls": tuple(Control(**dict(c) | {"states": tuple(c["states"]), "box": tuple(c["box"])}) for c in controls),
        "dialogs": tuple(record["dialogs"]),
        "changed": tuple(record["changed"]),
    }
    return Observation(**dict(record) | parts)


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
