"""Patterns: none that looks at notes takes much longer for a text that is twice as long."""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import pipeline.notes
import pipeline.privacy
import pipeline.structure

SIZES = (250, 1_000, 2_000, 4_000)
"""A pattern that is quadratic takes a second for 8,000 signs, and hours for a megabyte."""
_SECONDS = 0.25
TEXTS = {
    "letters": "x",
    "words": "Wort ",
    "names": "Bea, ",
    "digits": "1",
    "numbers": "1 ",
    "dots": "a.",
    "hyphens": "Xx-",
    "addresses": "a@b.",
    "slashes": "http://a/",
    "brackets": "[(",
    "stars": "*_",
    "spaces": " ",
    "tabs": "\t|",
    "quotes": "„“",
    "colons": "A:",
    "lines": "\n",
    "marks": "- [ ] ",
}


def modules() -> Iterator[ModuleType]:
    """Yield what reads, judges or sorts notes."""
    for package in (pipeline.notes, pipeline.privacy, pipeline.structure):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    """Yield the patterns for text that a module's constant holds."""
    if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
        yield value
    elif depth < 3 and isinstance(value, dict):
        for one in value.values():
            yield from patterns(one, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from patterns(one, depth + 1)


def searched(module: ModuleType, name: str) -> bool:
    """Tell whether a module looks for its pattern anywhere in a text; those in lists and tables may be."""
    source = SOURCES if not name.startswith("_") else Path(str(module.__file__)).read_text("utf-8")
    uses = re.findall(rf"\b{name}\.(\w+)\(", source)
    return not uses or bool({"search", "finditer", "findall", "sub", "subn", "split"} & set(uses))


SOURCES = "\n".join(path.read_text("utf-8") for path in Path(pipeline.__path__[0]).rglob("*.py"))
FOUND = {
    f"{module.__name__}.{name}.{number}": (pattern, searched(module, name))
    for module in modules()
    for name, value in vars(module).items()
    for number, pattern in enumerate(patterns(value))
}


@pytest.mark.parametrize("name", FOUND)
def test_no_pattern_is_quadratic(name: str) -> None:
    """Long runs of one kind of sign are searched and matched in milliseconds: a hostile line hangs nobody."""
    pattern, anywhere = FOUND[name]
    for kind, sign in TEXTS.items():
        for size in SIZES:
            text = (sign * size)[:size]
            start = time.process_time()
            pattern.match(text)
            pattern.fullmatch(text)
            for _match in pattern.finditer(text) if anywhere else ():
                pass
            assert time.process_time() - start < _SECONDS, f"{kind}, {size} signs: {pattern.pattern[:200]}"
