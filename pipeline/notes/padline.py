"""Pad line: what one line of a pad is: heading, item, row, picture, a mark of the program, or text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import lines, markdown, outline, places

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)[ \t]*#*")
_UNDERLINE = re.compile(r"={2,}|-{2,}")
_RULE = re.compile(r"(?:[-*_=][ \t]*){3,}|:{3,}")
_TABLE_RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_BOLD = re.compile(r"(?:\*\*|__)(?P<text>[^*_].*?)(?:\*\*|__)(?P<colon>:?)")
_STARS = re.compile(r"(?P<stars>(?:\\?\*){1,6})[ \t]+(?P<text>\S.*)")
"""A bullet whose depth is its number of stars, with backslashes where the export put them."""
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_IMAGE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<address>[^)]*)\)|<img\b[^<>]*>")
_MACHINE = re.compile(
    r"\[toc\]|\[\[toc\]\]|\[!\w+\]|\{%.*%\}|\[[^\[\]^]+\]:[ \t]*\S+(?:[ \t]+[\"'(].*)?|:{3,}[ \t]*\w*",
    re.IGNORECASE,
)
"""Contents, embeds, targets of links, the frame of a box: marks for the program."""
_BOX = re.compile(r":{3,}[ \t]*(?P<kind>\w+)[ \t]+(?P<text>\S.*)")
_NOTE = re.compile(r"\[\^[^\[\]\s]+\]:[ \t]*(?P<text>\S.*)")
_SHORT_FORM = re.compile(r"\*\[(?P<short>[^\[\]]+)\]:[ \t]*(?P<text>\S.*)")
_SUMMARY = re.compile(r"(?:<details[^<>]*>\s*)?<summary[^<>]*>(?P<text>.*?)(?:</summary>)?", re.IGNORECASE)
_DEFINED = re.compile(r":[ \t]+(?P<text>\S.*)")
_SIGNED = re.compile(r"\[(?:name|time|color)=[^\[\]]*\]", re.IGNORECASE)
_NAME = re.compile(r"\[name=([^\[\]]*)\]", re.IGNORECASE)
_MAY_BE_SIGNED = (">", "-", "*", "+")
"""HedgeDoc knows names and times in quotes and lists alone."""
_TAB = 4
_LONGEST_HEADING = 110


@dataclass(frozen=True)
class Row:
    """One line and its number."""

    number: int
    text: str

    @property
    def bare(self) -> str:
        """The line with single spaces."""
        return " ".join(self.text.split())


def is_table_rule(row: Row) -> bool:
    """Tell whether a line only parts the head of a table from its rows."""
    return bool(_TABLE_RULE.fullmatch(row.text.strip()))


def read(name: str, row: Row, above: str, below: str) -> list[Block]:
    """Return what a line says; nothing for one that only draws, two blocks for one that is signed."""
    if _is_structure(row, above):
        return []
    where = places.line(row.number)
    signs = _SIGNED.findall(row.text) if row.text.lstrip().startswith(_MAY_BE_SIGNED) else []
    if not signs:
        return [_block(name, row, below, above)]
    who = _NAME.search(row.text)
    mark = " ".join(signs)
    by = who[1].strip() if who else ""
    signed = Block(name, where, Kind.META, mark, Layer.PROPERTY, by=by)
    rest = Row(row.number, _SIGNED.sub(" ", row.text))
    return [*([_block(name, rest, below, above)] if rest.bare.strip("> ") else []), signed]


def _is_structure(row: Row, above: str) -> bool:
    """Tell whether a line only draws: blank, rule, underline of a heading, rule of a table."""
    bare = row.text.strip()
    if _UNDERLINE.fullmatch(bare) and _can_be_heading(above):
        return True
    return not bare or bool(_RULE.fullmatch(bare)) or (bool(_TABLE_RULE.fullmatch(bare)) and "-" in bare)


def _can_be_heading(text: str) -> bool:
    """Tell whether a line may be underlined; below a sentence, people draw a rule."""
    if len(text) > _LONGEST_HEADING or text.endswith((".", "!", ";", ",")):
        return False
    return bool(text) and not _HEADING.fullmatch(text) and not _STARS.fullmatch(text) and not lines.item(text)


def _block(name: str, row: Row, below: str, above: str) -> Block:
    quoted = row.text.strip()
    quoted = _QUOTE.sub("", quoted, count=1) if quoted.startswith(">") else quoted
    bare = Block(name, places.line(row.number), Kind.PARAGRAPH, row.bare, typed=row.bare)
    return (
        _heading(bare, quoted, below)
        or _mark(bare, quoted)
        or _item(bare, row, quoted)
        or _table_row(bare, quoted, (above, below))
        or _line(bare, quoted)
    )


def _said(bare: Block, kind: Kind, text: str, *, level: int = 0, layer: Layer = Layer.BODY) -> Block:
    return Block(
        bare.source, bare.place, kind, text, layer, level, typed=bare.typed if bare.typed != text else ""
    )


def _heading(bare: Block, quoted: str, below: str) -> Block | None:
    if match := _HEADING.fullmatch(quoted):
        return _said(bare, Kind.HEADING, markdown.text(match[2]), level=len(match[1]))
    if _UNDERLINE.fullmatch(below) and _can_be_heading(quoted) and not lines.columns(quoted):
        return _said(bare, Kind.HEADING, markdown.text(quoted), level=1 if below[0] == "=" else 2)
    if bold := _BOLD.fullmatch(quoted):
        said = markdown.text(bold["text"]).removesuffix(":")
        if outline.looks_like_heading(said, bold=True):
            return _said(bare, Kind.HEADING, said, level=outline.TYPED)
    if match := _SUMMARY.fullmatch(quoted):
        return _said(bare, Kind.HEADING, markdown.text(match["text"]), level=outline.TYPED)
    return None


def _mark(bare: Block, quoted: str) -> Block | None:
    """Read what a pad makes something else of than text in its place."""
    if _MACHINE.fullmatch(quoted) or markdown.is_tags(quoted):
        return _said(bare, Kind.META, quoted)
    if match := _IMAGE.fullmatch(quoted):
        said = f"{match['alt']} ({match['address']})" if match["address"] is not None else quoted
        return _said(bare, Kind.PICTURE, " ".join(said.split()))
    if match := _NOTE.fullmatch(quoted):
        return _said(bare, Kind.PARAGRAPH, markdown.text(match["text"]), layer=Layer.FOOTNOTE)
    if match := _SHORT_FORM.fullmatch(quoted):
        return _said(bare, Kind.PARAGRAPH, f"{match['short']}: {markdown.text(match['text'])}")
    if match := _BOX.fullmatch(quoted) or _DEFINED.fullmatch(quoted):
        return _said(bare, Kind.PARAGRAPH, markdown.text(match["text"]))
    return None


def _item(bare: Block, row: Row, quoted: str) -> Block | None:
    indent = len(row.text[: len(row.text) - len(row.text.lstrip())].expandtabs(_TAB))
    if match := _STARS.fullmatch(quoted):
        depth = match["stars"].count("*") + indent // 2
        inner = lines.item(match["text"])
        found: lines.Item | None = lines.Item(match["text"])
        found = inner if inner and (inner.checked is not None or inner.ordered) else found
    else:
        found = lines.item(re.sub(r"^(\d{1,3})\\([.)])", r"\1\2", re.sub(r"^\\([-+])", r"\1", quoted)))
        depth = 1 + indent // 2
    if not found:
        return None
    return Block(
        bare.source, bare.place, Kind.ITEM, markdown.text(found.text), level=depth, ordered=found.ordered,
        checked=found.checked, typed=bare.typed,
    )  # fmt: skip


def _table_row(bare: Block, quoted: str, near: tuple[str, str]) -> Block | None:
    cells = tuple(markdown.text(cell) for cell in lines.columns(quoted)) if "|" in quoted else ()
    in_table = quoted.startswith("|") or any(
        (_TABLE_RULE.fullmatch(other) and "|" in other) or len(lines.columns(other)) == len(cells)
        for other in near
    )
    if not cells or not in_table:
        return None
    return Block(bare.source, bare.place, Kind.ROW, " | ".join(cells), cells=cells, typed=bare.typed)


def _line(bare: Block, quoted: str) -> Block:
    said = markdown.text(quoted)
    if outline.looks_like_heading(said, bold=False):
        return _said(bare, Kind.HEADING, said, level=outline.TYPED)
    return _said(bare, Kind.PARAGRAPH, said or bare.text)
