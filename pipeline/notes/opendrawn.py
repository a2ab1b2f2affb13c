"""Open drawings: text boxes, pictures, objects and controls of an ODT, as what they show."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.notes.openlook import DRAW, FORM, SVG, TEXT, XLINK

_HOLDS_TEXT = {f"{TEXT}p", f"{TEXT}list", f"{TEXT}h"}


class Piece(enum.Enum):
    """What a piece of a drawing is."""

    BOX = "box"
    """A text box or a shape with words in it."""
    PICTURE = "picture"
    OBJECT = "object"
    """A chart, an equation, a table of another program, in a folder of its own."""
    CONTROL = "control"
    """A line or box of a form."""


@dataclass(frozen=True)
class Drawn:
    """One piece of a drawing."""

    piece: Piece
    node: Any = None
    target: str = ""
    """Where it is kept, or the id of a control."""
    alt: str = ""


def read(node: Any) -> Iterator[Drawn]:
    """Yield the pieces of a drawing in the order of the file; a picture of an object is left out."""
    alt = _alternative(node)
    if node.tag == f"{DRAW}control":
        yield Drawn(Piece.CONTROL, node, str(node.get(f"{DRAW}control") or ""))
        return
    if node.tag == f"{DRAW}frame":
        yield from _frame(node, alt)
        return
    if any(child.tag in _HOLDS_TEXT for child in node):
        yield Drawn(Piece.BOX, node)
    if alt:
        yield Drawn(Piece.PICTURE, node, alt=alt)
    for child in node:
        if isinstance(child.tag, str) and child.tag.startswith(DRAW) and child.tag != f"{DRAW}glue-point":
            yield from read(child)


def _frame(node: Any, alt: str) -> Iterator[Drawn]:
    """Yield what a frame shows: of several versions of the same the first."""
    boxes = node.findall(f"{DRAW}text-box")
    yield from (Drawn(Piece.BOX, box) for box in boxes)
    objects = [*node.findall(f"{DRAW}object"), *node.findall(f"{DRAW}object-ole")]
    pictures = node.findall(f"{DRAW}image")
    if objects:
        yield Drawn(Piece.OBJECT, objects[0], str(objects[0].get(f"{XLINK}href") or ""), alt)
    elif pictures:
        yield Drawn(Piece.PICTURE, pictures[0], str(pictures[0].get(f"{XLINK}href") or ""), alt)
    elif alt:
        yield Drawn(Piece.PICTURE, node, alt=alt)


def _alternative(node: Any) -> str:
    said = [
        (child.text or "").strip() for name in ("title", "desc") for child in node.findall(f"{SVG}{name}")
    ]
    return ": ".join(dict.fromkeys(filter(None, said)))


def controls(tree: Any) -> Mapping[str, Any]:
    """Return the controls of all forms by the id that drawings name."""
    found = {}
    for node in tree.iter():
        if isinstance(node.tag, str) and node.tag.startswith(FORM):
            for name in (f"{FORM}id", "{http://www.w3.org/XML/1998/namespace}id"):
                if node.get(name):
                    found[str(node.get(name))] = node
    return found


def filled(control: Any) -> str:
    """Return what a control shows: its label, whether it is ticked, what was filled in or chosen."""
    label = str(control.get(f"{FORM}label") or "")
    value = str(control.get(f"{FORM}current-value") or control.get(f"{FORM}value") or "")
    kind = control.tag.removeprefix(FORM)
    if kind in {"checkbox", "radio"}:
        state = str(control.get(f"{FORM}current-state") or control.get(f"{FORM}state") or "")
        ticked = state == "checked" or _on(control, "current-selected") or _on(control, "selected")
        return f"{'☑' if ticked else '☐'} {label}"
    if kind == "listbox":
        options = list(control.iter(f"{FORM}option"))
        chosen = [one for one in options if _on(one, "current-selected")]
        chosen = chosen or [one for one in options if _on(one, "selected")]
        return "; ".join(str(one.get(f"{FORM}label") or "") for one in chosen)
    if kind in {"button", "fixed-text", "frame", "image"}:
        return label
    return value if kind not in {"hidden", "password"} else ""


def _on(node: Any, name: str) -> bool:
    return str(node.get(f"{FORM}{name}")) == "true"
