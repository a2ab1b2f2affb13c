"""Parts: the package around the text of a Word file: properties, settings, colours, fixed bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Collection, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.render import docxbody, docxcover, docxstyles
from pipeline.render.docxcover import NEVER
from pipeline.render.docxstyles import HEAD, W, tag

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold; every part carries it, so that the same guide gives the same bytes."""

_UNUSED = ("word/comments.xml", "word/webSettings.xml", "word/fontTable.xml", "docProps/custom.xml")
"""Parts that pandoc writes and that say nothing, or name fonts that do not occur."""


_PIXEL = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")
"""Signature and header of a PNG of one pixel."""
_GLYPHS = "MS Gothic"
"""The font in which Word itself draws boxes to tick."""


def checkbox(identifier: str, label: str, *, checked: bool) -> str:
    """Return a content control to tick ([MS-DOCX] 2.6.1.5); its label is what a screen reader says."""
    glyph = "☒" if checked else "☐"
    number = zlib.crc32(identifier.encode()) & 0x7FFFFFFF
    name = quoteattr(NEVER.sub("", label)[:64])
    return (
        f'<w:sdt xmlns:w="{W}" xmlns:w14="{docxbody.W14}"><w:sdtPr><w:alias w:val={name}/>'
        f'<w:tag w:val={quoteattr(identifier)}/><w:id w:val="{number}"/>'
        f'<w14:checkbox><w14:checked w14:val="{int(checked)}"/>'
        f'<w14:checkedState w14:val="2612" w14:font="{_GLYPHS}"/>'
        f'<w14:uncheckedState w14:val="2610" w14:font="{_GLYPHS}"/></w14:checkbox></w:sdtPr>'
        f'<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="{_GLYPHS}" w:eastAsia="{_GLYPHS}" w:hAnsi="{_GLYPHS}" '
        f'w:hint="eastAsia"/></w:rPr><w:t>{glyph}</w:t></w:r></w:sdtContent></w:sdt>'
    )


def line(identifier: str, label: str) -> str:
    """Return a content control to write into (ECMA-376-1, 17.5.2.44), named as a box is."""
    number = zlib.crc32(identifier.encode()) & 0x7FFFFFFF
    name = quoteattr(NEVER.sub("", label)[:64])
    return (
        f'<w:sdt xmlns:w="{W}"><w:sdtPr><w:alias w:val={name}/><w:tag w:val={quoteattr(identifier)}/>'
        f'<w:id w:val="{number}"/><w:text/></w:sdtPr>'
        f"<w:sdtContent><w:r><w:t>{'_' * 20}</w:t></w:r></w:sdtContent></w:sdt>"
    )


def stand_in(name: str) -> bytes:
    """Return what stands for a picture until `finish`: the head of a PNG, all that pandoc looks at."""
    return _PIXEL + name.encode()


def finish(written: bytes, page: Mapping[str, Any], pictures: Mapping[str, bytes], epoch: int) -> bytes:
    """Finish what pandoc wrote and pack it so that the same input gives the same bytes."""
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    for name, data in parts.items():
        if data.startswith(_PIXEL):
            parts[name] = pictures[data.removeprefix(_PIXEL).decode()]
    parts["word/document.xml"], parts["word/numbering.xml"] = docxbody.finish(
        parts["word/document.xml"], parts["word/numbering.xml"], page
    )
    parts["word/header1.xml"] = docxcover.header(page)
    parts["word/footer1.xml"] = docxcover.footer(page)
    return pack(parts, page, epoch)


def pack(parts: dict[str, bytes], page: Mapping[str, Any], epoch: int, kept: Collection[str] = ()) -> bytes:
    """Return the Word file of these parts, with properties, settings and colours of the page.

    `kept` are parts that say something here, though they say nothing in a guide.
    """
    parts["word/settings.xml"] = _settings(_lang(page))
    parts["word/theme/theme1.xml"] = _theme(parts["word/theme/theme1.xml"].decode(), page["brand"])
    parts["docProps/core.xml"] = _core(page, epoch)
    parts["docProps/app.xml"] = _app(page)
    return _packed(_without(parts, tuple(name for name in _UNUSED if name not in kept)))


def _lang(page: Mapping[str, Any]) -> str:
    return "-".join(filter(None, [page["lang"], page["region"]]))


