"""Search, asked as a browser would ask it."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.model.captions import Cue
from pipeline.publish.item import Item
from pipeline.publish.site.search import BLOCK, DIGITS, search_pages, tokens
from tests.publish.items import item


def spoken(number: int, *texts: str) -> Item:
    cues = tuple(Cue(start=place * 1000, stop=place * 1000 + 900, text=text) for place, text in enumerate(texts))
    return item(number, cues=cues)


def loaded(*items: Item) -> dict[str, object]:
    """The values that the scripts hand over, by path."""
    found = {}
    for page in search_pages(items):
        text = page.make().decode().removeprefix("voicehall.take(").removesuffix(");\n")
        name, value = json.loads(f"[{text}]")
        assert name == page.path
        found[name] = value
    return found


def places(files: dict[str, object], word: str) -> set[int]:
    """Where in the list of episodes those are that have a word beginning so."""
    told = files["lieshita/index.js"]
    found = set()
    for block, (shards, _) in enumerate(told["blocks"]):
        piece = files[f"lieshita/search/{block}-{ord(word[0]) % shards}.js"] if shards else {}
        for entry in filter(None, piece.get(word[0], "").split(",")):
            rest, codes = entry.split(" ")
            if rest.startswith(word[1:]):
                pairs = zip(codes[::2], codes[1::2], strict=True)
                found |= {block * told["block"] + DIGITS.index(a) * 64 + DIGITS.index(b) for a, b in pairs}
    return found


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("毛泽建", {"毛泽", "泽建", "建"}),
        ("建。毛", {"建", "毛"}),
        ("ＡＢ１２ Ⅳ", {"ab12", "iv"}),
        ("第12期abc", {"第", "12", "期", "abc"}),
        ("𠮷野家、カラオケ・はな", {"𠮷野", "野家", "家", "カラ", "ラオ", "オケ", "ケ", "はな", "な"}),
        ("don't 中a文", {"don", "t", "中", "a", "文"}),
        (" …——《》\n", set()),
    ],
)
def test_words_of_a_text(text: str, words: set[str]):
    assert tokens(text) == words


def test_words_are_found_across_captions_and_lines():
    files = loaded(spoken(1, "她在衡\n山", "英勇就义"), spoken(2, "Hello wo\nrld", "Ｈunan"), spoken(3, "在衡阳"))

    assert places(files, "在衡") == {0, 2}
    assert places(files, "衡山") == {0}
    assert places(files, "山英") == {0}
    assert places(files, "义") == {0}
    assert places(files, "hunan") == places(files, "hu") == {1}
    assert places(files, "world") == set()


def test_many_episodes_stand_in_blocks_and_a_new_one_leaves_the_full_blocks_alone():
    items = [spoken(number, "同一句话", "独" if number == BLOCK + 3 else "众") for number in range(1, 2 * BLOCK + 1)]
    files = loaded(*items)
    keys = [{page.path: page.key for page in search_pages(some)} for some in (items, [*items, spoken(999, "新来的")])]

    assert places(files, "同一") == set(range(2 * BLOCK))
    assert places(files, "独") == {BLOCK + 2}
    changed = {path for path in keys[1] if keys[0].get(path) != keys[1][path]}
    assert changed == {"lieshita/index.js", "lieshita/999/words.js", "lieshita/search/2-0.js"}


def test_a_long_transcript_is_cut_into_pieces_of_the_same_words():
    letters = [chr(0x4E00 + n) for n in range(3000)]
    text = "".join(letters)
    files = loaded(spoken(1, *(text for _ in range(20))), spoken(2, "一丁"))
    pieces = [name for name in files if "/search/" in name]

    assert len(pieces) == 20 * 3000 // 8000 + 1
    assert places(files, "一丁") == {0, 1}
    assert all(places(files, first + second) == {0} for first, second in pairwise(letters[1:]))


def test_where_nothing_is_said_titles_are_found_all_the_same():
    files = loaded(item(1), replace(item(2), title="郭亮", tags=()))

    assert list(files) == ["lieshita/index.js"]
    assert files["lieshita/index.js"]["blocks"] == [[0, files["lieshita/index.js"]["blocks"][0][1]]]
    assert files["lieshita/index.js"]["episodes"][1] == [
        2,
        "第2期",
        "郭亮",
        "一位女战士的一生",
        ["李明"],
        [],
        "",
        "guid-2",
    ]
