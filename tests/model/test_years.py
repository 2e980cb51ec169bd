"""Years of a life, as people write them."""

import pytest

from pipeline.model.years import Years, read_years


@pytest.mark.parametrize(
    ("written", "born", "died"),
    [
        ("1905-1929", 1905, 1929),
        ("1905－", 1905, None),
        ("约1905—1929", 1905, 1929),
        ("b. 1905", 1905, None),
        ("（1905——1929）", 1905, 1929),
        ("1905~1929年", 1905, 1929),
        ("公元前551年—公元前479年", -550, -478),
        ("551–479 BC", -550, -478),
        ("前551—479", -550, -478),
        ("前63年—公元14年", -62, 14),
        ("c. 1905 – 1929", 1905, 1929),
        ("一九〇五年—一九二九年", 1905, 1929),
        ("1905年3月12日—1929年8月20日", 1905, 1929),
        ("1893.12.26-1976.9.9", 1893, 1976),
        ("1905-03-12 – 1929-08-20", 1905, 1929),
        ("12 March 1905 – 20 August 1929", 1905, 1929),
        ("1905-29", 1905, 1929),
        ("?—1929", None, 1929),
        ("1905—不详", 1905, None),
        ("1905年生", 1905, None),
        ("生于1905年，卒于1929年", 1905, 1929),
        ("*1905 †1929", 1905, 1929),
        ("1929年牺牲", None, 1929),
        ("1905至今", 1905, None),
        ("1905", None, None),
    ],
)
def test_years_are_read(written: str, born: int | None, died: int | None):
    found = read_years(written)

    assert (found.read, found.born, found.died) == (True, born, died)


@pytest.mark.parametrize("written", ["唐代", "毛泽东", "19052", "12—34—56", "1905-1929-1931", "生卒年不详", "—"])
def test_what_are_no_years_is_kept_as_it_is(written: str):
    assert read_years(written) == Years(text=written, read=False)


@pytest.mark.parametrize(
    ("written", "chinese", "english"),
    [
        ("1905-1929", "1905—1929", "1905–1929"),
        ("1905 -- 1929", "1905—1929", "1905–1929"),
        ("(1905－)", "1905—", "1905–"),
        ("1905-03-12 – 1929-08-20", "1905-03-12—1929-08-20", "1905-03-12–1929-08-20"),
        ("1905至1929", "1905至1929", "1905至1929"),
        ("pre-war", "pre-war", "pre-war"),
    ],
)
def test_between_years_stands_the_dash_of_the_language(written: str, chinese: str, english: str):
    years = read_years(written)

    assert (years.shown(chinese=True), years.shown(chinese=False)) == (chinese, english)
