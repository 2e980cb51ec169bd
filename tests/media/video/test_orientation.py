"""Display matrices: every clip is shown as players show it, mirrored and turned."""

import shutil
import struct
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pipeline.media.mp4_boxes import boxes
from pipeline.media.probe.probe import probe
from tests import sources
from tests.media.video.spans import clip, encoded

ONE = 1 << 16
MATRICES = {
    1: (1, 0, 0, 1), 2: (-1, 0, 0, 1), 3: (-1, 0, 0, -1), 4: (1, 0, 0, -1), 5: (0, 1, 1, 0), 6: (0, 1, -1, 0),
    7: (0, -1, -1, 0), 8: (0, -1, 1, 0),
}  # fmt: skip
"""a, b, c, d of x' = ax + cy, y' = bx + dy, by the EXIF orientation that means the same."""
SEEN = {
    1: lambda a: a, 2: lambda a: a[:, ::-1], 3: lambda a: a[::-1, ::-1], 4: lambda a: a[::-1], 5: lambda a: a.T,
    6: lambda a: a.T[:, ::-1], 7: lambda a: a[::-1, ::-1].T, 8: lambda a: a.T[::-1],
}  # fmt: skip


def with_matrix(name: str, *numbers: float) -> Path:
    """The numbered clip with another matrix in its track header."""
    path = sources.folder() / name
    shutil.copy(sources.numbered("upright.mp4", sources.regular(25, 5)), path)
    data = bytearray(path.read_bytes())
    at = data.rfind(b"tkhd") + 4 + 40
    a, b, c, d = (round(number * ONE) for number in numbers)
    data[at : at + 20] = struct.pack(">5i", a, b, 0, c, d)
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("orientation", MATRICES)
def test_a_clip_is_mirrored_and_turned_as_its_matrix_says(orientation, tmp_path):
    source = with_matrix(f"matrix{orientation}.mp4", *MATRICES[orientation])

    shown = sources.grays(encoded(clip(source, 0, 2, "pad"), tmp_path))[1]

    wide = 100 if orientation >= 5 else 320
    inner: Any = shown[:, 160 - wide // 2 : 160 + wide // 2].astype(int)
    picture = SEEN[orientation](sources.numbered_picture(1, (320, 180)))
    rows = np.arange(inner.shape[0]) * picture.shape[0] // inner.shape[0]
    columns = np.arange(inner.shape[1]) * picture.shape[1] // inner.shape[1]
    assert abs(inner - (picture[np.ix_(rows, columns)].astype(int) * 219 // 255 + 16)).mean() < 12


def test_an_odd_angle_is_rounded_and_known(tmp_path):
    """Turned clockwise by 100 degrees: a quarter is shown, ten degrees are not."""
    source = with_matrix("askew.mp4", -0.17365, 0.98481, -0.98481, -0.17365)
    video = probe(source).video

    to = encoded(clip(source, 0, 2, "pad"), tmp_path)

    assert video is not None and (video.rotation, video.tilt, video.mirrored) == (90, 10, False)
    assert sources.grays(to)[0][:, :100].mean() < 17
    with to.open("rb") as file:
        assert any(box.kind == "moov" for box in boxes(file, 0, to.stat().st_size))
    out = probe(to).video
    assert out is not None and (out.rotation, out.tilt) == (0, 0)


def test_transparency_of_webm_shows_black(tmp_path):
    words = (
        "-f lavfi -i color=lime:s=320x180:r=25:d=0.4,format=rgba,geq=r='255*between(X,110,210)'"
        ":g='255*(1-between(X,110,210))':b=0:a='255*between(X,110,210)'"
    )
    for codec, suffix in (("libvpx-vp9", "webm"), ("libvpx", "webm"), ("prores_ks", "mov"), ("qtrle", "mov")):
        kind = {"prores_ks": "yuva444p10le", "qtrle": "argb"}.get(codec, "yuva420p")
        more = ["-profile:v", "4"] if codec == "prores_ks" else ["-auto-alt-ref", "0"] if codec == "libvpx" else []
        source = sources.charts.made(f"clear-{codec}.{suffix}", *words.split(), "-pix_fmt", kind, "-c:v", codec, *more)

        shown = sources.grays(encoded(clip(source, 0, 3), tmp_path))[2]

        # Red has a luma of 63 (BT.709), the green that is hidden 173.
        assert abs(float(shown[90, 20]) - 16) <= 2 and abs(float(shown[90, 300]) - 16) <= 2, codec
        assert abs(float(shown[90, 160]) - 63) <= 4, codec


def test_nothing_is_blown_up_behind_a_clip_with_clear_edges(tmp_path):
    """A white square on nothing, in a frame of another shape: there is nothing that a backdrop could show."""
    inside = "255*between(X,60,119)*between(Y,60,119)"
    words = f"-f lavfi -i color=white:s=180x180:r=25:d=0.2,format=rgba,geq=r=255:g=255:b=255:a='{inside}'"
    source = sources.charts.made("square.mov", *words.split(), "-c:v", "png")

    shown = sources.grays(encoded(clip(source, Fraction(0), 1), tmp_path))[0]

    rows, columns = np.where(shown > 40)
    assert (np.ptp(columns) + 1, np.ptp(rows) + 1) == (pytest.approx(60, abs=2), pytest.approx(60, abs=2))
