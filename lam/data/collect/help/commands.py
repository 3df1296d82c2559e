"""Single commands, controls of dialogs and keys: what the help says they do, and where the installed office has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lam.data.collect.help.ground import Pages, Scene, find_path, ground, path_parts
from lam.data.collect.help.pages import Block, Page
from lam.data.collect.help.tables import DYNAMIC, OWN_DIALOGS, Dialog, Found, Tables, key_code, key_text, plain
from lam.data.collect.help.wording import imperative, is_step, one_way, sentences, task_problem
from lam.data.pairs import App, PairKind, PlanStep, Ref

Told = tuple[PairKind, str, tuple[PlanStep, ...], dict[str, str]]
"""kind, task, steps, context"""

TOOLBARS_FIRST = ("Standard", "Formatting", "Drawing", "Insert", "Table")
NOT_TOOLBARS = ("Notebookbar shortcuts", "Full Screen", "Standard (Single Mode)", "Standard (Viewing Mode)")
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
    "GtkMenuButton": "Choose it from “{}”",
    "GtkTreeView": "Select it in “{}”",
    "GtkIconView": "Select it in “{}”",
    "GtkScale": "Set the value with “{}”",
    "GtkLinkButton": "Click “{}”",
}
"""What a person does with a control, by the class of its widget."""
TAKES_CHOICE = frozenset(("GtkComboBoxText", "GtkComboBox", "GtkTreeView", "GtkIconView", "GtkMenuButton"))
OTHER_PLACES = re.compile(r"\b(?:chart|Base|Math|Draw only|HTML|XML|report|database|data source|query|Basic IDE)\b")
NAMED = {"document": r"\bWriter\b|\btext documents?\b", "spreadsheet": r"\bCalc\b|\bspreadsheets?\b",
         "presentation": r"\bImpress\b|\bpresentations?\b"}  # fmt: skip
OTHERS_NAMED = re.compile(r"\b(?:Math|Base|Draw)\b(?! (?:a|an|the|functions?|menu|toolbar|bar))")
DESCRIBES = re.compile(r"^(?:List|Display|Show|Contain|Have|Preview|Provide|Give) ")
SWITCHES = re.compile(
    r"^(?:Specify|Determine|Define|Choose|Set|Select) (?:whether|if)\b|\bor (?:hide|disable|not|deactivate)\b|^Toggle\b", re.IGNORECASE
)
SEVERAL = 3
"""From how many controls on a page is about a dialog, whatever the label of its command says."""
LEFT_OPEN = re.compile(r"\b(?:selected|current|new|existing|chosen|available|highlighted|specified|next|previous|first|last)\b", re.IGNORECASE)


def menu_steps(tables: Tables, app: App, path: Sequence[str], command: str, rest: Sequence[str] = (), dialogs: Sequence[str] = ()) -> list[PlanStep]:
    """Choose a menu command, then the tabs and buttons that lie between it and what is wanted."""
    if command in DYNAMIC:
        path, rest = (*path, *rest), ()
    text = " > ".join(path)
    steps = [PlanStep(f"Choose {text}", "command", (Ref("menu", text, command),))]
    if command == ".uno:OptionsTreeDialog" and rest:
        steps.append(PlanStep(f"Select {' > '.join(rest)} in the tree on the left", "control", (Ref("label", " > ".join(rest), control="tree"),)))
        return steps
    for part in rest:
        part = re.sub(r"\s+(?:tab|button)$", "", part)
        button = next((f"{d}.ui:{w}" for d, dialog in _open(tables, dialogs) for w, own in dialog.labels.items()
                       if plain(own) == plain(part) and dialog.classes.get(w) == "GtkButton"), "")  # fmt: skip
        told = f"Click “{part}”" if button or re.search(r"\bbutton$", part) else f"Open the tab “{part}”"
        steps.append(PlanStep(told, "control", (Ref("label", part, control=button or "tab"),)))
    return steps


def _open(tables: Tables, names: Sequence[str]) -> Iterator[tuple[str, Dialog]]:
    for name in names:
        dialog = tables.dialog(name)
        if dialog:
            yield name, dialog


def access(page: Page, scene: Scene, pages: Pages) -> list[PlanStep]:
    """How a person gets to what the page is about, in this application; empty when the page does not say, or the application lacks it."""
    dialogs = sorted(d for d in pages.dialogs(page.path) if own_dialog(scene.app, d))
    if not dialogs:
        return []
    ways = [item.text for block in page.blocks if block.kind == "access" for item in block.items]
    for way in ways:
        if re.search(r"\b(?:context menu|chart|Base|table design|double-click|report|form|Draw only|button)\b", way.text):
            continue
        for span in way.spans:
            parts = path_parts(span.text)
            found = find_path(scene, parts) if span.mark in ("emph", "menuitem") else None
            if found and found.entry.leaf and _leads(scene, page, found, dialogs, len(pages.widgets[page.path])):
                return menu_steps(scene.tables, scene.app, found.entry.path, found.entry.command, found.rest, dialogs)
    for way in ways:
        told = next(iter(sentences(one_way(way.text))), "").rstrip(".")
        if is_step(told) and len(told.split()) > 2 and not OTHER_PLACES.search(told) and not wrong_app(scene.app, told):
            step = ground(scene, way.part(told))
            if not any(r.kind == "menu" and (" > " in r.text or not r.command) for r in step.refs):
                return [step]
    return []


def own_dialog(app: App, dialog: str) -> bool:
    """Whether the application has this dialog."""
    return not dialog.startswith("modules/") or dialog.split("/")[1] in OWN_DIALOGS[app]


def _leads(scene: Scene, page: Page, found: Found, dialogs: Sequence[str], controls_here: int) -> bool:
    """Whether a menu command can lead to the page's dialog: it asks something, and what follows it is known as a tab, a button or a title."""
    if found.entry.command == ".uno:OptionsTreeDialog":
        return bool(found.rest) and _own_options(scene.app, found.rest)
    if found.entry.command in DYNAMIC:
        return False
    if not found.rest and controls_here < SEVERAL and not scene.tables.asks(scene.app, found.entry.command):
        return False
    known = {plain(label) for _, d in _open(scene.tables, dialogs) for label in (*d.labels.values(), d.title)}
    known |= {plain(b.rich.text) for b in page.blocks if b.kind == "heading"}
    known_words = {w[:5] for label in known for w in label.split()}
    return all(plain(part) in known or {w[:5] for w in plain(part).split()} & known_words for part in found.rest)


