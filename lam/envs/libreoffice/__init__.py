"""LibreOffice as an environment: a private office per environment, in memory or visible, driven from the inside.

Three processes: ours (agent, model) -> `worker.py`, run by the Python that owns `uno` -> `soffice`, into which `inside/` is loaded,
because a call costs microseconds there and milliseconds over the bridge. The worker and the office can be ended by pid at any time.
"""

from lam.envs.libreoffice.environment import LibreOffice

__all__ = ["LibreOffice"]
