"""Text documents from the inside: outline and actions."""

from lam.envs.libreoffice.inside.document import formatting
from lam.envs.libreoffice.inside.document.outline import outline

__all__ = ["formatting", "outline"]
