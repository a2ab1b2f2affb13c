"""Corpus: labelled documents of our own."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.learning.corpus import HEADING, LABELS, documents, parse
from pipeline.learning.lesson import Way, of_document, of_public
from pipeline.model.notes import Kind
from pipeline.structure.cues import parse_cues
from pipeline.structure.template import parse_template

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "templates" / "howtomake"
TEMPLATE = parse_template((TEMPLATES / "template.yml").read_text("utf-8"), "template.yml")
CUES = parse_cues((TEMPLATES / "cues.yml").read_text("utf-8"), "cues.yml", TEMPLATE)
README = (ROOT / "pipeline" / "learning" / "corpus" / "README.md").read_text("utf-8")
DOCUMENTS = documents()


def test_the_corpus_is_whole() -> None:
    """As many documents and lines as its README says, every label of the template in it."""
    readme = " ".join(README.split())
    assert f"{len(DOCUMENTS)} documents" in readme
    assert f"{sum(len(one.lines) for one in DOCUMENTS):,} lines" in readme
    counts = Counter(line.labels[0] for one in DOCUMENTS for line in one.lines)
    assert set(counts) == set(LABELS)
    assert min(counts.values()) > 50


def test_one_document_in_ten_is_held_apart() -> None:
    """From every series, and whole."""
    apart = [one for one in DOCUMENTS if one.apart]
    assert 0.07 < len(apart) / len(DOCUMENTS) < 0.13
    assert {one.series for one in apart} == {one.series for one in DOCUMENTS}


def test_no_document_stands_there_twice() -> None:
    """Else what is held apart would have been learned."""
    said = Counter(line.text for one in DOCUMENTS for line in one.lines if len(line.text) > 60)
    assert sum(times > 1 for times in said.values()) < 0.01 * len(said)


@pytest.mark.parametrize("text", ["= 1\ntips Tipp ohne Trennung", "= 1\ntipps\tunbekannt", "= 1\ntips\t  "])
def test_a_broken_line_is_named(text: str) -> None:
    """With its document."""
    with pytest.raises(ValueError, match=r"^1: "):
        list(parse(text))


def test_nobody_can_be_reached() -> None:
    """No e-mail address and no web address outside of .example stands in it."""
    text = "\n".join(line.text for one in DOCUMENTS for line in one.lines)
    assert not re.findall(r"[\w.+-]+@[\w-]+\.(?!example)\w+", text)
    assert all(".example" in address for address in re.findall(r"https?://\S+", text))


def test_a_document_is_read_in_several_ways() -> None:
    """As typed, with marks, with lists, sorted under headings: the shares make one, the labels stay with their lines."""
    document = next(one for one in DOCUMENTS if any(line.labels == (HEADING,) for line in one.lines))
    lessons = list(of_document(document, CUES))
    assert sum(one.share for one in lessons) == pytest.approx(1.0)
    for lesson in lessons:
        labels = {line.text.strip(): line.labels for line in document.lines}
        for number in lesson.labelled():
            assert labels[re.sub(r"^[-*•–] ", "", lesson.blocks[number].raw).strip()] == lesson.labels[number]
    ways = {lesson.way: lesson for lesson in lessons}
    assert set(ways) == set(Way)
    assert any(block.kind is Kind.HEADING for block in ways[Way.MARKED].blocks)
    listed = ways[Way.LISTED]
    items = [
        labels[0]
        for block, labels in zip(listed.blocks, listed.labels, strict=True)
        if block.kind is Kind.ITEM
    ]
    assert items
    assert HEADING not in items
    assert HEADING in {lesson.labels[n][0] for lesson in lessons for n in lesson.labelled()}


def test_public_notes_are_read_where_they_are(tmp_path) -> None:
    """By repository, path and line; labels of theirs become ours."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "x.md").write_text("# Treffen\n\n* Wer hat Zeit?\n* Ole fragt\n", "utf-8")
    table = "repo\tcommit\tpath\tline\tlabel\talt\na/b\tc0\tx.md\t3\topen-question\t\na/b\tc0\tx.md\t4\ttask\tother\n"
    (lesson,) = of_public(table, tmp_path, CUES)
    assert [lesson.labels[n] for n in lesson.labelled()] == [("questions",), ("tasks", "chatter")]
    assert (lesson.group, lesson.own) == ("a/b", False)
