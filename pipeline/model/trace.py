"""Trace: what is known about where the sentences of a guide come from."""

from __future__ import annotations

import enum
from collections import Counter
from dataclasses import dataclass

from pipeline.model.ledger import Entry


class How(enum.Enum):
    """How close a source is."""

    EXACT = "exact"
    EDITED = "edited"
    PART = "part"
    """One of several passages that a sentence was made of."""


@dataclass(frozen=True)
class Source:
    """One passage that a sentence comes from; `similarity` is from 0 to 1."""

    entry: Entry
    how: How
    similarity: float
    said: str
    """The words of the passage that come closest."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of the guide, by its line (from 1) and section."""

    line: int
    section: str
    text: str
    heading: bool = False
    sources: tuple[Source, ...] = ()

    @property
    def editorial(self) -> bool:
        """Whether no passage of the notes is behind it."""
        return not self.sources


@dataclass(frozen=True)
class Trace:
    """Both ways: sentences with their sources, and passages that are in the guide no more."""

    sentences: tuple[Sentence, ...]
    missing: tuple[Entry, ...]
    """Placed by the ledger, and found in no sentence."""
    waiting: tuple[Entry, ...] = ()
    """Open by the ledger, and found in no sentence either."""

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences are word for word, edited, made of several passages, or editorial."""
        kinds = Counter(one.sources[0].how if one.sources else None for one in self.sentences)
        return {
            "exact": kinds[How.EXACT],
            "edited": kinds[How.EDITED],
            "several": kinds[How.PART],
            "editorial": kinds[None],
        }
