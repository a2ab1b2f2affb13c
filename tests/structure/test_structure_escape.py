"""Escaping: whatever people typed reads back as the same text, with the real pandoc."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.engine import pandoc
from pipeline.model.notes import Block, Kind
from pipeline.render.reader import FORMAT
from pipeline.render.shield import Shield
from pipeline.structure import draft, escape

_WRAPPERS = {"Para", "Plain"}


def blocks_of(markdown: str) -> list[Any]:
    """Read Markdown as the build does."""
    shield = Shield(markdown)
    data = pandoc.convert(shield.cover(markdown).encode(), source=FORMAT, target="json")
    tree: list[Any] = json.loads(shield.uncover(data.decode()))["blocks"]
    return tree


def said(node: Any) -> str:
    """Return the text of a tree; anything but words shows as its name."""
    if isinstance(node, list):
        return "".join(map(said, node))
    kind, content = node["t"], node.get("c")
    if kind == "Str":
        return str(content)
    if kind in {"Space", "SoftBreak"}:
        return " "
    if kind in {"Span", "Link", "Div"}:
        return said(content[1])
    return said(content) if kind in _WRAPPERS else f"<{kind}>"


_PIECES = st.sampled_from(
    [
        *"abäß19 *_`~^[](){}<>&|\\#:.!+-=\"'$@/;?,§€„“–…%0",
        "*innen", "**", "Leiter*in ", "http://a.de/b_c ", "1. ", "10. Oktober ", "3) ", "- ",
        "[x] ", "[ ] ", "&amp;", "<b>",
        "[a](b)", "[a]{.c}", "[a]: b", ":::", ": ", "z. B. ",
        "www.a.de", "a@b.de", "^[x]", "[^1]", ":x:", "$a$", "~~a~~",
        "# ", "---", "<!-- x -->", "\\(a\\)", "{=html}", "!",
    ]
)  # fmt: skip
LINES = (
    st.lists(_PIECES, min_size=1, max_size=14)
    .map(lambda parts: " ".join("".join(parts).split()))
    .filter(bool)
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LINES, min_size=10, max_size=30))
def test_every_text_reads_back(texts: list[str]) -> None:
    """Paragraph by paragraph, the text that comes out of the guide is the text of the notes."""
    tree = blocks_of("\n\n".join(map(escape.text, texts)))
    assert [said(block) for block in tree] == texts


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(LINES, st.integers(1, 4), st.booleans()), min_size=1, max_size=12))
def test_every_item_reads_back(rows: list[tuple[str, int, bool]]) -> None:
    """Whatever the levels, every item of a list is an item with its text, in order."""
    blocks = [Block("n", "", Kind.ITEM, text, level=level, ordered=ordered) for text, level, ordered in rows]
    (markdown,) = draft.chunks(blocks)
    assert list(items(blocks_of(markdown))) == [text for text, _level, _ordered in rows]


def items(tree: list[Any]) -> Any:
    """Yield the texts of all items, also of inner lists."""
    for node in tree:
        if node["t"] == "Div":
            yield from items(node["c"][1])
        elif node["t"] in {"BulletList", "OrderedList"}:
            for item in node["c"] if node["t"] == "BulletList" else node["c"][1]:
                yield from items(item)
        else:
            yield said(node)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.lists(LINES, min_size=2, max_size=4), min_size=2, max_size=5))
def test_every_cell_reads_back(rows: list[list[str]]) -> None:
    """Bars and all, every cell of a table stands in its row; short rows are filled up."""
    width = max(map(len, rows))
    blocks = [Block("n", "", Kind.ROW, " | ".join(row), cells=tuple(row), table=1) for row in rows]
    (markdown,) = draft.chunks(blocks)
    (table,) = [node for node in walk(blocks_of(markdown)) if node["t"] == "Table"]
    head, bodies = table["c"][3][1], table["c"][4]
    read = [[said(cell[4]) for cell in row[1]] for row in (*head, *bodies[0][3])]
    assert read == [[*row, *[""] * (width - len(row))] for row in rows]


def walk(tree: list[Any]) -> Any:
    """Yield blocks, those in positions' divs too."""
    for node in tree:
        yield node
        if node["t"] == "Div":
            yield from walk(node["c"][1])


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("Teilnehmer*innen und Leiter*innen", "Teilnehmer*innen und Leiter*innen"),
        ("Partner_innen, jede:r, /-innen", "Partner_innen, jede:r, /-innen"),
        ("-> siehe Protokoll", "-> siehe Protokoll"),
        ("Beispiel [Werkhof]: so", "Beispiel [Werkhof]: so"),
        ("10. Oktober 2022 war gut", "10. Oktober 2022 war gut"),
        ("https://a.example/x_y?z=1&b=2", "https://a.example/x_y?z=1&b=2"),
        ("3. Preis gewonnen", "3\\. Preis gewonnen"),
    ],
)
def test_what_needs_no_escape_gets_none(text: str, markdown: str) -> None:
    """An editor reads what people typed, not backslashes."""
    assert escape.text(text) == markdown


@given(st.text())
def test_a_comment_never_ends_early(text: str) -> None:
    """Whatever stands in a comment, there is one, and nothing behind it."""
    comment = escape.comment(text)
    assert comment.index("-->") == len(comment) - 3
    assert "\n" not in comment
