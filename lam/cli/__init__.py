"""The command line. Everything heavy is imported when a command needs it, so that `lam --help` is there at once."""

from __future__ import annotations

import json
import signal
import sys
import traceback
from types import FrameType

import click

from lam import __version__
from lam.cli.data import data
from lam.cli.history import accept, replay, runs, show, undo
from lam.cli.run import run
from lam.cli.vocabulary import actions
from lam.errors import ActionRejected, EnvironmentFault, ExitCode, TaskBroken, UserError

CODES = "\n".join(f"  {int(code):>3}  {code.meaning}" for code in ExitCode)


class Terminated(KeyboardInterrupt):
    """A signal asked the process to end: everything is closed as with Ctrl-C."""


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=f"\b\nExit codes:\n{CODES}",
)
@click.version_option(__version__, prog_name="lam")
def cli() -> None:
    """Carry out plain-language instructions in real documents, verified and undoable.

    \b
    lam run "Make the title bold and 16 points." report.docx
    lam undo
    """


for command in (run, undo, accept, runs, show, replay, actions, data):
    cli.add_command(command)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def doctor(as_json: bool) -> None:
    """Prove the set-up: office, accessibility tree, model, a sample task; say how to mend what fails."""
    from lam import doctor

    sys.exit(doctor.main(as_json))


def main() -> None:
    """The console script: every fault becomes one clear line and its own exit code."""
    signal.signal(signal.SIGTERM, _terminate)
    signal.signal(signal.SIGHUP, _terminate)
    try:
        code = cli(standalone_mode=False)
    except UserError as error:
        code = _say(str(error), error.code)
    except click.exceptions.Exit as error:
        code = error.exit_code
    except click.UsageError as error:
        error.show()
        code = _say("", ExitCode.USAGE, error.format_message())
    except click.ClickException as error:
        code = _say(error.format_message(), ExitCode.USAGE)
    except (KeyboardInterrupt, click.Abort) as error:
        left = "what was done stays, and the same command goes on" if sys.argv[1:2] == ["data"] else "the file is as it was"
        if isinstance(error, Terminated) or isinstance(error.__cause__, Terminated):
            code = _say(f"stopped by a signal; {left}", ExitCode.TERMINATED)
        else:
            code = _say(f"stopped; {left}", ExitCode.INTERRUPTED)
    except (EnvironmentFault, ActionRejected) as error:
        code = _say(str(error), ExitCode.FAULT)
    except TaskBroken as error:
        code = _say(f"a fault of LAM itself: {error}", ExitCode.BROKEN)
    except BrokenPipeError:
        sys.stderr.close()
        code = ExitCode.DONE
    except Exception:  # noqa: BLE001  the last boundary: Python's own exit code for a bug would say "not done"
        traceback.print_exc()
        code = _say("a fault of LAM itself; the traceback above belongs into a report of it", ExitCode.BROKEN)
    sys.exit(int(code or 0))


def _say(line: str, code: int, told: str = "") -> int:
    """One line for a person; for a program (`--json`) an object as well."""
    if line:
        click.echo(f"lam: {line}", err=True)
    if "--json" in sys.argv[1:]:
        click.echo(json.dumps({"verdict": "error", "code": int(code), "reason": told or line}, ensure_ascii=False))
    return int(code)


def _terminate(number: int, frame: FrameType | None) -> None:
    raise Terminated
