"""Sources: which passages of the ledger a sentence of the guide was made of, by the words they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from pipeline.guide import sentences
from pipeline.model.ledger import Entry, Fate
from pipeline.model.trace import How, Sentence, Source
from pipeline.structure import words
from pipeline.structure.letters import key, plain

EDITED = 0.48
"""How alike a passage is that a sentence was made of."""
PART, NEW, TOGETHER = 0.3, 0.25, 0.55
"""Of several: what the first gives of a sentence by weight, what each other adds, what all give together."""
HOME = 0.55
"""Share of a passage that a paragraph of the guide must hold for the passage to be there."""
SCATTERED = 0.5
"""The same, for what several sentences that come from a passage hold of it, wherever they stand."""
DISTINCT = 0.2
"""Share of a sentence that a passage at home in its paragraph must give to be its source."""
_AKIN = 0.6
"""What a word counts that is only a part of the other one."""
_MOST_SOURCES = 3
_CANDIDATES = 15
_LONG_ENOUGH = 12
"""Letters from which a sentence found within a passage is there by no chance."""
_FEW = 2
"""Fewer words in common than these are chance, unless all is said word for word."""


@dataclass(frozen=True)
class _Saying:
    """A passage, or one sentence of it."""

    entry: Entry
    text: str
    whole: bool

    @cached_property
    def key(self) -> str:
        return key(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(words.stems(self.text)))


class Index:
    """The sayings of the ledger by their words, and what is in the guide of each."""

    def __init__(self, entries: Sequence[Entry], said: Sequence[Sentence]) -> None:
        """Weigh the words of the ledger and of all sentences of the guide."""
        self.sayings = [
            saying for entry in entries if entry.fate is not Fate.REPEATED for saying in _sayings(entry)
        ]
        self.by_key: dict[str, _Saying] = {}
        self.by_word: dict[str, list[int]] = defaultdict(list)
        for number, saying in enumerate(self.sayings):
            other = self.by_key.get(saying.key)
            if other is None or _rank(saying) < _rank(other):
                self.by_key[saying.key] = saying
            for word in saying.words:
                self.by_word[word].append(number)
        self.stems = {one.text: tuple(dict.fromkeys(words.stems(one.text))) for one in said}
        self.weights = words.Weights([*(one.words for one in self.sayings), *self.stems.values()])
        self.kin = words.Kin(self.by_word)
        self.homes: set[str] = set()

    def traced(self, one: Sentence, home: Sequence[_Near]) -> Sentence:
        """Return the sentence with its sources; `home` are the passages that its paragraph holds."""
        return replace(one, sources=tuple(self._sources(one, home)))

    def _sources(self, one: Sentence, home: Sequence[_Near]) -> Iterator[Source]:
        if saying := self.by_key.get(key(one.text)):
            yield Source(saying.entry, How.EXACT, 1.0, saying.text)
            return
        mine = self.stems[one.text]
        if one.heading or not mine:
            return
        near = self._near(mine)[:_CANDIDATES]
        if inside := next((other.saying for other in near if _inside(one, other.saying)), None):
            yield Source(inside.entry, How.EXACT, 1.0, inside.text)
            return
        near = sorted(near, key=lambda other: (-self._alike(mine, other), *other.order))
        if near and self._alike(mine, near[0]) >= EDITED:
            first = near[0].source(How.EDITED, self._alike(mine, near[0]))
            yield first
            yield from self._more(mine, near[1:], [first], near[0].given)
            return
        several = list(self._more(mine, near, [], {}))
        if several and sum(source.similarity for source in several) >= TOGETHER:
            yield from several
        else:
            yield from self._at_home(mine, home)

    def _more(
        self, mine: Sequence[str], near: Sequence[_Near], chosen: Sequence[Source], given: Mapping[str, float]
    ) -> Iterator[Source]:
        """Yield passages that each give a part of a sentence that none before has given."""
        known, left = {source.entry.id for source in chosen}, set(mine) - set(given)
        for other in near:
            taken = left & set(other.given)
            share = sum(other.given[word] for word in sorted(taken)) / self.weights.sum(mine)
            plain = len(taken & set(other.saying.words))
            if share < (NEW if known else PART) or plain < _FEW or other.saying.entry.id in known:
                continue
            yield other.source(How.PART, share)
            left, known = left - taken, {*known, other.saying.entry.id}
            if len(known) == _MOST_SOURCES:
                return

    def _at_home(self, mine: Sequence[str], home: Sequence[_Near]) -> Iterator[Source]:
        """Yield passages of the same paragraph that a sentence has something of."""
        whole = self.weights.sum(mine)
        shares = [
            (
                sum(near.given.get(word, 0.0) for near in [self._meet(mine, other.saying)] for word in mine)
                / whole,
                other,
            )
            for other in home
        ]
        most = _MOST_SOURCES if len(mine) >= _FEW else 1
        for share, other in sorted(shares, key=lambda pair: (-pair[0], *pair[1].order))[:most]:
            if share >= DISTINCT:
                yield other.source(How.PART, share)

    def at_home(self, said: Sequence[Sentence]) -> list[_Near]:
        """Return the passages of which these sentences, a paragraph, hold most."""
        here = tuple(dict.fromkeys(word for one in said for word in self.stems[one.text]))
        found = []
        for other in self._near(here):
            if other.saying.whole and other.exact and len(other.given) >= min(_FEW, len(other.saying.words)):
                held = sum(self._theirs(word, here) for word in other.saying.words)
                if held >= HOME * self.weights.sum(other.saying.words):
                    found.append(other)
        self.homes |= {other.saying.entry.id for other in found}
        return found

    def there(self, found: Sequence[Sentence]) -> set[str]:
        """Return the ids of passages of which the guide has anything: a sentence, or words here and there."""
        sources = [(one, source) for one in found for source in one.sources]
        there = self.homes | {source.entry.id for _one, source in sources if source.how is not How.PART}
        parts = defaultdict[str, list[str]](list)
        for one, source in sources:
            parts[source.entry.id] += self.stems[one.text]
        for saying in self.sayings:
            if saying.whole and saying.entry.id in parts:
                given = sum(self._theirs(word, parts[saying.entry.id]) for word in saying.words)
                if given >= SCATTERED * self.weights.sum(saying.words):
                    there.add(saying.entry.id)
        return there

    def _theirs(self, word: str, here: Sequence[str]) -> float:
        """Return what a word of a passage counts for a place in the guide that has it, or one akin to it."""
        if word in here:
            return self.weights.of(word)
        return _AKIN * self.weights.of(word) if any(words.akin(word, other) for other in here) else 0.0

    def _near(self, mine: Sequence[str]) -> list[_Near]:
        """Return the passages that share words with these, what they share by weight first."""
        given: dict[int, dict[str, float]] = defaultdict(dict)
        for word in mine:
            for number in self.by_word.get(word, ()):
                given[number][word] = self.weights.of(word)
            for other in self.kin.of(word):
                credit = _AKIN * min(self.weights.of(word), self.weights.of(other))
                for number in self.by_word[other]:
                    given[number][word] = max(given[number].get(word, 0.0), credit)
        near = [_Near(self.sayings[number], shared) for number, shared in given.items()]
        return sorted(near, key=lambda one: (-sum(one.given.values()), *one.order))

    def _meet(self, mine: Sequence[str], saying: _Saying) -> _Near:
        """Return what one passage shares with these words."""
        given = {word: self.weights.of(word) for word in mine if word in saying.words}
        for word in mine:
            if word in given:
                continue
            akin = [self.weights.of(other) for other in saying.words if words.akin(word, other)]
            if akin:
                given[word] = _AKIN * min(self.weights.of(word), max(akin))
        return _Near(saying, given)

    def _alike(self, mine: Sequence[str], near: _Near) -> float:
        """Return how alike they are: what the sentence shares of itself, and of the passage."""
        if len(near.given) < _FEW:
            return 0.0
        given, theirs = sum(near.given.values()), self.weights.sum(near.saying.words)
        return given / self.weights.sum(mine) * 0.6 + min(given / theirs, 1.0) * 0.4


@dataclass(frozen=True)
class _Near:
    """A passage and what it gives of some words: word → weight."""

    saying: _Saying
    given: Mapping[str, float]

    @property
    def exact(self) -> int:
        """How many of the words stand in it as they are."""
        return len(set(self.given) & set(self.saying.words))

    @property
    def order(self) -> tuple[int, str]:
        """What decides between two that are equally near."""
        return _rank(self.saying), self.saying.entry.id

    def source(self, how: How, similarity: float) -> Source:
        """Return it as the source of a sentence."""
        return Source(self.saying.entry, how, round(similarity, 2), self.saying.text)


def _inside(one: Sentence, saying: _Saying) -> bool:
    """Tell whether a passage says a sentence word for word, among other things."""
    said = key(one.text)
    return len(said) >= _LONG_ENOUGH and said in saying.key


def _held(word: str, here: Sequence[str]) -> bool:
    return word in here or any(words.akin(word, other) for other in here)


def _sayings(entry: Entry) -> Iterator[_Saying]:
    text = plain(entry.text)
    if not key(text):
        return
    cut = sentences.split(text) if entry.kind != "row" else [text]
    yield _Saying(entry, text, whole=True)
    if len(cut) > 1:
        yield from (_Saying(entry, one, whole=False) for one in cut)


_RANKS: Mapping[Fate, int] = {
    Fate.PLACED: 0,
    Fate.OPEN: 1,
    Fate.FOLLOW_UP: 2,
    Fate.METADATA: 3,
    Fate.REPEATED: 4,
    Fate.WITHHELD: 5,
}


def _rank(saying: _Saying) -> int:
    """Prefer what the ledger has in the guide, should two passages say the same."""
    return _RANKS[saying.entry.fate]
