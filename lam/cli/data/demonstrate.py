"""`lam data demonstrate`: experts act in the real office, and the verifier decides."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lam.cli.data.running import runner, runner_options

if TYPE_CHECKING:
    from lam.data.demonstrate.execute import Way
    from lam.data.journal import Journal
    from lam.data.parallel import Result
    from lam.tasks.base import Split


@click.command()
@click.option("--groups", default=1000, show_default=True, help="Generated documents, each with up to six tasks of the families.")
@click.option("--everyday", "with_everyday", is_flag=True, help="Also the everyday documents of the split (lam/tasks/everyday).")
@click.option("--tasks", "pairs", type=click.Path(path_type=Path), help="Folder of instantiated pairs (lam data instantiate), demonstrated as well.")
@click.option("--uitests", type=click.Path(path_type=Path), metavar="PAIRS",
              help="Instead: replay the UI tests among these pairs (lam data collect); their own assertions decide.")  # fmt: skip
@click.option("--source", type=click.Path(path_type=Path), help="The archive or folder that has the documents of the UI tests.")
@click.option("--split", type=click.Choice(["train", "test"]), default="train", show_default=True)
@click.option("--way", type=click.Choice(["app", "hybrid", "gui"]), default="app", show_default=True,
              help="Typed app actions; GUI actions with app actions to select; GUI actions alone.")  # fmt: skip
@click.option("--even", is_flag=True, help="Every family as often as the others; by default the commonest wishes come more often.")
@click.option("--family", "only", multiple=True, help="Only this family; may be given several times.")
@click.option("--out", type=click.Path(path_type=Path), help="Default: data/demonstrations/<split>, for another way or UI tests <split>-<way>.")
@runner_options
def command(
    groups: int,
    with_everyday: bool,
    pairs: Path | None,
    uitests: Path | None,
    source: Path | None,
    split: Split,
    way: Way,
    even: bool,
    only: tuple[str, ...],
    out: Path | None,
    workers: int,
    ray: str,
) -> None:
    """Carry out tasks in the real office and keep what the verifier accepts.

    Stopped, it goes on where it was; the same call gives the same set, however many workers there are.
    """
    from lam.data.demonstrate.execute import Demonstrator, report
    from lam.data.journal import Journal, records
    from lam.tasks import families
    from lam.tasks.everyday import names

    unknown = sorted(set(only) - {family.name for family in families()})
    if unknown:
        raise click.UsageError(f"no family {', '.join(unknown)}; `lam data check` lists them")
    if uitests and (pairs or only or even or with_everyday or way != "app"):
        raise click.UsageError("--uitests replays tests and nothing else; leave --tasks, --everyday, --family, --even and --way out")
    if with_everyday and way != "app":
        raise click.UsageError("--everyday has typed app actions only; leave --way out")
    if source and not uitests:
        raise click.UsageError("--source is for --uitests")
    jobs = records(pairs, "instantiate") if pairs else ()
    known = records(uitests, "collect") if uitests else None
    suffix = "-uitest" if uitests else "" if way == "app" else f"-{way}"
    out = out or Path("data/demonstrations") / f"{split}{suffix}"
    config = {"split": split, "way": "uitest"} if uitests else {"split": split, "way": way, "even": even, "only": sorted(only)}
    journal = Journal(out, "demonstrate", config)

    def items() -> Iterator[tuple[str, Any]]:
        for index in range(groups):
            if f"{split}-{index}" not in journal.done:
                yield "group", f"{split}-{index}"
        for name in names(split) if with_everyday else ():
            if f"{split}/{name}" not in journal.done:
                yield "everyday", f"{split}/{name}"
        for record in jobs:
            if record["split"] == split and record["id"] not in journal.done:
                yield "task", record

    with tempfile.TemporaryDirectory(prefix="lam-uitests-") as folder:
        work: Callable[[], Any] = partial(Demonstrator, way, even, only)
        todo: Iterator[tuple[str, Any]] = items()
        if known is not None:
            from lam.data.demonstrate import replay

            given = {name: found for name, found in replay.tests(known, split).items() if name not in journal.done}
            work = partial(replay.Replayer, str(replay.documents(source, given.values(), Path(folder))) if source else "")
            todo = iter(given.items())
        _go(journal, runner(workers, ray).run(work, todo))
    told = journal.finish(report=report(journal.lines()))
    click.echo(f"{told['funnel']['kept']} verified trajectories in {out}; dropped: {told['funnel']['dropped'] or 'none'}")


def _go(journal: Journal, results: Iterable[Result]) -> None:
    started, before = time.monotonic(), journal.counts["kept"]
    for result in results:
        if result.fault:
            what, given = result.item
            key = given if what in ("group", "everyday") else given["id"] if what == "task" else what
            journal.record(key, [], {"fault": 1}, {"tasks": [{"family": "", "result": "fault", "why": result.fault}]})
        else:
            journal.record(**result.value)
        made, hours = journal.counts["kept"] - before, (time.monotonic() - started) / 3600
        counts = f"{journal.counts['items']} documents  {journal.counts['kept']} kept  {journal.dropped} dropped"
        click.echo(f"\r{counts}  {made / hours:,.0f} an hour ", nl=False, err=True)
    click.echo(err=True)
