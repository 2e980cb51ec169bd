"""Logos, labels and names in manifests: the nearest wins, parts and renditions may differ."""

from fractions import Fraction

from pipeline.model.overlays import LogoChange, LogoUse
from pipeline.model.segments import Card, ClipSegment, ImageSegment, Narration
from tests.manifest.workspaces import Workspace

ALL = """\
number: 1
title: 一
segments:
  - use: intro
  - {card: 一, logo: {corner: top-left}}
  - {clip: clips/interview.mp4, logo: none}
  - {use: outro, logo: none}
"""


def logos(workspace: Workspace) -> list[LogoUse]:
    (episode,) = workspace.read().episodes
    return [segment.logo for segment in episode.segments]


def test_a_logo_cascades_and_is_left_out_where_somebody_says_so(workspace: Workspace):
    workspace.change("studio.yaml", "voicehall: 1", "voicehall: 1\nlogo: {image: assets/logo.png, size: 12%}")
    workspace.change(
        "episodes/lieshita/series.yaml", "total: 20", "total: 20\nlogo: {opacity: 0.5, corner: bottom-right}"
    )
    workspace.episode(ALL)

    intro, card, clip, *outro = logos(workspace)
    assert intro.media is not None and intro.media.name == "assets/logo.png"
    assert (intro.corner, intro.size, intro.opacity) == ("bottom-right", Fraction(12, 100), Fraction(1, 2))
    assert (card.corner, card.size, card.off) == ("top-left", Fraction(12, 100), False)
    assert [one.off for one in (clip, *outro)] == [True] * 3
    assert {one.media for one in (clip, *outro)} == {None}


def test_a_part_may_leave_the_logo_out_itself(workspace: Workspace):
    workspace.change("studio.yaml", "voicehall: 1", "voicehall: 1\nlogo: assets/logo.png")
    workspace.change("episodes/lieshita/series.yaml", "  music: none", "  music: none\n  logo: none")
    workspace.episode(ALL)

    assert [one.off for one in logos(workspace)] == [True, False, True, True, True]


def test_an_episode_without_one_leaves_it_to_its_renditions(workspace: Workspace):
    workspace.change("studio.yaml", "voicehall: 1", "voicehall: 1\nlogo: assets/logo.png")
    workspace.episode("""\
        number: 1
        title: 一
        logo: none
        renditions: {tall: {preset: vertical, logo: {image: assets/logo.png, corner: top-left}}, room: {logo: none}}
        segments: [{card: 一}]
    """)
    (episode,) = workspace.read().episodes

    assert episode.segments[0].logo == LogoUse()
    changes = {one.name: one.logo for one in episode.renditions}
    assert changes["room"] == LogoChange(none=True)
    tall = changes["tall"]
    assert tall is not None and tall.media is not None and (tall.corner, tall.size) == ("top-left", None)
    assert changes["main"] is None


def test_a_name_alone_is_a_lower_third_and_fields_are_filled(workspace: Workspace):
    workspace.episode("""\
        number: 1
        title: 一
        speakers: [李明]
        segments:
          - {clip: clips/interview.mp4, lower-third: '{speakers}'}
          - image: photos/stele.jpg
            for: 9s
            lower-third: [{name: 王芳, at: 2s}, {name: 张伟, role: 馆长, at: 5s, for: 3s}]
    """)
    (episode,) = workspace.read().episodes
    clip, image = episode.segments

    (one,) = clip.lower_thirds
    assert (one.name, one.role, one.at, one.length, one.stated) == ("李明", "", 1, 5, False)
    assert [(two.name, two.at, two.length, two.stated) for two in image.lower_thirds] == [
        ("王芳", 2, 5, False),
        ("张伟", 5, 3, True),
    ]


def test_labels_follow_the_switch(workspace: Workspace):
    workspace.write("episodes/lieshita/narration/001.md", "![石碑](../photos/stele.jpg)\n毛泽建，湖南湘潭人。\n")
    found = {}
    for switch in ("", "labels: yes", "labels: readers", "labels: no"):
        workspace.episode(f"""\
        number: 1
        title: 一
        {switch}
        segments:
          - {{narration: narration/001.m4a, script: narration/001.md}}
          - {{image: photos/school.jpg, for: 2s, label: 学堂}}
        """)
        (episode,) = workspace.read().episodes
        narration, image = episode.segments
        assert isinstance(narration, Narration) and isinstance(image, ImageSegment)
        found[switch] = [(one.text, one.drawn) for one in (*narration.labels, *image.labels)]

    assert found == {
        "": [("学堂", True)],
        "labels: yes": [("石碑", True), ("学堂", True)],
        "labels: readers": [("石碑", False), ("学堂", False)],
        "labels: no": [],
    }


def test_a_label_of_its_own_wins_over_the_words_in_brackets(workspace: Workspace):
    script = '![石碑](../photos/stele.jpg){label="烈士塔的石碑"}\n毛泽建，湖南湘潭人。\n'
    workspace.write("episodes/lieshita/narration/001.md", script)
    workspace.episode("""\
        number: 1
        title: 一
        segments: [{narration: narration/001.m4a, script: narration/001.md}]
    """)
    (episode,) = workspace.read().episodes

    assert [(one.text, one.drawn) for one in episode.segments[0].labels] == [("烈士塔的石碑", True)]


def test_an_image_as_inset_takes_from_and_to_as_times_of_the_segment(workspace: Workspace):
    workspace.episode("""\
        number: 1
        title: 一
        segments:
          - clip: clips/interview.mp4
            inset:
              - {image: photos/stele.jpg, from: 2s, to: 5s}
              - {clip: clips/museum.mp4, from: 2s, to: 5s, at: 1s, shape: circle, size: 0.3}
    """)
    (episode,) = workspace.read().episodes
    (clip,) = episode.segments
    assert isinstance(clip, ClipSegment) and not isinstance(clip, Card)

    still, moving = clip.insets
    assert (still.at, still.length, still.start, still.end) == (2, 3, 0, None)
    assert (moving.at, moving.length, moving.start, moving.end) == (1, None, 2, 5)
    assert (moving.shape, moving.size, moving.corner) == ("circle", Fraction(3, 10), "bottom-right")
