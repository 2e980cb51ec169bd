"""The imprint on pages: lines of contact with their links, and where filings can be looked up."""

import re

from pipeline.model.publishing.imprint import Imprint

MINISTRY = "https://beian.miit.gov.cn/"
"""Where the ministry wants the number of an ICP filing to lead."""
POLICE = "https://beian.mps.gov.cn/#/query/webSearch?code="
"""Where the police want theirs to lead, with the digits of the number."""
# Numbers that can be called from anywhere: with a country or an area, of a mobile, or free of charge.
_LINKS = re.compile(
    r"(?P<web>https?://[^\s<>\"'，。；、（）]+)"
    r"|(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
    r"|(?P<phone>(?<![\w.-])(?:\+\d|0\d|1[3-9]|400|800)(?:[ -]?\d){6,}(?![\w.-]))",
    re.ASCII,
)
Part = tuple[str, str]
"""A piece of a line and the address it leads to, if any."""


def contact_lines(imprint: Imprint) -> tuple[tuple[Part, ...], ...]:
    """Lines of contact, with links on what can be called, written to or visited."""
    return tuple(tuple(_parts(line)) for line in imprint.contact)


def filings(imprint: Imprint) -> tuple[Part, ...]:
    """The site's filings with their links."""
    police = POLICE + "".join(filter(str.isdigit, imprint.police))
    found = ((imprint.icp, MINISTRY), (imprint.police, police))
    return tuple((number, link) for number, link in found if number)


def _parts(line: str) -> list[Part]:
    parts, end = [], 0
    for found in _LINKS.finditer(line):
        text = found[0]
        link = {"web": text, "mail": f"mailto:{text}", "phone": f"tel:{re.sub('[^+0-9]', '', text)}"}
        parts += [(line[end : found.start()], ""), (text, link[found.lastgroup or "web"])]
        end = found.end()
    return [part for part in (*parts, (line[end:], "")) if part[0]]
