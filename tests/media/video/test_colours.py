"""Colours of clips: the patches of a chart have the colours that they have as a picture."""

import subprocess
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from pipeline.media.ffmpeg import binary
from pipeline.model.rendition import Picture
from tests.media.video.spans import clip, encoded
from tests.sources import charts

SIZE = (charts.ACROSS * charts.SIDE, charts.DOWN * charts.SIDE)
PICTURE = Picture(width=SIZE[0], height=SIZE[1], rate=Fraction(25), crf=4, preset="ultrafast")
HDR = "format=gbrp,zscale=tin=iec61966-2-1:pin=709:min=gbr:t={0}:p=2020:m=2020_ncl:r=limited:npl=203,format=yuv420p10le"
X265 = "-c:v libx265 -x265-params log-level=error:crf=6:colorprim=bt2020:transfer={0}:colormatrix=bt2020nc"
X264 = "-c:v libx264 -preset ultrafast -crf 2"


def coded(matrix: str, span: str, kind: str = "yuv420p", tags: bool = True) -> str:
    """Filters that bring the chart into a matrix and range."""
    tagged = f",setparams=range={span}:color_primaries={matrix}:color_trc={matrix}:colorspace={matrix}" if tags else ""
    return f"scale=out_color_matrix={matrix}:out_range={span},format={kind}{tagged}"


SDR = {
    "ntsc.mp4": f"-vf {coded('smpte170m', 'tv')} {X264}",
    "pal.mp4": f"-vf {coded('bt470bg', 'tv')} {X264}",
    "full601.mp4": f"-vf {coded('bt470bg', 'pc', 'yuv444p')} {X264}",
    "motion-jpeg.avi": f"-vf {coded('smpte170m', 'pc', 'yuvj444p', tags=False)} -c:v mjpeg -q:v 1",
    "full709.mp4": f"-vf {coded('bt709', 'pc')} {X264}",
    "untagged.mp4": f"-vf {coded('smpte170m', 'tv', tags=False)} {X264}",
    "untagged-wide.mp4": f"-vf scale=1280:640:flags=neighbor,{coded('bt709', 'tv', tags=False)},setsar=3/4 {X264}",
    "wide-gamut.mp4": "-vf format=gbrp,zscale=tin=709:pin=709:min=gbr:t=2020_10:p=2020:m=2020_ncl:r=limited,"
    "format=yuv420p10le -c:v libx265 -x265-params log-level=error:crf=6:colorprim=bt2020:transfer=bt2020-10:"
    "colormatrix=bt2020nc",
    "p3.mov": "-vf format=gbrp,zscale=tin=709:pin=709:min=gbr:t=709:p=smpte432:m=709:r=limited,format=yuv420p10le,"
    "setparams=color_primaries=smpte432:color_trc=bt709:colorspace=bt709 -c:v libx264 -preset ultrafast -crf 2",
}  # fmt: skip


def shown(name: str, words: str, start: float = 0) -> Any:
    """The RGB of a clip's first frame as it is shown."""
    to = charts.made(name, "chart", *words.split())
    folder = to.parent / f"{name}.shown"
    folder.mkdir(exist_ok=True)
    span = encoded(clip(to, 0, 1), folder, PICTURE)
    flags = "scale=in_color_matrix=bt709:in_range=tv:flags=accurate_rnd+full_chroma_int,format=rgb24"
    command = [binary(), "-v", "error", "-i", span, "-vf", flags, "-f", "rawvideo", "-"]
    pixels = subprocess.run(command, capture_output=True, check=True).stdout
    return np.frombuffer(pixels, np.uint8).reshape(SIZE[1], SIZE[0], 3)


def differences(pixels: Any) -> list[float]:
    """How far every patch is from its colour, in the channel that is farthest."""
    found = []
    for index, patch in enumerate(charts.PATCHES):
        left, top = index % charts.ACROSS * charts.SIDE, index // charts.ACROSS * charts.SIDE
        inner = pixels[top + 10 : top + 22, left + 10 : left + 22].reshape(-1, 3).mean(axis=0)
        found.append(float(np.abs(inner - patch).max()))
    return found


@pytest.mark.parametrize("name", SDR)
def test_colours_of_ordinary_clips_are_those_of_pictures(name):
    assert max(differences(shown(name, SDR[name]))) <= 3


@pytest.mark.parametrize("transfer", ["smpte2084", "arib-std-b67"])
def test_colours_of_hdr_clips_are_those_of_pictures(transfer):
    words = f"-vf {HDR.format(transfer)} {X265.format(transfer)}"

    assert max(differences(shown(f"{transfer}.mp4", words))) <= 12


@pytest.mark.parametrize("matrix", ["smpte170m", "bt470bg"])
@pytest.mark.parametrize("size", ["720x576", "640x480", "320x240"])
def test_gray_stays_gray(matrix, size):
    filters = f"drawbox=color=0x808080:t=fill,scale={size.replace('x', ':')},{coded(matrix, 'tv')}"

    middle = shown(f"gray-{matrix}-{size}.mp4", f"-vf {filters} {X264}")[40:80, 60:120].reshape(-1, 3).mean(axis=0)

    assert np.abs(middle - 128).max() <= 1


def test_lights_above_white_roll_off():
    """White paper keeps its place; 1000 and 4000 candelas are brighter, and not all the same."""
    levels = {}
    for nits, code in ((203, 0.5807), (1000, 0.7518), (4000, 0.9026)):
        luma = round(64 + 876 * code)
        tags = "setparams=range=tv:color_primaries=bt2020:color_trc=smpte2084:colorspace=bt2020nc"
        filters = f"format=yuv420p10le,geq=lum={luma}:cb=512:cr=512,{tags}"
        words = f"-vf {filters} {X265.format('smpte2084')}"
        levels[nits] = float(shown(f"nits{nits}.mp4", words)[40:80, 60:120].mean())

    assert 245 <= levels[203] <= 250 and levels[203] + 2 < levels[1000] < levels[4000] + 1e-9, levels
