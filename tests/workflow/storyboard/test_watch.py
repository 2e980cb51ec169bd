from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.workflow.session import Session
from pipeline.workflow.storyboard.watch import is_source, watch
from tests.e2e.conftest import shortest_workspace

ROOT = Path("/w")


class Said:
    """Progress that keeps what it is told."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def say(self, text: str) -> None:
        self.lines.append(text)

    def begin(self, total: float) -> None: ...

    def started(self, label: str) -> None: ...

    def finished(self, label: str, amount: float) -> None: ...

    def advanced(self, amount: float) -> None: ...

    def tick(self) -> None: ...

    def close(self) -> None: ...


def test_what_was_made_is_no_reason_to_look_again():
    ours = ("out/s/001.mp4", ".voicehall/catalogue.json", "kits/douyin/a.mp4", "episodes/s/.001.yaml.swp")
    for name in (*ours, "assets/n.m4a.part", ".git/index"):
        assert not is_source(ROOT / name, ROOT), name
    for name in ("studio.yaml", "episodes/s/001.yaml", "episodes/s/n.md", "assets/n.m4a"):
        assert is_source(ROOT / name, ROOT), name
    assert is_source(Path("/nas/photos/a.jpg"), ROOT)


def test_every_change_renews_the_storyboard_and_tells_what_is_wrong(tmp_path: Path):
    workspace = shortest_workspace(tmp_path)
    manifest = workspace.root / "episodes/s/001.yaml"
    page = workspace.root / "out/storyboard.html"
    good = manifest.read_text(encoding="utf-8")
    shown: list[bool] = []

    def saves(session: Session) -> Iterator[Sequence[Path]]:
        shown.append("毛泽建" in page.read_text(encoding="utf-8"))
        manifest.write_text(good.replace("毛泽建", "郭亮"), encoding="utf-8")
        yield [manifest]
        shown.append("郭亮" in page.read_text(encoding="utf-8"))
        manifest.write_text(good.replace("narration:", "narrration:"), encoding="utf-8")
        yield [manifest]
        manifest.write_text(good, encoding="utf-8")
        yield [manifest]
        shown.append("毛泽建" in page.read_text(encoding="utf-8"))
        raise KeyboardInterrupt

    said = Said()
    report = watch(Session(cwd=workspace.root, progress=said), saves=saves)

    assert shown == [True, True, True]
    assert (report.rounds, report.ok) == (4, True)
    assert sum("changed: episodes/s/001.yaml" in line for line in said.lines) == 3
    assert any("narrration" in line for line in said.lines)


def test_a_workspace_that_is_broken_is_waited_for(tmp_path: Path):
    workspace = shortest_workspace(tmp_path)
    studio = workspace.root / "studio.yaml"
    good = studio.read_text(encoding="utf-8")
    studio.write_text("name: [", encoding="utf-8")

    def saves(session: Session) -> Iterator[Sequence[Path]]:
        studio.write_text(good, encoding="utf-8")
        yield [studio]
        raise KeyboardInterrupt

    watch(Session(cwd=workspace.root, progress=Said()), saves=saves)

    assert (workspace.root / "out/storyboard.html").exists()
