"""A guide as a page: it brings everything along, lets nothing in, and everybody can use it."""

import base64
import hashlib
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from judges import browser as browsers
from lxml import html as reading
from PIL import Image

from pipeline.guide import palette, source, yamltext
from pipeline.model.document import Document
from pipeline.model.funder import Funder, Spot
from pipeline.model.problem import Trouble
from pipeline.model.programme import Workshop
from pipeline.render import html, picture, reader, stylesheet
from pipeline.render.assemble import assemble
from pipeline.verify import checks

TEMPLATES = Path(__file__).parents[2] / "templates"
KIT = {
    path.relative_to(TEMPLATES).as_posix(): path.read_bytes()
    for path in TEMPLATES.rglob("*")
    if path.is_file()
}
BRAND = {**yamltext.load_mapping(KIT["brand.yml"].decode(), "templates/brand.yml")[0], "catalogue": ""}
WORDING = "Das Projekt wird gefördert durch den Fonds Probe aus Mitteln der Stadt – und des Landes."
FUNDER = Funder("probe", "Fonds Probe", WORDING)

HEAD = """---
title: HowToMake … eine Probe
subtitle: Von Anfang bis Ende
version: "1.0"
date: 2026-11-24
status: review
summary: Wie Teilnehmer*innen und Leiter*innen proben.
keywords: [Probe, Bühne]
audience: Öffentlichkeitsarbeitsverantwortliche in soziokulturellen Zentren
effort: zwei Stunden
funders: [probe]
authors: [Soziokultur NRW]
---
"""
BODY = """
## In Kürze {#summary}

- Ein Satz für jede*n Teilnehmer*in.
- Noch einer mit *Nachdruck* und **Gewicht**.

## So geht’s {#steps}

### Anfangen

Fragt die Öffentlichkeitsarbeitsverantwortlichen in [eurer Kommune]{slot=city}.[^1]

1. Eins
   - eins a
     - tiefer
2. Zwei

::: tip
Ein Tipp mit [Adresse](https://example.org/sehr/lange/adresse-die-nicht-umbricht-und-weiter-geht/index.html).
:::

::: {.warning title="Heiß und fettig"}
Nicht anfassen.
:::

### Aufhören

#### Ganz zum Schluss

Licht aus.[^2]

| Rolle | Aufgabe | Stunden | Veranstaltungsverantwortliche*r |
|---|:-:|--:|---|
| Technik | Licht | 12 | Öffentlichkeitsarbeitsverantwortliche |
| Theke | Tee | 3 | alle |

![Ein rotes Quadrat](images/rot.png "Rot, quadratisch.")

![](images/rot.png){.decorative}

> Ein Zitat zum Kopieren.

## Checkliste {#checklist}

- [ ] Schlüssel für Sprecher*innen
- [x] Licht, siehe [Anfang](#steps)
  - [ ] Bühne
  - [ ] Saal

## Glossar {#glossary}

Haltesatz
: Erste kurze Aussage.

```
make build
```

[^1]: Die erste Fußnote.
[^2]: Die zweite, mit `Code`.
"""


