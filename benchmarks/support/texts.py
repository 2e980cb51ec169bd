"""Texts to set: titles and sentences of real lengths, made of word lists or taken from our own documents."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

_ROOT = Path(__file__).parents[2]
_PERSONS = (  # noqa: SIM905
    "毛泽建 夏明翰 郭亮 杨开慧 陈树湘 何叔衡 向警予 柳直荀 蔡和森 毛泽民 左权 贺锦斋 卡尔·马克思 雷锋 林则徐"
    " 𠮷田松 㸃墨人 何龘"
).split()
_PLACES = (  # noqa: SIM905
    "湖南省 开福区 十八洞村 清水塘 烈士塔街道 韶山 船山学社 新河三角洲 湘江路 望城区 铜官镇 橘子洲 自修大学旧址"
    " 岳麓书院 浏阳河 文家市镇 长沙市第一中学 通泰街街道 潮宗街 四方坪社区"
).split()
_EPITHETS = (  # noqa: SIM905
    "巾帼英烈|工运先锋|还有后来人|永远的丰碑|湘区星火|两河汇流|断肠明志的红军师长|一位女战士的短暂一生|"
    "一座城市的红色记忆|从胜利走向胜利，永远跟党走|从这里出发，走向一九四九年|“砍头不要紧，只要主义真”|二十四岁的青春|"
    "一九二一年的秋天|把一切献给党|"
    "家门口的老年大学开学了|社区网格员的一天|唱支山歌给党听|1923年的那场大雨|铁窗里的一封家书"
).split("|")
_WORKS = (  # noqa: SIM905
    "《走进自修大学旧址》 《赴戍登程口占示家人》 《湘江评论》 《沁园春·长沙》 《红岩》 《青春之歌》 《共产党宣言》"
).split()
_SERIES = (  # noqa: SIM905
    "喜迎党的二十大 烈士塔下颂英烈 开福“红”系列 社区微课堂 “学习强国”每日一课 党史百年天天读"
).split()
_LATIN = [
    "Python 3.14", "AI", "5G", "3D打印", "TED", "Wi-Fi 6", "C919", "APP", "PPT 2024", "10:30", "2022-10-08", "3.5 km",
]  # fmt: skip
_TITLES = (
    "{person}：{epithet}", "{place}：{epithet}", "{series}之{work}", "{series} {place}", "{person}与{place}",
    "{work}——{epithet}",
    "走进{place}，寻访{person}", "{place}的{person}", "第{number}期 {person}：{epithet}", "{latin}与{place}",
    "在{place}读{work}",
    "{latin}：{epithet}", "从{place}走出的{person}，{epithet}", "{person}、{person}和他们的{place}", "{epithet}",
)  # fmt: skip
_SENTENCES = (
    "{year}，{person}出生在{place}一个贫苦农民家庭，十四岁便离开家乡外出求学。",
    "在{place}，{person}同志带领{count}多名工人举行了大罢工，坚持了{count}天，最后取得了胜利。",
    "他说：“{epithet}。”说完，便迎着敌人的枪口走去。",
    "这里距离{place}只有{distance}，步行大约需要{count}分钟，沿途可以看到{work}的手稿展览。",
    "为了纪念{person}，{place}于{year}建成了一座{count}平方米的陈列馆，至今已接待观众{count}万余人次。",
    "今天上午10:30，{series}活动在{place}举行，来自机关、学校、企业和街道的{count}名志愿者参加了学习。",
    "读完{work}，同学们纷纷表示：要继承先烈遗志，听党话、跟党走，把青春献给祖国最需要的地方。",
    "用手机打开{latin}，点击屏幕右上角的按钮，就能收听{place}的语音讲解；不会用的老人，可以请志愿者帮忙。",
    "{person}牺牲时年仅二十四岁，她在狱中写道：“只要革命成功了，就是万死也无恨。”",
    "气温升到38.5℃，水位涨了12.7米，{place}的党员干部连续奋战了三天三夜，没有一个人叫苦叫累……",
    "我们把这门课——也就是大家常说的“{series}”——搬进了{place}，让居民在家门口就能上大学。",
    "{year}10月，全区共有{count}个小区完成改造，新增停车位{count}个、充电桩（7 kW以上）{count}个。",
)  # fmt: skip

_OTHERS = {
    "person": (  # noqa: SIM905
        "赵一曼 杨靖宇 方志敏 刘胡兰 董存瑞 江竹筠 瞿秋白 恽代英 彭湃 罗亦农 许包野 缪伯英 欧阳海 谷文昌 焦裕禄 孔繁森"
        " 王进喜 司徒美堂 粟裕 钱学森 于化虎 龙梅 曾昭燏 牛玉儒 林俊德 查文红 樊锦诗 高凤林 张桂梅 艾爱国"
    ).split(),
    "place": (  # noqa: SIM905
        "井冈山 瑞金市 遵义会议会址 西柏坡镇 嘉兴南湖 金寨县 红安县 龙华烈士陵园 雨花台区 狼牙山 大渡河 泸定桥 娄山关"
        " 小岗村 梁家河村 南泥湾 三湾村 古田镇 上杭县 沙坪坝区 歌乐山 建设路小学 第一人民医院 幸福里小区 汾河公园"
        " 徐家汇街道 华坪女子高级中学 酒泉卫星发射中心 武当山镇 兰考县"
    ).split(),
    "epithet": (  # noqa: SIM905
        "抗联女英雄|生的伟大，死的光荣|舍身炸碉堡|烈火中永生|把牢底坐穿|从放牛娃到将军|一盏不灭的灯|三块银元的故事|半条被子|"
        "一张借条背后的诺言|怎样给孩子讲党史|老党员的一堂课|垃圾分类小课堂|防范电信诈骗，守好养老钱|智能手机怎么用|冬季养生小知识|"
        "家庭教育公开课|邻里守望相助|二十四节气与健康|非物质文化遗产剪纸进社区|端午话屈原|一针一线总关情|大山里的女校长|"
        "把论文写在祖国大地上|为火箭焊接“心脏”的人|退役军人的第二次出征|绿水青山就是金山银山|听爷爷讲那过去的事情|"
        "从一穷二白到载人航天|全国劳动模范的工匠精神"
    ).split("|"),
    "work": (  # noqa: SIM905
        "《可爱的中国》 《狱中题壁》 《新青年》 《为人民服务》 《钢铁是怎样炼成的》 《囚歌》 《谁是最可爱的人》"
        " 《示儿书》 《七律·长征》 《义勇军进行曲》"
    ).split(),
    "series": "红色家书诵读 百年百人 英烈故事汇 云上党课 社区大学公开课 “四史”微讲堂 健康科普大讲堂".split(),  # noqa: SIM905
    "latin": ["ETC", "4K", "GPS", "CT检查", "2023年", "Excel 2021", "120急救", "NBA", "Vlog", "18:00", "5 km"],
}  # fmt: skip
_OTHER_TITLES = (
    "{series}｜{person}：{epithet}", "{person}烈士：{epithet}", "{person}同志在{place}", "{epithet}（全{number}集）",
    "{person}纪念馆巡礼", "探访{place}：{person}的{number}天", "主讲人{person}老师：{epithet}",
    "{work}（第{number}讲）",
    "{person}在{place}写下{work}", "重走{place}，聆听{person}", "{year}，{person}来到{place}", "{person}故居 {epithet}",
    "{epithet}——记{person}同志", "{latin}里的{epithet}", "{place}社区老年大学：{epithet}",
    "{person}和{person}的{place}往事",
    "致敬{person}烈士！{epithet}", "{epithet}（上）", "一起来读{person}的{work}", "{place}见证：{epithet}",
)  # fmt: skip


def names() -> tuple[str, ...]:
    """The names in titles and sentences, and the words of a verse in them that dictionaries lack."""
    return (*_PERSONS, *_PLACES, *_OTHERS["person"], *_OTHERS["place"], "赴戍", "登程", "口占")


def titles() -> tuple[str, ...]:
    return _made(_TITLES, 500, seed=1)


def other_titles() -> tuple[str, ...]:
    """Of other patterns, people, places and works: for looking whether what was mended for `titles` holds for these."""
    return _made(_OTHER_TITLES, 500, seed=4, lists=_OTHERS)


def sentences() -> tuple[str, ...]:
    """Half of them stand in our documents and samples, in which real people say real things."""
    own = list(dict.fromkeys(_own()))
    random.Random(3).shuffle(own)
    return (*own[:250], *_made(_SENTENCES, 500 - min(250, len(own)), seed=2))


def _own() -> Iterator[str]:
    files = [*sorted((_ROOT / "docs/zh").glob("*.md")), *sorted((_ROOT / "episodes").rglob("*.md"))]
    for path in (*files, *sorted((_ROOT / "episodes").rglob("*.txt"))):
        for line in re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL).splitlines():
            if line[:1] in "|#<-" or "`" in line or "](" in line:
                continue
            for sentence in re.findall(r"[^。！？]+[。！？]”?", line.replace("*", "").strip()):
                chinese = sum("\u4e00" <= one <= "\u9fff" for one in sentence)
                if 12 <= len(sentence) <= 80 and chinese > len(sentence) / 2:
                    yield sentence.strip()


def _made(
    patterns: tuple[str, ...], count: int, *, seed: int, lists: Mapping[str, Sequence[str]] = MappingProxyType({})
) -> tuple[str, ...]:
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        text = chance.choice(patterns)
        while place := re.search(r"\{(\w+)\}", text):
            text = text.replace(place[0], _word(place[1], chance, lists), 1)
        found[text] = None
    return tuple(found)


def _word(kind: str, chance: random.Random, lists: Mapping[str, Sequence[str]]) -> str:
    match kind:
        case "number":
            return str(chance.randint(1, 120))
        case "count":
            return str(chance.choice([3, 12, 48, 120, 500, 3000, 12000]))
        case "year":
            return chance.choice(["一九二三年", "1923年", "2022 年", "二〇二二年", "1949年10月", "民国十二年"])
        case "distance":
            return chance.choice(["3.5 km", "120公里", "800 m", "十二公里"])
    usual = {
        "person": _PERSONS, "place": _PLACES, "epithet": _EPITHETS, "work": _WORKS, "series": _SERIES, "latin": _LATIN,
    }  # fmt: skip
    return chance.choice((lists or usual)[kind])
