"""Stands between policy and environment, whoever the policy is: may this action run, on these files, within this budget?

`auto` lets reading and editing of the working copy pass. What is irreversible or reaches outside the working copy passes when the person has
granted it beforehand (a file named in the instruction, a declared workspace, nothing overwritten); else the person is asked, and refused where
nobody can be asked. `ask` asks before every action that is not reading. `deny` lets nothing but reading pass.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import urlsplit

from lam.actions import Declaration, validate
from lam.errors import ActionRejected, EnvironmentFault
from lam.store import append_line
from lam.types import Action, Decision, Kind, Observation, Outcome, Risk

Approval = Literal["auto", "ask", "deny"]

READS, WRITES = {("insert_image", "path"), ("open_file", "path")}, {("save_as", "path"), ("export_pdf", "path")}
IMAGES = {".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".svg"}
DOCUMENTS = {".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".pdf", ".csv", ".txt"}
FORBIDDEN = "the person did not allow"
"""How the rejection of an action begins that a person was asked about."""
TYPING = ("menu", "type_text", "set_text")
LINK_SCHEMES = {"http", "https", "mailto"}

# Formulas and typed text that would fetch, run or read something outside the document.
FOREIGN = re.compile(
    r"\b(?:WEBSERVICE|FILTERXML|DDE|RTD|CALL|REGISTER(?:\.ID)?|EXEC|IMPORT(?:DATA|XML|HTML|RANGE))\s*\("
    r"|^\s*[=+@-].*(?:\[[^\]]*\.(?:xls[xmb]?|od[st]|csv|dbf|html?)[^\]]*\]|\.(?:xls[xmb]?|od[st]|csv)'?\s*[#!$])"
    r"|\b(?:file|ftp|smb|sftp|dav|macro|private):/|\bvnd\.sun\.star\.|\b(?:javascript|vbscript):|^\\\\\w",
    re.IGNORECASE | re.DOTALL,
)
PIPED = re.compile(r"^\s*[=+@-].*\|.*!", re.DOTALL)
"""`=program|topic!item`, outside of quoted texts: a formula that talks to another program."""
# Menu entries, buttons and dialogs (a segment of a path, or a name) that lead to files, programs, printers, mail and the network.
OUTWARD = re.compile(
    r"^(?:file|open(?: file| remote| template)?|recent (?:files|documents)|save|save as|save (?:a )?cop(?:y|ies)|save (?:remote|all|template)"
    r"|reload|versions|export(?: as| to| directly)?\b.*|print(?! range)\b.*|printer settings|send\b.*|e-?mail\b.*|fax|mail merge.*"
    r"|digital signatures?|preview in web.*|run macro|macros?\b.*|organi[sz]e (?:macros|dialogs)|basic|python|javascript|beanshell|edit macros"
    r"|scripts?|extensions?(?: manager)?|options|customi[sz]e|image|insert image|media|audio or video|object|ole object|text from file"
    r"|(?:insert )?sheet from file|(?:insert )?slides? from file|external (?:links|data).*|links to external.*|xml source|data provider|streams"
    r"|gallery|exit\b.*|quit\b.*|new|templates?|wizards?|share.*|web|import.*|hyperlink to file)$",
    re.IGNORECASE,
)
OUTWARD_COMMAND = re.compile(
    r"\.uno:(?:save|open|print|send|export|reload|run|macro|script|basic|insertgraphic|insertavmedia|insertobject|quit|close|new)", re.IGNORECASE
)
OUTWARD_KEYS = {f"ctrl+{key}" for key in ("o", "s", "p", "n", "q", "w", "f4", "shift+s", "shift+n")} | {
    f"alt+{key}" for key in ("f", "f4", "f8", "f11", "f12")
}
MAIN_WINDOW_ONLY = {"save", "new", "open", "image", "object", "basic", "python", "web", "options", "templates", "template", "scripts", "script"}


class Person(Protocol):
    """Whoever can be asked. A run without a terminal has none."""

    def confirm(self, question: str) -> bool:
        """Yes or no."""

    def answer(self, question: str) -> str:
        """An answer in words."""


@dataclass(frozen=True)
class Fence:
    """The files that a run may touch besides its working copy."""

    document: Path
    """The person's file: read and written by the run itself, never by an action."""
    named: frozenset[Path] = frozenset()
    """Files that the instruction names: they may be read."""
    workspace: Path | None = None
    """A folder that the person declared: files in it may be read, new files may be written."""
    writes: bool = True
    """False in a dry run: no action writes a file."""

    def admit(self, raw: str, write: bool) -> Path:
        """The real path behind `raw`, when the run may touch it.

        Raises: ActionRejected for a URL, a path outside the named files and the workspace, the document itself.
        """
        if re.match(r"^[a-z][a-z0-9+.-]+:", raw, re.IGNORECASE) or raw.startswith(("\\\\", "//", "~")) or "\0" in raw:
            raise ActionRejected(f"{raw!r} is no plain path of a file")
        base = self.workspace or self.document.parent
        path = (base / raw).resolve()
        inside = self.workspace is not None and path.is_relative_to(self.workspace.resolve())
        if not inside and (write or path not in {p.resolve() for p in self.named}):
            where = f"the workspace {self.workspace}" if self.workspace else "the files named in the instruction, and no workspace is declared"
            raise ActionRejected(f"{raw!r} is outside of {where}")
        if write and path == self.document.resolve():
            raise ActionRejected("the document itself is saved when the run is done")
        if write and not self.writes:
            raise ActionRejected("a dry run writes no files")
        return path


