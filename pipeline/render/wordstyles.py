"""Reference: the Word styles of a guide, made from the brand, on pandoc's own reference document."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from pipeline.engine import pandoc

HEADINGS = {1: (20, 26, 8), 2: (14, 16, 5), 3: (11.5, 12, 4)}
"""Level → size, space before and after, in points."""

CALLOUTS = {"tip": "Tipp", "warning": "Warnung", "example": "Beispiel"}
"""Kind of callout → name of its style; its title's style is `<name> Titel`."""

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def reference(page: Mapping[str, Any]) -> bytes:
    """Return a DOCX that holds styles, page size, header and footer, and nothing to read.

    Style names are what people see in Word's list; those pandoc asks for keep their English names.
    """
    import docx

    document = docx.Document(io.BytesIO(pandoc.default_reference()))
    brand = page["brand"]
    styles = _Styles(document, brand, f"{page['lang']}-{page['region']}".rstrip("-"))
    styles.defaults()
    styles.text()
    styles.headings()
    styles.cover()
    styles.boxes()
    styles.tables()
    _sheet(document, page)
    _settings(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


class _Styles:
    """The styles of one document, by what they are for."""

    def __init__(self, document: Any, brand: Mapping[str, Any], lang: str) -> None:
        self.styles = document.styles
        self.brand = brand
        self.lang = lang
        self.font = str(brand["fonts"]["word"])

    def colour(self, name: str) -> str:
        return str(self.brand["colours"][name]).lstrip("#").upper()

    def defaults(self) -> None:
        """Set font and language once for all, and give tables the base they name."""
        from docx.oxml import parse_xml

        element = self.styles.element
        defaults = element.find(f"{{{_W}}}docDefaults/{{{_W}}}rPrDefault/{{{_W}}}rPr")
        for child in list(defaults):
            defaults.remove(child)
        for xml in (
            f'<w:rFonts w:ascii="{self.font}" w:hAnsi="{self.font}" w:eastAsia="{self.font}" w:cs="{self.font}"/>',
            f'<w:color w:val="{self.colour("ink")}"/>',
            '<w:sz w:val="21"/>',
            '<w:szCs w:val="21"/>',
            f'<w:lang w:val="{self.lang}" w:eastAsia="{self.lang}" w:bidi="ar-SA"/>',
        ):
            defaults.append(parse_xml(xml.replace(" ", f' xmlns:w="{_W}" ', 1)))
        if not any(style.get(f"{{{_W}}}styleId") == "TableNormal" for style in element):
            element.append(
                parse_xml(
                    f'<w:style xmlns:w="{_W}" w:type="table" w:default="1" w:styleId="TableNormal">'
                    '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
                    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
                    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
                    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
                )
            )

    def text(self) -> None:
        """Set running text, lists, quotes, notes, captions and links."""
        muted = self.colour("muted")
        self.paragraph("Normal", size=10.5, after=6, line=1.22)
        for name in ("Body Text", "First Paragraph"):
            self.paragraph(name, before=0, after=7)
        self.paragraph("Compact", before=1, after=3)
        self.paragraph("Block Text", before=4, after=6, left=14, border=("left", "sun", 18))
        self.paragraph("Footnote Text", size=8.5, after=2)
        self.paragraph("Caption", size=9.5, colour=muted, after=10, italic=False)
        self.paragraph("Image Caption", size=9.5, colour=muted, after=12, italic=False)
        self.paragraph("Captioned Figure", before=8, after=4, keep=True)
        self.paragraph("Definition Term", bold=True, before=6, after=1, keep=True)
        self.paragraph("Definition", left=14, after=5)
        self.paragraph("Checkliste", "Body Text", before=1, after=4, left=21, hanging=21)
        self.character("Hyperlink", colour=self.colour("teal"), underline=True)
        self.character("Platzhalter", colour=self.colour("coral-dark"), underline="dotted")

    def headings(self) -> None:
        """Set headings that stay with what follows; sections begin with a bar."""
        for level, (size, before, after) in HEADINGS.items():
            border = ("top", "coral", 36) if level == 1 else None
            self.paragraph(
                f"Heading {level}",
                size=size,
                bold=True,
                colour=self.colour("ink"),
                before=before,
                after=after,
                keep=True,
                border=border,
                italic=False,
            )
        self.paragraph("TOC Heading", size=20, bold=True, colour=self.colour("ink"), after=8, keep=True)
        self.paragraph("toc 1", "Normal", after=3)
        self.character("Schrittnummer", colour=self.colour("coral-dark"), bold=True)

    def cover(self) -> None:
        """Set the title page: one block of colour, facts, and the acknowledgement below."""
        ink = self.colour("ink")
        block: dict[str, Any] = {"colour": ink, "fill": "coral", "frame": "coral", "left": 16, "right": 16, "align": "left"}
        self.paragraph("Title", size=36, bold=True, before=0, after=0, line=1.0, **block)
        self.character("Reihe", size=20, bold=True, colour=ink)
        self.paragraph("Subtitle", size=15, bold=False, before=14, after=0, line=1.15, **block)
        self.paragraph("Status", "Subtitle", size=10.5, bold=True, before=16, after=0, **block)
        self.paragraph("Fakten", "Body Text", size=10.5, before=0, after=4)
        self.paragraph("Zusammenfassung", "Body Text", size=12.5, before=26, after=12, line=1.25)
        self.paragraph("Förderhinweis", "Body Text", bold=True, before=14, after=8)

    def boxes(self) -> None:
        """Set callouts (a bar and a fill) and the imprint."""
        for kind, name in CALLOUTS.items():
            look = self.brand["callouts"][kind]
            box: dict[str, Any] = {"fill": look["fill"], "border": ("left", look["line"], 36), "left": 12, "right": 6}
            self.paragraph(
                f"{name} Titel", "Body Text", bold=True, colour=self.colour(look["line"]), before=10, after=0,
                keep=True, **box,
            )  # fmt: skip
            self.paragraph(name, "Body Text", before=0, after=0, **box)
        self.paragraph("Impressum", "Body Text", size=9.5, after=5)

    def tables(self) -> None:
        """Set the one table style: a band for the heading row, thin lines below the others."""
        from docx.oxml import parse_xml

        self.paragraph("Tabellentext", "Compact", size=9.5, before=2, after=2, line=1.1)
        self.paragraph("Tabellenkopf", "Tabellentext", bold=True, colour=self.colour("paper"), keep=True)
        table = next(style for style in self.styles.element if style.get(f"{{{_W}}}styleId") == "Table")
        for child in list(table):
            if child.tag in {f"{{{_W}}}{tag}" for tag in ("pPr", "rPr", "tblPr", "tblStylePr", "basedOn")}:
                table.remove(child)
        line = f'w:val="single" w:sz="4" w:space="0" w:color="{self.colour("line")}"'
        borders = (
            f"<w:tblPr><w:tblBorders><w:bottom {line}/><w:insideH {line}/></w:tblBorders><w:tblCellMar>"
            '<w:top w:w="40" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
            '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        )
        fill = f'<w:shd w:val="clear" w:color="auto" w:fill="{self.colour("violet")}"/>'
        for xml in (borders, f'<w:tblStylePr w:type="firstRow"><w:tcPr>{fill}</w:tcPr></w:tblStylePr>'):
            table.append(parse_xml(xml.replace(">", f' xmlns:w="{_W}">', 1)))
        name = table.find(f"{{{_W}}}name")
        name.addnext(parse_xml(f'<w:basedOn xmlns:w="{_W}" w:val="TableNormal"/>'))

    def paragraph(  # noqa: PLR0913  (a style is its properties)
        self,
        name: str,
        base: str = "",
        *,
        size: float = 0,
        bold: bool | None = None,
        italic: bool | None = None,
        colour: str = "",
        before: float | None = None,
        after: float | None = None,
        line: float = 0,
        left: float = 0,
        right: float = 0,
        hanging: float = 0,
        keep: bool = False,
        fill: str = "",
        frame: str = "",
        border: tuple[str, str, int] | None = None,
        align: str = "",
    ) -> None:
        """Make or change a paragraph style; lengths in points, colours by the brand's names."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        style = self._style(name, WD_STYLE_TYPE.PARAGRAPH, base)
        self._font(style.font, size=size, bold=bold, italic=italic, colour=colour)
        layout = style.paragraph_format
        layout.widow_control = True
        for side, points in (
            ("space_before", before),
            ("space_after", after),
            ("left_indent", left or None),
            ("right_indent", right or None),
            ("first_line_indent", -hanging or None),
        ):
            if points is not None:
                setattr(layout, side, Pt(points))
        if line:
            layout.line_spacing = line
        if keep:
            layout.keep_with_next = True
        if align:
            layout.alignment = WD_ALIGN_PARAGRAPH.LEFT
        edges = dict.fromkeys(("top", "left", "bottom", "right"), (frame, 24, 12)) if frame else {}
        if border:
            edges[border[0]] = (border[1], border[2], 6)
        _edges(style.element.get_or_add_pPr(), {e: (self.colour(c), w, s) for e, (c, w, s) in edges.items()})
        if fill:
            _shade(style.element.get_or_add_pPr(), self.colour(fill))

    def character(
        self, name: str, *, size: float = 0, bold: bool | None = None, colour: str = "", underline: Any = None
    ) -> None:
        """Make or change a character style."""
        from docx.enum.style import WD_STYLE_TYPE
        from docx.enum.text import WD_UNDERLINE

        style = self._style(name, WD_STYLE_TYPE.CHARACTER, "")
        self._font(style.font, size=size, bold=bold, italic=None, colour=colour)
        if underline:
            style.font.underline = WD_UNDERLINE.DOTTED if underline == "dotted" else True

    def _style(self, name: str, kind: Any, base: str) -> Any:
        known = {style.name: style for style in self.styles}
        style = known.get(name)
        if style is None:
            style = self.styles.add_style(name, kind, builtin=name.startswith("toc "))
            style.element.set(f"{{{_W}}}styleId", _identifier(name))
        if base:
            style.base_style = known.get(base) or self.styles[base]
        style.quick_style, style.hidden = True, False
        return style

    def _font(self, font: Any, *, size: float, bold: bool | None, italic: bool | None, colour: str) -> None:
        from docx.shared import Pt, RGBColor

        fonts = font.element.get_or_add_rPr()
        for child in fonts.findall(f"{{{_W}}}rFonts"):
            fonts.remove(child)
        if size:
            font.size = Pt(size)
            for child in fonts.findall(f"{{{_W}}}szCs"):
                fonts.remove(child)
        if bold is not None:
            font.bold = bold
        if italic is not None:
            font.italic = italic
        if colour:
            font.color.rgb = RGBColor.from_string(colour)


def _identifier(name: str) -> str:
    """Return a style id: Word's own for its own styles, else the name in plain letters."""
    plain = name.replace("ö", "oe").replace("ä", "ae").replace("ü", "ue")
    return "".join(word[:1].upper() + word[1:] for word in plain.replace("toc", "TOC").split())


_ORDER = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]
"""Children of w:pPr in the order of the schema (ECMA-376, CT_PPr)."""


def _put(properties: Any, element: Any) -> None:
    """Put an element of paragraph properties where the schema wants it, instead of an older one."""
    name = element.tag.rpartition("}")[2]
    for old in properties.findall(element.tag):
        properties.remove(old)
    later = _ORDER[_ORDER.index(name) + 1 :]
    following = next((child for child in properties if child.tag.rpartition("}")[2] in later), None)
    if following is None:
        properties.append(element)
    else:
        following.addprevious(element)


def _edges(properties: Any, edges: Mapping[str, tuple[str, int, int]]) -> None:
    """Give a paragraph style borders: edge → colour, width in eighths of a point, distance in points."""
    from docx.oxml import parse_xml

    if not edges:
        return
    inner = "".join(
        f'<w:{edge} w:val="single" w:sz="{edges[edge][1]}" w:space="{edges[edge][2]}" w:color="{edges[edge][0]}"/>'
        for edge in ("top", "left", "bottom", "right")
        if edge in edges
    )
    _put(properties, parse_xml(f'<w:pBdr xmlns:w="{_W}">{inner}</w:pBdr>'))


def _shade(properties: Any, colour: str) -> None:
    from docx.oxml import parse_xml

    _put(properties, parse_xml(f'<w:shd xmlns:w="{_W}" w:val="clear" w:color="auto" w:fill="{colour}"/>'))


def _sheet(document: Any, page: Mapping[str, Any]) -> None:
    """Set A4, margins and the footer; the title page has none."""
    from docx.shared import Mm

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    margin = {
        edge: Mm(float(str(value).removesuffix("mm")))
        for edge, value in page["brand"]["page"]["margin"].items()
    }
    section.top_margin, section.bottom_margin = margin["top"], margin["bottom"]
    section.left_margin, section.right_margin = margin["inside"], margin["outside"]
    section.header_distance = section.footer_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(210) - margin["inside"] - margin["outside"], 2)
    paragraph.add_run(f"{page['title']}\t{page['words']['page']} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {page['words']['of']} ")
    _field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        _Styles(document, page["brand"], "")._font(  # noqa: SLF001  (the same module)
            run.font,
            size=8.5,
            bold=None,
            italic=None,
            colour=str(page["brand"]["colours"]["muted"]).lstrip("#"),
        )


