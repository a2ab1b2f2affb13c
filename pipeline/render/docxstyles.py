"""Styles: how a guide looks in Word; every style that occurs in a guide, made from the brand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

CALLOUTS = {"tip": "Tipp", "warning": "Warnung", "example": "Beispiel"}
"""Kind of callout → name of its style; of its title `<name> Titel`, of a heading `<name> Überschrift`."""

IDS = {
    "Förderhinweis": "Funding",
    "Förderlogos": "FundingLogos",
    "Platzhalter": "Slot",
    "Reihe": "Series",
    "Schrittnummer": "StepNumber",
    "Fakten": "Facts",
    "Zusammenfassung": "Summary",
    "Impressum": "Imprint",
    "Herausgeber": "Publisher",
    "Ausgabe": "Edition",
    "Checkliste": "Checklist",
    "Checkliste Absatz": "ChecklistText",
    "Checkliste Ebene 2": "Checklist2",
    "Tabellentext": "TableText",
    "Tabellenkopf": "TableHead",
    "Tipp": "Tip",
    "Tipp Titel": "TipTitle",
    "Tipp Überschrift": "TipHeading",
    "Warnung": "Warning",
    "Warnung Titel": "WarningTitle",
    "Warnung Überschrift": "WarningHeading",
    "Beispiel": "Example",
    "Beispiel Titel": "ExampleTitle",
    "Beispiel Überschrift": "ExampleHeading",
}
"""Name that people see in Word's list → style id; those pandoc asks for keep its names."""

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
"""How every part of the package begins."""

INSET = 14
"""Points between the margin and the text of a box: bar and padding."""
TWIPS = 20
"""Twips a point."""
BOX = 17
"""Points from a box to tick, or from a bullet, to the text behind it."""

Edge = tuple[str, str, float, int]
"""Which edge, colour by the brand's name, width in points, distance in points."""


def tag(element: str, inner: str = "", /, **values: object) -> str:
    """Return an element of WordprocessingML as text; no value can end it."""
    attributes = "".join(f" w:{key}={quoteattr(str(value))}" for key, value in values.items())
    return f"<w:{element}{attributes}>{inner}</w:{element}>" if inner else f"<w:{element}{attributes}/>"


@dataclass(frozen=True, kw_only=True)
class Style:
    """One paragraph or character style; lengths in points, colours by the brand's names."""

    name: str
    base: str = "Body Text"
    follow: str = ""
    """Style of the paragraph that Word begins after this one; empty: the same."""
    kind: str = "paragraph"
    font: str = ""
    size: float = 0
    bold: bool | None = None
    colour: str = ""
    underline: str = ""
    badge: str = ""
    """Colour of a block behind the words."""
    raised: bool = False
    before: float | None = None
    after: float | None = None
    line: float = 0
    left: float = 0
    right: float = 0
    hanging: float = 0
    keep: bool = False
    """With the next paragraph, and its own lines together."""
    level: int | None = None
    """Outline level, 1 for sections; 0 for what looks like a heading and is none."""
    centred: bool = False
    fill: str = ""
    edges: tuple[Edge, ...] = ()
    hyphens: bool = True

    @property
    def id(self) -> str:
        """The id by which paragraphs name this style."""
        return identifier(self.name)

    def xml(self, colours: Mapping[str, str]) -> str:
        """Return the style; children stand in the order of the schema (ECMA-376 Part 1, CT_Style)."""
        base = (
            "Default Paragraph Font" if self.kind == "character" and self.base == "Body Text" else self.base
        )
        head = tag("name", val=_written(self.name))
        head += tag("basedOn", val=identifier(base)) if base else ""
        head += tag("next", val=identifier(self.follow)) if self.follow else ""
        head += tag("uiPriority", val=9) + tag("qFormat")
        layout = "" if self.kind == "character" else "".join(self._layout(colours))
        look = "".join(self._look(colours))
        inner = head + (tag("pPr", layout) if layout else "") + (tag("rPr", look) if look else "")
        marks: dict[str, object] = {"type": self.kind, "styleId": self.id}
        if self.name == "Normal":
            marks["default"] = 1
        elif self.name not in _BUILT_IN:
            marks["customStyle"] = 1
        return tag("style", inner, **marks)

    def _layout(self, colours: Mapping[str, str]) -> Iterator[str]:
        """Yield paragraph properties in the order of the schema."""
        if self.keep:
            yield tag("keepNext") + tag("keepLines")
        if self.edges:
            yield borders(self.edges, colours)
        if self.fill:
            yield tag("shd", val="clear", color="auto", fill=colours[self.fill])
        if not self.hyphens:
            yield tag("suppressAutoHyphens")
        yield from self._room()
        if self.centred:
            yield tag("jc", val="center")
        if self.level is not None:
            yield tag("outlineLvl", val=(self.level - 1) % 10)

    def _room(self) -> Iterator[str]:
        """Yield spacing and indent; what is not named is inherited."""
        spacing: dict[str, object] = {
            name: round(value * TWIPS)
            for name, value in (("before", self.before), ("after", self.after))
            if value is not None
        }
        if self.line:
            spacing |= {"line": round(self.line * 240), "lineRule": "auto"}
        if spacing:
            yield tag("spacing", **spacing)
        if self.left or self.right:
            indent: dict[str, object] = {"left": round(self.left * TWIPS), "right": round(self.right * TWIPS)}
            if self.hanging:
                indent["hanging"] = round(self.hanging * TWIPS)
            yield tag("ind", **indent)

    def _look(self, colours: Mapping[str, str]) -> Iterator[str]:
        if self.font:
            yield tag("rFonts", ascii=self.font, hAnsi=self.font, cs=self.font)
        if self.bold is not None:
            yield tag("b", val=int(self.bold)) + tag("bCs", val=int(self.bold))
        if self.colour:
            yield tag("color", val=colours[self.colour])
        if self.size:
            yield tag("sz", val=round(self.size * 2)) + tag("szCs", val=round(self.size * 2))
        if self.underline:
            yield tag("u", val=self.underline)
        if self.badge:
            # The border is there for its width: padding, which characters have no other way to get.
            yield tag("bdr", val="single", sz=24, space=0, color=colours[self.badge])
            yield tag("shd", val="clear", color="auto", fill=colours[self.badge])
        if self.raised:
            yield tag("vertAlign", val="superscript")


