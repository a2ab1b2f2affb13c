"""Body: what pandoc's writer leaves undone in the text of a Word file, and in its lists.

A chain of small changes on document.xml and numbering.xml; each begins where the last one ended.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from pipeline.render import docxcover, docxstyles
from pipeline.render.docxstyles import BOX, INSET, TWIPS, W
from pipeline.render.reference import text_width, twips

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

DECORATION = "howtomake-decoration"
"""Alternative text that stands for decoration until the file is finished; pandoc knows no such mark."""

W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_PIC = "http://schemas.openxmlformats.org/drawingml/2006/picture"

_P, _TBL = f"{{{W}}}p", f"{{{W}}}tbl"
_RUNNING = {"BodyText", "FirstParagraph"}
_FOOT = {"Publisher", "Funding", "FundingLogos"}
"""Styles of what stands at the foot of the title page."""
_FACTS = {"Summary", "Facts"}
_PANELS = {
    docxstyles.identifier(f"{name}{part}")
    for name in docxstyles.CALLOUTS.values()
    for part in ("", " Titel", " Überschrift")
}
_BARRED = _PANELS | {"BlockText"}
"""Styles with a bar on the left, which all paragraphs of one box must share."""

_SMALL = 700
"""Letters; a box with fewer is not parted by the end of a page."""

_PROPERTIES = [
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd",
    "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr",
    "sectPr", "pPrChange",
]  # fmt: skip
"""Children of w:pPr in the order of the schema (ECMA-376 Part 1, CT_PPr)."""


def finish(document: bytes, numbering: bytes, page: Mapping[str, Any]) -> tuple[bytes, bytes]:
    """Return document.xml and numbering.xml, finished."""
    root, lists = _rooted(_parse(document)), _parse(numbering)
    body = _child(root, "body")
    _empty(body)
    _rules(body, docxstyles.colours(page["brand"]))
    _anchors(body)
    _title_page(body, page)
    _keep(body)
    _tables(body, page)
    _pictures(body)
    _markers(lists, docxstyles.colours(page["brand"]))
    _inset(body, lists)
    _panels(body, page["brand"])
    return _written(root), _written(lists)


def _parse(data: bytes) -> Element:
    from lxml import etree

    return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _written(root: Element) -> bytes:
    from lxml import etree

    etree.cleanup_namespaces(root, keep_ns_prefixes=["w", "w14", "mc", "r", "wp", "a", "pic"])
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _names(element: Element) -> dict[str, str]:
    """Return the namespaces of an element by their prefixes."""
    names: dict[str | None, str] = element.nsmap
    return {prefix: address for prefix, address in names.items() if prefix}


def _rooted(old: Element) -> Element:
    """Return the root with the names that boxes to tick need; lxml adds none to an existing element."""
    from lxml import etree

    root = etree.Element(
        old.tag,
        attrib={str(k): str(v) for k, v in old.attrib.items()},
        nsmap={**_names(old), "w14": W14, "mc": _MC},
    )
    root.extend(list(old))
    root.set(f"{{{_MC}}}Ignorable", "w14")
    return root


# Small tools


def _new(name: str, /, **values: object) -> Element:
    from lxml import etree

    element = etree.Element(f"{{{W}}}{name}")
    for key, value in values.items():
        element.set(f"{{{W}}}{key}", str(value))
    return element


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{{{W}}}val", "")


def _style(paragraph: Element | None) -> str:
    return "" if paragraph is None else _value(paragraph.find(f"{{{W}}}pPr/{{{W}}}pStyle"))


def _text(element: Element) -> str:
    return "".join(piece.text or "" for piece in element.iter(f"{{{W}}}t"))


def _properties(paragraph: Element) -> Element:
    found = paragraph.find(f"{{{W}}}pPr")
    if found is None:
        found = _new("pPr")
        paragraph.insert(0, found)
    return found


def _child(parent: Element, name: str) -> Element:
    """Return a child that the schema asks for."""
    found = parent.find(f"{{{W}}}{name}")
    assert found is not None, name  # noqa: S101  (pandoc wrote it a moment ago)
    return found


def _put(paragraph: Element, element: Element) -> None:
    """Give a paragraph a property where the schema wants it, instead of an older one of its name."""
    properties = _properties(paragraph)
    for old in properties.findall(element.tag):
        properties.remove(old)
    later = _PROPERTIES[_PROPERTIES.index(element.tag.rpartition("}")[2]) + 1 :]
    following = next((child for child in properties if child.tag.rpartition("}")[2] in later), None)
    if following is None:
        properties.append(element)
    else:
        following.addprevious(element)


def _space(paragraph: Element, **points: float) -> None:
    """Set space before or after a paragraph, and leave the other as it is."""
    old = _properties(paragraph).find(f"{{{W}}}spacing")
    new = _new("spacing") if old is None else copy.copy(old)
    for key, value in points.items():
        new.set(f"{{{W}}}{key}", str(round(value * TWIPS)))
    _put(paragraph, new)


# The chain


def _empty(body: Element) -> None:
    """Remove paragraphs that hold nothing; only between two tables Word needs one."""
    for paragraph in body.findall(_P):
        holds = any(
            True for _found in paragraph.iter(f"{{{W}}}t", f"{{{W}}}drawing", f"{{{W}}}pict", f"{{{W}}}sdt")
        )
        between = [
            found is not None and found.tag == _TBL
            for found in (paragraph.getprevious(), paragraph.getnext())
        ]
        if not holds and not all(between):
            body.remove(paragraph)


def _rules(body: Element, colours: Mapping[str, str]) -> None:
    """Turn a rule, which pandoc draws in a paragraph of its own, into a line above the next one."""
    from lxml import etree

    for drawn in list(body.iter(f"{{{W}}}pict")):
        paragraph = next(drawn.iterancestors(_P))
        following = paragraph.getnext()
        body.remove(paragraph)
        if following is not None and following.tag == _P and not _style(following).startswith("Heading"):
            edge = docxstyles.borders([("top", "line", 1, 10)], colours)
            _put(following, etree.fromstring(edge.replace("<w:pBdr", f'<w:pBdr xmlns:w="{W}"', 1)))
            _space(following, before=14)


def _anchors(body: Element) -> None:
    """Move bookmarks, which pandoc spans over whole sections, into the first paragraph behind them.

    There LibreOffice and Word keep them when somebody edits the text.
    """
    ends = {_mark(end): end for end in body.iter(f"{{{W}}}bookmarkEnd")}
    for start in list(body.iter(f"{{{W}}}bookmarkStart")):
        parent = start.getparent()
        if parent is None or parent.tag == _P:
            continue
        home = next((found for found in start.itersiblings(_P, _TBL)), None)
        home = next(home.iter(_P)) if home is not None and home.tag == _TBL else home
        end = ends.get(_mark(start))
        if home is None or end is None:
            continue
        _properties(home).addnext(start)
        home.append(end)


def _mark(bookmark: Element) -> str:
    return bookmark.get(f"{{{W}}}id", "")


def _sections(body: Element) -> list[Element]:
    return [paragraph for paragraph in body.findall(_P) if _style(paragraph) == "Heading1"]


def _title_page(body: Element, page: Mapping[str, Any]) -> None:
    """Set the foot of the title page, write the contents, and begin facts and text on new pages."""
    sections = _sections(body)
    if not sections:
        return
    first = sections[0]
    whole = twips(text_width(page["brand"]))
    for paragraph in first.itersiblings(_P, preceding=True):
        if _style(paragraph) == "Status":
            # A label as wide as its words; a letter in bold 10 points is about 6 points wide.
            _put(
                paragraph,
                _new("ind", left=6 * TWIPS, right=max(0, whole - (len(_text(paragraph)) * 6 + 8) * TWIPS)),
            )
        if _style(paragraph) in _FOOT:
            # The same frame for each: Word makes one of neighbours, and it grows upwards.
            _put(paragraph, _new(
                "framePr", w=whole, wrap="notBeside",
                vAnchor="margin", hAnchor="margin", xAlign="left", yAlign="bottom",
            ))  # fmt: skip
    _put(first, _new("pageBreakBefore"))
    _space(first, before=0)
    title, control = _contents(sections, str(page["words"]["contents"]))
    first.addprevious(control)
    facts = next((paragraph for paragraph in body.findall(_P) if _style(paragraph) in _FACTS), title)
    _put(facts, _new("pageBreakBefore"))
    if facts is title:
        _space(title, before=0)


def _contents(sections: list[Element], word: str) -> tuple[Element, Element]:
    """Return the contents' heading, and the whole: a field, filled already, linked, without page numbers.

    Page numbers would be wrong until Word counts them, and asking people to update fields scares them.
    """
    control = _new("sdt")
    about, inner, gallery = _new("sdtPr"), _new("sdtContent"), _new("docPartObj")
    gallery.extend([_new("docPartGallery", val="Table of Contents"), _new("docPartUnique")])
    about.append(gallery)
    control.extend([about, inner])
    title = _paragraph("TOCHeading", [_run(word)])
    entries = [_paragraph("TOC1", [_entry(section)]) for section in sections]
    begin = [_field("begin"), _run(' TOC \\o "1-1" \\n \\h ', "instrText"), _field("separate")]
    for number, run in enumerate(begin, start=1):
        entries[0].insert(number, run)
    entries[-1].append(_field("end"))
    inner.extend([title, *entries])
    return title, control


def _entry(section: Element) -> Element:
    anchor = next((mark.get(f"{{{W}}}name", "") for mark in section.iter(f"{{{W}}}bookmarkStart")), "")
    link = _new("hyperlink", anchor=anchor, history=1)
    link.append(_run(_text(section)))
    return link


def _paragraph(style: str, runs: list[Element]) -> Element:
    paragraph = _new("p")
    _put(paragraph, _new("pStyle", val=style))
    paragraph.extend(runs)
    return paragraph


def _run(text: str, name: str = "t") -> Element:
    run, piece = _new("r"), _new(name)
    piece.text = text
    piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(piece)
    return run


def _field(kind: str) -> Element:
    run = _new("r")
    run.append(_new("fldChar", fldCharType=kind))
    return run


def _keep(body: Element) -> None:
    """Style what pandoc leaves without, and keep a line that announces something with what it announces."""
    for paragraph in body.findall(_P):
        if not _style(paragraph):
            _put(paragraph, _new("pStyle", val="Compact"))
        if _style(paragraph) in _RUNNING and _text(paragraph).rstrip().endswith(":"):
            _put(paragraph, _new("keepNext"))


def _tables(body: Element, page: Mapping[str, Any]) -> None:
    """Let header rows repeat, rows stay whole, columns fill the width, and each table have a title."""
    for number, table in enumerate(body.iter(_TBL), start=1):
        _describe(table, f"{page['words']['table']} {number}")
        _widths(table, twips(text_width(page["brand"])))
        for row in table.iter(f"{{{W}}}tr"):
            about = row.find(f"{{{W}}}trPr")
            if about is None:
                about = _new("trPr")
                row.insert(0, about)
            about.insert(0, _new("cantSplit"))
            style = "TableText" if about.find(f"{{{W}}}tblHeader") is None else "TableHead"
            for paragraph in row.iter(_P):
                _put(paragraph, _new("pStyle", val=style))
        _distance(table)


def _describe(table: Element, title: str) -> None:
    """Give a table a title and its column heads as description, for screen readers."""
    properties = _child(table, "tblPr")
    given = _value(properties.find(f"{{{W}}}tblCaption"))
    for name in ("tblCaption", "tblDescription"):
        for old in properties.findall(f"{{{W}}}{name}"):
            properties.remove(old)
    heads = [_text(cell) for cell in next(table.iter(f"{{{W}}}tr")).iter(f"{{{W}}}tc")]
    properties.append(_new("tblCaption", val=given or title))
    properties.append(_new("tblDescription", val=" · ".join(filter(None, heads))))


def _widths(table: Element, whole: int) -> None:
    """Spread the columns over the width of the text; pandoc reckons with another page."""
    columns = table.findall(f"{{{W}}}tblGrid/{{{W}}}gridCol")
    given = [int(column.get(f"{{{W}}}w", "1")) or 1 for column in columns]
    widths = [round(width * whole / sum(given)) for width in given]
    for column, width in zip(columns, widths, strict=True):
        column.set(f"{{{W}}}w", str(width))
    wide = table.find(f"{{{W}}}tblPr/{{{W}}}tblW")
    if wide is not None:
        wide.set(f"{{{W}}}w", "5000")
    for row in table.iter(f"{{{W}}}tr"):
        for cell, width in zip(row.findall(f"{{{W}}}tc"), widths, strict=False):
            about = cell.find(f"{{{W}}}tcPr")
            if about is not None and about.find(f"{{{W}}}tcW") is None:
                about.insert(0, _new("tcW", w=width, type="dxa"))


def _distance(table: Element) -> None:
    """Keep text at a distance from a table, which has no space of its own."""
    above, below = table.getprevious(), table.getnext()
    if above is not None and above.tag == _P and not _style(above).startswith("Heading"):
        _space(above, after=8)
    if (
        below is not None
        and below.tag == _P
        and not _style(below).startswith("Heading")
        and not _style(below).endswith("Title")
    ):
        _space(below, before=11)


def _pictures(body: Element) -> None:
    """Name pictures, and mark decoration as such; pandoc describes them by their whole content."""
    from lxml import etree

    for number, frame in enumerate(body.iter(f"{{{_WP}}}inline"), start=1):
        for edge in ("distT", "distB", "distL", "distR"):
            frame.set(edge, "0")  # without these LibreOffice keeps 3 mm free
        shown = frame.find(f"{{{_WP}}}docPr")
        assert shown is not None  # noqa: S101  (the schema asks for it)
        words = shown.get("descr", "")
        decoration = words == DECORATION
        for element in (shown, *frame.iter(f"{{{_PIC}}}cNvPr")):
            element.attrib.pop("title", "")
            element.set("name", f"image-{number}")
            element.set("descr", "" if decoration else words)
        if decoration:
            shown.append(etree.fromstring(docxcover.DECORATIVE))


# Lists


def _markers(lists: Element, colours: Mapping[str, str]) -> None:
    """Set bullets and numbers in the brand's colour, one step in for each level."""
    for level in lists.iter(f"{{{W}}}lvl"):
        depth = int(level.get(f"{{{W}}}ilvl", "0"))
        sign = level.find(f"{{{W}}}lvlText")
        for name in ("pPr", "rPr"):
            for old in level.findall(f"{{{W}}}{name}"):
                level.remove(old)
        layout, look = _new("pPr"), _new("rPr")
        layout.append(_new("ind", left=BOX * TWIPS * (depth + 1), hanging=BOX * TWIPS))
        if _value(level.find(f"{{{W}}}numFmt")) == "bullet":
            if sign is not None and sign.get(f"{{{W}}}val", "").strip():
                sign.set(f"{{{W}}}val", "–" if depth % 2 else "•")
        else:
            look.extend([_new("b"), _new("bCs")])
        look.append(_new("color", val=colours["coral-dark"]))
        level.extend([layout, look])


