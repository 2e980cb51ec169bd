"""Where things went, as every command says at its end: a path that works from where its user stands."""

import re
from pathlib import Path

import pytest

from tests.e2e.command import run_command
from tests.e2e.conftest import STUDIO, Workspace

TARGET = 'targets:\n  site: {url: "file://site", public: "https://hall.example.org/"}\n'
COMMANDS = (
    ("render",),
    ("publish", "--to", "site"),
    ("publish", "--to", "ximalaya"),
    ("storyboard",),
    ("storyboard", "--to", "看/板.html"),
    ("verify", "--html", "结果.html"),
    ("status", "--html", "板.html"),
    ("bundle", "s", "--to", "课程"),
    ("export", "archive", "--to", "存档.zip"),
    ("reach", "report", "-o", "传播.csv"),
)


@pytest.fixture(params=["elsewhere", "within", "beside"])
def standing(request: pytest.FixtureRequest, rendered: Workspace) -> tuple[Path, list[str]]:
    """A folder in which somebody stands, and what names the workspace there."""
    rendered.write("studio.yaml", STUDIO + TARGET)
    if request.param == "within":
        return rendered.root / "episodes", []
    folder = rendered.root.parent / ("a" if request.param == "elsewhere" else ".")
    folder.mkdir(exist_ok=True)
    return folder, ["--workspace", str(rendered.root) if request.param == "elsewhere" else rendered.root.name]


def test_what_is_said_at_the_end_works_from_there(standing: tuple[Path, list[str]]):
    cwd, workspace = standing
    # From elsewhere all of them; what stands in the workspace is named in the same way by each.
    for command in COMMANDS if cwd.name == "a" else COMMANDS[:3]:
        done = run_command(*command, *workspace, "--lang", "en", cwd=cwd)
        last = done.stdout.rstrip().splitlines()[-1]
        said = re.sub(r"^(look at|bundled|archived|the files are in|) *|: 1 programme.*$", "", last.strip())

        assert done.returncode == 0, (command, done.stdout, done.stderr)
        assert (cwd / said).exists(), (command, last)


def test_a_workspace_below_is_named_shortly(rendered: Workspace):
    rendered.write("studio.yaml", STUDIO + TARGET)
    name = rendered.root.name
    ends = [
        run_command(*command, "--workspace", name, "--lang", "en", cwd=rendered.root.parent).stdout.splitlines()[-1]
        for command in (("render",), ("publish", "--to", "site"), ("publish", "--to", "ximalaya"))
    ]

    assert ends == [
        f"  {name}/out/s/001 毛泽建.mp3",
        f"look at {name}/site/index.html",
        f"look at {name}/kits/ximalaya/s/001 毛泽建/checklist.html",
    ]
