"""`new --from`: documents become episodes, whole or not at all, with what could not be taken over."""

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.e2e.conftest import Workspace
from tests.e2e.english import english_in
from tests.e2e.spoken import SPOKEN, colours, recording
from tests.sources.documents import jpeg, picture, png, word, written


def lesson(document: Any) -> None:
    document.add_heading("毛泽建", 1)
    picture(document, png((200, 20, 20)), "韶山")
    document.add_paragraph("毛泽建出生在湖南湘潭韶山。")
    picture(document, png((20, 180, 20)))
    document.add_paragraph("她自幼家境贫寒。")
    picture(document, jpeg((20, 20, 200)))
    document.add_paragraph("人民没有忘记她。")


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return written(tmp_path / "文稿", "第一讲.docx", word(lesson))


def files(workspace: Workspace) -> set[str]:
    folder = workspace.root / "episodes/s"
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_a_word_file_and_a_recording_become_a_lesson(bare: Workspace, document: Path, tmp_path: Path):
    sound = written(tmp_path, "录音.WAV", recording("from.wav", SPOKEN).read_bytes())

    made = bare.json("new", "s", "--from", str(document), "--narration", str(sound))

    assert files(bare) == {
        "series.yaml",
        "001-毛泽建.yaml",
        *(f"001-毛泽建/{name}" for name in ("script.md", "01.png", "02.png", "03.jpg", "narration.wav")),
    }
    assert made["title"] == "毛泽建"
    assert any("the first heading" in one or "第一个标题" in one for one in made["left"])
    assert bare.json("check")["diagnostics"] == []
    bare.json("render")
    found = colours(bare)
    assert [name for name, _ in found] == ["another", "red", "green", "blue"]
    # The card of the title stands for 4 s.
    first = found[1][1]
    assert [start - first for _, start in found[1:]] == pytest.approx([0, 3.5, 6.0], abs=0.1)


def test_without_a_recording_it_says_what_to_record(bare: Workspace, document: Path):
    done = bare.run("--lang", "en", "new", "s", "--from", str(document), "--title", "别的：题目")

    assert done.returncode == 0
    assert "record it, and save the recording as" in done.stdout
    assert "001-别的-题目/narration.m4a" in done.stdout
    assert [one["code"] for one in bare.json("check", status=1)["diagnostics"]] == ["missing-file"]


def test_recordings_in_the_workspace_stay_where_they_are(bare: Workspace, document: Path):
    for name in ("assets/takes/1.wav", "assets/takes/2.wav"):
        written(bare.root, name, recording("take.wav", SPOKEN[:1], 4).read_bytes())
    bare.json(
        "new", "s", "--from", str(document), "--narration", "assets/takes/1.wav", "--narration", "assets/takes/2.wav"
    )

    text = (bare.root / "episodes/s/001-毛泽建.yaml").read_text()
    assert "narration: [assets/takes/1.wav, assets/takes/2.wav]" in text
    assert not (bare.root / "episodes/s/001-毛泽建/1.wav").exists()


def test_the_pattern_of_the_last_episode_stays(bare: Workspace, document: Path):
    bare.write(
        "episodes/s/series.yaml", (bare.root / "episodes/s/series.yaml").read_text() + "outro: {card: 完, for: 2s}\n"
    )
    bare.episode(
        'number: 1\ntitle: 一\nspeakers: [李明]\nsummary: 旧\nsegments:\n  - card: "{title}"\n    for: 3s\n'
        "  - card: 只在这一期\n    for: 1s\n  # 说明\n  - card: 又一张\n    for: 1s\n  - use: outro\n"
    )
    bare.json("new", "s", "--from", str(document))

    assert (bare.root / "episodes/s/002-毛泽建.yaml").read_text() == (
        'number: 2\ntitle: 毛泽建\nspeakers: [李明]\nsegments:\n  - card: "{title}"\n    for: 3s\n'
        "  - narration: 002-毛泽建/narration.m4a\n    script: 002-毛泽建/script.md\n  - use: outro\n"
    ).replace("title: 毛泽建\n", "title: 毛泽建\n")


