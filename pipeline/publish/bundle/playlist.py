"""Parts of a bundle: programmes under numbers of their own, in the order in which somebody named them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.packaging.filenames import stem
from pipeline.publish.item import Item, ItemFile

HANDOUTS = "讲义"
LARGEST = (1 << 32) - 1
"""Bytes of a file on a stick with FAT32, as most are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
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

    def path(self, file: ItemFile) -> str:
        """In the bundle, with forward slashes."""
        suffix = file.name.rpartition(".")[2]
        return f"{HANDOUTS}/{self.name}.{suffix}" if file.role == "transcript" else f"{self.name}.{suffix}"

    @property
    def files(self) -> Iterator[tuple[str, ItemFile]]:
        """All of its files by their paths."""
        for file in (self.video, self.audio, self.captions, self.handout):
            if file is not None:
                yield self.path(file), file


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A selection for somebody."""

    studio: str
    reader: str
    """For whom; may be empty."""
    parts: tuple[Part, ...]

    @property
    def title(self) -> str:
        """The series' title, where they are all of one."""
        titles = dict.fromkeys(part.item.series.title for part in self.parts)
        return next(iter(titles)) if len(titles) == 1 else self.studio


def part_of(
    item: Item, *, place: int, count: int, audio: ItemFile | None, handouts: bool, loudspeaker: bool = False
) -> Part:
    """A programme with what of it goes along; for loudspeakers that is `audio` alone."""
    transcripts = (file for file in item.files if file.role == "transcript" and file.name.endswith(".html"))
    width = max(2, len(str(count)))
    return Part(
        place=place,
        name=stem(f"{{number:0{width}d}} {{title}}", {"number": place, "title": item.title}),
        item=item,
        video=None if loudspeaker else item.file("video"),
        audio=audio,
        captions=None if loudspeaker else item.file("subtitles"),
        handout=next(transcripts, None) if handouts else None,
    )
