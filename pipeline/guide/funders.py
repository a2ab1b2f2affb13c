"""Funders: templates/funders/<id>.yml as a Funder."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from pipeline.guide import schema, yamltext
from pipeline.messages import _
from pipeline.model.funder import Funder, Logo
from pipeline.model.problem import Problem, Trouble

FOLDER = "templates/funders"
CONFIDENCES = ("quoted", "grant-letter", "assumed")

_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_PLACEHOLDER = re.compile(
    r"<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|TODO|XXX|\?\?\?|Zuwendungsbescheid übernehmen|lorem ipsum",
    re.IGNORECASE,
)
_FEWEST_WORDS = 3
_FEWEST_ALT = 2
_LARGEST = 200
FORMATS = ("pdf", "docx", "html", "epub")
_LOGO = re.compile(r"[\w][\w ./-]*\.(png|jpe?g)", re.IGNORECASE)


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
    problems += [p for place, text in _exact_texts(funder) for p in _text_problem(place, text, lines)]
    problems += _other_problems(funder, lines)
    problems += [p for number, logo in enumerate(funder.logos) for p in _logo_problems(number, logo, lines)]
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


def _exact_texts(funder: Funder) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each text that is compared letter by letter, with its place in the file."""
    yield ("wording",), funder.wording
    for lang, text in funder.wordings.items():
        yield ("wordings", lang), text
    for key, text in (
        ("short", funder.short),
        ("disclaimer", funder.disclaimer),
        ("lead_in", funder.lead_in),
    ):
        if text:
            yield (key,), text


def _text_problem(place: tuple[str, ...], text: str, lines: yamltext.Lines) -> Iterator[Problem]:
    key, line = place[0], lines.of(place)
    letter_by_letter = _("Copy it from the grant letter, letter by letter.")
    if match := _PLACEHOLDER.search(text):
        yield Problem(
            lines.path,
            line,
            _("`{key}` is still a placeholder: “{got}”.").format(key=key, got=match[0]),
            letter_by_letter,
        )
        return
    if key in ("wording", "wordings") and len(text.split()) < _FEWEST_WORDS:
        yield Problem(
            lines.path,
            line,
            _("`{key}`: expected the whole sentence, got “{got}”.").format(key=key, got=text),
            letter_by_letter,
        )
    bad = sorted({_named(sign) for sign in text if _unprintable(sign)})
    if bad or text != text.strip():
        yield Problem(
            lines.path,
            line,
            _("`{key}` contains signs nobody can see: {signs}.").format(
                key=key, signs=", ".join(bad) or _("space at its end")
            ),
            _("Type these places again; a file copied from a PDF often has them."),
        )


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
    problems += _address_problems(("url",), funder.url, lines)
    problems += [
        Problem(
            lines.path,
            lines.of(("scope",)),
            _("`{key}`: “{name}” is not known.").format(key="scope", name=name),
            _("Known: {known}.").format(known=", ".join(FORMATS)),
        )
        for name in funder.scope
        if name not in FORMATS
    ]
    problems += [
        Problem(
            lines.path,
            lines.of(("wordings", name)),
            _("`{key}`: expected a language like en, got “{got}”.").format(key="wordings", got=name),
        )
        for name in (*funder.wordings, funder.lang)
        if not re.fullmatch(r"[a-z]{2,3}", name)
    ]
    if funder.wants_logo and not funder.logos:
        problems.append(
            Problem(
                lines.path,
                lines.of(("require",)),
                _("The profile asks for a logo, but `logos` names none."),
                _("Name its file even before you have it; `check` then says that it is missing."),
            )
        )
    if funder.period_from and funder.period_to and funder.period_from > funder.period_to:
        problems.append(Problem(lines.path, lines.of(("period_to",)), _("The period ends before it begins.")))
    return problems


def _address_problems(place: tuple[str | int, ...], address: str, lines: yamltext.Lines) -> list[Problem]:
    if not address or re.fullmatch(r"https?://[^\s<>\"]+", address):
        return []
    return [
        Problem(
            lines.path,
            lines.of(place),
            _("`{key}`: expected an address like https://…, got “{got}”.").format(
                key=place[-1], got=address[:80]
            ),
        )
    ]


def _logo_problems(number: int, logo: Logo, lines: yamltext.Lines) -> Iterator[Problem]:
    place = ("logos", number)
    yield from _address_problems((*place, "link"), logo.link, lines)
    if not _LOGO.fullmatch(logo.file) or ".." in logo.file:
        yield Problem(
            lines.path,
            lines.of((*place, "file")),
            _("`file`: expected a PNG or JPEG below templates/funders/, got “{got}”.").format(
                got=logo.file[:80]
            ),
            _("Put it there, for example as logos/fonds.png."),
        )
    if len(logo.alt.split()) < _FEWEST_ALT or _PLACEHOLDER.search(logo.alt):
        yield Problem(
            lines.path,
            lines.of((*place, "alt")),
            _("`alt`: expected what the logo says, got “{got}”.").format(got=logo.alt[:80]),
            _("Write whose logo it is: “Logo: Fonds Soziokultur”."),
        )
    lengths = (logo.min_height_mm, logo.min_width_mm, logo.clear_mm, logo.min_height_px)
    if not all(0 <= length <= _LARGEST for length in lengths):
        yield Problem(
            lines.path,
            lines.of(place),
            _("Sizes of a logo are from 0 to {most}.").format(most=_LARGEST),
        )