def identifier(name: str) -> str:
    """Return the id of a style: Word's own for its own styles."""
    return IDS.get(name) or name.title().replace("Toc", "TOC").replace(" ", "")


_BUILT_IN = {
    *("Normal", "Body Text", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Heading 4"),
    *("Block Text", "Footnote Text", "Footnote Reference", "Caption", "Hyperlink", "Header", "Footer"),
    *("TOC Heading", "toc 1"),
}
"""Names that Word knows and translates."""


def _written(name: str) -> str:
    """Return a name as Word writes it into files: some of its own begin small."""
    small = name.startswith(("Heading", "Footnote")) or name in {"Caption", "Header", "Footer"}
    return name.lower() if small and name in _BUILT_IN else name


def borders(edges: Sequence[Edge], colours: Mapping[str, str]) -> str:
    """Return paragraph borders."""
    found = {edge: (colour, width, space) for edge, colour, width, space in edges}
    return tag(
        "pBdr",
        "".join(
            tag(
                edge,
                val="single",
                sz=round(found[edge][1] * 8),
                space=found[edge][2],
                color=colours[found[edge][0]],
            )
            for edge in ("top", "left", "bottom", "right", "between")
            if edge in found
        ),
    )


def panel(line: str, fill: str) -> tuple[Edge, ...]:
    """Return the edges of a box: a bar, and padding on the other sides in the colour of the fill.

    Programs join neighbours with the same borders and indents into one box; no border between them, or
    LibreOffice does not.
    """
    return (("top", fill, 0.5, 6), ("left", line, 4.5, 9), ("bottom", fill, 0.5, 6), ("right", fill, 0.5, 8))


def colours(brand: Mapping[str, Any]) -> dict[str, str]:
    """Return the brand's colours as Word writes them, and the tint behind the facts."""
    found = {name: str(value).lstrip("#").upper() for name, value in brand["colours"].items()}
    channels = (int(found["sun"][at : at + 2], 16) for at in (0, 2, 4))
    return found | {
        "white": "FFFFFF",  # the ground of logos, whatever the brand calls paper
        "sun-light": "".join(f"{round(255 - (255 - channel) * 0.34):02X}" for channel in channels),
    }


def styles(brand: Mapping[str, Any], lang: str, display: float, own: Iterable[Style] = ()) -> bytes:
    """Return styles.xml. `display` is the size of the topic on the title page; `own` come in or replace."""
    palette = colours(brand)
    sheet = {
        style.name: style
        for style in (*_text(), *_headings(), *_cover(display), *_boxes(brand), *_signs(), *own)
    }
    body = _defaults(brand, lang, palette) + "".join(style.xml(palette) for style in sheet.values())
    body += _tables(palette)
    return f'{HEAD}<w:styles xmlns:w="{W}">{body}</w:styles>'.encode()


def _defaults(brand: Mapping[str, Any], lang: str, palette: Mapping[str, str]) -> str:
    font, size = str(brand["fonts"]["word"]), float(str(brand["page"]["text"]).removesuffix("pt"))
    look = tag("rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font) + tag("color", val=palette["ink"])
    look += (
        tag("sz", val=round(size * 2))
        + tag("szCs", val=round(size * 2))
        + tag("lang", val=lang, eastAsia=lang, bidi="ar-SA")
    )
    latent = tag(
        "latentStyles",
        defLockedState=0, defUIPriority=99, defSemiHidden=1, defUnhideWhenUsed=1, defQFormat=0, count=376,
    )  # fmt: skip
    plain = tag("name", val="Default Paragraph Font") + tag("uiPriority", val=1) + tag("semiHidden")
    return (
        tag("docDefaults", tag("rPrDefault", tag("rPr", look)) + "<w:pPrDefault/>")
        + latent
        + tag("style", plain, type="character", default=1, styleId="DefaultParagraphFont")
        + tag(
            "style",
            tag("name", val="No List") + tag("semiHidden"),
            type="numbering",
            default=1,
            styleId="NoList",
        )
    )


def _text() -> Iterator[Style]:
    """Yield running text, lists, quotes, notes and captions."""
    yield Style(name="Normal", base="", line=1.2)
    # Of the space after one paragraph and before the next, Word takes the larger.
    yield Style(name="Body Text", base="Normal", before=6, after=6)
    yield Style(name="First Paragraph", follow="Body Text")
    yield Style(name="Compact", before=0, after=3)
    yield Style(name="Block Text", before=0, after=4, left=INSET, edges=(("left", "sun", 3, 10),))
    yield Style(name="Footnote Text", base="Normal", size=8.5, after=2, line=1.1)
    yield Style(name="Footnote Block Text", base="Footnote Text", left=INSET)
    yield Style(name="Caption", size=9.5, colour="muted", before=0, after=12)
    yield Style(name="Image Caption", base="Caption", centred=True)
    yield Style(name="Table Caption", base="Caption", keep=True)
    yield Style(name="Figure", before=8, after=10, centred=True)
    yield Style(name="Captioned Figure", base="Figure", after=4, keep=True)
    yield Style(name="Definition Term", bold=True, before=7, after=0, keep=True, follow="Definition")
    yield Style(name="Definition", before=0, after=4, left=INSET)
    yield Style(
        name="Source Code", font="Courier New", size=9.5, fill="sand", hyphens=False, before=4, after=6
    )
    yield Style(name="Checkliste", before=0, after=4, left=BOX, hanging=BOX)
    yield Style(name="Checkliste Absatz", before=0, after=4, left=BOX)
    yield Style(name="Checkliste Ebene 2", base="Checkliste", left=2 * BOX, hanging=BOX)
    yield Style(name="Tabellentext", base="Compact", size=9.5, before=2, after=2, line=1.1)
    yield Style(name="Tabellenkopf", base="Tabellentext", bold=True, colour="paper", keep=True, hyphens=False)
    yield Style(name="Header", base="Normal")
    yield Style(name="Footer", base="Normal", size=8.5, colour="muted", hyphens=False)


def _headings() -> Iterator[Style]:
    """Yield headings; a section begins with a bar."""
    common: dict[str, Any] = {
        "base": "Normal", "follow": "First Paragraph", "bold": True, "keep": True, "hyphens": False
    }  # fmt: skip
    bar = (("top", "coral", 3, 5),)
    yield Style(name="Heading 1", size=19, before=28, after=5, line=1.05, level=1, edges=bar, **common)
    yield Style(name="Heading 2", size=14, before=17, after=4, line=1.1, level=2, **common)
    yield Style(name="Heading 3", size=11.5, before=12, after=2, level=3, **common)
    yield Style(name="Heading 4", size=10, before=10, after=2, level=4, **common)
    yield Style(name="TOC Heading", size=15, before=24, after=6, level=0, **common)
    yield Style(name="toc 1", base="Normal", before=0, after=0, edges=(
        ("bottom", "line", 0.5, 3), ("between", "line", 0.5, 3)
    ))  # fmt: skip


def _cover(display: float) -> Iterator[Style]:
    """Yield the title page and the facts behind it; the colours behind the title are in docxcover.py."""
    words: dict[str, Any] = {"base": "Normal", "hyphens": False}
    yield Style(name="Title", size=display, bold=True, before=100, after=0, line=0.95, **words)
    yield Style(name="Subtitle", size=15, before=16, after=0, right=180, line=1.15, **words)
    yield Style(name="Herausgeber", size=15, bold=True, before=0, after=0, **words)
    dark = tuple(
        (edge, "ink", 0.5, space) for edge, space in (("top", 3), ("left", 6), ("bottom", 3), ("right", 6))
    )
    yield Style(
        name="Status",
        size=10,
        bold=True,
        colour="paper",
        fill="ink",
        edges=dark,
        before=18,
        after=0,
        left=6,
        **words,
    )
    yield Style(name="Ausgabe", before=10, after=0, right=180, **words)
    yield Style(name="Förderhinweis", base="Normal", before=10, after=6, bold=True)
    # With borders around it LibreOffice tears the frame at the foot of the title page apart.
    yield Style(name="Förderlogos", base="Normal", before=0, after=0, line=1.4, fill="white")
    tint = tuple((edge, "sun-light", 0.5, space) for edge, space in (
        ("top", 10), ("left", 11), ("bottom", 10), ("right", 11)
    ))  # fmt: skip
    box: dict[str, Any] = {
        "fill": "sun-light",
        "edges": tint,
        "left": 12,
        "right": 12,
        "before": 0,
        "after": 3,
    }
    yield Style(name="Zusammenfassung", size=12.5, line=1.25, **box)
    yield Style(name="Fakten", **box)


def _boxes(brand: Mapping[str, Any]) -> Iterator[Style]:
    """Yield callouts (a bar and a fill) and the imprint."""
    for kind, name in CALLOUTS.items():
        look = brand["callouts"][kind]
        box: dict[str, Any] = {
            "edges": panel(look["line"], look["fill"]), "fill": look["fill"], "left": INSET,
            "right": 9, "after": 3,
        }  # fmt: skip
        yield Style(
            name=f"{name} Titel",
            follow=name,
            bold=True,
            colour=look["line"],
            before=12,
            keep=True,
            hyphens=False,
            **box,
        )
        yield Style(name=name, before=0, **box)
        yield Style(name=f"{name} Überschrift", follow=name, bold=True, before=6, keep=True, level=2, **box)
    yield Style(name="Impressum", size=9.5, before=0, after=4)


def _signs() -> Iterator[Style]:
    """Yield character styles."""
    yield Style(name="Hyperlink", kind="character", colour="teal", underline="single")
    yield Style(name="Footnote Reference", kind="character", raised=True)
    yield Style(name="Verbatim Char", kind="character", font="Courier New", size=10)
    yield Style(name="Reihe", kind="character", size=22)
    yield Style(name="Platzhalter", kind="character", colour="coral-dark", underline="dotted")
    yield Style(name="Schrittnummer", kind="character", colour="ink", badge="coral")


def _tables(palette: Mapping[str, str]) -> str:
    """Return the base that pandoc's table style names, and that style: a band on top, thin lines below."""
    margins = "".join(
        tag(edge, w=width, type="dxa")
        for edge, width in (("top", 0), ("left", 108), ("bottom", 0), ("right", 108))
    )
    inner = "".join(
        tag(edge, w=width, type="dxa")
        for edge, width in (("top", 40), ("left", 108), ("bottom", 40), ("right", 108))
    )
    line = {"val": "single", "sz": 4, "space": 0, "color": palette["line"]}
    lines = tag("tblBorders", tag("bottom", **line) + tag("insideH", **line))
    band = tag(
        "tcPr", tag("shd", val="clear", color="auto", fill=palette["violet"]) + tag("vAlign", val="bottom")
    )
    normal = (
        tag("name", val="Normal Table")
        + tag("uiPriority", val=99)
        + tag("semiHidden")
        + tag("unhideWhenUsed")
        + tag("tblPr", tag("tblInd", w=0, type="dxa") + tag("tblCellMar", margins))
    )
    own = (
        tag("name", val="Table")
        + tag("basedOn", val="TableNormal")
        + tag("uiPriority", val=9)
        + tag("qFormat")
        + tag("tblPr", lines + tag("tblCellMar", inner))
        + tag("tblStylePr", band, type="firstRow")
    )
    return tag("style", normal, type="table", default=1, styleId="TableNormal") + tag(
        "style", own, type="table", customStyle=1, styleId="Table"
    )
