"""Handouts: a programme's transcript to be printed, with a code that leads to where it can be heard."""

from pipeline.messages import speaking, tr
from pipeline.pages import pages
from pipeline.publish.item import Item
from pipeline.publish.site.qr import code_svg

END = "</main>"
"""Before which the code stands in a transcript's page."""


def handout_text(page: str, item: Item, address: str) -> str | None:
    """The page of a transcript with the code of an address and the address as text; None where there is no place."""
    before, end, after = page.rpartition(END)
    if not end:
        return None
    with speaking(item.series.page_language):
        code = pages("pipeline.publish.bundle").get_template("handout.html").render(
            code=code_svg(address, label=tr("QR code")), address=address
        )  # fmt: skip
    return f"{before}{code}\n{end}{after}"
