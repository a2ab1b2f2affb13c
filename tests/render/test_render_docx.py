"""DOCX: the settled tree as a Word file: complete, real styles, boxes to tick, the same bytes each time."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import docx as python_docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from render_samples import document, kit

from pipeline.model.document import Document
from pipeline.render import docx, docxstyles, tree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
EPOCH = 1_700_000_000
WORDING = (
    "Das Projekt wird gefördert durch den Fonds Soziokultur aus Mitteln der Beauftragten der Bundesregierung "
    "für Kultur und Medien im Rahmen von NEUSTART KULTUR."
)

BODY = """
## Auf einen Blick {#summary}

Teilnehmer\\*innen und Leiter\\*innen, jede\\*r, Nutzer:innen, Helfer\\_innen sagten: "So geht's", z. B. in
[eure Kommune]{slot=city}. **Fett**, *kursiv*, `Code`, [ein Link](https://example.org/),
siehe [Tipp](#hinweis).

- erster Punkt
    - darunter
        - noch tiefer
- zweiter Punkt

1. loser Punkt

    mit zweitem Absatz

2. noch einer

## Schritt für Schritt {#steps}

### Anfangen

Ein Satz mit Fußnote.[^a]

#### Unterpunkt

::: {.tip title="Nicht & nie <vergessen>" #hinweis}
Im Tipp mit Fußnote.[^b]

- Liste im Tipp
    - tiefer im Tipp
:::

::: tip
Gleich der nächste Tipp.
:::

### Weitermachen

::: warning
1. Warnliste
:::

::: example
- [ ] Kasten im Beispiel
:::

## Zeitplan {#timeline}

| Was | Wer |
|-----|-----|
| Gespräch im Haus | Vorstand |
| Antrag | Leitung |

Nach der Tabelle.

![Zwei Häuser am Fluss](images/haus.png "Unterschrift des Bildes")

![](images/haus.png){.decorative}

## Checkliste {#checklist}

- [ ] Termin mit der Kämmerei
- [x] Haushaltsplan gelesen

    Absatz unter dem Haken
- [ ] Unterpunkte
    - [x] Kasten darunter
- Punkt ohne Kasten

## Vorlagen {#templates}

> Liebe Ratsmitglieder,
>
> - Punkt im Zitat

    Quelltext, zwei
    Zeilen

* * *

Nach der Linie.

## Glossar {#glossary}

Haushalt
: Plan der Einnahmen.

[^a]: Fußnote mit [Verweis](https://example.org/a).

[^b]: Fußnote aus dem Tipp.
"""

_FIELDS = ("subtitle", "summary", "audience", "effort", "funders", "authors", "contact", "keywords")
BARE = dict.fromkeys(_FIELDS)
"""A front matter with nothing but what is required."""


def write(guide: Document) -> bytes:
    """Write a guide."""
    return docx.write(guide, kit(), epoch=EPOCH)


@pytest.fixture(scope="module")
def guide() -> Document:
    """Return a guide in which every construct occurs."""
    return document(BODY)


@pytest.fixture(scope="module")
def made(guide: Document) -> bytes:
    """Return it as a Word file."""
    return write(guide)


def part(data: bytes, name: str = "word/document.xml") -> Any:
    """Return one part of the package as XML."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return etree.fromstring(package.read(name))


def text(element: Any) -> str:
    """Return what people read in an element."""
    return "".join(piece.text or "" for piece in element.iter(f"{W}t"))


def style(paragraph: Any) -> str:
    """Return the style id of a paragraph."""
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if named is None else named.get(f"{W}val")


def styled(data: bytes) -> list[tuple[str, str]]:
    """Return style id and text of every paragraph, in reading order."""
    return [(style(paragraph), text(paragraph)) for paragraph in part(data).iter(f"{W}p")]


def of(data: bytes, name: str) -> list[str]:
    """Return the texts of all paragraphs of one style."""
    return [words for found, words in styled(data) if found == name]


def strings(value: Any) -> Iterator[str]:
    """Yield every word of a tree."""
    for node in tree.walk(value):
        if node["t"] == "Str":
            yield node["c"]
        elif node["t"] in {"Code", "CodeBlock"}:
            yield from node["c"][1].split()


class TestText:
    """What the tree says, the file says."""

    def test_every_word_of_the_tree_arrives(self, guide: Document, made: bytes) -> None:
        """In the text, in the footnotes or as alternative text; nothing is dropped or reworded."""
        said = text(part(made)) + text(part(made, "word/footnotes.xml"))
        said += "".join(shown.get("descr") for shown in part(made).iter(f"{WP}docPr"))
        said = re.sub(r"\s", "", said)
        words = [word for said_so in strings(list(guide.blocks)) for word in said_so.split()]
        assert len(words) > 100
        assert [word for word in words if re.sub(r"\s", "", word) not in said] == []

    def test_order_is_kept(self, made: bytes) -> None:
        """Sections follow each other as in the guide, the imprint last."""
        assert of(made, "Heading1") == [
            "Auf einen Blick", "Schritt für Schritt", "Zeitplan", "Checkliste", "Vorlagen", "Glossar",
            "Impressum",
        ]  # fmt: skip

    def test_gender_words_and_quotes_are_as_settled(self, made: bytes) -> None:
        """No soft hyphen cuts a word, no English quotation mark comes in."""
        said = text(part(made))
        for word in (
            "Teilnehmer*innen",
            "Leiter*innen",
            "jede*r",
            "Nutzer:innen",
            "Helfer_innen",
            "„So geht’s“",
        ):
            assert word in said
        assert not re.search("[\u00ad”]", said)

    def test_the_acknowledgement_stands_before_the_first_heading_and_in_the_imprint(
        self, made: bytes
    ) -> None:
        """Letter by letter, in its own style, both times."""
        found = styled(made)
        first = next(at for at, (name, _text) in enumerate(found) if name == "Heading1")
        imprint = next(at for at, (_name, words) in enumerate(found) if words == "Impressum" and at > first)
        places = [at for at, paragraph in enumerate(found) if paragraph == ("Funding", WORDING)]
        assert len(places) == 2
        assert places[0] < first < imprint < places[1]
        sheet = part(made, "word/styles.xml").iter(f"{W}style")
        names = {found.get(f"{W}styleId"): found.find(f"{W}name").get(f"{W}val") for found in sheet}
        assert names["Funding"] == "Förderhinweis"

    def test_the_title_page_reads_in_order(self, made: bytes) -> None:
        """Title, subtitle, publisher, acknowledgement, status, edition; then what one wants to know first."""
        names = [name for name, _text in styled(made)]
        front = list(dict.fromkeys(names[: names.index("Heading1")]))
        assert front == [
            "Title", "Subtitle", "Publisher", "Funding", "Status", "Edition", "Summary", "Facts",
            "TOCHeading", "TOC1",
        ]  # fmt: skip

    def test_foot_of_the_title_page_is_followed_by_a_paragraph_of_the_same_page(self, made: bytes) -> None:
        """A frame stands on the page of the paragraph behind it; that one begins no new page."""
        framed = [p for p in part(made).iter(f"{W}p") if p.find(f"{W}pPr/{W}framePr") is not None]
        assert [style(p) for p in framed] == ["Publisher", "Funding"]
        assert framed[-1].getnext().find(f"{W}pPr/{W}framePr") is None
        assert framed[-1].getnext().find(f"{W}pPr/{W}pageBreakBefore") is None


class TestStructure:
    """Real styles, real lists, real tables."""

    def test_every_style_that_is_used_exists(self, made: bytes) -> None:
        """And so does every style that another one is based on."""
        sheet = part(made, "word/styles.xml")
        known = {found.get(f"{W}styleId") for found in sheet.iter(f"{W}style")}
        asked = {found.get(f"{W}val") for found in sheet.iter(f"{W}basedOn", f"{W}next")}
        for name in ("word/document.xml", "word/footnotes.xml", "word/footer1.xml", "word/header1.xml"):
            asked |= {
                e.get(f"{W}val") for e in part(made, name).iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
            }
        assert asked <= known
        assert "TableNormal" in known

    def test_no_paragraph_is_empty(self, made: bytes) -> None:
        """Distance comes from styles."""
        empty = [
            p for p in part(made).iter(f"{W}p") if not text(p) and next(p.iter(f"{W}drawing"), None) is None
        ]
        assert empty == []

    def test_the_contents_list_is_filled_and_leads_somewhere(self, made: bytes) -> None:
        """One linked entry a section; nothing for Word to ask about."""
        body = part(made)
        marks = {mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")}
        links = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink") if link.get(f"{W}anchor")]
        assert of(made, "TOC1") == of(made, "Heading1")
        assert links
        assert set(links) <= marks
        assert [field.text for field in body.iter(f"{W}instrText")] == [' TOC \\o "1-1" \\n \\h ']
        assert part(made, "word/settings.xml").find(f"{W}updateFields") is None

    def test_bookmarks_stand_in_the_paragraph_they_name(self, made: bytes) -> None:
        """Start and end together, so that editing the section does not tear them."""
        for start in part(made).iter(f"{W}bookmarkStart"):
            ends = [end.get(f"{W}id") for end in start.getparent().iter(f"{W}bookmarkEnd")]
            assert start.getparent().tag == f"{W}p"
            assert start.get(f"{W}id") in ends

    def test_facts_and_text_begin_new_pages(self, made: bytes) -> None:
        """Two page breaks, and no other."""
        breaks = [p for p in part(made).iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
        assert [style(p) for p in breaks] == ["Summary", "Heading1"]

    def test_header_rows_repeat_and_rows_stay_whole(self, made: bytes) -> None:
        """Every table has a title, its column heads as description, and the width of the text."""
        (table,) = part(made).iter(f"{W}tbl")
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True, False, False]
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val") == "Tabelle 1"
        assert table.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val") == "Was · Wer"
        size = part(made).find(f".//{W}pgSz"), part(made).find(f".//{W}pgMar")
        width = int(size[0].get(f"{W}w")) - int(size[1].get(f"{W}left")) - int(size[1].get(f"{W}right"))
        assert abs(sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol")) - width) <= 2
        assert (size[0].get(f"{W}w"), size[0].get(f"{W}h")) == ("11906", "16838")

    def test_boxes_are_controls_with_state_and_label(self, guide: Document, made: bytes) -> None:
        """One control a box, by the box's id, ticked where it is ticked in the guide."""
        wanted = {
            node["c"][0][0]: tree.value(node["c"][0], "checked")
            for node in tree.walk(list(guide.blocks))
            if "box" in tree.classes(node)
        }
        found, labels = {}, []
        for control in part(made).iter(f"{W}sdtPr"):
            if (box := control.find(f"{W14}checkbox")) is not None:
                found[control.find(f"{W}tag").get(f"{W}val")] = box.find(f"{W14}checked").get(f"{W14}val")
                labels.append(control.find(f"{W}alias").get(f"{W}val"))
        assert found == wanted
        assert sorted(found.values()) == ["0", "0", "0", "1", "1"]
        assert "Termin mit der Kämmerei" in labels

    def test_an_item_without_a_box_stays_in_a_list(self, made: bytes) -> None:
        """Nobody types a mark for it."""
        (item,) = [p for p in part(made).iter(f"{W}p") if text(p) == "Punkt ohne Kasten"]
        assert item.find(f"{W}pPr/{W}numPr") is not None

    def test_pictures_have_their_alternative_text_and_no_other(self, made: bytes) -> None:
        """What the author wrote, nothing on decoration, and not the picture's bytes as text."""
        shown = list(part(made).iter(f"{WP}docPr"))
        assert [one.get("descr") for one in shown] == ["Zwei Häuser am Fluss", ""]
        assert [b"decorative" in etree.tostring(one) for one in shown] == [False, True]
        assert b"base64" not in etree.tostring(part(made))
        assert of(made, "ImageCaption") == ["Unterschrift des Bildes"]

    def test_everything_in_the_header_is_decoration(self, made: bytes) -> None:
        """The colours of the title page say nothing and are marked so."""
        shapes = list(part(made, "word/header1.xml").iter(f"{WP}docPr"))
        assert shapes
        assert all(b"decorative" in etree.tostring(shape) for shape in shapes)
        assert text(part(made, "word/header1.xml")) == ""


class TestBoxes:
    """Callouts and quotations: paragraphs with one bar."""

    def test_every_paragraph_of_a_callout_has_its_style(self, made: bytes) -> None:
        """Those in lists too."""
        assert of(made, "TipTitle") == ["Nicht & nie <vergessen>", "Tipp"]
        assert {"Liste im Tipp", "tiefer im Tipp"} <= set(of(made, "Tip"))
        assert of(made, "Warning") == ["Warnliste"]
        assert [words[1:] for words in of(made, "Example")] == ["Kasten im Beispiel"]
        assert of(made, "BlockText") == ["Liebe Ratsmitglieder,", "Punkt im Zitat"]

    def test_nothing_in_a_callout_tears_it(self) -> None:
        """Code, pictures, captions and headings keep to the bar; a heading is one to screen readers."""
        body = """
## Eins {#about}

::: tip
```
eins
  zwei
```

#### Zwischentitel {#zwischen}

![Ein Haus](images/haus.png "Das Haus")
:::
"""
        made = docx.write(document(body), kit(), epoch=EPOCH)
        root = part(made)
        box = [paragraph for paragraph in root.iter(f"{W}p") if style(paragraph).startswith("Tip")]
        assert [style(paragraph) for paragraph in box] == ["TipTitle", "Tip", "TipHeading", "Tip", "Tip"]
        assert [found.getnext() for found in box[:-1]] == box[1:]
        assert text(box[1]) == "eins  zwei"
        assert box[1].find(f".//{W}br") is not None
        level = part(made, "word/styles.xml").xpath(
            "//w:style[@w:styleId='TipHeading']//w:outlineLvl/@w:val", namespaces={"w": W[1:-1]}
        )
        assert level == ["1"]
        (extent,) = box[3].iter(f"{WP}extent")
        assert int(extent.get("cx")) / 36000 < 153

    def test_a_footnote_in_a_callout_is_a_footnote(self, made: bytes) -> None:
        """The box's style does not reach into it."""
        notes = {style(p) for p in part(made, "word/footnotes.xml").iter(f"{W}p") if text(p)}
        assert notes == {"FootnoteText"}

    def test_the_bar_stands_at_one_place(self, made: bytes) -> None:
        """Word draws it at the indent of each paragraph, so all lists in boxes hang from the box's own."""
        lists = part(made, "word/numbering.xml")
        kinds = {
            n.get(f"{W}numId"): n.find(f"{W}abstractNumId").get(f"{W}val") for n in lists.iter(f"{W}num")
        }
        places = set()
        for paragraph in part(made).iter(f"{W}p"):
            number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
            if number is None or style(paragraph) not in {"Tip", "Warning", "Example", "BlockText"}:
                continue
            depth = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl").get(f"{W}val")
            kind = kinds[number.get(f"{W}val")]
            (level,) = lists.xpath(
                f"//w:abstractNum[@w:abstractNumId='{kind}']/w:lvl[@w:ilvl='{depth}']",
                namespaces={"w": W[1:-1]},
            )
            indent = level.find(f"{W}pPr/{W}ind")
            places.add(int(indent.get(f"{W}left")) - int(indent.get(f"{W}hanging")))
        assert places == {docxstyles.INSET * docxstyles.TWIPS}

    def test_two_of_a_kind_are_two(self, made: bytes) -> None:
        """Neighbours with the same borders and fill would become one box."""
        looks = []
        for paragraph in part(made).iter(f"{W}p"):
            if style(paragraph) == "TipTitle":
                own = paragraph.find(f"{W}pPr/{W}shd")
                looks.append(own.get(f"{W}fill") if own is not None else "")
        assert looks[0] != looks[1]


class TestProperties:
    """What the file says about itself."""

    def test_properties_are_the_guides(self, made: bytes) -> None:
        """Nothing of the machine that made it."""
        core = python_docx.Document(io.BytesIO(made)).core_properties
        assert core.title == "HowToMake … kleiner Leitfaden"
        assert core.subject == "Alles, was vorkommen kann"
        assert core.author == "Redaktion Beispiel"
        assert core.last_modified_by == "Soziokultur NRW"
        assert core.keywords == "Test, Beispiel"
        assert core.language == "de-DE"
        assert core.comments == "Ein Leitfaden, in dem alles einmal vorkommt."
        assert core.created == core.modified
        assert core.created.timestamp() == EPOCH

    def test_the_language_is_the_guides(self, made: bytes) -> None:
        """German text is read and hyphenated as German, in an English guide as English."""
        english = write(document("## About {#about}\n\nText\n", lang="en-GB"))
        for data, lang, footer in ((made, "de-DE", "Seite 1 von 1"), (english, "en-GB", "Page 1 of 1")):
            default = part(data, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
            assert default.get(f"{W}val") == lang
            assert text(part(data, "word/footer1.xml")) == "HowToMake … kleiner Leitfaden" + footer
            assert part(data, "word/settings.xml").find(f"{W}autoHyphenation") is not None

    def test_word_takes_it_for_a_file_of_today(self, made: bytes) -> None:
        """No compatibility mode in the title bar."""
        modes = [
            found.get(f"{W}val")
            for found in part(made, "word/settings.xml").iter(f"{W}compatSetting")
            if found.get(f"{W}name") == "compatibilityMode"
        ]
        assert modes == ["15"]

    def test_the_same_guide_gives_the_same_bytes(self, guide: Document, made: bytes) -> None:
        """No time of day, no order by chance."""
        assert write(guide) == made
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            assert package.namelist()[0] == "[Content_Types].xml"

    def test_colours_and_fonts_are_the_brands(self, guide: Document) -> None:
        """Another brand changes every one of them."""
        brand = dict(guide.page["brand"])
        brand["colours"] = dict.fromkeys(brand["colours"], "#123456")
        data = write(dataclasses.replace(guide, page={**guide.page, "brand": brand}))
        for name in ("word/styles.xml", "word/header1.xml", "word/numbering.xml", "word/document.xml"):
            xml = etree.tostring(part(data, name)).decode()
            used = set(re.findall(r'(?:w:fill|w:color|srgbClr val|w:color w:val)="([0-9A-F]{6})"', xml))
            # The tint behind the facts is reckoned from a colour; a neighbour's fill is one step off.
            # Logos stand on white, whatever the brand.
            assert used <= {"123456", "AEBAC6", "123457", "FFFFFF"}, name

    def test_a_title_fits_its_page(self) -> None:
        """A long topic is set smaller, a long acknowledgement gets more room; neither leaves the page."""
        sizes = []
        for topic in ("Kurz", "strategische Öffentlichkeitsarbeit", "Einsteiger*innen und Nachwuchs " * 5):
            sheet = part(
                write(document("## Eins {#about}\n", title=f"HowToMake … {topic}")), "word/styles.xml"
            )
            (title,) = [found for found in sheet.iter(f"{W}style") if found.get(f"{W}styleId") == "Title"]
            sizes.append(int(title.find(f"{W}rPr/{W}sz").get(f"{W}val")))
        assert sizes == sorted(sizes, reverse=True)
        assert len(set(sizes)) == 3


class TestMissing:
    """A guide may say little about itself."""

    def test_what_is_not_said_leaves_no_empty_paragraph(self) -> None:
        """Title, publisher and edition are enough for a title page."""
        data = write(document("## Eins {#about}\n\nText\n", status="released", **BARE))
        found = styled(data)
        assert [words for _name, words in found if not words.strip()] == []
        assert [name for name, _words in found][:5] == ["Title", "Publisher", "Edition", "TOCHeading", "TOC1"]

    @pytest.mark.parametrize("key", [*BARE, "status"])
    def test_each_field_may_be_missing(self, key: str) -> None:
        """Whichever it is, the contents still begin a page and nothing is empty."""
        data = write(document("## Eins {#about}\n\nText\n", **{key: "released" if key == "status" else None}))
        breaks = [p for p in part(data).iter(f"{W}p") if p.find(f"{W}pPr/{W}pageBreakBefore") is not None]
        assert len(breaks) == 2
        assert all(words.strip() for _name, words in styled(data))

    def test_a_series_of_one_has_its_whole_title(self) -> None:
        """A title that does not begin with the series' name is printed all the same."""
        page = {**document("## Eins {#about}\n").page, "title": "Ganz anders", "topic": "Ganz anders"}
        data = write(dataclasses.replace(document("## Eins {#about}\n"), page=page))
        assert of(data, "Title") == ["Ganz anders"]


NASTY = "</w:t><w:instrText> DDEAUTO \"x\" & ]]> {{ 7*7 }} {% x %} ${y} <?pi?> TOC \\o '1-3'"


class TestHostile:
    """Whatever stands in a guide is text."""

    def test_markup_and_fields_are_words(self) -> None:
        """In the text, in boxes, on the title page, in properties and in the footer."""
        guide = document("## Eins {#about}\n\n- [ ] Kasten\n")
        blocks = tree.rewrite(
            list(guide.blocks), lambda node: {"t": "Str", "c": NASTY} if node.get("c") == "Kasten" else node
        )
        page = {
            **guide.page,
            "title": NASTY,
            "topic": NASTY,
            "subtitle": NASTY,
            "audience": NASTY,
            "keywords": [NASTY],
        }
        page["authors"], page["publisher"] = [NASTY], NASTY
        data = write(dataclasses.replace(guide, blocks=tuple(blocks), page=page))
        assert of(data, "Title") == of(data, "Subtitle") == [NASTY]
        assert of(data, "Checklist") == [f"☐{NASTY}"]
        assert [field.text for field in part(data).iter(f"{W}instrText")] == [' TOC \\o "1-1" \\n \\h ']
        fields = part(data, "word/footer1.xml").iter(f"{W}instrText")
        assert [field.text.strip() for field in fields] == ["PAGE", "NUMPAGES"]
        assert python_docx.Document(io.BytesIO(data)).core_properties.author == NASTY

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(words=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
    def test_any_text_gives_a_whole_file(self, words: str) -> None:
        """Every part stays XML; letters arrive, control characters do not matter."""
        guide = _plain()
        blocks = [tree.header(1, "about", f"a{words}"), tree.para([{"t": "Str", "c": f"b{words}"}])]
        page = {
            **guide.page,
            "title": f"t{words}",
            "topic": f"t{words}",
            "summary": f"s{words}",
            "contact": words,
        }
        data = write(dataclasses.replace(guide, blocks=(*blocks, *guide.blocks), page=page))
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if name.endswith((".xml", ".rels")):
                    etree.fromstring(package.read(name))
        wanted = "".join(sign for sign in words if sign.isalnum())
        said = "".join(sign for sign in text(part(data)) if sign.isalnum())
        assert said.count(wanted) >= 4

    def test_nothing_is_fetched(self, guide: Document, made: bytes) -> None:
        """Links lead outside, pictures lie inside."""
        with zipfile.ZipFile(io.BytesIO(made)) as package:
            for name in package.namelist():
                if name.endswith(".rels"):
                    for relation in etree.fromstring(package.read(name)):
                        outside = relation.get("TargetMode") == "External"
                        assert not outside or relation.get("Type").endswith("/hyperlink")
            pictures = {package.read(name) for name in package.namelist() if name.startswith("word/media/")}
        assert pictures == set(guide.pictures.values())


def _plain() -> Document:
    return document("## Zwei {#steps}\n\nText\n")


class TestJudges:
    """Programs of others."""

    def test_the_open_xml_sdk_finds_no_error(
        self, made: bytes, ooxml_errors: Callable[[bytes], list[str]]
    ) -> None:
        """With everything in it, and with almost nothing."""
        assert ooxml_errors(made) == []
        assert ooxml_errors(write(document("## Eins {#about}\n", **BARE))) == []

    @pytest.mark.slow
    def test_libreoffice_shows_every_word(
        self, guide: Document, made: bytes, libreoffice_text: Callable[[bytes], str]
    ) -> None:
        """A second reader finds the text, the footnotes, and the acknowledgement twice."""
        said = re.sub(r"\s", "", libreoffice_text(made))
        words = [re.sub(r"\s", "", word) for word in strings(list(guide.blocks))]
        spoken = "ZweiHäuseramFluss"  # alternative text
        assert [word for word in words if word not in said + spoken] == []
        assert said.count(re.sub(r"\s", "", WORDING)) == 2

    def test_python_docx_opens_it(self, made: bytes) -> None:
        """And finds tables, sections and styles."""
        opened = python_docx.Document(io.BytesIO(made))
        assert len(opened.tables) == 1
        assert len(opened.sections) == 1
        assert {"Tipp", "Warnung", "Beispiel", "Förderhinweis", "Impressum"} <= {
            s.name for s in opened.styles
        }
