"""Gaps: what the notes speak of and a guide does not: sections, and nouns that notes keep coming back to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model.ledger import Entry, Fate
from pipeline.model.template import Template
from pipeline.model.trace import Sentence, Trace
from pipeline.privacy.words import wordiness
from pipeline.structure import words
from pipeline.structure.letters import plain

_FOR_GUIDES = {Fate.PLACED, Fate.OPEN}
_OFTEN = 4
"""Passages that have a noun; less may be chance."""
_MOST_NOUNS = 5
_NOUN = re.compile(r"(?<![^\W\d_])[A-ZÄÖÜ][a-zäöüß]{3,}+(?:-[A-ZÄÖÜ]?[a-zäöüß]{2,}+)*+(?![\w*]|:\w)")
"""A word with a capital; those that begin a passage count only where they stand elsewhere, too."""


@dataclass(frozen=True)
class Gaps:
    """What a guide leaves out."""

    sections: Mapping[str, tuple[Entry, ...]]
    """Section → passages placed there, none of which is in the guide."""
    nouns: tuple[tuple[str, tuple[Entry, ...]], ...]
    """Noun → the passages that have it, the most frequent first."""


def gaps(found: Trace, entries: Sequence[Entry], template: Template, people: frozenset[str]) -> Gaps:
    """Compare what is for the guide with what is in it; names, known or common, are nothing a guide lacks."""
    return Gaps(dict(_sections(found, entries, template)), tuple(_nouns(found.sentences, entries, people)))


def _sections(
    found: Trace, entries: Sequence[Entry], template: Template
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    gone = {entry.id for entry in found.missing}
    for rule in template.sections:
        here = tuple(one for one in entries if one.fate is Fate.PLACED and one.section == rule.id)
        if rule.published and here and all(entry.id in gone for entry in here):
            yield rule.id, here


def _nouns(
    sentences: Sequence[Sentence], entries: Sequence[Entry], people: frozenset[str]
) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    said = {word for one in sentences for word in words.stems(one.text)}
    said |= {words.stem(match[0]) for one in sentences for match in _NOUN.finditer(one.text)}  # with hyphens
    kin = words.Kin(said)
    having: dict[str, list[Entry]] = defaultdict(list)
    shown: dict[str, str] = {}
    for entry in entries:
        if entry.fate not in _FOR_GUIDES:
            continue
        text = plain(entry.text)
        inside = {words.stem(match[0]): match[0] for match in _NOUN.finditer(text, 1)}
        first = {words.stem(match[0]): match[0] for match in [_NOUN.match(text)] if match}
        for stem, word in {**first, **inside}.items():
            if stem and word.casefold() not in people and wordiness(word) is None:
                having[stem].append(entry)
                if stem in inside:
                    shown.setdefault(stem, word)
    often = [
        (shown[stem], tuple(found))
        for stem, found in having.items()
        if len(found) >= _OFTEN and stem in shown and stem not in said and not kin.of(stem)
    ]
    yield from sorted(often, key=lambda row: (-len(row[1]), row[0]))[:_MOST_NOUNS]
