"""A Word book for tests: hundreds of thousands of characters with headings, lists, tables and footnotes."""

from __future__ import annotations

import random

from wordfile import NAMESPACES, p, part, t, table, word

_WORDS = [
    "Öffentlichkeitsarbeit",
    "Haus",
    "Zentrum",
    "Vorstand",
    "Teilnehmer*innen",
    "Programm",
    "Förderung",
    "Antrag",
    "Woche",
    "Gespräch",
    "Stadt",
    "Kulturamt",
    "Jahr",
    "Plan",
    "Verein",
    "Netzwerk",
    "Nachbarschaft",
    "Bühne",
    "Honorar",
    "Plakat",
    "Mitglieder",
    "Ehrenamt",
    "Technik",
    "Fest",
    "Raum",
    "klären",
    "planen",
    "fragen",
    "zeigen",
    "bringen",
    "schreiben",
    "rechnen",
    "prüfen",
    "einladen",
    "absagen",
    "verschieben",
    "feiern",
    "früh",
    "spät",
    "offen",
    "gemeinsam",
    "ehrlich",
    "knapp",
    "gut",
    "teuer",
    "neu",
    "wichtig",
    "deshalb",
    "trotzdem",
    "immer",
    "selten",
    "zuerst",
    "danach",
]
_HEADINGS = [
    "Ziele",
    "Tipps",
    "Stolpersteine",
    "Ablauf",
    "Kosten",
    "Beispiele",
    "Hintergrund",
    "Vorbereitung",
    "Fragen",
    "Netzwerk",
    "Recht",
    "Nachbereitung",
]


def book(characters: int = 390_000, seed: int = 1) -> bytes:
    """Return a Word file of about so many characters of text."""
    dice = random.Random(seed)  # noqa: S311  (the same book every time)
    body: list[str] = []
    notes: list[str] = []
    size = 0
    while size < characters:
        chapter = sentence(dice, 4)
        body.append(p(chapter, properties='<w:pStyle w:val="Heading1"/>'))
        for _number in range(6):
            heading = f"{dice.choice(_HEADINGS)} {len(body)}"
            body.append(p(heading, properties='<w:pStyle w:val="Heading2"/>'))
            size += len(heading)
            for _paragraph in range(4):
                text = " ".join(sentence(dice, 12) for _sentence in range(4))
                notes.append(sentence(dice, 9))
                body.append(p(text, reference(len(notes))))
                size += len(text) + len(notes[-1])
            points = [sentence(dice, 6) for _point in range(5)]
            body += [p(f"- {point}") for point in points]
            size += sum(map(len, points))
        rows = [tuple(sentence(dice, 3) for _cell in range(4)) for _row in range(12)]
        body.append(table(("Wer", "Was", "Bis wann", "Notiz"), *rows))
        size += sum(len(cell) for row in rows for cell in row)
    return word("".join(body), {"word/styles.xml": STYLES, "word/footnotes.xml": footnotes(notes)})


def sentence(dice: random.Random, words: int) -> str:
    """Return a sentence without sense."""
    said = " ".join(dice.choice(_WORDS) for _word in range(words))
    return f"{said[0].upper()}{said[1:]}."


def reference(number: int) -> str:
    """Return a run that points at a footnote."""
    return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'


def footnotes(texts: list[str]) -> str:
    """Return the part of footnotes, numbered from 1."""
    rows = (f'<w:footnote w:id="{n}"><w:p>{t(text)}</w:p></w:footnote>' for n, text in enumerate(texts, 1))
    return part("footnotes", "".join(rows))


STYLES = (
    f"<w:styles {NAMESPACES}>"
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/></w:style>'
        for n in (1, 2)
    )
    + "</w:styles>"
)
