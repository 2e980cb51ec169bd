"""Valid things to change in one respect: media that exist nowhere, episodes, marks."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from pipeline.digest import digest
from pipeline.errors import Mark
from pipeline.model.episode import Episode
from pipeline.model.media import AudioInfo, Font, MediaInfo, Medium, VideoInfo
from pipeline.model.rendition import PRESETS
from pipeline.model.segments import (
    Answer,
    Card,
    ClipSegment,
    ClipUse,
    ImageSegment,
    ImageUse,
    Narration,
    Question,
    Segment,
)
from pipeline.model.series import MediaUse, Series, Theme, Transition

MARK = Mark(file="episodes/s/001.yaml", line=1, column=1)
FONT = Font(content="font", path=Path("/fonts/font.otf"))


def media_use(name: str) -> MediaUse:
    return MediaUse(path=Path("/w") / name, name=name, mark=MARK)


def image(name: str = "a.jpg", width: int = 800, height: int = 600) -> Medium:
    still = {"rate": Fraction(0), "start": Fraction(0), "duration": Fraction(0)}
    video = VideoInfo(codec="mjpeg", width=width, height=height, **still)
    info = MediaInfo(kind="image", format="jpeg_pipe", start=Fraction(0), duration=Fraction(0), video=video)
    return Medium(content=digest(name), info=info, path=Path("/w") / name)


def clip(name: str = "a.mp4", seconds: Fraction = Fraction(10), *, silent: bool = False) -> Medium:
    rate = Fraction(25)
    video = VideoInfo(codec="h264", width=1280, height=720, rate=rate, start=Fraction(0), duration=seconds)
    audio = None if silent else sound_info(seconds)
    info = MediaInfo(kind="video", format="mov", start=Fraction(0), duration=seconds, video=video, audio=audio)
    return Medium(content=digest(name), info=info, path=Path("/w") / name)


def sound(name: str = "a.m4a", seconds: Fraction = Fraction(10)) -> Medium:
    info = MediaInfo(kind="audio", format="mov", start=Fraction(0), duration=seconds, audio=sound_info(seconds))
    return Medium(content=digest(name), info=info, path=Path("/w") / name)


def sound_info(seconds: Fraction) -> AudioInfo:
    return AudioInfo(codec="aac", sample_rate=48_000, channels=2, start=Fraction(0), duration=seconds)


def card(text: str = "第1期\n毛泽建", seconds: int = 4, **more: Any) -> Card:
    given: dict[str, Any] = {"entry": 0, "theme": Theme()} | more
    return Card(text=text, text_mark=MARK, length=Fraction(seconds), mark=MARK, **given)


def narration(name: str = "n.m4a", *pictures: ImageUse | ClipUse, **more: Any) -> Narration:
    given: dict[str, Any] = {"entry": 0, "takes": (media_use(name),)} | more
    return Narration(pictures=pictures, mark=MARK, **given)


def picture(name: str = "a.jpg", **more: Any) -> ImageUse:
    return ImageUse(media=media_use(name), mark=MARK, **more)


def moving(name: str = "a.mp4", **more: Any) -> ClipUse:
    return ClipUse(media=media_use(name), mark=MARK, **more)


def clip_segment(name: str = "a.mp4", **more: Any) -> ClipSegment:
    return ClipSegment(clip=media_use(name), mark=MARK, **({"entry": 0} | more))


def image_segment(name: str = "a.jpg", seconds: int = 5, **more: Any) -> ImageSegment:
    return ImageSegment(image=media_use(name), length=Fraction(seconds), mark=MARK, **({"entry": 0} | more))


def dissolve(seconds: Fraction | int = 1) -> Transition:
    return Transition(kind="dissolve", length=Fraction(seconds))


def episode(*segments: Segment, **more: Any) -> Episode:
    given: dict[str, Any] = {
        "manifest": Path("/w/episodes/s/001.yaml"),
        "series": Series(id="s", title="颂英烈", author="开福区"),
        "number": 1,
        "title": "毛泽建",
        "renditions": (PRESETS["video-1080p"],),
        "mark": MARK,
    }
    return Episode(segments=segments, **(given | more))


def question(*options: str, right: int | None = None, said: str = "", answered: str = "", **more: Any) -> Question:
    """`said` and `answered` name the recordings of the question and of its answer."""
    follows = Answer(entry=0, mark=MARK, takes=(media_use(answered),) if answered else ())
    given: dict[str, Any] = {
        "entry": 0, "text": "牺牲于哪一年？", "answer": options[right] if right is not None else "1929年",
        "think": Fraction(8), "answer_for": Fraction(5), "theme": Theme(),
        "takes": (media_use(said),) if said else (), "follows": follows,
    } | more  # fmt: skip
    marks = tuple(MARK for _ in options)
    return Question(
        options=options, right=right, text_mark=MARK, option_marks=marks, answer_mark=MARK, explain_mark=MARK,
        mark=MARK, **given,
    )  # fmt: skip
