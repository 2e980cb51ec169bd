"""Clocks, ends and cuts of films: what comes out is what a player plays, or `check` says what is not."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests import sources
from tests.e2e.conftest import STUDIO, Workspace
from tests.e2e.ffmpeg import run_ffmpeg
from tests.sources import joined, numbered, numbers_in, regular, with_edits

F = Fraction
SERIES = "title: 影\nrenditions:\n  main: {size: 320x180, rate: 25}\n  sound: none\n"


@pytest.fixture
def films(tmp_path: Path) -> Workspace:
    made = Workspace(root=tmp_path / "声音馆")
    made.write("studio.yaml", STUDIO)
    made.write("episodes/s/series.yaml", SERIES)
    return made


def segments(films: Workspace, *lines: str) -> None:
    films.episode("number: 1\ntitle: 甲\nsegments:\n" + "".join(f"  - {line}\n" for line in lines))


def codes(report: dict, severity: str) -> list[str]:
    return [one["code"] for one in report["diagnostics"] if one["severity"] == severity]


def film(films: Workspace) -> Path:
    report = films.json("render")
    assert report["episodes"][0]["status"] == "rendered", report
    return films.root / report["episodes"][0]["files"][0]["path"]


def test_the_last_frame_stands_while_the_sound_goes_on(films):
    segments(films, f"clip: {films.asset(longer_sound())}")
    report = films.json("check")
    made = film(films)

    assert (report["ok"], codes(report, "warning")) == (True, ["last-frame-held"])
    assert numbers_in(made) == [*range(25), *[24] * 50]
    samples, start = sources.samples_of(made)
    assert start == 0 and abs(samples.shape[1] - 3 * 48_000) < 2048
    assert abs(samples[:, 2 * 48_000 : 2 * 48_000 + 24_000]).max() > 0.05
    assert films.json("verify")["ok"]


def test_a_clip_may_end_in_its_sound(films):
    segments(films, f"{{clip: {films.asset(longer_sound())}, to: 2s}}")

    assert numbers_in(film(films)) == [*range(25), *[24] * 25]


def longer_sound() -> Path:
    """One second of pictures, three of sound."""
    picture = numbered("long-picture.mp4", regular(25, 25))
    made = sources.folder() / "long-sound.mp4"
    if not made.exists():
        tone = sources.tone("long-tone.wav", F(3))
        run_ffmpeg("-i", picture, "-i", tone, "-map", 0, "-map", 1, "-c:v", "copy", "-c:a", "aac", made)
    return made


@pytest.mark.parametrize("kind", ["joined", "jump", "edits"])
def test_what_cannot_be_played_right_is_refused_by_check_and_by_render(kind, films):
    part = numbered("e2e-part.ts", regular(25, 25), sound=-20)
    late = numbered("e2e-late.ts", regular(25, 25), sound=-20, start=F(36_000))
    recording = numbered("e2e-recording.mp4", regular(25, 100), sound=-20)
    two = [(1, 0, 1), (1, 2, 2)]
    made, code = {
        "joined": (joined("e2e-joined.ts", part, part), "bad-clock"),
        "jump": (joined("e2e-jump.ts", part, late), "bad-clock"),
        "edits": (with_edits(recording, "e2e-edits.mp4", {"video": two, "audio": two}), "unsupported-edits"),
    }[kind]
    segments(films, f"clip: {films.asset(made)}")

    report = films.json("check", status=1)
    failed = films.json("render", status=1)

    assert codes(report, "error") == [code]
    assert failed["episodes"][0]["status"] == "failed"
    assert codes(failed["episodes"][0], "error") == [code]


def test_a_film_of_two_parts_of_its_recording(films):
    """0-1 s and 3-4 s, each with a tone of its own: 50 frames and two seconds of sound."""
    segments(films, f"{{clip: {films.asset(edited('e2e-edited.mp4', TWO))}, gain: 0 dB}}")
    report = films.json("check")
    made = film(films)

    assert (report["ok"], report["diagnostics"]) == (True, [])
    assert numbers_in(made) == [*range(25), *range(75, 100)]
    samples, start = sources.samples_of(made)
    assert (start, abs(samples.shape[1] - 96_000) <= 1024) == (0, True)
    assert [_pitch(samples, at) for at in (0.1, 0.8, 1.1, 1.8)] == [300, 300, 600, 600]
    assert films.json("verify")["ok"]


def test_a_dissolve_out_of_it(films):
    path = films.asset(edited("e2e-edited.mp4", TWO))
    black = films.asset(sources.flat("e2e-black.mp4", (16,) * 50))
    dissolve = "transition: {kind: dissolve, for: 400ms}"
    segments(films, f"{{clip: {path}, from: 500ms}}", f"{{clip: {black}, {dissolve}}}")

    assert numbers_in(film(films))[:32] == [*range(12, 25), *range(75, 94)]
    assert films.json("verify")["ok"]


def test_a_film_that_pauses_and_stands(films):
    """The picture stands while nothing is played; nothing is heard then, and `verify` knows why."""
    edits = [(1, 0, 1), (2, None, 1), (2, 2, 0), (1, 2, 1)]
    segments(films, f"clip: {films.asset(edited('e2e-paused.mp4', edits))}")
    made = film(films)

    assert numbers_in(made) == [*range(25), *[24] * 50, *[50] * 50, *range(50, 75)]
    samples, _ = sources.samples_of(made)
    assert abs(samples[:, 49_000:238_000]).max() < 0.01
    assert [_pitch(samples, at) for at in (0.5, 5.5)] == [300, 500]
    report = films.json("verify")
    measures = report["episodes"][0]["files"][0]["measures"]
    assert report["ok"]
    assert [one["explained"] for one in measures["frozen"]] == ["the clip hardly moves"] * 2
    assert [one["explained"] for one in measures["silent"]] == ["its sources are silent"]


def test_a_narration_is_edited_sound(films):
    path = films.asset(edited("e2e-edited.mp4", TWO))
    segments(films, f"narration: {path}")

    samples, _ = sources.samples_of(film(films))

    assert [_pitch(samples, at) for at in (0.5, 1.5)] == [300, 600]


def test_an_adopted_film_of_parts_is_warned_of(films):
    films.episode(f"number: 1\ntitle: 甲\nprogramme: {films.asset(edited('e2e-edited.mp4', TWO))}\n")
    report = films.json("check")

    assert (report["ok"], codes(report, "warning")) == (True, ["edited-programme"])


def test_the_channels_and_the_track_of_edited_sound(films):
    """Two tracks of two channels each, of which the second track has its voice on the right: 700 Hz from 3 s on."""
    made = sources.folder() / "e2e-tracks.mp4"
    picture = numbered("e2e-tones-picture.mp4", regular(25, 100), gop=50)
    first = "aevalsrc=0.2*sin(2*PI*t*300)|0.2*sin(2*PI*t*300):s=48000:d=4"
    second = "aevalsrc=0|0.2*sin(2*PI*t*(500+200*gte(t\\,3))):s=48000:d=4"
    run_ffmpeg(
        "-i", picture, "-f", "lavfi", "-i", first, "-f", "lavfi", "-i", second, "-map", 0, "-map", 1, "-map", 2,
        "-c:v", "copy", "-c:a", "aac", made,
    )  # fmt: skip
    path = films.asset(with_edits(made, "e2e-tracks-edited.mp4", {"video": TWO, "audio": TWO}))
    segments(films, f"{{clip: {path}, track: 2}}")
    report = films.json("check")

    samples, _ = sources.samples_of(film(films))

    assert codes(report, "warning") == ["one-sided-sound"]
    assert [_pitch(samples, at) for at in (0.5, 1.5)] == [500, 700]
    assert abs(abs(samples[0]).max() - abs(samples[1]).max()) < 0.01


TWO: list[tuple[int, int | None, int]] = [(1, 0, 1), (1, 3, 1)]


def edited(name: str, edits: list[tuple[int, int | None, int]]) -> Path:
    """Numbered pictures and a tone of 300 Hz in the first second, 400 Hz in the second, and so on, played by edits."""
    made = sources.folder() / "e2e-tones.mp4"
    if not made.exists():
        picture = numbered("e2e-tones-picture.mp4", regular(25, 100), gop=50)
        tones = "aevalsrc=0.2*sin(2*PI*t*(300+100*floor(t))):s=48000:d=4"
        run_ffmpeg(
            "-i", picture, "-f", "lavfi", "-i", tones, "-c:v", "copy", "-c:a", "aac", "-movie_timescale", 600, made
        )  # fmt: skip
    return with_edits(made, name, {"video": edits, "audio": edits})


def _pitch(samples: Any, at: float) -> int:
    """The loudest frequency in a tenth of a second."""
    piece = samples[0, round(at * 48_000) :][:4800]
    return int(np.argmax(np.abs(np.fft.rfft(piece * np.hanning(4800))))) * 10


def test_a_wrapped_clock_plays_through(films):
    wrap = F(2**33, 90_000)
    parts = [numbered(f"e2e-wrap{n}.ts", regular(25, 25), start=wrap - 1 + n) for n in (0, 1)]
    segments(films, f"{{clip: {films.asset(joined('e2e-wrap.ts', *parts))}, from: 500ms, to: 1500ms}}")

    assert numbers_in(film(films)) == [*range(12, 25), *range(12)]


@pytest.mark.parametrize("handles", ["", ", handles: yes"])
def test_a_dissolve_shows_nothing_that_was_cut_away(handles, films):
    source = films.asset(numbered("e2e-cut.mp4", regular(25, 100)))
    dissolve = "transition: {kind: dissolve, for: 400ms}"
    black = films.asset(sources.flat("e2e-black.mp4", (16,) * 50))
    segments(films, f"{{clip: {source}, from: 1s, to: 2s{handles}}}", f"{{clip: {black}, {dissolve}}}")

    shown = numbers_in(film(films))

    # The dissolve of ten frames begins five before the cut; in its first third the picture still can be read.
    assert shown[:20] == list(range(25, 45))
    second = sources.grays(films.root / "out/s/001 甲.mp4")[27]
    wanted = sources.numbered_picture(52 if handles else 49).astype(float)
    other = sources.numbered_picture(49 if handles else 52).astype(float)
    assert abs(second - (16 + (wanted - 16) * 0.45)).mean() < abs(second - (16 + (other - 16) * 0.45)).mean()


def test_lost_pictures_are_told_until_somebody_states_the_rate(films):
    films.write("episodes/s/series.yaml", SERIES.replace(", rate: 25", ""))
    segments(films, f"clip: {films.asset(numbered('e2e-thirty.mp4', regular(30, 60), last=F(1, 30)))}")
    hinted = films.json("check")
    films.write("episodes/s/series.yaml", SERIES.replace("rate: 25", "rate: 30"))

    assert codes(hinted, "warning") == ["pictures-lost"]
    assert "10 of its 60" in hinted["diagnostics"][0]["message"]
    assert codes(films.json("check"), "warning") == []
    assert numbers_in(film(films)) == list(range(60))
