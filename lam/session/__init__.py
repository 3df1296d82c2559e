"""LAM at work, from Python: `run` an instruction on a document, `undo` it, list the `runs`, `replay` one."""

from lam.session.history import find, replay, runs, undo
from lam.session.settings import RunSettings
from lam.session.work import Audience, run

__all__ = ["Audience", "RunSettings", "find", "replay", "run", "runs", "undo"]
