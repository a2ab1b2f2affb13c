"""Passage: the words of one passage, how far a name reaches in it, and what stands around it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model.finding import Certainty, Finding, Sort
from pipeline.privacy import lists, words
from pipeline.privacy.roster import Roster
from pipeline.privacy.words import Word

_SPEAKS = re.compile(
    r"\s+(?:\([^)]{0,40}\)\s*)?(?:sagt|meint|erzählt|berichtet|fragt|findet|erklärt|ergänzt|betont|"
    r"übernimmt|moderiert|"
    r"protokolliert|kümmert|bringt|schreibt|klärt|ruft|mailt|besorgt|organisiert|schlägt|warnt|"
    r"schildert|stellt|"
    r"sagte|meinte|erzählte|berichtete|fragte|fand|erklärte|ergänzte|übernahm|brachte|schrieb|lacht|"
    r"nickt|dankt)\b"
)
_SPOKEN = re.compile(
    r"(?:\b(?:sagt|meint|fragt|erzählt|berichtet|ergänzt|laut|zitat(?: von)?|so|input von|idee von|"
    r"vorschlag von|danke an|dank an|"
    r"rückfragen an|gruß an|grüße von|todo|wer:|→|->)|[“\"«]\s*[–—(-])\s*@?$",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:\s{0,2}(?:,|&|/|;|und|u\.\s?a\.|et al\.|\(Hrsg\.\)|[A-ZÄÖÜ][\w’-]{0,30}+\.?+)){0,10}+"
    r"\s{0,2}\((?:19|20)\d\d[a-z]?\)"
)
"""After an author: a book or an article with its year; who publishes is known to the public."""
_PLACEHOLDER = {"mustermann", "musterfrau", "mustermensch", "normalverbraucher", "nachname", "beispiel"}
MOST_PARTS = 4
_NEAR = 40


@dataclass(frozen=True)
class Passage:
    """One text and its words."""

    text: str
    words: list[Word]
    known: Roster

    def name_at(self, first: int, *, titled: bool) -> int:
        """Return the index behind the name that begins at `first`; 0 when there is none."""
        at = first
        if titled and at < len(self.words) and self.words[at].text in lists.load("noble").whole:
            at = self.past_particles(at)
        if at >= len(self.words):
            return 0
        one = self.words[at]
        given = words.wordiness(self.plain(one.text)) is not None
        if not words.is_capital(one.text) or words.is_gendered(self.text, one):
            return 0
        if titled:
            named = not words.is_role(one.text) and not one.text.endswith(("meister", "meisterin"))
        else:
            named = given or one.text in self.known.parts
        if not named:
            return 0
        return self.surname_end(at + 1) if given else at + 1

    def surname_end(self, at: int) -> int:
        """Return the index behind further first names and a surname that follow at `at`."""
        stop = at
        while (
            stop < len(self.words) and stop - at < MOST_PARTS - 1 and self.is_close(stop - 1, stop, " „“\"'")
        ):
            here = self.words[stop]
            if here.text in lists.load("noble").whole:
                name = self.past_particles(stop)
                if name >= len(self.words) or not words.is_capital(self.words[name].text):
                    break
                stop = name
                continue
            if not self.can_be_surname(here):
                break
            stop += 1
            if words.wordiness(here.text) is None:
                break
        return stop

    def past_particles(self, at: int) -> int:
        """Return the index of the first word behind `van der` and the like."""
        while at < len(self.words) and self.words[at].text in lists.load("particles").whole:
            at += 1
        return at

    def can_be_surname(self, word: Word) -> bool:
        """Tell whether a word behind a first name can belong to it."""
        if not words.is_capital(word.text) or words.is_gendered(self.text, word):
            return False
        if word.text.isupper() and len(word.text) < 4:  # noqa: PLR2004  (`KI`, and the M of `Anna M.`)
            return len(word.text) == 1 and self.text[word.end : word.end + 1] == "."
        return words.looks_like_surname(word.text) or not words.is_noun(word.text)

    def plain(self, word: str) -> str:
        """Return a name without its genitive: `Annas`, `Jonas’`."""
        if word in self.known.parts or words.wordiness(word) is not None:
            return word
        cut = word[:-1].rstrip("'’") if word.endswith("s") else word
        if len(cut) >= 3 and (cut in self.known.parts or words.wordiness(cut) == 0):  # noqa: PLR2004
            return cut
        return word

    def determined(self, number: int) -> bool:
        """Tell whether an article or the like stands before: then it is a word, not a name."""
        if not number:
            return False
        before = self.words[number - 1]
        gap = self.text[before.end : self.words[number].start]
        digits = re.search(
            r"\d\s*$", self.text[max(0, self.words[number].start - 6) : self.words[number].start]
        )
        return bool(digits) or (not gap.strip() and words.is_determiner(before.text))

    def in_speech(self, number: int, stop: int, *, turns: bool = True) -> bool:
        """Tell whether somebody speaks or acts: `Rosa sagt`, `laut Rosa`, and a turn `Rosa: …`."""
        start, end = self.words[number].start, self.words[stop - 1].end
        if self.determined(number):
            return False
        before = self.text[max(0, start - _NEAR) : start]
        first = not before.strip(" *-–>•[(@\n\t") or before.rstrip(" ").endswith(("\n", "|"))
        turn = (
            turns and first and bool(re.match(r"\s*(?:\([^)\n]{0,40}\))?\s*\**:", self.text[end : end + 60]))
        )
        return turn or bool(_SPEAKS.match(self.text, end)) or bool(_SPOKEN.search(before))

    def is_quoted(self, number: int) -> bool:
        """Tell whether a quotation begins with the word: „Wolf im Schafspelz“ is a play."""
        start = self.words[number].start
        return self.text[max(0, start - 1) : start] in {"„", "“", "»", "‚", "«", '"'}

    def is_house(self, number: int, stop: int) -> bool:
        """Tell whether a name is part of the name of a house."""
        owned = self.plain(self.words[stop - 1].text) != self.words[stop - 1].text
        return in_a_house(self.text, self.words, number, stop, owned=owned)

    def is_short_for(self, number: int) -> bool:
        """Tell an abbreviation from a name: `15. Jan`, `Jan 2023`, `Jan/Feb`, `Max. 60`."""
        word = self.words[number]
        if word.text == "Max":
            return bool(re.match(r"\.\s?[a-zäöü\d]", self.text[word.end : word.end + 4]))
        if word.text != "Jan":
            return False
        after = re.match(r"\.|\s?[/–-]\s?[A-Z][a-zä]{2}|\s\d", self.text[word.end : word.end + 8])
        return bool(after) or bool(re.search(r"\d\.?\s?$|/$", self.text[max(0, word.start - 4) : word.start]))

    def is_placeholder(self, number: int, stop: int) -> bool:
        """Tell whether this is Max Mustermann."""
        after = self.words[number : stop + 1]
        return any(word.text.lower() in _PLACEHOLDER for word in after)

    def is_cited(self, stop: int) -> bool:
        """Tell whether a year in brackets follows, as behind the author of a book."""
        return bool(_CITED.match(self.text, self.words[stop - 1].end))

    def is_close(self, before: int, after: int, allowed: str) -> bool:
        """Tell whether nothing but these signs stands between two words."""
        gap = self.text[self.words[before].end : self.words[after].start]
        return bool(gap) and not gap.strip(allowed) and len(gap) <= 3  # noqa: PLR2004

    def finding(self, first: int, stop: int, certainty: Certainty, reason: str, clue: str = "") -> Finding:
        """Make a finding of the words from `first` up to `stop`."""
        start, end = self.words[first].start, self.words[stop - 1].end
        return Finding(Sort.NAME, start, end, self.text[start:end], certainty, reason, clue)


def in_a_house(text: str, tokens: list[Word], number: int, stop: int, *, owned: bool = False) -> bool:
    """Tell whether a name is part of the name of a house or a prize: `Zeche Carl`, `Robert Bosch Stiftung`.

    `owned` says that the name has a genitive s: `Annas Werkstatt` belongs to her.
    """
    before = tokens[number - 1] if number else None
    if before and words.is_named_after(before.text) and words.is_capital(before.text):
        gap = text[before.end : tokens[number].start]
        if not gap.strip(" .„“\"'»«-") and "\n" not in gap:
            return True
    if any(words.is_house(word.text) for word in tokens[number + 1 : stop]):
        return True
    after = tokens[stop] if stop < len(tokens) else None
    if after is None or not words.is_capital(after.text) or owned:
        return False
    return text[tokens[stop - 1].end : after.start] in {" ", "-", " - "} and words.is_house(after.text)
