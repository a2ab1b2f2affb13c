"""DOCX: the acknowledgement as paragraphs in a finished Word file; every other byte of its text stays.

New paragraphs are put between the bytes of document.xml, which is never written anew: comments, tracked
changes, controls and bookmarks cannot be lost. The other parts are copied.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.stamp.wordstyles import WORD, Styles
from pipeline.verify import wording
from pipeline.verify.package import DAMAGED
from pipeline.verify.pdf import IMPRINTS

DOCUMENT, STYLES = "word/document.xml", "word/styles.xml"
BOOKMARK = "imprint"
_TIME = (1980, 1, 1, 0, 0, 0)
_P, _BODY = f"{WORD} p", f"{WORD} body"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
"""Namespace of ISO/IEC 29500-1, strict."""
_RUNNING = 40
"""Letters from which on a paragraph is running text, whose style the new one takes."""


@dataclass
class Block:
    """One child of the body: the byte where it begins, and what its paragraphs say."""

    start: int
    kind: str
    paragraphs: int = 0
    style: str = ""
    text: str = ""
    heading: str = ""
    """The first text in it that is styled as a heading."""
    level: int = 0
    imprint: bool = False
    breaks: bool = False
    """Whether a page ends in it or before it."""


@dataclass
class Body:
    """The text of a Word file: its blocks, and where the last section's properties begin."""

    blocks: list[Block]
    end: int
    marks: set[int]
    """Numbers of bookmarks."""
    prefix: str
    """What Word's elements are called by: `w:`."""


def stamp(
    data: bytes, wanted: Mapping[Spot, Sequence[str]], *, lang: str, heading: str, name: str
) -> tuple[bytes, list[str]]:
    """Return the file with paragraphs at spots, and remarks; the same input gives the same bytes.

    Raises:
        Trouble: the file is signed, or no Word file as Word writes it.
    """
    entries, parts = _unpacked(data, name)
    _refuse(parts, name)
    styles = Styles.of(parts.get(STYLES, b""))
    document = parts[DOCUMENT]
    body = _Reader(document, styles, name).body
    hand = _Hand(body, styles, lang)
    pieces: dict[int, str] = {}
    remarks: list[str] = []
    for spot, texts in wanted.items():
        at, xml = hand.title(texts) if spot is Spot.TITLE else hand.imprint(texts, heading)
        pieces[at] = pieces.get(at, "") + xml
    for at, xml in sorted(pieces.items(), reverse=True):
        document = document[:at] + xml.encode() + document[at:]
    return _packed(entries, {**parts, DOCUMENT: document}), remarks


def _unpacked(data: bytes, name: str) -> tuple[list[zipfile.ZipInfo], dict[str, bytes]]:
    """Return all parts with what the package says of each; their sizes were looked at before."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = [entry for entry in package.infolist() if not entry.is_dir()]
            return entries, {entry.filename: package.read(entry) for entry in entries}
    except DAMAGED as error:
        raise Trouble.at(
            name,
            _("This DOCX cannot be read: {what}").format(what=str(error)[:200]),
            _("It is broken or incomplete: build it again, or get it anew from where it came."),
        ) from error


def _refuse(parts: Mapping[str, bytes], name: str) -> None:
    """Refuse what a change would break, and what is written in another way than Word's own.

    Raises:
        Trouble: with the reason.
    """
    if any(part.startswith("_xmlsignatures/") for part in parts):
        raise Trouble.at(
            name,
            _("This Word file is signed: any change would make the signature invalid."),
            _("Stamp the file first and have it signed after; whoever signed it has the unsigned one."),
        )
    if _STRICT in parts[DOCUMENT][:8000]:
        raise Trouble.at(
            name,
            _("This is a “Strict Open XML” document, which few programs read."),
            _("Save it anew as an ordinary Word document (.docx)."),
        )
    declared = re.match(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=[\"']([\w-]+)", parts[DOCUMENT])
    if (declared and declared[1].lower() != b"utf-8") or parts[DOCUMENT][:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Trouble.at(
            name,
            _("The text of this Word file is not in UTF-8."),
            _("Open it in Word or LibreOffice, and save it anew as .docx."),
        )


def _packed(entries: Sequence[zipfile.ZipInfo], parts: Mapping[str, bytes]) -> bytes:
    """Pack the parts in their order; each carries the same time, whatever the day."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for entry in entries:
            info = zipfile.ZipInfo(entry.filename, _TIME)
            info.compress_type = (
                entry.compress_type if entry.compress_type in (0, 8) else zipfile.ZIP_DEFLATED
            )
            info.create_system = 3
            package.writestr(info, parts[entry.filename])
    return out.getvalue()


