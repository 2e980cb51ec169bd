"""The cover of a series: what it is made of."""

from pathlib import Path

import pytest
from PIL import Image

from pipeline.effects.covers import Cover
from pipeline.manifest import read_series, select
from pipeline.workflow.publishing.series import series_front
from pipeline.workflow.session import Session
from pipeline.workflow.workspace import Workspace


@pytest.mark.parametrize(
    ("studio", "series", "seal"),
    [
        ("logo: logo.png\n", "", "logo.png"),
        ("logo: logo.png\n", "logo: other.png\n", "other.png"),
        ("logo: logo.png\n", "logo: none\n", None),
        ("", "logo: {image: other.png, corner: top-left}\n", "other.png"),
        ("logo: broken.png\n", "", None),
        ("", "", None),
    ],
)
def test_it_has_the_logo_of_its_pictures(tmp_path: Path, studio: str, series: str, seal: str | None):
    for at, name in enumerate(("logo.png", "other.png")):
        Image.new("RGBA", (40, 40 + at), (0, 255, 0, 255)).save(tmp_path / name)
    (tmp_path / "broken.png").write_bytes(b"no picture")
    (tmp_path / "studio.yaml").write_text(f"voicehall: 1\nname: x\n{studio}", encoding="utf-8")
    folder = tmp_path / "episodes" / "s"
    folder.mkdir(parents=True)
    (folder / "series.yaml").write_text(f"title: 开福红\n{series.replace(': o', ': ../../o')}", encoding="utf-8")
    workspace = Workspace.open(Session(cwd=tmp_path))
    (chosen,) = select(workspace.root).series

    cover = series_front(read_series(chosen, workspace.studio_file).series, workspace).cover

    assert isinstance(cover, Cover)
    assert (cover.seal.path.name if cover.seal else None) == seal
