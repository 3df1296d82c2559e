"""The person at the terminal."""

from __future__ import annotations

import click

from lam.errors import ActionRejected


class Terminal:
    """Asks on standard error; with `yes`, approves everything and has no answer to open questions."""

    def __init__(self, yes: bool = False) -> None:
        self.yes = yes

    def confirm(self, question: str) -> bool:
        return self.yes or click.confirm(f"? {question}", default=False, err=True)

    def answer(self, question: str) -> str:
        if self.yes:
            raise ActionRejected("nobody can be asked; decide by what the document and the instruction say, or give up")
        return str(click.prompt(f"? {question}", err=True))
