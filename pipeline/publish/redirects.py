"""Pages at old addresses of programmes that got another number: links and printed codes still work."""

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
    """At the address that the item had under an earlier number; leads to where it is now."""
    # To the file itself: on a stick there is no server that finds a page in its folder.
    new = f"../{item.number}/index.html"
    text = PAGE.format(language=escape(item.series.language), new=new, title=escape(item.title))
    return Page.of(f"{item.series.slug}/{number}/index.html", text.encode())


def moved_pages(items: Iterable[tuple[Item, Iterable[int]]]) -> Iterator[Page]:
    """For items with all numbers that they have had; none at a number that another item has now."""
    known = [(item, sorted(numbers)) for item, numbers in items]
    taken = {item.folder for item, _ in known}
    for item, numbers in known:
        for number in numbers:
            folder = f"{item.series.slug}/{number}"
            if folder not in taken:
                taken.add(folder)
                yield moved_page(item, number)
