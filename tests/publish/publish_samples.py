"""Samples: guides, a programme and a catalogue of them, without a build."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from lxml import html as reading

from pipeline.model.programme import Group, Link, Programme, Workshop
from pipeline.publish.catalogue import catalogue
from pipeline.publish.entry import Check, Entry, File

TEMPLATES = Path(__file__).parents[2] / "templates"
KIT = {
    path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
    for path in TEMPLATES.rglob("*")
    if path.is_file()
}
ADDRESS = "https://example.org/katalog"
WORDING = "Das Projekt wird gefördert durch den Fonds Probe."
PAGE: dict[str, Any] = {
    "lang": "de",
    "region": "DE",
    "title": "HowToMake … eine Probe",
    "topic": "eine Probe",
    "subtitle": "Von Anfang bis Ende",
    "summary": "Wie Teilnehmer*innen und Leiter*innen proben.",
    "audience": "Öffentlichkeitsarbeitsverantwortliche",
    "roles": ["Vorstand", "Leitung"],
    "effort": "zwei Stunden",
    "description": "Ein Leitfaden zum Proben.",
    "contact": "Geschäftsstelle",
    "version": "1.0",
    "date": "2026-11-24",
    "date_text": "24. November 2026",
    "status": "review",
    "status_text": "Muster – in Durchsicht",
    "keywords": ["Probe"],
    "authors": ["Soziokultur NRW"],
    "licence": {
        "id": "CC-BY-SA-4.0",
        "name": "CC BY-SA 4.0",
        "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.de",
        "credit": "„HowToMake … eine Probe“, Soziokultur NRW, CC BY-SA 4.0",
    },
    "changes": [],
    "sections": [{"id": "tips", "heading": "Tipps"}, {"id": "imprint", "heading": "Impressum"}],
    "workshop": None,
    "funding": [{"id": "probe", "name": "Fonds Probe", "wording": WORDING, "url": ""}],
}
TITLE = Check("title-language", "Titel und Sprache stehen da.", "Title and language are there.")
FILES = (
    File("html", "probe/probe.html", 1_240_000, "c" * 64, checks=(TITLE,)),
    File("docx", "probe/probe.docx", 88_400, "b" * 64),
    File("pdf", "probe/probe.pdf", 240_123, "a" * 64, 12),
)
PROGRAMME = Programme(
    title="Kompetenztransfer",
    text="Kolleg*innen beraten einander.",
    publisher="Soziokultur NRW",
    contact="Geschäftsstelle",
    groups=(Group("ag", "AG Beratung", "Besucht Zentren.", "viermal im Jahr", "Über die Geschäftsstelle."),),
    offers=(Group("tagung", "Tagungen", "Treffen des Verbandes."),),
    workshops=(
        Workshop("ws-1", "Proben", datetime.date(2022, 9, 27), "über 20 Personen", guide="probe"),
        Workshop(
            "ws-2", "Personal", datetime.date(2022, 12, 6), "20 Personen",
            preparation=(
                Link("Beitrag", "https://example.org/beitrag"),
                Link("Zettel", "javascript:alert(1)", "liegt aus"),
            ),
        ),
    ),
    planned=("HowToMake … Leitungswechsel", "HowToMake ... eine Probe"),
)  # fmt: skip
EMPTY = Programme("Unser Programm", "Worum es geht.", "Wir", "")


def entry(slug: str = "probe", **values: Any) -> Entry:
    """Return a guide in dist/; `values` replace those of its page."""
    files = tuple(dataclasses.replace(f, path=f.path.replace("probe", slug)) for f in FILES)
    return Entry(slug, {**PAGE, **values}, files, {"": "prob", "tips": "klein teilnehm"})


def at(address: str) -> dict[str, bytes]:
    """Return the templates with another address of the catalogue; an empty one means that there is none."""
    lines = KIT["brand.yml"].decode().splitlines()
    brand = "\n".join(f"catalogue: {address}" if line.startswith("catalogue:") else line for line in lines)
    return {**KIT, "brand.yml": brand.encode()}


def site(
    entries: Sequence[Entry] | None = None, programme: Programme = PROGRAMME, address: str = ADDRESS
) -> dict[str, bytes]:
    """Return every file of a catalogue."""
    return catalogue([entry()] if entries is None else entries, programme, at(address))


def laid(folder: Path, files: dict[str, bytes]) -> Path:
    """Lay the files of a catalogue into a folder and return it; the guides' own files are empty."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def tree(data: bytes) -> Any:
    """Read a page as a browser does."""
    return reading.document_fromstring(data.decode())


def words(element: Any) -> str:
    """Return the text of an element on one line; no-break spaces count as spaces."""
    return " ".join(element.text_content().split())


FIVE = [
    entry("haushalt", title="HowToMake … kommunale Haushaltspolitik", topic="kommunale Haushaltspolitik"),
    entry(
        "awareness", title="HowToMake … ein Awareness-Konzept", topic="ein Awareness-Konzept", status_text=""
    ),
    entry(
        "erfa",
        title="HowToMake … eine ERFA-Gruppe",
        topic="eine ERFA-Gruppe",
        summary="",
        subtitle="",
        effort="",
    ),
    entry("wechsel", title="HowToMake … Leitungswechsel", topic="Leitungswechsel"),
    entry("oeff", title="HowToMake … Öffentlichkeitsarbeit", topic="Öffentlichkeitsarbeit", lang="en"),
]
