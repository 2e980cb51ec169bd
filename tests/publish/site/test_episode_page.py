"""An episode's page: what the player is told, what people may download, and what is not there is not shown."""

from dataclasses import replace
from typing import Any

import pytest

from pipeline.model.programme import ProgrammeChapter
from pipeline.model.rendition import PRESETS
from pipeline.publish.from_record import item_digest, with_forms
from pipeline.publish.item import Item, ItemFile
from pipeline.publish.site.player import downloads_of, file_words, sound_of
from tests.publish.site.sites import HOSTILE, Reader, item, made, media

PAGE = "lieshita/1/index.html"
RENDITIONS = {
    "main": PRESETS["video-1080p"], "tall": PRESETS["vertical"], "round": PRESETS["square"],
    "room": PRESETS["classroom"], "wave": PRESETS["audiogram"], "horns": PRESETS["loudspeaker"],
    "sound": PRESETS["audio-mp3"],
}  # fmt: skip


def rendered(*renditions: str, **more: Any) -> Item:
    """With files of these renditions, the loudspeakers' before the usual sound."""
    files = tuple(
        ItemFile(
            role="video" if suffix == ".mp4" else "audio", rendition=name, source="x", name=f"l-001.{name}{suffix}",
            type="video/mp4" if suffix == ".mp4" else "audio/mpeg", sha256="", bytes=1,
        )
        for name in renditions
        for suffix in [RENDITIONS[name].suffix]
    )  # fmt: skip
    return with_forms(item(1, files=(*files, *media(1, kinds=".vtt .html .jpg")), **more), RENDITIONS)


def test_files_are_named_for_people():
    found = rendered("horns", "main", "tall", "round", "room", "wave", "sound")
    page = Reader(made(found)[PAGE])
    rows = [text.split()[0] for text in page.texts["a"] if " · " in text and "B" in text]
    shown = downloads_of(found)

    assert [str(file_words(file)) for file in found.files if file.form] == [
        "Audio for loudspeakers", "Upright video", "Square video", "Video for classrooms",
        "Sound with a moving picture",
    ]  # fmt: skip
    assert [file.name for file in shown.first] == ["l-001.main.mp4", "l-001.sound.mp3", "lieshita-001.html"]
    assert rows == ["视频", "音频", "文字稿", "大喇叭音频", "竖屏视频", "方形视频", "教室投影视频", "声波视频", "字幕"]
    assert not [row for row in page.texts["a"] if "horns" in row or "tall" in row]


def test_a_page_does_not_sound_like_a_horn():
    found = sound_of(rendered("horns", "sound"))

    assert found is not None and found.rendition == "sound"


def test_what_a_page_calls_files_publishes_nothing_anew():
    found = rendered("main", "tall")

    assert item_digest(found) == item_digest(
        replace(
            found, files=tuple(replace(file, form="", burned=False, width=None, height=None) for file in found.files)
        )
    )


def test_films_of_several_forms_are_offered_once_each():
    page = Reader(made(rendered("main", "tall", "room"))[PAGE])
    offered = [one for one in page.all("option") if one["value"].endswith(".mp4")]

    assert [(one["value"], one.get("data-ratio"), one.get("data-burned")) for one in offered] == [
        ("l-001.main.mp4", None, None), ("l-001.tall.mp4", "0.5625", None), ("l-001.room.mp4", None, "true"),
    ]  # fmt: skip
    assert not [one for one in Reader(made(rendered("main"))[PAGE]).all("option") if one["value"].endswith(".mp4")]


def test_a_film_with_captions_in_its_picture_shows_none_above_it():
    page = Reader(made(rendered("room"))[PAGE])

    assert page.json("application/json")["burned"] is True
    assert "default" not in page.all("track")[0]


def test_what_is_not_there_is_not_shown():
    lone = (ProgrammeChapter(start=0, stop=9000, title="003"),)
    page = Reader(made(item(1, chapters=lone, cues=(), summary="", date=None, speakers=(), tags=()))[PAGE])

    assert "章节" not in "".join(page.texts["h2"])
    assert not page.all("p", **{"class": "summary"})
    assert "这一期没有文字稿。" in page.texts["p"]
    assert not page.all("time")


def test_the_player_is_told_what_it_plays():
    told = Reader(made(item(1, title=HOSTILE))[PAGE]).json("application/json")

    assert (told["title"], told["under"], told["total"], told["length"]) == (HOSTILE, "第1期", "12:34", 754)
    assert (told["video"], told["audio"], told["audioType"]) == ("lieshita-001.mp4", "lieshita-001.mp3", "audio/mpeg")
    assert told["picture"] == "lieshita-001.jpg"


@pytest.mark.parametrize("name", ["player.js", "player.css", "episode.js", "listen.js"])
def test_what_visitors_load_has_no_lines_for_authors(name: str):
    text = made(item(1))[name]

    assert text.strip()
    assert not [line for line in text.splitlines() if line.startswith((" ", "//", "/*"))]
