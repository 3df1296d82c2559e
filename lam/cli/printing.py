"""How steps, changes and results look in a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lam.store import Result
    from lam.types import Step

PLACES, PROPERTIES, WIDTH = 24, 6, 60
COLOURS = {"done": "green", "not done": "yellow", "fault": "red"}


def print_json(record: Any) -> None:
    """One JSON object on standard output."""
    click.echo(json.dumps(asdict(record) if hasattr(record, "__dataclass_fields__") else record, ensure_ascii=False, default=str))


def print_step(step: Step, verbose: bool) -> None:
    """` 1  format_text(p1, bold=True)  ok: bold True  0.42 s`, on standard error."""
    from lam.guard import short

    mark = click.style("ok", fg="green") if step.outcome.ok else click.style("rejected", fg="yellow")
    seconds = step.decision.duration_s + step.outcome.duration_s
    width = 10_000 if verbose else WIDTH + 30
    action = short(step.decision.action, width) if step.decision.action.name else "(no action)"
    if verbose and step.decision.thought:
        click.echo(f"    {click.style(step.decision.thought, dim=True)}", err=True)
    click.echo(f"{step.index:>3} {action}  {mark}: {_cut(step.outcome.message, width)}  {click.style(f'{seconds:.2f} s', dim=True)}", err=True)


def print_result(result: Result, quiet: bool, verbose: bool) -> None:
    """The change, what nobody asked for, the verdict, and where everything is."""
    if not quiet:
        lines = list(change_lines(result.changes, 10_000 if verbose else PLACES))
        if lines:
            click.echo("\n".join(["Changes", *(f"  {line}" for line in lines)]))
        print_unasked(result)
    verdict = click.style(result.verdict, fg=COLOURS[result.verdict], bold=True)
    reason = result.reason or result.message
    click.echo(f"{verdict}{': ' + reason if reason else ''}")
    if quiet:
        return
    where = "the file is as it was"
    if result.target:
        where = f"{'accepted and ' if result.accepted else ''}written to {result.target}; `lam undo` brings the original back"
    elif result.on_offer:
        where += "; `lam accept` puts this result in place all the same"
    click.echo(f"{where} ({result.steps} step{'' if result.steps == 1 else 's'}, {result.seconds:.1f} s)")
    click.echo(f"report {result.folder}/report.html")


def print_unasked(result: Result) -> None:
    """Tell of the changes that no action of the run accounts for."""
    others = list(result.unasked)
    if not others:
        return
    saving = f", {result.by_saving} of them by opening and saving alone" if result.by_saving else ""
    many = len(others) != 1
    click.echo(click.style(f"Also changed, though no action was about {'them' if many else 'it'} ({len(others)}{saving})", fg="yellow"))
    click.echo("\n".join(f"  {line}" for line in change_lines(others, 8)))


def change_lines(changes: Iterable[Mapping[str, Any]], most: int) -> Iterable[str]:
    """The changes, one line per part of the document; of many, the first and how many more."""
    places: dict[str, list[Mapping[str, Any]]] = {}
    for change in changes:
        places.setdefault(change["where"], []).append(change)
    for number, (where, group) in enumerate(places.items()):
        if number == most:
            yield f"… and {len(places) - most} more"
            return
        words = [_change_words(change) for change in group[:PROPERTIES]]
        more = f"; … and {len(group) - PROPERTIES} more" if len(group) > PROPERTIES else ""
        yield f"{where}: {'; '.join(words)}{more}"


def _change_words(change: Mapping[str, Any]) -> str:
    name, before, after = change["property"], change["before"], change["after"]
    if not name:
        return f"added {_value(after)}" if before is None else f"removed {_value(before)}"
    unit = next((f" {unit[1:]}" for unit in ("_pt", "_cm", "_deg") if name.endswith(unit)), "")
    return f"{name.removesuffix(unit.replace(' ', '_')).replace('_', ' ')} {_value(before)} → {_value(after)}{unit}"


def _value(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return _cut(f"“{value}”" if isinstance(value, str) else str(value), WIDTH)


def _cut(text: str, width: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= width else text[: width - 1] + "…"
