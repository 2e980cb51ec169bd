"""Edited files: what an MP4 contains that plays several parts of its recording, at the times at which it plays them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from av.container import InputContainer

from pipeline.media.probe.container.mp4_index import TrackEdits
from pipeline.media.probe.listening import WHOLE, listen
from pipeline.media.probe.opening import opened
from pipeline.media.probe.sniff import ProbeError
from pipeline.messages import tr
from pipeline.model.edits import Edit, begun_by, length_of, parts_of, played
from pipeline.model.media import AudioInfo, MediaInfo, Medium, TimeJump

PLACES = 8
"""Of damage, at most."""
FIRST_PACKETS = 100_000
"""Among which every stream has its first."""


def edited(
    path: Path, info: MediaInfo, container: InputContainer, picture: int | None, lists: Mapping[int, TrackEdits]
) -> MediaInfo:
    """What the edits of a file play; `info` is of the recording, `container` the file, opened without its edits.

    `picture` is the stream that is shown. Raises ProbeError where nothing of its picture is played.
    """
    sounds = info.tracks or ((info.audio,) if info.audio else ())
    voices = {track.track: container.streams.audio[track.track - 1].index for track in sounds}
    numbers = {stream.index: stream.id for stream in container.streams}
    firsts = _first_times(path, {*voices.values(), *([picture] if picture is not None else [])})

    def of(stream: int, start: Fraction, end: Fraction) -> tuple[Edit, ...]:
        """Its edits at times of the recording; `start` and `end` are where it has any."""
        listed = lists.get(numbers[stream], TrackEdits(edits=(), first=Fraction(0)))
        # What is dated below 0 is moved there by the reader, and all that follows with it.
        moved = firsts.get(stream, info.start) - listed.first - info.start
        return _placed(listed.edits, moved, start, end)

    video = info.video
    shown = of(picture, video.start, video.start + video.duration) if video and picture is not None else ()
    heard = {track.track: of(voices[track.track], track.start, track.end) for track in sounds}
    if video and not parts_of(shown):
        message = tr("'{name}' has pictures, of which its edit list plays none", name=path.name)
        hint = tr("play it in the program that made it, and export it from there as an ordinary MP4")
        raise ProbeError("unsupported-edits", message, hint=hint)
    head = min(begun_by(edits) for edits in (*([shown] if video else []), *heard.values()))
    shown = _without(shown, head)
    if video:
        begin = begun_by(shown)
        video = replace(video, edits=shown, start=begin, duration=length_of(shown) - begin)
    tracks = tuple(_heard(track, _without(heard[track.track], head)) for track in sounds)
    audio = next((track for track in tracks if info.audio and track.track == info.audio.track), None)
    suspects = [time for at in info.suspects for time, _ in played(shown, at, at)]
    lost = [stretch for first, last in info.lost for stretch in played(shown, first, last)]
    found = replace(
        info,
        duration=max(part.start + part.duration for part in (video, *tracks) if part is not None),
        video=video,
        audio=audio,
        tracks=tracks if info.tracks else (),
        suspects=tuple(sorted(suspects)[:PLACES]),
        lost=tuple(sorted(lost)[:PLACES]),
        edited=True,
    )
    return _listened(path, found)


def _placed(edits: Sequence[Edit], moved: Fraction, start: Fraction, end: Fraction) -> tuple[Edit, ...]:
    """The edits with times of the recording, `moved` later than those of its composition; none are empty."""
    if not edits:
        edits = (Edit(duration=end - moved, at=Fraction(0)),)
    if len(edits) == 1 and not edits[0].duration and edits[0].at is not None:
        # To its end.
        edits = (replace(edits[0], duration=max(end - moved - edits[0].at, Fraction(0))),)
    return tuple(
        edit if edit.at is None else replace(edit, at=edit.at + moved) for edit in edits if edit.duration > 0
    )  # fmt: skip


def _without(edits: tuple[Edit, ...], head: Fraction) -> tuple[Edit, ...]:
    """Without so many seconds of nothing at the beginning, which all streams of the file have."""
    kept = list(edits)
    while head > 0 and kept and kept[0].at is None:
        first = kept.pop(0)
        if first.duration > head:
            kept.insert(0, replace(first, duration=first.duration - head))
        head -= min(head, first.duration)
    return tuple(kept)


def _heard(track: AudioInfo, edits: tuple[Edit, ...]) -> AudioInfo:
    begin = begun_by(edits)
    places = [
        (time - begin, jump.by)
        for jump in track.jumps
        for time, _ in played(edits, track.start + jump.at, track.start + jump.at)
    ]
    jumps = tuple(TimeJump(at=at, by=by) for at, by in sorted(places)[:PLACES])
    return replace(track, edits=edits, start=begin, duration=length_of(edits) - begin, jumps=jumps)


def _first_times(path: Path, wanted: set[int]) -> dict[int, Fraction]:
    """When the first packet of each stream is shown, by the reader's clock."""
    found: dict[int, Fraction] = {}
    with opened(path, unedited=True) as container:
        streams = [container.streams[index] for index in sorted(wanted)]
        for count, packet in enumerate(container.demux(*streams)):
            if packet.pts is not None and packet.time_base is not None:
                found.setdefault(packet.stream_index, packet.pts * packet.time_base)
            if len(found) == len(wanted) or count > FIRST_PACKETS:
                break
    return found


def _listened(path: Path, info: MediaInfo) -> MediaInfo:
    """The same with what is heard in each of its sound tracks."""
    if info.audio is None:
        return info
    heard = {track.track: _impression(path, info, track) for track in info.tracks or (info.audio,)}
    tracks = tuple(heard[track.track] for track in info.tracks)
    return replace(info, audio=heard[info.audio.track], tracks=tracks)


def _impression(path: Path, info: MediaInfo, track: AudioInfo) -> AudioInfo:
    # Here and not above: it stands beside what decodes sound, which probing does not load.
    from pipeline.media.sound.decoding.plain_copy import plain_copy

    medium = Medium(content="", edited=True, path=path, info=replace(info, audio=track, tracks=()))
    length = min(track.end, Fraction(WHOLE))
    with plain_copy(medium, (Fraction(0), length)) as (copy, _), opened(copy) as container:
        found = listen(container, container.streams.audio[0], length)
    return replace(track, silent=found.silent, hot=found.hot, heard=found.heard)
