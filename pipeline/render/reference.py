"""Reference: the document from which pandoc takes styles and page size; made from the brand."""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from pipeline.engine import pandoc
from pipeline.render import docxstyles
from pipeline.render.docxstyles import W, tag

WIDTH, HEIGHT = 210.0, 297.0
"""A4 in millimetres."""

_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def reference(page: Mapping[str, Any]) -> bytes:
    """Return a DOCX that holds styles, page size, a header for the title page and a footer.

    Header and footer are stand-ins; docxparts.py fills them, because they differ from guide to guide.
    """
    lang = "-".join(filter(None, [page["lang"], page["region"]]))
    return _reference(json.dumps(page["brand"], sort_keys=True), lang, display(page))


def display(page: Mapping[str, Any]) -> float:
    """Return a size at which the topic stands in four lines and its longest word in one."""
    topic = str(page["topic"])
    line = text_width(page["brand"]) / 25.4 * 72
    longest = max(map(len, topic.split()), default=1)
    sizes = (46.0, 40.0, 36.0, 32.0, 28.0, 24.0)
    # A letter of a bold sans serif is about 0.6 of its size wide.
    return next(
        (s for s in sizes if longest * 0.6 * s <= line and len(topic) * 0.6 * s <= 3.6 * line), sizes[-1]
    )


def margins(brand: Mapping[str, Any]) -> dict[str, float]:
    """Return the margins in millimetres."""
    return {edge: float(str(value).removesuffix("mm")) for edge, value in brand["page"]["margin"].items()}


def text_width(brand: Mapping[str, Any]) -> float:
    """Return the width of the text in millimetres."""
    margin = margins(brand)
    return WIDTH - margin["inside"] - margin["outside"]


def twips(millimetres: float) -> int:
    """Return a length in Word's unit, twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


@functools.cache
def _reference(brand_json: str, lang: str, size: float) -> bytes:
    brand = json.loads(brand_json)
    with zipfile.ZipFile(io.BytesIO(pandoc.default_reference())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["word/styles.xml"] = docxstyles.styles(brand, lang, size)
    parts["word/document.xml"] = _document(brand)
    parts["word/_rels/document.xml.rels"] = _related(parts["word/_rels/document.xml.rels"])
    parts["[Content_Types].xml"] = _typed(parts["[Content_Types].xml"])
    for name, root in (("header", "hdr"), ("footer", "ftr")):
        parts[f"word/{name}1.xml"] = f'<w:{root} xmlns:w="{W}"><w:p/></w:{root}>'.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return out.getvalue()


def _document(brand: Mapping[str, Any]) -> bytes:
    """Return a document of one section: A4, the brand's margins, a title page of its own kind."""
    margin = {edge: twips(value) for edge, value in margins(brand).items()}
    setup = (
        '<w:headerReference w:type="first" r:id="rId101"/><w:footerReference w:type="default" r:id="rId102"/>'
        + tag("pgSz", w=twips(WIDTH), h=twips(HEIGHT))
        + tag(
            "pgMar",
            top=margin["top"], right=margin["outside"], bottom=margin["bottom"], left=margin["inside"],
            header=twips(10), footer=twips(10), gutter=0,
        )
        + tag("titlePg")
    )  # fmt: skip
    section = tag("sectPr", setup)
    return f'<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{section}</w:body></w:document>'.encode()


def _related(relations: bytes) -> bytes:
    new = "".join(
        f'<Relationship Id="{number}" Type="{_R}/{kind}" Target="{kind}1.xml"/>'
        for number, kind in (("rId101", "header"), ("rId102", "footer"))
    )
    return relations.replace(b"</Relationships>", new.encode() + b"</Relationships>")


def _typed(types: bytes) -> bytes:
    new = "".join(
        f'<Override PartName="/word/{kind}1.xml" ContentType="{_TYPES}.{kind}+xml"/>'
        for kind in ("header", "footer")
    )
    return types.replace(b"</Types>", new.encode() + b"</Types>")
