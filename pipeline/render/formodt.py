"""Form in OpenDocument: the blank form for LibreOffice, with the same headings, marks and fields."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pipeline.model.form import FIELD, FORM, Form, Part, Shape
from pipeline.render.docxcover import NEVER
from pipeline.render.docxparts import EPOCH
from pipeline.render.formdocx import shares
from pipeline.render.reference import HEIGHT, WIDTH, margins, text_width

_TYPE = "application/vnd.oasis.opendocument.text"
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_LABELS = 0.3
"""Share of the width that labels take."""


def write(form: Form, page: Mapping[str, Any]) -> bytes:
    """Return the ODT; fields are placeholders, and a heading's bookmark is the mark of its part."""
    parts = {
        "mimetype": _TYPE,
        "META-INF/manifest.xml": _manifest(),
        "content.xml": _content(form, page["brand"]),
        "meta.xml": _meta(page),
        "styles.xml": _styles(page),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, EPOCH)
            # ODF 1.3 part 2, 3.3: the first member says what it is, and is not packed.
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return out.getvalue()


def _manifest() -> str:
    space = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"'
    rows = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", _TYPE),
            *((f"{name}.xml", "text/xml") for name in ("content", "meta", "styles")),
        )
    )
    return f"{_HEAD}<manifest:manifest {space}>{rows}</manifest:manifest>"


def _meta(page: Mapping[str, Any]) -> str:
    values = (
        f"<dc:title>{_text(page['title'])}</dc:title><dc:subject>{_text(page['subtitle'])}</dc:subject>"
        f"<dc:language>{page['lang']}-{page['region']}</dc:language>"
        f'<meta:user-defined meta:name="{FORM}">1</meta:user-defined>'
    )
    spaces = f'{_SPACES} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
    return f"{_HEAD}<office:document-meta {spaces}><office:meta>{values}</office:meta></office:document-meta>"


# Text


def _content(form: Form, brand: Mapping[str, Any]) -> str:
    columns = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for width in sorted({width for part in form.parts for width in _widths(part, brand)})
    )
    body = "".join(_body(form, brand))
    return (
        f'{_HEAD}<office:document-content {_SPACES} office:version="1.3">'
        f"<office:automatic-styles>{columns}{_cell_styles(brand['colours'])}</office:automatic-styles>"
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )


def _body(form: Form, brand: Mapping[str, Any]) -> Iterator[str]:
    yield _paragraph("Title", _text(form.title))
    if form.subtitle:
        yield _paragraph("Subtitle", _text(form.subtitle))
    yield from (_paragraph("Einleitung", _text(text)) for text in form.intro)
    for part in form.parts:
        yield _heading(part)
        if part.hint:
            yield _paragraph("Hinweis", _text(part.hint))
        yield from _below(part, form.words, brand)


def _heading(part: Part) -> str:
    marked = _text(part.heading)
    if part.mark:
        name = f'text:name="{FIELD}{part.mark}"'
        marked = f"<text:bookmark-start {name}/>{marked}<text:bookmark-end {name}/>"
    style = f'text:style-name="Heading_20_{part.level}" text:outline-level="{part.level}"'
    return f"<text:h {style}>{marked}</text:h>"


def _below(part: Part, words: Sequence[str], brand: Mapping[str, Any]) -> Iterator[str]:
    match part.shape:
        case Shape.FACTS:
            rows = [
                [_paragraph("Beschriftung", _text(fact.label)), _paragraph("Tabellentext", _ask(fact.ask))]
                for fact in part.facts
            ]
            yield _table(part, words, rows, _widths(part, brand))
        case Shape.TABLE:
            cells = [_paragraph("Tabellentext", _ask(ask)) for ask in part.asks[: len(part.columns)]]
            yield _table(part, part.columns, [cells] * part.rows, _widths(part, brand))
        case Shape.BOXES:
            yield _paragraph("Feld", f"☐ {_ask(part.ask)}") * part.rows
        case Shape.AGREED:
            yield from (_paragraph("Satz", f"☐ {_text(sentence)}") for sentence in part.sentences)
    if part.ask:
        yield _paragraph("Feld", _ask(part.ask))


def _widths(part: Part, brand: Mapping[str, Any]) -> list[int]:
    width = round(text_width(brand))
    if part.shape is Shape.FACTS:
        return [round(width * _LABELS), width - round(width * _LABELS)]
    return shares(len(part.columns), width) if part.columns else []


def _table(part: Part, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> str:
    columns = "".join(f'<table:table-column table:style-name="w{width}"/>' for width in widths)
    first = "".join(_cell("Kopfzelle", _paragraph("Tabellenkopf", _text(head))) for head in heads)
    body = "".join(
        f"<table:table-row>{''.join(_cell('Zelle', cell) for cell in row)}</table:table-row>" for row in rows
    )
    name = quoteattr(f"{part.heading} {part.mark}")
    return (
        f"<table:table table:name={name}>{columns}<table:table-header-rows><table:table-row>{first}"
        f"</table:table-row></table:table-header-rows>{body}</table:table>"
    )


def _cell(style: str, inner: str) -> str:
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="string">{inner}</table:table-cell>'
    )


