"""Spreadsheets from the inside: the outline of the active sheet and the actions on sheets and cells."""

from lam.envs.libreoffice.inside.spreadsheet import cells, charts, conditions, filters, looks, rows, search, sheets
from lam.envs.libreoffice.inside.spreadsheet.view import outline

__all__ = ["cells", "charts", "conditions", "filters", "looks", "outline", "rows", "search", "sheets"]
