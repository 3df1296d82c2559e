"""Shared fixtures: an office per test module, and private run folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lam.envs.libreoffice import LibreOffice


@pytest.fixture(scope="module")
def office() -> Iterator[LibreOffice]:
    """A private LibreOffice in memory."""
    with LibreOffice() as environment:
        yield environment


@pytest.fixture(autouse=True)
def private_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run folders and audit logs of tests stay in the test's own folder."""
    state: Path = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(state))
    monkeypatch.delenv("LAM_RUNS", raising=False)
    return state
