"""Captions without marks of pauses."""

import pytest

from pipeline.captions.punctuation import without_marks


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("清晨，人们沿着江边散步；\n入夜，灯火倒映水中。", "清晨 人们沿着江边散步\n入夜 灯火倒映水中"),
        ("他说：“我来了。”", "他说 “我来了”"),
        ("“革命！”她说，“胜利？”", "“革命！”她说 “胜利？”"),
        ("她问：“为什么？”。", "她问 “为什么？”"),
        ("《湘江评论》、《新青年》。", "《湘江评论》 《新青年》"),
        ("身高3.5米，1,000人，比分3：2。", "身高3.5米 1,000人 比分3：2"),
        ("Hello, world. It is 10:30.", "Hello, world. It is 10:30."),
        ("你好,世界.", "你好 世界"),
        ("（完）。", "（完）"),
        ("他去了上海…… 然后——", "他去了上海…… 然后——"),
        ("，，。", ""),
        ("同志们，\n。", "同志们"),
        ("胜利了！", "胜利了！"),
        ("｢学社｣､师范｡", "｢学社｣ 师范"),
    ],
)
def test_marks_of_pauses_go_and_marks_of_sense_stay(text: str, shown: str):
    assert without_marks(text) == shown
