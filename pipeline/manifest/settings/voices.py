"""Voices: who speaks where nobody was recorded, key by key through the cascade; and the readings of words."""

import re
from dataclasses import replace
from pathlib import Path
from typing import assert_never

from pipeline.documents.diagnostics import Findings, shown
from pipeline.documents.nodes import Place, read_yaml
from pipeline.errors import Mark
from pipeline.manifest.media_paths import Paths
from pipeline.manifest.schema.settings import VoiceDocument
from pipeline.manifest.workspace import LEXICON_FILE, SERIES_FILE, STUDIO_FILE
from pipeline.messages import Message, listed, tr, verbatim
from pipeline.model.series import Voice

ONE_BY_ONE, ALL_AT_ONCE = ("{text_file}", "{out}"), ("{lines}", "{folder}")
"""Places in a command: for one sentence a start, or for many."""
_PLACES = (*ONE_BY_ONE, *ALL_AT_ONCE, "{name}", "{rate}", "{pitch}")
_PLACE = re.compile(r"\{[a-z_]+\}")
LONGEST_READING = 100
"""Characters of a word in a lexicon, and of what is spoken in its place."""


def merge_voice(inherited: Voice, document: VoiceDocument, place: Place, paths: Paths, found: Findings) -> Voice:
    """Key by key; what another engine calls its voices is not kept."""
    engine = document.engine or inherited.engine
    voice = replace(inherited, engine=engine, mark=place.mark)
    if document.engine and inherited.engine and document.engine != inherited.engine:
        voice = replace(voice, name="", folder=None)
    if document.name is not None:
        voice = replace(voice, name=document.name, folder=place.source.path.parent)
    if document.rate is not None:
        voice = replace(voice, rate=document.rate)
    if document.pitch is not None:
        voice = replace(voice, pitch=document.pitch)
    if document.lexicon == "none":
        voice = replace(voice, lexicon=())
    elif document.lexicon is not None:
        voice = replace(voice, lexicon=_lexicon(place["lexicon"], paths, found))
    if document.command is not None:
        if place.source.path != paths.root / STUDIO_FILE:
            message = tr("a command may stand only in {file}, since it can do anything", file=STUDIO_FILE)
            hint = tr("write 'voice: {voice}' there, and 'voice: command' here", voice="{command: [...]}")
            found.error("command-outside-studio", message, place.key_mark("command"), hint)
        else:
            voice = replace(voice, command=document.command)
            _check_command(document.command, place["command"], found)
    return voice


def usable_voice(voice: Voice, say: Place, found: Findings) -> Voice | None:
    """The voice where it can speak; None, and `found` says why. `say` is what it shall speak."""
    mark = voice.mark or say.mark
    match voice.engine:
        case None:
            message = tr("no voice is chosen that could speak this")
            hint = tr("write '{example}' here, in series.yaml or in studio.yaml", example="voice: espeak-ng")
            found.error("no-voice", message, say.mark, hint)
            return None
        case "espeak-ng":
            return voice
        case "piper":
            if voice.pitch != 100:
                message = tr("'{engine}' cannot change the pitch", engine="piper")
                found.error("no-pitch", message, mark, tr("leave 'pitch' out"))
            return _with_model(voice, say, found)
        case "command":
            if voice.command:
                _tell_of_no_effect(voice, mark, found)
                return voice
            message = tr("the voice has no command that speaks")
            hint = tr(
                "write in {file}: '{example}'",
                file=STUDIO_FILE, example='voice: {engine: command, command: [say.sh, "{text_file}", "{out}"]}',
            )  # fmt: skip
            found.error("no-voice", message, mark, hint)
            return None
        case "edge":
            if voice.name:
                return voice
            message = tr("'{engine}' must be told which of its voices speaks", engine="edge")
            example = "voice: {engine: edge, name: zh-CN-XiaoxiaoNeural}"
            found.error("no-voice", message, mark, tr("write '{example}'", example=example))
            return None
        case _ as never:
            assert_never(never)


