"""Texts: pads, mails and plain files in all the encodings people save them in."""

from __future__ import annotations

import unicodedata
from email.message import EmailMessage

from inputs.case import Case

PLAIN = """Mitschrift AK Barrierefreiheit, 14.3.2023
Anwesend: Jolanda Wiesengrund, Tariq Ösen, Miro (Haus am Kanal)

Wo stehen wir
==============
- Rampe ist da, aber die Tür geht nach außen auf
- Induktionsschleife seit 2 Jahren kaputt, keiner wusste's
\t- Ersatzteil ca. 180 €

Was hilft
1. Vorab fragen: "Was brauchst du, um gut dabei zu sein?"
2. Ansprechperson am Abend benennen, erkennbar (Weste)

Hausnummer 7 hat es so gemacht: Probelauf mit drei Rollstuhlfahrer*innen VOR der Eröffnung.
Jolanda: Ich ruf morgen beim Amt an, 0171 5550143
???? wer zahlt die Schriftdolmetschung
"""
PLAIN_TRUTH = (
    "Rampe ist da, aber die Tür geht nach außen auf",
    "Ersatzteil ca. 180 €",
    "Ansprechperson am Abend benennen, erkennbar (Weste)",
    "Probelauf mit drei Rollstuhlfahrer*innen VOR der Eröffnung",
    "wer zahlt die Schriftdolmetschung",
)
PLAIN_PRIVATE = ("0171 5550143", "Jolanda Wiesengrund", "Tariq Ösen")

HEDGEDOC = """---
tags: workshop, ehrenamt
---
[TOC]

# Ehrenamt halten – WS 3

:::info
Nächstes Mal bitte pünktlich
:::

## TOP 1 Ankommen
* [x] Runde gedreht
* [ ] Flipchart besorgen [name=Fatou N.] [color=#907bf7]

## TOP 2 Was Leute hält
> Man bleibt wegen der Leute, nicht wegen der Sache. (eine Kollegin)

* Dank, der konkret ist
    * nicht "danke an alle", sondern "danke fürs Licht am Freitag"
* ==Schlüssel== geben = Vertrauen
* ~~Gutscheine~~ hat niemand eingelöst

| Wer | Was | Bis wann |
|---|---|---|
| @fatou | Liste der Dienste | KW 20 |
| Bertold | fragt nach Versicherung | sofort |

{%youtube dQw4w9WgXcQ %}

```mermaid
graph TD; A-->B
```
"""

ETHERPAD = (
    "TOP 0: Formalia\n\\* Moderation: Henrike Sandvoß\n\\*\\* Protokoll rotiert\n\\*\\*\\* heute: niemand :(\n\n"
    "TOP 1: Haushalt\n\\* 10. Oktober 2022 war Abgabe\n\\* Antrag liegt beim Kulturausschuss\n\\*\\* +++\n"
    "\\*\\* Teilnehmer*innen und Leiter*innen sollen zusammen hingehen\n"
)

CRYPTPAD = (
    "**Ergebnisse Karte 4**  \n\nWir brauchen eine feste Ansprechstelle\n: das hier ist keine Definition\n\n"
    "@anna fragt noch mal\n\n![Foto](https://example.org/spion.png)\n\n<!-- intern: Streit nicht erwähnen -->\n\n"
    "z. B. $5 Pfand\\nund 3_mal_unterstrichen\n"
)

QUOTED = "Hallo zusammen,\n\nmein Nachtrag:\n- Strom: Zähler im Keller ablesen, bevor die Band kommt\n- GEMA binnen 6 Wochen\n\nLiebe Grüße\nWaltraud Eichenlaub\n-- \nWaltraud Eichenlaub\nMobil 0176 5550199\nwaltraud.eichenlaub@example.org\n"


def _mail() -> bytes:
    message = EmailMessage()
    message["From"] = "Waltraud Eichenlaub <waltraud.eichenlaub@example.org>"
    message["To"] = "ak-technik@example.org"
    message["Subject"] = "Nachtrag Technik-AK"
    message["Date"] = "Tue, 14 Mar 2023 22:41:00 +0100"
    message.set_content(QUOTED)
    return message.as_bytes()


def _html_mail() -> bytes:
    message = EmailMessage()
    message["From"], message["Subject"] = "pad@example.org", "Export"
    message.set_content("<h2>Ziele</h2><ul><li>Mehr Gäste unter 30</li></ul>", subtype="html")
    return message.as_bytes()


CASES = (
    Case("utf8.txt", PLAIN.encode(), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("bom.txt", b"\xef\xbb\xbf" + PLAIN.encode(), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("windows.txt", PLAIN.replace("\n", "\r\n").encode("cp1252"), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("utf16.txt", PLAIN.encode("utf-16"), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("utf16-ohne-bom.txt", PLAIN.encode("utf-16-le"), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("mac-zeilen.txt", PLAIN.replace("\n", "\r").encode(), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case("zerlegt.txt", unicodedata.normalize("NFD", PLAIN).encode(), PLAIN_TRUTH, PLAIN_PRIVATE),
    Case(
        "doppelt.txt", PLAIN.replace("€", "EUR").encode().decode("latin-1").encode(),
        tuple(text.replace("€", "EUR") for text in PLAIN_TRUTH), PLAIN_PRIVATE,
    ),
    Case(
        "weich.txt",
        "Protokoll\n\nÖffent\u00adlich\u00adkeits\u00adarbeit braucht\u00a0Zeit\u200b und\u202fRuhe.\n".encode(),
        ("Öffentlichkeitsarbeit braucht Zeit und Ruhe.",),
    ),
    Case(
        "hedgedoc.md", HEDGEDOC.encode(),
        (
            "Ehrenamt halten – WS 3", "Nächstes Mal bitte pünktlich", "Flipchart besorgen", "Fatou N.",
            "Man bleibt wegen der Leute, nicht wegen der Sache.", "Dank, der konkret ist",
            'nicht "danke an alle", sondern "danke fürs Licht am Freitag"', "Gutscheine", "Liste der Dienste",
            "fragt nach Versicherung", "dQw4w9WgXcQ", "graph TD",
        ),
        ("@fatou", "Fatou N."),
    ),
    Case(
        "etherpad.md", ETHERPAD.encode(),
        (
            "Protokoll rotiert", "heute: niemand", "10. Oktober 2022 war Abgabe",
            "Antrag liegt beim Kulturausschuss", "Teilnehmer*innen und Leiter*innen sollen zusammen hingehen",
        ),
        ("Henrike Sandvoß",),
    ),
    Case(
        "cryptpad.md", CRYPTPAD.encode(),
        (
            "Ergebnisse Karte 4", "Wir brauchen eine feste Ansprechstelle", "das hier ist keine Definition",
            "fragt noch mal", "Streit nicht erwähnen", "Pfand", "3_mal_unterstrichen",
        ),
        ("Streit nicht erwähnen", "@anna"),
    ),
    Case(
        "nachtrag.eml", _mail(),
        ("Zähler im Keller ablesen, bevor die Band kommt", "GEMA binnen 6 Wochen", "Nachtrag Technik-AK"),
        ("0176 5550199", "waltraud.eichenlaub@example.org", "Waltraud Eichenlaub"),
    ),
    Case("export.eml", _html_mail(), ("Ziele", "Mehr Gäste unter 30"), ("pad@example.org",)),
)  # fmt: skip
