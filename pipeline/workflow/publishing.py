"""Publishing: finished programmes to a target, media before the pages that point to them, each once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from time import monotonic

from pipeline.errors import DiagnosedError, PipelineError, did_you_mean
from pipeline.manifest import House, number_in, read_house, read_series, select
from pipeline.media.catalogue import Catalogue as MediaCatalogue
from pipeline.model.series import Series
from pipeline.model.target import Target
from pipeline.packaging.shelf import Shelf
from pipeline.publish.feed import feed_pages
from pipeline.publish.inventory import Inventory
from pipeline.publish.item import Catalogue, Item, ItemSeries, Page
from pipeline.publish.items import item_digest, item_of
from pipeline.publish.ledger import Ledger, Note, State, now
from pipeline.publish.shipping import Moved, Sender, stands, uploads_of
from pipeline.publish.targets import Place, PlaceError, open_place
from pipeline.workflow.console import Console
from pipeline.workflow.published import PublishedEpisode, PublishReport, Status
from pipeline.workflow.unfinished import settle

PAGES: tuple[Callable[[Catalogue], Iterator[Page]], ...] = (feed_pages,)
"""Who makes what a target shows beside the media; what points to others comes after them."""


@dataclass(slots=True, kw_only=True)
class Candidate:
    """An episode that somebody wants published."""

    series: ItemSeries
    number: int | None
    title: str
    guid: str = ""
    item: Item | None = None
    """None where there is no whole programme; `reason` says why."""
    reason: str = ""
    waits: bool = False
    """It may not go out yet; `reason` says until when."""
    files: tuple[Moved, ...] = ()


@dataclass(slots=True, kw_only=True)
class Counter:
    """One target, opened: the place, what is known of it, and the ledger."""

    root: Path
    target: Target
    place: Place
    inventory: Inventory
    ledger: Ledger
    there: Mapping[str, int]
    console: Console
    at: datetime = field(default_factory=now)

    @property
    def sender(self) -> Sender:
        return Sender(
            place=self.place,
            inventory=self.inventory,
            root=self.root,
            there=self.there,
            progress=self.console,
            uploads=self.target.uploads,
            bandwidth=self.target.bandwidth,
        )

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


def publish(root: Path, what: Sequence[str], *, to: str, cwd: Path, dry_run: bool, console: Console) -> PublishReport:
    """Bring the programmes of `what` to the target `to`. One that fails does not stop the others.

    Raises PipelineError when the target is unknown or cannot be reached.
    """
    begun = monotonic()
    settle(root)
    house = sound_house(root)
    counter = open_counter(root, target_of(house, to), console)
    try:
        candidates = list(candidates_of(root, house, what, cwd))
        live = counter.live()
        for one in candidates:
            _look(one, counter, live)
        if dry_run:
            return _planned(candidates, counter, live, begun)
        return _publish(candidates, counter, live, house, begun)
    finally:
        counter.place.close()


def sound_house(root: Path) -> House:
    """The studio's file. Raises DiagnosedError where it has mistakes."""
    house = read_house(root)
    errors = [found for found in house.diagnostics if found.severity == "error"]
    if errors:
        raise DiagnosedError(errors)
    return house


def target_of(house: House, name: str) -> Target:
    """The target of that name. Raises PipelineError when there is none."""
    known = {target.name: target for target in house.studio.targets}
    if name not in known:
        hint = did_you_mean(name, known) if known else "name one under 'targets' in studio.yaml"
        raise PipelineError(f"unknown target '{name}'", hint=hint)
    return known[name]


def open_counter(root: Path, target: Target, console: Console) -> Counter:
    """The target, reached. Raises PlaceError where that fails."""
    hidden = root / ".voicehall"
    place = open_place(target, root=root)
    return Counter(
        root=root,
        target=target,
        place=place,
        inventory=Inventory.read(hidden / "targets" / f"{target.name}.jsonl"),
        ledger=Ledger.read(hidden),
        there=place.sizes(),
        console=console,
    )


def candidates_of(root: Path, house: House, what: Sequence[str], cwd: Path) -> Iterator[Candidate]:
    """The episodes that `what` names, with what goes out of each; read from records alone."""
    catalogue = MediaCatalogue(root / ".voicehall")
    for selection in select(root, what, cwd).series:
        series = item_series(read_series(selection, house).series)
        standing = {one.manifest: one for one in Shelf(folder=root / "out" / selection.id).programmes()}
        for path in selection.chosen:
            found = Candidate(series=series, number=number_in(path), title=path.name)
            record = standing.get(path.relative_to(root).as_posix())
            if record is None:
                found.reason = "not rendered yet"
            else:
                found.title, found.number, found.guid = record.title, record.number, record.guid
                try:
                    found.item = item_of(record, series, root=root, content=catalogue.content)
                except PipelineError as error:
                    found.reason = str(error)
            yield found
    catalogue.save()


def item_series(series: Series) -> ItemSeries:
    """What pages and feeds say of a series."""
    return ItemSeries(
        id=series.id,
        title=series.title,
        author=series.author,
        language=series.language,
        category=series.category,
        summary=series.summary,
        total=series.total,
        podcast=series.podcast,
    )


