"""Open text: what stands in one paragraph of an ODT, as stretches in their layers, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.model.notes import Layer
from pipeline.notes.openlook import DRAW, LOEXT, OFFICE, TEXT, XLINK, Look
from pipeline.notes.stretches import OUT_OF_SIGHT, Stretches

_MOST_SPACES = 1_000
_SILENT = {
    f"{TEXT}note-citation", f"{TEXT}script", f"{TEXT}number", f"{TEXT}label", f"{TEXT}change-start",
    f"{TEXT}change-end", f"{OFFICE}annotation-end", f"{OFFICE}event-listeners", f"{LOEXT}list-item",
}  # fmt: skip
"""What machines keep there, or what is drawn anew from elsewhere."""
_TRUE = {"true", "1"}


def read(paragraph: Any, look: Look, layer: Layer, *, prompt: bool = False) -> Stretches:
    """Walk over one paragraph in reading order; what stands in boxes and notes is left to the caller."""
    walk = _Walk(look)
    style = look.style("paragraph", str(paragraph.get(f"{TEXT}style-name") or ""))
    unseen = any(_is_on(node, "is-hidden") for node in paragraph.iter(f"{TEXT}hidden-paragraph"))
    layer = Layer.DELETED if style.struck else layer
    strong = style.strong or style.size >= look.large
    walk.inside(paragraph, _State(layer, style.hidden or unseen, strong, prompt))
    return walk.found


@dataclass(frozen=True)
class _State:
    layer: Layer
    hidden: bool = False
    strong: bool = False
    prompt: bool = False

    @property
    def where(self) -> Layer:
        return Layer.HIDDEN if self.hidden and self.layer is not Layer.DELETED else self.layer


def _is_on(node: Any, name: str, space: str = TEXT) -> bool:
    return node.get(f"{space}{name}") in _TRUE


@dataclass
class _Walk:
    look: Look
    found: Stretches = field(default_factory=Stretches)

    def inside(self, node: Any, state: _State) -> None:
        self.say(node.text, state)
        for child in node:
            if isinstance(child.tag, str) and child.tag not in _SILENT:
                self.child(child, state)
            self.say(child.tail, state)

    def say(self, text: str | None, state: _State) -> None:
        if text and state.prompt and state.where not in OUT_OF_SIGHT:
            self.found.prompts += text
        elif text:
            self.found.say(state.where, text, strong=state.strong)

    def child(self, node: Any, state: _State) -> None:
        tag = node.tag
        if tag == f"{TEXT}note":
            self.found.notes.append((node, state.where))
        elif tag == f"{OFFICE}annotation":
            self.found.comments.append(node)
        elif tag.startswith(DRAW) and tag != f"{DRAW}a":
            self.found.drawn.append((node, state.where))
        elif tag == f"{TEXT}change":
            self.found.drawn.append((node, Layer.DELETED))
        elif tag == f"{TEXT}soft-page-break":
            self.found.turn()
        elif tag in {f"{TEXT}line-break", f"{TEXT}tab", f"{TEXT}s"}:
            self.found.add(state.where, _blank(node))
        else:
            self.wrapped(node, state)

    def wrapped(self, node: Any, state: _State) -> None:
        """Read an element that wraps text: a link, a stretch in another style, a field."""
        tag = node.tag
        if tag in {f"{TEXT}a", f"{DRAW}a"}:
            before = self.found.length
            self.inside(node, state)
            if self.found.length > before:  # an empty link leads nowhere that anybody could see
                self.address(str(node.get(f"{XLINK}href") or ""), state)
        elif tag == f"{TEXT}hidden-text":
            unseen = _is_on(node, "is-hidden") or not node.text
            text = str(node.get(f"{TEXT}string-value") or "") if unseen else ""
            self.say(text, replace(state, hidden=True))
            self.inside(node, replace(state, hidden=state.hidden or unseen))
        elif tag == f"{TEXT}placeholder":
            self.inside(node, replace(state, prompt=True))
        elif tag == f"{LOEXT}content-control":
            self.control(node, state)
        elif tag == f"{TEXT}ruby-text":
            self.found.add(state.where, " (")
            self.inside(node, state)
            self.found.add(state.where, ")")
        else:
            style = self.look.style("text", str(node.get(f"{TEXT}style-name") or ""))
            strong = state.strong or style.strong or style.size >= self.look.large
            layer = Layer.DELETED if style.struck else state.layer
            hidden = state.hidden or style.hidden
            self.inside(node, replace(state, layer=layer, hidden=hidden, strong=strong))

    def control(self, node: Any, state: _State) -> None:
        if _is_on(node, "checkbox", LOEXT):
            self.say("☑ " if _is_on(node, "checked", LOEXT) else "☐ ", state)
        else:
            asks = _is_on(node, "showing-place-holder", LOEXT)
            self.inside(node, replace(state, prompt=state.prompt or asks))

    def address(self, address: str, state: _State) -> None:
        """Put the address behind a link into the text, unless it stands there already."""
        if address.startswith(("http://", "https://", "mailto:")):
            said = address.removeprefix("mailto:")
            if said.rstrip("/") not in self.found.texts.get(state.where, ""):
                self.found.add(state.where, f" ({said})")


def _blank(node: Any) -> str:
    if node.tag == f"{TEXT}s":
        times = str(node.get(f"{TEXT}c") or "1")
        return " " * min(int(times) if times.isdecimal() else 1, _MOST_SPACES)
    return "\t" if node.tag == f"{TEXT}tab" else "\n"
