"""PDF: the acknowledgement as real text on the pages of a finished PDF; what was there stays.

Where a page has room, the text stands there; the title page without room becomes longer at its foot, and
a file without imprint gets one as its last page. A tagged file stays tagged, with the language, metadata,
bookmarks, links and fields it has.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.stamp import bookmark, imprint, lettering, room
from pipeline.stamp.lettering import Lettering
from pipeline.stamp.room import Place, Room
from pipeline.stamp.sheet import A4, Sheet
from pipeline.stamp.tags import Tags

_HEADING = 17.0
_MOST_FIELDS = 50_000
_FONT, _BOLD, _GREY = "/HTMText", "/HTMBold", "/HTMGrey"
_CALIBRATED = [0.9505, 1.0, 1.089]
"""White point D65, for files of PDF/A without an output intent, where plain grey means nothing."""


@dataclass(frozen=True)
class Faces:
    """Typefaces for text and headings, as files."""

    text: bytes
    bold: bytes


def stamp(
    data: bytes, wanted: Mapping[Spot, Sequence[str]], faces: Faces, *, lang: str, heading: str, name: str
) -> tuple[bytes, list[str]]:
    """Return the file with paragraphs at spots, and remarks; the same input gives the same bytes.

    Raises:
        Trouble: the file is locked, signed, a form of another kind, or cannot be read.
    """
    import pikepdf

    texts = [text for paragraphs in wanted.values() for text in paragraphs]
    for text in texts:
        lettering.demand(text, faces.text, name)
    lettering.demand(heading, faces.bold, name)
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            _refuse(document, name)
            work = _Work(data, document, faces, lang=lang, heading=heading, name=name)
            work.embed(texts)
            for spot, paragraphs in wanted.items():
                work.put(spot, paragraphs)
            work.finish()
            out = io.BytesIO()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about fields that no form names, which is not our doing
                document.save(out, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PasswordError as error:
        raise _locked(name) from error
    except Trouble:
        raise
    except Exception as error:  # foreign bytes break libraries in more ways than they document
        raise Trouble.at(
            name,
            _("This PDF cannot be read: {what}").format(what=str(error)[:200] or type(error).__name__),
            _("It is broken or incomplete: build it again, or get it anew from where it came."),
        ) from error
    return out.getvalue(), work.remarks


class _Work:
    """One document on its way; drawings are gathered by page and drawn at the end."""

    def __init__(
        self, data: bytes, document: Any, faces: Faces, *, lang: str, heading: str, name: str
    ) -> None:
        self.data, self.document, self.faces = data, document, faces
        self.lang, self.heading, self.name = lang, heading, name
        self.tags = Tags(document)
        self.grey = _grey(document)
        self.own = "" if str(document.Root.get("/Lang", "")).lower()[:2] == lang[:2].lower() else lang
        """Language of what is added, where it is not that of the file."""
        self.remarks: list[str] = []
        self.drawn: dict[int, tuple[Sheet, list[bytes]]] = {}
        self.rooms: dict[int, Room | None] = {}
        """What is known of each page; of one that has become longer, nothing."""
        self.fonts: dict[str, Any] = {}

    def embed(self, texts: Sequence[str]) -> None:
        """Embed what the texts need."""
        self.text = Lettering(self.document, self.faces.text, [" ", *texts])
        self.bold = Lettering(self.document, self.faces.bold, [" ", self.heading])
        if not self.tags.there:
            self.remarks.append(
                _("The file has no tags and gets none: screen readers find no headings in it.")
            )

    def put(self, spot: Spot, paragraphs: Sequence[str]) -> None:
        """Set paragraphs at one spot."""
        if spot is Spot.TITLE:
            self._title(paragraphs)
        elif spot is Spot.EVERY_PAGE:
            self._feet(paragraphs)
        elif self.existing is None or not self._imprint(self.existing, paragraphs):
            self._new_page(paragraphs)

    def finish(self) -> None:
        """Draw everything."""
        for sheet, parts in self.drawn.values():
            content = b"\n".join(parts)
            wanted = ((_FONT, self.text), (_BOLD, self.bold))
            fonts = {key: self._font(key, face) for key, face in wanted if key.encode() + b" " in content}
            sheet.draw(content, fonts, {} if self.grey is None else {_GREY: self.grey})

    def _font(self, key: str, face: Lettering) -> Any:
        if key not in self.fonts:
            self.fonts[key] = face.made()
        return self.fonts[key]

    # The spots

    @cached_property
    def existing(self) -> imprint.Imprint | None:
        """The imprint that the file came with."""
        return imprint.find(self.data)

    def _title(self, paragraphs: Sequence[str]) -> None:
        sheet = self._sheet(0)
        below = self._below(sheet) if self.existing and self.existing.page == 0 else None
        self._set(sheet, self._place(sheet, paragraphs, below) or self._strip(sheet, paragraphs))

    def _below(self, sheet: Sheet) -> float:
        """Return the foot of the imprint's heading."""
        heading = self.existing.heading if self.existing else None
        return sheet.seen(*heading)[1] if heading else sheet.height

    def _place(self, sheet: Sheet, paragraphs: Sequence[str], below: float | None = None) -> Place | None:
        if sheet.number not in self.rooms:
            (self.rooms[sheet.number],) = room.measured(self.data, [sheet])
        space = self.rooms[sheet.number]
        return space.place(paragraphs, self.faces.text, below) if space else None

    def _strip(self, sheet: Sheet, paragraphs: Sequence[str]) -> Place:
        """Make the page longer and return the place there, on white: what lay beyond stays hidden."""
        size, edge = room.SIZES[0] * sheet.unit, room.EDGE * sheet.unit
        left = min(room.MARGIN * sheet.unit, sheet.width / 8)
        lines = self._lines(paragraphs, size, sheet.width - 2 * left)
        high = room.height(lines, size) + 2 * edge
        sheet.lengthen(high)
        self.rooms[sheet.number] = None
        white = b"%s 0 0 %g %g re f" % (self._ink(white=True), sheet.width, high)
        self._parts(sheet).append(b"/Artifact BMC\nq %s Q\nEMC" % white)
        self.remarks.append(
            _("Page {number} had no room left: it is {size} mm longer at its foot now.").format(
                number=sheet.number + 1, size=round(high / 72 * 25.4)
            )
        )
        return Place(left, high - edge, size, lines)

    def _feet(self, paragraphs: Sequence[str]) -> None:
        """Set paragraphs on every page; screen readers skip them there, as they do page numbers."""
        for number in range(len(self.document.pages)):
            sheet = self._sheet(number)
            place = self._place(sheet, paragraphs) or self._strip(sheet, paragraphs)
            self._set(sheet, place, kind="Artifact")

    def _lines(self, paragraphs: Sequence[str], size: float, width: float) -> tuple[tuple[str, ...], ...]:
        broken = [lettering.broken(text, self.faces.text, size, width) for text in paragraphs]
        if any(lines is None for lines in broken):
            raise Trouble.at(
                self.name,
                _("The page is too narrow for the acknowledgement."),
                _("Set it on a larger page, and stamp that."),
            )
        return tuple(tuple(lines or ()) for lines in broken)

    def _imprint(self, found: imprint.Imprint, paragraphs: Sequence[str]) -> bool:
        """Set paragraphs on the page of the imprint, if it has room there."""
        sheet = self._sheet(found.page)
        # On a single sheet the title page is the imprint, too, and one sentence is enough.
        if sheet.number not in self.drawn:
            place = self._place(sheet, paragraphs, self._below(sheet))
            if place is None:
                return False
            self._set(sheet, place)
        if not found.bookmarked:
            bookmark.add(self.document, self.heading, sheet.page.obj, sheet.height)
        return True

    def _new_page(self, paragraphs: Sequence[str]) -> None:
        """Add a page with heading, paragraphs and bookmark at the end."""
        last = self._sheet(len(self.document.pages) - 1)
        wide, high = (last.width, last.height) if min(last.width, last.height) >= A4[0] / 2 else A4
        self.document.add_blank_page(page_size=(round(wide, 2), round(high, 2)))
        sheet = self._sheet(len(self.document.pages) - 1)
        self.rooms[sheet.number] = room.blank(sheet)
        sheet.page.obj.Tabs = _name("/S")
        unit, margin = sheet.unit, 1.5 * room.MARGIN * sheet.unit
        size, head = room.SIZES[0] * unit, _HEADING * unit
        width = min(sheet.width - 2 * margin, 420 * unit)
        top = sheet.height - margin
        section = self.tags.section(sheet) if self.tags.there else None
        kind = "H" if self.tags.there and self.tags.nested_headings else "H1"
        title = Place(margin, top, head, ((self.heading,),))
        self._set(sheet, title, kind=kind, font=(_BOLD, self.bold), parent=section)
        self._set(
            sheet, Place(margin, top - 2 * head, size, self._lines(paragraphs, size, width)), parent=section
        )
        bookmark.add(self.document, self.heading, sheet.page.obj, sheet.height)
        self.remarks.append(_("The file had no imprint with room: it has one as its last page now."))

    # Drawing

    def _sheet(self, number: int) -> Sheet:
        return self.drawn[number][0] if number in self.drawn else Sheet(self.document, number, self.name)

    def _parts(self, sheet: Sheet) -> list[bytes]:
        return self.drawn.setdefault(sheet.number, (sheet, []))[1]

    def _set(
        self,
        sheet: Sheet,
        place: Place,
        *,
        kind: str = "P",
        font: tuple[str, Lettering] | None = None,
        parent: Any = None,
    ) -> None:
        """Set paragraphs, each an element of its own where the file is tagged."""
        key, face = font or (_FONT, self.text)
        if space := self.rooms.get(sheet.number):
            space.text.append(place.box(self.faces.text))
        line = place.top - place.size
        for paragraph in place.paragraphs:
            drawn = [b"BT %s %s %g Tf" % (self._ink(white=place.white), key.encode(), place.size)]
            # A space first: behind a page that ends in a hyphen readers would join the two words.
            for text in (f" {paragraph[0]}", *paragraph[1:]):
                indent = lettering.length(" ", self.faces.text, place.size) if text.startswith(" ") else 0
                at = (round(place.x - indent, 2), round(line, 2))
                drawn.append(b"1 0 0 1 %g %g Tm %s Tj" % (*at, face.shown(text)))
                line -= place.size * lettering.LEADING
            drawn.append(b"ET")
            line -= place.size * room.APART
            if kind == "Artifact":
                drawn = [b"/Artifact <</Type /Pagination /Subtype /Footer>> BDC", *drawn, b"EMC"]
            elif self.tags.there:
                number = self.tags.add(kind, sheet, self.own, parent)
                drawn = [b"/%s <</MCID %d>> BDC" % (kind.encode(), number), *drawn, b"EMC"]
            self._parts(sheet).append(b"\n".join(drawn))

    def _ink(self, *, white: bool) -> bytes:
        level = b"1" if white else b"0"
        return level + b" g" if self.grey is None else _GREY.encode() + b" cs " + level + b" sc"


