"""Opens what a run needs: office, policy and the original's reading, side by side."""

from __future__ import annotations

import logging
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from lam.agent.policy import Policy
from lam.agent.scripted import Scripted
from lam.envs.base import Environment
from lam.errors import EnvironmentFault
from lam.reading import Reading, read
from lam.session.settings import RunSettings
from lam.store import RunFolder
from lam.types import Observation

TRIES = 2
PATIENCE_S = 30.0
"""How long a start that is no longer wanted may take to come to its end."""
log = logging.getLogger(__name__)


def open_policy(settings: RunSettings) -> Policy:
    """The policy that the settings name.

    Raises: UserError when its model, script or run is missing.
    """
    kind, _, name = settings.policy.partition(":")
    match kind:
        case "script":
            return Scripted.load(Path(name))
        case "replay":
            folder = RunFolder.find(settings.runs_dir, name)
            return Scripted.replay(folder.trajectory(), folder.name)
        case "openai":
            from lam.agent.endpoint import EndpointPolicy

            return EndpointPolicy(name, settings.base_url or "", os.environ.get("OPENAI_API_KEY", ""))
        case _:
            from lam.agent.local import LocalPolicy

            policy = LocalPolicy(Path(name) if name else None)
            policy.start()
            return policy


def open_office(settings: RunSettings) -> Environment:
    """The environment that the settings name, not yet started.

    Raises: UserError when there is no office.
    """
    if settings.office == "memory":
        from lam.envs.memory import Memory

        return Memory(settings.deadline_s)
    from lam.envs.libreoffice import LibreOffice

    return LibreOffice(show=settings.show, deadline_s=settings.deadline_s)


@dataclass
class Ready:
    """Everything that was opened."""

    env: Environment
    policy: Policy
    observation: Observation
    original: Reading


class Start:
    """Opens in parallel on entering, closes everything on leaving, however far it came."""

    def __init__(self, settings: RunSettings, work: Path, start: Path, original: Path) -> None:
        self.settings, self.work, self.start, self.original = settings, work, start, original
        self._env: Environment | None = None
        self._policy: Policy | None = None
        self._leaving = False
        self._opening = threading.Lock()
        """Held while the office is being opened: where a signal falls into the start of a thread, the pool does not know of it, nor wait for it."""
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="lam-start")

    def __enter__(self) -> Self:
        return self

    def ready(self) -> Ready:
        """Start the office and read the original while the policy loads."""
        if self.settings.policy.startswith(("script:", "replay:")):
            self._policy = open_policy(self.settings)  # reads one file: a wrong one is said before an office starts
        self._env = open_office(self.settings)
        opened, original = self._pool.submit(self._open, self._env), self._pool.submit(read, self.original)
        self._policy = self._policy or open_policy(self.settings)
        return Ready(self._env, self._policy, opened.result(), original.result())

    def _open(self, env: Environment) -> Observation:
        with self._opening:
            for attempt in range(1, TRIES + 1):
                if self._leaving:
                    break
                try:
                    observation = env.reset(self.work)
                    env.snapshot(self.start)
                    return observation
                except EnvironmentFault as fault:
                    if attempt == TRIES or self._leaving:
                        raise
                    log.warning("the start failed, attempt %d: %s", attempt, fault)
        raise EnvironmentFault("the office is no longer wanted")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let a start that is under way come to its end, so that it leaves nothing; one that hangs is ended by closing the office under it."""
        self._leaving = True
        impatience = threading.Timer(PATIENCE_S, self._close_office)
        impatience.start()
        try:
            self._pool.shutdown(wait=True, cancel_futures=True)
            with self._opening:
                pass
        finally:
            impatience.cancel()
            self._close_office()
            if self._policy is not None:
                self._policy.close()

    def _close_office(self) -> None:
        if self._env is not None:
            self._env.close()
