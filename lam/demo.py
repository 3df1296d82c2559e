"""The main job of `make run`: three instructions on the sample documents, and where to look at what came of them."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import click

from lam.cli.printing import print_result, print_step
from lam.errors import UserError
from lam.session import Audience, run

SAMPLES = Path(__file__).resolve().parents[1] / "samples"
RESULTS = Path("runs")
JOBS = (
    ("Make the title of this document bold and increase the font size to 16.", "report.docx"),
    ("Calculate the average sales for the last quarter.", "sales.xlsx"),
    ("Create a new slide with a bullet-point list summarizing the key findings.", "deck.pptx"),
)


def main() -> int:
    """Carry the sample instructions out on copies in `runs/`; 0 when all were done."""
    RESULTS.mkdir(exist_ok=True)
    reports = []
    code = 0
    for instruction, name in JOBS:
        copy = RESULTS / name
        shutil.copyfile(SAMPLES / name, copy)
        click.secho(f"\n{instruction}  [{copy}]", bold=True)
        try:
            result = run(instruction, copy, runs_dir=RESULTS, audience=Audience(on_step=lambda step: print_step(step, verbose=True), say=click.echo))
        except UserError as error:
            click.secho(str(error), fg="red", err=True)
            return error.code
        print_result(result, quiet=False, verbose=False)
        reports.append((copy, Path(result.folder) / "report.html"))
        code = code or result.code
    click.secho("\nLook at the results and the reports:", bold=True)
    for document, report in reports:
        click.echo(f"  {document}   {report}")
    click.echo("Go on with: . .venv/bin/activate; lam --help")
    return code


if __name__ == "__main__":
    sys.exit(main())
