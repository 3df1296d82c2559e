"""What to achieve and how to know: generated task families, each with expert and verifier."""

from __future__ import annotations

import importlib
from typing import get_args

from lam.tasks.base import Family
from lam.types import Kind


def families(kind: Kind | None = None) -> list[Family]:
    """All task families, or those for one kind of document. A package `lam.tasks.<kind>` lists its own as `FAMILIES`."""
    kinds: tuple[Kind, ...] = (kind,) if kind else get_args(Kind)
    return [family for name in kinds for family in importlib.import_module(f"lam.tasks.{name}").FAMILIES]
