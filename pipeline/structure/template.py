"""Template: templates/howtomake/template.yml as a Template."""

from __future__ import annotations

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble
from pipeline.model.template import Template


def parse_template(text: str, path: str) -> Template:
    """Read the sections of the standard template; every id once, every heading said.

    Raises:
        Trouble: unknown or missing keys, doubled ids.
    """
    value, lines = yamltext.load_mapping(text, path)
    template = schema.read(Template, value, lines)
    doubled = [
        Problem(
            path,
            lines.of(("sections", number)),
            _("The section `{id}` stands here twice.").format(id=rule.id),
        )
        for number, rule in enumerate(template.sections)
        if rule.id in template.ids[:number]
    ]
    if doubled:
        raise Trouble(doubled)
    return template
