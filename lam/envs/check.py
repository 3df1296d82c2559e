"""Conformance: what every environment promises, tried out on it with a document. One checker for all backends."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lam.actions import Declaration, actions_for
from lam.envs.base import Environment
from lam.errors import ActionRejected, EnvironmentFault, LamError, UserError
from lam.reading import Reading, compare, read
from lam.types import SUFFIXES, Action, Kind, Observation

Make = Callable[[], Environment]
MARGIN_S = 2.0
"""How much later than its deadline a call may come back."""
SPEECH = ("finish", "give_up", "ask")
STALE: Mapping[Kind, str] = {"document": "p99999", "spreadsheet": "Nowhere!ZZ99", "presentation": "s99999.9"}


@dataclass(frozen=True)
class Finding:
    """What came of one promise."""

    promise: str
    kept: bool
    detail: str = ""


def check(make: Make, document: Path, folder: Path, stall: Callable[[Environment], None] | None = None) -> list[Finding]:
    """Try every promise with a fresh environment; `stall` makes one hang, for those that can. `folder` takes copies and snapshots."""
    promises: list[Callable[[Environment, Path, Path], str]] = [
        reset_is_clean,
        stale_id_is_rejected,
        rejection_changes_nothing,
        snapshot_and_restore_are_equal,
        undo_takes_back,
        every_action_is_there_or_listed_as_missing,
        missing_file_is_the_callers_fault,
    ]
    findings = []
    with make() as env:
        for promise in promises:
            findings.append(_try(promise, env, _copy(document, folder, promise.__name__), folder))
    findings.append(_closes_twice(make, document))
    if stall is not None:
        findings.append(_honours_its_deadline(make, document, stall))
    return findings


def reset_is_clean(env: Environment, document: Path, folder: Path) -> str:
    """Opening again shows the document as it is on disk, without what was done before."""
    content = document.read_bytes()
    first = env.reset(document)
    env.act(_edit(env.kind, first))
    document.write_bytes(content)
    again = env.reset(document)
    return _difference(first, again)


def stale_id_is_rejected(env: Environment, document: Path, folder: Path) -> str:
    """An action on an element that is not there is rejected, whatever it is."""
    env.reset(document)
    for name, declaration in sorted(_supported(env).items()):
        args = sample(declaration, env.kind, folder)
        if STALE[env.kind] in args.values():
            try:
                env.act(Action(name, args))
            except ActionRejected:
                continue
            return f"{name} accepted {STALE[env.kind]}"
    return ""


def rejection_changes_nothing(env: Environment, document: Path, folder: Path) -> str:
    """After a rejection, outline and saved file are what they were."""
    seen = env.reset(document)
    before = _saved(env, folder / f"rejection-before{document.suffix}")
    for action in _wrong(env.kind, seen):
        try:
            env.act(action)
        except ActionRejected as error:
            if not str(error).strip():
                return f"{action.name} was rejected without a word"
        else:
            return f"{action} was accepted"
    after = _saved(env, folder / f"rejection-after{document.suffix}")
    return _difference(seen, env.observe()) or "; ".join(str(c) for c in compare(before, after)[:3])


def snapshot_and_restore_are_equal(env: Environment, document: Path, folder: Path) -> str:
    """Restoring a snapshot brings back the outline and the content of the moment it was taken."""
    seen = env.reset(document)
    env.act(_edit(env.kind, seen, "first change"))
    marked, snapshot = env.observe(), folder / f"snapshot{document.suffix}"
    kept = _saved(env, snapshot)
    env.act(_edit(env.kind, marked, "second change"))
    restored = env.restore(snapshot)
    now = _saved(env, folder / f"restored{document.suffix}")
    return _difference(marked, restored) or "; ".join(str(c) for c in compare(kept, now)[:3])


def undo_takes_back(env: Environment, document: Path, folder: Path) -> str:
    """One undo takes back one action."""
    seen = env.reset(document)
    if "undo" not in env.supported():
        return ""
    env.act(_edit(env.kind, seen))
    env.act(Action("undo", {}))
    return _difference(seen, env.observe())


def every_action_is_there_or_listed_as_missing(env: Environment, document: Path, folder: Path) -> str:
    """`supported` names declared actions only; each of them answers, and all others are rejected."""
    env.reset(document)
    declared, supported = actions_for(env.kind), env.supported()
    if unknown := supported - declared.keys():
        return f"supported, but not declared: {', '.join(sorted(unknown))}"
    for name, declaration in declared.items():
        if name in SPEECH:
            continue
        try:
            env.act(Action(name, sample(declaration, env.kind, folder)))
        except ActionRejected:
            continue
        if name not in supported:
            return f"{name} is not listed as supported, but was carried out"
        if env.observe(controls=True).dialogs:
            env.reset(document)
    return ""


def missing_file_is_the_callers_fault(env: Environment, document: Path, folder: Path) -> str:
    """A file that is not there is a UserError, and the environment can go on."""
    try:
        env.reset(folder / f"nowhere{document.suffix}")
    except UserError:
        env.reset(document)
        return ""
    return "a missing file was opened"


def sample(declaration: Declaration, kind: Kind, folder: Path) -> dict[str, Any]:
    """Valid arguments, only the required ones, that point at elements and controls that are not there."""
    args = {name: _value(declaration.schema["properties"][name], kind) for name in declaration.schema["required"]}
    if "path" in args and declaration.app == "any" and declaration.risk == "outward":
        args["path"] = str(folder / f"sample{next(s for s, k in SUFFIXES.items() if k == kind)}")
    return args


def _value(schema: Mapping[str, Any], kind: Kind) -> Any:
    if schema.get("ref") == "element" or "such as B2, A1:C9" in schema.get("description", ""):
        return STALE[kind]
    if schema.get("ref") == "control":
        return "c99999"
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "integer":
            return max(1, int(schema.get("minimum", 1)))
        case "number":
            return float(schema.get("minimum", schema.get("exclusiveMinimum", 0.0) + 1))
        case "boolean":
            return True
        case "array":
            return [_value(schema["items"], kind)]
        case "string":
            pattern = schema.get("pattern", "")
            return "A" if pattern.startswith("^[A-Za-z]{1,3}") else "A1" if pattern.startswith("^[A-Z]") else "red" if "#" in pattern else "Escape"
        case _:
            return "sample"


def _edit(kind: Kind, seen: Observation, text: str = "a change") -> Action:
    """An edit that every office should know."""
    if kind == "spreadsheet":
        return Action("set_cell", {"cell": "A1", "value": text})
    roles = ("title", "content", "subtitle", "text box") if kind == "presentation" else ()
    first = next(e for e in seen.elements if (e.role in roles if roles else e.id.startswith("p") and e.text))
    return Action("replace_text", {"target": first.id, "text": text})


def _wrong(kind: Kind, seen: Observation) -> Iterator[Action]:
    """Valid actions that cannot be done here: stale ids, sheets and slides that are not there."""
    good = _edit(kind, seen)
    yield Action(good.name, {**good.args, "cell" if kind == "spreadsheet" else "target": STALE[kind]})
    match kind:
        case "document":
            yield Action("insert_text", {"text": "x", "target": STALE[kind]})
            yield Action("set_table_cells", {"table": "t99", "cell": "A1", "data": [["x"]]})
        case "spreadsheet":
            yield Action("delete_sheet", {"sheet": "Nowhere"})
            yield Action("rename_sheet", {"sheet": "Nowhere", "name": "x"})
        case "presentation":
            yield Action("delete_slide", {"slide": "s999"})
            yield Action("set_title", {"slide": "s999", "text": "x"})


def _supported(env: Environment) -> dict[str, Declaration]:
    return {name: d for name, d in actions_for(env.kind).items() if name in env.supported()}


def _try(promise: Callable[[Environment, Path, Path], str], env: Environment, document: Path, folder: Path) -> Finding:
    name = promise.__name__.replace("_", " ")
    try:
        detail = promise(env, document, folder)
    except LamError as error:
        detail = f"{type(error).__name__}: {error}"
    return Finding(name, not detail, detail)


def _closes_twice(make: Make, document: Path) -> Finding:
    name = "close may be called twice, and ends it"
    env = make()
    env.reset(document)
    env.close()
    env.close()
    try:
        env.observe()
    except EnvironmentFault:
        return Finding(name, True)
    return Finding(name, False, "it still answers")


def _honours_its_deadline(make: Make, document: Path, stall: Callable[[Environment], None]) -> Finding:
    name = "deadline is honoured"
    with make() as env:
        deadline_s = float(getattr(env, "deadline_s", 20.0))
        env.reset(document)
        stall(env)
        started = time.monotonic()
        try:
            env.observe()
        except EnvironmentFault:
            took = time.monotonic() - started
            late = took > deadline_s + MARGIN_S
            return Finding(name, not late, f"the fault came after {took:.1f} s, the deadline is {deadline_s:g} s" if late else "")
        return Finding(name, False, "a stalled office answered")


def _saved(env: Environment, path: Path) -> Reading:
    env.snapshot(path)
    return read(path)


def _copy(document: Path, folder: Path, name: str) -> Path:
    copy = folder / f"{name}{document.suffix}"
    copy.write_bytes(document.read_bytes())
    return copy


def _difference(one: Observation, other: Observation) -> str:
    """The first line in which two outlines differ."""
    if len(one.elements) != len(other.elements):
        return f"{len(one.elements)} elements, then {len(other.elements)}"
    return next((f"{a} became {b}" for a, b in zip(one.elements, other.elements, strict=True) if a != b), "")
