"""Lines: how people type structure without styles: bullets, numbers, boxes, columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BULLET = re.compile(r"(?P<mark>[-+•‣◦▪▫■□●○∙·–—*➔➜➤✔✓]|o(?=[ \t]{2,}|\t))(?:[ \t]+)(?P<text>\S.*)")
_NUMBER = re.compile(r"(?P<mark>\(?\d{1,3}[.)]|[a-z]\))[ \t]+(?P<text>\S.*)")
_BOX = re.compile(r"(?P<box>\[(?P<in>[ xX])?\]|[☐☑☒])[ \t]+(?P<text>\S.*)")
_MONTHS = (
    "januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    "jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez"
)
_DATE = re.compile(rf"\d{{1,2}}\.[ \t]+(?:{_MONTHS})\b", re.IGNORECASE)


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


def continues(before: str, after: str, width: int = 60) -> bool:
    """Tell whether a line goes on with the sentence of the line before, as in text of fixed width."""
    if len(before) < width or not after[:1].isalnum():
        return False
    return after[0].islower() or before[-1] not in ".!?:;…"


def joined(before: str, after: str) -> str:
    """Put two lines of one sentence together."""
    return f"{before} {after}".strip()
