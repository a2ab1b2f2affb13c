"""Personal data and marks of secrecy as people type them, and what only looks like them."""

import pytest

from pipeline.model.notes import Block, Kind
from pipeline.notes import personal


def reasons(text: str) -> tuple[str, ...]:
    """Return why a paragraph would be kept back."""
    return personal.reasons(Block("a.md", "Zeile 1", Kind.PARAGRAPH, text))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ada@haus.example",
            "ada.l (at) haus.de",
            "ada [at] haus [dot] de",
            "ada(ät)haus.de",
            "ada at haus dot de",
        ),
        *(
            "0211 123456",
            "0211/123456",
            "0211-12 34 56",
            "+49 (0)211 123456",
            "(0202) 445566",
            "00492111234567",
        ),
        *("Tel. 123456", "Handy 0171-2345678", "Fax 0211 99887766", "Anrufen unter 030 23125 (Nuri)"),
        *("DE89 3704 0044 0532 0130 00", "DE89370400440532013000", "geb. 12.3.1980"),
        *("WLAN-Passwort: kessel123", "Passwort ist geheim99", "PW: abc", "PIN 1234", "Zugangscode 1234"),
    ],
)
def test_what_leads_to_a_person_or_through_a_door_is_kept_back(text: str) -> None:
    """Addresses, numbers, accounts, birthdays and passwords."""
    assert reasons(f"Frag nach: {text}")


@pytest.mark.parametrize(
    "text",
    [
        *(
            "vertraulich!",
            "nur für internen Gebrauch",
            "nur für den internen Gebrauch",
            "NICHT ÖFFENTLICH",
            "nichtöffentlich",
        ),
        *(
            "nicht-öffentlich",
            "streng geheim",
            "off the record: x",
            "das bleibt unter uns",
            "bitte nicht weitererzählen",
        ),
        *(
            "nicht zur Veröffentlichung",
            "nicht für Dritte",
            "intern - Stadt kürzt",
            "(intern) Stadt kürzt",
            "nicht weitersagen",
        ),
    ],
)
def test_who_asks_for_silence_gets_it(text: str) -> None:
    """Marks as people type them."""
    assert personal.confidential(text)
    assert reasons(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "12.10.2022 bis 14.10.2022",
            "10.000–20.000 €",
            "2022/2023",
            "01/2023 – 12/2023",
            "10:00 – 16:30 Uhr",
        ),
        *(
            "0,5 – 0,75 Stellen",
            "ISBN 978-3-16-148410-0",
            "§ 22 Abs. 1 Satz 2",
            "100 000 000 Euro",
            "50667 Köln",
        ),
        *(
            "info@haus.de",
            "buero@haus.de",
            "geschaeftsstelle@haus.example",
            "https://haus.example/0211123456",
        ),
        *(
            "interne Kommunikation verbessern",
            "Gespräche vertraulich behandeln",
            "eine vertrauliche Anlaufstelle",
        ),
        *(
            "Alle Zugänge in einen Passwortmanager",
            "Website: alt, Passwort hat die Praktikantin",
            "Telefonliste ausdrucken",
        ),
        *("nicht öffentlich zugänglich sind die Toiletten", "Namen werden nicht veröffentlicht"),
    ],
)
def test_what_only_looks_like_it_may_stand(text: str) -> None:
    """Dates, sums, offices and advice about secrets are material for a guide."""
    assert reasons(text) == ()
