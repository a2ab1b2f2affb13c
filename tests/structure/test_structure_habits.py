"""Habits: what a group put under a heading before speaks for what stands under it now."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.notes import pad
from pipeline.structure import placement
from pipeline.structure.cues import parse_cues
from pipeline.structure.habits import NO_HABITS, Habits, habits, leaning, opening, standing
from pipeline.structure.placed import Placed
from pipeline.structure.suggest import Opinion, opinions
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((FOLDER / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
SECOND = "## Unsere Baustellen\n- Ort springt im Sommer ab\n- Absage erst am Tag davor\n- Wer haftet dafür?\n"


def entry(kind: str, text: str, section: str = "", by: By = By.EDITOR) -> Entry:
    """Return a line of a ledger."""
    return Entry(text, "treffen.txt", "Zeile 1", text, kind, Fate.PLACED, section, by)


FIRST = [
    entry("heading", "## Unsere Baustellen:"),
    entry("item", "- Regen", "pitfalls"),
    entry("item", "- Stau an der Kasse", "pitfalls"),
    entry("item", "- zu wenig Wechselgeld", "pitfalls"),
    entry("item", "- Bus kam nicht", "pitfalls"),
    entry("heading", "## Danach"),
    entry("item", "- Dank an alle", "aside", By.MODEL),
]


def test_a_ledger_shows_what_a_heading_stood_over() -> None:
    """What a person decided counts twice; what nobody sorted, and a heading over all sorts, for nothing."""
    shown = habits([FIRST, [entry("heading", "Danach"), entry("item", "- offen", "")]])
    assert shown.headings == {"unsere baustellen": {"pitfalls": 8}}
    assert shown.familiar == {"unsere baustellen", "danach"}
    assert habits([[*FIRST[:3], entry("item", "- a", "tips"), entry("item", "- b", "tasks")]]).headings == {}


def test_a_short_line_that_is_nothing_by_itself_is_a_heading_next_time() -> None:
    """„Rollen am Abend“, which a person has put aside; a whole sentence put aside is none."""
    aside = [
        entry("paragraph", "Rollen am Abend", "aside"),
        entry("paragraph", "Der Kaffee war kalt.", "aside"),
    ]
    people = [entry("paragraph", f"{n} an der Tür", "people") for n in ("zwei", "drei")]
    shown = habits([[aside[0], *people, aside[1]]])
    assert shown.familiar == {"rollen am abend"}
    assert shown.headings == {}, "a sentence put aside stands under it, too"
    assert habits([[aside[0], *people]]).headings == {"rollen am abend": {"people": 4}}


def test_lines_that_begin_alike_are_a_habit() -> None:
    """Marks and words before a colon; marks of lists and whole sentences are none."""
    assert [opening(text) for text in ("!! Strom weg", "- -> so", "Idee Kim: Zelt", "To Do – Zelt", "Wir gehen")] == [
        "!!", "->", "idee", "to", "",
    ]  # fmt: skip
    first = [entry("paragraph", f"!! {text}", "pitfalls") for text in ("Strom weg", "Regen")]
    assert habits([first]).openings == {"!!": {"pitfalls": 4}}


def test_what_a_person_has_moved_in_the_guide_counts_where_it_stands() -> None:
    """The ledger still says where the program had put it."""
    guide = "## Tipps {#tips}\n\n- Regen\n\n## Stolpersteine {#pitfalls}\n\n- Stau an der Kasse\n"
    now = standing([replace(one, by=By.MODEL) for one in FIRST[1:3]], guide)
    assert [(one.section, one.by) for one in now] == [("tips", By.EDITOR), ("pitfalls", By.MODEL)]


def second(known: Habits) -> list[Placed]:
    """Place the notes of a second meeting."""
    notes = pad.read("pad.md", SECOND.encode())
    return placement.place(notes, CUES, TEMPLATE, frozenset(), usual=known)


def test_what_was_asked_under_a_heading_is_not_asked_again() -> None:
    """Lines that say little by themselves follow the habit; a question stays one, and reasons say why."""
    before, after = second(NO_HABITS), second(habits([FIRST]))
    assert [item.fate for item in before[1:3]] == [Fate.OPEN, Fate.OPEN]
    assert [(item.fate, item.section, item.by) for item in after[1:3]] == [
        (Fate.PLACED, "pitfalls", By.MODEL)
    ] * 2
    assert any("Unsere Baustellen" in reason for reason in after[1].reasons)
    assert after[3].section == "questions"


def test_one_passage_proves_little() -> None:
    """Seen once and placed by nobody but the program, a heading settles nothing alone."""
    once = habits([[FIRST[0], replace(FIRST[1], by=By.MODEL)]])
    assert once.headings == {}
    assert {item.fate for item in second(once)[1:3]} == {Fate.OPEN}


BLOCK = Block("n", "Zeile 2", Kind.ITEM, "Ort springt im Sommer ab", level=1, path=("Unsere Baustellen",))
SEEN = st.dictionaries(st.sampled_from(["pitfalls", "tips", "tasks", "chatter"]), st.integers(1, 40))


@given(seen=SEEN, label=st.sampled_from(["pitfalls", "tips", "tasks", "chatter"]))
def test_seeing_a_label_once_more_never_makes_it_less_likely(seen: dict[str, int], label: str) -> None:
    """Odds stay odds: each label once, the likeliest first, together no more than all."""
    (thought,) = opinions([BLOCK], CUES)

    def lean(counts: dict[str, int]) -> Opinion:
        return leaning(BLOCK, thought, Habits({"unsere baustellen": counts}))

    less, more = lean(seen), lean({**seen, label: seen.get(label, 0) + 1})
    assert more.share(label) >= less.share(label) - 1
    shares = [share for _label, share in more.guess.odds]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) <= 1000
    assert {name for name, _share in more.guess.odds} == {name for name, _share in thought.guess.odds}
