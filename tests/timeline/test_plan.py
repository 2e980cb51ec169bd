from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest

from pipeline.effects.stills import FittedImage, TextCard
from pipeline.model.captions import Cue
from pipeline.model.fields import Sense
from pipeline.model.media import Medium
from pipeline.model.series import Bed
from pipeline.model.timeline import ClipSpan, StillSpan, Timeline, TransitionSpan, Within
from pipeline.timebase import frame_to_sample
from tests.factories import (
    card,
    clip,
    clip_segment,
    dissolve,
    episode,
    image,
    image_segment,
    media_use,
    moving,
    narration,
    picture,
    sound,
    sound_info,
)
from tests.timeline.planning import planned, timeline


def labels(found: Timeline) -> list[tuple[int, int, str]]:
    return [(placed.start, placed.span.frames, placed.label) for placed in found.spans]


def test_pictures_share_a_narration_equally():
    found = timeline(
        episode(narration("n.m4a", picture("a.jpg"), picture("b.jpg"), picture("c.jpg"))),
        sound("n.m4a"), image("a.jpg"), image("b.jpg"), image("c.jpg"),
    )  # fmt: skip

    assert labels(found) == [(0, 83, "a.jpg"), (83, 83, "b.jpg"), (166, 84, "c.jpg")]


def test_pins_stand_and_the_others_share_the_room_between():
    pictures = [picture("a.jpg"), picture("b.jpg"), picture("c.jpg", at=Fraction(6)), picture("d.jpg")]
    found = timeline(
        episode(narration("n.m4a", *pictures)), sound("n.m4a"), *map(image, ["a.jpg", "b.jpg", "c.jpg", "d.jpg"])
    )

    assert [start for start, _, _ in labels(found)] == [0, 75, 150, 200]


@pytest.mark.parametrize(("at", "code"), [(Fraction(11), "at-outside"), (Fraction(10), "at-outside")])
def test_a_pin_beyond_the_narration_is_an_error(at: Fraction, code: str):
    found = planned(episode(narration("n.m4a", picture(), picture(at=at))), sound("n.m4a"), image())

    assert (found.timeline, [one.code for one in found.diagnostics]) == (None, [code])


def test_more_pictures_than_frames_is_an_error():
    found = planned(episode(narration("n.m4a", *[picture()] * 5)), sound("n.m4a", Fraction(1, 10)), image())

    assert [one.code for one in found.diagnostics] == ["no-room"]


def test_a_narration_without_pictures_shows_the_title():
    found = timeline(episode(narration()), sound("n.m4a"))

    span = found.spans[0].span
    assert isinstance(span, StillSpan)
    assert isinstance(span.still, TextCard)
    assert span.still.text == "毛泽建"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"start": Fraction(10)}, "clip 'a.mp4' ends at 00:10.000, asked for a start at 00:10.000"),
        ({"end": Fraction(45)}, "clip 'a.mp4' ends at 00:10.000, asked for 00:45.000"),
    ],
)
def test_a_clip_cannot_give_more_than_it_has(more: dict[str, Any], message: str):
    found = planned(episode(clip_segment(**more)), clip())

    assert [one.message for one in found.diagnostics] == [message]


def test_half_a_frame_beyond_the_end_is_forgiven():
    assert timeline(episode(clip_segment(end=Fraction(1001, 100))), clip()).frames == 250


@pytest.mark.parametrize(
    ("subject", "medium"),
    [
        (image_segment("a.mp4"), clip()),
        (clip_segment("a.jpg"), image()),
        (clip_segment("a.m4a"), sound("a.m4a")),
        (narration("a.jpg"), image()),
    ],
)
def test_the_wrong_kind_of_medium_is_named(subject: Any, medium: Medium):
    assert [one.code for one in planned(episode(subject), medium).diagnostics] == ["wrong-kind"]


def test_every_segment_with_an_error_is_reported_in_one_pass():
    found = planned(episode(clip_segment(start=Fraction(99)), image_segment("a.mp4")), clip())

    assert [one.code for one in found.diagnostics] == ["from-beyond-end", "wrong-kind"]


