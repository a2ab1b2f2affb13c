"""Cues: templates/howtomake/cues.yml as Cues."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from pipeline.guide import schema, yamltext
from pipeline.guide.yamltext import Lines, Place
from pipeline.messages import _
from pipeline.model.cues import Cues
from pipeline.model.problem import Problem, Trouble
from pipeline.model.template import Template


def parse_cues(text: str, path: str, template: Template) -> Cues:
    """Read the cues; every section they name must be one of the template.

    Raises:
        Trouble: unknown or missing keys, sections that the template does not have.
    """
    value, lines = yamltext.load_mapping(text, path)
    cues = schema.read(Cues, value, lines)
    if problems := list(_unknown(cues, template, lines)):
        raise Trouble(problems)
    return cues


def _unknown(cues: Cues, template: Template, lines: Lines) -> Iterator[Problem]:
    named: list[tuple[Place, str]] = [
        *((("headings", section), section) for section in cues.headings),
        *((("lines", section), section) for section in cues.lines),
        *((("hints", section), section) for section in cues.hints),
        *(
            (("doubts", number, "sections"), section)
            for number, doubt in enumerate(cues.doubts)
            for section in doubt.sections
        ),
    ]
    for place, section in named:
        if section not in template.ids:
            near = difflib.get_close_matches(section, template.ids, n=1)
            yield Problem(
                lines.path,
                lines.of(place),
                _("Unknown section id `{id}`.").format(id=section),
                _("Did you mean `{key}`?").format(key=near[0])
                if near
                else _("Known: {known}.").format(known=", ".join(template.ids)),
            )
