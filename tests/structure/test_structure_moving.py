"""Moving: passages leave „Noch einzuordnen“ and nothing else changes; what a person did stays done."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from test_ingest import CUES, DAY, TEMPLATE, after

from pipeline import ingest
from pipeline.ingest import Existing
from pipeline.model.ledger import Fate
from pipeline.notes import readers
from pipeline.structure import asking, ledger, letters, moving, outspoken
from pipeline.structure.moving import Papers, Setting, Target

NOTES = """# Protokoll

## Kanäle
Was wir tun:
- Aushang beim Bäcker
    - jeden Montag neu
- Plakate rot

| Kanal | Stunden |
|---|---|
| Website | 2 |
| Brief | 4 |

Ein Satz allein.

## Leeres
- das letzte Wort hat Wolf
"""


def read(notes: str) -> tuple[Papers, Setting]:
    """Return what an ingest of notes leaves, ready to be moved in."""
    found = after(
        ingest.ingest("a-b", {"n.md": notes.encode()}, TEMPLATE, CUES, Existing(), today=DAY, title="A b")
    )
    entries = {one.id: one for one in ledger.load(found.ledger or "", "ledger.jsonl")}
    blocks = readers.read("n.md", notes.encode()).blocks
    known = dict(zip(ledger.ids(blocks), outspoken.heard(blocks, CUES)[0], strict=True))
    return Papers(found.guide or "", found.followup, entries), Setting(
        TEMPLATE, "a-b", "guides/a-b/guide.md", known
    )


def ids(papers: Papers, *words: str) -> list[str]:
    """Return the ids of entries that say one of these words."""
    return [name for name, one in papers.entries.items() if any(word in one.text for word in words)]


def move(papers: Papers, desk: Setting, section: str, *words: str) -> Papers:
    """Move passages by their words."""
    return moving.move(
        papers, {name: Target.of(section, TEMPLATE, ("so",)) for name in ids(papers, *words)}, desk
    )


def section(text: str, name: str) -> str:
    """Return the text of a section without comments."""
    found = text.split(f"{{#{name}}}")[1].split("\n## ", maxsplit=1)[0] if f"{{#{name}}}" in text else ""
    return re.sub(r"<!--.*?-->\s*", "", found).strip()


def test_a_list_item_goes_with_what_is_below_it() -> None:
    """The rest of the list stays, and the ledger says who decided."""
    papers, desk = read(NOTES)
    moved = move(papers, desk, "tips", "Aushang", "Montag")
    assert section(moved.guide, "tips") == "- Aushang beim Bäcker\n  - jeden Montag neu"
    assert "- Plakate rot" in section(moved.guide, "open")
    assert "Aushang" not in section(moved.guide, "open")
    (entry,) = [one for one in moved.entries.values() if "Aushang" in one.text]
    assert (entry.fate, entry.section, entry.by.value, entry.score) == (Fate.PLACED, "tips", "editor", 1.0)


def test_a_table_goes_with_its_head_and_rule() -> None:
    """Nothing of it is left."""
    papers, desk = read(NOTES)
    moved = move(papers, desk, "costs", "| 2", "| 4", "Kanal |")
    assert section(moved.guide, "costs") == "| Kanal | Stunden |\n|---|---|\n| Website | 2 |\n| Brief | 4 |"
    assert "|" not in section(moved.guide, "open")


def test_the_last_passage_takes_comment_heading_and_box_with_it() -> None:
    """„Noch einzuordnen“ is gone when nothing waits; headings become metadata."""
    papers, desk = read(NOTES)
    waiting = [name for name, spot in moving.standings(papers, desk).items() if spot.waits]
    asked = [n for n in waiting if papers.entries[n].kind != "heading"]
    moved = moving.move(papers, {name: Target.of("tips", TEMPLATE, ()) for name in asked}, desk)
    assert "{#open}" not in moved.guide
    assert {one.fate for one in moved.entries.values() if one.kind == "heading"} == {Fate.METADATA}
    assert moved.guide.endswith("\n")
    assert "\n\n\n" not in moved.guide


def test_for_the_group() -> None:
    """Tasks get a box in follow-up.md; what is not for the guide stands there too, under its own heading."""
    papers, desk = read(NOTES)
    moved = move(move(papers, desk, "tasks", "Plakate"), desk, "aside", "Wolf")
    assert "- [ ] Plakate rot" in section(moved.followup or "", "tasks")
    assert "das letzte Wort hat Wolf" in section(moved.followup or "", "aside")
    assert "Wolf" not in moved.guide


def test_what_a_person_edited_moves_as_they_left_it() -> None:
    """Their words, their emphasis, even a line of their own below."""
    papers, desk = read(NOTES)
    edited = papers.guide.replace("- Plakate rot", "- **Plakate** rot,\n  gern")
    moved = move(Papers(edited, papers.followup, papers.entries), desk, "tips", "Plakate")
    assert section(moved.guide, "tips") == "- **Plakate** rot,\n  gern"


def test_what_a_person_moved_is_not_doubled() -> None:
    """It is on record where it stands."""
    papers, desk = read(NOTES)
    line = "- Plakate rot\n"
    guide = papers.guide.replace(line, "").replace("{#steps}\n", "{#steps}\n\n" + line)
    moved = move(Papers(guide, papers.followup, papers.entries), desk, "steps", "Plakate")
    assert moved.guide == guide
    assert next(one for one in moved.entries.values() if "Plakate" in one.text).section == "steps"


def test_what_a_person_deleted_does_not_come_back() -> None:
    """The ledger takes note, the guide stays."""
    papers, desk = read(NOTES)
    guide = papers.guide.replace("- Plakate rot\n", "")
    assert move(Papers(guide, papers.followup, papers.entries), desk, "tips", "Plakate").guide == guide


def test_comments_of_a_person_stay() -> None:
    """Only the comment that names the source goes with the passage."""
    papers, desk = read(NOTES)
    guide = papers.guide.replace("Ein Satz allein.", "<!-- noch fragen -->\n\nEin Satz allein.")
    moved = move(Papers(guide, papers.followup, papers.entries), desk, "tips", "Ein Satz")
    assert "<!-- noch fragen -->" in moved.guide


def test_line_ends_of_the_file_are_kept() -> None:
    """A guide with CRLF has no other line end afterwards."""
    papers, desk = read(NOTES)
    moved = move(
        Papers(papers.guide.replace("\n", "\r\n"), None, papers.entries), desk, "tips", "Plakate", "Ein Satz"
    )
    assert "\n" not in moved.guide.replace("\r\n", "")
    assert "Plakate" in section(moved.guide.replace("\r\n", "\n"), "tips")


_ROW = st.sampled_from(
    ["## Kanäle", "### Tisch 1", "Was wir tun:", "- eins {}", "    - darunter {}", "1. gezählt {}", "a {} | b", "c {} | d*e",
     "", "ein Satz {}", "[x](https://{}.example)", "- [ ] Kasten {}", "**fett {}**", "> Zitat {}", "# Titel {}"]
)  # fmt: skip
_NOTES = st.lists(_ROW, min_size=1, max_size=12).map(
    lambda rows: "\n".join(["Ein erster Satz, lang genug.", *(row.format(n) for n, row in enumerate(rows))])
)
_MINE = st.sampled_from(
    ["Mein Satz.", "- mein Punkt", "", "> meins", "<!-- mein Kommentar -->", "| mein | Feld |"]
)


@settings(max_examples=60, deadline=None)
@given(_NOTES, st.data())
def test_a_persons_bytes_never_change_and_nothing_is_lost(notes: str, data: st.DataObject) -> None:
    """Any notes, any lines of a person anywhere below the front matter, any answers in any order."""
    papers, desk = read(notes)
    lines = papers.guide.split("\n")
    head = lines.index("---", 1) + 1
    for _time in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(head, len(lines)))
        lines[at:at] = ["", f"{data.draw(_MINE)} {at}", ""]
    mine = [line for line in lines if re.search(r"\bmein", line, re.IGNORECASE)]
    papers = Papers("\n".join(lines), papers.followup, papers.entries)
    while True:
        waiting = [name for name, spot in moving.standings(papers, desk).items() if spot.waits]
        questions = asking.questions(list(papers.entries.values()), waiting, desk.blocks)
        if not questions:
            break
        chosen = data.draw(st.sampled_from(questions))
        target = Target.of(
            data.draw(st.sampled_from(["tips", "steps", "checklist", "tasks", "aside"])), TEMPLATE, ()
        )
        before = papers
        papers = moving.move(papers, dict.fromkeys(chosen.ids, target), desk)
        assert {papers.entries[name].fate for name in chosen.ids} == {target.fate}
        unasked = [n for n, one in papers.entries.items() if one.kind != "heading" and n not in chosen.ids]
        assert [papers.entries[n] for n in unasked] == [before.entries[n] for n in unasked]
    rest = iter(papers.guide.split("\n"))
    assert all(line in rest for line in mine)
    there = letters.key(papers.guide + (papers.followup or ""))
    for one in papers.entries.values():
        if one.fate in {Fate.PLACED, Fate.FOLLOW_UP} and one.kind != "heading":
            assert letters.key(desk.said(one)) in there, one
