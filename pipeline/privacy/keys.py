"""Keys: what opens a door or an account: passwords, open links, bank accounts, numbers of files."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import lists


def _mark(text: str) -> str:
    return text


# Bank accounts

_IBAN = re.compile(
    r"(?<!\w)[A-Za-z]{2}\s?\d{2}(?:[\s-]?[A-Za-z0-9]{4}){2,7}(?:[\s-]?[A-Za-z0-9]{1,3})?(?!\w)"
)
_BIC = re.compile(r"\bBIC\b\W{0,4}(?P<code>[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)\b")
_BIC_ALONE = re.compile(r"(?<!\w)(?P<code>[A-Z]{4}DE[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?!\w)")
_ACCOUNT = re.compile(
    r"\b(?:konto(?:-?(?:nr|nummer))?|kto|blz|bankleitzahl)\b\.?(?:\s?nr\.?)?\W{0,4}"
    r"(?P<code>\d[\d \t]{4,14}\d)\b",
    re.IGNORECASE,
)
_CLOSE = 60
"""Signs between an account and the bank's code beside it."""


def accounts(text: str) -> Iterator[Finding]:
    """Yield bank accounts: IBAN whose check digits are right, the BIC beside them, account numbers."""
    ibans = [found for match in _IBAN.finditer(text) if (found := _iban(text, match))]
    yield from ibans
    spots = {match.start("code"): match for match in _BIC.finditer(text)}
    for match in _BIC_ALONE.finditer(text):
        if any(abs(match.start() - one.end) < _CLOSE for one in ibans):
            spots.setdefault(match.start("code"), match)
    for match in (*spots.values(), *_ACCOUNT.finditer(text)):
        start, end = match.span("code")
        if not any(one.start <= start < one.end for one in ibans):
            yield Finding(Sort.ACCOUNT, start, end, match["code"], Certainty.CERTAIN, _mark("a bank account"))


def _iban(text: str, match: re.Match[str]) -> Finding | None:
    """Return the longest beginning that is an IBAN: a word may follow that looks like a group of it."""
    from stdnum import iban

    end = match.end()
    while end - match.start() >= 15:  # noqa: PLR2004  (the shortest IBAN)
        if iban.is_valid(re.sub(r"[\s-]", "", text[match.start() : end])):
            reason = _mark("a bank account, its check digits are right")
            return Finding(
                Sort.ACCOUNT, match.start(), end, text[match.start() : end], Certainty.CERTAIN, reason
            )
        cut = max(text.rfind(" ", match.start(), end), text.rfind("-", match.start(), end))
        if cut <= match.start():
            return None
        end = cut
    return None


# Numbers of files and people

_NUMBER = re.compile(
    r"\b(?P<label>(?:kunden|mitglieds?|versicherungs|versicherten|vertrags|steuer(?:identifikations)?|"
    r"sozialversicherungs|"
    r"renten(?:versicherungs)?|krankenkassen|personal(?:ausweis)?|ausweis|patienten|matrikel|kassen)"
    r"(?:-?(?:nummer|nr|id|kennzeichen)\b|\s?-?\s?(?:nummer|nr\.?|id)\b)|SV-?Nr|IdNr|Steuer-?ID)"
    r"\.?\s{0,2}(?::|ist|lautet|=)?\s{0,2}"
    r"(?P<code>(?=[\w/ -]{0,20}\d{3})[A-Z0-9][\w/-]*(?: ?(?:[A-Z] ?)?\d[\w/-]*)*)",
    re.IGNORECASE,
)


def numbers(text: str) -> Iterator[Finding]:
    """Yield numbers of customers, members, insurances and tax files."""
    for match in _NUMBER.finditer(text):
        start, end = match.span("code")
        yield Finding(
            Sort.NUMBER,
            start,
            end,
            match["code"],
            Certainty.CERTAIN,
            _mark("stands behind “{clue}”"),
            match["label"],
        )


# Number plates

_PLATE = re.compile(
    r"(?<![\w-])(?P<place>[A-ZÄÖÜ]{1,3})[-\s](?P<rest>[A-ZÄÖÜ]{1,2}\s?-?\s?\d{1,4}[EH]?)(?![\w-])"
)
_PLATED = re.compile(
    r"\b(?:kennzeichen|nummernschild|kfz|auto|wagen|bulli|transporter|parkt|parken)\b", re.IGNORECASE
)


