"""Cover: what stands behind the title page of a Word file, and the line at the foot of all others.

The shapes hang in the header of the first page: decoration that no screen reader meets, that does not
get in the way of somebody who edits the title, and that takes no paragraph of the text.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape

from pipeline.render import docxstyles
from pipeline.render.docxstyles import tag
from pipeline.render.reference import HEIGHT, WIDTH, text_width, twips

Point = tuple[float, float]

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
DECORATIVE = (
    f'<a:extLst xmlns:a="{A}"><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
    '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    "</a:ext></a:extLst>"
)
"""What makes a drawing decoration ([MS-ODRAWXML] 2.31)."""

NEVER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2, Char)."""

FOOT = 64.0
"""Height of the field at the foot of the title page, with an acknowledgement of three lines; millimetres."""

_LINE = 155.0
"""Width of a line on the title page."""
_EMU = 36_000
"""English Metric Units a millimetre."""

_ROOT = (
    f'xmlns:w="{docxstyles.W}" xmlns:a="{A}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def header(page: Mapping[str, Any]) -> bytes:
    """Return the header of the title page: the colours behind it."""
    colours = docxstyles.colours(page["brand"])
    foot = HEIGHT - _foot(page)
    # The square never rises to where a long title stands: dark words on it could not be read.
    shapes = [
        ("coral", _rectangle(0, 0, WIDTH, foot + 1)),
        ("sun", _round((174, 20), 82)),
        ("violet", _turned((190, max(foot - 45, 184)), 96, 16, foot)),
        ("sand", _rectangle(0, foot, WIDTH, HEIGHT)),
        ("ink", _rectangle(0, foot, WIDTH, foot + 2.4)),
    ]
    drawn = "".join(
        _shape(number, points, colours[name]) for number, (name, points) in enumerate(shapes, start=1)
    )
    paragraph = tag("p", tag("pPr", tag("pStyle", val="Header")) + drawn)
    return f"{docxstyles.HEAD}<w:hdr {_ROOT}>{paragraph}</w:hdr>".encode()


def _foot(page: Mapping[str, Any]) -> float:
    """Return the height of the field at the foot: every further line of acknowledgement needs room."""
    lines = sum(1 + math.ceil(len(funder["wording"]) / 85) for funder in page["funding"])
    return FOOT + max(0, lines - 3) * 5.2 + sum(map(_marks, page["funding"]))


def _marks(entry: Mapping[str, Any]) -> float:
    """Return how much room the logos of a funder take, with their lead-in, in millimetres."""
    if not entry["logos"]:
        return 0.0
    wide: float = sum(logo["width"] + logo["clear"] for logo in entry["logos"])
    rows = math.ceil(wide / _LINE)
    high = float(entry["logos"][0]["height"])
    return rows * high * 1.2 + 8.0 + (5.0 if entry["lead_in"] else 0.0)


def footer(page: Mapping[str, Any]) -> bytes:
    """Return the footer: the guide on the left, the page on the right."""
    words = page["words"]
    name = escape(NEVER.sub("", _short(page)))
    place = twips(text_width(page["brand"]))
    layout = tag("pPr", tag("pStyle", val="Footer") + tag("tabs", tag("tab", val="right", pos=place)))
    text = (
        f'<w:r><w:t xml:space="preserve">{name}</w:t><w:tab/>'
        f'<w:t xml:space="preserve">{escape(words["page"])} </w:t></w:r>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> {escape(words["of"])} </w:t></w:r>{_field("NUMPAGES")}'
    )
    paragraph = "".join(_said(entry["foot"]) for entry in page["funding"] if entry["foot"])
    paragraph += tag("p", layout + text)
    return f'{docxstyles.HEAD}<w:ftr xmlns:w="{docxstyles.W}">{paragraph}</w:ftr>'.encode()


def _said(text: str) -> str:
    """Return a paragraph of the footer."""
    run = f'<w:r><w:t xml:space="preserve">{escape(NEVER.sub("", text))}</w:t></w:r>'
    return tag("p", tag("pPr", tag("pStyle", val="Footer")) + run)


def _short(page: Mapping[str, Any], most: int = 80) -> str:
    """Return the title, or as much of it as stands in one line beside the page number."""
    title = str(page["title"])
    return title if len(title) <= most else title[:most].rsplit(" ", 1)[0] + " …"


def _field(code: str) -> str:
    """Return a field; Word fills it in whenever it lays out the page, until then it says 1."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    instruction = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return f"{marks[0]}{instruction}{marks[1]}<w:r><w:t>1</w:t></w:r>{marks[2]}"


# Shapes, in millimetres from the top left corner of the page; nothing leaves the page, because
# programs differ in what they do with a shape that does.


def _rectangle(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def _round(centre: Point, radius: float) -> list[Point]:
    angles = (math.tau * step / 180 for step in range(180))
    return _cut(
        (centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles
    )


def _turned(centre: Point, side: float, degrees: float, lowest: float) -> list[Point]:
    angles = [math.radians(degrees + 45 + quarter * 90) for quarter in range(5)]
    reach = side / math.sqrt(2)
    corners = [(centre[0] + reach * math.cos(angle), centre[1] + reach * math.sin(angle)) for angle in angles]
    along = (
        (a[0] + (b[0] - a[0]) * step / 60, a[1] + (b[1] - a[1]) * step / 60)
        for a, b in pairwise(corners)
        for step in range(60)
    )
    return _cut(along, lowest)


def _cut(points: Iterable[Point], lowest: float = HEIGHT) -> list[Point]:
    """Push what lies outside the page onto its edge; with many points that is where the edge cuts."""
    return [(min(max(x, 0.0), WIDTH), min(max(y, 0.0), lowest)) for x, y in points]


def _shape(number: int, points: list[Point], colour: str) -> str:
    """Return a run with a filled polygon behind the text."""
    left, top = min(x for x, _y in points), min(y for _x, y in points)
    width = round((max(x for x, _y in points) - left) * _EMU)
    height = round((max(y for _x, y in points) - top) * _EMU)
    corners = [f'<a:pt x="{round((x - left) * _EMU)}" y="{round((y - top) * _EMU)}"/>' for x, y in points]
    lines = "".join(f"<a:lnTo>{corner}</a:lnTo>" for corner in corners[1:])
    path = f'<a:path w="{width}" h="{height}"><a:moveTo>{corners[0]}</a:moveTo>{lines}<a:close/></a:path>'
    geometry = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{path}</a:pathLst></a:custGeom>'
    )
    look = (
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>{geometry}'
        f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill><a:ln><a:noFill/></a:ln></wps:spPr>'
    )
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        f'relativeHeight="{number}" behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{round(left * _EMU)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{round(top * _EMU)}</wp:posOffset></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        f'<wp:docPr id="{90_000 + number}" name="shape-{number}">{DECORATIVE}</wp:docPr>'
        "<wp:cNvGraphicFramePr/>"
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f"<wps:wsp><wps:cNvSpPr/>{look}<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
        "</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
