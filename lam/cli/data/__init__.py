"""`lam data`: sources become task-plan pairs, pairs become executed and verified trajectories, trajectories become training sets."""

from __future__ import annotations

from importlib import import_module

import click

STAGES = ("collect", "evolve", "instantiate", "demonstrate", "build", "check", "show", "report")
"""Every command is a module here with a click command `command`; it is imported when it is called."""


class Stages(click.Group):
    """The commands in the order in which they are used."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(STAGES)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in STAGES:
            return None
        found: click.Command = import_module(f"lam.cli.data.{name}").command
        return found


@click.command(cls=Stages)
def data() -> None:
    """Make training data: collect, evolve, instantiate, demonstrate, build; check, show and report on it.

    \b
    lam data collect
    lam data evolve
    lam data instantiate
    lam data demonstrate
    lam data build
    lam data report

    Each stage reads the folder of the one before it, shows how far it is, and goes on where it was stopped.
    """
