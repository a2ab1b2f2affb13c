"""PDF layout: the pieces of a page as lines in reading order: column by column, tables row by row."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from pipeline.notes.pdfpage import Page, Piece, Rule

_SAME_LINE = 0.45
"""Of the letters' height: how far apart two base lines of one line may be."""
_GUTTER = 7.0
"""Points: the least space between two columns of text."""
_LEAST_LINES = 4
_FULL = 0.55
"""A line of running text fills so much of its column; a cell of a list does not."""
_MOSTLY = 0.4
_CROSSING = 0.35
_UNEQUAL = 1.7
_BIN = 2.0
_NEAR = 3.0
_HYPHENS = "-\u00ad\u2010\u0002\ufffe"
_HUNG = re.compile(r"(?:und|oder|bzw|sowie|als|bis|noch|u|o)\b")
"""`Vor- und Nachteile`: the hyphen stays."""
_GENDER = re.compile(r"[*:_/]$")
_GENDERED = re.compile(r"-?(?:in|innen|r|n|e|er|en|m|s)\b")


@dataclass(frozen=True)
class Line:
    """One line of text, or one row of a table, with where it stands."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    cells: tuple[str, ...] = ()
    width: float = 0.0
    """Of the column that it stands in."""
    table: int = 0
    """Number of the table on the page, from 1; 0 outside tables."""


def lines(page: Page) -> list[Line]:
    """Return the lines of a page in reading order; what stands sideways comes last."""
    upright = [piece for piece in page.pieces if not piece.sideways]
    tables, rest = _tables(page.rules, upright)
    found = [*_in_order([*map(_alone, rest), *itertools.chain(*tables)])]
    return [*found, *(_alone(piece) for piece in page.pieces if piece.sideways)]


def rows(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Return the pieces that stand on one line together, from above, each from the left."""
    found: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda one: -one.base):
        if found and abs(found[-1][0].base - piece.base) <= _SAME_LINE * max(found[-1][0].size, piece.size):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [sorted(row, key=lambda one: one.left) for row in found]


def joined(before: str, after: str) -> str:
    """Put two lines of one paragraph together; a word that was broken at the line's end is whole again."""
    if not before or not after:
        return before or after
    if before[-1] in _HYPHENS and before[-2:-1].isalpha():
        if after[0].islower() and not _HUNG.match(after):
            return before[:-1] + after
        return f"{before[:-1]}- {after}" if after[0].islower() else f"{before[:-1]}-{after}"
    if _GENDER.search(before) and before[-2:-1].isalpha() and _GENDERED.match(after):
        return before + after
    return f"{before} {after}"


def _alone(piece: Piece) -> Line:
    return Line(piece.text, piece.left, piece.right, piece.base, piece.size, piece.bold)


# Columns


def _in_order(elements: Sequence[Line]) -> Iterator[Line]:
    """Yield lines column by column; what crosses the space between columns parts the page into bands."""
    gutters = _gutters(elements)
    if not gutters:
        yield from _one_column(elements)
        return
    band: list[Line] = []
    for element in sorted(elements, key=lambda one: -one.base):
        if any(element.left < middle < element.right for middle in gutters):
            yield from _band(band, gutters)
            yield element
            band = []
        else:
            band.append(element)
    yield from _band(band, gutters)


def _band(band: Sequence[Line], gutters: Sequence[float]) -> Iterator[Line]:
    edges = [float("-inf"), *gutters, float("inf")]
    for left, right in itertools.pairwise(edges):
        yield from _one_column([one for one in band if left <= (one.left + one.right) / 2 < right])


def _gutters(elements: Sequence[Line]) -> list[float]:
    """Return where the spaces between columns of running text are; nothing on a page of one column."""
    texts = [one for one in elements if not one.cells]
    if len(texts) < 2 * _LEAST_LINES:
        return []
    left, right = min(one.left for one in texts), max(one.right for one in texts)
    found = [middle for middle in _spaces(texts, left, right) if left < middle < right]
    for gutters in (found, *([one] for one in found)):
        if gutters and _are_columns(texts, gutters, left, right):
            return gutters
    return []


