"""Guess: two looks at the blocks of a file, the second with what the first has found around each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.guess import context, neighbours, traits
from pipeline.guess.context import Place
from pipeline.guess.odds import Odds, odds
from pipeline.guess.traits import Traits
from pipeline.guess.weights import Features, Weights
from pipeline.model.notes import Block

BIAS = ("",)


@dataclass(frozen=True)
class Guess:
    """How likely each label is for one block, and what both looks have seen."""

    odds: Odds
    traits: Traits
    first: Features
    second: Features


def features(
    blocks: Sequence[Block], marks: Sequence[Sequence[str]]
) -> tuple[list[Features], list[Traits], list[Place]]:
    """Return what the first look sees of each block; `marks` is what the cues say of it."""
    seen = [traits.of(block) for block in blocks]
    places = context.places(blocks)
    found: list[Features] = []
    for place, one, own in zip(places, seen, marks, strict=True):
        signs = {*one.shape, *one.grammar, *own, *context.around(place, seen, marks)}
        found.append({"bias": BIAS, "pieces": one.pieces, "words": one.said, "signs": signs})
    return found, seen, places


def again(blocks: Sequence[Block], places: Sequence[Place], first: Sequence[Odds]) -> Iterator[Features]:
    """Yield what the second look sees of each block."""
    for looks in neighbours.looks(blocks, places, first):
        yield {"bias": BIAS, "signs": set(looks)}


def guesses(blocks: Sequence[Block], marks: Sequence[Sequence[str]], weights: Weights) -> list[Guess]:
    """Return a guess for each block of a file, all of them and in its order."""
    found, seen, places = features(blocks, marks)
    count = len(weights.labels)
    scores = [weights.first.scores(one, count) for one in found]
    thought = [odds(weights.labels, one) for one in scores]
    guessed = []
    for one, own, look, score in zip(found, seen, again(blocks, places, thought), scores, strict=True):
        more = weights.second.scores(look, count)
        total = [a + b for a, b in zip(score, more, strict=True)]
        guessed.append(Guess(odds(weights.labels, total), own, one, look))
    return guessed
