"""Template: the sections of every guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.model.problem import Trouble
from pipeline.structure.template import parse_template

TEXT = (Path(__file__).parents[2] / "templates" / "howtomake" / "template.yml").read_text("utf-8")


def test_the_standard_template_has_all_sections_in_order() -> None:
    """The published ones first, then those for the group."""
    template = parse_template(TEXT, "t.yml")
    published = (
        "summary about background goals people steps timeline costs legal tips pitfalls examples checklist"
    )
    published += " templates questions resources contact glossary"
    assert [rule.id for rule in template.sections if rule.published] == published.split()
    assert template.ids[-6:] == ("decisions", "tasks", "feedback", "attendance", "metadata", "aside")
    required = {rule.id for rule in template.sections if rule.required}
    assert required >= {"summary", "about", "background", "steps", "pitfalls", "checklist", "examples"}
    assert all(rule.heading and rule.hint for rule in template.sections)


@pytest.mark.parametrize(
    "text",
    [
        "sections:\n  - {id: a, heading: A}\n  - {id: a, heading: B}\n",
        "sections:\n  - {id: a}\n",
        "sections:\n  - {id: a, heading: A, colour: red}\n",
        "abschnitte: []\n",
        "- a\n",
    ],
)
def test_a_broken_template_is_said(text: str) -> None:
    """Doubled ids, missing headings and unknown keys stop."""
    with pytest.raises(Trouble):
        parse_template(text, "t.yml")