def _spaces(texts: Sequence[Line], left: float, right: float) -> list[float]:
    """Return the middles of stretches that hardly any line covers."""
    bins = max(int((right - left) / _BIN) + 1, 1)
    steps = [0] * (bins + 1)
    for one in texts:
        steps[int((one.left - left) / _BIN)] += 1
        steps[min(int((one.right - left) / _BIN) + 1, bins)] -= 1
    cover = list(itertools.accumulate(steps))[:bins]
    most = _CROSSING * len(texts) / 2
    inner = range(int(bins * 0.15), int(bins * 0.85))
    found: list[float] = []
    for empty, run in itertools.groupby(inner, key=lambda at: cover[at] <= most):
        stretch = list(run)
        if empty and len(stretch) * _BIN >= _GUTTER:
            low = min(cover[at] for at in stretch)
            lowest = [at for at in stretch if cover[at] == low]
            found.append(left + (lowest[0] + lowest[-1] + 1) / 2 * _BIN)
    return found[:4]


def _are_columns(texts: Sequence[Line], gutters: Sequence[float], left: float, right: float) -> bool:
    """Tell columns of text from cells of a table: of like width, and most of their lines are full."""
    inside = [one for one in texts if not any(one.left < middle < one.right for middle in gutters)]
    if len(texts) - len(inside) > _CROSSING * len(texts):
        return False
    widths = []
    for low, high in itertools.pairwise([left - 1, *gutters, right + 1]):
        here = [one for one in inside if low <= one.left and one.right <= high]
        if len(here) < _LEAST_LINES:
            return False
        wide = max(one.right for one in here) - min(one.left for one in here)
        full = sum(one.right - one.left >= _FULL * wide for one in here)
        if full < _MOSTLY * len(here):
            return False
        widths.append(wide)
    return max(widths) <= _UNEQUAL * min(widths)


def _one_column(elements: Sequence[Line]) -> Iterator[Line]:
    """Yield the lines of a column from above; pieces side by side are one line, parted by tabs."""
    if not elements:
        return
    width = max(one.right for one in elements) - min(one.left for one in elements)
    waiting: list[Line] = []
    for element in sorted(elements, key=lambda one: (-one.base, one.left)):
        same = waiting and abs(waiting[0].base - element.base) <= _SAME_LINE * max(
            waiting[0].size, element.size
        )
        if waiting and (not same or element.cells or waiting[0].cells):
            yield _together(waiting, width)
            waiting = []
        waiting.append(element)
    yield _together(waiting, width)


def _together(parts: Sequence[Line], width: float) -> Line:
    parts = sorted(parts, key=lambda one: one.left)
    text = "\t".join(part.text for part in parts)
    return replace(
        parts[0],
        text=text,
        right=max(part.right for part in parts),
        size=max(part.size for part in parts),
        bold=all(part.bold for part in parts),
        width=width,
    )


# Tables


def _tables(rules: Sequence[Rule], pieces: Sequence[Piece]) -> tuple[list[list[Line]], list[Piece]]:
    """Return the rows of each table with drawn lines, and the pieces that stand in none."""
    tables: list[list[Line]] = []
    rest = list(pieces)
    for grid in _grids(rules):
        inside = [piece for piece in rest if grid.holds(piece)]
        found = list(_rows(grid, inside, len(tables) + 1))
        if sum(len([cell for cell in row.cells if cell]) > 1 for row in found) > 1:
            taken = set(map(id, inside))
            rest = [piece for piece in rest if id(piece) not in taken]
            tables.append(found)
    return tables, rest


