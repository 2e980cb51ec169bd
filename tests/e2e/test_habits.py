"""Habits: what people do who have never used voicehall, and what they are told."""

import pytest

from tests.e2e.conftest import Workspace

CARD = "number: {n}\ntitle: 第{n}\nsegments: [{{card: 一, for: 1s}}]\n"


def test_a_workspace_begins_beside_what_is_there(bare: Workspace):
    folder = bare.root / "素材"
    folder.mkdir()
    (folder / "IMG_1.jpg").write_bytes(b"\xff\xd8\xff")
    (folder / ".gitignore").write_text("mine\n")

    done = bare.run("init", "素材", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert ((folder / ".gitignore").read_text(), (folder / "IMG_1.jpg").read_bytes()) == ("mine\n", b"\xff\xd8\xff")
    assert sorted(path.name for path in folder.iterdir()) == [
        ".gitignore", "IMG_1.jpg", "episodes", "manifest.schema.json", "studio.yaml",
    ]  # fmt: skip
    assert done.stdout.splitlines()[-3:] == [
        "render it with: voicehall render --workspace '素材'",
        ".gitignore was there and stays as it is",
        "what is in the folder stays as it is; manifests name it as '../../IMG_1.jpg'",
    ]
    again = bare.run("init", "素材", "--lang", "en")
    assert (again.returncode, again.stderr) == (
        1,
        "'素材' is a workspace already\nhint: begin a series in it: voicehall new SERIES --title TITLE\n",
    )


def test_a_second_series_is_made_when_its_first_episode_is(bare: Workspace):
    bare.episode(CARD.format(n=1))

    done = bare.run("new", "新系列", "--title", "开讲", "--lang", "en")

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "the series '新系列' is new; fill both in, then: voicehall check 新系列"
    assert bare.json("check", "新系列")["episodes"] == 1
    assert bare.json("new", "新系列", "--title", "二")["files"][0].endswith("002-二.yaml")


@pytest.mark.parametrize("command", ["check", "plan", "render"])
def test_numbers_that_do_not_exist_are_in_the_report(bare: Workspace, command: str):
    bare.episode(CARD.format(n=1))

    found = bare.json(command, "s/1-3")["diagnostics"]

    assert [(one["code"], one["message"], one["hint"]) for one in found] == [
        ("missing-episode", "'s/1-3' names 2 episodes that do not exist: 2-3", "s has 1")
    ]


def test_numbers_that_do_not_exist_are_said_by_every_command(bare: Workspace):
    bare.episode(CARD.format(n=1))

    for command in (("status", "s/1-2"), ("verify", "s/1-2"), ("publish", "s/1-2", "--to", "douyin")):
        assert "'s/1-2' names an episode that does not exist: 2" in bare.run(*command, "--lang", "en").stderr, command


def test_render_says_where_the_files_are(bare: Workspace):
    for number in range(1, 5):
        bare.episode(CARD.format(n=number), number)

    one, all_of_them = (bare.run("render", *what, "--lang", "en").stdout for what in (("s/1",), ()))

    assert one.splitlines()[-2:] == ["  out/s/001 第1.mp4", "  out/s/001 第1.mp3"]
    assert all_of_them.splitlines()[-1] == "the files are in out/s/"


def test_a_plan_of_many_episodes_is_a_summary(bare: Workspace):
    for number in range(1, 41):
        bare.episode(CARD.format(n=number), number)

    short, long = (bare.run("plan", *more, "--lang", "en").stdout.splitlines() for more in ((), ("--spans",)))

    assert short[0] == "s: 40 episodes, 40 stale"
    assert short[1:3] == ["  s/1  第1  stale: not rendered yet", "  s/2  第2  stale: not rendered yet"]
    assert short[20:23] == [
        "  s/20  第20  stale: not rendered yet", "  and 20 more", "every piece of them: voicehall plan --spans",
    ]  # fmt: skip
    assert len(short) == 25 and len(long) > 300
    assert all(len(one["timeline"]) == 1 for one in bare.json("plan")["episodes"])


def test_an_error_in_the_manifest_hides_nothing_of_a_script(workspace: Workspace):
    captions = "1\n00:00:00,200 --> 00:00:00,400\n這是一個測試字幕\n"
    (workspace.root / "assets/a.srt").write_bytes(captions.encode("big5"))
    workspace.episode(
        "number: 1\ntitle: 一\nsegments:\n  - narration: assets/n.m4a\n    subtitles: assets/a.srt\n"
        "  - clip: assets/none.mp4\n"
    )

    found = workspace.json("check", status=1)["diagnostics"]

    assert {one["code"] for one in found} == {"missing-file", "guessed-encoding", "caption-short", "caption-speed"}


def test_all_of_three_hundred_chapters_are_in_every_file(bare: Workspace):
    bare.write("episodes/s/series.yaml", "title: 系\nrenditions:\n  main: {size: 160x90, rate: 5}\n")
    bare.episode(
        "number: 1\ntitle: 一\nsegments:\n"
        + "".join(f"  - card: 一\n    for: 200ms\n    chapter: 章{number}\n" for number in range(300))
    )

    report = bare.json("render")
    verified = bare.json("verify")

    assert [one["code"] for one in report["episodes"][0]["diagnostics"]] == ["many-chapters"]
    files = verified["episodes"][0]["files"]
    assert {one["measures"]["chapters"] for one in files if "chapters" in one["measures"]} == {300}


def test_emoji_do_not_stop_a_render(bare: Workspace):
    bare.episode("number: 1\ntitle: 生日🎉\nsegments: [{card: 好🎉👍🏽, for: 1s}]\n")

    report = bare.json("render")

    assert report["ok"]
    assert {one["code"] for one in report["episodes"][0]["diagnostics"]} <= {"missing-emoji"}
