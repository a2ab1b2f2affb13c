"""PDF: in reading order, with tables and paragraphs, headers apart; two programs compared fairly, both ways."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pypdf
import pytest
from PIL import Image

from pipeline.engine import typst
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.problem import Problem, Severity, Trouble
from pipeline.notes import inventory, pdflayout, readers

FONTS = {
    path.name: path.read_bytes()
    for path in (Path(__file__).parents[2] / "templates" / "fonts").glob("Atkinson*")
}
STARS = "Teilnehmer*innen und Leiter*innen"


def pdf(source: str) -> bytes:
    """Return a PDF of typst source."""
    head = '#set document(title: "Notizen")\n#set text(font: "Atkinson Hyperlegible Next", lang: "de", size: 10pt)\n'
    return typst.compile_pdf({"main.typ": (head + source).encode()}, fonts=FONTS, timestamp=0)


def drawn(*texts: tuple[float, float, str], size: float = 10, extra: str = "") -> bytes:
    """Return a PDF of one page with each text drawn where it says, in this order, as old programs do."""
    rows = "".join(f"BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in texts)
    stream = (rows + extra).encode("cp1252")
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    return bytes(out)


def compared(name: str, data: bytes, blocks: list[Block]) -> list[Problem]:
    """Hold blocks against the inventory."""
    entries = [Entry(str(n), name, b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    return inventory.reconcile(inventory.take(name, data), entries)


def read(data: bytes, name: str = "a.pdf") -> list[Block]:
    """Read a PDF; no letter may be missing."""
    blocks = list(readers.read(name, data).blocks)
    assert compared(name, data, blocks) == []
    return blocks


def texts(blocks: list[Block], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


SENTENCES = [
    f"Der {word} Gedanke handelt davon, dass alle {STARS} früh gefragt werden und auch spät noch mitreden, "
    "damit am Ende niemand sagen muss, davon nichts gewusst zu haben, als es noch zu ändern war."
    for word in ("erste", "zweite", "dritte", "vierte", "fünfte", "sechste", "siebte", "achte")
]


@pytest.mark.parametrize("columns", [2, 3])
def test_columns_are_read_one_after_the_other(columns: int) -> None:
    """Sentence after sentence, whole, whatever the width of the columns; the title above them first."""
    body = "\n\n".join(f"{sentence} {sentence}" for sentence in SENTENCES)
    source = f"#set par(justify: true)\n= Protokoll des Tages\n#columns({columns})[{body.replace('*', chr(92) + '*')}]"
    said = " ".join(texts(read(pdf(source))))
    assert said.startswith("Protokoll des Tages")
    places = [said.find(sentence) for sentence in SENTENCES]
    assert -1 not in places
    assert places == sorted(places)


def test_columns_are_found_by_where_letters_stand_not_by_when_they_were_drawn() -> None:
    """A program that draws line by line across both columns is read column by column all the same."""
    left = [f"links steht die Zeile Nummer {n} bis fast zum Rand" for n in range(12)]
    right = [f"rechts steht die Zeile Nummer {n} bis fast zum Ende" for n in range(12)]
    across = [(x, 700 - 14 * n, row[n]) for n in range(12) for x, row in ((60, left), (330, right))]
    said = " ".join(
        texts(
            read(
                drawn(
                    (
                        60,
                        740,
                        "Ein Satz über beide Spalten, der sehr weit nach rechts reicht, fast bis zum Rand des Blatts",
                    ),
                    *across,
                )
            )
        )
    )
    assert said.index(left[11]) < said.index(right[0])
    assert said.startswith("Ein Satz über beide Spalten")


def test_a_table_with_lines_is_rows_and_its_cells_are_whole() -> None:
    """Cells of several lines, also with a word that was broken; a table is no pair of columns."""
    long = (
        "Öffentlichkeitsarbeitsverantwortliche suchen und dann gemeinsam einen Plan für das ganze Jahr machen"
    )
    source = f"""#table(columns: (60pt, 120pt, 80pt), [Wer], [Was], [Bis wann],
      [Bea], [{long}], [12. März], [Cem], [Raum buchen], [sofort])"""
    rows = [block.cells for block in read(pdf(source)) if block.kind is Kind.ROW]
    assert rows == [("Wer", "Was", "Bis wann"), ("Bea", long, "12. März"), ("Cem", "Raum buchen", "sofort")]


def test_cells_side_by_side_without_lines_are_a_table_too() -> None:
    """What stands far apart on one line is parted."""
    rows = [("Wer", "Was", "Bis wann"), ("Bea", "Raum", "März"), ("Cem", "Kuchen", "Mai")]
    placed = [
        (60 + 150 * column, 700 - 16 * row, text)
        for row, cells in enumerate(rows)
        for column, text in enumerate(cells)
    ]
    assert [block.cells for block in read(drawn(*placed)) if block.kind is Kind.ROW] == rows


def test_running_headers_page_numbers_and_letterheads_are_no_text() -> None:
    """They are kept apart as what stands on every page, in a paper of two pages as in one of many."""
    source = """#set page(header: [Protokoll der AG Beratung], footer: context [Seite #counter(page).display()])
    Ein Satz auf der ersten Seite. #pagebreak() Ein Satz auf der zweiten Seite."""
    blocks = read(pdf(source))
    assert texts(blocks) == ["Ein Satz auf der ersten Seite.", "Ein Satz auf der zweiten Seite."]
    assert len(texts(blocks, Layer.FURNITURE)) == 4
    letter = drawn(
        (60, 800, "Haus der Beispiele e.V."),
        (400, 800, "Telefon 0000 0000"),
        (400, 786, "E-Mail post@haus.example"),
        (60, 600, "Liebe Leute, hier ist der Text des Briefes."),
        (60, 40, "IBAN DE00 0000 0000 0000"),
        (300, 40, "Amtsgericht Beispielstadt VR 1"),
    )
    assert [text for text in texts(read(letter), Layer.FURNITURE) if "@" in text or "IBAN" in text]
    assert "Liebe Leute, hier ist der Text des Briefes." in texts(read(letter))


