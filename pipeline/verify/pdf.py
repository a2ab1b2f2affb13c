"""PDF: text by PDFium, structure by tags, metadata by pypdf; bytes in, a Readback out."""

from __future__ import annotations

import ctypes
import io
import logging
import re
import threading
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import _
from pipeline.model.funder import Spot
from pipeline.model.problem import Trouble
from pipeline.verify import pdfpictures, tags, wording, xmp
from pipeline.verify.readback import Heading, Picture, Readback

IMPRINTS = ("Impressum", "Imprint")
MOST_PAGES = 1_000
MOST_UNPACKED = 400_000_000
"""Bytes of all streams together; a guide of 30 pages with photos unpacks to some 60 MB."""
_MOST_PACKED = 1_032
"""Bytes that deflate can make of one."""
_DEEPEST = 200
_ROOM = 128
"""Bytes; most texts that PDFium is asked for are shorter, and need no second call."""

# PDFium keeps global state and must never run in two threads at once.
_ONE_AT_A_TIME = threading.Lock()
# pypdf logs what it mends; our messages say what is wrong, so the log stays quiet unless someone listens.
logging.getLogger("pypdf").addHandler(logging.NullHandler())
_HYPHEN_AT_LINE_END = re.compile("[\ufffe\x02]|[-\u2010]\r?\n")


def read(data: bytes, name: str) -> Readback:
    """Read a finished PDF.

    Text counts as text only where it is no artifact: a screen reader skips page headers, footers
    and decoration.

    Raises:
        Trouble: broken, locked, empty, or unpacks to more than any guide.
    """
    _refuse_bomb(data, name)
    try:
        head = _head(data)
        with _ONE_AT_A_TIME:
            leaves = _leaves(data)
    except Trouble:
        raise
    except Exception as error:  # foreign bytes break both readers in more ways than they document
        raise Trouble.at(name, *_why(data, error)) from error
    return _readback(head, leaves, tags.in_pdf(data))


@dataclass(frozen=True)
class _Head:
    """What the catalogue says."""

    title: str
    lang: str
    standards: frozenset[str]
    metadata: tuple[tuple[str, str], ...]
    aside: str
    hidden: str
    fields: tuple[str, ...]


@dataclass
class _Leaves:
    """What the pages say."""

    tagged: bool
    bookmarks: list[tuple[str, int]]
    pages: list[str] = field(default_factory=list)
    feet: list[str] = field(default_factory=list)
    aside: list[str] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    pictures_without_alt: list[str] = field(default_factory=list)


def _readback(head: _Head, leaves: _Leaves, carried: list[str]) -> Readback:
    spots = {Spot.TITLE: leaves.pages[0]}
    between = "\n".join(leaves.pages[1:])
    if (imprint := _imprint(leaves)) is not None:
        spots[Spot.IMPRINT] = imprint
        between = between.removesuffix(imprint)
    spots[Spot.BODY] = between
    return Readback(
        format="pdf",
        title=head.title,
        lang=head.lang,
        body="\n".join(leaves.pages),
        spots=spots,
        feet=tuple(leaves.feet),
        aside="\n".join([*leaves.aside, head.aside]),
        hidden=head.hidden,
        metadata=head.metadata,
        headings=tuple(leaves.headings),
        tagged=leaves.tagged,
        standards=head.standards,
        pictures=tuple(leaves.pictures),
        pictures_without_alt=tuple(leaves.pictures_without_alt),
        fields=head.fields,
        picture_tags=tuple((_("a picture"), what) for what in carried),
        pages=len(leaves.pages),
    )


def _imprint(leaves: _Leaves) -> str | None:
    """Return the text from the heading that the last bookmark „Impressum“ points to, to the end."""
    named = [page for title, page in leaves.bookmarks if wording.plain(title) in IMPRINTS]
    if not named:
        return None
    text = "\n".join(leaves.pages[named[-1] :])
    starts = [match.start() for match in re.finditer(rf"(?m)^\s*(?:{'|'.join(IMPRINTS)})\s*$", text)]
    return text[starts[-1] :] if starts else text


# What the catalogue says


def _head(data: bytes) -> _Head:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(data))
    root: Any = reader.trailer["/Root"].get_object()
    packet = root["/Metadata"].get_object().get_data() if "/Metadata" in root else b""
    properties = xmp.properties(packet)
    info = {str(key)[1:]: str(value) for key, value in (reader.metadata or {}).items()}
    return _Head(
        title=properties.get("title") or info.get("Title", ""),
        lang=str(root.get("/Lang", "")),
        standards=xmp.standards(properties),
        metadata=(*info.items(), *((f"XMP {key}", value) for key, value in properties.items())),
        aside="\n".join(_annotations(reader)),
        hidden="\n".join(str(attachment.name) for attachment in reader.attachment_list),
        fields=tuple(_fields(reader)),
    )


