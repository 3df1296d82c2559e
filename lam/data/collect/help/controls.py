"""The controls of dialogs: what the help says they do, how a person gets to the dialog, and what is done with a control there."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lam.data.collect.help.commands import Told, first_sentence, known_dialogs, menu_steps, wrong_app
from lam.data.collect.help.ground import Pages, Scene, find_path, ground, path_parts
from lam.data.collect.help.pages import Block, Page, Rich
from lam.data.collect.help.tables import DYNAMIC, OWN_DIALOGS, Dialog, Found, plain
from lam.data.collect.help.wording import imperative, is_step, one_way, sentences, task_problem
from lam.data.pairs import App, PlanStep, Ref

OWN_OPTIONS = ("writer", "calc", "impress", "draw", "base", "math")
OPTIONS_OF = {"document": "writer", "spreadsheet": "calc", "presentation": "impress"}
WAYS = {
    "GtkCheckButton": "Tick “{}”",
    "GtkRadioButton": "Select the option “{}”",
    "GtkSpinButton": "Enter the value in “{}”",
    "GtkEntry": "Type it into “{}”",
    "GtkTextView": "Type it into “{}”",
    "GtkComboBoxText": "Choose it in the list “{}”",
    "GtkComboBox": "Choose it in the list “{}”",
    "GtkButton": "Click “{}”",
    "GtkToggleButton": "Click “{}”",
    "GtkToolButton": "Click “{}”",
    "GtkToggleToolButton": "Click “{}”",
    "GtkMenuToolButton": "Click “{}”",
    "GtkMenuButton": "Choose it from “{}”",
    "GtkTreeView": "Select it in “{}”",
    "GtkIconView": "Select it in “{}”",
    "GtkScale": "Set the value with “{}”",
    "GtkLinkButton": "Click “{}”",
}
"""What a person does with a control, by the class of its widget."""
BY_HAND = re.compile(r"\bright-click\b|\bcontext menu\b|\bpress (?:Ctrl|Shift|Alt|F\d)|^With the cursor\b", re.IGNORECASE)
OTHER_PLACES = re.compile(r"\b(?:chart|Base|Math|Draw only|HTML|XML|report|database|data source|query|Basic IDE)\b")
DESCRIBES = re.compile(r"^(?:List|Display|Show|Contain|Have|Preview|Provide|Give) ")
SWITCHES = re.compile(
    r"^(?:Specify|Determine|Define|Choose|Set|Select) (?:whether|if)\b|\bor (?:hide|disable|not|deactivate)\b|^Toggle\b", re.IGNORECASE
)
AFTER_A_FILE = tuple(f".uno:{name}" for name in ("Open", "OpenFromWriter", "OpenFromCalc", "OpenFromImpress", "ExportTo", "SaveAs", "AutoPilotMenu"))
"""Commands whose further dialogs come only after a file, or something else, was chosen."""
SEVERAL = 3
"""From how many controls on a page is about a window, though the label of its command in the menu Tools has no dots."""
LEFT_OPEN = re.compile(r"\b(?:selected|current|new|existing|chosen|available|highlighted|specified|next|previous|first|last)\b", re.IGNORECASE)


def access(page: Page, scene: Scene, pages: Pages) -> list[PlanStep]:
    """How a person gets to what the page is about, in this application; empty when the page does not say, or the application lacks it."""
    dialogs = sorted(d for d in pages.dialogs(page.path) if own_dialog(scene.app, d))
    if not dialogs:
        return []
    ways = [item.text for block in page.blocks if block.kind == "access" for item in block.items]
    for way in ways:
        if re.search(r"\b(?:context menu|chart|Base|table design|double-click|report|form|Draw only)\b", way.text):
            continue
        for number, span in enumerate(way.spans):
            parts = path_parts(span.text)
            found = find_path(scene, parts) if span.mark in ("emph", "menuitem") else None
            if found and found.entry.leaf and _leads(scene, page, found, dialogs, len(pages.widgets[page.path])):
                rest = found.rest or _own_tab(scene, page, dialogs)
                steps = menu_steps(scene.tables, scene.app, found.entry.path, found.entry.command, rest, dialogs)
                after = _after(way, number)
                return [] if after is None else [*steps, *after]
    for way in ways:
        told = next(iter(sentences(one_way(way.text))), "").rstrip(".")
        if is_step(told) and BY_HAND.search(told) and not OTHER_PLACES.search(told) and not wrong_app(scene.app, told):
            step = ground(scene, way.part(told))
            if not any(r.kind == "menu" and (" > " in r.text or not r.command) for r in step.refs):
                return [step]
    return _wizard(page, scene)


def _own_tab(scene: Scene, page: Page, dialogs: Sequence[str]) -> tuple[str, ...]:
    """The tab that a page about a tab page leaves unsaid."""
    pages = [dialog for name, dialog in known_dialogs(scene.tables, dialogs) if not dialog.window]
    sole = len(dialogs) == 1 and pages and not re.search(r"panel|docking|dialog", dialogs[0])
    return (page.title,) if sole and dialogs[0].endswith("page") else ()


def _wizard(page: Page, scene: Scene) -> list[PlanStep]:
    """`Mail Merge Wizard - Addresses` is a page of what the menu calls so."""
    name, _, part = page.title.partition(" - ")
    found = [e for e in scene.tables.menus[scene.app] if e.leaf and plain(e.path[-1]) == plain(name)] if part else []
    if len(found) != 1:
        return []
    opening = menu_steps(scene.tables, scene.app, found[0].path, found[0].command)
    return [*opening, PlanStep(f"Go on to “{part}”", "control", (Ref("label", part, control="tab"),))]


def _after(way: Rich, number: int) -> list[PlanStep] | None:
    """What the way to a dialog goes on with after its menu path: buttons and tabs; None where that cannot be read."""
    told = way.text.partition(way.spans[number].text)[2]
    told = re.sub(r"\([^)]*\)", "", next(iter(sentences(told)), "")).strip(" .,")
    if re.fullmatch(r"(?:tab(?: page)?|page|dialog|command|menu|label)?(?:,?\s*or\b.*)?", told):
        return []
    found = re.fullmatch(
        r"(?:tab(?: page)?|dialog)?[\s,]*(?:and |then |and then )?(?:click|press|choose|select)(?: on)?(?: the)? (.{2,40}?)( button| tab| icon)?",
        told,
    )
    if not found or re.search(r"\b(?:and|or|entry|list|item)\b", found.group(1)):
        return None
    label = found.group(1).strip(' .“”"')
    text = f"Open the tab “{label}”" if found.group(2) == " tab" else f"Click “{label}”"
    return [PlanStep(text, "control", (Ref("label", label, control="tab" if found.group(2) == " tab" else "button"),))]


def own_dialog(app: App, dialog: str) -> bool:
    """Whether the application has this dialog."""
    return not dialog.startswith("modules/") or dialog.split("/")[1] in OWN_DIALOGS[app]


def _leads(scene: Scene, page: Page, found: Found, dialogs: Sequence[str], controls_here: int) -> bool:
    """Whether a menu command can lead to the page's dialog: it asks something, and what follows it is known as a tab, a button or a title."""
    if found.entry.command == ".uno:OptionsTreeDialog":
        return bool(found.rest) and _own_options(scene.app, found.rest)
    if found.entry.command in (*DYNAMIC, *AFTER_A_FILE):
        return False
    window = found.entry.key[0] == "tools" and controls_here >= SEVERAL
    if not found.rest and not window and not scene.tables.asks(scene.app, found.entry.command):
        return False
    known = {plain(label) for _, d in known_dialogs(scene.tables, dialogs) for label in (*d.labels.values(), d.title)}
    known |= {plain(b.rich.text) for b in page.blocks if b.kind == "heading"}
    known_words = {w[:5] for label in known for w in label.split()}
    return all(plain(part) in known or {w[:5] for w in plain(part).split()} & known_words for part in found.rest)


