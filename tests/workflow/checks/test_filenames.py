"""Episodes whose files would take each other's names, found in a check and not only by a render."""

from tests.e2e.conftest import SERIES, SHORTEST, Workspace

PLAIN = SHORTEST.replace("../../", "")


def codes(workspace: Workspace) -> list[tuple[str, str]]:
    report = workspace.json("check", status=1)
    return [(found["code"], found["file"]) for found in report["diagnostics"]]


def test_names_that_differ_in_case_only(workspace: Workspace):
    workspace.write("episodes/s/series.yaml", SERIES + 'name: "{title}"\n')
    workspace.episode(PLAIN.replace("毛泽建", "Mao"), 1)
    workspace.episode(PLAIN.replace("毛泽建", "MAO").replace("number: 1", "number: 2"), 2)

    assert codes(workspace) == [("name-collision", "episodes/s/002.yaml")]


def test_a_title_that_ends_like_a_rendition(workspace: Workspace):
    workspace.write("episodes/s/series.yaml", SERIES + "  small: {preset: video-draft}\n" + 'name: "{title}"\n')
    workspace.episode(PLAIN.replace("毛泽建", "Mao"), 1)
    workspace.episode(PLAIN.replace("毛泽建", "Mao.small").replace("number: 1", "number: 2"), 2)

    assert codes(workspace) == [("name-collision", "episodes/s/002.yaml")]
    assert "it would have a file 'Mao.small.mp4'" in workspace.run("check").stdout


def test_series_have_folders_of_their_own(workspace: Workspace):
    for series in ("s", "t"):
        workspace.write(f"episodes/{series}/series.yaml", SERIES + 'name: "{title}"\n')
        workspace.episode(PLAIN.replace("毛泽建", "Mao"), 1, series=series)

    assert workspace.json("check")["diagnostics"] == []
