"""Table: figures as Markdown, for the terminal and for docs/einordnen.md."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.learning.measure import Figures, Outcome, by_label, figures
from pipeline.learning.strokes import CORRECTION, FROM_LIST, Tally

_SHARES = ("placed", "right of placed", "P@30", "P@50", "P@100", "top 3", "top 3 of the rest", "macro-F1")


def overview(rows: Sequence[tuple[str, str, Sequence[Outcome]]]) -> str:
    """Return a row for each kind of notes and each way of sorting, in per cent."""
    columns = ("notes", "how", "blocks", *_SHARES)
    lines = (_row(notes, how, figures(found)) for notes, how, found in rows)
    return "\n".join([f"| {' | '.join(columns)} |", "|---|---|" + "--:|" * 9, *lines])


def _row(notes: str, how: str, one: Figures) -> str:
    shares = (one.placed, one.right, *one.surest, one.three, one.rest, one.balance)
    return f"| {notes} | {how} | {one.blocks} | {' | '.join(f'{100 * share:.0f}' for share in shares)} |"


def by_section(columns: Mapping[str, Sequence[Outcome]]) -> str:
    """Return for each label: blocks, F1, and of those placed as it: how many, and how many rightly."""
    labels = sorted({one.labels[0] for found in columns.values() for one in found})
    head = "".join(f" {name}: blocks | F1 | placed | right |" for name in columns)
    lines = [f"| label |{head}", "|---|" + "--:|" * 4 * len(columns)]
    for label in labels:
        cells = " | ".join(_of_label(label, found) for found in columns.values())
        lines.append(f"| {label} | {cells} |")
    return "\n".join(lines)


def _of_label(label: str, found: Sequence[Outcome]) -> str:
    score = {name: (count, f1) for name, count, f1 in by_label(found)}.get(label)
    placed = [one for one in found if one.settled and one.said[:1] == (label,)]
    right = f"{100 * sum(one.right for one in placed) / len(placed):.0f}" if placed else "–"
    count, f1 = score or (0, 0.0)
    return f"{count} | {100 * f1:.0f} | {len(placed)} | {right}"


def strokes(sums: Mapping[str, Tally]) -> str:
    """Return a row for each kind of notes: passages, and keys per hundred of them, against both baselines."""
    columns = (
        "notes",
        "passages",
        "open",
        "wrong",
        "keys per 100",
        "of sorting by hand",
        "of choosing from a list",
    )
    rows = [f"| {' | '.join(columns)} |", "|---|" + "--:|" * (len(columns) - 1)]
    for name, one in sums.items():
        share = one.strokes / one.passages if one.passages else 0.0
        percent = (f"{100 * share / baseline:.0f} %" for baseline in (CORRECTION, FROM_LIST))
        cells = (str(one.passages), str(one.asked), str(one.wrong), f"{100 * share:.0f}", *percent)
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)
