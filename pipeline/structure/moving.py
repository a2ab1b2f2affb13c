"""Moving: passages taken out of „Noch einzuordnen“ and put where a person decided they belong.

Only lines that stand for the moved passages leave, with the comment above them once nothing else is below
it; every other byte of guide.md and follow-up.md stays. What a person has edited moves as they left it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.guide.passages import LINE
from pipeline.messages import german
from pipeline.model.ledger import By, Entry, Fate
from pipeline.model.notes import Block, Kind
from pipeline.model.template import Template
from pipeline.notes import lines as notelines
from pipeline.structure import asking, draft, escape, followup, growth, letters, standing
from pipeline.structure.decisions import fate_of
from pipeline.structure.placement import Placed
from pipeline.structure.standing import Spot

_RULE = re.compile(r"\s*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?\s*")
_OPEN_HEADING = re.compile(r"##[ \t]+.*\{[^{}]*#open\b[^{}]*\}\s*")
_HEADING = re.compile(r"#{1,6}[ \t]")


_IN_GUIDE = {Fate.PLACED, Fate.OPEN}


@dataclass(frozen=True)
class Papers:
    """What an answer changes: the two texts and the ledger; None where there is no file yet."""

    guide: str
    followup: str | None
    entries: Mapping[str, Entry]


@dataclass(frozen=True)
class Setting:
    """What moving needs to know of a guide."""

    template: Template
    slug: str
    path: str
    blocks: Mapping[str, Block]
    """Id → block, as far as the notes are at hand."""

    def said(self, entry: Entry) -> str:
        """Return the text of an entry as it reads."""
        block = self.blocks.get(entry.id)
        return block.text if block else entry.text


@dataclass(frozen=True)
class Target:
    """Where a passage goes, and why: a section of the template, or a fate without one."""

    section: str
    fate: Fate
    reasons: tuple[str, ...]

    @classmethod
    def of(cls, section: str, template: Template, reasons: tuple[str, ...]) -> Target:
        """Return the target that a section is."""
        return cls(section, fate_of(section, template), reasons)


def standings(papers: Papers, setting: Setting, fates: Iterable[Fate] = (Fate.OPEN,)) -> dict[str, Spot]:
    """Return where the entries of these fates stand in guide.md."""
    wanted = set(fates)
    entries = [entry for entry in papers.entries.values() if entry.fate in wanted]
    return standing.of(papers.guide, entries, {entry.id: setting.said(entry) for entry in entries})


def move(papers: Papers, targets: Mapping[str, Target], setting: Setting) -> Papers:
    """Return the papers once passages are where they belong; ids the ledger does not know are left out."""
    moved = [entry for entry in papers.entries.values() if entry.id in targets]
    spots = standings(papers, setting, {entry.fate for entry in moved} & _IN_GUIDE | {Fate.OPEN})
    moved = [entry for entry in moved if not _stays(entry, targets[entry.id], spots.get(entry.id))]
    going = [entry for entry in moved if _goes(entry, targets[entry.id], spots.get(entry.id))]
    leaving = {entry.id: spots[entry.id] for entry in going if entry.id in spots}
    lines = LINE.findall(papers.guide)
    parts = {entry.id: _lines(lines, spots.get(entry.id)) for entry in going}
    guide = "".join(_without(lines, leaving.values(), {entry.source for entry in going}))
    entries = {**papers.entries, **{entry.id: _settled(entry, targets[entry.id]) for entry in moved}}
    guide, entries = _headings(Papers(guide, papers.followup, entries), setting)
    guide = growth.grow(
        guide, _additions(going, targets, parts, setting, {Fate.PLACED}), _places(setting.template),
        growth.of_guide(setting.slug, setting.path),
    )  # fmt: skip
    for_group = _additions(going, targets, parts, setting, {Fate.FOLLOW_UP, Fate.METADATA})
    return Papers(guide, followup.grown(papers.followup, for_group, setting.template), entries)


def astray(papers: Papers, targets: Mapping[str, Target], setting: Setting) -> list[Entry]:
    """Return the passages that a person has put elsewhere than they decided: only they can move them."""
    moved = [entry for entry in papers.entries.values() if entry.id in targets and entry.fate in _IN_GUIDE]
    spots = standings(papers, setting, {entry.fate for entry in moved} | {Fate.OPEN})
    return [entry for entry in moved if _stays(entry, targets[entry.id], spots.get(entry.id))]


def _stays(entry: Entry, target: Target, spot: Spot | None) -> bool:
    """Tell whether a person has put a passage elsewhere than it is to go; the two are theirs to settle."""
    if spot is None or entry.fate not in _IN_GUIDE:
        return False
    return not _leaves(entry, spot) and spot.section != target.section


def _goes(entry: Entry, target: Target, spot: Spot | None) -> bool:
    """Tell whether text has to be put somewhere; what a person moved or deleted themselves stays so."""
    if entry.fate not in _IN_GUIDE or target.fate is not Fate.PLACED:
        return spot is None or _leaves(entry, spot)
    return spot is not None and _leaves(entry, spot)


def _leaves(entry: Entry, spot: Spot) -> bool:
    """Tell whether lines may be taken out: they wait, or are where and as the program has put them."""
    return spot.waits or (not spot.edited and spot.section == entry.section)


def _settled(entry: Entry, target: Target) -> Entry:
    return replace(
        entry,
        fate=target.fate,
        section=target.section,
        by=By.EDITOR,
        score=1.0,
        reasons=target.reasons,
        suggestions=(),
    )


# Taking out


def _lines(lines: Sequence[str], spot: Spot | None) -> tuple[str, ...]:
    """Return the lines of a passage that a person has edited; none for one that is as it was written."""
    return tuple(line.rstrip("\r\n") for line in lines[spot.start : spot.end]) if spot and spot.edited else ()


def _without(lines: Sequence[str], spots: Iterable[Spot], sources: set[str]) -> list[str]:
    """Return the lines without these passages, and without our comments and rules above nothing."""
    ours = tuple(escape.comment(f"{source}, x").removesuffix("x -->") for source in sources)
    gone = {number for spot in spots for number in range(spot.start, spot.end)}
    if not gone:
        return list(lines)
    for number in sorted(gone):
        if number + 1 not in gone and number + 1 < len(lines) and _is_rule(lines, number + 1, gone):
            gone.add(number + 1)
    for number in sorted(gone):
        above = _comment_above(lines, number, gone)
        if above is not None and lines[above].startswith(ours) and _nothing_below(lines, above, gone):
            gone.add(above)
    return _closed(lines, gone)


def _is_rule(lines: Sequence[str], number: int, gone: set[int]) -> bool:
    """Tell whether a line is the rule below the head of a table that leaves as a whole."""
    if not _RULE.fullmatch(lines[number]) or "-" not in lines[number]:
        return False
    below = number + 1
    return below >= len(lines) or below in gone or not lines[below].lstrip().startswith("|")


def _comment_above(lines: Sequence[str], number: int, gone: set[int]) -> int | None:
    for above in range(number - 1, -1, -1):
        if above in gone or not lines[above].strip():
            continue
        bare = lines[above].strip()
        return above if bare.startswith("<!--") and bare.endswith("-->") else None
    return None


def _nothing_below(lines: Sequence[str], comment: int, gone: set[int]) -> bool:
    """Tell whether all that a comment speaks of has left: a heading, a comment or the end comes next."""
    for below in range(comment + 1, len(lines)):
        if below in gone or not lines[below].strip():
            continue
        bare = lines[below].strip()
        return bare.startswith("<!--") or bool(_HEADING.match(bare))
    return True


def _closed(lines: Sequence[str], gone: set[int]) -> list[str]:
    """Return what is left, with one gap where there were two."""
    kept: list[str] = []
    left = False
    for number, line in enumerate(lines):
        if number in gone:
            left = True
            continue
        if left and not line.strip() and (not kept or not kept[-1].strip()):
            continue
        left = False if line.strip() else left
        kept.append(line)
    if left:
        while len(kept) > 1 and not kept[-1].strip():
            kept.pop()
    return kept


def _headings(papers: Papers, setting: Setting) -> tuple[str, dict[str, Entry]]:
    """Take headings out of „Noch einzuordnen“ under which nothing waits, and its own once it is empty."""
    entries = dict(papers.entries)
    spots = standings(papers, setting)
    waiting = {name for name, spot in spots.items() if spot.waits}
    empty = asking.leads_nowhere(list(entries.values()), waiting, setting.blocks) & waiting
    for name in empty:
        reason = german("all that stood under it went elsewhere")
        entries[name] = replace(
            entries[name], fate=Fate.METADATA, reasons=(*entries[name].reasons, reason), suggestions=()
        )
    lines = LINE.findall(papers.guide)
    lines = _without(lines, [spots[name] for name in empty], {entries[name].source for name in empty})
    own = [n for n, line in enumerate(lines) if _OPEN_HEADING.fullmatch(line)]
    if own and all(not line.strip() for line in lines[own[0] + 1 :]):
        lines = _closed(lines, set(range(own[0], len(lines))))
    return "".join(lines), entries


# Putting in


def _places(template: Template) -> list[growth.Place]:
    return [growth.Place(rule.id, rule.heading) for rule in template.sections if rule.published]


def _additions(
    going: Sequence[Entry],
    targets: Mapping[str, Target],
    parts: Mapping[str, tuple[str, ...]],
    setting: Setting,
    fates: set[Fate],
) -> dict[str, str]:
    """Return section → Markdown of what goes there: as rendered for it, or as a person left it."""
    pieces: dict[str, list[str]] = {}
    wanted = [entry for entry in going if targets[entry.id].fate in fates]

    def where(entry: Entry) -> str:
        target = targets[entry.id]
        return (
            target.section if target.fate is Fate.PLACED else followup.shown(target.section, setting.template)
        )

    for section, run in groupby(wanted, key=where):
        items = list(run)
        if any(parts[entry.id] for entry in items):
            pieces.setdefault(section, []).extend(_as_left(items, parts, setting))
        else:
            placed = [_placed(entry, targets[entry.id], setting) for entry in items]
            pieces.setdefault(section, []).append(followup.rendered(section, placed))
    return {section: "\n\n".join(filter(None, texts)) for section, texts in pieces.items()}


def _as_left(items: Sequence[Entry], parts: Mapping[str, tuple[str, ...]], setting: Setting) -> Iterator[str]:
    """Yield edited passages with their own lines, others as rendered; lists and tables stay together."""
    yield escape.comment(f"{items[0].source}, {items[0].place}")
    rows: list[str] = []
    before: Entry | None = None
    for entry in items:
        own = parts[entry.id] or tuple("\n".join(draft.chunks([_block(entry, setting)])).split("\n"))
        joined = (
            before is not None
            and before.kind == entry.kind
            and entry.kind in {Kind.ITEM.value, Kind.ROW.value}
        )
        if rows and not joined:
            rows.append("")
        rows += own
        before = entry
    indent = min(len(row) - len(row.lstrip()) for row in rows if row.strip())
    yield "\n".join(row[indent:] if row.strip() else row for row in rows)


def _placed(entry: Entry, target: Target, setting: Setting) -> Placed:
    return Placed(_block(entry, setting), target.fate, target.section, By.EDITOR, 1.0, target.reasons)


def _block(entry: Entry, setting: Setting) -> Block:
    """Return the block of an entry; without the notes, what the ledger knows of it."""
    if block := setting.blocks.get(entry.id):
        return block
    kind = Kind(entry.kind)
    if kind is Kind.ROW:
        cells = notelines.columns(entry.text)
        return Block(entry.source, entry.place, kind, " | ".join(cells), cells=cells, table=1)
    text = letters.plain(entry.text) if kind in {Kind.ITEM, Kind.HEADING} else entry.text
    return Block(entry.source, entry.place, kind, text, level=int(kind is Kind.ITEM))
