"""Moving in: a podcast from elsewhere becomes a series whose feed keeps every episode's identity; a checked plan."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date as Date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import manifest
from pipeline.errors import PipelineError
from pipeline.ingest.enclosures import Matched
from pipeline.ingest.feed import HIGHEST, IncomingItem, read_feeds
from pipeline.ingest.feed.text import one_line
from pipeline.ingest.feed.values import file_name
from pipeline.ingest.numbering import Numbered, numbered
from pipeline.ingest.titles import bare_title
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.wording import duration
from pipeline.workflow.ingest.feed_files import FeedFiles, FoundFiles
from pipeline.workflow.ingest.feed_texts import TITLE, cut, episode_keys, series_text, shortened
from pipeline.workflow.ingest.report import HARMLESS, AdoptReport, Placed, Unplaced
from pipeline.workflow.ingest.scan import MEDIA, Adoption, Arrival, check_place, files_in, open_adoption, opened
from pipeline.workflow.ingest.write import free_name, named_in, write_all
from pipeline.workflow.session import Session

LONGEST_GUID = 2000
"""Characters of a guid that a manifest takes."""
_ALIKE = 10
"""Seconds by which a feed's idea of a length may differ from the file's."""


def adopt_feed(
    session: Session, feeds: Sequence[Path], *, series: str, media: Path | None = None, dry_run: bool = False
) -> AdoptReport:
    """Write a manifest for each item of the feed in a file, or with `dry_run` only say what would be written.

    A feed of several pages is given as several files. Media are looked for in the folder `media`, by default in
    `assets/`; nothing is fetched. Raises PipelineError when a file is no feed, or the folder may not be used.
    """
    plan = open_adoption(session, series)
    folder = (media or session.root / "assets").resolve()
    if media is not None and not folder.is_dir():
        raise PipelineError(tr("there is no folder '{folder}'", folder=media))
    check_place(folder, plan)
    incoming = read_feeds(feeds)
    zone = ZoneInfo(session.studio_file.studio.timezone)
    listed_files = list(files_in(folder, plan)) if folder.is_dir() else []
    plan.unplaced[:] = [one for one in plan.unplaced if one.code not in HARMLESS]
    files = FeedFiles.of(folder, listed_files, plan, incoming)
    here = _standing(plan)
    items = list(_sound_items(incoming.items, here, plan))
    found = _found([item for item in items if item.guid not in here], files, plan, folder)
    wanted = [path for one in found.values() for path in (one.main, *one.others)]
    arrivals = {one.path: one for one in opened(list(dict.fromkeys(wanted)), plan, session.progress)}
    explicit = plan.known.podcast.explicit if plan.known else incoming.podcast.get("explicit") == "yes"
    for one in numbered(items, fixed=here, taken=set(plan.taken) - set(here.values()), show=incoming.title):
        if one.item.guid in found:
            _place(one, found[one.item.guid], arrivals, plan, zone, show=incoming.title, explicit=explicit)
    left = list(incoming.left)
    new, notes = series_text(incoming, plan, feeds[0], files, left)
    _leave_files(listed_files, found, plan)
    if plan.placed and not dry_run:
        write_all([*new, *((one.manifest, one.text) for one in plan.placed)])
    plan.workspace.catalogue.save()
    return AdoptReport(
        series=series,
        new_series=incoming.title if new and plan.placed else "",
        dry_run=dry_run,
        placed=tuple(sorted(plan.placed, key=lambda one: one.number)),
        unplaced=tuple(plan.unplaced),
        notes=(*incoming.notes, *notes),
        left=tuple(left),
        missing=incoming.missing,
    )


def _standing(plan: Adoption) -> dict[str, int]:
    """Numbers of the series' episodes by the identities that their manifests state."""
    if not plan.home.is_dir():
        return {}
    numbers = {path: number for number, path in plan.taken.items()}
    return {guid: numbers.get(path, 0) for path, guid in manifest.guids_in(plan.home).items()}


