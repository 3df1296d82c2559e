"""`make bench`: speed and size of every part, as a table beside its goal. Nothing in the tests is timed; this is."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import docx
import openpyxl
import pptx

from lam.envs.libreoffice import LibreOffice
from lam.types import Action, Kind

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
FILES: dict[Kind, str] = {"document": "report.docx", "spreadsheet": "sales.xlsx", "presentation": "deck.pptx"}
ACTS: dict[Kind, tuple[Action, Action]] = {
    "document": (Action("format_text", {"target": "p2", "bold": True}), Action("format_text", {"target": "p2", "bold": False})),
    "spreadsheet": (Action("set_cell", {"cell": "E2", "value": 1}), Action("set_cell", {"cell": "E2", "value": 2})),
    "presentation": (Action("format_text", {"target": "s2.2", "bold": True}), Action("format_text", {"target": "s2.2", "bold": False})),
}
TASKS = {
    "report.docx": "Make the title of this document bold and increase the font size to 16.",
    "sales.xlsx": "Calculate the average sales for the last quarter.",
    "deck.pptx": "Create a new slide with a bullet-point list summarizing the key findings.",
}


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    what: str
    value: float
    unit: str
    goal: str = ""
    met: bool | None = None
    spread: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the table, and write `bench.json` when asked."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="repetitions of the short measurements (default 5)")
    parser.add_argument("--steps", type=int, default=60, help="act + observe steps per measurement (default 60)")
    parser.add_argument("--no-model", action="store_true", help="leave out what needs the model")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures to FILE")
    options = parser.parse_args(arguments)
    figures: list[Figure] = []
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start; medians (fastest to slowest)\n", flush=True)
    for figure in _measure(options.rounds, options.steps, not options.no_model):
        figures.append(figure)
        mark = {None: "", True: "met", False: "MISSED"}[figure.met]
        print(f"{figure.what:<52}{figure.value:>9.2f} {figure.unit:<9}{figure.spread:<22}{figure.goal:<12}{mark}", flush=True)
    if options.json:
        options.json.write_text(json.dumps([asdict(f) for f in figures], indent=1), encoding="utf-8")
    return 0


def _measure(rounds: int, steps: int, with_model: bool) -> Iterator[Figure]:
    lam = [sys.executable, "-m", "lam"]
    yield _seconds("lam --help", [_wall([*lam, "--help"]) for _ in range(rounds)], 0.3)
    with tempfile.TemporaryDirectory(prefix="lam-bench-") as name:
        folder = Path(name)
        for file in FILES.values():
            shutil.copyfile(SAMPLES / file, folder / file)
        if with_model:  # first, as a person finds it: after minutes of work on all cores it would take care not to use them all
            yield from _model(folder, rounds)
            for file, instruction in TASKS.items():
                yield _task(lam, folder, file, instruction, rounds)
        yield from _office(folder, rounds, steps)
        yield from _all_cores(folder, steps)
        yield from _large(folder, rounds)


def _office(folder: Path, rounds: int, steps: int) -> Iterator[Figure]:
    with LibreOffice() as office:  # the first start on a machine completes the profile template
        office.reset(folder / FILES["document"])
    for kind, file in FILES.items():
        starts = []
        for _ in range(rounds):
            with LibreOffice() as office:
                starts.append(_timed(lambda office=office, path=folder / file: office.reset(path)))  # type: ignore[misc]
        yield _seconds(f"warm start to first observation, {kind}", starts, 1.5)
    for kind, file in FILES.items():
        with LibreOffice() as office:
            office.reset(folder / file)
            acts, observes = _act_and_observe(office, kind, steps)
            memory = _proportional_memory(office.office_pid)
        yield _milliseconds(f"act, {kind}", acts)
        yield _milliseconds(f"observe, {kind}", observes)
        rate = len(acts) / (sum(acts) + sum(observes))
        yield Figure(f"act + observe, one office, {kind}", rate, "steps/s", ">= 15", rate >= 15)
        yield Figure(f"memory of the office (PSS), {kind}", memory, "MB", "<= 200", memory <= 200)


def _all_cores(folder: Path, steps: int) -> Iterator[Figure]:
    count = os.cpu_count() or 1
    context = multiprocessing.get_context("spawn")
    with context.Pool(count) as pool:
        done = pool.starmap(_steps_of_one, [(folder, number, steps) for number in range(count)])
    begin, end = min(d[0] for d in done), max(d[1] for d in done)
    yield Figure(f"act + observe, {count} offices at once, document", count * steps / (end - begin), "steps/s")


def _steps_of_one(folder: Path, number: int, steps: int) -> tuple[float, float]:
    """(start, end) in seconds since boot of one office's steps."""
    path = folder / f"parallel-{number}.docx"
    shutil.copyfile(folder / FILES["document"], path)
    with LibreOffice() as office:
        office.reset(path)
        begin = time.monotonic()
        _act_and_observe(office, "document", steps)
        return begin, time.monotonic()


