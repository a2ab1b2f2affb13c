"""Traits: what can be seen in one block by itself: its pieces, its words, its shape."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.guess import words
from pipeline.model.notes import Block, Kind

_VERBS: Mapping[str, str] = {
    form: name
    for name, forms in {
        "must": "muss müssen musst müsst muß müsste müssten",
        "shall": "soll sollen sollte sollten sollst",
        "can": "kann können könnte könnten kannst könnt",
        "may": "darf dürfen dürfte",
        "want": "will wollen wollte wollten möchte möchten",
        "become": "wird werden würde würden",
        "was": "war waren wurde wurden hatte hatten kam kamen gab ging",
        "is": "ist sind",
        "has": "hat haben habt",
    }.items()
    for form in forms.split()
}
_LITTLE = frozenset(
    [
        "wir",
        "ihr",
        "du",
        "ich",
        "man",
        "uns",
        "euch",
        "sie",
        "nicht",
        "kein",
        "nie",
        "immer",
        "lieber",
        "wenn",
        "dann",
        "erst",
    ]
)
_LENGTHS = (3, 6, 10, 16, 26, 45)
_MARKS: Mapping[str, str] = {
    "?": "question",
    "!": "exclamation",
    "(": "brackets",
    ";": "semicolon",
    "=": "equals",
    "/": "slash",
}
_ARROW = re.compile(r"[-=]>|→|➔|➜")
_QUOTES = re.compile(r"[\"„“”»«]")
_PARTICIPLE = re.compile(r"ge\w+(?:t|en)$|\w+(?:ver|be|er|ent)\w+t$")
_LABELLED = 40
_MANY_COMMAS = 3
_DEEPEST = 3


@dataclass(frozen=True)
class Traits:
    """One block, looked at by itself."""

    block: Block
    words: tuple[str, ...]
    """As typed, with masks."""

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The words without their endings."""
        return tuple(map(words.stem, self.words))

    @cached_property
    def pieces(self) -> frozenset[str]:
        """Parts of words, so that compounds and slips of the pen are known by what is in them."""
        return frozenset(piece for word in self.words for piece in words.pieces(word))

    @cached_property
    def said(self) -> Mapping[str, str]:
        """Words and pairs of words → how they were typed."""
        found = dict(zip(self.stems, self.words, strict=True))
        pairs = zip(("<", *self.stems), (*self.stems, ">"), strict=True)
        typed = zip(("", *self.words), (*self.words, ""), strict=True)
        return found | {
            f"{one} {other}": " ".join(filter(None, both))
            for (one, other), both in zip(pairs, typed, strict=True)
        }

    @cached_property
    def shape(self) -> tuple[str, ...]:
        """What the block looks like."""
        return tuple(_shape(self.block, len(self.block.text[: words.LOOKED_AT].split())))

    @cached_property
    def grammar(self) -> tuple[str, ...]:
        """How its sentence is built, as far as single words show it."""
        return tuple(_grammar(self.words, self.stems))

    @property
    def first(self) -> str:
        """The first word's stem."""
        return self.stems[0] if self.words else ""


def of(block: Block) -> Traits:
    """Look at one block."""
    return Traits(block, tuple(words.words(block.text)))


def _shape(block: Block, count: int) -> Iterator[str]:
    text = block.text[: words.LOOKED_AT]
    yield f"length={sum(count >= limit for limit in _LENGTHS)}"
    last, first = block.text.rstrip()[-1:], text.lstrip()[:1]
    yield f"end={last if last in set('.?!:,…') else 'word' if last.isalnum() else 'sign'}"
    yield f"start={_case(first)}"
    yield f"kind={block.kind.value}"
    yield from (name for mark, name in _MARKS.items() if mark in text)
    if ":" in text[:_LABELLED]:
        yield "label"
    if _ARROW.search(text):
        yield "arrow"
    if _QUOTES.search(text):
        yield "quotes"
    if text.count(",") >= _MANY_COMMAS:
        yield "commas"
    if block.kind is Kind.ITEM:
        yield f"level={min(block.level, _DEEPEST)}"
    if block.ordered:
        yield "ordered"
    if block.checked is not None:
        yield "box"


def _case(letter: str) -> str:
    if letter.isupper():
        return "great"
    return "small" if letter.islower() else "number" if letter.isdigit() else "sign"


def _grammar(typed: Sequence[str], stems: Sequence[str]) -> Iterator[str]:
    small = [word.lower() for word in typed]
    if not small:
        return
    yield from (f"at{number}={stem}" for number, stem in enumerate(stems[:3]))
    yield from (
        f"last={stems[-1]}",
        f"first..{small[0][-2:]}",
        f"last..{small[-1][-2:]}",
        f"last...{small[-1][-3:]}",
    )
    yield from {f"verb={_VERBS[word]}" for word in small if word in _VERBS}
    yield from {f"little={word}" for word in small if word in _LITTLE}
    if small[-1].endswith("en") and typed[-1][:1].islower():
        yield "infinitive"
    if any(_PARTICIPLE.match(word) for word in small):
        yield "participle"
    if words.NAME in small:
        yield "name"
        if small[0] == words.NAME:
            yield "name first"
        after = zip(small, typed[1:], strict=False)
        if any(word == words.NAME and other[:1].islower() and other.endswith("t") for word, other in after):
            yield "name does"
