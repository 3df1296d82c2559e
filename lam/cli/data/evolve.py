"""`lam data evolve`: pairs become harder and more concrete ones."""

from __future__ import annotations

from pathlib import Path

import click

from lam.cli.data.running import runner, runner_options


@click.command()
@click.option(
    "--from", "collected", type=click.Path(path_type=Path), default=Path("data/pairs"), show_default=True, help="What `lam data collect` wrote."
)
@click.option("--out", type=click.Path(path_type=Path), default=Path("data/evolved"), show_default=True)
@click.option("--seed", default=1, show_default=True)
@click.option("--per-pair", default=18, show_default=True, help="How many pairs to aim at for each original.")
@click.option("--teacher", default="", metavar="openai:MODEL", help="A language model for the operations instead of rules.")
@click.option("--base-url", default="", help="The endpoint of the teacher.")
@runner_options
def command(collected: Path, out: Path, seed: int, per_pair: int, teacher: str, base_url: str, workers: int, ray: str) -> None:
    """Make pairs harder and more concrete: conditions, values, compositions, rewordings, other documents, vaguer wordings.

    The result holds the originals, too. Stop it at any moment; the same command goes on.
    """
    from lam.data.evolve import Settings, evolve, fingerprint, originals
    from lam.data.evolve.diversity import measure
    from lam.data.journal import Journal
    from lam.data.pairs import from_record
    from lam.errors import UserError

    if not (collected / "journal.jsonl").exists():
        raise UserError(f"{collected} holds no pairs; run `lam data collect` first, or name its folder with --from")
    if per_pair < 1:
        raise UserError("--per-pair is at least 1")
    settings = Settings(seed, per_pair, teacher, base_url)
    told = {"seed": seed, "per_pair": per_pair, "teacher": teacher, "pairs": fingerprint(originals(collected))}
    journal = Journal(out, "evolve", told)

    def tell(items: int, kept: int) -> None:
        click.echo(f"\r{items} chunks, {kept} pairs", nl=False, err=True)

    evolve(collected, journal, settings, runner(workers, ray), tell)
    click.echo("\r", nl=False, err=True)
    report = measure(from_record(record) for record in journal.kept())
    done = journal.finish(diversity=report)
    click.echo(f"{done['funnel']['kept']} pairs in {out}, {report['near-duplicate share']:.1%} of them near-duplicates")
    for reason, count in done["funnel"]["dropped"].items():
        click.echo(f"  {count:>7} {reason}")
