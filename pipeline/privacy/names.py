"""Names: people in a passage, by titles, first names, labels, quotations, and by who is known already."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import lists, words
from pipeline.privacy.passage import MOST_PARTS, Passage
from pipeline.privacy.roster import Person, Roster, bare


def _mark(text: str) -> str:
    """Mark a reason for translation; whoever shows it translates it."""
    return text


_BEHIND = _mark("stands behind “{clue}”")
_TITLES = {"herr", "herrn", "frau", "familie", "fr", "hr", "dr", "prof", "mr", "mrs", "ms"}
_GREETINGS = {"liebe", "lieber", "hallo", "hi", "moin", "hey", "servus", "dear", "danke", "tschüss"}
_STRICT = (
    r"moderation|moderator\w*|protokoll|protokollführung|protokollant\w*|schriftführ\w*|redeleitung|"
    r"sitzungsleitung|"
    r"referent\w*|tischgeber\w*|gastgeber\w*|pat(?:e|in)|anwesend\w*|abwesend\w*|teilnehm\w*|"
    r"entschuldigt\w*|dabei|"
    r"mitschrift|mitgeschrieben von|mitschreiber\w*|ansprech\w*|kontaktperson\w*|vorsitz\w*|"
    r"geschäftsführ\w*"
)
_LOOSE = (
    r"leitung|input|impuls|kontakt|fotos?|bild|text|redaktion|autor\w*|gäste?|wer|zuständig\w*|"
    r"verantwortlich\w*|tn|von"
)
_LABEL = re.compile(
    rf"(?:^|\n|[.;|]\s)\W{{0,6}}(?:(?P<strict>{_STRICT})|(?P<loose>{_LOOSE}))(?:[*:_]in(?:nen)?|"
    rf"/-?in(?:nen)?)?"
    r"(?:\s*\([^)\n]{0,30}\))?\s*(?::\**|\|)\s*(?P<value>[^\n|]{2,2000})",
    re.IGNORECASE,
)
_PART = re.compile(r"[^,;/+&\n]+")
_AND = re.compile(r"\s(?:und|sowie|u\.)\s")
_LIST = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?:, [^\W\d_]+){1,30}(?:,? (?:und|&|\+) [^\W\d_]+)?")
_FEWEST_GIVEN = 2
_SIGNED = re.compile(
    r"(?:viele|liebe|beste|herzliche|schöne|sonnige|solidarische|freundliche[nm]?)\s+(?:grüße|gruß|"
    r"grüßen)(?:\s+(?:von|aus\s+\w+))?|"
    r"\b(?:LG|VG|MfG|BG|gez\.|i\.\s?A\.|i\.\s?V\.)|\bunterzeichnet(?:\s+von)?:?",
    re.IGNORECASE,
)


def find(text: str, known: Roster) -> list[Finding]:
    """Return the people named in one passage; findings may overlap (see find.py)."""
    here = Passage(text, words.words(text), known)
    return [*_titled(here), *_labelled(here), *_signed(here), *_called(here), *_enumerated(here)]


def follow(text: str, known: Roster) -> Iterator[Finding]:
    """Yield where somebody is named who is known already."""
    if known.parts:
        yield from _followed(Passage(text, words.words(text), known))


def plain_names(found: Iterable[Finding]) -> Roster:
    """Return the people who are named so plainly that their names are to be followed: Frau X, Ada Y."""
    people: set[Person] = set()
    for one in found:
        if one.sort is Sort.HANDLE and one.text.startswith("@"):
            people.add(Person(one.text, sure=False))
        name = bare(one.text).strip(" ,:")
        parts = Person(name).parts
        listed = one.reason == _BEHIND and one.certainty is Certainty.LIKELY
        if one.sort is Sort.NAME and parts and (one.certainty is Certainty.CERTAIN or listed):
            people.add(Person(_unowned(name, parts), sure=not listed))
    return Roster(frozenset(people))


def _unowned(name: str, parts: tuple[str, ...]) -> str:
    """Take a genitive s off a last name that is known without it."""
    last = parts[-1]
    plain = last.removesuffix("s")
    return name[: -len(last)] + plain if words.wordiness(plain) is not None and len(parts) == 1 else name


def _titled(here: Passage) -> Iterator[Finding]:
    for number, word in enumerate(here.words[:-1]):
        low = word.text.lower()
        if (low not in _TITLES or not words.is_capital(word.text)) and low not in _GREETINGS:
            continue
        if low in _TITLES and number and here.words[number - 1].text.lower() in _TITLES:
            continue  # Frau Dr. X: the first title sees all of it
        after = number + 1
        while after < len(here.words) and here.words[after].text.lower() in {*_TITLES, "med", "phil"}:
            after += 1
        titled = low in _TITLES
        stop = here.name_at(after, titled=titled)
        if stop and here.is_close(after - 1, after, ". "):
            first = number if titled else after
            yield here.finding(first, stop, Certainty.CERTAIN, _BEHIND, clue=word.text)


def _labelled(here: Passage) -> Iterator[Finding]:
    for match in _LABEL.finditer(here.text):
        clue = f"{match['strict'] or match['loose']}:"
        found = []
        for start, end in _parts(here.text, match.start("value"), match.end("value")):
            inside = [number for number, word in enumerate(here.words) if start <= word.start < end]
            if certainty := _listed(here, inside, strict=bool(match["strict"])):
                found.append((inside, certainty))
        alone = all(certainty is Certainty.POSSIBLE for _inside, certainty in found)
        for inside, certainty in found:
            if certainty is not Certainty.POSSIBLE or not alone:
                yield here.finding(inside[0], inside[-1] + 1, certainty, _BEHIND, clue=clue)


def _listed(here: Passage, inside: list[int], *, strict: bool) -> Certainty | None:
    """Say how sure it is that one item of a list is a person; POSSIBLE counts beside surer ones only."""
    names = [here.words[number] for number in inside]
    if not 0 < len(names) <= MOST_PARTS or any(words.is_gendered(here.text, word) for word in names):
        return None
    capital = [w for w in names if w.text not in lists.load("particles").whole]
    if not capital or not all(words.is_capital(word.text) for word in capital):
        return None
    if any(words.is_house(word.text) or words.is_role(word.text) for word in names):
        return None
    given = words.wordiness(capital[0].text) is not None
    if given or capital[0].text in here.known.parts:
        return Certainty.CERTAIN if strict or len(capital) > 1 else Certainty.LIKELY
    if not strict or any(words.is_noun(word.text) for word in capital):
        return None
    if len(capital) > 1 or words.looks_like_surname(capital[0].text):
        return Certainty.LIKELY
    return Certainty.POSSIBLE if len(capital[0].text) >= 3 and not capital[0].text.isupper() else None  # noqa: PLR2004


def _signed(here: Passage) -> Iterator[Finding]:
    for match in _SIGNED.finditer(here.text):
        number = next((n for n, word in enumerate(here.words) if word.start >= match.end()), None)
        if number is None or here.text[match.end() : here.words[number].start].strip(" ,\n*–-"):
            continue
        word = here.words[number]
        if not words.is_capital(word.text) or words.is_noun(word.text):
            continue
        given = words.wordiness(word.text) is not None
        stop = here.surname_end(number + 1) if given else number + 1
        certainty = Certainty.CERTAIN if given else Certainty.LIKELY
        yield here.finding(number, stop, certainty, _BEHIND, clue=match[0])


def _called(here: Passage) -> Iterator[Finding]:
    number = 0
    while number < len(here.words):
        stop = number + 1
        word = here.words[number]
        rank = words.wordiness(here.plain(word.text)) if words.is_capital(word.text) else None
        if rank is not None and not words.is_gendered(here.text, word):
            owned = here.plain(word.text) != word.text
            stop = number + 1 if owned else here.surname_end(number + 1)
            yield from _person(here, number, stop, rank)
        elif (found := _initialled(here, number)) is not None:
            yield found
        elif word.text in words.surnames() and here.in_speech(number, number + 1, turns=False):
            yield here.finding(
                number, number + 1, Certainty.POSSIBLE, _mark("a surname, and somebody speaks")
            )
        number = max(stop, number + 1)


def _person(here: Passage, number: int, stop: int, rank: int) -> Iterator[Finding]:
    if here.is_house(number, stop) or here.is_placeholder(number, stop) or here.is_cited(stop):
        return
    if here.is_short_for(number):
        return
    last = here.words[stop - 1]
    if stop > number + 1:
        built = words.looks_like_surname(here.plain(last.text)) or last.text in here.known.parts
        initial = len(last.text) == 1
        if rank < 3 or built:  # noqa: PLR2004
            certainty = Certainty.CERTAIN if built and rank < 2 else Certainty.LIKELY  # noqa: PLR2004
            certainty = Certainty.LIKELY if initial else certainty
            certainty = certainty if built or initial or not rank else Certainty.POSSIBLE
            yield here.finding(number, stop, certainty, _mark("a first name and a surname"))
            return
        stop = number + 1
    speech = here.in_speech(number, stop)
    if speech:
        certainty = Certainty.LIKELY if rank < 2 else Certainty.POSSIBLE  # noqa: PLR2004
        yield here.finding(number, stop, certainty, _mark("a first name, and somebody speaks"))
    elif rank == 0:
        yield here.finding(number, stop, Certainty.LIKELY, _mark("a first name"))
    elif rank == 1 and not here.determined(number) and not here.is_quoted(number):
        yield here.finding(number, stop, Certainty.POSSIBLE, _mark("a first name, or a word"))


def _initialled(here: Passage, number: int) -> Finding | None:
    """`A. Müller`: an initial before a common surname, or before one that is known."""
    word = here.words[number]
    if len(word.text) != 1 or not word.text.isupper() or number + 1 >= len(here.words):
        return None
    after = here.words[number + 1]
    between = here.text[word.end : after.start]
    if between not in {".", ". "} or here.is_cited(number + 2):
        return None
    if after.text in here.known.parts or after.text in words.surnames():
        sure = after.text in here.known.parts
        certainty = Certainty.CERTAIN if sure else Certainty.LIKELY
        return here.finding(number, number + 2, certainty, _mark("an initial and a surname"))
    return None


def _enumerated(here: Passage) -> Iterator[Finding]:
    """Yield the words between first names in a list of them: `Sam, Jule, Kofi und Ez`."""
    starts = [word.start for word in here.words]
    for match in _LIST.finditer(here.text):
        inside = range(bisect_left(starts, match.start()), bisect_left(starts, match.end()))
        row = [n for n in inside if words.is_capital(here.words[n].text)]
        given = [n for n in row if words.wordiness(here.words[n].text) is not None]
        if len(given) >= _FEWEST_GIVEN and len(given) * 2 >= len(row):
            for number in set(row) - set(given):
                word = here.words[number].text
                if not words.is_noun(word) and not word.isupper():
                    reason = _mark("stands in a list of first names")
                    yield here.finding(number, number + 1, Certainty.POSSIBLE, reason)


def _followed(here: Passage) -> Iterator[Finding]:
    number = 0
    while number < len(here.words):
        if not _is_known(here, number):
            number += 1
            continue
        stop = number + 1
        while stop < len(here.words) and _is_known(here, stop) and here.is_close(stop - 1, stop, " „“\"'"):
            stop += 1
        yield from _again(here, number, stop)
        number = stop


def _is_known(here: Passage, number: int) -> bool:
    word = here.words[number]
    return here.plain(word.text) in here.known.parts and not words.is_gendered(here.text, word)


def _again(here: Passage, number: int, stop: int) -> Iterator[Finding]:
    reason = _mark("somebody of this name is known")
    if here.is_house(number, stop):
        return
    before = here.words[number - 1] if number else None
    if before and len(before.text) == 1 and before.text.isupper() and here.is_close(number - 1, number, ". "):
        number -= 1
    if stop > number + 1:
        yield here.finding(number, stop, Certainty.CERTAIN, reason)
        return
    name = here.plain(here.words[number].text)
    rank = words.wordiness(name)
    wordy = bool(rank) or name in words.surnames() or words.is_noun(name)
    if not wordy:
        sure = here.known.parts[name]
        yield here.finding(number, stop, Certainty.CERTAIN if sure else Certainty.LIKELY, reason)
    elif not here.determined(number) and not here.is_quoted(number):
        yield here.finding(number, stop, Certainty.POSSIBLE, reason)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where each item of a list of people stands; what is in brackets is about them."""
    value = re.sub(r"\([^)]*\)?", lambda match: ";" * len(match[0]), text[start:end])
    value = _AND.sub(lambda match: ";" * len(match[0]), value)
    sentence = re.search(r"(?<=[a-zäöüß])\.\s", value)
    value = value[: sentence.start()] if sentence else value
    value = re.sub(r"\b\w+:", lambda match: ";" * len(match[0]), value)
    for match in _PART.finditer(value):
        if match[0].strip():
            yield start + match.start(), start + match.end()
