"""Placement: where each block of one file of notes belongs, how certain that is, and why."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.guess.weights import Weights
from pipeline.messages import german
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.model.template import Template
from pipeline.notes import personal
from pipeline.structure import headings, trust
from pipeline.structure.cues import CERTAIN, ENOUGH, LIKELY, MOST_SUGGESTIONS, NONE, Cues, Sign
from pipeline.structure.habits import NO_HABITS, Habits, leaning
from pipeline.structure.headings import ATTENDANCE
from pipeline.structure.outspoken import outspoken, risen
from pipeline.structure.placed import Placed
from pipeline.structure.settled import headings_settled, tables_together
from pipeline.structure.suggest import ASIDE, CHATTER, Opinion, opinions
from pipeline.structure.trust import METADATA

__all__ = ["ATTENDANCE", "METADATA", "Placed", "headed", "names", "place"]

_TITLE = re.compile(
    r"\b(?:protokoll|mitschrift|dokumentation|workshop|notizen|niederschrift|ergebnisprotokoll)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=\S)")
_ASIDE = {Layer.COMMENT, Layer.DELETED, Layer.HIDDEN, Layer.FURNITURE, Layer.PROPERTY}
_LEADS = 4
"""Words of a line without a colon that may still lead into the list below it: `Tipps`, `Kosten (grob)`."""
_REFERENCE = re.compile(r"^\W*(?:siehe|s\.)\s+(?:protokoll|pad|foto|oben|unten)\b[^.]{0,50}$", re.IGNORECASE)


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


def place(
    notes: Notes,
    cues: Cues,
    template: Template,
    known: frozenset[str],
    weights: Weights | None = None,
    usual: Habits = NO_HABITS,
) -> list[Placed]:
    """Give every block of a file its fate; `known` are the names of people to look out for.

    `weights` are those that come with the program, unless others are to be measured; `usual` is what the
    group's passages under its headings were before.
    """
    blocks, thoughts = _thought(notes.blocks, cues, weights)
    thoughts = [leaning(block, one, usual) for block, one in zip(blocks, thoughts, strict=True)]
    context = _Context(secret=_Secret.FILE if _marked_as_a_whole(blocks) else _Secret.NOTHING)
    signs = headings.signs(blocks, cues)
    sorter = _Sorter(cues, template, known, signs, trust.trusted(blocks, thoughts, signs), context)
    placed = [
        sorter.place(block, thought, first=number == 0)
        for number, (block, thought) in enumerate(zip(blocks, thoughts, strict=True))
    ]
    return list(headings_settled(tables_together(placed)))


def headed(blocks: Sequence[Block], cues: Cues) -> list[Block]:
    """Return the blocks of one file with those as headings that placement takes for one."""
    return _thought(blocks, cues, None)[0]


def _thought(
    blocks: Sequence[Block], cues: Cues, weights: Weights | None
) -> tuple[list[Block], list[Opinion]]:
    """Return the blocks, with headings found among them, and what the weights think once these are known."""
    plain = outspoken(blocks, cues)
    thoughts = opinions(plain, cues, weights)
    below = [*plain[1:], None][: len(plain)]
    heads, may_head = list[bool](), list[bool]()
    for block, next_, thought in zip(plain, below, thoughts, strict=True):
        leads = block.text.endswith(":") and next_ is not None and next_.kind in {Kind.ITEM, Kind.ROW}
        lists = next_ is not None and next_.kind is Kind.ITEM and ":" not in block.text
        heads.append(thought.heads(lists=lists) and not leads)
        may_head.append(thought.may_head and not leads)
    found = risen(plain, heads, may_head)
    return found, opinions(found, cues, weights) if found != plain else thoughts


def _marked_as_a_whole(blocks: Sequence[Block]) -> bool:
    """Tell whether the notes are confidential from end to end: their title or a page header says so."""
    visible = [block for block in blocks if block.layer is Layer.BODY]
    pages = [block for block in blocks if block.layer is Layer.FURNITURE]
    return any(personal.confidential(block.text) for block in (*visible[:1], *pages))


def names(blocks: Iterable[Block], cues: Cues) -> frozenset[str]:
    """Return the names of people that the notes list: authors, tables and lines of attendance."""
    blocks = list(blocks)
    found = set(personal.people(blocks))
    said = dict.fromkeys(heading for block in blocks for heading in block.path)
    signs = {heading: cues.heading(heading) for heading in said}
    for block in blocks:
        if block.kind in {Kind.PARAGRAPH, Kind.ITEM} and _attends(block, cues, signs):
            found |= personal.listed(block.text.partition(":")[2] or block.text)
        elif block.kind is Kind.ROW and cues.line(f"{block.cells[0]}: ").section == ATTENDANCE:
            found |= {name for cell in block.cells[1:] for name in personal.listed(cell)}
    return frozenset(name for name in found if not cues.is_common(name))


def _attends(block: Block, cues: Cues, signs: Mapping[str, Sign]) -> bool:
    return cues.line(block.text).section == ATTENDANCE or any(
        signs[heading].section == ATTENDANCE for heading in block.path
    )


@dataclass
class _Sorter:
    cues: Cues
    template: Template
    known: frozenset[str]
    signs: Mapping[str, Sign]
    trusted: frozenset[str]
    context: _Context = field(default_factory=_Context)

    def place(self, block: Block, thought: Opinion, *, first: bool) -> Placed:
        """Decide about one block; what must be kept back is asked first."""
        if block.layer in _ASIDE or block.kind is Kind.META:
            return self._beside(block)
        self._leave_secret(block)
        sign = self._sign(block)
        placed = (
            self._kept_back(block, sign)
            or self._about_the_file(block, first=first)
            or self._sorted(block, sign, thought)
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

    def _sorted(self, block: Block, sign: Sign, thought: Opinion) -> Placed:
        if block.kind is Kind.HEADING:
            return self._heading(block, sign)
        if block.kind is Kind.PICTURE:
            reason = german("a picture: only a person can see what is on it")
            return Placed(block, Fate.OPEN, reasons=(reason,), suggestions=sign.suggestions)
        suggestions = self._suggestions(block, sign, thought)
        found = self._by_rule(block, sign, thought) or self._by_weights(block, sign, thought)
        if found is None:
            return self._open(block, sign, thought, suggestions)
        if found.fate is Fate.PLACED and (named := personal.named(block.text, self.known)):
            first = (found.section, *suggestions)
            return replace(
                found,
                fate=Fate.OPEN,
                section="",
                reasons=(_names(named), *found.reasons),
                suggestions=tuple(dict.fromkeys(first))[:MOST_SUGGESTIONS],
            )
        return found

    def _by_rule(self, block: Block, sign: Sign, thought: Opinion) -> Placed | None:
        """Follow a rule, unless the learned weights think that it is mistaken here."""
        if not self.template.get(sign.section) or sign.score < ENOUGH:
            return None
        said_itself = self._says_itself(block, sign) and not thought.sure
        if not (said_itself or trust.alone(sign, thought) or self._borne_out(block, sign, thought)):
            return None
        fate = self._fate(sign.section)
        return Placed(block, fate, sign.section, score=sign.score, reasons=(sign.reason,))

    def _says_itself(self, block: Block, sign: Sign) -> bool:
        """Tell whether the line begins with what it is: `Tipp: …`, `TODO …`."""
        own = self.cues.line(block.text)
        return own.section == sign.section and own.score >= CERTAIN

    def _borne_out(self, block: Block, sign: Sign, thought: Opinion) -> bool:
        """Tell whether what a sign comes from is to be trusted even if the line itself sounds otherwise."""
        below = {heading for heading in block.path if self.signs[heading].section == sign.section}
        if sign.section == METADATA and below & self.trusted:
            return True
        parent = self._parent(block)
        follows = parent is not None and parent.by is By.RULE and parent.section == sign.section
        return not thought.sure and (follows or bool(below & self.trusted))

    def _by_weights(self, block: Block, sign: Sign, thought: Opinion) -> Placed | None:
        """Follow the learned weights where they are sure; a word with two meanings is asked about once."""
        section = ASIDE if thought.label == CHATTER else thought.label
        unasked = section in sign.suggestions and not thought.habitual(thought.label)
        if not thought.sure or not self.template.get(section) or unasked:
            return None
        return Placed(
            block,
            self._fate(section),
            section,
            By.MODEL,
            thought.shares[thought.label] / 1000,
            thought.reasons(thought.label),
        )

    def _fate(self, section: str) -> Fate:
        rule = self.template.get(section)
        if rule and rule.published:
            return Fate.PLACED
        if section == ATTENDANCE:
            return Fate.WITHHELD
        return Fate.METADATA if section == METADATA else Fate.FOLLOW_UP

    def _open(self, block: Block, sign: Sign, thought: Opinion, suggestions: tuple[str, ...]) -> Placed:
        """Leave a block to a person, with what may help: what it sounds like, or the word to be asked."""
        named = personal.named(block.text, self.known)
        asked = sign.reason if sign.suggestions else ""
        heard = thought.reasons(CHATTER if suggestions[0] == ASIDE else suggestions[0]) if suggestions else ()
        reasons = (_names(named) if named else "", asked, *heard)
        kept = tuple(dict.fromkeys(filter(None, reasons)))
        unsaid = (german("nothing says for certain where it belongs"),)
        score = thought.share(suggestions[0]) / 1000 if suggestions else 0.0
        return Placed(block, Fate.OPEN, score=score, reasons=kept or unsaid, suggestions=suggestions)

    def _suggestions(self, block: Block, sign: Sign, thought: Opinion) -> tuple[str, ...]:
        """Return what the weights think likely, with one meaning of an ambiguous word; then rules, words."""
        likely = [section for section, _share in thought.likely()]
        if sign.suggestions and not set(sign.suggestions) & set(likely):
            likely = [*likely[: MOST_SUGGESTIONS - 1], max(sign.suggestions, key=thought.share)]
        rest = self.cues.suggest(block.text, (sign.section,) if sign.section else ())
        known = (name for name in (*likely, *sign.suggestions, *rest) if self.template.get(name))
        return tuple(dict.fromkeys(known))[:MOST_SUGGESTIONS]

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
        if own.section and above.section and own.score < min(above.score, CERTAIN):
            return above
        return own if _speaks(own) else self._around(block) or above

    def _around(self, block: Block) -> Sign | None:
        """Return what the item above, the line that leads in, or the anchor of a footnote says."""
        if block.kind is Kind.ITEM:
            if parent := self._parent(block):
                return None if parent.by is By.MODEL else _like(parent)
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
            leads = block.text.rstrip().endswith((":", "?")) or len(block.text.split()) <= _LEADS
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
