"""GUI actions: through the accessibility tree and the toolkit's robot, as a hand would do them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import uno
import unohelper
from com.sun.star.awt import KeyEvent, XCallback
from com.sun.star.frame import XStatusListener
from com.sun.star.uno import RuntimeException

from lam.envs.libreoffice.inside import accessibility
from lam.envs.libreoffice.inside.accessibility import Node, text_of
from lam.envs.libreoffice.inside.menus import menus
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.errors import ActionRejected

SETTLE_S = 3.0
"""How long events of one act may take to be worked off."""
NAMED_KEYS = {
    "enter": "RETURN", "return": "RETURN", "tab": "TAB", "escape": "ESCAPE", "esc": "ESCAPE", "space": "SPACE", "backspace": "BACKSPACE",
    "delete": "DELETE", "del": "DELETE", "insert": "INSERT", "home": "HOME", "end": "END", "pageup": "PAGEUP", "pagedown": "PAGEDOWN",
    "up": "UP", "down": "DOWN", "left": "LEFT", "right": "RIGHT",
}  # fmt: skip
KEY_TRIES = 3
"""How often a key is tried on a window that is closing just then."""
MODIFIERS = {"shift": 1, "ctrl": 2, "control": 2, "alt": 4}
CHARACTERS = {"RETURN": "\r", "TAB": "\t", "SPACE": " ", "BACKSPACE": "\b", "ESCAPE": "\x1b"}
PARAGRAPHS = ("paragraph", "heading")
TYPED_INTO = ("spin box", "date editor", "text", "password text", "combo box")
"""Controls that take what is typed although they do not offer their text to be set."""
ITEMS = ("list item", "tree item", "page tab", "menu item", "check menu item", "radio menu item")


class _InMainLoop(unohelper.Base, XCallback):
    """Called by the office's main loop after the events posted before it; runs `task` there."""

    def __init__(self, task: Callable[[], None] = lambda: None) -> None:
        self.task = task
        self.reached = threading.Event()

    def notify(self, data: Any) -> None:
        try:
            self.task()
        finally:
            self.reached.set()


def in_main_loop(office: Office, task: Callable[[], None] = lambda: None) -> None:
    """Run a task where the office expects its user's doings, and wait for it."""
    callback = _InMainLoop(task)
    office.create("com.sun.star.awt.AsyncCallback").addCallback(callback, None)
    callback.reached.wait(SETTLE_S)


def settle(office: Office) -> None:
    """Wait until the office has worked off the events that were posted."""
    for _ in range(2):  # events may post events
        in_main_loop(office)


def dismiss(office: Office) -> None:
    """Cancel the dialogs and menus that are open, so that the document can be closed."""
    if office.document is None:
        return
    for _ in range(8):
        if len(accessibility.windows(office)) == 1:
            return
        _key(office, "escape")
        settle(office)
    raise RuntimeError(f"the dialog {accessibility.dialogs(office)[-1:]} does not close")


@implements("any")
def click(office: Office, control: str) -> Effect:
    node = _node(office, control)
    _activate(office, node)
    settle(office)
    return _effect(office, node, control, "clicked")


@implements("any")
def double_click(office: Office, control: str) -> Effect:
    node = _node(office, control)
    _activate(office, node)
    if node.role == "shape":
        _key(office, "F2")
    elif node.role in PARAGRAPHS:
        _key(office, "ctrl+right")
        _key(office, "ctrl+shift+left")
    else:
        _activate(office, node)
    settle(office)
    return _effect(office, node, control, "double-clicked")


@implements("any")
def set_text(office: Office, control: str, text: str) -> Effect:
    node = _node(office, control)
    field = _field(node)
    if field is None and node.role not in TYPED_INTO:
        raise ActionRejected(f"{control} ({node.role} {node.name!r}) has no text that can be set")
    (field or node.context).grabFocus()
    settle(office)
    before = text_of(node)
    if field is None:
        _retype(office, text)
    elif not _set(office, field, text):
        raise ActionRejected(f"{control} ({node.name!r}) did not take the text")
    # leave the field as a hand would: Return applies a toolbar's field, Tab moves on in a dialog, where Return would press OK
    entered = text_of(node) if field is not None else ""
    _key(office, "tab" if node.dialog else "return")
    settle(office)
    if field is not None and node.dialog and text != before == text_of(node):  # it goes by what is typed, such as the number of a colour
        field.grabFocus()
        settle(office)
        _retype(office, text)
        _key(office, "tab")
        settle(office)
    elif entered and node.dialog and text_of(node) == f"{entered}\t":  # a field of several lines takes it for text
        field.setText(entered)
        settle(office)
    return Effect(f"{node.name or node.role} set to {text_of(node) or text!r}", [control], box=node.box)


