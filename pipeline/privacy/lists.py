"""Lists: the lists of words in vocabulary/, each read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "vocabulary"


@dataclass(frozen=True)
class Words:
    """Whole words, and how other words end; all as the list has them."""

    whole: frozenset[str]
    endings: tuple[str, ...]

    def has(self, word: str) -> bool:
        """Tell whether a word is in the list or ends like one of its endings, with something before it."""
        return word in self.whole or (word.endswith(self.endings) and word not in self.endings)


@cache
def load(name: str) -> Words:
    """Read one list: words with spaces between them, `-` before an ending, `#` before a remark."""
    lines = (_FOLDER / f"{name}.txt").read_text("utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return Words(
        frozenset(word for word in words if not word.startswith("-")),
        tuple(word[1:] for word in words if word.startswith("-")),
    )
