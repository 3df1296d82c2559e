"""The user interface as the office's own accessibility tree tells it: windows, dialogs and showing controls."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import uno

MAX_CHILDREN = 300
"""Children looked at per node: a Calc table has 2^31 of them."""
MAX_CONTROLS = 120
NAMELESS = "popup"
"""What a window without a title is called, such as the palette that a button drops down."""
_NAMESPACE = "com.sun.star.accessibility."


def _constants(group: str, names: str) -> dict[int, str]:
    return {uno.getConstantByName(f"{_NAMESPACE}{group}.{name}"): name.lower().replace("_", " ") for name in names.split()}


ROLES = _constants(
    "AccessibleRole",
    "PUSH_BUTTON TOGGLE_BUTTON BUTTON_DROPDOWN BUTTON_MENU CHECK_BOX RADIO_BUTTON COMBO_BOX TEXT SPIN_BOX LIST LIST_ITEM MENU MENU_ITEM "
    "CHECK_MENU_ITEM RADIO_MENU_ITEM PAGE_TAB TREE TREE_ITEM TREE_TABLE TABLE TABLE_CELL PARAGRAPH HEADING SHAPE GRAPHIC SCROLL_BAR "
    "HYPER_LINK PASSWORD_TEXT "
    "LABEL STATIC DIALOG ALERT FILE_CHOOSER FRAME ROOT_PANE PANEL MENU_BAR TOOL_BAR DOCUMENT EMBEDDED_OBJECT UNKNOWN EDIT_BAR DATE_EDITOR SLIDER "
    "DOCUMENT_TEXT DOCUMENT_SPREADSHEET DOCUMENT_PRESENTATION POPUP_MENU COLUMN_HEADER ROW_HEADER ICON",
)
STATES = _constants("AccessibleStateType", "CHECKED SELECTED FOCUSED EXPANDED PRESSED")
TOOL_TIP = uno.getConstantByName(f"{_NAMESPACE}AccessibleRole.TOOL_TIP")
LABELED_BY = uno.getConstantByName(f"{_NAMESPACE}AccessibleRelationType.LABELED_BY")
SHOWING = uno.getConstantByName(f"{_NAMESPACE}AccessibleStateType.SHOWING")
ENABLED = uno.getConstantByName(f"{_NAMESPACE}AccessibleStateType.ENABLED")
_TYPES = {name: uno.getTypeByName(f"{_NAMESPACE}XAccessible{name}") for name in ("Action", "EditableText", "Text", "Value", "Selection", "Component")}

OPERABLE = frozenset(
    "push button|toggle button|button dropdown|button menu|check box|radio button|combo box|text|spin box|list|list item|menu|menu item|"  # noqa: SIM905 (a list would be a column of 26 lines)
    "check menu item|radio menu item|page tab|tree|tree item|tree table|paragraph|heading|shape|graphic|hyper link|password text|icon|"
    "date editor|table".split("|")
)
"""Roles that are listed as controls; the others only hold them."""
PLACED = OPERABLE | {"scroll bar"}
"""Roles of which a node tells its place, left, top, width and height; for the others it would cost a quarter of an observation."""
_COMPOSITE = frozenset({"combo box", "spin box"})
"""Listed as one control; their inner edit field and buttons are not listed again."""
LISTS = frozenset({"list", "tree", "tree table", "table"})
"""Roles that hold entries to choose from. In a dialog they are listed without a name too; a table is one with columns."""
_ADDRESS = re.compile(r"[A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?")
_MAY_BE_NAMELESS = frozenset({"text", "combo box", "spin box", "paragraph", "heading", "list"})


@dataclass
class Node:
    """One node of the tree; `context` stays valid while the control shows. `box`: zeros where the role is not in PLACED."""

    context: Any
    role: str
    name: str
    states: tuple[int, ...]
    box: tuple[int, int, int, int]
    dialog: str
    depth: int

    def has(self, interface: str) -> bool:
        return self.context.queryInterface(_TYPES[interface]) is not None


def windows(office: Any) -> list[Any]:
    """The document window, then the other showing top windows (dialogs, menus), bottom first: the one that takes the input comes last."""
    main = office.window
    found = [main]
    for index in range(office.toolkit.getTopWindowCount()):
        window = office.toolkit.getTopWindow(index)
        if window is not None and window != main and window.isVisible() and not _is_tip(window):
            found.append(window)
    active = office.toolkit.getActiveTopWindow() if len(found) > 2 else None
    if active in found[1:]:  # the toolkit lists a message before the dialog that it lies on
        found.append(found.pop(found.index(active)))
    return found


def _is_tip(window: Any) -> bool:
    """Whether a window is a tip on the screen, which takes no input."""
    context = window.getAccessibleContext()
    return context is not None and context.getAccessibleRole() == TOOL_TIP


def origin(office: Any, window: Any) -> tuple[int, int]:
    """Where a top window lies on the picture of the whole application, whose document window fills it; dialogs are centred.

    Windows in memory are not placed by anyone, so every one of them believes to lie at 0, 0.
    """
    if window == office.window or window.getAccessibleContext() is None:
        return (0, 0) if window == office.window else (window.PosSize.X, window.PosSize.Y)
    main, own = office.window.PosSize, window.PosSize
    return max(0, (main.Width - own.Width) // 2), max(0, (main.Height - own.Height) // 2)


def dialogs(office: Any) -> list[str]:
    """Titles of the open dialogs and menus, bottom first."""
    if office.document is None:
        return []
    titles = []
    for window in windows(office)[1:]:
        context = window.getAccessibleContext()
        if context is not None:  # a floating menu has no context of its own: its items hang below the menu bar
            titles.append(context.getAccessibleName() or NAMELESS)
    return titles


def walk(office: Any, topmost: bool = False) -> Iterator[Node]:
    """Every showing node, top windows first to last; menus that are not open are not entered.

    `topmost`: only those of the topmost window, unless it is a menu, whose items hang below what it belongs to.
    """
    shown = windows(office)
    alone = topmost and shown[-1].getAccessibleContext() is not None
    for position, window in enumerate(shown):
        context = window.getAccessibleContext() if not alone or position == len(shown) - 1 else None
        if context is not None:
            x, y = origin(office, window)
            for node in _walk(context, (context.getAccessibleName() or NAMELESS) if position else "", 0, ""):
                left, top, width, height = node.box
                yield replace(node, box=(left + x, top + y, width, height)) if x or y else node


def _walk(context: Any, dialog: str, depth: int, holder: str) -> Iterator[Node]:
    try:
        states = tuple(context.getAccessibleStateSet().getStates())
        if depth and SHOWING not in states:
            return
        role = ROLES.get(context.getAccessibleRole(), "other")
        box = _box(context) if role in PLACED else (0, 0, 0, 0)
        name = context.getAccessibleName()
        if role in _COMPOSITE and holder and not dialog:
            name = holder  # a field in a toolbar calls itself by its value; the toolbar item around it has the name
        elif role == "combo box" and _ADDRESS.fullmatch(name):
            name = "Name Box"  # the field left of a sheet's formula bar, which has no name of its own
        elif role == "button menu":
            name = _label(context) or name  # it calls itself by its value, such as a colour
        elif role in LISTS and dialog:
            name = name or holder
            role = "other" if role == "table" and _heads(context) else role
        node = Node(context, role, name, states, box, dialog, depth)
        count = context.getAccessibleChildCount()
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        return  # windows vanish in mid-walk
    yield node
    if role in _COMPOSITE or role == "table" or (role == "menu" and not _is_open(context)):
        return
    if role == "panel":
        holder = name or holder
    for index in range(min(count, MAX_CHILDREN)):
        try:
            child = context.getAccessibleChild(index)
            below = child.getAccessibleContext() if hasattr(child, "getAccessibleContext") else None  # a ruler in a dialog has parts without
        except (uno.getClass("com.sun.star.uno.RuntimeException"), uno.getClass("com.sun.star.lang.IndexOutOfBoundsException")):
            continue
        if below is not None:
            yield from _walk(below, dialog, depth + 1, holder)


def _label(context: Any) -> str:
    """What the label beside a control says; nothing where none belongs to it."""
    relation = context.getAccessibleRelationSet().getRelationByType(LABELED_BY)
    labels = [target for target in relation.TargetSet or () if hasattr(target, "getAccessibleContext")]
    return " ".join(label.getAccessibleContext().getAccessibleName() for label in labels)


def _is_open(menu: Any) -> bool:
    """Whether a menu's items are showing."""
    for index in range(min(menu.getAccessibleChildCount(), 3)):
        child = menu.getAccessibleChild(index)
        if child is not None and SHOWING in child.getAccessibleContext().getAccessibleStateSet().getStates():
            return True
    return False


