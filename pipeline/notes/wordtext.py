"""Word text: what stands in one Word paragraph, as stretches in their layers, and what hangs on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model.notes import Layer
from pipeline.notes import ooxml, signs, worddrawn, wordmath
from pipeline.notes.ooxml import A, M, W
from pipeline.notes.stretches import OUT_OF_SIGHT, Stretches
from pipeline.notes.wordfields import Fields

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_GONE = {f"{W}del", f"{W}moveFrom"}
_SKIPPED = {
    f"{W}pPr", f"{W}rPr", f"{W}tblPr", f"{W}trPr", f"{W}tcPr", f"{W}sdtPr", f"{W}sectPr", f"{W}delInstrText",
}  # fmt: skip
_BREAKS = {f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}noBreakHyphen": "-"}
_LETTERS = {f"{W}t", f"{M}t", f"{A}t"}
_BY_NAME = {
    f"{W}hyperlink": "link", f"{W}sdt": "control", f"{W}ruby": "ruby", f"{W}fldSimple": "field",
    f"{W}fldChar": "field", f"{W}instrText": "field",
}  # fmt: skip
"""Elements that are read in their own way."""


@dataclass(frozen=True)
class Look:
    """What styles and links say, for all paragraphs of a part."""

    hidden: frozenset[str]
    """Ids of styles that hide their text."""
    bold: frozenset[str]
    contents: frozenset[str]
    """Ids of styles of contents and indexes."""
    links: Mapping[str, str]
    """Relation id → address or part."""
    sizes: Mapping[str, int]
    """Style id → size of its letters in half points, 0 where it gives none; the empty id is the default."""
    large: float
    """The size from which letters stand out."""
    fields: bool = True
    """Whether the fields of the part can be relied on."""


def on(properties: Any, name: str) -> bool:
    """Tell whether a switch such as w:b or w:vanish is on in w:rPr or w:pPr."""
    switch = None if properties is None else properties.find(f"{W}{name}")
    return switch is not None and switch.get(f"{W}val", "1").lower() not in {"0", "false", "off", "none"}


def read(paragraph: Any, look: Look, layer: Layer, fields: Fields, *, prompt: bool = False) -> Stretches:
    """Walk over one paragraph in reading order; what stands in a text box is left to the caller.

    `fields` are those that began in an earlier paragraph; `prompt` says that the paragraph stands in
    a form where nothing has been filled in.
    """
    style = _style(paragraph.find(f"{W}pPr"), "pStyle")
    walk = _Walk(look, fields if look.fields else Fields(trusted=False))
    walk.found.contents = style in look.contents
    size = look.sizes.get(style, 0) or look.sizes[""]
    state = _State(layer, style in look.hidden, style in look.bold, prompt, size)
    walk.children(paragraph, state)
    return walk.found


@dataclass(frozen=True)
class _State:
    layer: Layer
    hidden: bool = False
    strong: bool = False
    prompt: bool = False
    size: int = 0

    @property
    def where(self) -> Layer:
        return Layer.HIDDEN if self.hidden and self.layer is not Layer.DELETED else self.layer


def _style(properties: Any, name: str) -> str:
    found = None if properties is None else properties.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


@dataclass
class _Walk:
    look: Look
    fields: Fields
    found: Stretches = field(default_factory=Stretches)

    def children(self, node: Any, state: _State) -> None:
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _SKIPPED:
                self.inline(child, state)

    def inline(self, node: Any, state: _State) -> None:
        tag = node.tag
        if tag == f"{W}r":
            self.children(node, self.of_run(node, state))
        elif tag in _LETTERS:
            self.say(node.text or "", state)
        elif tag == f"{W}delText":
            self.say(node.text or "", replace(state, layer=Layer.DELETED))
        elif tag in _GONE:
            self.children(node, replace(state, layer=Layer.DELETED))
        elif tag == ooxml.ALTERNATIVE:
            self.children(ooxml.alternative(node), state)
        elif tag.startswith(M):
            self.equation(node, state)
        else:
            getattr(self, _BY_NAME.get(tag, "sign"))(node, state)

    def say(self, text: str, state: _State) -> None:
        if self.fields.unseen:
            state = replace(state, hidden=True)
        if state.prompt and state.where not in OUT_OF_SIGHT:
            self.found.prompts += text
            return
        self.found.say(state.where, text, strong=state.strong or state.size >= self.look.large)
        for one in self.fields.open if text.strip() else ():
            one.said = one.said or one.shown
        if state.where not in OUT_OF_SIGHT:
            self.found.contents = self.found.contents or self.fields.contents

    def of_run(self, run: Any, state: _State) -> _State:
        properties = run.find(f"{W}rPr")
        style = _style(properties, "rStyle")
        unseen = style in self.look.hidden or on(properties, "vanish")
        unseen = unseen or (on(properties, "webHidden") and not self.fields.contents)
        struck = on(properties, "strike") or on(properties, "dstrike")
        layer = Layer.DELETED if struck else state.layer
        bold = on(properties, "b") or (
            (state.strong or style in self.look.bold) and not _off(properties, "b")
        )
        strong = bold or on(properties, "u")
        size = size_of(properties) or (self.look.sizes.get(style, 0) if style else 0) or state.size
        return replace(state, layer=layer, hidden=state.hidden or unseen, strong=strong, size=size)

    def sign(self, node: Any, state: _State) -> None:
        """Take what is no text: breaks, references, pictures; or look into what only wraps."""
        tag = node.tag
        if tag in _BREAKS:
            self.found.add(state.where, _BREAKS[tag])
        elif tag == f"{W}sym":
            code = node.get(f"{W}char", "")
            if code and not set(code) - set("0123456789abcdefABCDEF"):
                self.say(signs.sign(node.get(f"{W}font", ""), int(code, 16)), state)
        elif tag in {f"{W}footnoteReference", f"{W}endnoteReference"}:
            kind = tag.removeprefix(W).removesuffix("Reference") + "s"
            self.found.notes.append(((kind, node.get(f"{W}id", "")), state.where))
        elif tag == f"{W}commentReference":
            self.found.comments.append(node.get(f"{W}id", ""))
        elif tag == f"{W}lastRenderedPageBreak":
            self.found.turn()
        elif tag in {f"{W}drawing", f"{W}pict", f"{W}object"}:
            self.drawing(node, state)
        else:
            self.children(node, state)

    def drawing(self, node: Any, state: _State) -> None:
        for one in worddrawn.read(node):
            layer = Layer.HIDDEN if one.hidden and state.where is not Layer.DELETED else state.where
            if one.box is not None:
                self.found.boxes.append((one.box, layer))
            else:
                self.found.drawn.append((one, layer))

    def field(self, node: Any, state: _State) -> None:
        kind = node.get(f"{W}fldCharType")
        if node.tag == f"{W}instrText":
            self.fields.instruct(node.text or "")
        elif node.tag == f"{W}fldSimple":
            self.fields.begin(node)
            self.fields.instruct(node.get(f"{W}instr", ""))
            self.fields.separate()
            self.children(node, state)
            self.ended(state)
        elif kind == "begin":
            if filled := self.fields.begin(node):
                self.say_of_form(filled, state)
        elif kind == "separate":
            self.fields.separate()
        elif kind == "end":
            self.ended(state)

    def say_of_form(self, text: str, state: _State) -> None:
        """Say what a box or choice of a form shows, which stands before its result."""
        waiting, self.fields = self.fields, Fields()
        self.say(text, state)
        self.fields = waiting

    def ended(self, state: _State) -> None:
        one = self.fields.end()
        if one.drawn:
            self.say(one.drawn, state)
        self.address(one.address, state)

    def link(self, node: Any, state: _State) -> None:
        before = self.found.length
        self.children(node, state)
        if self.found.length == before:  # an empty link leads nowhere that anybody could see
            return
        target = self.look.links.get(node.get(f"{R}id", ""), "")
        if target.startswith(("http://", "https://", "mailto:")):
            self.address(target.removeprefix("mailto:"), state)

    def address(self, address: str, state: _State) -> None:
        """Put the address behind a link into the text, unless it stands there already."""
        if address and address.rstrip("/") not in self.found.texts.get(state.where, ""):
            self.found.add(state.where, f" ({address})")

    def control(self, node: Any, state: _State) -> None:
        """Read a content control: what was filled in or chosen, a ticked box, or what it asks for."""
        properties, content = node.find(f"{W}sdtPr"), node.find(f"{W}sdtContent")
        box = None if properties is None else properties.find(f"{_W14}checkbox")
        if box is not None:
            ticked = box.find(f"{_W14}checked")
            state_of_box = "0" if ticked is None else ticked.get(f"{_W14}val", "1")
            self.say("☑ " if state_of_box in {"1", "true"} else "☐ ", state)
        elif content is not None:
            self.children(content, replace(state, prompt=state.prompt or on(properties, "showingPlcHdr")))

    def ruby(self, node: Any, state: _State) -> None:
        """Read what stands above a word behind it, in brackets."""
        base, above = node.find(f"{W}rubyBase"), node.find(f"{W}rt")
        if base is not None:
            self.children(base, state)
        if above is not None:
            self.found.add(state.where, " (")
            self.children(above, state)
            self.found.add(state.where, ")")

    def equation(self, node: Any, state: _State) -> None:
        if node.tag == f"{M}r":
            self.children(node, self.of_run(node, state))
            return
        for part in wordmath.spelled(node):
            if isinstance(part, str):
                self.found.add(state.where, part)
            else:
                self.inline(part, state)


def size_of(properties: Any) -> int:
    """Return the size that w:rPr gives to letters, in half points; 0 where it gives none."""
    found = None if properties is None else properties.find(f"{W}sz")
    value = "" if found is None else str(found.get(f"{W}val", ""))
    return int(value) if value.isdecimal() else 0


def _off(properties: Any, name: str) -> bool:
    return properties is not None and properties.find(f"{W}{name}") is not None and not on(properties, name)
