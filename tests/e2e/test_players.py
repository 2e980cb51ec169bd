"""Every kind of programme, in the hands of those who will get it: a real browser, and the readers of tags."""

import json
import subprocess
from pathlib import Path
from typing import Any

import av
import pytest
from mutagen.id3 import ID3
from mutagen.mp4 import MP4
from mutagen.oggopus import OggOpus

from pipeline.media import ffmpeg
from pipeline.media.sound.loudness import loudness_of
from tests import sources
from tests.e2e.browser import told_by
from tests.e2e.conftest import STUDIO, Workspace
from tests.programs import program

TITLE = "毛泽建：巾帼英烈 & <她>"
SERIES = """\
title: 烈士塔下颂英烈
author: 开福区
category: 党史
numbering: 第{number}期
total: 80
renditions:
  main: {size: 320x180}
  tall: {preset: vertical, size: 180x320, reframe: crop}
  round: {preset: square, size: 180x180}
  room: {preset: classroom, size: 320x180}
  wave: {preset: audiogram, size: 240x240}
  sound: audio-mp3
  apple: audio-m4a
  open: audio-opus
  horns: loudspeaker
"""
EPISODE = f"""\
number: 7
title: {TITLE}
summary: 一位女战士的一生
date: 2022-03-31
speakers: [李明, 王芳]
tags: [党史, 英烈]
segments:
  - card: "{{numbering}}\\n{{title}}"
    for: 6s
    chapter: 片头
  - narration: assets/n.m4a
    chapter: 她的一生
    subtitles: assets/n.srt
    pictures: [{{image: assets/a.jpg}}, {{image: assets/b.png, transition: dissolve}}]
"""
SUBTITLES = "1\n00:00:00,500 --> 00:00:02,000\n她叫毛泽建\n\n2\n00:00:03,000 --> 00:00:05,000\n<她> & 他们\n"
SECONDS = 12
STEM = "007 毛泽建：巾帼英烈 & ＜她＞"
FILMS = ("", ".tall", ".round", ".room", ".wave")
SOUNDS = (".mp3", ".m4a", ".opus", ".horns.mp3")
FILES = (*(f"{name}.mp4" for name in FILMS), *SOUNDS)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a programme in every kind of rendition."""
    made = Workspace(root=tmp_path_factory.mktemp("players") / "声音馆")
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", SERIES)
    made.asset(sources.tone("six.m4a", 6), "n.m4a")
    made.asset(sources.photo("photo.jpg"), "a.jpg")
    made.asset(sources.photo("b.png", (300, 500), seed=2), "b.png")
    made.write("assets/n.srt", SUBTITLES)
    made.episode(EPISODE)
    assert made.json("render")["ok"]
    return made.out("")


PAGE = """<!doctype html><meta charset="utf-8"><body><script>
const wait = (element, name) => new Promise((done, fail) => {
  element.addEventListener(name, done, {once: true});
  element.addEventListener("error", () => fail(new Error(name + ": " + (element.error || {}).message)), {once: true});
});
const reached = async (element, seconds) => {
  while (element.currentTime < seconds) await new Promise((done) => setTimeout(done, 30));
  return element.currentTime;
};
async function play({name, film}) {
  const element = document.createElement(film ? "video" : "audio");
  element.muted = true;
  document.body.append(element);
  element.src = encodeURIComponent(name);
  await wait(element, "loadedmetadata");
  let cues = null;
  if (film) {
    const track = document.createElement("track");
    Object.assign(track, {kind: "captions", srclang: "zh-CN", src: encodeURIComponent(VTT), default: true});
    element.append(track);
    track.track.mode = "showing";
    await wait(track, "load");
    cues = [...track.track.cues].map((cue) => [cue.startTime, cue.endTime, cue.getCueAsHTML().textContent]);
  }
  await element.play();
  const played = await reached(element, 0.3);
  element.currentTime = 9.5;
  await wait(element, "seeked");
  const told = {
    name, cues, played, after: await reached(element, 9.6), duration: element.duration,
    size: [element.videoWidth || 0, element.videoHeight || 0],
    heard: element.webkitAudioDecodedByteCount, seen: element.webkitVideoDecodedByteCount || 0,
    lost: film ? element.getVideoPlaybackQuality().corruptedVideoFrames : 0,
  };
  element.remove();
  return told;
}
(async () => {
  const told = [];
  for (const file of FILES) {
    try { told.push(await play(file)); } catch (error) { told.push({name: file.name, error: String(error)}); }
  }
  await fetch("report", {method: "POST", body: JSON.stringify(told)});
})();
</script>"""


@pytest.fixture(scope="module")
def played(out: Path) -> dict[str, Any]:
    """What Chromium made of each file, by the end of its name."""
    files = [{"name": STEM + name, "film": name.endswith(".mp4")} for name in FILES]
    page = PAGE.replace("FILES", json.dumps(files)).replace("VTT", json.dumps(f"{STEM}.vtt"))
    (out / "page.html").write_text(page, encoding="utf-8")
    return {one["name"].removeprefix(STEM): one for one in told_by(out, "page.html")}


@pytest.mark.parametrize("name", FILES)
def test_a_browser_plays_and_seeks(played: dict[str, Any], name: str):
    told = played[name]

    assert "error" not in told, told
    assert abs(told["duration"] - SECONDS) < 0.06
    assert 0.3 <= told["played"] < 9
    assert 9.6 <= told["after"] <= SECONDS
    assert told["heard"] > 0
    assert told["lost"] == 0


@pytest.mark.parametrize(
    ("name", "size"),
    [("", [320, 180]), (".tall", [180, 320]), (".round", [180, 180]), (".room", [320, 180]), (".wave", [240, 240])],
)
def test_a_browser_shows_picture_and_captions(played: dict[str, Any], name: str, size: list[int]):
    told = played[f"{name}.mp4"]

    assert told["size"] == size
    assert told["seen"] > 0
    assert told["cues"] == [[6.5, 8, "她叫毛泽建"], [9, 11, "<她> & 他们"]]


@pytest.mark.parametrize("name", FILES)
def test_every_file_decodes_to_its_end(out: Path, name: str):
    path = out / f"{STEM}{name}"
    arguments = ("-xerror", "-err_detect", "explode", "-i", f"file:{path}", "-map", "0:v:0?", "-map", "0:a", "-f",
                 "null", "-")  # fmt: skip

    ffmpeg.run(ffmpeg.Command(doing="decoding", arguments=arguments, limit=60))


@pytest.mark.parametrize("name", FILES)
def test_chapters_are_found_by_ffmpeg_s_readers(out: Path, name: str):
    with av.open(str(out / f"{STEM}{name}")) as file:
        chapters = [(float(c["start"] * c["time_base"]), c["metadata"]["title"]) for c in file.chapters()]

    assert chapters == [(0.0, "片头"), (6.0, "她的一生")]


@pytest.mark.parametrize("name", [f"{name}.mp4" for name in FILMS] + [".m4a"])
def test_mutagen_reads_what_itunes_shows(out: Path, name: str):
    tags = MP4(out / f"{STEM}{name}").tags
    record = json.loads((out / f"{STEM}.json").read_text(encoding="utf-8"))

    assert tags is not None
    assert tags["\xa9nam"] == [TITLE]
    assert tags["\xa9ART"] == ["开福区"]
    assert tags["\xa9alb"] == ["烈士塔下颂英烈"]
    assert tags["trkn"] == [(7, 80)]
    assert tags["\xa9day"] == ["2022-03-31"]
    assert tags["desc"] == ["一位女战士的一生"]
    assert tags["tven"] == [record["guid"]]
    assert bytes(tags["covr"][0]) == (out / f"{STEM}.jpg").read_bytes()


@pytest.mark.parametrize(("name", "gain"), [(".mp3", -2.0), (".horns.mp3", -5.0)])
def test_mp3_players_find_cover_chapters_and_gain(out: Path, name: str, gain: float):
    tags = ID3(out / f"{STEM}{name}")

    assert str(tags["TIT2"]) == TITLE
    assert str(tags["TRCK"]) == "7/80"
    assert [str(tags[f"CHAP:{child}"].sub_frames["TIT2"]) for child in tags["CTOC:toc"].child_element_ids] == [
        "片头", "她的一生",
    ]  # fmt: skip
    assert tags["APIC:"].data == (out / f"{STEM}.jpg").read_bytes()
    assert float(str(tags["TXXX:REPLAYGAIN_TRACK_GAIN"]).removesuffix(" dB")) == pytest.approx(gain, abs=0.1)


def test_opus_players_find_cover_chapters_and_gain(out: Path):
    tags = OggOpus(out / f"{STEM}.opus")

    assert tags["TITLE"] == [TITLE]
    assert (tags["CHAPTER001"], tags["CHAPTER001NAME"]) == (["00:00:06.000"], ["她的一生"])
    assert int(tags["R128_TRACK_GAIN"][0]) / 256 == pytest.approx(-7, abs=0.1)
    assert tags["METADATA_BLOCK_PICTURE"]


@pytest.mark.parametrize("name", [f"{name}.mp4" for name in FILMS])
def test_mediainfo_finds_a_film_that_streams_in_chinese(out: Path, name: str):
    tracks = mediainfo(out / f"{STEM}{name}")

    whole, film, sound = (next(one for one in tracks if one["@type"] == kind) for kind in ("General", "Video", "Audio"))
    assert (whole["IsStreamable"], whole["Cover"], whole["Track_Position"]) == ("Yes", "Yes", "7")
    assert film["Format_Profile"] == ("Constrained Baseline" if name == ".room.mp4" else "High")
    assert (film["FrameRate_Mode"], film["FrameRate"], film["ScanType"]) == ("CFR", "25.000", "Progressive")
    assert (film["colour_range"], film["matrix_coefficients"]) == ("Limited", "BT.709")
    assert film["PixelAspectRatio"] == "1.000"
    assert {one["Language"] for one in tracks if "Language" in one} == {"zh"}
    assert {one["@type"] for one in (film, sound)} <= {one["@type"] for one in tracks if "Language" in one}
    assert [one for one in tracks if one["@type"] == "Menu"]


@pytest.mark.parametrize(("name", "title"), [(".mp3", TITLE), (".m4a", TITLE), (".opus", TITLE)])
def test_mediainfo_finds_the_sound_s_title_and_cover(out: Path, name: str, title: str):
    whole = next(one for one in mediainfo(out / f"{STEM}{name}") if one["@type"] == "General")

    assert (whole["Title"], whole["Album"], whole["Cover"]) == (title, "烈士塔下颂英烈", "Yes")


def test_sound_for_horns_is_louder_and_in_one_channel(out: Path):
    whole, horns = (loudness_of(out / f"{STEM}{name}") for name in (".mp3", ".horns.mp3"))

    assert whole.integrated is not None
    assert horns.integrated is not None
    assert float(horns.integrated) == pytest.approx(-13, abs=0.3)
    assert float(whole.integrated) == pytest.approx(-16, abs=0.3)
    assert horns.true_peak is not None
    assert horns.true_peak <= -1
    with av.open(str(out / f"{STEM}.horns.mp3")) as file:
        assert file.streams.audio[0].channels == 1


def mediainfo(path: Path) -> list[dict[str, Any]]:
    said = subprocess.run([program("mediainfo"), "--Output=JSON", path], capture_output=True, check=True, timeout=30)
    return list(json.loads(said.stdout)["media"]["track"])