def _own_options(app: App, rest: Sequence[str]) -> bool:
    named = [m for m in OWN_OPTIONS if rest and re.search(rf"\b{m}\b", rest[0], re.IGNORECASE)]
    return not named or OPTIONS_OF[app] in named


def controls(page: Page, scene: Scene, pages: Pages, opening: Sequence[PlanStep], dropped: Counter[str]) -> Iterator[Told]:
    """The controls of the page's dialog: open it, use the control, confirm."""
    widgets: dict[str, list[str]] = {}
    for control, anchor in pages.widgets.get(page.path, ()):
        widgets.setdefault(anchor, []).append(control)
    for block, said, heading in _described(page, set(widgets)):
        own = [c for a in block.anchors for c in widgets.get(a, ())]
        if not opening:
            dropped["dialog with no way to it"] += 1
            continue
        title = block.rich.text if block.kind == "heading" else ""
        found = _usable(scene, own, title)
        if not found:
            dropped["not a control that is used"] += 1
            continue
        dialog_name, widget, dialog = found
        kind, label = dialog.classes[widget], _named(dialog, widget, title)
        task = imperative(said)
        problem = task_problem(task) or _control_problem(task, kind, label)
        if problem:
            dropped[problem] += 1
            continue
        text = WAYS[kind].format(label)
        if kind == "GtkCheckButton" and SWITCHES.search(task):
            text = f"Tick or clear “{label}”"
        step = PlanStep(text, "control", (Ref("label", label, control=f"{dialog_name}.ui:{widget}"),))
        steps = (*opening, step, *_confirm(dialog_name, dialog, kind, opening))
        where = where_of(opening, page)
        yield "control", placed(task, where, page), steps, {"label": label, "section": heading, "dialog": where}


