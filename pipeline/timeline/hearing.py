"""Hearing: which track and channels of a recording are heard, and what its author should know of its sound."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from pipeline.errors import Mark
from pipeline.messages import Message, tr
from pipeline.model.media import AudioInfo, Hearing, Listened, Medium, Sides
from pipeline.model.series import MediaUse
from pipeline.timebase import format_time

Role = Literal["speech", "music"]

ALL = 95
"""Percent of the time from which on a recording is all of a kind: a cough in the other channel changes nothing."""
SOME = 20
"""Percent from which on a kind is worth a word."""
CANCELLED = 5
"""The same for opposite phase, where words are lost on one loudspeaker."""
CLIPPED = 2
QUIET = 22
"""LU below the programme's loudness; sound is raised by 20 at most, and levels of speech are known within 2."""
LONGEST_JUMP = Fraction(60)
"""Seconds; a longer pause is a clock that was set."""


class Complaints(Protocol):
    """Where what is found is told."""

    def error(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None: ...

    def warn(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How an author wants a recording to be heard; None leaves it to the recording."""

    channels: Sides | None = None
    track: int | None = None
    track_mark: Mark | None = None
    gain: Decimal | None = None
    """dB that were asked for; None matches the level."""
    rounded: bool = False
    """Whether tops that were cut off are rounded."""


def hear(medium: Medium, use: MediaUse, wanted: Wanted, role: Role, target: Decimal, said: Complaints) -> Medium | None:
    """The medium as it is heard, `target` LUFS being the programme's loudness; None after an error.

    `said` is told what is left out, changed or wrong.
    """
    if medium.info.audio is None:
        return medium
    tracks = medium.info.tracks or (medium.info.audio,)
    if wanted.track is not None and wanted.track > len(tracks):
        said.error(
            "no-such-track", wanted.track_mark or use.mark,
            tr("'{file}' has no sound track {number}", file=use.name, number=wanted.track),
            hint=tr("tracks are counted from 1; it has {count}", count=len(tracks)),
        )  # fmt: skip
        return None
    audio = tracks[wanted.track - 1] if wanted.track is not None else medium.info.audio
    if wanted.track is None and len(tracks) > 1:
        _tell_of_tracks(use, audio, tracks, said)
    if not _goes_on(use, audio, said):
        return None
    if audio.unread:
        said.warn(
            "bytes-behind-end", use.mark,
            tr("{percent} % of '{file}' lies behind its own end, where no player looks; it is left out",
               percent=audio.unread, file=use.name),
            hint=tr("two files may have been written into one: split them, or export it again"),
        )  # fmt: skip
    if role == "speech":
        _tell_of_levels(use, audio, wanted, target, said)
    channels = wanted.channels or _channels(use, audio, role, said)
    hearing = Hearing(track=audio.track, channels=channels, reading=_reading(audio))
    return replace(medium, hearing=None if hearing == Hearing() else hearing, info=replace(medium.info, audio=audio))


def listened_to(medium: Medium, use: MediaUse, wanted: Wanted) -> Medium:
    """The medium as it is heard as speech, with nothing said; as it is where there would be an error."""
    return hear(medium, use, wanted, "speech", Decimal(0), _Silent()) or medium


class _Silent:
    """Complaints that nobody hears."""

    def error(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None: ...

    def warn(self, code: str, mark: Mark, message: Message, *, hint: Message) -> None: ...


def _reading(audio: AudioInfo) -> Literal["plain", "parts", "changing", "even"]:
    if audio.parts:
        return "parts"
    if audio.changing:
        return "changing"
    return "plain" if audio.laid_out else "even"


def _tell_of_tracks(use: MediaUse, audio: AudioInfo, tracks: tuple[AudioInfo, ...], said: Complaints) -> None:
    loud = [track.track for track in tracks if not track.silent]
    hint = tr("another is chosen by 'track: {number}'", number=next((n for n in loud if n != audio.track), 1))
    if audio.silent and loud:
        message = tr(
            "track {number} of '{file}', which players play, is silent; track {loud} is not",
            number=audio.track, file=use.name, loud=loud[0],
        )  # fmt: skip
        said.warn("silent-track", use.mark, message, hint=hint)
        return
    said.warn(
        "several-tracks", use.mark,
        tr("'{file}' has {count} sound tracks; track {number} is heard, as players do", file=use.name,
           count=len(tracks), number=audio.track),
        hint=tr("'track: {other}' chooses another, 'track: {number}' says that this one is meant",
                other=next(n for n in (1, 2) if n != audio.track), number=audio.track),
    )  # fmt: skip


def _goes_on(use: MediaUse, audio: AudioInfo, said: Complaints) -> bool:
    """Whether its times go on as they should, with at most a pause here and there."""
    for jump in audio.jumps:
        at = format_time(audio.start + jump.at)
        if jump.by < 0:
            said.error(
                "times-go-back", use.mark,
                tr("the times of the sound of '{file}' go back at {at}: what follows would be lost",
                   file=use.name, at=at),
                hint=tr("two recordings may have been written into one: split them, or export it again"),
            )  # fmt: skip
            return False
        if jump.by > LONGEST_JUMP:
            said.error(
                "times-jump", use.mark,
                tr("the times of the sound of '{file}' jump by {by} at {at}",
                   file=use.name, by=format_time(jump.by), at=at),
                hint=tr("two recordings may have been written into one: split them, or export it again"),
            )  # fmt: skip
            return False
        said.warn(
            "sound-missing", use.mark,
            tr("the sound of '{file}' is missing for {by} at {at}; it is silent there", file=use.name,
               by=format_time(jump.by), at=at),
            hint=tr("was the recording interrupted? Listen to this place"),
        )  # fmt: skip
    return True


def _tell_of_levels(use: MediaUse, audio: AudioInfo, wanted: Wanted, target: Decimal, said: Complaints) -> None:
    heard = audio.heard
    if heard is None or audio.silent:
        return
    if heard.clipped >= CLIPPED:
        said.warn(
            "clipped-sound", use.mark,
            tr("'{file}' is clipped for {percent} % of the time, first at {at}: it was recorded too loud",
               file=use.name, percent=heard.clipped, at=format_time(audio.start + heard.clipped_at)),
            hint=tr("its tops are rounded, which hides the most of it: better record it again at a lower level")
            if wanted.rounded
            else tr("'treat: speech' rounds its tops; better record it again at a lower level"),
        )  # fmt: skip
    if wanted.gain is None and heard.level < target - QUIET:
        said.warn(
            "quiet-sound", use.mark,
            tr("'{file}' is very quiet, about {level} LUFS: raised by 20 dB at most, it stays below {target} LUFS",
               file=use.name, level=heard.level, target=f"{target:f}"),
            hint=tr("record it closer or louder, or raise it with 'gain:'; noise is raised with it"),
        )  # fmt: skip


def _channels(use: MediaUse, audio: AudioInfo, role: Role, said: Complaints) -> Sides | Literal["inverted"]:
    """What is heard of both channels, where the author does not say: only what is certain is changed."""
    heard = audio.heard
    if heard is None:
        return "stereo"
    at = format_time(audio.start + heard.uneven_at)
    keep = tr("'channels: stereo' leaves it as it is")
    if heard.opposite >= ALL:
        said.warn(
            "opposite-phase", use.mark,
            tr("the channels of '{file}' are in opposite phase, which is silence on one loudspeaker; the right one"
               " is turned over", file=use.name),
            hint=keep,
        )  # fmt: skip
        return "inverted"
    if heard.left >= ALL:
        message = tr("only the left channel of '{file}' is heard; it is put on both sides", file=use.name)
        said.warn("one-sided-sound", use.mark, message, hint=keep)
        return "left"
    if heard.right >= ALL:
        message = tr("only the right channel of '{file}' is heard; it is put on both sides", file=use.name)
        said.warn("one-sided-sound", use.mark, message, hint=keep)
        return "right"
    if heard.opposite >= CANCELLED:
        return _partly_opposite(use, heard, at, role, said)
    if role == "speech" and heard.left + heard.right >= SOME:
        said.warn(
            "uneven-channels", use.mark,
            tr("for {percent} % of the time '{file}' is heard on one side only, first at {at}; it is left so",
               percent=heard.left + heard.right, file=use.name, at=at),
            hint=tr("'channels: mix' brings everything to both sides; 'channels: stereo' says that it is meant so"),
        )  # fmt: skip
    return "stereo"


def _partly_opposite(use: MediaUse, heard: Listened, at: str, role: Role, said: Complaints) -> Sides:
    """Speech is then taken from the channel that always has it; music may be meant so."""
    message = tr(
        "for {percent} % of the time the channels of '{file}' are in opposite phase, first at {at}: one loudspeaker is"
        " silent there", percent=heard.opposite, file=use.name, at=at,
    )  # fmt: skip
    if role == "music" or (heard.left and heard.right):
        hint = tr("'channels: left' takes one channel for both; 'channels: stereo' says that it is meant so")
        said.warn("opposite-phase", use.mark, message, hint=hint)
        return "stereo"
    if heard.right:
        hint = tr("the right channel is heard on both sides; 'channels: stereo' leaves it as it is")
        said.warn("opposite-phase", use.mark, message, hint=hint)
        return "right"
    hint = tr("the left channel is heard on both sides; 'channels: stereo' leaves it as it is")
    said.warn("opposite-phase", use.mark, message, hint=hint)
    return "left"
