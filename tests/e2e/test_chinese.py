"""Who reads Chinese meets no English sentence: all commands over a small workspace, and every kind of mistake."""

import re
from pathlib import Path

import pytest

from pipeline.messages import told
from tests.e2e.conftest import Workspace
from tests.e2e.english import english_in
from tests.manifest.cases import CASES
from tests.manifest.workspaces import Workspace as Manifests
from tests.reach.exports import DOUYIN, douyin, text_file

CHINESE = {"VOICEHALL_LANG": "zh"}


def test_the_search_finds_english():
    assert english_in("提示：there is no such file here")
    assert not english_in("没有“disolve is not a word”这种转场 [unknown-transition]")


@pytest.mark.parametrize("manifest", [case[1] for case in CASES], ids=[case[0] for case in CASES])
def test_mistakes_are_told_in_chinese(tmp_path: Path, manifest: str):
    workspace = Manifests(tmp_path)
    workspace.write("episodes/lieshita/001.yaml", manifest)

    diagnostics = workspace.read().diagnostics
    assert diagnostics
    for found in diagnostics:
        for text in (told(found.message, "zh"), told(found.hint, "zh")):
            assert not text or re.search("[\u4e00-\u9fff]", text), text
            assert english_in(text) == [], text


@pytest.mark.parametrize(
    "command",
    [
        "check", "plan --why", "render", "render --force --draft", "verify", "status", "cache stats", "cache verify",
        "cache prune --dry-run", "doctor", "approve s/1", "publish s --to place", "publish s --to place --dry-run",
        "publish s --to douyin", "publish s --to nowhere", "retract s/1 --from place", "bundle s --to stick",
        "export archive s --to a.zip", "export handout s", "new s --title 第二课", "renumber s/1 7 --dry-run",
        "reach import douyin.csv broken.xlsx", "reach match", "reach report", "reach report --press",
        "reach report s --since 2026-01-01", "reach downloads douyin.csv", "check nowhere", "render s/99",
        "renumber s/1", "adopt", "adopt assets --series s", "reach import --as-of never douyin.csv", "rendr",
        "render --jobs many", "publish", "export film s",
    ],
)  # fmt: skip
def test_commands_speak_chinese(rendered: Workspace, command: str):
    rendered.write(
        "studio.yaml",
        (rendered.root / "studio.yaml").read_text(encoding="utf-8")
        + 'targets:\n  place: {url: "file://place", public: "https://example.org/"}\n',
    )
    text_file(rendered.root / "douyin.csv", [DOUYIN, douyin(), douyin("合集预告", 播放量="x")])
    rendered.write("broken.xlsx", "this is no workbook")

    done = rendered.run(*command.split(), env=CHINESE)

    assert re.search("[\u4e00-\u9fff]", done.stdout + done.stderr), done.stdout + done.stderr
    assert english_in(done.stdout) == []
    assert english_in(done.stderr) == []
