"""Placement: where each block of one file of notes belongs, how certain that is, and why."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.model.template import Template
from pipeline.notes import personal
from pipeline.structure.cues import CERTAIN, ENOUGH, LIKELY, NONE, Cues, Sign

ATTENDANCE, METADATA = "attendance", "metadata"

_TITLE = re.compile(
    r"\b(?:protokoll|mitschrift|dokumentation|workshop|notizen|niederschrift|ergebnisprotokoll)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_SPOKEN = {Layer.BODY, Layer.FOOTNOTE}
_LONGEST_SPOKEN = 60
_LOWEST = 9
_ASIDE = {Layer.COMMENT, Layer.DELETED, Layer.HIDDEN, Layer.FURNITURE, Layer.PROPERTY}
_REFERENCE = re.compile(r"^\W*(?:siehe|s\.)\s+(?:protokoll|pad|foto|oben|unten)\b[^.]{0,50}$", re.IGNORECASE)


@dataclass(frozen=True)
class Placed:
    """One block and what became of it."""

    block: Block
    fate: Fate
    section: str = ""
    by: By = By.RULE
    score: float = 0.0
    reasons: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()


class _Secret(enum.Enum):
    """How far a mark such as „intern:“ reaches that stands above a block."""

    NOTHING = 0
    LIST = 1
    """The list or table right below a passage that is marked."""
    PASSAGE = 2
    """Everything down to the next heading: the mark stood alone."""
    FILE = 3
    """Everything: the mark stands at the top of the notes or on every page."""


@dataclass
class _Context:
    """What has been read above a block: the line that leads in, the items around it, the table it is in."""

    lead: Sign = NONE
    items: dict[int, Placed] = field(default_factory=dict)
    table: int = 0
    table_sign: Sign = NONE
    last: Placed | None = None
    secret: _Secret = _Secret.NOTHING


def place(notes: Notes, cues: Cues, template: Template, known: frozenset[str]) -> list[Placed]:
    """Give every block of a file its fate; `known` are the names of people to look out for."""
    blocks = outspoken(notes.blocks, cues)
    context = _Context(secret=_Secret.FILE if _marked_as_a_whole(blocks) else _Secret.NOTHING)
    sorter = _Sorter(cues, template, known, _signs(blocks, cues), context)
    placed = [sorter.place(block, first=number == 0) for number, block in enumerate(blocks)]
    return list(_headings_settled(_tables_together(placed)))


def _marked_as_a_whole(blocks: Sequence[Block]) -> bool:
    """Tell whether the notes are confidential from end to end: their title or a page header says so."""
    visible = [block for block in blocks if block.layer is Layer.BODY]
    pages = [block for block in blocks if block.layer is Layer.FURNITURE]
    return any(personal.confidential(block.text) for block in (*visible[:1], *pages))


def outspoken(blocks: Sequence[Block], cues: Cues) -> list[Block]:
    """Return the blocks with headings found that people wrote as plain lines: `Hinweise`, and text below.

    Only what the cues know, word for word, and only above running text: a line with a colon above a
    list is left to lead into that list.
    """
    found: list[Block] = []
    above = ""
    for number, block in enumerate(blocks):
        plain = block.layer is Layer.BODY and block.table == 0
        if plain and block.kind is Kind.HEADING:
            above = ""
        elif plain and _heads(block, blocks[number + 1 : number + 2], cues):
            above = block.text.removesuffix(":")
            found.append(replace(block, kind=Kind.HEADING, level=_LOWEST, text=above, typed=block.raw))
            continue
        found.append(replace(block, path=(*block.path, above)) if above and block.layer in _SPOKEN else block)
    return found


def _heads(block: Block, below: Sequence[Block], cues: Cues) -> bool:
    if block.kind is not Kind.PARAGRAPH or len(block.text) > _LONGEST_SPOKEN or not cues.knows(block.text):
        return False
    wanted = {Kind.PARAGRAPH} if block.text.endswith(":") else {Kind.PARAGRAPH, Kind.ITEM, Kind.ROW}
    return any(other.path == block.path and other.kind in wanted for other in below)


def names(blocks: Iterable[Block], cues: Cues) -> frozenset[str]:
    """Return the names of people that the notes list: authors, tables and lines of attendance."""
    blocks = list(blocks)
    found = set(personal.people(blocks))
    signs = _signs(blocks, cues)
    for block in blocks:
        if block.kind in {Kind.PARAGRAPH, Kind.ITEM} and _attends(block, cues, signs):
            found |= personal.listed(block.text.partition(":")[2] or block.text)
        elif block.kind is Kind.ROW and cues.line(f"{block.cells[0]}: ").section == ATTENDANCE:
            found |= {name for cell in block.cells[1:] for name in personal.listed(cell)}
    return frozenset(name for name in found if not cues.is_common(name))


def _attends(block: Block, cues: Cues, signs: Mapping[str, Sign]) -> bool:
    return cues.line(block.text).section == ATTENDANCE or any(
        signs[h].section == ATTENDANCE for h in block.path
    )


def _signs(blocks: Iterable[Block], cues: Cues) -> Mapping[str, Sign]:
    """Read each heading once."""
    headings = {
        heading
        for block in blocks
        for heading in (*block.path, block.text if block.kind is Kind.HEADING else "")
    }
    return {heading: cues.heading(heading) for heading in headings}


@dataclass
class _Sorter:
    cues: Cues
    template: Template
    known: frozenset[str]
    signs: Mapping[str, Sign]
    context: _Context = field(default_factory=_Context)

    def place(self, block: Block, *, first: bool) -> Placed:
        """Decide about one block; what must be kept back is asked first."""
        if block.layer in _ASIDE or block.kind is Kind.META:
            return self._beside(block)
        self._leave_secret(block)
        sign = self._sign(block)
        placed = (
            self._kept_back(block, sign)
            or self._about_the_file(block, first=first)
            or self._sorted(block, sign)
        )
        self._remember(block, sign, placed)
        return placed

    def _leave_secret(self, block: Block) -> None:
        """End what a mark above has reached, before this block is looked at."""
        ends = {_Secret.PASSAGE: {Kind.HEADING}, _Secret.LIST: {Kind.HEADING, Kind.PARAGRAPH}}
        if block.kind in ends.get(self.context.secret, ()):
            self.context.secret = _Secret.NOTHING

    def _enter_secret(self, block: Block) -> None:
        """Note how far the mark of this block reaches."""
        context = self.context
        if block.kind is Kind.PARAGRAPH and context.secret in {_Secret.NOTHING, _Secret.LIST}:
            if personal.mark_alone(block.text):
                context.secret = _Secret.PASSAGE
            elif personal.confidential(_SENTENCE_END.split(block.text)[-1]):
                context.secret = _Secret.LIST

    # Not part of the text

    def _beside(self, block: Block) -> Placed:
        if reasons := personal.reasons(block):
            return Placed(block, Fate.WITHHELD, score=1.0, reasons=reasons)
        named = personal.named(block.text, self.known)
        if named and block.layer in {Layer.FURNITURE, Layer.PROPERTY}:
            return Placed(block, Fate.WITHHELD, score=1.0, reasons=(german("names a person"),))
        reason = (
            german("stands on every page: about the file, not about the subject")
            if block.layer is Layer.FURNITURE
            else german("about the file, not about the subject")
        )
        return Placed(block, Fate.METADATA, METADATA, score=CERTAIN, reasons=(reason,))

    def _kept_back(self, block: Block, sign: Sign) -> Placed | None:
        reasons = personal.reasons(block)
        above = [heading for heading in block.path if personal.confidential(heading)]
        if above:
            reasons += (german("stands under “{heading}”").format(heading=above[-1]),)
        parent = self._parent(block)
        below = self.context.secret.value > _Secret.NOTHING.value
        if below or (parent and parent.fate is Fate.WITHHELD and personal.confidential(parent.block.text)):
            reasons += (german("belongs to a passage that is kept back"),)
        attends = sign.section == ATTENDANCE
        if reasons or attends:
            why = (*reasons, german("says who was there")) if attends else reasons
            return Placed(block, Fate.WITHHELD, ATTENDANCE if attends else "", score=1.0, reasons=why)
        return None

    def _about_the_file(self, block: Block, *, first: bool) -> Placed | None:
        title = first and block.layer is Layer.BODY and (block.level == 1 or bool(_TITLE.search(block.text)))
        if title and block.kind in {Kind.HEADING, Kind.PARAGRAPH}:
            return Placed(
                block, Fate.METADATA, METADATA, score=CERTAIN, reasons=(german("title of the notes"),)
            )
        if block.kind is Kind.HEADING and block.level == 1 and not block.path and _TITLE.search(block.text):
            return Placed(
                block, Fate.METADATA, METADATA, score=CERTAIN, reasons=(german("title of the notes"),)
            )
        if block.kind is Kind.PARAGRAPH and _REFERENCE.match(block.text.lstrip("->→ ")):
            return Placed(
                block, Fate.METADATA, METADATA, score=LIKELY, reasons=(german("only points to other notes"),)
            )
        return None

    # By what it says

    def _sorted(self, block: Block, sign: Sign) -> Placed:
        if block.kind is Kind.HEADING:
            return self._heading(block, sign)
        if block.kind is Kind.PICTURE:
            reason = german("a picture: only a person can see what is on it")
            return Placed(block, Fate.OPEN, reasons=(reason,), suggestions=sign.suggestions)
        named = personal.named(block.text, self.known)
        rule = self.template.get(sign.section) if sign.score >= ENOUGH else None
        if rule and not rule.published:
            fate = Fate.METADATA if rule.id == METADATA else Fate.FOLLOW_UP
            return Placed(block, fate, rule.id, score=sign.score, reasons=(sign.reason,))
        suggestions = self.cues.suggest(
            block.text, (sign.section, *sign.suggestions) if sign.section else sign.suggestions
        )
        if named:
            return Placed(
                block,
                Fate.OPEN,
                score=sign.score,
                reasons=_both(_names(named), sign.reason),
                suggestions=suggestions,
            )
        if rule:
            return Placed(block, Fate.PLACED, rule.id, score=sign.score, reasons=(sign.reason,))
        why = sign.reason or german("nothing says for certain where it belongs")
        return Placed(block, Fate.OPEN, score=sign.score, reasons=(why,), suggestions=suggestions)

    def _heading(self, block: Block, sign: Sign) -> Placed:
        """Place a heading that names a section in the ledger only; others stay above what is below them."""
        own = self.signs[block.text]
        if own.section and own.score >= ENOUGH:
            return Placed(block, Fate.METADATA, own.section, score=own.score, reasons=(own.reason,))
        if own.neutral:
            own = replace(own, reason=german("only says how people worked"))
        rule = self.template.get(sign.section) if sign.score >= ENOUGH else None
        if rule and rule.published and not personal.named(block.text, self.known):
            return Placed(block, Fate.PLACED, rule.id, score=sign.score, reasons=(sign.reason,))
        if rule and not rule.published:
            return Placed(
                block,
                Fate.FOLLOW_UP if rule.id != METADATA else Fate.METADATA,
                rule.id,
                score=sign.score,
                reasons=(sign.reason,),
            )
        return Placed(
            block,
            Fate.OPEN,
            reasons=(own.reason or german("heading over open passages"),),
            suggestions=own.suggestions,
        )

    def _sign(self, block: Block) -> Sign:
        """Return the strongest sign: table, own line, line that leads in, item above, headings above."""
        if block.kind is Kind.HEADING:
            return self._inherited(block.path)
        if block.kind is Kind.ROW:
            return self._row(block)
        above = self._inherited(block.path)
        if above.section in {METADATA, ATTENDANCE}:
            return above  # the agenda names every section, and says nothing for any
        own = self.cues.line(block.text)
        if block.kind is Kind.PARAGRAPH and not _speaks(own):
            own = self.cues.whole_line(block.text)
        if own.section and above.section and own.score < above.score:
            return above
        return own if _speaks(own) else self._around(block) or above

    def _around(self, block: Block) -> Sign | None:
        """Return what the item above, the line that leads in, or the anchor of a footnote says."""
        if block.kind is Kind.ITEM:
            if parent := self._parent(block):
                return _like(parent)
            return self.context.lead if _speaks(self.context.lead) else None
        anchored = block.layer is Layer.FOOTNOTE and self.context.last
        return _like(anchored) if anchored else None

    def _row(self, block: Block) -> Sign:
        if block.table != self.context.table:
            self.context.table = block.table
            sign = self.cues.table(block.cells)
            self.context.table_sign = sign if sign.section else self.context.lead
        if self.context.table_sign.section:
            return self.context.table_sign
        label = self.cues.line(f"{block.cells[0]}: ")
        if label.section in {METADATA, ATTENDANCE} and self._labelled(block):
            return label
        return self.context.table_sign if self.context.table_sign.suggestions else self._inherited(block.path)

    def _labelled(self, block: Block) -> bool:
        return not block.path and len(block.cells) <= 4  # noqa: PLR2004  (the head of a protocol)

    def _inherited(self, path: Sequence[str]) -> Sign:
        """Return what the nearest heading above says; „Tisch 2“ and the like are looked through."""
        asked = NONE
        for heading in reversed(path):
            sign = self.signs[heading]
            if sign.section:
                reason = german("stands under “{heading}”").format(heading=heading)
                if asked.suggestions:
                    return replace(
                        asked, suggestions=tuple(dict.fromkeys([*asked.suggestions, sign.section]))
                    )
                return Sign(sign.section, sign.score, reason)
            if sign.suggestions and not asked.suggestions:
                asked = Sign(suggestions=sign.suggestions, reason=sign.reason)
        return asked

    def _parent(self, block: Block) -> Placed | None:
        if block.kind is not Kind.ITEM:
            return None
        return next(
            (
                self.context.items[level]
                for level in range(block.level - 1, 0, -1)
                if level in self.context.items
            ),
            None,
        )

    def _remember(self, block: Block, sign: Sign, placed: Placed) -> None:
        context = self.context
        self._enter_secret(block)
        if block.layer in {Layer.FOOTNOTE, Layer.TEXTBOX}:
            return
        if block.kind is Kind.ITEM:
            context.items = {level: item for level, item in context.items.items() if level < block.level}
            context.items[block.level] = placed
        else:
            context.items = {}
        if block.kind is Kind.PARAGRAPH:
            leads = block.text.rstrip().endswith((":", "?")) or sign.section or sign.suggestions
            fact = sign.section in {METADATA, ATTENDANCE} and not block.text.rstrip().endswith(":")
            kept = placed.fate is Fate.WITHHELD and sign.section != ATTENDANCE
            context.lead = sign if leads and not fact and not kept and block.table == 0 else NONE
        elif block.kind is Kind.HEADING:
            context.lead = NONE
        if block.kind is not Kind.ROW:
            context.table = 0
        context.last = placed


def _speaks(sign: Sign) -> bool:
    return bool(sign.section or sign.suggestions)


def _like(other: Placed) -> Sign:
    """Return the sign that follows another block: what belongs together stays together."""
    reason = german("belongs to the passage above it")
    if other.fate in {Fate.PLACED, Fate.FOLLOW_UP, Fate.METADATA}:
        return Sign(other.section, max(other.score - 0.05, 0.0), reason)
    return Sign(suggestions=other.suggestions, reason=reason)


def _names(found: Sequence[str]) -> str:
    return german("names {people}: word it without names").format(people=", ".join(found))


def _both(first: str, second: str) -> tuple[str, ...]:
    return (first, second) if second else (first,)


def _tables_together(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Keep the rows of a table in one place: one open row opens all that would be placed."""
    opened = {
        item.block.table: item
        for item in placed
        if item.block.kind is Kind.ROW and item.fate is Fate.OPEN and item.block.table
    }
    for item in placed:
        other = opened.get(item.block.table) if item.block.kind is Kind.ROW else None
        if other and item.fate is Fate.PLACED:
            reason = german("belongs to a table with an open row")
            yield replace(
                item, fate=Fate.OPEN, section="", reasons=(*item.reasons, reason), suggestions=(item.section,)
            )
        else:
            yield item


