"""What the manifests of a feed's items say, key by key, and series.yaml of a podcast that is new here."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from pipeline import manifest
from pipeline.ingest.feed import IncomingFeed, IncomingItem, Leftover
from pipeline.ingest.feed.people import location_text, person_text
from pipeline.ingest.feed.values import Plain
from pipeline.messages import Message, tr
from pipeline.workflow.ingest.feed_files import Chapters, FeedFiles
from pipeline.workflow.ingest.scan import Adoption
from pipeline.workflow.ingest.write import named_in

TITLE, NAMES, SUMMARY = 300, 200, 4000
"""What a manifest takes of characters in a title, entries in a list, characters in a summary."""


def cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def episode_keys(
    item: IncomingItem, chapters: Chapters, length: Fraction, *, explicit: bool, left: list[Leftover]
) -> dict[str, Plain]:
    """What else a manifest says. `length` is the programme's in seconds, `explicit` what its series says."""
    said: dict[str, Plain] = {}
    if item.season:
        said["season"] = str(item.season)
    if item.kind != "full":
        said["type"] = item.kind
    if item.summary:
        said["summary"] = cut(item.summary, SUMMARY)
    for key, names in (("speakers", item.speakers), ("tags", item.tags)):
        if names:
            said[key] = [cut(name, TITLE) for name in names[:NAMES]]
    if item.people:
        said["people"] = [person_text(person) for person in item.people[:NAMES]]
    if item.explicit not in (None, explicit):
        said["explicit"] = "yes" if item.explicit else "no"
    if item.blocked:
        said["block"] = "yes"
    if item.location:
        said["location"] = location_text(item.location)
    said |= {key: text for key, text in (("license", item.license), ("license-url", item.license_url)) if text}
    if bite := item.soundbite:
        times: dict[str, Plain] = {"at": _time(bite.start), "for": _time(bite.length)}
        if bite.start + bite.length > length:
            reason = tr("it ends after the programme")
            left.append(Leftover(tag="podcast:soundbite", value=f"{_time(bite.start)} {bite.title}", reason=reason))
        else:
            said["soundbite"] = times | ({"title": cut(bite.title, TITLE)} if bite.title else {})
    kept = [(start, title) for start, title in chapters if start < length][:NAMES]
    if kept:
        said["chapters"] = [{"at": _time(start), "title": cut(title, TITLE)} for start, title in kept]
    for start, title in chapters:
        if (start, title) not in kept:
            reason = tr("it begins after the programme's end, or is one too many")
            left.append(Leftover(tag="podcast:chapters", value=f"{_time(start)} {title}", reason=reason))
    return said


def shortened(item: IncomingItem) -> Iterator[Message]:
    """What of it is longer than a manifest takes."""
    if len(item.title) > TITLE:
        yield tr("of its title the first {count} characters are kept", count=TITLE)
    if len(item.summary) > SUMMARY:
        yield tr("of its summary the first {count} characters are kept", count=SUMMARY)
    for key, names in (("speakers", item.speakers), ("tags", item.tags)):
        if len(names) > NAMES:
            yield tr("of its {count} '{key}' the first {most} are kept", count=len(names), key=key, most=NAMES)


def series_text(
    incoming: IncomingFeed, plan: Adoption, feed: Path, files: FeedFiles, left: list[Leftover]
) -> tuple[list[tuple[Path, str]], tuple[Message, ...]]:
    """series.yaml where the series is new, and what is to be known of it."""
    file = plan.home / manifest.SERIES_FILE
    identity = str(incoming.podcast.get("guid", ""))
    if file.exists():
        kept = plan.known is None or plan.known.podcast.guid.lower() == identity.lower()
        note = tr(
            "to keep the feed's own identity, write '{line}' under 'podcast' in series.yaml", line=f"guid: {identity}"
        )
        return [], (note,) if identity and not kept else ()
    said = {"author": incoming.author, "language": incoming.language, "summary": cut(incoming.summary, SUMMARY)}
    cover = files.picture(incoming.image, left)
    if cover:
        said["cover"] = named_in(cover, plan)
    title = cut(incoming.title, TITLE) or feed.stem
    filled = {key: value for key, value in said.items() if value}
    text, notes = manifest.finished_series(title, said=filled, podcast=incoming.podcast)
    if moved := incoming.podcast.get("moved-to"):
        notes += (
            tr("the feed says that it has moved to {url}; so does ours, unless you take 'moved-to' out", url=moved),
        )
    return [(file, text)], notes


def _time(seconds: Fraction) -> str:
    text = f"{float(seconds):.3f}"
    return f"{text.rstrip('0').rstrip('.')}s"
