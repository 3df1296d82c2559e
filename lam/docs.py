"""Writes the pages that follow from the sources (actions, command line); `--check` fails when one is stale."""

from __future__ import annotations

import sys
from pathlib import Path

from lam.types import Kind

FOLDER = Path(__file__).resolve().parents[1] / "docs"
KINDS: dict[Kind, str] = {
    "document": "Text documents (Writer, Word)",
    "spreadsheet": "Spreadsheets (Calc, Excel)",
    "presentation": "Presentations (Impress, PowerPoint)",
}


def main(arguments: list[str] | None = None) -> int:
    """Write the generated pages; with `--check` only say which are stale."""
    check = "--check" in (sys.argv[1:] if arguments is None else arguments)
    stale = []
    for name, text in pages().items():
        path = FOLDER / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"{'stale' if check else 'written'}: {', '.join(stale)}" + ("; `make docs` writes them" if check else ""))
    return 1 if stale and check else 0


def pages() -> dict[str, str]:
    """Every generated page by its file name."""
    return {"actions.md": actions_page(), "commands.md": commands_page()}


def actions_page() -> str:
    """The vocabulary, from the declarations."""
    from lam.actions import Declaration, actions_for

    def entry(declaration: Declaration) -> list[str]:
        required = set(declaration.schema["required"])
        lines = [f"### `{declaration.name}`", "", declaration.doc, ""]
        if declaration.risk != "edit":
            lines += [f"Risk: {declaration.risk}.", ""]
        for name, schema in declaration.schema["properties"].items():
            lines.append(f"- `{name}`{'' if name in required else ' (optional)'}: {_type(schema)}")
        return [*lines, ""] if declaration.schema["properties"] else lines

    lines = ["# Actions", "", "Generated from `lam/apps/` by `make docs`; do not edit.", ""]
    shared = set(actions_for("any"))
    for kind, heading in KINDS.items():
        lines += [f"## {heading}", ""]
        for name, declaration in sorted(actions_for(kind).items()):
            if name not in shared or declaration.app == kind:
                lines += entry(declaration)
    lines += ["## Any document", ""]
    for _, declaration in sorted(actions_for("any").items()):
        lines += entry(declaration)
    return "\n".join(lines).rstrip() + "\n"


def _type(schema: dict[str, object]) -> str:
    if "enum" in schema:
        return " or ".join(f"`{value}`" for value in schema["enum"])  # type: ignore[attr-defined]
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])  # type: ignore[attr-defined]
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"  # type: ignore[arg-type]
    words = str(schema.get("description") or schema.get("type", "any value"))
    low, high = schema.get("minimum"), schema.get("maximum")
    return words + (f", {low:g} to {high:g}" if isinstance(low, (int, float)) and isinstance(high, (int, float)) else "")


def commands_page() -> str:
    """The command line, from its own help texts."""
    import click

    from lam.cli import cli as command

    def section(context: click.Context, path: str) -> list[str]:
        lines = [f"## `{path}`", "", "```", context.get_help(), "```", ""]
        if isinstance(context.command, click.Group):
            for name in context.command.list_commands(context):
                child = context.command.get_command(context, name)
                if child is not None and not child.hidden:
                    lines += section(click.Context(child, info_name=name, parent=context, terminal_width=110), f"{path} {name}")
        return lines

    root = click.Context(command, info_name="lam", terminal_width=110)
    return "\n".join(["# Command line", "", "Generated from `lam --help` by `make docs`; do not edit.", "", *section(root, "lam")]).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