def _inset(body: Element, lists: Element) -> None:
    """Indent lists in boxes so that the bar stays where it is.

    Word draws a border at the indent of each paragraph. So these hang from the box's own indent, and
    deeper levels are pushed in by spaces before their marks.
    """
    made: dict[str, str] = {}
    for paragraph in body.findall(_P):
        if _style(paragraph) not in _BARRED:
            continue
        number = paragraph.find(f"{{{W}}}pPr/{{{W}}}numPr/{{{W}}}numId")
        if number is not None:
            used = _value(number)
            if used not in made:
                made[used] = _variant(lists, used)
            number.set(f"{{{W}}}val", made[used])
        elif next(paragraph.iter(f"{{{W14}}}checkbox"), None) is not None:
            _put(paragraph, _new("ind", left=(INSET + BOX) * TWIPS, hanging=BOX * TWIPS))


def _variant(lists: Element, used: str) -> str:
    """Add a copy of a list that hangs from the indent of a box; return its number."""
    numbers = {number.get(f"{{{W}}}numId", ""): number for number in lists.findall(f"{{{W}}}num")}
    kinds = {kind.get(f"{{{W}}}abstractNumId", ""): kind for kind in lists.findall(f"{{{W}}}abstractNum")}
    number = copy.deepcopy(numbers[used])
    name = _child(number, "abstractNumId")
    kind = copy.deepcopy(kinds[_value(name)])
    new_kind, new_number = str(max(map(int, kinds)) + 1), str(max(map(int, numbers)) + 1)
    kind.set(f"{{{W}}}abstractNumId", new_kind)
    for mark in kind.findall(f"{{{W}}}nsid"):
        mark.set(f"{{{W}}}val", f"{int(new_kind):08X}")
    for level in kind.iter(f"{{{W}}}lvl"):
        _hang(level, int(level.get(f"{{{W}}}ilvl", "0")))
    list(kinds.values())[-1].addnext(kind)
    number.set(f"{{{W}}}numId", new_number)
    name.set(f"{{{W}}}val", new_kind)
    lists.append(number)
    return new_number


