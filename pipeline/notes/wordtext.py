"""Word text: what stands in one Word paragraph, as stretches in their layers, and what hangs on it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.model.notes import Layer
from pipeline.notes.ooxml import W

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PLACED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"

_GONE = {f"{W}del", f"{W}moveFrom"}
_SKIPPED = {f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}sdtPr", f"{W}sectPr"}
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_ADDRESS = re.compile(r'HYPERLINK\s+"(https?://[^"]+)"')
_BOXES = {"a8": "☐ ", "6f": "☐ ", "71": "☐ ", "72": "☐ ", "fe": "☑ ", "fd": "☒ ", "78": "☒ ", "52": "☑ "}
"""Wingdings signs that people put before what is to be ticked."""


@dataclass
class Stretches:
    """What one paragraph says, by layer, and the boxes, notes and pictures that hang on it."""

    texts: dict[Layer, str] = field(default_factory=dict)
    boxes: list[Any] = field(default_factory=list)
    footnotes: list[tuple[str, str]] = field(default_factory=list)
    """Part (`footnotes`, `endnotes`) and id."""
    comments: list[str] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """Relation id and alt text."""
    address: str = ""
    plain: str = ""
    """Letters that are not bold; empty when all are."""

    def add(self, layer: Layer, text: str) -> None:
        """Append text to what the layer has."""
        self.texts[layer] = self.texts.get(layer, "") + text


@dataclass(frozen=True)
class Look:
    """What styles and links say, for all paragraphs of a part."""

    hidden: frozenset[str]
    """Ids of styles that hide their text."""
    bold: frozenset[str]
    links: Mapping[str, str]
    """Relation id → address or part."""


def on(properties: Any, name: str) -> bool:
    """Tell whether a switch such as w:b or w:vanish is on in w:rPr or w:pPr."""
    switch = None if properties is None else properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val", "1").lower() not in {"0", "false", "off", "none"}


def read(paragraph: Any, look: Look, layer: Layer) -> Stretches:
    """Walk over one paragraph in reading order; what stands in a text box is left to the caller."""
    found = Stretches()
    properties = paragraph.find(f"{W}pPr")
    style = _style(properties, "pStyle")
    found.plain = ""
    _children(paragraph, found, look, _State(layer, hidden=style in look.hidden, bold=style in look.bold))
    return found


@dataclass(frozen=True)
class _State:
    layer: Layer
    hidden: bool = False
    bold: bool = False

    @property
    def where(self) -> Layer:
        return Layer.HIDDEN if self.hidden and self.layer is not Layer.DELETED else self.layer


def _style(properties: Any, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _children(node: Any, found: Stretches, look: Look, state: _State) -> None:
    for child in node:
        if isinstance(child.tag, str) and child.tag not in _SKIPPED:
            _inline(child, found, look, state)


def _inline(node: Any, found: Stretches, look: Look, state: _State) -> None:
    tag = node.tag
    if tag == f"{W}r":
        _children(node, found, look, _run_state(node, look, state))
    elif tag in {f"{W}t", f"{_MATH}t", f"{_DRAWING}t", f"{W}delText"}:
        _text(node.text or "", found, state if tag != f"{W}delText" else _State(Layer.DELETED))
    elif tag in _GONE:
        _children(node, found, look, _State(Layer.DELETED))
    elif tag == f"{W}hyperlink":
        _link(node, found, look, state)
    elif tag == f"{_MC}AlternateContent":
        _children(alternative(node), found, look, state)
    elif tag == f"{W}txbxContent":
        found.boxes.append(node)
    else:
        _sign(node, found, state)
        _children(node, found, look, state)


def _sign(node: Any, found: Stretches, state: _State) -> None:
    """Take what is no text: breaks, references, pictures, fields."""
    tag = node.tag
    if tag in _BREAKS:
        found.add(state.where, _BREAKS[tag])
    elif tag == f"{W}sym":
        found.add(state.where, _BOXES.get(node.get(f"{W}char", "").lower()[-2:], " "))
    elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
        found.footnotes.append((tag.removeprefix(W).removesuffix("Reference") + "s", node.get(f"{W}id", "")))
    elif tag == f"{W}commentReference":
        found.comments.append(node.get(f"{W}id", ""))
    elif tag == f"{W}instrText" and (match := _ADDRESS.search(node.text or "")):
        found.address = match[1]
    elif tag == f"{W}fldChar" and node.get(f"{W}fldCharType") == "end":
        _say_address(found, found.address, state)
        found.address = ""
    elif tag in {f"{_PLACED}inline", f"{_PLACED}anchor", f"{W}pict", f"{W}object"}:
        found.pictures += _pictures(node)


def _run_state(run: Any, look: Look, state: _State) -> _State:
    properties = run.find(f"{W}rPr")
    style = _style(properties, "rStyle")
    return _State(
        state.layer,
        hidden=state.hidden
        or style in look.hidden
        or on(properties, "vanish")
        or on(properties, "webHidden"),
        bold=on(properties, "b") or ((state.bold or style in look.bold) and not _off(properties, "b")),
    )


def _off(properties: Any, name: str) -> bool:
    return properties is not None and properties.find(f"{W}{name}") is not None and not on(properties, name)


def _text(text: str, found: Stretches, state: _State) -> None:
    found.add(state.where, text)
    if not state.bold and state.where not in {Layer.DELETED, Layer.HIDDEN}:
        found.plain += text.strip()


def _link(node: Any, found: Stretches, look: Look, state: _State) -> None:
    _children(node, found, look, state)
    address = look.links.get(node.get(f"{R}id", ""), "")
    if address.startswith(("http://", "https://", "mailto:")):
        _say_address(found, address.removeprefix("mailto:"), state)


def _say_address(found: Stretches, address: str, state: _State) -> None:
    """Put the address behind a link into the text, unless it stands there already."""
    if address and address.rstrip("/") not in found.texts.get(state.where, ""):
        found.add(state.where, f" ({address})")


def alternative(node: Any) -> Any:
    """Return the one branch of mc:AlternateContent that counts; the other says the same again."""
    branches = [branch for branch in node if isinstance(branch.tag, str)]
    choices = [branch for branch in branches if branch.tag == f"{_MC}Choice"]
    said = next((branch for branch in [*choices, *branches] if _speaks(branch)), None)
    return said if said is not None else next(iter(choices or branches), node[:0])


def _speaks(branch: Any) -> bool:
    return next(branch.iter(f"{W}t", f"{W}delText"), None) is not None


def _pictures(node: Any) -> Iterator[tuple[str, str]]:
    """Yield relation id and alt text of the pictures of one drawing, its text boxes left out."""
    if node.tag in {f"{_PLACED}inline", f"{_PLACED}anchor"}:
        about = node.find(f"{_PLACED}docPr")
        alt = "" if about is None else str(about.get("descr") or about.get("title") or "")
        ids = [blip.get(f"{R}embed") or blip.get(f"{R}link") or "" for blip in node.iter(f"{_DRAWING}blip")]
        if ids or alt:
            yield (ids[0] if ids else ""), alt
        for other in ids[1:]:
            yield other, ""
        return
    for shape in node.iter(f"{_VML}imagedata"):
        parent = shape.getparent()
        yield shape.get(f"{R}id", ""), str(parent.get("alt", "")) if parent is not None else ""
