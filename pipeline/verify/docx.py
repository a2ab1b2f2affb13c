"""DOCX: every part of the package read as XML, without Word's or pandoc's help; a Readback out."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.verify import docxpictures, tags, wording
from pipeline.verify.package import DAMAGED
from pipeline.verify.pdf import IMPRINTS
from pipeline.verify.readback import Heading, Readback

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

MOST_PARTS = 2_000
MOST_UNPACKED = 200_000_000
MOST_XML = 40_000_000
"""Bytes of one XML part; the text of a thick book stays below 5 MB."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_CHECKBOX = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = {"0", "false", "off"}
_FURNITURE = re.compile(r"word/(header|footer)\d*\.xml")
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".tif", ".tiff", ".bmp", ".heic")
_NOTES = re.compile(r"word/(footnotes|endnotes)\.xml")


def read(data: bytes, name: str) -> Readback:
    """Read a finished DOCX.

    Raises:
        Trouble: no package, broken XML, document types in the XML, or larger than any guide.
    """
    parts, pictures = _parts(data, name)
    if "word/document.xml" not in parts:
        raise _broken(name, "word/document.xml")
    styles = _Styles.of(parts.get("word/styles.xml"))
    body = _Body.of(parts["word/document.xml"], styles)
    core = parts.get("docProps/core.xml")
    spots = {Spot.TITLE: "\n".join(body.title)}
    if body.middle:
        spots[Spot.BODY] = "\n".join(body.middle)
    if body.imprint is not None:
        spots[Spot.IMPRINT] = "\n".join(body.imprint)
    notes = [_visible(parts[part]) for part in sorted(parts) if _NOTES.fullmatch(part)]
    feet = [_visible(parts[part]) for part in sorted(parts) if re.fullmatch(r"word/footer\d*\.xml", part)]
    furniture = [_visible(parts[part]) for part in sorted(parts) if _FURNITURE.fullmatch(part)]
    return Readback(
        format="docx",
        title=(core.findtext(f"{_DC}title") or "") if core is not None else "",
        lang=styles.lang or ((core.findtext(f"{_DC}language") or "") if core is not None else ""),
        body="\n".join([*body.lines, *notes]),
        spots=spots,
        feet=tuple(feet),
        aside="\n".join([*furniture, *body.alts]),
        hidden="\n".join(_hidden(parts)),
        metadata=tuple(_metadata(parts)),
        headings=tuple(body.headings),
        fields=tuple(_controls(parts["word/document.xml"])),
        pictures=tuple(docxpictures.pictures(data, parts, body.drawings)),
        pictures_without_alt=tuple(body.pictures_without_alt),
        tables_without_header=tuple(body.tables_without_header),
        picture_tags=tuple((place, what) for place, picture in pictures for what in tags.tags(picture)),
    )


@dataclass
class _Styles:
    """What styles.xml says that matters here."""

    lang: str = ""
    levels: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> _Styles:
        if root is None:
            return cls()
        lang = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
        own, based = {}, {}
        for style in root.iter(f"{_W}style"):
            name = style.get(f"{_W}styleId", "")
            based[name] = _value(style.find(f"{_W}basedOn"))
            level = _own_level(style)
            if level is not None:
                own[name] = level
        found = cls(_value(lang))
        for name in based:
            step, seen = name, set[str]()
            while step and step not in own and step not in seen:
                seen.add(step)
                step = based.get(step, "")
            if own.get(step):
                found.levels[name] = own[step]
        return found


def _own_level(style: Element) -> int | None:
    """Return the heading level a style sets itself: by its name (the same in every language) or outline.

    0 is body text on purpose („TOC Heading“ looks like a heading and is none), None is for its base to say.
    """
    if match := re.fullmatch(r"heading ([1-9])", _value(style.find(f"{_W}name")).lower()):
        return int(match[1])
    outline = _value(style.find(f"{_W}pPr/{_W}outlineLvl"))
    return (int(outline) + 1) % 10 if re.fullmatch(r"\d", outline) else None


