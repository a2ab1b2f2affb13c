"""PDF/UA rules of our own: what veraPDF and the typesetter both let through.

Read with pikepdf, which neither the writer nor `pipeline.verify` uses. Numbers in brackets are failure
conditions of the Matterhorn Protocol 1.1.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

PAINTING = frozenset(
    ["Tj", "TJ", "'", '"', "f", "F", "f*", "S", "s", "B", "B*", "b", "b*", "sh", "INLINE IMAGE"]
)
EMPTY_WORDS = frozenset(
    ["bild", "foto", "grafik", "abbildung", "logo", "image", "picture", "photo", "figure"]
)
INSIDE = {
    "TR": {"Table", "THead", "TBody", "TFoot"},
    "TH": {"TR"},
    "TD": {"TR"},
    "LI": {"L"},
    "LBody": {"LI"},
    "TOCI": {"TOC"},
}
"""Elements and the parents they need (09-004 to 09-006)."""


@dataclass
class Tag:
    """One element of the structure tree; `content` says whether it holds any marked content itself."""

    kind: str
    element: Any
    parent: Tag | None
    page: int
    content: bool = False
    children: list[Tag] = field(default_factory=list)

    def walk(self) -> Iterator[Tag]:
        """Yield this tag and all below, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def says_something(self) -> bool:
        """Whether a screen reader has anything to read here."""
        return any(
            tag.content or "/Alt" in tag.element or "/ActualText" in tag.element for tag in self.walk()
        )

    def attribute(self, name: str) -> Any:
        """Return a structure attribute (/Scope, /ColSpan …) or None."""
        found = self.element.get("/A")
        owners = list(found) if isinstance(found, pikepdf.Array) else [found]
        return next((o[name] for o in owners if isinstance(o, pikepdf.Dictionary) and name in o), None)

    @property
    def place(self) -> str:
        """Page and kind, for messages."""
        return f"page {self.page or '?'}, {self.kind}"