def _paragraph(style: str, inner: str) -> str:
    return f'<text:p text:style-name="{style}">{inner}</text:p>'


def _ask(text: str) -> str:
    return f'<text:placeholder text:placeholder-type="text">{_text(text)}</text:placeholder>'


def _text(text: str) -> str:
    return escape(NEVER.sub("", text))


# Looks


def _styles(page: Mapping[str, Any]) -> str:
    brand = page["brand"]
    colours, font = brand["colours"], escape(str(brand["fonts"]["word"]), {'"': "&quot;"})
    edge = margins(brand)
    default = (
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:line-height="120%"/>'
        f'<style:text-properties fo:font-family="{font}" fo:font-size="10pt" fo:color="{colours["ink"]}" '
        f'fo:language="{page["lang"]}" fo:country="{page["region"]}"/></style:default-style>'
    )
    layout = (
        f'<style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="{WIDTH}mm" '
        f'fo:page-height="{HEIGHT}mm" fo:margin-top="{edge["top"]}mm" fo:margin-bottom="{edge["bottom"]}mm" '
        f'fo:margin-left="{edge["inside"]}mm" fo:margin-right="{edge["outside"]}mm"/></style:page-layout>'
    )
    master = '<style:master-page style:name="Standard" style:page-layout-name="A4"/>'
    named = "".join(_paragraph_style(*row) for row in _looks(colours))
    return (
        f'{_HEAD}<office:document-styles {_SPACES} office:version="1.3"><office:styles>{default}{named}'
        f"</office:styles><office:automatic-styles>{layout}</office:automatic-styles>"
        f"<office:master-styles>{master}</office:master-styles></office:document-styles>"
    )


def _looks(colours: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Yield name, name for people, properties of the paragraph and of its words."""
    bold, muted = 'fo:font-weight="bold"', f'fo:color="{colours["muted"]}"'
    keep = 'fo:keep-with-next="always"'
    bar = f'fo:border-left="2.5pt solid {colours["sun"]}" fo:padding-left="9pt" fo:margin-left="2pt"'
    top = f'fo:border-top="3pt solid {colours["coral"]}" fo:padding-top="4pt" fo:margin-top="22pt"'
    yield "Standard", "Standard", "", ""
    yield "Title", "Title", "", f'{bold} fo:font-size="30pt"'
    yield "Subtitle", "Subtitle", 'fo:margin-bottom="14pt"', f'{muted} fo:font-size="13pt"'
    yield "Einleitung", "Einleitung", f'fo:background-color="{colours["sand"]}" fo:padding="5pt"', ""
    yield "Heading_20_1", "Heading 1", f"{top} {keep}", f'{bold} fo:font-size="17pt"'
    yield "Heading_20_2", "Heading 2", f'fo:margin-top="14pt" {keep}', f'{bold} fo:font-size="13pt"'
    yield "Heading_20_3", "Heading 3", f'fo:margin-top="9pt" {keep}', f'{bold} fo:font-size="11pt"'
    yield "Hinweis", "Hinweis", f'fo:margin-bottom="4pt" {keep}', f'{muted} fo:font-size="9.5pt"'
    yield "Feld", "Feld", f'{bar} fo:margin-top="3pt" fo:margin-bottom="3pt"', ""
    yield "Satz", "Satz", 'fo:margin-bottom="3pt"', ""
    yield "Tabellentext", "Tabellentext", "", 'fo:font-size="9.5pt"'
    yield "Beschriftung", "Beschriftung", "", f'{bold} fo:font-size="9.5pt"'
    yield "Tabellenkopf", "Tabellenkopf", keep, f'{bold} fo:font-size="9.5pt" fo:color="{colours["paper"]}"'


def _paragraph_style(name: str, shown: str, layout: str, look: str) -> str:
    level = name.removeprefix("Heading_20_")
    outline = f'style:default-outline-level="{level}" ' if level.isdecimal() else ""
    return (
        f'<style:style style:name="{name}" style:display-name="{shown}" style:family="paragraph" {outline}'
        f'style:class="text"><style:paragraph-properties {layout}/><style:text-properties {look}/>'
        "</style:style>"
    )


def _cell_styles(colours: Mapping[str, str]) -> str:
    """Return the styles of cells; LibreOffice takes them from beside the text only."""
    padding = 'fo:padding="3pt"'
    kinds = {
        "Kopfzelle": f'fo:background-color="{colours["violet"]}"',
        "Zelle": f'fo:border-bottom="0.5pt solid {colours["line"]}"',
    }
    return "".join(
        f'<style:style style:name="{name}" style:family="table-cell">'
        f"<style:table-cell-properties {padding} {look}/></style:style>"
        for name, look in kinds.items()
    )