@pytest.mark.parametrize(
    ("before", "after", "whole"),
    [
        ("Öffentlich-", "keitsarbeit", "Öffentlichkeitsarbeit"),
        ("Öffentlich\u0002", "keitsarbeit", "Öffentlichkeitsarbeit"),
        ("Öffentlich\u00ad", "keitsarbeit", "Öffentlichkeitsarbeit"),
        ("Nordrhein-", "Westfalen", "Nordrhein-Westfalen"),
        ("Vor-", "und Nachteile", "Vor- und Nachteile"),
        ("im Jahr -", "oder später", "im Jahr - oder später"),
        ("Teilnehmer*", "innen", "Teilnehmer*innen"),
        ("Leiter:", "innen reden", "Leiter:innen reden"),
        ("Ziele:", "eins", "Ziele: eins"),
        ("", "eins", "eins"),
    ],
)
def test_words_broken_at_the_end_of_a_line_are_whole_again(before: str, after: str, whole: str) -> None:
    """A hyphen that belongs there stays, and so does the sign of gender."""
    assert pdflayout.joined(before, after) == whole


def test_lists_headings_and_spaced_letters() -> None:
    """Bullets and numbers are items, their lines put together; bold and large lines are headings."""
    item = "ein langer Punkt, der über zwei Zeilen geht, weil so viel dazu zu sagen war und niemand kürzen wollte"
    source = f"""= Ziele
    *Fett gemeint*

    Davor ein Satz.
    - {item}
    - kurz
    + gezählt

    Z I E L E"""
    blocks = read(pdf(source))
    assert [(b.kind, b.text) for b in blocks if b.layer is Layer.BODY] == [
        (Kind.HEADING, "Ziele"),
        (Kind.HEADING, "Fett gemeint"),
        (Kind.PARAGRAPH, "Davor ein Satz."),
        (Kind.ITEM, item),
        (Kind.ITEM, "kurz"),
        (Kind.ITEM, "gezählt"),
        (Kind.HEADING, "ZIELE"),
    ]


def test_a_sentence_that_goes_on_with_a_number_is_no_list() -> None:
    """`als / 9. Sitzung` is one sentence over two lines."""
    rows = [
        "Ich eröffne die heutige Sitzung in diesem Saal und begrüße alle Gäste als",
        "9. Sitzung des Rates in diesem Jahr.",
    ]
    assert texts(read(drawn((60, 700, rows[0]), (60, 688, rows[1])))) == [" ".join(rows)]


def test_what_hangs_below_the_words_of_an_item_belongs_to_it() -> None:
    """However early the line above ends: `§ 29 / BGB`, `z. / B. ein Beirat`."""
    rows = [(60, 700, "- das Amtsgericht bestellt einen Notvorstand, § 29"), (72, 688, "BGB")]
    rows += [(60, 676, "- die Satzung kann das anders regeln, z."), (72, 664, "B. ein Beirat bestellt")]
    found = texts(read(drawn(*rows)))
    assert found == [
        "das Amtsgericht bestellt einen Notvorstand, § 29 BGB",
        "die Satzung kann das anders regeln, z. B. ein Beirat bestellt",
    ]


def test_text_drawn_twice_to_look_bold_is_said_once() -> None:
    """Both programs agree on that."""
    assert texts(
        read(drawn((60, 700, "Fett gedruckt und wichtig"), (60.4, 700, "Fett gedruckt und wichtig")))
    ) == ["Fett gedruckt und wichtig"]


