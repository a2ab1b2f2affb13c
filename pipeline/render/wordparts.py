"""DOCX parts: what pandoc's writer does not make: boxes, contents, properties, header rows, fixed bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_ADEC = "http://schemas.microsoft.com/office/drawing/2017/decorative"

DECORATIVE = "howtomake-decorative"
"""Alt text that stands for decoration until the file is finished; pandoc knows no such mark."""

_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; every part carries it, so that the same guide gives the same bytes."""

_NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2, Char)."""


def checkbox(identifier: str, label: str, *, checked: bool) -> str:
    """Return a content control to tick ([MS-DOCX] 2.6.1.5); its label is what a screen reader says."""
    glyph = "☒" if checked else "☐"
    number = zlib.crc32(identifier.encode()) & 0x7FFFFFFF
    name = quoteattr(_NEVER.sub("", label)[:64])
    return (
        f'<w:sdt xmlns:w="{_W}" xmlns:w14="{_W14}"><w:sdtPr><w:alias w:val={name}/><w:tag w:val={quoteattr(identifier)}/>'
        f'<w:id w:val="{number}"/><w14:checkbox><w14:checked w14:val="{int(checked)}"/>'
        '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/><w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/>'
        '</w14:checkbox></w:sdtPr><w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:eastAsia="MS Gothic" '
        f'w:hAnsi="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def contents(page: Mapping[str, Any]) -> str:
    """Return the contents list: a field that is filled already, linked, without page numbers.

    Page numbers would be wrong until Word counts them, and asking people to update fields scares them.
    """
    entries = [
        f'<w:hyperlink w:anchor={quoteattr(section["id"])} w:history="1"><w:r><w:t xml:space="preserve">'
        f"{escape(_NEVER.sub('', section['heading']))}</w:t></w:r></w:hyperlink>"
        for section in page["sections"]
    ]
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\n \\h </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    paragraphs = [
        f'<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr>{begin if number == 0 else ""}{entry}'
        f"{end if number == len(entries) - 1 else ''}</w:p>"
        for number, entry in enumerate(entries)
    ]
    heading = (
        '<w:p><w:pPr><w:pStyle w:val="TOCHeading"/><w:pageBreakBefore/></w:pPr><w:r>'
        f"<w:t>{escape(page['words']['contents'])}</w:t></w:r></w:p>"
    )
    return (
        f'<w:sdt xmlns:w="{_W}"><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{heading}{''.join(paragraphs)}</w:sdtContent></w:sdt>"
    )


def finish(written: bytes, page: Mapping[str, Any], epoch: int) -> bytes:
    """Finish what pandoc wrote and pack it so that the same input gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/document.xml"] = _document(parts["word/document.xml"], page)
    parts["docProps/core.xml"] = _core(page, epoch)
    parts["docProps/app.xml"] = _app(page)
    out = io.BytesIO()
    first = ["[Content_Types].xml", "_rels/.rels"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, parts[name])
    return out.getvalue()


def _document(data: bytes, page: Mapping[str, Any]) -> bytes:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    old = etree.fromstring(data, parser)
    root = etree.Element(old.tag, attrib=dict(old.attrib), nsmap={**old.nsmap, "w14": _W14, "mc": _MC})
    root.extend(list(old))
    root.set(f"{{{_MC}}}Ignorable", "w14")
    _tables(root, str(page["words"]["table"]))
    _pictures(root)
    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "w14", "mc", "r", "wp", "a", "pic"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _tables(root: Any, word: str) -> None:
    """Let header rows repeat, rows stay whole, and each table have a title for screen readers."""
    from lxml import etree

    for number, table in enumerate(root.iter(f"{{{_W}}}tbl"), start=1):
        properties = table.find(f"{{{_W}}}tblPr")
        for tag in ("tblCaption", "tblDescription"):
            for old in properties.findall(f"{{{_W}}}{tag}"):
                properties.remove(old)
        header = " · ".join(
            "".join(text.text or "" for text in cell.iter(f"{{{_W}}}t"))
            for cell in next(table.iter(f"{{{_W}}}tr")).iter(f"{{{_W}}}tc")
        )
        caption = etree.SubElement(properties, f"{{{_W}}}tblCaption")
        caption.set(f"{{{_W}}}val", f"{word} {number}")
        description = etree.SubElement(properties, f"{{{_W}}}tblDescription")
        description.set(f"{{{_W}}}val", header)
        for row in table.iter(f"{{{_W}}}tr"):
            about = row.find(f"{{{_W}}}trPr")
            if about is None:
                about = etree.Element(f"{{{_W}}}trPr")
                row.insert(0, about)
            about.insert(0, etree.Element(f"{{{_W}}}cantSplit"))
            heads = about.find(f"{{{_W}}}tblHeader") is not None
            for paragraph in row.iter(f"{{{_W}}}p"):
                _restyle(paragraph, "Tabellenkopf" if heads else "Tabellentext")
        _clear(table.getnext())


def _restyle(paragraph: Any, style: str) -> None:
    """Give a paragraph another style."""
    from lxml import etree

    properties = paragraph.find(f"{{{_W}}}pPr")
    if properties is None:
        properties = etree.Element(f"{{{_W}}}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{{{_W}}}pStyle")
    if named is None:
        named = etree.Element(f"{{{_W}}}pStyle")
        properties.insert(0, named)
    named.set(f"{{{_W}}}val", style)


def _clear(following: Any) -> None:
    """Keep running text at a distance from the table above it; a table has no space of its own."""
    from lxml import etree

    named = None if following is None else following.find(f"{{{_W}}}pPr/{{{_W}}}pStyle")
    if named is not None and named.get(f"{{{_W}}}val") in {"BodyText", "FirstParagraph"}:
        space = etree.Element(f"{{{_W}}}spacing")
        space.set(f"{{{_W}}}before", "200")
        named.addnext(space)


def _pictures(root: Any) -> None:
    """Mark decoration as such; everything else keeps its alternative text."""
    from lxml import etree

    for number, shown in enumerate(root.iter(f"{{{_WP}}}docPr"), start=1):
        shown.set("name", f"{number}")
        if shown.get("descr") != DECORATIVE:
            continue
        shown.set("descr", "")
        extensions = etree.SubElement(shown, f"{{{_A}}}extLst")
        extension = etree.SubElement(extensions, f"{{{_A}}}ext", uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
        mark = etree.SubElement(extension, f"{{{_ADEC}}}decorative", nsmap={"adec": _ADEC})
        mark.set("val", "1")


def _core(page: Mapping[str, Any], epoch: int) -> bytes:
    moment = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    lang = "-".join(filter(None, [page["lang"], page["region"]]))
    values = {
        "dc:title": page["title"],
        "dc:subject": page["subtitle"],
        "dc:creator": ", ".join(page["authors"] or [page["publisher"]]),
        "cp:keywords": ", ".join(page["keywords"]),
        "dc:description": page["description"],
        "cp:lastModifiedBy": page["publisher"],
        "dc:language": lang,
        "cp:version": page["version"],
    }
    fields = "".join(
        f"<{name}>{escape(_NEVER.sub('', str(value)))}</{name}>" for name, value in values.items() if value
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{fields}{dates}</cp:coreProperties>'
    ).encode()


def _app(page: Mapping[str, Any]) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties '
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>howtomake</Application><Company>{escape(str(page['publisher']))}</Company></Properties>"
    ).encode()
