"""Task families on text documents."""

from lam.tasks.base import Family
from lam.tasks.compose import Joined
from lam.tasks.document import characters, content, marks, page, paragraphs, tables

SINGLE = (*characters.FAMILIES, *paragraphs.FAMILIES, *content.FAMILIES, *page.FAMILIES, *tables.FAMILIES, *marks.FAMILIES)
FAMILIES: tuple[Family, ...] = (*SINGLE, Joined("document", SINGLE, "joined_document"))
