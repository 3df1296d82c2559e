"""One declaration per action: its JSON schema, prompt line, validation, documentation and tool all follow from it.

An action is declared once, in `lam/apps/`, as a typed function without a body:

    @action("document", risk="edit")
    def insert_table(rows: Count, columns: Count, after: Target = "end") -> None:
        '''Insert an empty table.'''

Backends implement it under the same name (`lam/envs/<backend>/`), or list it as not supported.
"""

from __future__ import annotations

import difflib
import importlib
import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Annotated, Any, Literal, get_type_hints

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, create_model

from lam.errors import ActionRejected, TaskBroken
from lam.types import Action, Kind, Risk

App = Literal["document", "spreadsheet", "presentation", "any"]
APP_MODULES = ("document", "spreadsheet", "presentation", "session", "ui")

# Argument types. Their descriptions reach schemas, prompts and documentation.
Text = Annotated[str, StringConstraints(max_length=2000)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Count = Annotated[int, Field(ge=1, le=10_000)]
Points = Annotated[float, Field(ge=0.5, le=1000, description="points")]
Centimetres = Annotated[float, Field(ge=-200, le=200, description="centimetres")]
Target = Annotated[str, StringConstraints(min_length=1, max_length=200), Field(description="element id", json_schema_extra={"ref": "element"})]
CellRange = Annotated[
    str,
    StringConstraints(pattern=r"^(?:(?:'[^']+'|[^'!:]+)!)?\$?[A-Za-z]{0,3}\$?\d{0,7}(?::\$?[A-Za-z]{0,3}\$?\d{0,7})?$", min_length=1, max_length=120),
    Field(description="cells, such as B2, A1:C9, B:B, 3:3 or Sheet1!A1"),
]
Color = Annotated[
    str,
    StringConstraints(pattern=r"^(#[0-9A-Fa-f]{6}|[A-Za-z][A-Za-z ]{1,30})$"),
    Field(description="#RRGGBB or a colour's English name; 'none' removes it"),
]
CellValue = str | int | float | bool | None
ControlId = Annotated[str, StringConstraints(pattern=r"^c\d+$"), Field(description="control id", json_schema_extra={"ref": "control"})]


@dataclass(frozen=True)
class Declaration:
    """What is known of one action."""

    app: App
    name: str
    risk: Risk
    function: Callable[..., None]
    left_out: frozenset[str] = frozenset()
    """Arguments that are not offered, though it would take them."""

    @property
    def doc(self) -> str:
        return inspect.getdoc(self.function) or ""

    @property
    def summary(self) -> str:
        return self.doc.split("\n", 1)[0]

    @cached_property
    def model(self) -> type[BaseModel]:
        """The pydantic model of its arguments; an unknown argument is an error."""
        hints = get_type_hints(self.function, include_extras=True)
        fields: dict[str, Any] = {
            p.name: (hints[p.name], ... if p.default is p.empty else p.default) for p in inspect.signature(self.function).parameters.values()
        }
        return create_model(self.name, __config__=ConfigDict(extra="forbid"), **fields)

    @cached_property
    def defaults(self) -> dict[str, Any]:
        """The arguments that may be left out, with what that means."""
        return {p.name: p.default for p in inspect.signature(self.function).parameters.values() if p.default is not p.empty}

    @cached_property
    def schema(self) -> dict[str, Any]:
        """JSON schema of the arguments, without titles, defaults and nulls: optional means that it may be left out."""
        raw = self.model.model_json_schema()
        offered = {name: told for name, told in raw.get("properties", {}).items() if name not in self.left_out}
        tidy: dict[str, Any] = _tidy({"type": "object", "properties": offered, "required": raw.get("required", []), "additionalProperties": False})
        return tidy

    def without(self, arguments: Collection[str]) -> Declaration:
        """The same action, some of whose arguments that may be left out are not offered."""
        left_out = self.left_out | (set(arguments) - set(self.schema["required"]))
        return replace(self, left_out=left_out) if left_out != self.left_out else self

    @property
    def prompt_line(self) -> str:
        """`insert_table(rows, columns, after?): Insert an empty table.`"""
        required = set(self.schema["required"])
        args = ", ".join(name + ("" if name in required else "?") for name in self.schema["properties"])
        return f"{self.name}({args}): {self.summary}"

    def validate(self, args: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments, checked and coerced; those left out are absent.

        Raises: ActionRejected naming the first thing that is wrong.
        """
        try:
            return self.model.model_validate(dict(args)).model_dump(exclude_unset=True)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            if first["type"] == "extra_forbidden":
                near = difflib.get_close_matches(where, self.schema["properties"], 1)
                raise ActionRejected(f"{self.name} has no argument {where!r}" + (f"; did you mean {near[0]!r}?" if near else "")) from None
            raise ActionRejected(f"{self.name}: {where}: {first['msg']}") from None


_REGISTRY: dict[tuple[App, str], Declaration] = {}


def action(app: App, risk: Risk = "edit") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare an action for one kind of document, or for any."""

    def declare(function: Callable[..., None]) -> Callable[..., None]:
        key = (app, function.__name__)
        if key in _REGISTRY:
            raise TaskBroken(f"action {function.__name__} is declared twice for {app}")
        _REGISTRY[key] = Declaration(app, function.__name__, risk, function)
        return function

    return declare


def actions_for(kind: Kind | Literal["any"]) -> dict[str, Declaration]:
    """The vocabulary for one kind of document, by name: its own actions first, then those of any document."""
    for module in APP_MODULES:
        importlib.import_module(f"lam.apps.{module}")
    found = {name: d for (app, name), d in _REGISTRY.items() if app == kind}
    return found | {name: d for (app, name), d in _REGISTRY.items() if app == "any" and name not in found}


def validate(kind: Kind, given: Action) -> tuple[Declaration, Action]:
    """The declaration behind an action and the action with checked arguments.

    Raises: ActionRejected when the name or an argument is wrong.
    """
    known = actions_for(kind)
    if given.name not in known:
        near = difflib.get_close_matches(given.name, known, 1)
        raise ActionRejected(f"there is no action {given.name!r} for a {kind}" + (f"; did you mean {near[0]}?" if near else ""))
    declaration = known[given.name]
    return declaration, Action(given.name, declaration.validate(given.args))


def _tidy(node: Any) -> Any:
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    if "anyOf" in node:
        options = [option for option in node["anyOf"] if option != {"type": "null"}]
        rest = {key: value for key, value in node.items() if key not in ("anyOf", "default", "title")}
        return _tidy(options[0] | rest) if len(options) == 1 else {"anyOf": _tidy(options), **_tidy(rest)}
    return {
        key: {name: _tidy(child) for name, child in value.items()} if key == "properties" else _tidy(value)
        for key, value in node.items()
        if key not in ("title", "default")
    }