def test_sound_stands_where_its_picture_does_whatever_the_rate():
    rate = Fraction(30000, 1001)
    segments = [clip_segment(start=Fraction(1), end=Fraction(1) + Fraction(n, 7)) for n in (3, 5, 9, 11, 13)]
    found = timeline(episode(*segments), clip(), rate=rate)

    assert [one.start for one in found.mix.sounds] == [frame_to_sample(placed.start, rate) for placed in found.spans]
    assert found.mix.samples == frame_to_sample(found.frames, rate)
    assert all(before.stop == after.start for before, after in pairwise(found.mix.sounds))


def test_a_transition_moves_no_sound():
    plain = timeline(episode(clip_segment(), clip_segment()), clip())
    blended = timeline(episode(clip_segment(), clip_segment(transition=dissolve())), clip())

    assert plain.mix == blended.mix
    assert plain.frames == blended.frames


def test_a_clip_shown_during_a_narration_is_silent():
    found = timeline(episode(narration("n.m4a", moving())), sound("n.m4a"), clip())

    assert [one.label for one in found.mix.sounds] == ["n.m4a"]


def test_takes_follow_each_other_with_their_pause():
    takes = (media_use("n.m4a"), media_use("m.m4a"))
    found = timeline(episode(narration(takes=takes, pause=Fraction(1, 2))), sound("n.m4a"), sound("m.m4a", Fraction(3)))

    assert found.frames == round(13.5 * 25 + 0.1)
    assert found.mix.sounds[0].take.pause == 24_000


def test_one_bed_lies_under_segments_that_share_it():
    bed = Bed(media=media_use("m.mp3"))
    other = Bed(media=media_use("m.mp3"), gain=Decimal(-20))
    beds = [bed, bed, None, bed, other]
    found = timeline(episode(*(card(music=one, entry=entry) for entry, one in enumerate(beds))), sound("m.mp3"))

    second = 48_000
    assert [(one.start / second, one.take.samples / second, one.gain) for one in found.mix.sounds] == [
        (0, 8, Decimal(-14)),
        (12, 4, Decimal(-14)),
        (16, 4, Decimal(-20)),
    ]


def test_fades_of_a_short_bed_share_it():
    bed = Bed(media=media_use("m.mp3"), fade=Fraction(5))
    found = timeline(episode(card(music=bed)), sound("m.mp3"))

    assert (found.mix.sounds[0].fade_in, found.mix.sounds[0].fade_out) == (96_000, 96_000)


