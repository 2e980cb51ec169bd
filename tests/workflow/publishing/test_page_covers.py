"""Covers as pages show them: in fewer pixels for lists, and never an empty box."""

import re
from hashlib import sha256

import pytest
from PIL import Image

from pipeline.messages import Message
from pipeline.publish.item import Item, ItemFile, TargetContents
from pipeline.publish.site import site_pages
from pipeline.publish.upload import covers_of
from pipeline.workflow.publishing.page_covers import with_covers
from pipeline.workflow.session import Session
from pipeline.workflow.workspace import Workspace
from tests.e2e.conftest import Workspace as Folder
from tests.publish.items import item


def covered(workspace: Folder, content: bytes) -> Item:
    """An episode whose cover has this content."""
    path = workspace.root / "out/lieshita/lieshita-001.jpg"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    cover = ItemFile(
        role="cover", rendition="", source="out/lieshita/lieshita-001.jpg", name="lieshita-001.jpg", type="image/jpeg",
        sha256=sha256(content).hexdigest(), bytes=len(content),
    )  # fmt: skip
    return item(1, files=(cover,))


def jpeg(workspace: Folder, width: int, height: int) -> bytes:
    path = workspace.root / "made.jpg"
    Image.effect_noise((width, height), 60).convert("RGB").save(path)
    return path.read_bytes()


def page(one: Item, path: str = "lieshita/index.html") -> str:
    contents = TargetContents(studio="声音馆", public="https://hall.example.org/", items=(one,))
    return next(page.make().decode() for page in site_pages(contents) if page.path == path)


@pytest.mark.parametrize(
    ("sides", "small"),
    [
        ((1280, 720), {"lieshita-001.320.jpg": (320, 180), "lieshita-001.640.jpg": (640, 360)}),
        ((600, 900), {"lieshita-001.320.jpg": (213, 320), "lieshita-001.640.jpg": (427, 640)}),
        ((500, 500), {"lieshita-001.320.jpg": (320, 320)}),
        ((200, 100), {}),
    ],
    ids=str,
)
def test_lists_choose_among_small_covers(workspace: Folder, sides: tuple[int, int], small: dict[str, tuple[int, int]]):
    own = Workspace.open(Session(cwd=workspace.root))
    picture = jpeg(workspace, *sides)
    one = with_covers(covered(workspace, picture), own, {})
    cover = one.file("cover")
    assert cover is not None
    row = re.findall(r"<img [^>]*>", page(one).partition('<ol class="list"')[2])[0]

    assert (cover.width, cover.height) == sides
    assert {file.name: (file.width, file.height) for file in cover.small} == small
    for file in cover.small:
        with Image.open(own.root / file.source) as image:
            assert image.size == (file.width, file.height)
    assert [f"{name} {width}w" in row for name, (width, _) in small.items()] == [True] * len(small)
    assert f'width="{sides[0]}" height="{sides[1]}"' in row
    assert {upload.path for upload in covers_of((one,))} >= {f"lieshita/1/{name}" for name in small}
    assert with_covers(covered(workspace, picture), own, {}) == one


def test_share_cards_tell_the_sides_of_their_picture(workspace: Folder):
    own = Workspace.open(Session(cwd=workspace.root))
    text = page(with_covers(covered(workspace, jpeg(workspace, 1280, 720)), own, {}), "lieshita/1/index.html")

    assert '<meta property="og:image:width" content="1280">' in text
    assert '<meta property="og:image:height" content="720">' in text


@pytest.mark.parametrize("content", [b"no picture", b"", b"\xff\xd8\xff\xe0 half"], ids=["text", "empty", "torn"])
def test_a_broken_cover_is_said_and_its_number_stands_in_its_place(workspace: Folder, content: bytes):
    told: dict[str, Message] = {}
    own = Workspace.open(Session(cwd=workspace.root))
    one = with_covers(covered(workspace, content), own, told)

    assert one.file("cover") is None
    assert "lieshita/1: the cover cannot be shown" in str(told["guid-1"])
    assert "<img" not in page(one).partition('<ol class="list"')[2].partition("</ol>")[0]


def test_a_cover_that_was_changed_since_stays_as_it_was_published(workspace: Folder):
    own = Workspace.open(Session(cwd=workspace.root))
    one = covered(workspace, jpeg(workspace, 1280, 720))
    (workspace.root / "out/lieshita/lieshita-001.jpg").write_bytes(b"damaged")

    assert with_covers(one, own, {}) == one