def test_markdown_brings_its_pictures(bare: Workspace, tmp_path: Path):
    folder = tmp_path / "稿"
    written(folder, "图/a 1.png", png())
    written(folder, "b.mp4", b"film")
    written(folder, "secret.txt", b"secret")
    written(tmp_path, "out.png", png())
    text = (
        '# 题目\n\n![甲](图/a%201.png){width="5in" .wide}\n一。\n![](<图/a 1.png>)\n二。\n![](b.mp4){from=1s}\n三。\n'
        "![](https://x.org/a.png)\n四。\n![](../out.png)\n五。\n![](secret.txt)\n六。\n![](none.png)\n"
    )
    source = written(folder, "稿.md", text.encode("gb18030"))

    made = bare.json("--lang", "en", "new", "s", "--from", str(source))

    assert {name for name in files(bare) if "/" in name} == {
        f"001-题目/{name}" for name in ("script.md", "a 1.png", "b.mp4")
    }
    script = (bare.root / "episodes/s/001-题目/script.md").read_text()
    assert "![甲](<a 1.png>)\n一。\n![](<a 1.png>)\n二。\n![](b.mp4){from=1s}\n" in script
    assert "the size and style of 1 picture are left out" in made["left"]
    problems = [one for one in made["left"] if one.startswith("line")]
    assert [one.split(":")[0] for one in problems] == ["line 9", "line 11", "line 13", "line 15"]
    for words, one in zip(
        ("nothing is fetched", "outside the folder", "no picture or film", "no such file"), problems, strict=True
    ):
        assert words in one


def test_plain_text_is_the_script_and_its_file_the_title(bare: Workspace, tmp_path: Path):
    source = written(tmp_path, "郭亮 工运先锋.txt", "一。\n二。\n".encode("utf-16"))

    made = bare.json("--lang", "en", "new", "s", "--from", str(source))

    assert made["title"] == "郭亮 工运先锋"
    assert "is the name of the file" in made["left"][0]
    assert (bare.root / "episodes/s/001-郭亮-工运先锋/script.txt").read_text() == "一。\n二。\n"