@dataclass
class _Body:
    """The main text: its lines, and what stands before the first heading and in the imprint."""

    lines: list[str] = field(default_factory=list)
    title: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)
    """Between title page and imprint, and behind it."""
    imprint: list[str] | None = None
    headings: list[Heading] = field(default_factory=list)
    alts: list[str] = field(default_factory=list)
    pictures_without_alt: list[str] = field(default_factory=list)
    tables_without_header: list[str] = field(default_factory=list)
    imprint_level: int = 0
    drawings: list[tuple[Element, Spot | None]] = field(default_factory=list)
    places: dict[Element, Spot] = field(default_factory=dict)
    """At which spot each paragraph stands."""

    @classmethod
    def of(cls, root: Element, styles: _Styles) -> _Body:
        body = cls()
        for paragraph in root.iter(f"{_W}p"):
            if not _inside(paragraph, _FALLBACK):
                body.take(paragraph, styles)
        for number, table in enumerate(root.iter(f"{_W}tbl"), start=1):
            header = table.find(f"{_W}tr/{_W}trPr/{_W}tblHeader")
            if header is None or header.get(f"{_W}val") in _OFF:
                body.tables_without_header.append(_("table {number}").format(number=number))
        for number, picture in enumerate(root.iter(_DRAWING), start=1):
            body.drawings.append((picture, body.spot_of(picture)))
            alt = picture.get("descr", "").strip()
            body.alts.append(alt)
            if not alt and not _decorative(picture):
                body.pictures_without_alt.append(_("picture {number}").format(number=number))
        return body

    def take(self, paragraph: Element, styles: _Styles) -> None:
        text = _line(paragraph)
        style = _value(paragraph.find(f"{_W}pPr/{_W}pStyle"))
        level = styles.levels.get(style, 0)
        marked = any(mark.get(f"{_W}name") == "imprint" for mark in paragraph.iter(f"{_W}bookmarkStart"))
        if level and text.strip():
            self.headings.append(Heading(level, wording.plain(text)))
        if marked or (level and wording.plain(text) in IMPRINTS):
            self.imprint, self.imprint_level = [], level
        elif level and self.imprint is not None and level <= self.imprint_level:
            self.imprint_level = -1  # another section follows; the imprint is complete
        self.lines.append(text)
        if not self.headings:
            self.title.append(text)
            self.places[paragraph] = Spot.TITLE
        if self.imprint is not None and self.imprint_level >= 0:
            self.imprint.append(text)
            self.places[paragraph] = Spot.IMPRINT
        elif self.headings:
            self.middle.append(text)

    def spot_of(self, drawing: Element) -> Spot | None:
        """Return the spot a drawing stands at."""
        return next((self.places[p] for p in drawing.iterancestors(f"{_W}p") if p in self.places), None)


def _line(paragraph: Element) -> str:
    """Return the text of a paragraph that Word shows; paragraphs of text boxes in it come by themselves."""
    pieces = []
    for run in paragraph.iter(f"{_W}r"):
        if _own(run, paragraph) and not _is_hidden(run):
            pieces += [_piece(child) for child in run]
    return "".join(pieces)


def _piece(child: Element) -> str:
    tag = child.tag
    if tag == f"{_W}t":
        return child.text or ""
    if tag in (f"{_W}br", f"{_W}cr"):
        return "\n"
    if tag == f"{_W}noBreakHyphen":
        return "\u2011"
    if tag == f"{_W}softHyphen":
        return wording.SOFT_HYPHEN
    return "\t" if tag == f"{_W}tab" else ""


def _own(run: Element, paragraph: Element) -> bool:
    """Say whether this is the nearest paragraph around the run, and the run is not deleted text."""
    for ancestor in run.iterancestors():
        if ancestor is paragraph:
            return True
        if ancestor.tag in (f"{_W}p", f"{_W}del", f"{_W}moveFrom", _FALLBACK):
            return False
    return False


def _is_hidden(run: Element) -> bool:
    mark = run.find(f"{_W}rPr/{_W}vanish")
    return mark is not None and mark.get(f"{_W}val") not in _OFF


