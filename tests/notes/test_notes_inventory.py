"""Inventory: what a reader loses, doubles or invents is found, whatever the reader is."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from wordfile import bold, p, part, relations, t, table, text_box, word

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block
from pipeline.notes import inventory, readers

COMMENTS = part("comments", f'<w:comment w:id="1" w:author="A">{p("Ein Kommentar")}</w:comment>')
EVERYTHING = word(
    bold("Überschrift")
    + p("Absatz mit Text", text_box("Ein Merksatz") + '<w:r><w:commentReference w:id="1"/></w:r>')
    + p("sichtbar", "<w:del><w:r><w:delText>gelöscht</w:delText></w:r></w:del>")
    + p("da", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>verborgen</w:t></w:r>")
    + p("- typed ", t("in ") + t("Stücken"))
    + table(("Titel",), ("Zelle eins", "Zelle zwei"))
    + p("", f'<w:hyperlink r:id="r1">{t("Link")}</w:hyperlink>'),
    {
        "word/header1.xml": part("hdr", p("Kopfzeile")),
        "word/comments.xml": COMMENTS,
        "word/_rels/document.xml.rels": relations(("r1", "https://example.org/a", "External")),
        "docProps/core.xml": '<c xmlns:dc="d"><dc:creator>Ada &amp; Bo</dc:creator></c>',
    },
)
PAD = (
    "---\ntags: x\n---\n# Titel\n\n\\* eins *betont*\n\\*\\* zwei [Link](https://a.example/b)\n\n"
    "| a | b |\n|---|---|\n| 1. c | `d` |\n\n- [x] fertig <!-- still -->\n???\n"
)


def entries(blocks: tuple[Block, ...] | list[Block]) -> list[Entry]:
    """Return a ledger that holds each block once."""
    return [Entry(str(n), b.source, b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]


@pytest.mark.parametrize(
    ("name", "data"), [("a.docx", EVERYTHING), ("a.md", PAD.encode()), ("a.txt", PAD.encode())]
)
def test_our_readers_lose_nothing(name: str, data: bytes) -> None:
    """Text boxes, headers, comments, deleted and hidden text, links and tables: the letters agree."""
    assert inventory.reconcile(inventory.take(name, data), entries(readers.read(name, data).blocks)) == []


@pytest.mark.parametrize(("name", "data"), [("a.docx", EVERYTHING), ("a.md", PAD.encode())])
def test_a_reader_that_drops_a_block_is_caught(name: str, data: bytes) -> None:
    """Whichever block a planted reader forgets, and whatever its layer, the difference is found."""
    blocks = list(readers.read(name, data).blocks)
    for dropped in range(len(blocks)):
        planted = entries(blocks[:dropped] + blocks[dropped + 1 :])
        assert inventory.reconcile(inventory.take(name, data), planted), blocks[dropped]


def test_a_text_that_stands_twice_must_come_out_twice() -> None:
    """Counting is by number, not by kind."""
    data = word(p("Noch einmal sprechen") + p("Noch einmal sprechen"))
    blocks = list(readers.read("a.docx", data).blocks)
    assert inventory.reconcile(inventory.take("a.docx", data), entries(blocks)) == []
    (problem,) = inventory.reconcile(inventory.take("a.docx", data), entries(blocks[:1]))
    assert "Noch" in problem.message


def test_invented_text_is_caught() -> None:
    """A reader may not add a letter."""
    data = word(p("Nur das"))
    invented = [
        *entries(readers.read("a.docx", data).blocks),
        Entry("9", "a.docx", "", "Unsinn", "paragraph", Fate.OPEN),
    ]
    assert inventory.reconcile(inventory.take("a.docx", data), invented)


_WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"]), min_size=1, max_size=30
)
_LINES = st.one_of(
    _WORDS,
    st.sampled_from(["- ", "* ", "\\* ", "\\*\\* ", "1. ", "# ", "## ", "> ", "- [ ] ", "| ", "**"]).flatmap(
        lambda mark: _WORDS.map(lambda text: f"{mark}{text}")
    ),
    st.sampled_from(
        ["", "---", "===", "***", "| a | b |", "|---|---|", "```", "<!-- x", "-->", "**fett**", "\t", "a\tb"]
    ),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_LINES, max_size=15), st.sampled_from(["a.md", "a.txt"]))
def test_nothing_is_lost_of_any_text(rows: list[str], name: str) -> None:
    """For every text, the reader's blocks and the inventory agree letter by letter."""
    data = "\n".join(["Ein Satz, damit es Notizen sind.", *rows]).encode()
    assert inventory.reconcile(inventory.take(name, data), entries(readers.read(name, data).blocks)) == []


_XML = _WORDS.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;").replace("]]>", ""))
_PIECES = st.one_of(
    _XML.map(p),
    _XML.map(bold),
    st.lists(_XML, min_size=1, max_size=3).map(lambda cells: table(("Titel",), tuple(cells))),
    _XML.map(lambda text: p("x", text_box(text))),
    _XML.map(lambda text: p("x", f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>")),
    _XML.map(
        lambda text: p("x", f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>{text}</w:t><w:br/><w:t>{text}</w:t></w:r>")
    ),
    _XML.map(lambda text: p("", f"<w:r><w:t>- {text}</w:t><w:br/><w:t>2. {text}</w:t></w:r>")),
)


@settings(max_examples=80, deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=8))
def test_nothing_is_lost_of_any_word_file(pieces: list[str]) -> None:
    """The same for Word files made of every kind of piece."""
    data = word(p("Anfang") + "".join(pieces))
    assert (
        inventory.reconcile(inventory.take("a.docx", data), entries(readers.read("a.docx", data).blocks))
        == []
    )
