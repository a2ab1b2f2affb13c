"""Word styles: which styles of a file are titles, headings and running text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{WORD}}}"
_TITLES = {"title", "subtitle", "titel", "untertitel"}
_RUNNING = {"normal", "body text", "first paragraph", "standard", "textkörper", "text body"}


@dataclass
class Styles:
    """Style ids by what they are for; names are the same in every language of Word, ids are not."""

    lang: str = ""
    levels: dict[str, int] = field(default_factory=dict)
    """Headings and their levels, also of styles based on one."""
    titles: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    """Paragraph styles that are neither title nor heading nor list, and look like running text."""
    heading: str = ""
    """The style of first-level headings."""

    @classmethod
    def of(cls, data: bytes) -> Styles:
        """Read styles.xml."""
        from lxml import etree

        if not data:
            return cls()
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(data, parser)
        lang = root.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr/{_W}lang")
        found = cls("" if lang is None else lang.get(f"{_W}val", ""))
        based: dict[str, str] = {}
        own: dict[str, int] = {}
        for style in root.iter(f"{_W}style"):
            if style.get(f"{_W}type", "paragraph") == "paragraph":
                name = style.get(f"{_W}styleId", "")
                based[name] = _value(style, "basedOn")
                found._sort(name, _value(style, "name").lower(), own, _value(style, f"pPr/{_W}outlineLvl"))
        found.levels = {name: level for name in based if (level := _inherited(name, own, based))}
        return found

    def _sort(self, name: str, called: str, own: dict[str, int], outline: str) -> None:
        if match := re.fullmatch(r"heading ([1-9])", called):
            own[name] = int(match[1])
            self.heading = name if match[1] == "1" else self.heading
        elif re.fullmatch(r"\d", outline):
            own[name] = (int(outline) + 1) % 10
            self.heading = self.heading or (name if outline == "0" else "")
        if called in _TITLES:
            self.titles.add(name)
        if called in _RUNNING:
            self.plain.add(name)


def _inherited(name: str, own: Mapping[str, int], based: Mapping[str, str]) -> int:
    """Return the level a style has, of itself or from what it is based on."""
    seen = set[str]()
    while name and name not in own and name not in seen:
        seen.add(name)
        name = based.get(name, "")
    return own.get(name, 0)


def _value(style: object, path: str) -> str:
    element = style.find(f"{_W}{path}")  # type: ignore[attr-defined]
    return "" if element is None else str(element.get(f"{_W}val", ""))
