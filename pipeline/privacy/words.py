"""Words: the words of a passage with their places, and what can be told from their form."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from pipeline.privacy import lists

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:-[^\W\d_]+)*")
_GENDER = re.compile(r"[*:_][a-zäöü]|/-?in(?:nen)?\b|\(in")


class Word(NamedTuple):
    """One word, hyphens included, and where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """Return the words of a text."""
    return [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]


def is_capital(word: str) -> bool:
    """Tell whether a word begins with a capital; `Anna`, `ANNA`, `McKee`."""
    return word[:1].isupper()


def is_gendered(text: str, word: Word) -> bool:
    """Tell whether a word goes on with a gender sign: `Teilnehmer*innen`, `Leiter:in`."""
    return bool(_GENDER.match(text, word.end))


def is_noun(word: str) -> bool:
    """Tell whether a word has the ending of a German noun that is no name."""
    return lists.load("nouns").has(word.lower()) or is_house(word) or is_role(word)


def is_word(name: str) -> bool:
    """Tell whether a name is a word as well: found by itself, it says little."""
    return bool(wordiness(name)) or name in surnames() or is_noun(name)


def is_role(word: str) -> bool:
    """Tell whether a word stands where a name could stand and is none: `Team`, `Vorstand`."""
    return word.lower() in lists.load("roles").whole


def is_determiner(word: str) -> bool:
    """Tell whether a word is an article or the like."""
    return word.lower() in lists.load("determiners").whole


def is_house(word: str) -> bool:
    """Tell whether a word is a house, a street, an organisation: `Zeche`, `Bürgerhaus`, `Stiftung`."""
    return lists.load("houses").has(word.lower())


def is_named_after(word: str) -> bool:
    """Tell whether a name right behind the word is the name of a house: `Zeche Carl`."""
    return lists.load("before-names").has(word.lower())


@cache
def first_names() -> dict[str, int]:
    """Return first names with how much they are words as well: 0 not, 1 perhaps, 2 they are, 3 mostly."""
    ranks = {"?": 1, "~": 2, "!": 3}
    return {name.rstrip("?~!"): ranks.get(name[-1], 0) for name in lists.load("first-names").whole}


def surnames() -> frozenset[str]:
    """Return common surnames; many of them are words."""
    return lists.load("surnames").whole


def wordiness(word: str) -> int | None:
    """Return how much a first name is a word as well (0 to 3); None when it is no first name.

    Double names count when both halves are first names: `Anna-Lena`.
    """
    known = first_names()
    if word in known:
        return known[word]
    if word.isupper() and len(word) > 2:  # noqa: PLR2004  (ANNA in a list; `KI` and `AG` are none)
        return known.get(word.capitalize())
    if (plain := _with_umlauts(word)) in known:  # Juergen, Joerg
        return known[plain]
    halves = word.split("-")
    if len(halves) == 2 and all(half in known for half in halves):  # noqa: PLR2004
        return min(known[half] for half in halves)
    return None


def _with_umlauts(word: str) -> str:
    return word.replace("ue", "ü").replace("oe", "ö").replace("ae", "ä")


_FOREIGN = re.compile(r"[şıİğłńćčšžřőűęąśźżđ]")


def looks_like_surname(word: str) -> bool:
    """Tell whether a capitalised word is a common surname or is built like one."""
    bare = word.split("-", maxsplit=1)[0]
    if word in surnames() or bare in surnames() or _FOREIGN.search(word):
        return True
    return is_capital(word) and lists.load("surname-endings").has(bare) and not is_house(word)
