"""Single commands and keys: what the help says they do, and where the installed office has them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from lam.data.collect.help.ground import Pages, Scene
from lam.data.collect.help.pages import Block, Page
from lam.data.collect.help.tables import BEGINS, DYNAMIC, Dialog, Tables, key_code, key_text, plain
from lam.data.collect.help.wording import base, imperative, sentences, task_problem
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
NAMED = {"document": r"\b(?:writer|text documents?)\b", "spreadsheet": r"\b(?:calc|spreadsheets?)\b",
         "presentation": r"\b(?:impress|presentations?)\b"}  # fmt: skip
OTHERS_NAMED = re.compile(r"\b(?:Math|Base|Draw)\b(?! (?:a|an|the|functions?|menu|toolbar|bar))")
CHOICE = re.compile(r"(?:Select|Choose|Enter|Type|Define|Specify(?! whether| if))\b")
"""What a command does that asks for something."""


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
        button = next((f"{d}.ui:{w}" for d, dialog in known_dialogs(tables, dialogs) for w, own in dialog.labels.items()
                       if plain(own) == plain(part) and dialog.classes.get(w) == "GtkButton"), "")  # fmt: skip
        told = f"Click “{part}”" if button or re.search(r"\bbutton$", part) else f"Open the tab “{part}”"
        steps.append(PlanStep(told, "control", (Ref("label", part, control=button or "tab"),)))
    return steps


def known_dialogs(tables: Tables, names: Sequence[str]) -> Iterator[tuple[str, Dialog]]:
    """Those of these dialogs that the office has."""
    for name in names:
        dialog = tables.dialog(name)
        if dialog:
            yield name, dialog


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
            said = next((b.avis for b in blocks[:4] if b.avis), "") or first_sentence(blocks[:2])
            return said, heading.rich.text
        for block in blocks:
            if anchor in block.anchors and block.avis:
                return block.avis, heading.rich.text
    if alone:
        return next((b.avis for b in page.blocks[:10] if b.avis), "") or first_sentence(page.blocks[:6]), page.title
    return "", ""


def _agree(title: str, label: str, command: str) -> bool:
    """Whether a heading can be about a command: a word in common, with its label or its name."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", command.partition(":")[2].partition("?")[0])
    theirs = {w[:5] for w in re.findall(r"[a-z0-9]+", f"{label} {name}".lower())}
    return bool({w[:5] for w in re.findall(r"[a-z0-9]+", title.lower())} & theirs)


def first_sentence(blocks: Sequence[Block]) -> str:
    """What a paragraph that is not marked as the extended tip begins with."""
    return next((next(iter(sentences(b.rich.text)), "") for b in blocks if b.kind == "paragraph"), "")


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
