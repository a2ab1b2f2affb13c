"""The search: all forms of a word give one stem, in Python as in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judges import browser as browsers
from publish_samples import FIVE, entry, laid, site
from render.render_samples import document

from pipeline.publish import search, stems

ROOT = Path(__file__).parents[2]
FORMS = [
    (
        "Teilnehmer*innen Teilnehmerinnen Teilnehmer:innen Teilnehmer_innen TeilnehmerInnen Teilnehmer/-innen "
        "Teilnehmer(innen) Teilnehmer·innen Teilnehmer Teilnehmerin Teilnehmern Teilnehmers"
    ),
    "Häuser Haus Hauses Häusern",
    "Kollege Kollegin Kolleg*innen Kolleginnen Kollegen",
    "Moderator*in Moderatorin Moderator Moderatoren",
    "jede*r jeder jede jedes",
    "Öffentlichkeitsarbeit Oeffentlichkeitsarbeit ÖFFENTLICHKEITSARBEIT O\u0308ffent\u00adlichkeitsarbeit",
    "Büro Büros Buero",
    "Stadt Städte Städten",
    "Vorstand Vorstände Vorstandes",
    "Straße Strasse Straßen",
    "neu neue neuer neues",
]
APART = "Haushalt Haus", "Verein Vorstand", "Leitung Leitfaden", "Presse Preis", "Rat Rad"


@pytest.mark.parametrize("forms", FORMS, ids=lambda forms: forms.split()[0])
def test_all_forms_of_a_word_have_one_stem(forms: str) -> None:
    """However gender, umlaut, case and number are written."""
    assert len({tuple(stems.stems(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize("pair", APART)
def test_other_words_have_others(pair: str) -> None:
    """Not everything is one word."""
    one, other = (stems.stems(word) for word in pair.split())
    assert one != other


@given(st.text(max_size=60))
def test_any_text_has_words(text: str) -> None:
    """Whatever a text holds: stems are folded, no longer than the word, and never empty."""
    for word in stems.words(text):
        assert 0 < len(stems.stem(word)) <= len(word)
    assert stems.stems(text) == sorted(set(stems.stems(text)))


def test_idle_words_are_folded_and_left_out() -> None:
    """`für` and `über` are among them as they are looked up."""
    assert [word for word in stems.IDLE if stems.words(word) != [word]] == []
    assert stems.stems("für alle, die über uns und mit euch sind") == []


def test_each_section_has_its_words_and_the_imprint_none() -> None:
    """What stands in a section is found there; the head of a guide has a place of its own."""
    made = document(
        "## Tipps {#tips}\n\nKlein*e Häuser.\n\n## Kosten {#costs}\n\n- [ ] Geld\n\n| A |\n|---|\n| Zelle |\n"
    )
    found = search.words(made)
    assert list(found) == [search.HEAD, "tips", "costs"]
    assert {"haus", "tipp"} <= set(found["tips"].split())
    assert {"geld", "zell", "kost"} <= set(found["costs"].split())
    assert set(stems.stems(made.page["title"])) <= set(found[search.HEAD].split())


def read(script: bytes) -> Any:
    """Return what search.js holds."""
    text = script.decode()
    assert text.startswith("var howtomakeSearch = {")
    return json.loads(text.removeprefix("var howtomakeSearch = ").rstrip(";\n"))


def test_the_index_says_where_each_word_is() -> None:
    """Places are distances to base 36; many guides, no matter in which order."""
    many = [entry(f"g{number}", topic=f"{number:03}", title=f"{number:03}") for number in range(100)]
    data = read(site(many)["search.js"])
    at = 0
    places = []
    for distance in data["words"]["teilnehm"].split():
        at += int(distance, 36)
        places.append(data["places"][at])
    assert places == [[number, "tips", "Tipps"] for number in range(100)]
    assert site(many[::-1])["search.js"] == site(many)["search.js"]


def test_the_browser_takes_words_as_we_do(chromium: Any, tmp_path: Path) -> None:
    """Each word of our guides, each form of above and odd signs have the stems in JavaScript that they have here."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "guides").glob("*/guide.md"))]
    texts += [
        *FORMS,
        "İstanbul ŒUVRE ﬁnden Ａ１ x²",
        "Ελληνικά русский 中文 עברית",
        "a/b c(d) e:in f*in *innen",
    ]
    page = laid(tmp_path / "dist", site(FIVE)) / "index.html"
    with browsers.opened(chromium, page, tmp_path) as opened:
        opened.focus("#suche")
        opened.wait_for_function("() => window.howtomakeSearch")
        for text in texts:
            theirs = opened.evaluate("(text) => howtomakeStems(text)", text)
            assert theirs == [stems.stem(word) for word in stems.words(text)]
