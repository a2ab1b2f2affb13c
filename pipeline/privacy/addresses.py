"""Addresses: where a person lives; houses that open their doors to everybody are allowed by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import words


def _mark(text: str) -> str:
    return text


_NUMBER = r"\d{1,4}\s?(?:[a-h]\b)?(?:\s?[-–/]\s?\d{1,4}\s?(?:[a-h]\b)?)?"
_STREET = re.compile(
    r"(?<![\w-])(?P<name>"
    r"(?:[A-ZÄÖÜ][\w'’.-]{0,40}[ -]){0,3}[A-ZÄÖÜ][\w'’-]{1,40}(?:straße|strasse|str\.|weg|allee|gasse|"
    r"damm|ufer|steig|pfad|chaussee|"
    r"promenade|platz|ring|wall|graben|stieg|twiete|kamp|hof|markt)|"
    r"(?:[A-ZÄÖÜ][\w'’.-]{1,40}[ -]){1,3}(?:Straße|Strasse|Str\.|Weg|Allee|Gasse|Damm|Ufer|Platz|Ring|"
    r"Wall|Chaussee|Promenade|Pfad|Steig)|"
    r"(?:Am|An der|An den|Im|In der|In den|Auf dem|Auf der|Zum|Zur|Unter den|Hinter der|Vor dem|"
    r"Beim)\s[A-ZÄÖÜ][\w'’ -]{2,40}?|"
    r"Straße (?:des|der) [\w. ]{3,25}?)"
    rf"\s(?P<number>{_NUMBER})(?![\w:%€]|[.,]\d|\s?(?:Uhr|€|Euro|Prozent|%|Leute|Menschen|Personen|"
    rf"Jahre|Stück|Plätze|Mal|mal))"
)
_NO_STREET = re.compile(
    r"(?:arbeits|park|sitz|steh|stell|spiel|schul|rang|studien|ausbildungs|praktikums|lösungs|rettungs|"
    r"flucht|um|aus|"
    r"rück|hin|heim|schleich|königs|förder|boxen|bau|innen|bauern|fried|bahn|gast|hinter|vorder|super|"
    r"floh|weihnachts|"
    r"wochen|jahr|schnitt|rettungs|bei|eigen|schlag|dienst|verkehrs|beitrags|kita|kindergarten|dreh|"
    r"teil|lern|liege)"
    r"(?:platz|weg|hof|markt|ring|kamp|gang)$",
    re.IGNORECASE,
)
_STREETS = re.compile(r"(?i)(?:stra(?:ß|ss)e|str\.|allee|gasse|chaussee)$|^stra(?:ß|ss)e d")
_TELLING = re.compile(
    r"(?i)(?:stra(?:ß|ss)e|str\.|allee|gasse|chaussee|weg|damm|ufer|platz|promenade|(?<![eo])ring)$|"
    r"^stra(?:ß|ss)e d"
)
"""What makes a street of a word without a town behind it; `Catering 190` is none."""
_TOWN = re.compile(
    r"(?:D-)?(?<!\d)\d{5}\s+[A-ZÄÖÜ][\w'’.-]+(?:[ -](?:[a-z]{2,4}\s)?[A-ZÄÖÜ(][\w'’.)-]+){0,3}"
)
_BETWEEN = re.compile(r"[\s,;·|/–-]{1,6}(?:D-)?(?=\d{5}\s)")
_PUBLIC = re.compile(
    r"\b(?:e\.\s?V\.|gGmbH|GmbH|Geschäftsstelle|Veranstaltungsort|Tagungsort|Adresse des (?:Hauses|"
    r"Zentrums)|"
    r"Stadt(?:verwaltung|bibliothek)?|Rathaus|Kulturamt|Amt|Landes\w+|Ministerium|Bezirksregierung|"
    r"Universität|Bahnhof|Haltestelle)\b[^\n]{0,70}$"
)


def addresses(text: str) -> Iterator[Finding]:
    """Yield streets with a number and the town behind them; `50667 Köln` alone is a town, no address."""
    for match in _STREET.finditer(text):
        name = match["name"]
        if _NO_STREET.search(name.split()[-1]) or _is_list(text, match):
            continue
        end = match.end()
        gap = _BETWEEN.match(text, end)
        town = _TOWN.match(text, gap.end()) if gap else None
        if not town and not _TELLING.search(name):
            continue
        if _of_a_house(text[: match.start()]):
            continue
        end = town.end() if town else end
        sure = _STREETS.search(name)
        certainty = Certainty.CERTAIN if town else Certainty.LIKELY if sure else Certainty.POSSIBLE
        yield Finding(
            Sort.ADDRESS,
            match.start(),
            end,
            text[match.start() : end],
            certainty,
            _mark("a street and a number"),
        )


def _of_a_house(before: str) -> bool:
    """Tell whether an organisation or a house stands right before: its address is public."""
    near = before[-80:].rpartition("\n")[2]
    if _PUBLIC.search(near):
        return True
    last = [word for word in words.words(near)[-3:] if words.is_capital(word.text)]
    return any(words.is_house(word.text) for word in last)


def _is_list(text: str, match: re.Match[str]) -> bool:
    """`Weg 1:` and `Platz 3 geht an …` count something."""
    return bool(re.match(r"\s*:", text[match.end() :])) and len(match["number"]) < 3  # noqa: PLR2004


# Birthdays and ages

_BORN = re.compile(
    r"(?:\b(?:geb\.|geboren(?:\s+am)?|geburtsdatum|geburtstag|geb\.-?datum)|"
    r"[(]\*)\W{0,4}(?:am\s+)?(?:ist\s+)?(?:am\s+)?"
    r"(?P<date>\d{1,2}\.\s?(?:\d{1,2}\.|Januar|Februar|März|April|Mai|Juni|Juli|August|September|"
    r"Oktober|November|Dezember)\s?(?:\d{4}|\d{2})?|\d{4}-\d\d-\d\d)",
    re.IGNORECASE,
)
_YEAR = re.compile(
    r"(?:\b(?:Jahrgang|Jg\.|geboren|geb\.)\s(?:im Jahr )?|[(]\*\s?)(?P<date>19\d\d|20[012]\d)\b"
)
_AGE = re.compile(
    r"(?P<name>[A-ZÄÖÜ][^\W\d_]+(?:[ -][A-ZÄÖÜ][^\W\d_]+){0,2})\s?(?:\((?P<a>\d{1,2})(?:\s?J(?:\.|"
    r"ahre))?(?=\)|,\s)|,\s(?P<b>\d{1,2})(?:\sJahre(?: alt)?|\sJ\.)?(?=[,:)]\D|\.(?!\d)|$)|"
    r"\sist\s(?P<c>\d{1,2})\sJahre)"
)


def births(text: str) -> Iterator[Finding]:
    """Yield dates of birth, and ages beside a first name."""
    for match in _BORN.finditer(text):
        yield _birth(match.start("date"), match.end("date"), match["date"], _mark("a date of birth"))
    for match in _YEAR.finditer(text):
        yield _birth(match.start("date"), match.end("date"), match["date"], _mark("a year of birth"))
    for match in _AGE.finditer(text):
        age = match["a"] or match["b"] or match["c"]
        start = match.start("a") if match["a"] else match.start("b") if match["b"] else match.start("c")
        rank = words.wordiness(re.split(r"[ -]", match["name"])[0])
        if rank is not None and rank < 2 and int(age) > 0:  # noqa: PLR2004
            yield _birth(start, start + len(age), age, _mark("an age beside a name"))


def _birth(start: int, end: int, text: str, reason: str) -> Finding:
    return Finding(Sort.BIRTH, start, end, text, Certainty.CERTAIN, reason)
