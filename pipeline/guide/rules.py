"""Rules: what must hold for the sections and references of a guide."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator

from pipeline.guide.source import OPEN
from pipeline.messages import _
from pipeline.model.guide import Guide, Status
from pipeline.model.problem import Problem, Severity
from pipeline.model.template import Template

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
"""Folder names of guides: they become addresses and file names on every system."""


def check(
    guide: Guide, template: Template, *, funders: Collection[str], workshops: Collection[str]
) -> list[Problem]:
    """Return all problems of a guide that its sections and its front matter show."""
    problems = [*_sections(guide, template), *_missing(guide, template)]
    problems += _references(guide, "funders", guide.front.funders, funders)
    problems += _references(
        guide, "workshop", [guide.front.workshop] if guide.front.workshop else [], workshops
    )
    problems += _changes(guide)
    if not SLUG.fullmatch(guide.slug):
        problems.append(
            Problem(
                guide.path,
                0,
                _("The folder name “{slug}” cannot be an address.").format(slug=guide.slug),
                _("Use small letters a–z, digits and hyphens only."),
            )
        )
    if not guide.front.funders:
        problems.append(
            Problem(
                guide.path,
                1,
                _("No funder is named, so no acknowledgement is stamped."),
                _("Add `funders: [id]` with a profile of templates/funders/."),
                Severity.WARNING,
            )
        )
    return problems


def _changes(guide: Guide) -> Iterator[Problem]:
    front, seen = guide.front, set[str]()
    for change in front.changes:
        name = f"`changes`: {change.version}"
        if change.version in seen:
            message = _("The version {version} stands there twice.").format(version=change.version)
            yield Problem(guide.path, 1, f"{name}: {message}", _("Join the two."))
        if change.date > front.date:
            message = _("It is younger than the guide, which is of {date}.").format(date=front.date)
            yield Problem(guide.path, 1, f"{name}: {message}", _("Set `date` to the day of the change."))
        if change.withdrawn and change.version == front.version:
            message = _("This is the current version; it cannot be withdrawn.")
            yield Problem(guide.path, 1, f"{name}: {message}", _("Set `status: draft`, or a new `version`."))
        seen.add(change.version)
    if seen and front.version not in seen and front.status is not Status.DRAFT:
        yield Problem(
            guide.path,
            1,
            _("`changes` does not say what version {version} brought.").format(version=front.version),
            _("Add `version`, `date` and `text`; the catalogue and its feed tell it."),
            Severity.WARNING,
        )


def _sections(guide: Guide, template: Template) -> Iterator[Problem]:
    seen: set[str] = set()
    for section in guide.sections:
        rule = template.get(section.id)
        if not section.id:
            yield Problem(
                guide.path,
                section.line,
                _("The section “{heading}” has no id.").format(heading=section.heading),
                _("Write its id behind the heading, for example `{heading} {{#{id}}}`.").format(
                    heading=section.heading, id=_nearest_section(section.heading, template)
                ),
            )
        elif section.id == OPEN:
            if guide.front.status is not Status.DRAFT:
                yield Problem(
                    guide.path,
                    section.line,
                    _("Open passages remain, but the guide is no draft any more."),
                    _("Move them into sections or delete them, or set `status: draft`."),
                )
        elif rule is None:
            yield Problem(guide.path, section.line, *_unknown(section.id, template))
        elif not rule.published:
            yield Problem(
                guide.path,
                section.line,
                _("The section `{id}` is for the group and is never published.").format(id=section.id),
                _("Move it into follow-up.md."),
            )
        if section.id and section.id in seen:
            yield Problem(
                guide.path,
                section.line,
                _("The section `{id}` stands here twice.").format(id=section.id),
                _("Join the two."),
            )
        seen.add(section.id)


def _unknown(name: str, template: Template) -> tuple[str, str]:
    known = [rule.id for rule in template.sections if rule.published]
    near = difflib.get_close_matches(name, known, n=1)
    hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
    return (
        _("Unknown section id `{id}`.").format(id=name),
        hint or _("Known: {known}.").format(known=", ".join(known)),
    )


def _nearest_section(heading: str, template: Template) -> str:
    by_heading = {rule.heading: rule.id for rule in template.sections if rule.published}
    near = difflib.get_close_matches(heading, by_heading, n=1, cutoff=0.5)
    return by_heading[near[0]] if near else "about"


def _missing(guide: Guide, template: Template) -> Iterator[Problem]:
    present = {section.id for section in guide.sections if section.text.strip()}
    for rule in template.sections:
        if rule.required and rule.published and rule.id not in present:
            yield Problem(
                guide.path,
                0,
                _("The section “{heading}” ({id}) is missing or empty.").format(
                    heading=rule.heading, id=rule.id
                ),
                rule.hint,
                Severity.WARNING,
            )


def _references(guide: Guide, key: str, names: Collection[str], known: Collection[str]) -> Iterator[Problem]:
    for name in names:
        if name in known:
            continue
        near = difflib.get_close_matches(name, list(known), n=1)
        hint = _("Did you mean `{key}`?").format(key=near[0]) if near else ""
        yield Problem(
            guide.path,
            1,
            _("`{key}`: “{name}” is not known.").format(key=key, name=name),
            hint or _("Known: {known}.").format(known=", ".join(sorted(known)) or "–"),
        )
