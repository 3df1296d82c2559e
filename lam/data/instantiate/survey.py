"""What the installed office's commands do: which dialog each opens, with which tabs and controls in which state. Asked of the office itself, once.

Plans name tabs and controls as the office shows them, and know whether a box is ticked already; titles of dialogs are what comes up, not a guess.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from lam.data.instantiate import functions
from lam.data.instantiate.recipe import Recipe, places, write
from lam.data.journal import Journal
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault
from lam.types import Action, Control, Kind

OUTSIDE = re.compile(
    r"^\.uno:(?:Quit|Close\w*|Exit\w*|Print\w*|Open\w*|New\w*|Save\w*|ExportDirect\w*|ExportTo\w*|Send\w*|Reload|Repaginate|FullScreen|Presentation\w*|AutoPilot\w*|"
    r"Mail\w*|Macro\w*|Run\w*|Basic\w*|ScriptOrganizer|Help\w*|SafeMode|Restart\w*|Insert(?:Graphic|AVMedia|Doc|Sound|Video|ObjectStar\w*)|File\w*|Import\w*|Web\w*|"
    r"Twain\w*|Scan\w*|Form(?!at)\w*|DBNew\w*|SendFeedback|Donation|QuestionAnswers|GetInvolved|Documentation|Tip\w*|WhatsNew|About|Extension\w*|Additions\w*|"
    r"Signature|Redaction\w*|AutoRedact\w*|Link\w*|Rehearse\w*|Photo\w*|ViewDataSourceBrowser|DataSource\w*|CompareDocuments|MergeDocuments|DocumentMerge|"
    r"SourceView|PrintPreview|Protect\w*|SetDocumentProperties\w*|ToggleToolbar\w*|StarOffice\w*|Wizard\w*|LoadStyles|ChangeDatabase\w*|MergeDialog)$"
)
"""Commands that end the work, leave the document, or need a file, a printer, a network or a database."""
KINDS: Mapping[Kind, tuple[str, ...]] = {
    "document": ("paragraph", "table"),
    "spreadsheet": ("cells", "cell"),
    "presentation": ("shape", "slide", "drawing", "picture", "table"),
}
"""What is selected before a command is asked for; the next where it is not available."""
_OBJECT = r"^\.uno:(?!Bezier|Form(?!at)|Record|Rec[SU]|Next|Prev|Zoom|Style|Show\w*Page)"
_TEXT = r"Dialog|Char|Para|Super|Sub|Font|Spac|Symbol|NonBreaking|Hyphen|ZW|WJ|Case|Thesaurus|Outline|Level|Text"
MORE: Mapping[Kind, Mapping[str, str]] = {
    "document": {
        "drawing": _OBJECT, "picture": _OBJECT, "item": r"Outline|List|Number|Bullet|Move|Level|Indent|Sub", "link": "yperlink|Field",
        "change": "Change", "index": "Ind[ei]|TableOf",
    },
    "spreadsheet": {
        "cell text": _TEXT, "drawing": _OBJECT, "shape text": _TEXT, "comment": "Annotation|Note|Comment", "filter": "Filter",
        "outline": "Detail|Outline|roup", "breaks": "[Bb]reak|PrintArea", "merged": "Merge|Split",
    },
    "presentation": {"shape text": _TEXT + "|Insert|List|Paste", "shapes": _OBJECT},
}  # fmt: skip
"""What else is selected, context after context, for the commands of a pattern that were not available in any before. Each answer has a line of
its own in the journal, so that a context can be added without asking anything again."""


@dataclass(frozen=True)
class Shown:
    """A control as the office showed it."""

    role: str
    name: str
    value: str
    on: bool

    @property
    def label(self) -> str:
        """As an action names it: role and name."""
        return f"{self.role}: {self.name}"


@dataclass(frozen=True)
class Surveyed:
    """What a command did."""

    result: str
    """dialog, acts, unavailable, fault; `fields` for a function in the wizard."""
    title: str = ""
    selected: str = ""
    """What was selected, one of KINDS."""
    pages: Mapping[str, tuple[Shown, ...]] = field(default_factory=dict)
    """Controls by the tab that shows them; the empty name for a dialog without tabs."""


FIRST: Mapping[str, tuple[str, ...]] = {".uno:DataSort": ("cell",)}
"""Commands that ask back what they are for when more, or less, is selected."""
NEEDS: Mapping[str, tuple[str, ...]] = {
    "table": ("table",), "drawing": ("shape",), "picture": ("image",), "item": ("bullet",), "link": ("link",), "change": ("change",),
    "index": ("index",),
    "shape text": ("shape",), "comment": ("comment",), "filter": ("filter",), "outline": ("outline",), "breaks": ("breaks",), "merged": ("merged",),
}  # fmt: skip
"""What a document must hold so that this can be selected in it."""


def base(kind: Kind, what: str) -> Recipe:
    """The document that is asked about when this is selected."""
    needs = NEEDS.get(what, ())
    if kind == "document" and what in KINDS["document"]:
        needs = ("table",)
    return Recipe(kind, "survey", "train", () if kind == "presentation" and what == "shape text" else needs)


WIZARD = ".uno:FunctionDialog#"
"""Before the name of a function: the fields that the wizard shows for it."""
CHOSEN = re.compile(r"^Select (?P<name>[A-Z][A-Z0-9.]*) in “Function” and click “Next”")
"""The step of a pair that chooses a function in the wizard."""


def wizard(cell: str, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The actions that bring a function's fields up in the wizard."""
    return [
        ("select", {"target": cell}),
        ("menu", {"path": WIZARD.rstrip("#")}),
        ("set_text", {"control": "text: Search", "text": name}),
        ("select_item", {"control": "list: Function", "item": name}),
        ("click", {"control": "push button: Next >"}),
    ]