def _sound_items(items: Sequence[IncomingItem], here: Mapping[str, int], plan: Adoption) -> Iterator[IncomingItem]:
    """Those that can be told apart; the others are left with their reason."""
    seen: set[str] = set()
    elsewhere = _stated_elsewhere(plan)
    for item in items:
        if not item.guid:
            _leave(item, plan, "no-guid", tr("it has neither a guid nor a file"))
        elif item.guid in seen:
            hint = tr("apps show one of them only")
            _leave(item, plan, "duplicate-guid", tr("another item of the feed has its guid"), hint)
        elif len(item.guid) > LONGEST_GUID:
            hint = tr("write a manifest for it by hand, with a guid of its own: to apps it will be a new episode")
            length = len(item.guid)
            words = tr("its guid has {length} characters; {most} can be carried", length=length, most=LONGEST_GUID)
            _leave(item, plan, "bad-guid", words, hint)
        elif item.guid in elsewhere:
            other = plan.workspace.shown(elsewhere[item.guid])
            _leave(item, plan, "guid-taken", tr("its guid is that of '{manifest}' already", manifest=other))
        else:
            if item.guid in here:
                _leave(
                    item,
                    plan,
                    "already-adopted",
                    tr("is {episode} already", episode=f"{plan.series}/{here[item.guid]}"),
                )
            yield item
        seen.add(item.guid)


def _stated_elsewhere(plan: Adoption) -> dict[str, Path]:
    homes = [home for home in plan.home.parent.glob("*/") if home != plan.home and not home.name.startswith(".")]
    return {guid: path for home in sorted(homes) for path, guid in manifest.guids_in(home).items()}


def _found(items: Sequence[IncomingItem], files: FeedFiles, plan: Adoption, folder: Path) -> dict[str, FoundFiles]:
    """The files of the items by guid; those that have none are left, with where it can be had."""
    matches = files.matched(items)
    found = {}
    for item in items:
        match = matches.get(item.guid, Matched())
        if match.path is None:
            _leave_without_file(item, match, plan, folder)
        elif match.path in plan.adopted:
            line = f"guid: {manifest.exact(item.guid)}"
            hint = tr("write '{line}' into its manifest: so it stays the same for subscribers", line=line)
            reason = tr("its file is {episode} already", episode=plan.adopted[match.path])
            _leave(item, plan, "file-taken", reason, hint)
        else:
            found[item.guid] = files.found(item, match)
    return found


def _leave_without_file(item: IncomingItem, match: Matched, plan: Adoption, folder: Path) -> None:
    place = plan.workspace.shown(folder)
    name = file_name(item.url)
    if not item.url:
        _leave(item, plan, "no-enclosure", tr("the feed names no file for it"))
    elif match.ambiguous:
        names = listed(f"'{plan.workspace.shown(Path(name))}'" for name in match.ambiguous)
        if "/" in match.place:
            hint = tr(
                "its address is {url}; put its own file where the address has it: '{place}'",
                url=item.url, place=f"{place}/{match.place}",
            )  # fmt: skip
        elif item.url.partition("?")[2]:
            hint = tr("its address is {url}; call its own file '{name}'", url=item.url, name=_asked(name, item.url))
        else:
            hint = tr("its address is {url}; leave only its own file under that name", url=item.url)
        _leave(item, plan, "ambiguous-file", tr("several items may have {names}", names=names), hint)
    elif match.place in (name, ""):
        hint = tr("download {url} into that folder and run this again", url=item.url)
        reason = tr("its file '{file}' is not in '{folder}'", file=name, folder=place)
        _leave(item, plan, "no-file", reason, hint)
    else:
        # Other items have files of that name.
        hint = tr("download {url} as '{place}' and run this again", url=item.url, place=f"{place}/{match.place}")
        reason = tr("its file '{file}' is not in '{folder}'", file=match.place, folder=place)
        _leave(item, plan, "no-file", reason, hint)


def _asked(name: str, url: str) -> str:
    """A name that tells an address from others that differ in the question behind it."""
    return f"{name}@{url.partition('#')[0].partition('?')[2]}"


