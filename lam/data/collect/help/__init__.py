"""The help of the installed LibreOffice: procedures, commands, controls of dialogs and keys, grounded in the installed office's own tables."""

from __future__ import annotations

import subprocess
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from lam.data.collect.base import Item, Read
from lam.data.collect.help.commands import Told, commands, shortcuts, wrong_app
from lam.data.collect.help.controls import access, controls
from lam.data.collect.help.functions import functions
from lam.data.collect.help.ground import Pages, Scene, read_pages, tier
from lam.data.collect.help.pages import read_page
from lam.data.collect.help.procedures import Reading, procedures
from lam.data.collect.help.tables import OFFICE_APPS, Tables
from lam.data.pairs import App, Pair, Provenance
from lam.errors import ExitCode, UserError

PACKAGE, LICENCE, EXTRACTOR = "libreoffice-help-en-us", "MPL-2.0", "help@2"
PLACES = ("/usr/share/libreoffice/help", "/usr/lib/libreoffice/help", "/usr/lib64/libreoffice/help")
TEXT = "en-US/text"
FOLDERS: dict[str, tuple[App, ...]] = {
    "shared": OFFICE_APPS,
    "swriter": ("document",),
    "scalc": ("spreadsheet",),
    "simpress": ("presentation",),
    "sdraw": ("presentation",),
    "schart": ("spreadsheet",),
}
"""Folder of pages -> applications they are read for. Impress has Draw's tools, and charts are made in Calc; what does not resolve is dropped."""
GUESTS = ("sdraw", "schart")
LEFT_OUT = ("shared/optionen/expertconfig", "shared/3rdparty", "shared/help", "shared/need_help", "shared/explorer", "shared/autokorr",
            "shared/guide/activex", "shared/guide/ms_import", "shared/guide/startcenter", "shared/05/0000", "shared/guide/quickstart")  # fmt: skip


class Help:
    """`path`: the folder `help` of the installed package. `office`: the folder `share` of the office whose tables ground the steps."""

    name = "libreoffice-help"

    def __init__(self, path: Path | None = None, office: str = "") -> None:
        self._path, self._office = path, office

    def items(self) -> Iterator[Item]:
        """A page each. Raises: UserError when the help or the office is missing."""
        self._tables  # noqa: B018  a missing office is said before the work begins
        folder = self._folder / TEXT
        for module in FOLDERS:
            for page in sorted((folder / module).rglob("*.html")):
                key = page.relative_to(folder).as_posix()
                if not key.startswith(LEFT_OUT):
                    yield Item(key)

    def read(self, item: Item) -> Read:
        """The pairs of a page; what is the same in all three applications is there once, for `any`."""
        dropped: Counter[str] = Counter()
        text = (self._folder / TEXT / item.key).read_bytes()
        apps = FOLDERS[item.key.partition("/")[0]]
        found: dict[str, tuple[Pair, set[App]]] = {}
        for app in apps:
            for pair in self._pairs(item.key, text, app, dropped if app == apps[-1] else Counter()):
                said = repr((pair.kind, pair.task, [(s.text, s.refs) for s in pair.steps]))
                found.setdefault(said, (pair, set()))[1].add(app)
        pairs: list[Pair] = []
        for pair, where in found.values():
            pairs += _placed(pair, where, len(apps))
        return Read(tuple(pairs), dict(dropped))

    def _pairs(self, path: str, text: bytes, app: App, dropped: Counter[str]) -> Iterator[Pair]:
        page = read_page(path, text, app)
        if page is None:
            dropped["page without help"] += 1
            return
        scene = Scene(self._tables, app, self._pages.dialogs(path), self._pages)
        opening = access(page, scene, self._pages)
        guest = path.startswith(GUESTS)
        told: list[Told] = [] if guest else [*shortcuts(page, scene, dropped), *functions(page, scene, dropped)]
        told += commands(page, scene, self._pages, dropped)
        if not guest:
            told += controls(page, scene, self._pages, opening, dropped)
        provenance = Provenance(self.name, f"{TEXT}/{path}", LICENCE, PACKAGE, self._version, EXTRACTOR)
        for kind, task, steps, context in told:
            if wrong_app(app, task):
                dropped["names another application"] += 1
                continue
            yield Pair(kind, app, task, steps, provenance, tier(steps), {"page": page.title, **{k: v for k, v in context.items() if v}})
        for found in procedures(Reading(page, scene, opening, dropped)):
            if guest and found.tier != "A":
                dropped["of a guest application"] += 1
                continue
            if wrong_app(app, " ".join((found.task, *(s.text for s in found.steps)))):
                dropped["names another application"] += 1
                continue
            if any(r.kind == "menu" and not r.command for s in found.steps for r in s.refs):
                dropped["menu path that this application lacks"] += 1
                continue
            context = {"page": page.title, "section": found.section, "form": found.form}
            yield Pair("procedure", app, found.task, found.steps, provenance, found.tier, {k: v for k, v in context.items() if v})

    @cached_property
    def _folder(self) -> Path:
        places = [self._path] if self._path else [Path(p) for p in PLACES]
        for place in places:
            if place and (place / TEXT).is_dir() and (place / "hid2file.js").is_file():
                return place
        if self._path:
            raise UserError(f"{self._path} holds no LibreOffice help (hid2file.js, {TEXT})", ExitCode.NO_FILE)
        raise UserError(f"the LibreOffice help is not installed; install it with: sudo apt-get install {PACKAGE}", ExitCode.NO_FILE)

    @cached_property
    def _tables(self) -> Tables:
        if self._office:
            return Tables(Path(self._office).expanduser())
        from lam.envs.libreoffice.install import find

        return Tables(find().soffice.parents[1] / "share")

    @cached_property
    def _pages(self) -> Pages:
        return read_pages((self._folder / "hid2file.js").read_text(encoding="utf-8", errors="replace"))

    @cached_property
    def _version(self) -> str:
        """The installed package's version; empty for pages that came from elsewhere."""
        if self._path:
            return ""
        try:
            asked = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", PACKAGE], capture_output=True, text=True, timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        return asked.stdout.strip() if asked.returncode == 0 else ""

    def __getstate__(self) -> dict[str, object]:
        return {"_path": self._path, "_office": self._office}


def _placed(pair: Pair, where: set[App], apps: int) -> Iterator[Pair]:
    """One pair for `any` where a procedure or key reads the same in all three; else one for each application, in which its references hold."""
    if apps == len(where) == len(OFFICE_APPS) and pair.kind in ("procedure", "shortcut"):
        yield replace(pair, app="any")
    else:
        for app in OFFICE_APPS:
            if app in where:
                yield replace(pair, app=app)
