"""EPUB: the tree of the web page as a book: title page, one file a section, contents, cover."""

from __future__ import annotations

import datetime
import io
import re
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import for_guide
from pipeline.model.document import Document
from pipeline.render import html, logos, pdf, stylesheet
from pipeline.render.htmltree import IMPRINT, for_html

FOLDER = "EPUB"
CONTAINER = f"""<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="{FOLDER}/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
"""
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "ttf": "font/ttf", "otf": "font/otf"}
_FEATURES = ("structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _(text: str) -> str:
    """Mark a word for translation; it is translated into the guide's language below."""
    return text


@dataclass(frozen=True)
class Part:
    """One file of the book in reading order; `below` are the places in it that the contents list."""

    file: str
    title: str
    body: str
    below: tuple[dict[str, str], ...] = field(default=())


def write(document: Document, kit: Mapping[str, bytes], *, epoch: int) -> bytes:
    """Return the guide as EPUB 3; what a reading system decides (page, size, colours) is left to it.

    Raises:
        Trouble: a template, a font or a colour of the brand is missing or wrong.
        ToolFailure: pandoc or typst is missing or failed.
    """
    from markupsafe import Markup

    page = document.page
    fonts = _fonts(page["brand"])
    pictures = {f"images/{name}": data for name, data in document.pictures.items()}
    parts = [_title(document, kit), *_sections(document)]
    values = {
        **page,
        "tag": document.guide.front.lang,
        "identifier": _identifier(document),
        "modified": datetime.datetime.fromtimestamp(epoch, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "parts": parts,
        "pictures": bool(pictures),
        "files": [
            {"name": name, "type": _TYPES[name.rpartition(".")[2]]}
            for name in (*pictures, *(font["name"] for font in fonts))
        ],
        "features": [*_FEATURES, *(["alternativeText"] if pictures else [])],
        "accessibility": for_guide(
            page["lang"],
            _("Text with headings, lists and tables marked as such; pictures have descriptions."),
        ),
    }
    content: dict[str, bytes] = {
        "package.opf": stylesheet.fill(kit, "epub/package.opf.jinja", values).encode(),
        "nav.xhtml": stylesheet.fill(kit, "epub/nav.xhtml.jinja", values).encode(),
        "style.css": stylesheet.css(kit, "epub/style.css.jinja", page["brand"], (), files=fonts).encode(),
        "cover.png": pdf.cover(document, kit, epoch=epoch),
    }
    for part in parts:
        whole = {**values, "part": {"title": part.title, "body": Markup(part.body)}}  # noqa: S704  (our own markup)
        content[part.file] = stylesheet.fill(kit, "epub/part.xhtml.jinja", whole).encode()
    content |= pictures
    content |= {font["name"]: stylesheet.typeface(kit, font["file"]) for font in fonts}
    return _packed(content, epoch)


def _identifier(document: Document) -> str:
    """Return the book's name for ever: the same for each version of the guide."""
    name = f"{document.page['website']}{document.guide.slug}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}"


def _fonts(brand: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the faces that books bring along: regular, bold, italic, and the heavy one of headings."""
    faces = [face for face in brand["fonts"]["files"] if str(face["weight"]) in {"400", "700", "800"}]
    return [
        {
            "name": f"fonts/{face['file']}",
            "file": face["file"],
            "family": stylesheet.string(brand["fonts"][face["family"]]),
            "weight": int(face["weight"]),
            "style": "italic" if face["style"] == "italic" else "normal",
        }
        for face in faces
    ]


def _title(document: Document, kit: Mapping[str, bytes]) -> Part:
    values = {
        **document.page,
        "series": html.series(document.page),
        "title_funding": logos.titled(document.page, lambda name: f"images/{name}"),
    }
    body = stylesheet.fill(kit, "epub/title.xhtml.jinja", values)
    return Part("title.xhtml", str(document.page["title"]), body.strip())


# Sections


def _sections(document: Document) -> list[Part]:
    """Return one part a section, as XHTML; links from one to another name the file."""
    from lxml import html as parser

    written = _NO_XML.sub("", html.written(for_html(document))).replace(IMPRINT, "")
    blocks = [element for element in parser.fragments_fromstring(written) if not isinstance(element, str)]
    groups = [*_grouped(blocks)]
    files = [_file(number, group) for number, group in enumerate(groups, start=1)]
    places = {
        place: file
        for file, group in zip(files, groups, strict=True)
        for block in group
        for place in block.xpath("descendant-or-self::*/@id")
    }
    title = str(document.page["title"])
    return [
        _part(file, group, places, document.page["words"], title)
        for file, group in zip(files, groups, strict=True)
    ]


def _grouped(blocks: Sequence[Any]) -> Iterator[list[Any]]:
    """Yield each section alone, and what stands before the first one together."""
    loose: list[Any] = []
    for block in blocks:
        if block.tag != "section":
            loose.append(block)
            continue
        if loose:
            yield loose
            loose = []
        yield [block]
    if loose:
        yield loose


def _file(number: int, group: Sequence[Any]) -> str:
    name = re.sub(r"[^a-z0-9-]+", "", str(group[0].get("id", "")).lower()).strip("-")
    return f"{number:02d}-{name or 'text'}.xhtml"


def _part(
    file: str, group: Sequence[Any], places: Mapping[str, str], words: Mapping[str, str], title: str
) -> Part:
    from lxml import etree

    for block in group:
        _for_book(block, file, places, words)
    named = group[0].find(".//h1")
    below = tuple(_marked(heading) for block in group for heading in block.iter("h2"))
    body = "\n".join(etree.tostring(block, encoding="unicode", with_tail=False) for block in group)
    return Part(file, _said(named) if named is not None else title, body, below)


def _for_book(block: Any, file: str, places: Mapping[str, str], words: Mapping[str, str]) -> None:
    """Change what only a page in a browser has: boxes to click, links to oneself, regions to scroll.

    A section is a page of its own here, so its headings begin with the first level.
    """
    for level in range(2, 7):
        for heading in [*block.iter(f"h{level}")]:
            heading.tag = f"h{level - 1}"
    for control in [*block.iter("input")]:
        _lined(control) if control.get("type") == "text" else _drawn(control, words)
    for label in [*block.iter("label")]:
        label.tag = "span"
        label.attrib.clear()
    for region in block.xpath("descendant-or-self::*[@tabindex]"):
        del region.attrib["tabindex"]
    for link in [*block.iter("a")]:
        _led(link, file, places)
    for picture in block.iter("img"):
        name = picture.get("src", "").partition("htm-picture:")[2].partition(":")[2]
        picture.set("src", f"images/{name}")


def _drawn(box: Any, words: Mapping[str, str]) -> None:
    """Make a box to click a drawn one: e-readers keep no marks."""
    done, name = box.get("checked") is not None, box.get("id", "")
    box.tag, box.text = "span", "☑" if done else "☐"
    box.attrib.clear()
    box.attrib.update({"class": "box", "role": "img", "aria-label": words["done" if done else "open"]})
    if name:
        box.set("id", name)


def _lined(line: Any) -> None:
    """Make a line to write on one that is printed."""
    line.tag, line.text = "span", "_" * 12
    line.attrib.clear()
    line.set("class", "line")


def _led(link: Any, file: str, places: Mapping[str, str]) -> None:
    """Let a link into another section name its file; one to itself, or to nowhere, is only text."""
    address = link.get("href", "")
    place = address[1:] if address.startswith("#") else ""
    if link.get("class") == "self" or (place and place not in places):
        link.drop_tag()
    elif place and places[place] != file:
        link.set("href", places[place] + address)


def _marked(heading: Any) -> dict[str, str]:
    """Return a heading as the contents list it, with a name to lead to."""
    if not heading.get("id"):
        before = int(heading.xpath("count(preceding::h2)"))
        heading.set("id", f"htm-heading-{before + 1}")
    return {"id": str(heading.get("id")), "title": _said(heading)}


def _said(element: Any) -> str:
    return " ".join(str(element.text_content()).split())


# The archive


def _packed(content: Mapping[str, bytes], epoch: int) -> bytes:
    """Return the archive; OCF wants `mimetype` first and unpacked, and equal input gives equal bytes."""
    # Zip knows no time before 1980 and none of zones.
    when = datetime.datetime.fromtimestamp(max(epoch, 315_532_800), datetime.UTC).timetuple()[:6]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data, how in (
            ("mimetype", b"application/epub+zip", zipfile.ZIP_STORED),
            ("META-INF/container.xml", CONTAINER.encode(), zipfile.ZIP_DEFLATED),
            *((f"{FOLDER}/{name}", data, zipfile.ZIP_DEFLATED) for name, data in content.items()),
        ):
            info = zipfile.ZipInfo(name, when)
            info.compress_type = how
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()
