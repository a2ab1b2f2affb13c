"""Word files for tests, built from the raw XML that Word writes, so that every trap can be set."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block
from pipeline.notes import inventory, readers

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def word(body: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a Word file with this body and these further parts."""
    document = f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"
    everything: dict[str, str | bytes] = {"[Content_Types].xml": "<Types/>", "word/document.xml": document}
    return packed(everything | dict(parts or {}))


def packed(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip of parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def part(tag: str, inner: str) -> str:
    """Return a part such as a header: `part("hdr", p("Entwurf"))`."""
    return f"<w:{tag} {NAMESPACES}>{inner}</w:{tag}>"


def t(text: str) -> str:
    """Return a run."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(text: str = "", inner: str = "", properties: str = "") -> str:
    """Return a paragraph."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{t(text) if text else ''}{inner}</w:p>"


def bold(text: str) -> str:
    """Return a paragraph that is bold as a whole, as people make headings."""
    return f"<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{text}</w:t></w:r></w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; each row has as many cells as it has texts."""
    cells = (("".join(f"<w:tc>{p(cell)}</w:tc>" for cell in row)) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def text_box(text: str) -> str:
    """Return a run with a text box as Word writes it: once as DrawingML, once more as VML."""
    content = f"<w:txbxContent>{p(text)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline>'
        f"<wps:txbx>{content}</wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{content}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def relations(*targets: tuple[str, str, str]) -> str:
    """Return a part of relations from (id, target, mode)."""
    rows = "".join(
        f'<Relationship Id="{i}" Target="{target}" TargetMode="{mode}"/>' for i, target, mode in targets
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def complete(body: str, parts: Mapping[str, str | bytes] | None = None) -> tuple[Block, ...]:
    """Return the blocks of a Word file, after its letters were held against the inventory."""
    data = word(body, parts)
    blocks = readers.read("p.docx", data).blocks
    entries = [Entry(str(n), "p.docx", b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take("p.docx", data), entries) == []
    return blocks
