"""Questions on an episode's page: their list, which needs no script, and the panel in which the player asks."""

from dataclasses import replace

import pytest

from pipeline.model.programme import AskedQuestion
from tests.publish.site.sites import HOSTILE, SERIES, Reader, captions, item, made

CHOICE = AskedQuestion(
    start=6000, think=11_500, reveal=19_500, stop=24_500, text="毛泽建烈士牺牲于哪一年？",
    options=("1927年", "1928年", "1929年"), right=3, answer="1929年", explain="在湖南衡山。",
)  # fmt: skip
OPEN = AskedQuestion(start=30_000, think=30_000, reveal=33_000, stop=38_000, text="她的家乡？", answer="湖南湘潭")
PAGE = "lieshita/1/index.html"


def asked(*questions: AskedQuestion, **more: object) -> Reader:
    return Reader(made(item(1, questions=questions, **more))[PAGE])


def test_all_questions_stand_on_the_page_with_their_answers_closed():
    page = asked(CHOICE, OPEN)
    first, second = (one for one in page.all("li") if "data-think" in one)

    assert first == {"data-think": "11.5", "data-reveal": "19.5", "data-right": "3"}
    assert second == {"data-think": "30", "data-reveal": "33"}
    assert page.all("a", href="#t=6") == [{"href": "#t=6", "data-start": "6"}]
    assert [one for one in page.all("details") if "class" not in one] == [{}, {}]
    assert [text.split() for text in page.texts["details"] if "看答案" in text] == [
        ["看答案", "C", "1929年", "在湖南衡山。"],
        ["看答案", "湖南湘潭"],
    ]
    assert "问答" in page.texts["h2"]
    assert page.all("div", **{"class": "ask"})[0]["hidden"] == ""


def test_search_engines_know_the_questions():
    quiz, *rest = asked(CHOICE, OPEN).data["hasPart"]
    first, second = quiz["hasPart"]

    assert (quiz["@type"], rest) == ("Quiz", [])
    assert first["acceptedAnswer"]["text"] == "1929年"
    assert [one["text"] for one in first["suggestedAnswer"]] == ["1927年", "1928年"]
    assert (second["eduQuestionType"], "suggestedAnswer" in second) == ("Flashcard", False)


def test_a_page_without_questions_loads_nothing_for_them():
    pages = made(item(1))

    assert "ask." not in pages[PAGE]
    assert "hasPart" not in Reader(pages[PAGE]).data


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "</script></template><b onclick=x>", "{{ 7*7 }} --><b>", "'\"><b>\n第二行"]
)
def test_hostile_questions_stay_texts(hostile: str):
    one = replace(CHOICE, text=hostile, options=(hostile, "乙"), right=1, answer=hostile, explain=hostile)
    page = asked(one)

    assert not page.all("b")
    assert next(text for text in page.texts["details"] if "看答案" in text).count(hostile) == 2
    assert hostile in page.texts["a"]
    assert page.data["hasPart"][0]["hasPart"][0]["acceptedAnswer"]["text"] == hostile


def test_an_english_lesson_asks_in_english():
    page = asked(CHOICE, series=replace(SERIES, language="en-GB"))

    assert "Questions" in page.texts["h2"]
    assert "Show the answer" in [text.strip() for text in page.texts["summary"]]
    assert "Play on without answering" in page.texts["button"]
    assert page.all("p", **{"class": "count"}) == [{"class": "count", "data-text": "Question {number} of {count}"}]


@pytest.mark.parametrize("seconds", [100, 10_800])
def test_a_page_with_a_dozen_questions_is_light_however_long_the_lesson(seconds: int):
    """What asks is loaded afterwards, as the rest of a long transcript is."""
    cues = captions(seconds // 5, "她走进学堂读书明理，没有停顿")
    pages = made(item(1, questions=(CHOICE,) * 12, cues=cues))
    needed = ["lieshita/1/code.svg", "lieshita/theme.css", "favicon.svg", "house.css", "site.css", "site.js", "ask.css",
              "player.css", "player.js", "episode.js"]  # fmt: skip

    assert all(name.rpartition("/")[2] in pages[PAGE] for name in needed)
    assert sum(len(pages[path].encode()) for path in (PAGE, *needed)) < 94_000
    assert cues[0].text in pages[PAGE]
    assert Reader(pages[PAGE]).all("section", id="questions")[0]["data-asking"].startswith("../../ask.js?")
