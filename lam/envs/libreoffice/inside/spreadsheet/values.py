"""What goes into cells and comes out of them: values as a person types them, formulas with commas, errors by name, number formats."""

from __future__ import annotations

import datetime
import re
from typing import Any

import uno
from com.sun.star.lang import Locale
from com.sun.star.table import CellAddress

from lam.envs.libreoffice.inside.office import Office
from lam.envs.libreoffice.inside.spreadsheet.ranges import letter
from lam.errors import ActionRejected

ENGLISH = Locale()
"""The office runs in English; formats with a locale of their own would be saved with a mark of it."""
EXCEL_A1 = 3
"""com.sun.star.sheet.AddressConvention.XL_OOX: arguments parted by commas, sheets by exclamation marks."""
EXCEL_ENGLISH = uno.getConstantByName("com.sun.star.sheet.FormulaLanguage.XL_ENGLISH")
ALL_NAMES = uno.getConstantByName("com.sun.star.sheet.FormulaMapGroup.ALL_EXCEPT_SPECIAL")
ERRORS = {
    501: "invalid character",
    502: "invalid argument",
    503: "#NUM!, no such number",
    504: "wrong kind of argument",
    508: "brackets do not match",
    509: "an operator is missing",
    510: "a value is missing",
    511: "an argument is missing",
    519: "#VALUE!, a text where a number is needed",
    520: "it breaks off or holds something unknown",
    522: "it refers to its own cell",
    523: "it does not converge",
    524: "#REF!, it refers to cells that do not exist",
    525: "#NAME?, an unknown function, name or sheet",
    532: "#DIV/0!, a division by zero",
    32767: "#N/A, not found",
}
VALUE_ERRORS = frozenset({502, 503, 519, 532, 32767})
"""Errors that depend on the values in other cells; the rest are faults of the formula."""
_TRUTH = re.compile(r"(?<![\w.!$])(TRUE|FALSE)(?![\w.(!])", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|0|[1-9]\d*|(?=\.\d))(\.\d+)?([eE][+-]?\d+)?$")
_PERCENT = re.compile(r"([+-]?\d+(\.\d+)?)\s?%$")
_MONEY = re.compile(r"([$€£¥])\s?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})$")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?$")
DATE, TIME, TEXT, GENERAL = 2, 4, 256, 0


def write(office: Office, cell: Any, value: Any) -> None:
    """Put a value into a cell as if it were typed: numbers, percentages, money, ISO dates and times in texts are numbers; `=` starts a formula."""
    if value is None or value == "":
        cell.setString("")
    elif isinstance(value, bool):
        cell.setValue(float(value))
        cell.NumberFormat = office.document.NumberFormats.getStandardFormat(1024, ENGLISH)
    elif isinstance(value, (int, float)):
        cell.setValue(float(value))
    elif value.startswith("=") and len(value) > 1:
        write_formula(office, cell, value)
    else:
        _write_text(office, cell, value)


def write_formula(office: Office, cell: Any, formula: str) -> None:
    """Put a formula into a cell and compute it."""
    place = cell.CellAddress
    cell.setTokens(parser(office).parseFormula(_as_read(formula[1:]), place))


def formula_text(office: Office, cell: Any) -> str:
    """The formula of a cell as Excel shows it: `=SUM(B2,C2)`."""
    return "=" + str(parser(office).printFormula(cell.getTokens(), cell.CellAddress))


def parser(office: Office) -> Any:
    """The office's formula parser, in English as Excel names its functions (`STDEV.S`, `XOR`), with commas."""
    made = office.document.createInstance("com.sun.star.sheet.FormulaParser")
    made.CompileEnglish, made.FormulaConvention = True, EXCEL_A1
    names = office.document.createInstance("com.sun.star.sheet.FormulaOpCodeMapper")
    made.OpCodeMap = names.getAvailableMappings(EXCEL_ENGLISH, ALL_NAMES)
    return made


def error_of(cell: Any) -> str:
    """The name of the error in a cell; empty when there is none."""
    code = cell.getError()
    return ERRORS.get(code, f"error {code}") if code else ""


def check_formula(office: Office, cell: Any, formula: str) -> None:
    """Raises: ActionRejected when the formula in a cell gives an error."""
    if wrong := error_of(cell):
        raise ActionRejected(f"{formula} in {letter(cell.CellAddress.Column)}{cell.CellAddress.Row + 1} gives an error: {wrong}")


def shown_value(office: Office, cell: Any) -> str:
    """What a cell shows, and the formula behind it: `165.33 (=AVERAGE(B11:B13))`."""
    text = " ".join(cell.String.split())
    text = text if len(text) <= 60 else text[:59] + "…"
    return f"{text} ({formula_text(office, cell)})" if is_formula(cell) else text or "empty"


