"""Sources of task-plan pairs by name. A source is imported when it is asked for."""

from __future__ import annotations

import difflib
import inspect
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from lam.data.collect.base import Source
from lam.errors import UserError

SOURCES = {
    "libreoffice-help": "help:Help",
    "libreoffice-uitest": "uitests:UITests",
    "html": "html:Pages",
    "wikihow": "wikihow:WikiHow",
    "queries": "queries:Queries",
    "stackexchange": "stackexchange:StackExchange",
}
"""Name -> module in this folder and class."""
DEFAULT = ("libreoffice-help",)
"""What is collected when no source is named."""


def open_source(told: str) -> Source:
    """The source that `NAME[=PATH][,OPTION=VALUE...]` means.

    Raises: UserError for an unknown name or option, or a path that is missing.
    """
    head, *rest = told.split(",")
    name, _, path = head.partition("=")
    if name not in SOURCES:
        raise UserError(f"no source {name!r}{_nearest(name, SOURCES)}; there are {', '.join(SOURCES)}")
    module, _, made = SOURCES[name].partition(":")
    make = getattr(import_module(f"lam.data.collect.{module}"), made)
    known = [p for p in inspect.signature(make).parameters if p != "path"]
    options = {}
    for option in rest:
        key, equals, value = option.partition("=")
        if key not in known or not equals:
            raise UserError(f"the source {name} has no option {key!r}{_nearest(key, known)}; options: {', '.join(known) or 'none'}")
        options[key] = value
    source: Source = make(Path(path).expanduser() if path else None, **options)
    return source


def _nearest(word: str, words: Iterable[str]) -> str:
    found = difflib.get_close_matches(word, list(words), 1)
    return f" (did you mean {found[0]}?)" if found else ""
