"""What the installed office calls its commands, and where each is found: labels, menus, toolbars, keys and dialogs from its own configuration.

Read from files (`share/registry/*.xcd`, `share/config/soffice.cfg`), so that no office has to run. A dialog is read when it is asked for.
"""

from __future__ import annotations

import difflib
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from lxml import etree

from lam.data.pairs import App
from lam.errors import UserError

MODULES: Mapping[App, str] = {"document": "swriter", "spreadsheet": "scalc", "presentation": "simpress"}
COMPONENTS: Mapping[App, tuple[str, ...]] = {
    "document": ("WriterCommands", "GenericCommands"),
    "spreadsheet": ("CalcCommands", "GenericCommands"),
    "presentation": ("DrawImpressCommands", "GenericCommands"),
}
WINDOWS: Mapping[App, tuple[str, ...]] = {
    "document": ("WriterWindowState", "GenericCategories"),
    "spreadsheet": ("CalcWindowState", "GenericCategories"),
    "presentation": ("ImpressWindowState", "GenericCategories"),
}
DOCUMENTS: Mapping[App, str] = {
    "document": "com.sun.star.text.TextDocument",
    "spreadsheet": "com.sun.star.sheet.SpreadsheetDocument",
    "presentation": "com.sun.star.presentation.PresentationDocument",
}
OWN_DIALOGS: Mapping[App, frozenset[str]] = {
    "document": frozenset(("swriter", "BasicIDE", "sbibliography")),
    "spreadsheet": frozenset(("scalc", "BasicIDE")),
    "presentation": frozenset(("simpress", "sdraw", "BasicIDE")),
}
"""Whose dialogs an application shows; those outside `modules` are shared by all."""
OFFICE_APPS = tuple(MODULES)
OOR = "{http://openoffice.org/2001/registry}"
MENU = "{http://openoffice.org/2001/menu}"
HREF = "{http://www.w3.org/1999/xlink}href"
FILLED = {".uno:InsertFieldCtrl": "insertfield", ".uno:AnchorMenu": "anchor"}
"""Entries of the menu bar that open one of the context menus' files."""
DYNAMIC = {".uno:AvailableToolbars"}
"""Menu commands whose submenu the office fills while it runs."""
BEGINS = {".uno:AddDirect"}
"""Menu commands of which the help names an entry that the office fills in, and then its dialog."""
LIKE = 0.86
"""From which similarity on two labels are the same one in another release's words."""


def plain(label: str) -> str:
    """A label for comparison: no mnemonic, no ellipsis, lower case."""
    label = re.sub(r"\(\w\)$|[~_…:]|\.\.\.", "", label.replace("’", "'").replace("&", "and"))
    return re.sub(r"\s+", " ", label).strip(' .,"“”').lower()


def shown(label: str) -> str:
    """A label as a person sees it, without what only the toolkit needs."""
    label = label.replace("%PRODUCTNAME", "LibreOffice")
    return re.sub(r"\s+", " ", re.sub(r"\(~\w\)|[~…]|\.\.\.$", "", label)).strip(" :")


@dataclass(frozen=True)
class Entry:
    """A command in a menu."""

    path: tuple[str, ...]
    """Labels as shown, the menu first."""
    command: str
    leaf: bool
    """Not a submenu."""

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(plain(part) for part in self.path)


@dataclass(frozen=True)
class Found:
    """What a menu path of the help means in this release."""

    entry: Entry
    rest: tuple[str, ...] = ()
    """What follows the menu command: tabs and buttons of the dialog that it opens."""


