"""What the installed office's dialog files say of a control: what it is, its label, the items and the range it offers, its dialog's title."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROLES: Mapping[str, tuple[str, ...]] = {
    "GtkCheckButton": ("check box",),
    "GtkRadioButton": ("radio button",),
    "GtkSpinButton": ("spin box", "text"),
    "GtkEntry": ("text", "combo box"),
    "GtkComboBoxText": ("combo box", "list"),
    "GtkComboBox": ("combo box", "list"),
    "GtkButton": ("push button",),
    "GtkToggleButton": ("toggle button", "push button"),
    "GtkMenuButton": ("push button", "button menu", "button dropdown"),
    "GtkTextView": ("text", "paragraph"),
    "GtkTreeView": ("tree", "list", "tree table", "table"),
}
"""Classes of controls that an act can be about -> the roles that they show."""
DIALOGS = ("GtkDialog", "GtkMessageDialog", "GtkAssistant")


@dataclass(frozen=True)
class Widget:
    """One control of a dialog file."""

    kind: str
    """Its class there, for example `GtkSpinButton`."""
    label: str
    """What a person reads on it or beside it, without the mark of its key."""
    items: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    value: float | None = None


@dataclass(frozen=True)
class DialogFile:
    title: str
    """Empty for a page of a dialog."""
    widgets: Mapping[str, Widget]


def folder(soffice: Path | None = None) -> Path | None:
    """Where the installed office keeps its dialog files; None without one. `soffice`: its program, found when it is not given."""
    if soffice is None:
        from lam.envs.libreoffice import install
        from lam.errors import UserError

        try:
            soffice = install.find().soffice
        except UserError:
            return None
    found = soffice.resolve().parent.parent / "share/config/soffice.cfg"
    return found if found.is_dir() else None


@lru_cache(maxsize=2048)
def read_dialog(root: Path, name: str) -> DialogFile | None:
    """The dialog file `modules/swriter/ui/inserttable.ui`; None when there is none or it is damaged."""
    try:
        tree = ET.parse(root / name).getroot()  # noqa: S314  a file of the installed program
    except (OSError, ET.ParseError):
        return None
    objects = [o for o in tree.iter("object") if o.get("id")]
    labels = {p["mnemonic_widget"]: _plain(p.get("label", "")) for o in objects if (p := _properties(o)).get("mnemonic_widget")}
    by_id = {o.get("id", ""): o for o in objects}
    widgets = {identifier: _widget(o, labels.get(identifier, ""), by_id) for identifier, o in by_id.items() if o.get("class") in ROLES}
    title = next((_properties(o).get("title", "") for o in objects if o.get("class") in DIALOGS), "")
    return DialogFile(title, widgets)


def find_widget(root: Path | None, control: str) -> Widget | None:
    """The widget `path/of/dialog.ui:widget`."""
    name, _, identifier = control.rpartition(":")
    file = read_dialog(root, name) if root and name else None
    return file.widgets.get(identifier) if file else None


def _widget(found: ET.Element, label: str, by_id: Mapping[str, ET.Element]) -> Widget:
    told = _properties(found)
    own = _plain(told.get("label", "")) if told.get("use_stock") != "True" else ""
    spoken = next((_plain(_properties(o).get("AtkObject::accessible-name", "")) for o in found.iter("object") if o.get("class") == "AtkObject"), "")
    items = tuple(_plain(i.text or "") for i in found.findall("./items/item") if (i.text or "").strip())
    if not items and (model := by_id.get(told.get("model", ""))) is not None:
        items = tuple(_plain(row.find("col").text or "") for row in model.findall("./data/row") if row.find("col") is not None)  # type: ignore[union-attr]
    range_ = by_id.get(told.get("adjustment", ""))
    span = _properties(range_) if range_ is not None else {}
    return Widget(found.get("class", ""), own or label or spoken, items, _number(span, "lower"), _number(span, "upper"), _number(span, "value"))


def _properties(found: ET.Element) -> dict[str, str]:
    return {p.get("name", ""): p.text or "" for p in found.findall("property")}


def _number(told: Mapping[str, str], name: str) -> float | None:
    try:
        return float(told[name])
    except (KeyError, ValueError):
        return None


def _plain(label: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"_(?=\w)", "", label)).strip()