def _own_options(app: App, rest: Sequence[str]) -> bool:
    named = [m for m in OWN_OPTIONS if rest and re.search(rf"\b{m}\b", rest[0], re.IGNORECASE)]
    return not named or OPTIONS_OF[app] in named


def wrong_app(app: App, text: str) -> bool:
    """Whether a text is about other applications only."""
    named = {a for a, pattern in NAMED.items() if re.search(pattern, text)}
    return bool(OTHERS_NAMED.search(text)) and app not in named if not named else app not in named


def commands(page: Page, scene: Scene, pages: Pages, dropped: Counter[str]) -> Iterator[Told]:
    """The commands that the page documents: by menu, by toolbar, by key."""
    known = sorted(pages.commands.get(page.path, ()))
    for command, anchor in known:
        if not scene.tables.has(scene.app, command):
            continue
        said, title = _said(page, anchor, alone=len(known) <= 2)
        task = imperative(said)
        problem = "command without a description" if not said else task_problem(task) or ("task is too short" if len(task.split()) < 3 else "")
        label = scene.tables.label(scene.app, command)
        if task and page.path.startswith("shared/02/0117"):
            task += " (form control)"
        if not problem and not label:
            problem = "command without a label"
        if not problem and not _agree(title, label, command):
            problem = "help is about another command"
        if problem:
            dropped[problem] += 1
            continue
        context = {"label": label, "section": title}
        entry = scene.tables.menu_of(scene.app, command)
        if entry:
            yield "command", task, (*menu_steps(scene.tables, scene.app, entry.path, command),), context
        bars = [b for b in scene.tables.toolbars[scene.app].get(command, ()) if b not in NOT_TOOLBARS]
        if bars:
            bar = min(bars, key=lambda b: (TOOLBARS_FIRST.index(b) if b in TOOLBARS_FIRST else 9, b))
            yield "command", task, (PlanStep(f"Click “{label}” on the {bar} toolbar", "command", (Ref("icon", label, command),)),), context
        if not entry and not bars:
            yield "command", task, (PlanStep(f"Open the context menu and choose “{label}”", "command", (Ref("label", label, command),)),), context
        for key in scene.tables.keys_of(scene.app, command)[:1]:
            yield "shortcut", task, (PlanStep(f"Press {key}", "key", (Ref("key", key, command),)),), context


