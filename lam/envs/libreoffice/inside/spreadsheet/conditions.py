"""Conditional formats and drop-down lists: rules that stay with the cells."""

from __future__ import annotations

from typing import Any

import uno

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office, implements, properties
from lam.envs.libreoffice.inside.spreadsheet.ranges import Area, edit_area, letter, used_area
from lam.envs.libreoffice.inside.spreadsheet.table import find_table
from lam.envs.libreoffice.inside.spreadsheet.values import as_number
from lam.errors import ActionRejected

OPERATORS = {">": "GREATER", ">=": "GREATER_EQUAL", "<": "LESS", "<=": "LESS_EQUAL", "=": "EQUAL", "!=": "NOT_EQUAL", "between": "BETWEEN"}
DUPLICATE = 10
"""com.sun.star.sheet.ConditionOperator2.DUPLICATE"""
PALE_RED, DARK_RED = 0xFFC7CE, 0x9C0006
"""What a condition looks like when no look is asked for, as in Excel."""
LIST_LENGTH = 255
"""Characters of a drop-down list that Excel reads."""


@implements("spreadsheet")
def conditional_format(
    office: Office,
    range: str,
    operator: str,
    value: Any = None,
    value2: Any = None,
    fill: str | None = None,
    color: str | None = None,
    bold: bool | None = None,
) -> Effect:
    target = _data_of(edit_area(office, range))
    if operator == "color_scale":
        raise ActionRejected("a colour scale cannot be made here; use an operator such as > with a fill")
    if operator != "duplicate" and value is None:
        raise ActionRejected(f"the condition {operator} needs a value")
    if operator == "between" and value2 is None:
        raise ActionRejected("between needs value and value2")
    rules = target.cells.ConditionalFormat
    before = rules.Count
    rule = _rule(office, target, operator, value, value2)
    style = _style(office, fill, color, bold)
    rules.addNew(properties(StyleName=style.Name, SourcePosition=target.cells.getCellByPosition(0, 0).CellAddress, **rule))
    target.cells.ConditionalFormat = rules
    if target.cells.ConditionalFormat.Count != before + 1:
        raise RuntimeError(f"{target.address} has {target.cells.ConditionalFormat.Count} conditions instead of {before + 1}")
    words = operator if value is None else f"{operator} {value}" + (f" and {value2}" if value2 is not None else "")
    return Effect(f"{target.label(office)} becomes {_described(style)} where {words}", [target.label(office)])


@implements("spreadsheet")
def validate_list(office: Office, range: str, values: list[str]) -> Effect:
    target = _across(edit_area(office, range))
    if not values:
        raise ActionRejected("values holds nothing to choose from")
    if bad := [v for v in values if "," in v or not v.strip()]:
        raise ActionRejected(f"{bad[0]!r} cannot be in a list: an entry has no comma and is not empty")
    if len(",".join(values)) > LIST_LENGTH:
        raise ActionRejected(f"the list is longer than the {LIST_LENGTH} characters that fit")
    rule = target.cells.Validation
    rule.Type = uno.Enum("com.sun.star.sheet.ValidationType", "LIST")
    rule.setFormula1(";".join(f'"{_quoted(v)}"' for v in values))
    rule.ShowList, rule.ShowErrorMessage, rule.IgnoreBlankCells = 1, True, True
    rule.ErrorAlertStyle = uno.Enum("com.sun.star.sheet.ValidationAlertStyle", "STOP")
    target.cells.Validation = rule
    if target.cells.Validation.Type.value != "LIST":
        raise RuntimeError(f"{target.address} takes no list")
    return Effect(f"{target.label(office)} allows only {', '.join(values[:8])}{', …' if len(values) > 8 else ''}", [target.label(office)])


def _data_of(target: Area) -> Area:
    """Of whole columns the data below the header, so that a condition does not meet the header; of whole rows what is used; else the range itself."""
    if target.whole != "columns":
        return _across(target)
    table = find_table(target.sheet)
    data = Area(target.sheet, target.left, table.first, target.right, table.last)
    return data if table.last >= table.first and table.used.left <= target.left and target.right <= table.used.right else target


def _across(target: Area) -> Area:
    """Whole rows as far as the sheet is used: the office stores the place of a rule for whole rows in a way that other programs cannot read."""
    if target.whole != "rows":
        return target
    return Area(target.sheet, target.left, target.top, used_area(target.sheet).right, target.bottom)


def _rule(office: Office, target: Area, operator: str, value: Any, value2: Any) -> dict[str, Any]:
    """The properties of the condition."""
    if operator == "duplicate":
        return {"Operator": DUPLICATE}
    if operator == "contains":
        text = _quoted("".join(f"~{c}" if c in "*?~" else c for c in str(value)))
        formula = f'ISNUMBER(SEARCH("{text}";{letter(target.left)}{target.top + 1}))'
        return {"Operator": uno.Enum("com.sun.star.sheet.ConditionOperator", "FORMULA"), "Formula1": formula}
    rule = {"Operator": uno.Enum("com.sun.star.sheet.ConditionOperator", OPERATORS[operator]), "Formula1": _operand(office, target, value)}
    return rule | ({"Formula2": _operand(office, target, value2)} if operator == "between" else {})


def _operand(office: Office, target: Area, value: Any) -> str:
    """A value as the formula of a condition."""
    if isinstance(value, str) and value.startswith("="):
        return value[1:].replace(",", ";")
    number = as_number(office, value, target.cells.getCellByPosition(0, 0))
    return f'"{_quoted(str(value))}"' if number is None else f"{number:.15g}"


def _style(office: Office, fill: str | None, color: str | None, bold: bool | None) -> Any:
    """The cell style of a condition; one that looks the same is used again."""
    look: dict[str, Any] = {"CellBackColor": colors.to_number(fill)} if fill is not None else {}
    look |= {"CharColor": colors.to_number(color)} if color is not None else {}
    look |= {"CharWeight": 150.0 if bold else 100.0} if bold is not None else {}
    look = look or {"CellBackColor": PALE_RED, "CharColor": DARK_RED}
    styles = office.document.StyleFamilies.getByName("CellStyles")
    name = "Condition " + " ".join(f"{key[4:]} {value & 0xFFFFFF:06X}" if "Color" in key else f"{key[4:]} {value:g}" for key, value in look.items())
    if not styles.hasByName(name):
        made = office.document.createInstance("com.sun.star.style.CellStyle")
        styles.insertByName(name, made)
        for key, value in look.items():
            setattr(made, key, value)
    return styles.getByName(name)


def _described(style: Any) -> str:
    told = []
    if style.getPropertyState("CellBackColor").value == "DIRECT_VALUE":
        told.append(f"filled {colors.to_text(style.CellBackColor)}")
    if style.getPropertyState("CharColor").value == "DIRECT_VALUE":
        told.append(f"coloured {colors.to_text(style.CharColor)}")
    if style.getPropertyState("CharWeight").value == "DIRECT_VALUE":
        told.append("bold" if style.CharWeight > 100 else "not bold")
    return ", ".join(told)


def _quoted(text: str) -> str:
    return text.replace('"', '""')
