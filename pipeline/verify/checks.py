"""Checks: a finished file against what its guide promised; all problems at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.messages import _
from pipeline.model.finding import Secret
from pipeline.model.funder import Funder, Logo
from pipeline.model.problem import Problem, Severity, Trouble
from pipeline.privacy.secrets import NOTHING, Search
from pipeline.verify import funding, readers
from pipeline.verify import wording as words
from pipeline.verify.readback import Readback


@dataclass(frozen=True)
class Expectation:
    """What the finished file of a guide must say."""

    title: str
    lang: str
    """Language tag of the guide; the file's begins with it (`de` is satisfied by `de-DE`)."""
    funders: tuple[Funder, ...] = ()
    headings: tuple[str, ...] = ()
    """Headings of the sections, the imprint included."""
    forbidden: Search = NOTHING
    """Withheld and private texts; none may be anywhere in the file, metadata included."""
    verbatim: tuple[str, ...] = ()
    """Words that must come out as typed, whatever Markdown makes of them: Teilnehmer*innen, jede*r."""
    fields: int = 0
    """Boxes to tick and lines to write on, in each format that has any."""
    standards: frozenset[str] = frozenset({"ua-1", "a-2a"})
    """What a PDF must claim; whether it is true is for the judges in the tests to say."""
    most_pages: int = 0
    """Of a PDF that has to be short; more of them are worth a word, and the file is none the worse."""
    logos: Mapping[str, tuple[Logo, ...]] = field(default_factory=dict)
    """The logos that were there to be drawn, by the funder's id."""


def verify(data: bytes, name: str, expectation: Expectation | None = None) -> list[Problem]:
    """Read a finished file back and name all its problems; `name` is how messages call the file.

    Without an expectation (a file from elsewhere) only what holds for every guide is checked.
    """
    try:
        back = readers.read(data, name)
    except Trouble as trouble:
        return list(trouble.problems)
    return sorted(p for found in results(data, back, name, expectation).values() for p in found)


def results(
    data: bytes, back: Readback, name: str, expectation: Expectation | None = None
) -> dict[str, list[Problem]]:
    """Return what each check that applies to the file has found; an empty list is a pass.

    `back` is what `data` says when it is read. The names are those of verify/record.py, which says what
    each one looks at.
    """
    found: dict[str, Iterable[Problem]] = {
        "title-language": _language_and_title(back, name, expectation),
        "access": _access(back, name),
    }
    if expectation is not None:
        if back.format == "pdf":
            found["claims"] = _standards(back, name, expectation)
            found["readable"] = funding.readable(data, back, name, expectation.funders)
            if expectation.most_pages:
                found["length"] = _length(back, name, expectation.most_pages)
        if back.format != "epub":
            found["fields"] = _fields(back, name, expectation)
        found["sections"] = _headings(back, name, expectation)
        found["verbatim"] = _verbatim(back, name, expectation.verbatim)
        found["acknowledgement"] = funding.problems(back, name, expectation.funders, expectation.logos)
        found["private"] = [*_forbidden(back, name, expectation.forbidden), *_tags(back, name)]
    return {key: list(problems) for key, problems in found.items()}


# Language and title


def _language_and_title(back: Readback, name: str, expectation: Expectation | None) -> Iterator[Problem]:
    if not back.title.strip():
        yield Problem(name, 0, _("The file has no title in its metadata."), _("Give the document a title."))
    elif expectation and words.plain(back.title) != words.plain(expectation.title):
        yield Problem(
            name,
            0,
            _("Title in the metadata: expected “{expected}”, got “{got}”.").format(
                expected=words.plain(expectation.title), got=words.plain(back.title)[:200]
            ),
            _("Build the guide again."),
        )
    if not back.lang:
        yield Problem(
            name,
            0,
            _("The file does not say which language it is in."),
            _("Screen readers need it to pronounce the text; set the language to de-DE."),
        )
    elif expectation and not _same_language(back.lang, expectation.lang):
        yield Problem(
            name,
            0,
            _("Language: expected “{expected}”, got “{got}”.").format(
                expected=expectation.lang, got=back.lang[:40]
            ),
            _("Screen readers would pronounce the text wrongly."),
        )


def _same_language(got: str, expected: str) -> bool:
    """`de-DE` satisfies `de` and `de-DE`; `de` alone satisfies `de-DE`; `den` satisfies neither."""
    ours, theirs = expected.lower().split("-"), got.lower().replace("_", "-").split("-")
    return theirs[: len(ours)] == ours[: len(theirs)]


# Access


