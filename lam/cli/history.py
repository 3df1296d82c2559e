"""`lam undo`, `accept`, `runs`, `show` and `replay`: what became of earlier runs."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from lam.cli.printing import print_json, print_result, print_step
from lam.cli.run import finish, run_options

runs_dir = click.option("--runs-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where run folders live.  [env: LAM_RUNS]")
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")


@click.command()
@click.argument("run", required=False, default="")
@click.option("--force", is_flag=True, help="Also when the file has been changed since.")
@runs_dir
@json_option
def undo(run: str, force: bool, runs_dir: Path | None, as_json: bool) -> None:
    """Bring back, byte for byte, the file that RUN (or the last run) wrote."""
    from lam import session

    result = session.undo(run, runs_dir=runs_dir, force=force)
    if as_json:
        print_json({"undone": result.run, "file": result.target})
    else:
        click.echo(f"{result.target} is {'removed again' if result.created else 'as it was'} before the run {result.run}")


@click.command()
@click.argument("run", required=False, default="")
@click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Put the result there; the file itself stays as it is.")
@runs_dir
@json_option
def accept(run: str, output: Path | None, runs_dir: Path | None, as_json: bool) -> None:
    """Put in place what RUN (or the last run) made and could not verify, or made in a dry run.

    `lam show` shows what it is; `lam undo` brings the original back.
    """
    from lam import session

    result = session.accept(run, output=output, runs_dir=runs_dir)
    if as_json:
        print_json({"accepted": result.run, "file": result.target})
    else:
        click.echo(f"the result of the run {result.run} is written to {result.target}; `lam undo` brings the original back")


@click.command()
@click.option("--limit", "-n", type=int, default=20, show_default=True, help="How many, the newest first.")
@runs_dir
@json_option
def runs(limit: int, runs_dir: Path | None, as_json: bool) -> None:
    """List the runs, the newest first."""
    from lam import session
    from lam.store import RunFolder

    found = session.runs(runs_dir=runs_dir)[:limit]
    if as_json:
        print_json({"runs": [asdict(result) for result in found]})
        return
    if not found:
        click.echo("no runs yet")
        return
    width = max(len(result.run) for result in found)
    for result in found:
        later = " (undone)" if RunFolder(Path(result.folder)).undone else " (accepted)" if result.accepted else ""
        said = f"{Path(result.file).name}: {result.instruction[:70]}"
        click.echo(f"{result.run:<{width}}  {result.verdict + later:<19} {result.steps:>2} steps {result.seconds:>6.1f} s  {said}")


@click.command()
@click.argument("run", required=False, default="")
@click.option("-v", "--verbose", is_flag=True, help="Thoughts, whole messages and all changes.")
@runs_dir
@json_option
def show(run: str, verbose: bool, runs_dir: Path | None, as_json: bool) -> None:
    """Show RUN (or the last run): its steps, the change, the verdict."""
    from lam import session
    from lam.types import to_json

    folder = session.find(run, runs_dir=runs_dir)
    trajectory, result = folder.trajectory(), folder.result()
    if as_json:
        record: dict[str, Any] = {
            "run": folder.name,
            "config": folder.config,
            "trajectory": to_json(trajectory),
            "result": asdict(result) if result else None,
        }
        print_json(record)
        return
    click.echo(trajectory.instruction)
    for step in trajectory.steps:
        print_step(step, verbose)
    for fault in folder.faults():
        click.echo(f"    fault at step {fault['index']}, attempt {fault['attempt']}: {fault['message']}", err=True)
    if result:
        print_result(result, quiet=False, verbose=verbose)
    else:
        click.echo(f"{trajectory.verdict}: {trajectory.reason}")
    report = folder.path / "report.html"
    if report.exists():
        click.echo(f"report {report}")


@click.command()
@click.argument("run")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@run_options
def replay(run: str, file: Path | None, **options: Any) -> None:
    """Do the recorded actions of RUN again, without a model: on its file, or on FILE."""
    from lam import session

    finish(lambda audience, settings: session.replay(run, file, audience=audience, **settings), options)
