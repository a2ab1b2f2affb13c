"""Find: every hint at a person in a passage, the stronger one where two overlap."""

from __future__ import annotations

import bisect
import dataclasses
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import addresses, contacts, keys, names, words
from pipeline.privacy.flat import Flat, flat
from pipeline.privacy.names import plain_names
from pipeline.privacy.roster import Roster

_DIGIT = re.compile(r"\d")
FINDERS: tuple[tuple[re.Pattern[str], Callable[[str], Iterable[Finding]]], ...] = (
    (re.compile(r"@|[\s(\[{<*_](?:at|ät|a)[\s)\]}>*_]", re.IGNORECASE), contacts.emails),
    (re.compile(r"[@/#]"), contacts.handles),
    (_DIGIT, keys.accounts),
    (_DIGIT, contacts.phones),
    (_DIGIT, keys.numbers),
    (
        re.compile(r"(?i)pass|kenn|pw|code|zugang|\bpin\b|wlan|wi-?fi|meeting|webinar|konferenz"),
        keys.passwords,
    ),
    (re.compile(r"[/?]"), keys.links),
    (_DIGIT, keys.plates),
    (_DIGIT, addresses.addresses),
    (_DIGIT, addresses.births),
)
"""What needs to know nobody, with what a text must hold for it to be worth looking; earlier ones win ties."""
NOBODY = Roster()
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{4,400}")
_TELLING = 5
"""Letters; shorter names stand in addresses by chance."""
_BRACKETED = re.compile(r"[(\[](?P<who>[A-Za-zÄÖÜäöü]{2,4}(?:\s?[/,+&]\s?[A-Za-zÄÖÜäöü]{2,4}){0,4})[)\]]")


def find(text: str, known: Roster = NOBODY) -> tuple[Finding, ...]:
    """Return what one passage says about people, in reading order, nothing twice."""
    return find_all([text], known)[0]


def find_all(texts: Sequence[str], known: Roster = NOBODY) -> list[tuple[Finding, ...]]:
    """Return what passages of one text say about people; who is named plainly in one is followed in all."""
    plain = [flat(text) for text in texts]
    found = [_alone(one.text, known) for one in plain]
    known = known | plain_names(one for passage in found for one in passage)
    mentioned = known | Roster.of(one.text for passage in found for one in passage if one.sort is Sort.NAME)
    return [
        tuple(
            _as_given(text, one, finding)
            for finding in _settled(
                [
                    *alone,
                    *names.follow(one.text, known),
                    *_initials(one.text, known),
                    *_in_addresses(one.text, mentioned),
                ]
            )
        )
        for text, one, alone in zip(texts, plain, found, strict=True)
    ]


def people(texts: Iterable[str], known: Roster = NOBODY) -> Roster:
    """Return the people that texts name plainly, with those known already."""
    return known | plain_names(one for text in texts for one in names.find(flat(text).text, known))


def contacts_in(text: str) -> tuple[Finding, ...]:
    """Return everything but names in one passage: what can be told without knowing anybody."""
    plain = flat(text)
    found = _contacts(plain.text)
    return tuple(_as_given(text, plain, one) for one in _settled(found))


def _contacts(text: str) -> list[Finding]:
    return [one for gate, finder in FINDERS if gate.search(text) for one in finder(text)]


def _alone(text: str, known: Roster) -> list[Finding]:
    return [*_contacts(text), *names.find(text, known)]


def _as_given(text: str, plain: Flat, one: Finding) -> Finding:
    start, end = plain.start(one.start), plain.end(one.end)
    return one if plain.text is text else dataclasses.replace(one, start=start, end=end, text=text[start:end])


def _settled(found: list[Finding]) -> list[Finding]:
    """Let the longer, then the more certain, then the earlier one stand where findings overlap.

    The longer one, because a surname behind a first name that is known must not be left over.
    """
    starts: list[int] = []
    kept: list[Finding] = []
    order = sorted(enumerate(found), key=lambda row: (row[1].start - row[1].end, -row[1].certainty, row[0]))
    for _number, one in order:
        at = bisect.bisect_left(starts, one.start)
        before, after = kept[at - 1 : at] if at else [], kept[at : at + 1]
        if all(other.end <= one.start for other in before) and all(one.end <= o.start for o in after):
            starts.insert(at, one.start)
            kept.insert(at, one)
    return kept


def _in_addresses(text: str, known: Roster) -> Iterator[Finding]:
    """Yield addresses of pages in which somebody is named whom the text names: `…/team/aylin-demirkol`."""
    matches = list(_ADDRESS.finditer(text))
    if not matches:
        return
    wanted = {part.casefold() for part in known.parts if not words.is_word(part)} | known.handles
    for match in matches:
        low = match[0].casefold()
        if any(len(name) >= _TELLING and name in low for name in wanted):
            end = match.start() + len(match[0].rstrip(".,;:)>]“”\"'"))
            reason = _mark("an address that holds the name of somebody")
            yield Finding(Sort.LINK, match.start(), end, text[match.start() : end], Certainty.LIKELY, reason)


def _initials(text: str, known: Roster) -> Iterator[Finding]:
    """`(AM)` and `[jw]`, when they are the initials of somebody known."""
    if not known.initials:
        return
    for match in _BRACKETED.finditer(text):
        for one in re.finditer(r"[^\W\d_]+", match["who"]):
            if (name := known.initials.get(one[0].upper())) and (
                one[0].isupper() or text[match.start()] == "["
            ):
                start = match.start("who") + one.start()
                yield Finding(
                    Sort.INITIALS, start, start + len(one[0]), one[0], Certainty.LIKELY, _reason(), name
                )


def _reason() -> str:
    return _mark("the initials of {clue}")


def _mark(text: str) -> str:
    """Mark a reason for translation; whoever shows it translates it."""
    return text
