"""The worker process: starts one private office, loads the engine into it, and relays requests. Run by the Python that owns `uno`.

Requests and replies are JSON lines on stdin and stdout. The office dies with the worker, and the worker with its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

PROFILE_CREATED = (79, 81)
"""Exit codes with which a fresh profile asks for a second start."""
DIALOG_POLL_S = 0.02
CARRY_OUT_S = 5.0
"""How long the office may take for what was chosen in a dialog, before the next request is let in."""
PR_SET_PDEATHSIG = 1


def _closed(before: list[str], now: list[str]) -> bool:
    """Whether dialogs have gone and none has come: the act goes on with what was chosen in them."""
    return now == before[: len(now)]


class Worker:
    """One office process and the engine inside it."""

    def __init__(self, config: dict[str, Any]) -> None:
        self.config = config
        self.pipe = f"lam{os.getpid()}"
        self.office: subprocess.Popen[bytes] | None = None
        self.engine: Any = None
        self.blocked: list[tuple[threading.Thread, int]] = []
        """Acts that wait for a dialog to close, and how many dialogs there were before each."""

    def start(self) -> dict[str, Any]:
        """Start the office and load the engine into it."""
        context = self._connect(self.config["start_timeout_s"])
        loader = context.ServiceManager.createInstanceWithContext("com.sun.star.loader.Python", context)
        component = Path(__file__).resolve().parent / "inside" / "component.py"
        factory = loader.activate("lam.Engine", "", component.as_uri(), None)
        self.engine = factory.createInstanceWithContext(context)
        assert self.office is not None
        return {"office": self.office.pid}

    def call(self, request: dict[str, Any]) -> str:
        """Run one request in the office. A request that opens a modal dialog returns while the dialog is up."""
        from com.sun.star.beans import NamedValue

        def execute(payload: str) -> str:
            return str(self.engine.execute((NamedValue("request", payload),)))

        payload = json.dumps(request)
        if not request.get("may_block"):
            return execute(payload)
        reply: list[str] = []
        thread = threading.Thread(target=lambda: reply.append(execute(payload)), daemon=True)

        def dialogs() -> Any:
            return json.loads(execute('{"op": "dialogs"}')).get("result")  # none while one is being built

        before = dialogs()
        thread.start()
        while thread.is_alive():
            thread.join(DIALOG_POLL_S)
            if thread.is_alive() and (now := dialogs()) not in (before, None) and not _closed(before or [], now):
                self.blocked.append((thread, len(before or [])))
                return json.dumps({"result": {"message": f"opened the dialog {now[-1] or 'dialog'!r}", "changed": [], "data": ""}})
        if self.blocked and (now := dialogs()) is not None:
            while self.blocked and len(now) <= self.blocked[-1][1]:  # what opened the dialog carries out now what was chosen in it
                self.blocked.pop()[0].join(CARRY_OUT_S)
        return reply[0]

    def _connect(self, timeout_s: float) -> Any:
        import uno
        from com.sun.star.connection import NoConnectException

        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        self._launch()
        end = time.monotonic() + timeout_s
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={self.pipe};urp;StarOffice.ComponentContext")
            except NoConnectException:
                assert self.office is not None
                code = self.office.poll()
                if code in PROFILE_CREATED:
                    self._launch()
                elif code is not None:
                    raise RuntimeError(f"the office exited with code {code} at the start") from None
                elif time.monotonic() > end:
                    raise RuntimeError(f"the office did not answer within {timeout_s:.0f} s") from None
                time.sleep(0.01)

    def _launch(self) -> None:
        work = self.config["work"]
        command = [
            self.config["soffice"],
            f"-env:UserInstallation={Path(work, 'profile').as_uri()}",
            f"--accept=pipe,name={self.pipe};urp;",
            "--norestore",
            "--nologo",
            "--nodefault",
            "--nofirststartwizard",
            "--nolockcheck",
        ]
        with open(Path(work, "office.log"), "ab") as log:
            self.office = subprocess.Popen(
                command, env=self.config["env"], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=work, preexec_fn=_die_with_parent
            )

    def stop(self) -> None:
        """End the office by pid."""
        if self.office is not None and self.office.poll() is None:
            self.office.kill()
            self.office.wait()


def _die_with_parent() -> None:
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _watch_parent(parent: int, worker: Worker) -> None:
    """End everything when the parent dies, even in the middle of a call that hangs."""
    with contextlib.suppress(ProcessLookupError):
        select.select([os.pidfd_open(parent)], [], [])
    worker.stop()
    os._exit(1)


def main() -> None:
    """Serve requests until stdin closes."""
    replies = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    config = json.loads(sys.stdin.readline())
    worker = Worker(config)
    threading.Thread(target=_watch_parent, args=(config["parent"], worker), daemon=True).start()
    try:
        replies.write(json.dumps({"result": worker.start()}) + "\n")
        for line in sys.stdin:
            request = json.loads(line)
            replies.write(worker.call(request) + "\n")
    except BrokenPipeError:
        pass
    except Exception as error:  # noqa: BLE001  the last words of the process: the parent turns them into an EnvironmentFault
        with contextlib.suppress(OSError):
            replies.write(json.dumps({"fault": f"{type(error).__name__}: {error}"}) + "\n")
    finally:
        worker.stop()
        os._exit(0)


if __name__ == "__main__":
    main()