class _Reader:
    """Finds the blocks of document.xml and the bytes between them."""

    def __init__(self, document: bytes, styles: Styles, name: str) -> None:
        self.styles = styles
        self.body = Body([], 0, set(), "w:")
        self._path: list[str] = []
        self._open: list[list[str]] = []
        """Style and text of the paragraphs around: text boxes lie within one."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._said
        self._parser = parser
        try:
            parser.Parse(document, True)
        except expat.ExpatError as error:
            raise _strange(name, str(error)) from error
        if not self.body.end:
            raise _strange(name, "w:body")

    def _start(self, tag: str, values: dict[str, str]) -> None:
        local, prefix = _named(tag)
        if len(self._path) == 2 and self._path[-1] == "body":  # noqa: PLR2004  (document, body)
            self.body.blocks.append(Block(self._parser.CurrentByteIndex, local))
        if local == "body" and len(self._path) == 1:
            self.body.prefix = prefix
        self._path.append(local)
        value = next((found for key, found in values.items() if _named(key)[0] == "val"), "")
        block = self.body.blocks[-1] if self.body.blocks else None
        if local == "p":
            self._open.append(["", ""])
        elif local == "pStyle" and self._open:
            self._open[-1][0] = value
        elif local == "bookmarkStart":
            self._mark({_named(key)[0]: found for key, found in values.items()})
        elif block is not None and (
            local in ("pageBreakBefore", "lastRenderedPageBreak")
            or (local == "br" and any(found == "page" for found in values.values()))
            or (local == "sectPr" and block.kind != "sectPr")
        ):
            block.breaks = True

    def _mark(self, values: Mapping[str, str]) -> None:
        if re.fullmatch(r"\d{1,9}", values.get("id", "")):
            self.body.marks.add(int(values["id"]))
        if values.get("name") == BOOKMARK and self.body.blocks:
            self.body.blocks[-1].imprint = True

    def _end(self, _tag: str) -> None:
        local = self._path.pop()
        if local == "p" and self.body.blocks:
            self._paragraph(self.body.blocks[-1], *self._open.pop())
        elif local == "body":
            last = self.body.blocks[-1] if self.body.blocks else None
            is_section = last is not None and last.kind == "sectPr"
            self.body.end = last.start if last is not None and is_section else self._parser.CurrentByteIndex
            self.body.blocks = [block for block in self.body.blocks if block.paragraphs]

    def _paragraph(self, block: Block, style: str, said: str) -> None:
        text, level = wording.plain(said), self.styles.levels.get(style, 0)
        block.paragraphs += 1
        if block.kind == "p" and not self._open:
            block.style, block.text = style, text
        if level and said.strip() and not block.heading:
            block.heading, block.level = said, level
        block.imprint |= bool(level) and text in IMPRINTS

    def _said(self, text: str) -> None:
        if self._path[-1] == "t" and self._open and "Fallback" not in self._path:
            self._open[-1][1] += text


class _Hand:
    """Says where new paragraphs go, and writes them in the styles of the file."""

    def __init__(self, body: Body, styles: Styles, lang: str) -> None:
        self.body, self.styles = body, styles
        self.lang = "" if styles.lang.lower()[:2] == lang[:2].lower() else lang
        running = Counter(
            block.style
            for block in body.blocks
            if block.kind == "p"
            and not block.heading
            and len(block.text) >= _RUNNING
            and (not block.style or block.style in styles.plain)
        )
        self.running = running.most_common(1)[0][0] if running else ""

    def title(self, texts: Sequence[str]) -> tuple[int, str]:
        """Return where the title page has its place, and what stands there: behind title and subtitle.

        Without them, on the first page still: before what ends it, or before the first heading.
        """
        blocks = self.body.blocks
        first = next((at for at, block in enumerate(blocks) if block.heading), len(blocks))
        head = blocks[:first]
        titled = [at for at, block in enumerate(head) if block.style in self.styles.titles and block.text]
        ended = next((at for at, block in enumerate(head) if block.breaks and at), None)
        if titled:
            at = titled[-1] + 1
        elif ended is not None:
            at = ended
        elif first == len(blocks):
            at = next((at for at, block in enumerate(head) if block.text), first - 1) + 1
        else:
            at = first
        place = blocks[at].start if at < len(blocks) else self.body.end
        return place, "".join(map(self._paragraph, texts))

    def imprint(self, texts: Sequence[str], heading: str) -> tuple[int, str]:
        """Return the end of the imprint, or a new one at the end of the text."""
        blocks = self.body.blocks
        written = "".join(map(self._paragraph, texts))
        found = [at for at, block in enumerate(blocks) if block.imprint]
        if not found:
            return self.body.end, self._heading(heading) + written
        own = blocks[found[-1]]
        after = blocks[found[-1] + 1 :]
        following = next((b for b in after if b.heading and (not own.level or b.level <= own.level)), None)
        return (following.start if following else self.body.end), written

    def _heading(self, text: str) -> str:
        w = self.body.prefix
        number = max(self.body.marks, default=0) + 1
        level = f"<{w}pStyle {w}val={quoteattr(self.styles.heading)}/>" if self.styles.heading else (
            f'<{w}keepNext/><{w}outlineLvl {w}val="0"/>'
        )  # fmt: skip
        bold = "" if self.styles.heading else f"<{w}b/>"
        mark = f'<{w}bookmarkStart {w}id="{number}" {w}name="{BOOKMARK}"/>'
        inner = f'{mark}{self._run(text, bold)}<{w}bookmarkEnd {w}id="{number}"/>'
        return f"<{w}p><{w}pPr>{level}</{w}pPr>{inner}</{w}p>"

    def _paragraph(self, text: str) -> str:
        w = self.body.prefix
        style = f"<{w}pPr><{w}pStyle {w}val={quoteattr(self.running)}/></{w}pPr>" if self.running else ""
        return f"<{w}p>{style}{self._run(text)}</{w}p>"

    def _run(self, text: str, look: str = "") -> str:
        w = self.body.prefix
        look += f'<{w}lang {w}val="{self.lang}"/>' if self.lang else ""
        about = f"<{w}rPr>{look}</{w}rPr>" if look else ""
        return f'<{w}r>{about}<{w}t xml:space="preserve">{escape(text)}</{w}t></{w}r>'


def _named(tag: str) -> tuple[str, str]:
    """Return the name of an element of Word, and its prefix; of others a name that is none of Word's."""
    space, _space, rest = tag.partition(" ")
    local, _space, prefix = rest.partition(" ")
    if space != WORD:
        return (f"?{local or space}" if local != "Fallback" else local), ""
    return local, f"{prefix}:" if prefix else ""


def _strange(name: str, what: str) -> Trouble:
    return Trouble.at(
        name,
        _("This is no Word file as Word writes it: {what}").format(what=what[:200]),
        _("Open it in Word or LibreOffice, and save it anew as .docx."),
    )
