"""Word parts: which part of a Word file holds what, found by relations, not by names that programs choose."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.messages import _
from pipeline.notes.ooxml import Package
from pipeline.notes.unreadable import Unreadable

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_USUAL = "word/document.xml"


@dataclass(frozen=True)
class Relation:
    """One line of a part's relations."""

    kind: str
    """The last word of its type: `header`, `image`, `hyperlink`."""
    target: str
    """Another part of the file, or an address outside of it."""
    outside: bool = False


def relations(package: Package, part: str) -> Mapping[str, Relation]:
    """Return the relations of a part by id; of the whole file for an empty part."""
    folder, name = posixpath.split(part)
    root = package.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
    found = {}
    for link in () if root is None else root.iter(_RELATION):
        target, outside = link.get("Target", ""), link.get("TargetMode") == "External"
        if not outside:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[link.get("Id", "")] = Relation(link.get("Type", "").rpartition("/")[2], target, outside)
    return found


def main(package: Package) -> str:
    """Return the name of the part with the text.

    Raises:
        Unreadable: there is none.
    """
    for relation in relations(package, "").values():
        if relation.kind == "officeDocument" and relation.target in package.parts:
            return relation.target
    if _USUAL in package.parts:
        return _USUAL
    raise Unreadable(
        _("The file is not what its name says: it has no part {part}.").format(part=_USUAL),
        _("Open the file in Word or LibreOffice and save it anew as .docx."),
    )


def beside(package: Package, part: str, kind: str) -> str:
    """Return the part that belongs to another as its styles, comments, …; empty where there is none."""
    linked = [one.target for one in relations(package, part).values() if one.kind == kind]
    usual = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
    return next((target for target in [*linked, usual] if target in package.parts), "")


def with_root(package: Package, tags: set[str]) -> Iterator[tuple[str, Any]]:
    """Yield the parts whose root element is one of these, building blocks kept at hand left out."""
    for name in sorted(package.parts, key=lambda name: (len(name), name)):
        if name.endswith(".xml") and "/glossary/" not in name and _may(package.parts[name], tags):
            root = package.xml(name)
            if root.tag in tags:
                yield name, root


def _may(data: bytes, tags: set[str]) -> bool:
    """Look at the first bytes of a part: most parts are none of what is wanted, and some are no XML."""
    head = data[:2_000]
    return any(tag.rpartition("}")[2].encode() in head for tag in tags)
