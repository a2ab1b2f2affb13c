"""Passages: every text a reader may meet, with its line, and other words in its place."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.guide import source
from pipeline.render import passages, reader, tree

HEAD = '---\ntitle: HowToMake … T\nversion: "1"\ndate: 2024-01-01\nstatus: draft\nkeywords: [eins, zwei]\ncontact: Büro\n---\n'
BODY = """
## Anna schreibt {#about}

Hallo **Anna** Müller und
bei ![Alt Anna](images/x.png "Titel Anna") [Seite](mailto:anna@haus.example)[^1] und
noch Bernd.

<!-- Anna im Kommentar -->

::: {.tip title="Rat von Anna"}
- eins Anna
:::

Anna
: Erklärung Anna

| Wer | Was |
|---|---|
| Anna | `Code Anna` |

    Block Anna

[^1]: Fuß Anna
"""


def read(body: str = BODY) -> reader.Source:
    """Read a guide."""
    return reader.read(source.parse(HEAD + body, "x", "guide.md"))


def test_every_text_is_met_once_with_its_line() -> None:
    """Paragraphs, pictures, links, notes, boxes, terms, cells and code; comments are nobody's to read."""
    found = {one.text: one for one in passages.of_body(read())}
    lines = {text: one.line_of(text.find("Anna")) for text, one in found.items() if "Anna" in text}
    assert lines == {
        "Anna schreibt": 10,
        "Hallo Anna Müller und bei  Seite und noch Bernd.": 12,
        "Alt Anna": 13,
        "Titel Anna": 13,
        "Rat von Anna": 18,
        "eins Anna": 19,
        "Anna": 22,
        "Erklärung Anna": 23,
        "Code Anna": 27,
        "Block Anna": 29,
        "Fuß Anna": 31,
    } | {"Anna": lines["Anna"]}
    assert found["mailto:anna@haus.example"].line == 13
    long = next(one for text, one in found.items() if text.startswith("Hallo"))
    assert [long.line_of(long.text.index(word)) for word in ("Hallo", "Seite", "Bernd")] == [12, 13, 14]


def test_other_words_come_out_and_nothing_else_changes() -> None:
    """Emphasis around half of a name, titles, targets of links: all of it is gone from the tree."""
    guide = read()
    for one in passages.of_body(guide):
        for word in ("anna@haus.example", "Anna Müller", "Anna"):
            at = one.text.find(word)
            if at >= 0:
                one.replace(at, at + len(word), "[?]")
                break
    left = json.dumps([node for node in guide.blocks if node["t"] != "RawBlock"], ensure_ascii=False)
    assert "Anna" not in left
    assert "anna@" not in left
    assert "Hallo [?] und bei" in tree.text(guide.blocks).replace("\n", " ")


def test_the_front_matter_is_read_and_written() -> None:
    """Values that are printed, with the line of their key."""
    guide = read()
    found = passages.of_front(guide.guide, HEAD + BODY)
    assert [(one.text, one.line) for one in found] == [
        ("HowToMake … T", 2),
        ("eins", 6),
        ("zwei", 6),
        ("Büro", 7),
    ]
    found[2].replace(0, 4, "drei")
    front = passages.front_with(guide.guide.front, found)
    assert (front.keywords, front.contact, front.title) == (("eins", "drei"), "Büro", "HowToMake … T")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["Anna ", "**", "*", "`", "[a](b) ", "\n", "\n\n", "- ", "| ", "> ", "„x“ ", "\\", "<b>", "~"]
        ),
        max_size=20,
    )
)
def test_what_is_covered_is_gone_whatever_the_markup(pieces: list[str]) -> None:
    """For any markup: covering every `Anna` in all passages leaves none."""
    guide = read("\n## T {#about}\n\n" + "".join(pieces) + "\n")
    for one in passages.of_body(guide):
        for at in sorted((n for n in range(len(one.text)) if one.text.startswith("Anna", n)), reverse=True):
            one.replace(at, at + 4, "?")
    assert "Anna" not in tree.text(guide.blocks)


PIECES = [
    *BODY.split("\n\n"), "*a\nb* c\n**d *e\nf* g**", "- [ ] eins\n  weiter\n    - zwei", "1. a\n\n   b\n2. c",
    "> Zitat\n> zweite `Zeile`\\\nharter Umbruch", "[Wort\nzwei]{.only lang=en} H~2~O ~~weg~~ x^2^", "```\ncode\n```",
    "![](images/a.png){.decorative}", "Teilnehmer*innen und Leiter*innen", "2022 war\n1. Mai", "| a | b |\n|--|--|\n| *x* | |",
    "<b>roh</b> <!-- weg --> z. B. [Kontakt] 5 $ und 6 $", "::: warning\nAchtung\n:::", "Term\n: Erklärung\n\n    zwei",
]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(st.sampled_from(PIECES) | st.text("ab *_[]()`>-#|\n", max_size=40), min_size=1, max_size=9))
def test_a_guide_is_the_same_read_with_and_without_places(pieces: list[str]) -> None:
    """Most guides are read without; who is told a line reads again."""
    guide = source.parse(HEAD + "\n\n".join(pieces), "x", "guide.md")
    assert reader.read(guide).blocks == reader.read(guide, places=False).blocks
