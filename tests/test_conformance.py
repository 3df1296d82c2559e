"""Every environment keeps the same promises."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from lam.envs.base import Environment
from lam.envs.check import Finding, check
from lam.envs.libreoffice import LibreOffice
from lam.envs.memory import Memory
from lam.errors import ActionRejected
from lam.types import Action, Outcome


def broken(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.kept]


def test_memory_keeps_every_promise(document: Path, tmp_path: Path) -> None:
    assert not broken(check(Memory, document, tmp_path))


@pytest.mark.office
def test_libreoffice_keeps_every_promise(document: Path, tmp_path: Path) -> None:
    assert not broken(check(lambda: LibreOffice(deadline_s=6), document, tmp_path, stall))


def stall(env: Environment) -> None:
    assert isinstance(env, LibreOffice)
    os.kill(env.office_pid, signal.SIGSTOP)
    threads = Path(f"/proc/{env.office_pid}/task")
    for _ in range(500):  # on a busy machine the signal arrives after the next question
        if all(thread.joinpath("stat").read_text().rpartition(")")[2].split()[0] == "T" for thread in threads.iterdir()):
            return
        time.sleep(0.01)


class Forgetful(Memory):
    """Keeps what was done when another document is opened."""

    def reset(self, path: Path) -> object:  # type: ignore[override]
        return self.observe() if self._room else super().reset(path)


class Eager(Memory):
    """Changes something before it rejects."""

    def act(self, action: Action) -> Outcome:
        try:
            return super().act(action)
        except ActionRejected:
            first = self.observe().elements[0]
            super().act(Action("set_cell", {"cell": "A1", "value": "x"}) if self.kind == "spreadsheet" else _spoil(self.kind, first.id))
            raise


class Lenient(Memory):
    """Acts on something else when the id is stale."""

    def act(self, action: Action) -> Outcome:
        try:
            return super().act(action)
        except ActionRejected:
            return Outcome(True, "did something similar")


def _spoil(kind: str, key: str) -> Action:
    return Action("replace_text", {"target": key, "text": "x"}) if kind == "document" else Action("set_title", {"slide": key, "text": "x"})


@pytest.mark.parametrize(
    ("make", "promise"),
    [
        (Forgetful, "reset is clean"),
        (Eager, "rejection changes nothing"),
        (Lenient, "stale id is rejected"),
        (Lenient, "every action is there or listed as missing"),
    ],
)
def test_the_checker_finds_a_broken_promise(make: Callable[[], Environment], promise: str, document: Path, tmp_path: Path) -> None:
    assert promise in {finding.promise for finding in broken(check(make, document, tmp_path))}
