"""Starting: a new workspace, and an empty guide in it."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from pipeline.guide import palette
from pipeline.guide.frontmatter import quoted
from pipeline.guide.rules import SLUG
from pipeline.messages import _
from pipeline.model.problem import Trouble
from pipeline.model.template import Template
from pipeline.structure import draft
from pipeline.workspace.folder import Workspace, write_whole

BRAND = "templates/brand.yml"


@dataclass(frozen=True)
class Brand:
    """Another association: its name, its page on the web, its colours (`#1d1a2b`)."""

    publisher: str
    website: str = ""
    colour: str = ""
    accent: str = ""

    def applied(self, text: str) -> str:
        """Return a brand file with these values; everything else in it, comments too, stays.

        Raises:
            Trouble: a colour is none.
        """
        for value in filter(None, (self.colour, self.accent)):
            if not palette.is_colour(value):
                wanted = _("`{key}`: expected a colour like #1d1a2b, got “{got}”.")
                raise Trouble.at(BRAND, wanted.format(key="colour", got=value))
        for key, value in (("publisher", self.publisher), ("website", self.website), ("catalogue", "")):
            text = _with(text, key, quoted(value))
        if self.colour:
            for mode, colours in palette.derive(self.colour, self.accent).items():
                head, part, rest = re.split(rf"(?ms)^({mode}:.*?)(?=^\S|\Z)", text, maxsplit=1)
                for name, value in colours.items():
                    part = _with(part, f"  {name}", f'"{value}"')
                text = head + part + rest
        return text


def _with(text: str, key: str, value: str) -> str:
    """Return YAML in which a key has another value; a comment behind it stays."""
    found = re.search(rf"(?m)^{key}:\s*(?P<value>\"[^\"]*\"|\S[^#\n]*?)?(?=\s*(?:#|$))", text)
    return text if found is None else f"{text[: found.start()]}{key}: {value}{text[found.end() :]}"


def templates() -> Path:
    """Return the templates that come with the program: from the wheel, or from a checkout."""
    packed = Path(str(resources.files("pipeline.starter"))) / "templates"
    return packed if packed.is_dir() else Path(__file__).parent.parent / "templates"


def init(folder: Path, brand: Brand | None = None) -> list[str]:
    """Make a workspace in `folder` and return the names of the files made.

    Raises:
        Trouble: a file that would be made is there already; nothing is written then.
    """
    starter = Path(str(resources.files("pipeline.starter")))
    new = {
        "Makefile": (starter / "Makefile").read_bytes(),
        ".gitignore": (starter / "gitignore").read_bytes(),
        "guides/programme.yml": (starter / "programme.yml").read_bytes(),
    }
    source = Workspace(templates())
    new |= {
        f"templates/{path.relative_to(source.root).as_posix()}": path.read_bytes()
        for path in source.files(source.root)
        if "logos" not in path.parent.parts  # those of funders were given for their own grants
    }
    if brand is not None:
        new[BRAND] = brand.applied(new[BRAND].decode()).encode()
    if taken := [name for name in new if (folder / name).exists()]:
        raise Trouble.at(
            taken[0], _("This is there already; nothing was written."), _("Choose an empty folder.")
        )
    for name, data in new.items():
        write_whole(folder / name, data)
    return list(new)


def new(workspace: Workspace, slug: str, title: str, template: Template, today: datetime.date) -> Path:
    """Write an empty guide with every required section and its advice; return its path.

    Raises:
        Trouble: the slug cannot be a folder name, or the guide is there already.
    """
    path = workspace.guide_folder(slug) / "guide.md"
    if not SLUG.fullmatch(slug):
        raise Trouble.at(
            f"guides/{slug}",
            _("The folder name “{slug}” cannot be an address.").format(slug=slug),
            _("Use small letters a–z, digits and hyphens only."),
        )
    if path.exists():
        raise Trouble.at(workspace.name(path), _("This guide is there already; nothing was written."))
    write_whole(path, draft.empty(title, template, today).encode())
    return path