def _place(
    one: Numbered,
    found: FoundFiles,
    arrivals: Mapping[Path, Arrival],
    plan: Adoption,
    zone: ZoneInfo,
    *,
    show: str,
    explicit: bool,
) -> None:
    """Plan the manifest of one item."""
    item, number = one.item, one.number
    main = arrivals.get(found.main)
    if main is None:
        # Why its file cannot be used is told of the file.
        name = plan.workspace.shown(found.main)
        _leave(item, plan, "unreadable-media", tr("its file '{file}' cannot be used", file=name))
        return
    if number in plan.taken:
        taken = plan.workspace.shown(plan.taken[number])
        hint = tr("give one of them another number; where both are the same episode, state the guid in that manifest")
        _leave(item, plan, "number-taken", tr("number {number} is '{name}' already", number=number, name=taken), hint)
        return
    if not 1 <= number <= HIGHEST:
        reason = tr("its number is {number}: numbers go from 1 to {highest}", number=number, highest=HIGHEST)
        _leave(item, plan, "bad-number", reason, tr("write a manifest for it by hand, with a number that is free"))
        return
    used = [main, *(arrivals[path] for path in found.others if path in arrivals)]
    used.sort(key=lambda arrival: arrival.medium.info.kind != "video")
    title = cut(bare_title(item.title, number=one.said, show=show) or f"{number}", TITLE)
    day = _day(item, zone)
    left = [*item.left, *found.left]
    more = episode_keys(item, found.chapters, main.medium.info.duration, explicit=explicit, left=left)
    try:
        name, text, refused = manifest.finished_episode(
            number,
            title,
            day=day,
            programme=[named_in(arrival.path, plan) for arrival in used],
            cover=named_in(found.cover, plan) if found.cover else "",
            subtitles=named_in(found.subtitles, plan) if found.subtitles else "",
            guid=item.guid,
            more=more,
        )
    except PipelineError as error:
        _leave(item, plan, "bad-title", error.message, error.hint)
        return
    paths = [*(arrival.path for arrival in used), *filter(None, (found.cover, found.subtitles))]
    plan.placed.append(
        Placed(
            number=number,
            title=title,
            date=day,
            manifest=free_name(plan.home / name),
            text=text,
            files=tuple(map(plan.workspace.shown, paths)),
            duration=main.medium.info.duration,
            contents=tuple(arrival.medium.content for arrival in used),
            notes=tuple(filter(None, (one.note, found.note, *item.notes, *_odd(item, main, plan), *refused))),
            guid=item.guid,
            left=tuple(left),
        )
    )


def _odd(item: IncomingItem, main: Arrival, plan: Adoption) -> Iterator[Message]:
    """What is odd about an item that has its place all the same."""
    length = main.medium.info.duration
    if item.duration and abs(length - item.duration) > _ALIKE:
        yield tr(
            "its file is {time} long, the feed says {stated}",
            time=duration(float(length)), stated=duration(float(item.duration)),
        )  # fmt: skip
    yield from shortened(item)
    twins = [other.number for other in plan.placed if main.medium.content in other.contents]
    yield from (tr("its file is the same as that of number {number}", number=number) for number in twins)


def _day(item: IncomingItem, zone: ZoneInfo) -> Date | None:
    return item.moment.astimezone(zone).date() if item.moment else None


def _leave_files(files: Sequence[Path], found: Mapping[str, FoundFiles], plan: Adoption) -> None:
    used = {path for one in found.values() for path in one.paths}
    for path in files:
        if path not in used and path.suffix.lower() in MEDIA:
            plan.leave(path, "no-item", tr("belongs to no item of the feed"))


def _leave(item: IncomingItem, plan: Adoption, code: str, reason: Message, hint: Message = NOTHING) -> None:
    title = item.title[:TITLE] or one_line(item.guid)[:TITLE] or tr("an item without a title")
    plan.unplaced.append(
        Unplaced(
            file=file_name(item.url) or title, code=code, hint=hint,
            reason=tr("'{title}': {reason}", title=title, reason=reason),
            guid=item.guid or "none", title=title, url=item.url,
        )
    )  # fmt: skip
