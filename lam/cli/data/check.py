"""`lam data check`: what the bank of wordings covers, and what in it reads alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from lam.cli.printing import print_json
from lam.data import bank
from lam.errors import ExitCode

SHOWN = 12
"""So many examples of each sort of finding."""
SHORT = {
    "imperative": "imp",
    "question": "?",
    "polite": "pol",
    "wish": "wish",
    "statement": "stat",
    "terse": "terse",
    "chatty": "chat",
    "typo": "typo",
}


@click.command("check")
@click.option("--wordings", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A folder of wordings instead of the shipped ones.")
@click.option(
    "--samples", default=40, show_default=True, type=click.IntRange(0, 10_000), help="Tasks drawn of every family to see what they point at."
)
@click.option("--min-families", default=bank.FAMILIES, show_default=True, help="Fewest families.")
@click.option("--min-wordings", default=bank.WORDINGS, show_default=True, help="Fewest wordings of a family.")
@click.option("--max-near", default=bank.Limits.near, show_default=True, help="Greatest share of wordings with a near-duplicate.")
@click.option(
    "--max-leaks", default=bank.Limits.leaks, show_default=True, help="Greatest share of test wordings that training has almost as they are."
)
@click.option("--sections", is_flag=True, help="Also list the wordings of every section.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(
    wordings: Path | None, samples: int, min_families: int, min_wordings: int, max_near: float, max_leaks: float, sections: bool, as_json: bool
) -> None:
    """Check the bank of wordings: coverage, duplicates, wordings that read alike.

    Ends with exit code 1 when a family is short of wordings, when wordings repeat, when training and test wordings are too close, or when a
    section or a slot is never asked for.
    """
    found = bank.check(wordings, bank.Limits(min_families, min_wordings, max_near, max_leaks), samples)
    if as_json:
        print_json(found)
    else:
        _table(found, sections)
        for name, title in (
            ("duplicates", "The same words twice in a family"),
            ("near", "One word apart"),
            ("leaks", "Close to each other, but one in training and one in tests"),
            ("across", "Families that can sound alike (their slots tell them apart)"),
            ("unused", "Never asked for"),
        ):
            _findings(title, found[name])
        for failure in found["failures"]:
            click.secho(f"fails: {failure}", fg="red")
        if not found["failures"]:
            click.secho("all thresholds hold", fg="green")
    if found["failures"]:
        raise SystemExit(int(ExitCode.NOT_DONE))


def _table(found: Mapping[str, Any], sections: bool) -> None:
    """A line per family, then the sums."""
    heads = ["family", "words", "test", "sect", *SHORT.values()]
    pointed = [name[:4] for name in bank.REFERENCES]
    click.echo(f"{heads[0]:<36}" + "".join(f"{head:>6}" for head in heads[1:]) + "  |" + "".join(f"{head:>6}" for head in pointed) + " %")
    for row in found["rows"]:
        tones = [row["registers"].get(tone, 0) for tone in SHORT]
        shares = [round(100 * row["references"].get(name, 0) / row["drawn"]) if row["drawn"] else 0 for name in bank.REFERENCES]
        numbers = [row["wordings"], row["test"], len(row["sections"]), *tones]
        label = f"{row['kind']}/{row['family']}"
        click.echo(f"{label:<36}" + "".join(f"{n:>6}" for n in numbers) + "  |" + "".join(f"{n:>6}" for n in shares))
        for section, count in row["sections"].items() if sections else ():
            click.echo(f"    {section or '(no section)':<32}{count:>6}")
    click.echo()
    click.echo(f"{found['families']} families, {found['wordings']} wordings, {found['test']} of them for tests only")
    click.echo(f"two instructions in one: {', '.join(found['joined'])}")
    click.echo("kinds: " + ", ".join(f"{kind} {families} families, {count} wordings" for kind, (families, count) in found["kinds"].items()))
    click.echo("registers: " + ", ".join(f"{tone} {count}" for tone, count in found["registers"].items()))
    if found["drawn"]:
        click.echo(f"references in {found['drawn']} drawn instructions: " + ", ".join(f"{name} {n}" for name, n in found["references"].items()))


def _findings(title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    click.echo(f"\n{title}: {len(lines)}")
    for line in lines[:SHOWN]:
        click.echo(f"  {line}")
    if len(lines) > SHOWN:
        click.echo(f"  ... and {len(lines) - SHOWN} more (--json shows all)")
