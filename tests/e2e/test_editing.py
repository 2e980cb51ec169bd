"""Handing over to editing programs: what they open is cut as we cut it, with all files beside."""

import json
import os
import signal
import subprocess
import time
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import opentimelineio as otio
import pytest
from PIL import Image

from pipeline.media.ffmpeg import binary
from pipeline.media.probe.probe import probe
from tests import sources
from tests.e2e.command import COMMAND, ROOT
from tests.e2e.conftest import Workspace, bare_workspace

SERIES = """\
title: 颂英烈
renditions:
  main: {size: 160x90}
  tall: {preset: vertical, size: 90x160, reframe: crop}
transition: {kind: dissolve, for: 400ms}
"""
EPISODE = """\
number: 1
title: 毛泽建/韶山
music: {file: m.wav, duck: -8 dB}
segments:
  - narration: [n1.wav, n2.wav]
    script: n.md
    pause: 500ms
    chapter: 开头
    pictures: [{image: 照片 1.png}, {image: b.png, at: 2s}]
  - {clip: "片段#1.mp4", from: 500ms, to: 3s, label: 韶山}
  - {card: 谢谢, for: 2s, transition: cut}
  - {image: b.png, for: 2s, motion: push-in}
"""
FOLDER = "交接 文件夹"


def studio(folder: Path) -> Workspace:
    made = bare_workspace(folder)
    place = made.root / "episodes/s"
    made.write("episodes/s/series.yaml", SERIES)
    made.write("episodes/s/n.md", "一九零五年，她出生在韶山。\n\n她走进了学堂。\n")
    for name, colour in (("照片 1.png", (200, 30, 30)), ("b.png", (30, 200, 30))):
        Image.new("RGB", (320, 180), colour).save(place / name)
    (place / "片段#1.mp4").write_bytes(sources.flat("over-clip.mp4", (128,) * 100).read_bytes())
    for name, seconds in (("n1.wav", 3), ("n2.wav", 2), ("m.wav", 1.5)):
        sound = sources.sound(f"edit-{name}", sources.sine(seconds, -20, channels=1))
        (place / name).write_bytes(sound.read_bytes())
    made.episode(EPISODE)
    return made


@pytest.fixture(scope="module")
def handed_over(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, Any]:
    made = studio(tmp_path_factory.mktemp("editing"))
    return made, made.json("export", "otio", "s/1", "--to", FOLDER)


def read(folder: Path) -> Any:
    (path,) = folder.glob("*.otio")
    return otio.adapters.read_from_file(str(path))


def track(timeline: Any, name: str) -> Any:
    (found,) = [one for one in timeline.tracks if one.name == name]
    return found


def rows(found: Any) -> list[tuple[str, str, float, float]]:
    """What stands on a track: kind, name, first and length in the units of its time, or the offsets of a transition."""
    return [
        ("Transition", one.name, one.in_offset.value, one.out_offset.value)
        if isinstance(one, otio.schema.Transition)
        else (type(one).__name__, one.name, one.source_range.start_time.value, one.source_range.duration.value)
        for one in found
    ]


def test_pictures_are_cut_to_the_frame_and_transitions_have_handles(handed_over: tuple[Workspace, Any]):
    workspace, _ = handed_over
    found = track(read(workspace.root / FOLDER), "V1")

    assert found.kind == "Video"
    assert [row for row in rows(found) if row[0] == "Clip"][:2] == [
        ("Clip", "照片 1.png", 0, 50), ("Clip", "b.png", 5, 88),
    ]  # fmt: skip
    assert [row for row in rows(found) if row[0] == "Transition"] == [
        ("Transition", "dissolve", 5, 5), ("Transition", "dissolve", 5, 5),
    ]  # fmt: skip
    clip = next(one for one in found if one.name == "片段#1.mp4")
    assert clip.source_range.start_time.to_seconds() == pytest.approx(0.5)
    assert clip.source_range.duration.value == 63
    assert clip.media_reference.available_range.duration.to_seconds() == pytest.approx(4)
    assert found.duration().rescaled_to(25).value == sum(row[3] for row in rows(found) if row[0] == "Clip")


def test_the_timeline_is_as_long_as_what_is_rendered(handed_over: tuple[Workspace, Any]):
    workspace, report = handed_over
    planned = workspace.json("plan", "--spans")["episodes"][0]["timeline"]

    (episode,) = report["episodes"]
    timeline = read(workspace.root / FOLDER)
    # Of both renditions.
    assert sum(one["frames"] for one in planned) == 2 * episode["frames"]
    for one in timeline.tracks:
        assert one.duration().to_seconds() == pytest.approx(episode["frames"] / 25, abs=1e-6), one.name


def test_takes_have_their_pause_between_and_music_is_repeated(handed_over: tuple[Workspace, Any]):
    workspace, _ = handed_over
    timeline = read(workspace.root / FOLDER)

    speech = rows(track(timeline, "speech"))
    assert speech[:3] == [
        ("Clip", "n1.wav", 0, 144_000), ("Gap", "", 0, 24_000), ("Clip", "n2.wav", 0, 96_000),
    ]  # fmt: skip
    music = rows(track(timeline, "music"))
    # 1.5 s, of which 50 ms go over into its next beginning.
    assert {row[3] for row in music[:-1]} == {69_600}
    assert sum(row[3] for row in music) == track(timeline, "speech").duration().value
    bed = track(timeline, "music")
    first = bed[0].metadata["voicehall"]
    assert first["fade_in_seconds"] > 0
    assert first["gain_db"] != 0


def test_every_file_lies_beside_under_a_name_from_the_timeline_on(handed_over: tuple[Workspace, Any]):
    workspace, report = handed_over
    folder = workspace.root / FOLDER
    timeline = read(folder)

    named = {clip.media_reference.target_url for clip in timeline.find_clips()}
    assert named == {f"media/{path.name}" for path in (folder / "media").iterdir()}
    assert {f"media/{name}" for name in report["episodes"][0]["files"]} == named
    for clip in timeline.find_clips():
        path = folder / clip.media_reference.target_url
        info = probe(path)
        if path.suffix == ".png":
            with Image.open(path) as picture:
                assert picture.size == (160, 90)
            continue
        end = (clip.source_range.start_time + clip.source_range.duration).to_seconds()
        assert end <= float(info.duration) + 0.04
    source = workspace.root / "episodes/s/片段#1.mp4"
    (copy,) = (path for path in (folder / "media").iterdir() if path.read_bytes() == source.read_bytes())
    assert not set("#% ?") & set(copy.name)


def test_what_only_we_can_make_is_a_finished_clip_of_exactly_its_frames(handed_over: tuple[Workspace, Any]):
    workspace, _ = handed_over
    folder = workspace.root / FOLDER
    timeline = read(folder)
    shown = track(timeline, "V1")
    finished = [one for one in shown if one.name != "片段#1.mp4" and _is_film(one)]

    assert finished
    for clip in finished:
        info = probe(folder / clip.media_reference.target_url)
        assert info.video is not None
        assert info.video.duration * 25 == Fraction(int(clip.source_range.duration.value))


def _is_film(one: Any) -> bool:
    return isinstance(one, otio.schema.Clip) and one.media_reference.target_url.endswith(".mp4")


def test_chapters_and_labels_are_markers_and_captions_lie_beside(handed_over: tuple[Workspace, Any]):
    workspace, _ = handed_over
    folder = workspace.root / FOLDER
    markers = {one.name: one.marked_range.start_time.value for one in read(folder).tracks.markers}

    assert markers["开头"] == 0
    assert markers["label '韶山'"] == 138
    captions = (folder / "captions.srt").read_text(encoding="utf-8")
    assert "韶山" in captions
    assert " --> " in captions


def test_what_is_lost_is_told_once_with_its_places(handed_over: tuple[Workspace, Any]):
    workspace, report = handed_over
    lost = {one["what"]: one["seconds"] for one in report["episodes"][0]["lost"]}

    assert len(lost) == len(report["episodes"][0]["lost"])
    assert lost["motion over a picture: a finished clip, in which it cannot be changed"]
    assert lost["music goes down by 8 dB under speech"] == [0]
    assert lost["logos, labels and names over pictures: they are markers, and must be laid over again"]
    assert lost["other shapes and sizes: the list has the pictures of 'main'"] == []
    text = (workspace.root / FOLDER / "not-carried.txt").read_text(encoding="utf-8")
    assert all(what in text for what in lost)


def test_a_second_export_renews_the_folder_and_a_changed_one_is_left_alone(
    handed_over: tuple[Workspace, Any], tmp_path: Path
):
    own = handed_over[0].copied(tmp_path)
    folder = own.root / FOLDER
    own.episode("number: 1\ntitle: 短\nsegments: [{image: b.png, for: 1s}]\n")

    own.json("export", "otio", "s/1", "--to", FOLDER)
    assert [path.name for path in (folder / "media").iterdir()] == ["b.png"]
    (timeline,) = folder.glob("*.otio")
    assert timeline.stem == "001 短"
    assert [row[3] for row in rows(track(read(folder), "V1"))] == [25]

    timeline.write_text(timeline.read_text(encoding="utf-8") + " ", encoding="utf-8")
    done = own.run("export", "otio", "s/1", "--to", FOLDER)
    assert done.returncode == 1
    assert "'001 短.otio'" in done.stderr
    assert "was changed since it was exported" in done.stderr


def test_a_folder_with_something_else_in_it_stays_as_it_is(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    place = own.write("我的/笔记.txt", "重要")

    done = own.run("export", "otio", "s/1", "--to", "我的")

    assert done.returncode == 1
    assert "holds '笔记.txt', which is not of an earlier export" in done.stderr
    assert [path.name for path in place.parent.iterdir()] == ["笔记.txt"]


def test_nothing_is_written_for_an_episode_whose_file_is_missing(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    (own.root / "episodes/s/n2.wav").unlink()

    done = own.run("export", "otio", "--to", "新")

    assert done.returncode == 1
    assert "001.yaml:5:" in done.stderr
    assert "n2.wav" in done.stderr
    assert not (own.root / "新").exists()


def test_several_episodes_have_a_folder_each(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    own.episode("number: 1\ntitle: 一\nsegments: [{image: b.png, for: 1s}]\n")
    own.episode("number: 2\ntitle: 二\nsegments: [{narration: n1.wav, pictures: [{image: b.png}]}]\n", 2)

    own.json("export", "otio", "s", "--to", "两期")

    assert {path.parent.name for path in (own.root / "两期").rglob("*.otio")} == {"001 一", "002 二"}
    silent = read(own.root / "两期/001 一")
    assert [one.kind for one in silent.tracks] == ["Video"]


def test_a_series_that_shows_its_sound_has_no_picture_track(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    own.write(
        "episodes/s/series.yaml", "title: 颂英烈\nrenditions: {main: {preset: audiogram, size: 90x90}, sound: none}\n"
    )
    own.episode("number: 1\ntitle: 一\nsegments: [{narration: n1.wav}]\n")

    report = own.json("export", "otio", "s/1", "--to", "听")

    timeline = read(own.root / "听")
    assert [one.kind for one in timeline.tracks] == ["Audio"]
    assert timeline.tracks[0].duration().value == report["episodes"][0]["samples"]
    assert "pictures: none of the renditions shows any" in json.dumps(report, ensure_ascii=False)


def test_a_treated_recording_is_a_finished_file(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    voice = np.concatenate((sources.voice(2), np.zeros(24_000), sources.voice(1)))
    samples = voice + sources.noise(len(voice) / 48_000, level=-45)
    noisy = sources.sound("edit noisy.wav", np.stack([samples, samples]).astype(np.float32))
    (own.root / "episodes/s/noisy.wav").write_bytes(noisy.read_bytes())
    own.episode("""\
number: 1
title: 一
segments: [{narration: [noisy.wav, n2.wav], treat: speech, pictures: [{image: b.png}]}]
""")

    report = own.json("export", "otio", "s/1", "--to", "处理")

    timeline = read(own.root / "处理")
    (clip,) = track(timeline, "speech").find_clips()
    info = probe(own.root / "处理" / clip.media_reference.target_url)
    assert info.audio is not None
    assert info.audio.codec == "pcm_s24le"
    assert info.audio.duration * 48_000 == clip.source_range.duration.value
    assert any(one["what"].startswith("treatment of a recording") for one in report["episodes"][0]["lost"])


def test_a_draft_of_jianying_is_cut_the_same(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    other = own.write("草稿/别人的草稿/draft_content.json", "{}")

    report = own.json("export", "jianying", "s/1", "--to", "草稿")

    (episode,) = report["episodes"]
    draft = Path(episode["path"])
    assert draft.parent == own.root / "草稿"
    assert other.read_text(encoding="utf-8") == "{}"
    value = json.loads((draft / "draft_content.json").read_text(encoding="utf-8"))
    meta = json.loads((draft / "draft_meta_info.json").read_text(encoding="utf-8"))
    assert meta["draft_name"] == draft.name
    assert value["duration"] == meta["tm_duration"] == round(episode["frames"] / 25 * 1_000_000)
    assert [(one["type"], one["name"]) for one in value["tracks"]] == [
        ("video", "画面"), ("audio", "人声"), ("audio", "音乐"), ("text", "字幕"),
    ]  # fmt: skip
    places = {
        one["name"]: [
            (row["target_timerange"]["start"], row["target_timerange"]["duration"]) for row in one["segments"]
        ]
        for one in value["tracks"]
    }
    assert places["画面"][:2] == [(0, 2_000_000), (2_000_000, 3_520_000)]
    assert all(one[0] + one[1] == two[0] for one, two in pairwise(places["画面"]))
    assert places["人声"] == [(0, 3_000_000), (3_500_000, 2_000_000)]
    texts = [json.loads(one["content"])["text"] for one in value["materials"]["texts"]]
    assert any("韶山" in text for text in texts)
    assert {(one["name"], one["duration"]) for one in value["materials"]["transitions"]} == {("叠化", 400_000)}
    for kind in ("videos", "audios"):
        for one in value["materials"][kind]:
            assert Path(one["path"]).is_file()
            assert Path(one["path"]).is_relative_to(draft)
    films = next(one for one in value["tracks"] if one["type"] == "video")
    assert {one["volume"] for one in films["segments"]} == {0}

    # 剪映 has saved it: somebody's work.
    (draft / "draft_content.json").write_text("{}", encoding="utf-8")
    done = own.run("export", "jianying", "s/1", "--to", "草稿")
    assert done.returncode == 1
    assert "was changed since it was exported" in done.stderr


def test_drafts_are_there_all_or_none(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    own.episode("number: 1\ntitle: 一\nsegments: [{image: b.png, for: 1s}]\n")
    own.episode("number: 2\ntitle: 二\nsegments: [{image: b.png, for: 1s}]\n", 2)
    mine = own.write("草稿/002 二/draft_content.json", "{}")

    done = own.run("export", "jianying", "s", "--to", "草稿")

    assert done.returncode == 1
    assert "holds 'draft_content.json'" in done.stderr
    assert [path.name for path in (own.root / "草稿").iterdir()] == ["002 二"]

    mine.unlink()
    own.json("export", "jianying", "s", "--to", "草稿")
    assert {path.name for path in (own.root / "草稿").iterdir()} == {"001 一", "002 二"}


def test_the_sound_of_a_film_is_a_file_of_its_own_for_jianying(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    film = sources.flash_and_beep("edit-film.mp4", 2)
    (own.root / "episodes/s/film.mp4").write_bytes(film.read_bytes())
    own.episode("number: 1\ntitle: 一\nsegments: [{clip: film.mp4}]\n")

    own.json("export", "jianying", "s/1", "--to", "草稿")

    value = json.loads((own.root / "草稿/001 一/draft_content.json").read_text(encoding="utf-8"))
    assert [Path(one["path"]).suffix for one in value["materials"]["audios"]] == [".wav"]


@pytest.mark.parametrize("form", ["otio", "jianying"])
def test_without_the_extra_one_line_says_so(handed_over: tuple[Workspace, Any], tmp_path: Path, form: str):
    own = handed_over[0].copied(tmp_path, FOLDER)
    for name in ("opentimelineio", "pyJianYingDraft"):
        (tmp_path / f"{name}.py").write_text("raise ImportError(name='gone')\n", encoding="utf-8")
    path = f"{tmp_path}:{ROOT}"

    done = own.run("export", form, "s/1", "--to", "新", env={"PYTHONPATH": path})

    assert done.returncode == 1
    assert done.stderr.strip().splitlines()[-1].endswith("pip install 'voicehall[edit]'")
    assert not (own.root / "新").exists()


def middle(path: Path, seconds: Fraction, *, rate: int = 25) -> np.ndarray:
    """What a file shows at a moment, as 160 x 90 colours."""
    if path.suffix == ".png":
        with Image.open(path) as picture:
            return np.asarray(picture.convert("RGB").resize((160, 90))).astype(int)
    with av.open(str(path)) as container:
        frames = [frame for frame in container.decode(video=0) if frame.time is not None]
    shown = max((frame for frame in frames if frame.time <= float(seconds) + 1e-6), key=lambda one: one.time)
    return shown.reformat(width=160, height=90, format="rgb24").to_ndarray().astype(int)


def test_what_the_list_shows_is_what_is_rendered(tmp_path: Path):
    """Every clip in its first frame and its last, but where transitions are."""
    own = studio(tmp_path)
    film = sources.numbered("edit-numbered.mp4", sources.regular(30, 120), size=(160, 90))
    (own.root / "episodes/s/n.mp4").write_bytes(film.read_bytes())
    own.write("episodes/s/series.yaml", "title: 颂英烈\nrenditions: {main: {size: 160x90, rate: 25}}\n")
    own.episode("""\
number: 1
title: 一
segments:
  - {image: b.png, for: 1s}
  - {clip: n.mp4, from: 1s, to: 3s, transition: {kind: wipe-left, for: 400ms}}
  - {image: 照片 1.png, for: 2s, motion: push-in, transition: {kind: dissolve, for: 240ms}}
  - {card: 谢谢, for: 1s}
""")
    own.json("export", "otio", "s/1", "--to", "新")
    own.json("render", "s/1")
    timeline = read(own.root / "新")
    shown = track(timeline, "V1")
    around = [
        (shown.range_of_child_at_index(index + 1).start_time.value, one.in_offset.value, one.out_offset.value)
        for index, one in enumerate(shown)
        if isinstance(one, otio.schema.Transition)
    ]
    assert [one[1:] for one in around] == [(5, 5)]

    compared = 0
    for clip in shown.find_clips():
        start = int(shown.range_of_child(clip).start_time.value)
        for frame in (start, start + int(clip.source_range.duration.value) - 1):
            if any(cut - before <= frame < cut + after for cut, before, after in around):
                continue
            at = Fraction(clip.source_range.start_time.to_seconds()).limit_denominator(600) + Fraction(
                frame - start, 25
            )
            expected = middle(own.out("001 一.mp4"), Fraction(frame, 25))
            found = middle(own.root / "新" / clip.media_reference.target_url, at)
            assert np.abs(found - expected).mean() < 6, (clip.name, frame)
            compared += 1
    assert compared >= 7


def test_a_film_s_sound_is_heard_with_its_picture(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    film = sources.flash_and_beep("edit-film-3.mp4", 3)
    (own.root / "episodes/s/film.mp4").write_bytes(film.read_bytes())
    own.episode("number: 1\ntitle: 一\nsegments: [{image: b.png, for: 1s}, {clip: film.mp4, from: 500ms, to: 2s}]\n")

    own.json("export", "otio", "s/1", "--to", "新")

    timeline = read(own.root / "新")
    speech = track(timeline, "speech")
    gap, clip = list(speech)
    assert gap.source_range.duration.value == speech.range_of_child(clip).start_time.value
    picture = next(one for one in track(timeline, "V1").find_clips() if one.name == "film.mp4")
    assert clip.media_reference.target_url == picture.media_reference.target_url
    offset = clip.source_range.start_time.to_seconds() - speech.range_of_child(clip).start_time.to_seconds()
    shown = track(timeline, "V1")
    placed = next(shown.range_of_child(one).start_time for one in shown.find_clips() if one.name == "film.mp4")
    assert offset == pytest.approx(picture.source_range.start_time.to_seconds() - placed.to_seconds(), abs=1e-4)


def test_two_parts_of_a_film_are_raised_each_by_what_it_needs(handed_over: tuple[Workspace, Any], tmp_path: Path):
    """Its second half is 10 dB below its first."""
    own = handed_over[0].copied(tmp_path, FOLDER)
    tone = "aevalsrc=0.2*sin(880*PI*t)*if(lt(t\\,2)\\,1\\,0.316):d=4:s=48000"
    inputs = ["-f", "lavfi", "-i", "color=gray:s=160x90:r=25:d=4", "-f", "lavfi", "-i", tone]
    subprocess.run(
        [binary(), "-v", "error", *inputs, "-c:a", "aac", own.root / "episodes/s/both.mp4"], check=True, timeout=60
    )
    own.episode("""\
number: 1
title: 一
segments: [{clip: both.mp4, from: 0s, to: 1.9s}, {clip: both.mp4, from: 2.1s, to: 3.9s}]
""")

    own.json("export", "otio", "s/1", "--to", "新")

    timeline = read(own.root / "新")
    speech = track(timeline, "speech")
    loud, soft = [clip.metadata["voicehall"]["gain_db"] for clip in speech.find_clips()]
    assert soft - loud == pytest.approx(10, abs=0.5)


def test_a_folder_that_cannot_be_written_is_said(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)

    done = own.run("export", "otio", "s/1", "--to", "studio.yaml/新")

    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert "Traceback" not in done.stderr

    done = own.run("export", "otio", "s/1", "--to", "studio.yaml")
    assert done.returncode == 1
    assert "is no folder" in done.stderr


def test_stopping_in_the_middle_leaves_nothing(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER, ".voicehall")
    own.write("episodes/s/series.yaml", "title: 颂英烈\nrenditions: {main: {size: 1920x1080}}\n")
    own.episode("number: 1\ntitle: 一\nsegments: [{image: b.png, for: 60s, motion: push-in}]\n")
    process = subprocess.Popen(
        [*COMMAND, "export", "otio", "s/1", "--to", "新"],
        cwd=own.root, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    begun = time.monotonic()
    while not any(path.name.endswith(".part") for path in own.root.iterdir()):
        assert process.poll() is None
        assert time.monotonic() - begun < 60
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=60)

    assert process.returncode != 0
    assert "Traceback" not in told
    assert not (own.root / "新").exists()
    assert not [path for path in own.root.iterdir() if ".part" in path.name]


def test_chinese_is_spoken_too(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)

    done = own.run("--lang", "zh", "export", "otio", "s/1", "--to", "新")

    assert done.returncode == 0, done.stderr
    assert "未能带过去：说话时音乐压低 8 dB" in done.stdout
    assert "not carried" not in (own.root / "新/not-carried.txt").read_text(encoding="utf-8")


def test_a_programme_that_was_finished_elsewhere_has_no_cut(handed_over: tuple[Workspace, Any], tmp_path: Path):
    own = handed_over[0].copied(tmp_path, FOLDER)
    own.episode("number: 1\ntitle: 一\nprogramme: n.mp4\n")
    own.episode("number: 2\ntitle: 二\nsegments: [{image: b.png, for: 1s}]\n", 2)
    film = sources.flash_and_beep("edit-film-3.mp4", 3)
    (own.root / "episodes/s/n.mp4").write_bytes(film.read_bytes())

    both = own.json("export", "otio", "s", "--to", "新")
    alone = own.run("export", "otio", "s/1", "--to", "另")

    assert both["without"] == ["s/1"]
    assert [one["episode"] for one in both["episodes"]] == ["s/2"]
    assert alone.returncode == 1
    assert "no episode has a cut that could be handed over" in alone.stderr
    assert not (own.root / "另").exists()
