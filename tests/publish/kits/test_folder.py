"""Folders of kits: whole or not there, and what people put beside our files stays."""

from pathlib import Path

import pytest

from pipeline.digest import file_digest
from pipeline.errors import PipelineError
from pipeline.publish.kits.folder import KitFolder
from pipeline.publish.kits.kit import INFO_FILE, Kit, KitFile


@pytest.fixture
def kits(tmp_path: Path) -> KitFolder:
    return KitFolder(folder=tmp_path / "kits" / "douyin" / "s")


def kit(stem: str = "001 毛泽建", title: str = "毛泽建", guid: str = "a", **more: str) -> Kit:
    file = KitFile.of("title.txt", title)
    listed = f'{{"path": "title.txt", "bytes": {file.bytes}, "sha256": "{file.sha256}"}}'
    info = f'{{"guid": "{guid}", "key": "{title}", "files": [{listed}]}}'
    return Kit(
        platform="douyin", series="s", stem=stem, guid=guid, key=title, files=(file, KitFile.of(INFO_FILE, info))
    )


def names(kits: KitFolder) -> list[str]:
    return sorted(str(path.relative_to(kits.folder)) for path in kits.folder.rglob("*") if path.is_file())


def test_a_kit_stands_until_it_would_be_another_or_a_file_of_it_is_not_whole(kits: KitFolder):
    kits.write(kit())

    assert kits.find("001 毛泽建", "毛泽建", content=file_digest)
    assert not kits.find("001 毛泽建", "另一个", content=file_digest)
    (kits.folder / "001 毛泽建" / "title.txt").write_text("x")
    assert not kits.find("001 毛泽建", "毛泽建", content=file_digest)


def test_a_new_title_takes_the_old_folder_away_and_peoples_files_along(kits: KitFolder):
    kits.write(kit())
    (kits.folder / "001 毛泽建" / "审核意见.docx").write_text("改标题")

    kits.write(kit(stem="001 巾帼英烈", title="巾帼英烈"))

    assert names(kits) == ["001 巾帼英烈/kit.json", "001 巾帼英烈/title.txt", "001 巾帼英烈/审核意见.docx"]
    assert (kits.folder / "001 巾帼英烈" / "title.txt").read_text(encoding="utf-8") == "巾帼英烈"


def test_somebody_elses_folder_is_left_alone(kits: KitFolder):
    (kits.folder / "001 毛泽建").mkdir(parents=True)
    (kits.folder / "001 毛泽建" / "私人.txt").write_text("x")

    with pytest.raises(PipelineError, match="is not a kit of this episode"):
        kits.write(kit())

    assert names(kits) == ["001 毛泽建/私人.txt"]


def test_a_kit_that_cannot_be_made_leaves_the_old_one(kits: KitFolder, tmp_path: Path):
    kits.write(kit())
    other = tmp_path / "other.mp4"
    other.write_bytes(b"changed")
    broken = KitFile(name="a.mp4", sha256="00", bytes=7, source=other)

    with pytest.raises(PipelineError, match="changed while it was being copied"):
        kits.write(Kit(platform="douyin", series="s", stem="001 毛泽建", guid="a", key="x", files=(broken,)))

    assert names(kits) == ["001 毛泽建/kit.json", "001 毛泽建/title.txt"]


def test_a_run_that_was_killed_between_two_renames_is_undone(kits: KitFolder):
    kits.write(kit())
    (kits.folder / "001 毛泽建" / "笔记.txt").write_text("x")
    (kits.folder / "001 毛泽建").rename(kits.folder / ".001 毛泽建.99999999.old.part")
    (kits.folder / ".001 毛泽建.99999999.part").mkdir()

    kits.write(kit(title="再来"))

    assert names(kits) == ["001 毛泽建/kit.json", "001 毛泽建/title.txt", "001 毛泽建/笔记.txt"]


def test_a_kit_from_elsewhere_leads_nowhere(kits: KitFolder):
    folder = kits.folder / "x"
    folder.mkdir(parents=True)
    (folder / INFO_FILE).write_text(
        '{"guid": "a", "key": "k", "files": [{"path": "../../y", "bytes": 1, "sha256": ""}]}'
    )

    assert kits.kits_of("a") == []
