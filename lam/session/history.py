"""What became of earlier runs: list them, look at one, take one back, do one again."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from lam.errors import ExitCode, UserError
from lam.guard import audit
from lam.session.files import check_suffix, check_target, place, sha256
from lam.session.settings import runs_dir
from lam.session.work import Audience, audits, conclude, put_in_place, run
from lam.store import Result, RunFolder, folders
from lam.types import Action


def undo(run: str = "", *, runs_dir: str | Path | None = None, force: bool = False) -> Result:
    """Bring the file that a run wrote back, byte for byte; without a name, the last run that wrote one.

    Raises: UserError when there is nothing to undo, or the file has been changed since (`force` overrules that).
    """
    folder = _placed(runs_dir, run)
    result = folder.result()
    assert result is not None
    target = Path(result.target)
    if not force and (not target.exists() or sha256(target) != result.target_sha256):
        what = "changed" if target.exists() else "moved or removed"
        raise UserError(
            f"{target} has been {what} since the run {folder.name}; --force brings the original back all the same", ExitCode.CHANGED_SINCE
        )
    if result.created:
        target.unlink(missing_ok=True)
    else:
        source = folder.document("replaced") or folder.document("before")
        if source is None:
            raise UserError(f"the run {folder.name} no longer holds the original", ExitCode.NO_RUN)
        check_target(target)
        place(source, target)
    folder.write("undone.json", {"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "target": str(target), "force": force})
    return result


def accept(run: str = "", *, output: str | Path | None = None, runs_dir: str | Path | None = None) -> Result:
    """Put in place what a run made of the file though it was not verified, or was a dry run; without a name, the last run.

    The verdict stays as it was, and `undo` brings the original back. `output`: where to put it instead.

    Raises: UserError when the run offers nothing, or the file has been changed since.
    """
    folder = find(run, runs_dir=runs_dir)
    result = folder.result()
    if result is None or not result.on_offer:
        why = f"was written to {result.target} already" if result and result.target else "left no result to put in place"
        raise UserError(f"the run {folder.name} {why}", ExitCode.NO_RUN)
    config = folder.config
    to = Path(output) if output else Path(config["output"]) if config.get("output") else None
    if to:
        check_suffix(to, Path(result.file))
    placed = replace(put_in_place(folder, Path(result.file), to, result), accepted=time.strftime("%Y-%m-%dT%H:%M:%S%z"))
    act = Action("accept", {"target": placed.target})
    outcome = f"ok: {result.verdict}, put in place all the same"
    conclude(folder, placed)
    audit(audits(folder, _root(runs_dir)), folder.name, act, "edit", "allowed by the person", outcome)
    return placed


def runs(*, runs_dir: str | Path | None = None) -> list[Result]:
    """All runs, the newest first. One that was cut off shows as a fault."""
    return [_result(folder) for folder in reversed(folders(_root(runs_dir)))]


def find(run: str = "", *, runs_dir: str | Path | None = None) -> RunFolder:
    """A run by its name, path or a unique part of it; without a name the last one.

    Raises: UserError when there is none.
    """
    root = _root(runs_dir)
    if run:
        return RunFolder.find(root, run)
    every = folders(root)
    if not every:
        raise UserError(f"there are no runs in {root}", ExitCode.NO_RUN)
    return every[-1]


def replay(run_name: str, file: str | Path | None = None, *, audience: Audience | None = None, **options: Any) -> Result:
    """Do the recorded actions of a run again, without a model: on the file it was about, or on another one."""
    folder = find(run_name, runs_dir=options.get("runs_dir"))
    trajectory = folder.trajectory()
    if not any(step.outcome.ok for step in trajectory.steps):
        raise UserError(f"the run {folder.name} holds no action that was carried out", ExitCode.NO_RUN)
    known = folder.config
    again = {
        "actions": known.get("actions"),
        "office": known.get("office"),
        **{k: v for k, v in options.items() if v is not None},
        "policy": f"replay:{folder.path}",
    }
    return run(trajectory.instruction, Path(file) if file else Path(_result(folder).file), audience=audience, **again)


def _placed(given: str | Path | None, name: str) -> RunFolder:
    """The run to undo."""
    if name:
        folder = find(name, runs_dir=given)
        result = folder.result()
        if result is None or not result.target:
            raise UserError(f"the run {folder.name} wrote no file; there is nothing to undo", ExitCode.NO_RUN)
        if folder.undone:
            raise UserError(f"the run {folder.name} is undone already", ExitCode.NO_RUN)
        return folder
    for folder in reversed(folders(_root(given))):
        result = folder.result()
        if result and result.target and not folder.undone:
            return folder
    raise UserError("there is nothing to undo", ExitCode.NO_RUN)


def _result(folder: RunFolder) -> Result:
    result = folder.result()
    if result is not None:
        return result
    config = folder.config
    known = {
        "instruction": config.get("instruction", ""),
        "file": config.get("file", ""),
        "policy": config.get("policy", ""),
        "started": config.get("started", ""),
    }
    return Result(folder.name, verdict="fault", reason="the run was cut off", code=int(ExitCode.FAULT), folder=str(folder.path), **known)


def _root(given: str | Path | None) -> Path:
    return runs_dir(given)
