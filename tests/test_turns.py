"""Threads that are in the office at once: while an act is watched for dialogs, and when a dialog closes that an act had waited for."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path

import pytest

from lam.envs.libreoffice import install, profile
from lam.envs.libreoffice.environment import ROOT
from lam.envs.libreoffice.inside.turns import Turn

ASKERS = """
import json, sys, threading, uno
from com.sun.star.beans import NamedValue
from lam.envs.libreoffice.worker import Worker

config = json.loads(sys.argv[1])
worker = Worker(config)
replies = []

def ask(request):
    replies.append(json.loads(worker.engine.execute((NamedValue("request", json.dumps(request)),))))

try:
    worker.start()
    for path in config["documents"]:
        ask({"op": "open", "path": path, "kind": "spreadsheet", "size": [800, 600], "hidden": True})
        together = [threading.Thread(target=ask, args=({"op": "dialogs"},)) for _ in range(6)]
        for thread in together:
            thread.start()
        for thread in together:
            thread.join()
finally:
    worker.stop()
print(json.dumps([reply for reply in replies if "result" not in reply]))
"""


@pytest.mark.office
def test_all_who_ask_at_once_of_a_document_that_nobody_asked_before_are_answered(sales: Path, tmp_path: Path) -> None:
    """The office is asked for the window of each new document by six threads together; without turns some are told that it has none."""
    found = install.find()
    profile.create(tmp_path / "profile", found.soffice)
    config = {"soffice": str(found.soffice), "work": str(tmp_path), "start_timeout_s": 60.0, "documents": [str(sales)] * 12}
    config["env"] = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "SAL_USE_VCLPLUGIN": "svp"}
    script = f"import sys; sys.path.append({str(ROOT)!r})\n{ASKERS}"
    done = subprocess.run([found.python, "-I", "-c", script, json.dumps(config)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == []


def test_a_turn_is_left_for_others_during_a_call_that_waits_for_them() -> None:
    turn, told = Turn(), []

    def other() -> None:
        with turn.taken():
            told.append("other")

    with turn.taken():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        told.append("first")
        with turn.left():
            thread.join()
        told.append("first again")
    assert told == ["first", "other", "first again"]