def _look(one: Candidate, counter: Counter, live: Mapping[str, Item]) -> None:
    """Whether it may go out, and what of it would have to be sent."""
    item = one.item
    if item is None:
        return
    if counter.target.reviewed and not counter.ledger.approved(item.guid, item_digest(item)):
        one.waits, one.reason = True, f"nobody has approved it: voicehall approve {item.label}"
    one.files = tuple(
        Moved(
            path=upload.path,
            bytes=upload.bytes,
            sha256=upload.sha256,
            action="skipped"
            if stands(upload.path, sha256=upload.sha256, inventory=counter.inventory, there=counter.there)
            else "uploaded",
        )
        for upload in uploads_of(item)
    )


def _unchanged(one: Candidate, live: Mapping[str, Item]) -> bool:
    assert one.item is not None
    before = live.get(one.guid)
    same = before is not None and item_digest(before) == item_digest(one.item)
    return same and all(file.action == "skipped" for file in one.files)


def _planned(candidates: list[Candidate], counter: Counter, live: Mapping[str, Item], begun: float) -> PublishReport:
    episodes = []
    for one in candidates:
        status = _waiting_or_failed(one)
        if status is None:
            assert one.item is not None
            status = _told(one, "unchanged" if _unchanged(one, live) else "planned", counter)
        episodes.append(status)
    return PublishReport(
        target=counter.target.name, episodes=tuple(episodes), seconds=monotonic() - begun, dry_run=True
    )


def _publish(
    candidates: list[Candidate], counter: Counter, live: dict[str, Item], house: House, begun: float
) -> PublishReport:
    going = [one for one in candidates if one.item is not None and not one.waits]
    counter.console.begin(sum(file.bytes for one in going for file in one.files if file.action == "uploaded"))
    unchanged = {one.guid for one in going if _unchanged(one, live)}
    sender = counter.sender
    try:
        for one in going:
            if one.guid not in unchanged:
                _send(one, counter, sender)
        sent = [one.item for one in going if one.item is not None and one.guid not in unchanged and not one.reason]
        shown = live | {item.guid: item for item in sent}
        pages, failure = _pages(shown, sender, counter, house)
        if not failure:
            for item in sent:
                counter.note(item, "live")
            pages += tuple(_clear(shown, sender, pages))
        for one in going:
            if failure and not one.reason and one.guid not in unchanged:
                one.reason = failure
    finally:
        counter.console.close()
        counter.inventory.tidy()
    return PublishReport(
        target=counter.target.name,
        episodes=tuple(_ended(one, counter, one.guid in unchanged) for one in candidates),
        pages=pages,
        seconds=monotonic() - begun,
    )


def _send(one: Candidate, counter: Counter, sender: Sender) -> None:
    """The media of one episode; what came over stays there for the next try."""
    assert one.item is not None
    counter.note(one.item, "planned")
    try:
        one.files = sender.media(uploads_of(one.item))
    except PipelineError as error:
        one.reason = str(error)
        counter.note(one.item, "rejected", reason=error.message)
        return
    counter.note(one.item, "verified")


def _pages(shown: Mapping[str, Item], sender: Sender, counter: Counter, house: House) -> tuple[tuple[Moved, ...], str]:
    """Everything that points to media, and why that could not be brought over, if so."""
    catalogue = Catalogue(
        studio=house.studio.name,
        public=counter.target.public,
        items=tuple(sorted(shown.values(), key=lambda item: (item.series.id, item.number))),
    )
    moved: list[Moved] = []
    try:
        for maker in PAGES:
            moved += map(sender.page, maker(catalogue))
    except PlaceError as error:
        return tuple(moved), str(error)
    return tuple(moved), ""


def _clear(shown: Mapping[str, Item], sender: Sender, pages: Sequence[Moved]) -> Iterator[Moved]:
    """Take away what we once put there and nothing points to any longer."""
    wanted = {upload.path for item in shown.values() for upload in uploads_of(item)} | {page.path for page in pages}
    for path in sorted(sender.inventory.paths() - wanted):
        try:
            yield sender.remove(path)
        except PlaceError:
            # It does no harm there, and the next run tries again.
            continue


def _waiting_or_failed(one: Candidate) -> PublishedEpisode | None:
    if one.item is None or one.waits:
        return PublishedEpisode(
            series=one.series.id,
            number=one.number,
            title=one.title,
            status="waiting" if one.waits else "failed",
            reason=one.reason,
        )
    return None


def _told(one: Candidate, status: Status, counter: Counter) -> PublishedEpisode:
    assert one.item is not None
    return PublishedEpisode(
        series=one.series.id,
        number=one.number,
        title=one.title,
        status=status,
        files=one.files,
        url=counter.url(one.item),
        reason=one.reason,
    )


def _ended(one: Candidate, counter: Counter, unchanged: bool) -> PublishedEpisode:
    if (told := _waiting_or_failed(one)) is not None:
        return told
    return _told(one, "failed" if one.reason else "unchanged" if unchanged else "published", counter)
