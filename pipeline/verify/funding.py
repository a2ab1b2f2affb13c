"""Funding: does a finished file keep what its funders ask for, in words and in logos, at each place?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pipeline.messages import _
from pipeline.model.funder import Funder, Logo, Size, Spot
from pipeline.model.problem import Problem
from pipeline.verify import acknowledgement, looks
from pipeline.verify import wording as words
from pipeline.verify.acknowledgement import Match
from pipeline.verify.readback import Picture, Readback

_ALIKE = 0.03
"""Share by which drawn and real proportions, or two heights, may differ: pixels are whole."""
_PIXELS_A_MM = 96 / 25.4


def problems(
    back: Readback, name: str, funders: Sequence[Funder], logos: Mapping[str, Sequence[Logo]]
) -> Iterator[Problem]:
    """Yield what is missing, in the formats each profile is for."""
    for funder in funders:
        yield from wording_problems(back, name, funder)
        for message in _logos(back, funder, logos) if funder.asks(back.format) else ():
            yield Problem(name, 0, f"{funder.name}: {message}", _("Build the guide again."))


def known_wordings(back: Readback, funders: Iterable[Funder]) -> list[tuple[Funder, tuple[Spot, ...]]]:
    """Return the funders whose wording stands in the file letter by letter, and at which spots."""
    found = []
    for funder in funders:
        wording = funder.worded(back.lang)
        if _is_at(wording, back.body):
            spots = [spot for spot, text in back.spots.items() if _is_at(wording, text)]
            (foot,) = funder.texts(Spot.EVERY_PAGE, back.lang)
            if Spot.EVERY_PAGE in funder.spots and back.feet and stands(back, Spot.EVERY_PAGE, foot):
                spots.append(Spot.EVERY_PAGE)
            found.append((funder, tuple(spots)))
    return found


def _is_at(wording: str, text: str) -> bool:
    return acknowledgement.find(wording, text).match is Match.EXACT


def stands(back: Readback, spot: Spot, text: str) -> bool:
    """Say whether a text stands at a spot, letter by letter."""
    if spot is Spot.EVERY_PAGE:
        return not _bare_pages(back, text)
    return spot in back.spots and _is_at(text, back.spots[spot])


def wording_problems(back: Readback, name: str, funder: Funder) -> Iterator[Problem]:
    """Yield where the acknowledgement is missing or not word for word, in a format it is asked for in."""
    for spot in funder.spots if funder.asks(back.format) else ():
        for text in funder.texts(spot, back.lang):
            if spot is Spot.EVERY_PAGE:
                yield from _every_page(back, name, funder, text)
            elif spot in back.spots:
                yield from _wording(back, name, funder, spot, text)
        if spot is not Spot.EVERY_PAGE and spot not in back.spots:
            yield Problem(
                name,
                0,
                _("{funder}: the file has no {place} for the acknowledgement.").format(
                    funder=funder.name, place=place(spot)
                ),
                _("Build the guide again, or stamp the file: `howtomake stamp FILE --funder {id}`.").format(
                    id=funder.id
                ),
            )


def _every_page(back: Readback, name: str, funder: Funder, text: str) -> Iterator[Problem]:
    if bare := _bare_pages(back, text):
        yield Problem(
            name,
            0,
            _(
                "{funder}: the acknowledgement is missing at the foot of page {pages}. Expected “{expected}”."
            ).format(funder=funder.name, pages=", ".join(map(str, bare)), expected=words.plain(text)),
            _("The profile asks for it on every page."),
        )


def _bare_pages(back: Readback, text: str) -> list[int]:
    """Return the pages (of a Word file: the footers) without a text; a web page and a book have none."""
    return [number for number, foot in enumerate(back.feet, start=1) if not _is_at(text, foot)]


def _wording(back: Readback, name: str, funder: Funder, spot: Spot, text: str) -> Iterator[Problem]:
    result = acknowledgement.find(text, back.spots[spot])
    if result.match is Match.NEAR:
        yield Problem(
            name,
            0,
            _(
                "{funder}: the acknowledgement on the {place} is not word for word. "
                "Expected “{expected}”, found “{found}” ({diff})."
            ).format(
                funder=funder.name,
                place=place(spot),
                expected=words.plain(text),
                found=result.found,
                diff=result.diff,
            ),
            _("The grant asks for exactly this wording: take it from the profile, don't retype it."),
        )
    elif result.match is Match.MISSING:
        yield Problem(
            name,
            0,
            _("{funder}: the acknowledgement is missing on the {place}. Expected “{expected}”.").format(
                funder=funder.name, place=place(spot), expected=words.plain(text)
            ),
            _elsewhere(back, text),
        )


def _elsewhere(back: Readback, text: str) -> str:
    """Say where the wording stands instead, because then the mistake is another one."""
    if _is_at(text, back.body):
        return _("It stands elsewhere in the text; it must also stand here.")
    if _is_at(text, back.aside):
        return _("It stands in a page header, footer or description only, which screen readers skip.")
    if _is_at(text, back.hidden):
        return _("It is in the file, but hidden.")
    return _("It must be real text: a picture of the sentence or a logo does not count.")


def place(spot: Spot) -> str:
    """Return what people call a spot."""
    return {
        Spot.TITLE: _("title page"),
        Spot.IMPRINT: _("imprint"),
        Spot.BODY: _("pages between title page and imprint"),
        Spot.EVERY_PAGE: _("foot of every page"),
    }[spot]


def readable(data: bytes, back: Readback, name: str, funders: Sequence[Funder]) -> Iterator[Problem]:
    """Yield acknowledgements of a PDF that are too small or too pale, on title page and imprint."""
    for funder in funders if back.format == "pdf" else ():
        for spot, pages in ((Spot.TITLE, range(1)), (Spot.IMPRINT, range(back.pages - 1, -1, -1))):
            if spot not in funder.spots or not funder.asks("pdf"):
                continue
            look = next(looks.looks(data, funder.worded(back.lang), pages), None)
            if look is not None and (look.size < looks.SMALLEST or look.contrast < looks.LEAST_CONTRAST):
                yield Problem(
                    name,
                    0,
                    _(
                        "{funder}: the acknowledgement on the {place} is hard to read: {size} points, "
                        "contrast {contrast}. Expected at least {smallest} points and {least}."
                    ).format(
                        funder=funder.name,
                        place=place(spot),
                        size=round(look.size, 1),
                        contrast=round(look.contrast, 1),
                        smallest=looks.SMALLEST,
                        least=looks.LEAST_CONTRAST,
                    ),
                    _("Set it larger, or on a calm ground that is lighter or darker."),
                )


# Logos


def _logos(back: Readback, funder: Funder, logos: Mapping[str, Sequence[Logo]]) -> Iterator[str]:
    for spot in (Spot.TITLE, Spot.IMPRINT):
        drawn = {words.plain(picture.alt): picture for picture in back.pictures if picture.spot is spot}
        ours = [logo for logo in logos.get(funder.id, ()) if spot in funder.spots]
        for logo in ours:
            picture = drawn.get(words.plain(logo.alt))
            if picture is None:
                yield _("the logo “{alt}” is missing on the {place}.").format(alt=logo.alt, place=place(spot))
            else:
                yield from _drawn(logo, picture)
        others = [drawn.get(words.plain(logo.alt)) for row in logos.values() for logo in row]
        yield from _beside(funder, ours, drawn, [one.height_mm for one in others if one], logos)


def _drawn(logo: Logo, picture: Picture) -> Iterator[str]:
    """Yield what is wrong with one logo by itself."""
    high, wide = picture.height_mm, picture.width_mm
    least = max(logo.min_height_mm, logo.min_height_px / _PIXELS_A_MM) * (1 - _ALIKE)
    if picture.pixels and high:
        real = picture.pixels[0] / picture.pixels[1]
        if abs(wide / high / real - 1) > _ALIKE:
            yield _("the logo “{alt}” is distorted: {got} instead of {real} times as wide as high.").format(
                alt=logo.alt, got=round(wide / high, 2), real=round(real, 2)
            )
    if high < least or wide < logo.min_width_mm * (1 - _ALIKE):
        yield _("the logo “{alt}” is too small: {wide} × {high} mm.").format(
            alt=logo.alt, wide=round(wide, 1), high=round(high, 1)
        )
    if logo.link and picture.link.rstrip("/") != logo.link.rstrip("/"):
        yield _("the logo “{alt}” does not lead to {expected}, but to {got}.").format(
            alt=logo.alt, expected=logo.link, got=picture.link[:80] or "–"
        )


def _beside(
    funder: Funder,
    ours: Sequence[Logo],
    drawn: Mapping[str, Picture],
    heights: Sequence[float],
    logos: Mapping[str, Sequence[Logo]],
) -> Iterator[str]:
    """Yield what is wrong with the sizes of logos beside each other."""
    for logo in ours:
        picture = drawn.get(words.plain(logo.alt))
        if picture is None:
            continue
        if funder.size is not Size.FREE and picture.height_mm < max(heights) * (1 - _ALIKE):
            yield _("the logo “{alt}” is smaller than another one beside it.").format(alt=logo.alt)
        group = [
            other
            for row in logos.values()
            for mate in row
            if logo.group and mate.group == logo.group and (other := drawn.get(words.plain(mate.alt)))
        ]
        if any(abs(mate.height_mm / picture.height_mm - 1) > _ALIKE for mate in group if picture.height_mm):
            yield _("the logos of the group “{group}” are not equally high.").format(group=logo.group)
