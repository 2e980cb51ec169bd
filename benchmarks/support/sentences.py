"""Sentences as lessons have them, put together at random: as many as wanted, the same for the same seed."""

import random
from collections.abc import Sequence

WHO = [
    "毛泽建",
    "郭亮",
    "夏明翰",
    "向警予",
    "杨开慧",
    "何叔衡",
    "蔡和森",
    "老支书",
    "志愿者",
    "孩子们",
    "战士们",
    "工人们",
    "社区干部",
    "退休教师",
    "讲解员",
    "邻居们",
    "一位母亲",
    "年轻党员",
    "青年学生",
    "当地群众",
    "铁路工人",
    "赤卫队员",
    "护士长",
    "老兵",
]
WHERE = [
    "在韶山",
    "在长沙",
    "在衡阳",
    "在岳州",
    "在清水塘边",
    "在烈士塔下",
    "在湘江岸上",
    "在小吴门外",
    "在社区广场",
    "在老街巷口",
    "在学校礼堂",
    "在纪念馆里",
    "在码头上",
    "在山间小路",
    "在车站前",
    "在图书馆",
    "在开福区",
    "在茶馆里",
    "在工厂车间",
]
WHEN = [
    "一九二一年",
    "一九二七年秋天",
    "清晨",
    "入夜以后",
    "那年冬天",
    "2021年",
    "八月的一个傍晚",
    "革命低潮时",
    "解放前夕",
    "如今",
    "三十年后",
    "每到周末",
    "春节前",
    "暴雨过后",
    "第二天",
    "不久",
]
DID = [
    "发动群众",
    "传播真理",
    "组织罢工",
    "创办夜校",
    "保护机密",
    "坚持斗争",
    "写下家书",
    "照顾病人",
    "打扫街道",
    "慰问军属",
    "讲述历史",
    "排练合唱",
    "修理水管",
    "捐出积蓄",
    "培训骨干",
    "印刷传单",
    "护送伤员",
    "学习党史",
    "走访困难家庭",
    "种下一片树林",
    "推动改造项目",
]
HOW = [
    "默默地",
    "不顾危险",
    "满怀热情",
    "一次又一次",
    "毫不犹豫",
    "耐心细致",
    "冒着大雨",
    "点着油灯",
    "和大家一起",
    "用自己的方式",
    "日复一日",
    "悄悄",
]
THEN = [
    "人们至今记得",
    "影响了许多人",
    "受到大家称赞",
    "为胜利打下基础",
    "留下宝贵经验",
    "让人深受感动",
    "使敌人十分恐慌",
    "成为美好的回忆",
    "传遍了整个城市",
    "温暖了整条街道",
    "改变了他们的命运",
    "从此没有停止",
]
SHORT = [
    "永远怀念。",
    "这就是信仰。",
    "没有人退缩。",
    "请看这张照片。",
    "时间过得真快。",
    "为了新中国，前进！",
    "他笑了。",
    "我们不会忘记。",
    "她只有二十四岁。",
    "结果怎么样呢？",
    "塔身高三十八米。",
    "增长7.5%。",
]


def sentences(chance: random.Random, count: int) -> list[str]:
    """So many sentences."""
    return [_sentence(chance) for _ in range(count)]


def _sentence(chance: random.Random) -> str:
    def one(words: Sequence[str]) -> str:
        return chance.choice(words)

    (make,) = chance.choices(
        (
            lambda: one(SHORT),
            lambda: f"{one(WHEN)}，{one(WHO)}{one(WHERE)}{one(DID)}。",
            lambda: f"{one(WHO)}{one(HOW)}{one(DID)}，{one(THEN)}。",
            lambda: f"{one(WHEN)}，{one(WHO)}和{one(WHO)}{one(WHERE)}{one(HOW)}{one(DID)}，{one(THEN)}。",
            lambda: f"{one(WHERE)}，{one(WHO)}{one(DID)}、{one(DID)}，还{one(HOW)}{one(DID)}。",
            lambda: f"{one(WHO)}说：“{one(WHEN)}，{one(THEN)}。”",
        ),
        weights=(12, 28, 20, 20, 12, 8),
    )
    return make()
