"""Ingest: notes in; nothing lost, nothing invented, a person's word wins, and again changes nothing."""

from __future__ import annotations

import dataclasses
import datetime
import json
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import ingest as story
from pipeline.guide import source
from pipeline.ingest import Existing, Outcome
from pipeline.model.ledger import Fate
from pipeline.model.problem import Trouble
from pipeline.notes import pad, readers
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
DAY = datetime.date(2026, 11, 24)
NOTES = ROOT / "guides" / "strategische-oeffentlichkeitsarbeit" / "notes"
PAD = """# Workshop „Leitungswechsel“

## Tipps
- früh anfangen, mindestens ein Jahr vorher
- Leiter*innen und Vorstand reden offen

## Kanäle
- ein Satz, der nirgends hingehört

## TODO
- [ ] Raum buchen

Anwesend: Ada Lindqvist
"""


def ingest(files: Mapping[str, str | bytes], existing: Existing | None = None, *, title: str = "") -> Outcome:
    """Ingest with our own template and cues."""
    data = {name: text.encode() if isinstance(text, str) else text for name, text in files.items()}
    return story.ingest("a-b", data, TEMPLATE, CUES, existing or Existing(), today=DAY, title=title)


def after(outcome: Outcome, before: Existing | None = None) -> Existing:
    """Return what lies in the folder once the outcome is written."""
    before = before or Existing()
    writes = dict(outcome.writes)
    notes = {name.removeprefix("notes/"): data for name, data in writes.items() if name.startswith("notes/")}
    texts = {
        key: writes[name].decode() if name in writes else getattr(before, key)
        for key, name in (("guide", "guide.md"), ("ledger", "ledger.jsonl"), ("followup", "follow-up.md"))
    }
    return Existing(**texts, decisions=before.decisions, notes={**before.notes, **notes})


def rows(existing: Existing) -> list[dict[str, object]]:
    """Return the lines of the ledger."""
    return [json.loads(line) for line in (existing.ledger or "").split("\n") if line]


def test_a_draft_comes_out() -> None:
    """The guide reads as one, sections in the template's order, open passages last, follow-up beside it."""
    found = after(ingest({"pad.md": PAD}))
    guide = source.parse(found.guide or "", "a-b", "guides/a-b/guide.md")
    assert guide.front.title == "HowToMake … Leitungswechsel"
    assert (guide.front.version, guide.front.status.value, guide.front.date) == ("0.1", "draft", DAY)
    ids = [section.id for section in guide.sections]
    assert ids[-1] == source.OPEN
    assert ids[:-1] == [rule.id for rule in TEMPLATE.sections if rule.id in ids]
    text = {section.id: section.text for section in guide.sections}
    assert "- Leiter*innen und Vorstand reden offen" in text["tips"]
    assert "ein Satz, der nirgends hingehört" in text[source.OPEN]
    assert "<!--" in text["summary"]
    assert "- [ ] Raum buchen" in (found.followup or "")


def test_private_things_stay_out_of_the_guide_and_in_the_ledger() -> None:
    """Kept back, and on record."""
    found = after(ingest({"pad.md": PAD}))
    assert "Lindqvist" not in (found.guide or "")
    assert [row["fate"] for row in rows(found) if "Lindqvist" in str(row["text"])] == ["withheld"]


def test_originals_are_kept_byte_for_byte_under_safe_names() -> None:
    """Umlauts stay; what no system can store goes; the same bytes are the same file."""
    outcome = ingest(
        {"../x/Größe: final?.md": PAD, "CON.md": "Ein zweiter Text, lang genug.", "copy.md": PAD}
    )
    assert sorted(name for name in outcome.writes if name.startswith("notes/")) == [
        "notes/Größe- final-.md",
        "notes/_CON.md",
    ]
    assert outcome.writes["notes/Größe- final-.md"] == PAD.encode()


def test_another_file_of_the_same_name_gets_a_new_one() -> None:
    """And what it says again is not written twice."""
    first = after(ingest({"pad.md": PAD}))
    second = after(ingest({"pad.md": PAD + "\n## Tipps\n- ein neuer Gedanke dazu\n"}, first), first)
    assert set(second.notes) == {"pad.md", "pad (2).md"}
    assert (second.guide or "").count("früh anfangen, mindestens ein Jahr vorher") == 1
    assert (second.guide or "").count("ein neuer Gedanke dazu") == 1
    assert "repeated" in {row["fate"] for row in rows(second)}