def _fields(reader: Any) -> Iterator[str]:
    """Yield what each field says it is for (ISO 14289-1, 7.18.1: TU); one that no form names is dead."""
    root = reader.trailer["/Root"].get_object()
    form = root["/AcroForm"].get_object() if "/AcroForm" in root else {}
    named = {getattr(field, "idnum", 0) for field in form.get("/Fields", ())}
    for page in reader.pages:
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            if note.get("/Subtype") == "/Widget" and getattr(reference, "idnum", 0) in named:
                yield str(note.get("/TU", ""))


def _annotations(reader: Any) -> Iterator[str]:
    """Yield what links and other annotations say and where they lead."""
    for page in reader.pages:
        for reference in page.get("/Annots") or ():
            note = reference.get_object()
            action = note.get("/A")
            address = action.get_object().get("/URI", "") if action is not None else ""
            yield from (
                str(text) for text in (note.get("/Contents", ""), note.get("/T", ""), address) if text
            )


# What the pages say


def _leaves(data: bytes) -> _Leaves:
    import pypdfium2 as pdfium
    from pypdfium2 import raw

    document = pdfium.PdfDocument(data)
    try:
        if not 0 < len(document) <= MOST_PAGES:
            raise ValueError(f"{len(document)} pages")
        leaves = _Leaves(bool(raw.FPDFCatalog_IsTagged(document.raw)), _bookmarks(document))
        for number in range(len(document)):
            page = document[number]
            try:
                _read_page(page, raw, number + 1, leaves)
            finally:
                page.close()
        return leaves
    finally:
        document.close()


def _bookmarks(document: Any) -> list[tuple[str, int]]:
    found = []
    for item in document.get_toc():
        target = item.get_dest()
        page = target.get_index() if target else None
        if page is not None:
            found.append((str(item.get_title()), int(page)))
    return found


def _read_page(page: Any, raw: Any, number: int, leaves: _Leaves) -> None:
    """Read the tags, then take the artifacts off the page, then read what is left."""
    whole = page.get_textpage()
    marked: dict[int, list[Any]] = {}
    artifacts = []
    for index in range(raw.FPDFPage_CountObjects(page.raw)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if _is_artifact(item, raw):
            artifacts.append(item)
        elif (tag := raw.FPDFPageObj_GetMarkedContentID(item)) >= 0:
            marked.setdefault(tag, []).append(item)
    leaves.feet.append(_lines(whole.get_text_range()))
    leaves.aside.extend(filter(None, (_text_of(item, whole, raw) for item in artifacts)))

    def text(tag: int) -> str:
        return "".join(_text_of(item, whole, raw) for item in marked.get(tag, ()))

    alts = _read_tags(page, raw, number, text, leaves)
    leaves.pictures.extend(pdfpictures.pictures(page, raw, alts, _spot(leaves, number)))
    if artifacts:
        whole.close()
        for item in artifacts:
            if raw.FPDFPage_RemoveObject(page.raw, item):
                raw.FPDFPageObj_Destroy(item)
        whole = page.get_textpage()
    leaves.pages.append(_lines(whole.get_text_range()))
    whole.close()


def _spot(leaves: _Leaves, number: int) -> Spot | None:
    """Return the spot a page belongs to; what comes behind the bookmark of the imprint is imprint."""
    imprint = [page for title, page in leaves.bookmarks if wording.plain(title) in IMPRINTS]
    if number == 1:
        return Spot.TITLE
    return Spot.IMPRINT if imprint and number > imprint[-1] else None


def _is_artifact(item: Any, raw: Any) -> bool:
    for index in range(raw.FPDFPageObj_CountMarks(item)):
        mark = raw.FPDFPageObj_GetMark(item, index)
        size = ctypes.c_ulong()
        name = (ctypes.c_ushort * 16)()
        if raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size) and (
            bytes(name)[: max(size.value - 2, 0)].decode("utf-16-le") == "Artifact"
        ):
            return True
    return False


def _text_of(item: Any, textpage: Any, raw: Any) -> str:
    if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_TEXT:
        return ""
    return _lines(_wide(raw.FPDFTextObj_GetText, item, textpage.raw, unit=ctypes.c_ushort))


