"""Programme file: guides/programme.yml as a Programme."""

from __future__ import annotations

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble
from pipeline.model.programme import Programme

PATH = "guides/programme.yml"


def parse(text: str, path: str = PATH) -> Programme:
    """Read the programme; ids of workshops must differ."""
    value, lines = yamltext.load_mapping(text, path)
    programme = schema.read(Programme, value, lines)
    ids = [workshop.id for workshop in programme.workshops]
    doubled = [
        Problem(
            path,
            lines.of(("workshops", number)),
            _("The id `{id}` names two workshops.").format(id=name),
            _("Give each its own."),
        )
        for number, name in enumerate(ids)
        if name in ids[:number]
    ]
    if doubled:
        raise Trouble(doubled)
    return programme


def check_guides(programme: Programme, slugs: set[str], path: str = PATH) -> list[Problem]:
    """Name the workshops whose guide does not exist."""
    return [
        Problem(
            path,
            0,
            _("Workshop `{id}` names the guide `{guide}`, which is not there.").format(
                id=workshop.id, guide=workshop.guide
            ),
            _("Known: {known}.").format(known=", ".join(sorted(slugs)) or "–"),
        )
        for workshop in programme.workshops
        if workshop.guide and workshop.guide not in slugs
    ]
