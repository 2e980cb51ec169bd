from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import Action, File, files_in
from pipeline.build.files import with_files
from pipeline.digest import OUTSIDE_RECIPE


@dataclass(frozen=True, slots=True, kw_only=True)
class Flour:
    content: str
    kind: str = "wheat"
    path: Path = field(compare=False, metadata=OUTSIDE_RECIPE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dough:
    flours: tuple[Flour, ...]
    spices: dict[str, Flour]
    spoons: int = 3


HOME = Path("/home/面粉")
RECIPE = Dough(
    flours=(Flour(content="a", path=HOME / "a.bin"), Flour(content="b", kind="rye", path=HOME / "b.bin")),
    spices={"salt": Flour(content="c", path=HOME / "c.bin")},
)


def test_files_are_found_wherever_they_stand_in_a_recipe():
    assert list(files_in(RECIPE)) == [File(content=name, path=HOME / f"{name}.bin") for name in "abc"]


def test_files_are_found_anew_on_another_machine_and_nothing_else_changes():
    moved = with_files(RECIPE, lambda file: Path("/mnt") / file.content)

    assert [file.path for file in files_in(moved)] == [Path("/mnt/a"), Path("/mnt/b"), Path("/mnt/c")]
    assert moved == RECIPE
    assert (moved.flours[1].kind, moved.spoons) == ("rye", 3)


def test_the_key_does_not_know_where_files_lie():
    here = Action(kind="dough", recipe=RECIPE, suffix=".txt")
    there = Action(kind="dough", recipe=with_files(RECIPE, lambda file: Path("/mnt") / file.content), suffix=".txt")

    assert here.key == there.key
