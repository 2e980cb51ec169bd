from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from pipeline.effects.stills import FittedImage
from pipeline.effects.transitions import Dissolve
from pipeline.errors import Diagnostic, Mark
from pipeline.messages import tr
from pipeline.model.captions import Cue
from pipeline.model.timeline import ClipSpan, Mix, Placed, Span, StillSpan, Timeline, TransitionSpan
from pipeline.workflow.storyboard.board import Remark, Words, shots_of
from pipeline.workflow.storyboard.moments import moment, moments
from tests import factories
from tests.workflow.storyboard.boards import PHOTO, board

RATE = Fraction(25)
OTHER = FittedImage(image=factories.image("b.jpg"), fit="blur", label="photos/b.jpg")


def timeline(*spans: Span) -> Timeline:
    placed, at = [], 0
    for index, span in enumerate(spans):
        placed.append(Placed(start=at, span=span, segment=index, label="assets/a.mp4"))
        at += span.frames
    mix = Mix(samples=0, sounds=(), loudness=factories.episode().loudness)
    return Timeline(rate=RATE, frames=at, spans=tuple(placed), mix=mix, chapters=())


def clip(frames: int) -> ClipSpan:
    return ClipSpan(frames=frames, medium=factories.clip(seconds=Fraction(60)), start=Fraction(5), fit="blur")


def test_a_picture_that_stands_through_a_caption_is_one_shot():
    shots = list(shots_of(timeline(StillSpan(frames=50, still=PHOTO), StillSpan(frames=25, still=PHOTO))))

    assert [(shot.start, shot.stop, shot.kind, shot.label) for shot in shots] == [(0, 3, "still", "a.jpg")]


def test_shots_follow_each_other_through_transitions():
    blend = TransitionSpan(frames=10, blend=Dissolve(), outgoing=StillSpan(frames=10, still=PHOTO), incoming=clip(10))

    shots = list(shots_of(timeline(StillSpan(frames=50, still=PHOTO), blend, clip(100))))

    assert [(shot.kind, float(shot.start), float(shot.stop)) for shot in shots] == [
        ("still", 0, 2), ("transition", 2, 2.4), ("clip", 2.4, 6.4),
    ]  # fmt: skip
    assert shots[1].shows == ()


def test_a_long_clip_has_a_picture_every_few_seconds():
    (shot,) = shots_of(timeline(clip(25 * 20)))

    assert [start for start, _ in shot.shows] == [0, 6, 12, 18]
    shown = [span for _, span in shot.shows]
    assert all(isinstance(span, ClipSpan) and span.frames == 1 for span in shown)
    assert [span.start for span in shown if isinstance(span, ClipSpan)] == [6, 12, 18, 24]


def test_rows_cover_the_episode_evenly():
    for seconds, shots in ((68, 10), (600, 21), (7, 1), (3600, 4), (10_800, 1000)):
        rows = board(seconds, shots).rows

        assert rows[0].start == 0
        assert rows[-1].stop == seconds
        assert all(before.stop == after.start for before, after in pairwise(rows))
        assert rows[-1].stop - rows[-1].start > rows[0].length / 2 or len(rows) == 1
        assert len(rows) <= 60


def test_a_shot_goes_on_in_the_next_row():
    long = board(600, 2)
    (first, second) = long.rows[0], long.rows[1]

    assert [(begin, end) for begin, end, _, _ in first.pictures] == [(0, first.length)]
    assert next(second.pictures)[0] == first.length
    assert first.share(Fraction(first.length)) == 1


def test_what_is_said_stands_in_the_row_of_its_time():
    words = tuple(Words(start=Fraction(at), stop=Fraction(at + 2), text=str(at)) for at in (0, 29, 30, 59))
    rows = board(60, 30, captions=words, chapters=words).rows

    assert sum(len(row.captions) for row in rows) == 4
    for row in rows:
        assert all(row.start <= one.start < row.stop for one in (*row.captions, *row.chapters))


def test_the_waveform_is_as_loud_as_the_curve():
    curve = bytes([68]) * 3000 + bytes([128]) * 3000

    levels = board(60, 4, loudness=curve).rows[0].levels(60)

    assert levels[:30] == [0] * 30
    assert levels[30:] == [1] * 30
    assert set(board(60, 4).rows[0].levels(60)) == {0}


def test_a_remark_stands_where_what_its_line_says_begins():
    place = {"episodes/s/001.yaml": [((4, 5), Fraction(0)), ((9, 5), Fraction(12))]}

    def at(line: int, file: str = "episodes/s/001.yaml") -> Fraction | None:
        return moment(Mark(file=file, line=line, column=7), place)

    assert (at(2), at(4), at(8), at(30), at(4, "other.md")) == (None, 0, 0, 12, None)


def test_moments_of_segments_pictures_and_captions():
    mark = Mark(file="episodes/s/n.md", line=3, column=1)
    use = factories.picture(at=Fraction(4))
    spoken = factories.narration("n.m4a", use)
    own = factories.episode(factories.card(), spoken)
    laid = replace(
        timeline(StillSpan(frames=100, still=PHOTO), StillSpan(frames=250, still=OTHER)),
        starts=(0, 100),
        cues=(Cue(start=5500, stop=7000, text="一", mark=mark),),
    )

    found = moments(own, laid)

    assert [seconds for _, seconds in found["episodes/s/001.yaml"]] == [0, 4, 8]
    assert moment(mark, found) == Fraction(11, 2)
    remark = Remark(number=1, diagnostic=Diagnostic(code="x", message=tr("interrupted"), mark=mark), at=None)
    assert board(60, 4, remarks=(remark,)).rows[0].remarks == ()
