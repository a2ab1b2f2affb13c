"""Bookmark: one more entry at the end of a PDF's outline; those that are there are not written again."""

from __future__ import annotations

from typing import Any

_MOST = 20_000


def add(document: Any, title: str, page: Any, top: float) -> None:
    """Add a bookmark that leads to a place on a page (ISO 32000-1, 12.3.3)."""
    import pikepdf

    root = document.Root
    if not isinstance(root.get("/Outlines"), pikepdf.Dictionary):
        root.Outlines = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Outlines))
    outline = root.Outlines
    item = document.make_indirect(
        pikepdf.Dictionary(
            Title=title, Parent=outline, Dest=[page, pikepdf.Name.XYZ, None, round(top, 2), None]
        )
    )
    last = _last(outline)
    if last is None:
        outline.First = item
    else:
        last.Next, item.Prev = item, last
    outline.Last = item
    outline.Count = abs(int(outline.get("/Count", 0))) + 1


def _last(outline: Any) -> Any:
    """Return the last entry of the first level, found from the first: broken files have no `Last`."""
    item, steps = outline.get("/First"), 0
    while item is not None and item.get("/Next") is not None and steps < _MOST:
        item, steps = item.Next, steps + 1
    return item
