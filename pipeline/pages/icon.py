"""The icon of a page: the first character of a name as a seal, in colours of its own."""

from base64 import b64encode
from html import escape
from unicodedata import category

GROUND, INK = "#7a1414", "#fff6e0"
"""Of the house, #rrggbb."""
FACES = "'Noto Serif CJK SC','Source Han Serif SC','Songti SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',serif"


def icon(name: str, *, ground: str = GROUND, ink: str = INK) -> str:
    """An SVG for the tab of a browser: the name's first character in `ink` on `ground` (#rrggbb).

    Colours of a theme are to be readable on each other, as those of a site's palette are.
    """
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
        f'<rect width="32" height="32" rx="7" fill="{ground}"/>'
        f'<text x="16" y="16" dy=".36em" font-family="{FACES}" font-size="21" font-weight="700" text-anchor="middle"'
        f' fill="{ink}">{escape(initial(name))}</text></svg>'
    )


def icon_address(name: str, *, ground: str = GROUND, ink: str = INK) -> str:
    """The icon within a page that is one file."""
    return "data:image/svg+xml;base64," + b64encode(icon(name, ground=ground, ink=ink).encode()).decode()


def initial(name: str) -> str:
    """The first letter or digit of a name: of `《红色开福》` it is `红`."""
    first = next((one for one in name if category(one)[0] in "LN"), "声")
    return first.upper()[:1]
