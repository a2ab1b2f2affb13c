"""Passages: the pieces of a guide, each with its own lines."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide.passages import LINE, Form, passages

GUIDE = Path(__file__).parents[2] / "guides" / "strategische-oeffentlichkeitsarbeit" / "guide.md"
TEXT = """---
title: x
---

## Tipps {#tips}

<!-- notes.md, Zeile 3
- kein Punkt -->

Ein Absatz, der
über zwei Zeilen geht.
- erster Punkt
  geht weiter
  - [ ] darunter

1. gezählt

| A | B |
|---|---|
| c | d |

::: tip
> Zitat
:::

```
kein Text
```

Begriff
: Erklärung

[^a]: Eine Fußnote.
### Zwischen
## Offen {#open}
***
Ende
"""


def test_each_piece_has_its_kind_section_lines_and_words() -> None:
    """Comments, rules, fences and front matter are none."""
    found = [(one.form.value, one.section, one.start + 1, one.end, one.text) for one in passages(TEXT)]
    assert found == [
        ("heading", "tips", 5, 5, "Tipps"),
        ("text", "tips", 10, 11, "Ein Absatz, der über zwei Zeilen geht."),
        ("item", "tips", 12, 13, "erster Punkt geht weiter"),
        ("item", "tips", 14, 14, "darunter"),
        ("item", "tips", 16, 16, "gezählt"),
        ("row", "tips", 18, 18, "A | B"),
        ("row", "tips", 20, 20, "c | d"),
        ("text", "tips", 23, 23, "Zitat"),
        ("text", "tips", 30, 30, "Begriff"),
        ("text", "tips", 31, 31, "Erklärung"),
        ("text", "tips", 33, 33, "Eine Fußnote."),
        ("heading", "tips", 34, 34, "Zwischen"),
        ("heading", "open", 35, 35, "Offen"),
        ("text", "open", 37, 37, "Ende"),
    ]


def test_a_colon_inside_a_footnote_stays() -> None:
    """Only the mark before a footnote and before a definition is taken off."""
    assert [one.text for one in passages("[^a]: § 79: Der Plan\n\n: Sparen: mit Plan\n")] == [
        "§ 79: Der Plan",
        "Sparen: mit Plan",
    ]


def test_line_ends_of_any_kind_count_alike() -> None:
    """CRLF changes no piece."""
    assert passages(TEXT.replace("\n", "\r\n")) == passages(TEXT)


def test_our_own_guide_is_read_whole() -> None:
    """Every line that says something is in a piece, but for front matter, comments, pictures and fences."""
    text = GUIDE.read_text("utf-8")
    held = {number for one in passages(text) for number in range(one.start, one.end)}
    body = text.split("\n---\n", 1)[0].count("\n") + 2
    left = [
        line
        for number, line in enumerate(text.split("\n"))
        if number >= body
        and number not in held
        and line.strip("> ")
        and not line.startswith((":::", "|--", "<!--"))
    ]
    assert left == []


@given(
    st.lists(
        st.sampled_from(
            ["- a", "  - b", "c", "| d | e |", "|--|", "", "## F {#f}", "<!-- g", "h -->", "```", "> i"]
        )
    )
)
def test_pieces_follow_each_other(rows: list[str]) -> None:
    """Whatever the text, no line is in two pieces, and all are in order."""
    found = passages("\n".join(rows))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(one.start < one.end <= len(LINE.findall("\n".join(rows))) for one in found)
    assert {one.form for one in found} <= set(Form)
