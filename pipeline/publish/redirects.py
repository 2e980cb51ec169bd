"""Pages at old addresses: whoever has the link, or the printed code, of a programme that got another number."""

from collections.abc import Iterable, Iterator
from html import escape

from pipeline.publish.item import Item, Page

PAGE = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={new}">
<link rel="canonical" href="{new}">
<title>{title}</title>
<p><a href="{new}">{title}</a></p>
</html>
"""


def moved_page(item: Item, number: int) -> Page:
    """At the address that the item had under an earlier number; sends on to where it is now."""
    # To the page by name: from a stick, no server finds it in its folder.
    new = f"../{item.number}/index.html"
    text = PAGE.format(language=escape(item.series.language), new=new, title=escape(item.title))
    return Page.of(f"{item.series.slug}/{number}/index.html", text.encode())


def moved_pages(items: Iterable[tuple[Item, Iterable[int]]]) -> Iterator[Page]:
    """For items with the numbers that they have had; a number that another one has now is that one's."""
    several = [(item, sorted(numbers)) for item, numbers in items]
    taken = {item.folder for item, _ in several}
    for item, numbers in several:
        for number in numbers:
            folder = f"{item.series.slug}/{number}"
            if folder not in taken:
                taken.add(folder)
                yield moved_page(item, number)
