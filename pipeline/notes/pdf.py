"""PDF: the text of a PDF that has any, in reading order; a scan is a picture to transcribe."""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.notes import lines as typed
from pipeline.notes import normalise, outline, pdflayout, pdfpage, places, plain
from pipeline.notes.pdflayout import Line
from pipeline.notes.pdfpage import Page, Piece

EDGE = 3
"""Lines at the top and bottom of a page that may be its header or footer."""
_OFTEN = 0.4
"""A line on so many pages, numbers apart, is furniture."""
_LEAST = 3
_BIG = 1.15
"""Letters so much higher than those of the text make a heading."""
_SPACED = re.compile(r"(?:\w ){3,}\w[!?:.]?")
_LIGATURE = re.compile("[\ufb00-\ufb06]")
"""Letters that a typesetter joined, `ﬁ` for `fi`."""
_SYMBOLS = str.maketrans(
    {
        "\uf0b7": "•", "\uf0a7": "▪", "\uf0d8": "➤", "\uf0fc": "✔", "\uf0a8": "☐", "\uf06f": "☐",
        "\uf071": "☐",
        "\uf0fe": "☑", "\uf0fd": "☒", "\uf078": "☒", "\uf076": "▪", "\uf0e0": "→", "\uf0f0": "→",
    }
)  # fmt: skip
"""Signs of Symbol and Wingdings, where Word puts them."""
_STRANGE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010fffd]")
_NUMBER = re.compile(
    r"(?:(?:seite|page|s\.)\s*)?[-–—|]?\s*\d{1,3}\s*[-–—|]?(?:\s*(?:von|/|of)\s*\d{1,3})?", re.IGNORECASE
)
_LETTERHEAD = re.compile(
    r"\b(?:tel(?:efon)?|fax|telefax|e-?mail|iban|bic|www|https?|amtsgericht|vereinsregister|registergericht|"
    r"steuer-?n(?:ummer|r)|ust-?id|bankverbindung|konto|vr\s?\d+)\b|\S+@\S+\.\w|\b\d{5}\s+[A-ZÄÖÜ][a-zäöü]+",
    re.IGNORECASE,
)
_HEAD_LINES = 12
_LEAST_SIGNS = 2
_MOST_NAMED = 20


def read(name: str, data: bytes) -> Notes:
    """Read the text layer; properties and running headers are kept apart from it.

    Raises:
        Unreadable: damaged, locked, or longer than any notes.
    """
    file = pdfpage.open_(data)
    pages = [_cleaned(page) for page in file.pages]
    blocks = [
        Block(name, places.property_(key), Kind.META, said, Layer.PROPERTY, by=_BY.get(key, key.lower()))
        for key, said in file.properties
    ]
    if not any(page.pieces for page in pages):
        scan = Block(name, german("Scan"), Kind.PICTURE, normalise.line(name))
        return Notes(name, (*blocks, scan))
    book = _Book(name, pages)
    for number in range(len(pages)):
        book.page(number)
    blocks += [*book.blocks, *book.unread()]
    return Notes(name, tuple(outline.with_paths(blocks)), normalise.total(book.repairs))


_BY = {"Author": "creator"}


def _cleaned(page: Page) -> Page:
    """Return a page with letters for ligatures and for signs of Symbol and Wingdings."""
    pieces = (dataclasses.replace(piece, text=_letters(piece.text)) for piece in page.pieces)
    return dataclasses.replace(page, pieces=tuple(piece for piece in pieces if piece.text.strip()))


def _letters(text: str) -> str:
    said = _LIGATURE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text.translate(_SYMBOLS))
    return said.replace(" ", "") if _SPACED.fullmatch(said) else said


