"""`lam data build`: pairs and demonstrations become training sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lam.errors import UserError

if TYPE_CHECKING:
    from lam.data.build.rows import Row
FOLDER = click.Path(path_type=Path)


@click.command()
@click.argument("which", type=click.Choice(["plans", "steps", "all"]), default="all")
@click.option("--pairs", type=FOLDER, default=Path("data/pairs"), show_default=True, help="What `lam data collect` made.")
@click.option("--evolved", type=FOLDER, default=Path("data/evolved"), show_default=True, help="What `lam data evolve` made.")
@click.option("--demonstrations", type=FOLDER, default=Path("data/demonstrations"), show_default=True, help="Its folders are all read.")
@click.option("--hold-out", default=0.08, show_default=True, help="Share of the task families that training never sees.")
@click.option("--licences", default="", help="Only these, separated by commas; default: all that were let in before.")
@click.option("--out", type=FOLDER, default=Path("data/sets"), show_default=True)
def command(which: str, pairs: Path, evolved: Path, demonstrations: Path, hold_out: float, licences: str, out: Path) -> None:
    """Build the plan set (phase 1) and the step set (phase 2), in Parquet and as chat messages.

    They are split by family, document and phrasing; when training would see what it is tested on, nothing is written.
    """
    from lam.data.build.rows import plan_rows, step_rows
    from lam.data.build.sets import build
    from lam.data.journal import records, told
    from lam.data.pairs import from_record

    allowed = {name.strip() for name in licences.split(",") if name.strip()}

    def plans() -> Iterator[Row]:
        for folder, stage in ((pairs, "collect"), (evolved, "evolve")):
            if told(folder):
                yield from plan_rows(map(from_record, records(folder, stage)))

    def steps() -> Iterator[Row]:
        for folder in sorted(demonstrations.glob("*/stage.json")):
            yield from step_rows(records(folder.parent, "demonstrate"))

    made = 0
    for name, source, share in (("plans", plans, 0.0), ("steps", steps, hold_out)):
        if which not in (name, "all"):
            continue
        if which == "all" and next(iter(source()), None) is None:
            click.echo(f"{name}: none are there yet", err=True)
            continue
        summary = build(name, source, out / name, share, allowed)
        made += 1
        sides = ", ".join(f"{n:,} {side}" for side, n in summary.rows.items())
        click.echo(f"{name}: {sides} in {out / name}; left out: {dict(summary.dropped.most_common()) or 'none'}")
    if not made:
        raise UserError(f"there is nothing to build from in {pairs}, {evolved} and {demonstrations}; `lam data --help` names the stages before")