def _retype(office: Office, text: str) -> None:
    """The text in place of all that is in the focused field."""
    _key(office, "ctrl+a")
    type_text(office, text)


@implements("any")
def select_item(office: Office, control: str, item: str) -> Effect:
    node = _node(office, control)
    if node.role == "table":
        return _select_row(office, node, control, item)
    labels = []
    for holder, index, context in _items(node.context):
        labels.append(context.getAccessibleName())
        if labels[-1].strip().casefold() == item.strip().casefold():
            _choose(office, holder, index)
            settle(office)
            return Effect(f"selected {labels[-1]!r} in {node.name or node.role}", [control], box=node.box)
    if node.role == "combo box" and _field(node) is not None and not labels:
        return set_text(office, control, item)
    raise ActionRejected(f"{control} has no item {item!r}; there are {', '.join(map(repr, labels[:12]))}")


def _select_row(office: Office, node: Node, control: str, item: str) -> Effect:
    """A row of a table in a dialog, named by all of its line or by one of its cells."""
    rows = accessibility.rows(node.context)
    wanted = item.strip().casefold()
    same = [r for r in rows if r[1].casefold() == wanted] or [r for r in rows if wanted in (cell.casefold() for cell in r[2])]
    if len(same) != 1:
        told = f"{len(same)} rows with {item!r}" if same else f"no row {item!r}"
        raise ActionRejected(f"{control} has {told}; there are {', '.join(repr(r[1]) for r in rows[:12])}")
    node.context.grabFocus()
    if len(rows) == 1:
        with office.turn.left():
            node.context.selectAccessibleChild(0)
    else:  # by keys: what is selected in another way does not reach the dialog
        for key in ("end", "home", *["down"] * rows.index(same[0])):
            _key(office, key)
    settle(office)
    return Effect(f"selected {same[0][1]!r} in {node.name or node.role}", [control], box=node.box)


@implements("any")
def press(office: Office, keys: str, times: int = 1) -> Effect:
    _parse_keys(keys)
    for _ in range(times):
        _key(office, keys)
    settle(office)
    return Effect(f"pressed {keys}" + (f" {times} times" if times > 1 else "") + _dialog_note(office))


@implements("any")
def type_text(office: Office, text: str) -> Effect:
    for character in text:
        if character == "\n":
            _key(office, "return")
            settle(office)  # what is typed on at once would come before the new line
        else:
            _post(office, 0, 0, character)
    settle(office)
    return Effect(f"typed {text!r}")


@implements("any")
def open_menu(office: Office, path: str) -> Effect:
    wanted = [part.strip() for part in path.split(">") if part.strip()]
    if not wanted:
        raise ActionRejected("the menu path is empty")
    bar = next((n.context for n in accessibility.walk(office) if n.role == "menu bar"), None)
    if bar is None:
        raise ActionRejected("there is no menu bar")
    if len(accessibility.windows(office)) == 1:
        office.frame.ComponentWindow.setFocus()  # nobody gives it back after a dialog, and the menu bar would not open without
        settle(office)
    menu = bar
    for name in wanted:
        entries = {c.getAccessibleName(): c for _, _, c in _items(menu, all_roles=True) if c.getAccessibleName()}
        found = next((c for label, c in entries.items() if label.removesuffix("...").casefold() == name.removesuffix("...").casefold()), None)
        if found is None:
            raise ActionRejected(f"the menu has no {name!r}; it has {', '.join(entries)}")
        with office.turn.left():
            found.doAccessibleAction(0)
        settle(office)
        menu = found
    return Effect(f"menu {' > '.join(wanted)} is open")


@implements("any")
def scroll(office: Office, direction: str, amount: int = 3) -> Effect:
    upright = direction in ("up", "down")
    bars = [n for n in accessibility.walk(office) if n.role == "scroll bar" and (n.box[3] > n.box[2]) == upright and n.has("Action")]
    if not bars:
        raise ActionRejected(f"nothing can be scrolled {direction}")
    bar = max(bars, key=lambda n: n.box[2] * n.box[3]).context
    for _ in range(amount):
        bar.doAccessibleAction(1 if direction in ("down", "right") else 0)
    settle(office)
    return Effect(f"scrolled {direction}")


@implements("any")
def wait_for(office: Office, name: str, timeout_s: float = 3.0) -> Effect:
    end = time.monotonic() + timeout_s
    wanted = name.casefold()
    while True:
        if any(wanted in title.casefold() for title in accessibility.dialogs(office)):
            return Effect(f"the dialog {name!r} is showing")
        for node in accessibility.walk(office):
            if wanted == node.name.casefold():
                return Effect(f"{node.role} {node.name!r} is showing", box=node.box)
        if time.monotonic() > end:
            raise ActionRejected(f"nothing named {name!r} showed within {timeout_s:g} s")
        settle(office)
        time.sleep(0.02)


