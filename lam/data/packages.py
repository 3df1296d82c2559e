"""Packages that only some stages need: one that is missing is said in one line, with the command that installs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from lam.errors import UserError


@contextmanager
def needed(package: str, wanted_for: str, extra: str = "data") -> Iterator[None]:
    """Around the import of a package. `wanted_for`: how the line begins that is said where it is missing; `extra`: of ours, that brings it.

    Raises: UserError when the package is missing.
    """
    try:
        yield
    except ImportError:
        raise UserError(f"{wanted_for} needs the package {package}; install it with: pip install 'lam[{extra}]'") from None
