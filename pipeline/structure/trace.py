"""Trace: where each sentence of a guide comes from, and which passages of the notes it has no more.

Nothing is stored for it: sentences and passages are compared as they stand, so it survives edits and a
round through Word.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence

from pipeline.guide import sentences
from pipeline.guide.passages import Form, Passage, passages
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Kind
from pipeline.model.trace import Sentence, Source, Trace
from pipeline.notes import markdown
from pipeline.structure.letters import key
from pipeline.structure.sources import Index

_ATTRIBUTES = re.compile(r"(?<=\])\{[^{}]*\}")
_SECTION = 2
"""Level of headings that name a section: words of the template, however they are put."""
_NO_TEXT = {Kind.HEADING.value, Kind.PICTURE.value}


def trace(text: str, entries: Sequence[Entry]) -> Trace:
    """Compare the text of guide.md with the ledger."""
    pieces = [tuple(_sentences(passage)) for passage in passages(text)]
    index = Index(entries, [one for said in pieces for one in said])
    found: list[Sentence] = []
    for said in pieces:
        home = index.at_home(said)
        found += (index.traced(one, home) for one in said)
    there = index.there(found)
    gone = [entry for entry in entries if entry.id not in there and key(entry.text)]
    return Trace(
        tuple(found),
        tuple(entry for entry in gone if entry.fate is Fate.PLACED),
        tuple(entry for entry in gone if entry.fate is Fate.OPEN and entry.kind not in _NO_TEXT),
    )


def changes(source: Source, sentence: str) -> Iterator[tuple[str, str]]:
    """Yield the words that stayed (` `), went (`-`) and came (`+`), in the order of the sentence."""
    before, after = source.said.split(), sentence.split()
    match = difflib.SequenceMatcher(
        None, [w.casefold() for w in before], [w.casefold() for w in after], autojunk=False
    )
    for what, a, b, c, d in match.get_opcodes():
        if what == "equal":
            yield " ", " ".join(after[c:d])
            continue
        if a < b:
            yield "-", " ".join(before[a:b])
        if c < d:
            yield "+", " ".join(after[c:d])


def _sentences(passage: Passage) -> Iterator[Sentence]:
    section = passage.form is Form.HEADING and passage.level <= _SECTION
    if section or passage.text.startswith("!["):
        return
    shown = markdown.text(_ATTRIBUTES.sub("", passage.text))
    cut = [shown] if passage.form in {Form.HEADING, Form.ROW} else sentences.split(shown)
    for one in cut:
        if key(one):
            yield Sentence(passage.start + 1, passage.section, one, heading=passage.form is Form.HEADING)