def plates(text: str) -> Iterator[Finding]:
    """Yield number plates: with a word about cars nearby, or of a district of the region."""
    for match in _PLATE.finditer(text):
        near = text[max(0, match.start() - 60) : match.end() + 30]
        about = bool(_PLATED.search(near))
        known = match["place"] in lists.load("districts").whole and "-" in match[0][: len(match["place"]) + 1]
        if about or (known and re.search(r"\d{2,}", match["rest"])):
            certainty = Certainty.CERTAIN if about else Certainty.POSSIBLE
            yield Finding(
                Sort.PLATE, match.start(), match.end(), match[0], certainty, _mark("a number plate")
            )


# Passwords and open doors

_PASSWORD = re.compile(
    r"(?<![?&])\b(?:passwor[dt]|kennwort|pw|pwd|zugangscode|zugangsdaten|kenncode|pin|tür-?code|"
    r"codeschloss|schlüsselcode|"
    r"(?:wlan|wifi)-?(?:key|schlüssel|code|passwor[dt]|pw)|meeting-?id|meeting-?kennung|webinar-?id|"
    r"konferenz-?(?:id|nummer))\b"
    r"(?:\s{0,3}[:=]\s{0,3}|\s{1,3}(?:ist|lautet)\s{1,3}(?=\W?\S{0,40}\d|[„“\"'])|"
    r"\s{1,3}steht\s{1,3}(?=(?:an|auf|am|im|in)\b)|"
    r"\s{1,3}(?=\S{0,40}\d))(?:\*\*)?(?P<code>[^\s,;]{1,80}(?: \d{3,4}){0,3})",
    re.IGNORECASE,
)
_WLAN = re.compile(
    r"\b(?:wlan|wifi|wi-fi)\b[^\n]{0,80}?\b(?:pw|passwort|key|code)(?:\s{0,3}[:=]\s{0,3}|"
    r"\s(?=\S{0,40}\d))(?P<code>[^\n,;]{1,60})",
    re.IGNORECASE,
)
_WAY = re.compile(
    r"(?:https?://)?(?:[\w.-]{0,60}\.)?(?:zoom\.us/(?:j|my|w)/\S+|meet\.google\.com/[a-z-]{6,}|"
    r"teams\.(?:microsoft|live)\.com/\S+|"
    r"meet\.jit\.si/\S+|whereby\.com/\S+|gotomeet\.me/\S+|webex\.com/\S+|chat\.whatsapp\.com/\S+|"
    r"discord\.gg/\S+|"
    r"wetransfer\.com/downloads/\S+|we\.tl/\S+|docs\.google\.com/\S+|drive\.google\.com/\S+|"
    r"forms\.gle/\S+|"
    r"1drv\.ms/\S+|dropbox\.com/s\S*/\S+|doodle\.com/\S*poll\S*|doodle\.com/meeting\S+|"
    r"nuudel\.[\w.]+/\S+|dudle\.[\w.]+/\S+)|"
    r"https?://[\w.-]*(?:pad|hedgedoc|cryptpad|etherpad|hackmd)[\w.-]*/\S+|"
    r"https?://[\w.-]{0,80}/(?:index\.php/)?s/[A-Za-z0-9]{8,}\S*|https?://[\w.-]*(?:bbb|"
    r"bigbluebutton)[\w.-]*/\S+|"
    r"https?://\S{0,200}[?&](?:pwd|password|passwort|token|key|auth|secret)=\S+",
    re.IGNORECASE,
)


def passwords(text: str) -> Iterator[Finding]:
    """Yield passwords, door codes and the numbers of meetings."""
    for pattern in (_PASSWORD, _WLAN):
        for match in pattern.finditer(text):
            if match["code"].strip(" .*_“”\"'"):
                yield Finding(
                    Sort.PASSWORD,
                    match.start(),
                    match.end(),
                    match[0],
                    Certainty.CERTAIN,
                    _mark("a password or a code"),
                )


def links(text: str) -> Iterator[Finding]:
    """Yield addresses that let anybody in who has them."""
    for match in _WAY.finditer(text):
        end = match.end() - (len(match[0]) - len(match[0].rstrip(".,;:)>]“”\"'")))
        yield Finding(
            Sort.LINK, match.start(), end, text[match.start() : end], Certainty.LIKELY,
            _mark("an address that lets anybody in: a meeting, a pad, a shared folder"),
        )  # fmt: skip
