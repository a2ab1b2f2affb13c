"""Gate: what in a guide speaks of people, and whether somebody has decided about it.

1. Gather – every text of the guide, the people known from notes and lists, what the ledger keeps back.
2. Find   – hints at people, texts that were kept back, pictures nobody has looked at.
3. Ask    – decisions.yml: what is released stays, everything else has to go.
4. Say    – all problems at once: errors in a guide that is to be published, notes in a draft.
5. Cover  – a draft is made all the same, but what is undecided is covered in it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from pipeline.guide.programmefile import PATH as PROGRAMME
from pipeline.messages import _
from pipeline.model.document import Node
from pipeline.model.finding import Certainty, Finding, PictureVerdict, Ruling, Secret, Sort, Verdict
from pipeline.model.guide import Status
from pipeline.model.ledger import Entry
from pipeline.model.problem import Problem, Severity, Topic
from pipeline.model.programme import Programme
from pipeline.privacy import find, say, secrets
from pipeline.privacy.roster import Roster
from pipeline.privacy.rulings import Rulings
from pipeline.privacy.secrets import Search
from pipeline.render import cover, passages
from pipeline.render.cover import Spot
from pipeline.render.passages import Passage
from pipeline.render.reader import Source
from pipeline.structure import decisions, kept
from pipeline.structure.decisions import Decided

_FEW_WORDS = 6
"""Of a text that was kept back: so short a one is decided about like a name, a longer one as a passage."""


@dataclass(frozen=True)
class Private:
    """What is known beside the guide. All of it may be missing: then the guide alone is searched."""

    decided: Decided = field(default_factory=Decided)
    entries: Sequence[Entry] = ()
    """Of the ledger."""
    people: Roster = field(default_factory=Roster)
    """People to look out for, as somebody has listed them."""
    where: str = "decisions.yml"
    """Path of the decisions, for hints."""


@dataclass(frozen=True)
class Passed:
    """A guide as it may go out, what is wrong with it, and what must be in none of its files."""

    source: Source
    problems: tuple[Problem, ...]
    search: Search
    covered: bool = False
    """Whether something in it was covered: drafts only."""


def look(source: Source, text: str, private: Private, pictures: Mapping[str, str]) -> Passed:
    """Look through a guide; `text` is guide.md, `pictures` maps the files of images/ to their SHA-256."""
    desk = _Desk(source, text, private, pictures)
    draft = source.guide.front.status is Status.DRAFT
    severity = Severity.WARNING if draft else Severity.ERROR
    problems = (*desk.of_texts(severity), *desk.of_pictures(severity))
    search = desk.search()
    if not draft or not problems:
        return Passed(source, problems, search)
    return Passed(cover.covered(source, desk.front, desk.spots, desk.refused), problems, search, covered=True)


class _Desk:
    """One guide on the desk, with what is known beside it."""

    def __init__(self, source: Source, text: str, private: Private, pictures: Mapping[str, str]) -> None:
        self.source, self.private, self.pictures = source, private, pictures
        self.path, self.lang = source.guide.path, source.guide.front.lang
        self.front = passages.of_front(source.guide, text)
        self.body = passages.of_body(source)
        known = private.people | Roster.of(private.decided.people)
        self.known = known | kept.people(private.entries) if private.entries else known
        self.rulings = Rulings(private.decided.rulings, self.known)
        self.spots: list[Spot] = []
        self.undecided: list[Finding] = []
        self.refused: list[Node] = []
        """Pictures that must not go out."""

    # Texts

    def of_texts(self, severity: Severity) -> Iterator[Problem]:
        """Yield what is wrong with the texts, and note the spots."""
        texts = [*self.front, *self.body]
        said: set[str] = set()
        for passage, found in zip(texts, find.find_all([one.text for one in texts], self.known), strict=True):
            for spot, message, hint in self._in(passage, found):
                if any(_overlap(spot, other) for other in self.spots if other.passage is passage):
                    continue
                self.spots.append(spot)
                line = passage.line_of(spot.start)
                yield Problem(self.path, line, message, "" if hint in said else hint, severity, Topic.PRIVACY)
                said.add(hint)

    def _in(self, passage: Passage, found: Iterable[Finding]) -> Iterator[tuple[Spot, str, str]]:
        for one in found:
            ruling = self.rulings.of(passage.text, one)
            if ruling is None:
                self.undecided.append(one)
                spot = Spot(passage, one.start, one.end, cover.word(one.sort, self.lang))
                message = _("{finding}: nobody has decided about it.").format(finding=say.finding(one))
                yield spot, message, decisions.ways(one.text, self.private.where)
            elif not ruling.verdict.releases:
                yield _still_there(passage, one.start, one.end, ruling)
        for start, end, ruling in self.rulings.literally(passage.text):
            if not ruling.verdict.releases:
                yield _still_there(passage, start, end, ruling)
        for hit in self.kept.hits(passage.text):
            message = _("“{text}” was kept back from the notes ({where}).").format(
                text=say.short(hit.secret.text), where=hit.secret.where or _("list of people")
            )
            few = len(hit.secret.text.split()) < _FEW_WORDS
            ways = decisions.ways if few else decisions.ways_of_passage
            yield Spot(passage, hit.start, hit.end, "[…]"), message, ways(hit.secret.text, self.private.where)

    @cached_property
    def kept(self) -> Search:
        """What the ledger keeps back, and the names of the people known."""
        found = [
            *kept.texts(self.private.entries, self.known, self.rulings),
            *secrets.of_people(self.known),
        ]
        return Search([one for one in found if not self._is_released(one)], self.rulings.released)

    def _is_released(self, secret: Secret) -> bool:
        decision = self.private.decided.passages.get(decisions.letters(secret.text))
        if decision is not None and decision.fate != "withheld":
            return True
        whole = Finding(Sort.NAME, 0, len(secret.text), secret.text, Certainty.CERTAIN, "")
        ruling = self.rulings.of(secret.text, whole)
        return ruling is not None and ruling.verdict.releases

    # Pictures

    def of_pictures(self, severity: Severity) -> Iterator[Problem]:
        """Yield the pictures that stand in the text and that nobody has let pass."""
        for node, line in self.source.lines():
            name = unquote(node["c"][2][0]) if node["t"] == "Image" else ""
            if name not in self.pictures:
                continue
            message, hint = self._picture(name.removeprefix("images/"), self.pictures[name])
            if message:
                self.refused.append(node)
                yield Problem(self.path, line, message, hint, severity, Topic.PRIVACY)

    def _picture(self, name: str, digest: str) -> tuple[str, str]:
        """Say what is wrong with a picture; nothing when somebody has looked at it and let it pass."""
        mine = [one for one in self.private.decided.pictures if one.picture == name]
        found = next((one for one in mine if digest.startswith(one.sha256)), None)
        if found is not None and found.verdict is not PictureVerdict.LEAVE_OUT:
            return "", ""
        if found is not None:
            message = _("It was decided to leave the picture “{name}” out, but it still stands here.")
            return message.format(name=name), _("Take it out.")
        message = (
            _("The picture “{name}” has changed since somebody looked at it.")
            if mine
            else _("Nobody has looked at the picture “{name}” yet: are there people in it?")
        )
        return message.format(name=name), decisions.ways_of_picture(name, digest, self.private.where)

    # What must be in no file

    def search(self) -> Search:
        """Return what every finished file is searched for."""
        found = [*self.kept.secrets]
        for text in self.rulings.refused:
            found += secrets.of_words(text, self.private.where)
        for one in self.undecided:
            found += secrets.of_finding(one, self.path)
        return Search(found, self.rulings.released)


def look_at_programme(programme: Programme, text: str, private: Private) -> list[Problem]:
    """Look through programme.yml (`text`), which the catalogue prints; it knows no drafts."""
    said = list(dict.fromkeys(_strings(dataclasses.asdict(programme))))
    rulings = Rulings(private.decided.rulings)
    problems = []
    for words, found in zip(said, find.find_all(said), strict=True):
        for one in found:
            ruling = rulings.of(words, one)
            if ruling is None or not ruling.verdict.releases:
                message = _("{finding}: nobody has decided about it.").format(finding=say.finding(one))
                hint = decisions.ways(one.text, private.where)
                line = text[: max(text.find(one.text), 0)].count("\n") + 1
                problems.append(Problem(PROGRAMME, line, message, hint, topic=Topic.PRIVACY))
    return problems


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for child in value.values():
            yield from _strings(child)
    elif isinstance(value, list | tuple):
        for child in value:
            yield from _strings(child)


def _still_there(passage: Passage, start: int, end: int, ruling: Ruling) -> tuple[Spot, str, str]:
    text = say.short(passage.text[start:end])
    if ruling.verdict is Verdict.ROLE:
        message = _("It was decided not to name “{text}”, but the name still stands here.").format(text=text)
        hint = _("Write “{words}”.").format(words=ruling.instead)
        return Spot(passage, start, end, ruling.instead), message, hint
    message = _("It was decided to take “{text}” out, but it still stands here.").format(text=text)
    return Spot(passage, start, end, "[…]"), message, _("Take it out.")


def _overlap(one: Spot, other: Spot) -> bool:
    return one.start < other.end and other.start < one.end
