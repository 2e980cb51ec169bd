"""Moving in: a podcast from elsewhere becomes a series whose feed keeps every episode's identity; a checked plan."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import manifest
from pipeline.errors import PipelineError
from pipeline.ingest.enclosures import Folder, Matched, matched
from pipeline.ingest.feed import IncomingFeed, IncomingItem, read_feed
from pipeline.ingest.feed.text import one_line
from pipeline.ingest.feed.values import file_name
from pipeline.ingest.numbering import Numbered, numbered
from pipeline.ingest.titles import bare_title
from pipeline.messages import NOTHING, Message, listed, tr
from pipeline.wording import duration
from pipeline.workflow.ingest.report import HARMLESS, AdoptReport, Placed, Unplaced
from pipeline.workflow.ingest.scan import (
    MEDIA,
    SUBTITLES,
    Adoption,
    Arrival,
    check_place,
    files_in,
    open_adoption,
    opened,
)
from pipeline.workflow.ingest.write import free_name, named_in, write_all
from pipeline.workflow.session import Session

HIGHEST = 99_999
TITLE, NAMES, SUMMARY = 300, 200, 4000
"""What a manifest takes of characters in a title, names in a list, characters in a summary."""
_ALIKE = 10
"""Seconds by which a feed's idea of a length may differ from the file's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What the item's files are."""

    main: Path
    note: Message
    others: tuple[Path, ...]
    subtitles: Path | None


def adopt_feed(
    session: Session, feed: Path, *, series: str, media: Path | None = None, dry_run: bool = False
) -> AdoptReport:
    """Write a manifest for each item of the feed in a file, or with `dry_run` only say what would be written.

    Files are looked for in the folder `media`, by default in `assets/`; nothing is fetched. Raises PipelineError when
    the file is no feed, or the folder may not be used.
    """
    plan = open_adoption(session, series)
    folder = (media or session.root / "assets").resolve()
    if media is not None and not folder.is_dir():
        raise PipelineError(tr("there is no folder '{folder}'", folder=media))
    check_place(folder, plan)
    incoming = read_feed(feed)
    zone = ZoneInfo(session.studio_file.studio.timezone)
    files = list(files_in(folder, plan)) if folder.is_dir() else []
    plan.unplaced[:] = [one for one in plan.unplaced if one.code not in HARMLESS]
    here = _standing(plan)
    items = list(_sound_items(incoming.items, here, plan))
    found = _found([item for item in items if item.guid not in here], files, plan, folder)
    wanted = [path for one in found.values() for path in (one.main, *one.others)]
    arrivals = {one.path: one for one in opened(list(dict.fromkeys(wanted)), plan, session.progress)}
    for one in numbered(items, fixed=here, taken=set(plan.taken) - set(here.values()), show=incoming.title):
        if one.item.guid in found:
            _place(one, found[one.item.guid], arrivals, plan, zone, show=incoming.title)
    _leave_files(files, found, plan)
    new, notes = _series_text(incoming, plan, feed)
    if plan.placed and not dry_run:
        write_all([*new, *((one.manifest, one.text) for one in plan.placed)])
    plan.workspace.catalogue.save()
    return AdoptReport(
        series=series,
        new_series=incoming.title if new and plan.placed else "",
        dry_run=dry_run,
        placed=tuple(sorted(plan.placed, key=lambda one: one.number)),
        unplaced=tuple(plan.unplaced),
        notes=notes,
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
        elif one_line(item.guid) != item.guid or len(item.guid) > 2000:
            _leave(item, plan, "bad-guid", tr("its guid is not a text on one line"))
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


def _found(items: Sequence[IncomingItem], files: Sequence[Path], plan: Adoption, folder: Path) -> dict[str, _Found]:
    """The files of the items by guid; those that have none are left, with where it can be had."""
    adopted = [path for path in plan.adopted if path.is_relative_to(folder) and path.is_file()]
    media = Folder.of([*(path for path in files if path.suffix.lower() in MEDIA), *adopted])
    texts = Folder.of([path for path in files if path.suffix.lower() in SUBTITLES])
    matches = matched(items, media)
    found = {}
    for item in items:
        match = matches.get(item.guid, Matched())
        if match.path is None:
            _leave_without_file(item, match, plan, folder)
        elif match.path in plan.adopted:
            hint = tr(
                "write '{line}' into its manifest: so it stays the same for subscribers", line=f"guid: {item.guid}"
            )
            reason = tr("its file is {episode} already", episode=plan.adopted[match.path])
            _leave(item, plan, "file-taken", reason, hint)
        else:
            others = (media.named(url) for url in item.others)
            kinds = {match.path.suffix.lower(): match.path}
            for path in filter(None, others):
                kinds.setdefault(path.suffix.lower(), path)
            subtitles = next(filter(None, map(texts.named, item.transcripts)), None)
            own, *rest = kinds.values()
            found[item.guid] = _Found(main=own, note=match.note, others=tuple(rest), subtitles=subtitles)
    return found


def _leave_without_file(item: IncomingItem, match: Matched, plan: Adoption, folder: Path) -> None:
    place = plan.workspace.shown(folder)
    if not item.url:
        _leave(item, plan, "no-enclosure", tr("the feed names no file for it"))
    elif match.ambiguous:
        names = listed(f"'{plan.workspace.shown(Path(name))}'" for name in match.ambiguous)
        hint = tr("its address is {url}; leave only its own file under that name", url=item.url)
        _leave(item, plan, "ambiguous-file", tr("several items may have {names}", names=names), hint)
    else:
        hint = tr("download {url} into that folder and run this again", url=item.url)
        reason = tr("its file '{file}' is not in '{folder}'", file=file_name(item.url), folder=place)
        _leave(item, plan, "no-file", reason, hint)


def _place(
    one: Numbered, found: _Found, arrivals: Mapping[Path, Arrival], plan: Adoption, zone: ZoneInfo, *, show: str
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
    title = _cut(bare_title(item.title, number=one.said, show=show) or f"{number}", TITLE)
    day = _day(item, zone)
    try:
        name, text = manifest.finished_episode(
            number,
            title,
            day=day,
            programme=[named_in(arrival.path, plan) for arrival in used],
            subtitles=named_in(found.subtitles, plan) if found.subtitles else "",
            more=_more(item),
        )
    except PipelineError as error:
        _leave(item, plan, "bad-title", error.message, error.hint)
        return
    paths = [*(arrival.path for arrival in used), *filter(None, (found.subtitles,))]
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
            notes=tuple(filter(None, (one.note, found.note, *item.notes, *_odd(item, main, plan)))),
            guid=item.guid,
        )
    )


