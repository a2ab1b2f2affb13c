"""Word equations: what is read of an equation, in which order, with which signs, `(a+b)/c`, `x^2`, `√(y)`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from pipeline.notes.ooxml import M

_BESIDE = "Pr"
"""How the names of properties end."""


def spelled(node: Any) -> Iterator[Any]:
    """Yield signs (texts) and parts (elements) of one piece of an equation in the order they are said."""
    parts = [child for child in node if isinstance(child.tag, str) and not child.tag.endswith(_BESIDE)]
    named = {child.tag.removeprefix(M): child for child in parts}
    shape = _SHAPES.get(node.tag.removeprefix(M))
    if shape:
        yield from shape(node, named, parts)
    else:
        yield from parts


_Named = Mapping[str, Any]


def _group(part: Any) -> Iterator[Any]:
    """Yield a part, in brackets when it is more than one sign."""
    if part is None:
        return
    said = "".join(text.text or "" for text in part.iter(f"{M}t")).strip()
    yield from ["(", part, ")"] if len(said) > 1 else [part]


def _fraction(_node: Any, named: _Named, _parts: list[Any]) -> Iterator[Any]:
    yield from _group(named.get("num"))
    yield "/"
    yield from _group(named.get("den"))


def _scripts(_node: Any, named: _Named, _parts: list[Any]) -> Iterator[Any]:
    if "e" in named:
        yield named["e"]
    yield from _limits(named)


def _limits(named: _Named) -> Iterator[Any]:
    for sign, names in (("_", ("sub",)), ("^", ("sup",)), (" ", ("lim",))):
        for name in names:
            said = named.get(name)
            if said is not None and next(said.iter(f"{M}t"), None) is not None:
                yield sign
                yield from _group(said)


def _root(_node: Any, named: _Named, _parts: list[Any]) -> Iterator[Any]:
    if "deg" in named:
        yield named["deg"]
    yield "√"
    yield from _group(named.get("e"))


def _sum(node: Any, named: _Named, _parts: list[Any]) -> Iterator[Any]:
    yield _sign(node, "chr", "∫")
    yield from _limits(named)
    yield " "
    if "e" in named:
        yield named["e"]


def _brackets(node: Any, _named: _Named, parts: list[Any]) -> Iterator[Any]:
    yield _sign(node, "begChr", "(")
    yield from _between(parts, _sign(node, "sepChr", "|"))
    yield _sign(node, "endChr", ")")


def _rows(_node: Any, _named: _Named, parts: list[Any]) -> Iterator[Any]:
    yield from _between(parts, "; ")


def _row(_node: Any, _named: _Named, parts: list[Any]) -> Iterator[Any]:
    yield from _between(parts, ", ")


def _function(_node: Any, named: _Named, _parts: list[Any]) -> Iterator[Any]:
    yield from (named[name] for name in ("fName",) if name in named)
    yield " "
    yield from (named[name] for name in ("e",) if name in named)


def _between(parts: list[Any], sign: str) -> Iterator[Any]:
    for number, part in enumerate(parts):
        if number:
            yield sign
        yield part


def _sign(node: Any, name: str, usual: str) -> str:
    found = node.find(f"{node.tag}{_BESIDE}/{M}{name}")
    return usual if found is None else str(found.get(f"{M}val", ""))


_SHAPES: Mapping[str, Callable[[Any, _Named, list[Any]], Iterator[Any]]] = {
    "f": _fraction, "sSup": _scripts, "sSub": _scripts, "sSubSup": _scripts, "limLow": _scripts,
    "limUpp": _scripts, "rad": _root, "nary": _sum, "d": _brackets, "m": _rows, "mr": _row,
    "eqArr": _rows, "func": _function,
}  # fmt: skip