def test_again_changes_nothing() -> None:
    """The same notes, also under another name, write no byte."""
    first = after(ingest({"pad.md": PAD}))
    assert ingest({"pad.md": PAD}, first).writes == {}
    assert ingest({"anders.md": PAD}, first).writes == {}


def test_new_notes_only_add() -> None:
    """What an editor wrote stays, character by character, even in a section that grows."""
    first = after(ingest({"pad.md": PAD}))
    edited = (
        (first.guide or "").replace("früh anfangen", "FRÜH anfangen!").replace("## Tipps", "## Was hilft")
    )
    mine = dataclasses.replace(first, guide=edited.replace("\n", "\r\n"))
    grown = (
        ingest({"mail.txt": "Tipp: zweimal lesen, dann erst abschicken\n"}, mine).writes["guide.md"].decode()
    )
    rest = iter(grown)
    assert all(sign in rest for sign in mine.guide or "")
    assert "zweimal lesen" in grown.split("{#tips}")[1].split("## ")[0]
    assert "\n" not in grown.replace("\r\n", "")


def test_a_finished_guide_gets_open_passages_only() -> None:
    """New text never slips into a section of a guide that is in review."""
    first = after(ingest({"pad.md": PAD}))
    done = dataclasses.replace(first, guide=(first.guide or "").replace("status: draft", "status: review"))
    grown = (
        ingest({"mail.txt": "Tipp: zweimal lesen, dann erst abschicken\n"}, done).writes["guide.md"].decode()
    )
    assert grown.index("zweimal lesen") > grown.index("{#open}")


def test_decisions_win() -> None:
    """Before the first ingest and after it; what waits moves, and is there once."""
    text = "- {text: ein Satz, section: examples}\n".replace("ein Satz", '"ein Satz, der nirgends hingehört"')
    first = after(ingest({"pad.md": PAD}, Existing(decisions=text)))
    examples = (first.guide or "").split("{#examples}")[1].split("## ")[0]
    assert "ein Satz, der nirgends hingehört" in examples
    plain = after(ingest({"pad.md": PAD}))
    later = dataclasses.replace(
        plain, decisions=text + '- {text: "Anwesend: Ada Lindqvist", section: people}\n'
    )
    outcome = ingest({"pad.md": PAD}, later)
    assert outcome.report.remarks == ()
    grown = outcome.writes["guide.md"].decode()
    assert "Anwesend: Ada Lindqvist" in grown
    assert "ein Satz, der nirgends hingehört" in grown.split("{#examples}")[1].split("## ")[0]
    assert grown.count("ein Satz, der nirgends hingehört") == 1
    assert "{#open}" not in grown
    assert {row["by"] for row in rows(after(outcome, later))} == {"rule", "editor"}
    assert ingest({"pad.md": PAD}, after(outcome, later)).writes == {}


def test_a_passage_that_a_person_has_moved_stays_there() -> None:
    """A decision that says otherwise is reported; nobody is overruled behind their back."""
    plain = after(ingest({"pad.md": PAD}))
    line = "- ein Satz, der nirgends hingehört\n"
    mine = (plain.guide or "").replace(line, "").replace("{#steps}\n", "{#steps}\n\n" + line)
    text = '- {text: "ein Satz, der nirgends hingehört", section: examples}\n'
    outcome = ingest({"pad.md": PAD}, dataclasses.replace(plain, guide=mine, decisions=text))
    assert len(outcome.report.remarks) == 1
    found = after(outcome, dataclasses.replace(plain, guide=mine, decisions=text))
    assert line in (found.guide or "").split("{#steps}")[1].split("## ")[0]
    assert (found.guide or "").count(line) == 1
    assert [row["fate"] for row in rows(found) if "nirgends" in str(row["text"])] == ["open"]
    assert ingest({"pad.md": PAD}, found).writes == {}