def _described(page: Page, anchors: set[str]) -> Iterator[tuple[Block, str, str]]:
    """(heading or paragraph with one of these anchors, what is said about the thing, heading)."""
    for _, heading, blocks in page.sections():
        if anchors & set(heading.anchors):
            said = next((b.avis for b in blocks[:5] if b.avis), "") or first_sentence(blocks[:2])
            if said:
                yield heading, said, heading.rich.text
        for block in blocks:
            said = (block.avis or first_sentence([block])) if anchors & set(block.anchors) else ""
            if said:
                yield block, said, heading.rich.text


def _usable(scene: Scene, controls: Sequence[str], title: str) -> tuple[str, str, Dialog] | None:
    """The control that is meant: of several with one help text the one that is called as the heading says."""
    found = []
    for control in sorted(controls):
        name, _, widget = control.partition(":")
        dialog = scene.tables.dialog(name) if own_dialog(scene.app, name) else None
        if dialog and dialog.classes.get(widget) in WAYS:
            found.append((plain(dialog.labels.get(widget, "")) != plain(title), name, widget, dialog))
    return min(found, key=lambda f: f[:3])[1:] if found else None


def _named(dialog: Dialog, widget: str, title: str) -> str:
    """The control's own label where it agrees with the help's heading; empty where they contradict each other, or there is none."""
    own = dialog.labels.get(widget, "")
    if not title:
        return own
    if "/" in title and plain(own) != plain(title):
        return ""
    if not own:
        return "" if re.search(r"\b(?:arrow|icon)s?\b", title, re.IGNORECASE) else title
    shared = {w[:4] for w in re.findall(r"\w+", own.lower())} & {w[:4] for w in re.findall(r"\w+", title.lower())}
    return own if shared else ""


def _control_problem(task: str, kind: str, label: str) -> str:
    if not label:
        return "help is about another control"
    if plain(label) in ("ok", "cancel", "close", "help", "back", "next", "finish"):
        return "a dialog's own button"
    if len(task.split()) < 4:
        return "task is too short"
    if DESCRIBES.match(task) and kind not in ("GtkCheckButton", "GtkRadioButton", "GtkButton", "GtkToggleButton"):
        return "description of a list"
    if re.search(r"^(?:Click|Press|Check|Mark|Tick)\b", task):
        return "task is a movement of the hand"
    return ""


def _confirm(name: str, dialog: Dialog, kind: str, opening: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """A tab page lies in a dialog with OK; a window has it or not; what acts at once needs nothing."""
    if "docking" in name or "panel" in name or dialog.root.endswith("MessageDialog") or (kind in ("GtkButton", "GtkToolButton", "GtkLinkButton")):
        return ()
    if dialog.window and not any(plain(label) == "ok" for label in dialog.labels.values()):
        return ()
    if not dialog.window and opening[-1].text.startswith(("Choose View >", "Go on to")):
        return ()
    return (PlanStep("Click “OK”", "control", (Ref("label", "OK", control="button"),)),)


def where_of(opening: Sequence[PlanStep], page: Page) -> str:
    """What a person calls the place: the dialog's command and the tab."""
    if opening[0].text[:7] != "Choose " or not opening[0].refs or opening[0].refs[0].kind != "menu":
        return page.title
    first = opening[0].refs[0].text.split(" > ")[-1]
    if opening[0].refs[0].command == ".uno:OptionsTreeDialog" and len(opening) > 1:
        return f"{opening[1].refs[0].text.split(' > ')[-1]} options"
    tab = opening[-1].refs[0].text if len(opening) > 1 else ""
    return f"{first} dialog, {tab}" if tab and plain(tab) != plain(first) else f"{first} dialog"


def placed(task: str, where: str, page: Page) -> str:
    """A task that says little by itself names its place: `Delete the selected entry` could be anywhere."""
    words = {w[:5] for w in re.findall(r"[a-z]+", task.lower()) if len(w) > 3}
    topic = {w[:5] for w in re.findall(r"[a-z]+", page.title.lower()) if len(w) > 3}
    if words & topic and not LEFT_OPEN.search(task) and len(task.split()) > 4:
        return task
    return f"{task} ({where})"
