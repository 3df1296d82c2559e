"""One instruction, from the words to the file in its place: check, copy, act, read back, judge, put in place."""

from __future__ import annotations

import logging
import shutil
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from lam.agent.loop import Episode
from lam.errors import EnvironmentFault, ExitCode, LamError, UserError
from lam.evaluation import report
from lam.guard import Budget, Fence, Guard, Person
from lam.reading.runs import told
from lam.session.files import check_document, check_room, check_suffix, check_target, no_room_is_said, place, sha256
from lam.session.instruction import check_instruction, check_kind, named_files, says_nothing
from lam.session.settings import RunSettings, resolve
from lam.session.start import Ready, Start
from lam.store import Result, RunFolder
from lam.types import Kind, Step
from lam.verdict.attempts import Files, try_until_accepted
from lam.verdict.judge import Judgement, is_question

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Audience:
    """Who watches a run, and who can be asked."""

    on_step: Callable[[Step], None] = lambda step: None
    say: Callable[[str], None] = lambda line: None
    person: Person | None = None


def run(instruction: str, file: str | Path, *, audience: Audience | None = None, **options: Any) -> Result:
    """Carry out an instruction on a document; the result says whether it was done, and how the document changed.

    Options are the fields of `RunSettings`: `policy`, `output`, `dry_run`, `approval`, `workspace`, `max_steps`, ...

    Raises: UserError when the file, the instruction or an option is wrong; the file is then as it was.
    """
    settings = resolve({"instruction": instruction, "file": Path(file), **options})
    return carry_out(settings, audience or Audience())


@dataclass
class _Run:
    """What is known of a run while it goes on."""

    settings: RunSettings
    kind: Kind
    folder: RunFolder
    suffix: str
    started: float = field(default_factory=time.monotonic)
    seconds_of: dict[str, float] = field(default_factory=dict)
    policy: str = ""
    steps: int = 0
    attempts: int = 1
    tokens: int = 0

    def path(self, stem: str) -> Path:
        return self.folder.file(stem, self.suffix)

    def result(self, verdict: Any, reason: str = "", code: int = ExitCode.DONE, **rest: Any) -> Result:
        settings = self.settings
        return Result(
            run=self.folder.name,
            folder=str(self.folder.path),
            instruction=settings.instruction,
            file=str(settings.file.absolute()),
            verdict=verdict,
            reason=reason,
            code=int(code),
            policy=self.policy or settings.policy,
            started=self.folder.config["started"],
            steps=self.steps,
            attempts=self.attempts,
            tokens=self.tokens,
            seconds=round(time.monotonic() - self.started, 3),
            seconds_of=dict(self.seconds_of),
            **rest,
        )

    def lap(self, name: str, since: float) -> float:
        now = time.monotonic()
        self.seconds_of[name] = round(now - since, 3)
        return now


def carry_out(settings: RunSettings, audience: Audience) -> Result:
    """`run`, with resolved settings."""
    kind = _check(settings)
    with no_room_is_said(settings.runs_dir):
        folder = RunFolder.create(
            settings.runs_dir, settings.file.stem, {**settings.model_dump(mode="json", exclude={"base_url"}), "kind": kind, **_beside(settings)}
        )
        this = _Run(settings, kind, folder, settings.file.suffix.lower())
        shutil.copyfile(settings.file, this.path("before"))
        work = folder.path / "work" / settings.file.name
        work.parent.mkdir()
        shutil.copyfile(this.path("before"), work)
    try:
        with no_room_is_said(folder.path):
            result = _work(this, work, audience)
    except KeyboardInterrupt:
        _end(this, this.result("not done", "stopped by the person", ExitCode.INTERRUPTED))
        raise
    except UserError as error:
        _end(this, this.result("fault" if error.code >= ExitCode.NO_OFFICE else "not done", str(error), error.code))
        raise
    except EnvironmentFault as error:
        result = this.result("fault", str(error), ExitCode.FAULT)
    finally:
        shutil.rmtree(work.parent, ignore_errors=True)
    _end(this, result)
    return result


def _check(settings: RunSettings) -> Kind:
    """Everything that can be known to be wrong before anything starts."""
    instruction = check_instruction(settings.instruction)
    kind = check_document(settings.file)
    check_kind(instruction, kind, settings.file)
    target = settings.output or settings.file
    check_suffix(target, settings.file)
    if not settings.dry_run:
        check_target(target)
    with no_room_is_said(settings.runs_dir):
        settings.runs_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    check_room(settings.file.stat().st_size, settings.runs_dir, *([] if settings.dry_run else [target.resolve().parent]))
    return kind


