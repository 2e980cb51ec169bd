"""Credits: on pages about as full as each other, and gathered from what is known."""

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.programme import Credit, Rights
from pipeline.model.publishing.podcast import Listing, Person, Podcast
from pipeline.model.segments import CreditsSegment, QuoteSegment
from pipeline.model.series import Bed, Series, Theme
from pipeline.timeline.credits import with_credits
from pipeline.timeline.kinds.credits import ROWS, pages
from tests import factories
from tests.factories import MARK

CREDITS = st.lists(
    st.builds(
        lambda role, count: Credit(role=f"role {role}", names=tuple(f"Name {n}" for n in range(count))),
        st.integers(0, 99), st.integers(1, 60),
    ),
    min_size=1, max_size=30,
)  # fmt: skip


@given(CREDITS)
def test_pages_hold_every_name_once_and_in_order(credits: list[Credit]):
    told = [(one.role, name) for page in pages(credits) for one in page for name in one.names]

    assert told == [(one.role, name) for one in credits for name in one.names]
    assert all(page and len(page) <= ROWS for page in pages(credits))


def test_pages_are_about_as_full_as_each_other():
    credits = [Credit(role=str(number), names=("王小明",)) for number in range(ROWS + 1)]

    assert [len(page) for page in pages(credits)] == [5, 5]


def card(**more: Any) -> CreditsSegment:
    given: dict[str, Any] = {"credits": (), "auto": True} | more
    return CreditsSegment(entry=9, length=None, theme=Theme(), mark=MARK, credits_mark=MARK, **given)


def gathered(*segments: Any, language: str = "zh-CN", tags: dict[str, Rights] | None = None, **more: Any):
    podcast = more.pop("podcast", Podcast())
    series = Series(id="s", title="颂英烈", author="开福区", language=language, podcast=podcast)
    episode = factories.episode(*segments, series=series, **more)
    names = {Path("/w") / name: rights for name, rights in (tags or {}).items()}
    found, said = with_credits(episode, lambda path: names.get(path, Rights()), lambda path: path.suffix == ".jpg")
    last = found.segments[-1]
    assert isinstance(last, CreditsSegment)
    return last, [one.code for one in said]


def test_what_manifests_and_media_know_is_gathered():
    music = Bed(media=factories.media_use("m.mp3"))
    quote = QuoteSegment(
        text="为有牺牲多壮志", by="毛泽东", source="《七律·到韶山》", length=None, theme=Theme(), entry=0, mark=MARK,
        text_mark=MARK, music=music,
    )  # fmt: skip
    found, said = gathered(
        quote,
        factories.image_segment("a.jpg"),
        factories.clip_segment("c.mp4"),
        factories.narration("n.m4a"),
        card(credits=(Credit(role="摄影", names=("王小明",)),)),
        speakers=("李明", "王芳"),
        listing=Listing(people=(Person(name="王芳", role="guest"),), license="cc-by-nc-sa-4.0"),
        podcast=Podcast(people=(Person(name="陈晨", role="Editor"),), copyright="开福区 2022"),
        tags={
            "m.mp3": Rights(title="红旗颂", by="吕其明"),
            "a.jpg": Rights(by="湖南省博物馆"),
            "c.mp4": Rights(copyright="长沙电视台"),
            "n.m4a": Rights(by="录音棚"),
        },
    )

    assert said == [] and found.heading == "制作名单"
    assert [(one.role, *one.names) for one in found.credits] == [
        ("摄影", "王小明"),
        ("主讲", "李明"),
        ("嘉宾", "王芳"),
        ("编辑", "陈晨"),
        ("音乐", "《红旗颂》 吕其明"),
        ("引文", "毛泽东《七律·到韶山》"),
        ("图片", "湖南省博物馆"),
        ("影像", "长沙电视台"),
        ("出品", "开福区"),
        ("许可", "CC BY-NC-SA 4.0"),
        ("版权", "开福区 2022"),
    ]


def test_in_english_too_and_music_without_tags_goes_by_its_file():
    bed = Bed(media=factories.media_use("music/river.mp3"))
    found, said = gathered(factories.card(music=bed), card(), language="en", speakers=("Anna",))

    assert (said, found.heading, found.title) == ([], "Credits", "Credits")
    assert [(one.role, *one.names) for one in found.credits] == [
        ("Spoken by", "Anna"),
        ("Music", "river"),
        ("Produced by", "开福区"),
    ]


def test_where_nobody_else_is_known_it_is_told():
    found, said = gathered(factories.card(), card())

    assert said == ["few-credits"]
    assert [(one.role, *one.names) for one in found.credits] == [("出品", "开福区")]


def test_credits_of_the_manifest_are_left_as_they_are():
    own = (Credit(role="摄影", names=("王小明",)),)
    found, said = gathered(card(auto=False, credits=own), speakers=("李明",))

    assert (found.credits, said) == (own, [])
