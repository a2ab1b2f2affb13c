"""RTF: read completely, in layers, whatever program wrote it; held against a scanner that shares nothing with it."""

import string
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block, Kind, Layer
from pipeline.model.problem import Trouble
from pipeline.notes import inventory, readers

STARS = "Teilnehmer*innen und Leiter*innen"


def rtf(body: str, head: str = "") -> bytes:
    """Return an RTF file as Word writes it in Germany."""
    fonts = (
        r"{\fonttbl{\f0\fnil\fcharset0 Calibri;}{\f1\fnil\fcharset2 Symbol;}{\f2\fnil\fcharset238 Arial;}"
        r"{\f3\fnil\fcharset128 MS Mincho;}}"
    )
    styles = r"{\stylesheet{\s0 Normal;}{\s1 heading 1;}{\s2\outlinelevel1 \'dcberschrift 2;}{\s3 Titel;}}"
    return (rf"{{\rtf1\ansi\ansicpg1252\deff0{fonts}{styles}{head}" + body + "}").encode("cp1252")


def read(data: bytes, name: str = "a.rtf") -> list[Block]:
    """Read a file, and hold every letter of it against the inventory."""
    blocks = list(readers.read(name, data).blocks)
    entries = [Entry(str(n), name, b.place, b.raw, b.kind.value, Fate.OPEN) for n, b in enumerate(blocks)]
    assert inventory.reconcile(inventory.take(name, data), entries) == []
    return blocks


def texts(blocks: list[Block], layer: Layer = Layer.BODY) -> list[str]:
    """Return the texts of one layer."""
    return [block.text for block in blocks if block.layer is layer]


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (r"Gr\'f6\'dfe", "Größe"),
        (r"\u8222\'84M\u252\'fcll\u8220\'93", "„Müll“"),
        (r"\uc0\u196 rger", "Ärger"),
        (r"\uc2\u8211\'96\'96 so", "– so"),
        (r"eins\emdash zwei\endash drei", "eins—zwei–drei"),
        (r"weich\-getrennt, Nord\_West, z.\~B.", "weichgetrennt, Nord-West, z. B."),
        (r"{\f2 \'9e lu\'9dou\'e8k\'fd}", "ž luťoučký"),
        (r"{\f3 \'93\'fa\'96\'7b}", "日本"),
        (r"\uc1\u-10179?\u-9197?", "\U0001f413"),
        (r"{\upr{alt}{\*\ud{\uc0\u22823 }}}", "大"),
        (r"a{\*\unbekannt verborgen}b", "ab"),
        (r"a\bin4 {}{}b", "ab"),
        (r"a{\zahl99999999999999999999 b}", "ab"),
        (r"\{geschweift\} \\", r"{geschweift} \\"[:-1]),
        ("über die\r\nZeile", "über dieZeile"),
    ],
)
def test_letters_come_out_of_every_escape(code: str, said: str) -> None:
    """Code pages, code points with and without stand-ins, dashes, and what is to be skipped."""
    assert texts(read(rtf(rf"Vorher und danach: {code}\par"))) == [f"Vorher und danach: {said}"]


def test_structure_is_read_by_style_and_by_what_people_do_without() -> None:
    """Headings by style, outline level and bold; lists by what Word shows before them, and as typed."""
    blocks = read(
        rtf(
            r"\pard\s1 Ziele\par\pard\s2 Wege\par\pard\outlinelevel2 Umwege\par\pard\plain{\b Fett gemeint}\par"
            rf"\pard {STARS}\par"
            r"{\listtext\pard\plain\f1 \'b7\tab}\pard\ilvl0 ein Punkt\par{\listtext\pard 1.\tab}\pard\ilvl1 gez\'e4hlt\par"
            r"{\pntext\f1\'b7\tab}\pard alt\par\pard - getippt\par\pard\li1440 - tiefer\par [x] erledigt\par"
        )
    )
    assert [(b.kind, b.level, b.text) for b in blocks[:4]] == [
        (Kind.HEADING, 1, "Ziele"),
        (Kind.HEADING, 2, "Wege"),
        (Kind.HEADING, 3, "Umwege"),
        (Kind.HEADING, 7, "Fett gemeint"),
    ]
    assert blocks[4].text == STARS
    assert [(b.level, b.ordered, b.checked, b.text) for b in blocks[5:]] == [
        (1, False, None, "ein Punkt"),
        (2, True, None, "gezählt"),
        (1, False, None, "alt"),
        (1, False, None, "getippt"),
        (3, False, None, "tiefer"),
        (3, False, True, "erledigt"),
    ]
    assert [block.place for block in blocks[:2]] == ["Absatz 1", "Absatz 2"]


