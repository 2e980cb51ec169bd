"""What a finished file should be: by its record, and by the plan where the file was still made from that."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import PurePosixPath

from pipeline.model.captions import Cue
from pipeline.model.language import iso639_2
from pipeline.model.rendition import Picture
from pipeline.model.timeline import Timeline
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.record import Record, RecordFile

FILMS = (".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".flv", ".mpg", ".ts", ".wmv")
"""Suffixes of files that are expected to have a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """One file of a programme, as it should be."""

    record: Record
    file: RecordFile
    adopted: bool
    """Whether it was made elsewhere."""
    timeline: Timeline | None = None
    """What is seen and heard in it; None where it is not known any more."""
    picture: Picture | None = None
    """Of its rendition, where that is known."""
    wave: bool = False
    """Whether it shows the wave of its sound instead of the timeline's pictures."""
    artist: str | None = None
    genre: str | None = None
    cues: tuple[Cue, ...] | None = None
    """Captions that it should contain as text; None where they are not known."""
    target: Decimal | None = None
    """LUFS."""
    peak: Decimal | None = None
    """dBTP."""

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.file.path).suffix.lower()

    @property
    def film(self) -> bool:
        return self.suffix in FILMS

    @property
    def media(self) -> bool:
        """Whether it has a length: sound or video."""
        return self.file.duration is not None

    @property
    def duration(self) -> Fraction | None:
        """Seconds that it should last."""
        return self.timeline.seconds if self.timeline else self.file.duration

    @property
    def picture_timeline(self) -> Timeline | None:
        """The timeline whose pictures it shows; None where it shows the wave, or the timeline is not known."""
        return None if self.wave else self.timeline

    @property
    def covers(self) -> set[str]:
        """SHA-256 of the pictures beside it, one of which it must contain."""
        return {file.sha256 for file in self.record.files if file.path.endswith(".jpg")}

    @property
    def language(self) -> str:
        """Of its tracks and tags, in three letters."""
        return iso639_2(self.record.language)

    @property
    def tags(self) -> dict[str, str]:
        """What its tags must say."""
        record = self.record
        track = f"{record.number}/{record.total}" if record.total else str(record.number)
        tags = {
            "title": record.title,
            "album": record.series_title,
            "track": track if record.number <= 0xFFFF or self.suffix not in (".mp4", ".m4a") else "",
            "date": record.date.isoformat() if record.date else "",
            "comment": record.summary,
            "artist": self.artist or "",
            "genre": self.genre or "",
            "identity": record.guid,
            "keywords": (";" if self.suffix == ".opus" else ",").join(record.tags),
            # MP4 has it in every track.
            "language": "" if self.suffix in (".mp4", ".m4a") else self.language,
        }
        return {name: text for name, text in tags.items() if text}


def expected_files(record: Record, plan: ProgrammePlan | None, *, sealed: bool = False) -> Iterator[Expected]:
    """Each file of the record; `plan` is of the same episode as it is now, if it can be planned.

    The plan's timeline is that of a file if the file was made from the same. With tools of another version everything
    is made from something else: then, and in a sealed archive, whose manifests cannot have changed, it is enough that
    inputs, length and chapters are the same.
    """
    other_tools = plan is not None and record.tools.get("media", "") != plan.provenance.tools
    alike = plan is not None and (sealed or other_tools) and _same_content(record, plan)
    adopted = plan is not None and bool(plan.adopted)
    made = plan.made_from if plan else {}
    planned = {file.name: file for file in plan.files} if plan else {}
    known = alike or any(plan is not None and made.get(file.path) == file.made_from for file in record.files)
    for file in record.files:
        current = alike or (plan is not None and made.get(file.path) == file.made_from)
        own = planned.get(file.path) if current else None
        cues = own.stamp.cues if own else plan.stamp.cues if plan and known and file.duration is None else None
        loudness = plan.episode.loudness if plan else None
        asked = own.lowered.rendition.sound.loudness if own else None
        yield Expected(
            record=record,
            file=file,
            adopted=adopted,
            timeline=own.lowered.timeline if own else None,
            picture=own.lowered.rendition.picture if own else None,
            wave=own is not None and own.lowered.rendition.shows == "sound",
            artist=plan.stamp.artist if plan and current else None,
            genre=plan.stamp.category if plan and current else None,
            cues=cues,
            target=asked if asked is not None else loudness.target if loudness else None,
            peak=loudness.peak if loudness else None,
        )


def _same_content(record: Record, plan: ProgrammePlan) -> bool:
    """Whether inputs, length and chapters are the same."""
    inputs = {one.name: one.sha256 for one in record.inputs}
    length = abs(record.duration - plan.stamp.duration) < Fraction(1, 1000)
    return length and inputs == dict(plan.provenance.inputs) and record.chapters == plan.stamp.chapters
