"""Weights: what was learned, as whole numbers in one small file, and what they make of features.

The file is JSON and bytes, packed: for each feature one bit a label, then a signed byte for each bit
that is set. Features are of four kinds, each counted by its own measure.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import isqrt
from typing import TypeAlias

KINDS = ("bias", "pieces", "words", "signs")
"""Parts of words and words count less each, the more of them a line has; signs count as they are."""
SHARED = {"pieces", "words"}

Row: TypeAlias = tuple[tuple[int, int], ...]
"""Numbers of labels with their weights."""
Features: TypeAlias = Mapping[str, Iterable[str]]
"""Kind → features."""


@dataclass(frozen=True)
class Look:
    """The weights of one look at a block: a feature's row by kind, and by how much each kind counts."""

    tables: Mapping[str, Mapping[str, Row]]
    factors: Mapping[str, int]
    """Kind → 1/256 of a score that a weight of one is worth."""

    def scores(self, features: Features, labels: int) -> list[int]:
        """Add up what the features say for each label."""
        total = [0] * labels
        for kind, names in features.items():
            table = self.tables[kind]
            sums = [0] * labels
            known = 0
            for name in names:
                row = table.get(name)
                if row is not None:
                    known += 1
                    for label, weight in row:
                        sums[label] += weight
            if known:
                factor = self.factor(kind, known)
                for label, value in enumerate(sums):
                    total[label] += value * factor
        return [value >> 8 for value in total]

    def factor(self, kind: str, known: int) -> int:
        """Return what a weight counts for: `known` features of a shared kind count as their square root."""
        whole = self.factors[kind]
        return isqrt(whole * whole // known) if kind in SHARED else whole


@dataclass(frozen=True)
class Weights:
    """Both looks, and what the numbers mean."""

    labels: tuple[str, ...]
    first: Look
    second: Look
    sure: Mapping[str, tuple[int, int]]
    """Label → per mille from which it was right often enough on notes of hands that were not learned from:
    in files that are understood on the whole, and in strange ones."""


def pack(weights: Weights) -> bytes:
    """Return the file of these weights; the same weights make the same bytes."""
    head = {
        "labels": weights.labels,
        "sure": dict(sorted(weights.sure.items())),
        "looks": [
            {kind: [look.factors[kind], sorted(look.tables[kind])] for kind in KINDS}
            for look in (weights.first, weights.second)
        ],
    }
    text = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode()
    masks, values = bytearray(), bytearray()
    for look in (weights.first, weights.second):
        for kind in KINDS:
            for name in sorted(look.tables[kind]):
                row = look.tables[kind][name]
                masks += struct.pack("<I", sum(1 << label for label, _weight in row))
                values += struct.pack(f"<{len(row)}b", *(weight for _label, weight in row))
    return zlib.compress(struct.pack("<II", len(text), len(masks)) + text + masks + values, 9)


def unpack(data: bytes) -> Weights:
    """Read what `pack` has written."""
    data = zlib.decompress(data)
    size, masked = struct.unpack_from("<II", data)
    head = json.loads(data[8 : 8 + size])
    masks = iter(struct.unpack_from(f"<{masked // 4}I", data, 8 + size))
    values = struct.unpack_from(f"<{len(data) - 8 - size - masked}b", data, 8 + size + masked)
    position = 0
    looks = []
    for stored in head["looks"]:
        tables: dict[str, dict[str, Row]] = {}
        for kind in KINDS:
            table = tables[kind] = {}
            for name in stored[kind][1]:
                labels = _bits(next(masks))
                table[name] = tuple(zip(labels, values[position : position + len(labels)], strict=True))
                position += len(labels)
        looks.append(Look(tables, {kind: stored[kind][0] for kind in KINDS}))
    sure = {label: (known, strange) for label, (known, strange) in head["sure"].items()}
    return Weights(tuple(head["labels"]), looks[0], looks[1], sure)


@cache
def _bits(mask: int) -> Sequence[int]:
    return tuple(number for number in range(32) if mask >> number & 1)


@cache
def shipped() -> Weights:
    """Return the weights that come with the program."""
    return unpack(resources.files("pipeline.guess").joinpath("weights.bin").read_bytes())
