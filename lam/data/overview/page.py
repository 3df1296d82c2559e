"""The report on the data as one HTML page."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from lam.data.overview.stages import STAGES, survey
from lam.errors import UserError

TEMPLATE = Path(__file__).with_name("page.html")
BARS = 14
"""Values of a distribution that are drawn; the rest is summed up."""


def write(root: Path, out: Path, samples: int = 8, seed: int = 0) -> Path:
    """Write the page on everything below `root`.

    Raises: UserError when there is nothing to report on, or the page cannot be written.
    """
    import jinja2

    surveys = [found for stage in STAGES if (found := survey(root, stage, samples, seed))]
    sets = [_set(path) for path in sorted(root.glob("sets/*/summary.json"))]
    if not surveys and not sets:
        raise UserError(f"there is no data in {root} to report on; `lam data --help` names the stages")
    loader = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    loader.filters |= {"number": lambda n: f"{n:,}", "bars": bars}
    page = loader.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        surveys=surveys, sets=sets, root=root, when=time.strftime("%Y-%m-%d %H:%M")
    )
    try:
        out.write_text(page, encoding="utf-8")
    except OSError as error:
        raise UserError(f"cannot write {out}: {error.strerror}") from error
    return out


def bars(counts: dict[str, int]) -> list[tuple[str, int, float]]:
    """(value, count, share of the largest in percent), the largest first."""
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    shown, rest = ordered[:BARS], ordered[BARS:]
    if rest:
        shown.append((f"{len(rest)} others", sum(n for _, n in rest)))
    largest = max((n for _, n in shown), default=1)
    return [(value or "(none)", n, 100 * n / largest) for value, n in shown]


def _set(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found
