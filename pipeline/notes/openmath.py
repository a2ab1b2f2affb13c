"""Open equations: an equation of an ODT (MathML) as one line, `(a+b)/c`, `x^2`, `√(y)`."""

from __future__ import annotations

from typing import Any

MATH = "{http://www.w3.org/1998/Math/MathML}"
_BETWEEN = {"mfrac": "/", "msup": "^", "mover": "^", "msub": "_", "munder": "_"}
_SILENT = {"annotation", "annotation-xml"}
_DEEPEST = 100


def line(node: Any, depth: int = 0) -> str:
    """Return what an equation, or a part of one, says; the source it was typed in is left out."""
    name = node.tag.removeprefix(MATH) if isinstance(node.tag, str) else ""
    if not name or name in _SILENT or depth > _DEEPEST:
        return ""
    parts = [line(child, depth + 1) for child in node]
    if name in _BETWEEN and len(parts) > 1:
        return f"{_grouped(parts[0])}{_BETWEEN[name]}{_grouped(parts[1])}"
    if name in {"msubsup", "munderover"} and len(parts) > 2:  # noqa: PLR2004  (base, below, above)
        return f"{parts[0]}_{_grouped(parts[1])}^{_grouped(parts[2])}"
    if name in {"msqrt", "mroot"} and parts:
        below = parts[:1] if name == "mroot" else parts
        return "".join([*parts[len(below) :], "√", _grouped("".join(below))])
    if name in {"mtable", "mtr"}:
        return (", " if name == "mtr" else "; ").join(parts)
    return (node.text or "").strip() + "".join(parts)


def _grouped(said: str) -> str:
    return f"({said})" if len(said) > 1 else said