def _headings_settled(placed: Iterable[Placed]) -> Iterator[Placed]:
    """Leave a heading out of the guide when nothing below it goes where it would stand."""
    placed = list(placed)
    for number, item in enumerate(placed):
        block = item.block
        if block.kind is not Kind.HEADING or item.fate not in {Fate.OPEN, Fate.PLACED}:
            yield item
            continue
        chain = (*block.path, block.text)
        below = [
            other for other in _below(placed[number + 1 :], chain) if other.block.kind is not Kind.HEADING
        ]
        here = [other for other in below if other.block.path == chain or item.fate is Fate.PLACED]
        if not below or any(other.fate is item.fate and other.section == item.section for other in here):
            yield item
        else:
            reason = (
                german("no open passage stands right under it")
                if item.fate is Fate.OPEN
                else german("all that stood under it went elsewhere")
            )
            yield replace(
                item,
                fate=Fate.METADATA,
                section="",
                score=LIKELY,
                reasons=(*item.reasons, reason),
                suggestions=(),
            )


def _below(rest: Iterable[Placed], chain: tuple[str, ...]) -> Iterator[Placed]:
    for other in rest:
        if other.block.kind is Kind.HEADING and other.block.path[: len(chain)] != chain:
            return
        if other.block.path[: len(chain)] == chain:
            yield other