def _large(folder: Path, rounds: int) -> Iterator[Figure]:
    """What it takes to see a large document again after each change, and to look for something in it."""
    for kind, (what, make) in LARGE.items():
        path = folder / f"large{Path(FILES[kind]).suffix}"
        make(path)
        with LibreOffice() as office:
            office.reset(path)
            times = []
            for number in range(2 * rounds):
                office.act(ACTS[kind][number % 2])
                times.append(_timed(lambda: office.observe("the total of the third quarter")))
        middle = 1000 * statistics.median(times)
        spread = f"({1000 * min(times):.0f} to {1000 * max(times):.0f})"
        yield Figure(f"observe after a change, {what}", middle, "ms", "<= 200", middle <= 200, spread)


def _paragraphs(path: Path) -> None:
    document = docx.Document()
    for number in range(3000):
        style = "Heading 1" if number % 50 == 0 else "List Bullet" if number % 9 == 0 else None
        document.add_paragraph(f"Remark {number}: the sections of the new line are longer than those of the old one, and cost more to keep.", style)
    document.save(str(path))


def _rows(path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sales")
    sheet.append(["Order", "Product", "Units", "Price"])
    for number in range(1, 100_000):
        sheet.append([number, f"Product {number % 97}", number % 13, number % 89 / 4])
    book.save(path)


def _slides(path: Path) -> None:
    deck = pptx.Presentation()
    for number in range(200):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Topic {number}"
        slide.placeholders[1].text = f"First point of {number}\nSecond point of {number}"
    deck.save(str(path))


LARGE: dict[Kind, tuple[str, Callable[[Path], None]]] = {
    "document": ("3,000 paragraphs", _paragraphs),
    "spreadsheet": ("100,000 rows", _rows),
    "presentation": ("200 slides", _slides),
}


def _act_and_observe(office: LibreOffice, kind: Kind, steps: int) -> tuple[list[float], list[float]]:
    acts, observes = [], []
    for number in range(steps):
        acts.append(_timed(lambda number=number: office.act(ACTS[kind][number % 2])))  # type: ignore[misc]
        observes.append(_timed(office.observe))
    return acts, observes


def _model(folder: Path, rounds: int) -> Iterator[Figure]:
    from lam.agent.local import LocalPolicy
    from lam.agent.loop import vocabulary
    from lam.types import Outcome, Step

    before = _proportional_memory(os.getpid())
    started = time.perf_counter()
    policy = LocalPolicy()
    firsts, seconds, speeds = [], [], []
    load = 0.0
    with LibreOffice() as office:
        for number in range(rounds):
            for file, instruction in TASKS.items():
                seen = office.reset(folder / file)
                words = vocabulary(office, "hybrid")
                decision = policy.decide(instruction, seen, [], words)
                if not load:
                    load = time.perf_counter() - started - decision.duration_s
                    continue  # the first answer pays for warming up
                step = Step(1, decision, Outcome(True, "done"), seen)
                second = policy.decide(instruction, seen, [step], words)
                firsts.append(decision.duration_s)
                seconds.append(second.duration_s)
                speeds.append(decision.completion_tokens / decision.duration_s)
            del number
    memory = _proportional_memory(os.getpid()) - before
    policy.close()
    yield Figure("model load until the first answer began", load, "s")
    mean = statistics.mean([*firsts, *seconds])
    yield Figure("model, per step of the sample tasks (mean)", mean, "s", "<= 1", mean <= 1)
    yield _seconds("model, first step of a task (reads the document)", firsts)
    yield _seconds("model, second step (prefix reused)", seconds)
    yield Figure("model, answer tokens per second, prompt included", statistics.median(speeds), "tokens/s")
    yield Figure("memory of the model (PSS)", memory, "MB")


def _task(lam: list[str], folder: Path, file: str, instruction: str, rounds: int) -> Figure:
    times, done = [], 0
    for _ in range(max(1, rounds // 2)):
        shutil.copyfile(SAMPLES / file, folder / file)
        command = [*lam, "run", instruction, str(folder / file), "--runs-dir", str(folder / "runs"), "--quiet"]
        started = time.perf_counter()
        done += subprocess.run(command, capture_output=True).returncode == 0
        times.append(time.perf_counter() - started)
    figure = _seconds(f"{file}, from the shell prompt ({done}/{len(times)} done)", times, 8.0)
    return figure if done == len(times) else Figure(figure.what, figure.value, "s", figure.goal, False, figure.spread)


def _seconds(what: str, times: list[float], goal: float | None = None) -> Figure:
    middle, spread = statistics.median(times), f"({min(times):.2f} to {max(times):.2f})"
    return Figure(what, middle, "s", spread=spread) if goal is None else Figure(what, middle, "s", f"<= {goal:g}", middle <= goal, spread)


def _milliseconds(what: str, times: list[float]) -> Figure:
    scaled = [1000 * t for t in times]
    return Figure(what, statistics.median(scaled), "ms", spread=f"({min(scaled):.1f} to {max(scaled):.1f})")


def _timed(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _wall(command: list[str]) -> float:
    return _timed(lambda: subprocess.run(command, capture_output=True, check=True))


def _proportional_memory(pid: int) -> float:
    """Memory of a process in MB, shared pages counted by their share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    sys.exit(main())
