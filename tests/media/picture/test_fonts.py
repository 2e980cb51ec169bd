"""Fonts: the Chinese ones of the machine, and what they cannot draw."""

from pathlib import Path

import pytest
from PIL import ImageFont

from pipeline.errors import MediaError, PipelineError
from pipeline.media.picture import fonts
from pipeline.media.picture.font_file import coverage, faces
from pipeline.media.picture.fonts import (
    BOLD,
    REGULAR,
    VARIABLE,
    default_fonts,
    fonts_in,
    has_face,
    missing_glyphs,
)
from pipeline.model.media import Font


def found() -> tuple[Font, ...]:
    return tuple(Font(content=f"{path}#{index}", path=path, index=index) for path, index in default_fonts())


def test_a_bold_and_a_regular_chinese_font_come_first(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    bold, regular = (faces(path)[index] for path, index in default_fonts()[:2])

    assert bold.family == regular.family
    assert (bold.weight, regular.weight) == (BOLD, REGULAR)
    assert not missing_glyphs("毛泽建烈士：“红色”——基因……《》ABC123", found()[:1])


def test_faces_are_those_that_pillow_finds():
    path, index = default_fonts()[0]

    assert [face.family for face in faces(path)][index] == ImageFont.truetype(str(path), 20, index=index).getname()[0]


@pytest.mark.parametrize("font", default_fonts(), ids=str)
def test_coverage_is_what_the_font_draws(font: tuple[Path, int]):
    path, index = font
    drawn = ImageFont.truetype(str(path), 24, index=index, layout_engine=ImageFont.Layout.BASIC)
    nothing = bytes(drawn.getmask("\U000effff"))
    characters = [
        chr(code) for code in (*range(0x21, 0x3000, 11), *range(0x4E00, 0xA000, 97), *range(0x1F300, 0x1F700, 7))
    ]
    visible = [one for one in characters if one.isprintable()]

    covered = coverage(path, index)
    assert {one for one in visible if one in covered} == {
        one for one in visible if bytes(drawn.getmask(one)) != nothing
    }


def test_missing_characters_are_named_with_their_places():
    assert missing_glyphs("毛\U0003ffff泽\n\U0003ffff", found()) == ((1, "\U0003ffff"), (4, "\U0003ffff"))


def test_what_is_never_drawn_is_never_missing():
    assert missing_glyphs(" \t\n\u3000\u200b\u200d\ufe0f\U000e0100\u2060", found()) == ()


def test_a_letter_may_be_made_of_a_letter_and_its_mark():
    with_marks = found()[:1]

    assert "\u0107" not in coverage(with_marks[0].path, with_marks[0].index)
    assert missing_glyphs("\u0107", with_marks) == ()


def test_the_variable_names_files_and_folders_in_order(monkeypatch, tmp_path):
    path, index = default_fonts()[0]
    folder = tmp_path / "字 体"
    folder.mkdir()
    (folder / "b.TTC").symlink_to(path)
    (folder / "a.ttc").symlink_to(path)
    (folder / "readme.txt").touch()
    monkeypatch.setenv(VARIABLE, f"{path}:{folder}")

    assert default_fonts() == ((path, index), (folder / "a.ttc", index), (folder / "b.TTC", index))


@pytest.mark.parametrize("name", ["nowhere.ttf", "empty"])
def test_a_variable_that_names_no_font_is_said(name: str, monkeypatch, tmp_path):
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv(VARIABLE, str(tmp_path / name))

    with pytest.raises(PipelineError, match=f"{VARIABLE} names '.*{name}', where there is no font"):
        default_fonts()


def test_without_a_chinese_font_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "NotoSansCJK-Bold.ttc").write_bytes(b"broken")
    monkeypatch.setattr(fonts, "_folders", lambda: iter([tmp_path, tmp_path / "nowhere"]))

    with pytest.raises(PipelineError, match="no Chinese font") as said:
        default_fonts()
    assert "fonts-noto-cjk" in said.value.hint


@pytest.mark.parametrize(
    "content", [b"", b"wOFF" + bytes(60), b"ttcf\0\1\0\0\xff\xff\xff\xff", b"\0\1\0\0\xff\xff" + bytes(9)]
)
def test_what_is_no_font_is_said(content: bytes, tmp_path):
    path = tmp_path / "字.ttf"
    path.write_bytes(content)

    for read in (faces, coverage):
        with pytest.raises(MediaError, match=r"字\.ttf' cannot be read as a font"):
            read(path)


def test_a_font_that_may_not_be_read_is_said(tmp_path, monkeypatch):
    path = tmp_path / "own.ttf"
    path.touch()

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(path), "open", refused)
    with pytest.raises(MediaError, match=r"own\.ttf' cannot be opened: Permission denied") as said:
        faces(path)
    assert "allow" in said.value.hint


def test_a_folder_called_like_a_font_is_a_folder(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    inside = tmp_path / "Our.ttf" / "Our.otf"
    inside.parent.mkdir()
    inside.symlink_to(default_fonts()[-1][0])

    assert fonts_in(tmp_path) == ((inside, 0),)


def test_serifs_are_found_and_their_absence_is_known(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    serif = default_fonts(face="serif")

    assert "Serif" in faces(serif[0][0])[serif[0][1]].family or not has_face("serif", serif)
    assert not has_face("serif", default_fonts()[:2])
    assert has_face("sans", default_fonts())


def test_fonts_of_a_workspace_come_before_those_for_other_characters(monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "own.ttf").symlink_to(default_fonts()[-1][0])
    (tmp_path / "OFL.txt").touch()
    (tmp_path / "._own.ttf").write_bytes(b"left by a Mac")
    (tmp_path / "folder.ttf").mkdir()
    own = fonts_in(tmp_path)

    assert own == ((tmp_path / "own.ttf", 0),)
    assert default_fonts(own=own)[2:3] == own
    assert fonts_in(tmp_path / "nowhere") == ()


def test_a_broken_font_of_a_workspace_is_not_among_them(tmp_path):
    (tmp_path / "broken.ttf").write_bytes(b"no font")

    assert fonts_in(tmp_path) == ()
