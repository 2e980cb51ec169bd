"""The programmes of a bundle, numbered anew in the order in which they were named."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.messages import Language
from pipeline.packaging.filenames import stem
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.site.player import picture_of

HANDOUTS: dict[Language, str] = {"zh": "讲义", "en": "Handouts"}
"""The folder of transcripts to be read and printed."""
COVERS: dict[Language, str] = {"zh": "封面", "en": "Covers"}
"""The folder of the pictures that pages show."""
FAT32_LIMIT = (1 << 32) - 1
"""Bytes of a file on a stick with FAT32, as most are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleEntry:
    """One programme of a bundle."""

    place: int
    """From 1."""
    name: str
    """Of its files, without suffix: `03 毛泽建`; fit for Windows and for sticks."""
    item: Item
    video: ItemFile | None = None
    audio: ItemFile | None = None
    captions: ItemFile | None = None
    handout: ItemFile | None = None
    cover: ItemFile | None = None

    def path(self, file: ItemFile) -> str:
        """In the bundle, with forward slashes."""
        suffix = file.name.rpartition(".")[2]
        if file.role == "transcript":
            return f"{HANDOUTS[self.item.series.page_language]}/{self.name}.{suffix}"
        if file.role == "cover":
            # A smaller one says how many pixels it has.
            name = self.name if file == self.cover else f"{self.name}.{max(file.width or 0, file.height or 0)}"
            return f"{COVERS[self.item.series.page_language]}/{name}.{suffix}"
        return f"{self.name}.{suffix}"

    @property
    def covers(self) -> tuple[ItemFile, ...]:
        """The cover in all its sizes, the smallest first."""
        return (*self.cover.small, self.cover) if self.cover else ()

    @property
    def files(self) -> Iterator[tuple[str, ItemFile]]:
        """All of its files by their paths."""
        for file in (self.video, self.audio, self.captions, self.handout, *self.covers):
            if file is not None:
                yield self.path(file), file


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A selection of programmes."""

    studio: str
    recipient: str
    """For whom it is made; may be empty."""
    entries: tuple[BundleEntry, ...]

    @property
    def title(self) -> str:
        """The series' title, where all programmes are of one series, else the studio's name."""
        titles = dict.fromkeys(entry.item.series.title for entry in self.entries)
        return next(iter(titles)) if len(titles) == 1 else self.studio

    @property
    def language(self) -> str:
        """That of its first programme, BCP 47."""
        return self.entries[0].item.series.language if self.entries else "zh-CN"


def bundle_entry(
    item: Item, *, place: int, count: int, audio: ItemFile | None, handouts: bool, loudspeaker: bool = False
) -> BundleEntry:
    """A programme with those of its files that are wanted; for loudspeakers that is `audio` alone.

    `count` is the number of programmes in the bundle: numbers get as many digits as it has, at least two.
    """
    transcripts = (file for file in item.files if file.role == "transcript" and file.name.endswith(".html"))
    width = max(2, len(str(count)))
    return BundleEntry(
        place=place,
        name=stem(f"{{number:0{width}d}} {{title}}", {"number": place, "title": item.title}),
        item=item,
        video=None if loudspeaker else item.file("video"),
        audio=audio,
        captions=None if loudspeaker else item.file("subtitles"),
        handout=next(transcripts, None) if handouts else None,
        cover=None if loudspeaker else picture_of(item),
    )