def picture_bytes() -> bytes:
    """Return a small red PNG."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(out, "PNG")
    return out.getvalue()


def document(text: str = HEAD + BODY, funder: Funder = FUNDER, workshop: Workshop | None = None) -> Document:
    """Read and settle a guide as the build does."""
    guide = source.parse(text, "probe", "guides/probe/guide.md")
    pictures = {"images/rot.png": picture.clean(picture_bytes())}
    return assemble(reader.read(guide), pictures=pictures, funders=[funder], workshop=workshop, brand=BRAND)


def page(text: str = HEAD + BODY, kit: dict[str, bytes] | None = None) -> bytes:
    """Return the page of a guide."""
    return html.write(document(text), kit or KIT, epoch=0)


def tree(data: bytes) -> Any:
    """Read a page as a browser does."""
    return reading.document_fromstring(data.decode())


@pytest.fixture(scope="module")
def sample() -> bytes:
    """Return the page of the sample guide, made once."""
    return page()


def words(element: Any) -> str:
    """Return the text of an element on one line."""
    return " ".join(element.text_content().split())


# What stands in it


def test_the_title_is_the_one_heading_of_the_first_level(sample: bytes) -> None:
    """Page title and h1 are the full title of the front matter."""
    root = tree(sample)
    assert root.findtext(".//title") == "HowToMake … eine Probe"
    assert [words(h1) for h1 in root.iter("h1")] == ["HowToMake … eine Probe"]


def test_what_the_program_reads_back_is_what_the_guide_promised() -> None:
    """Verification finds title, language, sections and the acknowledgement at both spots."""
    made = document()
    promised = checks.Expectation(
        title="HowToMake … eine Probe",
        lang="de-DE",
        funders=(FUNDER,),
        headings=tuple(section["heading"] for section in made.page["sections"]),
        fields=4,
    )
    assert checks.verify(html.write(made, KIT, epoch=0), "probe.html", promised) == []


def test_the_acknowledgement_stands_in_head_and_imprint_word_for_word(sample: bytes) -> None:
    """Each spot carries its mark and the funder's id; no letter differs."""
    found = [
        (e.get("data-spot"), e.get("data-funder"), words(e)) for e in tree(sample).xpath("//*[@data-spot]")
    ]
    assert found == [("title", "probe", WORDING), ("imprint", "probe", WORDING)]


def test_a_funder_who_asks_for_the_imprint_only_is_not_in_the_head() -> None:
    """The profile decides over the spots."""
    made = document(funder=replace(FUNDER, spots=(Spot.IMPRINT,)))
    assert tree(html.write(made, KIT, epoch=0)).xpath("//@data-spot") == ["imprint"]


def test_stars_stay(sample: bytes) -> None:
    """Gender stars come out as typed, in head, text and labels."""
    text = words(tree(sample).find("body"))
    for word in ("Teilnehmer*innen und Leiter*innen", "jede*n Teilnehmer*in", "Schlüssel für Sprecher*innen"):
        assert word in text


def test_each_first_level_heading_is_in_both_lists_of_contents(sample: bytes) -> None:
    """The list for narrow screens and the one for wide ones lead to places that exist."""
    root = tree(sample)
    ids = set(root.xpath("//@id"))
    for nav in root.xpath("//nav"):
        targets = [address.removeprefix("#") for address in nav.xpath(".//a/@href")]
        assert targets == ["summary", "steps", "checklist", "glossary", "imprint"]
        assert set(targets) <= ids


def test_ids_are_given_once(sample: bytes) -> None:
    """No id stands twice, ours or the author's."""
    ids = tree(sample).xpath("//@id")
    assert sorted(ids) == sorted(set(ids))


