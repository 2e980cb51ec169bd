"""Shortening: by sense, as each platform counts, and never within what belongs together."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.publishing.platform import KIT_PLATFORMS
from pipeline.publish.kits import EpisodeTexts, kit_texts, read_platform
from pipeline.publish.kits.platform import Limit, size_of
from pipeline.publish.kits.shorten import shortened, shortened_sentences, without_series

LONG = EpisodeTexts(
    title="毛泽建：从韶山冲里走出来的女游击队长，二十四岁的短暂一生，她与她的战友们在湘南的烽火岁月以及后来人们讲了又讲的那些故事",
    summary="她一九〇五年生于湖南韶山。她读书，她参加革命，她被捕。" * 100,
    tags=("党性教育", "英烈", "湖南", "女性", "长沙", "韶山", "革命", "历史", "课程", "红色", "思政", "烈士"),
    series="烈士塔下颂英烈",
    number=1,
    numbering="第1期",
)
ENGLISH = replace(
    LONG,
    title="Mao Zejian: the daughter of Shaoshan who led a band of guerrillas through the mountains of southern Hunan",
    summary="She was born in Hunan in 1905. She led 30 people, 2.5 hours a day! Was she afraid? " * 40,
)


def limit(most: int, unit: Any = "characters", least: int | None = None) -> Limit:
    return Limit(most=Fraction(most), unit=unit, least=None if least is None else Fraction(least))


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("毛泽建：巾帼英烈的一生与她的战友们在湘南", 16, "毛泽建：巾帼英烈的一生…"),
        ("毛泽建：巾帼英烈的一生与她的战友们在湘南", 10, "毛泽建：巾帼英烈…"),
        ("毛泽建：巾帼英烈", 5, "毛泽建"),
        ("毛泽建：巾帼英烈", 3, "毛泽建"),
        ("毛泽建——巾帼英烈", 5, "毛泽建"),
        ("从井冈山到延安，一个女红军的三十年", 10, "从井冈山到延安"),
        ("Python 3.12 的新特性 and asyncio 入门", 16, "Python 3.12 的新特性"),
        ("What the soldiers said: letters from the front", 20, "What the soldiers…"),
        ("《湖南农民运动考察报告》是怎样写成的", 14, "《湖南农民运动考察报告》…"),
        ("《湖南农民运动考察报告》是怎样写成的", 10, "湖南农民运动考察报告"),
        ("超级无敌SupercalifragilisticExpialidocious", 10, "超级无敌…"),
        ("家\U0001f468\u200d\U0001f469\u200d\U0001f467 的故事很长", 8, "家\U0001f468\u200d\U0001f469\u200d\U0001f467…"),
        ("红军长征：1934年10月至1936年10月的二万五千里", 16, "红军长征：1934年10月…"),
        ("毛泽建：从韶山走出来的女游击队长（上集）", 15, "毛泽建：从韶山走出来…（上集）"),
        ("毛泽建：从韶山走出来的女游击队长（下集）", 15, "毛泽建：从韶山走出来…（下集）"),
        ("刚好", 2, "刚好"),
    ],
)
def test_a_title_is_cut_where_sense_ends(text: str, most: int, expected: str):
    assert shortened(text, limit(most)) == expected


@pytest.mark.parametrize(
    ("unit", "most", "expected"),
    [
        ("bytes", 26, "毛泽建：巾帼英烈"),
        ("bytes", 27, "毛泽建：巾帼英烈…"),
        ("columns", 17, "毛泽建：巾帼英烈…"),
        ("utf16", 8, "毛泽建：巾帼英烈"),
    ],
)
def test_it_is_counted_as_the_platform_counts(unit: Any, most: int, expected: str):
    assert shortened("毛泽建：巾帼英烈的一生与战友", limit(most, unit)) == expected
    assert size_of(expected, unit) <= most


@pytest.mark.parametrize(
    ("most", "expected"),
    [
        (12, "她生于湖南。"),
        (18, "她生于湖南。"),
        (21, "她生于湖南。她说：“我不怕。你们呢？”"),
        (26, "她生于湖南。她说：“我不怕。你们呢？”她牺牲了！"),
        (99, "她生于湖南。她说：“我不怕。你们呢？”她牺牲了！时年24.5岁。"),
        (3, ""),
    ],
)
def test_a_description_ends_with_a_sentence(most: int, expected: str):
    text = "她生于湖南。她说：“我不怕。你们呢？”她牺牲了！时年24.5岁。"

    assert shortened_sentences(text, limit(most)) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("烈士塔下｜毛泽建", "毛泽建"), ("《烈士塔下》：毛泽建", "毛泽建"), ("毛泽建 - 烈士塔下", "毛泽建"),
        ("毛泽建（烈士塔下）", "毛泽建"), ("烈士塔下的毛泽建", "烈士塔下的毛泽建"), ("烈士塔下", "烈士塔下"),
    ],
)  # fmt: skip
def test_the_series_part_is_known_before_and_behind(title: str, expected: str):
    assert without_series(title, "烈士塔下") == expected


TITLES = {
    "douyin": ("毛泽建：从韶山冲里走出来的女游击队长，二十四岁的短暂一生", 30),
    "toutiao": ("毛泽建：从韶山冲里走出来的女游击队长，二十四岁的短暂一生", 30),
    "xiaohongshu": ("毛泽建：从韶山冲里走出来的女游击队长", 20),
    "ximalaya": ("毛泽建：从韶山冲里走出来的女游击队长，二十四岁的短暂一生", 40),
}


@pytest.mark.parametrize("name", KIT_PLATFORMS)
@pytest.mark.parametrize("words", [LONG, ENGLISH], ids=["zh", "en"])
def test_every_platform_gets_texts_that_it_takes(tmp_path: Path, name: str, words: EpisodeTexts):
    platform = read_platform(name, tmp_path)

    found = kit_texts(words, platform)

    assert found.title
    for text, rule in ((found.title, platform.title), (found.description, platform.description)):
        assert rule.most is None or size_of(text, rule.unit) <= rule.most
    assert platform.tags.most is None or len(found.tags) <= platform.tags.most
    assert found.tags == words.tags[: len(found.tags)]
    assert all(f"#{tag}" in found.description for tag in found.tags if "{tags}" in platform.description_text)
    assert not any(one.refused for one in found.violations)
    assert ("title" in [one.field for one in found.shortened]) == (found.title != words.title)
    if words is LONG and name in TITLES:
        expected, most = TITLES[name]
        assert (found.title, platform.title.most) == (expected, most)
    whole = words.summary.strip()
    (kept,) = [line for line in found.description.split("\n") if line and whole.startswith(line)]
    assert re.search(r"[。.!?]$", kept)


@pytest.mark.parametrize("name", KIT_PLATFORMS)
@pytest.mark.parametrize("slack", [0, 1])
def test_at_its_limit_a_text_stays_and_one_more_is_shortened(tmp_path: Path, name: str, slack: int):
    platform = read_platform(name, tmp_path)
    most = int(platform.title.most or 0)
    title = ("毛泽建：" + "巾帼英烈" * 200)[: most + slack]

    found = kit_texts(replace(LONG, title=title, summary="短。", tags=()), platform)

    assert (found.title == title) == (not slack)
    assert len(found.title) <= most
    assert [one.was for one in found.shortened if one.field == "title"] == [title] * slack


PIECES = st.sampled_from(
    [
        "毛泽建",
        "：",
        "，",
        "《烈士塔》",
        "的",
        "一生",
        "Python",
        " ",
        "3.14",
        "1934年",
        "“不怕”",
        "e\u0301",
        "\U0001f468\u200d\U0001f469",
        "（上）",
        "and",
    ]
)


@given(text=st.lists(PIECES, min_size=1, max_size=20).map("".join).map(str.strip), most=st.integers(1, 40))
def test_nothing_that_belongs_together_is_broken(text: str, most: int):
    found = shortened(text, limit(most))

    assert len(found) <= most
    assert found == text or len(text) > most
    assert (found.count("《"), found.count("“")) == (found.count("》"), found.count("”"))
    longest = max(map(len, re.findall(r"[A-Za-z0-9.\u0301]+|[《“][^》”]+[》”]", text)), default=0)
    if longest <= most // 2 and most >= 8:
        # Otherwise a word must be broken: it is longer than all that there is room for.
        kept = found.removesuffix("…").removesuffix("（上）").removesuffix("…")
        assert text.startswith(kept) or not kept
        around = text[len(kept) - 1 : len(kept) + 1] if kept else ""
        assert not re.fullmatch(r"[A-Za-z0-9.]{2}", around)
        assert not re.search(r"[\u0301\u200d]", around[1:])
        assert not around.startswith("\u200d")