class Survey:
    """Asks an office about commands, one at a time."""

    def __init__(self, office: Environment) -> None:
        self.office = office
        self._folder = tempfile.TemporaryDirectory(prefix="lam-survey-")
        self._clean = ""

    def ask(self, kind: Kind, command: str, contexts: Sequence[str] = ()) -> dict[str, Any]:
        """The record of a command in one application. `contexts`: what is selected, one after the other; without them the usual ones."""
        if command.startswith(WIZARD):
            return self._fields(command.removeprefix(WIZARD))
        told: dict[str, Any] = {"result": "unavailable"}
        for what in contexts or FIRST.get(command, KINDS[kind]):
            told = self._ask(kind, command, what)
            if told["result"] != "unavailable":
                return told
        return told

    def close(self) -> None:
        self._folder.cleanup()

    def _ask(self, kind: Kind, command: str, what: str) -> dict[str, Any]:
        try:
            made = base(kind, what)
            place = places(made, what)[0]
            if self._clean != f"{kind} {made.needs}" or place.then:
                path = Path(self._folder.name) / f"survey{SUFFIX[kind]}"
                write(made, path)
                self.office.reset(path)
            self._clean = ""
            for name, args in place.acts():
                if "control" in args:
                    args = {"control": self._shown(args["control"])}
                self.office.act(Action(name, args))
                self.office.observe()  # what is available follows a click with a delay
            outcome = self.office.act(Action("menu", {"path": command}))
        except ActionRejected as error:
            self._clean = f"{kind} {made.needs}"
            return {"result": "unavailable", "why": str(error)[:200]}
        except EnvironmentFault as error:
            return {"result": "fault", "why": str(error)[:200]}
        try:
            return {"selected": what, **self._dialog(f"{kind} {made.needs}", outcome.message)}
        except EnvironmentFault as error:
            return {"result": "fault", "why": str(error)[:200]}

    def _fields(self, name: str) -> dict[str, Any]:
        """The fields that the Function Wizard shows for a function."""
        made = base("spreadsheet", "cell")
        try:
            if self._clean != f"spreadsheet {made.needs}":
                path = Path(self._folder.name) / "survey.xlsx"
                write(made, path)
                self.office.reset(path)
            self._clean = ""
            for action, args in wizard(places(made, "cell")[0].target, name):
                if "control" in args:
                    args = {**args, "control": self._shown(args["control"])}
                self.office.act(Action(action, args))
            seen = self.office.observe(controls=True)
            fields = [
                _row(c) for c in seen.controls if c.role == "text" and c.dialog and c.name not in ("Search", "Function result", "Result", "For~mula")
            ]
            self._leave(f"spreadsheet {made.needs}")
            return {"result": "fields", "title": seen.dialogs[-1] if seen.dialogs else "", "selected": "cell", "pages": {"": fields}}
        except ActionRejected as error:
            self._leave(f"spreadsheet {made.needs}")
            return {"result": "unavailable", "why": str(error)[:200]}
        except EnvironmentFault as error:
            return {"result": "fault", "why": str(error)[:200]}

    def _shown(self, label: str) -> str:
        """The id of the control that is written `role: name`."""
        role, _, name = label.partition(": ")
        self.office.act(Action("wait_for", {"name": name}))
        for control in self.office.observe(controls=True).controls:
            if (control.role, control.name) == (role, name):
                return control.id
        raise ActionRejected(f"{label} is not showing")

    def _dialog(self, clean: str, message: str) -> dict[str, Any]:
        seen = self.office.observe(controls=True)
        if not seen.dialogs:
            return {"result": "acts", "message": message}
        title = seen.dialogs[-1]
        pages: dict[str, Any] = {}
        tabs = [c.name for c in seen.controls if c.role == "page tab" and c.name]
        for tab in tabs or [""]:
            try:
                if tab:
                    now = self.office.observe(controls=True)
                    self.office.act(Action("click", {"control": next(c.id for c in now.controls if c.role == "page tab" and c.name == tab)}))
                now = self.office.observe(controls=True)
            except (ActionRejected, StopIteration):
                continue
            if now.dialogs[-1:] == (title,):
                pages[tab] = [_row(c) for c in now.controls if c.role in KEPT]
        self._leave(clean)
        return {"result": "dialog", "title": title, "pages": pages}

    def _leave(self, clean: str) -> None:
        """Close the dialog by its own button: a key that closes a window can take the office with it."""
        try:
            for _ in range(3):
                seen = self.office.observe(controls=True)
                if not seen.dialogs:
                    self._clean = clean
                    return
                buttons = [c.id for name in ("Cancel", "Close", "No", "OK") for c in seen.controls if c.role == "push button" and c.name == name]
                self.office.act(Action("click", {"control": buttons[0]}) if buttons else Action("press", {"keys": "Escape"}))
        except (ActionRejected, EnvironmentFault):
            return


