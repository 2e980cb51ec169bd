"""The files of a feed's items in a folder: films and sound, pictures, subtitles and chapters."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.ingest.enclosures import Folder, Matched, matched
from pipeline.ingest.feed import IncomingFeed, IncomingItem, Leftover
from pipeline.ingest.feed.text import one_line
from pipeline.messages import NOTHING, Message, tr
from pipeline.workflow.ingest.scan import MEDIA, PICTURES, SUBTITLES, Adoption

Chapters = tuple[tuple[Fraction, str], ...]
"""Seconds and titles."""
_LARGEST = 4 << 20
"""Bytes of a file with chapters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFiles:
    """What the item's files are."""

    main: Path
    note: Message
    others: tuple[Path, ...] = ()
    subtitles: Path | None = None
    cover: Path | None = None
    chapters_file: Path | None = None
    chapters: Chapters = ()
    left: tuple[Leftover, ...] = ()
    """What the feed names, and the folder does not have."""

    @property
    def paths(self) -> set[Path]:
        named = (self.main, *self.others, self.subtitles, self.cover, self.chapters_file)
        return {path for path in named if path is not None}


@dataclass(slots=True)
class FeedFiles:
    """A folder as a feed's items look into it."""

    plan: Adoption
    media: Folder
    others: Mapping[str, Path]
    """Films beside the sound by their addresses, and so on."""
    pictures: Mapping[str, Path]
    texts: Mapping[str, Path]
    chapters: Mapping[str, Path]
    _usable: dict[Path, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, files: Sequence[Path], plan: Adoption, feed: IncomingFeed) -> "FeedFiles":
        adopted = [path for path in plan.adopted if path.is_relative_to(folder) and path.is_file()]
        json_files = folder.rglob("*.json") if folder.is_dir() else ()
        skipped = (plan.workspace.out, plan.workspace.state.path)
        notes = [path for path in json_files if path.is_file() and not any(map(path.is_relative_to, skipped))]
        media = Folder.of([*_of_kind(files, MEDIA), *adopted])
        items = feed.items
        return cls(
            plan=plan,
            media=media,
            others=media.settled(url for item in items for url in (item.url, *item.others)),
            pictures=Folder.of(list(_of_kind(files, PICTURES))).settled((feed.image, *(item.image for item in items))),
            texts=Folder.of(list(_of_kind(files, SUBTITLES))).settled(
                url for item in items for url in item.transcripts
            ),
            chapters=Folder.of(notes).settled(item.chapters_url for item in items),
        )

    def matched(self, items: Sequence[IncomingItem]) -> "dict[str, Matched]":
        return dict(matched(items, self.media))

    def found(self, item: IncomingItem, match: Matched) -> FoundFiles:
        """All files of an item whose main file is known."""
        assert match.path
        left: list[Leftover] = []
        kinds = {match.path.suffix.lower(): match.path}
        for url in item.others:
            path = self.others.get(url)
            if path is None:
                left.append(_absent("podcast:alternateEnclosure", url))
            elif kinds.setdefault(path.suffix.lower(), path) != path:
                reason = tr("one file of each kind is taken, here '{file}'", file=kinds[path.suffix.lower()].name)
                left.append(Leftover(tag="podcast:alternateEnclosure", value=url, reason=reason))
        subtitles = next(filter(None, map(self.texts.get, item.transcripts)), None)
        if subtitles is None:
            # Where there are subtitles, transcripts of other kinds are made from them.
            left += [_absent("podcast:transcript", url) for url in item.transcripts]
        file, chapters = self._chapters(item, left)
        return FoundFiles(
            main=match.path,
            note=match.note,
            others=tuple(path for path in kinds.values() if path != match.path),
            subtitles=subtitles,
            cover=self.picture(item.image, left),
            chapters_file=file,
            chapters=chapters,
            left=tuple(left),
        )

    def picture(self, url: str, left: list[Leftover]) -> Path | None:
        """The picture of an address; where there is none that can be used, that is left."""
        if not url:
            return None
        path = self.pictures.get(url)
        if path is None:
            left.append(_absent("itunes:image", url))
        elif not self._is_usable(path):
            left.append(Leftover(tag="itunes:image", value=url, reason=tr("'{file}' is no picture", file=path.name)))
            return None
        return path

    def _is_usable(self, path: Path) -> bool:
        if path not in self._usable:
            try:
                self._usable[path] = self.plan.workspace.catalogue.medium(path).info.kind == "image"
            except PipelineError:
                self._usable[path] = False
        return self._usable[path]

    def _chapters(self, item: IncomingItem, left: list[Leftover]) -> tuple[Path | None, Chapters]:
        """From a file beside, else those that stand in the feed itself."""
        path = self.chapters.get(item.chapters_url)
        if path is not None:
            try:
                return path, tuple(_read_chapters(path, left))
            except (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
                reason = tr("'{file}' holds no chapters", file=path.name)
                left.append(Leftover(tag="podcast:chapters", value=item.chapters_url, reason=reason))
        elif item.chapters_url and not item.chapters:
            left.append(_absent("podcast:chapters", item.chapters_url))
        return None, item.chapters


def _read_chapters(path: Path, left: list[Leftover]) -> Iterator[tuple[Fraction, str]]:
    """Chapters as the Podcasting 2.0 namespace has them in JSON."""
    with path.open("rb") as file:
        data = json.loads(file.read(_LARGEST), parse_float=Fraction, parse_constant=_refused)
    for one in data["chapters"]:
        title = one_line(str(one.get("title") or ""))
        more = {name: one[name] for name in ("img", "url", "location") if one.get(name)}
        if one.get("toc") is False or not title:
            # Such a chapter changes a picture, and stands in no list.
            more["startTime"] = str(one["startTime"])
        else:
            yield Fraction(one["startTime"]), title
        if more:
            said = " ".join(f"{name}={value}" for name, value in more.items())
            reason = tr("chapters here have a time and a title")
            left.append(Leftover(tag="podcast:chapters", value=f"{title} {said}".strip()[:200], reason=reason))


def _of_kind(files: Iterable[Path], suffixes: frozenset[str]) -> Iterator[Path]:
    return (path for path in files if path.suffix.lower() in suffixes)


def _absent(tag: str, url: str) -> Leftover:
    reason = tr("its file is not in the folder") if url else NOTHING
    return Leftover(tag=tag, value=url, reason=reason)


def _refused(constant: str) -> object:
    raise ValueError(f"{constant} is no number")