def test_headings_go_down_one_level_at_a_time(sample: bytes) -> None:
    """Sections are h2, steps h3."""
    levels = [int(e.tag[1]) for e in tree(sample).iter("h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_step_has_its_number_and_a_heading_that_leads_to_itself(sample: bytes) -> None:
    """The number stands before the link, so that the address of a step can be copied."""
    heading = tree(sample).xpath("//*[@class='step']/h3")[0]
    assert words(heading) == "1 Anfangen"
    assert heading.xpath("./a/@href") == [f"#{heading.getparent().get('id')}"] == ["#anfangen"]


def test_a_box_is_a_labelled_checkbox_in_a_list(sample: bytes) -> None:
    """`- [x]` is ticked; each label names its box; the list says that it is one."""
    root = tree(sample)
    boxes = {words(root.xpath(f"//label[@for='{box.get('id')}']")[0]): box for box in root.xpath("//input")}
    assert {label: box.get("checked") is not None for label, box in boxes.items()} == {
        "Schlüssel für Sprecher*innen": False,
        "Licht, siehe Anfang": True,
        "Bühne": False,
        "Saal": False,
    }
    assert all(box.getparent().get("role") == "listitem" for box in boxes.values())
    assert all(box.getparent().getparent().get("role") == "list" for box in boxes.values())


def test_a_callout_is_named_by_its_title_and_says_its_kind(sample: bytes) -> None:
    """Colour is not the only sign: a title of one's own stands below the word for the kind."""
    root = tree(sample)
    names = [words(root.get_element_by_id(box.get("aria-labelledby"))) for box in root.find_class("callout")]
    assert names == ["Tipp", "Achtung Heiß und fettig"]


def test_a_table_scrolls_in_a_region_with_a_name(sample: bytes) -> None:
    """The keyboard reaches the region; its columns have headers; alignment needs no style attribute."""
    (table,) = tree(sample).iter("table")
    region = table.getparent()
    assert (region.get("role"), region.get("tabindex"), region.get("aria-label")) == (
        "group", "0", "Tabelle 1: So geht’s",
    )  # fmt: skip
    assert {cell.get("scope") for cell in table.iter("th")} == {"col"}
    classes = [(cell.get("class") or "").split() for cell in table.xpath(".//tbody/tr[1]/td")]
    assert [sorted({"center", "right"} & set(names)) for names in classes] == [[], ["center"], ["right"], []]


def test_columns_of_a_table_get_room_by_what_they_hold() -> None:
    """Numbers need little on a telephone, sentences need more than a word."""
    body = "## Eins {#about}\n\n| Nr. | Wer | Was |\n|---|---|---|\n| 1 | Mitarbeiter*in | %s |\n"
    (table,) = tree(page(HEAD + body % ("ein langer Satz, " * 4))).iter("table")
    for row in ("th", "td"):
        assert [cell.get("class") for cell in table.iter(row)] == ["short", None, "long"]


def test_a_picture_is_as_wide_as_it_is_asked_to_be() -> None:
    """Of the column of text on a wide screen; never wider than the file."""
    body = "## Eins {#about}\n\n" + "".join(
        f"![Ein rotes Quadrat](images/rot.png){{width={width}}}\n\n" for width in ("4%", "90%", "0%", "3cm")
    )
    sizes = [(one.get("width"), one.get("height")) for one in tree(page(HEAD + body)).iter("img")]
    assert sizes == [("28", "21"), *[("40", "30")] * 3]


def test_a_picture_is_in_the_page_with_its_words_and_size(sample: bytes) -> None:
    """Pictures are data; decoration is silent; the caption is a caption."""
    first, second = tree(sample).iter("img")
    assert first.get("src").startswith("data:image/png;base64,")
    assert (first.get("alt"), first.get("width"), first.get("height")) == ("Ein rotes Quadrat", "40", "30")
    assert second.get("alt") == ""
    assert words(tree(sample).find(".//figcaption")) == "Rot, quadratisch."


def test_footnotes_end_their_section_and_lead_back(sample: bytes) -> None:
    """Each mark leads to its note and each note to its mark, in the section in which both stand."""
    root = tree(sample)
    (notes,) = root.find_class("notes")
    assert "section-steps" in notes.getparent().get("class")
    for mark in root.find_class("noteref"):
        note = root.get_element_by_id(mark.get("href")[1:])
        assert note.xpath(".//a[@role='doc-backlink']/@href") == [f"#{mark.get('id')}"]


def test_data_for_search_engines_says_what_the_page_says(sample: bytes) -> None:
    """The JSON-LD is valid JSON with name, language, licence, funder and steps."""
    about = json.loads(tree(sample).xpath("//script[@type='application/ld+json']")[0].text)
    assert about["name"] == "HowToMake … eine Probe"
    assert about["inLanguage"] == "de-DE"
    assert about["license"].startswith("https://creativecommons.org/")
    assert [funder["name"] for funder in about["funder"]] == ["Fonds Probe"]
    assert [step["name"] for step in about["step"]] == ["Anfangen", "Aufhören"]


def test_a_guide_with_nothing_optional_is_a_page_too() -> None:
    """Title, version, date and status are enough; nothing empty is printed."""
    head = '---\ntitle: Nur ein Titel\nversion: "1"\ndate: 2026-11-24\nstatus: released\n---\n'
    text = head + "\n## Tipps {#tips}\n\nTu es.\n"
    guide = source.parse(text, "probe", "guides/probe/guide.md")
    made = assemble(reader.read(guide), pictures={}, funders=[], workshop=None, brand=BRAND)
    root = tree(html.write(made, KIT, epoch=0))
    assert words(root.find(".//h1")) == "Nur ein Titel"
    assert root.xpath("//*[contains(@class, 'badge') or contains(@class, 'funding')]") == []
    assert root.xpath("//meta[@content='']") == []
    assert all(words(dd) for dd in root.iter("dd"))


def test_the_same_guide_gives_the_same_bytes(sample: bytes) -> None:
    """Nothing in the page depends on when or where it was made."""
    assert page() == sample


# What must not get in or out

HOSTILE = (
    "</style><script>alert(1)</script>",
    "{{ 7*7 }}{% raw %}",
    '"><img src=x onerror=alert(1)>',
    "<!--imprint-->",
    "</script><script>alert(2)</script>",
)


def test_hostile_text_stays_text_in_every_place() -> None:
    """In title, head, text, alt text, box titles and JSON-LD the signs arrive as typed and do nothing."""
    bad = " ".join(HOSTILE)
    quoted = json.dumps(bad)
    text = f"""---
title: {quoted}
subtitle: {quoted}
version: {quoted}
date: 2026-11-24
status: review
summary: {quoted}
keywords: [{quoted}]
audience: {quoted}
effort: {quoted}
contact: {quoted}
authors: [{quoted}]
description: {quoted}
---

## `{bad}` {{#tips}}

Text mit `{bad}` und [Link](javascript:alert(3)) und [daten](data:text/html,x).

::: {{.tip title='{bad}' style="position:fixed" onclick="alert(4)"}}
- [ ] `{bad}`
:::

[Wort]{{onmouseover="alert(5)" style="color:red" .unseen}}

![{bad.replace("<", "&lt;").replace("[", "")}](images/rot.png)

<script>alert(6)</script>
"""
    data = page(text)
    root = tree(data)
    assert root.findtext(".//title") == bad
    assert words(root.find(".//h1")) == bad
    assert next(iter(root.iter("img"))).get("alt") == bad
    assert json.loads(root.xpath("//script[@type='application/ld+json']")[0].text)["name"] == bad
    assert [script.get("type") for script in root.iter("script")] == ["application/ld+json", None]
    assert len(list(root.iter("style"))) == 1
    assert root.xpath("//@*[starts-with(name(), 'on')] | //body//@style") == []
    assert [a for a in root.xpath("//@href") if a.lower().startswith(("javascript:", "data:text"))] == []
    assert root.find_class("unseen") == []
    assert words(root.xpath("//footer//h2")[0]) == "Impressum"
    assert "49" not in words(root.find(".//h1"))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60))
