"""Text notes: pads, mails and transcriptions, line by line."""

from __future__ import annotations

import pytest

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import lines, markdown, pad, photo, places, plain


def shapes(blocks: tuple[Block, ...]) -> list[tuple[str, int, str]]:
    """Return what a reader would see."""
    return [(block.kind.value, block.level, block.text) for block in blocks]


def pads(text: str) -> tuple[Block, ...]:
    """Read a pad."""
    return pad.read("pad.md", text.encode()).blocks


def plains(text: str) -> tuple[Block, ...]:
    """Read a mail."""
    return plain.read("mail.txt", text.encode()).blocks


def test_headings_of_all_kinds() -> None:
    """ATX, setext and bold-only lines are headings."""
    found = pads("Titel\n===\n\n## Zwei ##\ntext\n\n**Ergebnisse:**\n\n- a\n")
    assert shapes(found) == [
        ("heading", 1, "Titel"),
        ("heading", 2, "Zwei"),
        ("paragraph", 0, "text"),
        ("heading", 7, "Ergebnisse"),
        ("item", 1, "a"),
    ]
    assert found[-1].path == ("Titel", "Zwei", "Ergebnisse")


def test_stars_are_the_depth() -> None:
    """A pad's export keeps nesting as a number of escaped stars."""
    assert shapes(pads("\\* eins\n\\*\\* zwei\n\\*\\*\\* drei\n* vier\n  - fünf\n")) == [
        ("item", 1, "eins"),
        ("item", 2, "zwei"),
        ("item", 3, "drei"),
        ("item", 1, "vier"),
        ("item", 2, "fünf"),
    ]


@pytest.mark.parametrize(
    ("line", "text", "checked"),
    [
        ("- [ ] offen", "offen", False),
        ("- [x] fertig", "fertig", True),
        ("[ ] ohne Strich", "ohne Strich", False),
        ("☑ getan", "getan", True),
    ],
)
def test_boxes_are_open_or_ticked(line: str, text: str, checked: bool) -> None:  # noqa: FBT001
    """Boxes come in every way people type them."""
    (block,) = pads(line)
    assert (block.kind, block.text, block.checked) == (Kind.ITEM, text, checked)


def test_tables_with_and_without_edges() -> None:
    """Pipe tables are rows, the line of dashes is none; two tables have two numbers."""
    found = pads("| Wer | Was |\n|---|---|\n| Jo | Foto |\n\nText\n\nKanal | Zeit\nWeb | 2\n")
    assert [(block.table, block.cells) for block in found if block.kind is Kind.ROW] == [
        (1, ("Wer", "Was")),
        (1, ("Jo", "Foto")),
        (2, ("Kanal", "Zeit")),
        (2, ("Web", "2")),
    ]


def test_comments_are_hidden() -> None:
    """HTML comments, also over several lines, are found and hidden; lines keep their numbers."""
    found = pads("davor <!-- geheim\nauch --> danach\nText\n")
    assert [(b.text, b.layer, b.place) for b in found] == [
        ("geheim auch", Layer.HIDDEN, places.hidden(places.line(1))),
        ("davor", Layer.BODY, places.line(1)),
        ("danach", Layer.BODY, places.line(2)),
        ("Text", Layer.BODY, places.line(3)),
    ]


def test_the_head_of_a_pad_is_no_text() -> None:
    """YAML at the top is about the file; a rule at the top is only a rule."""
    assert shapes(pads("---\ntags: a, b\n---\nText\n"))[0] == ("meta", 0, "tags: a, b")
    assert shapes(pads("---\nEin Satz ohne Schlüssel.\n\n---\n")) == [
        ("paragraph", 0, "Ein Satz ohne Schlüssel.")
    ]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("**Teilnehmer*innen** und Helfer*innen", "Teilnehmer*innen und Helfer*innen"),
        ("Leiter*in und jede*r", "Leiter*in und jede*r"),
        ("Partner_innen und _kursiv_", "Partner_innen und kursiv"),
        ("[Vorlage](https://a.example/x_y) hier", "Vorlage (https://a.example/x_y) hier"),
        ("<https://a.example>", "https://a.example"),
        ("`code` und ~~weg~~", "code und weg"),
        ("erst `<ins>`, dann `a*b*c` und `&amp;`", "erst <ins>, dann a*b*c und &amp;"),
        (r"1\. kein \*Stern\*", "1. kein *Stern*"),
        ("a<br>b", "a b"),
    ],
)
def test_markup_goes_and_gender_signs_stay(line: str, text: str) -> None:
    """What a reader of the pad sees, no more and no less."""
    assert markdown.text(line) == text


def test_a_line_that_begins_with_its_own_word_and_a_colon_stands_alone() -> None:
    """However full the line above is: `Beschluss: …`, `TODO …`."""
    long = "Beschluss: nächstes Treffen am 20.06.2024 in der Kulturmühle, Fall: Nachfolge Technik"
    rows = [long, "Beschluss: das Blatt bleibt bei zehn Zahlen", long, "TODO wer fragt die Geschäftsstelle"]
    assert [block.text for block in pads("\n".join(rows))] == rows


