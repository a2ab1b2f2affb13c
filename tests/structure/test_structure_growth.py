"""Growth: a document grows, and no byte of what a person wrote changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.structure.growth import Place, grow, of_guide, of_notes

PLACES = [Place("a", "Erstes"), Place("b", "Zweites"), Place("open", "Offen")]
HEAD = '---\ntitle: "HowToMake … x"\nversion: "1"\ndate: 2026-01-01\nstatus: draft\n---\n'


def test_additions_go_to_the_end_of_their_section() -> None:
    """Before the blank lines that part it from the next."""
    text = "## Eins, frei benannt {#a}\n\nText.\n\n\n## Zwei {#b}\n"
    grown = grow(text, {"a": "neu", "b": "auch"}, PLACES, of_notes)
    assert grown == "## Eins, frei benannt {#a}\n\nText.\n\nneu\n\n\n## Zwei {#b}\n\nauch\n"


def test_missing_sections_are_made_in_their_order() -> None:
    """Between the sections that are there; unknown ones stay where they are."""
    text = "## Eigenes {#own}\n\nx\n\n## Offen {#open}\n\ny\n"
    grown = grow(text, {"b": "neu"}, PLACES, of_notes)
    assert grown == "## Eigenes {#own}\n\nx\n\n## Zweites {#b}\n\nneu\n\n## Offen {#open}\n\ny\n"


def test_headings_in_code_are_no_sections_of_a_guide() -> None:
    """The guide's own reader finds the sections."""
    text = HEAD + "\n## Eins {#a}\n\n```\n## Zwei {#b}\n```\n"
    grown = grow(text, {"b": "neu"}, PLACES, of_guide("x", "guides/x/guide.md"))
    assert grown == text + "\n## Zweites {#b}\n\nneu\n"


_TEXT = st.lists(
    st.sampled_from(
        [
            "## Eins {#a}",
            "## Zwei {#b}",
            "## Offen {#open}",
            "Text",
            "",
            "- x",
            "### y",
            "  ",
            "\u2028",
            "\x0b",
        ]
    ),
    max_size=12,
)


@given(_TEXT, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.sets(st.sampled_from(["a", "b", "open"])))
def test_every_character_stays(rows: list[str], end: str, closed: bool, wanted: set[str]) -> None:  # noqa: FBT001
    """What was there is there still, in its order, with its line ends."""
    text = end.join(rows) + (end if closed else "")
    grown = grow(text, {id_: f"NEU-{id_}\nNEU" for id_ in wanted}, PLACES, of_notes)
    rest = iter(grown)
    assert all(sign in rest for sign in text)
    assert all(grown.count(f"NEU-{id_}") == 1 for id_ in wanted)
    assert end == "\n" or "\r\n" not in text or "\n" not in grown.replace("\r\n", "")
