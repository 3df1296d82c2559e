"""Follows a test through its statements, without running it: what it does, and what it asserts in terms that the running office can answer."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lam.data.collect.uitests.words import Act
from lam.data.pairs import App
from lam.types import SUFFIXES

APPS: dict[str, App] = {"writer": "document", "calc": "spreadsheet", "impress": "presentation"}
MOST_ROUNDS = 12
"""How often a loop over constants is unrolled."""


@dataclass
class Followed:
    """What a test does."""

    acts: list[Act] = field(default_factory=list)
    assertions: list[dict[str, Any]] = field(default_factory=list)
    """{"after": number of actions before it, "method": "assertEqual", "args": [source, ...]}, and between them the values that they name:
    {"after": ..., "name": "v1", "value": source}. A source speaks of `document`, `widget("id", ...)`, such names and nothing else."""
    document: str = ""
    """The file of the source package that it opens."""
    app: App | None = None
    problem: str = ""
    """Why it cannot be followed."""


@dataclass(frozen=True)
class Widget:
    """What a variable of a test stands for: a widget, by its path of ids below the window."""

    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What a variable stands for that only the running office knows: a name among the assertions, or `document`."""

    name: str


UNKNOWN = object()


class Follower:
    """Goes through a test's statements and notes what it does; whatever depends on a computed value ends it.

    `imported`: name -> full name of what the file imports from the office.
    """

    def __init__(self, methods: dict[str, ast.FunctionDef], imported: Mapping[str, str] | None = None) -> None:
        self._methods, self._imported = methods, imported or {}
        self._names: dict[str, Any] = {}
        self._dialogs: list[str] = []
        self._depth = 0
        self.told = Followed()

    def follow(self, method: ast.FunctionDef) -> Followed:
        self._body(method.body)
        self.told.assertions = _needed(self.told.assertions)
        return self.told

    def _stop(self, why: str) -> None:
        self.told.problem = self.told.problem or why

    def _body(self, body: list[ast.stmt]) -> None:
        for statement in body:
            if self.told.problem:
                return
            self._statement(statement)

    def _statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.With):
            self._with(node)
        elif isinstance(node, ast.Assign) and len(node.targets) == 1:
            self._assign(node.targets[0], node.value)
        elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
            self._assign(node.target, ast.BinOp(ast.Name(node.target.id), node.op, node.value))
        elif isinstance(node, ast.Expr):
            self._value(node.value)
        elif isinstance(node, ast.For):
            self._loop(node)
        elif isinstance(node, ast.If | ast.While | ast.Try) and _acts(node):
            self._stop("test decides while it runs")
        else:
            self._forget(node)

    def _assign(self, target: ast.expr, expression: ast.expr) -> None:
        value = self._value(expression)
        if not isinstance(target, ast.Name):
            self._forget(target)
            return
        said = None
        if value is UNKNOWN and not _acts(expression):
            said = self._source(expression)
        if said is not None:
            value = Said(f"v{len(self.told.assertions) + 1}")
            self.told.assertions.append({"after": len(self.told.acts), "name": value.name, "value": said})
        self._names[target.id] = value

    def _forget(self, node: ast.AST) -> None:
        """What a statement that is not followed sets is not known after it."""
        for found in ast.walk(node):
            if isinstance(found, ast.Name) and isinstance(found.ctx, ast.Store):
                self._names[found.id] = UNKNOWN

    def _source(self, node: ast.expr) -> str | None:
        """The expression with its variables replaced; None when it needs what is not known."""
        try:
            return ast.unparse(_Resolve(self._names, self._imported).visit(copy.deepcopy(node)))
        except LookupError:
            return None

    def _loop(self, node: ast.For) -> None:
        values = _rounds(node.iter)
        if values is None or not isinstance(node.target, ast.Name) or len(values) > MOST_ROUNDS:
            if _acts(node):
                self._stop("test has a loop")
            self._forget(node)
            return
        for value in values:
            self._names[node.target.id] = value
            self._body(node.body)

    def _with(self, node: ast.With) -> None:
        closing: list[Act] = []
        for item in node.items:
            call = item.context_expr
            value = self._value(call)
            name = _called(call)
            if isinstance(item.optional_vars, ast.Name):
                self._names[item.optional_vars.id] = Said("document") if name in OPENERS else value
            if name.startswith(("execute_dialog", "execute_modeless", "execute_blocking")) and isinstance(call, ast.Call):
                button = next((self._value(k.value) for k in call.keywords if k.arg == "close_button"), "ok")
                self._dialogs.append(self.told.acts[-1].command if self.told.acts else "")
                if isinstance(button, str) and button:
                    closing.append(Act("widget", widget=(button,), action="CLICK", dialog=self._dialogs[-1], closes=True))
        self._body(node.body)
        for act in closing:
            self.told.acts.append(act)
            self._dialogs.pop()

    def _value(self, node: ast.expr) -> Any:
        """The value of an expression as far as it is known; notes the actions in it."""
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            found = self._names.get(node.id, UNKNOWN)
            return UNKNOWN if isinstance(found, Said) and found.name != "document" else found
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            left, right = self._value(node.left), self._value(node.right)
            return left + right if type(left) is type(right) and isinstance(left, str | int) else UNKNOWN
        if isinstance(node, ast.Tuple | ast.List):
            return [self._value(e) for e in node.elts]
        if isinstance(node, ast.Dict):
            return {self._value(k): self._value(v) for k, v in zip(node.keys, node.values, strict=True) if k}
        return self._call(node) if isinstance(node, ast.Call) else UNKNOWN

    def _call(self, node: ast.Call) -> Any:
        name, args = _called(node), node.args
        if name == "getChild":
            return self._child(node)
        if name.startswith("assert"):
            sources = [self._source(a) for a in args]
            told = [ast.unparse(a) if s is None else s for a, s in zip(args, sources, strict=True)]
            self.told.assertions.append({"after": len(self.told.acts), "method": name, "args": told})
            return UNKNOWN
        values = [self._value(a) for a in args]
        if name in ("str", "get_url_for_data_file"):
            return str(values[0]) if values and values[0] is not UNKNOWN else UNKNOWN
        if name == "mkPropertyValues":
            return values[0] if values else {}
        if name == "tuple":
            return {}
        if name in ("getTopFocusWindow", "getFloatWindow"):
            return Widget()
        if name == "get_component":
            return Said("document")
        if name in OPENERS:
            self._document(values[0] if values else "", name)
        elif name in READERS:
            READERS[name](self, values, node)
        elif name in self._methods and isinstance(node.func, ast.Attribute):
            self._own(self._methods[name], values)
        elif name in ("change_measurement_unit", "load_csv_file", "select_all", "testDialog"):
            self._stop("test calls a helper that is not followed")
        return Widget() if name.startswith("execute_") else UNKNOWN

    def _child(self, node: ast.Call) -> Any:
        parent = self._value(node.func.value) if isinstance(node.func, ast.Attribute) else UNKNOWN
        name = self._value(node.args[0]) if node.args else UNKNOWN
        above = parent.path if isinstance(parent, Widget) else ()
        return Widget((*above, name)) if isinstance(name, str) else UNKNOWN

    def _document(self, value: Any, name: str) -> None:
        if name == "load_file":
            if not isinstance(value, str):
                self._stop("test computes its document")
                return
            if self.told.document:
                self._stop("test opens two documents")
            self.told.document = value
            self.told.app = SUFFIXES.get(Path(value).suffix.lower(), OLDER.get(Path(value).suffix.lower()))
        else:
            self.told.app = APPS.get(value) if isinstance(value, str) else None
        if self.told.app is None:
            self._stop("of another application")

    def _own(self, method: ast.FunctionDef, values: list[Any]) -> None:
        if not _acts(method, READERS.keys() | ASSERTIONS) or self._depth > 3:
            return
        names = [a.arg for a in method.args.args if a.arg != "self"]
        given = {name: value for name, value in zip(names, values, strict=False) if value is not UNKNOWN}
        outer, self._names = self._names, {**dict.fromkeys(names, UNKNOWN), **given}
        self._depth += 1
        self._body(method.body)
        self._depth -= 1
        self._names = outer

    # what a call does

    def _command(self, values: list[Any], node: ast.Call) -> None:
        opens = _called(node).startswith(("execute_dialog", "execute_modeless"))
        args = values[1] if len(values) > 1 and isinstance(values[1], dict) and not opens else {}
        if not values or not isinstance(values[0], str) or UNKNOWN in args.values():
            self._stop("test computes its actions")
            return
        self.told.acts.append(Act("dialog" if opens else "command", command=values[0], args=args))

    def _action(self, values: list[Any], node: ast.Call) -> None:
        widget = self._value(node.func.value) if isinstance(node.func, ast.Attribute) else UNKNOWN
        self._widget(widget, values[0] if values else UNKNOWN, values[1] if len(values) > 1 and isinstance(values[1], dict) else {})

    def _through(self, values: list[Any], node: ast.Call) -> None:
        if _called(node) == "execute_blocking_action":
            bound = node.args[0] if node.args else None
            widget = self._value(bound.value) if isinstance(bound, ast.Attribute) else UNKNOWN
            args = values[1] if len(values) > 1 else next((self._value(k.value) for k in node.keywords if k.arg == "args"), [])
            flat = args if isinstance(args, list) else []
            self._widget(widget, flat[0] if flat else UNKNOWN, flat[1] if len(flat) > 1 and isinstance(flat[1], dict) else {})
        else:
            widget, action = [*values, UNKNOWN, UNKNOWN][:2]
            self._widget(widget, action, values[2] if len(values) > 2 and isinstance(values[2], dict) else {})

    def _short(self, values: list[Any], node: ast.Call) -> None:
        name = _called(node)
        if len(values) < 2:
            self._stop("test computes its actions")
        elif name == "type_text":
            self._widget(values[0], "TYPE", {"TEXT": values[1]})
        elif name == "select_pos":
            self._widget(values[0], "SELECT", {"POS": values[1]})
        elif name == "select_by_text":
            self._widget(values[0], "SELECT", {"TEXT": values[1]})
        elif name == "select_text" and len(values) > 2:
            self._widget(values[0], "SELECT", {"FROM": values[1], "TO": values[2]})
        elif name == "enter_text_to_cell" and len(values) > 2:
            self._widget(values[0], "SELECT", {"CELL": values[1]})
            self._widget(values[0], "TYPE", {"TEXT": values[2]})
            self._widget(values[0], "TYPE", {"KEYCODE": "RETURN"})

    def _button(self, values: list[Any], node: ast.Call) -> None:
        self._widget(values[0] if values else UNKNOWN, "CLICK", {})

    def _widget(self, widget: Any, action: Any, args: dict[Any, Any]) -> None:
        if (
            not isinstance(widget, Widget)
            or not widget.path
            or not isinstance(action, str)
            or any(not isinstance(v, str | int) for v in args.values())
        ):
            self._stop("test computes its actions")
            return
        dialog = self._dialogs[-1] if self._dialogs else ""
        self.told.acts.append(Act("widget", widget=widget.path, action=action, args=args, dialog=dialog))


