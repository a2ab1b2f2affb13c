"""Word drawings: pictures, text boxes, charts, diagrams and embedded files in one drawing of a Word file."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from pipeline.notes import ooxml
from pipeline.notes.ooxml import A

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart"
_CHART_NEW = "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart"
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"
_VML = "{urn:schemas-microsoft-com:vml}"
_OFFICE = "{urn:schemas-microsoft-com:office:office}"


class Piece(enum.Enum):
    """What a piece of a drawing is."""

    BOX = "box"
    PICTURE = "picture"
    CHART = "chart"
    DIAGRAM = "diagram"
    EMBEDDED = "embedded"
    """Another file: a table, a PDF."""
    WORDS = "words"
    """Text that is drawn: word art, watermarks, text in shapes."""


@dataclass(frozen=True)
class Drawn:
    """One piece of a drawing."""

    piece: Piece
    relation: str = ""
    """Id of the part it is kept in."""
    text: str = ""
    """Alternative text, drawn words, or the program an embedded file belongs to."""
    box: Any = None
    hidden: bool = False


def read(node: Any) -> Iterator[Drawn]:
    """Yield the pieces of a w:drawing, w:pict or w:object in the order of the file."""
    for inner in node:
        if not isinstance(inner.tag, str):
            continue
        if inner.tag in {f"{_PLACED}inline", f"{_PLACED}anchor"}:
            yield from _placed(inner)
        else:
            yield from _piece(inner)


def _placed(node: Any) -> Iterator[Drawn]:
    """Yield what stands in a drawing that has an alternative text of its own."""
    about = node.find(f"{_PLACED}docPr")
    alt = _alternative(about)
    hidden = about is not None and about.get("hidden") in {"1", "true"}
    pieces = [piece for child in node if child is not about for piece in _piece(child)]
    pictures = [number for number, piece in enumerate(pieces) if piece.piece is Piece.PICTURE]
    if alt and not pictures:
        yield Drawn(Piece.PICTURE, text=alt, hidden=hidden)
    for number, piece in enumerate(pieces):
        said = alt if pictures == [number] or (alt and pictures[:1] == [number]) else piece.text
        yield replace(piece, text=said, hidden=piece.hidden or hidden)


def _alternative(about: Any) -> str:
    if about is None:
        return ""
    said = [str(about.get(name) or "").strip() for name in ("title", "descr")]
    return ": ".join(dict.fromkeys(filter(None, said)))


def _piece(node: Any) -> Iterator[Drawn]:
    tag = node.tag
    if not isinstance(tag, str):
        return
    if known := _KNOWN.get(tag):
        yield known(node)
    elif tag.endswith("}txbxContent"):  # strict files keep it in another namespace
        yield Drawn(Piece.BOX, box=node)
    elif tag == ooxml.ALTERNATIVE:
        yield from _within(ooxml.alternative(node))
    elif tag.endswith("}pic"):
        yield from _picture(node)
    else:
        hidden = tag.startswith(_VML) and "visibility:hidden" in node.get("style", "").replace(" ", "")
        yield from (replace(one, hidden=one.hidden or hidden) for one in _within(node))


def _within(node: Any) -> Iterator[Drawn]:
    for child in node:
        yield from _piece(child)


def _picture(node: Any) -> Iterator[Drawn]:
    """Yield a picture; in a group it has an alternative text of its own."""
    about = next((child for child in node.iter() if str(child.tag).endswith("}cNvPr")), None)
    for blip in node.iter(f"{A}blip"):
        relation = str(blip.get(f"{_R}embed") or blip.get(f"{_R}link") or "")
        yield Drawn(Piece.PICTURE, relation, "" if about is None else str(about.get("descr") or "").strip())


def _alt_of_vml(node: Any) -> str:
    parent = node.getparent()
    return "" if parent is None else str(parent.get("alt", "")).strip()


def _words(paragraph: Any) -> str:
    """Return what one paragraph of a drawn shape says."""
    return "".join(
        "\n" if node.tag == f"{A}br" else node.text or "" for node in paragraph.iter(f"{A}t", f"{A}br")
    )


_KNOWN: Mapping[str, Callable[[Any], Drawn]] = {
    f"{A}p": lambda node: Drawn(Piece.WORDS, text=_words(node)),
    _CHART: lambda node: Drawn(Piece.CHART, str(node.get(f"{_R}id", ""))),
    _CHART_NEW: lambda node: Drawn(Piece.CHART, str(node.get(f"{_R}id", ""))),
    _DIAGRAM: lambda node: Drawn(Piece.DIAGRAM, str(node.get(f"{_R}dm", ""))),
    f"{_OFFICE}OLEObject": lambda node: Drawn(
        Piece.EMBEDDED, str(node.get(f"{_R}id", "")), str(node.get("ProgID", ""))
    ),
    f"{_VML}textpath": lambda node: Drawn(Piece.WORDS, text=str(node.get("string", ""))),
    f"{_VML}imagedata": lambda node: Drawn(Piece.PICTURE, str(node.get(f"{_R}id", "")), _alt_of_vml(node)),
    f"{A}blip": lambda node: Drawn(Piece.PICTURE, str(node.get(f"{_R}embed") or node.get(f"{_R}link") or "")),
}
