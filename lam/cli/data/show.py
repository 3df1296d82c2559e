"""`lam data show`: random samples of a stage."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command()
@click.argument("stage", type=click.Choice(["pairs", "evolved", "tasks", "demonstrations"]))
@click.option("--data", "root", type=click.Path(path_type=Path), default=Path("data"), show_default=True, help="Where the stages are.")
@click.option("-n", "count", default=5, show_default=True, help="How many.")
@click.option("--seed", default=0, show_default=True, help="Another seed, other samples.")
@click.option("--find", "words", default="", help="Only those that contain this text.")
@click.option("--pictures", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Demonstrations only: carry them out again and write a page with a picture of every step into this folder.")  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def command(stage: str, root: Path, count: int, seed: int, words: str, pictures: Path | None, as_json: bool) -> None:
    """Print random samples of a stage, readably."""
    from lam.data.overview.stages import find, journals, records, sample
    from lam.errors import UserError

    known = find(stage)
    found = journals(root, known)
    if not found:
        raise UserError(f"{root / known.name} holds no work of `lam data {known.command}`; run that first, or name the folder with --data")
    wanted = (r for r in records(found) if not words or words.lower() in json.dumps(r, ensure_ascii=False).lower())
    chosen = sample(wanted, count, seed)
    if not chosen:
        raise UserError(f"no {known.title.lower()} contain {words!r}" if words else f"{known.title.lower()}: none were kept")
    if pictures:
        if stage != "demonstrations":
            raise click.UsageError("--pictures is for demonstrations")
        from lam.data.overview.gallery import write

        click.echo(f"page {write(chosen, pictures, lambda line: click.echo(line, err=True))}")
        return
    for number, record in enumerate(chosen, 1):
        click.echo(json.dumps(record, ensure_ascii=False) if as_json else f"{number:>2} {known.show(record)}\n")
