"""Inventory: all text of a raw file, counted without any reader, and compared with the ledger.

It shares no code with the readers, except that text files are decoded by `normalise`. What it counts
is letters, so it does not matter how a reader cuts the text into blocks.
"""

from __future__ import annotations

import functools
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.messages import _, ngettext
from pipeline.model.ledger import Entry
from pipeline.model.notes import Run
from pipeline.model.problem import Problem, Severity
from pipeline.notes import count, countopen, countword, kinds, normalise, rtfcount
from pipeline.notes.unreadable import Unreadable, refused

_HTML_COMMENT = re.compile(r"<!--|-->")
_PAD = re.compile(r"<!--|-->|~~|(</?(?:s|del|strike)>|\[(?:name|time|color)=[^\[\]]*\])", re.IGNORECASE)
"""Where a line of a pad falls into parts that need not stay together: comments, struck words, signatures."""
_STRUCK = re.compile(r"</?(?:s|del|strike)>", re.IGNORECASE)
_LINE_END = re.compile("\n")
_INVISIBLE = {"Cf", "Cc", "Zs", "Zl", "Zp"}
_DRAWING = set("#*\\|_-<>=[]()~`:./\u2022\u2023\u25e6\u25aa\u2610\u2611\u2612")
"""Signs that people use to draw structure; readers turn them into headings, lists and tables."""
_GENDER = re.compile(r"(?<=[^\W\d_])[*:_](?=[^\W\d_])")
"""`Teilnehmer*innen`, `Kolleg:innen`, `Gäst_innen`."""
_GENDER_WORD = re.compile(r"(?<=[^\W\d_])[*:_](?=\s?in(?:nen)?\b)")
"""The same where spaces are uncertain."""
_SHOWN = 80
_WORD = re.compile(r"[^\W\d_]{3,}")
"""A word: its loss is no matter of taste."""
_FEW, _SHARE = 10, 0.005
"""Letters, and of all letters: so many signs two programs may read differently in a PDF."""
_MOST_SHOWN = 20


def take(name: str, data: bytes, others: frozenset[str] = frozenset()) -> list[Run]:
    """Return every run of text in a raw file; `others` are the names of those that lie beside it.

    A PDF whose text lies beside it (`x.pdf.txt`) is a picture: it was not read, and is not counted.

    Raises:
        Trouble: a part of the file is damaged that its reader had no use for.
    """
    kind = kinds.of(name, data)
    if kind == ".pdf" and f"{name}.txt".lower() in {other.lower() for other in others}:
        kind = ""
    if kind in {".md", ".txt"}:
        return list(_lines(data, _PAD if kind == ".md" else _LINE_END))
    counts: dict[str, Callable[[bytes], Iterator[Run]]] = {
        ".docx": countword.word,
        ".odt": countopen.text,
        ".rtf": rtfcount.runs,
        ".html": count.web,
        ".eml": count.mail,
        ".pdf": count.pdf,
        ".csv": functools.partial(count.sheet, suffix="csv"),
        ".tsv": functools.partial(count.sheet, suffix="csv"),
        ".xlsx": functools.partial(count.sheet, suffix="xlsx"),
        ".ods": functools.partial(count.sheet, suffix="ods"),
        ".zip": count.archive,
    }
    with refused(name):
        try:
            runs = list(counts[kind](data)) if kind in counts else []
        except (ET.ParseError, LookupError, ValueError, zipfile.BadZipFile, zlib.error) as error:
            # The reader was content with it; what cannot be counted cannot be shown to be whole.
            raise Unreadable(
                _("The file is damaged: its parts cannot be unpacked."),
                _again(),
            ) from error
    return [*runs, Run(name, name, optional=True)]


def _again() -> str:
    return _("Open it in its program and save it anew, or copy the text into a text file and bring that.")


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
    needed = Counter(_letters("\n".join(run.text for run in runs if not run.optional)))
    allowed = needed + Counter(_letters("\n".join(run.text for run in runs if run.optional)))
    missing, added = needed - counted, counted - allowed
    if any(run.loose for run in runs):
        return [
            *_compared_loosely(path, runs, there, missing, added, allowed),
            *_without_stars(path, runs, entries, _GENDER_WORD),
        ]
    lost = list(_not_in(there, (run for run in runs if not run.optional)))
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
    problems += _without_stars(path, runs, entries, _GENDER)
    if added:
        problems.append(_too_many(path, added, _("Nothing was written. Please send us this file.")))
    return problems


