"""Click's words: what click itself says, marked here so that our catalogue translates it."""

from __future__ import annotations


def _(text: str) -> str:
    """Mark a message; click asks gettext for it by itself."""
    return text


WORDS = (
    _("Usage:"),
    _("Options"),
    _("Commands"),
    _("Error: {message}"),
    _("Show this message and exit."),
    _("Show the version and exit."),
    _("No such command {name!r}."),
    _("Missing command."),
    _("Missing argument"),
    _("Missing option"),
    _("Missing parameter"),
    _("No such option {name!r}."),
    _("Try '{command} {option}' for help."),
    _("Invalid value: {message}"),
    _("Invalid value for {param_hint}: {message}"),
    _("Aborted!"),
    _("required"),
    _("default: {default}"),
    _("{name} {filename!r} does not exist."),
    _("file"),
    _("directory"),
    _("path"),
    _("{value!r} is not a valid {number_type}."),
)
