"""Names that are like a series' name are another's: no work of theirs is ours, whatever its number and day."""

from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.reach.matching.match import Accounts, Evidence
from pipeline.reach.matching.matcher import Matcher
from pipeline.reach.observation import KnownEpisode, KnownSeries

NAMES = ("烈士塔下颂英烈", "红色家书")
TITLES = ("毛泽建", "郭亮", "杨开慧", "半截铅笔")
SERIES = tuple(
    KnownSeries(
        id=id,
        title=name,
        aliases=aliases,
        episodes=tuple(
            KnownEpisode(series=id, number=number, title=title, date=date(2026, 1, number))
            for number, title in enumerate(titles, start=1)
        ),
    )
    for id, name, aliases, titles in (
        ("lieshita", NAMES[0], ("烈士塔下", "颂英烈"), TITLES),
        ("hongse", NAMES[1], (), ("一封家书", "赵一曼")),
    )
)
MATCHER = Matcher(SERIES, Accounts(series={"douyin": "lieshita"}))
FORMS = (
    "【{name}】第{n}期",
    "【{name}】第0{n}期 {title}",
    "{name} 第{n}期",
    "《{name}》EP{n}",
    "{name}｜第{n}集 {title}",
    "#{name} 第{n}期",
)


def match(title: str, number: int = 2) -> str:
    found = MATCHER.match(Evidence(platform="douyin", titles=(title,), published=datetime(2026, 1, number, 8)))
    return found.episode


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "name",
    [
        "英烈塔下颂烈士", "烈士塔下颂英雄", "烈士塔上颂英烈", "烈士塔下颂英烈外传", "新烈士塔下颂英烈",
        "颂英烈塔下烈士", "歌颂英烈", "红色家书馆", "新红色家书", "红色家书二", "烈士塔下颂英烈续集", "家书红色",
    ],
)  # fmt: skip
def test_look_alikes_wait_for_a_person(form: str, name: str):
    for number, title in enumerate(TITLES, start=1):
        assert match(form.format(name=name, n=number, title=title), number) == ""


@pytest.mark.parametrize(
    ("title", "episode"),
    [
        ("【烈士塔下颂英烈】第02期 郭亮", "lieshita/2"),
        ("【开福·烈士塔下颂英烈】第2期", "lieshita/2"),
        ("【烈士塔下颂英烈第2期】郭亮", "lieshita/2"),
        ("《烈士塔下颂英烈》系列第2期", "lieshita/2"),
        ("长沙烈士塔下颂英烈第2期", "lieshita/2"),
        ("【烈士塔下】第2期", "lieshita/2"),
        ("【红色家书】第2期", "hongse/2"),
        ("第2期 郭亮 | 烈士塔", "lieshita/2"),
        ("走近英烈 第2期", "lieshita/2"),
        ("半截铅笔", "lieshita/4"),
    ],
)
def test_our_own_names_are_still_known(title: str, episode: str):
    assert match(title) == episode


@given(st.sampled_from(NAMES), st.data(), st.sampled_from(FORMS), st.integers(1, 4))
def test_a_name_with_a_third_of_its_characters_changed_is_not_ours(
    name: str, data: st.DataObject, form: str, number: int
):
    letters = list(name)
    for _ in range(data.draw(st.integers(1, len(name) // 3))):
        place = data.draw(st.integers(0, len(letters) - 1))
        change = data.draw(st.sampled_from(["swap", "replace", "insert"]))
        if change == "swap":
            other = data.draw(st.integers(0, len(letters) - 1))
            letters[place], letters[other] = letters[other], letters[place]
        elif change == "replace":
            letters[place] = data.draw(st.sampled_from("英雄山河日月史歌"))
        else:
            letters.insert(place, data.draw(st.sampled_from("英雄山河日月史歌")))
    near = "".join(letters)
    # Ours may still be written in it, in one piece: 长沙烈士塔下颂英烈 is.
    assume(not any(known in near for known in (*NAMES, "烈士塔下", "颂英烈")))

    found = match(form.format(name=near, n=number, title=TITLES[number - 1]), number)

    assert found == ""