def _box(context: Any) -> tuple[int, int, int, int]:
    place, size = context.getLocationOnScreen(), context.getSize()
    return place.X, place.Y, size.Width, size.Height


def _heads(table: Any) -> bool:
    """Whether a table holds no rows, such as the line with the names of another one's columns."""
    first = table.getAccessibleChild(0) if table.getAccessibleChildCount() else None
    return first is None or ROLES.get(context_of(first).getAccessibleRole()) == "column header"


def context_of(child: Any) -> Any:
    """What describes a child; the cells of tables in dialogs are that themselves."""
    return child.getAccessibleContext() if hasattr(child, "getAccessibleContext") else child


def rows(table: Any) -> list[tuple[int, str, tuple[str, ...]]]:
    """(index of its first cell, all of it in a line, its cells) of the rows of a table in a dialog."""
    wide = table.getAccessibleColumnCount()
    found = []
    for first in range(0, min(table.getAccessibleChildCount(), MAX_CHILDREN) if wide else 0, max(1, wide)):
        cells = tuple(context_of(table.getAccessibleChild(first + column)).getAccessibleName().strip() for column in range(wide))
        found.append((first, " | ".join(cell for cell in cells if cell), cells))
    return found


def operable(office: Any, showing: Iterable[Node] = ()) -> list[Node]:
    """The showing nodes that a person could operate. With a modal dialog or menu open, only those of the top window."""
    nodes = [n for n in showing or walk(office) if n.role in OPERABLE and ENABLED in n.states and (n.name or _is_known_by_its_place(n))]
    items = [n for n in nodes if n.role.endswith("menu item") or (n.role == "menu" and n.depth > 2)]
    if items:
        return items
    top = dialogs(office)[-1:]
    return [n for n in nodes if n.dialog == top[0]] if top else nodes


