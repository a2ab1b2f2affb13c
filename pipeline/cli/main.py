"""Main: the command and its verbs; errors become sentences and exit codes here and nowhere else."""

from __future__ import annotations

import gettext
import importlib
import sys
from collections.abc import Sequence

import click

from pipeline import __version__
from pipeline.cli import speech
from pipeline.messages import CATALOGUES, DOMAIN, _, language_of_person
from pipeline.model.problem import ToolFailure, Trouble

VERBS = {
    "init": "pipeline.cli.init",
    "new": "pipeline.cli.new",
    "form": "pipeline.cli.form",
    "ingest": "pipeline.cli.ingest",
    "place": "pipeline.cli.place",
    "trace": "pipeline.cli.trace",
    "check": "pipeline.cli.check",
    "build": "pipeline.cli.build",
    "verify": "pipeline.cli.verify",
    "stamp": "pipeline.cli.stamp",
    "funders": "pipeline.cli.funders",
    "watch": "pipeline.cli.watch",
    "serve": "pipeline.cli.serve",
    "doctor": "pipeline.cli.doctor",
    "clean": "pipeline.cli.clean",
}
"""Verb → module with a click command `command`, in the order of the work."""

DONE, PROBLEMS, USAGE, BUG, TOOL, INTERRUPTED = 0, 1, 2, 3, 4, 130


class Verbs(click.Group):
    """Verbs are imported when they are asked for, so that `--help` is quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the verbs in the order of the work."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one verb; None when there is no such."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs without importing them."""
        with formatter.section(_("Verbs")):
            formatter.write_dl(list(speech.summaries().items()))


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    __version__, "--version", "-V", prog_name="howtomake", help=_("Show the version and exit.")
)
def howtomake() -> None:
    """Turn workshop notes into practice guides."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    _click_speaks()
    howtomake.help = _("Turn workshop notes into practice guides.")
    try:
        code = howtomake.main(args=arguments, prog_name="howtomake", standalone_mode=False)
    except click.exceptions.Abort:
        code = INTERRUPTED
    except KeyboardInterrupt:
        code = INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Trouble as trouble:
        speech.problems(trouble.problems, err=True)
        code = PROBLEMS
    except ToolFailure as failure:
        speech.tool_failure(failure)
        code = TOOL
    except Exception as error:  # noqa: BLE001  (our bug: a sentence and a report instead of a traceback)
        speech.bug(error)
        code = BUG
    sys.exit(code if isinstance(code, int) else DONE)


def _click_speaks() -> None:
    """Let click's own words come out of our catalogue, in the person's language."""
    gettext.bindtextdomain(DOMAIN, str(CATALOGUES))
    gettext.textdomain(DOMAIN)
    import os

    os.environ.setdefault("LANGUAGE", language_of_person().split(".")[0])
