"""LAM at work, from Python: `run` an instruction on a document, `undo` it or `accept` what was not verified, list the `runs`, `replay` one."""

from lam.session.history import accept, find, replay, runs, undo
from lam.session.settings import RunSettings
from lam.session.work import Audience, run

__all__ = ["Audience", "RunSettings", "accept", "find", "replay", "run", "runs", "undo"]
