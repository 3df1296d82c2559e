"""Answers the worker's requests inside the office: open, observe, act, save, pixels."""

from __future__ import annotations

import importlib
import json
import traceback
from pathlib import Path
from typing import Any

import uno

from lam.envs.libreoffice.inside import accessibility, asking, pictures, ui
from lam.envs.libreoffice.inside.office import IMPLEMENTATIONS, OUTSIDE_UNDO, Effect, Office, Outline
from lam.errors import ActionRejected, UserError

SHARED = ("session",)
"""Modules of actions for any document; those of one kind are loaded when such a document is opened."""


class Engine:
    """One engine per office. Every reply is {"result": ...} or {"rejected" | "user" | "broken" | "fault": words}."""

    def __init__(self, context: Any) -> None:
        self.office = Office(context)
        self.changed: list[str] = []
        for module in SHARED:
            importlib.import_module(f"lam.envs.libreoffice.inside.{module}")

    def handle(self, payload: str) -> str:
        """The reply to one request, both as JSON."""
        request = json.loads(payload)
        op = request.pop("op")
        request.pop("may_block", None)
        try:
            with self.office.turn.taken():
                reply: dict[str, Any] = {"result": getattr(self, f"_{op}")(**request)}
        except ActionRejected as error:
            reply = {"rejected": str(error)}
        except UserError as error:
            reply = {"user": str(error)}
        except uno.getClass("com.sun.star.lang.DisposedException") as error:
            reply = {"fault": f"the document is gone: {error}"}
        except Exception as error:  # noqa: BLE001  the boundary of the process: whatever went wrong inside must reach the other side in words
            where = traceback.extract_tb(error.__traceback__)[-1]  # not format_exc: some exception classes of the office have no module name
            reply = {"broken": f"{op}: {type(error).__name__}: {error} ({Path(where.filename).name}:{where.lineno})"}
        return json.dumps(reply, default=str)

    def _open(self, path: str, kind: str, size: list[int], hidden: bool) -> None:
        _application(kind)
        ui.dismiss(self.office)
        self.changed, self.office.controls, self.office.seen = [], {}, []
        self.office.open(path, kind, (size[0], size[1]), hidden)

    def _observe(self, focus: str, controls: bool) -> dict[str, Any]:
        outline: Outline = _application(self.office.kind).outline(self.office, focus)
        return {
            "title": Path(self.office.path).name,
            "summary": outline.summary,
            "elements": outline.elements,
            "omitted": outline.omitted,
            "selection": outline.selection,
            "controls": accessibility.controls(self.office) if controls else [],
            "dialogs": self._dialogs(),
            "changed": self.changed,
        }

    def _act(self, name: str, args: dict[str, Any]) -> dict[str, Any]:
        function = IMPLEMENTATIONS.get((self.office.kind, name)) or IMPLEMENTATIONS.get(("any", name))
        if function is None:
            raise ActionRejected(f"{name} is not supported for a {self.office.kind} here")
        self.office.seen = []
        effect = function(self.office, **args) if name in OUTSIDE_UNDO else self._undoable(name, function, args)
        self.changed = [effect.message]
        return {"message": effect.message, "changed": effect.changed, "data": effect.data, "box": effect.box}

    def _undoable(self, name: str, function: Any, args: dict[str, Any]) -> Effect:
        """Run as one undo step, and take back what a failing action did so that a rejection changes nothing."""
        manager = self.office.document.UndoManager
        before = len(manager.getAllUndoActionTitles())
        manager.enterUndoContext(f"LAM: {name}")
        try:
            effect: Effect = function(self.office, **args)
        except BaseException:
            manager.leaveUndoContext()
            if len(manager.getAllUndoActionTitles()) > before:
                manager.undo()
                manager.clearRedo()
            raise
        manager.leaveUndoContext()
        return effect

    def _save(self, path: str) -> None:
        # reading everything first makes the office work off the changes of text that it holds back, and would else save cut short
        _application(self.office.kind).outline(self.office, "")
        self.office.save(path)

    def _supported(self, kind: str) -> list[str]:
        _application(kind)
        return sorted(name for owner, name in IMPLEMENTATIONS if owner in (kind, "any"))

    def _dialogs(self) -> list[str]:
        return accessibility.dialogs(self.office)

    def _ask(self, what: str, **parameters: Any) -> Any:
        return asking.ask(self.office, what, **parameters)

    def _pixels(self, path: str, mark: list[str]) -> dict[str, Any]:
        """The picture of every top window, bottom first, as a file each of raw bottom-up BGR rows, and what belongs on top of it."""
        box = pictures.show(self.office, mark)
        ui.settle(self.office)
        layers = []
        for index, window in enumerate(accessibility.windows(self.office)):
            width, height, rows = pictures.pixels(window)
            file = Path(f"{path}-{index}")
            file.write_bytes(rows)
            x, y = accessibility.origin(self.office, window)
            context = window.getAccessibleContext()
            title = context.getAccessibleName() if index and context is not None else ""
            layers.append({"file": str(file), "width": width, "height": height, "x": x, "y": y, "title": title})
        return {"layers": layers, "menus": pictures.menu_bar(self.office), "box": box}


def _application(kind: str) -> Any:
    """The module with the outline and the actions of one kind of document."""
    return importlib.import_module(f"lam.envs.libreoffice.inside.{kind}")
