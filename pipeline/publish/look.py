"""Look: the brand as all pages of the catalogue wear it: one stylesheet beside them, and a line in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.model.programme import Programme
from pipeline.publish.entry import Entry
from pipeline.render import stylesheet

STYLE = "catalogue/catalogue.css.jinja"
_FACES = {"text 400 normal", "text 700 normal", "display 800 normal"}


@dataclass(frozen=True)
class Look:
    """The brand with what a collection of guides makes of it; `kit` is templates/ by relative path."""

    kit: Mapping[str, bytes]
    entries: Sequence[Entry]
    programme: Programme

    @cached_property
    def brand(self) -> Mapping[str, Any]:
        """What brand.yml says."""
        return stylesheet.read_brand(self.kit)

    @cached_property
    def style(self) -> str:
        """The stylesheet of all pages, with the fonts in it: from a disk no page may load fonts."""
        topics = [str(entry.page["topic"]) for entry in self.entries]
        topics += self.programme.planned
        return stylesheet.css(self.kit, STYLE, self.brand, _FACES, widest=self.longest(" ".join(topics)))

    @cached_property
    def icon(self) -> str:
        """The address of the icon, without what it begins with."""
        return stylesheet.icon(self.brand)

    def longest(self, text: str) -> float:
        """Return how wide the longest word is in the display type."""
        return stylesheet.longest(self.kit, self.brand, text)

    def values(self, title: str, up: str, **more: Any) -> dict[str, Any]:
        """Return what the head of a page needs: `title` decides how large it may be, `up` leads to dist/.

        The only style a page has of its own are two sizes, for which its policy has the check sum.
        """
        from markupsafe import Markup

        longest = self.longest(title)
        own = f":root{{--hero-vw:{91 / longest:.2f}vw;--hero-rem:{min(8, 72 / longest):.2f}rem}}"
        return {
            "brand": self.brand,
            "programme": self.programme,
            "icon": self.icon,
            "up": up,
            "own": Markup(own),  # noqa: S704  (numbers)
            "policy": stylesheet.policy(own, beside=True),
            **more,
        }
