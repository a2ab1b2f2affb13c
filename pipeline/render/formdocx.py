"""Form in Word: the blank form with headings, tables and fields to write into."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.model.form import FIELD, FORM, Form, Part, Shape
from pipeline.render import docxbody, docxcover, docxparts, docxstyles
from pipeline.render.docxstyles import HEAD, Style, W, tag
from pipeline.render.reference import display, reference, text_width, twips

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROOT = f'xmlns:w="{W}" xmlns:r="{_R}" xmlns:w14="{docxbody.W14}"'
_CUSTOM = "docProps/custom.xml"
_NARROW = 0.3
"""Share of the width that labels take; dates and names are short."""


def write(form: Form, page: Mapping[str, Any], *, epoch: int) -> bytes:
    """Return the Word file. Each field is a content control whose tag is the mark of its part.

    The headings carry the same mark as a bookmark: other programs lose controls, but keep bookmarks.
    """
    with zipfile.ZipFile(io.BytesIO(reference(page))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    lang = "-".join(filter(None, [page["lang"], page["region"]]))
    parts["word/styles.xml"] = docxstyles.styles(page["brand"], lang, display(page), _styles())
    body = _Body(twips(text_width(page["brand"])))
    parts["word/document.xml"] = _document(parts["word/document.xml"].decode(), "".join(body.of(form)))
    parts["word/header1.xml"] = f'{HEAD}<w:hdr xmlns:w="{W}">{_paragraph("Header", "")}</w:hdr>'.encode()
    parts["word/footer1.xml"] = docxcover.footer(page)
    parts["word/footnotes.xml"] = _separators()
    return docxparts.pack(_marked(parts), page, epoch, kept={_CUSTOM})


def _styles() -> Iterator[Style]:
    """Yield what a form has beside the styles of a guide, and what looks smaller on it."""
    words: dict[str, Any] = {"base": "Normal", "hyphens": False}
    common: dict[str, Any] = {**words, "follow": "Hinweis", "bold": True, "keep": True}
    sand = tuple((edge, "sand", 0.5, space) for edge, space in (
        ("top", 5), ("left", 8), ("bottom", 5), ("right", 8)
    ))  # fmt: skip
    yield Style(name="Title", size=30, bold=True, before=0, after=0, line=0.95, **words)
    yield Style(name="Subtitle", size=13, colour="muted", before=4, after=14, **words)
    yield Style(name="Heading 1", size=17, before=22, after=3, line=1.05, level=1, edges=(
        ("top", "coral", 3, 4),
    ), **common)  # fmt: skip
    yield Style(name="Heading 2", size=13, before=14, after=2, line=1.1, level=2, **common)
    yield Style(name="Heading 3", size=11, before=9, after=2, level=3, **common)
    yield Style(name="Einleitung", before=0, after=4, left=9, right=9, fill="sand", edges=sand)
    yield Style(name="Hinweis", size=9.5, colour="muted", before=0, after=4, keep=True)
    yield Style(name="Feld", before=0, after=3, left=12, edges=(("left", "sun", 3, 9),))
    yield Style(name="Feld darunter", base="Feld", follow="Feld", before=7)
    yield Style(name="Feld ankreuzen", base="Feld", after=2, left=30, hanging=18)
    yield Style(name="Satz ankreuzen", base="Body Text", before=0, after=3, left=18, hanging=18)
    yield Style(name="Beschriftung", base="Tabellentext", bold=True, hyphens=False)
    yield Style(name="Placeholder Text", kind="character", colour="muted")


def _document(old: str, body: str) -> bytes:
    """Put the body before the page setup of the reference; a form has no page of its own for its title."""
    setup = old[old.index("<w:sectPr") : old.index("</w:body>")].replace("<w:titlePg/>", "")
    setup = setup.replace('<w:headerReference w:type="first" r:id="rId101"/>', "")
    return f"{HEAD}<w:document {_ROOT}><w:body>{body}{setup}</w:body></w:document>".encode()


def _separators() -> bytes:
    """Return the two lines that Word draws above footnotes; a form has no footnote yet."""
    lines = "".join(
        tag("footnote", tag("p", tag("r", tag(kind))), type=kind, id=number)
        for number, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    return f'{HEAD}<w:footnotes xmlns:w="{W}">{lines}</w:footnotes>'.encode()


def _marked(parts: dict[str, bytes]) -> dict[str, bytes]:
    """Say in a property of the file what it is."""
    parts[_CUSTOM] = (
        f"{HEAD}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="2" name="{FORM}">'
        "<vt:lpwstr>1</vt:lpwstr></property></Properties>"
    ).encode()
    return parts


class _Body:
    """The text of the form; ids of controls and bookmarks are told apart by counting."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.marked = 0
        self.asked: dict[str, int] = {}

    def of(self, form: Form) -> Iterator[str]:
        yield _paragraph("Title", _run(form.title))
        if form.subtitle:
            yield _paragraph("Subtitle", _run(form.subtitle))
        yield from (_paragraph("Einleitung", _run(text)) for text in form.intro)
        for part in form.parts:
            yield self.heading(part)
            if part.hint:
                yield _paragraph("Hinweis", _run(part.hint))
            yield from self.below(part, form.words)

    def heading(self, part: Part) -> str:
        """Return the heading; a bookmark that spans it goes where it goes."""
        if not part.mark:
            return _paragraph(f"Heading {part.level}", _run(part.heading))
        self.marked += 1
        start = tag("bookmarkStart", id=self.marked, name=f"{FIELD}{part.mark}")
        return _paragraph(
            f"Heading {part.level}", start + _run(part.heading) + tag("bookmarkEnd", id=self.marked)
        )

    def below(self, part: Part, words: Sequence[str]) -> Iterator[str]:
        match part.shape:
            case Shape.FACTS:
                yield self.facts(part, words)
            case Shape.TABLE:
                yield self.table(part)
            case Shape.BOXES:
                yield from (self.box(part) for _number in range(part.rows))
            case Shape.AGREED:
                yield from (self.agreed(part, sentence) for sentence in part.sentences)
        if part.ask:
            yield self.lines(part, "Feld" if part.shape is Shape.LINES else "Feld darunter")

    # Fields

    def control(self, part: Part, label: str, inner: str, kind: str = "", *, asks: bool = True) -> str:
        """Return a content control; `asks` says that what is in it waits to be written over."""
        name = f"{FIELD}{part.mark}"
        self.asked[name] = self.asked.get(name, 0) + 1
        number = zlib.crc32(f"{name} {self.asked[name]}".encode()) & 0x7FFFFFFF
        properties = (
            f"<w:alias w:val={quoteattr(label[:64])}/>" + tag("tag", val=name) + tag("id", val=number)
        )
        properties += tag("showingPlcHdr") if asks else ""
        return tag("sdt", tag("sdtPr", properties + kind) + tag("sdtContent", inner))

    def lines(self, part: Part, style: str) -> str:
        """Return a field for paragraphs, lists and whatever people bring with them."""
        return self.control(part, part.heading, _paragraph(style, _ask(part.ask)))

    def word(self, part: Part, label: str, ask: str, *, date: bool = False) -> str:
        """Return a field within a line."""
        calendar = tag(
            "date",
            tag("dateFormat", val="d. MMMM yyyy")
            + tag("lid", val="de-DE")
            + tag("storeMappedDataAs", val="dateTime")
            + tag("calendar", val="gregorian"),
        )
        return self.control(part, label, _ask(ask), calendar if date else tag("text"))

    def box(self, part: Part) -> str:
        inner = _tick(f"{FIELD}{part.mark}", part.heading, self.counted(part)) + "<w:r><w:tab/></w:r>"
        return _paragraph("Feld ankreuzen", inner + self.word(part, part.heading, part.ask))

    def agreed(self, part: Part, sentence: str) -> str:
        box = _tick(f"{FIELD}{part.mark}", sentence, self.counted(part))
        return _paragraph("Satz ankreuzen", f"{box}<w:r><w:tab/></w:r>{_run(sentence)}")

    def counted(self, part: Part) -> int:
        name = f"{FIELD}{part.mark} box"
        self.asked[name] = self.asked.get(name, 0) + 1
        return self.asked[name]

    # Tables

    def facts(self, part: Part, words: Sequence[str]) -> str:
        narrow = round(self.width * _NARROW)
        rows = [
            [
                _paragraph("Beschriftung", _run(fact.label)),
                _paragraph("Tabellentext", self.word(part, fact.label, fact.ask, date=fact.date)),
            ]
            for fact in part.facts
        ]
        return self.grid(part, words, [narrow, self.width - narrow], rows)

    def table(self, part: Part) -> str:
        widths = shares(len(part.columns), self.width)
        rows = [
            [
                _paragraph("Tabellentext", self.word(part, f"{part.heading}: {column}", ask))
                for column, ask in zip(part.columns, part.asks, strict=False)
            ]
            for _number in range(part.rows)
        ]
        return self.grid(part, part.columns, widths, rows)

    def grid(
        self, part: Part, heads: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]
    ) -> str:
        """Return a table with a header row, a title for screen readers, and columns of fixed width."""
        layout = (
            tag("tblStyle", val="Table")
            + tag("tblW", w=self.width, type="dxa")
            + tag("tblLayout", type="fixed")
            + tag(
                "tblLook",
                val="0420",
                firstRow=1,
                lastRow=0,
                firstColumn=0,
                lastColumn=0,
                noHBand=0,
                noVBand=1,
            )
            + tag("tblCaption", val=part.heading)
        )
        columns = tag("tblGrid", "".join(tag("gridCol", w=width) for width in widths))
        head = tag("trPr", tag("cantSplit") + tag("tblHeader"))
        first = head + "".join(
            _cell(width, _paragraph("Tabellenkopf", _run(text)))
            for width, text in zip(widths, heads, strict=True)
        )
        body = "".join(
            tag("tr", tag("trPr", tag("cantSplit")) + "".join(map(_cell, widths, row))) for row in rows
        )
        return tag("tbl", tag("tblPr", layout) + columns + tag("tr", first) + body)


def shares(columns: int, whole: int) -> list[int]:
    """Return the widths of columns: of three, the middle one holds the long words."""
    weights = [3, 5, 3] if columns == 3 else [1] * columns  # noqa: PLR2004  (who, what, until when)
    widths = [whole * weight // sum(weights) for weight in weights]
    return [*widths[:-1], whole - sum(widths[:-1])]


def _cell(width: int, inner: str) -> str:
    return tag("tc", tag("tcPr", tag("tcW", w=width, type="dxa")) + inner)


def _paragraph(style: str, inner: str) -> str:
    return tag("p", tag("pPr", tag("pStyle", val=docxstyles.identifier(style))) + inner)


def _run(text: str, style: str = "") -> str:
    look = tag("rPr", tag("rStyle", val=style)) if style else ""
    said = escape(docxcover.NEVER.sub("", text))
    return f'<w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r>'


def _ask(text: str) -> str:
    return _run(text, "PlaceholderText")


def _tick(name: str, label: str, number: int) -> str:
    return docxparts.checkbox(f"{name}_{number}", label, checked=False)
