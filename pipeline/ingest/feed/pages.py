"""Pages of one feed (RFC 5005), given as several files in any order: put together, and those that are missing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from pipeline.errors import PipelineError
from pipeline.ingest.feed.values import IncomingFeed, IncomingItem, file_name
from pipeline.messages import tr, trn


def joined(pages: Sequence[IncomingFeed], files: Sequence[str]) -> IncomingFeed:
    """The whole podcast. `files` are the pages' names, by which pages are known that do not say their own address.

    What stands on two pages counts once; of an item that two pages have differently, the newer page's is taken.
    Raises PipelineError where a file is of another podcast.
    """
    if len(pages) == 1:
        return replace(pages[0], missing=tuple(_missing(pages, files)))
    for page, name in zip(pages[1:], files[1:], strict=True):
        if not _same(pages[0], page):
            words = tr(
                "'{file}' is of another podcast, '{title}', than '{first}', '{other}'",
                file=name, title=page.title, first=files[0], other=pages[0].title,
            )  # fmt: skip
            raise PipelineError(words, hint=tr("adopt each podcast into a series of its own"))
    ordered = sorted(pages, key=_newest, reverse=True)
    if sum(_rises(page) for page in pages) * 2 > len(pages):
        ordered.reverse()
    first = next((page for page in ordered if "previous" not in page.pages), ordered[0])
    items, repeated = _items(ordered)
    notes = [note for page in pages for note in page.notes]
    if repeated:
        notes.append(
            trn(
                "{count} item stands on two pages, and was taken once",
                "{count} items stand on two pages, and were taken once",
                repeated,
            )
        )
    missing = tuple(_missing(pages, files))
    return replace(first, items=items, notes=tuple(dict.fromkeys(notes)), missing=missing)


def _items(pages: Sequence[IncomingFeed]) -> tuple[tuple[IncomingItem, ...], int]:
    """The items of all pages. Two of one guid on one page stay: that is for its user to decide."""
    taken: set[str] = set()
    items: list[IncomingItem] = []
    repeated = 0
    for page in pages:
        new = [item for item in page.items if not item.guid or item.guid not in taken]
        repeated += len(page.items) - len(new)
        items += new
        taken |= {item.guid for item in new}
    return tuple(items), repeated


def _missing(pages: Sequence[IncomingFeed], files: Sequence[str]) -> Iterator[str]:
    """Addresses that pages name and none of them has."""
    own = {_plain(page.pages["self"]) for page in pages if "self" in page.pages}
    silent = [(page, name) for page, name in zip(pages, files, strict=True) if "self" not in page.pages]
    wanted = {
        _plain(page.pages[relation]): page.pages[relation]
        for relation in ("first", "previous", "next", "last")
        for page in pages
        if page.pages.get(relation)
    }
    left = [address for address in wanted if address not in own]
    owners: dict[str, int] = {}
    for place, (page, name) in enumerate(silent):
        # A page that does not say its own address: the file's name tells it, else what it cannot be.
        named = [address for address in left if file_name(wanted[address]) == name and address not in owners]
        if named:
            owners[named[0]] = place
        else:
            _place(place, [page for page, _ in silent], left, owners, set())
    yield from (wanted[address] for address in left if address not in owners)


def _place(
    place: int, pages: Sequence[IncomingFeed], addresses: Sequence[str], owners: dict[str, int], tried: set[str]
) -> bool:
    """Find an address for a page, moving others to addresses that they may have as well."""
    for address in addresses:
        if address in tried or not _may_be(pages[place], address):
            continue
        tried.add(address)
        if address not in owners or _place(owners[address], pages, addresses, owners, tried):
            owners[address] = place
            return True
    return False


def _may_be(page: IncomingFeed, address: str) -> bool:
    """Whether a page may have an address: it is neither before nor behind itself."""
    links = {relation: _plain(other) for relation, other in page.pages.items()}
    others = {links.get("next"), links.get("previous")}
    others |= {links.get("last")} if "next" in links else set()
    others |= {links.get("first")} if "previous" in links else set()
    return address not in others


def _same(one: IncomingFeed, other: IncomingFeed) -> bool:
    """Whether two pages are of one podcast: they name each other, else they have its identity or its title."""
    linked = {_plain(address) for name, address in other.pages.items() if name != "self"}
    if _plain(one.pages.get("self", "")) in linked:
        return True
    identities = {str(page.podcast["guid"]).lower() for page in (one, other) if "guid" in page.podcast}
    return one.title == other.title or (len(identities) == 1 and all("guid" in page.podcast for page in (one, other)))


def _plain(address: str) -> str:
    """An address without what servers do not tell apart."""
    parts = urlsplit(address.strip())
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}?{parts.query}" if address else ""


def _newest(page: IncomingFeed) -> float:
    return max((item.moment.timestamp() for item in page.items if item.moment), default=0.0)


def _rises(page: IncomingFeed) -> bool:
    moments = [item.moment for item in page.items if item.moment]
    return len(moments) > 1 and moments[0] < moments[-1]
