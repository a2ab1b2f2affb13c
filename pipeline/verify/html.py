"""HTML: the page as a tree; text by its `data-spot` regions; bytes in, a Readback out."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, TypeAlias

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.verify import tags
from pipeline.verify.readback import Heading, Picture, Readback, pixels
from pipeline.verify.wording import plain

if TYPE_CHECKING:
    from lxml.etree import _Element

    Element: TypeAlias = _Element

MOST_BYTES = 40_000_000
"""A guide with embedded fonts and photos stays below 10 MB."""

_PIXEL = 25.4 / 96
"""Millimetres of a CSS pixel."""
_INLINE = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "input",
        "ins",
        "kbd",
        "label",
    }
    | {
        "mark",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
        "wbr",
        "img",
        "svg",
    }
)
"""Elements inside a line; around any other, a new line begins (`br` included)."""
_SILENT = frozenset({"script", "style", "template", "noscript", "head"})
_SPOKEN = ("alt", "title", "aria-label", "placeholder", "value", "href", "datetime")
_DATA = re.compile(rb"data:image/[\w.+-]+;base64,([A-Za-z0-9+/=]+)")
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def read(data: bytes, name: str, fetch: Callable[[str], bytes] | None = None) -> Readback:
    """Read a finished HTML page; `fetch` gives a picture that is not in the page itself.

    Raises:
        Trouble: no UTF-8, no HTML, or larger than any guide.
    """
    root = _tree(data, name)
    title = root.find(".//title")
    spots = {}
    for spot in Spot:
        if (part := _at(root, spot)) is not None:
            spots[spot] = part
    return Readback(
        format="html",
        title=plain("".join(map(str, title.itertext()))) if title is not None else "",
        lang=root.get("lang", ""),
        body=_text(root),
        spots=spots,
        aside="\n".join(_attributes(root)),
        hidden="\n".join(_hidden(root)),
        metadata=tuple(
            (meta.get("name") or meta.get("property") or "", meta.get("content", ""))
            for meta in root.iter("meta")
            if meta.get("content")
        ),
        headings=tuple(
            Heading(int(str(element.tag)[1]), plain(_text(element)))
            for element in root.iter(*_HEADINGS)
            if not _unseen(element)
        ),
        fields=tuple(_labels(root)),
        pictures=tuple(_pictures(root, fetch)),
        pictures_without_alt=tuple(_pictures_without_alt(root)),
        tables_without_header=tuple(
            _("table {number}").format(number=number)
            for number, table in enumerate(root.iter("table"), start=1)
            if table.get("role") != "presentation" and next(table.iter("th"), None) is None
        ),
        picture_tags=tuple(_tags(data)),
    )


def _tags(data: bytes) -> Iterator[tuple[str, str]]:
    """Look into the pictures that stand in the page as data addresses."""
    for number, match in enumerate(_DATA.finditer(data), start=1):
        try:
            picture = base64.b64decode(match[1])
        except ValueError:
            continue
        for what in tags.tags(picture):
            yield _("picture {number}").format(number=number), what


def _tree(data: bytes, name: str) -> Element:
    from lxml import etree, html

    if len(data) > MOST_BYTES:
        raise Trouble.at(
            name,
            _("This page is larger than {size} MB.").format(size=MOST_BYTES // 1_000_000),
            _("Make its pictures smaller."),
        )
    try:
        data.decode("utf-8")
        parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        root: Element | None = etree.fromstring(data.removeprefix(b"\xef\xbb\xbf"), parser)
    except (UnicodeDecodeError, etree.LxmlError, ValueError) as error:
        raise _broken(name, str(error)) from error
    if root is None or root.tag != "html":
        raise _broken(name, _("no page in it"))
    return root


def _at(root: Element, spot: Spot) -> str | None:
    """Return the text of all regions marked as the spot; an `id` may stand on a heading alone."""
    regions = [element for element in root.iter() if element.get("data-spot") == spot.value]
    if regions:
        return "\n".join(_text(region) for region in regions)
    marked = next((element for element in root.iter() if element.get("id") == spot.value), None)
    if marked is None or spot is not Spot.IMPRINT:
        return None
    return _below_heading(marked) if marked.tag in _HEADINGS else _text(marked)


def _below_heading(heading: Element) -> str:
    pieces = [_text(heading)]
    for element in heading.itersiblings():
        if element.tag in _HEADINGS and str(element.tag) <= str(heading.tag):
            break
        pieces.append(_text(element))
    return "\n".join(pieces)


def _text(element: Element) -> str:
    """Return the text that is shown and spoken, a line for each block."""
    if _unseen(element):
        return ""
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(_pieces(element))).strip()


def _pieces(top: Element) -> Iterator[str]:
    """Walk without recursion: the depth of a page is the author's choice, not ours."""
    stack: list[Element | str] = [top]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        after: list[Element | str] = []
        if not _skipped(item):
            edge = "" if item.tag in _INLINE else "\n"
            after += [edge, _collapsed(item.text)]
            after += [part for child in item for part in (child, _collapsed(child.tail))]
            after.append(edge)
        stack += reversed(after)


