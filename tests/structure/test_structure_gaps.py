"""Gaps: what notes speak of and a guide does not."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.ledger import By, Entry, Fate
from pipeline.structure.gaps import gaps
from pipeline.structure.template import parse_template
from pipeline.structure.trace import trace

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
HEAD = "---\ntitle: HowToMake … x\n---\n\n"


def entry(number: int, text: str, section: str = "tips", fate: Fate = Fate.PLACED) -> Entry:
    """Return one entry of a ledger."""
    return Entry(
        id=f"e{number}", source="pad.md", place=f"Zeile {number}", kind="item", text=text, fate=fate,
        section=section if fate is Fate.PLACED else "", score=1.0, by=By.RULE,
    )  # fmt: skip


ENTRIES = [
    entry(1, "Plakate hängen wir früh auf"),
    entry(2, "Miete kostet 300 Euro im Monat", "costs"),
    entry(3, "im Schaukasten hängt nichts"),
    entry(4, "wer hat den Schlüssel für den Schaukasten", fate=Fate.OPEN),
    entry(5, "Schaukasten: Frau Ada fragen"),
    entry(6, "auch vom Schaukasten der Nachbarn weiß Kirsten"),
    *(entry(n, f"dann fragt Kirsten zum {n}. Mal") for n in range(7, 10)),
]


def found(text: str, people: frozenset[str] = frozenset()):
    """Compare a guide with these notes."""
    return gaps(trace(HEAD + text, ENTRIES), ENTRIES, TEMPLATE, people)


def test_a_section_that_the_guide_has_nothing_of() -> None:
    """Costs were placed and none of them is in the text; the tips are."""
    left = found("## Tipps {#tips}\n\nPlakate hängen wir früh auf.\n")
    assert list(left.sections) == ["costs"]
    assert left.sections["costs"][0].place == "Zeile 2"


def test_a_noun_that_notes_keep_coming_back_to() -> None:
    """Four passages, in the guide never; one mention of a word akin to it is enough. Kirsten is a name."""
    left = found("## Tipps {#tips}\n\nPlakate hängen wir früh auf.\n")
    assert [(word, len(entries)) for word, entries in left.nouns] == [("Schaukasten", 4)]
    assert found("## Tipps {#tips}\n\nDer Schaukastenschlüssel liegt im Büro.\n").nouns == ()


def test_a_noun_with_a_hyphen_is_found_in_the_guide() -> None:
    """`Theken-Team` is one word in the notes, and so it is in the guide."""
    entries = [entry(n, f"zuerst das Theken-Team holen, zum {n}. Mal") for n in range(1, 6)]

    def left(text: str) -> list[str]:
        return [word for word, _ in gaps(trace(HEAD + text, entries), entries, TEMPLATE, frozenset()).nouns]

    assert left("## Tipps {#tips}\n\nHolt das Theken-Team.\n") == []
    assert left("## Tipps {#tips}\n\nHolt Hilfe.\n") == ["Theken-Team"]


def test_people_are_nothing_a_guide_lacks() -> None:
    """Whoever is known by name is not asked for."""
    assert found("## Tipps {#tips}\n\nFrüh.\n", frozenset({"schaukasten"})).nouns == ()


@given(st.lists(st.sampled_from([one.text for one in ENTRIES])))
def test_a_guide_that_says_everything_lacks_nothing(order: list[str]) -> None:
    """Whatever its order: all passages in the text, no gap."""
    lines = [*order, *(one.text for one in ENTRIES)]
    left = found("## Tipps {#tips}\n\n" + "\n\n".join(f"{line}." for line in lines) + "\n")
    assert left.sections == {}
    assert left.nouns == ()
