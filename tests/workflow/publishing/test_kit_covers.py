"""Covers on demand: the very size and no more bytes than a platform takes, drawn once."""

from pathlib import Path

import pytest
from PIL import Image

from pipeline.errors import MediaError
from pipeline.packaging.covers import make_cover
from pipeline.packaging.plan import ProgrammePlan
from pipeline.workflow.workspace import Workbench
from tests.e2e.conftest import Workspace


def planned(workspace: Workspace) -> tuple[Workbench, ProgrammePlan]:
    bench = Workbench.open(workspace.root)
    (episode,) = bench.read([], workspace.root).episodes
    programme = bench.plan(episode).programme
    assert programme is not None
    return bench, programme


@pytest.mark.parametrize(
    "size", [(1146, 717), (1080, 1440), (1080, 1920), (1280, 720), (900, 383), (200, 200)], ids=str
)
def test_every_shape_is_typeset_for_itself(workspace: Workspace, size: tuple[int, int]):
    bench, programme = planned(workspace)

    cover = make_cover(programme, *size, store=bench.store)

    with Image.open(cover) as image:
        assert (image.format, image.size, image.mode) == ("JPEG", size, "RGB")


def test_it_is_drawn_once_and_again_when_it_was_damaged(workspace: Workspace):
    bench, programme = planned(workspace)
    cover = make_cover(programme, 400, 300, store=bench.store)
    content, made = cover.read_bytes(), cover.stat().st_mtime_ns

    assert make_cover(programme, 400, 300, store=bench.store) == cover
    assert cover.stat().st_mtime_ns == made
    cover.write_bytes(b"damaged")
    assert make_cover(programme, 400, 300, store=bench.store).read_bytes() == content


def test_a_platform_s_bytes_are_kept(workspace: Workspace):
    Image.effect_noise((900, 900), 200).convert("RGB").save(workspace.root / "assets/noise.png")
    text = (workspace.root / "episodes/s/001.yaml").read_text(encoding="utf-8")
    workspace.episode(text.replace("segments:", "cover: assets/noise.png\nsegments:"))
    bench, programme = planned(workspace)

    assert size_of(make_cover(programme, 600, 600, store=bench.store, most=120_000)) <= 120_000
    with pytest.raises(MediaError, match="does not fit into 5000 bytes"):
        make_cover(programme, 600, 600, store=bench.store, most=5_000)


def size_of(path: Path) -> int:
    return path.stat().st_size