@dataclass(frozen=True)
class _Grid:
    """Where the lines of a table are drawn, from the left and from above."""

    across: tuple[float, ...]
    down: tuple[float, ...]

    def holds(self, piece: Piece) -> bool:
        middle = (piece.left + piece.right) / 2
        return (
            self.across[0] - _NEAR <= middle <= self.across[-1] + _NEAR
            and self.down[-1] - _NEAR <= piece.base <= self.down[0] + _NEAR
        )

    def place(self, piece: Piece) -> tuple[int, int]:
        """Return row and column of a piece; a text over several columns is in its first."""
        at = piece.left + min(piece.right - piece.left, piece.size) / 2
        column = sum(at > edge for edge in self.across[1:-1])
        row = sum(piece.base + piece.size / 4 < edge for edge in self.down[1:-1])
        return row, column


def _rows(grid: _Grid, pieces: Sequence[Piece], table: int) -> Iterator[Line]:
    cells: dict[tuple[int, int], list[Piece]] = {}
    for piece in pieces:
        cells.setdefault(grid.place(piece), []).append(piece)
    for row in range(len(grid.down) - 1):
        texts = tuple(_cell(cells.get((row, column), [])) for column in range(len(grid.across) - 1))
        if any(texts):
            here = [piece for (other, _column), parts in cells.items() if other == row for piece in parts]
            yield Line(
                " | ".join(texts), grid.across[0], grid.across[-1], max(piece.base for piece in here),
                max(piece.size for piece in here), cells=texts, table=table,
            )  # fmt: skip


def _cell(pieces: Sequence[Piece]) -> str:
    said = ""
    for row in rows(pieces):
        said = joined(said, " ".join(piece.text for piece in row))
    return said


def _grids(rules: Sequence[Rule]) -> Iterator[_Grid]:
    """Yield the grids that drawn lines make: lines that touch, at least two columns and two rows."""
    flat = _merged([rule for rule in rules if rule.flat])
    standing = _merged([rule for rule in rules if not rule.flat])
    if not flat or not standing or len(flat) * len(standing) > 200_000:  # noqa: PLR2004  (a drawing)
        return
    groups: list[set[int]] = []
    for number, stand in enumerate(standing):
        touched = {at for at, lie in enumerate(flat) if _touch(lie, stand)}
        mine = {-number - 1, *touched}
        apart = [group for group in groups if not group & mine]
        groups = [*apart, mine.union(*(group for group in groups if group & mine))]
    for group in groups:
        across = _distinct(standing[-at - 1].left for at in group if at < 0)
        down = _distinct(flat[at].bottom for at in group if at >= 0)[::-1]
        if len(across) > 2 and len(down) > 2:  # noqa: PLR2004
            yield _Grid(tuple(across), tuple(down))


def _touch(lie: Rule, stand: Rule) -> bool:
    return (
        lie.left - _NEAR <= stand.left <= lie.right + _NEAR
        and stand.bottom - _NEAR <= lie.bottom <= stand.top + _NEAR
    )


def _merged(rules: Sequence[Rule]) -> list[Rule]:
    """Put together the pieces that a line was drawn in."""
    found: list[Rule] = []
    key = (
        (lambda r: (round(r.bottom), r.left))
        if rules and rules[0].flat
        else (lambda r: (round(r.left), r.bottom))
    )
    for rule in sorted(rules, key=key):
        last = found[-1] if found else None
        if last and rule.flat and abs(last.bottom - rule.bottom) < _NEAR and rule.left <= last.right + _NEAR:
            found[-1] = Rule(min(last.left, rule.left), max(last.right, rule.right), last.bottom, last.top)
        elif (
            last and not rule.flat and abs(last.left - rule.left) < _NEAR and rule.bottom <= last.top + _NEAR
        ):
            found[-1] = Rule(last.left, last.right, min(last.bottom, rule.bottom), max(last.top, rule.top))
        else:
            found.append(rule)
    return found


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def body_size(pages: Iterable[Page]) -> float:
    """Return the height of the letters that most of the text is set in."""
    sizes = [
        piece.size for page in pages for piece in page.pieces for _letter in range(len(piece.text) // 8 + 1)
    ]
    return median(sizes) if sizes else 0.0
