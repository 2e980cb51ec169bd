"""Pictures in scripts, from the text to the frames: each begins with its sentence, and moves with the recording."""

import zipfile

import av
import pytest
from PIL import Image

from tests import sources
from tests.e2e.conftest import Workspace
from tests.e2e.spoken import COLOURS, SPOKEN, colours, recording

SCRIPT = """\
# 毛泽建

![韶山](photos/red.png)
毛泽建出生在湖南湘潭韶山。

![走进学堂](photos/green.png){transition=cut fit=crop}
她自幼家境贫寒。

![](photos/blue.png)
人民没有忘记她。
"""
EPISODE = """\
number: 1
title: 毛泽建
segments:
  - narration: n.wav
    script: n.md
"""


@pytest.fixture
def illustrated(bare: Workspace) -> Workspace:
    folder = bare.root / "episodes/s"
    (folder / "photos").mkdir()
    for name, colour in COLOURS.items():
        Image.new("RGB", (320, 180), colour).save(folder / "photos" / f"{name}.png")
    (folder / "n.wav").write_bytes(recording("in-script.wav", SPOKEN).read_bytes())
    bare.write("episodes/s/n.md", SCRIPT)
    bare.episode(EPISODE)
    return bare


def codes(workspace: Workspace, *, status: int = 0) -> list[tuple[str, str, int, int]]:
    found = workspace.json("check", status=status)["diagnostics"]
    return [(one["code"], one["file"].rsplit("/", 1)[-1], one["line"], one["column"]) for one in found]


def test_each_picture_begins_with_its_sentence(illustrated: Workspace):
    (done,) = illustrated.json("render")["episodes"]

    assert done["diagnostics"] == []
    found = colours(illustrated)
    assert [name for name, _ in found] == ["red", "green", "blue"]
    assert [start for _, start in found] == pytest.approx([0, 3.5, 6.0], abs=0.1)
    for suffix in ("vtt", "srt", "txt", "html", "transcript.json"):
        text = illustrated.out(f"001 毛泽建.{suffix}").read_text()
        assert "人民没有忘记她" in text
        assert not any(word in text for word in ("photos", "![", "走进", "crop"))


def test_a_new_recording_moves_them_and_the_plan_says_so(illustrated: Workspace):
    illustrated.json("render")
    later = ((0.6, 3.0), (4.5, 6.2), (7.0, 8.8))
    (illustrated.root / "episodes/s/n.wav").write_bytes(recording("again.wav", later, 10).read_bytes())

    said = illustrated.run("--lang", "en", "plan", "--why").stdout
    assert "'green.png' begins at 00:04.5 instead of 00:03.5: the recording changed" in said
    assert "'blue.png' begins at 00:07.0 instead of 00:06.0: the recording changed" in said
    assert "'red.png' begins" not in said
    moved = illustrated.json("plan", "--why")["episodes"][0]["moved"]
    assert [(one["picture"], one["from"], one["to"]) for one in moved] == [
        ("green.png", pytest.approx(3.5, abs=0.1), pytest.approx(4.5, abs=0.1)),
        ("blue.png", pytest.approx(6.0, abs=0.1), pytest.approx(7.0, abs=0.1)),
    ]
    illustrated.json("render")
    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 4.5, 7.0], abs=0.1)
    assert illustrated.json("plan")["episodes"][0]["moved"] == []


def test_before_the_first_picture_stands_the_title(illustrated: Workspace):
    illustrated.write("episodes/s/n.md", SCRIPT.replace("![韶山](photos/red.png)\n", ""))
    illustrated.json("render")

    found = colours(illustrated)
    assert [name for name, _ in found] == ["another", "green", "blue"]
    assert found[1][1] == pytest.approx(3.5, abs=0.1)


