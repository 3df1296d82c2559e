"""The settings of one run: one validated record, resolved before anything starts and written into the run folder."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lam.agent.loop import Mode
from lam.errors import UserError
from lam.guard import Approval


class RunSettings(BaseModel):
    """What `lam run` and `lam.run` take."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    instruction: str
    file: Path
    output: Path | None = None
    """Where to put the result instead of in place."""
    dry_run: bool = False
    """Do everything but put the result in place."""
    actions: Mode = "hybrid"
    policy: Annotated[str, Field(pattern=r"^(local|local:.+|script:.+|openai:.+|replay:.+)$")] = "local"
    base_url: str | None = None
    """Address of an OpenAI-compatible endpoint."""
    approval: Approval = "auto"
    attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """How often the embedded model may try: what its own checks refuse is taken back first."""
    max_steps: Annotated[int, Field(ge=1, le=1000)] = 20
    max_seconds: Annotated[float, Field(gt=0, le=86_400)] = 300.0
    max_tokens: Annotated[int, Field(ge=1)] = 200_000
    deadline_s: Annotated[float, Field(gt=0, le=600)] = 20.0
    """Longest time that one call of the office may take."""
    office: Annotated[str, Field(pattern=r"^(libreoffice|memory)$")] = "libreoffice"
    show: bool = False
    """Show the office's windows."""
    workspace: Path | None = None
    """A folder whose files the actions may read and in which they may write new ones."""
    runs_dir: Path = Path()


def resolve(given: Mapping[str, Any]) -> RunSettings:
    """Settings from what the caller gave; None means not given.

    Raises: UserError for an unknown or wrong setting, naming it.
    """
    values = {name: value for name, value in given.items() if value is not None}
    unknown = [name for name in values if name not in RunSettings.model_fields]
    if unknown:
        near = difflib.get_close_matches(unknown[0], RunSettings.model_fields, 1)
        raise UserError(f"there is no setting {unknown[0]!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
    values["runs_dir"] = runs_dir(values.get("runs_dir"))
    try:
        settings = RunSettings.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UserError(f"{name.replace('_', '-')}: {_words(first, values.get(name))}") from None
    if settings.workspace and not settings.workspace.is_dir():
        raise UserError(f"the workspace {settings.workspace} is no folder")
    if settings.policy.startswith("openai:") and not settings.base_url:
        base_url = os.environ.get("OPENAI_BASE_URL")
        settings = settings.model_copy(update={"base_url": base_url})
    return settings


def runs_dir(given: str | Path | None = None) -> Path:
    """Where run folders live: as given, $LAM_RUNS, $XDG_STATE_HOME/lam/runs or ~/.local/state/lam/runs."""
    if given or os.environ.get("LAM_RUNS"):
        return Path(given or os.environ["LAM_RUNS"]).expanduser().absolute()
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / "lam" / "runs"


def _words(error: Any, value: Any) -> str:
    if error["type"] == "string_pattern_mismatch" and error["loc"] == ("policy",):
        return f"{value!r} is none of local, local:ADAPTER, script:FILE, openai:MODEL"
    if error["type"] == "literal_error":
        return f"{value!r} is none of {error['ctx']['expected'].replace(chr(39), '')}"
    return str(error["msg"])
