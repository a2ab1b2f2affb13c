"""guide.md becomes a Guide, or one clear list of what is wrong with it."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.guide import source
from pipeline.model.guide import Status
from pipeline.model.problem import Trouble

HEAD = {
    "title": "HowToMake … Test",
    "version": '"1.10"',
    "date": "2022-09-27",
    "status": "review",
}


def guide(body: str = "", **changes: str | None) -> str:
    """Return the text of a guide whose front matter is changed; None takes a key away."""
    head = {key: value for key, value in (HEAD | changes).items() if value is not None}
    return "---\n" + "".join(f"{key}: {value}\n" for key, value in head.items()) + "---\n" + body


def problems(text: str) -> list[tuple[int, str, str]]:
    """Return line, message and hint of everything wrong with a guide."""
    with pytest.raises(Trouble) as caught:
        source.parse(text, "x", "guides/x/guide.md")
    return [(p.line, p.message, p.hint) for p in caught.value.problems]


def test_front_matter_becomes_values() -> None:
    """Dates are dates, versions stay as typed, lists are tuples."""
    text = guide(funders="[a, b]", keywords="\n- eins\n- zwei", version="1.10")
    front = source.parse(text, "x", "p").front
    assert (front.version, front.date, front.status) == ("1.10", datetime.date(2022, 9, 27), Status.REVIEW)
    assert (front.funders, front.keywords, front.topic) == (("a", "b"), ("eins", "zwei"), "Test")


def test_an_unknown_key_is_an_error_with_the_nearest_known_one() -> None:
    """`sumary` was meant as `summary`."""
    ((line, message, hint),) = problems(guide(sumary="kurz"))
    assert line == 6
    assert "sumary" in message
    assert "summary" in hint


def test_all_problems_come_at_once() -> None:
    """Three mistakes give three messages, in the order of their lines."""
    found = problems(guide(date="gestern", status="fertig", title=None))
    assert [line for line, _message, _hint in found] == sorted(line for line, _message, _hint in found)
    assert len(found) == 3


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", 1),
        ("# Kein Kopf\n", 1),
        ("---\ntitle: x\n", 1),
        (guide(title="a: b: c"), 2),
        (guide(title="&x a"), 2),
        (guide(title="!!python/object:os.system ls"), 2),
        (guide(keywords="[a"), 6),
        (guide(lang="deutsch!"), 6),
        (guide(licence="CC-BY-ND-4.0"), 6),
        ("---\n- a\n- b\n---\n", 2),
        ("---\ntitle: a\ntitle: b\n---\n", 3),
    ],
)
def test_a_wrong_head_names_its_line(text: str, line: int) -> None:
    """The first problem stands where the mistake was made."""
    assert problems(text)[0][0] == line


def test_an_anchor_bomb_is_refused_at_once() -> None:
    """Aliases that multiply are not followed."""
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{last}, *{last}]\n" for last, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert problems("---\n" + bomb + "---\n")


def test_sections_are_found_by_id_with_their_lines() -> None:
    """Headings in code and comments are none; CRLF and a byte order mark do no harm."""
    body = "\n## Eins {#about}\nText\n```\n## kein\n```\n<!--\n## auch keiner\n-->\n## Zwei {#steps .x}\n"
    parsed = source.parse("\ufeff" + guide(body).replace("\n", "\r\n"), "x", "p")
    assert [(s.id, s.heading, s.line) for s in parsed.sections] == [
        ("about", "Eins", 8),
        ("steps", "Zwei", 16),
    ]


@given(st.text(max_size=300))
def test_no_text_makes_it_crash(text: str) -> None:
    """Whatever stands in a guide, there is a Guide or a list of problems."""
    for candidate in (text, guide(text), f"---\n{text}\n---\n"):
        try:
            source.parse(candidate, "x", "p")
        except Trouble as trouble:
            assert trouble.problems
