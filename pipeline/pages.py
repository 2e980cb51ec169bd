"""Pages: HTML by the templates that lie in the folder `pages/` of a package."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@lru_cache(maxsize=8)
def pages(package: str, **filters: Callable[..., Any]) -> "Environment":
    """The templates of a package, by name; kept, as it takes time to compile them."""
    # Most commands write no page.
    from jinja2 import Environment, PackageLoader

    environment = Environment(loader=PackageLoader(package, "pages"), **template_options())
    environment.filters |= filters
    return environment


def template_options() -> dict[str, Any]:
    """How templates are read: values are escaped, what is not there is an error, and a tag's line leaves no blank."""
    from jinja2 import StrictUndefined

    return {"autoescape": True, "undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
