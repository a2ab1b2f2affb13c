"""Reader: guide.md into pandoc's tree, once, with the line of every block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.engine import pandoc
from pipeline.model.document import Node
from pipeline.model.guide import Guide
from pipeline.render import tree
from pipeline.render.shield import Shield

FORMAT = "commonmark_x" + "".join(
    f"-{extension}"
    for extension in (
        "smart",  # quotes are settled in the tree, for every format the same
        "fancy_lists",  # `z. B.` at the start of a line is item z to it
        "implicit_header_references",  # `[Kontakt]` in a form to fill in becomes a link
        "emoji",  # `:x:`
        "tex_math_dollars",  # `5 $ … 6 $`
        "raw_attribute",  # code of a typesetter is text here
        "task_lists",  # come in two shapes, by the other extensions; settle/boxes.py reads `[ ]`
    )
)
"""Positions (`sourcepos`) come with this reader only. Off is what people type by accident."""

_POSITION = re.compile(r"@?(\d+):\d+-")
_GAP = '{"t":"Str","c":" "}'
_WORD = r'\{"t":"Str","c":"(?:[^"\\]|\\.)*"\}'
_TEXT = re.compile(f"{_WORD}(?:,{_WORD})+")
"""Words in pandoc's JSON; a quotation mark of a text never stands there bare."""


@dataclass(frozen=True)
class Source:
    """A guide as read: the tree still carries positions as `data-pos` (see `lines`), if it has any."""

    guide: Guide
    raw: list[Node]
    places: bool = True

    @cached_property
    def blocks(self) -> list[Node]:
        """The tree without positions, in which text is as long as it can be: one Str holds many words."""
        return list(_merge(tree.rewrite(self.raw, _unwrap))) if self.places else self.raw

    def lines(self) -> Iterator[tuple[Node, int]]:
        """Yield every node with its line in guide.md."""
        yield from _lines(self.raw, self.guide.body_line, self.guide.body_line - 1)


def read(guide: Guide, *, places: bool = True) -> Source:
    """Parse the body of a guide; without `places` in half the time, and every node stands in the first line.

    Raises:
        ToolFailure: pandoc failed or ran out of time.
    """
    shield = Shield(guide.body)
    done = pandoc.convert(
        shield.cover(guide.body).encode(), source=FORMAT + "+sourcepos" * places, target="json"
    )
    text = shield.uncover(done.decode())
    if places:
        return Source(guide, _compact(json.loads(text)["blocks"], 1))
    return Source(guide, json.loads(_joined(text))["blocks"], places=False)


def _joined(text: str) -> str:
    """Return a tree, as JSON, in which words and the spaces between them are one Str.

    A tree of few nodes is quick to walk, to send and to write.
    """
    spaced = text.replace('{"t":"Space"}', _GAP).replace('{"t":"SoftBreak"}', _GAP)
    return _TEXT.sub(lambda words: words[0].replace('"},{"t":"Str","c":"', ""), spaced)


def _compact(value: Any, line: int) -> Any:
    """Return a tree whose inlines are in as few wrappers as tell in which line they stand.

    The reader wraps each word and each space; a line of text needs one wrapper, and the first line of a
    block none. `line` is that of what is around, counted in the text that was read.
    """
    if isinstance(value, dict):
        content = value.get("c")
        if isinstance(content, (list, dict)):
            return {**value, "c": _compact(content, position_line(value, line, 0))}
        return value
    if not isinstance(value, list):
        return value
    out: list[Any] = []
    goal, at = out, line
    for child in value:
        if isinstance(child, dict) and child.get("t") == "Span" and is_wrapper(child):
            here = position_line(child, at, 0)
            if here != at or (goal is not out and out[-1]["c"][1] is not goal):
                goal = _begun(out, child, starts=here != line)
            at = here
            for inner in _compact(child["c"][1], here):
                _join(goal, inner)
        elif isinstance(child, (dict, list)):
            out.append(_compact(child, line))
        else:
            out.append(child)
    return out


def _begun(out: list[Any], wrapper: Node, *, starts: bool) -> list[Any]:
    """Return the list that the inlines of a line go into: one of its own, or the one around."""
    if not starts:
        return out
    inside: list[Any] = []
    out.append({"t": "Span", "c": [wrapper["c"][0], inside]})
    return inside


def _join(out: list[Any], node: Any) -> None:
    """Append a node; neighbouring text becomes one Str, because positions cut it into words and signs."""
    if isinstance(node, dict) and node.get("t") in {"Space", "SoftBreak"}:
        node = {"t": "Str", "c": " "}
    if out and _is_str(node) and _is_str(out[-1]):
        out[-1] = {"t": "Str", "c": out[-1]["c"] + node["c"]}
    else:
        out.append(node)


def _lines(tree: Any, line: int, offset: int) -> Iterator[tuple[Node, int]]:
    stack = [(tree, line)]
    while stack:
        part, line = stack.pop()
        if isinstance(part, dict):
            line = position_line(part, line, offset)
            if not is_wrapper(part):
                yield part, line
            part = part.get("c")
        if isinstance(part, list):
            stack += ((child, line) for child in reversed(part) if isinstance(child, (list, dict)))
        elif isinstance(part, dict):
            stack.append((part, line))


def position_line(node: Node, line: int, offset: int) -> int:
    """Return the line of guide.md a node says it stands in, else the `line` of what is around it."""
    if position := _position(node):
        return offset + min(map(int, _POSITION.findall(position)), default=line - offset)
    return line


def _attributes(node: Node) -> Any:
    content = node.get("c")
    if node.get("t") == "Header":
        return content[1]  # type: ignore[index]
    if isinstance(content, list) and content and isinstance(content[0], list) and len(content[0]) == 3:  # noqa: PLR2004
        return content[0]
    return None


def _position(node: Node) -> str:
    attributes = _attributes(node)
    if not attributes or not isinstance(attributes[2], list):
        return ""
    return next(
        (str(pair[1]) for pair in attributes[2] if isinstance(pair, list) and pair[0] == "data-pos"), ""
    )


def is_wrapper(node: Node) -> bool:
    """Tell whether a node is there for positions only."""
    return node.get("t") in {"Div", "Span"} and ["wrapper", "1"] in node["c"][0][2]


def _unwrap(node: Node) -> Node | list[Node]:
    if is_wrapper(node):
        return list(node["c"][1])
    attributes = _attributes(node)
    if attributes and isinstance(attributes[2], list):
        attributes[2][:] = [pair for pair in attributes[2] if pair[0] != "data-pos"]
    return node


def _merge(value: Any) -> Any:
    """Join neighbouring Str, which stood in different wrappers."""
    if isinstance(value, dict):
        return {key: _merge(child) for key, child in value.items()}
    if not isinstance(value, list):
        return value
    out: list[Any] = []
    for child in map(_merge, value):
        _join(out, child)
    return out


def _is_str(value: Any) -> bool:
    return isinstance(value, dict) and value.get("t") == "Str"
