"""Fields in texts: known ones are replaced, everything else is itself."""

from datetime import date

import pytest

from pipeline.model.fields import episode_fields, fill, unknown_fields
from pipeline.model.series import Series


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{numbering}\n{title}", "第 007 期\n毛泽建"),
        ("{series}｜{author}｜{date}｜{speakers}", "颂英烈｜开福区｜2022-03-31｜李明、王芳"),
        ("{number}/{total} {total:03d} {category}", "7/80 080 党史"),
        ("{number} {number:d} {number:03d} {number:4d}", "7 7 007    7"),
        (
            "{nobody} {} { {{title}} } \\ % {title:03d} {number:999d}",
            "{nobody} {} { {毛泽建} } \\ % {title:03d} {number:999d}",
        ),
    ],
)
def test_known_fields_are_replaced(text: str, filled: str):
    series = Series(id="s", title="颂英烈", author="开福区", numbering="第 {number:03d} 期", total=80, category="党史")
    fields = episode_fields(series, number=7, title="毛泽建", date=date(2022, 3, 31), speakers=("李明", "王芳"))

    assert fill(text, fields) == filled


def test_a_total_that_nobody_knows_is_nothing():
    fields = episode_fields(Series(id="s", title="颂英烈", author="开福区"), number=7, title="毛泽建")

    assert fill("{number}/{total}{total:03d}", fields) == "7/"


def test_words_in_braces_that_are_no_fields():
    assert list(unknown_fields("{title}{Title}{tittle:03d}{tittle}{a b}{}{1}{x}")) == ["Title", "tittle"]


def test_a_field_in_a_value_is_not_replaced_again():
    assert fill("{title}", {"title": "{number}", "number": 1}) == "{number}"
