"""Formed: what is written into the form is placed by its field, all of it, whatever program it went through."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import fill
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judges import office
from test_ingest import CUES, DAY, TEMPLATE, after

from pipeline import forming, ingest, shelf
from pipeline.ingest import Existing
from pipeline.notes import readers
from pipeline.structure import form as forms
from pipeline.structure import formed
from pipeline.workspace.folder import Workspace

ROOT = Path(__file__).parents[2]
WORKSPACE = Workspace(ROOT)
FORM = forming.load(WORKSPACE, TEMPLATE)
BLANK: dict[str, bytes] = {}
LINES = {
    "background": [
        "Leitung geht, und keine*r weiß, wer die Schlüssel hat",
        "Der Vorstand erfährt es zuletzt",
    ],
    "tips": ["Ein Jahr vorher anfangen", "Leiter*innen und Vorstand reden offen"],
    "pitfalls_2": ["Übergabe am letzten Tag", "Alles im Kopf, nichts auf Papier"],
    "examples_3": ["Ein Haus hat drei Monate doppelt besetzt"],
    "steps": ["Aufgaben aufschreiben", "Zugänge übergeben"],
    "questions": ["Wie lange dauert das?", "Ein halbes Jahr, wenn alles gut geht."],
    "people": ["Die Stellvertretung wird zuerst gefragt"],
    "legal": ["Zeugnis rechtzeitig schreiben"],
    "decisions": ["Wir treffen uns im Mai noch einmal"],
    "parking": ["Was kostet eine Interimsleitung?", "Supervision für Teams"],
    "feedback": ["Danke, das war dicht"],
    "free": ["Irgendwas, das nirgends hingehört"],
}
CELLS = {
    "metadata": ["Leitungswechsel im Haus", "3. Mai 2022", "", "Kulturkessel", "", "Ada Lindqvist", "", ""],
    "timeline": ["Januar", "Stelle ausschreiben", "8 Stunden", "März", "Gespräche führen", ""],
    "tasks": ["Ada", "Protokoll verschicken", "Freitag", "Nuri", "Raum buchen", ""],
    "checklist": ["Schlüssel gezählt", "Passwörter geändert"],
    "attendance": ["Ada Lindqvist", "Kulturkessel", "Nuri Beck", "Wabe"],
}
WHERE = {
    **{text: mark.partition("_")[0] for mark, texts in LINES.items() for text in texts},
    "Was kostet eine Interimsleitung?": "questions",
    "Supervision für Teams": "",
    "Irgendwas, das nirgends hingehört": "",
    "Schlüssel gezählt": "checklist",
    "Passwörter geändert": "checklist",
}
FILLERS: Mapping[str, Callable[[bytes, fill.Lines, fill.Lines], bytes]] = {
    "docx": fill.word,
    "odt": fill.opendocument,
    "md": fill.pad,
}


def blank(kind: str) -> bytes:
    """Return the blank form, made once."""
    if kind not in BLANK:
        page = forming._page(FORM, shelf.load(WORKSPACE).brand)
        BLANK[kind] = forming.WRITERS[kind](FORM, page, 0)
    return BLANK[kind]


def taken(name: str, data: bytes) -> Existing:
    """Return what an ingest makes of one file."""
    return after(ingest.ingest("a-b", {name: data}, TEMPLATE, CUES, Existing(), today=DAY, form=FORM))


def ledger(existing: Existing) -> list[dict[str, object]]:
    """Return the lines of the ledger."""
    return [json.loads(line) for line in (existing.ledger or "").splitlines()]


def assert_all_in_place(found: Existing) -> None:
    """Hold every written line against the section of its field."""
    rows = {
        str(row["text"]).removeprefix("- ").removeprefix("[ ] ").removeprefix("☐ "): row
        for row in ledger(found)
    }
    for text, section in WHERE.items():
        row = rows[text]
        assert row["section"] == section, row
        if section:
            assert (row["by"], row["score"]) == ("template", 1.0), row
    guide, followed = found.guide or "", found.followup or ""
    assert 'title: "HowToMake … Leitungswechsel im Haus"' in guide
    assert "Lindqvist" not in guide
    assert "| Januar | Stelle ausschreiben | 8 Stunden |" in guide
    assert "| März | Gespräche führen |  |" in guide
    assert "| Wann | Was | Aufwand |\n|---|---|---|\n" in guide
    assert "- [ ] Schlüssel gezählt" in guide
    assert "| Ada | Protokoll verschicken | Freitag |" in followed
    assert "| Nuri | Raum buchen |  |" in followed
    assert "Kulturkessel" in followed
    for said in (
        "Hier schreiben",
        "Bleibt in der Gruppe",
        "Tag wählen",
        "Verband oder Haus",
        "Die erste Runde",
    ):
        assert said not in guide + followed, said


@pytest.mark.parametrize("kind", FILLERS)
def test_what_is_written_in_a_field_is_placed_there(kind: str) -> None:
    """Each line in its section, by the template, score 1; names kept back, empty fields out of sight."""
    assert_all_in_place(taken(f"bogen.{kind}", FILLERS[kind](blank(kind), LINES, CELLS)))


@pytest.mark.parametrize("kind", FILLERS)
def test_an_empty_form_says_nothing(kind: str) -> None:
    """Every word of it is the form's own; nothing reaches guide or follow-up."""
    found = taken(f"bogen.{kind}", blank(kind))
    empty = ingest.ingest(
        "a-b",
        {"leer.txt": b"Betreff: ein Wort, mehr nicht\n"},
        TEMPLATE,
        CUES,
        Existing(),
        today=DAY,
        title="A b",
    )
    assert found.guide == empty.writes["guide.md"].decode()
    assert found.followup is None
    fates = {(row["fate"], row["section"]) for row in ledger(found)}
    assert fates <= {("metadata", ""), ("repeated", ""), ("metadata", "metadata")}