def test_any_title_comes_back_as_typed(title: str) -> None:
    """Whatever signs a title has, title, heading and description say it and nothing breaks out."""
    made = document()
    told = {**made.page, "title": title, "topic": title, "description": title}
    root = tree(html.write(replace(made, page=told), KIT, epoch=0))
    assert root.findtext(".//title") == title
    assert words(root.find(".//h1")) == title
    assert root.xpath("//meta[@name='description']/@content") == [title]
    assert len(list(root.iter("script"))) == 2


def test_nothing_is_loaded_from_outside(sample: bytes) -> None:
    """Pictures, fonts and icon are data; there is no other element or style that could fetch."""
    root = tree(sample)
    loaded = [*root.xpath("//@src"), *root.xpath("//link[@rel='icon']/@href")]
    loaded += re.findall(r"url\(\"?([^)\"]*)", root.findtext(".//style"))
    assert loaded
    assert [address[:60] for address in loaded if not address.startswith("data:")] == []
    assert "@import" not in root.findtext(".//style")
    assert list(root.iter("iframe", "object", "embed", "video", "audio", "base", "form")) == []


def test_the_policy_allows_this_style_and_this_script_only(sample: bytes) -> None:
    """The hashes are those of the texts in the page; everything else is forbidden."""
    root = tree(sample)
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    script = root.xpath("//script[not(@type)]")[0].text
    for kind, text in (("style", root.findtext(".//style")), ("script", script)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")


# Templates and brand are other people's files


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("html/guide.html.jinja", None, "templates/html/guide.html.jinja"),
        ("html/guide.js", None, "templates/html/guide.js"),
        ("html/base.css.jinja", None, "templates/html/base.css.jinja"),
        ("html/guide.html.jinja", b"<p>\n{% if %}", "templates/html/guide.html.jinja:2"),
        ("html/guide.html.jinja", b"{{ titel }}", "templates/html/guide.html.jinja"),
        ("html/guide.html.jinja", b"{{ ''.__class__.__mro__ }}", "templates/html/guide.html.jinja"),
        ("html/guide.html.jinja", b"\xff", "templates/html/guide.html.jinja"),
        ("html/guide.css.jinja", b"</style>", "templates/html/guide.css.jinja"),
        ("fonts/BricolageGrotesque-ExtraBold.ttf", None, "templates/brand.yml"),
    ],
)
def test_a_broken_template_is_named(name: str, content: bytes | None, place: str) -> None:
    """Missing files, wrong syntax, unknown names and a reach for Python are problems with their place."""
    kit = {key: value for key, value in KIT.items() if key != name} | ({name: content} if content else {})
    with pytest.raises(Trouble) as trouble:
        page(kit=kit)
    assert [problem.place for problem in trouble.value.problems] == [place]


