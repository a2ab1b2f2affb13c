"""Web pages: what Google Docs, pads, wikis and mail programs make of text comes back as what it was."""

from __future__ import annotations

import pytest

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.problem import Trouble
from pipeline.notes import inventory, readers


def read(page: str) -> list[Block]:
    """Read a page, and hold every letter of it against the inventory."""
    data = f"<html>{page}</html>".encode()
    blocks = list(readers.read("n.html", data).blocks)
    entries = [Entry(str(n), "n.html", b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take("n.html", data), entries) == []
    return blocks


def test_google_docs_says_by_classes_what_it_means() -> None:
    """Bold headings, nested lists and comments look like anything but that in its export."""
    page = (
        "<head><style>.c1{font-weight:700}.c2{color:#000}</style></head><body>"
        '<p><span class="c1">Ergebnisse</span></p><ul class="lst-kix_a-0"><li><span class="c2">eins</span></li></ul>'
        '<ul class="lst-kix_a-1"><li>zwei</li></ul>'
        '<p>Mehr <a href="https://www.google.com/url?q=https://a.example/v&amp;sa=D">dazu</a></p>'
        '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a> stimmt das?</p></div></body>'
    )
    assert [(b.kind, b.level, b.text, b.layer) for b in read(page)] == [
        (Kind.HEADING, 7, "Ergebnisse", Layer.BODY),
        (Kind.ITEM, 1, "eins", Layer.BODY),
        (Kind.ITEM, 2, "zwei", Layer.BODY),
        (Kind.PARAGRAPH, 0, "Mehr dazu (https://a.example/v)", Layer.BODY),
        (Kind.PARAGRAPH, 0, "[a] stimmt das?", Layer.COMMENT),
    ]


def test_a_wiki_brings_margins_and_buttons() -> None:
    """Contents and navigation frame the text; what one can press in a heading is no part of it."""
    page = (
        '<nav>Startseite</nav><div id="toc"><ul><li>1 Ziele</li></ul></div>'
        '<h2>Ziele<span class="mw-editsection">[Bearbeiten]</span></h2><p>mehr Leute</p>'
    )
    assert [(b.kind, b.text, b.layer) for b in read(page)] == [
        (Kind.PARAGRAPH, "Startseite", Layer.FURNITURE),
        (Kind.META, "1 Ziele", Layer.BODY),
        (Kind.HEADING, "Ziele", Layer.BODY),
        (Kind.META, "[Bearbeiten]", Layer.BODY),
        (Kind.PARAGRAPH, "mehr Leute", Layer.BODY),
    ]


def test_task_lists_of_confluence_are_checklists() -> None:
    """What is done and what is not stands in a class."""
    page = '<ul class="inline-task-list"><li class="checked">Saal</li><li class="unchecked">Presse</li></ul>'
    assert [(b.text, b.checked) for b in read(page)] == [("Saal", True), ("Presse", False)]


def test_lists_of_word_keep_their_levels() -> None:
    """Mails of Outlook have paragraphs that say which level of which list they are."""
    page = "<p style='mso-list:l0 level1 lfo1'>eins</p><p style='mso-list:l0 level2 lfo1'>zwei</p>"
    assert [(b.kind, b.level) for b in read(page)] == [(Kind.ITEM, 1), (Kind.ITEM, 2)]


def test_hidden_words_do_not_break_a_line() -> None:
    """A stretch that is not shown stands apart, the sentence around it stays whole."""
    assert [
        (b.text, b.layer) for b in read("<p>vor <span style='display:none'>geheim</span>und nach</p>")
    ] == [
        ("vor und nach", Layer.BODY),
        ("geheim", Layer.HIDDEN),
    ]


def test_comments_above_a_page_are_found() -> None:
    """They stand before its first element; what programs tell each other there is none."""
    data = b"<!-- nur intern --><html><!--[if gte mso 9]><xml>x</xml><![endif]--><p>Text der Seite</p></html>"
    assert [(b.text, b.layer) for b in readers.read("n.html", data).blocks] == [
        ("nur intern", Layer.HIDDEN),
        ("Text der Seite", Layer.BODY),
    ]


def test_a_page_laid_out_as_a_table_is_text() -> None:
    """A passage in a cell is no row: the short cell before it heads it."""
    passage = "".join(f"<p>Absatz {n} über das, was gesagt wurde.</p>" for n in range(6))
    found = read(f"<table><tr><td>TOP 1</td><td>{passage}</td></tr></table>")
    assert [b.kind for b in found] == [Kind.HEADING, *[Kind.PARAGRAPH] * 6]
    assert found[1].path == ("TOP 1",)


def test_lines_of_typed_text_stay_apart() -> None:
    """`pre` keeps its line ends, everything else has none but those of its elements."""
    assert [b.text for b in read("<pre>eins\nzwei</pre><p>drei\nvier</p>")] == ["eins", "zwei", "drei vier"]


def test_a_page_that_was_cut_off_in_a_comment_keeps_it() -> None:
    """Somebody may have meant it; it is hidden, not lost."""
    assert [(b.text, b.layer) for b in read("<p>Text</p><!-- nicht zei")] == [
        ("Text", Layer.BODY),
        ("nicht zei</html>", Layer.HIDDEN),
    ]


def test_a_page_without_an_end_of_its_title_is_refused() -> None:
    """A browser shows an empty window; tags that are written about in a title are none."""
    with pytest.raises(Trouble, match="title"):
        readers.read("n.html", b"<html><title>Notizen<style>a{}</style><body><p>Text</p></html>")
    page = "<title>Was ist &lt;b&gt;?</title><p>Text</p>"
    assert [b.text for b in read(page) if b.layer is Layer.BODY] == ["Text"]
