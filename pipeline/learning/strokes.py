"""Strokes: how many keys an editor presses until every passage is right; labels are the editor's mind.

The real command reads the notes, the real screen asks. Counted are the keys of `howtomake place`, and for
each passage that was placed wrongly `DISCOVERY` and `CORRECTION`: it has to be noticed, and then marked, cut,
carried to its section and pasted in guide.md. By hand every passage takes a `CORRECTION`.
"""

from __future__ import annotations

import datetime
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import remembering, starting
from pipeline.ingest import Existing, ingest
from pipeline.learning.corpus import CHATTER, HEADING, Document
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Kind
from pipeline.placing import Session
from pipeline.shelf import load
from pipeline.structure import ledger as ledgers
from pipeline.structure import noting
from pipeline.structure.asking import ASIDE, Question, under
from pipeline.structure.cues import parse_cues
from pipeline.structure.decisions import Decision
from pipeline.workspace.folder import Workspace, write_whole

if TYPE_CHECKING:
    from pipeline.model.template import Template

DISCOVERY, CORRECTION = 2, 4
"""Keys: to notice a passage in the wrong section; to mark, cut, go and paste."""
FROM_LIST = 2
"""Keys in the screen for a section that was not suggested; a stricter baseline: the list alone."""
_NOT_FOR_GUIDES = {CHATTER, HEADING, "metadata", ASIDE}
_CUES = "templates/howtomake/cues.yml"
_DAY = datetime.date(2026, 1, 1)


@dataclass
class Tally:
    """What one set of notes cost, in keys and passages."""

    passages: int = 0
    asked: int = 0
    """Passages that were open."""
    wrong: int = 0
    """Passages that were placed where they do not belong."""
    withheld: int = 0
    """Passages kept back for privacy: no matter of sorting, and not counted among the passages."""
    keys: int = 0

    @property
    def strokes(self) -> int:
        """All keys, those for what was placed wrongly included."""
        return self.keys + self.wrong * (DISCOVERY + CORRECTION)

    def __add__(self, other: Tally) -> Tally:
        """Add the costs of other notes."""
        return Tally(*(getattr(self, name) + getattr(other, name) for name in self.__dict__))


