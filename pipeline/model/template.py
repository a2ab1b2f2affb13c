"""Template: the sections a guide is made of, in their order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pipeline.model.strict import STRICT


@dataclass(frozen=True)
class SectionRule:
    """One section of the standard template (`templates/howtomake/template.yml`)."""

    __pydantic_config__: ClassVar = STRICT

    id: str
    heading: str
    required: bool = False
    published: bool = True
    hint: str = ""
    """One line of advice for authors, in German."""


@dataclass(frozen=True)
class Template:
    """All sections, in the order in which a guide has them."""

    __pydantic_config__: ClassVar = STRICT

    sections: tuple[SectionRule, ...]

    def get(self, section: str) -> SectionRule | None:
        """Return the rule of a section id, or None."""
        return next((rule for rule in self.sections if rule.id == section), None)

    @property
    def ids(self) -> tuple[str, ...]:
        """All section ids, published or not."""
        return tuple(rule.id for rule in self.sections)
