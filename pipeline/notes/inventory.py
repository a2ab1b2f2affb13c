"""Inventory: all text of a raw file, counted without any reader, and compared with the ledger.

It shares no code with the readers, except that text files are decoded by `normalise`. What it counts
is letters, so it does not matter how a reader cuts the text into blocks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.messages import _, ngettext
from pipeline.model.ledger import Entry
from pipeline.model.notes import Run
from pipeline.model.problem import Problem
from pipeline.notes import count, countopen, countword, normalise

_HTML_COMMENT = re.compile(r"<!--|-->")
_PAD = re.compile(r"<!--|-->|~~|(</?(?:s|del|strike)>|\[(?:name|time|color)=[^\[\]]*\])", re.IGNORECASE)
"""Where a line of a pad falls into parts that need not stay together: comments, struck words, signatures."""
_STRUCK = re.compile(r"</?(?:s|del|strike)>", re.IGNORECASE)
_LINE_END = re.compile("\n")
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}
_SILENT = re.compile(r"[\s#*\\|_<>=\[\]()~`:./\u2022\u2023\u25e6\u25aa\u2610\u2611\u2612-]+")
"""Signs that people use to draw structure; readers turn them into headings, lists and tables."""
_GENDER = re.compile(r"(?<=[^\W\d_])[*:_](?=[^\W\d_])")
"""`Teilnehmer*innen`, `Kolleg:innen`, `Gäst_innen`."""
_SHOWN = 80
_MOST_SHOWN = 20


def take(name: str, data: bytes) -> list[Run]:
    """Return every run of text in a raw file.

    Raises:
        ValueError: the bytes are not what the name says; the readers have said so before.
    """
    suffix = name.rpartition(".")[2].lower()
    if suffix == "docx":
        return list(countword.word(data))
    if suffix in {"md", "markdown", "txt"}:
        return list(_lines(data, _PAD if suffix != "txt" else _LINE_END))
    kinds: dict[str, Callable[[bytes], Iterator[Run]]] = {
        "odt": countopen.text,
        "html": count.web,
        "htm": count.web,
        "eml": count.mail,
        "pdf": count.pdf,
    }
    if suffix in kinds:
        return list(kinds[suffix](data))
    if suffix in {"csv", "xlsx", "ods"}:
        return list(count.sheet(data, suffix))
    return [Run(name, name)]


def _lines(data: bytes, cut: re.Pattern[str]) -> Iterator[Run]:
    text, _repairs = normalise.decode(data)
    for number, row in enumerate(text.split("\n"), start=1):
        for piece in cut.split(row):
            if piece and piece.strip():
                yield Run(str(number), piece, optional=bool(_STRUCK.fullmatch(piece)))


def reconcile(runs: Iterable[Run], entries: Iterable[Entry]) -> list[Problem]:
    """Compare the inventory of one file with its ledger entries; both ways, by letters.

    Each run must stand in the entries, and each letter as often as in the file: what is missing was
    lost by a reader, what is too much was invented or doubled.
    """
    runs, entries = list(runs), list(entries)
    path = entries[0].source if entries else ""
    there = "".join(_letters(entry.text) for entry in entries)
    counted = Counter(there)
    needed = Counter(_letters("".join(run.text for run in runs if not run.optional)))
    allowed = needed + Counter(_letters("".join(run.text for run in runs if run.optional)))
    missing, added = needed - counted, counted - allowed
    lost = list(_not_in(_without_marks(there), (run for run in runs if not run.optional)))
    problems = [
        Problem(
            path,
            0,
            _("This text was not taken over: “{text}” ({place}).").format(
                text=run.text.strip()[:_SHOWN], place=run.place
            ),
            _("Nothing was written. Please send us this file, or copy the passage into a text file."),
        )
        for run in lost[:_MOST_SHOWN]
    ]
    if not lost and missing:
        problems += _doubled(path, runs, entries, missing)
    problems += _without_stars(path, runs, entries)
    if added:
        problems.append(
            Problem(
                path,
                0,
                ngettext(
                    "{n} letter too many came out of this file: {letters}",
                    "{n} letters too many came out of this file: {letters}",
                    added.total(),
                ).format(n=added.total(), letters=" ".join(sorted(added))[:_SHOWN]),
                _("Nothing was written. Please send us this file."),
            )
        )
    return problems


def _without_stars(path: str, runs: Sequence[Run], entries: Sequence[Entry]) -> list[Problem]:
    """Say when signs of gender got lost: as stars, colons or low lines they are no drawing.

    A word that a file keeps in two runs is counted in the entries only, so this finds losses alone.
    """
    there = Counter(sign for entry in entries for sign in _gender_signs(entry.text))
    needed = Counter(sign for run in runs if not run.optional for sign in _gender_signs(run.text))
    return [
        Problem(
            path,
            0,
            _(
                "The sign “{sign}” within words stands {n} times in the file and {m} times in what was read."
            ).format(sign=sign, n=times, m=there[sign]),
            _("Nothing was written. Please send us this file."),
        )
        for sign, times in sorted(needed.items())
        if there[sign] < times
    ]


def _gender_signs(text: str) -> list[str]:
    return _GENDER.findall(normalise.clean(text)[0])


def _not_in(there: str, runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs that stand nowhere in a text; most stand behind the one before, so it is quick."""
    start = 0
    for run in runs:
        said = _without_marks(_letters(run.text))
        found = there.find(said, start)
        if found < 0:
            found = there.find(said)
        if found < 0:
            yield run
        else:
            start = found + len(said)


def _doubled(
    path: str, runs: Sequence[Run], entries: Sequence[Entry], missing: Counter[str]
) -> list[Problem]:
    """Name the texts that stand more often in the file than in the ledger."""
    there = "".join(_letters(entry.text) for entry in entries)
    often = Counter(_letters(run.text) for run in runs if not run.optional)
    fewer = [said for said, times in often.items() if said and there.count(said) < times]
    shown = (
        ", ".join(f"“{said[:_SHOWN]}”" for said in fewer[:_MOST_SHOWN]) or " ".join(sorted(missing))[:_SHOWN]
    )
    return [
        Problem(
            path,
            0,
            _("These texts stand more often in the file than were taken over: {texts}.").format(texts=shown),
            _("Nothing was written. Please send us this file."),
        )
    ]


def _letters(text: str) -> str:
    """Return what counts: all signs decomposed, without space, invisible signs and signs that only draw."""
    said = _SILENT.sub("", normalise.clean(_HTML_COMMENT.sub(" ", text))[0])
    if said.isascii():
        return said
    return "".join(
        sign for sign in unicodedata.normalize("NFD", said) if unicodedata.category(sign) not in _INVISIBLE
    )


def _without_marks(letters: str) -> str:
    """Return decomposed letters without their marks, whose order changes where a run begins with one."""
    return "".join(sign for sign in letters if not unicodedata.combining(sign))
