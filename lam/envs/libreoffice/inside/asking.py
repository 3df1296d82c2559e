"""What the replay of a test asks beside acting: an empty document, the control behind a widget's id, what an expression of the test comes to.

Nothing here changes the open document.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

import uno
import unohelper
from com.sun.star.uno import Exception as UnoException

from lam.envs.libreoffice.inside import accessibility, ui
from lam.envs.libreoffice.inside.accessibility import Node
from lam.envs.libreoffice.inside.office import Office
from lam.errors import ActionRejected

FACTORIES = {"document": "swriter", "spreadsheet": "scalc", "presentation": "simpress"}
READING = re.compile(r"^(?:get|has|is|supports|next|queryC|createEnumeration$|createTextCursor$|createSearchDescriptor$|find(?:All|First)$)")
"""Names of methods that only read."""
LIST, TREE, TOOL_BAR = (uno.getConstantByName(f"com.sun.star.accessibility.AccessibleRole.{name}") for name in ("LIST", "TREE", "TOOL_BAR"))
TEXT = frozenset("strip lstrip rstrip replace startswith endswith split splitlines lower upper join count find index get keys values".split())  # noqa: SIM905
LENGTHS = (UnoException, AttributeError)


class NotKnown(Exception):  # noqa: N818 (it is an outcome that is counted, not a mistake)
    """The expression needs something that is not read here."""


def ask(office: Office, what: str, **parameters: Any) -> Any:
    """Raises: ActionRejected when there is no such question."""
    if what not in QUESTIONS:
        raise ActionRejected(f"nothing is known of {what!r}")
    return QUESTIONS[what](office, **parameters)


def empty(office: Office, path: str, kind: str) -> None:
    """Write the document that the application starts with."""
    from lam.envs.libreoffice.inside.office import FILTERS, properties

    document = office.desktop.loadComponentFromURL(f"private:factory/{FACTORIES[kind]}", "_blank", 0, properties(Hidden=True, OnMainThread=True))
    try:
        document.storeToURL(unohelper.systemPathToFileUrl(path), properties(FilterName=FILTERS[path[path.rindex(".") :]], Overwrite=True))
    finally:
        document.close(True)


# -- the control behind a widget ----------------------------------------------------------------------------------------


def control(office: Office, path: list[str]) -> dict[str, Any]:
    """What the last observation shows of the widget with this path of ids: its control and those of its items; empty when it shows nothing of it.

    {"control", "role", "name", "value", "states", "items": [{"label", "control", "states"}]}, or {"folded": the control that unfolds the part where
    it lies}; of an entry also "holder", the control of its list or tree, and "chain", the entries from there down to it: [{"label", "position",
    "states", "plain": none above it is expanded}].
    """
    if not office.seen:
        accessibility.controls(office)
    named = [part for part in path if not part.isdigit()]
    if not named:
        return {}
    listed = [(identifier, node.context) for identifier, node in office.controls.items()]
    nodes = office.seen
    found = [n for n in nodes if _id(n.context) == named[-1]] or _placed(office, nodes, named)  # those of the topmost window come last
    if not found:
        return _folded(office, nodes, named, listed)
    found = [n for n in found if n.dialog == found[-1].dialog]
    node = next((n for n in found if _listed(listed, n.context)), found[0])
    context, chain = node.context, []
    if node.role == "table":
        return _row(node, _listed(listed, context), path[-1])
    for position in path[len(path) - path[::-1].index(named[-1]) :]:
        below = _entries(context)
        if int(position) >= len(below):
            return {}
        context = below[int(position)]
        opened = any("expanded" in _states(entry) for entry in below[: int(position)])
        chain.append({"label": context.getAccessibleName(), "position": int(position), "states": _states(context), "plain": not opened})
    told: dict[str, Any] = {"control": _listed(listed, context), "role": accessibility.ROLES.get(context.getAccessibleRole(), "other")}
    told |= {"name": context.getAccessibleName(), "value": accessibility.text_of(node), "states": _states(context)}
    items = [{"label": i.getAccessibleName(), "control": _listed(listed, i), "states": _states(i)} for i in _entries(context)]
    return told | {"items": items, "holder": _listed(listed, node.context), "chain": chain}


def _placed(office: Office, nodes: list[Node], named: list[str]) -> list[Node]:
    """The list as large as the office's test interface says of a widget which tells the accessibility tree no id; none when two are."""
    try:
        told = _Widget(office, tuple(named)).state().get("Size", "")
    except LookupError:
        return []
    same = [n for n in nodes if n.dialog and n.role in accessibility.LISTS and "{2}x{3}".format(*n.box) == told]
    return same if len(same) == 1 else []


def _folded(office: Office, nodes: list[Node], named: list[str], listed: list[tuple[str, Any]]) -> dict[str, Any]:
    """{"folded": control} where a widget lies in a part of the dialog that is folded away, and this control unfolds it."""
    try:
        hidden = _Widget(office, tuple(named)).state().get("ReallyVisible") == "false"
    except LookupError:
        return {}
    boxes = [n for n in nodes if hidden and n.dialog and n.role == "check box" and not _id(n.context) and "checked" not in _states(n.context)]
    folds = [n for n in boxes if "xpander" in _id(n.context.getAccessibleParent().getAccessibleContext())]
    return {"folded": _listed(listed, folds[0].context)} if len(folds) == 1 else {}


