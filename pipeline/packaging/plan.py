"""Planning a programme: which files it will have, what each is made from, and what their tags say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache, partial
from pathlib import Path

from pipeline.build import Action
from pipeline.digest import digest
from pipeline.effects.audiogram import Audiogram
from pipeline.effects.stills import TextCard
from pipeline.errors import Diagnostic
from pipeline.model.ai_content import implicit_label
from pipeline.model.captions import Cue
from pipeline.model.episode import Episode
from pipeline.model.fields import episode_fields
from pipeline.model.media import Font, Medium
from pipeline.model.programme import CoverSource, Label, Named, ProgrammeChapter, Shown, Stamp
from pipeline.model.publishing.podcast import Listing
from pipeline.model.rendition import Rendition
from pipeline.model.timeline import Lettering, Timeline
from pipeline.packaging.artwork import Artwork, Front, audiogram, film_size, plan_artwork, poster, source_of
from pipeline.packaging.captions import burns_captions, carries_text, lettering_of
from pipeline.packaging.cards import shown_on_cards
from pipeline.packaging.chapters import programme_chapters
from pipeline.packaging.filenames import file_names, stem
from pipeline.packaging.pictures import labels, names
from pipeline.packaging.questions import questions
from pipeline.packaging.subtitles import tidy_cues
from pipeline.packaging.transcript import SUFFIXES
from pipeline.render.lower import Lowered, lower
from pipeline.render.piece import Context

VERSION = 1
"""Increased when the way files are joined and tagged changes."""


@dataclass(frozen=True, kw_only=True)
class FilePlan:
    """One file to be joined and tagged."""

    name: str
    """File name beside the record."""
    lower: Callable[[], Lowered] = field(repr=False, compare=False)
    """Plans what it is joined from; called again, it gives the same."""
    rendition: Rendition
    timeline: Timeline = field(repr=False, compare=False)
    """The episode at its rate, as it is before anything is drawn."""
    stamp: Stamp
    """The programme's; without captions where they are drawn into the picture alone."""
    artwork: Callable[[], Artwork] = field(repr=False, compare=False)
    """The programme's covers, one of which is in it."""
    burned: bool = False
    """Whether captions are drawn into its picture."""

    @property
    def lowered(self) -> Lowered:
        """What it is joined from; planned when somebody asks, which a check of hundreds of episodes never does."""
        return self.lower()

    @property
    def made_from(self) -> str:
        """Key of everything that goes into it."""
        pieces = [[piece.action.key, piece.frames] for piece in self.lowered.pieces]
        sound, cover = self.lowered.sound.key, self.artwork().embedded.key
        return digest([VERSION, self.lowered.rendition, pieces, sound, self.stamp, cover])


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptedFile:
    """One file that was made elsewhere and is taken as it is."""

    name: str
    """File name beside the record."""
    rendition: str
    medium: Medium

    @property
    def made_from(self) -> str:
        return self.medium.content


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a programme comes from."""

    inputs: Mapping[str, str]
    """Content ids of the media by the names that the manifest gives them."""
    manifest: str
    """The episode's file, from the workspace."""
    tools: str
    """Versions of whatever draws and encodes."""
    guid: str
    """The episode's identity."""


@dataclass(frozen=True, kw_only=True)
class ProgrammePlan:
    """All that will be made of one episode."""

    episode: Episode
    stem: str
    timeline: Timeline
    files: tuple[FilePlan, ...]
    """Empty where the programme was made elsewhere."""
    adopted: tuple[AdoptedFile, ...] = ()
    measure: Action | None = None
    """Measures the loudness of what was adopted; None where that has no sound."""
    covers: Callable[[], Artwork] = field(repr=False, compare=False)
    """Plans its covers; called again, it gives the same.

    Not a `cached_property`: of all plans in a process, Python 3.11 lets one at a time be in there.
    """
    stamp: Stamp
    provenance: Provenance
    draft: bool

    @property
    def artwork(self) -> Artwork:
        """Its covers; planned when somebody asks, since pictures may have to be looked at for them."""
        return self.covers()

    @property
    def cover_source(self) -> CoverSource | None:
        """What of the episode its covers show."""
        return source_of(self.artwork.front, self.provenance.inputs)

    @property
    def made_from(self) -> Mapping[str, str]:
        """Keys of what goes into each media file, by its name."""
        files: tuple[FilePlan | AdoptedFile, ...] = (*self.files, *self.adopted)
        return {file.name: file.made_from for file in files}

    @property
    def names(self) -> tuple[str, ...]:
        """Of all its files but the record."""
        covers = () if self.draft else (f"{self.stem}.jpg", f"{self.stem}.square.jpg")
        cues = self.stamp.cues and not self.draft
        files = [*(file.name for file in self.files), *(file.name for file in self.adopted)]
        return (*files, *covers, *(f"{self.stem}{suffix}" for suffix in SUFFIXES if cues))

    @property
    def labels(self) -> tuple[Label, ...]:
        """Of its pictures, as far as they have one."""
        return labels(self.timeline)

    @property
    def shown(self) -> Shown:
        """On its cards."""
        return shown_on_cards(self.episode, self.timeline)

    @property
    def people_named(self) -> tuple[Named, ...]:
        """Whose names are shown over its pictures."""
        return names(self.timeline)

    @property
    def key(self) -> str:
        """Of all that the record says, except what the files are made from."""
        episode, of = self.episode, self.provenance
        covers = [cover.key for cover in self.artwork.actions]
        values = [self.stamp, covers, of.inputs, episode.speakers, episode.tags, of.manifest, self.draft]
        if episode.listing != Listing():
            values.append(episode.listing)
        if added := episode.listing.added:
            values.append(added)
        if self.labels:
            values.append(self.labels)
        if asked := questions(self.episode, self.timeline):
            values.append(asked)
        if shown := self.shown:
            values.append(shown)
        if self.people_named:
            values.append(self.people_named)
        if episode.synthetic:
            values.append(episode.synthetic)
        if episode.ai_content:
            values.append(episode.ai_content)
        if burned := [file.name for file in self.files if file.burned]:
            values.append(burned)
        return digest([VERSION, of.guid, *values])

    @property
    def actions(self) -> tuple[Action, ...]:
        """Everything whose artefact the files are joined from; each once."""
        wanted = [piece.action for file in self.files for piece in file.lowered.pieces]
        sounds = [action for file in self.files for action in (file.lowered.sound, file.lowered.mix)]
        measured = (self.measure,) if self.measure else ()
        return tuple(dict.fromkeys((*wanted, *sounds, *measured, *self.artwork.actions)))


