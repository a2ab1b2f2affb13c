"""Word blocks: what has been read of a Word file so far, and what pictures, charts and files in it add."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer, Picture, Repair
from pipeline.notes import normalise, places, wordcharts, wordembedded, wordshape
from pipeline.notes.ooxml import Package
from pipeline.notes.worddrawn import Drawn, Shape

OUT_OF_SIGHT = {Layer.DELETED, Layer.HIDDEN}


@dataclass
class Count:
    """How many paragraphs, tables, … have been read: what places are made of."""

    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    notes: dict[str, int] = field(default_factory=lambda: {"footnotes": 0, "endnotes": 0})
    charts: int = 0
    embedded: int = 0
    page: int = 0
    """0 where the file does not know its pages."""


@dataclass
class Blocks:
    """The blocks of one Word file while it is being read."""

    name: str
    package: Package
    count: Count = field(default_factory=Count)
    told: set[object] = field(default_factory=set)
    """Parts, comments and notes that have been read."""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    def say(self, text: str, layer: Layer, place: str, kind: Kind = Kind.PARAGRAPH) -> None:
        """Add one line of text, if it says anything."""
        if said := " ".join(self.clean(text).split()):
            self.blocks.append(Block(self.name, place, kind, said, layer))

    def line(self, text: str) -> str:
        """Return a text cleaned, on one line; what had to be mended is noted."""
        return " ".join(self.clean(text).split())

    def clean(self, text: str) -> str:
        """Return a text cleaned, its line ends left; what had to be mended is noted."""
        cleaned, repairs = normalise.clean(text)
        self.repairs += repairs
        return cleaned

    def shown(self, one: Drawn, layer: Layer, links: Mapping[str, str], where: str) -> None:
        """Add a piece of a drawing."""
        part = links.get(one.relation, "")
        if one.shape is Shape.PICTURE:
            self.picture(part, one.text, layer, where)
        elif one.shape is Shape.EMBEDDED:
            name = posixpath.basename(part) or one.text
            text = german("Embedded file: {name}").format(name=name)
            self.blocks.append(Block(self.name, places.picture(where), Kind.PICTURE, text, layer, typed=name))
        elif one.shape is Shape.WORDS:
            inner = Layer.TEXTBOX if layer is Layer.BODY else layer
            for row in wordshape.rows(self.clean(one.text)):
                self.blocks.append(
                    Block(self.name, places.inner(where, row.number), Kind.PARAGRAPH, row.text, inner)
                )
        else:
            self.chart(part, layer, where)

    def picture(self, part: str, alt: str, layer: Layer, where: str) -> None:
        """Add a picture: its bytes for a person to look at, its alternative text or name as a block."""
        name = posixpath.basename(part)
        data = self.package.parts.get(part)
        if data and layer not in OUT_OF_SIGHT:
            self.pictures.append(Picture(name, data, self.line(alt), where))
        if text := self.line(alt) or name:
            self.blocks.append(Block(self.name, places.picture(where), Kind.PICTURE, text, layer))

    def chart(self, part: str, layer: Layer = Layer.BODY, where: str = "") -> None:
        """Take the words and numbers of a chart or diagram, which has a part of its own."""
        root = self.package.xml(part)
        if root is None or part in self.told:
            return
        self.told.add(part)
        self.count.charts += 1
        inner = Layer.TEXTBOX if layer is Layer.BODY else layer
        place = places.chart(self.count.charts, where)
        for text in wordcharts.words(root):
            self.say(text, inner, place)
        self.rows(wordcharts.rows(root), inner, place)
        for level, text in wordcharts.points(root):
            if said := self.line(text):
                self.blocks.append(Block(self.name, place, Kind.ITEM, said, inner, level))

    def rows(self, rows: Iterable[Sequence[str]], layer: Layer, place: str) -> None:
        """Add a table of its own."""
        self.count.tables += 1
        for number, row in enumerate(rows, start=1):
            cells = tuple(map(self.line, row))
            if any(cells):
                here, table = places.inner(place, number), self.count.tables
                self.blocks.append(
                    Block(self.name, here, Kind.ROW, " | ".join(cells), layer, cells=cells, table=table)
                )

    def embedded(self, part: str, layer: Layer) -> None:
        """Read a document that is kept whole within the file."""
        if part in self.told:
            return
        self.told.add(part)
        self.count.embedded += 1
        notes = wordembedded.read(self.name, part, self.package.parts.get(part, b""))
        for block in notes.blocks:
            own = layer if block.layer is Layer.BODY else block.layer
            table = block.table and self.count.tables + block.table
            place = places.embedded(self.count.embedded, block.place)
            self.blocks.append(replace(block, place=place, layer=own, table=table))
        self.count.tables += max((block.table for block in notes.blocks), default=0)
        self.pictures += notes.pictures
        self.repairs += notes.repairs
