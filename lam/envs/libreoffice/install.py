"""Finds the office and the Python that owns `uno`, and says what to install where they are missing."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from lam.errors import ExitCode, UserError

INSTALL = "sudo apt-get install libreoffice-writer libreoffice-calc libreoffice-impress python3-uno"


@dataclass(frozen=True)
class Installation:
    """Where things are."""

    soffice: Path
    """The `soffice.bin` program itself, not the shell script in front of it."""
    python: Path
    """A Python that can import `uno`."""


def find() -> Installation:
    """The installed office. `LAM_SOFFICE` and `LAM_UNO_PYTHON` override the search.

    Raises: UserError naming the command that installs what is missing.
    """
    return _find(os.environ.get("LAM_SOFFICE", ""), os.environ.get("LAM_UNO_PYTHON", ""))


@lru_cache
def _find(soffice_override: str, python_override: str) -> Installation:
    soffice = _soffice(soffice_override)
    if soffice is None:
        raise UserError(f"LibreOffice is not installed; install it with: {INSTALL}", ExitCode.NO_OFFICE)
    python = Path(python_override) if python_override else _python(soffice)
    if python is None or not python.exists():
        raise UserError("no Python can import uno (LibreOffice's bridge); install it with: sudo apt-get install python3-uno", ExitCode.NO_OFFICE)
    return Installation(soffice, python)


def _soffice(override: str) -> Path | None:
    if override:
        path = Path(override)
        return path if path.exists() else None
    places = [Path("/usr/lib/libreoffice/program/soffice.bin"), Path("/usr/lib64/libreoffice/program/soffice.bin")]
    places += sorted(Path("/opt").glob("libreoffice*/program/soffice.bin"), reverse=True)
    if script := shutil.which("soffice") or shutil.which("libreoffice"):
        places.append(Path(script).resolve().parent / "soffice.bin")
    return next((place for place in places if place.exists()), None)


def _python(soffice: Path) -> Path | None:
    """The office's own Python, else the system's; where `uno.py` lies as a file the import is not tried (it costs 0.1 s)."""
    own = soffice.parent / "python"
    system = Path("/usr/bin/python3")
    if system.exists() and Path("/usr/lib/python3/dist-packages/uno.py").exists():
        return system
    for candidate in (own, system):
        if candidate.exists() and subprocess.run([candidate, "-c", "import uno"], capture_output=True, timeout=20).returncode == 0:
            return candidate
    return None
