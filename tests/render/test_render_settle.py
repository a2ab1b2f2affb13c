"""Settling: what a person types becomes one tree that says the same in every format."""

import pytest

from pipeline.guide import source
from pipeline.render import reader, tree
from pipeline.render.settle import settle

HEAD = "---\ntitle: HowToMake … Test\nversion: '1'\ndate: 2022-09-27\nstatus: draft\n---\n"
NARROW, FIXED = "\u202f", "\u00a0"


def settled(text: str, lang: str = "de-DE") -> list[dict]:
    """Read and settle Markdown."""
    guide = source.parse(HEAD + text, "x", "guides/x/guide.md")
    return settle(reader.read(guide).blocks, lang, {"images/a.png": "cleaned.png"})


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ('Er sagt "ja".', "Er sagt „ja“."),
        ("Er sagt “ja”.", "Er sagt „ja“."),
        ("Er sagt „ja“.", "Er sagt „ja“."),
        ("Er sagt «ja».", "Er sagt „ja“."),
        ('("ja")', "(„ja“)"),
        ('"*Betont*" und "`code`"', "„Betont“ und „code“"),
        ('Das "Haus der Jugend"-Prinzip', "Das „Haus der Jugend“-Prinzip"),
        ("So geht's", "So geht’s"),
        ("das 'kleine' Haus", "das ‚kleine‘ Haus"),
        ("'ne Sache", "’ne Sache"),
        ("\"Sie sagt 'nein'\"", "„Sie sagt ‚nein‘“"),
    ],
)
def test_quotation_marks_are_german(typed: str, printed: str) -> None:
    """Whatever marks people type, the page has „…“."""
    assert tree.text(settled(typed + "\n")) == printed


def test_english_guides_have_english_marks() -> None:
    """The guide's language decides."""
    assert tree.text(settled('He says "yes".\n', "en-GB")) == "He says “yes”."


def test_code_keeps_its_marks() -> None:
    """Code is quoted as it is."""
    assert tree.text(settled('`print("x")`\n')) == 'print("x")'


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("z. B. so", f"z.{NARROW}B. so"),
        ("z.B. so", f"z.{NARROW}B. so"),
        ("(d. h. so)", f"(d.{NARROW}h. so)"),
        ("i. d. R. gut", f"i.{NARROW}d.{NARROW}R. gut"),
        ("§ 22 KUG", f"§{FIXED}22 KUG"),
        ("12 % und 5 €", f"12{FIXED}% und 5{FIXED}€"),
        ("ja - nein ... gut", "ja – nein … gut"),
        ("ja -- nein --- gut --so", "ja – nein – gut --so"),
    ],
)
def test_spaces_and_dashes_are_settled(typed: str, printed: str) -> None:
    """What belongs together is not torn apart at a line's end."""
    assert tree.text(settled(typed + "\n")) == printed


def test_an_explanation_of_two_paragraphs_has_two() -> None:
    """Pandoc reads them as lines of one; a single one stays as it is."""
    (found,) = settled("Slot\n: Eins.\n\n    Zwei.\n\nWort\n: Drei.\n")
    kinds = [[block["t"] for block in one] for _term, ones in found["c"] for one in ones]
    assert kinds == [["Para", "Para"], ["Plain"]]


def test_task_lists_become_boxes() -> None:
    """`[ ]` and `[x]` are boxes with a state and a name made from their text."""
    (checklist,) = settled("- [ ] Schlüssel holen\n- [x] **Licht** aus\n- [ ] Schlüssel holen\n")
    boxes = [node for node in tree.walk(checklist) if "box" in tree.classes(node)]
    assert [tree.value(box["c"][0], "checked") for box in boxes] == ["0", "1", "0"]
    assert len({box["c"][0][0] for box in boxes}) == 3
    assert "[" not in tree.text(checklist)
    assert "Licht" in tree.text(checklist)


def test_callouts_get_a_title_in_the_language_of_the_guide() -> None:
    """Without a title of its own a callout says what it is."""
    assert tree.text(settled("::: tip\nText\n:::\n")).split("\n")[0] == "Tipp"
    assert tree.text(settled("::: tip\nText\n:::\n", "en-GB")).split("\n")[0] == "Tip"
    assert tree.text(settled('::: {.warning title="Halt"}\nText\n:::\n')).split("\n")[0] == "Halt"


def test_steps_are_numbered_and_hold_their_text() -> None:
    """In the section `steps`, and only there, headings begin numbered steps."""
    blocks = settled(
        "## Los {#steps}\n\nVorab\n\n### Eins\n\nText\n\n### Zwei\n\n## Ende {#tips}\n\n### Frei\n"
    )
    steps = [node for node in blocks if "step" in tree.classes(node)]
    assert [tree.text(step).split("\n")[0] for step in steps] == ["1 Eins", "2 Zwei"]
    assert "Text" in tree.text(steps[0])
    assert tree.text(blocks[-1]) == "Frei"


def test_comments_reach_no_tree() -> None:
    """Advice for authors stays with the authors."""
    assert "geheim" not in str(settled("a <!-- geheim --> b\n\n<!-- geheim\n\nnoch -->\n\nc\n"))


def test_a_lone_picture_is_a_figure_with_alt_text_and_caption() -> None:
    """Alt text and caption are two things."""
    (figure,) = settled('![Ein Haus am Fluss](images/a.png "Das Haus")\n')
    assert figure["t"] == "Figure"
    (image,) = (node for node in tree.walk(figure) if node["t"] == "Image")
    assert tree.text(image["c"][1]) == "Ein Haus am Fluss"
    assert image["c"][2][0] == "cleaned.png"
    assert tree.text(figure["c"][1][1]) == "Das Haus"


def test_raw_code_is_text() -> None:
    """Nothing in a guide is typesetter's, TeX or script code."""
    text = tree.text(settled('`#read("/etc/passwd")`{=typst} und $x$ und \\input{x}\n'))
    assert '#read("/etc/passwd")' in text
    assert "$x$" in text
    assert not any(
        node["t"].startswith(("Raw", "Math")) for node in tree.walk(settled("```{=html}\n<b>\n```\n"))
    )