@dataclass
class _Book:
    """A PDF on its way to blocks, page by page."""

    name: str
    pages: Sequence[Page]
    blocks: list[Block] = field(default_factory=list)
    repairs: list[Repair] = field(default_factory=list)
    tables: int = 0
    strange: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.size = pdflayout.body_size(self.pages)
        self.furniture = _furniture(self.pages)
        sizes = {
            round(piece.size)
            for page in self.pages
            for piece in page.pieces
            if piece.size >= _BIG * self.size and sum(map(str.isalpha, piece.text)) > 2  # noqa: PLR2004
        }
        self.levels = {size: level for level, size in enumerate(sorted(sizes, reverse=True)[:6], start=1)}

    def page(self, number: int) -> None:
        """Add the blocks of one page."""
        page = self.pages[number]
        edge = set(map(id, self.at_edges(page)))
        rest = [piece for piece in page.pieces if id(piece) not in edge]
        for row in pdflayout.rows(piece for piece in page.pieces if id(piece) in edge):
            text = " ".join(piece.text for piece in row)
            self.add(Block(self.name, places.page(number + 1, 1), Kind.PARAGRAPH, text, Layer.FURNITURE))
        self.lines(pdflayout.lines(dataclasses.replace(page, pieces=tuple(rest))), number + 1)
        if any(_STRANGE.search(piece.text) for piece in page.pieces):
            self.strange.append(number + 1)

    def unread(self) -> Iterator[Block]:
        """Yield what a person has to look at: pages with signs that stand for no letters."""
        if self.strange:
            pages = ", ".join(map(str, self.strange[:_MOST_NAMED]))
            where = german("Page {pages}: signs that no program can read").format(pages=pages)
            yield Block(self.name, where, Kind.PICTURE, normalise.line(self.name))

    def at_edges(self, page: Page) -> Iterator[Piece]:
        """Yield what is header, footer or letterhead of a page."""
        rows = pdflayout.rows(piece for piece in page.pieces if not piece.sideways)
        for place, row in _edges(rows):
            text = _said(row)
            first = place in {0, -1}
            if (place, _shape(text)) in self.furniture or (first and _NUMBER.fullmatch(text)):
                yield from row
        for part in (rows[:_HEAD_LINES], rows[-_HEAD_LINES:]):
            signs = [piece for row in part for piece in row if _LETTERHEAD.search(piece.text)]
            outer = [piece for piece in signs if not 0.2 < piece.base / max(page.high, 1) < 0.72]  # noqa: PLR2004
            if len(outer) >= _LEAST_SIGNS:
                yield from outer

    def lines(self, found: Sequence[Line], number: int) -> None:
        """Add lines: headings and rows by themselves, running text in paragraphs."""
        waiting: list[tuple[int, str]] = []
        tables = self.tables
        for row, line in enumerate(self.paragraphs(found), start=1):
            level = self.level(line)
            if line.cells or level:
                self.running(waiting, number)
                waiting = []
                place = places.page(number, row)
                if level:
                    self.add(Block(self.name, place, Kind.HEADING, line.text, level=level))
                else:
                    self.row(line, place, tables)
            else:
                waiting.append((row, line.text))
        self.running(waiting, number)

    def row(self, line: Line, place: str, tables: int) -> None:
        self.tables = max(self.tables, tables + line.table)
        filled = [cell for cell in line.cells if cell]
        if len(filled) == 1:
            self.add(Block(self.name, place, Kind.PARAGRAPH, filled[0], table=tables + line.table))
        else:
            cells = tuple(" ".join(normalise.clean(cell)[0].split()) for cell in line.cells)
            self.add(
                Block(self.name, place, Kind.ROW, " | ".join(cells), cells=cells, table=tables + line.table)
            )

    def level(self, line: Line) -> int:
        """Return the level of a heading by the height of its letters; 0 for running text."""
        big = self.levels.get(round(line.size), 0) if line.size >= _BIG * self.size else 0
        if line.cells or "\t" in line.text or typed.item(line.text):
            return 0
        if not outline.looks_like_heading(line.text, bold=bool(big) or line.bold):
            return 0
        return big or 7

    def paragraphs(self, found: Sequence[Line]) -> Iterator[Line]:
        """Yield lines with those put together that are one paragraph."""
        before: Line | None = None
        last: Line | None = None
        for line in found:
            if before and last and _goes_on(before, last, line):
                before = dataclasses.replace(before, text=pdflayout.joined(before.text, line.text))
            else:
                if before:
                    yield before
                before = line
            last = line
        if before:
            yield before

    def running(self, waiting: Sequence[tuple[int, str]], number: int) -> None:
        """Add running text as people type it: items, labels and columns are found as in plain text."""
        if not waiting:
            return
        text, mended = normalise.clean("\n".join(said for _row, said in waiting))
        self.repairs += mended
        rows = [row for row, _said in waiting]
        most = 0
        for block in plain.blocks(
            self.name, text, lambda at: places.page(number, rows[min(at, len(rows)) - 1])
        ):
            most = max(most, block.table)
            table = block.table + self.tables if block.table else 0
            self.blocks.append(dataclasses.replace(block, table=table))
        self.tables += most

    def add(self, block: Block) -> None:
        text, mended = normalise.clean(block.text)
        self.repairs += mended
        if said := " ".join(text.split()):
            self.blocks.append(dataclasses.replace(block, text=said))


