"""Schema: YAML values into our nouns, every problem at once and in words."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Mapping
from typing import Any, TypeVar

from pipeline.guide.yamltext import Lines, Place, Value
from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble

Noun = TypeVar("Noun")


def read(noun: type[Noun], value: Mapping[str, Value], lines: Lines) -> Noun:
    """Make a dataclass of `pipeline.model` out of YAML strings.

    Raises:
        Trouble: unknown keys (with the nearest known one), missing keys, values of the wrong form.
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        return TypeAdapter(noun).validate_python(_without_blanks(value))
    except ValidationError as error:
        raise Trouble(_problem(noun, dict(detail), lines) for detail in error.errors()) from error


def _without_blanks(value: Any) -> Any:
    """Drop keys with an empty value: `contact:` without text is no contact, not a wrong one."""
    if isinstance(value, Mapping):
        return {key: _without_blanks(child) for key, child in value.items() if child != ""}
    if isinstance(value, list):
        return [_without_blanks(child) for child in value]
    return value


def _problem(noun: type, detail: dict[str, Any], lines: Lines) -> Problem:
    place: Place = tuple(detail["loc"])
    key, kind = str(place[-1]) if place else "", str(detail["type"])
    got = str(detail.get("input", ""))[:80]
    line = lines.of(place)
    if kind in {"unexpected_keyword_argument", "extra_forbidden"}:
        return Problem(
            lines.path, line, _("Unknown key `{key}`.").format(key=key), _nearest(noun, key, place)
        )
    if kind in {"missing", "missing_argument"}:
        return Problem(
            lines.path,
            line,
            _("The key `{key}` is missing.").format(key=key),
            _("Add a line `{key}: …`.").format(key=key),
        )
    return Problem(lines.path, line, _("`{key}`: {what}").format(key=key, what=_expected(kind, detail, got)))


def _expected(kind: str, detail: dict[str, Any], got: str) -> str:
    if kind == "enum":
        return _("expected {expected}, got “{got}”.").format(expected=detail["ctx"]["expected"], got=got)
    if kind.startswith("date"):
        return _("expected a date like 2022-09-27, got “{got}”.").format(got=got)
    if kind in {"tuple_type", "list_type"}:
        return _("expected a list (`[a, b]` or lines that begin with `- `), got “{got}”.").format(got=got)
    if kind.startswith(("float", "int")):
        return _("expected a number, got “{got}”.").format(got=got)
    if kind.startswith("bool"):
        return _("expected true or false, got “{got}”.").format(got=got)
    if kind == "string_type":
        return _("expected a text, got “{got}”.").format(got=got)
    if kind.startswith("dataclass"):
        return _("expected lines of the form `key: value`, got “{got}”.").format(got=got)
    return _("{what} (got “{got}”).").format(what=detail["msg"], got=got)


def _nearest(noun: type, key: str, place: Place) -> str:
    for step in place[:-1]:
        noun = _noun_below(noun, step)
    known = [f.name for f in dataclasses.fields(noun)] if dataclasses.is_dataclass(noun) else []
    if near := difflib.get_close_matches(key, known, n=1):
        return _("Did you mean `{key}`?").format(key=near[0])
    return _("Known keys: {keys}.").format(keys=", ".join(known))


def _noun_below(noun: type, step: str | int) -> Any:
    """Return the dataclass that a field, or the items of a field, are made of."""
    import typing

    if isinstance(step, int) or not dataclasses.is_dataclass(noun):
        return noun
    hint = typing.get_type_hints(noun).get(step, noun)
    inner = [arg for arg in typing.get_args(hint) if dataclasses.is_dataclass(arg)]
    return inner[0] if inner else hint