def _inside(element: Element, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _decorative(picture: Element) -> bool:
    return any(
        isinstance(child.tag, str) and child.tag.endswith("}decorative") and child.get("val") not in _OFF
        for child in picture.iter()
    )


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{_W}val", "")


# Everything else in the package


def _visible(root: Element) -> str:
    return "\n".join(_line(paragraph) for paragraph in root.iter(f"{_W}p"))


def _hidden(parts: Mapping[str, Element]) -> Iterator[str]:
    """Yield what nobody is shown: comments, deleted and hidden runs, custom XML, who changed what."""
    for part, root in sorted(parts.items()):
        if part.startswith("docProps/"):
            continue
        if not part.startswith("word/") or "comments" in part or "people" in part or "glossary" in part:
            yield from (str(text) for text in root.itertext())
        for element in root.iter():
            if not isinstance(element.tag, str):
                yield element.text or ""
                continue
            if element.tag == f"{_W}delText" or (element.tag == f"{_W}r" and _shown_to_nobody(element)):
                yield "".join(str(text) for text in element.itertext())
            for key, value in element.attrib.items():
                if str(key).endswith(("}author", "}initials", "}Target", "Target", "userId")):
                    yield str(value)


def _shown_to_nobody(run: Element) -> bool:
    return _is_hidden(run) or _inside(run, f"{_W}moveFrom") or _inside(run, f"{_W}del")


def _controls(root: Element) -> Iterator[str]:
    """Yield the label of each content control to tick or to write into."""
    for about in root.iter(f"{_W}sdtPr"):
        if about.find(f"{_CHECKBOX}checkbox") is not None or about.find(f"{_W}text") is not None:
            yield _value(about.find(f"{_W}alias"))


def _metadata(parts: Mapping[str, Element]) -> Iterator[tuple[str, str]]:
    for part in ("docProps/core.xml", "docProps/app.xml", "docProps/custom.xml"):
        for element in parts[part].iter() if part in parts else ():
            if isinstance(element.tag, str) and (element.text or "").strip():
                name = element.getparent().get("name", "") if part.endswith("custom.xml") else ""  # type: ignore[union-attr]
                yield name or re.sub(r"^\{.*\}", "", element.tag), (element.text or "").strip()


# Hostile files


def _parts(data: bytes, name: str) -> tuple[dict[str, Element], list[tuple[str, bytes]]]:
    """Return the XML parts of the package and its pictures, after looking at sizes before unpacking."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
                raise Trouble.at(
                    name,
                    _("This DOCX unpacks to more than {size} MB or {parts} parts.").format(
                        size=MOST_UNPACKED // 1_000_000, parts=MOST_PARTS
                    ),
                    _("Make its pictures smaller, or get the file anew from where it came."),
                )
            parts = {
                entry.filename: _xml(package, entry, name)
                for entry in entries
                if entry.filename.endswith((".xml", ".rels"))
            }
            pictures = [
                (entry.filename, package.read(entry))
                for entry in entries
                if "/media/" in entry.filename and entry.filename.lower().endswith(_PICTURES)
            ]
            return parts, pictures
    except DAMAGED as error:
        raise _broken(name, str(error)) from error


def _xml(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Element:
    from lxml import etree

    with package.open(entry) as part:
        data = part.read(MOST_XML + 1)  # a lying header cannot make it more
    if len(data) > MOST_XML:
        raise Trouble.at(
            name,
            _("The part {part} is larger than any text.").format(part=entry.filename[:80]),
            _("Don't open this file; ask where it comes from."),
        )
    if re.search(rb"<!(DOCTYPE|ENTITY)", data.replace(b"\x00", b"")):
        raise Trouble.at(
            name,
            _("The part {part} declares a document type, which Word never does.").format(
                part=entry.filename[:80]
            ),
            _("Don't open this file; ask where it comes from."),
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _broken(name, f"{entry.filename[:80]}: {error}") from error


def _broken(name: str, what: str) -> Trouble:
    return Trouble.at(
        name,
        _("This DOCX cannot be read: {what}").format(what=what[:200]),
        _("It is broken or incomplete: build it again, or get it anew from where it came."),
    )
