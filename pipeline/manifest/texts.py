"""Texts with fields: `{title}` and its like replaced, everything else left as it is."""

import re
from collections.abc import Mapping

_FIELD = re.compile(r"\{([a-z]+)(?::(0?[1-9]d?))?\}")


def fill(text: str, fields: Mapping[str, str | int]) -> str:
    """`text` with its known fields replaced, once; a width as in `{number:03d}` is for whole numbers only.

    Any other brace, backslash or percent sign is itself.
    """

    def value(found: re.Match[str]) -> str:
        name, width = found.groups()
        known = fields.get(name)
        if known is None or (width and not isinstance(known, int)):
            return found[0]
        return format(known, width or "")

    return _FIELD.sub(value, text)
