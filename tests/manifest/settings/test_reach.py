"""What studio.yaml says of counting: time zone, store, whose count, and what accounts post."""

from pathlib import Path

import pytest

from pipeline.errors import DiagnosedError
from pipeline.manifest import read_studio, read_studio_file
from pipeline.model.reach import ReachSettings


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "episodes/lieshita").mkdir(parents=True)
    (tmp_path / "episodes/lieshita/series.yaml").write_text("title: 烈士塔下颂英烈\n", encoding="utf-8")
    return tmp_path


def settings(root: Path, text: str) -> tuple[ReachSettings, str]:
    (root / "studio.yaml").write_text(f"name: 声音馆\n{text}", encoding="utf-8")
    studio_file = read_studio_file(root)
    return studio_file.reach_settings(), studio_file.studio.timezone


def complaint(root: Path, text: str) -> str:
    with pytest.raises(DiagnosedError) as caught:
        settings(root, text)
    said, *_ = read_studio(root)[1]
    assert said == caught.value.diagnostics[0]
    return said.describe()


def test_nothing_needs_to_be_said(root: Path):
    assert settings(root, "") == (ReachSettings(), "Asia/Shanghai")


def test_everything_said(root: Path):
    text = """\
timezone: Asia/Urumqi
music: assets/none.mp3
reach:
  store: postgresql://studio@nas/reach
  primary: {podcast: web-log, lieshita: op3}
  accounts: {douyin: {series: lieshita}, wechat-article/红: lieshita}
"""

    assert settings(root, text) == (
        ReachSettings(
            store="postgresql://studio@nas/reach",
            primary={"podcast": "web-log", "lieshita": "op3"},
            accounts={"douyin": "lieshita", "wechat-article/红": "lieshita"},
        ),
        "Asia/Urumqi",
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("timezone: Asia/Shangai\n", "studio.yaml:2:11: there is no time zone 'Asia/Shangai' [unknown-timezone]"),
        (
            "timezone: ../../etc/passwd\n",
            "studio.yaml:2:11: there is no time zone '../../etc/passwd' [unknown-timezone]",
        ),
        ("timezone: Asia\n", "studio.yaml:2:11: there is no time zone 'Asia' [unknown-timezone]"),
        ("reach: {store: reach.db}\n", "studio.yaml:2:16: 'reach.db' is not the address of a database [bad-store]"),
        (
            "reach: {store: 'postgresql://me:secret@nas/reach'}\n",
            "studio.yaml:2:16: a password must not be in this file [password-in-manifest]",
        ),
        (
            "reach: {primary: {podcast: Web Log}}\n",
            "studio.yaml:2:28: 'Web Log' cannot be the name of a platform [bad-platform]",
        ),
        (
            "reach: {primary: {podcasts: op3}}\n",
            "studio.yaml:2:19: 'podcasts' is neither 'podcast' nor a series [unknown-series]",
        ),
        (
            "reach: {accounts: {抖音: lieshita}}\n",
            "studio.yaml:2:20: '抖音' cannot be the name of a platform [bad-platform]",
        ),
        ("reach: {accounts: {douyin: liesita}}\n", "studio.yaml:2:28: unknown series 'liesita' [unknown-series]"),
        ("reach: {acounts: {douyin: lieshita}}\n", "studio.yaml:2:9: unknown key 'acounts' [unknown-key]"),
    ],
)
def test_mistakes_are_reported_at_their_place(root: Path, text: str, said: str):
    assert complaint(root, text).splitlines()[0] == said
