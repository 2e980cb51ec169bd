"""The doctor looks for what the installed package says it needs, and at nothing that was written down twice."""

from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from pipeline.media.picture import fonts
from pipeline.workflow.doctor import Finding, examine
from pipeline.workflow.report import View
from pipeline.workflow.session import Session

RELEASES = {"numpy": "2.4.6", "av": "18.1.0", "paramiko": "5.1.0"}


@pytest.fixture
def needs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What voicehall asks for, to be changed; installed is what `RELEASES` names."""

    def version(name: str) -> str:
        if name not in RELEASES:
            raise metadata.PackageNotFoundError(name)
        return RELEASES[name]

    asked = ["av<19,>=18.1", "numpy>=2.1", "tzdata; sys_platform == 'nowhere'"]
    named = SimpleNamespace(get_all=lambda name: ["remote", "postgres", "dev"])
    monkeypatch.setattr(metadata, "requires", lambda name: asked)
    monkeypatch.setattr(metadata, "metadata", lambda name: named)
    monkeypatch.setattr(metadata, "version", version)
    return asked


def found(name: str, folder: Path) -> Finding:
    return next(one for one in examine(Session(cwd=folder)).findings if one.name == name)


def test_what_is_asked_for_is_there(needs: list[str], tmp_path: Path):
    assert found("libraries", tmp_path) == Finding(name="libraries", ok=True, found="av 18.1.0, numpy 2.4.6")


def test_what_is_missing_or_too_old_is_named_with_what_to_type(needs: list[str], tmp_path: Path):
    needs[1:] = ["numpy>=3", "segno>=1.6"]

    assert found("libraries", tmp_path) == Finding(
        name="libraries", ok=False, found="numpy 2.4.6, segno missing", hint="pip install 'numpy>=3' 'segno>=1.6'"
    )


def test_extras_are_named_and_need_not_be_there(needs: list[str], tmp_path: Path):
    needs += ["paramiko>=5; extra == 'remote'", "psycopg[binary]>=3.2; extra == 'postgres'", "ruff; extra == 'dev'"]

    assert found("extras", tmp_path) == Finding(
        name="extras", ok=True, found="remote; not installed: postgres (pip install 'voicehall[postgres]')"
    )


def test_it_is_told_line_by_line(tmp_path: Path):
    text = examine(Session(cwd=tmp_path)).describe(View())

    assert [line[3:].split()[0] for line in text.splitlines() if not line.startswith(" ")] == [
        "system", "ffmpeg", "libraries", "extras", "fonts", "disk",
    ]  # fmt: skip


def test_fonts_with_serifs_are_listed_and_their_absence_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    sans, serif = ((tmp_path / name, 0) for name in ("Sans.ttc", "Serif.ttc"))
    of_face = {"sans": (sans,), "serif": (serif, sans)}
    monkeypatch.setattr(fonts, "default_fonts", lambda *, face: of_face[face])
    monkeypatch.setattr(fonts, "has_face", lambda face, found: serif in found)

    assert found("fonts", tmp_path) == Finding(name="fonts", ok=True, found="Sans.ttc, Serif.ttc")
    of_face["serif"] = (sans,)
    assert found("fonts", tmp_path) == Finding(
        name="fonts", ok=True,
        found="Sans.ttc; none with serifs: most themes are drawn without (apt install fonts-noto-cjk)",
    )  # fmt: skip
