"""`make heldout`: the three sample tasks in wordings that are in no training data, live, judged by programs that read the saved file."""

from __future__ import annotations

import argparse
import json
import re
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from lam.agent.policy import Policy
from lam.envs.base import Environment
from lam.evaluation.live import carry_out, policy_of
from lam.reading import Reading, compare, read
from lam.verdict.judge import Judgement

ROOT = Path(__file__).resolve().parents[2]
WORDINGS = Path(__file__).with_name("held_out")
SAMPLES = {"report": "report.docx", "sales": "sales.xlsx", "deck": "deck.pptx"}
AVERAGE = (1820 + 1965 + 2240) / 3


@dataclass(frozen=True)
class Attempt:
    """One wording, carried out."""

    task: str
    wording: str
    right: bool
    said_done: bool
    """By the verdict."""
    first_right: bool
    """What the first attempt left was right, whatever the checks say of it."""
    attempts: int
    steps: int
    model_s: float
    why: str = ""


def main(arguments: list[str] | None = None) -> int:
    """Run every held-out wording and print the table; 0 when at least ten wordings of each task were carried out."""
    parser = argparse.ArgumentParser(prog="python -m lam.evaluation.held_out", description=__doc__)
    parser.add_argument("--policy", default="local", help="local (default), local:ADAPTER or openai:MODEL")
    parser.add_argument("--base-url", default="", help="address of the endpoint")
    parser.add_argument("--attempts", type=int, default=3, help="as `lam run` takes it (default 3)")
    parser.add_argument("--task", choices=list(SAMPLES), help="only this one")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the attempts to FILE")
    options = parser.parse_args(arguments)
    leaked = leaks()
    if leaked:
        print("these wordings are training data:", *leaked, sep="\n  ")
        return 1
    attempts = run_all(policy_of(options.policy, options.base_url), [options.task] if options.task else list(SAMPLES), options.attempts)
    for name in dict.fromkeys(a.task for a in attempts):
        mine = [a for a in attempts if a.task == name]
        false = sum(a.said_done and not a.right for a in mine)
        steps, seconds = statistics.mean(a.steps for a in mine), statistics.median(a.model_s for a in mine)
        right, first = sum(a.right for a in mine), sum(a.first_right for a in mine)
        print(
            f"{name:<8}{right:>3} of {len(mine)} right ({first} by the model alone, at once), {false} said done but not, "
            f"{steps:.1f} steps, {seconds:.2f} s of model per task"
        )
        for attempt in mine:
            if not attempt.right:
                print(f"        failed: {attempt.wording}\n                {attempt.why}")
    if options.json:
        options.json.write_text(json.dumps([asdict(a) for a in attempts], indent=1, ensure_ascii=False), encoding="utf-8")
    return 0 if all(sum(a.right for a in attempts if a.task == name) >= 10 for name in {a.task for a in attempts}) else 1


def wordings(task: str) -> list[str]:
    """The held-out wordings of one sample task."""
    return [line for line in (WORDINGS / f"{task}.txt").read_text(encoding="utf-8").splitlines() if line.strip()]


def leaks() -> list[str]:
    """Held-out wordings that the training wordings contain, slots and case and punctuation aside."""
    known = {_plain(line) for file in (ROOT / "lam" / "tasks" / "wordings").rglob("*.txt") for line in file.read_text(encoding="utf-8").splitlines()}
    return [wording for task in SAMPLES for wording in wordings(task) if _plain(wording) in known]


def run_all(policy: Policy, tasks: Sequence[str], most: int = 1) -> list[Attempt]:
    """Every wording on a fresh copy of its sample document, in one office."""
    from lam.envs.libreoffice import LibreOffice

    attempts = []
    with tempfile.TemporaryDirectory(prefix="lam-held-out-") as folder, LibreOffice() as office:
        for task in tasks:
            for number, wording in enumerate(wordings(task)):
                attempts.append(attempt(office, policy, task, wording, Path(folder) / f"{task}-{number}", most))
                print(f"{'right' if attempts[-1].right else 'WRONG'}  {wording}", flush=True)
    policy.close()
    return attempts


def attempt(env: Environment, policy: Policy, task: str, wording: str, folder: Path, most: int = 1) -> Attempt:
    """Carry out one wording as `lam run` does, in up to `most` attempts, and judge what was saved."""
    judged = JUDGES[task]
    first: list[bool] = []

    def refused(number: int, judgement: Judgement) -> None:
        suffix = Path(SAMPLES[task]).suffix
        first.append(not judged(read(folder / f"start{suffix}"), read(folder / f"after{suffix}")))

    ran = carry_out(env, policy, wording, ROOT / "samples" / SAMPLES[task], folder, most, refused)
    tried = ran.tried
    why = judged(read(ran.start), read(ran.after)) if tried.judgement else tried.ending.words
    actions = "; ".join(f"{s.decision.action.name} {dict(s.decision.action.args)}" for s in ran.steps)
    return Attempt(
        task,
        wording,
        ran.done and not why,
        ran.done,
        first[0] if first else not why,
        tried.attempts,
        len(ran.steps),
        sum(s.decision.duration_s for s in ran.steps),
        f"{why or (tried.judgement.reason if tried.judgement else '')} | {actions}",
    )


def _judge_report(start: Reading, after: Reading) -> str:
    changed = {(c.where, c.property): c.after for c in compare(start, after)}
    wanted = {("paragraph 1", "bold"): True, ("paragraph 1", "size_pt"): 16.0}
    return "" if changed == wanted else f"changed {changed}"


def _judge_sales(start: Reading, after: Reading) -> str:
    changes = [c for c in compare(start, after) if c.part == "cell"]
    places = {c.where for c in changes}
    values = [value for place in places for value in _numbers(after[place].properties.get("value"))]
    if any(c.before is not None and c.property in ("value", "formula") and c.before != "" for c in changes):
        return f"overwrote a cell: {[str(c) for c in changes]}"
    return "" if len(places) <= 2 and any(abs(v - AVERAGE) < 0.01 for v in values) else f"changed {[str(c) for c in changes]}"


def _judge_deck(start: Reading, after: Reading) -> str:
    before_words = set(re.findall(r"\w{4,}", " ".join(_texts(start)).lower()))
    slides = [p for p in after.parts if p.kind == "slide"]
    if len(slides) != sum(p.kind == "slide" for p in start.parts) + 1:
        return "no single new slide"
    fresh = list((Counter(_texts(after)) - Counter(_texts(start))).elements())  # bullets may repeat what the deck says
    bullets = [line for text in fresh for line in text.splitlines() if line.strip()]
    grounded = [b for b in bullets if len(set(re.findall(r"\w{4,}", b.lower())) & before_words) >= 2]
    removed = [str(c) for c in compare(start, after) if c.after is None and c.part in ("slide", "shape")]
    return "" if len(grounded) >= 2 and not removed else f"new text {bullets}, removed {removed}"


JUDGES: dict[str, Callable[[Reading, Reading], str]] = {"report": _judge_report, "sales": _judge_sales, "deck": _judge_deck}


def _texts(reading: Reading) -> list[str]:
    return [str(part.properties["text"]) for part in reading.parts if part.properties.get("text")]


def _numbers(value: object) -> list[float]:
    value = getattr(value, "result", value)  # what a formula came to
    if isinstance(value, bool) or value is None:
        return []
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, dict):
        return [n for v in value.values() for n in _numbers(v)]
    return [float(n) for n in re.findall(r"(?<![\w.])-?\d+\.?\d*", str(value))]


def _plain(line: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", line.lower()).strip()


if __name__ == "__main__":
    sys.exit(main())
