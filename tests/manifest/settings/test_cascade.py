"""The cascade of settings: studio, series, episode, segment; the nearest wins, mappings merge."""

from decimal import Decimal
from fractions import Fraction

from pipeline.model.ai_content import AiContent
from pipeline.model.episode import Episode
from pipeline.model.segments import ClipSegment, ClipUse, ImageSegment, ImageUse, Narration
from pipeline.model.segments.motion import Motion
from pipeline.model.series import Bed, CaptionLook, Loudness, Transition
from pipeline.model.timeline import Lettering
from pipeline.packaging.captions import lettering_of
from tests.manifest.workspaces import Workspace, segments

FIRST = "episodes/lieshita/001-mao-zejian.yaml"
SERIES = "episodes/lieshita/series.yaml"
CARD = """\
number: 1
title: 一
segments:
  - card: 一
"""


def first_bed(workspace: Workspace) -> Bed | None:
    return segments(workspace)[0].music


def test_music_comes_from_the_series(workspace: Workspace):
    workspace.episode(CARD)

    bed = first_bed(workspace)

    assert bed and (bed.media.path, bed.gain) == (workspace.root / "assets/bed.mp3", Decimal(-18))


def test_a_level_changes_without_the_file(workspace: Workspace):
    workspace.episode(CARD + "music: {duck: -3 dB}\n")

    bed = first_bed(workspace)

    assert bed and (bed.media.name, bed.gain, bed.duck) == ("assets/bed.mp3", Decimal(-18), Decimal(-3))


def test_a_file_changes_without_the_levels(workspace: Workspace):
    workspace.write("episodes/lieshita/other.mp3", "media")
    workspace.episode(CARD + "    music: other.mp3\n")

    bed = first_bed(workspace)

    assert bed and (bed.media.name, bed.gain) == ("other.mp3", Decimal(-18))


def test_none_is_silence(workspace: Workspace):
    workspace.episode(CARD + "    music: none\n")

    assert first_bed(workspace) is None


def test_what_a_use_says_holds_for_its_part(workspace: Workspace):
    workspace.episode("""
        number: 1
        title: 一
        segments:
          - use: outro
            music: none
            chapter: 尾声
            transition: {kind: dissolve, for: 1s}
    """)
    card, image = segments(workspace)

    assert (card.music, image.music) == (None, None)
    assert (card.chapter, image.chapter) == ("尾声", None)
    assert (card.transition, image.transition) == (Transition(kind="dissolve", length=Fraction(1)), None)


def test_parts_of_the_studio_serve_every_series(workspace: Workspace):
    workspace.change("studio.yaml", "name:", "parts: {logo: {image: assets/logo.png, for: 1s}}\nname:")
    workspace.episode("{number: 1, title: 一, segments: [{use: logo}]}")

    (logo,) = segments(workspace)

    assert isinstance(logo, ImageSegment)
    assert logo.media[0].path == workspace.root / "assets/logo.png"


def test_a_kind_of_transition_starts_afresh_a_length_alone_does_not(workspace: Workspace):
    workspace.change(SERIES, "total: 20", "transition: {kind: dissolve, for: 2s}")
    workspace.episode(CARD + "    transition: dissolve\n  - card: 二\n    transition: {for: 1s}\n  - card: 三\n")

    lengths = [segment.transition and segment.transition.length for segment in segments(workspace)]

    assert lengths == [Fraction(1, 2), Fraction(1), None]
    assert workspace.read().episodes[0].transition == Transition(kind="dissolve", length=Fraction(2))


def test_fit_reaches_pictures(workspace: Workspace):
    workspace.change("studio.yaml", "name:", "fit: pad\nname:")
    workspace.change(FIRST, "    pictures:\n", "    fit: crop\n    pictures:\n")
    narration, clip = segments(workspace)[2:4]

    assert isinstance(narration, Narration) and isinstance(clip, ClipSegment)
    assert [picture.fit for picture in narration.pictures] == ["crop", "crop"]
    assert clip.fit == "pad"


def test_theme_and_loudness_merge(workspace: Workspace):
    workspace.change("studio.yaml", "name:", 'theme: {background: "#000000"}\nloudness: {peak: -2 dBTP}\nname:')
    workspace.episode(CARD + 'theme: {accent: "#FFFFFF"}\nloudness: -14.5 LUFS\n')
    (episode,) = workspace.read().episodes

    assert (episode.theme.background, episode.theme.accent) == ("#000000", "#ffffff")
    assert episode.loudness == Loudness(target=Decimal("-14.5"), peak=Decimal(-2))


def read_episode(workspace: Workspace, series: str, episode: str = "") -> Episode:
    workspace.change(SERIES, "total: 20", series)
    workspace.episode(CARD + episode)
    assert workspace.read().ok, workspace.complaints()
    return workspace.read().episodes[0]


def test_video_and_mp3_are_always_there(workspace: Workspace):
    (episode,) = workspace.read().episodes

    assert [(one.name, one.suffix) for one in episode.renditions] == [("main", ".mp4"), ("sound", ".mp3")]


def test_settings_stand_over_what_is_inherited(workspace: Workspace):
    series = "renditions: {main: {size: 640x360, rate: 30000/1001}}"
    main, *_ = read_episode(workspace, series, "renditions: {main: {crf: 28}}\n").renditions

    assert main.picture
    assert (main.picture.width, main.picture.height) == (640, 360)
    assert (main.picture.rate, main.picture.crf) == (Fraction(30000, 1001), 28)


