r"""RTF: a text in Rich Text Format as blocks, with all that a person could see or find in it.

It is read token by token with a stack of our own, so groups may be nested as deeply as they like.
Pandoc's reader leaves out headers, comments and boxes, and knows no places; it is not asked.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, field

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer, Notes, Repair
from pipeline.notes import lines, normalise, outline, places, rtftext
from pipeline.notes.rtftext import Letters, Token

_FURNITURE = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
_FLOWS = {
    **dict.fromkeys(_FURNITURE, Layer.FURNITURE),
    "footnote": Layer.FOOTNOTE,
    "annotation": Layer.COMMENT,
    "shptxt": Layer.TEXTBOX,
    "dptxbxtext": Layer.TEXTBOX,
}
"""Groups that hold text of their own, beside that around them."""
_INFO = {
    "title",
    "subject",
    "author",
    "manager",
    "company",
    "operator",
    "category",
    "keywords",
    "comment",
    "doccomm",
}
_NOTED = {*_INFO, "fldinst", "atnauthor", "revtbl", "listtext", "pntext", "stylesheet", "fonttbl"}
"""Groups whose text is noted, not said."""
_SILENT = {
    "colortbl", "pict", "nonshppict", "shprslt", "objdata", "objclass", "objname", "nonesttables",
    "xe", "tc", "rxe", "sn", "sv",
    "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "pntxta", "pntxtb", "upr", "bkmkstart",
    "bkmkend", "generator", "listtable", "themedata", "filetbl", "mmathPr", "private", "creatim", "revtim",
}  # fmt: skip
_STARRED = {"shppict", "shpinst", "do", "ud", "moMath", "moMathPara", "nesttableprops", *_NOTED, *_FLOWS}
r"""Groups after `\*` that we know."""
_BEGIN = {*_FLOWS, *_NOTED, *_SILENT, "ud", "field"}
"""Words that say what their group is."""
_LOOKS = {"b": "bold", "v": "hidden", "webhidden": "hidden", "deleted": "deleted"}
"""Switches of letters, and what they switch."""
_BREAKS = {"par", "sect", "page", "column", "cell", "nestcell", "row", "nestrow"}
_HEADING = re.compile(r"(?:heading|überschrift)\s*(\d)", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_ADDRESS = re.compile(r'HYPERLINK\s+"((?:https?://|mailto:)[^"]+)"')
_TYPED_LEVEL = 7
_DEEPEST = 9
_TAB = 360
"""Twentieths of a point that people indent a list by."""


def read(name: str, data: bytes) -> Notes:
    """Read an RTF file."""
    page = _Page(name)
    for token in rtftext.tokens(data):
        page.take(token)
    page.finish()
    return Notes(name, tuple(outline.with_paths(page.blocks)), normalise.total(page.repairs))


@dataclass
class _Group:
    """What holds inside one pair of braces."""

    flow: _Flow
    noted: str = ""
    """Name of the group whose text is only noted."""
    heard: list[str] = field(default_factory=list)
    """What is noted, shared with the groups inside."""
    silent: bool = False
    twice: bool = False
    r"""Silent because the same stands once more beside it in code points (`\ud`)."""
    width: int = 1
    font: int = 0
    bold: bool = False
    hidden: bool = False
    deleted: bool = False
    style: int = -1
    opened: bool = False
    """Whether this group began its flow."""
    fresh: bool = True
    """Nothing has been read in it yet: its first word says what it is."""


@dataclass
class _Flow:
    """Text that runs by itself: the body, a header, a note, a box."""

    layer: Layer
    place: str = ""
    by: str = ""
    texts: dict[Layer, str] = field(default_factory=dict)
    plain: bool = False
    """Whether a letter of the paragraph is not bold."""
    mark: str = ""
    listed: bool = False
    level: int = 0
    depth: int = 0
    indent: int = 0
    nesting: int = 0
    cells: dict[int, list[list[str]]] = field(default_factory=dict)
    """By nesting of tables: the cells of the row so far, each a list of paragraphs."""
    waiting: list[Block] = field(default_factory=list)
    """Notes and boxes that hang on the paragraph."""
    address: str = ""


class _Page:
    """One RTF file on its way to blocks."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.blocks: list[Block] = []
        self.repairs: list[Repair] = []
        self.body = _Flow(Layer.BODY)
        self.groups = [_Group(self.body, fresh=False)]
        self.letters = Letters()
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self.facts: list[tuple[str, str]] = []
        self.author = ""
        self.paragraphs = self.tables = self.rows = self.boxes = self.notes = 0
        self.in_table = False

    @property
    def group(self) -> _Group:
        return self.groups[-1]

    def take(self, token: Token) -> None:
        """Go on by one token."""
        if token.brace == "{":
            self._say(self.letters.rest())
            self.letters.skip = 0
            self.groups.append(copy.copy(self.group))
            self.group.opened, self.group.fresh = False, True
        elif token.brace == "}":
            self._say(self.letters.rest())
            self.letters.skip = 0
            self._close()
        elif token.text:
            self.group.fresh = False
            codec = self.fonts.get(self.group.font, self.codec) if token.word == "'" else self.codec
            codec = "symbol" if self.fonts.get(self.group.font) == "symbol" else codec
            self._say(self.letters.add(token.text, codec))
        elif token.word == "u":
            self.group.fresh = False
            self._say(self.letters.point(token.number or 0, self.group.width))
        elif self.letters.skip and not self.group.fresh and token.word not in _BREAKS:
            self.letters.skip -= 1
        else:
            self.letters.skip = 0
            self._say(self.letters.rest())
            self._word(token)
            self.group.fresh = False

    def finish(self) -> None:
        """End what the file left open."""
        self._say(self.letters.rest())
        while len(self.groups) > 1:
            self._close()
        self._end(self.body)
        for key, said in self.facts:
            self._property(key, said)

    # Groups

    def _word(self, token: Token) -> None:
        group, word = self.group, token.word
        if group.silent and not (word == "ud" and group.twice):
            return
        if group.fresh and (word in _BEGIN or token.starred):
            self._begin(word, starred=token.starred)
        elif letter := rtftext.sign(word):
            self._say(letter)
        elif word in _BREAKS:
            self._break(group.flow, word)
        else:
            self._format(token)

    def _begin(self, word: str, *, starred: bool) -> None:
        """Open a group by what its first word says it is."""
        group = self.group
        group.silent = word in _SILENT or (starred and word not in _STARRED)
        group.twice = word == "upr"
        if word == "pict":
            where = places.picture(group.flow.place or places.paragraph(self.paragraphs + 1))
            group.flow.waiting.append(Block(self.name, where, Kind.PICTURE, german("Picture")))
        group.opened = word == "field" and not group.noted
        if word in _NOTED:
            group.noted, group.opened = word, True
            group.heard = []
        elif word in _FLOWS:
            group.flow = self._flow(word)
            group.opened, group.noted = True, ""
            group.bold = group.hidden = group.deleted = False

    def _flow(self, word: str) -> _Flow:
        layer = _FLOWS[word]
        if layer is Layer.FURNITURE:
            return _Flow(layer, places.furniture(header=word.startswith("header")))
        if layer is Layer.FOOTNOTE:
            self.notes += 1
            return _Flow(layer, places.note(self.notes))
        if layer is Layer.COMMENT:
            author, self.author = self.author, ""
            return _Flow(layer, places.comment(author), author)
        self.boxes += 1
        return _Flow(layer, places.box(self.boxes))

    def _close(self) -> None:
        if len(self.groups) == 1:
            return
        group = self.groups.pop()
        if not group.opened:
            return
        if group.noted:
            self._close_noted(group)
        elif group.flow is not self.group.flow:
            self._end(group.flow)
            self.group.flow.waiting += group.flow.waiting
        else:
            self._address(group.flow)

    def _end(self, flow: _Flow) -> None:
        """End a flow, and the rows of tables that nobody has ended."""
        self._paragraph(flow)
        for nesting in sorted(flow.cells, reverse=True):
            self._row(flow, nesting)

    def _close_noted(self, group: _Group) -> None:
        said = "".join(group.heard)
        flow = self.group.flow
        if group.noted in {"listtext", "pntext"}:
            flow.mark, flow.listed = self._clean(said), True
        elif group.noted == "fldinst" and (match := _ADDRESS.search(said)):
            flow.address = match[1].removeprefix("mailto:")
        elif group.noted == "atnauthor":
            self.author = self._clean(said)
        elif group.noted == "revtbl":
            self.facts += [("author", one) for one in said.split(";") if one.strip() not in {"", "Unknown"}]
        elif group.noted in _INFO:
            self.facts.append((group.noted, said))

    # Letters

    def _say(self, text: str) -> None:
        group = self.group
        if not text or group.silent:
            return
        if group.noted:
            self._note(text)
            return
        flow = group.flow
        layer = Layer.DELETED if group.deleted else Layer.HIDDEN if group.hidden else flow.layer
        flow.texts[layer] = flow.texts.get(layer, "") + text
        if layer is flow.layer and not group.bold and any(map(str.isalnum, text)):
            flow.plain = True

    def _note(self, text: str) -> None:
        group = self.group
        if group.noted == "stylesheet":
            name = text.strip().rstrip(";").lower()
            match = _HEADING.match(name)
            if group.style >= 0 and (level := int(match[1]) if match else _TITLES.get(name, 0)):
                self.levels[group.style] = level
        elif group.noted != "fonttbl":
            group.heard.append(text)

    def _format(self, token: Token) -> None:
        """Take what changes how text looks, and what tables and lists it is in."""
        group, number, word = self.group, token.number, token.word
        on = number != 0
        if word == "f":
            group.font = number or 0
        elif word == "fcharset" and group.noted == "fonttbl":
            self.fonts[group.font] = rtftext.charset(number)
        elif word == "uc":
            group.width = max(number or 0, 0)
        elif word in {"ansicpg", "mac"}:
            self.codec = "mac_roman" if word == "mac" else rtftext.codepage(number)
        elif word in _LOOKS:
            setattr(group, _LOOKS[word], on)
        elif word == "plain":
            group.bold = group.hidden = group.deleted = False
        elif word == "s":
            group.style = number or 0
            group.flow.level = group.flow.level if group.noted else self.levels.get(group.style, 0)
        elif not group.noted:
            self._shape(group.flow, word, number)

    def _shape(self, flow: _Flow, word: str, number: int | None) -> None:
        """Take what a paragraph is."""
        if word == "pard":
            self._address(flow)
            flow.level = flow.indent = flow.depth = flow.nesting = 0
            self.group.style = -1
        elif word == "outlinelevel" and (number or 0) < _DEEPEST:
            flow.level = (number or 0) + 1
        elif word == "intbl":
            flow.nesting = max(flow.nesting, 1)
        elif word == "itap":
            flow.nesting = max(number or 0, 0)
        elif word == "ilvl":
            flow.depth = max(number or 0, 0)
        elif word == "li":
            flow.indent = max(number or 0, 0)

    def _address(self, flow: _Flow) -> None:
        """Put the address behind a link into the text, unless it stands there already."""
        address, flow.address = flow.address, ""
        if address and address.rstrip("/") not in flow.texts.get(flow.layer, ""):
            flow.texts[flow.layer] = flow.texts.get(flow.layer, "") + f" ({address})"

    # Paragraphs and tables

    def _break(self, flow: _Flow, word: str) -> None:
        if word in {"row", "nestrow"}:
            self._row(flow, 1 if word == "row" else max(flow.nesting, 2))
        elif word in {"cell", "nestcell"}:
            nesting = 1 if word == "cell" else max(flow.nesting, 2)
            flow.nesting = nesting
            self._paragraph(flow)
            self._cells(flow, nesting).append([])
        else:
            self._paragraph(flow)

    def _cells(self, flow: _Flow, nesting: int) -> list[list[str]]:
        return flow.cells.setdefault(nesting, [[]])

    def _paragraph(self, flow: _Flow) -> None:
        """End a paragraph: its visible text first, then what it hides, then what hangs on it."""
        self._address(flow)
        texts, waiting = flow.texts, flow.waiting
        flow.texts, flow.waiting = {}, []
        visible = texts.get(flow.layer, "")
        place = flow.place or places.paragraph(self.paragraphs + 1)
        if flow.nesting:
            place = flow.place or places.row(self.tables + (not self.in_table), self.rows * self.in_table + 1)
            if said := self._clean(visible):
                self._cells(flow, flow.nesting)[-1].append(said)
        elif flow is self.body:
            self.paragraphs += 1
            self.in_table = False
        out: list[Block] = []
        if not flow.nesting:
            for row, text in enumerate(visible.split("\n"), start=1):
                if said := self._clean(text):
                    out.append(self._shaped(flow, said, places.inner(place, row)))
        for layer, where in ((Layer.DELETED, places.deleted), (Layer.HIDDEN, places.hidden)):
            if layer is not flow.layer and (text := self._clean(texts.get(layer, ""))):
                out.append(Block(self.name, where(place), Kind.PARAGRAPH, text, layer))
        self._put(flow, [*out, *waiting])
        flow.plain, flow.listed, flow.mark = False, False, ""

    def _put(self, flow: _Flow, blocks: list[Block]) -> None:
        """Put blocks where they belong: those of the body into the file, others behind what they hang on."""
        blocks = [outline.by(block, flow.by) for block in blocks] if flow.by else blocks
        if flow is self.body:
            self.blocks += blocks
        else:
            flow.waiting += blocks

    def _shaped(self, flow: _Flow, text: str, place: str) -> Block:
        typed = lines.item(text)
        if flow.layer is Layer.BODY and flow.level:
            return Block(self.name, place, Kind.HEADING, text, flow.layer, flow.level)
        if flow.listed:
            ordered = any(map(str.isdigit, flow.mark)) or bool(re.fullmatch(r"\(?[a-z]+[.)]", flow.mark))
            inner = typed if typed and typed.checked is not None else lines.Item(text, ordered)
            return Block(self.name, place, Kind.ITEM, inner.text, flow.layer, flow.depth + 1, ordered,
                         inner.checked, typed=text)  # fmt: skip
        bold = not flow.plain
        if flow.layer in {Layer.BODY, Layer.TEXTBOX} and outline.looks_like_heading(text, bold=bold):
            return Block(self.name, place, Kind.HEADING, text, flow.layer, _TYPED_LEVEL)
        if typed:
            level = 1 + min(flow.indent // (2 * _TAB), 4)
            return Block(self.name, place, Kind.ITEM, typed.text, flow.layer, level, typed.ordered,
                         typed.checked, typed=text)  # fmt: skip
        return Block(self.name, place, Kind.PARAGRAPH, text, flow.layer)

    def _row(self, flow: _Flow, nesting: int) -> None:
        cells = [" / ".join(cell) for cell in flow.cells.pop(nesting, [])]
        cells = cells if cells and cells[-1] else cells[:-1]  # what comes after the last \\cell is no cell
        said = [cell for cell in cells if cell]
        if not said:
            return
        if not self.in_table:
            self.tables += 1
            self.rows, self.in_table = 0, True
        self.rows += 1
        place = places.row(self.tables, self.rows)
        place = f"{flow.place}, {place}" if flow.place else place
        if len(cells) == 1:
            block = Block(self.name, place, Kind.PARAGRAPH, said[0], flow.layer, table=self.tables)
        else:
            block = Block(self.name, place, Kind.ROW, " | ".join(cells), flow.layer, cells=tuple(cells),
                          table=self.tables)  # fmt: skip
        self._put(flow, [block])

    def _property(self, key: str, text: str) -> None:
        if said := self._clean(text):
            by = "creator" if key in {"author", "operator", "manager", "company"} else key
            self.blocks.append(
                Block(self.name, places.property_(key), Kind.META, said, Layer.PROPERTY, by=by)
            )

    def _clean(self, text: str) -> str:
        cleaned, repairs = normalise.clean(text)
        self.repairs += repairs
        return " ".join(cleaned.split())
