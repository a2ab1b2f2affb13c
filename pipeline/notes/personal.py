"""Personal: what must not become public without a person's decision, and why.

It finds e-mail addresses, phone numbers and bank accounts, passages marked as confidential, lists of
people, and names that the notes themselves list. It finds hints and replaces no reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.messages import german
from pipeline.model.notes import Block, Kind, Layer

_EMAIL = re.compile(
    r"(?P<who>[\w.+-]{1,64})\s?(?:@|\(at\)|\[at\]|\{at\}|\(ät\)|\(a\))\s?(?P<where>[\w-]+(?:(?:\.|\s?[(\[]dot[)\]]\s?|\s?\(punkt\)\s?)[\w-]+)+)",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"info|kontakt|contact|buero|büro|office|mail|post|presse|redaktion|geschaeftsstelle|geschäftsstelle|service|"
    r"verwaltung|sekretariat|beratung|hilfe|team|hallo|kultur|programm|booking|tickets?|datenschutz|vorverkauf",
    re.IGNORECASE,
)
"""Before the @: addresses of an office, not of a person."""
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b")
_DIGITS = re.compile(r"[+(]?\d[\d\s()/.–-]{5,}\d")
_CONFIDENTIAL = re.compile(
    r"\b(?:streng\s+)?vertraulich\b|\bstreng\s+geheim\b|\bnicht[\s-]*(?:für\s+die\s+)?öffentlich(?:keit)?\b(?!\s+zugänglich)|"
    r"\bnur\s+(?:für\s+(?:den\s+)?)?intern(?:en\s+gebrauch)?\b|\bbleibt\s+(?:hier\s+)?(?:im\s+raum|unter\s+uns)\b|"
    r"\bnicht\s+(?:weiter(?:geben|sagen|erzählen|leiten)|veröffentlichen|zur\s+veröffentlichung|für\s+dritte|zitieren|"
    r"rum(?:schicken|erzählen)|rausgeben|protokollieren|(?:ins\s+)?protokoll)\b|\bohne\s+namen\s+raus\b|\boff\s+the\s+record\b|"
    r"\bsiegel\s+der\s+verschwiegenheit\b",
    re.IGNORECASE,
)
_SECRET = re.compile(
    r"\b(?:passwor[dt]|kennwort|pw|zugangscode|kenncode|pin|meeting-?id)(?:\s*[:=]|\s+(?:ist|lautet|steht)\b|\s+(?=\S*\d))\s*\S|"
    r"\bwlan\b.*\b(?:pw|passwort|key)\b",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"\b[\w.+-]{1,64}\s{1,3}at\s{1,3}[\w-]{1,64}\s{0,3}(?:\.|\s(?:dot|punkt)\s)\s*(?:de|org|net|com|eu|info|nrw|berlin|koeln)\b",
    re.IGNORECASE,
)
"""An address as people write it to hide it from machines: `ada at haus dot de`."""
_LABELLED = re.compile(
    r"\b(?:tel|telefon|fon|fax|mobil|handy|durchwahl|rufnummer)\b\W{0,3}\d[\d\s/-]{3,}\d", re.IGNORECASE
)
_BORN = re.compile(
    r"\b(?:geb\.|geboren|geburtsdatum)\W{0,3}(?:am\s+)?\d{1,2}\.\s?\d{1,2}\.\s?\d{2,4}", re.IGNORECASE
)
_LINKED = re.compile(r"https?://\S+")
_MONTHS = re.compile(r"(?<!\d)(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)")
_INTERNAL = re.compile(r"^\W*\(?intern(?:es)?\)?\s*(?:[:–—-]|!|$)|\(intern\)|\[intern\]", re.IGNORECASE)
_UNCONFIDENTIAL = re.compile(
    r"\bvertraulich(?:\s+\w+){0,2}\s+(?:behandel|umgeh|gespräch)|vertraulichkeit", re.IGNORECASE
)
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-zÄÖÜäöüß][\w-]+")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_NAME = re.compile(r"[A-ZÄÖÜ][\w’'-]+")
_PERSON = re.compile(r"\bname|teilnehm|vorname|nachname", re.IGNORECASE)
_SHORTEST_NAME = 3
_MOST_NAMES = 3
_FILLERS = {"absolut", "alles", "bitte", "das", "dies", "folgendes", "hier", "ist", "jetzt", "nur", "streng"}
"""Words that a mark may have around it and still be nothing but a mark."""
_LAYERS = {Layer.COMMENT, Layer.DELETED, Layer.HIDDEN}
_AUTHORS = {"creator", "lastModifiedBy", "Manager", "Company"}


def reasons(block: Block) -> tuple[str, ...]:
    """Say why a block must be kept back; empty when nothing speaks against it."""
    return (*_by_layer(block), *_by_text(block.text))


def confidential(text: str) -> bool:
    """Tell whether a passage is marked as not for others."""
    return bool(_INTERNAL.search(text) or (_CONFIDENTIAL.search(text) and not _UNCONFIDENTIAL.search(text)))


def mark_alone(text: str) -> bool:
    """Tell whether a line is nothing but such a mark, and so speaks of what comes below it."""
    rest = _INTERNAL.sub(" ", _CONFIDENTIAL.sub(" ", text))
    return confidential(text) and {word.lower() for word in _WORD.findall(rest)} <= _FILLERS


def listed(text: str) -> frozenset[str]:
    """Return the names in a list of people, `Anna, Bernd Kuhlmann (Haus X)`, first and last one by one."""
    found: set[str] = set()
    for part in re.split(r"[,;/]|\bund\b", re.sub(r"\([^)]*\)?", " ", text)):
        words = part.split()
        if 0 < len(words) <= _MOST_NAMES and all(_NAME.fullmatch(word.strip(".")) for word in words):
            found |= {word for word in words if len(word.strip(".")) >= _SHORTEST_NAME}
    return frozenset(found)


def _by_layer(block: Block) -> Iterator[str]:
    if block.layer is Layer.COMMENT:
        yield german("a comment: talk about the text, not the text")
    elif block.layer is Layer.DELETED:
        yield german("somebody has deleted it")
    elif block.layer is Layer.HIDDEN:
        yield german("it is hidden in the file")


def _by_text(text: str) -> Iterator[str]:
    if _personal_email(text):
        yield german("holds an e-mail address")
    if _iban(text):
        yield german("holds a bank account")
    elif _phone(_IBAN.sub(" ", text)):
        yield german("holds a phone number")
    if _BORN.search(text):
        yield german("holds a date of birth")
    if _SECRET.search(text):
        yield german("holds a password")
    if confidential(text):
        yield german("marked as confidential")


def _personal_email(text: str) -> bool:
    return bool(_SPELLED.search(text)) or any(
        not _OFFICES.fullmatch(match["who"]) for match in _EMAIL.finditer(text)
    )


def _iban(text: str) -> bool:
    from stdnum import iban

    return any(iban.is_valid(match[0]) for match in _IBAN.finditer(text))


def _phone(text: str) -> bool:
    """Tell whether a text holds a phone number; dates and sums of money have other shapes."""
    text = _MONTHS.sub(" ", _LINKED.sub(" ", text))
    if _LABELLED.search(text):
        return True
    if not _DIGITS.search(text):
        return False
    import phonenumbers

    found = phonenumbers.PhoneNumberMatcher(text, "DE", leniency=phonenumbers.Leniency.POSSIBLE)
    return any(_dialled(match.raw_string) for match in found) or any(
        _mobile(m[0]) for m in _DIGITS.finditer(text)
    )


def _mobile(text: str) -> bool:
    digits = re.sub(r"\D", "", text)
    return bool(re.match(r"(?:0049|49|0)1[567]\d{7,9}$", digits)) and text.lstrip("(")[0] in "0+"


def _dialled(text: str) -> bool:
    """A number that people dial begins with 0 or +; `2022 2023` and `10.000 20.000` do not."""
    bare = text.strip("( ")
    return (
        bare[:1] in "+0" and not re.match(r"0?\d\.\d\d?\.", bare) and not re.fullmatch(r"0?\d[.,:]\d.*", bare)
    )


def people(blocks: Iterable[Block]) -> frozenset[str]:
    """Return the names that the notes list themselves: attendance, authors, comments.

    First and last names one by one; what else is a common word there (places, houses) stays out,
    because only the column of names is read.
    """
    found: set[str] = set()
    column: dict[int, int] = {}
    for block in blocks:
        if block.kind is Kind.ROW:
            column.setdefault(block.table, _name_column(block))
            number = column[block.table]
            if 0 <= number < len(block.cells) and not _PERSON.search(block.cells[number]):
                found |= _names(block.cells[number])
        if block.layer is Layer.PROPERTY and _is_author(block):
            found |= _names(block.text)
        found |= _names(block.by)
    return frozenset(found)


def _is_author(block: Block) -> bool:
    return any(block.place.endswith(key) for key in _AUTHORS - {"Company"})


def _name_column(header: Block) -> int:
    return next((n for n, cell in enumerate(header.cells) if _PERSON.search(cell) and len(cell) < 30), -1)  # noqa: PLR2004


def _names(text: str) -> set[str]:
    bare = re.sub(r"\([^)]*\)", " ", text)
    return {name for name in _NAME.findall(bare) if len(name) >= _SHORTEST_NAME}


def named(text: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return the listed names and the handles (`@mina`) that a text mentions, each once."""
    words = _WORD.findall(text)
    found = [
        word
        for word in words
        if word in known or (word.removesuffix("s") in known and len(word) > _SHORTEST_NAME)
    ]
    return tuple(dict.fromkeys([*found, *_HANDLE.findall(text)]))
