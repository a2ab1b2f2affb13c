"""Stretches: what one paragraph of a text document says, by layer, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pipeline.model.notes import Layer

OUT_OF_SIGHT = {Layer.DELETED, Layer.HIDDEN}


@dataclass
class Stretches:
    """A paragraph on its way to blocks; what hangs on it is kept as elements, with the layer of its mark."""

    texts: dict[Layer, str] = field(default_factory=dict)
    prompts: str = ""
    """What a form says where nothing has been filled in."""
    contents: bool = False
    """Whether it is a line of a table of contents or an index."""
    boxes: list[tuple[Any, Layer]] = field(default_factory=list)
    notes: list[tuple[Any, Layer]] = field(default_factory=list)
    comments: list[Any] = field(default_factory=list)
    drawn: list[tuple[Any, Layer]] = field(default_factory=list)
    pages: int = 0
    """How many pages end in it."""
    pages_before: int = 0
    """How many of them end before its first word."""
    plain: str = ""
    """Letters that are neither bold nor underlined; empty when all are."""

    @property
    def length(self) -> int:
        """How many letters it has so far, without space around them."""
        return sum(len(text.strip()) for text in self.texts.values())

    def add(self, layer: Layer, text: str) -> None:
        """Append text to what the layer has."""
        self.texts[layer] = self.texts.get(layer, "") + text

    def say(self, layer: Layer, text: str, *, strong: bool) -> None:
        """Append words, and note whether they are bold or underlined."""
        self.add(layer, text)
        if not strong and layer not in OUT_OF_SIGHT:
            self.plain += text.strip()

    def turn(self) -> None:
        """Begin a new page."""
        self.pages += 1
        self.pages_before += not any(map(str.strip, self.texts.values()))

    def before(self, after: Stretches) -> Stretches:
        """Return this paragraph and the one after it as one: the mark between them is deleted."""
        layers = dict.fromkeys([*self.texts, *after.texts])
        return Stretches(
            {layer: self.texts.get(layer, "") + after.texts.get(layer, "") for layer in layers},
            self.prompts + after.prompts,
            self.contents or after.contents,
            self.boxes + after.boxes,
            self.notes + after.notes,
            self.comments + after.comments,
            self.drawn + after.drawn,
            self.pages + after.pages,
            self.pages_before,
            self.plain + after.plain,
        )
