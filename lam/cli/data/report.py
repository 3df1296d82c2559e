"""`lam data report`: everything about the data on one page."""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.option("--data", "root", type=click.Path(path_type=Path), default=Path("data"), show_default=True, help="Where the stages are.")
@click.option("--out", type=click.Path(path_type=Path), help="Default: report.html in that folder.")
@click.option("--samples", default=8, show_default=True, help="So many of each stage.")
@click.option("--seed", default=0, show_default=True)
def command(root: Path, out: Path | None, samples: int, seed: int) -> None:
    """Write one HTML page with counts, funnels (what each stage kept and dropped, and why), distributions and samples."""
    from lam.data.overview.page import write

    click.echo(f"report {write(root, out or root / 'report.html', samples, seed)}")
