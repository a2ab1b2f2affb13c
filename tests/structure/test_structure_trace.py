"""Trace: the source of each sentence, held against a person's reading of our own guide."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from pipeline.model.ledger import Entry, Fate
from pipeline.model.trace import How, Trace
from pipeline.structure import ledger
from pipeline.structure.trace import changes, trace

FOLDER = Path(__file__).parents[2] / "guides" / "strategische-oeffentlichkeitsarbeit"
ENTRIES = ledger.load((FOLDER / "ledger.jsonl").read_text("utf-8"), "ledger.jsonl")
GUIDE = (FOLDER / "guide.md").read_text("utf-8")
READ = {
    # Sentence of the guide → beginning of the passage that a person takes for its source, or nothing.
    "Feste Stunden gibt es selten": "Kaum ein Haus hat feste Stunden",
    "Fertige Texte mit Foto werden": "Eine Redakteurin für drei Gemeinden",
    "drei Zahlen pro Quartal.": "Messen: drei Zahlen pro Quartal",
    "Das gilt für die Routine.": "Gilt für Routine.",
    "Presse | 1–2 | die Politik": "Presse (grün) | 1–2",
    "Alle Zugänge kommen in einen": "Alle Zugänge in einen Passwortmanager",
    "Bis Jahresende bekommen 300": "Bis Jahresende bekommen 300",
    "Fragt Leute, statt zu raten.": "Leute fragen statt raten",
    "Fremd heißt, andere bestimmen": "fremd = andere bestimmen",
    "Newsletter: Einmal im Monat": "1x im Monat, immer gleicher Tag",
    "Gedrucktes: 50 Plakate": "Plakat: nur noch 50 Stück",
    "15 | Plan ansehen": "15 min Plan + Rückmeldungen",
    "Der Text steht in der Mail": "Max. eine Seite, Text in die Mail",
    "Juli und August sind eure Chance": "Sommerloch nutzen!",
    "Keine Überraschung: vor der": "Verwaltung NICHT überraschen",
    "Januar: Zahlen prüfen": "Jahr: Januar Zahlen",
    "Newsletter-Dienst | 0–30 €": "Newsletter-Dienst | 0–30 €",
    "Erst ein Satz, dann ein Logo.": "Brauchen wir ein Logo?",
    "Alles an einer Person.": "alles an einer Person",
    "Sagt nur, was gesichert ist.": "Nur sagen, was gesichert ist.",
    "Es gab drei Beschwerden.": "Beschwerden: 3",
    "Der Presseverteiler hat zehn": "Presseverteiler: lieber zehn",
    "Jede Ausgabe hat einen Abmeldelink.": "Newsletter: Double-Opt-in",
    "Drei Dinge werden oft verwechselt:": "",
    "Am Ende dieses Weges habt ihr:": "",
    "Zusammen sind das rund 36": "",
    "Dieser Abschnitt ersetzt keine Rechtsberatung": "",
    "Datenschutz: Ein digitales Foto": "",
    "Ein Nein des Kindes gilt.": "",
    "Newsletter: Werbung per E-Mail": "",
    "Grundlage ist seit Mai 2024": "",
    "Ob sie auf euch zutrifft": "",
    "Was sie tun, lässt sich nachmachen.": "",
    "Mir ist bekannt, dass Fotos": "",
    "Programm, aus dem dieser Leitfaden": "",
    "Für öffentliche Stellen gelten": "",
}


@pytest.fixture(scope="module")
def found() -> Trace:
    """Return the trace of our own guide."""
    return trace(GUIDE, ENTRIES)


@pytest.mark.parametrize(("beginning", "source"), READ.items())
def test_a_sentence_has_the_source_a_person_sees(found: Trace, beginning: str, source: str) -> None:
    """Or none, where no notes are behind it."""
    said = [one for one in found.sentences if one.text.startswith(beginning)]
    assert said, beginning
    if source:
        assert any(one.said.startswith(source) or source in one.said for one in said[0].sources), said[
            0
        ].sources
    else:
        assert said[0].editorial, said[0].sources


def test_the_other_way_round(found: Trace) -> None:
    """What a person left out is named; what is in the guide in other words is not."""
    gone = [entry.text for entry in found.missing]
    assert any("die mit der Disco" in text for text in gone)
    assert any("Wir reden über Termine" in text for text in gone)
    assert not any("Zugänge sichern" in text or "Double-Opt-in" in text for text in gone)
    assert len(gone) < 0.25 * sum(entry.fate is Fate.PLACED for entry in ENTRIES)


def entry(number: int, text: str, fate: Fate = Fate.PLACED) -> Entry:
    """Return a line of a ledger."""
    return Entry(str(number), "n.md", f"Zeile {number}", text, "item", fate, "tips")


def guide(*lines: str) -> str:
    """Return a guide of one section."""
    return "\n".join(["---", "title: x", "---", "", "## Tipps {#tips}", "", *lines, ""])


def test_word_for_word_edited_several_and_none() -> None:
    """Four sentences of four kinds, and a passage that is gone."""
    notes = [
        entry(1, "- Schlüssel zählen und Liste aufhängen"),
        entry(2, "Raum drei Wochen vorher buchen"),
        entry(3, "Presse zehn Tage vorher einladen"),
        entry(4, "Kaffee und Kuchen bestellen"),
        entry(5, "Lastenrad reparieren lassen"),
    ]
    text = guide(
        "- Schlüssel zählen und Liste aufhängen",
        "- Bucht den Raum drei Wochen vorher.",
        "- Die Presse ladet ihr ein, zehn Tage vorher, und bestellt Kaffee und Kuchen.",
        "- Das Wetter bleibt ungewiss.",
    )
    result = trace(text, notes)
    hows = [[(source.entry.id, source.how) for source in one.sources] for one in result.sentences]
    assert hows[0] == [("1", How.EXACT)]
    assert hows[1] == [("2", How.EDITED)]
    assert {name for name, _how in hows[2]} == {"3", "4"}
    assert hows[3] == []
    assert [one.id for one in result.missing] == ["5"]


def test_changes_are_told_word_by_word() -> None:
    """What stayed, went and came, in the order of the sentence."""
    result = trace(guide("Bucht den Raum drei Wochen vorher."), [entry(1, "Raum drei Wochen vorher buchen")])
    (source,) = result.sentences[0].sources
    told = list(changes(source, result.sentences[0].text))
    assert " ".join(text for kind, text in told if kind in " +") == "Bucht den Raum drei Wochen vorher."
    assert ("+", "Bucht den") in told


def test_a_draft_is_traced_to_its_notes_word_for_word() -> None:
    """Straight after an ingest nothing is editorial, nothing edited, nothing missing."""
    notes = [
        entry(n, f"Satz {n} über {word} und den Rest")
        for n, word in enumerate(["Eis", "Tee", "Brot", "Salz"])
    ]
    result = trace(guide(*(f"- {one.text}" for one in notes)), notes)
    assert [one.sources[0].entry.id for one in result.sentences] == [one.id for one in notes]
    assert {one.sources[0].how for one in result.sentences} == {How.EXACT}
    assert result.missing == ()


def test_fourteen_pages_and_a_thousand_lines_take_moments() -> None:
    """Half as long again as our guide, and three times our ledger."""
    many = [
        Entry(f"{n}-{e.id}", e.source, e.place, e.text, e.kind, e.fate, e.section)
        for n in range(3)
        for e in ENTRIES
    ]
    body = GUIDE.split("## Zeitplan", 1)
    start = time.perf_counter()
    trace(GUIDE + "\n## Zeitplan" + body[1], many)
    assert time.perf_counter() - start < 8
