"""Training: whole numbers out of labelled lines, the same for the same lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.guess.weights import pack, unpack
from pipeline.learning import measure, table
from pipeline.learning.corpus import documents
from pipeline.learning.lesson import Lesson, Way, of_document
from pipeline.learning.sure import Answer, limits
from pipeline.learning.train import learn, whole
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

TEMPLATES = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((TEMPLATES / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((TEMPLATES / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)


@pytest.fixture(scope="module")
def lessons() -> list[Lesson]:
    """Return a few documents."""
    few = [one for one in documents() if one.series == "1" and not one.apart][:24]
    return [lesson for one in few for lesson in of_document(one, CUES)]


@pytest.mark.slow
def test_the_same_lines_make_the_same_bytes(lessons: list[Lesson]) -> None:
    """Learned twice."""
    once, twice = (pack(whole(learn(lessons), {"tips": (700, 800)})) for _ in range(2))
    assert once == twice
    assert unpack(once).sure == {"tips": (700, 800)}


@pytest.mark.slow
def test_even_few_lines_beat_the_rules(lessons: list[Lesson]) -> None:
    """On documents of the same series that were not learned from; the table says so in per cent."""
    weights = whole(learn(lessons), {})
    apart = [
        lesson
        for one in documents()
        if one.series == "1" and one.apart
        for lesson in of_document(one, CUES)
        if lesson.way is Way.TYPED
    ]
    learned = list(measure.by_weights(apart, CUES, weights))
    ruled = list(measure.by_placement(apart, CUES, TEMPLATE, measure.NO_WEIGHTS))
    assert measure.figures(learned).surest[2] > measure.figures(ruled).surest[2] + 0.05
    text = table.overview([("apart", "weights", learned)])
    assert f"| {100 * measure.figures(learned).surest[2]:.0f} |" in text


def answers(*pairs: tuple[int, bool]) -> list[Answer]:
    """Return answers „tips“ with their per mille, right or wrong."""
    return [
        Answer("g", ("tips" if right else "steps",), (("tips", share), ("steps", 999 - share)))
        for share, right in pairs
    ]


def test_a_label_is_trusted_from_where_it_was_right_often_enough() -> None:
    """Not from where it was likely; with few answers never."""
    good = [(900 - n, True) for n in range(40)]
    bad = [(800 - n, n % 2 == 0) for n in range(40)]
    known, strange = limits(answers(*good, *bad))["tips"]
    assert 790 <= known < 862
    assert strange > 1000
    assert limits(answers(*good[:10]))["tips"][0] > 1000
    assert limits(answers(*bad))["tips"][0] > 1000
    assert limits(answers())["steps"][0] > 1000


def test_as_much_is_trusted_as_can_be_had() -> None:
    """Where one label is always right, another may be wrong a little more often."""
    good = [Answer("g", ("costs",), (("costs", 900), ("tips", 99))) for _time in range(200)]
    fair = answers(*((850, n % 8 > 0) for n in range(80)))
    assert limits(fair)["tips"][0] > 1000
    assert limits([*good, *fair])["tips"][0] == 850
