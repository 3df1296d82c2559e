"""Text documents from the inside: outline and actions."""

from lam.envs.libreoffice.inside.document import content, formatting, objects, pages, search, tables
from lam.envs.libreoffice.inside.document.outline import outline

__all__ = ["content", "formatting", "objects", "outline", "pages", "search", "tables"]
