"""Secrets: texts that must not get out, and the search for them in any text, however it is set."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from pipeline.model.finding import Certainty, Finding, How, Secret, Sort
from pipeline.privacy import find, passage, words
from pipeline.privacy.flat import flat
from pipeline.privacy.roster import Person, Roster
from pipeline.privacy.rulings import digits, signs

_SORTS = {
    Sort.NAME: How.NAME,
    Sort.PHONE: How.DIGITS,
    Sort.ACCOUNT: How.SIGNS,
    Sort.NUMBER: How.SIGNS,
    Sort.EMAIL: How.SIGNS,
    Sort.HANDLE: How.SIGNS,
    Sort.ADDRESS: How.SIGNS,
    Sort.BIRTH: How.SIGNS,
    Sort.PLATE: How.SIGNS,
    Sort.PASSWORD: How.SIGNS,
    Sort.LINK: How.SIGNS,
}
"""Initials are not searched for: two letters stand in any page by chance."""
_SHORTEST = {How.DIGITS: 5, How.SIGNS: 5, How.NAME: 3, How.PASSAGE: 16}
"""Signs; an age or `dito` would be found anywhere."""
_FEWEST_WORDS = 3
"""Of a passage; a shorter one is searched for by what is personal in it."""
_RUN = re.compile(r"[+(]?\d(?:[\d \t\n()/.–-]{3,60})\d")


def of_finding(one: Finding, where: str = "") -> Iterator[Secret]:
    """Yield what a finding forbids."""
    if one.sort is Sort.NAME and (one.certainty is Certainty.POSSIBLE or words.is_word(one.text)):
        return  # the same word elsewhere may be a word
    if one.sort in _SORTS:
        yield from _enough(Secret(one.text, _SORTS[one.sort], where))


def of_words(text: str, where: str = "") -> Iterator[Secret]:
    """Yield what the words of a decision forbid: a number, an address, or else a name."""
    found = find.contacts_in(text)
    for one in found:
        yield from of_finding(one, where)
    if not found:
        yield from _enough(Secret(text, How.NAME, where))


def of_passage(text: str, where: str = "") -> Iterator[Secret]:
    """Yield a passage as a whole, when it is long enough not to be found by chance."""
    if len(text.split()) >= _FEWEST_WORDS:
        yield from _enough(Secret(text, How.PASSAGE, where))


def of_people(known: Roster, where: str = "") -> Iterator[Secret]:
    """Yield full names, and such single ones that are no words."""
    for person in sorted(known.people, key=lambda one: one.name):
        if person.name.startswith("@"):
            yield from _enough(Secret(person.name, How.SIGNS, where))
            continue
        if len(person.parts) > 1:
            yield Secret(" ".join(person.parts), How.NAME, where)
        if person.sure:
            yield from (Secret(part, How.NAME, where) for part in person.parts if not words.is_word(part))


def _enough(secret: Secret) -> Iterator[Secret]:
    size = len(digits(secret.text)) if secret.how is How.DIGITS else len(signs(secret.text))
    if size >= _SHORTEST[secret.how]:
        yield secret


class Hit(NamedTuple):
    """Where a secret stands in a text."""

    secret: Secret
    start: int
    end: int


class Search:
    """Looks for many secrets in one text after the other."""

    def __init__(self, secrets: Iterable[Secret], released: Sequence[str] = ()) -> None:
        """Take what must not get out, and the words in which it may stand all the same (`Zeche Carl`)."""
        self.secrets = tuple(dict.fromkeys(secrets))
        self.released = tuple(released)

    def hits(self, text: str) -> list[Hit]:
        """Return every place where a secret stands, in reading order."""
        plain = flat(text)
        seen = self._without_released(plain.text)
        found = [*self._names_in(seen), *self._digits_in(seen), *self._signs_in(seen)]
        found = [Hit(one.secret, plain.start(one.start), plain.end(one.end)) for one in found]
        return sorted(set(found), key=lambda one: (one.start, -one.end, one.secret.text))

    def _without_released(self, text: str) -> str:
        for words_ in self.released:
            pattern = r"\s+".join(map(re.escape, words_.split()))
            text = re.sub(rf"(?<!\w){pattern}", lambda match: "\0" * len(match[0]), text, flags=re.IGNORECASE)
        return text

    # Names: whole words as they are written

    @cached_property
    def _names(self) -> dict[str, list[tuple[tuple[str, ...], Secret]]]:
        """First word of each name → all its words, longest first."""
        found: dict[str, list[tuple[tuple[str, ...], Secret]]] = {}
        for secret in self.secrets:
            if secret.how is How.NAME:
                parts = Person(secret.text).parts or (secret.text,)
                found.setdefault(parts[0].casefold(), []).append((parts, secret))
        for rows in found.values():
            rows.sort(key=lambda row: -len(row[0]))
        return found

    def _names_in(self, text: str) -> Iterator[Hit]:
        if not self._names:
            return
        tokens = words.words(text)
        for number, token in enumerate(tokens):
            low = token.text.casefold()
            for parts, secret in self._names.get(low, ()) or self._names.get(low.removesuffix("s"), ()):
                stop = number + len(parts)
                if _is_name(text, tokens, number, stop, parts):
                    yield Hit(secret, token.start, tokens[stop - 1].end)
                    break

    # Numbers by their digits, everything else by its signs

    @cached_property
    def _numbers(self) -> list[tuple[str, Secret]]:
        return [(digits(secret.text), secret) for secret in self.secrets if secret.how is How.DIGITS]

    def _digits_in(self, text: str) -> Iterator[Hit]:
        if not self._numbers:
            return
        for match in _RUN.finditer(text):
            run = digits(match[0])
            for number, secret in self._numbers:
                long_enough = len(number) >= 8  # noqa: PLR2004  (within a longer row of digits no chance)
                if run == number or (long_enough and number.lstrip("0") in run):
                    yield Hit(secret, match.start(), match.end())

    @cached_property
    def _others(self) -> list[tuple[str, Secret]]:
        return [
            (_squeezed(secret.text), secret)
            for secret in self.secrets
            if secret.how in {How.SIGNS, How.PASSAGE}
        ]

    def _signs_in(self, text: str) -> Iterator[Hit]:
        squeezed = _squeezed(text)
        for needle, secret in self._others:
            if needle in squeezed:
                for match in _loosely(secret.text).finditer(text):
                    yield Hit(secret, match.start(), match.end())


NOTHING = Search(())


def _is_name(text: str, tokens: list[words.Word], start: int, stop: int, parts: tuple[str, ...]) -> bool:
    """Tell whether the words are these names: case counts, a genitive s does not, a street is nobody."""
    if stop > len(tokens):
        return False
    got = [token.text for token in tokens[start:stop]]
    shouted = len(parts) > 1 and all(one.isupper() for one in got)
    for one, part in zip(got, parts, strict=True):
        if shouted and one.casefold() == part.casefold():
            continue
        if one != part and not (one.removesuffix("s") == part and one is got[-1]):
            return False
    gaps = [text[a.end : b.start] for a, b in zip(tokens[start:], tokens[start + 1 : stop], strict=False)]
    if any(len(gap) > 4 or gap.strip(" .,„“”\"'\n|") for gap in gaps):  # noqa: PLR2004
        return False
    if len(parts) > 1:  # `Haus Ada Beispiel` still is Ada Beispiel, `Ada Beispiel Stiftung` is not
        return not (stop < len(tokens) and words.is_house(tokens[stop].text))
    return not passage.in_a_house(text, tokens, start, stop)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s­|*_‐‑-]+", "", text).casefold()


def _loosely(text: str) -> re.Pattern[str]:
    """Make a pattern of the same signs, whatever the case and whatever spaces and breaks stand between."""
    pieces = [re.escape(sign) for sign in re.sub(r"[\s|*_‐‑-]+", "", text)]
    return re.compile(r"(?<!\w)" + r"[\s|*_‐‑-]{0,4}".join(pieces) + r"(?!\w)", re.IGNORECASE)