ASSERTIONS = {f"assert{name}" for name in ("Equal", "NotEqual", "True", "False", "Greater", "GreaterEqual", "Less", "LessEqual", "In", "NotIn",
              "IsNone", "IsNotNone", "AlmostEqual")}  # fmt: skip
OPENERS = ("load_file", "create_doc_in_start_center", "load_empty_file")
READERS = {
    "execute_dialog_through_command": Follower._command,
    "execute_modeless_dialog_through_command": Follower._command,
    "executeCommand": Follower._command,
    "executeCommandWithParameters": Follower._command,
    "executeAction": Follower._action,
    "execute_dialog_through_action": Follower._through,
    "execute_blocking_action": Follower._through,
    "close_dialog_through_button": Follower._button,
    "type_text": Follower._short,
    "select_pos": Follower._short,
    "select_by_text": Follower._short,
    "select_text": Follower._short,
    "enter_text_to_cell": Follower._short,
}
OLDER: dict[str, App] = {
    ".doc": "document", ".rtf": "document", ".fodt": "document", ".ott": "document", ".html": "document", ".xls": "spreadsheet",
    ".xlsm": "spreadsheet", ".fods": "spreadsheet", ".csv": "spreadsheet", ".ots": "spreadsheet", ".ppt": "presentation", ".fodp": "presentation",
}  # fmt: skip


