"""decisions.yml: what can be said in it, and how wrong entries are answered."""

from pathlib import Path

import pytest

from pipeline.model.finding import PictureVerdict, Ruling, Verdict
from pipeline.model.problem import Trouble
from pipeline.structure import decisions
from pipeline.structure.template import parse_template

FOLDER = Path(__file__).parents[2] / "templates" / "howtomake"
TEMPLATE = parse_template((FOLDER / "template.yml").read_text("utf-8"), "template.yml")
ALL = """
- text: "Ein Satz, der nirgends hingehört"
  section: examples
- {find: Ada Lindqvist, decision: role, instead: die Moderatorin}
- {find: Bo Sundmann, decision: consent, date: 2026-11-24, purpose: Zitat im Leitfaden, by: Redaktion}
- {find: Zeche Carl, decision: not-personal, reason: ein Haus}
- {find: 0171 3920014, decision: remove}
- {picture: images/haus.png, sha256: 0123456789ABCDEF, decision: no-people}
- people: [Cleo Tranberg, "@mina"]
"""


def read(text: str) -> decisions.Decided:
    """Read decisions.yml."""
    return decisions.read(text, "decisions.yml", TEMPLATE)


def test_every_kind_of_entry_is_read() -> None:
    """Passages, people and numbers, pictures, and whom to look out for."""
    decided = read(ALL)
    assert [one.section for one in decided.passages.values()] == ["examples"]
    assert decided.rulings[0] == Ruling("Ada Lindqvist", Verdict.ROLE, "die Moderatorin")
    assert [one.verdict.value for one in decided.rulings] == ["role", "consent", "not-personal", "remove"]
    (picture,) = decided.pictures
    assert (picture.picture, picture.verdict) == ("haus.png", PictureVerdict.NO_PEOPLE)
    assert decided.people == ("Cleo Tranberg", "@mina")


@pytest.mark.parametrize("text", ["", "# nur eine Bemerkung\n", "[]\n"])
def test_an_empty_file_decides_nothing(text: str) -> None:
    """A remark alone is no entry."""
    assert read(text) == decisions.Decided()


@pytest.mark.parametrize(
    ("entry", "line", "expected"),
    [
        ("{find: Ada, decision: rolle, instead: x}", 2, "`role`"),
        ("{find: Ada, decision: role}", 2, "instead"),
        ("{find: Ada, decision: consent, purpose: x}", 2, "date"),
        ("{find: Ada, decision: consent, date: 2026-13-01, purpose: x}", 2, "2022-09-27"),
        ("{find: A, decision: remove}", 2, "too short"),
        ("{finds: Ada, decision: remove}", 2, "`find`"),
        ("{find: Ada, decision: remove, resaon: x}", 2, "`reason`"),
        ("{picture: x.png, sha256: zz, decision: no-people}", 2, "12"),
        ("{picture: x.png, sha256: 0123456789ab, decision: nobody}", 2, "no-people"),
        ("{picture: x.png, sha256: 0123456789ab, decision: consent}", 2, "consent"),
        ("{people: Ada}", 2, "list"),
        ("Ada", 2, "key: value"),
        ("{find: bo  sundmann, decision: remove}", 2, "twice"),
    ],
)
def test_wrong_entries_are_answered_with_line_and_advice(entry: str, line: int, expected: str) -> None:
    """Where, what is wrong, and what was probably meant."""
    first = "- {find: Bo Sundmann, decision: not-personal}\n"
    with pytest.raises(Trouble) as caught:
        read(f"{first}- {entry}\n")
    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == ("decisions.yml", line)
    assert expected in f"{problem.message} {problem.hint}"


def test_all_problems_are_named_at_once() -> None:
    """Three wrong entries, three problems."""
    with pytest.raises(Trouble) as caught:
        read("- {find: Ada, decision: x}\n- {find: B, decision: remove}\n- 3\n")
    assert len(caught.value.problems) == 3


@pytest.mark.parametrize(
    "find", ["Ada „Ada“ Lindqvist", 'ada: "x"', "C:\\Ada", "@mina", "#1 Ada", "- Ada", "ada\u00admin"]
)
def test_what_hints_say_can_be_pasted(find: str) -> None:
    """Each line of a hint, whatever is quoted in it, is an entry once its gaps are filled."""
    for hint in (
        decisions.ways(find, "decisions.yml"),
        decisions.ways_of_picture(find, "0123456789abcdef" * 4, "decisions.yml"),
    ):
        _advice, *lines = hint.splitlines()
        assert len(lines) >= 3
        for line in lines:
            decided = read(line.replace("YYYY-MM-DD", "2026-11-24").replace("JJJJ-MM-TT", "2026-11-24"))
            assert len(decided.rulings) + len(decided.pictures) == 1
            assert all(ruling.find == find for ruling in decided.rulings)
