"""Pages: HTML by the templates that lie in the folder `pages/` of a package; their words are messages, `_("...")`.

All of them wear the house style, `house.css`: colours, type, spaces and what is pressed are its custom properties
(`--ink`, `--link`, `--s`, `--touch`, ...). What many pages of the workshop have - panels, tiles, badges, tables,
charts, notices - are classes of `work.css`. A page that is one file extends `house/page.html`, which brings both, an
icon, a head, a foot and a policy that lets nothing in but the page's own script; a site links to the first alone. What
a page alone needs goes into its `{% block style %}`. `python -m tools.components --to FILE.html` shows everything
there is, and `python -m tests.e2e.looks FILE.html` tells what is wrong with a page.
"""

from base64 import b64encode
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from pipeline.masking import masked_value
from pipeline.messages import tr, trn
from pipeline.pages.charts import percent, tick_text
from pipeline.pages.icon import icon, icon_address

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["house_files", "house_style", "icon", "icon_address", "pages", "template_options"]


@lru_cache(maxsize=8)
def pages(
    package: str, *, reporting: bool = False, folder: str = "pages", **filters: Callable[..., Any]
) -> "Environment":
    """The templates in a folder of a package, by name; kept, as it takes time to compile them.

    Those that all pages share are `house/page.html`, `house/parts.html` and `house/charts.html`. What is `reporting`
    shows words of tools and servers, and therefore no secret; pages of programmes show all.
    """
    # Most commands write no page.
    from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader

    finalize = _without_secrets if reporting else None
    house = PrefixLoader({"house": PackageLoader("pipeline", "pages")})
    loader = ChoiceLoader([PackageLoader(package, folder), house])
    environment = Environment(loader=loader, finalize=finalize, **template_options())
    environment.filters |= {"sha256": _fingerprint, "percent": percent, "tick": tick_text} | filters
    environment.globals |= {"_": tr, "ngettext": trn, "icon_address": icon_address}
    return environment


def template_options() -> dict[str, Any]:
    """How templates are read: values are escaped, what is not there is an error, and a tag's line leaves no blank."""
    from jinja2 import StrictUndefined

    return {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


@cache
def house_style() -> bytes:
    """The style sheet of all pages, for a site to lay beside its own."""
    return files("pipeline.pages").joinpath("house.css").read_bytes()


@cache
def house_files() -> bytes:
    """All that pages share: part of the key of what is kept until its pages would be others."""
    names = ("house.css", "work.css", "page.html", "parts.html", "charts.html")
    return b"".join(files("pipeline.pages").joinpath(name).read_bytes() for name in names)


def _fingerprint(text: str) -> str:
    """Of a script or style, as a Content-Security-Policy names it."""
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _without_secrets(value: object) -> object:
    hidden = masked_value(value)
    # What is HTML already stays HTML.
    return type(value)(hidden) if isinstance(value, str) and hasattr(value, "__html__") else hidden
