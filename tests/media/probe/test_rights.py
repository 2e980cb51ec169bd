"""Whose a file is, by its own tags: in whatever encoding cameras and programs wrote them."""

from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pipeline.media.probe.tags import rights_in
from pipeline.model.programme import Rights


def photo(path: Path, **tags: bytes) -> Path:
    exif = Image.Exif()
    for name, value in tags.items():
        exif[{"artist": 0x013B, "copyright": 0x8298, "author": 0x9C9D}[name]] = value
    Image.new("RGB", (8, 8)).save(path, exif=exif)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_photo_says_who_took_it(tmp_path: Path, encoding: str):
    path = photo(tmp_path / "a.jpg", artist="湖南省博物馆".encode(encoding), copyright="张三 © 2020".encode(encoding))

    assert rights_in(path, picture=True) == Rights(by="湖南省博物馆", copyright="张三 © 2020")


def test_windows_has_a_tag_of_its_own(tmp_path: Path):
    path = photo(tmp_path / "a.jpg", author="王小明\0".encode("utf-16-le"))

    assert rights_in(path, picture=True) == Rights(by="王小明")


def test_so_does_png(tmp_path: Path):
    said = PngInfo()
    said.add_itxt("Author", "李 芳")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png", pnginfo=said)

    assert rights_in(tmp_path / "a.png", picture=True) == Rights(by="李 芳")


@pytest.mark.parametrize("picture", [True, False])
def test_what_cannot_be_read_says_nothing(tmp_path: Path, picture: bool):
    (tmp_path / "a.jpg").write_bytes(b"no picture")

    assert rights_in(tmp_path / "a.jpg", picture=picture) == Rights()
    assert rights_in(tmp_path / "gone.jpg", picture=picture) == Rights()