@dataclass
class Budget:
    """How far a run may go."""

    max_steps: int = 20
    max_seconds: float = 300.0
    max_tokens: int = 200_000
    steps: int = 0
    tokens: int = 0
    started: float = 0.0

    def spend(self, decision: Decision) -> None:
        self.steps += 1
        self.tokens += decision.prompt_tokens - decision.cached_tokens + decision.completion_tokens

    @property
    def exceeded(self) -> str:
        """Which limit is reached, in words; empty while there is some left."""
        self.started = self.started or time.monotonic()
        if self.steps >= self.max_steps:
            return f"the limit of {self.max_steps} steps is reached"
        if self.tokens >= self.max_tokens:
            return f"the limit of {self.max_tokens} tokens is reached"
        if time.monotonic() - self.started >= self.max_seconds:
            return f"the limit of {self.max_seconds:g} seconds is reached"
        return ""


@dataclass(frozen=True)
class Permit:
    """An action that may run, with checked arguments and resolved paths."""

    action: Action
    risk: Risk
    decision: str
    """`allowed`, `granted beforehand` or `approved by the person`."""


class Guard:
    """Rules on actions, and writes down what it decided and what came of it."""

    def __init__(
        self, kind: Kind, fence: Fence, approval: Approval = "auto", person: Person | None = None, run: str = "", audits: tuple[Path, ...] = ()
    ) -> None:
        self.kind, self.fence, self.approval, self.person, self.run, self.audits = kind, fence, approval, person, run, audits

    def permit(self, given: Action, observation: Observation) -> Permit:
        """Check an action and let it pass, asking the person where that is due.

        Raises: ActionRejected when it is invalid, outside of the fence, or refused.
        """
        risk: Risk = "read"
        try:
            declaration, action = validate(self.kind, given)
            risk = _risk(declaration, action, observation)
            action, granted = self._confine(action)
            return Permit(action, risk, self._decide(declaration, action, risk, granted))
        except ActionRejected as error:
            self._audit(given, risk, "refused", str(error))
            raise

    def act(self, permit: Permit, act: Callable[[Action], Outcome]) -> Outcome:
        """Carry out a permitted action and write one audit line, whatever comes of it."""
        outcome = "interrupted"
        try:
            done = act(permit.action)
            outcome = f"{'ok' if done.ok else 'rejected'}: {done.message}"
            return done
        except ActionRejected as error:
            outcome = f"rejected: {error}"
            raise
        except EnvironmentFault as error:
            outcome = f"fault: {error}"
            raise
        finally:
            self._audit(permit.action, permit.risk, permit.decision, outcome)

    def taken_back(self, why: str) -> None:
        """Write down that everything done so far was taken back."""
        self._audit(Action("undo", {}), "edit", "allowed", f"ok: all of this attempt is taken back: {why}")

    def _decide(self, declaration: Declaration, action: Action, risk: Risk, granted: bool) -> str:
        if risk == "read":
            return "allowed"
        if self.approval == "deny":
            raise ActionRejected("this run may only look (approval is deny)")
        if self.approval == "auto" and risk == "edit":
            return "allowed"
        if self.approval == "auto" and granted:
            return "granted beforehand"
        described = short(action)
        if self.person is None:
            raise ActionRejected(f"{described} is {_risk_words(risk)} and nobody can be asked to approve it")
        if not self.person.confirm(f"{described}: {declaration.summary} ({risk}) Allow?"):
            raise ActionRejected(f"{FORBIDDEN} {described}")
        return "approved by the person"

    def _confine(self, action: Action) -> tuple[Action, bool]:
        """The action with real paths, and whether the person granted these files beforehand."""
        args, granted = dict(action.args), False
        if action.name == "export_pdf" and not args.get("path"):
            args["path"] = f"{self.fence.document.stem}.pdf"
        for name, value in args.items():
            key = (action.name, name)
            if key in READS | WRITES:
                path = self.fence.admit(str(value), key in WRITES)
                _check_file(path, action.name)
                args[name], granted = str(path), not (key in WRITES and path.exists())
            elif name == "url":
                _check_link(str(value))
            elif name not in ("reason", "question", "message", "query") and (self.kind == "spreadsheet" or action.name in TYPING):
                _check_texts(value)
        return Action(action.name, args), granted

    def _audit(self, action: Action, risk: Risk, decision: str, outcome: str) -> None:
        audit(self.audits, self.run, action, risk, decision, outcome)


