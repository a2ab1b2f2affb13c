"""XMP: the metadata packet of a PDF as plain properties."""

from __future__ import annotations

import re
from collections.abc import Mapping

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DESCRIPTION = f"{_RDF}Description"
_NAMES = {
    "{http://www.aiim.org/pdfua/ns/id/}part": "pdfuaid:part",
    "{http://www.aiim.org/pdfa/ns/id/}part": "pdfaid:part",
    "{http://www.aiim.org/pdfa/ns/id/}conformance": "pdfaid:conformance",
}


def properties(packet: bytes) -> dict[str, str]:
    """Return each property's text by its name without namespace (`title`, `creator`, `pdfuaid:part`).

    A property may be an element or an attribute of rdf:Description. A packet that is no XML has none.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    found: dict[str, str] = {}
    for description in root.iter(_DESCRIPTION):
        pairs = [(str(key), str(value)) for key, value in description.attrib.items()]
        pairs += [(str(child.tag), _text(child)) for child in description if isinstance(child.tag, str)]
        for key, value in pairs:
            if not key.startswith(_RDF):
                found.setdefault(_NAMES.get(key, re.sub(r"^\{.*\}", "", key)), value)
    return found


def _text(element: object) -> str:
    from lxml import etree

    assert isinstance(element, etree._Element)  # noqa: S101, SLF001  (lxml names its element only so)
    return " ".join(str(text).strip() for text in element.itertext() if str(text).strip())


def standards(found: Mapping[str, str]) -> frozenset[str]:
    """Return the claimed standards, `ua-1` for PDF/UA-1 and `a-2a` for PDF/A-2a."""
    claims = set()
    if part := found.get("pdfuaid:part"):
        claims.add(f"ua-{part}")
    if part := found.get("pdfaid:part"):
        claims.add(f"a-{part}{found.get('pdfaid:conformance', '').lower()}")
    return frozenset(claims)
