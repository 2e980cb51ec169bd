"""Segments: of every kind as their keys say, used parts among them."""

from decimal import Decimal
from fractions import Fraction

from pipeline.model.captions import Cue
from pipeline.model.segments import Card, ClipSegment, ClipUse, ImageSegment, ImageUse, Narration
from tests.manifest.workspaces import Workspace, segments

FIRST = "episodes/lieshita/001-mao-zejian.yaml"
SERIES = "episodes/lieshita/series.yaml"
CARD = """\
number: 1
title: 一
segments:
  - card: 一
"""


def test_segments_are_of_the_kind_that_their_key_says(workspace: Workspace):
    kinds = [type(segment) for segment in segments(workspace)]

    assert kinds == [ClipSegment, Card, Narration, ClipSegment, Card, ImageSegment]


def test_a_used_part_knows_its_name_and_the_entry_that_uses_it(workspace: Workspace):
    places = [(segment.part, segment.entry) for segment in segments(workspace)]

    assert places == [("intro", 0), ("", 1), ("", 2), ("", 3), ("outro", 4), ("outro", 4)]


def test_the_marks_of_a_used_part_lead_to_the_series(workspace: Workspace):
    marks = [str(segment.mark) for segment in segments(workspace)]

    assert marks[0] == f"{SERIES}:7:3"
    assert marks[1] == f"{FIRST}:10:5"
    assert marks[5] == f"{SERIES}:15:5"


def test_cards_have_their_fields_replaced_and_nothing_else(workspace: Workspace):
    workspace.episode(r"""
        number: 7
        title: "{number} 与 100%"
        date: 2022-03-31
        speakers: [李明, 王芳]
        segments:
          - card: "{numbering} {title}\n{number:03d} {series} {author} {date} {speakers}"
          - card: '{naem} {title:03d} {number:>9} \N %{pts} {}'
    """)
    first, second = segments(workspace)

    assert isinstance(first, Card) and isinstance(second, Card)
    assert first.text == "第7集 {number} 与 100%\n007 烈士塔下颂英烈 开福红课堂 2022年3月31日 李明、王芳"
    assert second.text == r"{naem} {title:03d} {number:>9} \N %{pts} {}"
    assert str(first.text_mark) == f"{FIRST}:7:11"


def test_a_card_stands_four_seconds_unless_it_says(workspace: Workspace):
    workspace.episode(CARD)
    (card,) = segments(workspace)

    assert isinstance(card, Card)
    assert card.length == 4


def test_a_narration_has_takes_pictures_and_captions(workspace: Workspace):
    narration = segments(workspace)[2]

    assert isinstance(narration, Narration)
    assert [take.path for take in narration.takes] == [workspace.folder / "narration/001.m4a"]
    assert narration.heading == "毛泽建的一生"
    assert narration.cues[0] == Cue(start=500, stop=4000, text="毛泽建，湖南湘潭人。")
    image, clip = narration.pictures
    assert isinstance(image, ImageUse) and isinstance(clip, ClipUse)
    assert (image.at, image.media.name) == (None, "photos/stele.jpg")
    assert (clip.at, clip.start, clip.end) == (30, 12, 20)


def test_a_list_of_takes_is_spoken_with_pauses(workspace: Workspace):
    workspace.write("episodes/lieshita/narration/002.m4a", "media")
    workspace.episode("""
        number: 1
        title: 一
        segments:
          - narration: [narration/001.m4a, narration/002.m4a]
            pause: 800ms
            gain: +2.5 dB
    """)
    (narration,) = segments(workspace)

    assert isinstance(narration, Narration)
    assert [take.name for take in narration.takes] == ["narration/001.m4a", "narration/002.m4a"]
    assert (narration.pause, narration.gain) == (Fraction(4, 5), Decimal("2.5"))
