"""Word comments: who wrote them, where they hang, and what answers what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.notes import wordparts
from pipeline.notes.ooxml import Package, W

_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"


@dataclass(frozen=True)
class Comment:
    """One comment."""

    node: Any
    author: str
    answers: str = ""
    """The author of the comment it answers."""


def read(package: Package, part: str, main: str) -> Mapping[str, Comment]:
    """Return the comments of a file by id, in their order."""
    root = package.xml(part)
    found: dict[str, Any] = {}
    for node in () if root is None else root.iter(f"{W}comment"):
        number = str(node.get(f"{W}id", ""))
        found[number if number not in found else f"{number}#{len(found)}"] = node
    talks = {paragraph: number for number, node in found.items() for paragraph in _paragraphs(node)}
    above = _above(package, wordparts.beside(package, main, "commentsExtended"))
    comments = {}
    for number, node in found.items():
        parents = [above[one] for one in _paragraphs(node) if one in above]
        other = talks.get(parents[0], "") if parents else ""
        author = str(node.get(f"{W}author", ""))
        comments[number] = Comment(node, author, str(found[other].get(f"{W}author", "")) if other else "")
    return comments


def _paragraphs(node: Any) -> list[str]:
    return [one for p in node.iter(f"{W}p") if (one := str(p.get(f"{_W14}paraId") or ""))]


def _above(package: Package, part: str) -> Mapping[str, str]:
    """Return paragraph id → id of the paragraph it answers."""
    root = package.xml(part)
    return {
        str(node.get(f"{_W15}paraId")): str(node.get(f"{_W15}paraIdParent"))
        for node in (() if root is None else root.iter(f"{_W15}commentEx"))
        if node.get(f"{_W15}paraIdParent")
    }
