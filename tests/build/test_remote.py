"""Actions carried out where only the store is the same."""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from pipeline.build import STORE, Action, File, Store
from pipeline.build.remote import RemoteAction, Requirements, UnfitError, store_here
from pipeline.digest import OUTSIDE_RECIPE, file_digest
from pipeline.errors import PipelineError


@dataclass(frozen=True, slots=True, kw_only=True)
class Flour:
    content: str
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)


def bake(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    assert isinstance(action.recipe, Flour)
    to.write_bytes(action.recipe.path.read_bytes())


def pan() -> str:
    return "pan 1"


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    yield
    store_here.cache_clear()


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def requirements(store: Store) -> Requirements:
    return Requirements(store=store.address, identity=store.identity(make=True), tools="pan 1", own_tools=pan)


@pytest.fixture
def flour(tmp_path: Path) -> Flour:
    path = tmp_path / "面粉.bin"
    path.write_bytes(b"wheat")
    return Flour(content=file_digest(path), path=path)


def remote(flour: Flour, requirements: Requirements) -> RemoteAction:
    action = Action(kind="bread", recipe=flour, suffix=".txt", label="Monday: bread")
    return pickle.loads(pickle.dumps(RemoteAction(action=action.alone(), perform=bake, requirements=requirements)))  # type: ignore[no-any-return]


def test_an_action_finds_its_files_in_the_store_and_leaves_its_artefact_there(
    store: Store, requirements: Requirements, flour: Flour
):
    store.send(File(content=flour.content, path=flour.path))
    flour.path.unlink()
    job = remote(flour, requirements)

    job()

    assert store.intact(job.action)
    assert store.path(job.action).read_bytes() == b"wheat"


def test_the_store_may_lie_elsewhere_here(
    store: Store, requirements: Requirements, flour: Flour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    store.send(File(content=flour.content, path=flour.path))
    mounted = tmp_path / "mnt 挂载"
    mounted.symlink_to(store.folder)
    monkeypatch.setenv(STORE, str(mounted))

    remote(flour, replace(requirements, store="/path/of/the/sender"))()

    assert store.keeps(remote(flour, requirements).action)


def rewrite_while_reading(action: Action, inputs: Sequence[Path], *, to: Path) -> None:
    bake(action, inputs, to=to)
    assert isinstance(action.recipe, Flour)
    action.recipe.path.write_bytes(b"rye and salt")


def test_a_file_that_is_written_while_it_is_read_makes_no_artefact(
    store: Store, requirements: Requirements, flour: Flour
):
    store.send(File(content=flour.content, path=flour.path))
    job = replace(remote(flour, requirements), perform=rewrite_while_reading)

    with pytest.raises(PipelineError, match=r"'面粉.bin' was changed"):
        job()

    assert not store.keeps(job.action)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"tools": "pan 2"}, "it has pan 1, but this run needs pan 2"),
        ({"identity": "of another"}, "its '.*' is not the store of this run: mount that store there"),
        ({"store": "/nowhere"}, "its '/nowhere' is not the store of this run: mount that store there"),
        ({"store": "pancake://oven"}, "it cannot read the store 'pancake://oven'"),
    ],
)
def test_a_machine_that_does_not_meet_the_requirements_does_nothing(
    store: Store, requirements: Requirements, flour: Flour, change: dict[str, str], problem: str
):
    before = sorted(store.folder.rglob("*"))

    with pytest.raises(UnfitError, match=problem):
        remote(flour, replace(requirements, **change))()  # type: ignore[arg-type]

    assert sorted(store.folder.rglob("*")) == before


def test_a_recipe_that_is_read_in_another_way_here_is_refused(store: Store, requirements: Requirements, flour: Flour):
    job = remote(flour, requirements)
    object.__setattr__(job.action, "_key", "0" * 64)

    with pytest.raises(UnfitError, match="reads recipes differently"):
        job()
