"""The counter: a target that is open for business, with what is known of it and what the ledger says."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace

from filelock import FileLock, Timeout

from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest import StudioFile
from pipeline.model.platform import KIT_PLATFORMS
from pipeline.model.series import Studio
from pipeline.model.target import Target
from pipeline.publish.feed import feed_pages
from pipeline.publish.from_record import item_digest
from pipeline.publish.inventory import Inventory
from pipeline.publish.item import Catalogue, Item, ItemSeries, Page
from pipeline.publish.ledger import Ledger, Note, State, now
from pipeline.publish.redirects import moved_pages
from pipeline.publish.site import site_pages
from pipeline.publish.targets import Place, PlaceError, open_place
from pipeline.publish.throughput import Speed
from pipeline.publish.upload import Moved, Sender, covers_of, uploads_of
from pipeline.workflow.publishing.series import described_series
from pipeline.workflow.workspace import Workspace

PAGES: tuple[Callable[[Catalogue], Iterator[Page]], ...] = (feed_pages, site_pages)
"""Who makes what a target shows beside the media; what points to others comes after them."""


@dataclass(slots=True, kw_only=True)
class Counter:
    """One target, opened."""

    studio: Studio
    target: Target
    place: Place
    sender: Sender
    ledger: Ledger
    there: Mapping[str, int]
    """What was found at the place: bytes by path."""
    series: Mapping[str, ItemSeries]
    """As the workspace knows them today, by id."""
    speed: Speed

    @property
    def inventory(self) -> Inventory:
        return self.sender.inventory

    def note(self, item: Item, state: State, *, reason: str = "") -> None:
        """Write into the ledger what became of an item."""
        note = Note(
            at=now(),
            target=self.target.name,
            guid=item.guid,
            series=item.series.id,
            number=item.number,
            state=state,
            content=item_digest(item),
            url=self.url(item) if state == "live" else "",
            reason=reason,
        )
        self.ledger.write(note, item if state == "live" else None)

    def url(self, item: Item) -> str:
        return f"{self.target.public}{item.folder}/"

    def live(self) -> dict[str, Item]:
        """What stands at the target, as it was published, by guid."""
        notes = self.ledger.live(self.target.name)
        return {guid: item for guid, note in notes.items() if (item := self.ledger.item(note)) is not None}

    def lost(self, known: Collection[str]) -> list[Note]:
        """What stands there and is not `known`, by guid: nobody can tell any longer what was published."""
        return [note for guid, note in self.ledger.live(self.target.name).items() if guid not in known]

    def show(self, shown: Mapping[str, Item], *, dry_run: bool = False) -> tuple[tuple[Moved, ...], str]:
        """Put the pages of just these items, and why that did not succeed, if so."""
        links = self.ledger.links(apart=self.target.name)
        today = (
            replace(item, series=self.series.get(item.series.id, item.series), public=links.get(item.guid, {}))
            for item in shown.values()
        )
        items = tuple(sorted(today, key=lambda item: (item.series.id, item.number)))
        covers, pages = covers_of(items), self._pages(items)
        if dry_run:
            return (*map(self.sender.planned, covers), *map(self.sender.planned_page, pages)), ""
        moved: list[Moved] = []
        try:
            moved += self.sender.media(covers).wait()
            moved += self.sender.pages(pages)
        except PipelineError as error:
            return tuple(moved), str(error)
        return tuple(moved), ""

    def _pages(self, items: tuple[Item, ...]) -> Iterator[Page]:
        catalogue = Catalogue(
            studio=self.studio.name,
            public=self.target.public,
            timezone=self.studio.timezone,
            site=self.sender.root / "assets" / "site",
            items=items,
        )
        for maker in PAGES:
            yield from maker(catalogue)
        numbers = self.ledger.numbers(self.target.name)
        yield from moved_pages((item, numbers.get(item.guid, ())) for item in items)

    def left(self, shown: Mapping[str, Item], pages: Sequence[Moved]) -> list[str]:
        """What we once put there and nothing points to any longer."""
        wanted = self._wanted(shown) | {page.path for page in pages}
        # Of what nobody knows any longer nothing is taken away.
        kept = tuple(f"{ItemSeries.slug_of(note.series)}/{note.number}/" for note in self.lost(shown))
        return sorted(path for path in self.inventory.paths() - wanted if not path.startswith(kept))

    def clear(self, shown: Mapping[str, Item], pages: Sequence[Moved]) -> Iterator[Moved]:
        """Take that away, and the strays of killed runs."""
        ours = self.inventory.paths() | self._wanted(shown)
        for path in self.left(shown, pages):
            try:
                yield self.sender.remove(path)
            except PlaceError:
                # It does no harm there, and the next run tries again.
                continue
        self.sender.sweep(ours)

    def _wanted(self, shown: Mapping[str, Item]) -> set[str]:
        return {upload.path for item in shown.values() for upload in uploads_of(item)}


def target_of(studio_file: StudioFile, name: str) -> Target:
    """The target of that name. Raises PipelineError when there is none."""
    known = {target.name: target for target in studio_file.studio.targets}
    if name not in known:
        hint = f"{did_you_mean(name, {*known, *KIT_PLATFORMS})}; your own are named under 'targets' in studio.yaml"
        raise PipelineError(f"unknown target '{name}'", hint=hint)
    return known[name]


@contextmanager
def open_counter(workspace: Workspace, name: str) -> Iterator[Counter]:
    """The target of that name, reached; nobody else of this workspace has it meanwhile.

    Raises PipelineError when the target is unknown, somebody else is at it, or it cannot be reached.
    """
    target = target_of(workspace.studio_file, name)
    workspace.state.targets.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(workspace.state.lock(name), timeout=0)
        with lock, closing(open_place(target, root=workspace.root)) as place:
            counter = _opened(workspace, target, place)
            with closing(counter.sender):
                yield counter
    except Timeout as cause:
        hint = "wait until it is done; what both would send is sent once"
        raise PipelineError(f"another run is publishing to '{name}' already", hint=hint) from cause


def _opened(workspace: Workspace, target: Target, place: Place) -> Counter:
    state = workspace.state
    there = place.sizes()
    sender = Sender(
        place=place,
        inventory=Inventory.read(state.inventory(target.name)),
        root=workspace.root,
        there=there,
        progress=workspace.session.progress,
        uploads=target.uploads,
        bandwidth=target.bandwidth,
    )
    return Counter(
        studio=workspace.studio_file.studio,
        target=target,
        place=place,
        sender=sender,
        ledger=Ledger.read(state),
        there=there,
        series=described_series(workspace),
        speed=Speed(path=state.speed(target.name)),
    )