def is_formula(cell: Any) -> bool:
    return bool(cell.Type.value == "FORMULA")


def is_blank(cell: Any) -> bool:
    return bool(cell.Type.value == "EMPTY")


def number_format(office: Office, code: str) -> int:
    """The key of a number format by its English code.

    Raises: ActionRejected when the code is none.
    """
    formats = office.document.NumberFormats
    key = formats.queryKey(code, ENGLISH, False)
    if key != -1:
        return int(key)
    try:
        return int(formats.addNew(code, ENGLISH))
    except uno.getClass("com.sun.star.util.MalformedNumberFormatException"):
        raise ActionRejected(f"{code!r} is no number format; write for instance 0.00, #,##0 or YYYY-MM-DD") from None


def format_type(office: Office, cell: Any) -> int:
    """The type bits of a cell's number format; 0 for General."""
    found = office.document.NumberFormats.getByKey(cell.NumberFormat)
    return GENERAL if found.FormatString == "General" else int(found.Type) & ~1


def as_number(office: Office, value: Any, sample: Any = None) -> float | None:
    """The number that a value stands for, a date in the way of the `sample` cell included; None for a text."""
    if isinstance(value, (bool, int, float)):
        return float(value)
    text = str(value).strip()
    parsed = _typed(office, text)
    if parsed is not None:
        return parsed[0]
    if sample is not None and format_type(office, sample) & (DATE | TIME):
        return _by_format(office, sample, text)
    return None


def _write_text(office: Office, cell: Any, text: str) -> None:
    if format_type(office, cell) & TEXT:
        cell.setString(text)
        return
    parsed = _typed(office, text.strip())
    if parsed is not None:
        number, code = parsed
        cell.setValue(number)
        if code and format_type(office, cell) == GENERAL:
            cell.NumberFormat = number_format(office, code)
        return
    number_of_date = _by_format(office, cell, text.strip()) if format_type(office, cell) & (DATE | TIME) else None
    if number_of_date is None:
        cell.setString(text)
    else:
        cell.setValue(number_of_date)


def _typed(office: Office, text: str) -> tuple[float, str] | None:
    """The number in a text and the format that goes with it; None when it is only a text."""
    if _NUMBER.match(text):
        return float(text.replace(",", "")), ""
    if found := _PERCENT.match(text):
        return float(found[1]) / 100, "0.00%" if found[2] else "0%"
    if found := _MONEY.match(text):
        return float(found[2].replace(",", "") + (found[3] or "")), money_code(found[1], 2 if found[3] else 0)
    if found := _DATE.match(text):
        null = office.document.NullDate
        try:
            day = datetime.date(int(found[1]), int(found[2]), int(found[3]))
        except ValueError:
            return None
        return float((day - datetime.date(null.Year, null.Month, null.Day)).days), "YYYY-MM-DD"
    if (found := _TIME.match(text)) and int(found[1]) < 24 and int(found[2]) < 60:
        return int(found[1]) / 24 + int(found[2]) / 1440 + int(found[3] or 0) / 86400, "HH:MM:SS" if found[3] else "HH:MM"
    return None


def money_code(symbol: str, decimals: int) -> str:
    """The format code of a currency: the sign in front, a name such as CHF behind."""
    digits = "#,##0" + ("." + "0" * decimals if decimals else "")
    language = {"$": "-409", "€": "-407", "£": "-809", "¥": "-411"}.get(symbol, "")
    return f"{digits} [${symbol}]" if symbol[-1:].isalpha() else f"[${symbol}{language}]{digits}"


def _by_format(office: Office, cell: Any, text: str) -> float | None:
    formatter = office.create("com.sun.star.util.NumberFormatter")
    formatter.attachNumberFormatsSupplier(office.document)
    try:
        return float(formatter.convertStringToNumber(cell.NumberFormat, text))
    except uno.getClass("com.sun.star.util.NotNumericException"):
        return None


def _as_read(formula: str) -> str:
    """The formula with commas between arguments, where semicolons part them, and with the truth values as functions, since the parser would take
    them for 1 and 0; quoted texts and arrays as they are."""
    pieces = re.split(r'("[^"]*"|\'[^\']*\'|\{[^}]*\})', formula)
    return "".join(piece if i % 2 else _TRUTH.sub(r"\1()", piece.replace(";", ",")) for i, piece in enumerate(pieces))


def address_of(cell: Any) -> CellAddress:
    return cell.CellAddress
