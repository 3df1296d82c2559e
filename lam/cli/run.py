"""`lam run`: one instruction on one document, with live progress, the change and the verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from lam.cli.printing import print_json, print_result, print_step


def run_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that `run` and `replay` share, as `RunSettings` names them."""
    options = [
        click.option("-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Put the result there; the file itself stays as it is."),
        click.option("-n", "--dry-run", is_flag=True, default=None, help="Show the change, put nothing in place."),
        click.option(
            "--actions", type=click.Choice(["hybrid", "api", "gui"]), help="Act on the document, on the controls, or both.  [default: hybrid]"
        ),
        click.option(
            "--approval",
            type=click.Choice(["auto", "ask", "deny"]),
            help="auto: ask before what is beyond undo; ask: before every edit; deny: only look.",
        ),
        click.option("--yes", is_flag=True, help="Answer every question of approval with yes."),
        click.option("--attempts", type=int, metavar="N", help="Tries of the embedded model; what is refused is taken back.  [default: 3]"),
        click.option("--max-steps", type=int, metavar="N", help="Stop after N steps.  [default: 20]"),
        click.option("--max-seconds", type=float, metavar="S", help="Stop after S seconds.  [default: 300]"),
        click.option("--max-tokens", type=int, metavar="N", help="Stop after N tokens of the model.  [default: 200000]"),
        click.option("--workspace", type=click.Path(path_type=Path), metavar="DIR", help="A folder that actions may read and write new files in."),
        click.option("--show", is_flag=True, default=None, help="Show the office's windows."),
        click.option("--office", type=click.Choice(["libreoffice", "memory"]), help="Which office works.  [default: libreoffice]"),
        click.option("--runs-dir", type=click.Path(path_type=Path), metavar="DIR", help="Where run folders live.  [env: LAM_RUNS]"),
        click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output, progress on standard error."),
        click.option("-q", "--quiet", is_flag=True, help="Only the verdict."),
        click.option("-v", "--verbose", is_flag=True, help="Thoughts, whole messages and all changes."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.command()
@click.argument("instruction")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--policy", metavar="POLICY", help="Who decides: local, local:ADAPTER (a GGUF file), openai:MODEL or script:FILE.  [default: local]")
@click.option("--base-url", metavar="URL", help="Address of an OpenAI-compatible endpoint; its key comes from $OPENAI_API_KEY.")
@run_options
def run(instruction: str, file: Path, **options: Any) -> None:
    """Carry out INSTRUCTION on the document FILE.

    The document is worked on as a copy, checked, and put in place only when the instruction is verified to be done. `lam undo` brings it back.
    """
    from lam.session import run as work

    finish(lambda audience, settings: work(instruction, file, audience=audience, **settings), options)


def finish(work: Callable[..., Any], options: dict[str, Any]) -> None:
    """Run with an audience at the terminal, print what came of it, exit with its code."""
    from lam.cli.terminal import Terminal
    from lam.session import Audience

    as_json, quiet, verbose, yes = (options.pop(name) for name in ("as_json", "quiet", "verbose", "yes"))
    person = Terminal(yes) if yes or (sys.stdin.isatty() and sys.stderr.isatty()) else None
    audience = Audience() if quiet else Audience(on_step=lambda step: print_step(step, verbose), say=lambda line: click.echo(line, err=True))
    audience = Audience(audience.on_step, audience.say, person)
    result = work(audience, options)
    if as_json:
        print_json(result)
    else:
        print_result(result, quiet=quiet, verbose=verbose)
    sys.exit(result.code)
