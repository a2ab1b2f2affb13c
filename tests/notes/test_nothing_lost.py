"""Nothing lost: whatever people put into a file, in whatever mix, comes out once, and nothing else does."""

from __future__ import annotations

import re
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wordfile import p, packed, part, relations, word

from pipeline.model.ledger import Entry, Fate
from pipeline.model.problem import Trouble
from pipeline.notes import inventory, readers

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def hold(name: str, data: bytes) -> None:
    """Read a file, and hold it against the inventory: every letter, and every word of ours once."""
    blocks = readers.read(name, data).blocks
    entries = [Entry(str(n), name, b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take(name, data), entries) == []
    words = re.findall(r"wort\d+q", " ".join(block.raw for block in blocks))
    assert len(words) == len(set(words))


# Words that are unlike each other, so that each can be looked for

_SIGNS = "abzäöüßéñÉ*_:-–„“'`~|#<>&[]().,!?/\\0123 \u00a0\u00ad\u200b\u0308\u2022☐"
_TEXT = st.text(alphabet=_SIGNS, max_size=18)


@st.composite
def said(draw: st.DrawFn) -> str:
    """Draw a text with a word in it that no other text has."""
    number = draw(st.shared(st.builds(count), key="words"))
    return f"{draw(_TEXT)} wort{next(number)}q {draw(_TEXT)}"


def escaped(text: str) -> str:
    """Return a text as XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


XML = said().map(escaped)

# Word


def _run(text: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def _field(code: str, result: str) -> str:
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{result}{marks[2]}"


def _box(inner: str) -> str:
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wps:txbx>{content}</wps:txbx>'
        f"</wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


_LOOKS = st.sampled_from(
    ["", "<w:b/>", "<w:u/>", "<w:vanish/>", "<w:strike/>", "<w:webHidden/>", '<w:rStyle w:val="H"/>']
)
_RUNS = st.one_of(
    st.builds(_run, XML, _LOOKS),
    XML.map(lambda text: f'<w:ins w:author="Ada">{_run(text)}</w:ins>'),
    XML.map(lambda text: f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"),
    XML.map(lambda text: f"<w:moveFrom>{_run(text)}</w:moveFrom>"),
    XML.map(lambda text: _field(" PAGE ", _run(text))),
    XML.map(lambda text: _field(' HYPERLINK "https://a.example/x" ', _run(text))),
    XML.map(lambda text: _field("TOC \\o", _run(text))),
    XML.map(lambda text: f'<w:hyperlink r:id="r1">{_run(text)}</w:hyperlink>'),
    XML.map(lambda text: f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{_run(text)}</w:sdtContent></w:sdt>"),
    XML.map(lambda text: f"<w:r><w:ruby><w:rt>{_run(text)}</w:rt><w:rubyBase>{_run('x')}</w:rubyBase></w:ruby></w:r>"),
    XML.map(lambda text: f'<w:r><w:pict><v:shape><v:textpath string="{text.replace(chr(34), "")}"/></v:shape></w:pict></w:r>'),
    st.just('<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'),
    st.just("<w:r><w:br/></w:r>"),
    st.just("<w:r><w:tab/></w:r>"),
    st.sampled_from([f'<w:r><w:footnoteReference w:id="{n}"/></w:r>' for n in range(3)]),
    st.sampled_from([f'<w:r><w:commentReference w:id="{n}"/></w:r>' for n in range(3)]),
    XML.map(lambda text: _box(p(text))),
)  # fmt: skip
_PROPERTIES = st.sampled_from(
    ["", '<w:pStyle w:val="U"/>', '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', "<w:rPr><w:del/></w:rPr>", '<w:ind w:left="1416"/>']
)  # fmt: skip
_PARAGRAPHS = st.builds(
    lambda properties, runs: f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>",
    _PROPERTIES,
    st.lists(_RUNS, max_size=4),
)


def _tables(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    cell = st.builds(
        lambda span, blocks: (
            f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(blocks) or "<w:p/>"}</w:tc>'
        ),
        st.integers(1, 3),
        st.lists(inner, max_size=3),
    )
    mark = st.sampled_from(["", "<w:del/>", "<w:hidden/>"])
    row = st.builds(
        lambda mark, cells: f"<w:tr><w:trPr>{mark}</w:trPr>{''.join(cells)}</w:tr>",
        mark,
        st.lists(cell, min_size=1, max_size=3),
    )
    return st.lists(row, min_size=1, max_size=3).map(lambda rows: f"<w:tbl>{''.join(rows)}</w:tbl>")


_BLOCKS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.one_of(
        _tables(inner), inner.map(lambda one: f"<w:sdt><w:sdtContent>{one}</w:sdtContent></w:sdt>")
    ),
    max_leaves=6,
)
_STYLES = part(
    "styles",
    '<w:style w:styleId="U"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="H"><w:name w:val="h"/><w:rPr><w:vanish/></w:rPr></w:style>',
)
_NUMBERS = part(
    "numbering",
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
)


@QUICK
@given(st.lists(_BLOCKS, min_size=1, max_size=6), st.lists(_BLOCKS, min_size=3, max_size=3), _PARAGRAPHS)
def test_no_word_file_loses_a_word(body: list[str], beside: list[str], header: str) -> None:
    """Text, notes, comments, boxes, headers, tables in tables, tracked, hidden, struck, in any mix."""
    parts = {
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERS,
        "word/header1.xml": part("hdr", header),
        "word/footnotes.xml": part("footnotes", "".join(f'<w:footnote w:id="{n}">{one}</w:footnote>' for n, one in enumerate(beside[1:]))),
        "word/comments.xml": part("comments", f'<w:comment w:id="0" w:author="Bo">{beside[0]}</w:comment>'),
        "word/_rels/document.xml.rels": relations(("r1", "https://a.example/link", "External")),
    }  # fmt: skip
    hold("a.docx", word(p("Anfang") + "".join(body), parts))


# ODT

_ROOMS = ("office", "text", "table", "style")
_NAMES = " ".join(f'xmlns:{room}="urn:oasis:names:tc:opendocument:xmlns:{room}:1.0"' for room in _ROOMS)
_NAMES += ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
_SPANS = st.one_of(
    XML,
    XML.map(lambda text: f'<text:span text:style-name="H">{text}</text:span>'),
    XML.map(lambda text: f'<text:a xlink:href="https://a.example/x">{text}</text:a>'),
    XML.map(lambda text: f"<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body></text:note>"),
    XML.map(lambda text: f"<office:annotation><dc:creator>Bo</dc:creator><text:p>{text}</text:p></office:annotation>"),
    XML.map(lambda text: f"<draw:frame><draw:text-box><text:p>{text}</text:p></draw:text-box></draw:frame>"),
    XML.map(lambda text: f"<text:placeholder>{text}</text:placeholder>"),
    XML.map(lambda text: f'<text:hidden-text text:is-hidden="true" text:string-value="{text.replace(chr(34), "")}"/>'),
    st.sampled_from(["<text:line-break/>", "<text:tab/>", '<text:s text:c="3"/>', "<text:soft-page-break/>", '<text:change text:change-id="c"/>']),
)  # fmt: skip
_LINES = st.lists(_SPANS, max_size=4).map(lambda spans: f"<text:p>{''.join(spans)}</text:p>")


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    some = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        some.map(lambda items: f"<text:list>{''.join(f'<text:list-item>{one}</text:list-item>' for one in items)}</text:list>"),
        some.map(lambda cells: f"<table:table><table:table-row>{''.join(f'<table:table-cell>{one}</table:table-cell>' for one in cells)}</table:table-row></table:table>"),
        some.map(lambda lines: f'<text:section text:display="none">{"".join(lines)}</text:section>'),
        some.map(lambda lines: f"<text:table-of-content><text:index-body>{''.join(lines)}</text:index-body></text:table-of-content>"),
    )  # fmt: skip


@QUICK
@given(st.lists(st.recursive(_LINES, _wrapped, max_leaves=6), min_size=1, max_size=5), XML)
def test_no_odt_loses_a_word(body: list[str], gone: str) -> None:
    """Lists, tables, boxes, notes, comments, hidden sections, contents and deletions in any mix."""
    styles = '<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>'
    changes = f'<text:tracked-changes><text:changed-region text:id="c"><text:deletion><text:p>{gone}</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    content = (
        f"<office:document-content {_NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:text>{changes}<text:p>Anfang</text:p>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    hold("a.odt", packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content}))


# Text, pads, pages

_MARKS = st.sampled_from(
    ["", "# ", "- ", "* ", "1. ", "a) ", "> ", "> - ", "\t- ", "    * ", "\\* ", "\\*\\* ", "- [ ] ", "[x] ", "| ", "**", "~~", "==", "<s>",
     "```", "```mermaid", "---", "===", ":::info ", ":::", "[^1]: ", "TOP 1 ", "Wer: ", "Was: ", "Mina: ", "Olaf: ", "<details>",
     "<summary>", "> [name=Anna] ", "<!-- ", "[TOC]", "![x](y) ", "10. Oktober ", "zu 2. ", "\ufeff", "o\t"]
)  # fmt: skip
_ENDS = st.sampled_from(
    [
        "",
        ":",
        "**",
        "~~",
        "==",
        "</s>",
        " |",
        "|b|",
        "\t| c",
        " -->",
        " #",
        "\\",
        "[Link](https://a.example)",
        "`",
        "\x0b",
        "\u2028",
    ]
)


@QUICK
@given(
    st.lists(st.builds(lambda mark, text, end: f"{mark}{text}{end}", _MARKS, st.one_of(said(), st.just("")), _ENDS), max_size=14),
    st.sampled_from(["\n", "\r\n", "\r", "\n\n"]),
    st.sampled_from(["n.md", "n.txt"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
)  # fmt: skip
def test_no_pad_and_no_text_loses_a_word(rows: list[str], ends: str, name: str, encoding: str) -> None:
    """Whatever people type for structure, in whatever encoding their program writes it."""
    text = ends.join(["Ein Satz, damit es Notizen sind: Größe, Übung, Maß.", *rows])
    hold(name, text.encode(encoding, "ignore"))


_TAGS = st.sampled_from(
    [
        "p",
        "div",
        "li",
        "ul",
        "ol",
        "h2",
        "b",
        "span",
        "table",
        "tr",
        "td",
        "del",
        "pre",
        "blockquote",
        "details",
        "summary",
        "nav",
        "dl",
        "a",
    ]
)
_PIECES = st.one_of(
    XML,
    st.builds(lambda tag, text: f"<{tag}>{text}</{tag}>", _TAGS, XML),
    st.builds(lambda tag, text: f'<{tag} style="display:none">{text}</{tag}>', _TAGS, XML),
    _TAGS.map(lambda tag: f"<{tag}>"),
    _TAGS.map(lambda tag: f"</{tag}>"),
    XML.map(lambda text: f'<a href="https://a.example/x">{text}</a>'),
    XML.map(lambda text: f"<!-- {text.replace('-', '')} -->"),
    st.sampled_from(["<br>", "<input type=checkbox checked>", '<img src="x.png" alt="ein Haus">', "<img src=x>", "<hr>"]),
)  # fmt: skip


@QUICK
@given(st.lists(_PIECES, max_size=14))
def test_no_page_loses_a_word(pieces: list[str]) -> None:
    """However the tags are nested, crossed or left open."""
    try:
        hold("a.html", f"<p>Anfang und Ende</p>{''.join(pieces)}".encode())
    except Trouble as trouble:
        assert trouble.problems