def test_pictures_in_a_row_share_the_time_and_one_at_the_end_closes(illustrated: Workspace):
    text = SCRIPT.replace("![走进学堂](photos/green.png){transition=cut fit=crop}\n", "")
    text = text.replace("![韶山](photos/red.png)", "![](photos/red.png)\n![](photos/green.png)")
    text = text.replace("![](photos/blue.png)\n", "") + "\n![](photos/blue.png)\n"
    illustrated.write("episodes/s/n.md", text)

    assert codes(illustrated) == [("pictures-in-a-row", "n.md", 4, 1), ("picture-at-end", "n.md", 11, 1)]
    illustrated.json("render")
    found = colours(illustrated)
    assert [name for name, _ in found] == ["red", "green", "blue"]
    assert [start for _, start in found] == pytest.approx([0, 3.5, 7.0], abs=0.1)


def test_without_captions_they_are_placed_all_the_same(illustrated: Workspace):
    illustrated.episode(EPISODE + "captions: none\n")
    illustrated.json("render")

    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 3.5, 6.0], abs=0.1)
    assert not illustrated.out("001 毛泽建.vtt").exists()


def test_two_takes_are_one_narration(illustrated: Workspace):
    folder = illustrated.root / "episodes/s"
    (folder / "n1.wav").write_bytes(recording("take-1.wav", SPOKEN[:1], 4).read_bytes())
    (folder / "n2.wav").write_bytes(recording("take-2.wav", ((0.5, 2.2), (3.0, 4.8)), 6).read_bytes())
    illustrated.episode(EPISODE.replace("n.wav", "[n1.wav, n2.wav]\n    pause: 1s"))
    illustrated.json("render")

    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 5.5, 8.0], abs=0.1)


def test_subtitles_say_when(illustrated: Workspace):
    illustrated.write(
        "episodes/s/n.srt",
        "1\n00:00:00,500 --> 00:00:02,000\n毛泽建出生在湖南湘潭韶山。\n\n"
        "2\n00:00:04,000 --> 00:00:05,000\n她自幼家境贫寒，\n\n3\n00:00:06,500 --> 00:00:08,000\n人民没有忘记她。\n",
    )
    illustrated.episode(EPISODE + "    subtitles: n.srt\n")
    illustrated.json("render")

    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 4.0, 6.5], abs=0.05)

    illustrated.write("episodes/s/n.md", SCRIPT.replace("她自幼家境贫寒", "这句话没有说过"))
    assert codes(illustrated) == [("sentence-not-found", "n.md", 6, 1)]


def test_a_script_with_times_states_them(illustrated: Workspace):
    text = SCRIPT.replace("毛泽建出生", "[00:00.5] 毛泽建出生").replace("她自幼", "[00:02] 她自幼")
    illustrated.write("episodes/s/n.md", text.replace("人民", "[00:07.2] 人民"))
    illustrated.json("render")

    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 2.0, 7.2], abs=0.05)


def test_a_silent_recording_spreads_them_and_says_so(illustrated: Workspace):
    (illustrated.root / "episodes/s/n.wav").write_bytes(recording("silent.wav", (), 9).read_bytes())

    found = codes(illustrated)
    assert [(code, line) for code, _, line, _ in found if code == "sentence-not-found"] == [
        ("sentence-not-found", 6),
        ("sentence-not-found", 9),
    ]
    illustrated.json("render")
    # By syllables: 12, 7, 7 of 26.
    assert [start for _, start in colours(illustrated)] == pytest.approx([0, 9 * 12 / 26, 9 * 19 / 26], abs=0.1)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("photos/green.png", "photos/gren.png", ("missing-file", "n.md", 6, 9)),
        ("photos/green.png", "../../../green.png", ("path-outside-workspace", "n.md", 6, 9)),
        ("photos/green.png", "https://x.org/green.png", ("bad-path", "n.md", 6, 9)),
        ("photos/green.png", r"photos\green.png", ("bad-path", "n.md", 6, 9)),
        ("photos/green.png", "", ("bad-path", "n.md", 6, 9)),
        ("photos/green.png", "n.wav", ("wrong-kind", "n.md", 6, 9)),
        ("photos/green.png", "green.mp4", ("missing-file", "n.md", 6, 9)),
        ("fit=crop", "fitt=crop", ("unknown-key", "n.md", 6, 42)),
        ("fit=crop", "fit=stretch", ("unknown-fit", "n.md", 6, 46)),
        ("transition=cut", "transition=disolve", ("unknown-transition", "n.md", 6, 38)),
        ("fit=crop", "at=1m", ("at-outside", "n.md", 6, 45)),
        ("fit=crop", "at=5", ("bad-time", "n.md", 6, 45)),
    ],
)
def test_what_is_wrong_is_told_at_its_place_in_the_script(
    illustrated: Workspace, before: str, after: str, expected: tuple[str, str, int, int]
):
    illustrated.write("episodes/s/n.md", SCRIPT.replace(before, after))

    assert codes(illustrated, status=1) == [expected]


