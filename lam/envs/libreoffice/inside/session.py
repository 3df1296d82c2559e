"""Actions of any open document: undo and redo, properties, copies under another name or format, a look at another file."""

from __future__ import annotations

import copy
import importlib
import re
from pathlib import Path
from typing import Any

import uno
from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside.office import FILTERS, SERVICES, Effect, Office, Outline, implements, properties
from lam.errors import ActionRejected
from lam.types import SUFFIXES

EXPORTS = {
    "document": {".pdf": "writer_pdf_Export", ".txt": "Text", ".rtf": "Rich Text Format", ".html": "HTML (StarWriter)"},
    "spreadsheet": {".pdf": "calc_pdf_Export", ".csv": "Text - txt - csv (StarCalc)", ".html": "HTML (StarCalc)"},
    "presentation": {".pdf": "impress_pdf_Export"},
}
"""Formats besides the office's own that a copy can be saved in."""
MOST_LINES = 40
_PAGES = re.compile(r"^\d+(-\d*)?(\s*,\s*\d+(-\d*)?)*$")


@implements("any")
def undo(office: Office, steps: int = 1) -> Effect:
    return _travel(office, steps, "Undo")


@implements("any")
def redo(office: Office, steps: int = 1) -> Effect:
    return _travel(office, steps, "Redo")


def _travel(office: Office, steps: int, direction: str) -> Effect:
    manager = office.document.UndoManager
    titles = list(manager.getAllUndoActionTitles() if direction == "Undo" else manager.getAllRedoActionTitles())
    done = "taken back" if direction == "Undo" else "done again"
    if len(titles) < steps:
        raise ActionRejected(f"there is nothing to be {done}" if not titles else f"only {len(titles)} changes can be {done}")
    for _ in range(steps):
        manager.undo() if direction == "Undo" else manager.redo()
    names = ", ".join(title.removeprefix("LAM: ") for title in titles[:steps])
    return Effect(f"{done}: {names}")


@implements("any")
def set_properties(
    office: Office, title: str | None = None, author: str | None = None, subject: str | None = None, keywords: str | None = None
) -> Effect:
    known = office.document.DocumentProperties
    wanted: dict[str, Any] = {"Title": title, "Author": author, "Subject": subject}
    wanted["Keywords"] = None if keywords is None else tuple(word.strip() for word in keywords.split(",") if word.strip())
    wanted = {name: value for name, value in wanted.items() if value is not None}
    if not wanted:
        raise ActionRejected("set_properties needs title, author, subject or keywords")
    for name, value in wanted.items():
        setattr(known, name, value)
        if getattr(known, name) != value:
            raise RuntimeError(f"{name} is {getattr(known, name)!r}")
    said = [f"{name.lower()} {', '.join(value) if isinstance(value, tuple) else value!r}" for name, value in wanted.items()]
    return Effect(f"the document has {', '.join(said)}")


@implements("any")
def save_as(office: Office, path: str) -> Effect:
    suffix = Path(path).suffix.lower()
    formats = {s: FILTERS[s] for s, kind in SUFFIXES.items() if kind == office.kind} | EXPORTS[office.kind]
    if suffix not in formats:
        raise ActionRejected(f"a {office.kind} cannot be saved as {suffix or 'a file without suffix'!r}; there are {', '.join(formats)}")
    there = Path(path).exists()
    _store(office, path, FilterName=formats[suffix], **({"FilterOptions": "44,34,76,1"} if suffix == ".csv" else {}))
    return Effect(f"saved a copy as {Path(path).name}, {Path(path).stat().st_size} bytes{' (it was there before)' if there else ''}")


@implements("any")
def export_pdf(office: Office, path: str = "", pages: str = "") -> Effect:
    target = Path(path or Path(office.path).with_suffix(".pdf"))
    if target.suffix.lower() != ".pdf":
        raise ActionRejected(f"{target.name!r} does not end in .pdf")
    if pages and not _PAGES.match(pages.strip()):
        raise ActionRejected(f"{pages!r} are no pages; write 1-3,5")
    options = properties(PageRange=pages.replace(" ", "")) if pages else ()
    data = uno.Any("[]com.sun.star.beans.PropertyValue", options)
    lacking = f"the document has no pages {pages}" if pages else ""
    _store(office, str(target), lacking, FilterName=EXPORTS[office.kind][".pdf"], FilterData=data)
    count = len(re.findall(rb"/Type\s*/Page\b", target.read_bytes()))
    return Effect(f"exported {target.name} with {count} {'page' if count == 1 else 'pages'}")


def _store(office: Office, path: str, what: str = "", **arguments: Any) -> None:
    """Write beside the target first, so that a failure leaves what was there."""
    target = Path(path)
    if target.resolve() == Path(office.path).resolve():
        raise ActionRejected("the document itself is saved when the run is done; give another name")
    if not target.parent.is_dir():
        raise ActionRejected(f"there is no folder {target.parent.name}")
    draft = target.with_name(f".{target.stem}.part{target.suffix}")
    try:
        office.document.storeToURL(draft.as_uri(), properties(Overwrite=True, **arguments))
        draft.replace(target)
    except UnoException as error:
        reason = what or "the folder cannot be written, or the disk is full"
        raise ActionRejected(f"{target.name} cannot be written: {reason}") from error
    except OSError as error:
        raise ActionRejected(f"{target.name} cannot be written: {error.strerror}") from None
    finally:
        draft.unlink(missing_ok=True)


@implements("any")
def open_file(office: Office, path: str) -> Effect:
    name, kind = Path(path).name, SUFFIXES.get(Path(path).suffix.lower())
    if kind is None:
        raise ActionRejected(f"{name}: only {', '.join(SUFFIXES)} can be looked at")
    if not Path(path).is_file():
        raise ActionRejected(f"there is no file {name}")
    arguments = properties(Hidden=True, ReadOnly=True, MacroExecutionMode=0, UpdateDocMode=0, OnMainThread=True)
    try:
        document = office.desktop.loadComponentFromURL(Path(path).as_uri(), "_blank", 0, arguments)
    except UnoException:
        document = None
    if document is None:
        raise ActionRejected(f"{name} cannot be opened: it is damaged, protected by a password or of an unknown format")
    try:
        if not document.supportsService(SERVICES[kind]):
            raise ActionRejected(f"{name} is not a {kind} inside")
        other = copy.copy(office)
        other.document, other.kind, other.path, other.memo = document, kind, path, {}
        outline: Outline = importlib.import_module(f"lam.envs.libreoffice.inside.{kind}").outline(other, "")
    finally:
        document.close(True)
    rows = [_line(*element) for element in outline.elements]
    more = outline.omitted + max(0, len(rows) - MOST_LINES)
    lines = [outline.summary, *rows[:MOST_LINES], *([f"... and {more} more"] if more else [])]
    return Effect(f"{name} is a {kind} with {outline.summary}", [], "\n".join(lines))


def _line(id_: str, role: str, text: str, detail: str) -> str:
    return " ".join(part for part in (id_, f"[{role}]", text, f"({detail})" if detail else "") if part)