@implements("any")
def menu(office: Office, path: str) -> Effect:
    command, label = menus(office).resolve(path)
    before = accessibility.dialogs(office)
    if not _enabled(office, command):
        raise ActionRejected(f"{label} is not available here and now")
    office.dispatch(command)
    settle(office)
    if accessibility.dialogs(office) != before:
        return Effect(f"ran {label}{_dialog_note(office)}")
    return Effect(f"ran {label}")


class _Status(unohelper.Base, XStatusListener):
    """Takes down whether a command is enabled."""

    def __init__(self) -> None:
        self.enabled = True

    def statusChanged(self, event: Any) -> None:  # noqa: N802 (the interface's name)
        self.enabled = event.IsEnabled

    def disposing(self, source: Any) -> None:
        """Nothing to release."""


def _enabled(office: Office, command: str) -> bool:
    """Whether the office would carry the command out in the present selection. Asked in its main loop: elsewhere it can crash."""
    url = uno.createUnoStruct("com.sun.star.util.URL")
    url.Complete = command
    _, url = office.create("com.sun.star.util.URLTransformer").parseStrict(url)
    status = _Status()

    def ask() -> None:
        dispatch = office.frame.queryDispatch(url, "", 0)
        status.enabled = dispatch is not None
        if dispatch is not None:
            dispatch.addStatusListener(status, url)
            dispatch.removeStatusListener(status, url)

    in_main_loop(office, ask)
    return status.enabled


# -- how a control is operated ----------------------------------------------------------------------------------------


def _node(office: Office, control: str) -> Node:
    """The node behind a control id of the last observation.

    Raises: ActionRejected when it is unknown or no longer showing.
    """
    if not office.controls:
        accessibility.controls(office)
    node: Node | None = office.controls.get(control)
    if node is None:
        raise ActionRejected(f"there is no control {control}; observe the controls again")
    try:
        showing = accessibility.SHOWING in node.context.getAccessibleStateSet().getStates()
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        showing = False
    if not showing:
        raise ActionRejected(f"{control} ({node.role} {node.name!r}) is no longer showing")
    return node


def _activate(office: Office, node: Node) -> None:
    context = node.context
    if node.role in PARAGRAPHS:
        office.frame.ComponentWindow.setFocus()
        context.setCaretPosition(0)
    elif node.dialog and (node.role == "button menu" or (node.role == "push button" and _is_one_of_several(context))):
        context.grabFocus()
        settle(office)
        _key(office, "space")  # its accessible action presses it without opening or choosing it
    elif node.has("Action") and context.getAccessibleActionCount() > 0:
        with office.turn.left():
            context.doAccessibleAction(0)
    elif node.role in ITEMS or node.role == "shape":
        holder = context.getAccessibleParent().getAccessibleContext()
        if node.role == "shape":
            office.frame.ComponentWindow.setFocus()
            if not hasattr(holder, "clearAccessibleSelection"):
                context.grabFocus()
                return
            holder.clearAccessibleSelection()
        _choose(office, holder, context.getAccessibleIndexInParent())
    elif node.has("Component"):
        context.grabFocus()
    else:
        raise ActionRejected(f"{node.role} {node.name!r} cannot be clicked")


def _choose(office: Office, holder: Any, index: int) -> None:
    """Select one of several. Among icons the keys go to it from the one beside it: being selected alone does nothing to what it stands for."""
    if not _holds_icons(holder):
        with office.turn.left():
            holder.selectAccessibleChild(index)
        return
    with office.turn.left():
        holder.selectAccessibleChild(index - 1 if index else 1)
    holder.grabFocus()
    settle(office)
    _key(office, "right" if index else "left")


def _holds_icons(holder: Any) -> bool:
    """Whether a list shows icons or colours side by side: its items can neither be pressed nor read."""
    if accessibility.ROLES.get(holder.getAccessibleRole()) != "list" or holder.getAccessibleChildCount() < 2:
        return False
    child = holder.getAccessibleChild(0)
    context = child.getAccessibleContext() if hasattr(child, "getAccessibleContext") else None
    return context is not None and all(context.queryInterface(accessibility._TYPES[name]) is None for name in ("Action", "Text"))