def _work(this: _Run, work: Path, audience: Audience) -> Result:
    settings, folder = this.settings, this.folder
    with Start(settings, work, this.path("start"), this.path("before")) as start:
        ready = start.ready()
        clock = this.lap("start", this.started)
        this.policy = ready.policy.name
        folder.begin(settings.instruction, this.kind, this.policy)
        shutil.copyfile(this.path("start"), this.path("last"))
        episode = _episode(this, ready, audience)
        audience.say(f"{work.name}: {ready.observation.summary}")

        def stepped(step: Step) -> None:
            this.steps, this.tokens = episode.budget.steps, episode.budget.tokens
            audience.on_step(step)

        def refused(attempt: int, judgement: Judgement) -> None:
            audience.say(f"attempt {attempt} of {settings.attempts} is taken back: {judgement.reason}")

        if settings.policy == "local" and says_nothing(settings.instruction, ready.observation, episode.vocabulary):
            raise UserError("the instruction names nothing in this document and nothing that LAM can do", ExitCode.NO_INSTRUCTION)
        files = Files(ready.original, this.path("start"), this.path("last"), this.path("after"))
        partial = ready.observation.omitted or settings.actions == "gui"  # then it is looked at anew, for what the instruction names
        tried = try_until_accepted(
            episode, settings.instruction, files, None if partial else ready.observation, settings.attempts, on_step=stepped, on_refusal=refused
        )
        this.lap("steps", clock)
    ending, judgement, this.attempts = tried.ending, tried.judgement, tried.attempts
    if judgement is None:
        endpoint = ending.why == "policy fault" and settings.policy.startswith("openai:")
        return this.result("fault", ending.words, ExitCode.NO_ENDPOINT if endpoint else ExitCode.FAULT)
    for left in (files.last, files.offer):
        left.unlink(missing_ok=True)
    changes = tuple(asdict(change) for change in told(tried.changes))
    folder.write("changes.json", list(changes))
    message = ending.words if ending.why == "finished" else ""
    known: dict[str, Any] = {
        "message": message,
        "changes": changes,
        "unasked": tuple(asdict(change) for change in told(judgement.unasked)),
        "by_saving": judgement.by_saving,
    }
    if judgement.verdict != "done":
        code = ExitCode.NONSENSE if ending.why == "nonsense" else ExitCode.NOT_DONE
        return this.result(judgement.verdict, judgement.reason, code, **known)
    result = this.result("done", **known)
    if settings.dry_run or (not tried.changes and is_question(settings.instruction)):
        return result
    return put_in_place(folder, settings.file, settings.output, result)


def _episode(this: _Run, ready: Ready, audience: Audience) -> Episode:
    settings = this.settings
    document = settings.file.resolve()
    workspace = settings.workspace.resolve() if settings.workspace else None
    fence = Fence(document, named_files(settings.instruction, document.parent), workspace, writes=not settings.dry_run)
    guard = Guard(this.kind, fence, settings.approval, audience.person, this.folder.name, audits(this.folder, settings.runs_dir))
    budget = Budget(settings.max_steps, settings.max_seconds, settings.max_tokens)
    return Episode(ready.env, ready.policy, guard, budget, this.folder, settings.actions)


def put_in_place(folder: RunFolder, file: Path, output: Path | None, result: Result) -> Result:
    """Write the result of a run to `output`, or over the file itself unless somebody else has changed that meanwhile.

    Raises: UserError when the file was changed, or cannot be written.
    """
    before, after = folder.document("before"), folder.document("after")
    if before is None or after is None:
        raise UserError(f"the run {folder.name} no longer holds its documents", ExitCode.NO_RUN)
    target = (output or file).resolve()
    existed = target.exists()
    if target == file.resolve():
        if not existed or sha256(target) != sha256(before):
            raise UserError(f"{file}: changed by someone else since LAM read it, so it is left alone; the result is {after}", ExitCode.CHANGED_SINCE)
    elif existed:
        shutil.copyfile(target, folder.file("replaced", target.suffix))
    check_target(target)
    digest = place(after, target)
    return replace(result, target=str(target), target_sha256=digest, created=not existed)


def _end(this: _Run, result: Result) -> None:
    """Write the end down, and the report of it."""
    this.folder.end(result.verdict, result.reason)
    conclude(this.folder, result)


def audits(folder: RunFolder, runs_dir: Path) -> tuple[Path, Path]:
    """Where each action of a run leaves a line: beside the run, and beside all runs."""
    return folder.path / "audit.jsonl", runs_dir / "audit.jsonl"


def conclude(folder: RunFolder, result: Result) -> None:
    """Write the result of a run down, and the report of it; that there is no report takes nothing from what was done."""
    folder.write_result(result)
    try:
        report.write(folder)
    except (OSError, LamError) as error:
        log.warning("no report: %s", error)


def _beside(settings: RunSettings) -> dict[str, str]:
    """What the record holds otherwise than the settings do: the whole path of the output, the endpoint's address without a name and password."""
    output = {"output": str(settings.output.absolute())} if settings.output else {}
    return output | ({"base_url": settings.base_url.rpartition("@")[2]} if settings.base_url else {})
