"""Notes that stop an ingest only when they should, and come out once only."""

import dataclasses
import datetime
import io
import json
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from pipeline.ingest import Existing, Outcome, ingest
from pipeline.model.notes import Notes
from pipeline.model.problem import Trouble
from pipeline.notes import readers
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

HOWTOMAKE = Path(__file__).parents[1] / "templates" / "howtomake"
TEMPLATE = parse_template((HOWTOMAKE / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((HOWTOMAKE / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def take(files: Mapping[str, str | bytes], existing: Existing | None = None) -> Outcome:
    """Ingest files."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return ingest("x", data, TEMPLATE, CUES, existing or Existing(), today=datetime.date(2026, 11, 24))


def after(outcome: Outcome) -> Existing:
    """Return the folder that a first ingest leaves behind."""
    writes = dict(outcome.writes)
    notes = {name.removeprefix("notes/"): data for name, data in writes.items() if name.startswith("notes/")}
    followup = writes["follow-up.md"].decode() if "follow-up.md" in writes else None
    return Existing(writes["guide.md"].decode(), writes["ledger.jsonl"].decode(), followup, None, notes)


def fates(outcome: Outcome) -> list[tuple[str, str]]:
    """Return text and fate of every line of the ledger."""
    rows = map(json.loads, outcome.writes["ledger.jsonl"].decode().splitlines())
    return [(row["text"], row["fate"]) for row in rows]


def word(body: str) -> bytes:
    """Return a Word file with this body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
    return buffer.getvalue()


def field(code: str, shown: str) -> str:
    """Return a field such as Word writes for a link."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    text = f"<w:r><w:t>{shown}</w:t></w:r>"
    instruction = f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return (
        f"<w:p>{mark.format('begin')}{instruction}{mark.format('separate')}{text}{mark.format('end')}</w:p>"
    )


@pytest.mark.parametrize("quote", ['"', "&quot;"])
def test_a_link_that_is_a_field_is_no_invented_text(quote: str) -> None:
    """Old Word files hold addresses in field codes; the reader says them, the inventory allows them."""
    outcome = take(
        {"a.docx": word(field(f" HYPERLINK {quote}https://haus.example/x{quote} ", "unsere Seite"))}
    )
    assert [text for text, _fate in fates(outcome)] == ["unsere Seite (https://haus.example/x)"]


@pytest.mark.parametrize("name", ["a.md", "a.txt"])
@pytest.mark.parametrize(
    "text",
    [
        "# Titel\n\nEin Satz ohne Kopf davor.\n\n- ein Punkt\n",
        "---\ntags: a\n---\n\nEin Satz mit Kopf davor.\n",
        "---\n\nEin Strich, der kein Kopf ist.\n\n---\n",
        "Ein <!-- Kommentar --> im Text!\n\n<!--\nüber\nZeilen!\n-->\n",
        "> Zitat\n> > tief\n\n```\nLog [x](y) ** __\n```\n",
        "Wer | Was\n--- | ---\nAda | Kuchen \\| Tee\n\n1\\. eins\n\\- zwei\n\\*\\* drei\n",
        '[Titel](https://x.example/a_(b) "Hinweis") ![Bild](bild.png) &amp; <b>fett</b>\n',
        "10. Oktober 2022 war Auftakt\n@ada bringt Kuchen\n: keine Definition\n??? +++ 👍\n",
    ],
)
def test_every_letter_of_a_text_is_accounted_for(name: str, text: str) -> None:
    """No shape of pad or mail makes the inventory and the ledger differ."""
    take({name: text})


@pytest.mark.parametrize("word_", ["Teilnehmer*innen", "Kolleg:innen", "Gäst_innen"])
def test_a_lost_sign_of_gender_stops_the_ingest(word_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that takes the star for markup is caught like one that drops a word."""
    read = readers.read

    def careless(*arguments: Any) -> Notes:
        notes = read(*arguments)
        plain = word_.replace("*", "").replace(":", "").replace("_", "")
        blocks = [dataclasses.replace(b, text=b.text.replace(word_, plain), typed="") for b in notes.blocks]
        return dataclasses.replace(notes, blocks=tuple(blocks))

    text = {"a.txt": f"Wir fragen alle {word_} und jede*r sagt etwas."}
    take(text)
    monkeypatch.setattr(readers, "read", careless)
    with pytest.raises(Trouble):
        take(text)


def test_text_that_is_embedded_as_a_whole_document_is_not_passed_over() -> None:
    """An altChunk holds text that no walk over this file can see."""
    with pytest.raises(Trouble, match="altChunk"):
        take({"a.docx": word("<w:altChunk/><w:p><w:r><w:t>Ein Satz.</w:t></w:r></w:p>")})


def test_a_newer_version_of_the_same_notes_adds_what_is_new_only() -> None:
    """Short lines, too, are recognised when the file has the same name."""
    old = "# Protokoll\n\n## Tipps\n- früh anfangen\n- ja\n\n## TODO\n- Raum buchen\n"
    first = after(take({"a.md": old}))
    second = take({"a.md": old.replace("- ja\n", "- ja\n- vorher fragen\n")}, first)
    guide, followup = second.writes["guide.md"].decode(), first.followup or ""
    assert [guide.count(text) for text in ("früh anfangen", "- ja\n", "vorher fragen")] == [1, 1, 1]
    assert "follow-up.md" not in second.writes
    assert followup.count("Raum buchen") == 1


def test_line_ends_and_every_byte_of_a_person_stay() -> None:
    """What was added can be taken out again, and the file is what it was."""
    head = "---\r\ntitle: HowToMake … X\r\nversion: '1'\r\ndate: 2026-01-01\r\nstatus: draft\r\n---\r\n"
    mine = head + "\r\n## Tipps {#tips}\r\n\r\n- alt  \r\n\r\n## Eigenes {#own}\r\n\r\nohne Ende"
    guide = (
        take({"a.md": "# P\n\n# Tipps\n- neu und länger\n"}, Existing(guide=mine)).writes["guide.md"].decode()
    )
    start = guide.index("<!--")
    end = guide.index("- neu und länger") + len("- neu und länger\r\n\r\n")
    assert guide[:start] + guide[end:] == mine
    assert "\n" not in guide.replace("\r\n", "")


@pytest.mark.slow
def test_a_long_file_takes_seconds() -> None:
    """390,000 characters of Word and a line of a megabyte stay well under the limit of 20 s."""
    line = (
        "Absatz {} mit Text über Öffentlichkeitsarbeit und Teilnehmer*innen, länger als eine Zeile im Druck."
    )
    body = "".join(f"<w:p><w:r><w:t>{line.format(n)}</w:t></w:r></w:p>" for n in range(4000))
    start = time.process_time()
    take({"a.docx": word(body), "b.txt": "wort " * 200_000})
    assert time.process_time() - start < 20