def _field(paragraph: Any, code: str) -> None:
    """Add a field that Word fills in; until then it shows 1."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)  # noqa: SLF001  (python-docx has no fields)
        else:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)  # noqa: SLF001


def _settings(document: Any) -> None:
    """Let Word hyphenate, and let it not take the file for one of an older version."""
    from docx.oxml import parse_xml

    settings = document.settings.element
    for tag in ("autoHyphenation", "compat", "zoom"):
        for old in settings.findall(f"{{{_W}}}{tag}"):
            settings.remove(old)
    hyphenation = parse_xml(f'<w:autoHyphenation xmlns:w="{_W}" w:val="true"/>')
    compat = parse_xml(
        f'<w:compat xmlns:w="{_W}"><w:compatSetting w:name="compatibilityMode" '
        'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    )
    before_hyphenation = settings.find(f"{{{_W}}}defaultTabStop")
    if before_hyphenation is None:
        settings.insert(0, hyphenation)
    else:
        before_hyphenation.addnext(hyphenation)
    later = (
        "docVars",
        "rsids",
        "mathPr",
        "themeFontLang",
        "clrSchemeMapping",
        "decimalSymbol",
        "listSeparator",
    )
    following = next((child for child in settings if child.tag.rpartition("}")[2] in later), None)
    settings.append(compat) if following is None else following.addprevious(compat)