def _without(parts: Mapping[str, bytes], names: tuple[str, ...]) -> dict[str, bytes]:
    """Leave parts out, and what refers to them."""
    kept = {name: data for name, data in parts.items() if name not in names}
    for name, data in kept.items():
        if name == "[Content_Types].xml" or name.endswith(".rels"):
            text = data.decode("utf-8")
            for gone in names:
                target = re.escape(gone.removeprefix("word/"))
                text = re.sub(rf'<(Override|Relationship)\b[^>]*"/?(word/)?{target}"[^>]*/>', "", text)
            kept[name] = text.encode()
    return kept


def _packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    first = ["[Content_Types].xml", "_rels/.rels"]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in [*first, *sorted(set(parts) - set(first))]:
            info = zipfile.ZipInfo(name, EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            archive.writestr(info, parts[name])
    return out.getvalue()


def _settings(lang: str) -> bytes:
    """Return settings: hyphenate, take the file for one of today's Word, ask for nothing on opening."""
    notes = "".join(tag("footnote", id=number) for number in (-1, 0))
    modern = "".join(
        tag("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
        for name, value in (("compatibilityMode", 15), ("differentiateMultirowTableHeaders", 1))
    )
    colours = {
        "bg1": "light1", "t1": "dark1", "bg2": "light2", "t2": "dark2",
        **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
        "hyperlink": "hyperlink", "followedHyperlink": "followedHyperlink",
    }  # fmt: skip
    comma = lang.startswith("de")
    inner = (
        tag("zoom", percent=100)
        + tag("defaultTabStop", val=709)
        + tag("autoHyphenation", val=1)
        + tag("consecutiveHyphenLimit", val=2)
        + tag("doNotHyphenateCaps", val=1)
        + tag("characterSpacingControl", val="doNotCompress")
        + tag("footnotePr", notes)
        + tag("compat", modern)
        + tag("themeFontLang", val=lang)
        + tag("clrSchemeMapping", **colours)
        + tag("decimalSymbol", val="," if comma else ".")
        + tag("listSeparator", val=";" if comma else ",")
    )
    return f'{HEAD}<w:settings xmlns:w="{W}">{inner}</w:settings>'.encode()


def _theme(theme: str, brand: Mapping[str, Any]) -> bytes:
    """Put the brand's colours and font where Word offers them to whoever adapts the guide."""
    colours = docxstyles.colours(brand)
    offered = {
        "dk2": "ink", "lt2": "sand", "hlink": "teal", "folHlink": "violet",
        "accent1": "coral", "accent2": "sun", "accent3": "teal",
        "accent4": "violet", "accent5": "coral-dark", "accent6": "muted",
    }  # fmt: skip
    for name, colour in offered.items():
        theme = re.sub(rf'(<a:{name}>\s*<a:srgbClr val=")[0-9A-F]{{6}}', rf"\g<1>{colours[colour]}", theme)
    font = escape(str(brand["fonts"]["word"]), {'"': "&quot;"})
    return re.sub(
        r'<a:latin typeface="Aptos[^"]*"[^>]*/>', lambda _found: f'<a:latin typeface="{font}"/>', theme
    ).encode()


def _core(page: Mapping[str, Any], epoch: int) -> bytes:
    moment = datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    values = {
        "dc:title": page["title"],
        "dc:subject": page["subtitle"],
        "dc:creator": ", ".join(page["authors"] or [page["publisher"]]),
        "cp:keywords": ", ".join(page["keywords"]),
        "dc:description": page["description"],
        "cp:lastModifiedBy": page["publisher"],
        "dc:language": _lang(page),
        "cp:version": page["version"],
    }
    fields = "".join(
        f"<{name}>{escape(NEVER.sub('', str(value)))}</{name}>" for name, value in values.items() if value
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{moment}</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return (
        f"{HEAD}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        f'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{fields}{dates}</cp:coreProperties>'
    ).encode()


def _app(page: Mapping[str, Any]) -> bytes:
    publisher = escape(NEVER.sub("", str(page["publisher"])))
    return (
        f"{HEAD}<Properties "
        'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>howtomake</Application><Company>{publisher}</Company>"
        "</Properties>"
    ).encode()
