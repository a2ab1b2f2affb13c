"""OOXML: the parts of a Word file, opened as what a stranger sent."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.messages import _
from pipeline.notes.unreadable import Unreadable

MOST_PARTS = 5_000
MOST_BYTES = 200_000_000
"""All parts together, unpacked."""
MOST_XML = 60_000_000
WORST_RATIO = 300
"""Text packs to a tenth or a twentieth; a zip bomb to a thousandth."""
SMALL = 1_000_000
"""Below this the ratio says nothing: a table of zeros is no bomb."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXTS = (f"{W}t", f"{W}delText", f"{M}t", f"{A}t")
"""Elements that hold text."""
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVE = f"{_MC}AlternateContent"
_SUBSET = re.compile(rb"<!DOCTYPE[^>]*\[")
"""A document type with definitions of its own; one that only has a name stands in equations of OpenOffice."""
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
"""Names of strict OOXML; `schemas.openxmlformats.org/…/2006/…` is what all others write."""


@dataclass(frozen=True)
class Package:
    """The unpacked parts of a Word file by their names."""

    parts: dict[str, bytes]
    _trees: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def xml(self, name: str) -> Any:
        """Return the root element of a part, or None when it is not there.

        Raises:
            Unreadable: the part is no XML, too large, or brings a document type with it.
        """
        if name not in self._trees and name in self.parts:
            self._trees[name] = parse(name, self.parts[name])
        return self._trees.get(name)

    def named(self, start: str) -> Iterator[str]:
        """Yield the names of XML parts that begin with `start`, in a natural order."""
        yield from sorted(
            (name for name in self.parts if name.startswith(start) and name.endswith(".xml")),
            key=lambda name: (len(name), name),
        )


def parse(name: str, data: bytes) -> Any:
    """Return the root element; no entities, no network, no document type."""
    from lxml import etree

    if len(data) > MOST_XML:
        raise Unreadable(_("The part {name} is too large.").format(name=name))
    if b"<!ENTITY" in data or _SUBSET.search(data[:4096]):
        raise Unreadable(
            _("The part {name} has a document type, which Word never writes.").format(name=name),
            _("Don't open this file; ask where it comes from."),
        )
    data = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/\2", data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, collect_ids=False
    )
    try:
        root: Any = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(
            _("The part {name} is damaged ({what}).").format(name=name, what=str(error)[:120]),
            _("Open the file in Word or LibreOffice and save it anew as .docx."),
        ) from error
    return root


def unpack(data: bytes, main: str = "word/document.xml") -> Package:
    """Open an Office file within limits; `main` is the part that every file of its kind has, or empty.

    Raises:
        Unreadable: damaged, locked, too large, or no Word file at all.
    """
    again = _("Open the file in Word or LibreOffice and save it anew as .docx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
            _within_limits(infos)
            parts = {info.filename: archive.read(info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Unreadable(_("The file is damaged: its parts cannot be unpacked."), again) from error
    except RuntimeError as error:  # zipfile says so when a part asks for a password
        raise Unreadable(
            _("The file is locked with a password."), _("Save a copy without a password.")
        ) from error
    if main and main not in parts:
        raise Unreadable(
            _("The file is not what its name says: it has no part {part}.").format(part=main), again
        )
    return Package(parts)


def _within_limits(infos: list[zipfile.ZipInfo]) -> None:
    size = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > MOST_PARTS or size > MOST_BYTES or (size > SMALL and size > WORST_RATIO * max(packed, 1)):
        raise Unreadable(
            _("The file unpacks to {size} MB in {parts} parts; no workshop notes do.").format(
                size=size // 1_000_000, parts=len(infos)
            ),
            _("Copy the text into a new Word file."),
        )


def alternative(node: Any) -> Any:
    """Return the one branch of mc:AlternateContent that counts; the other says the same again."""
    branches = [branch for branch in node if isinstance(branch.tag, str)]
    choices = [branch for branch in branches if branch.tag == f"{_MC}Choice"]
    said = next((branch for branch in [*choices, *branches] if _speaks(branch)), None)
    return said if said is not None else next(iter(choices or branches), node[:0])


def _speaks(branch: Any) -> bool:
    return any(node.text for node in branch.iter(*TEXTS))
