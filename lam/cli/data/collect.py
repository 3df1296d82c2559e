"""`lam data collect`: sources become task-plan pairs."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from lam.cli.data.running import runner, runner_options

if TYPE_CHECKING:
    from lam.data.journal import Journal
    from lam.data.pairs import Pair

LICENCES = "permissive,GFDL-*"


@click.command()
@click.option("--source", "sources", multiple=True, metavar="NAME[=PATH][,OPTION=VALUE...]",
              help="libreoffice-help (default), libreoffice-uitest=TARBALL, html=PATH, wikihow=PATH, queries=PATH, "
              "stackexchange=PATH. May be repeated.")  # fmt: skip
@click.option("--licences", default=LICENCES, show_default=True,
              help="Which may enter: identifiers, patterns, or permissive, share-alike, non-commercial, unknown, any.")  # fmt: skip
@click.option("--languages", default="en", show_default=True, help="Two-letter codes; empty: every language.")
@click.option("--similar", default=0.85, show_default=True, help="From which similarity on pairs are near-duplicates; 1: exact ones only.")
@click.option("--relevance", default=3.0, show_default=True, help="Least score of pairs from sources about anything; 0: take all.")
@click.option("--out", type=click.Path(path_type=Path), default=Path("data/pairs"), show_default=True)
@click.option("--limit", default=0, help="Items (pages, files, chunks) of each source; 0: all.")
@click.option("--fresh", is_flag=True, help="Begin anew instead of going on.")
@click.option("--sample", default=0, metavar="N", help="Print N pairs at random when done.")
@click.option("--seed", default=1, show_default=True, help="Of the sample.")
@click.option("--kind", default="", help="Only pairs of this kind in the sample.")
@runner_options
def command(
    sources: tuple[str, ...], licences: str, languages: str, similar: float, relevance: float, out: Path, limit: int, fresh: bool,
    sample: int, seed: int, kind: str, workers: int, ray: str,
) -> None:  # fmt: skip
    """Read sources into task-plan pairs, filtered, with their provenance and licence.

    \b
    lam data collect
    lam data collect --source libreoffice-help --source libreoffice-uitest=libreoffice_7.4.7.orig.tar.xz --out data/both

    Stopped, it goes on where it was; the same call gives the same set, however many workers there are.
    """
    from lam.data.collect import DEFAULT, stage
    from lam.data.filters import Rules
    from lam.data.journal import records
    from lam.data.overview.stages import sample as drawn
    from lam.data.pairs import from_record

    rules = Rules(_words(licences), _words(languages), relevance, similar)
    options = stage.Options(sources or DEFAULT, rules, limit)
    if fresh:
        stage.fresh(out)
    started = time.monotonic()

    def say(journal: Journal) -> None:
        line = f"{journal.counts['items']} items  {journal.counts['kept']} pairs  {journal.dropped} dropped  {time.monotonic() - started:.0f} s"
        click.echo(f"\r{line} ", nl=False, err=True)

    told = stage.collect(out, options, runner(workers, ray), say)
    click.echo(err=True)
    _table(told, out)
    wanted = (record for record in records(out, stage.STAGE) if kind in ("", record["kind"]))
    for number, record in enumerate(drawn(wanted, sample, seed) if sample else (), 1):
        _show(number, from_record(record))


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in text.replace(",", " ").split() if word)


def _table(told: dict[str, Any], out: Path) -> None:
    counts, funnel = told["counts"], told["funnel"]
    click.echo(f"{funnel['kept']} pairs in {out}, from {funnel['items']} items")
    for name, number in counts["each"].items():
        click.echo(f"  {number:>7}  {name}")
    click.echo(f"  tiers {_line(counts['tier'])}; licences {_line(counts['licence'])}")
    if funnel["dropped"]:
        click.echo("dropped")
        for reason, number in funnel["dropped"].items():
            click.echo(f"  {number:>7}  {reason}")


def _line(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} {number}" for name, number in counts.items()) or "none"


def _show(number: int, pair: Pair) -> None:
    place = " | ".join(pair.context[name] for name in ("page", "section") if name in pair.context)
    click.echo(f"\n{number}. [{pair.kind} {pair.app} {pair.tier}] {click.style(pair.task, bold=True)}  ({place}; {pair.provenance.path})")
    for step in pair.steps:
        means = ", ".join(r.command or r.control or f"{r.kind} {r.text}" for r in step.refs)
        click.echo(f"     - {step.text}{click.style(f'  [{step.level}: {means}]' if means else f'  [{step.level}]', dim=True)}")