def _grey(document: Any) -> Any:
    """Return a grey that means the same everywhere, where the file says it has to be such."""
    import pikepdf

    packet = document.Root.get("/Metadata")
    claims = packet is not None and re.search(rb"pdfaid", packet.read_bytes())
    if not claims or document.Root.get("/OutputIntents"):
        return None
    return document.make_indirect(
        pikepdf.Array([pikepdf.Name.CalGray, pikepdf.Dictionary(WhitePoint=_CALIBRATED, Gamma=2.2)])
    )


def _name(text: str) -> Any:
    import pikepdf

    return pikepdf.Name(text)


# What is not touched


def _refuse(document: Any, name: str) -> None:
    """Refuse what a change would break.

    Raises:
        Trouble: with the reason.
    """
    root = document.Root
    form = root.get("/AcroForm") or {}
    if document.is_encrypted:
        raise _locked(name)
    if "/Perms" in root or _is_signed(form.get("/Fields") or ()):
        raise Trouble.at(
            name,
            _("This PDF is signed: any change would make the signature invalid."),
            _("Stamp the file first and have it signed after; whoever signed it has the unsigned one."),
        )
    if "/XFA" in form or root.get("/NeedsRendering", False):
        raise Trouble.at(
            name,
            _("This PDF is a form of Adobe LiveCycle (XFA), whose pages are made when it is opened."),
            _("Print it into a PDF of its own, and stamp that."),
        )
    if "/Collection" in root:
        raise Trouble.at(
            name,
            _("This PDF is a portfolio, a cover around other files."),
            _("Take the files out of it, and stamp each."),
        )


def _is_signed(fields: Any) -> bool:
    """Say whether a field, or one below, is a signature that somebody has given."""
    waiting, seen = list(fields), set[Any]()
    while waiting and len(seen) < _MOST_FIELDS:
        field = waiting.pop()
        if field.objgen in seen:
            continue
        seen.add(field.objgen)
        if field.get("/FT") == "/Sig" and field.get("/V") is not None:
            return True
        waiting += list(field.get("/Kids") or ())
    return False


def _locked(name: str) -> Trouble:
    return Trouble.at(
        name, _("This PDF is locked with a password."), _("Save it without a password and try again.")
    )
