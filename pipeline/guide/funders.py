"""Funders: templates/funders/<id>.yml as a Funder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.funder import Funder
from pipeline.model.problem import Problem, Trouble

FOLDER = "templates/funders"
CONFIDENCES = ("quoted", "grant-letter", "assumed")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|TODO|XXX|\?\?\?|Zuwendungsbescheid übernehmen|lorem ipsum",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3


def parse_funder(text: str, path: str) -> Funder:
    """Read one profile; its id is the name of its file.

    Raises:
        Trouble: all problems at once: YAML, unknown or missing keys, a wording that is not one.
    """
    value, lines = yamltext.load_mapping(text, path)
    problems: list[Problem] = []
    name = PurePosixPath(path).stem
    declared = value.get("id", name)
    if declared != name:
        problems.append(
            Problem(
                path,
                lines.of(("id",)),
                _("`id`: expected “{expected}” (the name of the file), got “{got}”.").format(
                    expected=name, got=declared
                ),
                _("Leave the line out."),
            )
        )
    problems += _id_problems(name, path)
    try:
        funder = schema.read(Funder, {**value, "id": name}, lines)
    except Trouble as trouble:
        raise Trouble([*problems, *trouble.problems]) from trouble
    problems += _wording_problems(funder, lines)
    problems += _other_problems(funder, lines)
    if problems:
        raise Trouble(problems)
    return funder


def usable(path: str) -> bool:
    """Say whether a file of the folder is a profile; `_vorlage.yml` and its like never are."""
    file = PurePosixPath(path)
    return file.suffix == ".yml" and not file.name.startswith("_")


def _id_problems(name: str, path: str) -> list[Problem]:
    if _ID.fullmatch(name):
        return []
    return [
        Problem(
            path,
            0,
            _("“{name}” cannot be the id of a funder.").format(name=name),
            _("Use small letters, digits and hyphens, like fonds-2027.yml; _ marks templates."),
        )
    ]


def _wording_problems(funder: Funder, lines: yamltext.Lines) -> list[Problem]:
    line = lines.of(("wording",))
    letter_by_letter = _("Copy it from the grant letter, letter by letter.")
    if match := _PLACEHOLDER.search(funder.wording):
        return [
            Problem(
                lines.path,
                line,
                _("`wording` is still a placeholder: “{got}”.").format(got=match[0]),
                letter_by_letter,
            )
        ]
    if len(funder.wording.split()) < _FEWEST_WORDS:
        return [
            Problem(
                lines.path,
                line,
                _("`wording`: expected the whole sentence, got “{got}”.").format(got=funder.wording),
                letter_by_letter,
            )
        ]
    bad = sorted({_named(sign) for sign in funder.wording if _unprintable(sign)})
    if bad or funder.wording != funder.wording.strip():
        return [
            Problem(
                lines.path,
                line,
                _("`wording` contains signs nobody can see: {signs}.").format(
                    signs=", ".join(bad) or _("space at its end")
                ),
                _("Type these places again; a file copied from a PDF often has them."),
            )
        ]
    return []


def _unprintable(sign: str) -> bool:
    """A control, format or line character; no-break spaces are spaces and stay."""
    return unicodedata.category(sign) in ("Cc", "Cf", "Co", "Cn", "Cs", "Zl", "Zp")


def _named(sign: str) -> str:
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".strip()


def _other_problems(funder: Funder, lines: yamltext.Lines) -> list[Problem]:
    problems = []
    if match := _PLACEHOLDER.search(funder.name):
        problems.append(
            Problem(
                lines.path,
                lines.of(("name",)),
                _("`name` is still a placeholder: “{got}”.").format(got=match[0]),
                _("Write the name of the funder and the programme."),
            )
        )
    if funder.confidence not in CONFIDENCES:
        problems.append(
            Problem(
                lines.path,
                lines.of(("confidence",)),
                _("`confidence`: expected {known}, got “{got}”.").format(
                    known=", ".join(CONFIDENCES), got=funder.confidence
                ),
            )
        )
    if funder.url and not re.fullmatch(r"https?://[^\s<>\"]+", funder.url):
        problems.append(
            Problem(
                lines.path,
                lines.of(("url",)),
                _("`url`: expected an address like https://…, got “{got}”.").format(got=funder.url[:80]),
            )
        )
    if funder.period_from and funder.period_to and funder.period_from > funder.period_to:
        problems.append(Problem(lines.path, lines.of(("period_to",)), _("The period ends before it begins.")))
    return problems
