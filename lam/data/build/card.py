"""The data card of a set: what it holds, where it comes from, how it is split, and how to read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lam.data.build.sets import Summary

ABOUT = {
    "plans": "Task-plan pairs: something to be done in an office application, and the steps that do it (training phase 1).",
    "steps": "Verified trajectories: an instruction, the document as the policy sees it, and the actions that an expert took in the real "
    "application, one conversation per episode; each was executed, and a verifier accepted the saved file (training phase 2).",
}
SIDES = {
    "train": "to learn from",
    "test": "documents and phrasings that `train` does not have, of families that it has",
    "test_family": "families that `train` does not have at all",
}


def card(summary: Summary, licences: Collection[str]) -> str:
    """README.md with the front matter that the Hugging Face hub and `datasets` read."""
    sides = [side for side in SIDES if summary.rows[side]]
    files = "\n".join(f"  - split: {side}\n    path: {side}.parquet" for side in sides)
    front = f"---\nlanguage: en\npretty_name: LAM {summary.name}\nconfigs:\n- config_name: default\n  data_files:\n{files}\n---\n"
    parts = [front, f"# LAM {summary.name}\n\n{ABOUT[summary.name]}\n", "## Sides\n"]
    rows = [(s, summary.rows[s], summary.documents.get(s, 0), summary.phrasings.get(s, 0), summary.characters[s], SIDES[s]) for s in sides]
    parts.append(table(("side", "rows", "documents", "phrasings", "characters", "what it is for"), rows))
    if summary.held_out:
        parts.append(f"Families that training never sees: {', '.join(summary.held_out)}.\n")
    parts.append("The files were checked after writing: no row, document, phrasing, instruction or conversation of a test side is in `train`.\n")
    for name, by_side in summary.counts.items():
        total: Counter[str] = sum(by_side.values(), Counter())
        if len(total) > 1 or name in ("source", "licence"):
            parts.append(f"## By {name}\n")
            shown = total.most_common(80)
            parts.append(table((name, "all", *sides), [(value, n, *(by_side.get(s, Counter())[value] for s in sides)) for value, n in shown]))
    parts.append(f"## Actions\n\n{len(summary.actions)} different ones; the commonest:\n")
    parts.append(table(("action", "times"), summary.actions.most_common(40)))
    parts.append("## Left out\n")
    parts.append(table(("reason", "rows"), summary.dropped.most_common()) if summary.dropped else "Nothing.\n")
    if licences:
        parts.append(f"Only these licences were let in: {', '.join(sorted(licences))}.\n")
    parts.append(
        "## Reading it\n\n```python\nfrom datasets import load_dataset\n\n"
        'rows = load_dataset("parquet", data_files={"train": "train.parquet", "test": "test.parquet"})\n'
        'print(rows["train"][0]["messages"])  # role and content: what TRL\'s SFTTrainer takes\n```\n\n'
        "The `.jsonl` files hold the same rows, one JSON object a line. Columns: id, messages, instruction, app, source, licence, family, document, "
        "phrasing, actions, way.\n"
    )
    return "\n".join(parts)


def table(head: Sequence[object], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers with thousands separated."""
    lines = [_line(head), _line(["---" if n == 0 else "---:" for n in range(len(head))])]
    return "\n".join([*lines, *(_line([f"{v:,}" if isinstance(v, int) else v for v in row]) for row in rows)]) + "\n"


def _line(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(c).replace("|", "\\|").replace("\n", " ") for c in cells) + " |"
