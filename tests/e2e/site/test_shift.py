"""Nothing that is read moves while a page comes, however slowly: films of every shape, no film, questions, cards."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from pipeline.model.programme import AskedQuestion, ProgrammeChapter
from pipeline.publish.bundle import Bundle, bundle_entry, bundle_texts
from pipeline.publish.item import Item, ItemFile, TargetContents
from pipeline.publish.site import site_pages
from tests import sources
from tests.e2e.devtools import Browser
from tests.e2e.looks import shifted
from tests.e2e.site.conftest import PUBLIC
from tests.publish.items import file, item

CHAPTERS = tuple(ProgrammeChapter(start=n * 1000, stop=n * 1000 + 1000, title=f"第{n}章") for n in range(3))
ASKED = AskedQuestion(
    start=0, think=500, reveal=8500, stop=9000, text="哪一年？", options=("甲", "乙"), right=1, answer="甲"
)
COVER = ItemFile(
    role="cover", rendition="", source="x.jpg", name="lieshita-001.jpg", type="image/jpeg", sha256="cd" * 32, bytes=9,
    width=1280, height=720,
)  # fmt: skip


def film(width: int | None, height: int | None, **more: object) -> ItemFile:
    return file(".mp4", "main", width=width, height=height, **more)


ITEMS = {
    "wide": item(1, files=(film(1920, 1080), file(".mp3", "sound"), COVER), chapters=CHAPTERS),
    "upright": item(1, files=(film(1080, 1920, form="upright"),)),
    "of unknown size": item(1, files=(film(None, None, form="square"), COVER)),
    "four by three": item(1, files=(film(960, 720), COVER), chapters=CHAPTERS, questions=(ASKED,)),
    "heard": item(1, files=(file(".mp3", "sound"),), duration=Fraction(3), questions=(ASKED,)),
}


def written(folder: Path, one: Item) -> Path:
    """The site and the bundle of this lesson and another one in a folder; the only media are pictures."""
    items = (one, replace(one, number=2, guid="guid-2", title="郭亮"))
    for page in site_pages(TargetContents(studio="声音馆", public=PUBLIC, items=items)):
        (folder / page.path).parent.mkdir(parents=True, exist_ok=True)
        (folder / page.path).write_bytes(page.make())
    entries = tuple(
        bundle_entry(each, place=place, count=2, audio=each.file("audio"), handouts=False)
        for place, each in enumerate(items, start=1)
    )
    for name, text in bundle_texts(Bundle(studio="声音馆", recipient="", entries=entries)).items():
        (folder / f"bundle-{name}").write_text(text, encoding="utf-8")
    for place in ("lieshita/1", "lieshita/2", "封面"):
        (folder / place).mkdir(exist_ok=True)
    picture = sources.photo("photo.jpg").read_bytes()
    for name in ("lieshita/1/lieshita-001.jpg", "lieshita/2/lieshita-001.jpg", "封面/01 毛泽建：巾帼英烈.jpg"):
        (folder / name).write_bytes(picture)
    return folder


@pytest.mark.parametrize("name", ITEMS)
def test_players_have_their_room_before_any_script(browser: Browser, tmp_path: Path, name: str):
    folder = written(tmp_path, ITEMS[name])
    pages = ("lieshita/1/index.html", "bundle-index.html")
    found = {
        (page, width): shifted(browser, (folder / page).as_uri(), width) for page in pages for width in (390, 1440)
    }

    assert {where: told for where, (value, told) in found.items() if value > 0.02} == {}


def test_lists_and_cards_have_theirs(browser: Browser, tmp_path: Path):
    folder = written(tmp_path, ITEMS["wide"])
    pages = (
        "index.html",
        "lieshita/index.html",
        "lieshita/cards.html",
        "lieshita/subscribe.html",
        "bundle-contents.html",
    )
    found = {page: shifted(browser, (folder / page).as_uri(), 390) for page in pages}

    assert {page: told for page, (value, told) in found.items() if value > 0.02} == {}
