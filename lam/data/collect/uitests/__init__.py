"""LibreOffice's own tests of its user interface: real sequences of commands, widgets and values, with what has to be true afterwards.

The tests are Python; they are read, not run. What a test does becomes steps that can be replayed (`params`), what it asserts goes along
(`context["assertions"]`), with what it only does to look at the result (`context["afterwards"]`: undoes it, opens the dialog again), and the
task is put together from labels and values in words of our own.

The source package of the distribution holds them; download and unpack nothing but the one archive:

    apt-get source --download-only libreoffice        (needs a deb-src line)
    lam data collect --source libreoffice-uitest=libreoffice_7.4.7.orig.tar.xz
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

from lam.data.collect.base import Item, Read
from lam.data.collect.help.ground import tier
from lam.data.collect.reading import files
from lam.data.collect.uitests.follow import Followed, Follower, imported
from lam.data.collect.uitests.words import Words, steps_of, task_of
from lam.data.pairs import App, Pair, Provenance

LICENCE, EXTRACTOR = "MPL-2.0", "uitest@3"
MODULES: dict[str, App] = {"sw": "document", "sc": "spreadsheet", "sd": "presentation"}
TESTS = re.compile(r"(?:^|/)((?:[\w-]+/qa/)?uitest/(?!uitest/|demo_ui/|libreoffice/).*\.py)$")
LARGEST = 2_000_000


class UITests:
    """`path`: the source archive, or a folder with tests in it. `office`: the folder `share` whose labels name the commands."""

    name = "libreoffice-uitest"

    def __init__(self, path: Path | None = None, office: str = "") -> None:
        self._path, self._office = files.need(path, self.name, folder=True), office

    def items(self) -> Iterator[Item]:
        """A file of tests each."""
        for item in files.pages(self._path, (".py",), LARGEST):
            if TESTS.search(item.key) and not item.key.endswith("__init__.py"):
                yield item

    def read(self, item: Item) -> Read:
        """A pair for every test method that can be followed without being run."""
        dropped: Counter[str] = Counter()
        data = item.data if isinstance(item.data, bytes) else (self._path / item.key).read_bytes()
        found = TESTS.search(item.key)
        path = found.group(1) if found else item.key
        try:
            tree = ast.parse(files.decode(data, dropped))
        except (SyntaxError, ValueError, RecursionError):
            return Read((), {"malformed Python": 1})
        pairs = []
        for group in (n for n in tree.body if isinstance(n, ast.ClassDef)):
            own = {n.name: n for n in group.body if isinstance(n, ast.FunctionDef)}
            for name, method in own.items():
                if name.startswith("test"):
                    pair = self._pair(path, name, Follower(own, imported(tree)).follow(method), dropped)
                    pairs += [pair] if pair else []
        return Read(tuple(pairs), dict(dropped))

    def _pair(self, path: str, name: str, told: Followed, dropped: Counter[str]) -> Pair | None:
        app = told.app or MODULES.get(path.partition("/")[0])
        problem = told.problem or ("" if app else "of another application") or ("" if told.acts else "test without actions")
        if problem or app is None:
            dropped[problem] += 1
            return None
        looks = [entry["after"] for entry in told.assertions if "method" in entry]
        task, end, problem = task_of(told.acts, app, self._words, looks)
        if problem:
            dropped[problem] += 1
            return None
        steps = steps_of(told.acts[:end], app, self._words)
        rest = [act.params for act in told.acts[end:]]
        context = {"test": name, "document": told.document, "assertions": json.dumps(told.assertions) if told.assertions else ""}
        context |= {"afterwards": json.dumps(rest) if rest else ""}
        provenance = Provenance(self.name, f"{path}::{name}", LICENCE, "libreoffice", self._version, EXTRACTOR)
        return Pair("uitest", app, task, steps, provenance, tier(steps), {k: v for k, v in context.items() if v})

    @cached_property
    def _words(self) -> Words:
        return Words(self._office)

    @cached_property
    def _version(self) -> str:
        found = re.search(r"libreoffice[_-](\d[\d.]*\d)", str(self._path.resolve()))
        return found.group(1) if found else ""

    def __getstate__(self) -> dict[str, object]:
        return {"_path": self._path, "_office": self._office}
