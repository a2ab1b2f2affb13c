"""Say: findings in words, for whoever has to decide about them."""

from __future__ import annotations

from pipeline.messages import _
from pipeline.model.finding import Certainty, Finding, Sort

_LONGEST = 60


def finding(one: Finding) -> str:
    """Return `Name, wahrscheinlich: „Ada Beispiel“ (Vorname und Nachname)`."""
    return _("{sort}, {certainty}: “{text}” ({reason})").format(
        sort=sort(one.sort),
        certainty=certainty(one.certainty),
        text=short(one.text),
        reason=_(one.reason).format(clue=one.clue),
    )


def sort(one: Sort) -> str:
    """Return what was found, as the first word of a sentence."""
    return {
        Sort.NAME: _("Name"),
        Sort.INITIALS: _("Initials"),
        Sort.HANDLE: _("Handle"),
        Sort.EMAIL: _("E-mail address"),
        Sort.PHONE: _("Phone number"),
        Sort.ADDRESS: _("Address"),
        Sort.BIRTH: _("Date of birth or age"),
        Sort.ACCOUNT: _("Bank account"),
        Sort.NUMBER: _("Number of a file"),
        Sort.PLATE: _("Number plate"),
        Sort.PASSWORD: _("Password"),
        Sort.LINK: _("Open link"),
    }[one]


def certainty(one: Certainty) -> str:
    """Return how sure it is."""
    return {
        Certainty.CERTAIN: _("certain"),
        Certainty.LIKELY: _("likely"),
        Certainty.POSSIBLE: _("possible"),
    }[one]


def short(text: str) -> str:
    """Return a text on one line, its end left out where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
