"""The gallery as it is looked at: every theme and all that it dresses, on one page that anybody can use."""

import re
from base64 import b64decode
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from pipeline.model.series import PRESETS
from tests.e2e.command import run_command
from tests.e2e.devtools import Browser
from tests.e2e.looks import problems


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made outside any workspace."""
    folder = tmp_path_factory.mktemp("gallery")
    done = run_command("gallery", "--to", "themes.html", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder / "themes.html"


def test_every_theme_is_seen_in_every_shape(page: Path):
    html = page.read_text(encoding="utf-8")
    sections = re.findall(r'<section id="([a-z-]+)">(.*?)</section>', html, re.DOTALL)

    assert [name for name, _ in sections] == list(PRESETS)
    assert not re.search(r'(src|href)="(?!data:|#)', html)
    counts = set()
    for _, section in sections:
        pictures = re.findall(r'src="data:image/webp;base64,([^"]+)" width="(\d+)" height="(\d+)"', section)
        counts.add(len(pictures))
        for data, width, height in pictures[:3]:
            assert Image.open(BytesIO(b64decode(data))).size == (int(width), int(height))
        # No two alike: each kind in each shape is a picture of its own.
        assert len({data for data, _, _ in pictures}) == len(pictures)
    assert len(counts) == 1 and counts.pop() >= 27


def test_it_is_for_everybody(browser: Browser, page: Path):
    assert problems(browser, page.as_uri()) == []


def test_another_kind_of_file_is_refused(tmp_path: Path):
    done = run_command("gallery", "--to", "themes.png", cwd=tmp_path)

    assert done.returncode != 0
    assert "'themes.png'" in done.stderr
