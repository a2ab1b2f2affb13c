"""Tags: elements added to the structure tree of a PDF that has one (ISO 32000-1, 14.7; ISO 14289-1, 7.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipeline.stamp.sheet import Sheet

GROUPS = frozenset(["Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "NonStruct", "Aside"])
"""Elements that hold others and say nothing themselves."""
MOST_ELEMENTS = 400_000
_DEEPEST = 100


class Tags:
    """The structure tree of one document; without one there is nothing to add to."""

    def __init__(self, document: Any) -> None:
        """Look at the tree; a file counts as tagged when it has one."""
        import pikepdf

        self._pdf, self._document = pikepdf, document
        root = document.Root.get("/StructTreeRoot")
        self.there = isinstance(root, pikepdf.Dictionary)
        if not self.there:
            return
        self._root = root
        self._roles = {str(key)[1:]: str(value)[1:] for key, value in (root.get("/RoleMap") or {}).items()}
        self._pages = {page.obj.objgen: number for number, page in enumerate(document.pages)}
        self._spans: dict[Any, tuple[int, int]] = {}
        self._walked = 0
        self.nested_headings = False
        """Whether headings are `H` in nested sections instead of `H1` to `H6`; the two do not mix (7.4.4)."""
        for child in self._children(self._root):
            self._span(child, -1, 0)
        self._parents = pikepdf.NumberTree(self._parent_tree())

    def add(self, kind: str, sheet: Sheet, lang: str, parent: Any = None) -> int:
        """Add an element where its page is read; return the number of its content.

        `parent` takes the element as its last child instead.
        """
        number = self._number(sheet)
        element = self._element(kind, sheet, lang)
        element.K = number
        self._put(element, sheet.number, parent)
        self._held(sheet)[number] = element
        return number

    def section(self, sheet: Sheet) -> Any:
        """Add an empty section at the end, for a page that is new."""
        element = self._element("Sect", sheet, "")
        del element["/Pg"]
        element.K = self._pdf.Array()
        self._append(self._top(), element)
        return element

    def _element(self, kind: str, sheet: Sheet, lang: str) -> Any:
        element = self._pdf.Dictionary(
            Type=self._pdf.Name.StructElem, S=self._pdf.Name(f"/{kind}"), Pg=sheet.page.obj
        )
        if lang:
            element.Lang = lang
        return self._document.make_indirect(element)

    # Where in the tree

    def _put(self, element: Any, page: int, parent: Any) -> None:
        if parent is not None:
            self._append(parent, element)
            return
        parent, before = self._turn(page)
        if before is None:
            self._append(parent, element)
            return
        kids = self._kids(parent)
        place = next((at for at, kid in enumerate(kids) if _same(kid, before)), len(kids))
        kids.insert(place + 1, element)
        self._adopt(parent, element, kids)

    def _turn(self, page: int) -> tuple[Any, Any]:
        """Return the group and the child behind which content of a page comes in reading order."""
        parent, depth = self._top(), 0
        while True:
            begun = [child for child in self._children(parent) if self._span_of(child)[0] <= page]
            if not begun:
                return parent, None
            last = begun[-1]
            longer = self._span_of(last)[1] > page
            if not (longer and self._kind(last) in GROUPS and depth < _DEEPEST):
                return parent, last
            parent, depth = last, depth + 1

    def _top(self) -> Any:
        """Return the document element; files without one have their elements in the root."""
        children = [*self._children(self._root)]
        return children[0] if len(children) == 1 and self._kind(children[0]) in GROUPS else self._root

    def _append(self, parent: Any, element: Any) -> None:
        self._adopt(parent, element, [*self._kids(parent), element])

    def _adopt(self, parent: Any, element: Any, kids: list[Any]) -> None:
        parent.K = self._pdf.Array(kids)
        element.P = parent
        if "/NS" in parent:  # PDF 2.0: P, H1, H and Sect are in every namespace that has Document
            element.NS = parent.NS

    def _kids(self, element: Any) -> list[Any]:
        kids = element.get("/K")
        if kids is None:
            return []
        return list(kids) if isinstance(kids, self._pdf.Array) else [kids]

    def _children(self, element: Any) -> Iterator[Any]:
        for kid in self._kids(element):
            if isinstance(kid, self._pdf.Dictionary) and "/S" in kid:
                yield kid

    def _kind(self, element: Any) -> str:
        kind = str(element.get("/S", "/?"))[1:]
        return self._roles.get(kind, kind)

    # Which pages an element is on

    def _span_of(self, element: Any) -> tuple[int, int]:
        """Return first and last page; an element without content is nowhere."""
        return self._spans.get(element.objgen, (-1, -1))

    def _span(self, element: Any, page: int, depth: int) -> tuple[int, int]:
        self._walked += 1
        if depth > _DEEPEST or self._walked > MOST_ELEMENTS:
            return (-1, -1)
        self.nested_headings |= self._kind(element) == "H"
        page = self._page(element, page)
        found = [(page, page)] if not self._kids(element) else []
        for kid in self._kids(element):
            if not isinstance(kid, self._pdf.Dictionary):
                found.append((page, page))
            elif "/S" in kid:
                found.append(self._span(kid, page, depth + 1))
            else:
                own = self._page(kid, page)
                found.append((own, own))
        known = [span for span in found if span[0] >= 0]
        span = (min(a for a, _b in known), max(b for _a, b in known)) if known else (-1, -1)
        self._spans[element.objgen] = span
        return span

    def _page(self, element: Any, otherwise: int) -> int:
        page = element.get("/Pg")
        return self._pages.get(getattr(page, "objgen", None), otherwise)

    # Numbers of content

    def _parent_tree(self) -> Any:
        if "/ParentTree" not in self._root:
            self._root.ParentTree = self._document.make_indirect(self._pdf.Dictionary(Nums=self._pdf.Array()))
        return self._root.ParentTree

    def _held(self, sheet: Sheet) -> Any:
        """Return the array that says which element holds each content of a page."""
        page = sheet.page.obj
        if "/StructParents" not in page:
            known = max((int(key) for key in self._parents), default=-1) + 1
            key = max(known, int(self._root.get("/ParentTreeNextKey", 0)))
            page.StructParents = key
            self._root.ParentTreeNextKey = key + 1
        key = int(page.StructParents)
        if key not in self._parents or not isinstance(self._parents[key], self._pdf.Array):
            self._parents[key] = self._document.make_indirect(self._pdf.Array())
        return self._parents[key]

    def _number(self, sheet: Sheet) -> int:
        """Return the next free number of a page, also of what its tree forgot, and make room for it."""
        held = self._held(sheet)
        used = (one + 1 for one in sheet.content.numbers if 0 <= one < MOST_ELEMENTS)
        number = max([len(held), *used])
        while len(held) <= number:
            held.append(None)
        return number


def _same(one: Any, other: Any) -> bool:
    """Say whether two objects are the same one; numbers are none."""
    return getattr(one, "objgen", (0, 0)) == getattr(other, "objgen", (0, 1))