def test_the_first_line_of_plain_text_is_the_title_and_not_read_out(bare: Workspace, tmp_path: Path):
    source = written(tmp_path, "a.txt", "\n郭亮：工运先锋\n\n一。\n二。\n".encode("gb18030"))

    made = bare.json("--lang", "zh", "new", "s", "--from", str(source))

    assert made["title"] == "郭亮：工运先锋"
    assert made["left"][0] == "标题“郭亮：工运先锋”取自第一行；它成了小标题，不念出来。要念就去掉前面的“# ”"
    script = bare.root / "episodes/s/001-郭亮-工运先锋/script.txt"
    assert script.read_text(encoding="utf-8") == "# 郭亮：工运先锋\n\n一。\n二。\n"


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old Word document"),
        ("a.docx", b"PK\x03\x04", "damaged"),
        ("a.odt", b"x", "OpenDocument"),
        ("a.txt", b"", "is empty"),
        ("a.txt", b"  \n\n", "there is no text"),
        ("a.docx", word(lambda one: None), "there is no text"),
        ("a.pdf", b"%PDF-1.7 nothing", "without a page"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_left(
    bare: Workspace, tmp_path: Path, name: str, data: bytes, told: str
):
    before = files(bare)
    done = bare.run("--lang", "en", "new", "s", "--from", str(written(tmp_path, name, data)))

    assert done.returncode == 1, done.stdout
    assert told in done.stderr
    assert "hint" in done.stderr or name.endswith(".txt")
    assert "Traceback" not in done.stderr
    assert files(bare) == before


@pytest.mark.parametrize(
    ("arguments", "told", "status"),
    [
        (["--from", "none.docx"], "there is no file", 1),
        (["--from", "."], "is a folder", 1),
        (["--from", "DOC", "--narration", "none.wav"], "there is no file", 1),
        (["--from", "DOC", "--narration", "assets/a.png"], "has no sound", 1),
        (["--from", "DOC", "--title", "x\ty"], "cannot be used", 1),
        ([], "--title", 2),
        (["--title", "x", "--narration", "n.wav"], "--from", 2),
    ],
)
def test_wrong_arguments_leave_nothing(bare: Workspace, document: Path, arguments: list[str], told: str, status: int):
    written(bare.root, "assets/a.png", png())
    before = files(bare)
    done = bare.run("--lang", "en", "new", "s", *(str(document) if one == "DOC" else one for one in arguments))

    assert done.returncode == status, done.stderr
    assert told in done.stderr
    assert files(bare) == before


def test_a_folder_that_is_there_is_not_touched(bare: Workspace, document: Path):
    written(bare.root, "episodes/s/001-毛泽建/mine.txt", b"mine")
    before = files(bare)
    done = bare.run("--lang", "en", "new", "s", "--from", str(document))

    assert done.returncode == 1
    assert "is there already" in done.stderr
    assert files(bare) == before


def test_a_killed_run_leaves_all_or_nothing(bare: Workspace, document: Path):
    from pipeline.manifest.edit import transaction

    folder = bare.root / "episodes/s"
    # Killed before the journal: nothing that anybody sees, and gone with the next run.
    written(folder, ".001-别的.renumbered/script.md", b"x")
    written(folder, ".001-别的.yaml.renumbered", b"x")
    bare.json("new", "s", "--from", str(document))
    assert not list(folder.glob(".*"))

    # Killed after it: the next command gives both their names.
    path = folder / "002-二.yaml"
    written(folder, ".002-二.renumbered/script.md", "一。".encode())
    transaction.staged(path).write_text("number: 2\ntitle: 二\nsegments: [{card: 二, for: 1s}]\n")
    bare.write(
        ".voicehall/renumber.json",
        '{"moves": [["episodes/s/002-二", "episodes/s/002-二"], '
        '["episodes/s/002-二.yaml", "episodes/s/002-二.yaml"]], "guids": {}}',
    )
    bare.run("new", "s", "--title", "三")
    assert {"002-二.yaml", "002-二/script.md", "003-三.yaml"} <= files(bare)
    assert not (bare.root / ".voicehall/renumber.json").exists()
    assert not list(folder.glob(".*"))


def test_a_script_may_be_a_word_file(bare: Workspace, document: Path):
    folder = bare.root / "episodes/s"
    written(folder, "n.docx", document.read_bytes())
    written(folder, "n.wav", recording("docx.wav", SPOKEN).read_bytes())
    bare.episode("number: 1\ntitle: 毛泽建\nsegments:\n  - narration: n.wav\n    script: n.docx\n")

    (found,) = bare.json("check")["diagnostics"]
    assert (found["code"], found["severity"]) == ("word-pictures", "warning")
    bare.json("render")
    assert "人民没有忘记她。" in bare.out("001 毛泽建.vtt").read_text()


def test_five_megabytes_are_taken_over_within_two_seconds(bare: Workspace, tmp_path: Path):
    def large(document: Any) -> None:
        document.add_heading("大稿", 1)
        for number in range(10):
            data = io.BytesIO()
            Image.frombytes("RGB", (410, 410), os.urandom(410 * 410 * 3)).save(data, "PNG")
            picture(document, data.getvalue())
            for _ in range(30):
                document.add_paragraph(f"这是第{number}段，毛泽建出生在湖南湘潭韶山。")

    source = written(tmp_path, "大稿.docx", word(large))
    assert source.stat().st_size > 5_000_000
    begun = time.perf_counter()
    bare.json("new", "s", "--from", str(source))

    assert time.perf_counter() - begun < 4
    assert len(files(bare)) == 13


def test_what_is_told_is_told_in_chinese(bare: Workspace, tmp_path: Path):
    def fill(document: Any) -> None:
        lesson(document)
        document.add_heading("第二节", 2)
        document.add_paragraph("甲。", style="List Number")
        document.add_table(1, 1).cell(0, 0).text = "格"
        document.sections[0].footer.paragraphs[0].text = "页脚"

    source = written(tmp_path, "稿.docx", word(fill))
    done = bare.run("--lang", "zh", "new", "s", "--from", str(source))

    told = [line for line in done.stdout.splitlines() if line.startswith("- ")]
    assert len(told) == 5
    assert not english_in("\n".join(told))
    assert "请录音" in done.stdout


def test_a_series_that_does_not_exist_yet_begins_with_the_document(bare: Workspace, document: Path):
    made = bare.json("new", "新系列", "--from", str(document))

    folder = bare.root / "episodes/新系列"
    assert (folder / "series.yaml").read_text(encoding="utf-8").endswith("title: 新系列\n")
    assert (folder / "001-毛泽建/script.md").is_file()
    assert str(folder / "series.yaml") in made["files"]
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_nothing_is_left_of_a_series_whose_first_document_is_none(bare: Workspace, tmp_path: Path):
    broken = written(tmp_path, "坏.docx", b"PK\x03\x04 nothing")

    assert bare.run("new", "新系列", "--from", str(broken)).returncode == 1
    assert not (bare.root / "episodes/新系列").exists()
