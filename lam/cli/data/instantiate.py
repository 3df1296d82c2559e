"""`lam data instantiate`: pairs become documents, instructions, plans and expected effects."""

from __future__ import annotations

from pathlib import Path

import click

from lam.cli.data.running import runner, runner_options


@click.command()
@click.option(
    "--from", "pairs", type=click.Path(path_type=Path), help="Folder of `lam data evolve` or `lam data collect`. Default: the first of them."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("data/tasks"), show_default=True)
@click.option("--survey", "surveyed", type=click.Path(path_type=Path), default=Path("data/survey"), show_default=True,
              help="What the installed office's commands do; asked of the office where it is not known yet.")  # fmt: skip
@click.option("--seed", default=1, show_default=True)
@click.option("--most", default=0, help="So many pairs at most; 0: all.")
@runner_options
def command(pairs: Path | None, out: Path, surveyed: Path, seed: int, most: int, workers: int, ray: str) -> None:
    """Find a document, a concrete instruction, the expected effect and the plan of actions for every pair that can be grounded.

    The first time, the office is asked what its commands do (some minutes). Stopped, it goes on where it was.
    """
    from lam.data.evolve import fingerprint, originals
    from lam.data.instantiate.stage import run, summary
    from lam.data.instantiate.survey import commands, survey
    from lam.data.journal import Journal
    from lam.envs.libreoffice import LibreOffice
    from lam.errors import UserError

    found = pairs or next((p for p in (Path("data/evolved"), Path("data/pairs")) if (p / "journal.jsonl").exists()), Path("data/pairs"))
    if not (found / "journal.jsonl").exists():
        raise UserError(f"{found} holds no pairs; run `lam data collect` first, or name a folder with --from")
    journal = Journal(out, "instantiate", {"seed": seed, "most": most, "pairs": fingerprint(originals(found))})
    known = Journal(surveyed, "survey", {})
    wanted = sorted(set(commands(originals(found))))

    def tell_survey(done: int) -> None:
        click.echo(f"\r{done} commands asked, {len(wanted)} are named", nl=False, err=True)

    def tell(done: int, kept: int) -> None:
        click.echo(f"\r{done} batches, {kept} tasks          ", nl=False, err=True)

    survey(lambda: LibreOffice(deadline_s=10.0), wanted, known, tell_survey)
    known.finish()
    run(found, surveyed, journal, runner(workers, ray), seed, most, tell)
    click.echo("\r", nl=False, err=True)
    done = journal.finish(summary=summary(journal.kept()))
    click.echo(f"{done['funnel']['kept']} tasks in {out}: " + ", ".join(f"{n} {kind}" for kind, n in done["summary"]["effects"].items()))
    for reason, count in done["funnel"]["dropped"].items():
        click.echo(f"  {count:>7} {reason}")
