"""`place`: an editor goes through the open passages of a guide, one key each."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext
from pipeline.model.problem import Trouble

if TYPE_CHECKING:
    from pipeline.placing import Caught, Session

_MOST_BYTES = 1_000_000


@click.command("place", help=_("Go through the open passages of a guide: three suggestions each, one key."))
@click.argument("slug")
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    help=_("Read keys or a JSON list from a file (- for stdin)."),
)
@click.option("--json", "as_json", is_flag=True, help=_("List what is open for programs, and ask nothing."))
def command(slug: str, answers: Any, *, as_json: bool) -> None:
    """Settle what was decided elsewhere, then ask; every answer is written at once."""
    from pipeline.placing import Session
    from pipeline.workspace.folder import Workspace

    session = Session(Workspace.find(Path()), slug)
    given = answers.read(_MOST_BYTES) if answers else None
    if as_json and given is None:
        click.echo(json.dumps(_listing(session), ensure_ascii=False, indent=2))
        return
    _say_caught(session.catch_up(), slug)
    if given is not None and given.lstrip()[:1] in {"[", "{"}:
        click.echo(_decided(_from_json(session, given)))
    else:
        from pipeline.cli.placescreen import Screen

        Screen(session, _keys(given), live=given is None and sys.stdin.isatty()).run()
    if as_json:
        click.echo(json.dumps(_listing(session), ensure_ascii=False, indent=2))


def _keys(given: str | None) -> Callable[[], str]:
    """Return what gives the next key: of the keyboard, or of a text; `q` when there are no more."""
    if given is None and sys.stdin.isatty():
        return click.getchar
    text = sys.stdin.read(_MOST_BYTES) if given is None else given
    keys: Iterator[str] = (
        key for line in text.splitlines() for key in line.partition("#")[0] if not key.isspace()
    )
    return lambda: next(keys, "q")


def _say_caught(caught: Caught, slug: str) -> None:
    if caught.decided:
        click.echo(
            ngettext(
                "{n} decision out of decisions.yml carried out.",
                "{n} decisions out of decisions.yml carried out.",
                caught.decided,
            ).format(n=caught.decided)
        )
    if caught.moved:
        click.echo(
            ngettext(
                "{n} passage that you have moved yourself is on record.",
                "{n} passages that you have moved yourself are on record.",
                caught.moved,
            ).format(n=caught.moved)
        )
    for text in caught.astray:
        message = _("A decision moves a passage that stands in guide.md: move it there yourself: “{text}”")
        speech.hint(f"guides/{slug}/guide.md: {message.format(text=text[:80])}", err=False)


def _decided(number: int) -> str:
    return ngettext("{n} passage decided.", "{n} passages decided.", number).format(n=number)


def _listing(session: Session) -> dict[str, Any]:
    """Return what is open, for other fronts."""
    state = session.state()
    rows = [
        {
            "ids": list(one.ids),
            "source": one.entries[0].source,
            "place": one.entries[0].place,
            "texts": [session.setting.said(entry) for entry in one.entries],
            "path": list(one.path),
            "before": one.before,
            "after": one.after,
            "reason": one.reason,
            "suggestions": [
                {"section": s.section, "heading": s.heading, "reason": s.reason} for s in one.suggestions
            ],
        }
        for one in state.suggested()
    ]
    sections = [
        {"id": rule.id, "heading": rule.heading, "published": rule.published}
        for rule in session.template.sections
    ]
    return {
        "open": sum(len(row["ids"]) for row in rows),
        "gone": state.gone,
        "questions": rows,
        "sections": sections,
    }


def _from_json(session: Session, given: str) -> int:
    """Carry out answers of another front: `[{"ids": […], "section": "tips", "always": false}]`."""
    try:
        rows = json.loads(given)
        wanted = [
            ([str(one) for one in row["ids"]], str(row["section"]), bool(row.get("always")))
            for row in ([rows] if isinstance(rows, dict) else rows)
        ]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Trouble.at(
            "--answers",
            _("Expected a JSON list of answers: {what}.").format(what=str(error)[:80]),
            _('One answer reads {"ids": ["…"], "section": "tips"}.'),
        ) from error
    known = session.template.ids
    if unknown := [section for _ids, section, _always in wanted if section not in known]:
        raise Trouble.at(
            "--answers",
            _("Unknown section id `{id}`.").format(id=unknown[0]),
            _("Known: {known}.").format(known=", ".join(known)),
        )
    done = 0
    for ids, section, always in wanted:
        named = set(ids)
        state = session.state()
        chosen = [one for whole in state.questions for one in session.within(whole, named)]
        heading = next((one.heading for one in chosen), "") if always else ""
        done += session.answer(chosen, section, always=heading)
    return done
