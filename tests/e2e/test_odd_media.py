"""Media as people really have them: each is shown upright, in its shape and colours, and heard where it belongs."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image

from pipeline.media.sound.loudness import loudness_of
from tests import sources
from tests.e2e.conftest import Workspace
from tests.e2e.ffmpeg import run_ffmpeg

SIZE = (320, 180)
COLOURS = ((200, 40, 40), (40, 200, 40), (40, 40, 200), (220, 220, 220))
"""Of the quarters: top left, top right, bottom left, bottom right."""
UPRIGHT = (0, 1, 2, 3)
SERIES = "title: 奇\nrenditions:\n  main: {size: 320x180, rate: 25}\n  sound: none\n"

TAGGED = "format=yuv420p,setparams=range=tv:color_primaries={0}:color_trc={0}:colorspace={0}"
BT709 = f"scale=out_color_matrix=bt709:out_range=tv,{TAGGED.format('bt709')}"
BT601 = f"scale=out_color_matrix=smpte170m:out_range=tv,{TAGGED.format('smpte170m')}"
PAL = "scale=720:576,setsar=64/45,interlace=scan=tff"
X264 = "-c:v libx264 -preset ultrafast -crf 8"
TONE = "-f lavfi -t 1 -i sine=frequency=440:sample_rate=48000"
CLIPS = {
    "bt601.mp4": f"-vf {BT601} {X264}",
    "untagged-sd.mp4": f"-vf scale=out_color_matrix=smpte170m:out_range=tv,format=yuv420p {X264}",
    "untagged-hd.mp4": f"-vf scale=1280:720:out_color_matrix=bt709:out_range=tv,format=yuv420p {X264}",
    "full-range.mp4": f"-vf {BT709.replace('tv', 'pc')} {X264}",
    "jpeg-range.avi": "-vf scale=out_color_matrix=smpte170m:out_range=pc,format=yuvj420p -c:v mjpeg -q:v 2",
    "rgb.mov": "-c:v png",
    "ten-bits.mp4": f"-vf {BT709.replace('yuv420p', 'yuv420p10le')} {X264}",
    "odd.mp4": f"-vf scale=853:479,{BT709.replace('yuv420p', 'yuv444p')} {X264}",
    "narrow-pixels.mp4": f"-vf scale=144:180,setsar=20/9,{BT709} {X264}",
    "interlaced.mp4": f"-vf {PAL},{BT601} {X264} -flags +ildct+ilme -x264opts tff=1",
    "transparent.webm": "-vf format=yuva420p -c:v libvpx -auto-alt-ref 0 -b:v 2M",
    "stream.ts": f"{TONE} -vf {BT709} {X264} -c:a aac",
    "stream.mkv": f"{TONE} -vf {BT709} {X264} -c:a libopus",
    "stream.flv": f"{TONE} -vf {BT709} {X264} -c:a aac",
    "stream.avi": f"{TONE} -vf {BT601} -c:v mpeg4 -q:v 2 -c:a libmp3lame",
    "stream.mpg": f"{TONE} -vf {BT601} -c:v mpeg2video -q:v 2 -c:a mp2 -f vob",
    "stream.wmv": f"{TONE} -vf {BT601} -c:v wmv2 -q:v 2 -c:a wmav2",
}
TURNED = {90: (1, 3, 0, 2), 180: (3, 2, 1, 0), 270: (2, 0, 3, 1)}
"""Which quarter is seen where, by the degrees counterclockwise that a player turns the clip."""
MIRRORED = {1: UPRIGHT, 2: (1, 0, 3, 2), 3: (3, 2, 1, 0), 4: (2, 3, 0, 1), 5: (0, 2, 1, 3), 6: (2, 0, 3, 1),
            7: (3, 1, 2, 0), 8: (1, 3, 0, 2)}  # fmt: skip
"""The same by the EXIF orientation of a picture."""
STANDING = {"turned90.mp4", "turned270.mp4", *(f"exif{orientation}.jpg" for orientation in (5, 6, 7, 8))}
PICTURES = ("cmyk.jpg", "palette.png", "sixteen.png", "q.avif", "q.webp", "q.tif", "q.gif")


def quarters() -> Image.Image:
    image = Image.new("RGB", SIZE)
    for index, colour in enumerate(COLOURS):
        image.paste(colour, (index % 2 * 160, index // 2 * 90, index % 2 * 160 + 160, index // 2 * 90 + 90))
    return image


def make_media(folder: Path) -> None:
    folder.mkdir(parents=True)
    image = quarters()
    image.save(folder / "q.png")
    for name, arguments in CLIPS.items():
        run_ffmpeg("-loop", 1, "-framerate", 25, "-t", 1, "-i", folder / "q.png", *arguments.split(), folder / name)
    for degrees in TURNED:
        run_ffmpeg(
            "-display_rotation", degrees, "-i", folder / "bt601.mp4", "-c", "copy", folder / f"turned{degrees}.mp4"
        )
    for orientation in MIRRORED:
        exif = Image.Exif()
        exif[0x0112] = orientation
        image.save(folder / f"exif{orientation}.jpg", exif=exif, quality=95, subsampling=0)
    image.convert("CMYK").save(folder / "cmyk.jpg", quality=95)
    image.quantize(16).save(folder / "palette.png")
    run_ffmpeg("-i", folder / "q.png", "-pix_fmt", "rgb48be", folder / "sixteen.png")
    for suffix in ("avif", "webp", "tif", "gif"):
        image.save(folder / f"q.{suffix}", quality=95)


def corners(path: Path, *, standing: bool) -> list[tuple[float, ...]]:
    """Y, Cb and Cr in the middle of each quarter of the third frame; of the narrow picture where it is `standing`."""
    with av.open(str(path)) as file:
        frame = [frame for _, frame in zip(range(3), file.decode(video=0), strict=False)][-1]
    planes = frame.to_ndarray(format="yuv444p")
    across, down = ((0.44, 0.56) if standing else (0.25, 0.75)), (0.25, 0.75)
    return [
        tuple(
            float(plane[int(y * 180) - 3 : int(y * 180) + 3, int(x * 320) - 3 : int(x * 320) + 3].mean())
            for plane in planes
        )
        for y in down
        for x in across
    ]


def bt709(colour: tuple[int, int, int]) -> tuple[float, float, float]:
    red, green, blue = (value / 255 for value in colour)
    luma = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return 16 + 219 * luma, 128 + 224 * (blue - luma) / 1.8556, 128 + 224 * (red - luma) / 1.5748


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Workspace, dict[str, Any]]:
    """Every odd medium in an episode of its own; the workspace, and what the render said of each by its name."""
    made = Workspace(root=tmp_path_factory.mktemp("odd") / "奇 怪")
    make_media(made.root / "assets")
    Image.linear_gradient("L").resize((1400, 1400)).save(made.root / "assets/cover.jpg")
    made.write("studio.yaml", "name: 馆\n")
    made.write("episodes/s/series.yaml", SERIES)
    names = [*CLIPS, *(f"turned{one}.mp4" for one in TURNED), *(f"exif{one}.jpg" for one in MIRRORED), *PICTURES]
    for number, name in enumerate(names, start=1):
        moving = name in CLIPS or name.startswith("turned")
        segment = f"  - clip: assets/{name}\n" if moving else f"  - image: assets/{name}\n    for: 120ms\n"
        # One cover for all: drawing it takes longer than all else that is made of a picture.
        made.episode(f"number: {number}\ntitle: {name}\ncover: assets/cover.jpg\nsegments:\n{segment}", number)
    report = made.json("render")
    return made, {one["title"]: one for one in report["episodes"]}


@pytest.mark.parametrize(
    ("name", "places"),
    [
        *((name, UPRIGHT) for name in (*CLIPS, *PICTURES)),
        *((f"turned{degrees}.mp4", places) for degrees, places in TURNED.items()),
        *((f"exif{orientation}.jpg", places) for orientation, places in MIRRORED.items()),
    ],
)
def test_is_upright_in_its_shape_and_its_colours(shown: Any, name: str, places: tuple[int, ...]):
    workspace, said = shown

    found = corners(workspace.root / said[name]["files"][0]["path"], standing=name in STANDING)

    for seen, place in zip(found, places, strict=True):
        assert seen == pytest.approx(bt709(COLOURS[place]), abs=3), name


def test_whole_clips_in_any_container_give_no_warning(shown: Any):
    assert {name: one["diagnostics"] for name, one in shown[1].items() if one["diagnostics"]} == {}


@pytest.fixture
def speaking(bare: Workspace) -> Workspace:
    bare.asset(sources.photo("photo.jpg"), "a.jpg")
    return bare


def narrated(workspace: Workspace, number: int, sound: Path) -> None:
    name = workspace.asset(sound)
    segment = f"  - narration: {name}\n    pictures: [{{image: assets/a.jpg}}]\n"
    workspace.episode(f"number: {number}\ntitle: t{number}\nsegments:\n{segment}", number)


def test_any_sound_comes_to_the_same_level(speaking: Workspace):
    quiet_start = sources.numbered("late.mp4", sources.regular(25, 50), sound=-20, sound_start=Fraction(7, 10))
    garbage = sources.folder() / "garbage.mp3"
    body = sources.tone("body.mp3", 1).read_bytes()
    garbage.write_bytes(b"ID3\4\0\0\0\0\2\1" + bytes(257 + 400) + body + b"TAG" + b"x" * 125)
    for number, sound in enumerate(
        (
            sources.tone("rough.wav", 1, rate=8000, channels=1),
            sources.surround(),
            sources.tone("faint.flac", 1, level=-46),
            sources.tone("over.wav", 1, level=20),
            garbage,
            quiet_start,
        ),
        start=1,
    ):
        narrated(speaking, number, sound)

    report = speaking.json("render")

    for episode in report["episodes"]:
        for file in episode["files"][:2]:
            measured = loudness_of(speaking.root / file["path"])
            assert measured.integrated is not None and abs(measured.integrated + 16) <= Fraction(3, 10), file["path"]
            assert measured.true_peak is not None and measured.true_peak <= -1, file["path"]
    samples, _ = sources.samples_of(speaking.root / report["episodes"][5]["files"][0]["path"])
    onset = int(np.flatnonzero(np.abs(samples).max(axis=0) > 0.02)[0]) / sources.SAMPLE_RATE
    assert onset == pytest.approx(0.7, abs=0.02), "sound that begins late is heard late"


def test_nobody_speaking_is_a_warning_and_stays_silent(speaking: Workspace):
    narrated(speaking, 1, sources.tone("noise.wav", 1, level=-75))

    checked = speaking.json("check")
    (episode,) = speaking.json("render")["episodes"]

    for diagnostics in (checked["diagnostics"], episode["diagnostics"]):
        assert [(one["code"], one["severity"], one["line"]) for one in diagnostics] == [
            ("silent-narration", "warning", 4)
        ]
    samples, _ = sources.samples_of(speaking.out("001 t1.mp4"))
    assert np.abs(samples).max() < 10 ** (-70 / 20)


def test_a_programme_that_stays_too_quiet_is_told(speaking: Workspace):
    narrated(speaking, 1, sources.tone("far.wav", 3, level=-60))

    (episode,) = speaking.json("render")["episodes"]

    found = [(one["code"], one["severity"]) for one in episode["diagnostics"]]
    assert found == [("quiet-sound", "warning"), ("too-quiet", "warning")]


def test_the_shortest_things_there_are(bare: Workspace):
    """One frame of a clip, a still of a millisecond, ten milliseconds of speech, dissolves longer than all of them."""
    one = bare.asset(sources.numbered("one.mp4", sources.regular(25, 1)))
    photo = bare.asset(sources.photo("photo.jpg"))
    click = bare.asset(sources.tone("click.wav", Fraction(1, 100)))
    bare.episode(
        f"number: 1\ntitle: 短\nsegments:\n  - clip: {one}\n  - image: {photo}\n    for: 1ms\n"
        f"    transition: {{kind: dissolve, for: 10s}}\n  - narration: {click}\n"
        f"    transition: {{kind: dissolve, for: 60s}}\n    pictures: [{{image: {photo}}}]\n"
    )

    (episode,) = bare.json("render")["episodes"]

    assert {one["code"] for one in episode["diagnostics"]} == {"transition-shortened"}
    assert len(sources.grays(bare.root / episode["files"][0]["path"])) == 3


def test_a_short_clip_dissolves_into_another_stretch_of_itself(bare: Workspace):
    name = bare.asset(sources.numbered("numbered.mp4", sources.regular(25, 50)))
    bare.episode(
        f'number: 1\ntitle: 叠\nsegments:\n  - clip: {name}\n    to: "00:00.600"\n  - clip: {name}\n'
        f'    from: "00:01.2"\n    transition: {{kind: dissolve, for: 200ms}}\n'
    )

    (episode,) = bare.json("render")["episodes"]

    numbers = sources.numbers_in(bare.root / episode["files"][0]["path"])
    assert (numbers[:13], numbers[-17:]) == (list(range(13)), list(range(33, 50)))


def test_a_picture_that_comes_after_its_sound_is_held_with_a_warning(bare: Workspace):
    late = sources.folder() / "late-picture.mp4"
    whole = sources.numbered("with-sound.mp4", sources.regular(25, 25), sound=-20)
    run_ffmpeg("-itsoffset", 0.6, "-i", whole, "-i", whole, "-map", "0:v", "-map", "1:a", "-c", "copy", late)
    bare.episode(f"number: 1\ntitle: 迟\nsegments:\n  - clip: {bare.asset(late)}\n")

    (episode,) = bare.json("render")["episodes"]

    assert [one["code"] for one in episode["diagnostics"]] == ["first-frame-held"]
    assert sources.numbers_in(bare.root / episode["files"][0]["path"]) == [0] * 15 + list(range(25))
