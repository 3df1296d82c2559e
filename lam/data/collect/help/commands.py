"""Single commands, controls of dialogs and keys: what the help says they do, and where the installed office has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lam.data.collect.help.ground import Pages, Scene, find_path, ground, path_parts
from lam.data.collect.help.pages import Block, Page, Rich
from lam.data.collect.help.tables import BEGINS, DYNAMIC, OWN_DIALOGS, Dialog, Found, Tables, key_code, key_text, plain
from lam.data.collect.help.wording import base, imperative, is_step, one_way, sentences, task_problem
from lam.data.pairs import App, PairKind, PlanStep, Ref

Told = tuple[PairKind, str, tuple[PlanStep, ...], dict[str, str]]
"""kind, task, steps, context"""

TOOLBARS_FIRST = ("Standard", "Formatting", "Drawing", "Insert", "Table")
OBJECTS: dict[App, dict[str, str]] = {
    "document": {"table": "a cell of the table", "graphic": "the image", "draw": "the shape", "frame": "the frame", "annotation": "the comment",
                 "oleobject": "the object", "text": "the text", "drawtext": "the text of the shape", "media": "the media object"},
    "spreadsheet": {"sheettab": "the sheet tab", "rowheader": "the row header", "colheader": "the column header", "graphic": "the image",
                    "draw": "the shape", "pivot": "the pivot table", "cell": "the cell", "oleobject": "the object",
                    "drawtext": "the text of the shape", "media": "the media object"},
    "presentation": {"table": "a cell of the table", "graphic": "the image", "draw": "the shape", "pagepane": "the slide in the slide pane",
                     "line": "the line", "connector": "the connector", "curve": "the curve", "textbox": "the text box", "multiselect":
                     "the selected objects", "group": "the group", "drawtext": "the text", "page": "an empty part of the slide",
                     "outline": "the text of the outline", "oleobject": "the object", "3dobject": "the 3D object", "media": "the media object"},
}  # fmt: skip
"""Context menu -> what to right-click for it; of several that have a command the first is taken."""
DATABASE_KEYS = "shared/04/01020000.html"
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
    "GtkToggleToolButton": "Click “{}”",
    "GtkMenuToolButton": "Click “{}”",
    "GtkMenuButton": "Choose it from “{}”",
    "GtkTreeView": "Select it in “{}”",
    "GtkIconView": "Select it in “{}”",
    "GtkScale": "Set the value with “{}”",
    "GtkLinkButton": "Click “{}”",
}
"""What a person does with a control, by the class of its widget."""
TAKES_CHOICE = frozenset(("GtkComboBoxText", "GtkComboBox", "GtkTreeView", "GtkIconView", "GtkMenuButton"))
BY_HAND = re.compile(r"\bright-click\b|\bcontext menu\b|\bpress (?:Ctrl|Shift|Alt|F\d)|^With the cursor\b", re.IGNORECASE)
OTHER_PLACES = re.compile(r"\b(?:chart|Base|Math|Draw only|HTML|XML|report|database|data source|query|Basic IDE)\b")
NAMED = {"document": r"\b(?:writer|text documents?)\b", "spreadsheet": r"\b(?:calc|spreadsheets?)\b",
         "presentation": r"\b(?:impress|presentations?)\b"}  # fmt: skip
OTHERS_NAMED = re.compile(r"\b(?:Math|Base|Draw)\b(?! (?:a|an|the|functions?|menu|toolbar|bar))")
CHOICE = re.compile(r"(?:Select|Choose|Enter|Type|Define|Specify(?! whether| if))\b")
"""What a command does that asks for something."""
DESCRIBES = re.compile(r"^(?:List|Display|Show|Contain|Have|Preview|Provide|Give) ")
SWITCHES = re.compile(
    r"^(?:Specify|Determine|Define|Choose|Set|Select) (?:whether|if)\b|\bor (?:hide|disable|not|deactivate)\b|^Toggle\b", re.IGNORECASE
)
AFTER_A_FILE = tuple(f".uno:{name}" for name in ("Open", "OpenFromWriter", "OpenFromCalc", "OpenFromImpress", "ExportTo", "SaveAs", "AutoPilotMenu"))
"""Commands whose further dialogs come only after a file, or something else, was chosen."""
SEVERAL = 3
"""From how many controls on a page is about a window, though the label of its command in the menu Tools has no dots."""
LEFT_OPEN = re.compile(r"\b(?:selected|current|new|existing|chosen|available|highlighted|specified|next|previous|first|last)\b", re.IGNORECASE)


def menu_steps(tables: Tables, app: App, path: Sequence[str], command: str, rest: Sequence[str] = (), dialogs: Sequence[str] = ()) -> list[PlanStep]:
    """Choose a menu command, then the tabs and buttons that lie between it and what is wanted."""
    if command in DYNAMIC:
        path, rest = (*path, *rest), ()
    elif command in BEGINS and rest:
        path, rest = (*path, rest[0]), rest[1:]
    text = " > ".join(path)
    steps = [PlanStep(f"Choose {text}", "command", (Ref("menu", text, command),))]
    if command == ".uno:OptionsTreeDialog" and rest:
        rest = [re.sub(r"(LibreOffice \w+)/.*", r"\1", part) for part in rest]
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
    pages = [dialog for name, dialog in _open(scene.tables, dialogs) if not dialog.window]
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
    known = {plain(label) for _, d in _open(scene.tables, dialogs) for label in (*d.labels.values(), d.title)}
    known |= {plain(b.rich.text) for b in page.blocks if b.kind == "heading"}
    known_words = {w[:5] for label in known for w in label.split()}
    return all(plain(part) in known or {w[:5] for w in plain(part).split()} & known_words for part in found.rest)


def _own_options(app: App, rest: Sequence[str]) -> bool:
    named = [m for m in OWN_OPTIONS if rest and re.search(rf"\b{m}\b", rest[0], re.IGNORECASE)]
    return not named or OPTIONS_OF[app] in named


def wrong_app(app: App, text: str) -> bool:
    """Whether a text is about other applications only."""
    named = {a for a, pattern in NAMED.items() if re.search(pattern, text, re.IGNORECASE)}
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
        if entry and (not CHOICE.match(task) or scene.tables.asks(scene.app, command)):
            yield "command", task, (*menu_steps(scene.tables, scene.app, entry.path, command),), context
        bars = [b for b in scene.tables.toolbars[scene.app].get(command, ()) if b not in NOT_TOOLBARS]
        if bars:
            bar = min(bars, key=lambda b: (TOOLBARS_FIRST.index(b) if b in TOOLBARS_FIRST else 9, b))
            yield "command", task, (PlanStep(f"Click “{label}” on the {bar} toolbar", "command", (Ref("icon", label, command),)),), context
        menu = _context_menu(scene, command, task)
        if menu:
            yield "command", task, menu, context
        for key in scene.tables.keys_of(scene.app, command)[:1]:
            yield "shortcut", task, (PlanStep(f"Press {key}", "key", (Ref("key", key, command),)),), context


def _context_menu(scene: Scene, command: str, task: str) -> tuple[PlanStep, ...]:
    """By right-click: on what, and which entry; empty when no context menu has the command."""
    for name, thing in OBJECTS[scene.app].items():
        if not _about(name, task):
            continue
        entry = next((e for e in scene.tables.popups[scene.app].get(name, ()) if e.leaf and e.command == command), None)
        if entry:
            path = " > ".join(entry.path)
            return PlanStep(f"Right-click {thing}", "content"), PlanStep(f"Choose {path}", "command", (Ref("menu", path, command),))
    return ()


def _about(menu: str, task: str) -> bool:
    """Whether a task can be about what a context menu belongs to: objects are no text, and text is no object."""
    if menu == "table":
        return bool(re.search(r"\b(?:tables?|cells?|rows?|columns?)\b", task, re.IGNORECASE)) and "index" not in task.lower()
    if menu in ("text", "cell", "page", "pagepane", "sheettab", "drawtext", "outline", "rowheader", "colheader"):
        return not re.search(r"\b(?:objects?|images?|shapes?|graphics?|pictures?|frames?)\b", task, re.IGNORECASE)
    return True


def _said(page: Page, anchor: str, alone: bool) -> tuple[str, str]:
    """What the page says about the thing with this anchor: the first tip after its heading. `alone`: the page is about little else."""
    for _, heading, blocks in page.sections():
        if anchor in heading.anchors:
            said = next((b.avis for b in blocks[:4] if b.avis), "") or _first_sentence(blocks[:2])
            return said, heading.rich.text
        for block in blocks:
            if anchor in block.anchors and block.avis:
                return block.avis, heading.rich.text
    if alone:
        return next((b.avis for b in page.blocks[:10] if b.avis), "") or _first_sentence(page.blocks[:6]), page.title
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
            said = next((b.avis for b in blocks[:5] if b.avis), "") or _first_sentence(blocks[:2])
            if said:
                yield heading, said, heading.rich.text
        for block in blocks:
            said = (block.avis or _first_sentence([block])) if anchors & set(block.anchors) else ""
            if said:
                yield block, said, heading.rich.text


def _first_sentence(blocks: Sequence[Block]) -> str:
    """What a paragraph that is not marked as the extended tip begins with."""
    return next((next(iter(sentences(b.rich.text)), "") for b in blocks if b.kind == "paragraph"), "")


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


def shortcuts(page: Page, scene: Scene, dropped: Counter[str]) -> Iterator[Told]:
    """The rows of a table of keys."""
    if page.path == DATABASE_KEYS or ("/04/" not in page.path and "keyboard" not in page.path and "shortcut" not in page.title.lower()):
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
            things = " ".join(w for w in task.split() if not base(w))
            ref = Ref("key", text, command if label and _agree(things, label, command) else "")
            step = PlanStep(f"Press {text}", "key", (ref,))
            yield "shortcut", f"{task} ({place})" if place and "(" not in task else task, (step,), {"section": heading.rich.text}


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
