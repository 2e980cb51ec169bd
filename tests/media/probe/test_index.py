"""The catalogue: unchanged files are only looked at, changed ones are seen."""

import json
import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import pytest

import pipeline.media.probe.index
from pipeline.media.probe.index import Catalogue
from pipeline.media.probe.sniff import ProbeError
from pipeline.media.qc import integrity
from tests import sources
from tests.sources import numbered, regular


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """A film that has long been as it is."""
    return aged(copied(numbered("catalogue.mp4", regular(25, 5), sound=-20), tmp_path / "片 film.mp4"))


def copied(source: Path, to: Path) -> Path:
    to.write_bytes(source.read_bytes())
    return to


def aged(path: Path) -> Path:
    os.utime(path, ns=(time.time_ns() - 10**10,) * 2)
    return path


@pytest.fixture
def hashed(monkeypatch) -> list[Path]:
    """Files that were read to be hashed, in order."""
    read: list[Path] = []
    original = pipeline.media.probe.index.file_digest
    monkeypatch.setattr(pipeline.media.probe.index, "file_digest", lambda path: read.append(path) or original(path))
    return read


def test_it_comes_back_as_it_was_and_reads_nothing(film, tmp_path, hashed):
    first = Catalogue(tmp_path / "memory" / "catalogue.json")
    before = first.medium(film)
    first.save()

    after = Catalogue(tmp_path / "memory" / "catalogue.json").medium(film)

    assert (after, after.info, after.path) == (before, before.info, film)
    assert hashed == [film]


def test_pictures_and_sound_come_back_as_they_were(tmp_path):
    paths = [sources.photo(), sources.tone("catalogue.wav", Fraction(1, 2))]
    first = Catalogue(tmp_path / "catalogue.json")
    before = [first.medium(path).info for path in paths]
    first.save()

    assert [Catalogue(tmp_path / "catalogue.json").medium(path).info for path in paths] == before


def test_a_known_file_needs_no_media_library(film, tmp_path):
    memory = tmp_path / "catalogue.json"
    catalogue = Catalogue(memory)
    catalogue.medium(film)
    catalogue.save()

    code = (
        "import sys; from pathlib import Path; from pipeline.media.probe.index import Catalogue;"
        f"Catalogue(Path({str(tmp_path / 'catalogue.json')!r})).medium(Path({str(film)!r}));"
        "print([name for name in ('av', 'PIL', 'numpy', 'ffmpeg') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "[]\n"


def test_a_file_changed_within_the_clocks_tick_is_seen(tmp_path):
    """Same size, same time: only reading again tells, so what was hashed too soon after its change is not trusted."""
    path = tmp_path / "take.bin"
    path.write_bytes(b"one")
    now = path.stat().st_mtime_ns
    catalogue = Catalogue(tmp_path / "catalogue.json")
    before = catalogue.content(path)

    path.write_bytes(b"two")
    os.utime(path, ns=(now, now))

    assert catalogue.content(path) != before


def test_a_file_that_changes_later_is_seen_by_its_time(film, tmp_path):
    catalogue = Catalogue(tmp_path / "catalogue.json")
    before = catalogue.content(film)
    film.write_bytes(film.read_bytes()[:-1] + b"x")

    assert catalogue.content(film) != before


def test_two_names_of_one_content_are_probed_once(film, tmp_path, monkeypatch):
    other = aged(copied(film, tmp_path / "again.mp4"))
    catalogue = Catalogue(tmp_path / "catalogue.json")
    first = catalogue.medium(film)
    monkeypatch.setattr("pipeline.media.probe.probe.probe", None)

    second = catalogue.medium(other)

    assert (second, second.path) == (first, other)


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '{"format": 1}', '{"format": 1, "files": {"a": 3}, "media": {}}', "\x00" * 9]
)
def test_a_damaged_memory_is_thrown_away(text, film, tmp_path):
    (tmp_path / "catalogue.json").write_text(text)

    catalogue = Catalogue(tmp_path / "catalogue.json")
    catalogue.medium(film)
    catalogue.save()

    assert json.loads((tmp_path / "catalogue.json").read_text())["files"]


def test_saving_leaves_one_file_and_forgets_what_is_gone(film, tmp_path):
    catalogue = Catalogue(tmp_path / "memory" / "catalogue.json")
    catalogue.medium(film)
    catalogue.save()
    film.unlink()
    catalogue.content(aged(copied(sources.photo(), tmp_path / "photo.jpg")))
    catalogue.save()

    assert [path.name for path in (tmp_path / "memory").iterdir()] == ["catalogue.json"]
    stored = json.loads((tmp_path / "memory" / "catalogue.json").read_text())
    assert [Path(name).name for name in stored["files"]] == ["photo.jpg"]
    assert stored["media"] == {}


def test_many_threads_ask_at_once(film, tmp_path):
    catalogue = Catalogue(tmp_path / "catalogue.json")

    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: catalogue.medium(film).content, range(40)))

    assert len(found) == 1


def test_what_cannot_be_read_is_said_in_words(tmp_path):
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(ProbeError, match="there is no file") as missing:
        Catalogue(tmp_path / "catalogue.json").medium(tmp_path / "none.mp4")
    with pytest.raises(ProbeError, match="it is not a regular file"):
        Catalogue(tmp_path / "catalogue.json").medium(tmp_path / "pipe")

    assert missing.value.code == "missing-file"


def test_what_was_found_by_examining_is_remembered_by_content(tmp_path, monkeypatch):
    path = shutil.copy(
        sources.truncated(sources.photo("remembered.jpg"), "remembered-cut.jpg", kept=Fraction(1, 2)), tmp_path
    )
    whole = shutil.copy(sources.tone("remembered.wav", Fraction(1)), tmp_path)
    first = Catalogue(tmp_path / "catalogue.json")
    media = [first.medium(Path(one)) for one in (path, whole)]
    found = [first.damage(medium) for medium in media]
    first.save()

    monkeypatch.setattr(integrity, "examine", lambda *_: pytest.fail("was examined again"))
    again = Catalogue(tmp_path / "catalogue.json")

    assert [again.damage(medium) for medium in media] == found
    assert [[one.code for one in damage] for damage in found] == [["broken-picture"], []]
