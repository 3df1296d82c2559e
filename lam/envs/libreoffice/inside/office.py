"""The open document and the means to drive it, as the implementations of actions get them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue

from lam.envs.libreoffice.inside.turns import Turn
from lam.errors import ActionRejected, UserError

FILTERS = {
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
    ".xlsx": "Calc MS Excel 2007 XML",
    ".ods": "calc8",
    ".pptx": "Impress MS PowerPoint 2007 XML",
    ".odp": "impress8",
}
SERVICES = {
    "document": "com.sun.star.text.TextDocument",
    "spreadsheet": "com.sun.star.sheet.SpreadsheetDocument",
    "presentation": "com.sun.star.presentation.PresentationDocument",
}


@dataclass
class Effect:
    """What an action did, read back from the document after the act."""

    message: str
    changed: list[str] = field(default_factory=list)
    data: str = ""
    box: tuple[int, int, int, int] | None = None


@dataclass
class Outline:
    """What `outline` of an application module returns. `elements`: (id, role, text, detail) rows."""

    summary: str
    elements: list[tuple[str, str, str, str]]
    omitted: int = 0
    selection: str = ""


Implementation = Callable[..., Effect]
IMPLEMENTATIONS: dict[tuple[str, str], Implementation] = {}
"""(kind or "any", action name) -> function(office, **args)."""
OUTSIDE_UNDO = {"undo", "redo", "menu", "click", "double_click", "set_text", "select_item", "press", "type_text", "open_menu", "scroll", "wait_for"}
"""Actions that keep their own undo steps."""


def implements(kind: str) -> Callable[[Implementation], Implementation]:
    """Register a function as the implementation of the action of the same name (a trailing underscore is dropped)."""

    def register(function: Implementation) -> Implementation:
        IMPLEMENTATIONS[kind, function.__name__.rstrip("_")] = function
        return function

    return register


def properties(**values: Any) -> tuple[Any, ...]:
    """PropertyValues from keywords."""
    return tuple(PropertyValue(Name=name, Value=value) for name, value in values.items())


class Office:
    """The application from the inside. `document` is the UNO model of the open file."""

    def __init__(self, context: Any) -> None:
        self.context = context
        self.turn = Turn()
        self.desktop = self.create("com.sun.star.frame.Desktop")
        self.toolkit = self.create("com.sun.star.awt.Toolkit")
        self._dispatcher = self.create("com.sun.star.frame.DispatchHelper")
        self.document: Any = None
        self.kind = ""
        self.path = ""
        self.controls: dict[str, Any] = {}
        """Control id -> accessibility node, as last listed by an observation."""
        self.seen: list[Any] = []
        """All that showed then; emptied when something is done."""
        self.memo: dict[str, Any] = {}
        """What an application module keeps about the open document; emptied when it closes."""

    def create(self, service: str) -> Any:
        """A service of the office."""
        return self.context.ServiceManager.createInstanceWithContext(service, self.context)

    @property
    def controller(self) -> Any:
        return self.document.CurrentController

    @property
    def frame(self) -> Any:
        return self.controller.Frame

    @property
    def window(self) -> Any:
        """The document's top window, which stays the same while it is open."""
        if "window" not in self.memo:
            self.memo["window"] = self.frame.ContainerWindow
        return self.memo["window"]

    def dispatch(self, command: str, **arguments: Any) -> None:
        """Run an office command such as `.uno:Bold` on the current selection. Blocks while a modal dialog that it opens is up."""
        frame = self.frame
        with self.turn.left():
            self._dispatcher.executeDispatch(frame, command, "", 0, properties(**arguments))

    def open(self, path: str, kind: str, size: tuple[int, int], hidden: bool = False) -> None:
        """Open a file in a view of its own, and close the document before it. A hidden view has no toolbars and no picture."""
        self.close()
        arguments = properties(MacroExecutionMode=0, UpdateDocMode=0, OnMainThread=True, ReadOnly=False, Hidden=hidden)
        try:
            document = self.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, arguments)
        except (_runtime_exception(), _io_exception(), _illegal_argument()) as error:
            raise UserError(f"{Path(path).name} cannot be opened: {_first_line(error)}") from None
        if document is None:
            raise UserError(f"{Path(path).name} cannot be opened: it is damaged, protected by a password or of an unknown format")
        if not document.supportsService(SERVICES[kind]):
            document.close(True)
            raise UserError(f"{Path(path).name} is not a {kind} inside")
        self.document, self.kind, self.path = document, kind, path
        if not hidden:
            self.window.setPosSize(0, 0, size[0], size[1], 15)

    def close(self) -> None:
        """Close the open document without saving."""
        document, self.document = self.document, None
        self.memo.clear()
        if document is not None:
            document.setModified(False)
            document.close(True)

    def save(self, path: str) -> None:
        """Write the present state to `path` in the format of its suffix, from the real view, without changing what is open."""
        suffix = Path(path).suffix.lower()
        if suffix not in FILTERS:
            raise ActionRejected(f"cannot save as {suffix!r}; known are {', '.join(FILTERS)}")
        self.document.storeToURL(Path(path).as_uri(), properties(FilterName=FILTERS[suffix], Overwrite=True))


def _runtime_exception() -> Any:
    return uno.getClass("com.sun.star.uno.RuntimeException")


def _io_exception() -> Any:
    return uno.getClass("com.sun.star.io.IOException")


def _illegal_argument() -> Any:
    return uno.getClass("com.sun.star.lang.IllegalArgumentException")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["unknown error"])[0]
