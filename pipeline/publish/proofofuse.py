"""Proof of use: which finished files carry which acknowledgement, since when, and which duties are due.

Always German: it goes to funders, whoever runs the command.
"""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.messages import german
from pipeline.model.funder import Duty, DutyKind, Funder, Require, Spot

DEPOSIT_PAGES = 5
"""Up to four printed pages are exempt from legal deposit (KulturGB NRW §§ 56-60)."""
DEPOSIT_DAYS = 7
"""Within one week after publishing."""
_RISKY = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""


@dataclass(frozen=True)
class Carried:
    """One finished file with one acknowledgement in it, read back."""

    funder: str
    guide: str
    title: str
    version: str
    date: str
    format: str
    path: str
    sha256: str
    spots: tuple[Spot, ...]
    """Where it stands, letter by letter."""
    missing: tuple[Spot, ...] = ()
    """Where the profile asks for it and it does not stand."""
    pages: int = 0
    since_version: str = ""
    since_date: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What stays the same from version to version."""
        return (self.funder, self.guide, self.format)


@dataclass(frozen=True)
class Due:
    """One duty with the day it is due, where there is one."""

    funder: str
    what: str
    kind: str
    due: datetime.date | None = None
    before: str = ""
    guide: str = ""

    def state(self, today: datetime.date) -> str:
        """Say how pressing it is; what is done nobody has told us."""
        if self.due is None:
            return self.before
        date = f"{self.due:%d.%m.%Y}"
        return german("overdue since {date}").format(date=date) if self.due < today else date


@dataclass(frozen=True)
class Report:
    """Everything the two tables say, on a day."""

    today: datetime.date
    publisher: str
    funders: Mapping[str, Funder]
    files: tuple[Carried, ...]
    duties: tuple[Due, ...] = field(default=())


def duties(funders: Iterable[Funder], files: Sequence[Carried]) -> tuple[Due, ...]:
    """Return what profiles ask for, and the legal deposit of each guide that is long enough."""
    found = [
        Due(funder.id, _worded(duty), kind_text(duty.kind), duty.due, duty.before)
        for funder in funders
        for duty in funder.duties
    ]
    seen: dict[str, Carried] = {}
    for file in files:
        if file.format == "pdf" and file.pages >= DEPOSIT_PAGES and file.date:
            seen.setdefault(file.guide, file)
    found += [
        Due(
            "",
            german("Legal deposit: PDF or EPUB of “{title}” to the state library in charge").format(
                title=file.title
            ),
            german("legal deposit NRW"),
            datetime.date.fromisoformat(file.date) + datetime.timedelta(DEPOSIT_DAYS),
            guide=guide,
        )
        for guide, file in seen.items()
    ]
    return tuple(found)


def _worded(duty: Duty) -> str:
    return f"{duty.what} ({duty.copies} ×)" if duty.copies else duty.what


def kind_text(kind: DutyKind) -> str:
    """Return a kind of duty in words."""
    return {
        DutyKind.APPROVAL: german("approval"),
        DutyKind.DEPOSIT: german("copies"),
        DutyKind.REPORT: german("report"),
        DutyKind.NOTICE: german("notice"),
    }[kind]


def require_text(require: Require) -> str:
    """Return in words what is asked for."""
    return {
        Require.TEXT: german("text"),
        Require.LOGO: german("logo"),
        Require.TEXT_OR_LOGO: german("text or logo"),
        Require.TEXT_AND_LOGO: german("text and logo"),
    }[require]


def confidence_text(confidence: str) -> str:
    """Return in words how certain a wording is."""
    return {
        "quoted": german("quoted from the source"),
        "grant-letter": german("from the grant letter"),
        "assumed": german("assumed"),
    }[confidence]


def spot_text(spot: Spot) -> str:
    """Return a spot in words."""
    return {
        Spot.TITLE: german("title page"),
        Spot.IMPRINT: german("imprint"),
        Spot.BODY: german("text"),
        Spot.EVERY_PAGE: german("every page"),
    }[spot]


# Tables for spreadsheets

_COLUMNS = (
    "funder", "guide", "title", "version", "date", "since_version", "since_date", "format", "path", "sha256",
)  # fmt: skip


def heads() -> list[str]:
    """Return the heads of the table of files, in the order of its columns."""
    return [
        german("Funder"), german("Guide"), german("Title"), german("Version"), german("Date"),
        german("Since version"), german("Since"), german("Format"), german("File"), "SHA-256",
        german("Stands at"), german("Missing at"),
    ]  # fmt: skip


def files_csv(report: Report) -> bytes:
    """Return the table of files: semicolons and a mark of UTF-8, as German spreadsheets read it."""
    rows = [
        [
            *(str(getattr(file, key)) for key in _COLUMNS),
            ", ".join(map(spot_text, file.spots)),
            ", ".join(map(spot_text, file.missing)),
        ]
        for file in report.files
    ]
    return _csv([heads(), *rows])


def duties_csv(report: Report) -> bytes:
    """Return the table of duties."""
    head = [german("Funder"), german("Kind"), german("What"), german("Due"), german("Guide")]
    rows = [[d.funder, d.kind, d.what, d.state(report.today), d.guide] for d in report.duties]
    return _csv([head, *rows])


def since(earlier: bytes, files: Sequence[Carried]) -> tuple[Carried, ...]:
    """Return the files with the version since which each carries its acknowledgement.

    `earlier` is the table of the last report: what it says of a guide, funder and format is kept. What it
    does not know carries it since now; a table that is none says nothing.
    """
    known: dict[tuple[str, str, str], tuple[str, str]] = {}
    text = earlier.decode("utf-8-sig", "replace")
    for row in csv.reader(io.StringIO(text), delimiter=";"):
        if len(row) == len(heads()) and row != heads():
            told = dict(zip(_COLUMNS, (_plain(cell) for cell in row), strict=False))
            known[told["funder"], told["guide"], told["format"]] = (told["since_version"], told["since_date"])
    found = []
    for file in files:
        version, date = known.get(file.key, (file.version, file.date))
        found.append(replace(file, since_version=version, since_date=date))
    return tuple(found)


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from computing what a title says."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _plain(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell
