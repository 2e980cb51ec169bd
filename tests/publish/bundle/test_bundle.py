"""Bundles: names for every system, playlists, pages that need nothing else, and folders of others left alone."""

import json
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import pytest

from pipeline.errors import PipelineError
from pipeline.model.captions import Cue
from pipeline.model.programme import AskedQuestion
from pipeline.publish.bundle import Bundle, bundle_entry, bundle_texts
from pipeline.publish.bundle.folder import check_destination, write_bundle
from pipeline.publish.item import Colours, Item, ItemFile
from tests.publish.items import SERIES, file, item


def bundle(*items: Item, loudspeaker: bool = False) -> Bundle:
    entries = (
        bundle_entry(
            one, place=place, count=len(items), audio=one.file("audio"), handouts=False, loudspeaker=loudspeaker
        )
        for place, one in enumerate(items, start=1)
    )
    return Bundle(studio="声音馆", recipient="省体育局", entries=tuple(entries))


def test_files_are_numbered_in_the_order_of_the_selection():
    found = bundle(item(7, title="郭亮"), item(3))

    assert [entry.name for entry in found.entries] == ["01 郭亮", "02 毛泽建：巾帼英烈"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ('a/b\\c:d*e?f"g<h>i|j', "01 a／b＼c：d＊e？f＂g＜h＞i｜j"),
        ("结尾有点. ", "01 结尾有点"),
        ("..", "01"),
        ("a\u202eb\n c", "01 ab c"),
    ],
)
def test_names_suit_windows_and_sticks(title: str, name: str):
    (entry,) = bundle(item(title=title)).entries

    assert entry.name == name


def test_long_names_are_cut_and_stay_different():
    found = bundle(item(1, title="很长" * 100), item(2, title="很长" * 100))
    names = [entry.name for entry in found.entries]

    assert len(set(names)) == 2
    assert all(len(name.encode()) <= 200 for name in names)


def test_playlists_name_files_beside_them():
    texts = bundle_texts(bundle(item(2, title="郭亮\n第二行"), item(3, files=(file(".mp3", "sound"),))))

    assert texts["playlist.m3u8"].splitlines() == [
        "#EXTM3U",
        "#EXTINF:600,1. 郭亮 第二行",
        "01 郭亮 第二行.mp4",
        "#EXTINF:600,2. 毛泽建：巾帼英烈",
        "02 毛泽建：巾帼英烈.mp3",
    ]
    assert "01 郭亮 第二行.mp3" in texts["playlist-audio.m3u8"]


def test_loudspeakers_get_sound_alone():
    found = bundle(item(), loudspeaker=True)
    texts = bundle_texts(found)

    assert [path for entry in found.entries for path, _ in entry.files] == ["01 毛泽建：巾帼英烈.mp3"]
    assert "playlist-audio.m3u8" not in texts


@pytest.mark.parametrize("page", ["index.html", "contents.html"])
def test_pages_tell_of_every_programme_and_need_no_network(page: str):
    texts = bundle_texts(bundle(item(3), item(1, title="<script>alert(1)</script>", summary="A & B")))
    text = texts[page]

    assert not re.search(r"(?:src|href)\s*=\s*[\"']?(?:https?:)?//", text)
    assert not re.search(r"url\(|@import|fetch\(", text)
    assert "省体育局" in text
    assert "毛泽建：巾帼英烈" in text
    assert "<script>alert" not in text
    assert "A &amp; B" in text


def test_the_bundle_of_an_english_series_speaks_english():
    english = item(series=replace(SERIES, language="en-GB", numbering="Lesson {number}"))
    texts = bundle_texts(bundle(english))

    assert '<html lang="en-GB">' in texts["index.html"]
    assert "<span>selected for 省体育局</span>" in texts["index.html"]
    assert "1 episode, 10:00 in all" in texts["index.html"]
    assert "烈士塔下颂英烈, Lesson 1" in texts["contents.html"]


def test_captions_lie_in_the_page_since_browsers_load_none_from_a_disk():
    spoken = item(
        cues=(Cue(start=500, stop=1500, text="</script>烈士塔下"),), files=(file(".mp4", "main"), file(".srt"))
    )
    text = bundle_texts(bundle(spoken))["index.html"]
    (played,) = json.loads(re.search(r'p-items">(.*)</script>\n', text)[1])["parts"]  # type: ignore[index]

    assert played["cues"] == [[0.5, 1.5, "</script>烈士塔下"]]
    assert text.count("</script>") == 2


