"""Task families on spreadsheets."""

from lam.tasks.compose import PieceFamily
from lam.tasks.spreadsheet.calculate import Aggregate, FormulaColumn, SetCell
from lam.tasks.spreadsheet.rows import FilterRows, InsertDelete, RemoveDuplicates, SortRows

FAMILIES: list[PieceFamily] = [Aggregate(), FormulaColumn(), SetCell(), SortRows(), FilterRows(), InsertDelete(), RemoveDuplicates()]
