"""OpenTimelineIO: an edit list as a timeline that editing programs import, and what was written read back."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from pipeline.errors import PipelineError
from pipeline.extras import needing
from pipeline.messages import Message, told, tr
from pipeline.packaging.editing.edit_list import EditList, PictureEntry, SoundEntry, Source, Way
from pipeline.timebase import SAMPLE_RATE
from pipeline.workflow.exporting.folder import MEDIA

CLOSE = Fraction(1, 1_000_000)
"""Seconds by which floating numbers may be off."""


def require_otio() -> Any:
    """The library. Raises MissingExtra where it is not installed."""
    with needing("edit", tr("'export otio'")):
        import opentimelineio

    return opentimelineio


def otio_text(edit: EditList) -> str:
    """The list as the text of an .otio file; media lie in `media/` beside it."""
    otio = require_otio()
    timeline = otio.schema.Timeline(name=edit.title, global_start_time=_time(0, edit.rate))
    timeline.metadata["voicehall"] = {
        "episode": edit.name,
        "series": edit.series,
        "size": list(edit.size or ()),
        "frames": edit.frames,
        "samples": edit.samples,
        "lost": [
            {"what": told(one.text), "seconds": [round(float(place), 3) for place in one.places]} for one in edit.lost
        ],
    }
    if edit.pictures:
        timeline.tracks.append(_picture_track(edit))
    for role, lanes in edit.lanes.items():
        for number, lane in enumerate(lanes, start=1):
            timeline.tracks.append(_sound_track(lane, role if len(lanes) == 1 else f"{role} {number}", edit.samples))
    timeline.tracks.markers.extend(_markers(edit))
    return str(otio.adapters.write_to_string(timeline, "otio_json"))


def _picture_track(edit: EditList) -> Any:
    otio = require_otio()
    track = otio.schema.Track(name="V1", kind=otio.schema.TrackKind.Video)
    for index, entry in enumerate(edit.pictures):
        following = edit.pictures[index + 1].way if index + 1 < len(edit.pictures) else None
        if entry.way:
            track.append(_transition(entry.way, edit.rate))
        track.append(_picture(entry, following, edit.rate))
    return track


def _transition(way: Way, rate: Fraction) -> Any:
    otio = require_otio()
    dissolve = way.kind == "dissolve"
    types = otio.schema.TransitionTypes
    return otio.schema.Transition(
        name=way.kind,
        transition_type=types.SMPTE_Dissolve if dissolve else types.Custom,
        in_offset=_time(way.before, rate),
        out_offset=_time(way.after, rate),
        metadata={"voicehall": {"transition": way.kind}},
    )


def _picture(entry: PictureEntry, following: Way | None, rate: Fraction) -> Any:
    otio = require_otio()
    source = entry.source
    if source.kind == "image":
        # As much as its transitions take at either end.
        first, behind = entry.way.before if entry.way else 0, following.after if following else 0
        start, available = _time(first, rate), _range(0, first + entry.frames + behind, rate)
    else:
        start, available = _time(entry.at * source.rate, source.rate), _held(source)
    shown = otio.opentime.TimeRange(start, _time(entry.frames, rate))
    return otio.schema.Clip(name=entry.label, media_reference=_reference(source, available), source_range=shown)


def _sound_track(lane: Sequence[SoundEntry], name: str, samples: int) -> Any:
    otio = require_otio()
    track = otio.schema.Track(name=name, kind=otio.schema.TrackKind.Audio)
    rate, at = Fraction(SAMPLE_RATE), 0
    for entry in lane:
        if entry.start > at:
            track.append(otio.schema.Gap(source_range=_range(0, entry.start - at, rate)))
        track.append(
            otio.schema.Clip(
                name=entry.label,
                media_reference=_reference(entry.source, _held(entry.source)),
                source_range=_range(entry.at * rate, entry.samples, rate),
                metadata={
                    "voicehall": {
                        "role": entry.role,
                        "gain_db": entry.gain,
                        "fade_in_seconds": entry.fade_in / SAMPLE_RATE,
                        "fade_out_seconds": entry.fade_out / SAMPLE_RATE,
                    }
                },
            )
        )
        at = entry.stop
    if samples > at:
        track.append(otio.schema.Gap(source_range=_range(0, samples - at, rate)))
    return track


def _markers(edit: EditList) -> Iterator[Any]:
    schema = require_otio().schema
    for chapter in edit.chapters:
        place = _range(chapter.start, 1, edit.rate)
        yield schema.Marker(name=chapter.title, marked_range=place, color=schema.MarkerColor.GREEN)
    for note in edit.notes:
        place = _range(note.start, note.frames, edit.rate)
        yield schema.Marker(name=note.text, marked_range=place, color=schema.MarkerColor.YELLOW)


def _reference(source: Source, available: Any) -> Any:
    otio = require_otio()
    # From the .otio file on, so that the folder may be moved.
    return otio.schema.ExternalReference(target_url=f"{MEDIA}/{source.name}", available_range=available)


def _held(source: Source) -> Any:
    return _range(source.first * source.rate, source.seconds * source.rate, source.rate)


def _time(value: Fraction | int, rate: Fraction) -> Any:
    return require_otio().opentime.RationalTime(float(value), float(rate))


def _range(start: Fraction | int, length: Fraction | int, rate: Fraction) -> Any:
    return require_otio().opentime.TimeRange(_time(start, rate), _time(length, rate))


def compare_otio(text: str, edit: EditList) -> None:
    """Read a timeline back and compare it with the list. Raises PipelineError where it is not the same."""
    timeline = require_otio().adapters.read_from_string(text, "otio_json")
    for difference in _differences(timeline, edit):
        raise PipelineError(
            tr("{episode}: the timeline reads back otherwise: {what}", episode=edit.name, what=difference),
            hint=tr("nothing was written; please report this"),
        )


def _differences(timeline: Any, edit: EditList) -> Iterator[Message]:
    schema = require_otio().schema
    lanes = [lane for lanes in edit.lanes.values() for lane in lanes]
    tracks = list(timeline.tracks)
    if len(tracks) != len(lanes) + bool(edit.pictures):
        yield tr("it has {count} tracks", count=len(tracks))
        return
    pictures, sounds = ([tracks[0]], tracks[1:]) if edit.pictures else ([], tracks)
    for track in pictures:
        clips = list(track.find_clips())
        if (frames := track.duration().rescaled_to(float(edit.rate)).value) != edit.frames:
            yield tr("its picture lasts {frames} frames", frames=frames)
        places = [_start(track, clip) * edit.rate for clip in clips]
        if [
            abs(place - entry.start) < edit.rate * CLOSE for place, entry in zip(places, edit.pictures, strict=False)
        ] != [True] * len(edit.pictures) or len(clips) != len(edit.pictures):
            yield tr("its pictures begin elsewhere")
        ways = [
            (one.name, one.in_offset.value, one.out_offset.value) for one in track if isinstance(one, schema.Transition)
        ]
        if ways != [(one.way.kind, one.way.before, one.way.after) for one in edit.pictures if one.way]:
            yield tr("its transitions are others")
    for track, lane in zip(sounds, lanes, strict=True):
        clips = list(track.find_clips())
        if track.duration().rescaled_to(SAMPLE_RATE).value != edit.samples:
            yield tr("its sound '{name}' has another length", name=track.name)
        if [round(_start(track, clip) * SAMPLE_RATE) for clip in clips] != [entry.start for entry in lane]:
            yield tr("its sound '{name}' begins elsewhere", name=track.name)
    for clip in timeline.find_clips():
        available, shown = clip.media_reference.available_range, clip.source_range
        first, last = (_seconds(one.start_time) for one in (available, shown))
        if last < first - CLOSE or last + _seconds(shown.duration) > first + _seconds(available.duration) + CLOSE:
            yield tr("'{name}' reaches beyond its file", name=clip.name)


def _start(track: Any, clip: Any) -> Fraction:
    return _seconds(track.range_of_child(clip).start_time)


def _seconds(time: Any) -> Fraction:
    return Fraction(time.value) / Fraction(time.rate).limit_denominator(1_000_000)