def _said(page: Page, anchor: str, alone: bool) -> tuple[str, str]:
    """What the page says about the thing with this anchor: the first tip after its heading. `alone`: the page is about little else."""
    for _, heading, blocks in page.sections():
        if anchor in heading.anchors:
            return next((b.avis for b in blocks[:4] if b.avis), ""), heading.rich.text
    if alone:
        return next((b.avis for b in page.blocks[:10] if b.avis), ""), page.title
    return "", ""


def _agree(title: str, label: str, command: str) -> bool:
    """Whether a heading can be about a command: a word in common, with its label or its name."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", command.partition(":")[2].partition("?")[0])
    theirs = {w[:5] for w in re.findall(r"[a-z0-9]+", f"{label} {name}".lower())}
    return bool({w[:5] for w in re.findall(r"[a-z0-9]+", title.lower())} & theirs)


def controls(page: Page, scene: Scene, pages: Pages, opening: Sequence[PlanStep], dropped: Counter[str]) -> Iterator[Told]:
    """The controls of the page's dialog: open it, use the control, confirm."""
    widgets: dict[str, list[str]] = {}
    for control, anchor in pages.widgets.get(page.path, ()):
        widgets.setdefault(anchor, []).append(control)
    for _, heading, blocks in page.sections():
        own = [c for a in heading.anchors for c in widgets.get(a, ())]
        said = next((b.avis for b in blocks[:5] if b.avis), "")
        if not own or not said:
            continue
        if not opening:
            dropped["dialog with no way to it"] += 1
            continue
        found = _usable(scene, own)
        if not found:
            dropped["not a control that is used"] += 1
            continue
        dialog_name, widget, dialog = found
        kind, label = dialog.classes[widget], _named(dialog, widget, heading)
        task = imperative(said)
        problem = task_problem(task) or _control_problem(task, kind, label)
        if problem:
            dropped[problem] += 1
            continue
        text = WAYS[kind].format(label)
        if kind == "GtkCheckButton" and SWITCHES.search(task):
            text = f"Tick or clear “{label}”"
        step = PlanStep(text, "control", (Ref("label", label, control=f"{dialog_name}.ui:{widget}"),))
        steps = (*opening, step, *_confirm(dialog, kind, opening))
        where = _where(opening, page)
        yield "control", _placed(task, where, page), steps, {"label": label, "section": heading.rich.text, "dialog": where}


def _usable(scene: Scene, controls: Sequence[str]) -> tuple[str, str, Dialog] | None:
    for control in sorted(controls):
        name, _, widget = control.partition(":")
        dialog = scene.tables.dialog(name) if own_dialog(scene.app, name) else None
        if dialog and dialog.classes.get(widget) in WAYS:
            return name, widget, dialog
    return None


def _named(dialog: Dialog, widget: str, heading: Block) -> str:
    """The control's own label where it agrees with the help's heading; empty where they contradict each other."""
    own, told = dialog.labels.get(widget, ""), heading.rich.text
    if not own:
        return told
    shared = {w[:4] for w in re.findall(r"\w+", own.lower())} & {w[:4] for w in re.findall(r"\w+", told.lower())}
    return own if shared else ""


def _control_problem(task: str, kind: str, label: str) -> str:
    if not label:
        return "help is about another control"
    if len(task.split()) < 4:
        return "task is too short"
    if DESCRIBES.match(task) and kind not in ("GtkCheckButton", "GtkRadioButton", "GtkButton", "GtkToggleButton"):
        return "description of a list"
    if re.search(r"^(?:Click|Press|Check|Mark|Tick)\b", task):
        return "task is a movement of the hand"
    return ""