def _called(node: ast.expr) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""


class _Resolve(ast.NodeTransformer):
    """Puts what variables stand for in their place. Raises: LookupError when one is not known."""

    def __init__(self, names: Mapping[str, Any], imported: Mapping[str, str]) -> None:
        self._names, self._imported = names, imported

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if _called(node) == "get_component":
            return ast.Name("document")
        if _called(node) in ("getTopFocusWindow", "getFloatWindow"):
            return _widget(())
        if isinstance(node.func, ast.Name):  # the evaluator knows the functions that it answers
            return ast.Call(node.func, [self.visit(a) for a in node.args], [self.visit(k) for k in node.keywords])
        visited = self.generic_visit(node)
        if _called(node) == "getChild" and len(node.args) == 1 and isinstance(node.args[0], ast.Constant) and isinstance(node.func, ast.Attribute):
            above = node.func.value
            if isinstance(above, ast.Call) and _called(above) == "widget":
                return ast.Call(above.func, [*above.args, node.args[0]], [])
        return visited

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if node.id not in self._names:
            if node.id in self._imported:
                return ast.Call(ast.Name("constant"), [ast.Constant(self._imported[node.id])], [])
            raise LookupError(node.id)
        value = self._names[node.id]
        if isinstance(value, Said):
            return ast.Name(value.name)
        if isinstance(value, Widget):
            return _widget(value.path)
        if _known(value):
            return ast.parse(repr(value), mode="eval").body
        raise LookupError(node.id)


