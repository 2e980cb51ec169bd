"""The sounds of an edit list: recordings as they are where a program hears them as we do, else as WAV."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.messages import tr
from pipeline.model.media import Medium
from pipeline.model.timeline import SEAM, Mix, PlacedSound, Take
from pipeline.packaging.editing.edit_list import Carries, Losses, SoundEntry, Source, Sources
from pipeline.render.handover import lower_wav
from pipeline.render.piece import Context
from pipeline.render.sound.takes import whole_file
from pipeline.timebase import SAMPLE_RATE, seconds_to_samples

KNOWN = frozenset((".wav", ".mp3", ".m4a", ".aac", ".mp4", ".mov", ".m4v", ".aif", ".aiff"))
"""Suffixes of sound that every editing program opens."""


@dataclass(slots=True, kw_only=True)
class Listening:
    """Sounds on their way into a list."""

    mix: Mix
    gains: Sequence[float]
    """dB by which the mix raises each of them."""
    context: Context
    sources: Sources
    losses: Losses
    carries: Carries

    def heard(self) -> tuple[SoundEntry, ...]:
        sounds = zip(self.mix.sounds, self.gains, strict=True)
        return tuple(replace(entry, gain=round(gain, 2)) for sound, gain in sounds for entry in self._entries(sound))

    def _entries(self, sound: PlacedSound) -> Iterator[SoundEntry]:
        """Not raised yet."""
        if sound.take.tone is None and not any(medium.info.audio for medium in sound.take.media):
            return
        found = list(self._looped(sound) if sound.role == "music" else self._takes(sound))
        if not found:
            return
        if not self.carries.levels:
            self.losses.add(tr("levels and fades, which stand in the metadata of every sound: set them in the program"))
        if sound.duck:
            self.losses.add(
                tr("music goes down by {number} dB under speech", number=f"{-sound.duck}"),
                Fraction(sound.start, SAMPLE_RATE),
            )
        found[0] = replace(found[0], fade_in=sound.fade_in)
        found[-1] = replace(found[-1], fade_out=sound.fade_out)
        yield from found

    def _takes(self, sound: PlacedSound) -> Iterator[SoundEntry]:
        """Recordings one after the other, with their pauses between."""
        if not self._is_plain(sound.take):
            yield self._entry(sound, self._made(sound), sound.start, sound.take.samples, Fraction(0))
            return
        at, left = sound.start, sound.take.samples
        for index, medium in enumerate(sound.take.media):
            begin = sound.take.start if index == 0 else Fraction(0)
            length = max(seconds_to_samples(medium.sound_end - begin), 0) if medium.info.audio else 0
            if heard := min(length, left):
                yield self._entry(sound, self._copied(medium), at, heard, begin)
            at += length + sound.take.pause
            left -= length + sound.take.pause
            if left <= 0:
                return

    def _looped(self, sound: PlacedSound) -> Iterator[SoundEntry]:
        """Music, again and again."""
        plain = self._is_plain(sound.take)
        source = self._copied(sound.take.media[0]) if plain else self._made(replace(sound, take=whole_file(sound.take)))
        first, wanted = sound.take.start, sound.take.samples
        length = max(seconds_to_samples(source.end - first), 0)
        if not length:
            return
        if length >= wanted:
            yield self._entry(sound, source, sound.start, wanted, first)
            return
        seam = min(SEAM, length // 2)
        period = length - seam
        last = -(-(wanted - length) // period) if sound.own_end else None
        at = last * period + length - wanted if last is not None else 0
        done = 0
        while done < wanted:
            turn, inside = divmod(at, period)
            rest = length - inside if turn == last else period - inside
            heard = min(rest, wanted - done)
            yield self._entry(sound, source, sound.start + done, heard, first + Fraction(inside, SAMPLE_RATE))
            at, done = at + heard, done + heard

    def _is_plain(self, take: Take) -> bool:
        """Whether programs hear the files as they are as we do."""
        return take.tone is None and all(self._is_known(medium) for medium in take.media if medium.info.audio)

    def _is_known(self, medium: Medium) -> bool:
        if medium.treatment or medium.hearing or medium.info.edited or medium.path.suffix.lower() not in KNOWN:
            return False
        return self.carries.sound_of_films or not medium.info.video

    def _copied(self, medium: Medium) -> Source:
        audio = medium.info.audio
        assert audio is not None
        return self.sources.copy(medium, kind="sound", rate=Fraction(SAMPLE_RATE), first=Fraction(0), seconds=audio.end)

    def _made(self, sound: PlacedSound) -> Source:
        if any(medium.treatment for medium in sound.take.media):
            self.losses.add(
                tr("treatment of a recording: in its file, where it cannot be changed"),
                Fraction(sound.start, SAMPLE_RATE),
            )
        return self.sources.made(
            lower_wav(sound, self.context), sound.label or str(_name(sound)), kind="sound", rate=Fraction(SAMPLE_RATE),
            seconds=Fraction(sound.take.samples, SAMPLE_RATE),
        )  # fmt: skip

    def _entry(self, sound: PlacedSound, source: Source, start: int, samples: int, at: Fraction) -> SoundEntry:
        return SoundEntry(
            role=sound.role, source=source, label=source.name, start=start, samples=samples, at=at,
            gain=0,
        )  # fmt: skip


def _name(sound: PlacedSound) -> str:
    return sound.take.tone.label if sound.take.tone else sound.take.media[0].path.stem
