import errno
import json
import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.build import Action, File, Store, make
from pipeline.digest import file_digest
from pipeline.errors import PipelineError

ACTION = Action(kind="pancake", recipe={"flour": 200}, suffix=".txt", label="Monday: pancake")


def bake(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    to.write_text(f"{action.kind} of {[path.read_text() for path in inputs]}")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "cache 缓存")


def test_what_was_made_is_kept_with_its_recipe(store: Store):
    make(ACTION, store, bake)

    assert store.keeps(ACTION)
    assert store.intact(ACTION)
    assert store.path(ACTION).read_text() == "pancake of []"
    note = json.loads(store.path(ACTION).with_suffix(".recipe.json").read_text())
    assert (note["kind"], note["recipe"], note["bytes"]) == ("pancake", {"flour": 200}, 13)


def test_inputs_are_handed_over_as_files(store: Store):
    make(ACTION, store, bake)
    menu = Action(kind="menu", recipe=None, inputs=(ACTION,), suffix=".txt")
    make(menu, store, bake)

    assert store.path(menu).read_text() == "menu of ['pancake of []']"


@pytest.mark.parametrize("damage", [b"pancake of [}", b"", None, b"pancake of [] and more"])
def test_a_damaged_artefact_is_noticed(store: Store, damage: bytes | None):
    make(ACTION, store, bake)
    if damage is None:
        store.path(ACTION).unlink()
    else:
        store.path(ACTION).write_bytes(damage)

    assert not store.intact(ACTION)


@pytest.mark.parametrize("note", ["", "{", "[]", '{"kind": "pancake"}', "null"])
def test_a_damaged_note_makes_its_artefact_worthless(store: Store, note: str):
    make(ACTION, store, bake)
    store.path(ACTION).with_suffix(".recipe.json").write_text(note)

    assert not store.intact(ACTION)


def test_a_failure_leaves_nothing_behind(store: Store):
    def burn(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        to.write_text("half a pan")
        raise PipelineError("the pan is burnt")

    with pytest.raises(PipelineError, match="burnt"):
        make(ACTION, store, burn)

    assert not store.keeps(ACTION)
    assert not [path for path in store.folder.rglob("*") if path.is_file()]


def test_a_full_disk_is_said_plainly(store: Store):
    def overflow(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        raise OSError(28, "No space left on device", str(to))

    with pytest.raises(PipelineError, match="Monday: pancake: No space left on device"):
        make(ACTION, store, overflow)


@pytest.fixture
def flour(tmp_path: Path) -> File:
    path = tmp_path / "面粉.bin"
    path.write_bytes(b"wheat")
    return File(content=file_digest(path), path=path)


def test_a_file_that_was_sent_is_found_by_content_under_its_own_name(store: Store, flour: File):
    store.send(flour)
    elsewhere = File(content=flour.content, path=Path("/nowhere/面粉.bin"))

    found = Store(store.folder).find(elsewhere)

    assert (found.name, found.read_bytes()) == ("面粉.bin", b"wheat")


def test_a_file_is_sent_once_and_takes_no_room_beside_the_store(store: Store, flour: File):
    store.send(flour)
    first = store.find(flour).stat()
    store.send(flour)

    assert store.find(flour).stat() == first
    assert first.st_ino == flour.path.stat().st_ino
    assert [path.name for path in store.folder.rglob("*") if path.is_file()] == ["面粉.bin"]


def test_a_file_that_breaks_off_is_sent_again(store: Store, flour: File):
    store.send(flour)
    place = store.find(flour)
    place.unlink()
    place.write_bytes(b"whe")

    store.send(flour)

    assert Store(store.folder).find(flour).read_bytes() == b"wheat"


def test_a_file_that_was_damaged_in_the_store_is_refused_and_sent_anew_by_the_next_run(store: Store, flour: File):
    store.send(flour)
    place = store.find(flour)
    place.unlink()
    place.write_bytes(b"bread")
    reader = Store(store.folder)

    with pytest.raises(PipelineError, match=r"'面粉.bin' was changed or damaged in the store"):
        reader.find(flour)
    store.send(flour)

    assert reader.find(flour).read_bytes() == b"wheat"


def test_a_file_that_nobody_sent_is_missed_by_name(store: Store, flour: File):
    with pytest.raises(PipelineError, match=r"'面粉.bin' is not in the store '.*cache 缓存'"):
        store.find(flour)


def test_a_store_is_known_by_its_mark_from_any_machine(store: Store, tmp_path: Path):
    assert store.identity() == ""

    identity = store.identity(make=True)

    assert identity
    assert Store(store.folder).identity() == store.identity(make=True) == identity
    assert Store(tmp_path / "another").identity(make=True) != identity


@pytest.mark.parametrize(("number", "passing"), [(errno.EIO, True), (errno.ESTALE, True), (errno.ENOSPC, False)])
def test_a_stumbling_disk_may_be_tried_again_and_a_full_one_may_not(store: Store, number: int, passing: bool):
    def stumble(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
        raise OSError(number, os.strerror(number), str(to))

    with pytest.raises(PipelineError) as caught:
        make(ACTION, store, stumble)

    assert caught.value.passing == passing


def test_strays_of_dead_runs_are_swept_and_those_of_living_ones_are_not(store: Store):
    here, work = platform.node(), store.folder / "tmp"
    dead, living = work / f"999999999@{here}", work / f"{os.getppid()}@{here}"
    elsewhere, long_ago = work / "7@另一台", work / "8@另一台"
    for folder in (dead, living, elsewhere, long_ago):
        folder.mkdir(parents=True)
        (folder / "made.mp4").write_text("half")
    before = time.time() - 2 * 24 * 3600
    os.utime(long_ago / "made.mp4", (before, before))
    os.utime(long_ago, (before, before))

    store.sweep()

    assert {folder.name for folder in work.iterdir()} == {living.name, elsewhere.name}