def test_questions_lie_in_the_page_and_stay_texts():
    hostile = "</script></style><b>\"'&"
    asked = AskedQuestion(start=0, think=500, reveal=8500, stop=9000, text=hostile, options=(hostile, "乙"), right=1,
                          answer=hostile, explain=hostile)  # fmt: skip
    plain, asking = (bundle_texts(bundle(item(questions=one)))["index.html"] for one in ((), (asked,)))

    assert asking.count("<b>") == plain.count("<b>")
    assert (asking.count("</script>"), asking.count("</style>")) == (2, 1)
    assert 'data-think="0.5" data-reveal="8.5" data-right="1"' in asking
    assert "function asking(" in asking
    assert "不回答，接着放" in asking
    assert "asking(" not in plain.replace("panel && asking(", "")
    assert 'class="ask"' not in plain


def test_a_bundle_wears_the_colours_of_its_series():
    green = replace(SERIES, colours=Colours(background="#0b3d2e", foreground="#ffffff", accent="#c9e265"))
    other = replace(SERIES, id="other")
    own, mixed = (
        bundle(item(1, series=green), item(2, series=green)),
        bundle(item(1, series=green), item(1, series=other)),
    )

    for page in ("index.html", "contents.html"):
        assert "--band: #0b3d2e" in bundle_texts(own)[page]
        assert "--band: #7a1414" in bundle_texts(mixed)[page]


def test_lists_have_small_covers_and_the_player_the_large_one():
    def cover(width: int, height: int, name: str, *small: ItemFile) -> ItemFile:
        return replace(
            file(".srt"), role="cover", name=name, type="image/jpeg", width=width, height=height, small=small
        )

    small = (cover(320, 180, "a.320.jpg"), cover(640, 360, "a.640.jpg"))
    found = bundle(item(1, files=(file(".mp4", "main"), cover(1280, 720, "a.jpg", *small))))
    texts = bundle_texts(found)
    name = "封面/01 毛泽建：巾帼英烈"
    shown = {page: re.findall(r'(?:src|poster)="([^"]*jpg)"', texts[page]) for page in ("index.html", "contents.html")}

    assert [path for path, _ in found.entries[0].files][1:] == [f"{name}.320.jpg", f"{name}.640.jpg", f"{name}.jpg"]
    assert shown == {
        "index.html": [quote(f"{name}.jpg"), quote(f"{name}.320.jpg")], "contents.html": [quote(f"{name}.640.jpg")],
    }  # fmt: skip


def test_the_same_selection_gives_the_same_bytes():
    assert bundle_texts(bundle(item(3), item(1))) == bundle_texts(bundle(item(3), item(1)))


TEXTS = {"bundle.json": '{"bundle": 1}', "index.html": "一"}


class TestDestination:
    def put(self, to: Path, **texts: str) -> None:
        check_destination(to)
        write_bundle({}, TEXTS | texts, wanted={}, to=to)

    @pytest.mark.parametrize("name", ["课程", "课程.zip"])
    def test_a_bundle_takes_the_place_of_an_older_one(self, tmp_path: Path, name: str):
        to = tmp_path / name
        self.put(to, old="x")
        self.put(to)

        assert [path.name for path in tmp_path.iterdir()] == [name]
        assert not (to / "old").exists()

    def test_what_others_put_there_is_never_lost(self, tmp_path: Path):
        to = tmp_path / "课程"
        self.put(to)
        (to / "照片.jpg").write_bytes(b"x")

        with pytest.raises(PipelineError, match=r"also holds '照片\.jpg'"):
            self.put(to)

        assert (to / "照片.jpg").read_bytes() == b"x"

    @pytest.mark.parametrize("name", ["其他", "其他.zip", "其他.txt"])
    def test_what_is_no_bundle_is_left_alone(self, tmp_path: Path, name: str):
        to = tmp_path / name
        if to.suffix:
            to.write_bytes(b"x")
        else:
            to.mkdir()
            (to / "x").write_bytes(b"x")

        with pytest.raises(PipelineError, match="is not a bundle"):
            self.put(to)

    def test_a_whole_disk_is_no_folder(self):
        with pytest.raises(PipelineError, match="is a whole disk"):
            check_destination(Path("/proc"))
