"""Actions on sheets: add, rename, copy, move, delete, colour, activate, protect."""

from __future__ import annotations

import contextlib

import uno

from lam.envs.libreoffice.inside import colors
from lam.envs.libreoffice.inside.office import Effect, Office, implements
from lam.envs.libreoffice.inside.spreadsheet.ranges import active_sheet, sheet_named
from lam.errors import ActionRejected

NAME_LENGTH = 31
"""Characters that Excel takes."""
FORBIDDEN = "[]*?:/\\"


@implements("spreadsheet")
def add_sheet(office: Office, name: str, after: str | None = None) -> Effect:
    _free(office, name)
    position = office.document.Sheets.Count if after is None else sheet_named(office, after).RangeAddress.Sheet + 1
    office.document.Sheets.insertNewByName(name, position)
    return Effect(f"sheets: {_names(office)}", [name])


@implements("spreadsheet")
def rename_sheet(office: Office, sheet: str, name: str) -> Effect:
    found = sheet_named(office, sheet)
    old = found.Name
    if name.lower() != old.lower():
        _free(office, name)
    elif name == old:
        raise ActionRejected(f"the sheet is called {old} already")
    found.Name = name
    if found.Name != name:
        raise RuntimeError(f"the sheet is still called {found.Name}")
    return Effect(f"{old} is now {name}", [name])


@implements("spreadsheet")
def copy_sheet(office: Office, sheet: str, name: str) -> Effect:
    found = sheet_named(office, sheet)
    _free(office, name)
    before = active_sheet(office)
    office.document.Sheets.copyByName(found.Name, name, office.document.Sheets.Count)
    office.controller.setActiveSheet(before)
    return Effect(f"{name} is a copy of {found.Name}; sheets: {_names(office)}", [name])


@implements("spreadsheet")
def move_sheet(office: Office, sheet: str, to: int) -> Effect:
    found = sheet_named(office, sheet)
    sheets = office.document.Sheets
    if to > sheets.Count:
        raise ActionRejected(f"there are only {sheets.Count} sheets: {_names(office)}")
    name, here = found.Name, found.RangeAddress.Sheet
    before = active_sheet(office)
    if to - 1 != here:
        sheets.moveByName(name, to - 1 if to - 1 < here else to)
    office.controller.setActiveSheet(before)
    if sheets.ElementNames[to - 1] != name:
        raise RuntimeError(f"the order is {_names(office)}")
    return Effect(f"sheets: {_names(office)}", [name])


@implements("spreadsheet")
def delete_sheet(office: Office, sheet: str) -> Effect:
    name = sheet_named(office, sheet).Name
    visible = [n for n in office.document.Sheets.ElementNames if office.document.Sheets.getByName(n).IsVisible]
    if visible == [name]:
        raise ActionRejected(f"{name} is the only {'' if office.document.Sheets.Count == 1 else 'visible '}sheet and has to stay")
    office.document.Sheets.removeByName(name)
    return Effect(f"{name} is deleted; sheets: {_names(office)}", [name])


@implements("spreadsheet")
def color_sheet(office: Office, sheet: str, color: str) -> Effect:
    found, number = sheet_named(office, sheet), colors.to_number(color)
    if found.isProtected():
        raise ActionRejected(f"the sheet {found.Name} is protected; protect_sheet with protected=false lifts that")
    found.TabColor = number
    if found.TabColor != number:
        raise RuntimeError(f"the tab of {found.Name} is {colors.to_text(found.TabColor)}")
    return Effect(f"the tab of {found.Name} is {colors.to_text(number)}", [found.Name])


@implements("spreadsheet")
def activate_sheet(office: Office, sheet: str) -> Effect:
    found = sheet_named(office, sheet)
    if not found.IsVisible:
        raise ActionRejected(f"the sheet {found.Name} is hidden")
    office.controller.setActiveSheet(found)
    return Effect(f"{active_sheet(office).Name} is the active sheet", [found.Name])


@implements("spreadsheet")
def protect_sheet(office: Office, sheet: str | None = None, protected: bool = True, password: str = "") -> Effect:
    found = sheet_named(office, sheet)
    if protected == found.isProtected():
        raise ActionRejected(f"{found.Name} is {'protected already' if protected else 'not protected'}")
    if protected:
        found.protect(password)
    else:
        with contextlib.suppress(uno.getClass("com.sun.star.lang.IllegalArgumentException")):
            found.unprotect(password)
    if found.isProtected() != protected:
        raise ActionRejected(f"the password of {found.Name} is another one")
    return Effect(f"{found.Name} is {'protected' if protected else 'not protected'}", [found.Name])


def _free(office: Office, name: str) -> None:
    """Raises: ActionRejected when a sheet cannot get this name."""
    if len(name) > NAME_LENGTH:
        raise ActionRejected(f"the name has {len(name)} characters; a sheet's name has at most {NAME_LENGTH}")
    if bad := [c for c in FORBIDDEN if c in name] or ([] if name.strip("'") == name and name.strip() else [name]):
        raise ActionRejected(f"a sheet cannot be called {name!r}: {bad[0]!r} is not allowed in its name")
    if name.lower() in [known.lower() for known in office.document.Sheets.ElementNames]:
        raise ActionRejected(f"there is a sheet {name!r} already")


def _names(office: Office) -> str:
    return ", ".join(office.document.Sheets.ElementNames)