def _confirm(dialog: Dialog, kind: str, opening: Sequence[PlanStep]) -> tuple[PlanStep, ...]:
    """A tab page lies in a dialog with OK; a window has it or not; what acts at once needs nothing."""
    if dialog.root.endswith("MessageDialog") or (kind in ("GtkButton", "GtkToolButton", "GtkLinkButton")):
        return ()
    if dialog.window and not any(plain(label) == "ok" for label in dialog.labels.values()):
        return ()
    if not dialog.window and opening[-1].text.startswith("Choose View >"):
        return ()
    return (PlanStep("Click “OK”", "control", (Ref("label", "OK", control="button"),)),)


def _where(opening: Sequence[PlanStep], page: Page) -> str:
    """What a person calls the place: the dialog's command and the tab."""
    if opening[0].text[:7] != "Choose " or not opening[0].refs or opening[0].refs[0].kind != "menu":
        return page.title
    first = opening[0].refs[0].text.split(" > ")[-1]
    if opening[0].refs[0].command == ".uno:OptionsTreeDialog" and len(opening) > 1:
        return f"{opening[1].refs[0].text.split(' > ')[-1]} options"
    tab = opening[-1].refs[0].text if len(opening) > 1 else ""
    return f"{first} dialog, {tab}" if tab and plain(tab) != plain(first) else f"{first} dialog"


def _placed(task: str, where: str, page: Page) -> str:
    """A task that says little by itself names its place: `Delete the selected entry` could be anywhere."""
    words = {w[:5] for w in re.findall(r"[a-z]+", task.lower()) if len(w) > 3}
    topic = {w[:5] for w in re.findall(r"[a-z]+", page.title.lower()) if len(w) > 3}
    if words & topic and not LEFT_OPEN.search(task) and len(task.split()) > 4:
        return task
    return f"{task} ({where})"


def shortcuts(page: Page, scene: Scene, dropped: Counter[str]) -> Iterator[Told]:
    """The rows of a table of keys."""
    if "/04/" not in page.path and "keyboard" not in page.path and "shortcut" not in page.title.lower():
        return
    for _, heading, blocks in page.sections():
        place = _key_place(heading.rich.text, page.title)
        for row in (row for block in blocks if block.kind == "table" for row in block.rows):
            if len(row) < 2 or not re.match(
                r"(?:Ctrl|Shift|Alt)\s*\+|F\d{1,2}\b|(?:Enter|Esc|Tab|Home|End|Page|Insert|Delete|Del|Backspace|Arrow|Space)\b", row[0].text
            ):
                continue
            code = key_code(re.split(r"\s+(?:or|and)\s+|\s*[,(]", row[0].text)[0])
            task = imperative(row[1].text)
            problem = "" if code else "not one key"
            problem = problem or task_problem(task)
            if problem:
                dropped[problem] += 1
                continue
            text = key_text(code)
            command = scene.tables.key_command(scene.app, code)
            label = scene.tables.label(scene.app, command) if command else ""
            ref = Ref("key", text, command if label and _agree(task, label, command) else "")
            step = PlanStep(f"Press {text}", "key", (ref,))
            yield "shortcut", f"{task} ({place})" if place else task, (step,), {"section": heading.rich.text}


def _key_place(section: str, title: str) -> str:
    """Where the keys of a section work, when not everywhere: `Shortcut keys in the Gallery` -> `Gallery`."""
    place = re.sub(
        r"^(?:.*\b(?:shortcut|function) keys?|keys|navigating|navigation|formatting|using)\b", "", section.strip(": "), flags=re.IGNORECASE
    )
    place = re.sub(r"^\s*(?:for controlling|for|in|when|with|while|using|to)?\s*(?:the )?", "", place).strip()
    special = re.search(r"gallery|database|dialog|pivot|window|navigat|sort|image ?map|handles|dialogs|control|record|slide ?show|bezier"
                        r"|list|presentation|master|"
                        r"macro|chart|draw|data source", place, re.IGNORECASE)  # fmt: skip
    return place if special and place.lower() != title.lower() else ""