def _access(back: Readback, name: str) -> Iterator[Problem]:
    if not back.tagged:
        yield Problem(
            name,
            0,
            _("The PDF is not tagged: screen readers find no headings, lists or tables in it."),
            _("Export it anew as a tagged (accessible) PDF."),
        )
    if not back.body.strip():
        yield Problem(
            name,
            0,
            _("There is no text in the file, only pictures at most."),
            _("A scan cannot be read aloud or searched; export it anew from the text."),
        )
    for place in back.pictures_without_alt:
        yield Problem(
            name,
            0,
            _("Picture without alternative text: {place}.").format(place=place),
            _("Describe what it shows: `![description](images/…)`."),
        )
    for place in back.tables_without_header:
        yield Problem(
            name,
            0,
            _("Table without header row: {place}.").format(place=place),
            _("Its first row must be marked as the header."),
        )
    if not back.headings:
        yield Problem(
            name, 0, _("No heading is marked as a heading."), _("Use heading styles instead of bold text.")
        )


def _standards(back: Readback, name: str, expectation: Expectation) -> Iterator[Problem]:
    missing = sorted(expectation.standards - back.standards)
    if missing:
        yield Problem(
            name,
            0,
            _("The PDF does not claim {missing} (it claims: {claimed}).").format(
                missing=", ".join(missing), claimed=", ".join(sorted(back.standards)) or "–"
            ),
            _("Build the guide again."),
        )


def _headings(back: Readback, name: str, expectation: Expectation) -> Iterator[Problem]:
    got = {words.squeezed(heading.text) for heading in back.headings}
    for heading in expectation.headings:
        if words.squeezed(heading) not in got:
            yield Problem(
                name,
                0,
                _("The section “{heading}” is missing, or its heading is not marked as one.").format(
                    heading=words.plain(heading)
                ),
                _("Build the guide again."),
            )


def _fields(back: Readback, name: str, expectation: Expectation) -> Iterator[Problem]:
    if len(back.fields) != expectation.fields:
        yield Problem(
            name,
            0,
            _("Fields to tick or fill in: expected {expected}, found {got}.").format(
                expected=expectation.fields, got=len(back.fields)
            ),
            _("Build the guide again."),
        )
    if any(not label.strip() for label in back.fields):
        yield Problem(
            name,
            0,
            _("A field does not say what it is for; a screen reader has nothing to read out."),
            _("Write the text of the item behind its box."),
        )


def _length(back: Readback, name: str, most: int) -> Iterator[Problem]:
    if back.pages > most:
        yield Problem(
            name,
            0,
            _("The checklist does not fit on one page; it takes {n}.").format(n=back.pages),
            _("Shorten it in guide.md, or move a part of it into another section."),
            Severity.WARNING,
        )


def _verbatim(back: Readback, name: str, expected: Iterable[str]) -> Iterator[Problem]:
    """Search words as typed; a line may end inside a word, with or without a hyphen that is not its own."""
    text = words.plain(back.body)
    joined = words.plain(re.sub(r"\n\s*", "", back.body))
    for word in dict.fromkeys(expected):
        if words.plain(word) not in text and words.plain(word) not in joined:
            yield Problem(
                name,
                0,
                _("“{word}” is in the guide, but not in the finished text.").format(word=word),
                _("Signs like * are markup somewhere on the way; please report this with the sentence."),
            )


# Private texts


def _forbidden(back: Readback, name: str, forbidden: Search) -> Iterator[Problem]:
    """Search everything in the file: a leak through metadata is a leak."""
    said: set[str] = set()
    for hit in forbidden.hits(words.plain(back.everything)):
        if hit.secret.text not in said:
            said.add(hit.secret.text)
            yield Problem(
                name,
                0,
                _("Private text is in the file: “{text}” ({place}).").format(
                    text=_shortened(words.plain(hit.secret.text)), place=_where(back, hit.secret)
                ),
                _("It was withheld from the guide; take it out of guide.md, or decide to release it."),
            )


def _where(back: Readback, secret: Secret) -> str:
    alone = Search([secret])
    places = [(_("in the text"), back.body), (_("beside the text"), back.aside), (_("hidden"), back.hidden)]
    places += [(_("metadata: {name}").format(name=key), value) for key, value in back.metadata]
    return next((place for place, text in places if alone.hits(words.plain(text))), "–")


def _tags(back: Readback, name: str) -> Iterator[Problem]:
    """Name what a camera or a program wrote into the pictures in the file."""
    for place, what in back.picture_tags:
        yield Problem(
            name,
            0,
            _("{place} still carries what a camera or a program wrote into it: {what}.").format(
                place=place, what=what
            ),
            _("Build the guide again; for a file from elsewhere, save the picture anew without metadata."),
        )


def _shortened(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
