"""Themes: named or in settings, at every level; the nearest wins, and what cannot be read is mended and said."""

import pytest

from pipeline.model.segments import Card
from pipeline.model.series import Theme
from tests.manifest.workspaces import Workspace, segments

EPISODE = "number: 1\ntitle: 一\nsegments:\n  - card: 一\n"


def theme_of(workspace: Workspace, more: str = "") -> Theme:
    workspace.episode(EPISODE + more)
    (card,) = segments(workspace)
    assert isinstance(card, Card)
    return card.theme


def bare(workspace: Workspace) -> Workspace:
    """Without a theme in the series."""
    path = workspace.root / "episodes/lieshita/series.yaml"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line for line in lines if not line.startswith("theme")) + "\n", encoding="utf-8")
    return workspace


def test_nothing_at_all_is_red_gold(workspace: Workspace):
    assert theme_of(bare(workspace)) == Theme()


@pytest.mark.parametrize("written", ["night", "夜", "{preset: night}", "{preset: 夜}"])
def test_a_preset_by_either_name_alone_or_as_a_key(workspace: Workspace, written: str):
    theme = theme_of(bare(workspace), f"theme: {written}\n")

    assert (theme.preset, theme.background) == ("night", "#0b1528")


def test_colours_beside_a_preset_are_its_own(workspace: Workspace):
    theme = theme_of(bare(workspace), 'theme: {preset: ink, accent: "#0b5c3a"}\n')

    assert (theme.preset, theme.background, theme.accent) == ("ink", "#f3efe5", "#0b5c3a")


def test_colours_alone_are_plain(workspace: Workspace):
    theme = theme_of(bare(workspace), 'theme: {background: "#16294d", foreground: "#fff3d8"}\n')

    assert (theme.preset, theme.background, theme.foreground) == ("plain", "#16294d", "#fff3d8")


def test_a_colour_of_an_episode_keeps_the_preset_of_its_series(workspace: Workspace):
    bare(workspace).change("episodes/lieshita/series.yaml", "title:", "theme: celadon\ntitle:")
    theme = theme_of(workspace, 'theme: {accent: "#0b5c3a"}\n')

    assert (theme.preset, theme.background, theme.accent) == ("celadon", "#d5e5de", "#0b5c3a")


def test_a_preset_resets_the_colours_of_above(workspace: Workspace):
    bare(workspace).change("studio.yaml", "name:", 'theme: {preset: ink, background: "#ffffff"}\nname:')
    theme = theme_of(workspace, "    theme: plain\n")

    assert (theme.preset, theme.background) == ("plain", "#f5f4f1")


def test_a_colour_of_the_studio_and_one_of_the_series_meet_before_they_are_judged(workspace: Workspace):
    bare(workspace).change("studio.yaml", "name:", 'theme: {foreground: "#fff3d8"}\nname:')
    theme = theme_of(workspace, 'theme: {background: "#16294d"}\n')

    assert (theme.background, theme.foreground) == ("#16294d", "#fff3d8")
    assert "illegible" not in workspace.complaints()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("red-gld", "unknown theme 'red-gld' [unknown-theme]\n    theme: red-gld\n           ^\nhint: did you mean"),
        ("古风", "unknown theme '古风' [unknown-theme]\n    theme: 古风\n           ^\nhint: known: 夜"),
        ("红色", "hint: did you mean '红金'? Known: 夜"),
        ("水默", "hint: did you mean '水墨'? Known: 夜"),
        ('"#7a1414"', "hint: write 'theme: {background: \"#7a1414\"}'"),
    ],
)
def test_what_is_no_theme_is_said(workspace: Workspace, written: str, said: str):
    workspace.episode(EPISODE + f"theme: {written}\n")

    assert said in workspace.complaints()


