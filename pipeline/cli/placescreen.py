"""Place screen: one question at a time on the terminal, and what a key does."""

from __future__ import annotations

import shutil
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from pipeline.cli import speech
from pipeline.messages import _, ngettext
from pipeline.model.notes import Kind

if TYPE_CHECKING:
    from pipeline.placing import Session, State
    from pipeline.structure.asking import Question

_WIDEST = 100
_NUMBERS = {"1", "2", "3"}
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_QUIT, _BACK = {"q", "\x1b", "\x04"}, {"o", "\x1b", "\r", "\n"}
_STOP = "\x03"


@dataclass
class Screen:
    """One sitting: asks until nothing is open, skipped passages left out."""

    session: Session
    key: Callable[[], str]
    live: bool
    """Whether somebody sees it: else nothing is drawn but the end."""
    skipped: set[str] = field(default_factory=set)
    narrow: set[str] = field(default_factory=set)
    """Ids that are asked about piece by piece."""
    group: bool = False
    always: bool = False
    answers: list[int] = field(default_factory=list)
    """How many passages each answer decided that has not been undone."""

    @property
    def done(self) -> int:
        """How many passages have been decided."""
        return sum(self.answers)

    def run(self) -> None:
        """Ask until there is nothing left or the editor has had enough."""
        while True:
            state = self.session.state()
            waiting = self._waiting(state)
            if not waiting:
                break
            question = state.suggester.suggested(waiting[0])
            scope = self._scope(question, waiting)
            left = sum(len(one.entries) for one in waiting)
            if self.live:
                self._draw(question, scope, left)
            if not self._act(self._pressed(), question, scope):
                break
        self._end()

    def _pressed(self) -> str:
        key = self.key()
        if key == _STOP:
            raise KeyboardInterrupt
        return key.lower()

    def _waiting(self, state: State) -> list[Question]:
        asked = [
            piece
            for one in state.questions
            for piece in (self.session.pieces(one) if self.narrow & set(one.ids) else [one])
        ]
        return [one for one in asked if not self.skipped & set(one.ids)]

    def _scope(self, question: Question, waiting: list[Question]) -> list[Question]:
        if not (self.group or self.always):
            return [question]
        from pipeline.structure.asking import under

        return under(question.heading, waiting) or [question]

    # Keys

    def _act(self, key: str, question: Question, scope: list[Question]) -> bool:
        """Do what a key asks for; False ends the sitting."""
        if key in _QUIT:
            return False
        if key in _NUMBERS and int(key) <= len(question.suggestions):
            self._answer(scope, question.suggestions[int(key) - 1].section)
        elif key in {"n", "o"}:
            if section := self.session.aside if key == "n" else self._other():
                self._answer(scope, section)
        elif key == "s":
            self.skipped |= {name for one in scope for name in one.ids}
            self._reset()
        elif key == "u":
            self._undo()
        elif key == "?" and self.live:
            self._help()
        else:
            self._turn(key, question)
        return True

    def _turn(self, key: str, question: Question) -> None:
        """Change what the next answer holds for."""
        if key == "g":
            self.group = not self.group
        elif key == "i":
            self.always = bool(question.heading) and not self.always
        elif key == "e":
            self.narrow |= set(question.ids)

    def _answer(self, scope: list[Question], section: str) -> None:
        heading = scope[0].heading if self.always else ""
        if decided := self.session.answer(scope, section, always=heading):
            self.answers.append(decided)
        self._reset()

    def _reset(self) -> None:
        self.group = self.always = False

    def _other(self) -> str:
        """Let the editor choose among all sections; empty when they go back."""
        rules = [rule for rule in self.session.template.sections if rule.id != "metadata"]
        if self.live:
            click.echo()
            for letter, rule in zip(_LETTERS, rules, strict=False):
                mark = "" if rule.published else _(" (for the group, not in the guide)")
                click.echo(f"  {click.style(letter, bold=True)}  {rule.heading}{mark}")
        key = self._pressed()
        number = _LETTERS.find(key)
        return rules[number].id if key not in _BACK - {"o"} and 0 <= number < len(rules) else ""

    def _undo(self) -> None:
        from pipeline.placing import Changed

        try:
            undone = self.session.undo()
        except Changed:
            self._note(_("The files were changed by somebody else since; nothing was undone."))
            return
        if not undone:
            self._note(_("There is nothing to undo."))
        else:
            self.answers.pop()

    def _note(self, text: str) -> None:
        click.echo(text, err=True)
        if self.live:
            click.pause(_("Press any key to go on …"))

    # What is seen

    def _draw(self, question: Question, scope: list[Question], left: int) -> None:
        click.clear()
        first, last = question.entries[0], question.entries[-1]
        place = first.place if first is last else f"{first.place} – {last.place}"
        progress = _("{n} decided, {left} open").format(n=self.done, left=left)
        click.echo(click.style(f"{progress} · {first.source}, {place}", dim=True))
        if question.path:
            click.echo(click.style(" › ".join(question.path), fg="cyan"))
        click.echo()
        self._beside(question.before)
        for entry in question.entries:
            mark = "• " if entry.kind in {Kind.ITEM.value, Kind.ROW.value} else ""
            click.echo(click.style(_wrapped(mark + self.session.setting.said(entry)), bold=True))
        self._beside(question.after)
        click.echo()
        if len(scope) > 1 or self.group or self.always:
            self._says_scope(question, scope)
        if question.reason:
            click.echo(click.style(_("Open, because: {reason}").format(reason=question.reason), dim=True))
        for number, one in enumerate(question.suggestions, start=1):
            why = click.style(f"  {one.reason}", dim=True) if one.reason else ""
            click.echo(f"  {click.style(str(number), fg='green', bold=True)}  {one.heading}{why}")
        click.echo()
        click.echo(
            click.style(
                _("1 2 3 suggestion · o other section · n not for the guide · s skip · u undo"), dim=True
            )
        )
        click.echo(
            click.style(
                _("g all under this heading · e one by one · i always for this heading · q quit · ? help"),
                dim=True,
            )
        )

    def _beside(self, text: str) -> None:
        if text:
            click.echo(click.style(_wrapped(text, lines=2), dim=True))

    def _says_scope(self, question: Question, scope: list[Question]) -> None:
        number = sum(len(one.entries) for one in scope)
        text = ngettext(
            "Your answer holds for {n} passage under “{heading}”.",
            "Your answer holds for {n} passages under “{heading}”.",
            number,
        ).format(n=number, heading=question.heading or "–")
        if self.always:
            text += " " + _("This heading goes there from now on, in all guides.")
        click.echo(click.style(text, fg="yellow"))

    def _help(self) -> None:
        click.echo()
        for line in (
            _("1, 2, 3: put the passage into the section suggested."),
            _("o: choose among all sections; a letter each."),
            _("n: not for the guide; it goes to follow-up.md, where the group finds it."),
            _("g: let the next answer hold for all open passages under this heading, or for this one again."),
            _("e: decide about the lines of this list one by one."),
            _("i: this heading goes to the section you choose, now and in all notes to come."),
            _("u: undo the last answer; all files are as before, byte for byte."),
            _("s: leave it open. q: end; every answer is saved already."),
        ):
            click.echo(_wrapped(line))
        click.pause(_("Press any key to go on …"))

    def _end(self) -> None:
        state = self.session.state()
        left = sum(len(one.entries) for one in state.questions)
        text = ngettext("{n} passage decided, {left} open.", "{n} passages decided, {left} open.", self.done)
        click.echo(text.format(n=self.done, left=left))
        if state.gone:
            text = ngettext(
                "{n} open passage is not in guide.md any more: you have dealt with it.",
                "{n} open passages are not in guide.md any more: you have dealt with them.",
                state.gone,
            )
            more = _("`howtomake trace {slug} --missing` lists them.").format(slug=self.session.slug)
            speech.hint(f"{text.format(n=state.gone)} {more}", err=False)


def _wrapped(text: str, lines: int = 12) -> str:
    width = min(shutil.get_terminal_size().columns, _WIDEST) - 2
    return textwrap.fill(
        text, width, initial_indent="  ", subsequent_indent="  ", max_lines=lines, placeholder=" …"
    )
