"""Kits for platforms, as a producer meets them: check, make, upload by hand, say that it is out, take it back."""

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from pipeline.model.publishing.platform import KIT_PLATFORMS
from tests import sources
from tests.e2e.browser import told_by
from tests.e2e.conftest import SERIES, SHORTEST, STUDIO, Workspace, shortest_workspace

UPRIGHT = SERIES + "  vertical: {preset: vertical, size: 720x1280}\n"
EPISODE = SHORTEST.replace("../../assets", "assets") + "summary: 一位女战士的一生\ntags: [党性教育, 英烈]\n"
LINK = "https://v.douyin.com/iRNBho6u/"


@pytest.fixture(scope="module")
def upright(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A programme in an upright rendition as well, with captions, rendered."""
    made = shortest_workspace(tmp_path_factory.mktemp("upright"))
    made.write("episodes/s/series.yaml", UPRIGHT)
    made.write("assets/n.srt", "1\n00:00:00,000 --> 00:00:01,500\n烈士塔下\n")
    made.episode(EPISODE.replace("    pictures", "    subtitles: assets/n.srt\n    pictures"))
    made.json("render")
    return made


@pytest.fixture
def rendered(upright: Workspace, tmp_path: Path) -> Workspace:
    return upright.copied(tmp_path)


def folder(workspace: Workspace, platform: str = "douyin") -> Path:
    (found,) = (workspace.root / "kits" / platform / "s").iterdir()
    return found


def test_a_kit_holds_all_that_a_person_needs(rendered: Workspace):
    told = rendered.json("publish", "s", "--to", "douyin")["episodes"][0]
    kit = folder(rendered)
    sheet = json.loads((kit / "kit.json").read_text(encoding="utf-8"))

    assert (told["status"], told["rendition"]) == ("published", "vertical")
    assert kit.name == "001 毛泽建"
    assert {file["path"] for file in told["files"]} == {
        f"kits/douyin/s/{kit.name}/{path.name}" for path in kit.iterdir()
    }
    assert (kit / "001 毛泽建.mp4").read_bytes() == rendered.out("001 毛泽建.vertical.mp4").read_bytes()
    assert (kit / "title.txt").read_text(encoding="utf-8") == "毛泽建\n"
    assert (kit / "tags.txt").read_text(encoding="utf-8") == "党性教育\n英烈\n"
    assert "《烈士塔下颂英烈》 第1期\n#党性教育 #英烈" in (kit / "description.txt").read_text(encoding="utf-8")
    assert (kit / "001 毛泽建.srt").is_file()
    for cover in sheet["covers"]:
        with Image.open(kit / cover["path"]) as picture:
            assert picture.size == (cover["width"], cover["height"])
            assert cover["path"] == "cover-{}x{}.jpg".format(*picture.size)
    assert {(cover["width"], cover["height"]) for cover in sheet["covers"]} == {(1080, 1440), (1440, 1080)}
    assert (sheet["media"]["width"], sheet["media"]["height"]) == (720, 1280)


def test_listeners_get_sound_and_flat_platforms_the_flat_film(rendered: Workspace):
    sound = rendered.json("publish", "--to", "ximalaya")["episodes"][0]
    flat = rendered.json("publish", "--to", "bilibili")["episodes"][0]

    assert (sound["rendition"], flat["rendition"]) == ("sound", "main")
    assert (folder(rendered, "ximalaya") / "001 毛泽建.mp3").read_bytes() == rendered.out("001 毛泽建.mp3").read_bytes()
    assert (folder(rendered, "bilibili") / "001 毛泽建.mp4").read_bytes() == rendered.out("001 毛泽建.mp4").read_bytes()


def test_every_platform_takes_a_common_programme(shortest: Workspace, tmp_path: Path):
    workspace = shortest.copied(tmp_path)

    for platform in KIT_PLATFORMS:
        told = workspace.json("publish", "--to", platform)["episodes"][0]
        names = {path.name for path in folder(workspace, platform).iterdir()}

        assert told["status"] == "published"
        assert {"checklist.html", "title.txt", "description.txt", "tags.txt", "kit.json"} <= names


def test_a_kit_is_made_once_and_again_when_its_episode_changes(rendered: Workspace):
    rendered.json("publish", "--to", "douyin")
    before = {path.name: path.stat().st_mtime_ns for path in folder(rendered).iterdir()}
    again = rendered.json("publish", "--to", "douyin")["episodes"][0]
    same = {path.name: path.stat().st_mtime_ns for path in folder(rendered).iterdir()}
    rendered.episode(EPISODE.replace("毛泽建", "毛泽建烈士"))
    rendered.json("render")
    changed = rendered.json("publish", "--to", "douyin")["episodes"][0]

    assert again["status"] == "unchanged"
    assert {file["action"] for file in again["files"]} == {"skipped"}
    assert same == before
    assert changed["status"] == "published"
    assert folder(rendered).name == "001 毛泽建烈士"
    assert (folder(rendered) / "title.txt").read_text(encoding="utf-8") == "毛泽建烈士\n"


def test_nothing_is_made_to_look_and_nothing_of_what_would_be_refused(rendered: Workspace):
    planned = rendered.json("publish", "--to", "douyin", "--dry-run")["episodes"][0]
    rendered.write("assets/platforms/douyin.yaml", "title: 2\nlength: {most: 1s}\n")
    refused = rendered.json("publish", "--to", "douyin", status=1)["episodes"][0]

    assert planned["status"] == "planned"
    assert refused["status"] == "failed"
    assert "Douyin takes programmes of at most 0:01, this one is 0:02 long" in refused["reason"]
    assert "title" not in refused["reason"]
    assert not (rendered.root / "kits").exists()
    assert rendered.json("status")["episodes"][0]["published"] is None


def test_a_title_that_is_too_long_makes_a_kit_with_a_shorter_one(rendered: Workspace):
    long = "毛泽建：从湘南走来的女游击队长和她二十四岁的一生"
    text = SHORTEST.replace("../../assets", "assets").replace("毛泽建", long)
    rendered.episode(text)
    rendered.json("render")
    rendered.write("assets/platforms/douyin.yaml", "title: 16\n")

    made = rendered.json("publish", "--to", "douyin")["episodes"][0]
    title = (folder(rendered) / "title.txt").read_text(encoding="utf-8").strip()
    page = (folder(rendered) / "checklist.html").read_text(encoding="utf-8")
    rendered.episode(f"short-title: 女队长毛泽建\n{text}")
    again = rendered.json("publish", "--to", "douyin")["episodes"][0]

    assert made["status"] == "published"
    assert title.startswith("毛泽建：")
    assert len(title) <= 16
    (told,) = made["shortened"]
    assert (told["field"], told["was"], told["became"], told["limit"]["most"]) == ("title", long, title, 16)
    words = f"at most 16 characters, this title has {len(long)}: it becomes '{title}'"
    assert any(words in one for one in made["remarks"])
    assert f'<p class="text soft">{long}</p>' in page
    # The programme itself need not be made again for it.
    assert again["status"] == "published"
    assert (folder(rendered) / "title.txt").read_text(encoding="utf-8") == "女队长毛泽建\n"
    assert rendered.json("publish", "--to", "douyin")["episodes"][0]["status"] == "unchanged"
    assert json.loads((folder(rendered) / "kit.json").read_bytes())["shortened"][0]["became"] == "女队长毛泽建"


def test_a_damaged_programme_makes_no_kit(rendered: Workspace):
    rendered.out("001 毛泽建.vertical.mp4").write_bytes(b"damaged")

    told = rendered.json("publish", "--to", "douyin", status=1)["episodes"][0]

    assert told["status"] == "failed"
    assert "not the file that was rendered" in told["reason"]
    assert not (rendered.root / "kits").exists()


def test_it_is_out_when_somebody_says_so_and_no_more_when_it_is_taken_back(rendered: Workspace):
    rendered.json("publish", "--to", "douyin")
    sent = rendered.json("status")["episodes"][0]["published"]["douyin"]
    table = rendered.run("status").stdout
    done = rendered.json("publish", "s/1", "--to", "douyin", "--done", f"复制打开抖音 {LINK} 09/12")["episodes"][0]
    live = rendered.json("status")["episodes"][0]["published"]["douyin"]
    assert "Douyin (kit made, still to be uploaded)" in table
    again = rendered.json("publish", "--to", "douyin")["episodes"][0]
    back = rendered.json("retract", "s/1", "--from", "douyin")
    after = rendered.json("status")["episodes"][0]["published"]

    assert sent["state"] == "sent"
    assert (done["status"], done["url"]) == ("published", LINK)
    assert (live["state"], live["url"]) == ("live", LINK)
    assert (again["status"], again["url"]) == ("unchanged", LINK)
    assert back["episodes"][0]["status"] == "retracted"
    assert any(LINK in note for note in back["notes"])
    assert after is None
    assert not list((rendered.root / "kits").rglob("*.mp4"))


def test_a_link_with_a_token_stays_whole_where_people_click(rendered: Workspace):
    link = "https://www.xiaohongshu.com/explore/1?xsec_token=AB12cd34Wx"
    rendered.json("publish", "--to", "xiaohongshu")
    told = rendered.json("publish", "s/1", "--to", "xiaohongshu", "--done", link)["episodes"][0]

    assert told["url"] == link
    assert link in rendered.run("status", "--json").stdout


def test_a_kit_made_anew_does_not_hide_what_is_out(rendered: Workspace):
    rendered.json("publish", "--to", "douyin")
    rendered.json("publish", "s/1", "--to", "douyin", "--done", LINK)
    rendered.episode(EPISODE.replace("毛泽建", "毛泽建烈士"))
    rendered.json("render")
    rendered.json("publish", "--to", "douyin")

    found = rendered.json("status")["episodes"][0]["published"]["douyin"]

    assert (found["state"], found["url"]) == ("live", LINK)


def test_links_come_in_a_table_all_or_none(rendered: Workspace):
    rendered.write("links.csv", f"episode,link\ns/1,{LINK}\ns/9,{LINK}x\n")
    refused = rendered.run("publish", "--to", "douyin", "--done", "links.csv")
    nothing = rendered.json("status")["episodes"][0]["published"]
    rendered.write("links.csv", f"节目,链接\n1,{LINK}\n")
    noted = rendered.json("publish", "s", "--to", "douyin", "--done", "links.csv")["episodes"]
    again = rendered.json("publish", "s", "--to", "douyin", "--done", "links.csv")["episodes"]

    assert refused.returncode == 1
    assert "links.csv:3:1: there is no episode 's/9'" in refused.stderr
    assert nothing is None
    assert [(one["status"], one["url"]) for one in noted] == [("published", LINK)]
    assert [one["status"] for one in again] == ["unchanged"]


def test_check_tells_what_platforms_would_refuse_before_anything_is_rendered(workspace: Workspace):
    workspace.write("studio.yaml", STUDIO + "platforms: [douyin, bilibili]\n")
    workspace.episode(SHORTEST.replace("../../assets", "assets").replace("毛泽建", "很长" * 20))

    found = workspace.json("check")["diagnostics"]

    assert [(one["code"], one["severity"], one["line"]) for one in found] == [
        ("platform-too-few-tags", "warning", 1),
        ("platform-title-too-long", "warning", 2),
    ]
    assert found[1]["message"] == (
        f"Douyin takes a title of at most 30 characters, this title has 40: it becomes '{'很长' * 15}'"
    )


def test_an_unknown_platform_is_told_where_it_is_named(workspace: Workspace):
    workspace.write("studio.yaml", STUDIO + "platforms: [duoyin]\n")

    found = workspace.json("check", status=1)["diagnostics"][0]
    typed = workspace.run("publish", "--to", "duoyin")

    assert (found["code"], found["line"], found["column"]) == ("unknown-platform", 2, 13)
    assert typed.returncode == 1
    assert "duoyin" in typed.stderr


def test_a_finished_programme_goes_to_platforms_as_well(bare: Workspace):
    film = sources.numbered("f.mp4", sources.regular(25, 50), size=(1280, 720), sound=-20.0)
    bare.asset(film, "old.mp4")
    bare.episode("number: 1\ntitle: 旧片\nprogramme: assets/old.mp4\ntags: [旧片]\n")
    bare.json("render")

    told = bare.json("publish", "--to", "bilibili")["episodes"][0]

    assert told["status"] == "published"
    assert (folder(bare, "bilibili") / "001 旧片.mp4").is_file()
    assert (folder(bare, "bilibili") / "cover-1920x1200.jpg").is_file()


def test_the_checklist_copies_and_makes_the_command(rendered: Workspace):
    rendered.json("publish", "--to", "douyin")
    kit = folder(rendered)
    page = (kit / "checklist.html").read_text(encoding="utf-8")
    probe = f"""<script>{{
      let copied = ""; navigator.clipboard.writeText = text => {{ copied = text; return Promise.resolve(); }};
      document.querySelector('[data-copy=title]').click();
      const field = document.getElementById("link"); field.value = "打开抖音 {LINK} 看看";
      field.dispatchEvent(new Event("input"));
      const told = {{copied, command: document.getElementById("command").textContent,
        problem: document.getElementById("problem").textContent,
        covers: [...document.images].every(one => one.complete && one.naturalWidth > 0)}};
      fetch("/report", {{method: "POST", body: JSON.stringify(told)}});
    }}</script></body>"""
    # Its policy lets in no script but its own, nor what that would tell a server.
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", page)
    (kit / "probe.html").write_text(page.replace("</body>", probe), encoding="utf-8")

    told = told_by(kit, "probe.html")

    assert told["copied"] == "毛泽建"
    assert told["command"] == f'voicehall publish s/1 --to douyin --done "{LINK}"'
    assert told["problem"] == ""


def test_the_studios_own_site_links_to_where_it_is_out(rendered: Workspace):
    rendered.write(
        "studio.yaml", STUDIO + 'targets:\n  site: {url: "file://site", public: "https://hall.example.org/"}\n'
    )
    rendered.json("publish", "--to", "site")
    rendered.json("publish", "s/1", "--to", "douyin", "--done", LINK)

    rendered.json("publish", "--to", "site")

    assert LINK in (rendered.root / "site/s/1/index.html").read_text(encoding="utf-8")
