"""Personal data: what is kept back, and what looks like it but is not."""

from __future__ import annotations

import pytest

from pipeline.model.notes import Block, Kind, Layer
from pipeline.notes import personal


def reasons(text: str, layer: Layer = Layer.BODY) -> tuple[str, ...]:
    """Return why a passage would be kept back."""
    return personal.reasons(Block("n.md", "", Kind.PARAGRAPH, text, layer))


@pytest.mark.parametrize(
    "text",
    [
        "ada.beispiel@werkhof.example fragen",
        "ada (at) werkhof.example",
        "Ada: ada[at]werkhof[dot]example",
        "Ada: 0152 28817386",
        "Büro: 0221 4710 118",
        "ruf an: +49 221 4710118",
        "0171/3920014",
        "IBAN DE89 3704 0044 0532 0130 00",
        "VERTRAULICH, bleibt im Raum",
        "intern: Zuschuss verloren",
        "(intern) Zuschuss verloren",
        "Das ist nicht öffentlich.",
        "Bitte nicht weitergeben!",
        "WLAN: Gast / Passwort: 1234",
    ],
)
def test_private_passages_are_kept_back(text: str) -> None:
    """Addresses, numbers, accounts and passages marked as confidential have a reason."""
    assert reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        "Schreibt an info@werkhof.example",
        "geschaeftsstelle@verband.example hilft",
        "27.09.2022 um 10:00 bis 16:30 Uhr",
        "am 01.10.2022 und am 15.10.2022",
        "300–600 € im Jahr, 10.000 Besuche 2021/2022",
        "IBAN DE00 0000 0000 0000 0000 00 ist ein Muster",
        "Vertraulichkeit ist wichtig",
        "Konflikte vertraulich behandeln",
        "interne Kommunikation verbessern",
        "Öffentlichkeitsarbeit ist öffentlich",
        "5-10 Prozent, KUG §22, 2000 px",
    ],
)
def test_harmless_passages_are_not(text: str) -> None:
    """Offices, dates, sums and the mere word are no personal data."""
    assert reasons(text) == ()


@pytest.mark.parametrize("layer", [Layer.COMMENT, Layer.DELETED, Layer.HIDDEN])
def test_what_was_not_meant_to_be_seen_is_kept_back(layer: Layer) -> None:
    """Comments, deleted and hidden text have a reason whatever they say."""
    assert len(reasons("harmlos", layer)) == 1


def test_names_come_from_the_notes_themselves() -> None:
    """The column of names, comment authors and document authors are looked out for; houses are not."""
    blocks = [
        Block("n", "", Kind.ROW, "", cells=("Nr.", "Name", "Haus"), table=1),
        Block("n", "", Kind.ROW, "", cells=("1", "Ada Lindqvist", "Werkhof Ansbeck"), table=1),
        Block("n", "", Kind.PARAGRAPH, "x", Layer.COMMENT, by="Bo Sundmann"),
        Block("n", "property creator", Kind.META, "Cleo Tranberg", Layer.PROPERTY),
    ]
    known = personal.people(blocks)
    assert known == {"Ada", "Lindqvist", "Sundmann", "Cleo", "Tranberg"}
    assert personal.named("Faustregel Ada und Lindqvists Liste, im Werkhof, @cleo", known) == (
        "Ada",
        "Lindqvists",
        "@cleo",
    )