def _row(node: Node, control: str, position: str) -> dict[str, Any]:
    """What is told of a table with columns: itself, or one of its rows as an entry of a list."""
    items = [{"label": line, "control": "", "states": []} for _, line, _ in accessibility.rows(node.context)]
    told = {"control": control, "role": node.role, "name": node.name, "value": "", "states": _states(node.context), "items": items}
    if not position.isdigit():
        return told | {"holder": control, "chain": []}
    if int(position) >= len(items):
        return {}
    label = items[int(position)]["label"]
    return told | {"control": "", "role": "list item", "name": label, "states": [], "items": [], "holder": control, "chain": []}


def _entries(context: Any) -> list[Any]:
    """The entries of a list or tree, of which some are boxes to tick, or what a toolbar holds."""
    found = [item for _, _, item in ui._items(context)]
    role = context.getAccessibleRole()
    if found or role not in (LIST, TREE, TOOL_BAR):
        return found
    count = min(context.getAccessibleChildCount(), accessibility.MAX_CHILDREN)
    below = [context.getAccessibleChild(index).getAccessibleContext() for index in range(count)]
    return [entry for entry in below if role == TOOL_BAR or accessibility.ROLES.get(entry.getAccessibleRole()) == "check box"]


def _id(context: Any) -> str:
    try:
        return str(context.getAccessibleId())
    except LENGTHS:
        return ""


def _listed(listed: list[tuple[str, Any]], context: Any) -> str:
    """The control that a node is; entries of trees are other objects every time, and the same by their name and place."""
    same = next((identifier for identifier, known in listed if known == context), "")
    if same or accessibility.ROLES.get(context.getAccessibleRole()) not in ui.ITEMS:
        return same
    place = _place(context)
    return next((identifier for identifier, known in listed if _place(known) == place), "")


def _place(context: Any) -> tuple[Any, ...]:
    role, name = context.getAccessibleRole(), context.getAccessibleName()
    if accessibility.ROLES.get(role) not in ui.ITEMS:
        return (context,)
    place = context.getLocationOnScreen()
    return role, name, place.X, place.Y


def _states(context: Any) -> list[str]:
    return [accessibility.STATES[s] for s in context.getAccessibleStateSet().getStates() if s in accessibility.STATES]


# -- what an expression comes to ----------------------------------------------------------------------------------------


