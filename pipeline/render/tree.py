"""Tree: small tools for pandoc's JSON tree."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from pipeline.model.document import Node

Change = Callable[[Node], "Node | list[Node]"]

_LISTS, _CONTAINERS = (list, tuple), (list, tuple, dict)
LEAVES = {"Para", "Plain", "Header"}
"""Blocks that hold inlines directly in a list."""


def walk(tree: Any) -> Iterator[Node]:
    """Yield every node, parents before children, in reading order."""
    stack = [tree]
    while stack:
        part = stack.pop()
        if isinstance(part, dict):
            if "t" in part:
                yield part
            part = part.get("c")
        if isinstance(part, _LISTS):
            if part and not isinstance(part[0], str):  # there are no nodes among strings
                stack += part[::-1]
        elif isinstance(part, dict):
            stack.append(part)


def rewrite(tree: Any, change: Change, kinds: Collection[str] = ()) -> Any:
    """Return a copy in which every node, children first, is replaced by what `change` makes of it.

    A list as the answer takes the node's place in its surrounding list, so `[]` removes the node. A node
    without children is handed over as it is: whoever changes it returns a new one. With `kinds` nodes of
    these types alone are handed over, which spares most of the time.
    """
    if kinds:
        return _of_kinds(tree, change, frozenset(kinds))
    if isinstance(tree, _LISTS):
        out: list[Any] = []
        for child in tree:
            if isinstance(child, dict) and "t" in child:
                new = _rewritten(child, change)
                out.extend(new) if isinstance(new, list) else out.append(new)
            else:
                out.append(rewrite(child, change) if isinstance(child, _CONTAINERS) else child)
        return out
    if isinstance(tree, dict):
        if "t" in tree:
            return _rewritten(tree, change)
        return {**tree, "c": rewrite(tree["c"], change)} if "c" in tree else dict(tree)
    return tree


def _rewritten(node: Node, change: Change) -> Node | list[Node]:
    content = node.get("c")
    if isinstance(content, _CONTAINERS):
        return change({**node, "c": rewrite(content, change)})
    return change(node)


def _of_kinds(part: Any, change: Change, kinds: frozenset[str]) -> Any:
    if isinstance(part, dict):
        return {**part, "c": _of_kinds(part["c"], change, kinds)} if "c" in part else part
    if not part or isinstance(part[0], str):
        return part  # attributes, an address, code: there are no nodes among strings
    out: list[Any] = []
    for child in part:
        if isinstance(child, dict):
            content = child.get("c")
            if isinstance(content, _CONTAINERS):
                child = {**child, "c": _of_kinds(content, change, kinds)}  # noqa: PLW2901  (the same node, copied)
            new = change(child) if child.get("t") in kinds else child
            out.extend(new) if isinstance(new, list) else out.append(new)
        else:
            out.append(_of_kinds(child, change, kinds) if isinstance(child, _LISTS) else child)
    return out


def text(tree: Any) -> str:
    """Return the plain text of inlines or blocks; blocks are separated by a line end."""
    parts: list[str] = []
    for node in walk(tree):
        match node["t"]:
            case "Str":
                parts.append(node["c"])
            case "Code" | "CodeBlock":
                parts.append(node["c"][1])
            case "Space" | "SoftBreak":
                parts.append(" ")
            case "LineBreak" | "Para" | "Plain" | "Header":
                parts.append("\n")
    return "".join(parts).strip("\n")


def words(string: str) -> list[Node]:
    """Return a string as inlines; one Str holds all its words."""
    return [{"t": "Str", "c": string}] if string else []


def para(inlines: str | Sequence[Node]) -> Node:
    """Return a paragraph of a string or of inlines."""
    return {"t": "Para", "c": words(inlines) if isinstance(inlines, str) else list(inlines)}


def header(level: int, identifier: str, inlines: str | Sequence[Node]) -> Node:
    """Return a heading."""
    content = words(inlines) if isinstance(inlines, str) else list(inlines)
    return {"t": "Header", "c": [level, attr(identifier), content]}


def attr(identifier: str = "", classes: Sequence[str] = (), **values: str) -> list[Any]:
    """Return pandoc's attribute triple; underscores in names become hyphens."""
    return [identifier, list(classes), [[key.replace("_", "-"), value] for key, value in values.items()]]


def div(classes: Sequence[str], blocks: Sequence[Node], identifier: str = "", **values: str) -> Node:
    """Return a Div."""
    return {"t": "Div", "c": [attr(identifier, classes, **values), list(blocks)]}


def span(classes: Sequence[str], inlines: Sequence[Node], identifier: str = "", **values: str) -> Node:
    """Return a Span."""
    return {"t": "Span", "c": [attr(identifier, classes, **values), list(inlines)]}


def classes(node: Node) -> list[str]:
    """Return the classes of a Div or Span, of other nodes none."""
    return list(node["c"][0][1]) if node["t"] in {"Div", "Span"} else []


def value(attributes: Sequence[Any], key: str, default: str = "") -> str:
    """Return one key of an attribute triple."""
    return next((str(v) for k, v in attributes[2] if k == key), default)
