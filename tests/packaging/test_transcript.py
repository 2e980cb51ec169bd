"""Transcripts: what is said, to be read."""

import json
from dataclasses import replace
from fractions import Fraction
from html.parser import HTMLParser

from pipeline.model.captions import Cue
from pipeline.model.programme import ProgrammeChapter, Stamp
from pipeline.packaging.transcript import SUFFIXES, caption_texts, page, plain_text, podcast_json

CUES = (
    Cue(start=0, stop=2000, text="清晨，人们沿着江边散步；\n入夜，灯火倒映水中。"),
    Cue(start=2100, stop=4000, text="We walk"),
    Cue(start=4100, stop=6000, text="along the <river>."),
    Cue(start=9000, stop=10_000, text="两河汇流。"),
    Cue(start=12_000, stop=13_000, text="向前！"),
)
STAMP = Stamp(
    series_id="s",
    number=1,
    total=None,
    title="两河 & 汇流",
    series="开福“红”",
    artist="声音馆",
    date=None,
    language="zh-CN",
    category="",
    summary="",
    chapters=(
        ProgrammeChapter(start=0, stop=11_000, title="江边"),
        ProgrammeChapter(start=11_000, stop=13_000, title="向前"),
    ),
    cues=CUES,
    duration=Fraction(13),
)


class Page(HTMLParser):
    """Tags and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.starts: list[str | None] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.starts += [value for name, value in attrs if name == "data-start"]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_paragraphs_are_those_of_the_script():
    starts = ((0, True), (2000, False), (9000, False), (9100, True))
    cues = tuple(Cue(start=at, stop=at + 90, text=f"第{at}句。", opens=opens) for at, opens in starts)

    assert plain_text(replace(STAMP, cues=cues)).split("\n\n")[2:] == ["第0句。第2000句。第9000句。", "第9100句。\n"]


def test_plain_text_has_chapters_and_paragraphs():
    assert plain_text(STAMP) == (
        "两河 & 汇流\n\n江边\n\n清晨，人们沿着江边散步；入夜，灯火倒映水中。We walk along the <river>.\n\n"
        "两河汇流。\n\n向前\n\n向前！\n"
    )


def test_the_page_shows_text_as_text_and_knows_when_it_is_said():
    found = Page(page(STAMP))

    assert found.tags.count("h2") == 2
    assert found.tags.count("p") == 3 + 2
    assert "river" not in found.tags
    assert found.starts == ["0.000", "2.100", "4.100", "9.000", "12.000"]
    assert "We walk along the <river>." in found.text


def test_the_page_needs_nothing_else():
    text = page(STAMP)

    assert '<html lang="zh-CN">' in text
    assert "src=" not in text
    assert text.count("href=") == text.count('href="data:image/svg+xml;base64,') == 1
    assert "default-src 'none'" in text


def test_json_of_the_podcast_namespace():
    found = json.loads(podcast_json(CUES[:2]))

    assert found == {
        "version": "1.0.0",
        "segments": [
            {"startTime": 0.0, "endTime": 2.0, "body": "清晨，人们沿着江边散步；入夜，灯火倒映水中。"},
            {"startTime": 2.1, "endTime": 4.0, "body": "We walk"},
        ],
    }


def test_five_files_tell_what_is_said_and_none_where_nothing_is():
    from dataclasses import replace

    assert tuple(caption_texts(STAMP)) == SUFFIXES
    assert caption_texts(replace(STAMP, cues=())) == {}
