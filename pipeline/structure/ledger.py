"""Ledger: ledger.jsonl, one line a block, with ids that stay the same however often notes are read."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.messages import _
from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block
from pipeline.model.problem import Problem, Trouble
from pipeline.structure.placement import Placed

_KEYS = ("id", "source", "place", "text", "kind", "fate", "section", "by", "score", "reasons", "suggestions")
_DIGITS = 12


def ids(blocks: Sequence[Block]) -> list[str]:
    """Return an id for each block of a file from its source, its text, and which occurrence of it this is.

    The place is left out, so a line that moves keeps its id.
    """
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        key = f"{block.source}\0{block.layer.value}\0{block.raw}"
        seen[key] += 1
        found.append(hashlib.sha256(f"{key}\0{seen[key]}".encode()).hexdigest()[:_DIGITS])
    return found


def entry(id_: str, placed: Placed) -> Entry:
    """Return the line of a block."""
    block = placed.block
    return Entry(
        id_,
        block.source,
        block.place,
        block.raw,
        block.kind.value,
        placed.fate,
        placed.section,
        placed.by,
        round(placed.score, 2),
        placed.reasons,
        placed.suggestions,
    )


def dump(entries: Iterable[Entry]) -> str:
    """Return the text of ledger.jsonl."""
    return "".join(json.dumps(_row(one), ensure_ascii=False) + "\n" for one in entries)


def _row(one: Entry) -> dict[str, object]:
    row = {key: getattr(one, key) for key in _KEYS}
    return row | {
        "fate": one.fate.value,
        "by": one.by.value,
        "reasons": list(one.reasons),
        "suggestions": list(one.suggestions),
    }


def load(text: str, path: str) -> list[Entry]:
    """Read ledger.jsonl.

    Raises:
        Trouble: lines that are no entries; all of them.
    """
    entries, problems = [], []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            entries.append(_entry(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            problems.append(
                Problem(
                    path,
                    number,
                    _("This line is no entry of the ledger ({what}).").format(what=str(error)[:80]),
                    _("Take the file back from your version control; only the program writes it."),
                )
            )
    if problems:
        raise Trouble(problems)
    return entries


def _entry(row: dict[str, Any]) -> Entry:
    if set(row) != set(_KEYS):
        raise ValueError(", ".join(sorted(set(row) ^ set(_KEYS))))
    texts = {key: row[key] for key in ("id", "source", "place", "text", "kind", "section")}
    if not all(isinstance(value, str) for value in texts.values()):
        raise TypeError(_("a text was expected"))
    lists = {key: row[key] for key in ("reasons", "suggestions")}
    if not all(
        isinstance(value, list) and all(isinstance(one, str) for one in value) for value in lists.values()
    ):
        raise TypeError(_("a list of texts was expected"))
    score = row["score"]
    if not isinstance(score, int | float):
        raise TypeError(_("a number was expected"))
    return Entry(
        **texts,
        fate=Fate(row["fate"]),
        by=By(row["by"]),
        score=float(score),
        reasons=tuple(lists["reasons"]),
        suggestions=tuple(lists["suggestions"]),
    )