SUFFIX: Mapping[Kind, str] = {"document": ".docx", "spreadsheet": ".xlsx", "presentation": ".pptx"}
KEPT = frozenset(
    ("check box", "radio button", "spin box", "text", "combo box", "list", "push button", "tree", "tree table", "toggle button", "date editor")
)


def _row(control: Control) -> list[Any]:
    return [control.role, control.name, control.value, any(s in ("checked", "pressed") for s in control.states)]


def survey(
    office: Callable[[], Environment], wanted: Iterable[tuple[Kind, str]], journal: Journal, tell: Callable[[int], None] = lambda done: None
) -> None:
    """Ask about what the journal does not know yet; what was not available, in the contexts of MORE as well."""
    asker = _Asker(office)
    told = list(wanted)
    try:
        for kind, command in told:
            key = f"{kind} {command}"
            if key in journal.done or OUTSIDE.match(command):
                continue
            found = asker.survey.ask(kind, command)
            journal.record(key, [{"kind": kind, "command": command, **found}])
            tell(journal.counts["items"])
        for app, what, pattern in ((app, what, pattern) for app, contexts in MORE.items() for what, pattern in contexts.items()):
            known = read_survey(journal)
            for command in (
                c
                for k, c in told
                if k == app and re.search(pattern, c) and not c.startswith(WIZARD) and (k, c) in known and known[k, c].result == "unavailable"
            ):
                key = f"{app} {command} with {what}"
                if key not in journal.done:
                    found = asker.survey.ask(app, command, (what,))
                    journal.record(key, [{"kind": app, "command": command, **found}])
                    tell(journal.counts["items"])
    finally:
        asker.close()


class _Asker:
    """A survey that opens its office when it is first asked."""

    def __init__(self, office: Callable[[], Environment]) -> None:
        self._open = office
        self._office: Environment | None = None

    @cached_property
    def survey(self) -> Survey:
        self._office = self._open()
        return Survey(self._office)

    def close(self) -> None:
        if self._office:
            self.survey.close()
            self._office.close()


def read_survey(journal: Journal) -> dict[tuple[str, str], Surveyed]:
    """(kind, command) -> what it did, in the first context in which it was available."""
    found: dict[tuple[str, str], Surveyed] = {}
    for record in journal.kept():
        if record["result"] in ("unavailable", "fault") and (record["kind"], record["command"]) in found:
            continue
        pages = {tab: tuple(Shown(*row) for row in rows) for tab, rows in record.get("pages", {}).items()}
        found[record["kind"], record["command"]] = Surveyed(record["result"], record.get("title", ""), record.get("selected", ""), pages)
    return found


def commands(records: Iterable[Any]) -> Iterator[tuple[Kind, str]]:
    """What the pairs name, application by application; what belongs to any is asked of documents."""
    seen: set[Any] = set()
    for pair in records:
        kind: Kind = pair.app if pair.app != "any" else "document"
        for step in pair.steps:
            chosen = CHOSEN.match(step.text)
            if chosen and chosen["name"] in functions.table() and chosen["name"] not in seen:
                seen.add(chosen["name"])
                yield "spreadsheet", WIZARD + chosen["name"]
            for ref in step.refs:
                if ref.command and (kind, ref.command) not in seen:
                    seen.add((kind, ref.command))
                    yield kind, ref.command