def _is_one_of_several(button: Any) -> bool:
    """Whether a button chooses one of several, like the kinds of background in a dialog: it or one beside it is down."""
    holder = button.getAccessibleParent().getAccessibleContext()
    beside = (holder.getAccessibleChild(i).getAccessibleContext() for i in range(min(holder.getAccessibleChildCount(), 12)))
    return any("checked" in (accessibility.STATES.get(s) for s in b.getAccessibleStateSet().getStates()) for b in beside if _is_button(b))


def _is_button(context: Any) -> bool:
    return accessibility.ROLES.get(context.getAccessibleRole()) == "push button"


def _set(office: Office, field: Any, text: str) -> bool:
    with office.turn.left():
        return bool(field.setText(text))


def _field(node: Node) -> Any:
    """The editable text of a control: its own, or that of the edit field inside it."""
    if node.has("EditableText"):
        return node.context
    for index in range(min(node.context.getAccessibleChildCount(), 4)):
        child = node.context.getAccessibleChild(index).getAccessibleContext()
        if child.queryInterface(accessibility._TYPES["EditableText"]) is not None:
            return child
    return None


def _items(context: Any, all_roles: bool = False, depth: int = 0) -> list[tuple[Any, int, Any]]:
    """(holder, index, item) of the items below a list, combo box, tab bar or tree."""
    found = []
    for index in range(min(context.getAccessibleChildCount(), accessibility.MAX_CHILDREN)):
        child = context.getAccessibleChild(index)
        below = child.getAccessibleContext() if child is not None else None
        if below is None:
            continue
        role = accessibility.ROLES.get(below.getAccessibleRole(), "")
        if all_roles or role in ITEMS:
            found.append((context, index, below))
        elif depth < 3:
            found += _items(below, False, depth + 1)
    return found


def _effect(office: Office, node: Node, control: str, did: str) -> Effect:
    state = ""
    try:
        after = node.context.getAccessibleStateSet().getStates()
        if node.role in ("toggle button", "check box", "radio button", "check menu item", "radio menu item"):
            state = " (now on)" if any(accessibility.STATES.get(s) in ("checked", "pressed") for s in after) else " (now off)"
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        state = " (it has gone)"
    return Effect(f"{did} {node.role} {node.name or text_of(node)!r}{state}{_dialog_note(office)}", [control], box=node.box)


def _dialog_note(office: Office) -> str:
    titles = accessibility.dialogs(office)
    return f"; open dialog: {titles[-1]}" if titles else ""


# -- keys -------------------------------------------------------------------------------------------------------------


def _parse_keys(keys: str) -> tuple[int, int, str]:
    """(key code, modifiers, character) of `Ctrl+Shift+End`."""
    *held, last = [part.strip() for part in keys.replace("++", "+plus").split("+")]
    modifiers = 0
    for name in held:
        if name.casefold() not in MODIFIERS:
            raise ActionRejected(f"unknown key {name!r} in {keys!r}")
        modifiers |= MODIFIERS[name.casefold()]
    name = last.casefold().replace("_", "").replace(" ", "")
    if name in NAMED_KEYS:
        key = NAMED_KEYS[name]
        return _code(key), modifiers, CHARACTERS.get(key, "\0")
    if name.startswith("f") and name[1:].isdigit() and 1 <= int(name[1:]) <= 12:
        return _code(name.upper()), modifiers, "\0"
    if len(last) == 1:
        code = _code(last.upper()) if last.isascii() and last.isalpha() else _code(f"NUM{last}") if last.isdigit() else 0
        return code, modifiers, "\0" if modifiers & 6 else last
    raise ActionRejected(f"unknown key {last!r} in {keys!r}")


def _code(name: str) -> int:
    return int(uno.getConstantByName(f"com.sun.star.awt.Key.{name}"))


def _key(office: Office, keys: str) -> None:
    _post(office, *_parse_keys(keys))


def _post(office: Office, code: int, modifiers: int, character: str) -> None:
    event = KeyEvent()
    event.KeyCode, event.Modifiers = code, modifiers
    for unit in _utf16(character):
        event.KeyChar = uno.Char(unit)
        _press(office, event)


def _press(office: Office, event: Any) -> None:
    """One key into the topmost window, down and up; a window that the key closes, at once or later, takes no release."""
    for tries_left in reversed(range(KEY_TRIES)):
        event.Source = window = accessibility.windows(office)[-1]
        try:
            office.toolkit.keyPress(event)
            break
        except RuntimeException:  # the window is being closed by the key before this one
            if not tries_left or window == office.window:
                raise
            settle(office)
    if not event.KeyCode or window in accessibility.windows(office):
        with suppress(RuntimeException):
            office.toolkit.keyRelease(event)


def _utf16(character: str) -> list[str]:
    raw = character.encode("utf-16-le")
    return [chr(raw[i] | raw[i + 1] << 8) for i in range(0, len(raw), 2)]
