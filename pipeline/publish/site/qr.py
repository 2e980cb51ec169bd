"""QR codes: an address on paper, for a visitor's phone."""

from io import BytesIO

import segno

from pipeline.digest import digest
from pipeline.publish.item import Page

VERSION = 1
"""Counts up when codes are drawn in another way."""


def code_page(path: str, address: str) -> Page:
    """A picture of the code, black on white, with the empty margin that readers need."""

    def make() -> bytes:
        # Medium error correction: cards get scratched.
        code = segno.make(address, error="m", micro=False)
        drawn = BytesIO()
        code.save(drawn, kind="svg", border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True)
        return drawn.getvalue()

    return Page(path=path, key=digest([VERSION, address]), make=make)