def test_an_illegible_colour_is_said_at_its_place_with_what_it_becomes(workspace: Workspace):
    theme = theme_of(bare(workspace), 'theme:\n  preset: red-gold\n  foreground: "#802020"\n')

    assert theme.foreground != "#802020"
    told = workspace.complaints()
    assert "001-mao-zejian.yaml:7:15: warning: the text's colour '#802020' cannot be read on '#7a1414'" in told
    assert f"its contrast is 1.1, 4.5 is needed; it is drawn as '{theme.foreground}' [illegible-colour]" in told
    assert f"hint: write 'foreground: \"{theme.foreground}\"'" in told


def test_an_inherited_colour_that_a_new_background_hides_is_said_at_the_background(workspace: Workspace):
    bare(workspace).change("studio.yaml", "name:", 'theme: {preset: night, foreground: "#eef4ff"}\nname:')
    theme_of(workspace, 'theme: {background: "#ffffff"}\n')

    told = workspace.complaints()
    assert "001-mao-zejian.yaml:5:21: warning: the text's colour '#eef4ff' cannot be read on '#ffffff'" in told


@pytest.mark.parametrize(
    ("language", "shown"), [("zh-CN", "2022年10月8日"), ("en", "8 October 2022"), ("fr", "2022-10-08")]
)
def test_a_date_on_a_card_is_written_as_people_do(workspace: Workspace, language: str, shown: str):
    bare(workspace).change("episodes/lieshita/series.yaml", "title:", f"language: {language}\ntitle:")
    workspace.episode('number: 1\ntitle: 一\ndate: 2022-10-08\nsegments:\n  - card: "{series}\\n{date}"\n')
    (card,) = segments(workspace)

    assert isinstance(card, Card)
    assert (card.text.split("\n")[1], card.senses) == (shown, ("series", "date"))


def test_a_card_knows_which_line_is_what(workspace: Workspace):
    workspace.episode(
        'number: 1\ntitle: 一\nsegments:\n  - card: "第 {number:03d} 集\\n《{title}》\\n{series}\\n{author}"\n'
    )
    (card,) = segments(workspace)

    assert isinstance(card, Card)
    assert card.senses == ("number", "title", "series", "words")


@pytest.mark.parametrize(
    ("written", "file"),
    [
        ("LXGW WenKai", "LXGWWenKai-Regular.ttf"),
        ("lxgwwenkai-bold.ttf", "LXGWWenKai-Bold.ttf"),
        ("霞鹜文楷", "霞鹜文楷.otf"),
    ],
)
def test_a_font_of_the_workspace_is_named_by_its_file_or_family(workspace: Workspace, written: str, file: str):
    folder = workspace.root / "fonts"
    folder.mkdir()
    for name in ("LXGWWenKai-Bold.ttf", "LXGWWenKai-Regular.ttf", "霞鹜文楷.otf", "OFL.txt"):
        (folder / name).write_bytes(b"font")
    theme = theme_of(workspace, f"theme: {{font: {written}}}\n")

    assert theme.font
    assert theme.font.path == folder / file


def test_a_font_that_is_nowhere_is_said(workspace: Workspace):
    (workspace.root / "fonts").mkdir()
    workspace.episode(EPISODE + "theme: {font: LXGW WenKai}\n")

    told = workspace.complaints()
    assert "there is no font 'LXGW WenKai' [missing-file]" in told
    assert "hint: write the path of a font file, or put the file into the folder 'fonts/'" in told


@pytest.mark.parametrize("written", ["LXGWWenKay.ttf", "LXGW WenKai Screen"])
def test_a_font_that_is_almost_one_of_the_workspace_is_asked_about(workspace: Workspace, written: str):
    folder = workspace.root / "fonts"
    folder.mkdir()
    (folder / "LXGWWenKai.ttf").write_bytes(b"font")
    workspace.episode(EPISODE + f"theme: {{font: {written}}}\n")

    assert "hint: did you mean 'LXGWWenKai.ttf'? Known: LXGWWenKai.ttf" in workspace.complaints()
