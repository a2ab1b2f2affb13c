"""Building: the blocks of a text document (Word, ODT) while it is being read, each with its place."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer, Notes, Picture, Repair
from pipeline.notes import authors, lines, normalise, outline, places, shape
from pipeline.notes.shape import Shape
from pipeline.notes.stretches import OUT_OF_SIGHT, Stretches

_BESIDE_TABLES = 100_000
"""Number of the first table that is none on the page: those of charts."""
_ENDS = (".", "!", "?", ":", ";", ",")
_TITLE_ROW = outline.TYPED + 1
"""Level of a title row: below all other headings, for it is over its table alone."""
_MOST_LINES, _MOST_LETTERS = 5, 400
"""Lines and letters from which a cell is a passage."""
_SAID_IN_CELLS = {Kind.PARAGRAPH, Kind.HEADING, Kind.ITEM}


@dataclass
class Count:
    """How many paragraphs, tables, … have been read: what places are made of."""

    paragraphs: int = 0
    tables: int = 0
    boxes: int = 0
    footnotes: int = 0
    endnotes: int = 0
    charts: int = 0
    pictures: int = 0
    embedded: int = 0
    page: int = 0
    """0 where the file does not know its pages."""


@dataclass(frozen=True)
class Cell:
    """What a cell says, what else is in it (notes, pictures, tables), and how many columns it takes."""

    said: tuple[Block, ...]
    beside: tuple[Block, ...]
    span: int = 1


@dataclass
class Building:
    """The blocks of one file so far."""

    name: str
    count: Count = field(default_factory=Count)
    told: set[object] = field(default_factory=set)
    """Parts, comments and notes that have been read."""
    blocks: list[Block] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)

    # Text

    def line(self, text: str) -> str:
        """Return a text cleaned, on one line; what had to be mended is noted."""
        return " ".join(self.clean(text).split())

    def clean(self, text: str) -> str:
        """Return a text cleaned, its line ends left; what had to be mended is noted."""
        cleaned, repairs = normalise.clean(text)
        self.repairs += repairs
        return cleaned

    def say(self, text: str, layer: Layer, place: str, kind: Kind = Kind.PARAGRAPH) -> None:
        """Add one line of text, if it says anything."""
        if said := self.line(text):
            self.blocks.append(Block(self.name, place, kind, said, layer))

    def words(self, text: str, layer: Layer, where: str) -> None:
        """Add text that is drawn, line by line."""
        for row in shape.rows(self.clean(text)):
            place = places.inner(where, row.number)
            self.blocks.append(Block(self.name, place, Kind.PARAGRAPH, row.text, boxed(layer)))

    def paragraph(self, found: Stretches, form: Shape, layer: Layer, where: str) -> None:
        """Add the blocks of a paragraph: what it says, what it hides, what it asks for."""
        for row in shape.rows(self.clean(found.texts.get(layer, ""))):
            bare = Block(self.name, places.inner(where, row.number), Kind.PARAGRAPH, row.text, layer)
            own = (
                Shape(indent=form.depth + 1)
                if row.number > 1 and form.depth and lines.item(row.text)
                else form
            )
            if found.contents:
                self.blocks.append(replace(bare, kind=Kind.META))
            else:
                self.blocks.append(shape.block(bare, own, strong=not found.plain, tabs=row.tabs))
        for other, place in ((Layer.DELETED, places.deleted(where)), (Layer.HIDDEN, places.hidden(where))):
            if other is not layer:
                self.say(found.texts.get(other, ""), other, place)
        self.say(found.prompts, layer, places.prompt(where), Kind.META)

    def place(self, found: Stretches, shown: str = "") -> str:
        """Count a paragraph of the body and say where it stands."""
        count = self.count
        count.paragraphs += 1
        count.page += count.page and found.pages_before
        place = places.paragraph(count.paragraphs, shown, count.page)
        count.page += count.page and found.pages - found.pages_before
        return place

    def signed(self, start: int, author: str) -> None:
        """Give the blocks from a number on their author."""
        by = authors.person(author)
        self.blocks[start:] = [outline.by(block, by) for block in self.blocks[start:]]

    # Pictures and other files

    def picture(self, part: str, data: bytes | None, alt: str, layer: Layer, where: str) -> None:
        """Add a picture: its bytes for a person to look at, its alternative text or name as a block."""
        name, said = posixpath.basename(part), self.line(alt)
        if data and layer not in OUT_OF_SIGHT:
            self.pictures.append(Picture(name, data, said, where))
        if said or name:
            self.blocks.append(Block(self.name, places.picture(where), Kind.PICTURE, said or name, layer))

    def file(self, name: str, layer: Layer, where: str) -> None:
        """Add a line for a file that is embedded: a person opens it and brings it, if it is notes."""
        text = german("Embedded file: {name}").format(name=name)
        self.blocks.append(Block(self.name, places.picture(where), Kind.PICTURE, text, layer, typed=name))

    def embed(self, notes: Notes, layer: Layer) -> None:
        """Add a document that is kept whole within the file."""
        self.count.embedded += 1
        for block in notes.blocks:
            own = layer if block.layer is Layer.BODY else block.layer
            place = places.embedded(self.count.embedded, block.place)
            table = block.table and self.count.tables + block.table
            self.blocks.append(replace(block, place=place, layer=own, table=table))
        self.count.tables += max((block.table for block in notes.blocks), default=0)
        self.pictures += notes.pictures
        self.repairs += notes.repairs

    # Tables

    def chart(self, words: Iterable[str], rows: Iterable[Sequence[str]], layer: Layer, where: str) -> str:
        """Add what a chart says and its numbers as rows of a table; return its place."""
        self.count.charts += 1
        place = places.chart(self.count.charts, where)
        for text in words:
            self.say(text, boxed(layer), place)
        for number, row in enumerate(rows, start=1):
            cells = tuple(map(self.line, row))
            self._row(cells, _BESIDE_TABLES + self.count.charts, boxed(layer), places.inner(place, number))
        return place

    def taken(self, start: int, layer: Layer, span: int = 1) -> Cell:
        """Take back the blocks from a number on as what a cell says."""
        new, self.blocks[start:] = self.blocks[start:], []
        told = [block.layer is layer and block.kind in _SAID_IN_CELLS for block in new]
        said = tuple(block for block, is_said in zip(new, told, strict=True) if is_said)
        return Cell(said, tuple(block for block, is_said in zip(new, told, strict=True) if not is_said), span)

    def row(self, cells: Sequence[Cell], table: int, layer: Layer, where: str, before: int = 0) -> None:
        """Add a row; one that is a single cell is a paragraph, or several."""
        hidden = {Layer.DELETED: places.deleted, Layer.HIDDEN: places.hidden}
        where = hidden[layer](where) if layer in hidden else where
        if len(cells) == 1 and len(cells[0].said) > 1:
            self.blocks += cells[0].said
        elif len(cells) == 1:
            self.blocks += (self._title(block, table, where) for block in cells[0].said)
        elif any(map(_is_long, cells)):
            self._unfolded(cells, table, where)
        else:
            texts = [""] * before
            for cell in cells:
                texts += [_lines(cell.said), *[""] * (cell.span - 1)]
            self._row(texts, table, layer, where)
        for cell in cells:
            self.blocks += cell.beside

    def _unfolded(self, cells: Sequence[Cell], table: int, where: str) -> None:
        """Add a row with whole passages in it as a heading, the passages, and what stands beside them."""
        first = next(number for number, cell in enumerate(cells) if _is_long(cell))
        title = " | ".join(text for cell in cells[:first] if (text := _lines(cell.said)))
        if title:
            layer = cells[first].said[0].layer
            kind, level = (Kind.HEADING, _TITLE_ROW) if layer is Layer.BODY else (Kind.PARAGRAPH, 0)
            self.blocks.append(Block(self.name, where, kind, title, layer, level, table=table))
        for cell in cells[first:]:
            self.blocks += (replace(block, table=table) for block in cell.said)

    def _title(self, block: Block, table: int, where: str) -> Block:
        """Return a row of one cell: a heading over the rows below, at the top of the notes their title."""
        begun = any(other.kind is Kind.HEADING for other in self.blocks)
        heads = begun and outline.looks_like_heading(block.raw, bold=True) and block.layer is Layer.BODY
        kind, level = (Kind.HEADING, _TITLE_ROW) if heads else (Kind.PARAGRAPH, 0)
        return replace(block, kind=kind, level=level, place=where, table=table, typed="", text=block.raw)

    def _row(self, texts: Sequence[str], table: int, layer: Layer, where: str) -> None:
        filled = [number for number, text in enumerate(texts) if text]
        if filled:
            cells = tuple(texts[: filled[-1] + 1])
            text = " | ".join(cells)
            self.blocks.append(Block(self.name, where, Kind.ROW, text, layer, cells=cells, table=table))


def _is_long(cell: Cell) -> bool:
    """Tell whether a cell holds a passage, which no row of a table can show."""
    letters = sum(len(block.text) for block in cell.said)
    return len(cell.said) >= _MOST_LINES or (len(cell.said) > 1 and letters > _MOST_LETTERS)


def _lines(blocks: Iterable[Block]) -> str:
    """Return the lines of a cell as one text; a stroke parts what no sentence ends."""
    said = ""
    for block in blocks:
        said += (" " if said.endswith(_ENDS) else " / ") * bool(said) + block.raw
    return said


def boxed(layer: Layer) -> Layer:
    """Return the layer of what stands in a box or shape: its own in running text, else that around it."""
    return Layer.TEXTBOX if layer is Layer.BODY else layer
