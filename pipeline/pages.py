"""Pages: HTML by the templates that lie in the folder `pages/` of a package; their words are messages, `_("...")`."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pipeline.masking import masked_value
from pipeline.messages import tr, trn

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=8)
def pages(
    package: str, *, reporting: bool = False, folder: str = "pages", **filters: Callable[..., Any]
) -> "Environment":
    """The templates in a folder of a package, by name; kept, as it takes time to compile them.

    What is `reporting` shows words of tools and servers, and therefore no secret; pages of programmes show all.
    """
    # Most commands write no page.
    from jinja2 import Environment, PackageLoader

    finalize = _without_secrets if reporting else None
    environment = Environment(loader=PackageLoader(package, folder), finalize=finalize, **template_options())
    environment.filters |= filters
    environment.globals |= {"_": tr, "ngettext": trn}
    return environment


def template_options() -> dict[str, Any]:
    """How templates are read: values are escaped, what is not there is an error, and a tag's line leaves no blank."""
    from jinja2 import StrictUndefined

    return {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}


def _without_secrets(value: object) -> object:
    hidden = masked_value(value)
    # What is HTML already stays HTML.
    return type(value)(hidden) if isinstance(value, str) and hasattr(value, "__html__") else hidden
