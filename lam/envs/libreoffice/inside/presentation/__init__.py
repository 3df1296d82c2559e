"""Presentations from the inside: the outline, and a file per sort of action."""

from lam.envs.libreoffice.inside.presentation import formats, shapes, slides, tables, texts
from lam.envs.libreoffice.inside.presentation.outline import outline

__all__ = ["formats", "outline", "shapes", "slides", "tables", "texts"]
