"""Notes: what a reader makes of one raw file, before anything is sorted."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field


class Kind(enum.Enum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """One list item; `level` is its nesting from 1."""
    ROW = "row"
    """One table row; `cells` holds its columns."""
    PICTURE = "picture"
    """A picture to look at or transcribe; the text is its alt text or file name."""
    META = "meta"
    """A labelled fact about the meeting or the file: date, place, author."""


class Layer(enum.Enum):
    """Where in the file the text stood; decides what may become public."""

    BODY = "body"
    TEXTBOX = "textbox"
    FOOTNOTE = "footnote"
    """Foot- and endnotes."""
    FURNITURE = "furniture"
    """Headers and footers: repeated on each page."""
    COMMENT = "comment"
    DELETED = "deleted"
    """Deleted under tracked changes, or moved away."""
    HIDDEN = "hidden"
    """Formatted as hidden, or an HTML comment."""
    PROPERTY = "property"
    """Document properties: title, author, company."""


@dataclass(frozen=True)
class Run:
    """One stretch of text found in the raw file by the inventory, independently of any reader."""

    place: str
    text: str
    layer: Layer = Layer.BODY
    optional: bool = False
    """What a reader may add or leave out: a picture's file name, the address behind a link. U+FFFD in it
    stands for any sign."""
    loose: bool = False
    """Cut where the file's makers did not cut: its letters count, not where they stand (PDF)."""


@dataclass(frozen=True)
class Block:
    """One unit of notes that gets exactly one fate.

    `source` is the file's name in `notes/`; `place` is what a person can find (`Absatz 12`,
    `Zeile 40`, `Tabelle 1, Zeile 3`); `text` is plain text without markup, normalised; `path` is the
    chain of headings above it; `by` the author where the file names one (comments, pad colours).
    """

    source: str
    place: str
    kind: Kind
    text: str
    layer: Layer = Layer.BODY
    level: int = 0
    ordered: bool = False
    checked: bool | None = None
    """For items: a ticked or empty box; None when it has none."""
    cells: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    by: str = ""
    typed: str = ""
    """The text with the marks people typed for structure (`- `, `1.`, `**`); empty when it has none."""
    table: int = 0
    """For rows: the number of their table in the file, from 1."""

    @property
    def raw(self) -> str:
        """What stands in the file: what the ledger keeps and the inventory counts."""
        return self.typed or self.text


@dataclass(frozen=True)
class Repair:
    """One thing normalising mended: what, and how often."""

    what: str
    times: int


@dataclass(frozen=True)
class Picture:
    """A picture out of the notes, with its metadata still on it."""

    name: str
    data: bytes
    alt: str = ""
    place: str = ""


@dataclass(frozen=True)
class Marked:
    """A stretch of a file and the mark it carries."""

    mark: str
    text: str


@dataclass(frozen=True)
class Marks:
    """What our own form left in a file, in the order of the file (model/form.py)."""

    said: bool = False
    """Whether the file says that it is the form."""
    headings: tuple[Marked, ...] = ()
    fields: tuple[Marked, ...] = ()
    """Paragraphs that stand in a field."""
    asks: tuple[str, ...] = ()
    """Words that wait in a field to be written over."""


@dataclass(frozen=True)
class Notes:
    """One raw file, read. Blocks are in reading order."""

    source: str
    blocks: tuple[Block, ...]
    repairs: tuple[Repair, ...] = ()
    pictures: tuple[Picture, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    """Document properties, never published by themselves: author, title, created."""
    marks: Marks = field(default_factory=Marks)
    """What our form left in it; empty for all other notes."""
