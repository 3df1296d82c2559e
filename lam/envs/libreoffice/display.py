"""A visible office: on the person's display, or on a virtual one (Xvfb) where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from lam.errors import ExitCode, UserError


@dataclass
class Display:
    """A virtual display that we started, or (no process) the person's own."""

    name: str
    server: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """End the virtual display."""
        if self.server is not None and self.server.poll() is None:
            self.server.terminate()
            self.server.wait()


def visible(work: Path, size: tuple[int, int], program: Path) -> tuple[Display, dict[str, str]]:
    """The display and the variables that make the office show there.

    Raises: UserError when there is neither a display nor Xvfb.
    """
    plugin = "gtk3" if (program / "libvclplug_gtk3lo.so").exists() else "gen"
    variables = {"SAL_USE_VCLPLUGIN": plugin, "GDK_BACKEND": "x11"}
    if name := os.environ.get("DISPLAY"):
        own = {key: os.environ[key] for key in ("XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS") if key in os.environ}
        if "XAUTHORITY" not in own and (cookie := Path.home() / ".Xauthority").exists():
            own["XAUTHORITY"] = str(cookie)
        return Display(name), variables | own | {"DISPLAY": name}
    display = _virtual(work, size)
    return display, variables | {"DISPLAY": display.name, "SAL_USE_VCLPLUGIN": "gen"}


def _virtual(work: Path, size: tuple[int, int]) -> Display:
    server = shutil.which("Xvfb")
    if server is None:
        raise UserError(
            "there is no display to show the office on; set DISPLAY, or install a virtual one with: sudo apt-get install xvfb", ExitCode.NO_OFFICE
        )
    read, write = os.pipe()
    with open(work / "xvfb.log", "ab") as log:
        command = [server, "-displayfd", str(write), "-screen", "0", f"{size[0]}x{size[1]}x24", "-nolisten", "tcp", "-noreset"]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, pass_fds=(write,), start_new_session=True)
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()  # up to the newline: Xvfb dies when the pipe closes earlier
    if not number:
        process.wait()
        raise UserError("the virtual display (Xvfb) did not start", ExitCode.NO_OFFICE)
    return Display(f":{number}", process)