def test_a_colour_that_is_none_is_named() -> None:
    """The brand cannot smuggle styles in, and a slip is told with its key."""
    made = document()
    brand = {**BRAND, "colours": {**BRAND["colours"], "ink": "schwarz", "line": "red;}"}}
    with pytest.raises(Trouble, match=r"(?s)ink.*schwarz.*line"):
        html.write(replace(made, page={**made.page, "brand": brand}), KIT, epoch=0)


def test_a_face_is_embedded_only_where_it_is_used() -> None:
    """Italics weigh 70 KB; a guide without emphasis does without them."""
    plain = HEAD.replace("*", "") + "\n## Tipps {#tips}\n\nTu es.\n"
    assert page(plain).count(b"font-style: italic") == 0
    assert page(plain + "\n*Wirklich.*\n").count(b"font-style: italic") == 1
    assert page(plain + "\n***Wirklich.***\n").count(b"font-style: italic") == 1


def test_font_names_cannot_end_the_style() -> None:
    """A family with quotes and angle brackets stays one CSS string."""
    assert "<" not in stylesheet.string('"</style>')


# As readers meet it


def test_the_checker_of_the_w3c_has_nothing_to_say(
    sample: bytes, nu_messages: Callable[[bytes], list[str]]
) -> None:
    """No error, no warning."""
    assert nu_messages(sample) == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing(
    sample: bytes, axe_violations: Callable[..., list[str]], width: int, scheme: str
) -> None:
    """WCAG 2.2 AA as far as a program can tell, no requests, no script errors."""
    assert axe_violations(sample, width=width, scheme=scheme) == []


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_no_page_is_wider_than_its_window(sample: bytes, overflow: Callable[..., int], width: int) -> None:
    """Long German words and wide tables do not push the page."""
    assert overflow(sample, width=width) == 0


