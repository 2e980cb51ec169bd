"""The player of pages: plain scripts and one style sheet, as files of a site and within the page of a bundle."""

import re
from functools import cache
from importlib.resources import files

PARTS = ("player", "bar", "keys", "captions", "switch", "state", "mini")
"""Scripts that make the player, in this order: the first one asks the others what they do."""
PAGES = ("episode", "listen", "bundle")
"""Scripts that use it: of an episode's page, of a series', of a bundle's."""


@cache
def player_script() -> str:
    """All parts as one script, so that a page on a slow line asks for one file."""
    return "".join(_read("scripts", f"{name}.js") for name in PARTS)


@cache
def page_script(name: str) -> str:
    """The script of a page, one of `PAGES`."""
    return _read("scripts", f"{name}.js")


@cache
def player_style() -> str:
    """The style sheet."""
    return _read("player.css")


@cache
def player_template() -> str:
    """The template with the controls."""
    return _read("pages", "player.html")


def light(text: str) -> str:
    """A style sheet or script of ours without what only its authors need: lines of comment, indents, empty lines."""
    lines = (line.strip() for line in _COMMENTS.sub("", text).splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


_COMMENTS = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*$", re.DOTALL | re.MULTILINE)
"""That begin and end a line; no text of our scripts goes over several lines."""


def _read(*names: str) -> str:
    text = files("pipeline.publish.player").joinpath(*names).read_text("utf-8")
    return text if names[-1].endswith(".html") else light(text)
