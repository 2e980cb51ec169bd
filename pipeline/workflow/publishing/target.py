"""An open target: its folder, what is known to be there, and what the ledger says of it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import PipelineError, did_you_mean
from pipeline.manifest import StudioFile
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.model.publishing.platform import KIT_PLATFORMS
from pipeline.model.publishing.target import Target
from pipeline.model.series import Studio
from pipeline.publish.feed import feed_pages
from pipeline.publish.from_record import item_digest
from pipeline.publish.inventory import Inventory
from pipeline.publish.item import Item, ItemSeries, Page, TargetContents
from pipeline.publish.ledger import Ledger, LedgerEntry, State, now
from pipeline.publish.redirects import moved_pages
from pipeline.publish.site import site_pages
from pipeline.publish.targets import RemoteError, RemoteFolder, local_folder, open_remote_folder
from pipeline.publish.throughput import Throughput
from pipeline.publish.upload import FileResult, Uploader, covers_of, uploads_of
from pipeline.workflow.publishing.page_covers import with_covers
from pipeline.workflow.publishing.series import described_series
from pipeline.workflow.workspace import Workspace

PAGE_MAKERS: tuple[Callable[[TargetContents], Iterator[Page]], ...] = (feed_pages, site_pages)
"""What makes a target's pages; pages that link to others come after those."""


@dataclass(slots=True, kw_only=True)
class OpenTarget:
    """One target, locked against other runs."""

    studio: Studio
    settings: Target
    uploader: Uploader
    ledger: Ledger
    series: Mapping[str, ItemSeries]
    """As the workspace has them today, by id."""
    throughput: Throughput
    covers: Callable[[Item], Item]
    """The item with what pages show of its cover."""
    remarks: dict[str, Message]
    """What is wrong with covers, by guid, and by id of a series."""

    @property
    def warnings(self) -> tuple[Message, ...]:
        return tuple(tr("warning: {words}", words=one) for one in self.remarks.values())

    @property
    def inventory(self) -> Inventory:
        return self.uploader.inventory

    @property
    def front(self) -> Path | None:
        """The first page, where it lies on this machine and is there."""
        folder = local_folder(self.settings, root=self.uploader.root)
        page = folder / "index.html" if folder else None
        return page if page and page.is_file() else None

    def record(self, item: Item, state: State, *, reason: str = "") -> None:
        """Write into the ledger what became of an item."""
        entry = LedgerEntry(
            at=now(),
            target=self.settings.name,
            guid=item.guid,
            series=item.series.id,
            number=item.number,
            state=state,
            content=item_digest(item),
            url=self.url(item) if state == "live" else "",
            reason=reason,
        )
        self.ledger.write(entry, item if state == "live" else None)

    def url(self, item: Item) -> str:
        return f"{self.settings.public}{item.folder}/"

    def live(self) -> dict[str, Item]:
        """What is at the target, as it was published, by guid."""
        entries = self.ledger.live(self.settings.name)
        return {guid: item for guid, entry in entries.items() if (item := self.ledger.item(entry)) is not None}

    def lost(self, known: Collection[str]) -> list[LedgerEntry]:
        """Of what is there, the entries without a readable snapshot: those whose guid is not in `known`."""
        return [entry for guid, entry in self.ledger.live(self.settings.name).items() if guid not in known]

    def put_pages(self, shown: Mapping[str, Item], *, dry_run: bool = False) -> tuple[tuple[FileResult, ...], Message]:
        """Put the pages of just these items; the results, and why it failed, if it did."""
        links = self.ledger.links(except_target=self.settings.name)
        today = (
            replace(
                self.covers(item),
                series=self.series.get(item.series.id, item.series),
                public=links.get(item.guid, {}),
            )
            for item in shown.values()
        )
        items = tuple(sorted(today, key=lambda item: (item.series.id, item.number)))
        covers, pages = covers_of(items), self._pages(items)
        if dry_run:
            return (*map(self.uploader.plan, covers), *map(self.uploader.plan_page, pages)), NOTHING
        results: list[FileResult] = []
        try:
            results += self.uploader.start(covers).wait()
            results += self.uploader.put_pages(pages)
        except PipelineError as error:
            return tuple(results), verbatim(str(error))
        return tuple(results), NOTHING

    def _pages(self, items: tuple[Item, ...]) -> Iterator[Page]:
        contents = TargetContents(
            studio=self.studio.name,
            public=self.settings.public,
            timezone=self.studio.timezone,
            site=self.uploader.root / "assets" / "site",
            imprint=self.studio.imprint,
            items=items,
        )
        for maker in PAGE_MAKERS:
            yield from maker(contents)
        numbers = self.ledger.numbers(self.settings.name)
        yield from moved_pages((item, numbers.get(item.guid, ())) for item in items)

    def outdated(self, shown: Mapping[str, Item], pages: Sequence[FileResult]) -> list[str]:
        """Files that we put there earlier, and nothing links to any longer."""
        wanted = self._wanted(shown) | {page.path for page in pages}
        # Files of programmes whose snapshot is lost are kept.
        kept = tuple(f"{ItemSeries.slug_of(entry.series)}/{entry.number}/" for entry in self.lost(shown))
        return sorted(path for path in self.inventory.paths() - wanted if not path.startswith(kept))

    def remove_outdated(self, shown: Mapping[str, Item], pages: Sequence[FileResult]) -> Iterator[FileResult]:
        """Remove those, and what killed runs left unfinished."""
        ours = self.inventory.paths() | self._wanted(shown)
        for path in self.outdated(shown, pages):
            try:
                yield self.uploader.remove(path)
            except RemoteError:
                # It does no harm there, and the next run tries again.
                continue
        self.uploader.remove_parts(ours)

    def _wanted(self, shown: Mapping[str, Item]) -> set[str]:
        return {upload.path for item in shown.values() for upload in uploads_of(item)}


