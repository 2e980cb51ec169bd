"""Names: where a dictionary divides the name of a person or a place that it does not know."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

Word = tuple[int, str, str]
"""Where it begins, what it is, and its kind by the letters that jieba has for these."""

_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤方俞任"
    "袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米贝臧成戴宋茅庞熊纪舒屈项祝董梁杜"
    "阮蓝闵席季麻强贾路江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯卢莫房缪解应宗丁宣邓洪包左石崔吉龚程邢裴陆翁荀惠曲"
    "段富巫焦巴牧谷车侯全班仲宁仇甘厉祖武符刘景詹龙叶司黎薄白蒲邰从鄂索籍赖卓蔺屠蒙池乔苍闻党翟谭贡申扶冉郦雍桑桂牛边"
    "燕冀浦尚农温庄晏柴瞿阎连习艾容向古易廖耿匡文寇广欧沃聂晁敖冷辛阚简饶曾沙丰关查恽粟"
)
"""The characters that nine of ten people's names begin with (百家姓 and what the census counts beside it)."""
_LONG_SURNAMES = frozenset(
    ("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "皇甫", "尉迟", "公孙", "令狐", "慕容", "端木")
)
_NEVER_GIVEN = frozenset(
    "的地得了着过吗呢吧啊和与跟及在从对把被让给为是有说讲谈论写读看听唱忆带到去走进出上下里外前后等之又也都还就才不没"
    "将或而以因于所这那你我他她它们个些此其各每时年月日号期届集"
)
"""Characters that are words of their own rather than the end of somebody's name."""
_HONOURS = frozenset(
    (  # noqa: SIM905
        "烈士 同志 先生 女士 老师 教授 院士 主任 书记 院长 校长 馆长 主席 总理 将军 元帅 司令 "
        "大爷 大妈 爷爷 奶奶 阿姨 叔叔 老人 医生 博士 团长 连长 班长 师傅 夫妇 一家 故居 "
        "纪念馆 纪念园"
    ).split()
)
"""What stands behind a person's name and belongs to it."""
_INSTITUTIONS = frozenset(
    (  # noqa: SIM905
        "街道 社区 小区 学社 书院 大学 中学 小学 学院 学校 医院 公园 陵园 纪念馆 陈列馆 博物馆 "
        "图书馆 文化馆 展览馆 美术馆 党校 旧址 故居 会址 遗址 委员会 学会 协会 公司 集团 车站 "
        "机场 广场 大桥 水库 农场 工厂 三角洲 半岛 群岛 高原 盆地 草原 大街 大道 胡同 公路 "
        "铁路 运河"
    ).split()
)
"""What stands behind the name of a place or an institution and is part of it."""
_SEATS = frozenset(("市镇", "县镇", "市乡", "市村", "城区", "市区", "县城", "镇区"))
"""What a dictionary takes for words, of which the first character mostly is the end of the name before it."""
_PERSON = ("nr", "nrt", "nrfg")
_LONGEST_TITLE = 9
"""Characters."""


def inside_names(words: Sequence[Word]) -> frozenset[int]:
    """Where words begin that are the rest of a name: 陈树|湘, 何|龘, 望|城区, 文家|市镇."""
    return frozenset((*_inside_people(words), *_inside_places(words)))


def within_titles(words: Sequence[Word]) -> frozenset[int]:
    """Where words begin that are part of what is before them: 雷锋|同志, 船山|学社, 长沙市|第一|中学."""
    found: set[int] = set()
    for index, (start, word, _) in enumerate(words):
        before = words[index - 1] if index else None
        if before and word in _HONOURS and before[2] in _PERSON:
            found.add(start)
        elif word in _INSTITUTIONS:
            found |= set(_named(words, index))
    return frozenset(found)


def _named(words: Sequence[Word], index: int) -> Iterator[int]:
    """The places inside the name of an institution, back from its last word over nouns and ordinals."""
    length = len(words[index][1])
    while index and length < _LONGEST_TITLE:
        _, before, kind = words[index - 1]
        # A verb behind another word that governs the name is part of it: 走进|自修|大学.
        verbal = kind[0] == "v" and index > 1 and words[index - 2][2][0] in "pcv"
        if kind[0] not in "njsz" and before[0] != "第" and not verbal:
            break
        yield words[index][0]
        length += len(before)
        index -= 1


def _inside_people(words: Sequence[Word]) -> Iterator[int]:
    for index, (_, word, kind) in enumerate(words):
        if index + 1 == len(words):
            break
        start, after, _ = words[index + 1]
        if not all(map(_is_character, word + after)) or set(after) & _NEVER_GIVEN:
            continue
        if kind == "x" and len(word) == 1 and len(after) < 3:
            yield start  # 𠮷|田松: a character that no dictionary has begins a name
        if word[0] not in _SURNAMES and word[:2] not in _LONG_SURNAMES:
            continue
        surname = 2 if word[:2] in _LONG_SURNAMES else 1
        if len(word) == surname and len(after) == 2 and not _is_known(after):
            yield start  # 高|凤林
        elif word in _LONG_SURNAMES and len(after) < 3:
            yield start  # 司徒|玥
        elif len(word) == surname + 1 and len(after) == 1 and (kind in _PERSON or not _is_known(word)):
            yield start  # 陈树|湘
        elif len(word) == surname and len(after) == 1 and not _is_known(after):
            yield start  # 何|龘


def _inside_places(words: Sequence[Word]) -> Iterator[int]:
    for (_, before, kind), (start, after, _) in pairwise(words):
        if after in _SEATS and all(map(_is_character, before)):
            if len(before) == 1 and _is_known(before + after[0]):
                yield start  # 望|城区
            elif len(before) == 2 and kind[0] == "n":
                yield start  # 文家|市镇


def _is_character(character: str) -> bool:
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def _is_known(word: str) -> bool:
    import rjieba

    return rjieba.has_word(word)
