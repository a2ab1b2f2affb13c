"""Quotes: the guide's language decides the marks, once, for every format.

With `lang: de-DE` pandoc still writes English quotes into DOCX and HTML, so none are left to it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.model.document import Node
from pipeline.render import tree

MARKS = {"de": "„“‚‘", "en": "“”‘’"}
"""Opening and closing double, opening and closing single, by language."""

APOSTROPHE = "’"
_DOUBLE = set('"“”„«»')
_SINGLE = set("'‘’‚")
_BEFORE_OPENING = set(" \u00a0\u202f\n([{/–—-„“‚‘>")


def settle(blocks: list[Node], lang: str) -> list[Node]:
    """Set the marks in every paragraph; code is left alone, other languages too."""
    marks = MARKS.get(lang.split("-", maxsplit=1)[0])
    if marks is None:
        return blocks

    def change(node: Node) -> Node:
        strings = list(_strings(node["c"][2] if node["t"] == "Header" else node["c"]))
        new = _set("\0".join(s["c"] if s["t"] == "Str" else " " for s in strings), marks).split("\0")
        for string, text in zip(strings, new, strict=True):
            if string["t"] == "Str":
                string["c"] = text
        return node

    return list(tree.rewrite(blocks, change, tree.LEAVES))


def _strings(value: object) -> Iterator[Node]:
    """Yield the words and gaps of one paragraph in order, without those of its footnotes."""
    if isinstance(value, list):
        for child in value:
            yield from _strings(child)
    elif isinstance(value, dict) and value.get("t") != "Note":
        if value.get("t") in {"Str", "Space", "LineBreak", "Code", "Image"}:
            yield value
        else:
            yield from _strings(value.get("c"))


def _set(text: str, marks: str) -> str:
    r"""Replace the quotation marks of a paragraph; `\0` separates its strings and counts as nothing."""
    out: list[str] = []
    double = single = False
    last = max((at for at, sign in enumerate(text) if sign in _SINGLE and _closes(text, at)), default=-1)
    for number, sign in enumerate(text):
        if sign in _DOUBLE:
            double = _opens(text, number) and (not double or _goes_on(text, number))
            out.append(marks[0] if double else marks[1])
        elif sign in _SINGLE:
            closing = single and _closes(text, number)
            single = not closing and (
                single or (number < last and _opens(text, number) and _goes_on(text, number))
            )
            out.append(marks[3] if closing else marks[2] if single else APOSTROPHE)
        else:
            out.append(sign)
    return "".join(out)


def _opens(text: str, number: int) -> bool:
    """Tell whether a mark can open: nothing, a space, a bracket or a dash stands before it."""
    while number and text[number - 1] == "\0":
        number -= 1
    return number == 0 or text[number - 1] in _BEFORE_OPENING


def _closes(text: str, number: int) -> bool:
    """Tell whether a single mark can close: a word ends before it and none begins behind it."""
    return not _opens(text, number) and not text[number + 1 : number + 2].isalnum()


def _goes_on(text: str, number: int) -> bool:
    """Tell whether something other than a space follows."""
    number += 1
    while number < len(text) and text[number] == "\0":
        number += 1
    return number < len(text) and not text[number].isspace()