def test_a_preset_starts_afresh(workspace: Workspace):
    series = "renditions: {main: {size: 640x360}}"
    main, *_ = read_episode(workspace, series, "renditions: {main: video-720p}\n").renditions

    assert main.picture and main.picture.width == 1280


def test_further_ones_come_after_main_and_none_takes_one_away(workspace: Workspace):
    series = "renditions: {small: {preset: video-1080p, size: 854x480, bitrate: 96k, channels: mono}, sound: none}"
    renditions = read_episode(workspace, series).renditions

    assert [one.name for one in renditions] == ["main", "small"]
    assert (renditions[1].sound.bitrate, renditions[1].sound.channels) == (96_000, 1)


def test_a_motion_is_inherited_changed_in_part_and_turned_off(workspace: Workspace):
    for name in ("a.jpg", "b.jpg", "c.jpg", "d.mp4"):
        workspace.write(f"episodes/lieshita/{name}", "media")
    workspace.write("episodes/lieshita/n.mp3", "media")
    workspace.episode("""
        number: 1
        title: 一
        motion: {kind: auto, amount: 8%, ease: linear}
        segments:
          - {image: a.jpg, for: 4s}
          - {image: b.jpg, for: 4s, motion: push-in}
          - {image: c.jpg, for: 4s, motion: none}
          - narration: n.mp3
            motion: {amount: 20%}
            pictures:
              - a.jpg
              - {image: b.jpg, motion: {kind: pan-left, focus: [0.25, 30%]}}
              - d.mp4
    """)

    first, second, third, spoken = segments(workspace)
    assert isinstance(first, ImageSegment) and isinstance(second, ImageSegment) and isinstance(third, ImageSegment)
    assert isinstance(spoken, Narration)
    eight, twenty = Fraction(8, 100), Fraction(20, 100)
    assert first.motion == Motion(kind="auto", amount=eight, ease="linear")
    assert second.motion == Motion(kind="push-in", amount=eight, ease="linear")
    assert third.motion is None
    one, other, clip = spoken.pictures
    assert isinstance(one, ImageUse) and one.motion == Motion(kind="auto", amount=twenty, ease="linear")
    assert isinstance(other, ImageUse) and other.motion == Motion(
        kind="pan-left", amount=twenty, focus=(Fraction(1, 4), Fraction(3, 10)), ease="linear"
    )
    assert isinstance(clip, ClipUse)


def test_an_amount_alone_asks_for_a_motion(workspace: Workspace):
    workspace.write("episodes/lieshita/a.jpg", "media")
    workspace.episode("number: 1\ntitle: 一\nsegments:\n  - {image: a.jpg, for: 4s, motion: {amount: 20％}}\n")

    (segment,) = segments(workspace)
    assert isinstance(segment, ImageSegment) and segment.motion == Motion(kind="auto", amount=Fraction(1, 5))


def test_the_look_of_captions_is_merged_key_by_key_and_one_word_is_the_mode(workspace: Workspace):
    workspace.change(SERIES, "title:", "captions: {mode: burned, style: box, size: 120%}\ntitle:")
    workspace.episode(CARD + "captions: {punctuation: no, style: bar}\n")

    found = workspace.read().episodes[0]

    assert found.captions == "burned"
    assert found.caption_look == CaptionLook(style="bar", size=Decimal("1.2"), punctuation=False)


def test_a_rendition_has_a_look_of_captions_of_its_own(workspace: Workspace):
    workspace.episode(
        CARD + "captions: both\nrenditions: {tall: {preset: vertical, captions: {mode: burned, size: 90%}},"
        " old: {preset: classroom, captions: {style: box}}}\n"
    )
    found = workspace.read().episodes[0]
    tall, old = (next(one for one in found.renditions if one.name == name) for name in ("tall", "old"))

    assert (found.captions, tall.captions, old.captions) == ("both", "burned", "burned")
    assert lettering_of(found, tall, ()) == Lettering(fonts=(), size=Decimal("0.9"), version=4)
    assert lettering_of(found, old, ()) == Lettering(fonts=(), size=Decimal("1.5"), style="box")


def test_a_size_of_captions_counts_on_that_of_the_preset(workspace: Workspace):
    workspace.episode(CARD + "captions: {size: 120%}\nrenditions: {old: classroom}\n")
    found = workspace.read().episodes[0]

    assert lettering_of(found, found.renditions[-1], ()).size == Decimal("1.8")
    assert found.captions == "soft"


def test_content_made_by_ai_is_said_once_and_changed_key_by_key(workspace: Workspace):
    workspace.change(SERIES, "title:", "ai-content: {made: yes, producer: 开福区}\ntitle:")
    workspace.episode(CARD + "ai-content: {label: AI生成}\n")

    found = workspace.read().episodes[0]

    assert (found.ai.made, found.ai.label, found.ai.producer) == (True, "AI生成", "开福区")
    assert found.ai_content == AiContent(label="AI生成")
    workspace.episode(CARD + "ai-content: no\n")
    assert workspace.read().episodes[0].ai_content is None


def test_a_label_that_says_half_of_it_is_told(workspace: Workspace):
    workspace.episode(CARD + "ai-content: {made: yes, label: 机器配音}\n")

    assert "[bad-ai-label]" in workspace.complaints()