def _too_many(path: str, added: Counter[str], hint: str) -> Problem:
    return Problem(
        path,
        0,
        ngettext(
            "{n} letter too many came out of this file: {letters}",
            "{n} letters too many came out of this file: {letters}",
            added.total(),
        ).format(n=added.total(), letters=" ".join(sorted(added))[:_SHOWN]),
        hint,
    )


def _compared_loosely(
    path: str,
    runs: Sequence[Run],
    there: str,
    missing: Counter[str],
    added: Counter[str],
    allowed: Counter[str],
) -> list[Problem]:
    """Compare where the cut of the runs says nothing: by letters, and by words where letters differ.

    Two programs read formulas and odd fonts differently: single signs are a warning, words an error.
    """
    suspects = [run for run in runs if run.loose and any(sign in missing for sign in _letters(run.text))]
    words = [Run(run.place, word) for run in suspects for word in _WORD.findall(run.text)]
    lost = list(_not_in(there, words))
    hint = _(
        "Nothing was written. Two programs read this PDF differently. Bring the file it was made from; or "
        "save its text (“Save as text”) beside it as {name}: then that is read, and the PDF kept to look at."
    ).format(name=f"{path}.txt")
    problems = [
        Problem(
            path,
            0,
            _("This text was not taken over: “{text}” ({place}).").format(
                text=run.text.strip()[:_SHOWN], place=_("page {number}").format(number=run.place)
            ),
            hint,
        )
        for run in lost[:_MOST_SHOWN]
    ]
    much = added.total() - allowed["\ufffd"]
    if much > max(_FEW, _SHARE * allowed.total()):
        problems.append(_too_many(path, added, hint))
    elif not problems and (missing or much > 0):
        signs = " ".join(sorted({*missing, *(added if much > 0 else ())}))[:_SHOWN]
        problems.append(
            Problem(
                path,
                0,
                _("Two programs read some signs of this PDF differently: {signs}").format(signs=signs),
                _("Look at formulas and special signs in it yourself."),
                Severity.WARNING,
            )
        )
    return problems


def _without_stars(
    path: str, runs: Sequence[Run], entries: Sequence[Entry], pattern: re.Pattern[str]
) -> list[Problem]:
    """Say when signs of gender got lost: as stars, colons or low lines they are no drawing.

    A word that a file keeps in two runs is counted in the entries only, so this finds losses alone.
    """
    there = Counter(sign for entry in entries for sign in _gender_signs(entry.text, pattern))
    needed = Counter(sign for run in runs if not run.optional for sign in _gender_signs(run.text, pattern))
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


def _gender_signs(text: str, pattern: re.Pattern[str]) -> list[str]:
    return pattern.findall(normalise.clean(text)[0])


def _not_in(there: str, runs: Iterable[Run]) -> Iterator[Run]:
    """Yield the runs that stand nowhere in a text; most stand behind the one before, so it is quick."""
    start, there = 0, _without_marks(there)
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
    bare = unicodedata.normalize("NFD", normalise.clean(_HTML_COMMENT.sub(" ", text))[0])
    return bare.translate(_COUNTED)


def _without_marks(letters: str) -> str:
    """Return decomposed letters without their marks, whose order changes where a run begins with one."""
    if letters.isascii():
        return letters
    return "".join(sign for sign in letters if not unicodedata.combining(sign))


class _Counted(dict[int, int | None]):
    """What counts as a letter, asked once for each sign there is."""

    def __missing__(self, point: int) -> int | None:
        sign = chr(point)
        counts = sign not in _DRAWING and unicodedata.category(sign) not in _INVISIBLE
        self[point] = _TOGETHER.get(point, point) if counts else None
        return self[point]


_TOGETHER = {0xA8: 0x308}
"""Two dots are the same alone and over a letter: which it is may depend on the run before."""
_COUNTED = _Counted()