def plan_programme(
    episode: Episode,
    timeline: Timeline,
    renditions: tuple[Rendition, ...],
    *,
    timelines: Mapping[Fraction, Timeline],
    front: Callable[[], Front],
    card: TextCard,
    fonts: Callable[[], tuple[Font, ...]],
    provenance: Provenance,
    draft: bool,
) -> ProgrammePlan:
    """The programme of an episode that has been laid out on a timeline, and on those of its pictures' other rates.

    `front` says what covers are made of, `card` is the title card; `fonts` gives those of captions that are drawn into
    pictures.
    """
    own = episode_stem(episode)
    wanted = timeline.cues if episode.captions != "none" else ()
    stamp = episode_stamp(
        episode, timeline.seconds, guid=provenance.guid, chapters=programme_chapters(timeline), cues=wanted
    )
    context = Context(tools=provenance.tools, where=episode.label)
    covers = cache(lambda: plan_artwork(front(), film_size(renditions), context, draft=draft))
    names = file_names(own, renditions)
    look = cache(lambda: audiogram(covers().front, poster(episode, card)))
    files = [
        FilePlan(
            name=names[one.name],
            lower=cache(
                partial(
                    _lower,
                    timelines[one.picture.rate] if one.picture else timeline,
                    one,
                    context,
                    look=look if one.shows == "sound" else None,
                    lettering=lettering_of(episode, one, fonts())
                    if stamp.cues and burns_captions(episode, one)
                    else None,
                )
            ),
            rendition=one,
            timeline=timelines[one.picture.rate] if one.picture else timeline,
            stamp=stamp if carries_text(episode, one) else replace(stamp, cues=()),
            artwork=covers,
            burned=bool(stamp.cues) and burns_captions(episode, one),
        )
        for one in renditions
    ]
    return ProgrammePlan(
        episode=episode,
        stem=own,
        timeline=timeline,
        files=tuple(files),
        covers=covers,
        stamp=stamp,
        provenance=provenance,
        draft=draft,
    )


def _lower(
    timeline: Timeline,
    rendition: Rendition,
    context: Context,
    *,
    look: Callable[[], Audiogram] | None,
    lettering: Lettering | None,
) -> Lowered:
    return lower(timeline, rendition, context, look=look() if look else None, lettering=lettering)


def episode_stem(episode: Episode) -> str:
    """What its files are called, without suffix."""
    return stem(episode.series.name, fields_of(episode))


def fields_of(episode: Episode) -> dict[str, object]:
    """The fields for its texts and its file names."""
    return episode_fields(
        episode.series, number=episode.number, title=episode.title, date=episode.date, speakers=episode.speakers
    )


def episode_stamp(
    episode: Episode, duration: Fraction, *, guid: str, chapters: tuple[ProgrammeChapter, ...], cues: Sequence[Cue]
) -> Stamp:
    """What the episode's programme says about itself; `duration` is in seconds."""
    series = episode.series
    return Stamp(
        series_id=series.id,
        number=episode.number,
        total=series.total,
        title=episode.title,
        series=series.title,
        artist=series.author,
        date=episode.date,
        language=series.language,
        category=series.category,
        summary=episode.summary,
        chapters=chapters,
        cues=tidy_cues(cues, end=round(duration * 1000)),
        duration=duration,
        guid=guid,
        speakers=episode.speakers,
        tags=episode.tags,
        ai=implicit_label(producer=episode.ai.producer or series.author, guid=guid) if episode.ai_content else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedEpisode:
    """An episode with all that will be made for it; `programme` is None where there are errors."""

    episode: Episode
    programme: ProgrammePlan | None
    diagnostics: tuple[Diagnostic, ...]
    media: Mapping[Path, Medium]
    """The files it uses that could be opened, by path."""
    timeline: Timeline | None
    """Its main one; None where it cannot be planned, or need not be, as the programme was made elsewhere."""
    renditions: tuple[Rendition, ...]
    """Those that are to be made."""

    @property
    def has_errors(self) -> bool:
        return any(one.severity == "error" for one in self.diagnostics)