def _is_known_by_its_place(node: Node) -> bool:
    return node.role in _MAY_BE_NAMELESS or bool(node.dialog and node.role in LISTS)


def controls(office: Any) -> list[Any]:
    """Showing controls as (id, role, name, value, states, box, dialog) rows; remembers them so that an id can be acted on."""
    office.seen = list(walk(office, topmost=True))
    nodes = _fitting(operable(office, office.seen))
    office.controls = {f"c{number}": node for number, node in enumerate(nodes, 1)}
    return [
        (identifier, node.role, _short(node.name), _value(node), [STATES[s] for s in node.states if s in STATES], node.box, node.dialog)
        for identifier, node in office.controls.items()
    ]


def _fitting(nodes: list[Node]) -> list[Node]:
    """As many as are listed. Where there are more, the last items of lists go first: after a palette of colours the buttons still show."""
    items = [position for position, node in enumerate(nodes) if node.role == "list item"]
    dropped = set(items[max(0, len(items) - max(0, len(nodes) - MAX_CONTROLS)) :])
    return [node for position, node in enumerate(nodes) if position not in dropped][:MAX_CONTROLS]


def _value(node: Node) -> str:
    """The present text or number of a field, the entry that is chosen in a list."""
    if node.role == "button menu":
        own = node.context.getAccessibleName()
        return _short(own) if own != node.name else ""
    if node.role in ("combo box", "spin box", "text", "date editor", "paragraph", "heading"):
        return _short(text_of(node))
    if node.role in ("list", "tree") and node.dialog and node.has("Selection") and node.context.getSelectedAccessibleChildCount():
        chosen = node.context.getSelectedAccessibleChild(0)  # none when it is only painted, as samples of colours are
        return _short(context_of(chosen).getAccessibleName()) if chosen is not None else ""
    return ""


def text_of(node: Node) -> str:
    """The text in a node or in the edit field inside it."""
    if node.role in LISTS:
        return ""
    if node.has("Text"):
        return str(node.context.getText())
    for index in range(min(node.context.getAccessibleChildCount(), 4)):
        child = context_of(node.context.getAccessibleChild(index))
        if child.queryInterface(_TYPES["Text"]) is not None:
            return str(child.getText())
    return ""


def _short(text: str, limit: int = 60) -> str:
    flat = re.sub(r"\s+", " ", text).strip()
    return flat if len(flat) <= limit else flat[: limit - 1] + "…"