def value(office: Office, source: str, name: str = "") -> dict[str, Any]:
    """What an expression about `document` and `widget("id", ...)` comes to: {"value": ...} as JSON, {"unknown": why} or {"error": why}.

    `name`: it is kept under this name for the expressions after it, whatever it is.
    """
    kept = office.memo.setdefault("asked", {})
    try:
        found = _Reading(office, kept).of(ast.parse(source, mode="eval").body)
    except NotKnown as why:
        return {"unknown": str(why)}
    except (UnoException, LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        return {"error": f"{type(error).__name__}: {error}"[:200]}
    if name:
        kept[name] = found
    return {"value": _plain(found)}


def start(office: Office) -> None:
    """Note the document's window, for widgets that are asked for while a dialog is up."""
    office.memo["main"] = _uitest(office).getTopFocusWindow()


def _uitest(office: Office) -> Any:
    if "uitest" not in office.memo:
        office.memo["uitest"] = office.create("org.libreoffice.uitest.UITest")
    return office.memo["uitest"]


class _Widget:
    """A widget of the office's own test interface, found when it is asked."""

    def __init__(self, office: Office, path: tuple[str, ...]) -> None:
        self._office, self._path = office, path

    def _object(self) -> Any:
        tests = _uitest(self._office)
        tops = (tests.getTopFocusWindow(), tests.getFloatWindow(), self._office.memo.get("main"))
        for top in (t for t in tops if t is not None):
            found = top
            for part in self._path:
                try:
                    found = found.getChild(part) if found is not None else None
                except UnoException:
                    found = None
            if found is not None:
                return found
        raise LookupError(f"no widget {'/'.join(self._path)}")

    def state(self) -> dict[str, str]:
        return {p.Name: p.Value for p in self._object().getState()}

    def getChild(self, name: str) -> _Widget:  # noqa: N802 (the interface's name)
        return _Widget(self._office, (*self._path, name))

    def getChildren(self) -> list[str]:  # noqa: N802
        return list(self._object().getChildren())


OPERATORS: Mapping[type[Any], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.BitOr: operator.or_, ast.BitAnd: operator.and_,
}  # fmt: skip


class _Reading:
    """Reads an expression; calls nothing but what only reads."""

    def __init__(self, office: Office, kept: Mapping[str, Any]) -> None:
        self._office, self._kept = office, kept
        self._functions: dict[str, Callable[..., Any]] = {
            "len": _length, "str": str, "int": int, "float": float, "round": round, "bool": bool, "abs": abs, "list": list, "tuple": tuple,
            "min": min, "max": max, "hex": hex, "getattr": getattr, "hasattr": hasattr, "range": range, "sorted": sorted,
            "widget": lambda *path: _Widget(office, path),
            "constant": _constant,
            "get_state_as_dict": lambda found: found.state(),
            "get_cell_by_position": lambda document, sheet, column, row: document.getSheets().getByIndex(sheet).getCellByPosition(column, row),
            "is_row_hidden": lambda document, row: not document.Sheets[0].Rows[row].IsVisible,
            "get_column_hidden": lambda document, column: not document.Sheets[0].Columns[column].IsVisible,
            "get_row": lambda document, row: document.Sheets[0].Rows.getByIndex(row),
            "get_column": lambda document, column: document.Sheets[0].Columns.getByIndex(column),
            "get_sheet_from_doc": lambda document, sheet: document.Sheets.getByIndex(sheet),
        }  # fmt: skip

    def of(self, node: ast.AST) -> Any:
        method = getattr(self, f"_{type(node).__name__.lower()}", None)
        if method is None:
            raise NotKnown(f"a {type(node).__name__} is not read")
        return method(node)

    def _constant(self, node: ast.Constant) -> Any:
        return node.value

    def _name(self, node: ast.Name) -> Any:
        if node.id == "document":
            return self._office.document
        if node.id in self._kept:
            return self._kept[node.id]
        raise NotKnown(f"{node.id} is not known")

    def _list(self, node: ast.List) -> Any:
        return [self.of(e) for e in node.elts]

    def _tuple(self, node: ast.Tuple) -> Any:
        return tuple(self.of(e) for e in node.elts)

    def _dict(self, node: ast.Dict) -> Any:
        return {self.of(k): self.of(v) for k, v in zip(node.keys, node.values, strict=True) if k}

    def _attribute(self, node: ast.Attribute) -> Any:
        owner = self.of(node.value)
        if node.attr.startswith("_") or isinstance(owner, _Widget):
            raise NotKnown(f"{node.attr} is not read")
        return getattr(owner, node.attr)

    def _subscript(self, node: ast.Subscript) -> Any:
        owner = self.of(node.value)
        if isinstance(node.slice, ast.Slice):
            parts = (node.slice.lower, node.slice.upper, node.slice.step)
            return owner[slice(*(self.of(p) if p else None for p in parts))]
        return owner[self.of(node.slice)]

    def _unaryop(self, node: ast.UnaryOp) -> Any:
        found = self.of(node.operand)
        return not found if isinstance(node.op, ast.Not) else -found if isinstance(node.op, ast.USub) else found

    def _boolop(self, node: ast.BoolOp) -> Any:
        found = [self.of(v) for v in node.values]
        return all(found) if isinstance(node.op, ast.And) else any(found)

    def _binop(self, node: ast.BinOp) -> Any:
        return self._operator(node.op)(self.of(node.left), self.of(node.right))

    def _compare(self, node: ast.Compare) -> Any:
        values = [self.of(node.left), *(self.of(c) for c in node.comparators)]
        return all(self._operator(op)(a, b) for op, a, b in zip(node.ops, values, values[1:], strict=False))

    def _operator(self, op: ast.AST) -> Callable[[Any, Any], Any]:
        if type(op) not in OPERATORS:
            raise NotKnown(f"{type(op).__name__} is not read")
        return OPERATORS[type(op)]

    def _call(self, node: ast.Call) -> Any:
        if node.keywords:
            raise NotKnown("keywords are not read")
        args = [self.of(a) for a in node.args]
        if isinstance(node.func, ast.Name):
            if node.func.id not in self._functions:
                raise NotKnown(f"{node.func.id}() is not known")
            return self._functions[node.func.id](*args)
        if not isinstance(node.func, ast.Attribute):
            raise NotKnown("a computed function is not called")
        owner, name = self.of(node.func.value), node.func.attr
        if isinstance(owner, _Widget):
            if name not in ("getChild", "getChildren"):
                raise NotKnown(f"{name}() is not asked of a widget")
        elif not (name in TEXT if isinstance(owner, str | dict | list | tuple) else READING.match(name)):
            raise NotKnown(f"{name}() may do more than read")
        return getattr(owner, name)(*args)


def _length(found: Any) -> int:
    return int(found.getCount()) if hasattr(found, "getCount") else len(found)


def _constant(name: str) -> Any:
    """An enumeration's value or a constant by its full name."""
    owner, _, last = name.rpartition(".")
    try:
        return uno.Enum(owner, last)
    except (UnoException, RuntimeError, AttributeError):
        return uno.getConstantByName(name)


def _plain(found: Any) -> Any:
    """A value as JSON has it; what has no counterpart there as a text that differs from every value."""
    if found is None or isinstance(found, bool | int | float | str):
        return found
    if isinstance(found, list | tuple):
        return [_plain(f) for f in found]
    if isinstance(found, dict):
        return {str(k): _plain(v) for k, v in found.items()}
    if isinstance(found, uno.Enum):
        return f"{found.typeName}.{found.value}"
    return {"object": type(found).__name__}


QUESTIONS: Mapping[str, Callable[..., Any]] = {"empty": empty, "control": control, "value": value, "start": start}
