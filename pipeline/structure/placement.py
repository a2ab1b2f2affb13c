"""Placement: where each block of one file of notes belongs, how certain that is, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.guess.weights import Weights
from pipeline.messages import german
from pipeline.model.ledger import By, Fate
from pipeline.model.notes import Block, Kind, Layer, Notes
from pipeline.model.template import Template
from pipeline.notes import personal
from pipeline.structure import headings, trust
from pipeline.structure.above import Above, Secret
from pipeline.structure.cues import CERTAIN, ENOUGH, LIKELY, MOST_SUGGESTIONS, Cues, Sign
from pipeline.structure.habits import NO_HABITS, Habits, leaning
from pipeline.structure.headings import ATTENDANCE
from pipeline.structure.outspoken import heard
from pipeline.structure.placed import Placed
from pipeline.structure.settled import headings_settled, tables_together
from pipeline.structure.suggest import ASIDE, CHATTER, Opinion
from pipeline.structure.trust import METADATA

__all__ = ["ATTENDANCE", "METADATA", "Placed", "names", "place"]

_TITLE = re.compile(
    r"\b(?:protokoll|mitschrift|dokumentation|workshop|notizen|niederschrift|ergebnisprotokoll)",
    re.IGNORECASE,
)
_ASIDE = {Layer.COMMENT, Layer.DELETED, Layer.HIDDEN, Layer.FURNITURE, Layer.PROPERTY}
_REFERENCE = re.compile(r"^\W*(?:siehe|s\.)\s+(?:protokoll|pad|foto|oben|unten)\b[^.]{0,50}$", re.IGNORECASE)


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
    blocks, thoughts = heard(notes.blocks, cues, weights)
    thoughts = [leaning(block, one, usual) for block, one in zip(blocks, thoughts, strict=True)]
    signs = headings.signs(blocks, cues)
    sorter = _Sorter(
        cues, template, known, signs, trust.trusted(blocks, thoughts, signs), Above.of(blocks, cues, signs)
    )
    placed = [
        sorter.place(block, thought, first=number == 0)
        for number, (block, thought) in enumerate(zip(blocks, thoughts, strict=True))
    ]
    return list(headings_settled(tables_together(placed)))


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
    above: Above

    def place(self, block: Block, thought: Opinion, *, first: bool) -> Placed:
        """Decide about one block; what must be kept back is asked first."""
        if block.layer in _ASIDE or block.kind is Kind.META:
            return self._beside(block)
        self.above.leave(block)
        sign = self.above.sign(block)
        placed = (
            self._kept_back(block, sign)
            or self._about_the_file(block, first=first)
            or self._sorted(block, sign, thought)
        )
        self.above.remember(block, sign, placed)
        return placed

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
        parent = self.above.parent(block)
        below = self.above.secret in {Secret.LIST, Secret.PASSAGE}
        if self.above.secret is Secret.FILE and not personal.confidential(block.text):
            reasons += (german("stands in a file that its title or page header calls confidential"),)
        elif below or (parent and parent.fate is Fate.WITHHELD and personal.confidential(parent.block.text)):
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
        said_itself = self._says_itself(block, sign) and not thought.objects
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
        parent = self.above.parent(block)
        follows = parent is not None and parent.by is By.RULE and parent.section == sign.section
        return not thought.objects and (follows or bool(below & self.trusted))

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


def _names(found: Sequence[str]) -> str:
    return german("names {people}: word it without names").format(people=", ".join(found))


def _both(first: str, second: str) -> tuple[str, ...]:
    return (first, second) if second else (first,)
