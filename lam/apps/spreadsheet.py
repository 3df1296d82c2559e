"""Actions on spreadsheets (Calc, Excel). A range without a sheet (`B2:B9`) is on the active sheet; `Sales!B2:B9` names one."""

from typing import Annotated, Literal

from pydantic import Field

from lam.actions import CellRange, CellValue, Color, Count, Name, Points, Text, action

Column = Annotated[str, Field(pattern=r"^[A-Za-z]{1,3}$", description="column letter")]
Function = Literal["sum", "average", "count", "max", "min", "product"]


@action("spreadsheet")
def set_cell(cell: CellRange, value: CellValue) -> None:
    """Write one cell: a number, a text, or a formula that starts with `=`, in English with commas."""


@action("spreadsheet")
def set_cells(cell: CellRange, rows: list[list[CellValue]]) -> None:
    """Write a block of values and formulas row by row, starting at `cell`."""


@action("spreadsheet")
def fill_down(range: CellRange) -> None:
    """Copy the first row of a range down over the rest, formulas adjusted."""


@action("spreadsheet")
def clear(range: CellRange, what: Literal["contents", "formats", "all"] = "contents") -> None:
    """Empty cells, or take their formatting away."""


@action("spreadsheet")
def insert_rows(at: Count, count: Count = 1, sheet: Name | None = None) -> None:
    """Insert empty rows so that the first new row is row `at`."""


@action("spreadsheet")
def delete_rows(at: Count, count: Count = 1, sheet: Name | None = None) -> None:
    """Delete rows, from row `at`."""


@action("spreadsheet")
def insert_columns(at: Column, count: Count = 1, sheet: Name | None = None) -> None:
    """Insert empty columns so that the first new column is column `at`."""


@action("spreadsheet")
def delete_columns(at: Column, count: Count = 1, sheet: Name | None = None) -> None:
    """Delete columns, from column `at`."""


@action("spreadsheet")
def hide(range: CellRange, hidden: bool = True) -> None:
    """Hide or show whole rows (`3:5`) or columns (`C:C`)."""


@action("spreadsheet")
def resize(
    range: CellRange,
    width_cm: Annotated[float, Field(gt=0, le=100)] | None = None,
    height_cm: Annotated[float, Field(gt=0, le=100)] | None = None,
    fit: bool = False,
) -> None:
    """Set the width of columns (`B:D`) or the height of rows (`2:4`); `fit` takes the best size for the contents."""


@action("spreadsheet")
def format_number(
    range: CellRange,
    format: Literal["general", "number", "currency", "percent", "date", "time", "scientific", "text"],
    decimals: Annotated[int, Field(ge=0, le=15)] | None = None,
    symbol: Annotated[str, Field(max_length=5)] | None = None,
    pattern: Annotated[str, Field(max_length=60)] | None = None,
) -> None:
    """Set the number format. `symbol`: the currency's; `pattern`: a format code such as YYYY-MM-DD instead of the default one."""


@action("spreadsheet")
def format_cells(
    range: CellRange,
    bold: bool | None = None,
    italic: bool | None = None,
    underline: bool | None = None,
    strikethrough: bool | None = None,
    font: Name | None = None,
    size_pt: Points | None = None,
    color: Color | None = None,
    fill: Color | None = None,
    alignment: Literal["left", "center", "right", "justify"] | None = None,
    vertical: Literal["top", "middle", "bottom"] | None = None,
    wrap: bool | None = None,
    border: Literal["none", "all", "outline", "top", "bottom"] | None = None,
) -> None:
    """Change how cells look."""


@action("spreadsheet")
def conditional_format(
    range: CellRange,
    operator: Literal[">", ">=", "<", "<=", "=", "!=", "between", "contains", "duplicate", "color_scale"],
    value: CellValue = None,
    value2: CellValue = None,
    fill: Color | None = None,
    color: Color | None = None,
    bold: bool | None = None,
) -> None:
    """Format the cells that meet a condition, now and whenever values change."""