def _wide(function: Any, *about: Any, unit: Any = ctypes.c_char) -> str:
    """Call a PDFium function that fills a UTF-16 buffer and returns its size in bytes."""
    buffer = (unit * (_ROOM // ctypes.sizeof(unit)))()
    size = function(*about, buffer, _ROOM)
    if size > _ROOM:
        buffer = (unit * (size // ctypes.sizeof(unit)))()
        function(*about, buffer, size)
    return bytes(buffer)[: max(size - 2, 0)].decode("utf-16-le", "replace")


def _read_tags(
    page: Any, raw: Any, number: int, text: Callable[[int], str], leaves: _Leaves
) -> dict[int, str]:
    """Read headings and descriptions; return the latter by the numbers of the content they are of.

    `text` says what the content of a number says.
    """
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    alts: dict[int, str] = {}
    if not tree:
        return alts
    try:
        roots = [
            raw.FPDF_StructTree_GetChildAtIndex(tree, i)
            for i in range(raw.FPDF_StructTree_CountChildren(tree))
        ]
        for element, kind in _elements([root for root in roots if root], raw):
            if re.fullmatch(r"H[1-9]", kind):
                words = "".join(map(text, _numbers(element, raw)))
                leaves.headings.append(Heading(int(kind[1]), wording.plain(words)))
            elif kind == "Figure":
                alt = _wide(raw.FPDF_StructElement_GetAltText, element)
                leaves.aside.append(alt)
                alts |= dict.fromkeys(_numbers(element, raw), alt)
                if not (alt.strip() or _wide(raw.FPDF_StructElement_GetActualText, element).strip()):
                    leaves.pictures_without_alt.append(_("page {number}").format(number=number))
    finally:
        raw.FPDF_StructTree_Close(tree)
    return alts


def _numbers(element: Any, raw: Any, depth: int = 0) -> Iterator[int]:
    """Yield the numbers of the content of an element, and of those below."""
    for index in range(raw.FPDF_StructElement_CountChildren(element)):
        child = raw.FPDF_StructElement_GetChildAtIndex(element, index)
        if child and depth < _DEEPEST:
            yield from _numbers(child, raw, depth + 1)
        elif not child:
            yield raw.FPDF_StructElement_GetChildMarkedContentID(element, index)


def _elements(roots: list[Any], raw: Any) -> Iterator[tuple[Any, str]]:
    """Yield all elements with their kinds, in reading order."""
    stack = [(root, 0) for root in reversed(roots)]
    while stack:
        element, depth = stack.pop()
        yield element, _wide(raw.FPDF_StructElement_GetType, element)
        if depth < _DEEPEST:
            stack += [(child, depth + 1) for child in reversed(_children(element, raw))]


def _children(element: Any, raw: Any) -> list[Any]:
    count = raw.FPDF_StructElement_CountChildren(element)
    children = [raw.FPDF_StructElement_GetChildAtIndex(element, index) for index in range(count)]
    return [child for child in children if child]


def _lines(text: str) -> str:
    r"""Use `\n` alone, and the soft hyphen for a hyphen that ends a line (PDFium says U+FFFE)."""
    return _HYPHEN_AT_LINE_END.sub(wording.SOFT_HYPHEN, text).replace("\r\n", "\n").replace("\r", "\n")


# Hostile files


def _refuse_bomb(data: bytes, name: str) -> None:
    """Unpack every stream to nowhere, to know how large it becomes before a reader holds it."""
    if len(data) * _MOST_PACKED <= MOST_UNPACKED:
        return
    total = 0
    for start in re.finditer(rb"stream\r?\n", data):
        unpacker = zlib.decompressobj()
        rest = memoryview(data)[start.end() :]
        try:
            while rest and not unpacker.eof and total <= MOST_UNPACKED:
                chunk = unpacker.decompress(rest, 1 << 20)
                rest = memoryview(unpacker.unconsumed_tail)
                total += len(chunk)
                if not chunk:
                    break
        except zlib.error:
            continue
        if total > MOST_UNPACKED:
            raise Trouble.at(
                name,
                _("This PDF unpacks to more than {size} MB.").format(size=MOST_UNPACKED // 1_000_000),
                _("Make its pictures smaller, or get the file anew from where it came."),
            )


def _why(data: bytes, error: Exception) -> tuple[str, str]:
    if b"/Encrypt" in data[-2_000_000:]:
        return (
            _("This PDF is locked with a password."),
            _("Save it without a password and try again."),
        )
    return (
        _("This PDF cannot be read: {what}").format(what=str(error)[:200] or type(error).__name__),
        _("It is broken or incomplete: build it again, or get it anew from where it came."),
    )
