"""Turns: who says what, line by line, `Mina: …`, `Olaf: …`; the names are people's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.model.notes import Block, Kind, Layer

_TURN = re.compile(
    r"(?P<who>[A-ZÄÖÜ][^\W\d_]+(?:[ -][A-ZÄÖÜ][^\W\d_]*\.?)?)(?:\s*\([^()]{1,40}\))?:\s+(?P<said>\S.{12,})",
    re.DOTALL,
)
_LABELS = {
    "Achtung", "Adresse", "Agenda", "Aktion", "Alternative", "Anlass", "Anmerkung", "Annahme", "Antrag",
    "Antwort", "Anwesend", "Argument", "Aufgabe", "Ausblick", "Ausgangslage", "Auswahl", "Bedarf",
    "Bedenken", "Begründung", "Beispiel", "Beitrag", "Bemerkung", "Beschluss", "Bild", "Budget",
    "Chance", "Contra", "Dafür", "Dagegen", "Datum", "Dauer", "Definition", "Diskussion",
    "Entscheidung", "Enthaltung", "Ergebnis", "Erfahrung", "Fazit", "Fehler", "Folge", "Forderung",
    "Format", "Frage", "Frist", "Fokus", "Gefahr", "Geld", "Gewinn", "Grund", "Hintergrund", "Hinweis",
    "Hinweise", "Idee", "Ideen", "Info", "Information", "Inhalt", "Input", "Ja", "Kategorie",
    "Kernaussage", "Kommentar", "Konsens", "Kontakt", "Kontra", "Kosten", "Kritik", "Lob", "Lösung",
    "Material", "Meinung", "Merke", "Methode", "Mittel", "Moderation", "Motto", "Nachteil", "Nein",
    "Nicht", "Notiz", "Nutzen", "Offen", "Option", "Ort", "Plan", "Plus", "Problem", "Pro", "Protokoll",
    "Punkt", "Quelle", "Rat", "Regel", "Risiko", "Rolle", "Rückfrage", "Schritt", "Schwäche", "Sicht",
    "Stand", "Stärke", "Status", "Stimmung", "Strategie", "Termin", "Text", "Thema", "These", "Tipp",
    "Titel", "Todo", "Ursache", "Vorgehen", "Vorschlag", "Vorteil", "Warnung", "Warum", "Wer", "Was",
    "Wann", "Wie", "Wo", "Wichtig", "Wunsch", "Zeit", "Ziel", "Ziele", "Zielgruppe", "Zitat",
    "Zusammenfassung", "Zuständig", "Zweck", "Uhrzeit", "Beginn", "Ende", "Verantwortlich", "Nachtrag",
    "Update", "Link", "Links", "Siehe", "Note", "Question", "Answer",
}  # fmt: skip
"""Labels that many lines may begin with and that are nobody."""
_FEWEST = 4
_SPEAKERS = 2


def signed(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with the speaker of each turn, where lines show that people speak in turn."""
    turns = {number: match["who"] for number, block in enumerate(blocks) if (match := _turn(block))}
    times = Counter(turns.values())
    changes = sum(one != other for one, other in pairwise(turns.values()))
    talk = len(times) >= _SPEAKERS and max(times.values(), default=0) > 1
    if not talk or len(turns) < _FEWEST or changes * 2 < len(turns) - 1:
        return list(blocks)
    return [
        replace(block, by=block.by or turns[number]) if number in turns else block
        for number, block in enumerate(blocks)
    ]


def _turn(block: Block) -> re.Match[str] | None:
    spoken = block.kind in {Kind.PARAGRAPH, Kind.ITEM} and block.layer is Layer.BODY
    match = _TURN.match(block.text) if spoken else None
    return match if match and not _LABELS & set(match["who"].split()) else None
