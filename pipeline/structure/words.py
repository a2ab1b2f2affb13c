"""Words: which words of a German text carry its meaning, in a form in which notes and guide agree.

Endings, umlauts and the words for numbers are dress: `zehn Werktage` and `10 Werktagen` are the same.
Telegraphic notes and finished sentences share nouns and numbers, rarely their order.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

_TOKEN = re.compile(r"[^\W\d_]+(?:[*:_’']{1,2}[^\W\d_]+)*|\d+(?:[.,]\d+)*")
_ADDRESS = re.compile(r"(?:https?://(?:www\.)?|www\.)([\w-]+(?:\.[\w-]+)+)\S*")
_ENDING = re.compile(r"(?:innen|in|ern|en|er|em|es|e|n|s|t|st)$")
_SHORTEST = 4
_COUNTED = "null ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn"
_NUMBERS = {
    **{word: str(number) for number, word in enumerate(_COUNTED.split())},
    "zwanzig": "20", "dreißig": "30", "fünfzig": "50", "hundert": "100", "zweihundert": "200",
    "tausend": "1000",
}  # fmt: skip
_TIMES = re.compile(r"(?P<number>\w+)mal")
_SHORT = {
    "std": "stunde", "min": "minute", "öa": "öffentlichkeitsarbeit", "zb": "beispiel", "ca": "rund",
    "max": "höchstens", "mind": "mindestens", "insta": "instagram", "u": "und", "ehem": "ehemalig",
    "bsp": "beispiel",
}  # fmt: skip
"""How notes write what guides write out."""
_PLAIN = """
aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da dabei dadurch
dafür damit dann das dass dazu dein dem den denen denn der deren des die dies diese diesem diesen
dieser dieses doch dort du durch eine einem einen einer eines er es etwas euch euer eure eurem euren
eurer für gegen gibt hab habe haben hat hatte hier ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im
in ins ist ja jede jedem jeden jeder jedes kann kein keine keinem keinen keiner keines können man
mehr mein mit muss müssen nach nicht nichts noch nun nur ob oder ohne schon sein seine seiner seit
sich sie sind so soll sollen sollte sonst über um und uns unser unsere unter vom von vor wann war
waren was weil welche wem wen wenn wer werde werden wie wieder wir wird wo wozu wurde wurden zu zum
zur zwischen
"""
_EMPTY = frozenset(_PLAIN.split())
"""Words that hold sentences together and say nothing by themselves."""


@functools.lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without what inflects it; empty when it says nothing by itself."""
    word = re.sub(r"[*:_/’'-]", "", unicodedata.normalize("NFC", word.casefold()))
    if word in _NUMBERS:
        return _NUMBERS[word]
    if (match := _TIMES.fullmatch(word)) and match["number"] in _NUMBERS:
        return _NUMBERS[match["number"]]
    word = _SHORT.get(word, word)
    if word in _EMPTY or (len(word) == 1 and not word.isdecimal()):
        return ""
    plain = word.translate(str.maketrans("äöüß", "aous"))
    while (
        len(plain) > _SHORTEST
        and (shorter := _ENDING.sub("", plain, count=1)) != plain
        and len(shorter) >= _SHORTEST
    ):
        plain = shorter
    return plain


def stems(text: str) -> list[str]:
    """Return the words of a text that carry meaning, in their order."""
    sites = [f"@{match[1].casefold()}" for match in _ADDRESS.finditer(text)]
    return [found for word in _TOKEN.findall(_ADDRESS.sub(" ", text)) if (found := stem(word))] + sites


class Weights:
    """How much a word says: the rarer in all these texts, the more."""

    def __init__(self, texts: Sequence[Iterable[str]]) -> None:
        """Count in how many texts each word stands."""
        counted = Counter(word for text in texts for word in set(text))
        self._most = math.log(1 + len(texts))
        self._known: Mapping[str, float] = {
            word: math.log(1 + len(texts) / times) for word, times in counted.items()
        }

    def of(self, word: str) -> float:
        """Return the weight of one word."""
        return self._known.get(word, self._most)

    def sum(self, words: Iterable[str]) -> float:
        """Return the weight of several words."""
        return sum(map(self.of, words))


def akin(one: str, other: str) -> bool:
    """Tell whether one word is a part of the other: `Haushalt`, `Haushaltsplan`."""
    short, long = sorted((one, other), key=len)
    return (
        len(short) > _SHORTEST
        and short[0] != "@"
        and not short.isdecimal()
        and (long.startswith(short) or long.endswith(short))
    )


class Kin:
    """Which words of a vocabulary are akin to a word, found by how they begin and end."""

    def __init__(self, vocabulary: Iterable[str]) -> None:
        """Sort the words by their first and last letters."""
        self._starts: dict[str, list[str]] = {}
        self._ends: dict[str, list[str]] = {}
        for word in vocabulary:
            if len(word) > _SHORTEST:
                self._starts.setdefault(word[: _SHORTEST + 1], []).append(word)
                self._ends.setdefault(word[-_SHORTEST - 1 :], []).append(word)

    def of(self, word: str) -> list[str]:
        """Return the words akin to one, itself left out."""
        if len(word) <= _SHORTEST:
            return []
        near = [*self._starts.get(word[: _SHORTEST + 1], ()), *self._ends.get(word[-_SHORTEST - 1 :], ())]
        return [other for other in dict.fromkeys(near) if other != word and akin(word, other)]
