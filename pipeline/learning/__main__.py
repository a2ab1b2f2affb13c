"""Command: `python -m pipeline.learning train`, `evaluate`, `measure`, `strokes`, `curve`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from pipeline.guess import weights as packed
from pipeline.learning import corpus, measure, strokes, table, train
from pipeline.learning.lesson import Lesson, Way, of_document, of_public
from pipeline.learning.measure import Outcome
from pipeline.learning.sure import limits
from pipeline.learning.unseen import answers, folds
from pipeline.model.template import Template
from pipeline.structure.cues import Cues, parse_cues
from pipeline.structure.template import parse_template

HERE = Path(__file__).parent
WEIGHTS = HERE.parent / "guess" / "weights.bin"
SURE = HERE / "sure.json"
PUBLIC = HERE / "public.tsv"
TEMPLATES = HERE.parent.parent / "templates" / "howtomake"
APART = HERE.parent.parent / "tests" / "structure"
ANOTHER_HAND, THIRD_HAND = APART / "unseen", APART / "meetings"
"""Notes that nothing is learned from: workshops and a few meetings, and groups that meet twice."""
_FIRST_MEETINGS = (11, 13, 15)
_CURVE = (1_000, 3_000, 7_000, 100_000)


def main() -> None:
    """Read the command line and do what it says."""
    parser = argparse.ArgumentParser(prog="python -m pipeline.learning", description=__doc__)
    parser.add_argument("what", choices=("train", "evaluate", "measure", "strokes", "curve"))
    parser.add_argument(
        "--public", type=Path, help="folder with the texts that public.tsv labels: owner/name/path below it"
    )
    arguments = parser.parse_args()
    template = parse_template((TEMPLATES / "template.yml").read_text("utf-8"), "template.yml")
    cues = parse_cues((TEMPLATES / "cues.yml").read_text("utf-8"), "cues.yml", template)
    started = time.monotonic()
    if arguments.what == "train":
        _train(cues)
    elif arguments.what == "evaluate":
        _evaluate(cues, template, arguments.public)
    elif arguments.what == "measure":
        _measure(cues, template, arguments.public)
    elif arguments.what == "strokes":
        _strokes()
    else:
        _curve(cues)
    _say(f"{time.monotonic() - started:.0f} s")


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n\n")


def _lessons(cues: Cues, public: Path | None) -> tuple[list[Lesson], list[Lesson]]:
    """Return what is learned from, and what is held apart for good."""
    ours = [(one, document.apart) for document in corpus.documents() for one in of_document(document, cues)]
    theirs = list(of_public(PUBLIC.read_text("utf-8"), public, cues)) if public else []
    return [one for one, apart in ours if not apart] + theirs, [one for one, apart in ours if apart]


def _train(cues: Cues) -> None:
    """Write weights.bin, from our own lines alone."""
    lessons, _apart = _lessons(cues, None)
    sure = {label: tuple(known) for label, known in json.loads(SURE.read_text("utf-8")).items()}
    data = packed.pack(train.whole(train.learn(lessons), sure))
    WEIGHTS.write_bytes(data)
    _say(f"{WEIGHTS.name}: {len(data)} bytes from {sum(len(list(one.labelled())) for one in lessons)} blocks")


def _evaluate(cues: Cues, template: Template, public: Path | None) -> None:
    """Learn once for each fold of hands left out, write sure.json, and print the table."""
    lessons, _apart = _lessons(cues, public)
    found = []
    for number, fold in enumerate(folds(lessons)):
        found.append((fold, answers(fold, cues)))
        _say(f"fold {number + 1}: {len(found[-1][1])} blocks unseen")
    every = [answer for _fold, given in found for answer in given]
    SURE.write_text(json.dumps(limits(every), indent=1) + "\n", "utf-8")
    rows: dict[tuple[str, str], list[Outcome]] = {}
    for fold, given in found:
        mine = {id(answer) for answer in given}
        weights = train.whole(fold.fit, limits([answer for answer in every if id(answer) not in mine]))
        for name, part in _kinds(fold.apart):
            for how, outcomes in _ways(part, cues, template, weights):
                rows.setdefault((name, how), []).extend(outcomes)
    _print(table.overview([(name, how, outcomes) for (name, how), outcomes in rows.items()]))


def _measure(cues: Cues, template: Template, public: Path | None) -> None:
    """Print how often the weights that come with the program are right on what they were not learned from."""
    weights = packed.unpack(WEIGHTS.read_bytes())
    _ours, apart = _lessons(cues, None)
    other, third = (
        [one for document in corpus.another_hand(folder) for one in of_document(document, cues)]
        for folder in (ANOTHER_HAND, THIRD_HAND)
    )
    theirs = list(of_public(PUBLIC.read_text("utf-8"), public, cues)) if public else []
    rows: dict[tuple[str, str], list[Outcome]] = {}
    for group, part in (("another hand", other), ("third hand", third), ("held apart", apart), ("", theirs)):
        for name, kind in _kinds(part):
            for how, outcomes in _ways(kind, cues, template, weights):
                rows[f"{group}, {name}".lstrip(", "), how] = outcomes
    every = [
        one for (name, how), found in rows.items() if name[:7] == "another" and how == "both" for one in found
    ]
    _print(
        table.overview(
            [*((n, h, found) for (n, h), found in rows.items()), ("another hand, all", "both", every)]
        )
    )
    shown = {"another hand": every, "third hand": rows["third hand, as typed", "both"]}
    shown |= {"held apart": rows["held apart, as typed", "both"]}
    shown |= {"public minutes": rows["public minutes", "both"]} if theirs else {}
    _print(table.by_section(shown))


def _kinds(lessons: Sequence[Lesson]) -> list[tuple[str, list[Lesson]]]:
    """Return lessons by kind: a document counts once as typed, once with marks and once with lists."""
    kinds = {
        way.value: [one for one in lessons if one.own and one.way is way]
        for way in (Way.TYPED, Way.MARKED, Way.LISTED)
    }
    kinds["public minutes"] = [one for one in lessons if not one.own]
    return [(name, part) for name, part in kinds.items() if part]


def _ways(
    lessons: Sequence[Lesson], cues: Cues, template: Template, weights: packed.Weights
) -> list[tuple[str, list[Outcome]]]:
    return [
        ("rules", list(measure.by_placement(lessons, cues, template, measure.NO_WEIGHTS))),
        ("weights", list(measure.by_weights(lessons, cues, weights))),
        ("both", list(measure.by_placement(lessons, cues, template, weights))),
    ]


def _strokes() -> None:
    """Print how many keys an editor presses for notes of other hands, and for a group's second meeting."""
    documents = {one.name: one for one in corpus.another_hand(ANOTHER_HAND)}
    paired = [[documents[f"unseen-{n}"], documents[f"unseen-{n + 1}"]] for n in _FIRST_MEETINGS]
    alone = [[one] for name, one in documents.items() if int(name[-2:]) < _FIRST_MEETINGS[0]]
    meetings = corpus.another_hand(THIRD_HAND)
    others = list(zip(meetings[::2], meetings[1::2], strict=True))
    sums: dict[str, strokes.Tally] = {}
    for group, names in (
        (alone, ("workshops",)),
        (paired, ("first meetings, headings kept", "second meetings, headings kept")),
        (others, ("first meetings, third hand", "second meetings, third hand")),
    ):
        for found in strokes.tallies(group):
            for name, one in zip(names, found, strict=True):
                sums[name] = sums.get(name, strokes.Tally()) + one
    _print(table.strokes(sums))


def _curve(cues: Cues) -> None:
    """Learn from more and more documents, and print how often the weights are right on those held apart."""
    lessons, apart = _lessons(cues, None)
    typed = [one for one in apart if one.way is Way.TYPED]
    rows = []
    for lines in _CURVE:
        part, count = list[Lesson](), 0
        for lesson in sorted(lessons, key=lambda one: (one.name[::-1], one.share)):
            if count < lines:
                part.append(lesson)
                count += len(list(lesson.labelled())) if lesson.way is Way.TYPED else 0
        weights = train.whole(train.learn(part), {})
        rows.append((f"{count} lines", "weights", list(measure.by_weights(typed, cues, weights))))
        _say(rows[-1][0])
    _print(table.overview(rows))


if __name__ == "__main__":
    main()
