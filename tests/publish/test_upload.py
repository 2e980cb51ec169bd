"""Uploads: tries that have an end, bytes that keep to the limit, and nothing twice."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from time import monotonic

import pytest

from pipeline.messages import Message, verbatim
from pipeline.progress import NoProgress
from pipeline.publish.inventory import Inventory
from pipeline.publish.item import Page
from pipeline.publish.targets import Content, RemoteError
from pipeline.publish.targets.folder import LocalFolder
from pipeline.publish.targets.remote import TemporaryRemoteError, part_path
from pipeline.publish.upload import Upload, Uploader


class FailingFolder(LocalFolder):
    """A folder that fails so many times before it works."""

    def __init__(
        self, root: Path, *, times: int, error: Callable[[Message], RemoteError] = TemporaryRemoteError
    ) -> None:
        super().__init__(root)
        self.left, self.tries, self.error = times, 0, error
        self.order: list[str] = []

    def put(self, path: str, content: Content, *, sha256: str, size: int, sent: Callable[[int], None]) -> None:
        self.tries += 1
        if self.left:
            self.left -= 1
            raise self.error(verbatim("failed on purpose"))
        super().put(path, content, sha256=sha256, size=size, sent=sent)
        self.order.append(path)


def uploader(root: Path, folder: LocalFolder, existing: Mapping[str, int] | None = None, **more: int) -> Uploader:
    inventory = Inventory.read(root / "inventory.jsonl")
    return Uploader(
        folder=folder,
        inventory=inventory,
        root=root,
        existing=existing or folder.sizes(),
        progress=NoProgress(),
        **more,
    )


def queued(root: Path, name: str, data: bytes) -> Upload:
    (root / name).write_bytes(data)
    return Upload(path=f"s/{name}", source=name, sha256=sha256(data).hexdigest(), bytes=len(data))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.publish.upload.RETRY_DELAYS", (0.01, 0.01, 0.01))


@pytest.mark.parametrize(("times", "tries"), [(0, 1), (3, 4)])
def test_a_folder_that_fails_gets_further_tries(tmp_path: Path, times: int, tries: int):
    folder = FailingFolder(tmp_path / "site", times=times)
    results = uploader(tmp_path, folder).start([queued(tmp_path, "a.mp3", b"a")]).wait()

    assert [one.action for one in results] == ["uploaded"]
    assert folder.tries == tries


@pytest.mark.parametrize(("error", "tries"), [(TemporaryRemoteError, 4), (RemoteError, 1)])
def test_tries_have_an_end(tmp_path: Path, error: type[RemoteError], tries: int):
    folder = FailingFolder(tmp_path / "site", times=99, error=error)
    with pytest.raises(RemoteError, match="failed on purpose"):
        uploader(tmp_path, folder).start([queued(tmp_path, "a.mp3", b"a")]).wait()

    assert folder.tries == tries


def test_all_files_together_keep_to_the_limit(tmp_path: Path):
    files = [queued(tmp_path, f"{number}.mp4", bytes(700_000)) for number in range(4)]
    begun = monotonic()
    uploader(tmp_path, LocalFolder(tmp_path / "site"), uploads=4, bandwidth=2_000_000).start(files).wait()

    assert 2_800_000 / (monotonic() - begun) == pytest.approx(2_000_000, rel=0.2)


def test_pages_that_show_others_come_after_them(tmp_path: Path):
    folder = FailingFolder(tmp_path / "site", times=0)
    names = ["index.html", "s/feed.xml", "site.css", "s/1/index.html", "s/1/chapters.json", "s/1/share.jpg"]
    uploader(tmp_path, folder, uploads=4).put_pages(Page.of(name, name.encode()) for name in names)

    assert set(folder.order[:3]) == {"site.css", "s/1/chapters.json", "s/1/share.jpg"}


def test_a_page_whose_key_is_known_is_not_made_again(tmp_path: Path):
    def never() -> bytes:
        raise AssertionError("made again")

    folder = LocalFolder(tmp_path / "site")
    uploader(tmp_path, folder).put_pages([Page(path="index.html", key="k", make=lambda: b"page")])
    again = uploader(tmp_path, folder).put_pages([Page(path="index.html", key="k", make=never)])

    assert [page.action for page in again] == ["skipped"]


def test_strays_of_our_files_are_swept_and_those_of_others_stay(tmp_path: Path):
    folder = LocalFolder(tmp_path / "site")
    ours, others = part_path("s/a.mp3", "0" * 64), part_path("elsewhere/b.mp3", "0" * 64)
    for stray in (ours, others, ".hidden.part"):
        path = tmp_path / "site" / stray
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")

    uploader(tmp_path, folder).remove_parts({"s/a.mp3"})

    assert set(folder.sizes()) == {others, ".hidden.part"}


def test_what_was_taken_from_the_source_while_it_went_does_not_stand(tmp_path: Path):
    changed = queued(tmp_path, "a.mp3", b"before")
    (tmp_path / "a.mp3").write_bytes(b"after!")

    with pytest.raises(Exception, match="changed while it was being sent"):
        uploader(tmp_path, LocalFolder(tmp_path / "site")).start([changed]).wait()

    assert LocalFolder(tmp_path / "site").sizes() == {}
