"""Sound and picture stay together: a flash and its beep, followed through cuts, dissolves and odd frame rates."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import pytest

from tests import sources
from tests.e2e.conftest import SERIES, Workspace

FRAME = Fraction(1, 25)
TOLERANCE = FRAME + Fraction(20, 1000)
"""One frame of picture and 20 ms of sound."""


def together(path: Path) -> list[Fraction]:
    """By how much each beep is late after its flash."""
    flashes, beeps = sources.flashes_in(path), sources.beeps_in(path)
    assert len(flashes) == len(beeps) >= 3, (flashes, beeps)
    return [beep - flash for flash, beep in zip(flashes, beeps, strict=True)]


def from_start(path: Path) -> list[Fraction]:
    """Times of beeps as a player counts them: an MP3's clock begins where its encoder's delay has been skipped."""
    with av.open(str(path)) as file:
        start = Fraction(file.start_time, 1_000_000)
    return [beep - start for beep in sources.beeps_in(path)]


def clips(workspace: Workspace, *names: str, rate: str = "25", transition: str = "") -> None:
    way = f"    transition: {transition}\n" if transition else ""
    lines = "".join(f'  - clip: {name}\n    from: "00:00.4"\n    to: "00:03.4"\n{way}' for name in names)
    workspace.write("episodes/s/series.yaml", SERIES.replace("rate: 25", f"rate: {rate}"))
    workspace.episode(f"number: 1\ntitle: 同步\nsegments:\n{lines}")


@pytest.mark.parametrize("rate", ["25", "30000/1001", "50"])
def test_through_cuts_between_clips_of_any_rate(bare: Workspace, rate: str):
    names = [
        bare.asset(sources.flash_and_beep(f"flash{index}.mp4", 4, rate=Fraction(source)))
        for index, source in enumerate(("25", "30000/1001", "60", "24000/1001"))
    ]
    clips(bare, *names, rate=rate)

    bare.json("render")

    late = together(bare.out("001 同步.mp4"))
    assert len(late) == 12
    assert max(map(abs, late)) <= TOLERANCE


def test_through_dissolves(bare: Workspace):
    names = [bare.asset(sources.flash_and_beep(f"flash{rate}.mp4", 4, rate=Fraction(rate))) for rate in (25, 30, 60)]
    clips(bare, *names, transition="{kind: dissolve, for: 400ms}")

    bare.json("render")

    assert max(map(abs, together(bare.out("001 同步.mp4")))) <= TOLERANCE


def test_the_mp3_beeps_when_the_video_does(bare: Workspace):
    clips(bare, bare.asset(sources.flash_and_beep("flash.mp4", 4)))

    bare.json("render")

    video, audio = (from_start(bare.out(f"001 同步{suffix}")) for suffix in (".mp4", ".mp3"))
    assert len(video) == len(audio)
    assert all(abs(one - other) < Fraction(5, 1000) for one, other in zip(video, audio, strict=True))


def test_without_drift_over_ten_minutes(bare: Workspace):
    """Two hundred cuts, none of whose lengths is a whole number of frames or samples at this rate."""
    name = bare.asset(sources.flash_and_beep("small.mp4", 4, rate=Fraction(30000, 1001), size=(160, 90)))
    bare.write("episodes/s/series.yaml", SERIES.replace("size: 320x180, rate: 25", "size: 160x90, rate: 30000/1001"))
    lines = f'  - clip: {name}\n    from: "00:00.4"\n    to: "00:03.417"\n' * 200
    bare.episode(f"number: 1\ntitle: 长\nsegments:\n{lines}")

    report = bare.json("render", "--rendition", "main")

    assert report["episodes"][0]["files"][0]["duration"] > 600
    late = together(bare.out("001 长.mp4"))
    assert len(late) == 600
    assert max(map(abs, late)) <= TOLERANCE
    assert abs(sum(late[-60:]) - sum(late[:60])) / 60 < Fraction(2, 1000)


def test_a_long_clip_in_chunks_shows_every_frame_once(bare: Workspace):
    name = bare.asset(sources.numbered("long.mp4", sources.regular(25, 900)))
    bare.episode(f"number: 1\ntitle: 整\nsegments:\n  - clip: {name}\n")

    report = bare.json("render")

    assert report["episodes"][0]["spans"]["total"] == 2
    numbers = [number for number in sources.numbers_in(bare.out("001 整.mp4")) if number is not None]
    assert len(numbers) == 900
    assert all(after - before == 1 for before, after in pairwise(numbers))
