"""Folders that are handed over: whole or not at all, and nobody's work is lost."""

from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.workflow.exporting.folder import LIST, MEDIA, refuse_foreign, whole_folder


def fill(folder: Path, text: str) -> None:
    with whole_folder(folder) as part:
        (part / MEDIA).mkdir()
        (part / MEDIA / "一.png").write_bytes(b"picture")
        (part / "a.otio").write_text(text, encoding="utf-8")


def test_it_appears_whole_and_is_renewed_whole(tmp_path: Path):
    fill(tmp_path / "交接", "one")
    (tmp_path / "交接/.DS_Store").write_bytes(b"")

    fill(tmp_path / "交接", "two")

    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert names == {f"交接/{MEDIA}/一.png", "交接/a.otio", f"交接/{LIST}"}
    assert (tmp_path / "交接/a.otio").read_text(encoding="utf-8") == "two"


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_what_fails_leaves_the_old_one(tmp_path: Path, error: type[BaseException]):
    fill(tmp_path / "交接", "one")

    with pytest.raises(error), whole_folder(tmp_path / "交接") as part:
        (part / "a.otio").write_text("half", encoding="utf-8")
        raise error

    assert [path.name for path in tmp_path.iterdir()] == ["交接"]
    assert (tmp_path / "交接/a.otio").read_text(encoding="utf-8") == "one"


def test_an_empty_folder_is_taken(tmp_path: Path):
    (tmp_path / "空").mkdir()

    fill(tmp_path / "空", "one")

    assert (tmp_path / "空/a.otio").is_file()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("a.otio", "'a.otio' in"),
        ("media/一.png", "'media/一.png' in"),
        ("工程.drp", "holds '工程.drp'"),
        ("media/二.png", "holds 'media/二.png'"),
    ],
)
def test_what_somebody_did_there_is_kept(tmp_path: Path, name: str, words: str):
    fill(tmp_path / "交接", "one")
    (tmp_path / "交接" / name).write_text("somebody's", encoding="utf-8")

    with pytest.raises(PipelineError, match=words):
        fill(tmp_path / "交接", "two")

    assert (tmp_path / "交接" / name).read_text(encoding="utf-8") == "somebody's"


def test_a_list_that_cannot_be_read_vouches_for_nothing(tmp_path: Path):
    fill(tmp_path / "交接", "one")
    (tmp_path / "交接" / LIST).write_text("[]", encoding="utf-8")

    with pytest.raises(PipelineError, match="holds"):
        refuse_foreign(tmp_path / "交接")
