"""PDF form: the fields of a finished PDF, where typst has left a link as the place of each.

Typst knows no forms. It does write rectangle, page, tab order and the tagged element of a link, so
each field is a link with an address of ours around an empty box; here the link becomes a widget and
its element `Form` (ISO 14289-1, 7.18.4; ISO 19005-2, 6.4.1: appearances, no actions, nothing to
compute).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.render.pdffont import Face

SCHEME = "htm-form:"
"""How the address begins; then `c:ID:0|1:LABEL` for a box, `t:ID:LABEL` for a line to write on."""
_MARK = 1.3
"""Width of the tick in points."""
_SIZE = 9.5
"""Size of what people type, in points."""


def fillable(data: bytes, colours: Mapping[str, str], font: bytes) -> bytes:
    """Return the PDF with its fields; one without any is returned as it came.

    `colours` are the brand's (`ink`, `teal`, `paper`); `font` is what is typed with, whole, because
    nobody knows the words yet. The same input gives the same bytes.
    """
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        places = [*_places(document)]
        if not places:
            return data
        made = _Maker(document, colours, font)
        fields = [made.field(link, page) for link, page in places]
        document.Root.AcroForm = document.make_indirect(made.form(fields))
        out = io.BytesIO()
        document.save(
            out,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            deterministic_id=True,
            fix_metadata_version=False,
        )
    return out.getvalue()


def _places(document: Any) -> Iterator[tuple[Any, Any]]:
    for page in document.pages:
        for annotation in page.obj.get("/Annots", []):
            if str(annotation.get("/Contents", "")).startswith(SCHEME):
                yield annotation, page.obj


class _Maker:
    """Turns one link after the other into a field of one document."""

    def __init__(self, document: Any, colours: Mapping[str, str], font: bytes) -> None:
        import pikepdf

        self.pdf = pikepdf
        self.document = document
        self.colours = {name: _components(value) for name, value in colours.items()}
        self.elements = pikepdf.NumberTree(document.Root.StructTreeRoot.ParentTree)
        self.face = Face(document, font)
        self.drawn: dict[tuple[float, float, bool], Any] = {}

    def field(self, link: Any, page: Any) -> Any:
        """Make a field of a link, in place: what refers to the link refers to the field."""
        kind, name, rest = str(link.Contents).removeprefix(SCHEME).split(":", 2)
        state, label = rest.split(":", 1) if kind == "c" else ("", rest)
        del link["/A"], link["/Contents"]
        if "/Border" in link:
            del link["/Border"]
        link.Subtype = self.pdf.Name.Widget
        link.T, link.TU, link.P, link.F = name, label.strip(), page, 4
        element = self.elements[int(link.StructParent)]
        element.S = self.pdf.Name.Form
        if kind == "c":
            self._box(link, done=state == "1")
        else:
            self._line(link)
        return link

    def form(self, fields: list[Any]) -> Any:
        """Return the dictionary that names all fields."""
        form = self.pdf.Dictionary(Fields=self.pdf.Array(fields))
        if self.face.used:
            form.DR = self.pdf.Dictionary(Font=self.pdf.Dictionary({f"/{self.face.name}": self.face.made}))
            form.DA = self.pdf.String(self._typed())
        return form

    def _box(self, field: Any, *, done: bool) -> None:
        width, height = _size(field)
        states = self.pdf.Dictionary(
            Yes=self._drawing(width, height, done=True), Off=self._drawing(width, height, done=False)
        )
        field.FT = self.pdf.Name.Btn
        field.AP = self.pdf.Dictionary(N=states)
        field.V = field.AS = self.pdf.Name.Yes if done else self.pdf.Name.Off

    def _line(self, field: Any) -> None:
        width, height = _size(field)
        field.FT = self.pdf.Name.Tx
        field.DA = self.pdf.String(self._typed())
        field.V = self.pdf.String("")
        empty = f"/Tx BMC EMC\n{self._stroke('ink', 0.7)} 0 0.5 m {width:g} 0.5 l S".encode()
        field.AP = self.pdf.Dictionary(N=self._stream(empty, width, height, text=True))

    def _typed(self) -> str:
        self.face.used = True
        return f"/{self.face.name} {_SIZE:g} Tf {self._colour('ink')} rg"

    def _drawing(self, width: float, height: float, *, done: bool) -> Any:
        """Return one look of a box; boxes of a size share it."""
        key = (width, height, done)
        if key not in self.drawn:
            ground = f"{self._colour('paper')} rg {self._stroke('ink', 0.9)}"
            frame = f"{ground} 0.6 0.6 {width - 1.2:g} {height - 1.2:g} re B"
            tick = (
                f"{self._stroke('teal', _MARK)} 1 J 1 j {0.22 * width:g} {0.5 * height:g} m "
                f"{0.42 * width:g} {0.26 * height:g} l {0.8 * width:g} {0.76 * height:g} l S"
            )
            content = f"q {frame} Q q {tick} Q" if done else f"q {frame} Q"
            self.drawn[key] = self._stream(content.encode(), width, height)
        return self.drawn[key]

    def _stream(self, content: bytes, width: float, height: float, *, text: bool = False) -> Any:
        made = self.pdf.Stream(self.document, content)
        made.Type, made.Subtype = self.pdf.Name.XObject, self.pdf.Name.Form
        made.BBox = self.pdf.Array([0, 0, width, height])
        if text:
            fonts = self.pdf.Dictionary({f"/{self.face.name}": self.face.made})
            made.Resources = self.pdf.Dictionary(Font=fonts)
        else:
            made.Resources = self.pdf.Dictionary()
        return self.document.make_indirect(made)

    def _colour(self, name: str) -> str:
        return " ".join(f"{part:.3f}" for part in self.colours[name])

    def _stroke(self, name: str, width: float) -> str:
        return f"{self._colour(name)} RG {width:g} w"


def _components(colour: str) -> tuple[float, ...]:
    """Return `#1d1a2b` as shares of red, green and blue."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits  # noqa: PLR2004  (#rgb)
    return tuple(int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))


def _size(field: Any) -> tuple[float, float]:
    left, low, right, high = (float(value) for value in field.Rect)
    return round(right - left, 2), round(high - low, 2)
