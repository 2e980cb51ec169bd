"""Speaking: voices speak what nobody recorded, each sentence once, and what they spoke becomes their segment's take."""

import json
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from pipeline.digest import digest, file_digest
from pipeline.documents.diagnostics import shown
from pipeline.documents.stored import read_stored
from pipeline.errors import Diagnostic, MediaError, PipelineError, in_words
from pipeline.extras import MissingExtra
from pipeline.files import write_cache
from pipeline.media.voices.engine import Engine, VoiceError
from pipeline.media.voices.registry import engine_of
from pipeline.messages import Message, tr, trn
from pipeline.model.captions import Sentence
from pipeline.model.episode import Episode
from pipeline.model.segments import Speaking, SpokenSegment
from pipeline.model.series import MediaUse

S = TypeVar("S", bound=SpokenSegment)

VERSION = 1
"""Counts up when the same words, spoken by the same engine, are kept or joined in another way."""
HEAD, TAIL = 200, 300
"""Milliseconds of silence before the first sentence and behind the last."""
PARAGRAPH = 500
"""Milliseconds by which paragraphs are farther apart than sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What is known of a take that was joined."""

    sha256: str
    times: tuple[tuple[int, int], ...]
    """From where to where each sentence is heard, in milliseconds."""
    sentences: tuple[str, ...]
    """Their keys."""


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Lets voices speak; what they spoke stands in a folder under names made of words, voice and version."""

    folder: Path
    root: Path
    """The workspace's."""
    content: Callable[[Path], str]
    """SHA-256 of a file."""
    say: Callable[[Message], None]
    """Who is told that something takes time."""
    given: Path
    """A folder of takes that came with the workspace, as an archive has them: no engine is asked for these."""
    trusted: bool = True
    """Whether engines may be started: those of a workspace that is only looked into may be anything."""
    used: set[Path] = field(default_factory=set)
    """Files in the folder that were needed since."""
    _sent: int = 0
    """Sentences that have left this machine."""
    _identities: dict[Engine, object] = field(default_factory=dict)
    _broken: dict[Engine, VoiceError] = field(default_factory=dict)

    def spoken(self, episode: Episode) -> tuple[Episode, list[Diagnostic]]:
        """The episode with takes where voices speak, each sentence with its times; and what no voice could speak."""
        segments, said = [], []
        for segment in episode.segments:
            speaking = segment.speaking if isinstance(segment, SpokenSegment) else None
            if isinstance(segment, SpokenSegment) and speaking:
                sent = self._sent
                try:
                    segment = self._with_take(episode, segment, speaking)
                except (VoiceError, MissingExtra) as error:
                    said.append(_diagnostic(speaking, error))
                except OSError as error:
                    message = tr("what a voice speaks cannot be kept: {reason}", reason=in_words(error))
                    said.append(_diagnostic(speaking, VoiceError(message)))
                if self._sent > sent:
                    said.append(_sent(speaking, self._sent - sent))
            segments.append(segment)
        return replace(episode, segments=tuple(segments)), said

    def _with_take(self, episode: Episode, segment: S, speaking: Speaking) -> S:
        engine = engine_of(speaking.voice, language=episode.series.language, root=self.root)
        before = _pauses(segment.sentences, round(speaking.between * 1000))
        here = self._given(engine, speaking, before)
        kept = read_stored(here.with_suffix(".json"), _Kept)
        if kept is None or not _is_whole(here, kept.sha256, self.content):
            here, kept = self._own(engine, speaking, before, label=episode.label)
        sentences = tuple(
            replace(one, at=start, until=stop) for one, (start, stop) in zip(segment.sentences, kept.times, strict=True)
        )
        use = MediaUse(path=here, name=f"{engine.voice}-{kept.sha256[:12]}.wav", mark=speaking.mark)
        return replace(segment, takes=(use,), sentences=sentences, speaking=replace(speaking, speaker=engine.voice))

    def _own(self, engine: Engine, speaking: Speaking, before: Sequence[int], *, label: str) -> tuple[Path, _Kept]:
        """The take that stands in the folder, made where it does not."""
        if not self.trusted:
            message = tr("what '{voice}' spoke is not here, and no program is started for it", voice=engine.voice)
            raise VoiceError(message, tr("the workspace is only looked into"), code="voice-missing")
        how = [*_settings(engine, speaking), self._identity(engine)]
        keys = [digest([*how, text]) for text in speaking.texts]
        key = digest([keys, before, HEAD, TAIL])
        take, note = self._path(key), self._path(key, ".json")
        kept = read_stored(note, _Kept)
        if kept is None or not _is_whole(take, kept.sha256, self.content):
            kept = self._joined(engine, speaking, keys, before, take, label=label)
            write_cache(note, json.dumps(asdict(kept)))
        self.used.update((take, note, *(self._path(one) for one in keys)))
        return take, kept

    def handed_on(self, episode: Episode) -> dict[Path, Path]:
        """Files of an episode's takes, by where they would stand among those that come with a workspace."""
        found: dict[Path, Path] = {}
        for segment in episode.segments:
            if isinstance(segment, SpokenSegment) and segment.speaking and segment.takes:
                engine = engine_of(segment.speaking.voice, language=episode.series.language, root=self.root)
                before = _pauses(segment.sentences, round(segment.speaking.between * 1000))
                to, take = self._given(engine, segment.speaking, before), segment.takes[0].path
                found |= {to: take, to.with_suffix(".json"): take.with_suffix(".json")}
        return found

    def _given(self, engine: Engine, speaking: Speaking, before: Sequence[int]) -> Path:
        """By words, voice and pauses alone: which version of the engine spoke does not matter any more."""
        return self.given / f"{digest([*_settings(engine, speaking), speaking.texts, before, HEAD, TAIL])}.wav"

    def _joined(
        self, engine: Engine, speaking: Speaking, keys: Sequence[str], before: Sequence[int], take: Path, *, label: str
    ) -> _Kept:
        from pipeline.media.voices.sound import Spoken, join_speech, read_kept, read_speech, write_speech

        missing = {key: text for key, text in zip(keys, speaking.texts, strict=True) if not read_kept(self._path(key))}
        if missing:
            self._tell(engine, len(missing), label)
            wanted = list(missing.items())
            for first in range(0, len(wanted), engine.most):
                self._speak(engine, dict(wanted[first : first + engine.most]), speaking.voice.rate)
        found = [read_kept(self._path(key)) for key in keys]
        rate = max((one.rate for one in found if one), default=0)
        sentences: list[Spoken] = []
        for key, one in zip(keys, found, strict=True):
            if one is None:
                raise VoiceError(tr("what a voice speaks cannot be kept: {reason}", reason=tr("a file is gone again")))
            sentences.append(one if one.rate == rate else read_speech(self._path(key), most=3600, rate=rate))
        whole, times = join_speech(sentences, before, TAIL)
        write_speech(whole, to=take)
        return _Kept(sha256=file_digest(take), times=tuple(times), sentences=tuple(dict.fromkeys(keys)))

    def _tell(self, engine: Engine, count: int, label: str) -> None:
        if engine.remote:
            self._sent += count
            line = trn(
                "{episode}: {count} sentence goes to the servers of '{voice}': the text leaves this machine",
                "{episode}: {count} sentences go to the servers of '{voice}': the text leaves this machine",
                count,
                episode=label,
                voice=engine.voice,
            )
        else:
            line = trn(
                "{episode}: the voice '{voice}' speaks {count} sentence",
                "{episode}: the voice '{voice}' speaks {count} sentences",
                count,
                episode=label,
                voice=engine.voice,
            )
        self.say(line)

    def _speak(self, engine: Engine, texts: dict[str, str], rate: int) -> None:
        """Speak texts that are not kept yet; each is kept whole or not at all, by its key."""
        from pipeline.media.voices.sound import read_speech, write_speech

        with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
            try:
                made = engine.speak(list(texts.values()), Path(folder))
            except VoiceError as error:
                if error.lasting:
                    self._broken[engine] = error
                raise
            for (key, text), path in zip(texts.items(), made, strict=True):
                try:
                    spoken = read_speech(path, most=longest(text, rate))
                except (MediaError, OSError) as cause:
                    raise _unheard(engine, text, cause) from cause
                write_speech(spoken, to=self._path(key))

    def _identity(self, engine: Engine) -> object:
        if engine in self._broken:
            raise self._broken[engine]
        if engine not in self._identities:
            try:
                self._identities[engine] = engine.identity(self.content)
            except VoiceError as error:
                self._broken[engine] = error
                raise
        return self._identities[engine]

    def _path(self, key: str, suffix: str = ".wav") -> Path:
        return self.folder / key[:2] / f"{key}{suffix}"