def _goes_on(before: Line, last: Line, line: Line) -> bool:
    """Tell whether a line goes on with the paragraph of the line above it."""
    if last.cells or line.cells or "\t" in last.text or "\t" in line.text:
        return False
    if typed.item(line.text) and (typed.item(before.text) or last.text[-1:] in ".!?:;"):
        return False  # else a sentence may go on with `9. Sitzung` or with a dash
    same = abs(last.size - line.size) < 0.1 * line.size and last.bold == line.bold
    near = 0 < last.base - line.base < 1.75 * line.size
    next_column = line.base > last.base and abs(line.width - last.width) < 0.2 * line.width
    if not same or not (near or (next_column and not line.text[0].isupper())):
        return False
    if last.text[-1:] in "-\u0002\ufffe" and last.text[-2:-1].isalpha():
        return True
    if near and typed.item(before.text) and line.left > before.left + line.size / 2:
        return True  # hangs below the words of the item, not below its sign
    word = len(line.text.split(maxsplit=1)[0]) + 1
    letter = (last.right - last.left) / max(len(last.text), 1)
    edge = min(before.left, line.left) + max(line.width, last.width)
    fits = last.right + word * letter <= edge - letter
    indented = line.left > last.left + line.size and not typed.item(before.text)
    return not fits and not (indented and line.text[:1].isupper())


def _shape(row: str) -> str:
    """Return a line as it repeats from page to page: without numbers and spaces."""
    return re.sub(r"[\d\s]+", "", row)


def _said(row: Sequence[Piece]) -> str:
    return " ".join(piece.text.strip() for piece in row)


def _edges(rows: Sequence[Sequence[Piece]]) -> Iterator[tuple[int, Sequence[Piece]]]:
    """Yield place at the edge (0, 1, 2 from the top, -1, -2, -3 from below) and the line there."""
    yield from enumerate(rows[:EDGE])
    yield from ((-place, row) for place, row in enumerate(reversed(rows[-EDGE:]), start=1))


def _furniture(pages: Sequence[Page]) -> set[tuple[int, str]]:
    """Return places and shapes of lines that many pages have at one edge; two pages at the same height."""
    seen: Counter[tuple[int, str]] = Counter()
    heights: dict[tuple[int, str], set[int]] = {}
    for page in pages:
        rows = pdflayout.rows(piece for piece in page.pieces if not piece.sideways)
        for place, row in _edges(rows):
            line = place, _shape(_said(row))
            seen[line] += 1
            heights.setdefault(line, set()).add(round(row[0].base / 3))
    least = _LEAST if len(pages) >= _LEAST else 2
    return {
        line
        for line, times in seen.items()
        if line[1]
        and times >= max(least, _OFTEN * len(pages))
        and (times >= _LEAST or len(heights[line]) == 1)
    }
