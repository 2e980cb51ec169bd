"""The player of pages: plain scripts and one style sheet, as files of a site and within the page of a bundle."""

from functools import cache
from importlib.resources import files

from rcssmin import cssmin
from rjsmin import jsmin

PARTS = ("player", "bar", "keys", "captions", "switch", "state")
"""Scripts that make the player, in this order: the first one asks the others what they do."""
LATER = ("sleep", "session", "window", "mini")
"""Parts that an episode's page asks for once somebody touches it or plays something."""
PAGES = ("episode", "listen", "bundle")
"""Scripts that use it: of an episode's page, of a series', of a bundle's."""


@cache
def player_script() -> str:
    """All parts as one script, so that a page on a slow line asks for one file."""
    return "".join(_read("scripts", f"{name}.js") for name in PARTS)


@cache
def later_script() -> str:
    """The parts that may come later, as one script."""
    return "".join(_read("scripts", f"{name}.js") for name in LATER)


@cache
def page_script(name: str) -> str:
    """The script of a page, one of `PAGES`."""
    return _read("scripts", f"{name}.js")


@cache
def player_style() -> str:
    """The style sheet."""
    return _read("player.css")


@cache
def later_style() -> str:
    """The style sheet of the parts that may come later."""
    return _read("later.css")


@cache
def player_template() -> str:
    """The template with the controls."""
    return _read("pages", "player.html")


def light(name: str, text: str) -> str:
    """A style sheet or script of ours, by its name, without what only its authors need."""
    return f"{cssmin(text) if name.endswith('.css') else jsmin(text)}\n"


def _read(*names: str) -> str:
    text = files("pipeline.publish.player").joinpath(*names).read_text("utf-8")
    return text if names[-1].endswith(".html") else light(names[-1], text)
