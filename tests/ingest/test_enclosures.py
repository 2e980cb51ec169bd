"""Whose file is whose: by the end of an address, else by its size."""

from pathlib import Path

import pytest

from pipeline.ingest.enclosures import Folder, matched
from pipeline.ingest.feed import IncomingItem


def there(root: Path, *names: str) -> Folder:
    """Files of those names, each larger than the one before."""
    files = []
    for turn, name in enumerate(names, start=1):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x" * (20_000 + turn))
        files.append(path)
    return Folder.of(files)


def found(root: Path, folder: Folder, *items: tuple[str, int]) -> list[str | None]:
    """For addresses and lengths, the files."""
    made = [
        IncomingItem(guid=f"g{turn}", title="题", url=url, length=length) for turn, (url, length) in enumerate(items)
    ]
    matches = matched(made, folder)
    paths = [matches[f"g{turn}"].path for turn in range(len(items))]
    return [path.relative_to(root).as_posix() if path else None for path in paths]


@pytest.mark.parametrize(
    "address",
    [
        "https://cdn.example.org/shows/{}/audio.mp3",
        "https://cdn.example.org/shows/{}/audio.mp3?token=1#t",
        "https://anchor.fm/s/1/play/2/https%3A%2F%2Fcdn%2F{}%2Faudio.mp3",
        "https://CDN.example.org/Shows/{}/AUDIO.MP3",
    ],
)
def test_files_of_one_name_are_told_by_their_folders(tmp_path: Path, address: str):
    folder = there(tmp_path, *(f"old/2022/{turn:02d}/audio.mp3" for turn in range(10)))

    items = [(address.format(f"{turn:02d}"), 12345) for turn in range(10)]

    assert found(tmp_path, folder, *items) == [f"old/2022/{turn:02d}/audio.mp3" for turn in range(10)]


def test_the_address_counts_before_a_length_that_is_anothers(tmp_path: Path):
    folder = there(tmp_path, "a/audio.mp3", "b/audio.mp3")

    assert found(tmp_path, folder, ("https://h/a/audio.mp3", 20_002), ("https://h/b/audio.mp3", 20_001)) == [
        "a/audio.mp3",
        "b/audio.mp3",
    ]


def test_chinese_folders_are_found_by_their_percent_encoded_addresses(tmp_path: Path):
    folder = there(tmp_path, "第1期/音频.mp3", "第2期/音频.mp3")
    urls = [f"https://h/%E7%AC%AC{turn}%E6%9C%9F/%E9%9F%B3%E9%A2%91.mp3" for turn in (2, 1)]

    assert found(tmp_path, folder, *((url, 0) for url in urls)) == ["第2期/音频.mp3", "第1期/音频.mp3"]


def test_a_file_that_is_anothers_is_not_taken_for_one_that_is_missing(tmp_path: Path):
    folder = there(tmp_path, "2/audio.mp3")
    items = [IncomingItem(guid=f"g{turn}", title="题", url=f"https://h/{turn}/audio.mp3", length=7) for turn in (1, 2)]

    matches = matched(items, folder)

    assert (matches["g1"].path, matches["g1"].ambiguous, matches["g1"].place) == (None, (), "1/audio.mp3")
    assert matches["g2"].path == tmp_path / "2/audio.mp3"


def test_names_with_the_question_of_their_address_are_known(tmp_path: Path):
    folder = there(tmp_path, "get.php?id=1", "get.php@id=2")

    assert found(tmp_path, folder, ("https://h/get.php?id=2", 0), ("https://h/get.php?id=1", 0)) == [
        "get.php@id=2",
        "get.php?id=1",
    ]


def test_where_nothing_tells_them_apart_the_end_of_the_address_that_would_is_named(tmp_path: Path):
    folder = there(tmp_path, "x/audio.mp3", "y/audio.mp3")
    items = [
        IncomingItem(guid=f"g{turn}", title="题", url=f"https://h/{turn}/m/audio.mp3", length=7) for turn in (1, 2)
    ]

    matches = matched(items, folder)

    assert [len(matches[guid].ambiguous) for guid in ("g1", "g2")] == [2, 2]
    assert [matches[guid].place for guid in ("g1", "g2")] == ["1/m/audio.mp3", "2/m/audio.mp3"]


def test_hundreds_of_one_name_are_found_at_once(tmp_path: Path):
    names = [f"{turn}/audio.mp3" for turn in range(888)]
    folder = there(tmp_path, *names)

    assert found(tmp_path, folder, *((f"https://h/a/{name}", 5) for name in names)) == names


def test_a_picture_that_all_items_call_alike_is_nobodys(tmp_path: Path):
    folder = there(tmp_path, "cover.jpg")

    assert folder.settled(f"https://h/{turn}/cover.jpg" for turn in range(3)) == {}
    assert folder.settled(["https://h/1/cover.jpg"]) == {"https://h/1/cover.jpg": tmp_path / "cover.jpg"}


def test_the_picture_of_the_podcast_is_not_that_of_an_item(tmp_path: Path):
    folder = there(tmp_path, "cover.jpg", "1/cover.jpg")

    assert folder.settled(["https://h/cover.jpg", "https://h/1/cover.jpg"]) == {
        "https://h/cover.jpg": tmp_path / "cover.jpg",
        "https://h/1/cover.jpg": tmp_path / "1/cover.jpg",
    }
