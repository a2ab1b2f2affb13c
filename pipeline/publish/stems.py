"""Stems: what is left of a German word for the search, by rules that the page follows as well.

The rules are data: this module applies them to the guides, `templates/catalogue/catalogue.js` to what a
visitor types, and search.js carries them from one to the other. So both sides cannot differ. What they
write has to mean the same to Python's `re` and to JavaScript with the flag `u`.

Umlauts, accents and ß are folded; the signs of gender are taken out of their words, so `Teilnehmer*innen`,
`Teilnehmer:innen` and „Teilnehmerinnen“ are one word, and `Teilnehmer` has its stem as well; endings go
while three or four letters stay. A stem need not be a word. It need not be right either: what counts is that
all forms of a word give the same one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

FOLDS = (
    ("[\\u0300-\\u036f\\u00ad\\u200b-\\u200d\\u2060]", ""),  # accents, and signs that nobody sees
    ("ß", "ss"),
    ("([ao])e(?![aeio])", "$1"),  # Oeffentlichkeit, Raeume
    ("(^|[^aeoq])ue(?![aeiou])", "$1u"),  # Buero, but neue, Quelle
    ("([a-z])(?:[*:_·’']|/-?|\\()(innen|in|r|n|e|er|en|m|s)\\)?(?![a-z0-9])", "$1$2"),
)
"""What is done to a text before its words are taken: pattern, and what stands in its place."""

_INFLECTED = "^(.{3,}?)(?:ern|em|er|en|es|e)$|^(.{4,}?)(?:st|n|s|t)$"
ENDINGS = (
    ("^(.{4,})innen$", "$1"),
    ("^(.{2,}(?:er|or|ist|ent|ant|eur|leg|zt|og))in$", "$1"),
    (_INFLECTED, "$1$2"),
    (_INFLECTED, "$1$2"),
)
"""What is done to each word, one after the other."""

_IDLE = """
aber alle als am an auch auf aus bei beim bis da damit dann das dass dem den der des die dies diese dieser
dieses doch du durch ein eine einem einen einer eines er es euch euer eure eurem euren eurer fur hat ihr im in
ist ja kann konnen man mehr mit nach nicht noch nur ob oder ohne schon sein sich sie sind so uber um und uns
unter vom von vor was wenn wer werden wie wird wo zu zum zur
a and are as at be by can for from has have is it its not of on or that the this to with you your
"""
IDLE = frozenset(_IDLE.split())
"""Words that say nothing about a guide; folded."""

_WORD = re.compile(r"[^\W_]+")
_FOLDS = [(re.compile(pattern), with_.replace("$", "\\")) for pattern, with_ in FOLDS]
_ENDINGS = [(re.compile(pattern), with_.replace("$", "\\")) for pattern, with_ in ENDINGS]


def words(text: str) -> list[str]:
    """Return the folded words of a text."""
    folded = unicodedata.normalize("NFKD", text).lower()
    for pattern, with_ in _FOLDS:
        folded = pattern.sub(with_, folded)
    return _WORD.findall(folded)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a folded word."""
    for pattern, with_ in _ENDINGS:
        word = pattern.sub(with_, word)
    return word


def stems(text: str) -> list[str]:
    """Return the stems of a text, each once, sorted; idle words are left out."""
    return sorted({stem(word) for word in set(words(text)) - IDLE})
