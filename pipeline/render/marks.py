"""Marks: the logos that funders ask for, out of the team's own files; what is missing is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pipeline.guide.funders import FOLDER
from pipeline.messages import _
from pipeline.model.funder import Funder, Logo
from pipeline.model.problem import Problem, Severity
from pipeline.render import logos, picture
from pipeline.render.logos import Mark


def marks(funders: Sequence[Funder], kit: Mapping[str, bytes]) -> tuple[dict[str, Mark], list[Problem]]:
    """Return the logos that are there, cleaned, by their files; and what is missing or too small."""
    found: dict[str, Mark] = {}
    problems: list[Problem] = []
    for funder in funders:
        for logo in funder.logos:
            path = f"{FOLDER}/{logo.file}"
            data = kit.get(path.removeprefix("templates/"))
            if data is None:
                problems.append(_missing(funder, logo))
                continue
            try:
                name, cleaned = picture.clean(data)
            except picture.Unusable as reason:
                hint = _("Open it in a picture program and save it as PNG or JPEG.")
                problems.append(Problem(path, 0, str(reason), hint))
                continue
            found[logo.file] = Mark(f"{logos.NAME}{name}", cleaned)
    problems += [problem for funder in funders for problem in _sizes(funder, funders, found)]
    return found, problems


def _missing(funder: Funder, logo: Logo) -> Problem:
    if funder.wants_logo:
        message = _("{funder} asks for this logo, and it is not there; the text stands without it.")
    else:
        message = _("{funder} offers this logo, and it is not there; the text is enough.")
    hint = _("Put the file there that came with the grant (“{alt}”), unchanged.").format(alt=logo.alt)
    return _warning(logo.file, message.format(funder=funder.name), hint)


def _sizes(funder: Funder, funders: Sequence[Funder], found: Mapping[str, Mark]) -> Iterator[Problem]:
    """Yield which logos are too wide for the title page, or have too few pixels for print."""
    there = [logo.file for logo in funder.logos if logo.file in found]
    for file, shown in zip(there, logos.shown(funder, funders, found), strict=True):
        sharp = found[file].pixels[1] / shown["height"] * 25.4
        if shown["width"] > logos.WIDEST:
            message = _("As high as the profiles ask for, the logo is {got} mm wide, wider than {most} mm.")
            message = message.format(got=round(shown["width"]), most=round(logos.WIDEST))
            yield _warning(file, message, _("Ask for a version that is less wide, or check the sizes."))
        if sharp < logos.SHARPEST:
            message = _("The logo has {got} pixels an inch in print; below {least} it looks rough.")
            message = message.format(got=round(sharp), least=logos.SHARPEST)
            yield _warning(file, message, _("Ask the funder for a larger file."))


def _warning(file: str, message: str, hint: str) -> Problem:
    return Problem(f"{FOLDER}/{file}", 0, message, hint, Severity.WARNING)