def test_without_any_mark_the_words_of_the_form_are_enough() -> None:
    """Controls, bookmarks and the property are gone, as after a round through a program that knows none."""
    filled = fill.word(blank("docx"), LINES, CELLS)
    assert_all_in_place(taken("bogen.docx", fill.without_controls(filled)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("before", "to"), [("docx", "docx"), ("docx", "odt"), ("odt", "odt"), ("odt", "docx")]
)
def test_a_round_through_libreoffice_loses_no_field(before: str, to: str, tmp_path: Path) -> None:
    """It drops tags of fields and renames what it likes; every line is still where it belongs."""
    filled = FILLERS[before](blank(before), LINES, CELLS)
    assert_all_in_place(taken(f"bogen.{to}", office.resaved(filled, before, to, tmp_path)))


def test_a_renamed_heading_keeps_its_field() -> None:
    """The mark counts, not the words."""
    text = blank("md").decode().replace("#### Was sich bewährt hat {#tips}", "#### Unsere Perlen {#tips}")
    found = ledger(taken("bogen.md", fill.pad(text.encode(), {"tips": ["Früh anfangen"]}, {})))
    row = next(row for row in found if "Früh" in str(row["text"]))
    assert (row["section"], row["reasons"]) == ("tips", [row["reasons"][0]])  # type: ignore[index]
    assert "Unsere Perlen" in str(row["reasons"])


def test_what_stands_outside_of_the_fields_is_sorted_as_notes_are() -> None:
    """A heading of one's own ends the form's field; its lines go by rule."""
    text = blank("md").decode() + "\n## Einfälle\n\n- die Sache mit dem Dings\n- Tipp: zweimal lesen\n"
    found = {str(row["text"]): row for row in ledger(taken("bogen.md", text.encode()))}
    assert (found["- Tipp: zweimal lesen"]["section"], found["- Tipp: zweimal lesen"]["by"]) == (
        "tips",
        "rule",
    )
    assert found["- die Sache mit dem Dings"]["fate"] == "open"


def test_private_things_stay_private_in_fields_too() -> None:
    """An address is kept back, a name makes the line wait for a person, who is told the section."""
    lines = {
        "tips": ["Fragt ada@example.org", "Ada Lindqvist hat einen Schlüsselplan"],
        "legal": ["Vertraulich: Streit"],
    }
    rows = {str(row["text"]): row for row in ledger(taken("b.docx", fill.word(blank("docx"), lines, CELLS)))}
    assert rows["Fragt ada@example.org"]["fate"] == "withheld"
    assert rows["Vertraulich: Streit"]["fate"] == "withheld"
    named = rows["Ada Lindqvist hat einen Schlüsselplan"]
    assert (named["fate"], named["suggestions"]) == ("open", ["tips"])


def test_other_notes_are_no_form() -> None:
    """Headings of the template alone do not make one."""
    notes = readers.read(
        "n.md", "# Protokoll\n\n## Tipps\n- früh anfangen\n\n## Ziele\n- zwei im Jahr\n".encode()
    )
    assert not formed.is_form(notes, FORM)
    for path in (ROOT / "guides" / "strategische-oeffentlichkeitsarbeit" / "notes").iterdir():
        if path.suffix in {".docx", ".md", ".txt"}:
            assert not formed.is_form(readers.read(path.name, path.read_bytes()), FORM)


_SAID = st.text(st.sampled_from("abcdefgäöüß *.:?!-–„“123"), min_size=3, max_size=40).filter(
    lambda text: sum(map(str.isalpha, text)) >= 3
)
_FIELDS = ["tips", "tips_2", "pitfalls", "examples_3", "steps", "background", "legal", "costs_2", "about"]


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(_FIELDS), st.lists(_SAID, min_size=1, max_size=3), min_size=1))
def test_whatever_is_written_is_placed_by_its_field_or_kept_back(lines: dict[str, list[str]]) -> None:
    """In Word, any words: nothing is lost, nothing is placed elsewhere."""
    lines = {mark: texts for mark, texts in lines.items() if mark in {part.mark for part in FORM.parts}}
    found = ledger(taken("bogen.docx", fill.word(blank("docx"), lines, {})))
    placed = {row["section"] for row in found if row["fate"] == "placed"}
    assert placed <= {mark.partition("_")[0] for mark in lines}
    assert not [row for row in found if row["fate"] == "open"]


def test_form_yml_is_checked() -> None:
    """Unknown sections and unreasonable numbers are said, all at once."""
    text = "title: x\nask: y\nwords: [a, b]\nparts:\n  - {heading: A, section: tipps}\n  - {heading: B, times: 500}\n"
    with pytest.raises(forms.Trouble) as trouble:
        forms.parse(text, "form.yml", TEMPLATE)
    assert len(trouble.value.problems) == 2
