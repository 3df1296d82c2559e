"""A small office in memory, for tests and for teaching: real files, a few actions of every kind, no application.

It carries out what python-docx, openpyxl and python-pptx can, and says of the rest that it is not supported. It calculates nothing:
formulas are shown as they were written.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from lam.actions import actions_for, validate
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, UserError
from lam.types import SUFFIXES, Action, Element, Kind, Observation, Outcome

FAMILIAR = ("find_text", "read", "undo")
"""What this office does itself, for any kind of document."""


class Room(Protocol):
    """What a kind of document brings: reading it into elements, writing it, and its actions as methods by their declared names."""

    actions: frozenset[str]

    def elements(self) -> list[Element]: ...

    def summary(self) -> str: ...

    def save(self, stream: io.BytesIO) -> None: ...


class Memory(Environment):
    """The environment. `faults`: numbers of the acts, counted from 1 over its whole life, at which the office dies, to rehearse it."""

    def __init__(self, deadline_s: float = 20.0, faults: frozenset[int] = frozenset()) -> None:
        self.kind: Kind = "document"
        self.deadline_s, self.faults, self.acts = deadline_s, faults, 0
        self._room: Room | None = None
        self._title = ""
        self._past: list[bytes] = []
        self._changed: tuple[str, ...] = ()

    def reset(self, path: Path) -> Observation:
        kind = SUFFIXES.get(path.suffix.lower())
        if kind is None:
            raise UserError(f"{path.name}: not a document this office opens", ExitCode.UNSUPPORTED)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise UserError(f"{path}: no such file", ExitCode.NO_FILE) from None
        self.kind, self._title, self._past, self._changed = kind, path.name, [], ()
        self._room = _open(kind, content)
        return self.observe()

    def observe(self, focus: str = "", controls: bool = False) -> Observation:
        room = self._alive()
        return Observation(self.kind, self._title, room.summary(), tuple(room.elements()), changed=self._changed)

    def act(self, action: Action) -> Outcome:
        room, started = self._alive(), time.monotonic()
        _, action = validate(self.kind, action)
        if action.name not in self.supported():
            raise ActionRejected(f"{action.name} is not supported by the office in memory")
        self.acts += 1
        before = _bytes(room)
        if self.acts in self.faults:
            self._room = None
            raise EnvironmentFault("the office in memory died, as it was told to")
        known = {e.id: e for e in room.elements()}
        try:
            outcome = self._carry_out(room, action)
        except (ActionRejected, ValueError, KeyError, IndexError) as error:
            self._room = _open(self.kind, before)
            raise ActionRejected(str(error)) from None
        if outcome.changed:
            self._past.append(before)
        self._changed = tuple(f"{e.id} [{e.role}] {e.text}" for e in self._alive().elements() if known.get(e.id) != e)
        return Outcome(outcome.ok, outcome.message, outcome.changed, outcome.data, duration_s=time.monotonic() - started)

    def snapshot(self, path: Path) -> None:
        path.write_bytes(_bytes(self._alive()))

    def close(self) -> None:
        self._room, self._past = None, []

    def supported(self) -> frozenset[str]:
        own = self._room.actions if self._room else frozenset()
        return frozenset((own | set(FAMILIAR)) & actions_for(self.kind).keys())

    def _alive(self) -> Room:
        if self._room is None:
            raise EnvironmentFault("no document is open in the office in memory")
        return self._room

    def _carry_out(self, room: Room, action: Action) -> Outcome:
        match action.name:
            case "undo":
                steps = action.args.get("steps", 1)
                if steps > len(self._past):
                    raise ActionRejected(f"there are only {len(self._past)} changes to take back")
                self._room = _open(self.kind, self._past[-steps])
                del self._past[-steps:]
                return Outcome(True, f"took back {steps} change{'s' if steps > 1 else ''}", ())
            case "find_text":
                query = action.args["query"].lower()
                hits = [e for e in room.elements() if query in e.text.lower()]
                return Outcome(True, f"{len(hits)} found", data="\n".join(f"{e.id} [{e.role}] {e.text}" for e in hits))
            case "read":
                wanted = action.args["target"]
                text = "\n".join(
                    f"{e.id} [{e.role}] {e.text}" for e in room.elements() if wanted == "all" or e.id == wanted or e.id.startswith(wanted + ".")
                )
                if not text:
                    raise ActionRejected(f"there is no element {wanted!r}")
                return Outcome(True, f"read {wanted}", data=text)
            case name:
                method: Callable[..., tuple[str, tuple[str, ...]]] = getattr(room, name)
                message, changed = method(**action.args)
                return Outcome(True, message, changed)


def _open(kind: Kind, content: bytes) -> Room:
    rooms: dict[Kind, Callable[[io.BytesIO], Room]] = {"document": _document, "spreadsheet": _spreadsheet, "presentation": _presentation}
    try:
        return rooms[kind](io.BytesIO(content))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UserError(f"the document cannot be opened: {error}", ExitCode.CORRUPT) from None


def _document(stream: io.BytesIO) -> Any:
    from lam.envs.memory.document import Document

    return Document(stream)


def _spreadsheet(stream: io.BytesIO) -> Any:
    from lam.envs.memory.spreadsheet import Spreadsheet

    return Spreadsheet(stream)


def _presentation(stream: io.BytesIO) -> Any:
    from lam.envs.memory.presentation import Presentation

    return Presentation(stream)


def _bytes(room: Room) -> bytes:
    stream = io.BytesIO()
    room.save(stream)
    return stream.getvalue()