def _more(item: IncomingItem) -> dict[str, str | Sequence[str]]:
    """What else a manifest says, key by key."""
    said: dict[str, str | Sequence[str]] = {"guid": item.guid}
    if item.season:
        said["season"] = str(item.season)
    if item.kind != "full":
        said["type"] = item.kind
    if item.summary:
        said["summary"] = _cut(item.summary, SUMMARY)
    for key, names in (("speakers", item.speakers), ("tags", item.tags)):
        if names:
            said[key] = [_cut(name, TITLE) for name in names[:NAMES]]
    return said


def _odd(item: IncomingItem, main: Arrival, plan: Adoption) -> Iterator[Message]:
    """What is odd about an item that has its place all the same."""
    length = main.medium.info.duration
    if item.duration and abs(length - item.duration) > _ALIKE:
        yield tr(
            "its file is {time} long, the feed says {stated}",
            time=duration(float(length)), stated=duration(float(item.duration)),
        )  # fmt: skip
    if len(item.summary) > SUMMARY:
        yield tr("of its summary the first {count} characters are kept", count=SUMMARY)
    twins = [other.number for other in plan.placed if main.medium.content in other.contents]
    yield from (tr("its file is the same as that of number {number}", number=number) for number in twins)


def _day(item: IncomingItem, zone: ZoneInfo) -> Date | None:
    return item.moment.astimezone(zone).date() if item.moment else None


def _series_text(
    incoming: IncomingFeed, plan: Adoption, feed: Path
) -> tuple[list[tuple[Path, str]], tuple[Message, ...]]:
    """series.yaml where the series is new, and what is to be known of it."""
    file = plan.home / manifest.SERIES_FILE
    identity = incoming.podcast.get("guid", "")
    if file.exists():
        kept = plan.known is None or plan.known.podcast.guid == identity
        note = tr(
            "to keep the feed's own identity, write '{line}' under 'podcast' in series.yaml", line=f"guid: {identity}"
        )
        return [], (note,) if identity and not kept else ()
    said = {"author": incoming.author, "language": incoming.language, "summary": _cut(incoming.summary, SUMMARY)}
    title = _cut(incoming.title, TITLE) or feed.stem
    filled = {key: value for key, value in said.items() if value}
    text, left = manifest.finished_series(title, said=filled, podcast=incoming.podcast)
    return [(file, text)], left


def _leave_files(files: Sequence[Path], found: Mapping[str, _Found], plan: Adoption) -> None:
    used = {path for one in found.values() for path in (one.main, *one.others, one.subtitles)}
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


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