def test_signs_that_stand_for_no_letter_are_named_with_their_pages() -> None:
    """A person looks there; the text around them is read."""
    plain = b"/Encoding/WinAnsiEncoding"
    odd = b"/Encoding<</BaseEncoding/WinAnsiEncoding/Differences[94/uniE123]>>"
    blocks = read(moved(drawn((60, 700, "Ein Satz ^ mit Zeichen")), plain, odd))
    (look,) = [block for block in blocks if block.kind is Kind.PICTURE]
    assert "1" in look.place
    assert any("Ein Satz" in text for text in texts(blocks))


def moved(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return a PDF with a part of it replaced; PDFium finds the parts anew."""
    return data.replace(old, new)


@pytest.mark.parametrize("name", ["Scan.pdf", "Ganz anderer Name 2025.pdf"])
def test_a_scan_is_a_picture_to_transcribe_whatever_its_name(name: str) -> None:
    """Its name is no text that came out of nowhere."""
    out = io.BytesIO()
    Image.new("RGB", (200, 200), "white").save(out, "PDF")
    (scan,) = [block for block in read(out.getvalue(), name) if block.layer is Layer.BODY]
    assert (scan.kind, scan.text) == (Kind.PICTURE, name)


def test_a_transcription_beside_a_pdf_is_read_instead() -> None:
    """Also where the PDF has text: that is the way out when two programs read it differently."""
    data = drawn((60, 700, "Unlesbares aus einer Schrift ohne Buchstaben"))
    beside = frozenset({"Scan.PDF", "Scan.PDF.txt", "Scan.txt"})
    (block,) = readers.read("Scan.PDF", data, beside).blocks
    assert (block.kind, block.text) == (Kind.PICTURE, "Scan.PDF")
    entries = [Entry("1", "Scan.PDF", block.place, block.raw, block.kind.value, Fate.OPEN)]
    assert inventory.reconcile(inventory.take("Scan.PDF", data, beside), entries) == []
    assert readers.read("Scan.PDF.txt", b"Was auf dem Scan steht, von Hand.", beside).blocks[0].place == (
        "Foto Scan.PDF, Zeile 1"
    )
    assert readers.read("Scan.txt", b"Notizen, die nur so heissen.", beside).blocks[0].place == "Zeile 1"


def test_a_pdf_that_is_locked_against_changes_only_is_read() -> None:
    """Offices lock what they send; without a password to open it, it is open."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(drawn((60, 700, "Gesperrt, aber lesbar für alle."))))
    writer.encrypt("", "geheim", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    assert texts(read(out.getvalue())) == ["Gesperrt, aber lesbar für alle."]
    writer.encrypt("offen", "geheim", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(Trouble, match=r"password|Passwort"):
        readers.read("a.pdf", out.getvalue())


def test_a_lost_word_stops_the_ingest_and_says_what_to_do() -> None:
    """Honest one way: whatever word is missing is an error, and the way out is named."""
    data = drawn(
        (60, 700, "Wir fragen zuerst die Nachbarschaft."), (60, 680, "Danach fragen wir noch einmal.")
    )
    blocks = list(readers.read("a.pdf", data).blocks)
    careless = [dataclasses.replace(b, text=b.text.replace("Nachbarschaft", "")) for b in blocks]
    problems = compared("a.pdf", data, careless)
    assert [problem.severity for problem in problems] == [Severity.ERROR]
    assert "Nachbarschaft" in problems[0].message
    assert "a.pdf.txt" in problems[0].hint
    doubled = compared("a.pdf", data, [*blocks, *blocks])
    assert doubled
    assert doubled[0].severity is Severity.ERROR


def test_single_signs_that_two_programs_read_differently_are_a_remark() -> None:
    """Honest the other way: a formula stops nobody, but it is said."""
    data = drawn((60, 700, "Wir fragen zuerst die Nachbarschaft \xb5 \xb6."))
    blocks = [
        dataclasses.replace(b, text=b.text.replace("\xb5", "")) for b in readers.read("a.pdf", data).blocks
    ]
    problems = compared("a.pdf", data, blocks)
    assert [problem.severity for problem in problems] == [Severity.WARNING]
    assert "μ" in problems[0].message or "\xb5" in problems[0].message


@pytest.mark.parametrize(
    "data",
    [
        drawn((60, 700, "x"))[:300],
        b"%PDF-1.7\n" + b"\0" * 500,
        drawn((60, 700, "Ein Satz")).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]"),
        drawn((60, 700, "Ein Satz")).replace(b"/Count 1", b"/Count 999999999"),
        drawn((60, 700, "Ein Satz"), extra="q " * 50_000),
        drawn((-1e9, 1e9, "weit weg und gross"), size=1e6),
        drawn(*((60, 700, "n" * 50) for _number in range(2_000))),
    ],
    ids=["cut", "nothing", "loop", "count", "nested", "far", "piled"],
)
def test_hostile_pdfs_are_read_or_refused_in_words(data: bytes) -> None:
    """No crash and no hang."""
    try:
        readers.read("a.pdf", data)
    except Trouble as trouble:
        assert trouble.problems[0].hint
