import pytest

from pipeline.build.explain import Unit, Vocabulary, differences

WORDS = Vocabulary(
    names={"abc": "photos/school.jpg", "def": "photos/school.jpg"},
    wrappers=("sounds",),
    units={"gain": Unit(name="dB"), "samples": Unit(name="s", per=48_000), "captions.samples": Unit(name="")},
    called={"samples": "length"},
)


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ({"is": "Bed", "gain": "-12"}, {"is": "Bed", "gain": "-10"}, "gain -12 -> -10 dB"),
        ({"is": "A", "image": {"is": "M", "content": "abc"}}, {"is": "A", "image": {"is": "M", "content": "def"}},
         "photos/school.jpg changed"),
        ({"is": "A", "start": "5/1"}, {"is": "A", "start": "11/2"}, "start 5 -> 5.5"),
        ({"is": "A", "version": 1}, {"is": "A", "version": 2}, "voicehall makes it in a newer way"),
        ({"is": "A", "sounds": [1, 2]}, {"is": "A", "sounds": [1, 2, 3]}, "sounds changed"),
        ({"is": "A", "sounds": [{"is": "S", "gain": None}]}, {"is": "A", "sounds": [{"is": "S", "gain": "-3"}]},
         "1.gain nothing -> -3 dB"),
        ({"is": "A", **dict.fromkeys("bcdefg", 1)}, {"is": "A", **dict.fromkeys("bcdefg", 2)},
         "b 1 -> 2; c 1 -> 2; d 1 -> 2; e 1 -> 2; and 2 more"),
        ({"is": "A", "sounds": [{"is": "S", "role": "music", "gain": "-12"}]},
         {"is": "A", "sounds": [{"is": "S", "role": "music", "gain": "-10"}]}, "music.gain -12 -> -10 dB"),
        ({"is": "A", "samples": 48_000}, {"is": "A", "samples": 60_000}, "length 1 -> 1.25 s"),
        ({"is": "A", "text": "第1期\n毛泽建"}, {"is": "A", "text": "第2期\n郭亮"},
         "text '第1期 / 毛泽建' -> '第2期 / 郭亮'"),
        ({"is": "A"}, {"is": "A"}, ""),
        ({"is": "A", "tools": "x" * 60 + ", av 16, pillow 12"}, {"is": "A", "tools": "x" * 60 + ", av 17, pillow 12"},
         "tools '…xxxx, av 16, pillow 12' -> '…xxxx, av 17, pillow 12'"),
        ({"is": "A", "captions": [{"is": "R", "samples": 5}]}, {"is": "A", "captions": [{"is": "R", "samples": 7}]},
         "captions.1.length 5 -> 7"),
    ],
)  # fmt: skip
def test_what_changed_is_said_in_words(old: object, new: object, shown: str):
    assert differences(old, new, words=WORDS) == shown


def test_what_all_parts_have_in_common_is_told_once_and_without_their_places():
    words = Vocabulary(names={}, alike=("runs",), called={"accent": "accent colour"})
    before, after = (
        {"is": "Runs", "runs": [{"is": "A", "accent": one}, {"is": "B", "accent": one, "shown": one == "#1"}]}
        for one in ("#1", "#2")
    )

    assert differences(before, after, words=words) == "accent colour '#1' -> '#2'; shown yes -> no"


def test_of_what_has_many_nameless_parts_only_files_are_told_apart():
    words = Vocabulary(names={"c2": "logo.png"}, whole=("overlays",), called={"overlays": "what lies over it"})
    before = {"is": "Overlaid", "overlays": [{"is": "Logo", "image": "c1"}, {"is": "Label", "text": "一", "start": 3}]}
    moved = before | {"overlays": [before["overlays"][0], {"is": "Label", "text": "二", "start": 4}]}  # type: ignore[index]
    other = before | {"overlays": [{"is": "Logo", "image": "c2"}]}

    assert differences(before, moved, words=words) == "what lies over it changed"
    assert differences(before, other, words=words) == "logo.png changed"
