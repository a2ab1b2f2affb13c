"""Shelf: what a build needs beside the guide, read once: templates, brand, funders, programme."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.guide import palette, programmefile, yamltext
from pipeline.guide.funders import parse_funder
from pipeline.messages import _
from pipeline.model.funder import Funder
from pipeline.model.problem import Problem, Trouble
from pipeline.model.programme import Programme, Workshop
from pipeline.model.template import Template
from pipeline.structure.template import parse_template
from pipeline.workspace.folder import Workspace

TEMPLATE = "howtomake/template.yml"
BRAND = "brand.yml"
FUNDERS = "funders/"


@dataclass(frozen=True)
class Shelf:
    """What all guides share."""

    kit: Mapping[str, bytes]
    """Every file below templates/ by its path relative to that folder."""
    template: Template
    brand: Mapping[str, Any]
    funders: Mapping[str, Funder]
    programme: Programme

    def workshop(self, name: str) -> Workshop | None:
        """Return the workshop of an id, or None."""
        return next((w for w in self.programme.workshops if w.id == name), None)


def load(workspace: Workspace) -> Shelf:
    """Read the shelf of a workspace; all problems of its files at once."""
    base = workspace.root / "templates"
    kit = {path.relative_to(base).as_posix(): workspace.read(path) for path in workspace.files(base)}
    problems: list[Problem] = []

    def part(make: Any, *arguments: Any) -> Any:
        try:
            return make(*arguments)
        except Trouble as trouble:
            problems.extend(trouble.problems)
            return None

    template = part(_template, kit)
    brand = part(_brand, kit)
    funders = {
        funder.id: funder
        for name in kit
        if name.startswith(FUNDERS) and name.endswith(".yml") and not name.startswith(FUNDERS + "_")
        if (funder := part(_funder, kit, name))
    }
    programme = part(_programme, workspace)
    if problems:
        raise Trouble(problems)
    return Shelf(kit, template, brand, funders, programme)


def _text(kit: Mapping[str, bytes], name: str) -> str:
    if name not in kit:
        raise Trouble.at(
            f"templates/{name}", _("The file is not there."), _("Take it anew from `howtomake init`.")
        )
    try:
        return kit[name].decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Trouble.at(f"templates/{name}", _("The file is not in UTF-8.")) from error


def _template(kit: Mapping[str, bytes]) -> Template:
    return parse_template(_text(kit, TEMPLATE), f"templates/{TEMPLATE}")


def _brand(kit: Mapping[str, bytes]) -> Mapping[str, Any]:
    value, lines = yamltext.load_mapping(_text(kit, BRAND), f"templates/{BRAND}")
    missing = [
        key for key in ("publisher", "website", "colours", "dark", "fonts", "page") if not value.get(key)
    ]
    if missing:
        raise Trouble.at(
            lines.path,
            _("The brand lacks: {keys}.").format(keys=", ".join(missing)),
            _("Compare with the brand of `howtomake init`."),
        )
    if problems := [
        Problem(lines.path, lines.of(tuple(key.split(": "))), message, _("Make it darker or lighter."))
        for key, message in palette.unreadable(value)
    ]:
        raise Trouble(problems)
    return value


def _funder(kit: Mapping[str, bytes], name: str) -> Funder:
    return parse_funder(_text(kit, name), f"templates/{name}")


def _programme(workspace: Workspace) -> Programme:
    return programmefile.parse(workspace.read_text(workspace.root / programmefile.PATH))
