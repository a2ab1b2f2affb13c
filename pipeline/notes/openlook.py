"""Open look: names of OpenDocument, and what the styles and lists of an ODT say about its paragraphs."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from pipeline.notes.numbering import Level, Numbers

_URN = "{{urn:oasis:names:tc:opendocument:xmlns:{}:1.0}}"
OFFICE, TEXT, TABLE, DRAW, STYLE, FORM = map(
    _URN.format, ("office", "text", "table", "drawing", "style", "form")
)
FO, SVG, META = map(_URN.format, ("xsl-fo-compatible", "svg-compatible", "meta"))
LOEXT = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"
XLINK = "{http://www.w3.org/1999/xlink}"
DC = "{http://purl.org/dc/elements/1.1/}"

_HEADING = re.compile(r"(?:heading|überschrift)[ _]*(\d)", re.IGNORECASE)
_TITLES = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}
_SPACE = re.compile(r"_([0-9a-f]{2})_")
"""Names of styles keep a space as `_20_`."""
_BOLD = {"bold", "600", "700", "800", "900"}
_FORMS = {"1": "decimal", "i": "lowerRoman", "I": "upperRoman", "a": "lowerLetter", "A": "upperLetter"}
_OUTLINE = "outline"
"""The list that the headings of a file are numbered by."""
_POINTS = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)pt")
_STANDS_OUT = 1.15
_DEEPEST = 10
_MOST_STYLES = 50
"""Styles that are based on one another in a chain; a circle ends here."""


@dataclass(frozen=True)
class Style:
    """What one style does."""

    strong: bool = False
    """Bold or underlined."""
    hidden: bool = False
    struck: bool = False
    level: int = 0
    """Of a heading."""
    lists: str = ""
    """The list style it brings with it."""
    size: float = 0
    """Of its letters, in points; 0 where it gives none."""


@dataclass
class Look:
    """The styles of one part: its own, and those that all parts share."""

    styles: Mapping[tuple[str, str], Any]
    """Family and name → element."""
    lists: Mapping[str, Mapping[int, Level]]
    """List style → its levels, from 0."""
    large: float = math.inf
    """The size from which letters stand out."""
    _known: dict[tuple[str, str], Style] = field(default_factory=dict)

    def style(self, family: str, name: str) -> Style:
        """Return what a style does, with all that it inherits."""
        key = (family, name)
        if key not in self._known:
            self._known[key] = _style(list(self._chain(family, name)))
        return self._known[key]

    def _chain(self, family: str, name: str) -> Iterator[Any]:
        for _step in range(_MOST_STYLES):
            style = self.styles.get((family, name))
            if style is not None:
                yield style
            if not name:  # that was the default of the family, which all others are based on
                return
            name = "" if style is None else str(style.get(f"{STYLE}parent-style-name") or "")


def read(own: Any, shared: Any) -> Look:
    """Return the look of a part, of its root and that of styles.xml; names of its own styles win."""
    styles: dict[tuple[str, str], Any] = {}
    lists: dict[str, Mapping[int, Level]] = {}
    common = None if shared is None else shared.find(f"{OFFICE}styles")
    automatic = None if own is None else own.find(f"{OFFICE}automatic-styles")
    for group in (common, automatic):
        for style in () if group is None else group.iter(f"{STYLE}style", f"{STYLE}default-style"):
            styles[str(style.get(f"{STYLE}family") or ""), str(style.get(f"{STYLE}name") or "")] = style
        for style in () if group is None else group.iter(f"{TEXT}list-style", f"{TEXT}outline-style"):
            name = _OUTLINE if style.tag == f"{TEXT}outline-style" else str(style.get(f"{STYLE}name") or "")
            lists[name] = dict(_levels(style))
    look = Look(styles, lists)
    look.large = _large(own, look)
    return look


def _large(root: Any, look: Look) -> float:
    """Return the size from which letters stand out from those that most of a part is written in."""
    letters: Counter[float] = Counter()
    for paragraph in () if root is None else root.iter(f"{TEXT}p"):
        size = look.style("paragraph", str(paragraph.get(f"{TEXT}style-name") or "")).size
        letters[size] += sum(len(text) for text in paragraph.itertext())
    usual = letters.most_common(1)
    return _STANDS_OUT * usual[0][0] if usual and usual[0][0] else math.inf


def _style(chain: list[Any]) -> Style:
    texts = [text for style in chain if (text := style.find(f"{STYLE}text-properties")) is not None]

    def first(name: str) -> str:
        return next((str(text.get(name)) for text in texts if text.get(name)), "")

    return Style(
        first(f"{FO}font-weight") in _BOLD or first(f"{STYLE}text-underline-style") not in {"", "none"},
        first(f"{TEXT}display") == "none",
        first(f"{STYLE}text-line-through-style") not in {"", "none"},
        next((level for style in chain if (level := _level(style))), 0),
        next((str(named) for style in chain if (named := style.get(f"{STYLE}list-style-name"))), ""),
        _points(first(f"{FO}font-size")),
    )


def _points(size: str) -> float:
    match = _POINTS.fullmatch(size)
    return float(match[1]) if match else 0


def _level(style: Any) -> int:
    level = str(style.get(f"{STYLE}default-outline-level") or "")
    if level.isdecimal():
        return min(int(level), _DEEPEST)
    name = str(style.get(f"{STYLE}display-name") or plain(str(style.get(f"{STYLE}name") or "")))
    match = _HEADING.match(name)
    return int(match[1]) if match else _TITLES.get(name.lower(), 0)


def plain(name: str) -> str:
    """Return the name of a style as people read it."""
    return _SPACE.sub(lambda match: chr(int(match[1], 16)), name)


def _levels(style: Any) -> Iterator[tuple[int, Level]]:
    for place, level in enumerate(style, start=1):
        depth = str(level.get(f"{TEXT}level") or place) if isinstance(level.tag, str) else ""
        if not depth.isdecimal() or not 1 <= int(depth) <= _DEEPEST:
            continue
        if level.tag == f"{TEXT}list-level-style-bullet":
            yield int(depth) - 1, Level("bullet", str(level.get(f"{TEXT}bullet-char") or ""))
        elif level.tag == f"{TEXT}list-level-style-image":
            yield int(depth) - 1, Level("picture")
        else:
            yield int(depth) - 1, _numbered(level, int(depth))


def _numbered(level: Any, depth: int) -> Level:
    form = _FORMS.get(str(level.get(f"{STYLE}num-format", "1")), "none")
    shown = str(level.get(f"{TEXT}display-levels") or "1")
    above = min(int(shown), depth) if shown.isdecimal() else 1
    numbers = (
        ".".join(f"%{number}" for number in range(depth - above + 1, depth + 1)) if form != "none" else ""
    )
    pattern = f"{level.get(f'{STYLE}num-prefix') or ''}{numbers}{level.get(f'{STYLE}num-suffix') or ''}"
    start = str(level.get(f"{TEXT}start-value") or "1")
    return Level(form, pattern, start=int(start) if start.isdecimal() else 1)


@dataclass
class Lists:
    """The lists of a part, and how far each has counted."""

    look: Look
    numbers: Numbers = field(default_factory=Numbers)
    last: dict[str, str] = field(default_factory=dict)
    """List style or id → the list that goes on."""

    def begin(self, node: Any, style: str) -> str:
        """Return the id under which a list counts: its own, or that of one it goes on with."""
        goes_on = str(node.get(f"{TEXT}continue-list") or "")
        if not goes_on and node.get(f"{TEXT}continue-numbering") == "true":
            goes_on = style
        key = self.last.get(goes_on) or f"{style}#{len(self.numbers.lists)}"
        if key not in self.numbers.lists:
            self.numbers.lists[key] = (key, self.look.lists.get(style, {}))
        own = str(node.get("{http://www.w3.org/XML/1998/namespace}id") or "")
        self.last |= {name: key for name in (own, style) if name}
        return key

    def outline(self, depth: int) -> str:
        """Count a heading, and return its number as people see it."""
        if _OUTLINE not in self.numbers.lists:
            self.numbers.lists[_OUTLINE] = (_OUTLINE, self.look.lists.get(_OUTLINE, {}))
        return self.numbers.next(_OUTLINE, depth - 1)