def test_a_reader_that_loses_a_block_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The inventory notices, the passage is named, and there is no outcome to write."""

    def forgetful(name: str, data: bytes) -> pad.Notes:
        notes = pad.read(name, data)
        return dataclasses.replace(notes, blocks=tuple(b for b in notes.blocks if "nirgends" not in b.text))

    monkeypatch.setitem(readers.READERS, ".md", forgetful)  # type: ignore[arg-type]  (a dict, said to be read only)
    with pytest.raises(Trouble, match="nirgends"):
        ingest({"pad.md": PAD})


def test_all_files_are_complained_about_at_once() -> None:
    """Three wrong files, three problems."""
    with pytest.raises(Trouble) as trouble:
        ingest({"a.doc": b"\xd0\xcf\x11\xe0", "b.txt": "kurz", "c.md": PAD, "d.pdf": b"%PDF-"})
    assert {problem.path for problem in trouble.value.problems} == {"a.doc", "b.txt", "d.pdf"}


_ROW = st.sampled_from(
    [
        "## Tipps",
        "## Kanäle",
        "## Ergebnisse",
        "## Recht / Krise",
        "### Tisch 1",
        "- früh anfangen",
        "  - noch früher",
        "1. erstens",
        "Tipp: lesen*innen",
        "TODO Raum",
        "Kosten:",
        "A | B",
        "c | d*e",
        "",
        "- vertraulich",
        "a@b.example",
        "<!-- h -->",
        "- [x] i",
        "10. Oktober",
        "*x* _y_ [a](b)",
        "::: tip",
        "```",
        "---",
        "# Titel",
        "---\nx: y\n---",
        "{#open}",
        "## Offen {#open}",
    ]
)
_FILE = st.lists(_ROW, max_size=14).map(lambda lines: "\n".join(["Ein erster Satz, lang genug.", *lines]))


@settings(max_examples=40, deadline=None)
@given(_FILE, _FILE)
def test_twice_is_once_whatever_the_notes(one: str, two: str) -> None:
    """For any notes: again nothing changes, and new ones only add."""
    first = after(ingest({"a.md": one}))
    assert ingest({"a.md": one}, first).writes == {}
    second = after(ingest({"b.md": two}, first), first)
    rest = iter(second.guide or "")
    assert all(sign in rest for sign in first.guide or "")
    assert ingest({"a.md": one, "b.md": two}, second).writes == {}
    assert len({row["id"] for row in rows(second)}) == len(rows(second))


def test_our_own_notes() -> None:
    """Every fate occurs; no name of the list and no address is in a published section."""
    files = {path.name: path.read_bytes() for path in sorted(NOTES.iterdir())}
    outcome = ingest(files)
    assert {Fate.PLACED, Fate.OPEN, Fate.FOLLOW_UP, Fate.WITHHELD, Fate.METADATA} <= set(outcome.report.fates)
    assert outcome.report.fates[Fate.PLACED] > 60
    published = outcome.writes["guide.md"].decode().split("{#open}")[0]
    withheld = [row for row in rows(after(outcome)) if row["fate"] == "withheld"]
    assert [
        row["text"] for row in withheld if len(str(row["text"])) > 12 and str(row["text"]) in published
    ] == []
    for name in ("Lindqvist", "Marit", "Jonas", "Kirsten", "@example.org", "0152"):
        assert name not in published


@pytest.mark.slow
def test_the_command_writes_and_reports(tmp_path: Path) -> None:
    """`howtomake ingest` from end to end: files, exit codes, and a broken file writes nothing."""
    workspace = tmp_path / "ws"
    environment = {"PYTHONPATH": str(ROOT), "LANG": "de_DE.UTF-8", "PYTHONUTF8": "1", "PATH": ""}

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pipeline", *words],
            cwd=workspace, env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip

    workspace.mkdir()
    assert run("init").returncode == 0
    (tmp_path / "pad.md").write_text(PAD, "utf-8")
    (tmp_path / "kurz.txt").write_text("x", "utf-8")
    refused = run("ingest", "leitung", "../pad.md", "../kurz.txt", "../fehlt.md")
    assert refused.returncode == 1
    assert not (workspace / "guides" / "leitung").exists()
    done = run("ingest", "leitung", "../pad.md")
    assert (done.returncode, done.stderr) == (0, "")
    assert "guides/leitung/guide.md" in done.stdout
    names = {path.name for path in (workspace / "guides" / "leitung").rglob("*") if path.is_file()}
    assert names == {"guide.md", "ledger.jsonl", "follow-up.md", "pad.md"}
    assert run("check", "leitung").returncode == 0
    assert run("ingest", "../oben", "../pad.md").returncode == 1


@pytest.mark.parametrize("piece", ["a", "_a", "a.b", "[", "DE12", "a@", "\\*", "|a"])
def test_hostile_lines_cost_little(piece: str) -> None:
    """A line of a hundred thousand signs is read in moments: no pattern looks at it twice."""
    start = time.perf_counter()
    ingest({"pad.md": f"Ein erster Satz, lang genug.\n{piece * (100_000 // len(piece))}\n"})
    assert time.perf_counter() - start < 10