def _settings(engine: Engine, speaking: Speaking) -> list[object]:
    voice = speaking.voice
    return [VERSION, voice.engine, engine.voice, voice.rate, voice.pitch]


def longest(text: str, rate: int) -> float:
    """Seconds that no voice takes for a text, at so many percent of its pace."""
    return (10 + 1.5 * len(text)) * 100 / min(rate, 100)


def _pauses(sentences: Sequence[Sentence], between: int) -> list[int]:
    """Milliseconds of silence before each sentence."""
    return [HEAD, *(between + (PARAGRAPH if one.opens else 0) for one in sentences[1:])]


def _is_whole(path: Path, sha256: str, content: Callable[[Path], str]) -> bool:
    try:
        return content(path) == sha256
    except OSError:
        return False


def _unheard(engine: Engine, text: str, cause: Exception) -> VoiceError:
    """A sound that cannot be used: the file of an engine has no name that says anything to people."""
    reason = cause.message if isinstance(cause, PipelineError) else in_words(cause)
    code = getattr(cause, "code", "")
    if code in ("silent", "too-long"):
        reason = tr("nothing is heard in it") if code == "silent" else reason
        message = tr("what '{voice}' spoke for '{text}' is of no use: {reason}",
                     voice=engine.voice, text=shown(text), reason=reason)  # fmt: skip
    else:
        message = tr("what '{voice}' wrote for '{text}' is no sound: {reason}",
                     voice=engine.voice, text=shown(text), reason=reason)  # fmt: skip
    return VoiceError(message, tr("does this voice know the language? Try the program on the command line"))


def _sent(speaking: Speaking, count: int) -> Diagnostic:
    message = trn(
        "{count} sentence of this text was sent to the servers of '{voice}'",
        "{count} sentences of this text were sent to the servers of '{voice}'",
        count,
        voice=speaking.voice.name,
    )
    hint = tr("what they spoke is kept: it is sent once; other engines speak on this machine")
    return Diagnostic(code="text-sent", message=message, mark=speaking.mark, hint=hint, severity="warning")


def _diagnostic(speaking: Speaking, error: PipelineError) -> Diagnostic:
    code = error.code if isinstance(error, VoiceError) else "voice-missing"
    return Diagnostic(code=code, message=error.message, mark=speaking.mark, hint=error.hint)