@pytest.mark.parametrize(
    "topic", ["Öffentlichkeitsarbeitsverantwortlichenschulung", "Mut", "kommunale Haushaltspolitik"]
)
def test_the_title_fits_its_longest_word(overflow: Callable[..., int], topic: str) -> None:
    """However long the word, 320 px are enough."""
    assert overflow(page(HEAD.replace("eine Probe", topic) + BODY), width=320) == 0


def test_the_keyboard_reaches_everything_in_reading_order(
    sample: bytes, chromium: Any, tmp_path: Path
) -> None:
    """First the skip link, then contents, text with boxes and table, the imprint; each shows its focus."""
    with browsers.opened(chromium, sample, tmp_path) as opened:
        stops = []
        for _press in range(60):
            opened.keyboard.press("Tab")
            stop = opened.evaluate(
                "() => { const e = document.activeElement; const s = getComputedStyle(e);"
                " return [e.tagName, e.className, e.getAttribute('href') || e.id, s.outlineStyle]; }"
            )
            if stop[0] == "BODY":
                break
            stops.append(stop)
        assert stops[0][:3] == ["A", "skip", "#htm-text"]
        assert [stop[2] for stop in stops[1:6]] == [
            "#summary",
            "#steps",
            "#checklist",
            "#glossary",
            "#imprint",
        ]
        assert sum(stop[0] == "INPUT" for stop in stops) == 4
        assert sum(stop[1] == "table" for stop in stops) == 1
        assert stops[-1][2] == "#htm-top"
        assert {stop[3] for stop in stops} == {"solid"}


def test_the_skip_link_moves_the_focus(sample: bytes, chromium: Any, tmp_path: Path) -> None:
    """After it the next stop is in the text, not in the contents."""
    with browsers.opened(chromium, sample, tmp_path) as opened:
        for key in ("Tab", "Enter", "Tab"):
            opened.keyboard.press(key)
        assert opened.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_boxes_remember_and_count(sample: bytes, chromium: Any, tmp_path: Path) -> None:
    """A tick is there again after the page was reloaded, and the count follows."""
    with browsers.opened(chromium, sample, tmp_path) as opened:
        opened.get_by_label("Bühne").check()
        assert opened.locator(".tally").text_content() == "2 von 4 erledigt"
        opened.reload()
        opened.wait_for_function("document.querySelector('.tally') !== null")
        assert opened.get_by_label("Bühne").is_checked()
        assert not opened.get_by_label("Saal").is_checked()
        assert opened.complaints == []


def test_without_scripts_boxes_and_contents_still_work(sample: bytes, chromium: Any, tmp_path: Path) -> None:
    """Scripts are an addition; no empty frame is left where one would have written."""
    file = tmp_path / "page.html"
    file.write_bytes(sample)
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    try:
        opened = context.new_page()
        opened.goto(file.as_uri())
        opened.get_by_label("Bühne").check()
        opened.get_by_text("Inhalt", exact=True).first.click()
        opened.get_by_role("link", name="Glossar").first.click()
        assert opened.url.endswith("#glossary")
        assert opened.locator(".tally").count() == 0
    finally:
        context.close()


def test_targets_are_large_enough(sample: bytes, chromium: Any, tmp_path: Path) -> None:
    """Boxes and entries of the contents measure at least 24 px each way (WCAG 2.5.8)."""
    with browsers.opened(chromium, sample, tmp_path, width=320) as opened:
        opened.get_by_text("Inhalt", exact=True).first.click()
        for target in opened.locator("input, .contents-bar a, .top a").all():
            box = target.bounding_box()
            assert box["width"] >= 24
            assert box["height"] >= 24


def test_the_brand_is_readable() -> None:
    """Each pair of colours that the styles lay over one another has 4.5:1; axe does not see the shapes."""
    assert list(palette.unreadable(BRAND)) == []
