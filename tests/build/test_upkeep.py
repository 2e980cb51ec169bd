import os
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from pipeline.build import Action, File, Store, make
from pipeline.build.upkeep import Artefact, artefacts, is_damaged, removable, remove
from pipeline.digest import file_digest


def bake(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    to.write_text("x" * 1000)


def action(name: str) -> Action:
    return Action(kind="pancake", recipe=name, suffix=".txt")


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three artefacts, last used ten, five and no days ago."""
    made = Store(tmp_path)
    for name, days in (("old", 10), ("younger", 5), ("new", 0)):
        make(action(name), made, bake)
        for path in tmp_path.glob(f"??/{action(name).key}*"):
            os.utime(path, (time.time() - days * 86_400,) * 2)
    return made


def names(found: Sequence[Artefact]) -> list[str]:
    known = {action(name).key: name for name in ("old", "younger", "new")}
    return [known[one.key] for one in found]


def everything(store: Store) -> list[Artefact]:
    return list(artefacts(store.folder))


def test_files_that_were_sent_to_workers_are_seen_to_as_well(store: Store, tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("workspace") / "面粉.bin"
    path.write_bytes(b"wheat")
    file = File(content=file_digest(path), path=path)
    store.send(file)

    (linked,) = [one for one in everything(store) if one.kind == "sent file"]
    assert (linked.key, linked.bytes, is_damaged(linked)) == (file.content, 0, False)
    path.unlink()
    (own,) = [one for one in everything(store) if one.kind == "sent file"]
    assert own.bytes == 5
    store.find(file).write_bytes(b"bread")
    assert is_damaged(own)
    remove(own)
    assert len(everything(store)) == 3


def test_all_that_is_not_needed_can_go_the_longest_unused_first(store: Store):
    going = removable(everything(store), {action("younger").key}, older_than=None, at_most=None)

    assert names(going) == ["old", "new"]


def test_what_was_used_lately_stays(store: Store):
    going = removable(everything(store), (), older_than=7 * 86_400, at_most=None)

    assert names(going) == ["old"]


def test_no_more_goes_than_must(store: Store):
    size = sum(one.bytes for one in everything(store))

    assert names(removable(everything(store), (), older_than=None, at_most=size - 1)) == ["old"]
    assert names(removable(everything(store), (), older_than=None, at_most=0)) == ["old", "younger", "new"]
    assert names(removable(everything(store), {action("old").key}, older_than=None, at_most=0)) == ["younger", "new"]


def test_use_makes_young(store: Store):
    store.mark_used(action("old"))

    assert names(removable(everything(store), (), older_than=7 * 86_400, at_most=None)) == []


def test_what_was_removed_is_not_kept(store: Store):
    for one in everything(store):
        remove(one)

    assert everything(store) == []
    assert not store.keeps(action("new"))


def test_damage_is_found(store: Store):
    store.path(action("new")).write_text("y" * 1000)
    (store.folder / "ab").mkdir(exist_ok=True)
    (store.folder / "ab" / "ab00.txt").write_text("nobody's")

    assert sorted(one.kind for one in everything(store) if is_damaged(one)) == ["", "pancake"]