def _widget(path: tuple[str, ...]) -> ast.Call:
    return ast.Call(ast.Name("widget"), [ast.Constant(part) for part in path], [])


def _known(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_known, value))
    if isinstance(value, dict):
        return all(map(_known, [*value, *value.values()]))
    return value is None or isinstance(value, bool | int | float | str)


def _needed(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The assertions, and of the named values only those that they need."""
    needed: set[str] = set()
    kept: list[dict[str, Any]] = []
    for entry in reversed(told):
        if "name" in entry and entry["name"] not in needed:
            continue
        needed |= set(re.findall(r"\bv\d+\b", " ".join(entry.get("args", [entry.get("value", "")]))))
        kept.insert(0, entry)
    return kept


def imported(tree: ast.Module) -> dict[str, str]:
    """Name -> full name of what a file imports from the office's interfaces."""
    found = [n for n in tree.body if isinstance(n, ast.ImportFrom) and (n.module or "").startswith("com.sun.star")]
    return {a.asname or a.name: f"{n.module}.{a.name}" for n in found for a in n.names}


def _acts(node: ast.AST, names: Collection[str] = ()) -> bool:
    return any(isinstance(n, ast.Call) and _called(n) in (names or READERS) for n in ast.walk(node))


def _rounds(node: ast.expr) -> list[Any] | None:
    """The values of `range(3)` or of a list of constants."""
    if isinstance(node, ast.Tuple | ast.List) and all(isinstance(e, ast.Constant) for e in node.elts):
        return [e.value for e in node.elts if isinstance(e, ast.Constant)]
    if isinstance(node, ast.Call) and _called(node) == "range" and all(isinstance(a, ast.Constant) for a in node.args):
        try:
            return list(range(*(a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, int))))
        except TypeError:
            return None
    return None
