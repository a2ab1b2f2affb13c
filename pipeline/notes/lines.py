"""Lines: how people type structure without styles: bullets, numbers, boxes, columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_BULLET = re.compile(r"(?P<mark>[-+•‣◦▪▫■□●○∙·–—*➔➜➤✔✓]|o(?=[ \t]{2,}|\t))(?:[ \t]+)(?P<text>\S.*)")
_NUMBER = re.compile(r"(?P<mark>\(?\d{1,3}[.)]|[a-z]\))[ \t]+(?P<text>\S.*)")
_BOX = re.compile(r"(?P<box>\[(?P<in>[ xX])?\]|[☐☑☒])[ \t]+(?P<text>\S.*)")
_QUOTED = re.compile(r"^(?:>[ \t]*)+(?=[-*+•]|\d)")
"""What was copied out of a mail or a pad."""
_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez"
)
_DATE = re.compile(rf"\d{{1,2}}\.[ \t]+(?:{_MONTHS})\b", re.IGNORECASE)
_LABELLED = re.compile(r"[^\W\d_][\w*/-]{1,20}:(?=\s)|to-?do\b", re.IGNORECASE)
"""How a line begins that says something of its own: `Beschluss: …`, `TODO …`."""
_LONG_ENOUGH = 50
_WIDEST = 100
_NEARLY_FULL, _USUAL_WIDTH = 66, 78
"""Editors and mail programs break lines at 72 to 80 signs."""
_ENOUGH_LINES = 5
_FULL = 0.75


@dataclass(frozen=True)
class Item:
    """A typed list item: its text, whether it was numbered, and its box."""

    text: str
    ordered: bool = False
    checked: bool | None = None


def item(text: str) -> Item | None:
    """Read a typed list item, `- x`, `1. x`, `☐ x`; None when the line is none.

    `10. Oktober 2022` is a date, no tenth item.
    """
    text = _QUOTED.sub("", text, count=1)
    if _DATE.match(text):
        return None
    if match := _BULLET.fullmatch(text) or _NUMBER.fullmatch(text):
        inner = _BOX.fullmatch(match["text"])
        ordered = match["mark"][-1] in ".)"
        return Item(inner["text"], ordered, _ticked(inner)) if inner else Item(match["text"], ordered)
    if match := _BOX.fullmatch(text):
        return Item(match["text"], checked=_ticked(match))
    return None


def _ticked(match: re.Match[str]) -> bool:
    return match["box"] in "☑☒" or (match["in"] or " ") in "xX"


def columns(text: str) -> tuple[str, ...]:
    """Return the cells of a line that is typed as a table row with `|` or tabs; empty when it is none."""
    bare = text.strip()
    if "|" in bare:
        bare = bare.removeprefix("|")
        bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
        cells = tuple(cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", bare))
    else:
        cells = tuple(cell.strip() for cell in bare.split("\t")) if "\t" in bare else ()
    return cells if len(cells) > 1 else ()


def continues(before: str, after: str, *, wrapped: bool = False) -> bool:
    """Tell whether a line goes on with the sentence of the line before.

    In text of fixed width every line may; elsewhere only one that begins with a small letter, because
    people who type one thought a line end it as they like.
    """
    if len(before) < _LONG_ENOUGH or not after[:1].isalpha() or before[-1] in ".!?:":
        return False
    if _LABELLED.match(after):
        return False
    return wrapped or after[0].islower()


def broken(rows: Sequence[str]) -> frozenset[int]:
    """Return the numbers, from 0, of lines that go on with the line before: it was broken where it was full.

    Either the whole text was broken at a fixed width, or a line near the usual width breaks off in the
    middle of a sentence, and the first word of the next one had no room in it.
    """
    if _fixed_width(rows):
        return frozenset(range(1, len(rows)))
    return frozenset(
        number
        for number, (before, after) in enumerate(pairwise(map(str.rstrip, rows)), start=1)
        if _NEARLY_FULL <= len(before) <= _WIDEST
        and before[-1] not in ".!?:;|"
        and after[:1].isalpha()
        and len(before) + 1 + len(after.split()[0]) > _USUAL_WIDTH
        and len(after) <= _WIDEST
    )


def _fixed_width(rows: Sequence[str]) -> bool:
    """Tell whether a text was broken at a fixed width: no long line, and most lines nearly full."""
    full = sorted(len(row.rstrip()) for row, after in pairwise(rows) if row.strip() and after.strip())
    longest = max((len(row.rstrip()) for row in rows), default=0)
    if len(full) < _ENOUGH_LINES or not _LONG_ENOUGH < longest <= _WIDEST:
        return False
    return full[len(full) // 2] > _FULL * longest


def joined(before: str, after: str) -> str:
    """Put two lines of one sentence together."""
    return f"{before} {after}".strip()
