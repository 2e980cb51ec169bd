import pytest

from pipeline.model.numerals import number_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("012", 12), ("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("廿三", 23), ("九十九", 99), ("一百", 100),
        ("一百零八", 108), ("一百二", 120), ("一百二十三", 123), ("两百", 200), ("一千零一", 1001), ("一二〇", 120),
    ],
)  # fmt: skip
def test_numbers_in_words(text: str, number: int):
    assert number_of(text) == number