def target_of(studio_file: StudioFile, name: str) -> Target:
    """The target of that name. Raises PipelineError when there is none."""
    known = {target.name: target for target in studio_file.studio.targets}
    if name not in known:
        hint = tr(
            "{suggestion}; your own targets are listed under 'targets' in studio.yaml",
            suggestion=did_you_mean(name, {*known, *KIT_PLATFORMS}),
        )
        raise PipelineError(tr("unknown target '{name}'", name=name), hint=hint)
    return known[name]


@contextmanager
def open_target(workspace: Workspace, name: str) -> Iterator[OpenTarget]:
    """The target of that name, connected; no other run of this workspace has it meanwhile.

    Raises PipelineError when the target is unknown or in use, or cannot be reached.
    """
    settings = target_of(workspace.studio_file, name)
    workspace.state.targets.mkdir(parents=True, exist_ok=True)
    try:
        lock = FileLock(workspace.state.lock(name), timeout=0)
        with lock, closing(open_remote_folder(settings, root=workspace.root)) as folder:
            target = _opened(workspace, settings, folder)
            with closing(target.uploader):
                yield target
    except Timeout as cause:
        raise PipelineError(
            tr("another run is publishing to '{target}' already", target=name),
            hint=tr("wait until it is done; what both would send is sent only once"),
        ) from cause


def _opened(workspace: Workspace, settings: Target, folder: RemoteFolder) -> OpenTarget:
    state = workspace.state
    uploader = Uploader(
        folder=folder,
        inventory=Inventory.read(state.inventory(settings.name)),
        root=workspace.root,
        existing=folder.sizes(),
        progress=workspace.session.progress,
        uploads=settings.uploads,
        bandwidth=settings.bandwidth,
    )
    remarks: dict[str, Message] = {}
    return OpenTarget(
        studio=workspace.studio_file.studio,
        settings=settings,
        uploader=uploader,
        ledger=Ledger.read(state),
        series=described_series(workspace, remarks),
        covers=partial(with_covers, workspace=workspace, told=remarks),
        remarks=remarks,
        throughput=Throughput(path=state.speed(settings.name)),
    )
