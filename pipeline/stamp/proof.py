"""Proof: what is missing is stamped, the file is read back, and only then it counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.messages import _, for_guide
from pipeline.model.funder import Funder, Spot
from pipeline.model.problem import Problem, Trouble
from pipeline.stamp import docx, pdf
from pipeline.verify import acknowledgement, funding, readers, wording
from pipeline.verify.acknowledgement import Match
from pipeline.verify.readback import Readback

FORMATS = ("pdf", "docx")
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a compound file begins ([MS-CFB] 2.2): a .doc, or a DOCX behind a password."""


@dataclass(frozen=True)
class Stamped:
    """The file as it is now, and what its owner has to know; without additions it is as it came."""

    data: bytes
    added: tuple[str, ...] = ()
    """Where the text was added: title page, imprint."""
    remarks: tuple[str, ...] = ()


def stamp(data: bytes, name: str, funders: Sequence[Funder], faces: pdf.Faces) -> Stamped:
    """Add the acknowledgements that a finished file lacks; the same input gives the same bytes.

    Raises:
        Trouble: the file is no PDF or DOCX, must not be changed, or does not say afterwards what it has to.
    """
    if data.startswith(_LOCKED):
        raise Trouble.at(
            name,
            _("This is a Word file of before 2007, or one that is locked with a password."),
            _("Save it as .docx without a password and try again."),
        )
    before = readers.read(data, name)
    if before.format not in FORMATS:
        raise Trouble.at(
            name,
            _("Only PDF and DOCX can be stamped, this is {format}.").format(format=before.format.upper()),
            _("Build the guide again with its `funders`."),
        )
    asked = [funder for funder in funders if funder.asks(before.format)]
    wanted = _wanted(before, asked)
    if not wanted:
        return Stamped(data)
    _refuse(before.format, wanted, name)
    lang = _one_language(asked, before)
    heading = for_guide(lang, "Imprint")
    if before.format == "pdf":
        made, remarks = pdf.stamp(data, wanted, faces, lang=lang, heading=heading, name=name)
    else:
        made, remarks = docx.stamp(data, wanted, lang=lang, heading=heading, name=name)
    after = readers.read(made, name)
    if problems := list(funding.readable(made, after, name, asked)):
        raise Trouble(problems)
    _prove(before, after, asked, [heading, *(text for texts in wanted.values() for text in texts)], name)
    remarks += [text for funder in asked for text in _remarks(before, funder)]
    return Stamped(made, tuple(funding.place(spot) for spot in wanted), tuple(remarks))


def _wanted(back: Readback, funders: Sequence[Funder]) -> dict[Spot, list[str]]:
    """Return the paragraphs that are missing, by spot, in the order of the page."""
    wanted: dict[Spot, list[str]] = {}
    for spot in Spot:
        texts = [
            text
            for funder in funders
            if spot in funder.spots
            for text in funder.texts(spot, back.lang)
            if not funding.stands(back, spot, text)
        ]
        if texts:
            wanted[spot] = list(dict.fromkeys(texts))
    return wanted


def _refuse(ending: str, wanted: Mapping[Spot, object], name: str) -> None:
    """Refuse what only the author can do.

    Raises:
        Trouble: the text belongs into running text, or into the footers of Word.
    """
    unable = {"pdf": {Spot.BODY}, "docx": {Spot.BODY, Spot.EVERY_PAGE}}[ending]
    problems = [
        Problem(
            name,
            0,
            _("The acknowledgement also belongs here, where only its author can put it: {place}.").format(
                place=funding.place(spot)
            ),
            _("Write it into the file it was made from, word for word: `howtomake funders` prints it."),
        )
        for spot in wanted
        if spot in unable
    ]
    if problems:
        raise Trouble(problems)


def _one_language(funders: Sequence[Funder], back: Readback) -> str:
    return next((funder.language(back.lang) for funder in funders), "de")


def _prove(
    before: Readback, after: Readback, funders: Sequence[Funder], added: Sequence[str], name: str
) -> None:
    """Hold the new file against the old one.

    Raises:
        Trouble: the wording is not exact at every spot, or something else has changed.
    """
    problems = [problem for funder in funders for problem in funding.wording_problems(after, name, funder)]
    problems += [
        Problem(
            name,
            0,
            _("Stamping would change more than it may ({what}); the file is left as it is.").format(
                what=what
            ),
            _("Export it anew, or take the text into the file it was made from."),
        )
        for what in _changes(before, after, added)
    ]
    if problems:
        raise Trouble(problems)


def _changes(before: Readback, after: Readback, added: Sequence[str]) -> list[str]:
    changed = [
        what
        for what, kept in (
            (_("title"), before.title == after.title),
            (_("language"), before.lang == after.lang),
            (_("tags"), before.tagged == after.tagged),
            (_("claimed standards"), before.standards == after.standards),
            (_("fields"), before.fields == after.fields),
            (_("metadata"), sorted(before.metadata) == sorted(after.metadata)),
            (_("pictures"), before.pictures_without_alt == after.pictures_without_alt),
            (_("hidden text"), before.hidden == after.hidden),
        )
        if not kept
    ]
    was, now = (Counter(wording.squeezed(back.body)) for back in (before, after))
    if was - now or now - was - Counter("".join(map(wording.squeezed, added))):
        changed.append(_("text"))
    return changed


def _remarks(back: Readback, funder: Funder) -> list[str]:
    """Return what stamping a text cannot do."""
    found = []
    near = {
        result.found
        for spot, text in back.spots.items()
        if spot in funder.spots
        and (result := acknowledgement.find(funder.worded(back.lang), text)).match is Match.NEAR
    }
    found += [
        _("An older or mistyped wording stands there, too: “{text}”.").format(text=text) for text in near
    ]
    if funder.wants_logo:
        found.append(
            _("{funder} also asks for its logo; only the text was added.").format(funder=funder.name)
        )
    return found
