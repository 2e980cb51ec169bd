"""The icon in the tab of a browser."""

from base64 import b64decode
from xml.etree import ElementTree

import pytest

from pipeline.pages.icon import icon, icon_address, initial


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("烈士塔下声音馆", "烈"), ("《红色开福》", "红"), ("“声”", "声"), ("voicehall", "V"),
        ("1921 讲堂", "1"), ("", "声"),
        ("……？", "声"), ("ßtraße", "S"), ("<b>", "B"), ("👨‍👩‍👧 家", "家"), ("𠮷野家", "𠮷"),
    ],
)  # fmt: skip
def test_it_shows_the_first_letter_of_a_name(name: str, first: str):
    svg = ElementTree.fromstring(icon(name))

    assert initial(name) == first
    assert svg.findtext("{http://www.w3.org/2000/svg}text") == first


def test_it_wears_the_colours_of_a_series():
    svg = icon("开福", ground="#0b3d2e", ink="#f4e9c8")

    assert 'fill="#0b3d2e"' in svg
    assert 'fill="#f4e9c8"' in svg


def test_in_a_page_it_is_an_address():
    kind, _, data = icon_address('"&#').partition(",")

    assert kind == "data:image/svg+xml;base64"
    assert b64decode(data).decode() == icon('"&#')
