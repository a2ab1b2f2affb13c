"""Placing: an editor's answers about open passages, written down at once and undone byte for byte."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import remembering, shelf
from pipeline.engine.apart import Apart
from pipeline.guide.rules import SLUG
from pipeline.ingest import DECISIONS, FOLLOW_UP, GUIDE, LEDGER, NOTES, PEOPLE
from pipeline.messages import _, german
from pipeline.model.ledger import Entry, Fate
from pipeline.model.notes import Block
from pipeline.model.problem import Trouble
from pipeline.model.template import Template
from pipeline.notes import formmarks
from pipeline.privacy import roster
from pipeline.privacy.roster import Roster
from pipeline.structure import asking, decisions, memory, moving, noting, outspoken, pending, placement
from pipeline.structure import ledger as ledgers
from pipeline.structure.asking import Question
from pipeline.structure.clearance import Clearance
from pipeline.structure.cues import Cues, parse_cues
from pipeline.structure.decisions import Decision
from pipeline.structure.moving import Papers, Setting, Target
from pipeline.structure.suggesting import Suggester
from pipeline.workspace.folder import Workspace, write_whole

_CUES = "templates/howtomake/cues.yml"
_Bytes = Mapping[Path, bytes | None]


class Changed(Exception):  # noqa: N818  (what somebody did beside us, no error of ours)
    """Files are not as this session left them: somebody writes in them at the same time."""


@dataclass(frozen=True)
class State:
    """What is open, as the files say it now."""

    papers: Papers
    questions: tuple[Question, ...]
    suggester: Suggester
    gone: int = 0
    """Open passages that a person took out of guide.md, or rewrote."""

    def suggested(self) -> list[Question]:
        """Return all questions with their suggestions."""
        return [self.suggester.suggested(one) for one in self.questions]


@dataclass(frozen=True)
class Caught:
    """What was settled without asking: decisions by hand, and passages that a person moved in guide.md."""

    decided: int = 0
    moved: int = 0
    astray: tuple[str, ...] = ()
    """Texts that a decision would move, but that a person has edited or moved elsewhere."""


class Session:
    """One sitting of an editor over the open passages of a guide.

    Each answer is read from and written to the files at once, decisions first and the ledger last, so
    that a session may end anywhere: what was answered is settled when the next one begins.
    """

    def __init__(self, workspace: Workspace, slug: str) -> None:
        """Read the guide, its notes and what is remembered.

        Raises:
            Trouble: there is no such guide or no ledger, or a file is broken.
        """
        self.workspace, self.slug = workspace, slug
        self.folder = workspace.guide_folder(slug)
        if not SLUG.fullmatch(slug) or not (self.folder / LEDGER).exists():
            raise Trouble.at(
                f"guides/{slug}/{LEDGER}",
                _("Nothing has been read in for this guide yet."),
                _("Begin with `howtomake ingest {slug} notes.docx`.").format(slug=slug),
            )
        self.template: Template = shelf.load(workspace).template
        cues = parse_cues(workspace.read_text(workspace.root / _CUES), _CUES, self.template)
        self.cues: Cues = replace(cues, familiar=remembering.habits(workspace).familiar)
        self.blocks = self._blocks()
        self.setting = Setting(self.template, slug, workspace.name(self.folder / GUIDE), self.blocks)
        self._past: list[tuple[_Bytes, _Bytes]] = []

    # Reading

    def _blocks(self) -> dict[str, Block]:
        """Return the blocks of the notes by their ids, as decisions about people leave them.

        Without the notes the ledger has to do.
        """
        files = [path for path in self.workspace.files(self.folder / NOTES) if path.parent.name == NOTES]
        names = frozenset(path.name for path in files)
        read: list[tuple[Block, ...]] = []
        with Apart() as desk:
            for path in files:
                with contextlib.suppress(Trouble):
                    read.append(desk.read(path.name, self.workspace.read(path), names).blocks)
        clearance = self._clearance([block for blocks in read for block in blocks])
        found: dict[str, Block] = {}
        for blocks in read:
            shown = outspoken.heard([clearance.shown(block) for block in blocks], self.cues)[0]
            bare = (replace(one, path=tuple(map(formmarks.unmarked, one.path))) for one in shown)
            found |= dict(zip(ledgers.ids(blocks), bare, strict=True))
        return found

    def _clearance(self, blocks: Sequence[Block]) -> Clearance:
        decided = decisions.read(self._text(DECISIONS), self._name(DECISIONS), self.template)
        listed = roster.read(self._text(PEOPLE)) | Roster.of(decided.people)
        people = placement.names(blocks, self.cues) | frozenset(listed.parts)
        return Clearance(decided.rulings, listed | Roster.of(people))

    def _name(self, name: str) -> str:
        return self.workspace.name(self.folder / name)

    def state(self) -> State:
        """Return the questions that are open now."""
        papers, remembered = self._papers(), remembering.load(self.workspace, self.template, self.slug)
        entries = list(papers.entries.values())
        spots = moving.standings(papers, self.setting)
        waiting = [name for name, spot in spots.items() if spot.waits]
        cues = memory.taught(self.cues, remembered.learned)
        suggester = Suggester(entries, self.blocks, remembered, cues, self.template)
        open_ = [entry for entry in entries if entry.fate is Fate.OPEN]
        asked = asking.questions(entries, waiting, self.blocks)
        return State(papers, tuple(asked), suggester, len(open_) - len(spots))

    def _papers(self) -> Papers:
        entries = ledgers.load(self._text(LEDGER), self._name(LEDGER))
        followed = self._text(FOLLOW_UP) if (self.folder / FOLLOW_UP).exists() else None
        return Papers(self._text(GUIDE), followed, {entry.id: entry for entry in entries})

    def _text(self, name: str) -> str:
        """Return a file as it is, line ends and all; empty when there is none."""
        path = self.folder / name
        if not path.exists():
            return ""
        self.workspace.read_text(path)  # says so where it is not UTF-8
        return self.workspace.read(path).decode()

    @property
    def aside(self) -> str:
        """The section for what is not for the guide; a template of an older version has none."""
        return asking.ASIDE

    def pieces(self, question: Question) -> list[Question]:
        """Return the smallest questions that one is made of."""
        return asking.pieces(question, self.blocks)

    def within(self, question: Question, ids: set[str]) -> list[Question]:
        """Return a question, or those of its pieces, that have one of these ids."""
        if set(question.ids) <= ids:
            return [question]
        return [one for one in self.pieces(question) if set(one.ids) & ids]

    # Answering

    def catch_up(self) -> Caught:
        """Settle what a person has decided outside of this session, in decisions.yml or in guide.md."""
        papers = self._papers()
        decided = decisions.parse(self._text(DECISIONS), self._name(DECISIONS), self.template)
        targets = pending.targets(list(papers.entries.values()), self.blocks, decided, self.template)
        astray = moving.astray(papers, targets, self.setting)
        moved = {
            name: Target.of(spot.section, self.template, (german("moved there in guide.md by a person"),))
            for name, spot in moving.standings(papers, self.setting).items()
            if not spot.waits and name not in targets and self.template.get(spot.section)
        }
        if len(targets) > len(astray) or moved:
            rows = [self._decision(papers.entries[name], moved[name].section) for name in moved]
            self._written(self._writes(papers, moving.move(papers, {**targets, **moved}, self.setting), rows))
        return Caught(
            len(targets) - len(astray), len(moved), tuple(self.setting.said(entry) for entry in astray)
        )

    def answer(self, questions: Sequence[Question], section: str, *, always: str = "") -> int:
        """Put passages into a section and write it down.

        `always` names a heading that goes there from now on. Returns how many passages it decided; what is
        not open any more is left alone.
        """
        papers = self._papers()
        named = [name for one in questions for name in one.ids]
        open_ = [
            papers.entries[n] for n in named if n in papers.entries and papers.entries[n].fate is Fate.OPEN
        ]
        if not open_:
            return 0
        rows = [self._decision(entry, section) for entry in open_]
        target = self._target(section)
        learned = memory.with_passages(
            remembering.learned(self.workspace, self.template), (row.text for row in rows), section
        )
        learned = memory.with_heading(learned, always, section) if always else learned
        moved = moving.move(papers, {entry.id: target for entry in open_}, self.setting)
        writes = self._writes(papers, moved, rows)
        if self.template.get(section):
            writes |= self._lesson(learned)
        before = _read(writes)
        self._written(writes)
        self._past.append((before, writes))
        return len(open_)

    def _target(self, section: str) -> Target:
        reasons = decisions.reasons(Decision("", section))
        if self.template.get(section):
            return Target.of(section, self.template, reasons)
        return Target("", Fate.FOLLOW_UP, reasons)

    def _decision(self, entry: Entry, section: str) -> Decision:
        """Return what decisions.yml keeps; a workspace without the section for it keeps the fate."""
        text = self.setting.said(entry)
        return (
            Decision(text, section)
            if self.template.get(section)
            else Decision(text, fate=Fate.FOLLOW_UP.value)
        )

    def undo(self) -> bool:
        """Take the last answer back; False when there is none.

        Raises:
            Changed: a file was changed since by somebody else; nothing is touched then.
        """
        if not self._past:
            return False
        before, after = self._past[-1]
        if _read(after) != dict(after):
            raise Changed
        for path, data in before.items():
            if data is None:
                path.unlink(missing_ok=True)
            else:
                write_whole(path, data)
        self._past.pop()
        return True

    # Writing

    def _writes(self, old: Papers, new: Papers, rows: Iterable[Decision]) -> dict[Path, bytes]:
        """Return what has to be written, in its order: the person's word first."""
        rows = list({decisions.letters(row.text): row for row in rows}.values())
        writes: dict[Path, bytes] = {}
        if rows:
            writes[self.folder / DECISIONS] = noting.added(self._text(DECISIONS), rows).encode()
        if new.guide != old.guide:
            writes[self.folder / GUIDE] = new.guide.encode()
        if new.followup is not None and new.followup != old.followup:
            writes[self.folder / FOLLOW_UP] = new.followup.encode()
        return {**writes, self.folder / LEDGER: ledgers.dump(new.entries.values()).encode()}

    def _lesson(self, learned: memory.Learned) -> dict[Path, bytes]:
        if learned == remembering.learned(self.workspace, self.template):
            return {}
        return {self.workspace.root / memory.PATH: memory.dump(learned).encode()}

    def _written(self, writes: Mapping[Path, bytes]) -> None:
        """Write files, the ledger last: until it says so, an answer is one to catch up with."""
        for path in sorted(writes, key=lambda one: one.name == LEDGER):
            write_whole(path, writes[path])


def _read(paths: Iterable[Path]) -> dict[Path, bytes | None]:
    return {path: path.read_bytes() if path.exists() else None for path in paths}
