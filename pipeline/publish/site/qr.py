"""QR codes: an address on paper, for a visitor's phone."""

from html import escape
from io import BytesIO

import segno

from pipeline.digest import digest
from pipeline.publish.item import Page

VERSION = 1
"""Counts up when codes are drawn in another way."""


def code_page(path: str, address: str) -> Page:
    """A picture of the code, black on white, with the empty margin that readers need."""

    def make() -> bytes:
        return _drawn(address, xmldecl=True)

    return Page(path=path, key=digest([VERSION, address]), make=make)


def code_svg(address: str, *, label: str) -> str:
    """The same as part of a page, with what it is called there."""
    drawn = _drawn(address, xmldecl=False).decode()
    return drawn.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1).strip()


def _drawn(address: str, *, xmldecl: bool) -> bytes:
    # Medium error correction: cards get scratched.
    code = segno.make(address, error="m", micro=False)
    drawn = BytesIO()
    code.save(
        drawn, kind="svg", border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True,
        xmldecl=xmldecl,
    )  # fmt: skip
    return drawn.getvalue()
