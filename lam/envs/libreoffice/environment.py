"""The LibreOffice environment as the agent sees it: starts the worker, sends requests with a deadline, ends it by pid."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import shutil
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lam.envs.base import Environment, Screenshot
from lam.envs.libreoffice import install, profile
from lam.envs.libreoffice.repair import repair
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, UserError
from lam.types import SUFFIXES, Action, Control, Element, Kind, Observation, Outcome

ROOT = Path(__file__).resolve().parents[3]
"""The folder that holds the package, for the Python that runs the worker."""
WINDOW = (1280, 800)
OPEN_DEADLINE_S = 60.0
"""A document of hundreds of pages takes seconds to open, on a busy machine tens of seconds."""
MAY_BLOCK = frozenset({"menu", "click", "double_click", "press", "open_menu", "select_item", "set_text", "type_text"})
"""Actions that can open a modal dialog, which would block their own call."""
SYSTEM_PATH = "/usr/bin:/bin:/usr/sbin:/sbin:/usr/local/bin"
"""Where the office looks for programs. Its own Python takes the first `python3` there for its home: that of an active virtual environment ends it."""


class LibreOffice(Environment):
    """A private office. `deadline_s`: seconds that any call may take; `show`: a visible window on $DISPLAY or on a virtual display;
    `hidden`: views without toolbars, controls and pictures, which open three times as fast: for demonstrations by the thousand;
    `settings`: what its profile has set besides."""

    def __init__(
        self,
        show: bool = False,
        deadline_s: float = 20.0,
        start_timeout_s: float = 60.0,
        hidden: bool = False,
        settings: Sequence[profile.Setting] = (),
    ) -> None:
        self.show = show
        self.hidden = hidden
        self.settings = tuple(settings)
        self.deadline_s = deadline_s
        self.start_timeout_s = start_timeout_s
        self.kind: Kind = "document"
        self.office_pid = 0
        self._installation = install.find()
        self._worker: subprocess.Popen[bytes] | None = None
        self._display: Any = None
        self._work: Path | None = None
        self._buffer = b""
        self._warm = True
        self._closed = False

    # -- the Environment interface ------------------------------------------------------------------------------------

    def start(self) -> None:
        """Start the office ahead of `reset`, for instance while a model loads. Does nothing when it runs."""
        if self._closed:
            raise EnvironmentFault("the environment is closed")
        if self._worker is None or self._worker.poll() is not None:
            self._launch()

    def reset(self, path: Path) -> Observation:
        kind = SUFFIXES.get(path.suffix.lower())
        if kind is None:
            raise UserError(f"{path.name}: LAM opens {', '.join(SUFFIXES)}", ExitCode.UNSUPPORTED)
        self.start()
        self.kind = kind
        repair(path)
        try:
            self._call("open", path=str(path.resolve()), kind=kind, size=WINDOW, hidden=self.hidden)
        except EnvironmentFault:  # an office in a state that it does not leave (a stuck dialog) is replaced, once
            self._end()
            self.start()
            self._call("open", path=str(path.resolve()), kind=kind, size=WINDOW, hidden=self.hidden)
        return self.observe()

    def observe(self, focus: str = "", controls: bool = False) -> Observation:
        raw = self._call("observe", focus=focus, controls=controls)
        return Observation(
            kind=self.kind,
            title=raw["title"],
            summary=raw["summary"],
            elements=tuple(Element(*row) for row in raw["elements"]),
            omitted=raw["omitted"],
            selection=raw["selection"],
            controls=tuple(Control(c[0], c[1], c[2], c[3], tuple(c[4]), (c[5][0], c[5][1], c[5][2], c[5][3]), c[6]) for c in raw["controls"]),
            dialogs=tuple(raw["dialogs"]),
            changed=tuple(raw["changed"]),
        )

    def act(self, action: Action) -> Outcome:
        started = time.perf_counter()
        raw = self._call("act", name=action.name, args=dict(action.args), may_block=action.name in MAY_BLOCK)
        box = tuple(raw["box"]) if raw.get("box") else None
        return Outcome(True, raw["message"], tuple(raw["changed"]), raw["data"], box, time.perf_counter() - started)

    def snapshot(self, path: Path) -> None:
        self._call("save", path=str(path.resolve()))
        if not path.exists():
            raise EnvironmentFault(f"the office wrote no {path.name}")

    def screenshot(self, path: Path, mark: Sequence[str] = ()) -> Screenshot | None:
        from lam.envs.libreoffice.pictures import compose

        raw = self._call("pixels", path=str(self._require_work() / "pixels"), mark=list(mark))
        size = compose(raw["layers"], raw["menus"], path)
        return Screenshot(path, size, tuple(raw["box"]) if raw["box"] else None) if size else None

    def supported(self) -> frozenset[str]:
        self.start()
        return frozenset(self._call("supported", kind=self.kind))

    def ask(self, what: str, **parameters: Any) -> Any:
        """What the replay of a test needs to know; `inside/asking.py` has the questions. Changes nothing."""
        self.start()
        return self._call("ask", what=what, **parameters)

    def close(self) -> None:
        self._closed = True
        self._end()

    # -- processes ----------------------------------------------------------------------------------------------------

    def kill(self) -> None:
        """End worker and office at once; the next `reset` or `restore` starts fresh ones."""
        self._end()

    def _launch(self) -> None:
        self._end()
        self._work = Path(tempfile.gettempdir()) / f"lam-office-{secrets.token_hex(6)}"  # known before it is there: a signal may come in between
        self._work.mkdir(mode=0o700)
        self._warm = profile.create(self._work / "profile", self._installation.soffice, self.settings)
        config = {
            "soffice": str(self._installation.soffice),
            "work": str(self._work),
            "parent": os.getpid(),
            "start_timeout_s": self.start_timeout_s,
            "env": self._environment_variables(),
        }
        bootstrap = f"import sys; sys.path.append({str(ROOT)!r}); from lam.envs.libreoffice.worker import main; main()"
        with open(self._work / "worker.log", "ab") as log:
            self._worker = subprocess.Popen(
                [self._installation.python, "-I", "-c", bootstrap], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, start_new_session=True
            )
        self._buffer = b""
        self.office_pid = self._exchange(config, self.start_timeout_s)["office"]

    def _environment_variables(self) -> dict[str, str]:
        work = str(self._require_work())
        variables = {"PATH": SYSTEM_PATH, "HOME": work, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
        variables |= {"XDG_RUNTIME_DIR": work, "XDG_CONFIG_HOME": work, "XDG_CACHE_HOME": work, "SAL_DISABLE_OPENCL": "1", "SAL_USE_VCLPLUGIN": "svp"}
        variables |= {"PYTHONDONTWRITEBYTECODE": "1", "TZ": os.environ.get("TZ", "")} if os.environ.get("TZ") else {}
        if self.show:
            from lam.envs.libreoffice.display import visible

            self._display, extra = visible(Path(work), WINDOW, self._installation.soffice.parent)
            variables |= extra
        return variables

    def _end(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            if self._warm is False and worker.poll() is None and self._work is not None:
                profile.keep_as_template(self._work / "profile", self._installation.soffice, self.settings)
            _end_worker(worker)
            _await_end(self.office_pid)
        if self._display is not None:
            self._display.close()
            self._display = None
        if self._work is not None:
            shutil.rmtree(self._work, ignore_errors=True)
            self._work = None

    def _require_work(self) -> Path:
        if self._work is None:
            raise EnvironmentFault("the office is not running")
        return self._work

    # -- requests -----------------------------------------------------------------------------------------------------

    def _call(self, op: str, **parameters: Any) -> Any:
        if self._worker is None:
            raise EnvironmentFault("the office is not running")
        deadline_s = max(self.deadline_s, OPEN_DEADLINE_S) if op == "open" else self.deadline_s
        return self._exchange({"op": op, **parameters}, deadline_s)

    def _exchange(self, request: dict[str, Any], timeout_s: float) -> Any:
        assert self._worker is not None
        assert self._worker.stdin is not None
        try:
            self._worker.stdin.write(json.dumps(request).encode() + b"\n")
            self._worker.stdin.flush()
        except OSError as error:
            self._end()
            raise EnvironmentFault(f"the office worker is gone ({error})") from error
        reply = json.loads(self._read_line(timeout_s))
        if "rejected" in reply:
            raise ActionRejected(reply["rejected"])
        if "user" in reply:
            raise UserError(reply["user"], ExitCode.CORRUPT)
        if "fault" in reply:
            self._end()
            raise EnvironmentFault(reply["fault"])
        if "broken" in reply:
            raise EnvironmentFault(reply["broken"])
        return reply["result"]

    def _read_line(self, timeout_s: float) -> bytes:
        assert self._worker is not None
        assert self._worker.stdout is not None
        descriptor = self._worker.stdout.fileno()
        end = time.monotonic() + timeout_s
        while b"\n" not in self._buffer:
            remaining = end - time.monotonic()
            ready = select.select([descriptor], [], [], max(0.0, remaining))[0]
            if not ready:
                self._end()
                raise EnvironmentFault(f"the office did not answer within {timeout_s:.0f} s and was ended")
            chunk = os.read(descriptor, 1 << 16)
            if not chunk:
                self._end()
                raise EnvironmentFault("the office worker died")
            self._buffer += chunk
        line, self._buffer = self._buffer.split(b"\n", 1)
        return line


def _end_worker(worker: subprocess.Popen[bytes], grace_s: float = 1.0) -> None:
    """Close its stdin, at which it ends the office and itself; kill it when it hangs (the office is told to die with it)."""
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    try:
        worker.wait(grace_s)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _await_end(pid: int, timeout_s: float = 3.0) -> None:
    """Wait until a process that was told to end is gone."""
    if not pid:
        return
    with contextlib.suppress(OSError):
        descriptor = os.pidfd_open(pid)
        try:
            select.select([descriptor], [], [], timeout_s)
        finally:
            os.close(descriptor)
