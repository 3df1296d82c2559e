"""Text documents from the inside: outline and actions."""

from lam.envs.libreoffice.inside.document import content, formatting, pages, tables
from lam.envs.libreoffice.inside.document.outline import outline

__all__ = ["content", "formatting", "outline", "pages", "tables"]