@dataclass
class Dialog:
    """One dialog, tab page or panel of `soffice.cfg`."""

    root: str = ""
    """Class of its outermost widget."""
    title: str = ""
    classes: dict[str, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    """Widget -> its own label, or that of the text that names it."""

    def named(self, label: str) -> str:
        """The widget with this label; empty when there is none."""
        return next((widget for widget, own in self.labels.items() if plain(own) == plain(label)), "")

    @property
    def window(self) -> bool:
        return self.root.endswith(("Dialog", "Window", "Assistant"))


class Tables:
    """The tables of one installation. `share`: its folder `share`."""

    def __init__(self, share: Path) -> None:
        """Raises: UserError when the folder holds no office's configuration."""
        self.share = share
        self.config = share / "config" / "soffice.cfg"
        if not self.config.is_dir() or not (share / "registry").is_dir():
            raise UserError(f"{share} holds no LibreOffice configuration (config/soffice.cfg, registry); give its folder `share` with office=PATH")
        self._labels: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
        self._toolbar_names: dict[str, dict[str, str]] = defaultdict(dict)
        self._keys: dict[str, dict[str, str]] = defaultdict(dict)
        self._dialogs: dict[str, Dialog] = {}
        self._decks: dict[str, str] = {}
        self._panels: dict[str, str] = {}
        for path in sorted((share / "registry").glob("*.xcd")):
            self._read(path)
        self.menus: dict[App, list[Entry]] = {app: self._menus(app, "menubar/menubar.xml") for app in OFFICE_APPS}
        self.popups: dict[App, dict[str, list[Entry]]] = {app: self._popups(app) for app in OFFICE_APPS}
        """Context menus by what they belong to: `table`, `cell`, `sheettab`, ..."""
        self.toolbars: dict[App, dict[str, list[str]]] = {app: self._toolbars(app) for app in OFFICE_APPS}

    # labels and keys

    def label(self, app: App, command: str, menu: bool = False) -> str:
        """What the command is called in the application; empty when it has no name there. `menu`: inside the menu that gives it context."""
        order = ("ContextLabel", "Label", "TooltipLabel") if menu else ("TooltipLabel", "PopupLabel", "Label")
        for component in COMPONENTS[app]:
            names = self._labels[component].get(command)
            if names:
                return next((shown(names[o]) for o in order if names.get(o)), shown(next(iter(names.values()))))
        return ""

    def asks(self, app: App, command: str) -> bool:
        """Whether the command opens a dialog or a panel instead of acting at once: its label ends with dots, or it lies in the menu View."""
        entry = self.menu_of(app, command)
        dots = any(name.rstrip().endswith(("...", "…")) for c in COMPONENTS[app] for name in self._labels[c].get(command, {}).values())
        return dots or bool(entry and entry.key[0] == "view")

    @cached_property
    def by_label(self) -> dict[App, dict[str, set[str]]]:
        """Commands by every name that they have."""
        found: dict[App, dict[str, set[str]]] = {}
        for app in OFFICE_APPS:
            index: dict[str, set[str]] = defaultdict(set)
            for component in COMPONENTS[app]:
                for command, names in self._labels[component].items():
                    for name in names.values():
                        index[plain(name)].add(command)
            found[app] = index
        return found

    @cached_property
    def icons(self) -> dict[str, str]:
        """Icon file name (`sc_bold`) without prefix -> command."""
        return {c[5:].lower().partition("?")[0]: c for names in self._labels.values() for c in names if c.startswith(".uno:")}

    def key_command(self, app: App, key: str) -> str:
        """The command that a key (`Z_MOD1`) runs in the application."""
        return self._keys[DOCUMENTS[app]].get(key) or self._keys["global"].get(key, "")

    def keys_of(self, app: App, command: str) -> list[str]:
        """The keys that run a command, as `Ctrl+Shift+F9`."""
        own = self._keys[DOCUMENTS[app]]
        everywhere = {k: c for k, c in self._keys["global"].items() if k not in own}
        return [key_text(k) for k, c in {**own, **everywhere}.items() if c == command]

    # places

    def menu_of(self, app: App, command: str) -> Entry | None:
        """Where the menu bar has the command."""
        return next((e for e in self.menus[app] if e.command == command and e.leaf), None)

    def has(self, app: App, command: str) -> bool:
        """Whether a person can reach the command in the application's menus or toolbars."""
        menus = itertools.chain(self.menus[app], *self.popups[app].values())
        return command in self.toolbars[app] or any(e.command == command for e in menus)

    @lru_cache(maxsize=20_000)  # noqa: B019  the tables live as long as the worker
    def find(self, app: App, parts: tuple[str, ...]) -> Found | None:
        """What the menu bar has for a path of labels, the deepest match; labels may differ a little, or have moved inside their menu."""
        keys = tuple(plain(p) for p in parts)
        best: tuple[float, Found] | None = None
        for entry in self.menus[app]:
            names = entry.key
            if len(names) > len(keys) or names[0] != keys[0] or len(names) < 2:
                continue
            scores = [_alike(a, b) for a, b in zip(names, keys, strict=False)]
            if min(scores) <= 0:
                continue
            score = len(names) + sum(scores) / len(scores) + (0.01 if entry.leaf else 0)
            if best is None or score > best[0]:
                best = score, Found(entry, parts[len(names) :])
        if best and best[1].entry.leaf:
            return best[1]
        return self._moved(app, keys, parts) or (best[1] if best and not best[1].rest else None)

    def _moved(self, app: App, keys: tuple[str, ...], parts: tuple[str, ...]) -> Found | None:
        for at in range(len(keys) - 1, 0, -1):
            found = [e for e in self.menus[app] if e.leaf and e.key[-1] == keys[at] and e.key[0] == keys[0]]
            if len({e.command for e in found}) == 1:
                return Found(found[0], parts[at + 1 :])
        return None

    def tops(self, app: App) -> frozenset[str]:
        """The menus of the menu bar."""
        return frozenset(e.key[0] for e in self.menus[app])

    def deck_of(self, panel: str) -> str:
        """What the part of the sidebar is called that has a panel; empty when there is none."""
        return self._decks.get(self._panels.get(panel, ""), "")

    def dialog(self, name: str) -> Dialog | None:
        """The dialog `cui/ui/paraindentspacing`; None when this installation has none of that name."""
        if name not in self._dialogs:
            path = self.config / f"{name}.ui"
            self._dialogs[name] = _dialog(path) if path.is_file() else Dialog()
        return self._dialogs[name] if self._dialogs[name].root else None

    # reading

    def _read(self, path: Path) -> None:
        for _, data in etree.iterparse(str(path), tag=OOR + "component-data"):
            name = data.get(OOR + "name")
            if name.endswith("Commands"):
                for command, names in _properties(data, (".uno:", "service:", "slot:")):
                    self._labels[name].setdefault(command, {}).update({k: v for k, v in names.items() if k.endswith("Label")})
            elif name.endswith("WindowState"):
                for place, names in _properties(data, ("private:resource/toolbar/",)):
                    if "UIName" in names:
                        self._toolbar_names[name][place.rpartition("/")[2]] = names["UIName"]
            elif name == "Accelerators":
                self._read_keys(data)
            elif name == "Sidebar":
                for node in data.iter("node"):
                    told = {p.get(OOR + "name"): _english(p) for p in node.findall("prop")}
                    if told.get("Id") and told.get("DeckId"):
                        self._panels[told["Id"]] = told["DeckId"]
                    elif told.get("Id") and told.get("Title"):
                        self._decks[told["Id"]] = told["Title"]
            data.clear()

    def _read_keys(self, data: Any) -> None:
        for primary in data.iter("node"):
            if primary.get(OOR + "name") != "PrimaryKeys":
                continue
            for group in primary:
                scopes = [("global", group)] if group.get(OOR + "name") == "Global" else [(m.get(OOR + "name"), m) for m in group]
                for scope, keys in scopes:
                    for key in keys:
                        for value in key.iter("value"):
                            language = value.get("{http://www.w3.org/XML/1998/namespace}lang")
                            if language in (None, "en-US") and value.text:
                                self._keys[scope][key.get(OOR + "name")] = value.text

    def _menus(self, app: App, pattern: str) -> list[Entry]:
        return [e for path in sorted((self.config / "modules" / MODULES[app]).glob(pattern)) for e in self._menu(app, _root(path), ())]

    def _menu(self, app: App, element: Any, path: tuple[str, ...]) -> Iterator[Entry]:
        for child in element.iterchildren(MENU + "menu", MENU + "menuitem", MENU + "menupopup"):
            if child.tag == MENU + "menupopup":
                yield from self._menu(app, child, path)
                continue
            command = child.get(MENU + "id") or ""
            label = shown(child.get(MENU + "label") or "") or self.label(app, command, menu=True)
            if label:
                own = (*path, label)
                filled = self.config / "modules" / MODULES[app] / "popupmenu" / f"{FILLED[command]}.xml" if command in FILLED else None
                if filled and filled.is_file():
                    yield Entry(own, command, False)
                    yield from self._menu(app, _root(filled), own)
                else:
                    yield Entry(own, command, child.tag == MENU + "menuitem")
                    yield from self._menu(app, child, own)

    def _popups(self, app: App) -> dict[str, list[Entry]]:
        places = sorted((self.config / "modules" / MODULES[app] / "popupmenu").glob("*.xml"))
        return {path.stem: list(self._menu(app, _root(path), ())) for path in places}

    def _toolbars(self, app: App) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for path in sorted((self.config / "modules" / MODULES[app] / "toolbar").glob("*.xml")):
            name = next((self._toolbar_names[w][path.stem] for w in WINDOWS[app] if path.stem in self._toolbar_names[w]), "")
            for item in _root(path).iter() if name else ():
                command = item.get(HREF) if isinstance(item.tag, str) else None
                if command and item.get("{http://openoffice.org/2001/toolbar}visible") != "false":
                    found[command].append(shown(name))
        return found


def _root(path: Path) -> Any:
    return etree.parse(str(path)).getroot()


def _properties(data: Any, starts: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    for node in data.iter("node"):
        name = node.get(OOR + "name") or ""
        if name.startswith(starts):
            yield name, {p.get(OOR + "name"): _english(p) for p in node.findall("prop") if _english(p)}


def _english(prop: Any) -> str:
    values = prop.findall("value")
    own = [v for v in values if v.get("{http://www.w3.org/XML/1998/namespace}lang") in (None, "en-US")]
    return (own or values)[0].text or "" if values else ""


def _dialog(path: Path) -> Dialog:
    found = Dialog()
    try:
        root = _root(path)
    except etree.XMLSyntaxError:
        return found
    for element in root.iter("object"):
        name, kind = element.get("id") or "", element.get("class") or ""
        if not found.root and kind not in ("GtkAdjustment", "GtkListStore", "GtkTreeStore", "GtkImage", "GtkSizeGroup", "GtkTextBuffer", "GtkMenu"):
            found.root = kind
        found.classes[name] = kind
        told = {p.get("name").replace("_", "-"): p.text or "" for p in element.iterchildren("property")}
        if told.get("title") and not found.title:
            found.title = shown(told["title"].replace("_", ""))
        label = shown(told.get("label", "").replace("_", ""))
        target = told.get("mnemonic-widget", "").partition(":")[0]
        if label and target:
            found.labels[target] = label
        elif label and "." not in told.get("label", "")[:4]:
            found.labels.setdefault(name, label)
    return found


def _alike(a: str, b: str) -> float:
    if a == b:
        return 1.0
    if len(a) > 3 and (set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())):
        return 0.8
    ratio = difflib.SequenceMatcher(None, a, b)
    return ratio.ratio() if ratio.real_quick_ratio() >= LIKE and ratio.ratio() >= LIKE else 0.0


MODIFIERS = {"ctrl": "MOD1", "command": "MOD1", "alt": "MOD2", "option": "MOD2", "shift": "SHIFT"}
ORDER = ("SHIFT", "MOD1", "MOD2")
SHOWN_MODIFIERS = (("MOD1", "Ctrl"), ("MOD2", "Alt"), ("SHIFT", "Shift"))
KEYS = {
    "enter": "RETURN", "return": "RETURN", "esc": "ESCAPE", "escape": "ESCAPE", "del": "DELETE", "delete": "DELETE", "space": "SPACE",
    "spacebar": "SPACE", "tab": "TAB", "home": "HOME", "end": "END", "page up": "PAGEUP", "pageup": "PAGEUP", "page down": "PAGEDOWN",
    "pagedown": "PAGEDOWN", "backspace": "BACKSPACE", "insert": "INSERT", "left": "LEFT", "right": "RIGHT", "up": "UP", "down": "DOWN",
    "arrow up": "UP", "arrow down": "DOWN", "arrow left": "LEFT", "arrow right": "RIGHT", "up arrow": "UP", "down arrow": "DOWN",
    "left arrow": "LEFT", "right arrow": "RIGHT", "+": "ADD", "plus": "ADD", "plus key": "ADD", "-": "SUBTRACT", "minus": "SUBTRACT",
    "minus key": "SUBTRACT", "*": "MULTIPLY", "/": "DIVIDE", "=": "EQUAL",
}  # fmt: skip
SHOWN_KEYS = {
    "RETURN": "Enter", "ESCAPE": "Esc", "DELETE": "Delete", "SPACE": "Space", "PAGEUP": "Page Up", "PAGEDOWN": "Page Down", "UP": "Up",
    "DOWN": "Down", "LEFT": "Left", "RIGHT": "Right", "ADD": "+", "SUBTRACT": "-", "MULTIPLY": "*", "DIVIDE": "/", "EQUAL": "=",
}  # fmt: skip


def key_code(text: str) -> str:
    """`Ctrl+Shift+F9` as the office writes it, `F9_SHIFT_MOD1`; empty when it is not one key."""
    parts = [p.strip() for p in re.split(r"\s*\+\s*(?=.)", text.strip().rstrip("."))]
    modifiers = {MODIFIERS[p.lower()] for p in parts if p.lower() in MODIFIERS}
    rest = [re.sub(r" key$", "", p) for p in parts if p.lower() not in MODIFIERS]
    if len(rest) != 1:
        return ""
    name = rest[0].lower()
    main = KEYS.get(name) or (name.upper() if re.fullmatch(r"f\d{1,2}|[a-z0-9]", name) else "")
    return "_".join((main, *(m for m in ORDER if m in modifiers))) if main else ""


def key_text(code: str) -> str:
    """`F9_SHIFT_MOD1` as people write it, `Ctrl+Shift+F9`."""
    main, *modifiers = code.split("_")
    return "+".join(
        [name for mark, name in SHOWN_MODIFIERS if mark in modifiers] + [SHOWN_KEYS.get(main, main.capitalize() if len(main) > 1 else main)]
    )


def close(labels: Iterable[str], label: str) -> str:
    """The label among these that is nearly this one; empty when none is."""
    key = plain(label)
    return next((own for own in labels if _alike(plain(own), key) >= LIKE), "")
