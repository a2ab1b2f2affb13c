"""YAML text: mappings of plain strings with line numbers; no tags, anchors or surprises."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from pipeline.messages import _
from pipeline.model.problem import Problem, Trouble

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Place: TypeAlias = tuple[str | int, ...]

MOST_CHARACTERS = 1_000_000
DEEPEST = 20

_KINDS = {"str", "int", "float", "bool", "null", "timestamp", "seq", "map"}
"""What YAML resolves untagged values to; all of them stay strings here."""


@dataclass(frozen=True)
class Lines:
    """Line (from 1, in the whole file) of each value by its path of keys and indexes."""

    path: str
    numbers: Mapping[Place, int] = field(default_factory=dict)

    def of(self, place: Place) -> int:
        """Return the line of a value, or of the nearest value around it."""
        while place and place not in self.numbers:
            place = place[:-1]
        return self.numbers.get(place, 1)


def load(text: str, path: str, first_line: int = 1) -> tuple[Value, Lines]:
    """Read YAML into strings, lists and dicts; an empty value is the empty string.

    Every scalar stays the string that was typed, so `version: 1.10` is not 1.1 and `no` is not False.

    Raises:
        Trouble: not YAML, too large, too deep, or with tags, anchors, aliases or doubled keys.
    """
    if len(text) > MOST_CHARACTERS:
        raise Trouble.at(path, _("This file is too large to be read as YAML."), line=first_line)
    node = _compose(text, path, first_line)
    if node is None:
        return {}, Lines(path)
    numbers: dict[Place, int] = {}
    problems: list[Problem] = []
    value = _value(node, (), _Walk(path, first_line, numbers, problems))
    if problems:
        raise Trouble(problems)
    return value, Lines(path, numbers)


def load_mapping(text: str, path: str, first_line: int = 1) -> tuple[dict[str, Value], Lines]:
    """Read YAML whose outermost value is a mapping (`key: value`)."""
    value, lines = load(text, path, first_line)
    if not isinstance(value, dict):
        raise Trouble.at(path, _("Expected lines of the form `key: value`."), line=first_line)
    return value, lines


def _compose(text: str, path: str, first_line: int) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise Trouble.at(
            path,
            _("This is not valid YAML: {what}").format(what=error.problem or error.context),
            _('Check the indentation, and put values with a colon or quotation marks in "…".'),
            line=first_line + (mark.line if mark else 0),
        ) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise Trouble.at(
            path, _("This is not valid YAML: {what}").format(what=str(error)[:200]), line=first_line
        ) from error


@dataclass(frozen=True)
class _Walk:
    path: str
    first_line: int
    numbers: dict[Place, int]
    problems: list[Problem]

    def complain(self, line: int, message: str, hint: str = "") -> str:
        self.problems.append(Problem(self.path, line, message, hint))
        return ""


def _value(node: Any, place: Place, walk: _Walk) -> Value:
    line = walk.first_line + node.start_mark.line
    walk.numbers[place] = line
    if node.anchor is not None:
        return walk.complain(line, _("Anchors and aliases (&, *) are not read."), _("Write the value out."))
    if not _plain_tag(node):
        return walk.complain(line, _("YAML tags (!…) are not read."), _("Put the value in quotation marks."))
    if len(place) > DEEPEST:
        return walk.complain(line, _("This is nested too deeply."))
    if node.id == "mapping":
        return {key: _value(child, (*place, key), walk) for key, child in _pairs(node, walk)}
    if node.id == "sequence":
        return [_value(child, (*place, number), walk) for number, child in enumerate(node.value)]
    return "" if node.value in ("~", "null") and not node.style else str(node.value)


def _pairs(node: Any, walk: _Walk) -> Iterator[tuple[str, Any]]:
    seen: set[str] = set()
    for key, child in node.value:
        line = walk.first_line + key.start_mark.line
        if key.id != "scalar" or key.anchor is not None:
            walk.complain(line, _("A key must be a plain word."))
        elif key.value in seen:
            walk.complain(line, _("The key `{key}` stands here twice.").format(key=key.value), _("Keep one."))
        else:
            seen.add(key.value)
            yield key.value, child


def _plain_tag(node: Any) -> bool:
    prefix, _colon, kind = str(node.tag or "").rpartition(":")
    return prefix == "tag:yaml.org,2002" and kind in _KINDS
