"""The office's own command tables: menu paths, labels and commands of the open application."""

from __future__ import annotations

import difflib
from functools import lru_cache
from typing import Any

from lam.errors import ActionRejected

MODULES = {
    "document": "com.sun.star.text.TextDocument",
    "spreadsheet": "com.sun.star.sheet.SpreadsheetDocument",
    "presentation": "com.sun.star.presentation.PresentationDocument",
}


class Menus:
    """Resolves `Insert > Footnote and Endnote > Footnote`, `Footnote` or `.uno:InsertFootnote` to a command."""

    def __init__(self, office: Any) -> None:
        module = MODULES[office.kind]
        labels = office.create("com.sun.star.frame.UICommandDescription").getByName(module)
        supplier = office.create("com.sun.star.ui.ModuleUIConfigurationManagerSupplier").getUIConfigurationManager(module)
        bar = supplier.getSettings("private:resource/menubar/menubar", False)
        self.labels: dict[str, str] = {}
        self._descriptions = labels
        for command in labels.getElementNames():
            if command.startswith(".uno:"):
                self._label(command)
        self.paths: list[tuple[tuple[str, ...], str]] = []
        self._collect(bar, ())

    def resolve(self, path: str) -> tuple[str, str]:
        """(command, its label).

        Raises: ActionRejected naming the nearest entries when nothing or more than one thing fits.
        """
        if path.startswith(".uno:"):
            if path not in self.labels:
                raise ActionRejected(f"there is no command {path}")
            return path, self.labels[path]
        wanted = tuple(_key(part) for part in path.replace("→", ">").replace("▸", ">").split(">") if part.strip())
        if not wanted:
            raise ActionRejected("the menu path is empty")
        for exact in (True, False):
            found = {command: names for names, command in self.paths if _fits(tuple(_key(n) for n in names), wanted, exact)}
            if len(found) == 1:
                command, names = next(iter(found.items()))
                return command, " > ".join(names)
            if len(found) > 1:
                raise ActionRejected(f"{path!r} is ambiguous: " + "; ".join(" > ".join(names) for names in list(found.values())[:5]))
        if len(wanted) == 1:
            commands = [command for command, label in self.labels.items() if _key(label) == wanted[0]]
            if len(commands) == 1:
                return commands[0], self.labels[commands[0]]
        known = {" > ".join(names): None for names, _ in self.paths}
        near = difflib.get_close_matches(" > ".join(p.strip() for p in path.split(">")), known, 3, 0.5)
        raise ActionRejected(f"there is no menu command {path!r}" + (f"; near are: {'; '.join(near)}" if near else ""))

    def _label(self, command: str) -> str:
        """The English label of a command; popup menus are described too, though not listed among the names."""
        if command not in self.labels:
            values = {p.Name: p.Value for p in self._descriptions.getByName(command)} if self._descriptions.hasByName(command) else {}
            self.labels[command] = _plain(values.get("Label") or values.get("Name") or "")
        return self.labels[command]

    def _collect(self, container: Any, above: tuple[str, ...]) -> None:
        for index in range(container.getCount()):
            entry = {p.Name: p.Value for p in container.getByIndex(index)}
            command = entry.get("CommandURL") or ""
            label = _plain(entry.get("Label") or "") or self._label(command)
            below = entry.get("ItemDescriptorContainer")
            if below is not None:
                self._collect(below, (*above, label))
            elif command.startswith((".uno:", "slot:")) and label:
                self.paths.append(((*above, label), command))


def _plain(label: str) -> str:
    return label.replace("~", "").strip()


@lru_cache(maxsize=8192)
def _key(label: str) -> str:
    return label.strip().strip("'\"").removesuffix("...").removesuffix("…").strip().casefold()


def _fits(names: tuple[str, ...], wanted: tuple[str, ...], exact: bool) -> bool:
    """Whole path, or (not exact) the wanted names in their order with the last one at the end."""
    if exact:
        return names == wanted
    if names[-1] != wanted[-1]:
        return False
    remaining = iter(names)
    return all(part in remaining for part in wanted)


def menus(office: Any) -> Menus:
    """The menus of the open application, read once per office and kind."""
    cache = office.__dict__.setdefault("_menus", {})
    if office.kind not in cache:
        cache[office.kind] = Menus(office)
    found: Menus = cache[office.kind]
    return found