@action("spreadsheet")
def sort(range: CellRange, by: Column, descending: bool = False, header: bool | None = None, then_by: Column | None = None) -> None:
    """Sort the rows of a range by a column. `header`: whether its first row is one; left out, that is seen from the cells."""


@action("spreadsheet")
def filter(
    range: CellRange, column: Column, operator: Literal["=", "!=", ">", ">=", "<", "<=", "contains", "top"] = "=", value: CellValue = None
) -> None:
    """Show only the rows whose column meets a condition; without a value, only put filter buttons on the header row."""


@action("spreadsheet")
def clear_filter(sheet: Name | None = None) -> None:
    """Show all rows again and take the filter away."""


@action("spreadsheet")
def remove_duplicates(range: CellRange, columns: list[Column] | None = None, header: bool | None = None) -> None:
    """Delete the rows that repeat an earlier row, in all columns or in the given ones. `header`: as for `sort`."""


@action("spreadsheet")
def validate_list(range: CellRange, values: list[Text]) -> None:
    """Allow only these values in the cells, offered as a drop-down list."""


@action("spreadsheet")
def freeze(rows: Annotated[int, Field(ge=0, le=1000)] = 0, columns: Annotated[int, Field(ge=0, le=100)] = 0, sheet: Name | None = None) -> None:
    """Keep the first rows and columns in view; 0 and 0 unfreezes."""


@action("spreadsheet")
def merge_cells(range: CellRange, merged: bool = True) -> None:
    """Merge the cells of a range, or split a merged cell."""


@action("spreadsheet")
def name_range(range: CellRange, name: Name) -> None:
    """Give a range a name that formulas can use."""


@action("spreadsheet")
def add_sheet(name: Name, after: Name | None = None) -> None:
    """Add an empty sheet, at the end or after another."""


@action("spreadsheet")
def rename_sheet(sheet: Name, name: Name) -> None:
    """Give a sheet another name."""


@action("spreadsheet")
def copy_sheet(sheet: Name, name: Name) -> None:
    """Copy a sheet under a new name, behind the last one."""


@action("spreadsheet")
def move_sheet(sheet: Name, to: Count) -> None:
    """Move a sheet so that it is the `to`-th."""


@action("spreadsheet", risk="irreversible")
def delete_sheet(sheet: Name) -> None:
    """Delete a sheet with all that is on it."""


@action("spreadsheet")
def color_sheet(sheet: Name, color: Color) -> None:
    """Colour the tab of a sheet."""


@action("spreadsheet")
def activate_sheet(sheet: Name) -> None:
    """Make a sheet the active one."""


@action("spreadsheet")
def insert_chart(
    range: CellRange,
    type: Literal["column", "bar", "line", "pie", "area", "scatter", "donut"],
    title: Text = "",
    x_title: Text = "",
    y_title: Text = "",
    legend: Literal["none", "right", "bottom", "top", "left"] = "right",
    at: CellRange | None = None,
) -> None:
    """Insert a chart of a range whose first row and column hold labels; `at`: the cell under its top left corner."""


@action("spreadsheet")
def pivot_table(
    range: CellRange, rows: list[Name], values: Name, columns: list[Name] | None = None, function: Function = "sum", at: CellRange | None = None
) -> None:
    """Make a pivot table from a range with a header row; fields by their header. Without `at`, on a new sheet."""


@action("spreadsheet")
def transpose(range: CellRange, to: CellRange) -> None:
    """Copy a range with rows and columns exchanged to the cell `to`."""


@action("spreadsheet")
def text_to_columns(range: CellRange, separator: Literal["comma", "semicolon", "tab", "space", "pipe", "hyphen"] = "comma") -> None:
    """Split the texts of one column into columns to the right."""


@action("spreadsheet")
def insert_comment(cell: CellRange, text: Text) -> None:
    """Add a comment to a cell."""


@action("spreadsheet")
def insert_link(cell: CellRange, url: Name, text: Text | None = None) -> None:
    """Make a cell a hyperlink."""


@action("spreadsheet")
def protect_sheet(sheet: Name | None = None, protected: bool = True, password: Text = "") -> None:
    """Protect a sheet against editing, or lift the protection."""
