"""Acknowledgement: is the funder's wording in a text, letter by letter, or what stands there instead."""

from __future__ import annotations

import difflib
import enum
from dataclasses import dataclass

from pipeline.verify import wording as words

NEAR = 75.0
"""From this likeness (0 to 100) on, a passage is shown as the wording with a mistake."""
_MOST_CHARACTERS = 400_000
"""More text than this is not searched for passages that are alike; the exact search has no limit."""


class Match(enum.Enum):
    """What a search for the wording came to. Only EXACT is good enough."""

    EXACT = "exact"
    NEAR = "near"
    """Something like it stands there: a typing error, a modernised word, another case."""
    MISSING = "missing"


@dataclass(frozen=True)
class Finding:
    """The result at one spot; `found` and `diff` are empty unless the match is NEAR."""

    match: Match
    found: str = ""
    diff: str = ""
    """The words that differ: `Beauftragten → Beauftragte`."""


def find(wording: str, text: str) -> Finding:
    """Search `text` for `wording`.

    Spaces, line ends, soft hyphens, ligatures and decomposed letters do not count; every letter,
    sign and capital does. The passage must stand by itself: nothing glued to either end.
    """
    settled = words.settle(text)
    if words.pattern(wording).search(settled):
        return Finding(Match.EXACT)
    found = _alike(words.plain(wording), words.plain(settled))
    if not found:
        return Finding(Match.MISSING)
    return Finding(Match.NEAR, found, _difference(words.plain(wording), found))


def _alike(wording: str, text: str) -> str:
    """Return the passage of `text` most like `wording`, in whole words; empty when none is near."""
    from rapidfuzz import fuzz

    if not text or len(text) > _MOST_CHARACTERS:
        return ""
    # The shorter of the two is slid along the longer one: a text shorter than the wording would
    # be "like" it when it is a mere part, so it is compared as a whole.
    if len(text) <= len(wording):
        return text if fuzz.ratio(wording, text) >= NEAR else ""
    best = fuzz.partial_ratio_alignment(wording.casefold(), text.casefold(), score_cutoff=NEAR)
    if best is None:
        return ""
    start = text.rfind(" ", 0, best.dest_start + 1) + 1
    end = text.find(" ", max(best.dest_end - 1, 0))
    return _trimmed(wording, text[start : end if end >= 0 else len(text)])


def _trimmed(wording: str, passage: str) -> str:
    """Drop words at both ends that make the passage less like the wording."""
    from rapidfuzz import fuzz

    def likeness(words: list[str]) -> float:
        return fuzz.ratio(wording.casefold(), " ".join(words).casefold())

    found = passage.split(" ")
    for cut in (slice(1, None), slice(None, -1)):
        while len(found) > 1 and likeness(found[cut]) > likeness(found):
            found = found[cut]
    return " ".join(found)


def _difference(expected: str, got: str) -> str:
    before, after = expected.split(" "), got.split(" ")
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return "; ".join(
        f"{' '.join(before[a:b]) or '–'} → {' '.join(after[c:d]) or '–'}"
        for kind, a, b, c, d in matcher.get_opcodes()
        if kind != "equal"
    )
