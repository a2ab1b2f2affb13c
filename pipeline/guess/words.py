"""Words: the words of a line, with names, numbers, dates and addresses masked, and their stems."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources

LOOKED_AT = 2_000
"""Letters of a passage that are read; its function shows in its beginning."""
NAME = "·name"
_GENDER = re.compile(
    r"(?<=[a-zäöüß])(?:[*:_·]|/-?)(?:innen|in|nen|n|r|s|e|er|m)\b|(?<=[a-zäöüß])Innen\b|(?<=[a-zäöüß])In\b"
)
_MONTH = (
    r"(?:jan(?:uar)?|feb(?:ruar)?|mär(?:z)?|mrz|apr(?:il)?|mai|jun(?:i)?|jul(?:i)?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|okt(?:ober)?|nov(?:ember)?|dez(?:ember)?)\b\.?"
)
_DATE = (
    rf"\b\d{{1,2}}\.\s?\d{{1,2}}\.(?:\s?(?:20)?\d\d)?|\d{{4}}-\d\d-\d\d|"
    rf"\b\d{{1,2}}\.?\s?{_MONTH}(?:\s?\d{{4}})?|(?<!\w)(?:kw|q)\s?\d{{1,2}}\b|\b(?:20[0-4]\d|19\d\d)\b"
)
_AMOUNT = r"\d[\d.,]{0,12}(?:\s?[-–]\s?\d[\d.,]{0,12})?\s?"
_MASKS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), f" ·{name} ")
    for pattern, name in (
        (r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+", "mail"),
        (r"https?://\S+|www\.\S+|\b[\w-]{1,64}\.(?:de|org|net|com|eu|info|nrw)\b\S*", "link"),
        (r"(?<!\w)@\w+", "name"),
        (rf"{_AMOUNT}(?:€|euro?\b|eur\b|t€|k€|tsd\b|cent\b|,-)|€\s?\d[\d.,]*", "money"),
        (r"\b\d{1,2}[:.]\d\d\s?(?:h\b|uhr)?(?![\d.])|\b\d{1,2}\s?(?:h|uhr)\b", "time"),
        (_DATE, "date"),
        (
            rf"{_AMOUNT}(?:min(?:uten?|\.)?|std\.?|stunden?|tage?n?|wochen?|wo\.?|monate?n?|jahre?n?|mon\.)(?!\w)",
            "span",
        ),
        (r"\d[\d.,]*\s?%", "percent"),
        (r"§+\s?(?:\d+\w*)?", "paragraph"),
        (r"\d[\d.,]*", "number"),
    )
)
_WORD = re.compile(r"·?[^\W\d_]+(?:['’-][^\W\d_]+)*")
_FOLD = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "ss"})
_SHORT, _STILL_LONG, _PARTICIPLE = 3, 5, 6
_SHORTEST_PIECE, _LONGEST_PIECE = 3, 5


@cache
def first_names() -> frozenset[str]:
    """Return first names in small letters; those that are words, too (`Rosa`, `Mai`), are not among them."""
    text = resources.files("pipeline.guess").joinpath("names.txt").read_text("utf-8")
    return frozenset(text.casefold().split())


def is_name(word: str) -> bool:
    """Tell whether a word is a first name: `Tarek`, `Tareks`, `Karl-Heinz`."""
    names = first_names()
    parts = word.casefold().split("-")
    return all(part in names or (part.endswith("s") and part[:-1] in names) for part in parts)


def words(text: str) -> list[str]:
    """Return the words as typed, without gender endings, with people and numbers as `·name` and `·date`."""
    return list(_words(text[:LOOKED_AT]))


def _words(text: str) -> Iterator[str]:
    text = _GENDER.sub("", text)
    for pattern, mask in _MASKS:
        text = pattern.sub(mask, text)
    for word in _WORD.findall(text):
        yield NAME if is_name(word) else word


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """Return what is left without umlauts and endings: `Häuser` and `Häusern` share `haus`.

    Only words in small letters lose a `t`, which is a verb's ending there: `schreibt`, but `Nacht`. What
    would be left as a first name is not cut: `Monat`, but not `Mona`.
    """
    if word.startswith("·"):
        return word
    folded = word.lower().translate(_FOLD)
    cut = _cut(folded, "ens" if word[:1].isupper() else "enst")
    return folded if is_name(cut) else cut


def _cut(word: str, endings: str) -> str:
    if len(word) > _PARTICIPLE and word.startswith("ge"):
        word = word[2:]
    while len(word) > _SHORT:
        if len(word) > _STILL_LONG and word[-2:] in {"em", "er", "nd"}:
            word = word[:-2]
        elif word[-1] in endings:
            word = word[:-1]
        else:
            break
    return word


@lru_cache(maxsize=100_000)
def pieces(word: str) -> tuple[str, ...]:
    """Return the parts of a word of three to five letters; beginnings and ends carry a `_`."""
    if word.startswith("·"):
        return ()
    whole = f"_{word.lower()}_"
    return tuple(
        whole[start : start + size]
        for size in range(_SHORTEST_PIECE, _LONGEST_PIECE + 1)
        for start in range(len(whole) - size + 1)
    )
