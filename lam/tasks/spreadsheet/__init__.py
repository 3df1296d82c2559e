"""Task families on spreadsheets."""

from lam.tasks.base import Family
from lam.tasks.compose import Joined, PieceFamily
from lam.tasks.spreadsheet.calculate import Aggregate, FormulaColumn, SetCell
from lam.tasks.spreadsheet.layout import ColumnWidth, FreezePanes, MergeTitle
from lam.tasks.spreadsheet.looks import FormatCells, HighlightCells, NumberFormat
from lam.tasks.spreadsheet.marks import CellComment, CellLink, NameRange, ProtectSheet, ValidateList
from lam.tasks.spreadsheet.objects import InsertChart, Sheets
from lam.tasks.spreadsheet.reshape import ClearCells, NumberRows, PivotTable, ReplaceValues, TextToColumns, Transpose
from lam.tasks.spreadsheet.rows import FilterRows, InsertDelete, RemoveDuplicates, SortRows

JOINABLE: tuple[PieceFamily, ...] = (
    Aggregate(), SetCell(), SortRows(), NumberFormat(), FormatCells(), HighlightCells(), InsertChart(), FreezePanes(), ColumnWidth(),
    CellComment(), NameRange(), ValidateList(), ReplaceValues(),
)  # fmt: skip
"""Families whose pieces can share an instruction with another's."""
FAMILIES: list[Family] = [
    *JOINABLE,
    FormulaColumn(),
    FilterRows(),
    InsertDelete(),
    RemoveDuplicates(),
    Sheets(),
    MergeTitle(),
    CellLink(),
    ProtectSheet(),
    Transpose(),
    TextToColumns(),
    ClearCells(),
    NumberRows(),
    PivotTable(),
    Joined("spreadsheet", JOINABLE, "joined_spreadsheet"),
]