def test_everything_a_person_could_see_or_find_is_a_layer() -> None:
    """Headers, notes, comments with author, boxes once, hidden and deleted words, and what the file says of itself."""
    blocks = read(
        rtf(
            r"{\header Kopf der Seite\par}{\footerf Fu\'df\par}"
            r"Text{\footnote {\super\chftn} Fu\'dfnote}, {\v verborgen}{\deleted gel\'f6scht}"
            r"{\*\atnid BB}{\*\atnauthor Bea Beispiel}\chatn{\*\annotation stimmt das?}\par"
            r"{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt Im Kasten\par}}{\shprslt{\*\do{\dptxbxtext Im Kasten\par}}}}\par"
            r"{\field{\*\fldinst HYPERLINK "
            r'"https://haus.example/x"}{\fldrslt unsere Seite}} und mehr\par{\pict\pngblip 89504e47}\par',
            r"{\info{\title Mitschrift}{\author Bea Beispiel}{\creatim\yr2022}}{\*\revtbl{Unknown;}{Cem Beispiel;}}",
        )
    )
    assert [b.text for b in blocks if b.layer is Layer.BODY and b.kind is Kind.PARAGRAPH] == [
        "Text,",
        "unsere Seite (https://haus.example/x) und mehr",
    ]
    assert texts(blocks, Layer.FURNITURE) == ["Kopf der Seite", "Fuß"]
    assert texts(blocks, Layer.FOOTNOTE) == ["Fußnote"]
    assert texts(blocks, Layer.TEXTBOX) == ["Im Kasten"]
    assert texts(blocks, Layer.HIDDEN) == ["verborgen"]
    assert texts(blocks, Layer.DELETED) == ["gelöscht"]
    assert texts(blocks, Layer.PROPERTY) == ["Mitschrift", "Bea Beispiel", "Cem Beispiel"]
    (comment,) = [block for block in blocks if block.layer is Layer.COMMENT]
    assert (comment.text, comment.by, comment.place) == (
        "stimmt das?",
        "Bea Beispiel",
        "Kommentar von Bea Beispiel",
    )
    assert [block.kind for block in blocks].count(Kind.PICTURE) == 1


def test_tables_are_rows_also_within_tables_and_when_they_are_cut_off() -> None:
    """Cells of several paragraphs, a title row, a table in a cell, and a row that nobody ended."""
    blocks = read(
        rtf(
            r"\trowd\cellx9000\pard\intbl Aufgaben\cell\row"
            r"\trowd\cellx4000\cellx9000\pard\intbl Wer\cell Was\par genau\cell\row"
            r"\pard\intbl Bea\cell\pard\intbl\itap2 innen\nestcell rechts\nestcell{\*\nesttableprops\trowd\nestrow}"
            r"{\nonesttables\par}\pard\intbl\itap1 Raum\cell\row\pard danach\par\trowd\pard\intbl letzte\cell"
        )
    )
    assert [b.cells for b in blocks if b.kind is Kind.ROW] == [
        ("Wer", "Was / genau"),
        ("innen", "rechts"),
        ("Bea", "Raum"),
    ]
    assert [b.text for b in blocks if b.kind is Kind.PARAGRAPH] == ["Aufgaben", "danach", "letzte"]
    assert next(b.place for b in blocks if b.kind is Kind.ROW) == "Tabelle 1, Zeile 2"


_CODE = st.sampled_from(
    [r"\par ", r"\b ", r"\b0 ", r"\v ", r"\v0 ", "{", "}", r"\plain ", r"\tab ", r"\cell ", r"\row ", r"\intbl ", r"\pard ",
     r"\'e4", r"\u228?", r"\uc2 ", r"{\*\x y}", r"{\footnote ", r"{\header ", r"\*", "\\", r"\bin3 ", r"\trowd ",
     r"{\listtext ", r"\deleted ", r"{\info{\title ", r"\u-1", r"{\upr ", r"{\*\ud ", r"{\field{\*\fldinst ",
     "ein Satz ", "Wort*innen ", "\r\n", ";"]
)  # fmt: skip


@given(st.lists(_CODE, max_size=40))
@settings(max_examples=200, deadline=None)
def test_no_soup_of_codes_loses_a_letter_or_crashes_the_reader(codes: list[str]) -> None:
    """Broken groups, stray stars, cut-off tables: read completely, or refused in words."""
    try:
        read(rtf(rf"Anfang und Ende \par {''.join(codes)}"))
    except Trouble as trouble:
        assert trouble.problems


@given(st.text(alphabet=string.printable + "äöüßÄ„“–€日\U0001f413", min_size=20, max_size=200))
@settings(max_examples=60, deadline=None)
def test_any_text_survives_the_escapes_of_rtf(text: str) -> None:
    """What a program writes with code points comes back letter by letter."""
    escaped = "".join(
        rf"\uc1\u{unit if unit < 0x8000 else unit - 0x10000}?"
        for sign in text
        for unit in memoryview(sign.encode("utf-16-le")).cast("H")
    )
    said = "".join("".join(b.raw for b in read(rtf(f"Anfang: {escaped}"))).split())
    assert set(said) <= set("".join(f"Anfang: {text}".split()))


def test_two_hundred_thousand_nested_groups_take_seconds() -> None:
    """The stack is our own; no depth hurts."""
    start = time.process_time()
    assert texts(read(rtf("{" * 200_000 + "tief im Innersten" + "}" * 200_000))) == ["tief im Innersten"]
    assert time.process_time() - start < 20
