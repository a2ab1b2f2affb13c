"""Rules: what would break a format or shut out a reader is named, with its line and what to do."""

import pytest

from pipeline.guide import source
from pipeline.model.problem import Severity
from pipeline.render import reader, rules

HEAD = "---\ntitle: HowToMake … Test\nversion: '1'\ndate: 2022-09-27\nstatus: draft\n---\n"


def found(body: str) -> list[tuple[int, str]]:
    """Return line and words of every problem of a guide's body (its first line is line 7)."""
    guide = source.parse(HEAD + body, "x", "guides/x/guide.md")
    problems = rules.check(reader.read(guide), {"images/haus.png"})
    return [(p.line, f"{p.message} {p.hint}") for p in problems]


@pytest.mark.parametrize(
    ("body", "line", "word"),
    [
        ("Text\n\n![Ein Haus](images/hasu.png)\n", 9, "images/haus.png"),
        ("![](images/haus.png)\n", 7, "images/haus.png"),
        ("![Bild](images/haus.png)\n", 7, "Bild"),
        ("![haus.png](images/haus.png)\n", 7, "haus.png"),
        ("![Ein Haus](https://example.org/haus.png)\n", 7, "example.org"),
        ("![Ein Haus](file:///etc/passwd)\n", 7, "file:///etc/passwd"),
        ("![Ein Haus](../../etc/passwd)\n", 7, "passwd"),
        ("![Ein Haus](/etc/passwd)\n", 7, "passwd"),
        ("\n\nfett<b>\n", 9, "<b>"),
        ("<script>alert(1)</script>\n", 7, "<script>"),
        ("# Titel\n", 7, "Titel"),
        ("## Eins {#about}\n\n#### Vier\n", 9, "Vier"),
        ("[](https://example.org)\n", 7, "example.org"),
        ("[hier](#weg)\n", 7, "weg"),
        ("[hier](javascript:alert(1))\n", 7, "javascript"),
        ("[hier](C:/Users/anna/plan.docx)\n", 7, "plan.docx"),
        ("| | |\n|---|---|\n| a | b |\n", 7, "a"),
        ("::: tipp\nText\n:::\n", 7, "tip"),
    ],
)
def test_a_problem_is_named_with_its_line(body: str, line: int, word: str) -> None:
    """Where, what, and the name of the thing."""
    problems = found(body)
    assert [number for number, _words in problems] == [line]
    assert word in problems[0][1]


@pytest.mark.parametrize(
    "body",
    [
        "![Ein Haus am Fluss](images/haus.png)\n",
        "![](images/haus.png){.decorative}\n",
        "Text <!-- Notiz --> weiter\n\n<!-- Notiz\n\nüber Zeilen -->\n",
        "## Eins {#about}\n\n### Zwei\n\n#### Drei\n\n## Vier {#tips}\n",
        "[Netz](https://example.org), [Post](mailto:info@example.org), [oben](#about)\n\n## Eins {#about}\n",
        "| A | B |\n|---|---|\n| a | b |\n",
        "::: {.only size=mittel}\nText\n:::\n",
        "Bitte [Kontakt] einsetzen.\n\n## Kontakt {#contact}\n",
    ],
)
def test_what_is_right_is_left_in_peace(body: str) -> None:
    """No false alarm."""
    assert found(body) == []


def test_unknown_boxes_are_notes_and_stop_nothing() -> None:
    """The text is printed, so a build can go on."""
    guide = source.parse(HEAD + "::: tipp\nText\n:::\n", "x", "p")
    (problem,) = rules.check(reader.read(guide), ())
    assert problem.severity is Severity.WARNING
