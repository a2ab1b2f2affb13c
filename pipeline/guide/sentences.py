"""Sentences: German running text cut where a sentence ends, and not after `z. B.`, `Abs.` or `3.`."""

from __future__ import annotations

import re

_END = re.compile(r"(?P<end>[.!?…][“”\"»«’')\]*_]*(?:\[\^[^\]\s]+\])*)\s+(?=\S)")
_FOOTNOTES = re.compile(r"(?:\[\^[^\]\s]+\])+$")
_CLOSING = "“”\"»«’')]*_"
_WORD = re.compile(r"(?<![^\W_])(?<![’'*:_])(?P<word>[^\W\d_]+)\.$")
_NUMBER = re.compile(r"(?<![\w.,])(?:\d{1,3}|[IVX]{1,5})\.$")
_COUNTED = re.compile(r"(?:§§?|\b(?:Abs|Nr|Art|Satz|Seite|S|Kap|Ziff)\b\.?)\s*\d{1,3}\.$")
"""A number that counts nothing: `§ 5 Abs. 2.` ends a sentence like any word."""
_SHORT = """
abb abk abs abschn allg anh anm art aufl bd bes bez bsp bspw buchst bzgl bzw ca chr dez dgl dgm dipl
dr ebd ehem eigtl einschl entspr etc eur evtl exkl fa feb ff fr geb gegr gem ggf ggü hg hl hr hrsg
ing inkl insb jan jh jr jul jun kap kg kl lfd lt max min mind mio mrd mrz mtl nds nov nr okt öff od
pers persönl pkt pos prof rd resp schriftl sept sep sog soz st std stellv str tab tägl tel telef tgl
ua usf usw uä verh vers vgl vorl vs wöchentl ziff zt zzgl
"""
_ABBREVIATIONS = frozenset(_SHORT.split())
"""Small, without the stop; single letters are parts of `z. B.`, `d. h.`, `u. a.`, or initials."""
_MAY_END = frozenset(["bspw", "dgl", "etc", "ff", "od", "std", "str", "usf", "usw", "uä"])
"""May stand at the end: then a capital letter behind them begins a sentence."""
_FIRST = """
aber alle als am an auch auf aus bei beide bis da dabei dafür damit dann danach darum das dass dazu
den denn der des deshalb die dies diese dieser dieses doch dort ein eine einen einer eines er erst
es fragt für gilt hier ihr ihre im in ist jede jeder jedes kein keine legt man mit nach nicht noch
nur ob oder ohne schreibt sie so sonst und uns unser vom von vor wann warum was wenn wer wie wir wo
wozu zu zum zur zuerst zwei
"""
_STARTERS = frozenset(_FIRST.split())
"""No noun: behind a number and its stop they begin a sentence, where `3. Treffen` goes on."""
_MONTH = re.compile(
    r"(?:januar|jänner|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|"
    r"jan|feb|mrz|apr|jun|jul|aug|sep|sept|okt|nov|dez)\b",
    re.IGNORECASE,
)


def split(text: str) -> list[str]:
    """Return the sentences of a text on one line; joined by single spaces they are the text again."""
    found, start = [], 0
    text = " ".join(text.split())
    for match in _END.finditer(text):
        if _ends(text[start : match.end("end")], text[match.end() :]):
            found.append(text[start : match.end("end")])
            start = match.end()
    return [*found, text[start:]] if text[start:] else found


def _ends(before: str, after: str) -> bool:
    """Tell whether a stop ends a sentence."""
    first = after.lstrip("„“\"»«'(*_[").lstrip()[:1]
    bare = _FOOTNOTES.sub("", before).rstrip(_CLOSING)
    if first.islower():
        return False
    if not bare.endswith("."):
        return not bare.endswith("…") or first.isupper()
    if word := _WORD.search(bare):
        small = word["word"].casefold()
        return small in _MAY_END if small in _ABBREVIATIONS or len(small) == 1 else True
    if _COUNTED.search(bare):
        return True
    if _NUMBER.search(bare):
        return not _MONTH.match(after) and _first_word(after) in _STARTERS
    return True


def _first_word(text: str) -> str:
    found = re.search(r"[^\W\d_]+", text)
    return found[0].casefold() if found else ""