@dataclass
class Editor:
    """Somebody who knows what each line is for, with the workspace of one group."""

    workspace: Workspace
    template: Template
    count: int = 0

    @classmethod
    def new(cls, folder: Path) -> Editor:
        """Set up a workspace in an empty folder."""
        starting.init(folder)
        workspace = Workspace.find(folder)
        return cls(workspace, load(workspace).template)

    def take(self, document: Document) -> Tally:
        """Read notes into a guide of their own, and answer until nothing is open."""
        self.count += 1
        slug = f"guide-{self.count}"
        tally = Tally()
        labels = self._read(slug, document)
        entries = self._ledger(slug)
        for entry in entries:
            wanted = labels.get(entry.place)
            if wanted is None or entry.kind == Kind.HEADING.value:
                continue
            if entry.fate is Fate.WITHHELD and entry.section != "attendance":
                tally.withheld += 1
                continue
            tally.passages += 1
            tally.asked += entry.fate is Fate.OPEN
            tally.wrong += entry.fate is not Fate.OPEN and not _right(entry, wanted)
        tally.keys = self._answer(Session(self.workspace, slug), labels)
        self._correct(slug, labels)
        return tally

    def _correct(self, slug: str, labels: Mapping[str, tuple[str, ...]]) -> None:
        """Put where it belongs what was placed wrongly, by lines in decisions.yml; the keys are counted."""
        rows = [
            Decision(entry.text, ASIDE if wanted[0] in _NOT_FOR_GUIDES else wanted[0])
            for entry in self._ledger(slug)
            if (wanted := labels.get(entry.place)) and entry.fate is Fate.PLACED and not _right(entry, wanted)
        ]
        path = self.workspace.guide_folder(slug) / "decisions.yml"
        text = self.workspace.read_text(path) if path.exists() else ""
        write_whole(path, noting.added(text, rows).encode())
        Session(self.workspace, slug).catch_up()

    def _read(self, slug: str, document: Document) -> Mapping[str, tuple[str, ...]]:
        """Ingest as the command does; return the labels by the place of their line."""
        name = f"{document.name}.txt"
        text = "\n\n".join(line.text for line in document.lines)
        cues = parse_cues(self.workspace.read_text(self.workspace.root / _CUES), _CUES, self.template)
        outcome = ingest(
            slug,
            {name: text.encode()},
            self.template,
            cues,
            Existing(),
            today=_DAY,
            remembered=remembering.load(self.workspace, self.template, slug),
            usual=remembering.habits(self.workspace),
        )
        for path, data in outcome.writes.items():
            write_whole(self.workspace.guide_folder(slug) / path, data)
        return {f"Zeile {2 * number + 1}": line.labels for number, line in enumerate(document.lines)}

    def _ledger(self, slug: str) -> list[Entry]:
        path = self.workspace.guide_folder(slug) / "ledger.jsonl"
        return ledgers.load(self.workspace.read_text(path), "ledger.jsonl")

    def _answer(self, session: Session, labels: Mapping[str, tuple[str, ...]]) -> int:
        """Press keys as somebody who knows; return how many."""
        keys = 0
        narrow: set[str] = set()
        while True:
            state = session.state()
            waiting = [
                piece
                for one in state.questions
                for piece in (session.pieces(one) if narrow & set(one.ids) else [one])
            ]
            if not waiting:
                return keys
            question = state.suggester.suggested(waiting[0])
            section = _agreed([question], labels)
            if not section and len(session.pieces(question)) > 1:
                narrow |= set(question.ids)
                keys += 1
                continue
            scope = [question]
            group = under(question.heading, waiting)
            if len(group) > 1 and (shared := _agreed(group, labels)):
                scope, section = group, shared
                keys += 1
            section = section or _first(question, labels)
            keys += _price(question, section)
            session.answer(scope, ASIDE if section in _NOT_FOR_GUIDES else section)


def _right(entry: Entry, wanted: Sequence[str]) -> bool:
    """Tell whether a passage is where an editor leaves it: what is for no guide may be in any such place."""
    if entry.section in wanted:
        return True
    apart = entry.fate in {Fate.METADATA, Fate.REPEATED} or entry.section == ASIDE
    return apart and bool(set(wanted) & {*_NOT_FOR_GUIDES, "attendance"})


def _agreed(questions: Sequence[Question], labels: Mapping[str, tuple[str, ...]]) -> str:
    """Return the section that all passages may go to, if there is one; what is unlabelled goes along."""
    wanted = [labels[e.place] for one in questions for e in one.entries if e.place in labels]
    if not wanted:
        return ASIDE
    if all(set(one) & _NOT_FOR_GUIDES for one in wanted):
        return ASIDE
    shared = [label for label in wanted[0] if all(label in one for one in wanted)]
    return shared[0] if shared else ""


def _first(question: Question, labels: Mapping[str, tuple[str, ...]]) -> str:
    """Return where the first passage of one that cannot be divided belongs."""
    wanted = next((labels[e.place] for e in question.entries if e.place in labels), (ASIDE,))
    return ASIDE if wanted[0] in _NOT_FOR_GUIDES else wanted[0]


def _price(question: Question, section: str) -> int:
    """Return the keys for one answer: one for a suggestion or „not for the guide“, else two."""
    if section == ASIDE or section in {one.section for one in question.suggestions}:
        return 1
    return FROM_LIST


def tallies(groups: Sequence[Sequence[Document]]) -> Iterator[list[Tally]]:
    """Yield the costs of each group's notes, one after the other, each group with a memory of its own."""
    for documents in groups:
        with tempfile.TemporaryDirectory() as folder:
            editor = Editor.new(Path(folder))
            yield [editor.take(document) for document in documents]