def chapters(*segments: Any) -> list[tuple[int, str]]:
    media = [sound("n.m4a"), clip("interview.mp4"), image("a.jpg")]
    found = timeline(episode(*segments), *media)
    return [(chapter.start // 25, chapter.title) for chapter in found.chapters]


def test_every_entry_opens_a_chapter_and_a_short_one_joins_the_next():
    assert chapters(
        card("第1期\n毛泽建", 4),
        narration(entry=1, heading="生平"),
        clip_segment("interview.mp4", entry=2),
        image_segment("a.jpg", 6, entry=3, chapter="陵园"),
    ) == [(0, "生平"), (24, "陵园")]


@pytest.mark.parametrize(
    ("text", "senses", "expected"),
    [
        ("第4期\n毛泽建：巾帼英烈\n烈士塔下颂英烈", ("number", "title", "series"), "毛泽建：巾帼英烈"),
        ("烈士塔下颂英烈\n第4期\n毛泽建", ("series", "number", "title"), "毛泽建"),
        ("\n7\n\n清水塘", ("words", "number", "words", "title"), "清水塘"),
        ("Episode 7\nThe Long March", (), "The Long March"),
        # The number is a part of the title's line.
        ("第4期：毛泽建\n2022年10月8日", ("number", "date"), "第4期：毛泽建"),
        ("第4期", ("number",), "第4期"),
        ("谢谢收听\n下期再见", (), "谢谢收听"),
        ("毛泽建\n第4期", ("title", "number"), "毛泽建"),
    ],
)
def test_a_card_s_chapter_is_the_title_it_shows(text: str, senses: tuple[Sense, ...], expected: str):
    assert chapters(card(text, 6, senses=senses)) == [(0, expected)]


def test_a_short_last_entry_joins_the_one_before():
    assert chapters(narration(heading="生平"), card(entry=1)) == [(0, "生平")]


def test_a_stated_chapter_opens_however_short():
    assert chapters(card(chapter="片头"), narration(entry=1, heading="生平")) == [(0, "片头"), (4, "生平")]


def test_none_keeps_the_chapter_before_going():
    assert chapters(
        narration(heading="生平"), narration(entry=1, chapter="", heading="无"), narration(entry=2, heading="尾声")
    ) == [
        (0, "生平"),
        (20, "尾声"),
    ]


def test_segments_of_a_part_share_its_chapter():
    assert chapters(card("甲", 6, part="片花"), card("乙", 6, part="片花"), narration(entry=1, heading="生平")) == [
        (0, "片花"),
        (12, "生平"),
    ]


def test_parts_have_titles_of_their_language_and_never_a_key_of_the_manifest():
    subject = episode(
        clip_segment("interview.mp4", part="intro"), card("鸣谢\n众人", 6, entry=1, part="credits"),
        clip_segment("interview.mp4", entry=2, part="outro"),
    )  # fmt: skip
    english = replace(subject, series=replace(subject.series, language="en-GB"))

    titles = [[one.title for one in timeline(each, clip("interview.mp4")).chapters] for each in (subject, english)]

    assert titles == [["片头", "鸣谢", "片尾"], ["Intro", "鸣谢", "Outro"]]


def test_no_file_s_name_becomes_a_chapter():
    assert chapters(
        clip_segment("interview.mp4"), narration(entry=1, heading="生平"), image_segment("a.jpg", 6, entry=2)
    ) == [(0, "生平")]


def test_what_has_no_title_is_warned_of_where_there_are_several():
    subject = episode(clip_segment("interview.mp4"), narration(entry=1, heading="生平"), card(entry=2))

    (found,) = planned(subject, sound("n.m4a"), clip("interview.mp4")).diagnostics

    assert (found.code, found.severity, found.message, found.hint) == (
        "untitled-chapter",
        "warning",
        "this part of the episode has no title: no chapter begins here",
        "write 'chapter: ...' for a chapter of its own, 'chapter: none' if none is wanted",
    )


def test_an_episode_of_one_piece_needs_no_title_but_its_own():
    result = planned(episode(narration()), sound("n.m4a"))

    assert result.timeline
    assert ([one.title for one in result.timeline.chapters], result.diagnostics) == ([episode().title], ())


def test_more_chapters_than_players_list_are_told_and_all_there():
    result = planned(episode(*(card(f"第{number}句", 5, entry=number) for number in range(300))))

    (found,) = result.diagnostics
    assert result.timeline
    assert len(result.timeline.chapters) == 300
    assert (found.code, found.message) == (
        "many-chapters",
        "the episode has 300 chapters: all are in its files, but some players list only 255",
    )


def test_an_episode_of_short_entries_has_one_chapter():
    assert chapters(card("甲"), card("乙", entry=1)) == [(0, "乙")]


def test_cues_stand_on_the_programme_s_clock_and_end_with_their_segment():
    cues = (
        Cue(start=0, stop=2000, text="一"),
        Cue(start=9000, stop=20_000, text="二"),
        Cue(start=10_000, stop=11_000, text="三"),
    )
    found = timeline(episode(card(), narration(entry=1, cues=cues)), sound("n.m4a"))

    assert found.cues == (Cue(start=4000, stop=6000, text="一"), Cue(start=13_000, stop=14_000, text="二"))


def test_the_series_transition_stands_between_all():
    found = timeline(
        episode(card(), narration("n.m4a", picture("a.jpg"), picture("b.jpg"), entry=1), transition=dissolve()),
        sound("n.m4a"), image("a.jpg"), image("b.jpg"),
    )  # fmt: skip

    assert [label for _, _, label in labels(found)] == [
        "第1期",
        "dissolve to a.jpg",
        "a.jpg",
        "dissolve to b.jpg",
        "b.jpg",
    ]


def test_a_still_has_no_length_of_its_own():
    """Another length of narration shows the same pictures: nothing of them is made again."""
    long, short = (
        timeline(episode(narration("n.m4a", picture())), sound("n.m4a", Fraction(seconds)), image())
        for seconds in (10, 3)
    )

    first, second = long.spans[0].span, short.spans[0].span
    assert isinstance(first, StillSpan)
    assert isinstance(first.still, FittedImage)
    assert first.still == second.still


def test_a_clip_span_knows_source_time_not_place():
    early = timeline(episode(clip_segment(start=Fraction(2))), clip())
    late = timeline(episode(card(), clip_segment(start=Fraction(2), entry=1)), clip())

    span = early.spans[0].span
    assert isinstance(span, ClipSpan)
    assert span == late.spans[1].span


def unequal(picture: Fraction, heard: Fraction, *, late: Fraction = Fraction(0)) -> Medium:
    """A clip whose picture and sound last for different times, the sound from `late` on."""
    one = clip(seconds=picture)
    audio = replace(sound_info(heard), start=late)
    return replace(one, info=replace(one.info, audio=audio, duration=max(picture, late + heard)))


@pytest.mark.parametrize(
    ("picture", "heard", "frames", "codes"),
    [
        ("1", "4", 100, ["last-frame-held"]),
        ("1", "1.3", 33, ["last-frame-held"]),
        # What coders fill up is no part of the programme.
        ("1", "1.05", 25, []),
        ("4", "1", 100, ["partly-silent"]),
        ("4", "3.5", 100, []),
    ],
)
def test_picture_and_sound_of_a_clip_that_end_apart(picture, heard, frames, codes):
    found = planned(episode(clip_segment()), unequal(Fraction(picture), Fraction(heard)))

    assert found.timeline is not None
    assert found.timeline.frames == frames
    assert [one.code for one in found.diagnostics] == codes


def test_a_clip_may_end_with_its_sound_beyond_its_picture():
    found = planned(episode(clip_segment(end=Fraction(4))), unequal(Fraction(1), Fraction(4)))

    assert found.timeline is not None
    assert (found.timeline.frames, found.timeline.mix.sounds[0].take.samples) == (100, 4 * 48_000)
    assert (
        found.diagnostics[0].message == "the picture of 'a.mp4' ends at 00:01.000: its last frame is held from there on"
    )


def test_sound_that_begins_late_is_told():
    found = planned(episode(clip_segment()), unequal(Fraction(10), Fraction(7), late=Fraction(3)))

    assert [one.message for one in found.diagnostics] == [
        "the sound of 'a.mp4' lasts from 00:03.000 to 00:10.000: the rest of the clip is silent"
    ]


def test_a_clip_over_a_narration_shows_nothing_after_its_to():
    shown = moving(start=Fraction(1), end=Fraction(3))
    found = planned(episode(narration("n.m4a", shown)), sound("n.m4a", Fraction(4)), clip(seconds=Fraction(30)))

    assert found.timeline is not None
    span = found.timeline.spans[0].span
    assert isinstance(span, ClipSpan)
    assert (span.frames, span.within) == (100, Within(end=Fraction(3)))
    assert [one.code for one in found.diagnostics] == ["last-frame-held"]


@pytest.mark.parametrize("handles", [False, True])
def test_handles_let_a_dissolve_borrow_beyond_the_cut(handles):
    segments = [
        clip_segment(start=Fraction(2 * n), end=Fraction(2 * n + 2), handles=handles, transition=dissolve())
        for n in (1, 3)
    ]
    found = planned(episode(*segments), clip())

    assert found.timeline is not None
    blend = found.timeline.spans[1].span
    assert isinstance(blend, TransitionSpan) and isinstance(blend.outgoing, ClipSpan)
    assert blend.outgoing.within == (None if handles else Within(end=Fraction(4)))