def _collapsed(text: str | None) -> str:
    """In a page the line ends of the source are spaces; no-break spaces are none of them."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _skipped(element: Element) -> bool:
    """Say whether neither eyes nor screen readers meet the element."""
    return (
        not isinstance(element.tag, str)
        or element.tag in _SILENT
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_INVISIBLE.search(element.get("style", "")))
    )


def _unseen(element: Element) -> bool:
    return _skipped(element) or any(_skipped(ancestor) for ancestor in element.iterancestors())


def _labels(root: Element) -> Iterator[str]:
    """Yield what each input says it is for: its own label, or the one that points at it."""
    pointing = {label.get("for"): plain(_text(label)) for label in root.iter("label")}
    for control in root.iter("input"):
        yield control.get("aria-label") or pointing.get(control.get("id"), "")


def _attributes(root: Element) -> Iterator[str]:
    for element in root.iter():
        for key in _SPOKEN:
            if (value := element.get(key)) and not value.startswith("data:"):
                yield value


def _hidden(root: Element) -> Iterator[str]:
    """Yield comments, and the text of all elements that are not shown."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            yield element.text or ""
        elif _skipped(element) and element.tag not in ("head", "style"):
            yield from (str(text) for text in element.itertext())


def _pictures_without_alt(root: Element) -> Iterator[str]:
    """An empty alt is an answer (decoration), a missing one is none."""
    for number, picture in enumerate(root.iter("img", "svg"), start=1):
        named = picture.get("alt") is not None if picture.tag == "img" else _svg_named(picture)
        if not named and not _unseen(picture):
            yield _("picture {number}").format(number=number)


def _pictures(root: Element, fetch: Callable[[str], bytes] | None) -> Iterator[Picture]:
    """Yield the pictures that say how large they are drawn."""
    for picture in root.iter("img"):
        size = [picture.get(side, "") for side in ("width", "height")]
        if _unseen(picture) or not all(length.isdecimal() for length in size):
            continue
        source = picture.get("src", "")
        data = _held(source) if source.startswith("data:") else fetch(source) if fetch else b""
        link = next((above.get("href", "") for above in picture.iterancestors("a")), "")
        wide, high = (int(length) * _PIXEL for length in size)
        yield Picture(picture.get("alt", ""), wide, high, pixels(data), link, _spot(picture))


def _held(address: str) -> bytes:
    """Return the bytes that an address holds itself."""
    try:
        return base64.b64decode(address.partition(";base64,")[2], validate=True)
    except ValueError:
        return b""


def _spot(element: Element) -> Spot | None:
    for around in (element, *element.iterancestors()):
        named = around.get("data-spot", "")
        if named in {spot.value for spot in Spot}:
            return Spot(named)
    return None


def _svg_named(picture: Element) -> bool:
    return bool(
        picture.get("aria-label") or picture.get("aria-labelledby") or picture.find("title") is not None
    )


def _broken(name: str, what: str) -> Trouble:
    return Trouble.at(
        name,
        _("This page cannot be read: {what}").format(what=what[:200]),
        _("It is broken or incomplete: build it again, or get it anew from where it came."),
    )
