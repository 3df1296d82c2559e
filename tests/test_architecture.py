"""The floors of the house: each module imports only from floors below its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FLOORS = {
    "types": 0,
    "errors": 0,
    "actions": 1,
    "store": 1,
    "reading": 1,
    "guard": 2,
    "apps": 2,
    "envs": 3,
    "tasks": 4,
    "agent": 4,
    "verdict": 5,
    "evaluation": 6,
    "data": 6,
    "training": 6,
    "session": 7,
    "doctor": 7,
    "serve": 7,
    "demo": 8,
    "docs": 8,
    "cli": 8,
    "__main__": 9,
}
SIDE_BY_SIDE = {("data", "training"), ("training", "data"), ("tasks", "agent"), ("agent", "tasks")}
"""Rooms on one floor that meet only on a floor below (`store`) or above (`evaluation`)."""
MODULES = sorted(p.relative_to(ROOT) for p in (ROOT / "lam").rglob("*.py"))


def room(parts: tuple[str, ...]) -> str:
    return parts[1].removesuffix(".py")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_module_imports_only_from_floors_below(module: Path) -> None:
    own = room(module.parts)
    if own == "__init__":
        return
    assert own in FLOORS, f"{own} has no floor"
    for node in ast.walk(ast.parse((ROOT / module).read_text(encoding="utf-8"))):
        names = (
            [node.module]
            if isinstance(node, ast.ImportFrom) and node.module
            else [a.name for a in node.names]
            if isinstance(node, ast.Import)
            else []
        )
        for name in names:
            parts = name.split(".")
            if parts[0] != "lam" or len(parts) == 1 or parts[1] == own:
                continue
            if parts[1] == "apps" and own == "actions":
                continue
            assert parts[1] in FLOORS, f"{module} imports {name}, which has no floor"
            assert FLOORS[parts[1]] <= FLOORS[own], f"{module} (floor {FLOORS[own]}) imports {name} (floor {FLOORS[parts[1]]})"
            assert (own, parts[1]) not in SIDE_BY_SIDE, f"{module} imports {name}: {own} and {parts[1]} meet only elsewhere"


def test_importing_lam_is_silent_and_light() -> None:
    import subprocess
    import sys

    code = "import sys, lam; print(sorted({'uno','torch','pydantic','xllamacpp','docx','openpyxl','pptx','click'} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert run.stdout == "[]\n"
    assert run.stderr == ""
