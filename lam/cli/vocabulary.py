"""`lam actions`: the vocabulary as text, as a page of documentation, as JSON schemas, all from the declarations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from lam.actions import Declaration

KINDS = ("document", "spreadsheet", "presentation", "any")
TITLES = {"document": "Text documents", "spreadsheet": "Spreadsheets", "presentation": "Presentations", "any": "Any document"}


@click.command()
@click.option("--kind", type=click.Choice(KINDS), help="Only actions on this kind of document.")
@click.option("--markdown", is_flag=True, help="As a page of documentation.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object with the schemas on standard output.")
def actions(kind: str | None, markdown: bool, as_json: bool) -> None:
    """List what LAM can do in documents."""
    from lam.cli.printing import print_json

    kinds = [kind] if kind else KINDS
    if as_json:
        print_json(schemas(kinds))
    else:
        click.echo(page(kinds) if markdown else table(kinds))


def table(kinds: Sequence[str] = KINDS) -> str:
    """One line per action."""
    lines = []
    for kind in kinds:
        found = list(declared(kind))
        lines += ["", f"{TITLES[kind]} ({len(found)})"]
        lines += [f"  {d.prompt_line}" + (f" [{d.risk}]" if d.risk != "edit" else "") for d in found]
    return "\n".join(lines).lstrip("\n")


def page(kinds: Sequence[str] = KINDS) -> str:
    """The page of documentation."""
    lines = ["# Actions", "", "Made from the declarations in `lam/apps/` by `lam actions --markdown`. Arguments in brackets may be left out."]
    for kind in kinds:
        lines += ["", f"## {TITLES[kind]}", "", "| action | arguments | risk | what it does |", "| --- | --- | --- | --- |"]
        for d in declared(kind):
            required = d.schema["required"]
            arguments = ", ".join(_argument(name, schema, name in required) for name, schema in d.schema["properties"].items())
            lines.append(f"| `{d.name}` | {arguments} | {d.risk} | {' '.join(d.doc.split())} |")
    return "\n".join(lines)


def schemas(kinds: Sequence[str] = KINDS) -> dict[str, Any]:
    """Kind -> action -> description, risk and JSON schema of the arguments."""
    return {kind: {d.name: {"description": d.doc, "risk": d.risk, "parameters": d.schema} for d in declared(kind)} for kind in kinds}


def declared(kind: str) -> Iterator[Declaration]:
    """The actions declared for this kind, and no other."""
    from lam.actions import actions_for

    yield from (d for d in actions_for(kind).values() if d.app == kind)  # type: ignore[arg-type]


def _argument(name: str, schema: dict[str, Any], required: bool) -> str:
    if "enum" in schema:
        sort = " or ".join(str(value) for value in schema["enum"])
    elif "anyOf" in schema:
        sort = " or ".join(option.get("type", "any") for option in schema["anyOf"])
    else:
        sort = schema.get("description") or schema.get("type", "any")
    text = f"`{name}` ({sort.replace('|', 'or')})"
    return text if required else f"[{text}]"