def rules(pdf: bytes, lang: str = "de") -> list[str]:
    """Return all broken rules, one line each."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        tags, known = _tree(document)
        return [
            *_catalogue(document, lang),
            *_headings(tags),
            *(line for tag in tags for line in _tag(tag)),
            *_tables(tags),
            *_annotations(document),
            *_content(document, known),
            *_bookmarks(document, tags),
        ]


def _catalogue(document: Any, lang: str) -> Iterator[str]:
    root = document.Root
    if "/StructTreeRoot" not in root or not (root.get("/MarkInfo") or {}).get("/Marked", False):
        yield "not tagged"
    if not (root.get("/ViewerPreferences") or {}).get("/DisplayDocTitle", False):
        yield "the window shows the file name, not the title [07-001]"
    got = str(root.get("/Lang", ""))
    if not re.match(rf"{lang}(-|$)", got, re.IGNORECASE):
        yield f"language is {got!r}, expected {lang!r}"
    with document.open_metadata() as metadata:
        title = str(metadata.get("dc:title") or "")
    if not title.strip() or re.search(
        r"\.(pdf|docx?|md|typ|html?)$|^untitled|^unbenannt", title, re.IGNORECASE
    ):
        yield f"title is {title!r} [06-003]"


# The structure tree


def _tree(document: Any) -> tuple[list[Tag], set[tuple[Any, int]]]:
    """Return all tags in reading order, and every marked content they hold as (owner, number)."""
    root = document.Root.get("/StructTreeRoot")
    if root is None:
        return [], set()
    roles = {str(key)[1:]: str(value)[1:] for key, value in (root.get("/RoleMap") or {}).items()}
    pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
    known: set[tuple[Any, int]] = set()

    def grow(element: Any, parent: Tag | None, owner: Any) -> Tag:
        owner = element.get("/Pg", owner)
        kind = str(element.get("/S", "/?"))[1:]
        tag = Tag(roles.get(kind, kind), element, parent, pages.get(getattr(owner, "objgen", None), 0))
        for kid in _kids(element):
            if isinstance(kid, int):
                known.add((getattr(owner, "objgen", None), kid))
                tag.content = True
            elif kid.get("/Type") == "/MCR":
                holder = kid.get("/Stm", kid.get("/Pg", owner))
                known.add((holder.objgen, int(kid.MCID)))
                tag.content = True
            elif "/S" in kid:
                tag.children.append(grow(kid, tag, owner))
        return tag

    return [tag for kid in _kids(root) for tag in grow(kid, None, None).walk()], known


def _kids(element: Any) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _headings(tags: list[Tag]) -> Iterator[str]:
    headings = [tag for tag in tags if re.fullmatch(r"H[1-6]?", tag.kind)]
    if not headings:
        yield "no heading at all"
    before = 0
    for tag in headings:
        level = int(tag.kind[1:] or 1)
        if level > before + 1:
            yield f"{tag.place}: follows level {before} [14-003]"
        if not tag.says_something:
            yield f"{tag.place}: empty heading"
        before = level


def _tag(tag: Tag) -> Iterator[str]:
    alt = str(tag.element.get("/Alt", "")).strip()
    if tag.kind == "Figure":
        if not alt and "/ActualText" not in tag.element:
            yield f"{tag.place}: no alternative text [13-004]"
        elif alt.casefold() in EMPTY_WORDS or re.search(r"\.(png|jpe?g|svg|gif|webp)$", alt, re.IGNORECASE):
            yield f"{tag.place}: the alternative text says nothing: {alt!r}"
    if tag.kind == "Link" and not tag.says_something:
        yield f"{tag.place}: link without text"
    if tag.kind == "L" and not any(child.kind == "LI" for child in tag.children):
        yield f"{tag.place}: list without items"
    if tag.kind == "Note" and "/ID" not in tag.element:
        yield f"{tag.place}: note without ID [19-003]"
    if tag.kind in INSIDE and (tag.parent is None or tag.parent.kind not in INSIDE[tag.kind]):
        yield f"{tag.place}: inside {tag.parent.kind if tag.parent else 'nothing'} [09-004]"


def _tables(tags: list[Tag]) -> Iterator[str]:
    for table in (tag for tag in tags if tag.kind == "Table"):
        rows = [tag for tag in table.walk() if tag.kind == "TR"]
        cells = [[cell for cell in row.children if cell.kind in ("TH", "TD")] for row in rows]
        headers = [cell for row in cells for cell in row if cell.kind == "TH"]
        if not headers:
            yield f"{table.place}: table without header cells"
        if any(cell.attribute("/Scope") is None for cell in headers):
            yield f"{table.place}: header cell without scope [15-003]"
        spans = any(cell.attribute("/RowSpan") not in (None, 1) for row in cells for cell in row)
        widths = {sum(int(cell.attribute("/ColSpan") or 1) for cell in row) for row in cells}
        if len(widths) > 1 and not spans:
            yield f"{table.place}: rows of different width {sorted(widths)}"


# The pages


def _annotations(document: Any) -> Iterator[str]:
    root = document.Root.get("/StructTreeRoot")
    parents = pikepdf.NumberTree(root.ParentTree) if root is not None and "/ParentTree" in root else {}
    for number, page in enumerate(document.pages, start=1):
        notes = [note for note in page.obj.get("/Annots") or [] if note.get("/Subtype") != "/Popup"]
        if notes and page.obj.get("/Tabs") != "/S":
            yield f"page {number}: tab order does not follow the tags [28-008]"
        for note in notes:
            key = int(note.get("/StructParent", -1))
            owner = parents.get(key)
            kind = str(owner.get("/S"))[1:] if isinstance(owner, pikepdf.Dictionary) else "nothing"
            wanted = {"/Link": "Link", "/Widget": "Form"}.get(str(note.get("/Subtype")), "Annot")
            if kind != wanted:
                yield f"page {number}: {note.get('/Subtype')} inside {kind} [28-002]"
            if wanted == "Link" and not str(note.get("/Contents", "")).strip():
                yield f"page {number}: link without a description [28-012]"


def _content(document: Any, known: set[tuple[Any, int]]) -> Iterator[str]:
    """Everything painted is tagged or an artifact (01-005), and every mark is in the tree."""
    for number, page in enumerate(document.pages, start=1):
        loose, lost = _scan(page.obj, page.obj.get("/Resources"), page.obj.objgen, known, inside="")
        if loose:
            yield f"page {number}: {loose} painting operators neither tagged nor artifact [01-005]"
        if lost:
            yield f"page {number}: {lost} marked contents that no tag holds"


def _scan(
    stream: Any, resources: Any, owner: Any, known: set[tuple[Any, int]], *, inside: str
) -> tuple[int, int]:
    loose = lost = 0
    marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operator = str(instruction.operator)
        around = inside or next((mark for mark in marks if mark), "")
        if operator in ("BMC", "BDC"):
            mark = "artifact" if str(instruction.operands[0]) == "/Artifact" else ""
            number = _mark_number(instruction, resources)
            if number is not None:
                mark = "tag"
                lost += (owner, number) not in known
            marks.append(mark)
        elif operator == "EMC":
            marks[-1:] = []
        elif operator == "Do":
            form = ((resources or {}).get("/XObject") or {}).get(str(instruction.operands[0]))
            if form is not None and form.get("/Subtype") == "/Form":
                below = _scan(form, form.get("/Resources") or resources, form.objgen, known, inside=around)
                loose, lost = loose + below[0], lost + below[1]
            elif not around:
                loose += 1
        elif operator in PAINTING and not around:
            loose += 1
    return loose, lost


def _mark_number(instruction: Any, resources: Any) -> int | None:
    if str(instruction.operator) != "BDC":
        return None
    properties = instruction.operands[1]
    if isinstance(properties, pikepdf.Name):
        properties = ((resources or {}).get("/Properties") or {}).get(str(properties), {})
    return int(properties["/MCID"]) if "/MCID" in properties else None


def _bookmarks(document: Any, tags: list[Tag]) -> Iterator[str]:
    headings = sum(1 for tag in tags if tag.kind == "H1")
    with document.open_outline() as outline:
        if headings > 1 and len(outline.root) == 0:
            yield "headings, but no bookmarks"
