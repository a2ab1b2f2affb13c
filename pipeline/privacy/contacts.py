"""Contacts: ways to reach a person, by e-mail, telephone, handle, page; offices are allowed by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import words


def _mark(text: str) -> str:
    return text


# E-mail

_AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|ät|a)\s?[)\]}>]\s?|\s?(?:\*|_)at(?:\*|_)\s?)"
_DOT = r"(?:\.|\s?[(\[{<]\s?(?:dot|punkt)\s?[)\]}>]\s?|\s\.\s?|\s(?:dot|punkt)\s)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])(?P<who>[\w+-]{{1,64}}(?:\.[\w+-]{{1,64}}){{0,5}}){_AT}"
    rf"(?P<where>[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,4}}{_DOT}[a-z]{{2,12}})(?![\w-])",
    re.IGNORECASE,
)
_SPELLED = re.compile(
    r"(?<![\w.+-])(?P<who>[\w+-]{1,64}(?:\.[\w+-]{1,64}){0,5})\s{1,3}(?:at|ät)\s{1,3}"
    r"(?P<where>[\w-]{1,63}(?:(?:\s{0,3}\.\s{0,3}|\s{1,3}(?:dot|punkt)\s{1,3})[\w-]{1,63}){0,3}"
    r"(?:\s{0,3}\.\s{0,3}|\s{1,3}(?:dot|punkt)\s{1,3})(?:de|org|net|com|eu|info|nrw|berlin|koeln|ruhr|"
    r"example))\b",
    re.IGNORECASE,
)
"""An address as people write it to hide it from machines: `ada at haus dot de`."""
_OFFICE = re.compile(
    r"info|infos|kontakt|contact|buero|büro|office|mail|email|post|poststelle|presse|redaktion|"
    r"geschaeftsstelle|"
    r"geschäftsstelle|gs|service|support|verwaltung|sekretariat|beratung|hilfe|team|hallo|hello|kultur|"
    r"programm|"
    r"booking|tickets?|karten|datenschutz|vorverkauf|verein|verband|zentrum|haus|vermietung|raum|"
    r"foerderung|förderung|"
    r"antrag|awareness|anmeldung|veranstaltungen?|newsletter|webmaster|noreply|no-reply|bewerbung|"
    r"spenden|ehrenamt|"
    r"leitung|vorstand|kulturamt|stadt|rathaus|buergerbuero|bibliothek|museum|theater|werkstatt|jugend|"
    r"kita|"
    r"oeffentlichkeitsarbeit|öffentlichkeitsarbeit|pressestelle|fortbildung|workshops?|projekte?|orga|"
    r"nrw|koeln|köln",
    re.IGNORECASE,
)
"""Before the @: addresses of an office, not of a person."""


def emails(text: str) -> Iterator[Finding]:
    """Yield e-mail addresses of people, also disguised ones."""
    taken: list[int] = []
    for pattern, reason in (
        (_EMAIL, _mark("an e-mail address")),
        (_SPELLED, _mark("a spelled e-mail address")),
    ):
        for match in pattern.finditer(text):
            if match.start() in taken or is_office(match["who"]):
                continue
            taken.append(match.start())
            certainty = Certainty.CERTAIN if pattern is _EMAIL else Certainty.LIKELY
            yield Finding(Sort.EMAIL, match.start(), match.end(), match[0], certainty, reason)


def is_office(local: str) -> bool:
    """Tell whether the part before the @ names an office: `info`, `presse.koeln`, `buero2`."""
    pieces = [piece for piece in re.split(r"[.+_-]", local.rstrip("0123456789")) if piece]
    return (bool(pieces) and bool(_OFFICE.fullmatch(local))) or (
        bool(pieces)
        and bool(_OFFICE.fullmatch(pieces[0]))
        and all(words.wordiness(piece.capitalize()) is None and len(piece) > 1 for piece in pieces[1:])
    )


# Telephone

_DIGITS = re.compile(r"(?<![\w.,/§-])[+(]?\d[\d \t()/.–-]{4,28}\d(?![\w%€]|,\d|\.\d)")
_CANDIDATE = re.compile(r"(?:\+|\b00|\(?0)[\s()]{0,2}[1-9]")
_LABELLED = re.compile(
    r"\b(?:tel(?:efon(?:nummer)?)?|fon|phone|fax|telefax|mobil(?:nummer)?|handy(?:nummer|nr)?|"
    r"whats-?app|signal|"
    r"durchwahl|rufnummer|nummer von \w+|anrufen unter|ruf an|erreichbar unter)\b"
    r"[^\w\n]{0,4}(?:nr\b\.?|nummer)?[^\w\n+(]{0,4}(?P<number>[+(]?\d[\d \t()/.–-]{1,24}\d)(?![\w%])",
    re.IGNORECASE,
)
_LINKED = re.compile(r"(?:https?://|www\.)\S+")
_NOT = re.compile(
    r"(?<!\d)(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?!\d)|"  # months: 01/2023
    r"(?<!\d)\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2,4})?"  # dates, and from when to when
    r"(?:\s?[–-]\s?\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{2,4})?)?(?!\d)|"
    r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)|"
    r"\b(?:ISBN|ISSN|DOI|USt-?Id\w*|Az\.?|Drs\.?|Drucksache|Art\.|Abs\.|Nr\.|DIN|ISO|Raum|Zimmer|"
    r"Gebäude|HRB|VR)\b[^\n]{0,3}[\d./ X-]+|"
    r"§+\s?\d[\d\s.,/-]*|"
    r"\d[\d. ]{0,15},\d\d\b|\d{1,3}(?:[. ]\d{3}){1,5}(?=\s?(?:€|Euro|EUR|qm|m²|km|Besuch|Menschen|Leute|"
    r"Personen))|"  # sums
    r"\b\d{1,2}[:.]\d\d\s?(?:Uhr|h)?\s?[–-]\s?\d{1,2}[:.]\d\d\b",  # hours
    re.IGNORECASE,
)
_PUBLIC = re.compile(r"^(?:(?:\+|00)49|0)?(?:800|180\d?|900|137|116\d*|115|110|112|19\d\d\d)")
"""Free, shared and emergency numbers belong to nobody: 0800, 0180, 116 016."""
_INTRODUCED = re.compile(
    r"\b(?:geschäftsstelle|zentrale|hotline|notruf|notfallnummer|notdienst|service-?(?:telefon|nummer)|"
    r"hilfetelefon|"
    r"beratungs(?:stelle|telefon)|infotelefon|bürgertelefon|telefonseelsorge|sekretariat|rathaus|"
    r"kulturamt|"
    r"ordnungsamt|finanzamt|jugendamt|bürgerbüro|pressestelle|kasse|vorverkauf|ticket\w*|"
    r"bezirksregierung|"
    r"polizei|feuerwehr|krankenhaus|landesverband|dachverband|verband)\b[^\n]{0,60}$",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[Finding]:
    """Yield telephone and fax numbers; dates, sums, paragraphs, ISBN and hours have other shapes or signs."""
    for match in _LABELLED.finditer(text):
        yield from _phone(
            text, match.start("number"), match.end("number"), _mark("a labelled telephone number")
        )
    if not _CANDIDATE.search(text):
        return
    plain = _NOT.sub(_blanked, _LINKED.sub(_blanked, text))
    for match in _DIGITS.finditer(plain):
        if _dialled(match[0]):
            yield from _phone(text, match.start(), match.end(), _mark("a telephone number"))


def _blanked(match: re.Match[str]) -> str:
    return "\n" * len(match[0])


def _phone(text: str, start: int, end: int, reason: str) -> Iterator[Finding]:
    bare = re.sub(r"[^\d+]", "", text[start:end])
    if _PUBLIC.match(bare) or (_INTRODUCED.search(text[max(0, start - 90) : start]) and not _mobile(bare)):
        return
    if text[max(0, start - 40) : start].rstrip().endswith("§") or len(bare) < 3:  # noqa: PLR2004
        return
    yield Finding(Sort.PHONE, start, end, text[start:end], Certainty.CERTAIN, reason)


def _mobile(bare: str) -> bool:
    return bool(re.match(r"(?:\+49|0049|0)1[567]", bare))


def _dialled(text: str) -> bool:
    """Tell whether digits can be dialled: they begin with 0 or +, and there are not too many or few."""
    bare = re.sub(r"[^\d+]", "", text.replace("(0)", ""))
    if not re.match(r"\+[1-9]|00[1-9]|0[1-9]", bare) or "+" in bare[1:]:
        return False
    if _mobile(bare):
        return 10 <= len(bare.lstrip("+")) <= 15  # noqa: PLR2004
    if re.match(r"0\d[.,]\d", text.strip("( ")) or re.fullmatch(r"0\d\d?[.:]\d\d", text):
        return False
    if bare.startswith(("+", "00")):
        return 8 <= len(bare.lstrip("+0")) <= 15 and _known_abroad(bare)  # noqa: PLR2004
    return 7 <= len(bare) <= 13  # noqa: PLR2004


def _known_abroad(bare: str) -> bool:
    import phonenumbers

    number = bare if bare.startswith("+") else f"+{bare[2:]}"
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return False


# Handles and personal pages

_HANDLE = re.compile(r"(?<![\w.@/])@(?P<name>[A-Za-zÄÖÜäöüß][\w-]*(?:\.[\w-]+)*)(?!\S*@)")
_PAGE = re.compile(
    r"(?:https?://)?\b(?:www\.|m\.|de\.)?(?P<net>instagram\.com|facebook\.com|fb\.com|fb\.me|"
    r"linkedin\.com/in|xing\.com/profile|twitter\.com|x\.com|"
    r"tiktok\.com|threads\.net|t\.me|wa\.me|bsky\.app/profile|snapchat\.com/add|youtube\.com|"
    r"soundcloud\.com|github\.com|"
    r"mastodon\.[a-z]{1,30}|[a-z.-]{1,60}\.social)/@?(?P<name>[\w.+-]{2,60})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?<![\w#])[A-Za-z][\w.]{1,31}#\d{4}(?!\w)")
_HOUSE_HANDLE = re.compile(
    r"kultur|zentr|haus|verein|verband|theater|museum|sozio|stadt|buerger|bürger|werk|fabrik|zeche|nrw|"
    r"jugend|"
    r"kino|musik|festival|stiftung|initiative|netzwerk|kollektiv|galerie|buehne|bühne|club|treff|kirche|"
    r"ev\b|_ev|official",
    re.IGNORECASE,
)
_PERSONAL = {"linkedin.com/in", "xing.com/profile"}
_NO_PERSON = {
    "p",
    "reel",
    "groups",
    "events",
    "pages",
    "sharer",
    "share",
    "watch",
    "hashtag",
    "explore",
    "channel",
    "c",
    "joinchat",
}


def handles(text: str) -> Iterator[Finding]:
    """Yield `@mina` and personal pages in social networks; the pages of houses may stand."""
    for match in _HANDLE.finditer(text):
        name = match["name"]
        office = is_office(name) or words.is_role(name) or (name[0].isupper() and words.is_noun(name))
        if not office and not _HOUSE_HANDLE.search(name):
            yield Finding(
                Sort.HANDLE, match.start(), match.end(), match[0], Certainty.LIKELY, _mark("a handle")
            )
    for match in _PAGE.finditer(text):
        network, name = match["net"].lower(), match["name"]
        if name.lower() in _NO_PERSON or _HOUSE_HANDLE.search(name):
            continue
        certainty = Certainty.CERTAIN if network in _PERSONAL else Certainty.POSSIBLE
        yield Finding(
            Sort.HANDLE, match.start(), match.end(), match[0], certainty, _mark("a page in a social network")
        )
    for match in _NUMBERED.finditer(text):
        yield Finding(
            Sort.HANDLE, match.start(), match.end(), match[0], Certainty.POSSIBLE, _mark("a handle")
        )