def test_a_broken_sentence_is_whole_and_thoughts_are_not_joined() -> None:
    """Text of fixed width is joined; in a pad each line is a thought of its own."""
    wrapped = (
        "Wer nur Termine bewirbt, wird als Veranstalter gesehen und das ist\n"
        "schade, weil beraten, geprobt, gestritten und gekocht wird und das\n"
        "Haus davon lebt, dass Leute wissen, wofür es steht, und ihm das mit\n"
        "Vertrauen danken. Spätestens in den Beratungen über den Haushalt der\n"
        "Stadt fehlt dann wer, der für das Haus spricht, und es wird schnell\n"
        "gekürzt.\n"
    )
    assert len(plains(wrapped)) == 1
    thoughts = "Redaktionsschluss ist der zehnte Oktober für den Stadtkalender\nKirsten mag keine Anhänge\n"
    assert len(pads(thoughts)) == 2


def test_mail_structure() -> None:
    """Underlined and shouted lines are headings, tabs make columns, indents make levels."""
    found = plains("Ziele\n-----\n- a\n    - b\n\nTIPPS UND TRICKS\nName\tHaus\nAda\tWerkhof\n")
    assert [(b.kind, b.level) for b in found] == [
        (Kind.HEADING, 2),
        (Kind.ITEM, 1),
        (Kind.ITEM, 3),
        (Kind.HEADING, 7),
        (Kind.ROW, 0),
        (Kind.ROW, 0),
    ]


def test_transcriptions_name_their_photo() -> None:
    """A text beside a photo is its transcription, by either name."""
    others = frozenset({"Flip.JPG", "a.png"})
    assert [photo.of(name, others) for name in ("Flip.JPG.txt", "flip.txt", "a.txt", "b.txt")] == [
        "Flip.JPG",
        "Flip.JPG",
        "a.png",
        "",
    ]
    (block,) = photo.transcription("Flip.txt", "Ziele: höchstens zwei".encode(), "Flip.JPG").blocks
    assert block.place == places.photo("Flip.JPG", 1)


def test_an_o_is_a_bullet_only_as_word_types_it() -> None:
    """`o` with a tab is Word's hollow bullet; `o je` is not."""
    found = lines.item("o\tx")
    assert found is not None
    assert lines.item("o je") is None


# What pads add to Markdown


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("[TOC]", Kind.META, "[TOC]"),
        (":::info", Kind.META, ":::info"),
        ("{%youtube abc123 %}", Kind.META, "{%youtube abc123 %}"),
        ("> [!NOTE]", Kind.META, "[!NOTE]"),
        ("[vorlage]: https://a.example/v", Kind.META, "[vorlage]: https://a.example/v"),
        ("<details>", Kind.META, "<details>"),
        ("<summary>Mehr dazu</summary>", Kind.HEADING, "Mehr dazu"),
        (":::warning Vorsicht bei Fristen", Kind.PARAGRAPH, "Vorsicht bei Fristen"),
        ("das ist ==wichtig== und ++neu++", Kind.PARAGRAPH, "das ist wichtig und neu"),
        (
            "Zwei Stunden müssen irgendwo herkommen +++++",
            Kind.PARAGRAPH,
            "Zwei Stunden müssen irgendwo herkommen +++++",
        ),
        ("<u>unter</u><font color=red>strichen</font>", Kind.PARAGRAPH, "unterstrichen"),
        ('<a href="https://a.example">hier</a> lesen', Kind.PARAGRAPH, "hier (https://a.example) lesen"),
        ("![Plan](https://a.example/p.png =300x)", Kind.PICTURE, "Plan (https://a.example/p.png =300x)"),
        ("*[ÖA]: Öffentlichkeitsarbeit", Kind.PARAGRAPH, "ÖA: Öffentlichkeitsarbeit"),
    ],
)
def test_what_a_pad_makes_something_of(line: str, kind: Kind, text: str) -> None:
    """Marks for the program are no text; what they say to people is."""
    (block,) = pads(line)
    assert (block.kind, block.text) == (kind, text)


def test_a_signature_is_no_text_and_a_name() -> None:
    """HedgeDoc keeps who wrote a quote in it."""
    found = pads("> Früher anfangen. [name=Mina] [time=Tue, Sep 27] [color=#ff0]\n")
    assert [(b.text, b.layer, b.by) for b in found] == [
        ("Früher anfangen.", Layer.BODY, ""),
        ("[name=Mina] [time=Tue, Sep 27] [color=#ff0]", Layer.PROPERTY, "Mina"),
    ]


def test_what_is_struck_through_is_deleted() -> None:
    """Whoever strikes words out takes them back."""
    found = pads("- ~~alle einladen~~ nur die Häuser\n")
    assert [(b.text, b.layer, b.place) for b in found] == [
        ("alle einladen", Layer.DELETED, places.deleted(places.line(1))),
        ("nur die Häuser", Layer.BODY, places.line(1)),
    ]


def test_a_footnote_of_a_pad_is_one() -> None:
    """Its mark in the text goes, its text stays."""
    found = pads("Das gilt für alle.[^1]\n\n[^1]: steht in der Satzung\n")
    assert [(b.text, b.layer) for b in found] == [
        ("Das gilt für alle.", Layer.BODY),
        ("steht in der Satzung", Layer.FOOTNOTE),
    ]


def test_a_typed_diagram_is_a_picture() -> None:
    """A person looks at what it shows; its words are not lost."""
    found = pads("davor\n\n```mermaid\ngraph TD\nA --> B\n```\n\ndanach\n")
    assert [(b.kind, b.text) for b in found] == [
        (Kind.PARAGRAPH, "davor"),
        (Kind.PICTURE, "mermaid graph TD A --> B"),
        (Kind.PARAGRAPH, "danach"),
    ]
