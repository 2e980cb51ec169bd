"""Every kind of mistake, as its author sees it: messages.md holds the manifests and what is said of them."""

import pytest

from tests.manifest.cases import CASES, PAGE
from tests.manifest.workspaces import Workspace


def test_the_page_is_read_whole():
    assert len(CASES) == PAGE.count("\n## ") > 60


@pytest.mark.parametrize(("manifest", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_author_sees(workspace: Workspace, manifest: str, expected: str):
    workspace.write("episodes/lieshita/001.yaml", manifest)
    (workspace.folder / "001-mao-zejian.yaml").unlink()

    assert workspace.complaints().replace("episodes/lieshita/", "") == expected


def test_the_series_and_the_studio_are_searched_like_episodes(workspace: Workspace):
    workspace.change("studio.yaml", "author", "autor")
    workspace.change("episodes/lieshita/series.yaml", "numbering", "numberng")

    assert [str(found.mark) for found in workspace.read().diagnostics] == [
        "studio.yaml:3:1",
        "episodes/lieshita/series.yaml:3:1",
    ]


def test_a_part_that_uses_itself(workspace: Workspace):
    workspace.change("episodes/lieshita/series.yaml", "- use: credits", "- use: coda")
    workspace.change("episodes/lieshita/series.yaml", "parts:\n", "parts:\n  coda: {use: outro}\n")

    assert workspace.complaints().splitlines()[0] == (
        "episodes/lieshita/series.yaml:12:10: a part cannot use itself: coda -> outro -> coda [recursive-part]"
    )


def test_a_number_that_cannot_be_read_is_nobody_elses(workspace: Workspace):
    workspace.episode("number: ２\ntitle: 又一\nsegments: [{card: 一}]\n", "002.yaml")

    assert [one.code for one in workspace.read().diagnostics] == ["bad-number"]


def test_a_number_that_another_manifest_has(workspace: Workspace):
    workspace.episode("number: 1\ntitle: 又一\nsegments: [{card: 一}]\n", "002.yaml")

    assert workspace.complaints() == (
        "episodes/lieshita/002.yaml:1:9: '001-mao-zejian.yaml' already has number 1 [duplicate-number]\n"
        "    number: 1\n"
        "            ^\n"
        "hint: give this one the next free number"
    )
    assert [episode.title for episode in workspace.read().episodes] == ["毛泽建：巾帼英烈"]


def test_a_series_without_its_file(workspace: Workspace):
    (workspace.folder / "series.yaml").unlink()

    first, *_ = workspace.complaints().splitlines()

    assert first == ("episodes/lieshita/series.yaml:1:1: the series 'lieshita' has no series.yaml [missing-series]")


@pytest.mark.parametrize(
    ("encoding", "hint"),
    [
        ("gb18030", "it looks like GB18030 (the 'ANSI' of Chinese Windows): save it as UTF-8 in your editor"),
        ("utf-16", "it looks like UTF-16: save it as UTF-8 in your editor"),
    ],
)
def test_text_in_another_encoding(workspace: Workspace, encoding: str, hint: str):
    text = "number: 1\ntitle: 毛泽建\n"
    workspace.write("episodes/lieshita/001-mao-zejian.yaml", text.encode(encoding))

    (found,) = workspace.read().diagnostics

    assert (found.code, found.hint) == ("not-utf-8", hint)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistakes(workspace: Workspace):
    path = workspace.folder / "001-mao-zejian.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    assert workspace.read().ok, workspace.complaints()


def test_only_so_many_are_shown(workspace: Workspace):
    workspace.episode("".join(f"key{number}: 1\n" for number in range(200)))

    diagnostics = workspace.read().diagnostics

    assert len(diagnostics) == 101
    assert [found for found in diagnostics if found.code == "too-many-problems"]


def test_platforms_and_days_in_chinese(workspace: Workspace):
    workspace.change("episodes/lieshita/series.yaml", "total: 20\n", "total: 20\nplatforms: [抖音]\nschedule: 每周四\n")

    assert "'抖音' cannot be the name of a platform [bad-platform]" in workspace.complaints()
    assert "hint: write 'douyin'" in workspace.complaints()
    assert "unknown-day" not in workspace.complaints()
