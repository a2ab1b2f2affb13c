"""Messages: what the program says, in the language of the person (gettext, English source)."""

from __future__ import annotations

import gettext as _gettext
import locale
import os
from functools import cache
from pathlib import Path

DOMAIN = "howtomake"
CATALOGUES = Path(__file__).parent / "locale"


@cache
def translation(language: str) -> _gettext.NullTranslations:
    """Return the catalogue for a language tag (`de`, `de-DE`, `de_DE.UTF-8`); English when unknown."""
    code = language.replace("_", "-").split("-")[0].lower()
    return _gettext.translation(DOMAIN, CATALOGUES, [code], fallback=True)


def language_of_person() -> str:
    """Return the language the environment asks for, `en` when it asks for none.

    The variables and their order are those of GNU gettext; Windows has none of them and is asked
    for its locale instead.
    """
    for name in ("HOWTOMAKE_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name, "").split(":")[0]:
            return "en" if value in {"C", "POSIX"} or value.startswith("C.") else value
    return locale.getlocale()[0] or "en"


def _(text: str) -> str:
    """Translate a message for the person at the keyboard."""
    return translation(language_of_person()).gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    """Translate a message that counts."""
    return translation(language_of_person()).ngettext(one, many, number)


def for_guide(lang: str, text: str) -> str:
    """Translate a word that is printed in a guide into the guide's own language."""
    return translation(lang).gettext(text)


def german(text: str) -> str:
    """Translate a word that ledger and follow-up keep: they are German whoever runs the command."""
    return translation("de").gettext(text)
