"""Reasons: what spoke for a label, in words that a person can check: words, shape, place, never pieces."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.guess.guess import Guess
from pipeline.guess.weights import Features, Look, Weights
from pipeline.messages import german

_MOST_WORDS, _MOST_SIGNS = 3, 2
_LEAST = 60
"""A tenth of what doubles the odds, about; less is no reason."""


@dataclass(frozen=True)
class Reasons:
    """What spoke for a label most."""

    words: tuple[str, ...]
    """As typed."""
    signs: tuple[str, ...]
    """In German."""


def reasons(guess: Guess, label: str, weights: Weights) -> Reasons:
    """Return the words and signs that speak for a label most, the strongest first."""
    number = weights.labels.index(label)
    said = guess.traits.said
    words = [
        said[name]
        for name, _strength in _strongest(weights.first, guess.first, "words", number)
        if said[name] and "·" not in said[name]
    ]
    shown = {
        **_named(_strongest(weights.first, guess.first, "words", number), _MASKED),
        **_named(_strongest(weights.first, guess.first, "signs", number), _SIGNS),
        **_around(_strongest(weights.second, guess.second, "signs", number), label),
    }
    signs = sorted(shown, key=lambda text: (-shown[text], text))
    return Reasons(tuple(_apart(words))[:_MOST_WORDS], tuple(signs[:_MOST_SIGNS]))


def _strongest(look: Look, features: Features, kind: str, label: int) -> list[tuple[str, int]]:
    table = look.tables[kind]
    rows = [(name, table[name]) for name in features.get(kind, ()) if name in table]
    factor = look.factor(kind, len(rows)) if rows else 0
    found = [(name, dict(row).get(label, 0) * factor >> 8) for name, row in rows]
    return sorted(
        ((name, strength) for name, strength in found if strength >= _LEAST),
        key=lambda one: (-one[1], one[0]),
    )


def _apart(words: list[str]) -> Iterator[str]:
    """Yield words without those that are part of one that was said already."""
    taken: set[str] = set()
    for word in words:
        parts = set(word.casefold().split())
        if not parts & taken:
            taken |= parts
            yield word


def _named(found: list[tuple[str, int]], names: Mapping[str, Callable[[], str]]) -> dict[str, int]:
    shown: dict[str, int] = {}
    for name, strength in found:
        if name in names:
            text = names[name]()
            shown[text] = max(shown.get(text, 0), strength)
    return shown


def _around(found: list[tuple[str, int]], label: str) -> dict[str, int]:
    """Say that the neighbours sound alike, as one reason."""
    strength = sum(
        value for name, value in found if name.split(" ")[-1].lstrip("!") == label and name[:3] != "own"
    )
    return {german("what stands around it sounds alike"): strength} if strength >= _LEAST else {}


_MASKED: Mapping[str, Callable[[], str]] = {
    "·money": lambda: german("names a sum"),
    "·date": lambda: german("names a date"),
    "·time": lambda: german("names a time of day"),
    "·span": lambda: german("names a span of time"),
    "·paragraph": lambda: german("names a section of a law"),
    "·link": lambda: german("names an address on the web"),
    "·name": lambda: german("names a person"),
    "·percent": lambda: german("names a share in per cent"),
}
_SIGNS: Mapping[str, Callable[[], str]] = {
    "question": lambda: german("asks a question"),
    "end=?": lambda: german("asks a question"),
    "exclamation": lambda: german("has an exclamation mark"),
    "box": lambda: german("has a box to tick"),
    "quotes": lambda: german("quotes somebody"),
    "commas": lambda: german("lists several things"),
    "equals": lambda: german("explains a term with “=”"),
    "arrow": lambda: german("has an arrow"),
    "infinitive": lambda: german("tells what to do"),
    "participle": lambda: german("tells what has been done"),
    "verb=was": lambda: german("tells what was"),
    "verb=must": lambda: german("says what must be"),
    "verb=shall": lambda: german("says what shall be"),
    "verb=want": lambda: german("says what is wanted"),
    "name does": lambda: german("a person does something"),
    "name first": lambda: german("begins with a name"),
    "length=0": lambda: german("is very short"),
    "length=6": lambda: german("is long"),
    "before:question": lambda: german("stands after a question"),
    "after:question": lambda: german("stands before a question"),
    "from start=0": lambda: german("stands at the very beginning"),
    "from start=1": lambda: german("stands at the very beginning"),
    "from end=0": lambda: german("stands at the very end"),
    "from end=1": lambda: german("stands at the very end"),
    "eighth=0": lambda: german("stands near the beginning"),
    "eighth=7": lambda: german("stands near the end"),
    "kind=row": lambda: german("stands in a table"),
}