def audit(paths: Iterable[Path], run: str, action: Action, risk: Risk, decision: str, outcome: str) -> None:
    """Write what was decided on an action, and what came of it, as one line into each file; passwords are left out."""
    args = {name: "***" if name == "password" and value else value for name, value in action.args.items()}
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S%z")
    for path in paths:
        append_line(path, {"time": stamp, "run": run, "action": action.name, "args": args, "risk": risk, "decision": decision, "outcome": outcome})


def short(action: Action, width: int = 90) -> str:
    """`format_text(p1, bold=True, size_pt=16)`, cut to `width`: the first argument without its name."""
    parts = [
        f"{value}" if i == 0 and isinstance(value, str) and len(value) < 40 else f"{name}={value!r}"
        for i, (name, value) in enumerate(action.args.items())
    ]
    text = f"{action.name}({', '.join(parts)})"
    return text if len(text) <= width else text[: width - 2] + "…)"


def is_gui(declaration: Declaration) -> bool:
    """A hand on the controls, rather than an action on the document."""
    return declaration.function.__module__ == "lam.apps.ui"


def _risk(declaration: Declaration, action: Action, observation: Observation) -> Risk:
    """The declared risk, raised to outward for GUI actions and menu commands that lead out of the working copy."""
    if action.name != "menu" and not is_gui(declaration):
        return declaration.risk
    segments = [part.strip().rstrip(" .…") for part in re.split(r">|→", str(action.args.get("path", action.args.get("item", ""))))]
    dialogs = [title for title in observation.dialogs if title]
    control = next((c for c in observation.controls if c.id == action.args.get("control")), None)
    if control is not None:
        dialogs += [control.dialog] if control.dialog else []
        segments.append(control.name.replace("~", "").strip(" .…"))
        if control.dialog and control.name.lower() in MAIN_WINDOW_ONLY:
            segments.pop()
    leads_out = any(OUTWARD.match(segment) for segment in segments if segment) or any(OUTWARD_COMMAND.search(segment) for segment in segments)
    keys = {key.strip().lower().replace(" ", "") for key in str(action.args.get("keys", "")).split(",")}
    cancels = (control is not None and control.name.lower() in ("cancel", "close", "no")) or keys <= {"escape", "esc"}
    in_outward_dialog = declaration.risk != "read" and not cancels and any(OUTWARD.match(title.strip(" .…")) for title in dialogs)
    return "outward" if leads_out or keys & OUTWARD_KEYS or in_outward_dialog else declaration.risk


def _check_file(path: Path, name: str) -> None:
    allowed = IMAGES if name == "insert_image" else {".pdf"} if name == "export_pdf" else DOCUMENTS
    if path.suffix.lower() not in allowed:
        raise ActionRejected(f"{name} takes a file ending in {', '.join(sorted(allowed))}, not {path.name!r}")
    if name in ("insert_image", "open_file") and not path.is_file():
        raise ActionRejected(f"there is no file {path.name!r}")
    if name in ("save_as", "export_pdf") and not path.parent.is_dir():
        raise ActionRejected(f"there is no folder {path.parent.name!r}")


def _check_link(url: str) -> None:
    if url.startswith("#"):
        return
    scheme = urlsplit(url.strip()).scheme.lower()
    bare = not scheme and re.match(r"^[\w-]+(\.[\w-]+)+(/|$)", url)
    if scheme not in LINK_SCHEMES and not bare:
        raise ActionRejected(f"a link goes to http, https, mailto or # inside the document, not to {url[:60]!r}")


def _check_texts(value: Any) -> None:
    for text in strings(value):
        if FOREIGN.search(text) or PIPED.search(re.sub(r'"[^"]*"', "", text)):
            raise ActionRejected(f"{text[:80]!r} would reach outside of the document")


def strings(value: Any) -> Iterator[str]:
    """All strings inside of a JSON value, in order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


def _risk_words(risk: Risk) -> str:
    return {"irreversible": "beyond undo", "outward": "reaching outside of the document"}.get(risk, "an edit")
