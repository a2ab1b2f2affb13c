"""Rulings: which decision is about which finding, however the name or the number is written there."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.model.finding import Finding, Ruling, Sort, Verdict
from pipeline.privacy.flat import flat
from pipeline.privacy.roster import Person, Roster, bare

_NUMBERS = {Sort.PHONE, Sort.ACCOUNT, Sort.NUMBER}
_ENOUGH_DIGITS = 5


def signs(text: str) -> str:
    """Return what counts when two texts are compared: no titles, spaces, case, disguises of @ and dot."""
    plain = unicodedata.normalize("NFC", bare(flat(text).text)).casefold()
    plain = re.sub(r"\s*[(\[{<]\s*(?:at|ät|a)\s*[)\]}>]\s*|\s(?:at|ät)\s", "@", plain)
    plain = re.sub(r"\s*[(\[{<]\s*(?:dot|punkt)\s*[)\]}>]\s*|\s(?:dot|punkt)\s", ".", plain)
    return re.sub(r"[\s„“”\"'’]+", "", plain)


def digits(text: str) -> str:
    """Return the digits of a number as it is dialled at home: +49 231 is 0231, (0) is left out."""
    bare_digits = re.sub(r"\D", "", text.replace("(0)", ""))
    if text.strip().startswith("+49") or bare_digits.startswith("0049"):
        return "0" + bare_digits.removeprefix("00").removeprefix("49")
    return bare_digits


@dataclass(frozen=True)
class Rulings:
    """All decisions about names, numbers and addresses, and the people they could be about."""

    rulings: Sequence[Ruling] = ()
    known: Roster = field(default_factory=Roster)

    def of(self, text: str, finding: Finding) -> Ruling | None:
        """Return the decision about a finding in a passage, or None.

        A decision holds for the same signs, for a finding within its words (`Zeche Carl` decides
        about Carl there), and for a part of a name (`Aylin` of Aylin Demirkol).
        """
        return (
            self._same(finding) or self._around(text, finding) or self._part(finding)
            if self.rulings
            else None
        )

    def literally(self, text: str) -> Iterator[tuple[int, int, Ruling]]:
        """Yield where the words of a decision stand themselves, found by a rule or not: nicknames."""
        for ruling in self.rulings:
            for match in _words_of(ruling.find).finditer(text):
                yield match.start(), match.end(), ruling

    def releases(self, text: str) -> bool:
        """Tell whether a decision lets this very text be published."""
        return any(ruling.verdict.releases and _same_text(ruling.find, text) for ruling in self.rulings)

    @property
    def released(self) -> tuple[str, ...]:
        """Return the texts that may be published."""
        return tuple(ruling.find for ruling in self.rulings if ruling.verdict.releases)

    @property
    def refused(self) -> tuple[str, ...]:
        """Return the texts that must not be published."""
        return tuple(ruling.find for ruling in self.rulings if not ruling.verdict.releases)

    def _same(self, finding: Finding) -> Ruling | None:
        names = {finding.text, finding.clue} if finding.sort is Sort.INITIALS else {finding.text}
        for ruling in self.rulings:
            if any(_same_text(ruling.find, name) for name in names):
                return ruling
            if finding.sort in _NUMBERS and _same_digits(ruling.find, finding.text):
                return ruling
        return None

    def _around(self, text: str, finding: Finding) -> Ruling | None:
        for ruling in self.rulings:
            for match in _words_of(ruling.find).finditer(text):
                if match.start() <= finding.start and finding.end <= match.end():
                    return ruling
        return None

    def _part(self, finding: Finding) -> Ruling | None:
        if finding.sort is not Sort.NAME:
            return None
        parts = {part.removesuffix("s") for part in Person(finding.text).parts}
        for ruling in self.rulings:
            whole = {part.removesuffix("s") for part in Person(ruling.find).parts}
            if len(whole) < 2 or not parts or not parts <= whole:  # noqa: PLR2004
                continue
            if ruling.verdict is Verdict.CONSENT and self._shared(parts, whole):
                continue  # Anna may be the other Anna, who was not asked
            if ruling.verdict is not Verdict.NOT_PERSONAL:
                return ruling
        return None

    def _shared(self, parts: set[str], whole: set[str]) -> bool:
        others = ({part.removesuffix("s") for part in person.parts} for person in self.known.people)
        return any(parts <= other and not (other <= whole or whole <= other) for other in others)


@lru_cache(maxsize=512)
def _words_of(find: str) -> re.Pattern[str]:
    """Make a pattern of the words of a decision; a name that is one word counts as it is written."""
    words = find.split()
    flags = re.IGNORECASE if len(words) > 1 or not find.isalpha() else re.NOFLAG
    return re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, words)) + r"(?!\w)", flags)


def contradictions(rulings: Iterable[Ruling]) -> list[str]:
    """Return what is decided about twice and differently."""
    said: dict[str, Verdict] = {}
    return [
        ruling.find
        for ruling in rulings
        if said.setdefault(signs(ruling.find), ruling.verdict) is not ruling.verdict
    ]


def _same_text(one: str, other: str) -> bool:
    mine, theirs = signs(one), signs(other)
    return mine == theirs or (len(mine) > 2 and theirs in {f"{mine}s", f"{mine}’"})  # noqa: PLR2004


def _same_digits(one: str, other: str) -> bool:
    mine = digits(one)
    return len(mine) >= _ENOUGH_DIGITS and mine == digits(other)
