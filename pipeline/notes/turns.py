"""Turns: who says what, line by line, `Mina: …`, `Olaf: …`; the names are people's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.model.notes import Block, Kind, Layer

_TURN = re.compile(
    r"(?P<who>[A-ZÄÖÜ][^\W\d_]+(?:[ -][A-ZÄÖÜ][^\W\d_]*\.?)?)(?:\s*\([^()]{1,40}\))?:\s+(?P<said>\S.{12,})",
    re.DOTALL,
)
_LABELS = {
    "Abstimmung", "Achtung", "Adresse", "Agenda", "Aktion", "Alle", "Alternative", "Anlass",
    "Anmerkung", "Annahme", "Answer", "Antrag", "Antwort", "Anwesend", "Argument", "Aufgabe",
    "Ausblick", "Ausgangslage", "Auswahl", "Bedarf", "Bedenken", "Beginn", "Begründung", "Beide",
    "Beispiel", "Beitrag", "Bemerkung", "Beschluss", "Bild", "Budget", "Chance", "Contra", "Dafür",
    "Dagegen", "Datum", "Dauer", "Definition", "Diskussion", "Ende", "Enthaltung", "Entscheidung",
    "Erfahrung", "Ergebnis", "Fazit", "Features", "Fehler", "Fokus", "Folge", "Forderung", "Format",
    "Frage", "Frist", "Gefahr", "Geld", "Gewinn", "Grund", "Hintergrund", "Hinweis", "Hinweise", "Idee",
    "Ideen", "Info", "Information", "Inhalt", "Input", "Ja", "Kategorie", "Kernaussage", "Kommentar",
    "Konsens", "Kontakt", "Kontra", "Kosten", "Kritik", "Link", "Links", "Lob", "Lösung", "Material",
    "Meinung", "Merke", "Methode", "Mittel", "Moderation", "Motto", "Nachteil", "Nachtrag", "Nein",
    "Nicht", "Note", "Notiz", "Nutzen", "Offen", "Option", "Ort", "Plan", "Plus", "Pro", "Problem",
    "Protokoll", "Punkt", "Quelle", "Question", "Rat", "Regel", "Resultat", "Risiko", "Rolle",
    "Rückfrage", "Schritt", "Schwäche", "Sicht", "Siehe", "Stand", "Status", "Stimmung", "Strategie",
    "Stärke", "TODO", "Technologie", "Termin", "Text", "Thema", "These", "Tipp", "Titel", "ToDo",
    "Todo", "Uhrzeit", "Update", "Ursache", "Verantwortlich", "Vorgehen", "Vorgehensweise", "Vorschlag",
    "Vorteil", "Wann", "Warnung", "Warum", "Was", "Wer", "Wichtig", "Wie", "Wo", "Wunsch", "Zeit",
    "Ziel", "Ziele", "Zielgruppe", "Zitat", "Zusammenfassung", "Zuständig", "Zweck",
}  # fmt: skip
"""Labels that many lines may begin with and that are nobody."""
_FEWEST = 4
_SPEAKERS = 2
_SHARE = 0.6
_APART = 2
"""How many blocks further down the next turn may be."""


def signed(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the speaker of each turn, where lines show that people speak in turn."""
    found = list(blocks)
    for talk in _talks(blocks):
        times = Counter(talk.values())
        again = [who for who, often in times.items() if often > 1]
        if len(again) >= _SPEAKERS and sum(times[who] for who in again) >= _SHARE * len(talk):
            for number, who in talk.items():
                found[number] = replace(blocks[number], by=blocks[number].by or who)
    return found


def _talks(blocks: Sequence[Block]) -> Iterator[dict[int, str]]:
    """Yield stretches of lines that begin with a label, each with who it may name."""
    talk: dict[int, str] = {}
    for number, block in enumerate(blocks):
        match = _turn(block)
        if match and talk and number - max(talk) > _APART:
            yield from [talk] if len(talk) >= _FEWEST else []
            talk = {}
        if match:
            talk[number] = match["who"]
    if len(talk) >= _FEWEST:
        yield talk


def _turn(block: Block) -> re.Match[str] | None:
    spoken = block.kind in {Kind.PARAGRAPH, Kind.ITEM} and block.layer is Layer.BODY
    match = _TURN.match(block.text) if spoken else None
    return match if match and not _LABELS & set(match["who"].split()) else None