def test_pictures_in_the_manifest_as_well_are_an_error(illustrated: Workspace):
    illustrated.episode(EPISODE + "    pictures: [{image: photos/blue.png}]\n")

    assert codes(illustrated, status=1) == [("pictures-twice", "001.yaml", 6, 5)]


def test_labels_are_kept_for_readers(illustrated: Workspace):
    illustrated.episode("labels: readers\n" + EPISODE)
    illustrated.json("render")

    record = illustrated.out("001 毛泽建.json").read_text()
    assert '"label": "走进学堂"' in record
    assert "走进学堂" in illustrated.out("001 毛泽建.html").read_text()
    assert "走进学堂" not in illustrated.out("001 毛泽建.txt").read_text()
    assert "走进学堂" not in illustrated.out("001 毛泽建.vtt").read_text()


def test_clips_and_pages_stand_in_scripts_as_well(illustrated: Workspace):
    folder = illustrated.root / "episodes/s"
    clip = sources.flat("script-clip.mp4", (60,) * 25 + (180,) * 75)
    (folder / "clip.mp4").write_bytes(clip.read_bytes())
    pages = [Image.new("RGB", (320, 180), COLOURS[name]) for name in ("red", "blue")]
    pages[0].save(folder / "deck.pdf", save_all=True, append_images=pages[1:])
    text = SCRIPT.replace(
        "![走进学堂](photos/green.png){transition=cut fit=crop}", "![](clip.mp4){from=00:01 to=00:04}"
    )
    illustrated.write("episodes/s/n.md", text.replace("![](photos/blue.png)", "![](deck.pdf){page=2}"))

    assert codes(illustrated) == []
    illustrated.json("render")
    found = colours(illustrated)
    assert [name for name, _ in found] == ["red", "another", "blue"]
    assert [start for _, start in found] == pytest.approx([0, 3.5, 6.0], abs=0.1)
    # From its second second on the clip is light.
    with av.open(str(illustrated.out("001 毛泽建.mp4"))) as container:
        frame = next(one for one in container.decode(video=0) if one.time is not None and one.time >= 4)
        assert frame.to_ndarray(format="gray")[60:120, 100:220].mean() > 150


def test_a_few_times_in_a_script_move_its_pictures(illustrated: Workspace):
    """Sentences without a time are found between those that have one."""
    illustrated.write("episodes/s/n.md", SCRIPT.replace("人民没有", "[00:06.5] 人民没有"))
    illustrated.json("render")

    found = colours(illustrated)
    assert [name for name, _ in found] == ["red", "green", "blue"]
    assert found[2][1] == pytest.approx(6.5, abs=0.1)


def test_pictures_of_scripts_go_into_archives(illustrated: Workspace):
    illustrated.json("render")
    done = illustrated.run("export", "archive", "s", "--to", "a.zip")

    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(illustrated.root / "a.zip") as archive:
        names = archive.namelist()
    assert {one.rpartition("/")[2] for one in names if one.endswith(".png")} == {"red.png", "green.png", "blue.png"}