def _hang(level: Element, depth: int) -> None:
    """Hang one level of a list from the indent of a box."""
    for indent in level.iter(f"{{{W}}}ind"):
        indent.set(f"{{{W}}}left", str((INSET + BOX * (depth + 1)) * TWIPS))
        indent.set(f"{{{W}}}hanging", str(BOX * (depth + 1) * TWIPS))
    if depth:
        kind, sign = _child(level, "numFmt"), _child(level, "lvlText")
        sign.set(f"{{{W}}}val", "\u00a0" * (6 * depth) + _value(sign))
        if _value(kind) == "bullet":
            # Of a bullet LibreOffice shows one sign, which would be the space.
            kind.set(f"{{{W}}}val", "none")


# Boxes


def _panels(body: Element, brand: Mapping[str, Any]) -> None:
    """Give each box room below, keep small ones on one page and neighbours of a kind apart."""
    looks = {
        docxstyles.identifier(name): brand["callouts"][kind] for kind, name in docxstyles.CALLOUTS.items()
    }
    previous: list[Element] = []
    odd = False
    for box in _boxes(body):
        if _style(box[0]) == "BlockText":
            _space(box[0], before=7)
        _space(box[-1], after=12)
        if sum(len(_text(paragraph)) for paragraph in box) < _SMALL:
            for paragraph in box[:-1]:
                _put(paragraph, _new("keepNext"))
        neighbours = (
            bool(previous) and previous[-1].getnext() is box[0] and _kind(previous[-1]) == _kind(box[0])
        )
        odd = neighbours and not odd
        if odd and (look := looks.get(_kind(box[0]))):
            _part(box, look, docxstyles.colours(brand))
        previous = box


def _part(box: list[Element], look: Mapping[str, str], colours: dict[str, str]) -> None:
    """Make a box differ from its neighbour by what nobody sees.

    Word joins paragraphs with the same borders, LibreOffice those with the same fill.
    """
    from lxml import etree

    fill = f"{int(colours[look['fill']], 16) ^ 1:06X}"
    shades = {**colours, look["fill"]: fill}
    xml = docxstyles.borders(docxstyles.panel(look["line"], look["fill"]), shades)
    for paragraph in box:
        _put(paragraph, etree.fromstring(xml.replace("<w:pBdr", f'<w:pBdr xmlns:w="{W}"', 1)))
        _put(paragraph, _new("shd", val="clear", color="auto", fill=fill))


def _boxes(body: Element) -> Iterator[list[Element]]:
    """Yield the paragraphs of each box; a title begins a new one."""
    box: list[Element] = []
    for element in body:
        style = _style(element) if element.tag == _P else ""
        if box and (style not in _BARRED or style.endswith("Title") or _kind(element) != _kind(box[0])):
            yield box
            box = []
        if style in _BARRED:
            box.append(element)
    if box:
        yield box


def _kind(paragraph: Element) -> str:
    return re.sub("(Title|Heading)$", "", _style(paragraph))