def _tell_of_no_effect(voice: Voice, mark: Mark, found: Findings) -> None:
    for name, value in (("rate", voice.rate), ("pitch", voice.pitch)):
        if value != 100 and not any(f"{{{name}}}" in part for part in voice.command):
            message = tr("'{key}' has no effect: the command of this voice is not told of it", key=name)
            hint = tr("put '{place}' among its arguments in {file}", place=f"{{{name}}}", file=STUDIO_FILE)
            found.warning("voice-without-effect", message, mark, hint)


def _with_model(voice: Voice, say: Place, found: Findings) -> Voice | None:
    mark = voice.mark or say.mark
    example = tr("write '{example}'", example="voice: {engine: piper, name: ~/models/zh_CN-huayan-medium.onnx}")
    if not voice.name:
        message = tr("'{engine}' needs a model on this machine", engine="piper")
        found.error("missing-model", message, mark, example)
        return None
    model = ((voice.folder or say.source.path.parent) / Path(voice.name).expanduser()).absolute()
    if not model.is_file():
        message = tr("there is no file '{file}'", file=shown(voice.name, 200))
        found.error("missing-model", message, mark, example)
        return None
    if not model.with_name(f"{model.name}.json").is_file():
        message = tr("beside the model '{file}' its settings are missing: {name}", file=shown(voice.name, 200),
                     name=shown(f"{model.name}.json", 200))  # fmt: skip
        found.error("missing-model", message, mark, tr("download both files of the model"))
        return None
    return voice


def _check_command(command: tuple[str, ...], place: Place, found: Findings) -> None:
    used = {one for part in command for one in _PLACE.findall(part)}
    for name in sorted(used - set(_PLACES)):
        message = tr("there is nothing to put in the place of '{name}'", name=shown(name))
        found.error("bad-command", message, place.mark, tr("known are {names}", names=listed(_PLACES)))
    if not (used.issuperset(ONE_BY_ONE) or used.issuperset(ALL_AT_ONCE)):
        message = tr("the command is told neither where the text is nor where the sound shall be")
        hint = tr(
            "put '{one}' and '{other}' among its arguments, or '{lines}' and '{folder}' to be given many sentences",
            one=ONE_BY_ONE[0], other=ONE_BY_ONE[1], lines=ALL_AT_ONCE[0], folder=ALL_AT_ONCE[1],
        )  # fmt: skip
        found.error("bad-command", message, place.mark, hint)


def _lexicon(place: Place, paths: Paths, found: Findings) -> tuple[tuple[str, str], ...]:
    """Words and their readings, the longest words first."""
    file = paths.find(place, found)
    if file and file.path.name != LEXICON_FILE and (file.path.parent / SERIES_FILE).exists():
        message = tr("beside the manifests of a series a lexicon must be called '{name}'", name=LEXICON_FILE)
        found.error("bad-lexicon", message, place.mark, tr("rename it, or put it into a folder of its own"))
        return ()
    whole = read_yaml(file.path, paths.root, found) if file else None
    if file is None or whole is None:
        return ()
    if not isinstance(whole.data, dict):
        message = tr("a lexicon is a mapping of words to what is spoken in their place")
        found.error("bad-lexicon", message, whole.mark, verbatim("行长: 航长"))
        return ()
    readings = {}
    for word in whole.data:
        reading = whole[word].data
        if problem := _problem(word, reading):
            found.error("bad-lexicon", problem, whole.key_mark(word), tr("write '{example}'", example="行长: 航长"))
        else:
            readings[word.strip()] = " ".join(str(reading).split())
    return tuple(sorted(readings.items(), key=lambda pair: (-len(pair[0]), pair[0])))


def _problem(word: str, reading: object) -> Message | None:
    if not word.strip():
        return tr("this entry has no word")
    if not isinstance(reading, str) or not reading.strip():
        return tr("'{word}' has no reading: one text that is spoken in its place", word=shown(word))
    if max(len(word), len(reading)) > LONGEST_READING:
        return tr("'{word}' or its reading has more than {most} characters", word=shown(word), most=LONGEST_READING)
    return None


def with_readings(text: str, lexicon: tuple[tuple[str, str], ...]) -> str:
    """What is spoken of a text: every word of the lexicon replaced once, the longest first."""
    if not lexicon:
        return text
    readings = dict(lexicon)
    return re.sub("|".join(re.escape(word) for word, _ in lexicon), lambda found: readings[found[0]], text)
