"""What the labels, paths, keys and icons in a step mean in the installed office."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lam.data.collect.help.pages import Rich, Span
from lam.data.collect.help.tables import Found, Tables, close, key_code, plain
from lam.data.pairs import App, Level, PlanStep, Ref, Tier

STOCK = frozenset(
    [
        "ok",
        "cancel",
        "close",
        "apply",
        "help",
        "yes",
        "no",
        "next",
        "back",
        "finish",
        "reset",
        "insert",
        "add",
        "delete",
        "save",
        "open",
        "modify",
        "edit",
        "new",
        "remove",
        "create",
        "replace",
    ]
)
"""Buttons that every dialog may have."""
PATH = re.compile(r"\s+[-–—]\s+|\s*[▸→]\s*|\s+-(?=[A-Z])|\s>\s")
KEY = re.compile(r"^(?:(?:Ctrl|Shift|Alt|Command|Option)\s*\+.*|F\d{1,2}|Enter|Esc|Tab|Delete|Backspace|Home|End)$")
CONTENT = re.compile(
    r"\b(?:select|click|double-click|right-click|type|enter|drag|place|position|move|open|put|press|insert|highlight|repeat|mark|go"
    r"|create|draw|release|"
    r"hold|copy|paste|use|do|change|switch|choose|make|set|specify|define|locate|find|save)\b",
    re.IGNORECASE,
)
CONTROL_AFTER = re.compile(
    r"\W{0,3}(?:drop-down |check ?|list ?|text ?|combo ?|spin ?)?(?:box|field|area|tab|list|option|checkbox|section|column|page|slider)\b"
)


@dataclass
class Pages:
    """Which help page is about which command and dialog: the office's own table (`hid2file.js`)."""

    commands: dict[str, list[tuple[str, str]]]
    """Page -> (command, anchor)."""
    widgets: dict[str, list[tuple[str, str]]]
    """Page -> (dialog:widget, anchor)."""
    page_of: dict[str, str]
    """Command -> page."""

    def dialogs(self, page: str) -> set[str]:
        return {control.partition(":")[0] for control, _ in self.widgets.get(page, ())}

    def dialogs_of(self, command: str) -> set[str]:
        return self.dialogs(self.page_of.get(command, ""))


@dataclass
class Scene:
    """What is open while a procedure goes on."""

    tables: Tables
    app: App
    dialogs: set[str] = field(default_factory=set)
    """Dialogs that the page, or the pages of the commands chosen so far, are about."""
    pages: Pages | None = None


def read_pages(text: str) -> Pages:
    """The table of help ids."""
    pages = Pages({}, {}, {})
    for name, page, anchor in re.findall(r"'([^'\n]+)':'text/([^#'\n]+)#?([^'\n]*)'", text):
        if name.startswith(".uno:"):
            pages.commands.setdefault(page, []).append((name, anchor))
            pages.page_of[name] = page
        elif "/ui/" in name and not name.endswith("@@nowidget@@"):
            dialog, _, widget = name.rpartition("/")
            pages.widgets.setdefault(page, []).append((f"{dialog}:{widget}", anchor))
    return pages


def path_parts(text: str) -> tuple[str, ...]:
    """`Insert - Footnote and Endnote - Footnote` as its labels."""
    text = re.sub(r"\s+(?:tab|tab page|page|dialog|menu|command|submenu)s?$", "", text.strip(" .-…"), flags=re.IGNORECASE)
    return tuple(p.strip(" .…") for p in PATH.split(text) if p.strip(" .…"))


def find_path(scene: Scene, parts: tuple[str, ...]) -> Found | None:
    """The menu command; the entries of a menu that fills itself belong to the path."""
    return scene.tables.find(scene.app, parts) if len(parts) > 1 else None


def ground(scene: Scene, step: Rich) -> PlanStep:
    """A step with what its marked parts mean."""
    refs: list[Ref] = []
    for span in step.spans:
        ref = _ref(scene, span, step.text)
        if ref:
            refs.append(ref)
            if ref.command and scene.pages:
                scene.dialogs |= scene.pages.dialogs_of(ref.command)
        if span.link and scene.pages:
            scene.dialogs |= scene.pages.dialogs(span.link)
    return PlanStep(step.text, _level(refs, step.text), tuple(refs))


def _ref(scene: Scene, span: Span, text: str) -> Ref | None:
    if span.mark == "icon":
        found = re.match(r"(?:sc_|lc_)(.+)\.(?:svg|png)$", span.text)
        command = scene.tables.icons.get(found.group(1).lower(), "") if found else ""
        return Ref("icon", scene.tables.label(scene.app, command) or span.text, command) if command else None
    if span.mark == "keycode" or KEY.match(span.text):
        code = key_code(span.text)
        command = scene.tables.key_command(scene.app, code) if code and ("_" in code or code[0] == "F") else ""
        return Ref("key", span.text, command)
    if span.mark in ("input", "literal"):
        return None
    parts = path_parts(span.text)
    if len(parts) > 1:
        menu = find_path(scene, parts)
        if menu:
            return Ref("menu", " > ".join((*menu.entry.path, *menu.rest)), menu.entry.command, "tab" if menu.rest else "")
        return Ref("label", span.text) if plain(parts[0]) not in scene.tables.tops(scene.app) else Ref("menu", " > ".join(parts))
    return _label(scene, parts[0], span, text) if parts else None


def _label(scene: Scene, label: str, span: Span, text: str) -> Ref | None:
    for name in sorted(scene.dialogs):
        dialog = scene.tables.dialog(name)
        widget = dialog.named(label) if dialog else ""
        if widget:
            return Ref("label", label, control=f"{name}.ui:{widget}")
    after = text.partition(span.text)[2]
    if plain(label) in STOCK:
        return Ref("label", label, control="button")
    if not CONTROL_AFTER.match(after):
        icon = bool(re.match(r"\W{0,3}(?:icon|button)", after))
        leaves = {e.command for e in scene.tables.menus[scene.app] if e.leaf and e.key[-1] == plain(label)}
        commands = {c for c in scene.tables.by_label[scene.app].get(plain(label), ()) if c.startswith(".uno:") and scene.tables.has(scene.app, c)}
        found = commands if icon else leaves or commands
        if len(found) == 1 or (found and icon):
            return Ref("icon" if icon else "menu", label, sorted(found, key=lambda c: (len(c), c))[0])
    for name in sorted(scene.dialogs):
        dialog = scene.tables.dialog(name)
        near = close(dialog.labels.values(), label) if dialog else ""
        if dialog and near:
            return Ref("label", label, control=f"{name}.ui:{dialog.named(near)}")
    return Ref("label", label) if span.mark in ("emph", "menuitem", "widget") else None


def _level(refs: list[Ref], text: str) -> Level:
    if any(r.command for r in refs):
        return "command"
    if any(r.kind == "key" and key_code(r.text) for r in refs):
        return "key"
    if any(r.control for r in refs):
        return "control"
    if any(r.kind == "menu" for r in refs):
        return "unresolved"
    return "content" if CONTENT.search(text) and not any(r.kind == "label" and not r.control for r in refs) else "unresolved"


def tier(steps: tuple[PlanStep, ...]) -> Tier:
    """How far a plan is grounded."""
    levels = [s.level for s in steps]
    grounded = any(level in ("command", "key", "control") for level in levels)
    if grounded and "unresolved" not in levels:
        return "A"
    return "B" if grounded else "C"
