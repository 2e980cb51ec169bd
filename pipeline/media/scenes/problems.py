"""What is said of a script that makes no scene, at its place."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.documents.diagnostics import shown
from pipeline.errors import Mark, PipelineError
from pipeline.masking import masked
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.model.scene import Scene
from pipeline.wording import duration, round_size

PRINTED, LONGEST = 3, 300
"""Lines of what the script printed that are told, the last ones, and their characters."""


class SceneError(PipelineError):
    """A script made no scene."""

    def __init__(self, message: Message, *, place: Mark | None = None, hint: Message = NOTHING) -> None:
        self.place = place
        """The line of the script; None where it is no single one."""
        super().__init__(message, hint=hint)

    @property
    def details(self) -> str:
        return f"    {self.place.text.strip()}" if self.place else ""


def problem_of(scene: Scene, text: str, said: Mapping[str, Any], output: str, *, memory: int) -> SceneError:
    """The error for what the worker said."""
    message, hint = _sentence(said, memory)
    lines, line = text.splitlines(), said.get("line", 0)
    place = None
    if 0 < line <= len(lines):
        written = lines[line - 1]
        column = len(written) - len(written.lstrip()) + 1
        place = Mark(file=scene.script.name, line=line, column=column, text=written)
    return SceneError(_placed(scene, message, output, line), place=place, hint=hint)


def too_slow(scene: Scene, output: str) -> SceneError:
    message = tr("it takes longer than {limit}", limit=duration(float(scene.limit)))
    hint = tr("does it ever end? Else give it more time with 'time-limit: 10m' in the manifest")
    return SceneError(_placed(scene, message, output), hint=hint)


def ended(scene: Scene, status: int, output: str) -> SceneError:
    """For a process that is gone without a word."""
    message = tr("its process ended by itself, with status {status}", status=status)
    hint = tr("a library that it uses may have failed, or it took more memory than this machine has")
    return SceneError(_placed(scene, message, output), hint=hint)


def changed(scene: Scene, path: Path) -> SceneError:
    message = tr("'{name}' was changed while it was read", name=path.name)
    return SceneError(_placed(scene, message), hint=tr("run the same command again"))


def _placed(scene: Scene, message: Message, output: str = "", line: int = 0) -> Message:
    """The sentence with the script's name and line, and the last that it printed."""
    printed = [words for words in masked(output).splitlines() if words.strip()][-PRINTED:]
    if printed:
        message = tr("{message}; it printed: {lines}", message=message, lines=" / ".join(printed)[-LONGEST:])
    if line:
        return tr("scene '{name}', line {line}: {message}", name=scene.script.name, line=line, message=message)
    return tr("scene '{name}': {message}", name=scene.script.name, message=message)


def _sentence(said: Mapping[str, Any], memory: int) -> tuple[Message, Message]:
    match said["code"]:
        case "fails":
            return _failure(said["error"], said["reason"])
        case "refused":
            return _refusal(said["what"], said["name"])
        case "no-room":
            hint = tr("make it shorter, or show less at once")
            return tr("the text '{text}' finds no room", text=shown(said["words"])), hint
        case "memory":
            hint = tr("make smaller or fewer pictures at a time")
            return tr("it needs more than {size} of memory", size=round_size(memory)), hint
        case "exits":
            return tr("it ends the program"), tr("end 'scene' with 'return' and the clip, not with 'exit'")
        case "nothing":
            return tr("'scene' returns nothing"), tr("end it with 'return' and the clip")
        case "sound-only":
            hint = tr("lay it under pictures: ColorClip(size, color=...).with_audio(sound)")
            return tr("'scene' returns a sound without pictures"), hint
        case "no-clip":
            hint = tr("'scene' must return a clip of MoviePy, such as CompositeVideoClip or VideoClip")
            return tr("'scene' returns {found}, which is no clip", found=said["found"]), hint
        case "length":
            message = tr("the clip lasts {found} s, the scene {wanted} s", found=said["found"], wanted=said["wanted"])
            longer = tr("make it as long as 'length' says, with .with_duration(length); or write 'for: {length}s'",
                        length=said["found"].rstrip("0").rstrip("."))  # fmt: skip
            return message, longer
        case "size":
            hint = tr("use the 'size' that 'scene' is given: CompositeVideoClip([...], size=size)")
            return tr("its pictures have {found} pixels, the frame has {wanted}",
                      found=_size(said["found"]), wanted=_size(said["wanted"])), hint  # fmt: skip
        case "no-frame":
            hint = tr("a picture is an array of height x width x 3 numbers from 0 to 255")
            return tr("what it makes as frame {number} is no picture: {found}",
                      number=said["number"], found=said["found"]), hint  # fmt: skip
        case "channels":
            hint = tr("a sound has one or two channels: a number, or two, for every moment")
            return tr("its sound has the shape {found}, and not {wanted}",
                      found=said["found"], wanted=said["wanted"]), hint  # fmt: skip
        case "moviepy":
            hint = tr("install it with: {command}", command="pip install 'moviepy>=2.2,<3'")
            return tr("MoviePy {found} is installed here; scenes are written for MoviePy {wanted}",
                      found=said["found"], wanted=said["wanted"]), hint  # fmt: skip
        case code:
            raise ValueError(f"no sentence for {code}")


def _failure(error: str, reason: str) -> tuple[Message, Message]:
    message = verbatim(f"{error}: {reason}" if reason else error)
    hint = NOTHING
    if error in ("ModuleNotFoundError", "ImportError"):
        if "moviepy.editor" in reason:
            hint = tr("this script is written for MoviePy 1; in MoviePy 2 it is 'from moviepy import ...'")
        else:
            hint = tr("a module of your own is named under 'uses', and imported by its name")
    elif error == "FileNotFoundError":
        hint = tr("name the files that it reads under 'uses'; it opens them by these names")
    return message, hint


def _refusal(what: str, name: str) -> tuple[Message, Message]:
    match what:
        case "writes":
            hint = tr("write into the folder that it starts in; that is thrown away afterwards")
            return tr("it wants to change '{name}', outside its own folder", name=name), hint
        case "reads":
            hint = tr("name it under 'uses': without that nobody would see that the scene has to be made again")
            return tr("it reads '{name}', which is not named under 'uses'", name=name), hint
        case "program":
            hint = tr("a scene runs no other program than ffmpeg")
            return tr("it wants to start another program: '{name}'", name=name), hint
        case _:
            hint = tr("download what it needs into the workspace, and name it under 'uses'")
            return tr("it wants to use the network: '{name}'", name=name), hint


def _size(pair: list[int]) -> str:
    return f"{pair[0]} x {pair[1]}"
