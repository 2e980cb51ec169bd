"""Encodings: which one a text file is written in, as far as its bytes say so; in doubt nobody may guess.

A mark at the head and strict UTF-8 are sure. All others are read in every encoding that people's tools write, and what
comes out is judged by how much of it is in daily use: Chinese in Big5 is valid GB18030 too, but in words nobody writes.
"""

import codecs
import re
from dataclasses import dataclass
from functools import cache
from unicodedata import category

NAMES = {
    "utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16 (big-endian)", "gb18030": "GB18030",
    "big5hkscs": "Big5", "cp932": "Shift-JIS", "euc_jp": "EUC-JP", "cp949": "EUC-KR", "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R", "cp1252": "Windows-1252",
}  # fmt: skip
"""Python's names of the encodings that are looked for, and what people call them; all but the first are guessed."""
_KEYS = {
    "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be", "gb18030": "gb18030", "big5hkscs": "big5", "cp932": "shift-jis",
    "euc_jp": "euc-jp", "cp949": "euc-kr", "cp1251": "windows-1251", "koi8_r": "koi8-r", "cp1252": "windows-1252",
    "utf-8": "utf-8",
}  # fmt: skip
_ALIASES = {
    "gbk": "gb18030", "gb2312": "gb18030", "cp936": "gb18030", "936": "gb18030", "big5": "big5hkscs",
    "cp950": "big5hkscs", "950": "big5hkscs", "shift-jis": "cp932", "sjis": "cp932", "shift_jis": "cp932",
    "euc-kr": "cp949", "euc_kr": "cp949", "latin-1": "cp1252", "latin1": "cp1252", "iso-8859-1": "cp1252",
    "unicode": "utf-16", "utf-8": "utf-8-sig", "utf8": "utf-8-sig",
}  # fmt: skip
"""Names for which more is read than they say: what calls itself GB2312 or Latin-1 is written by Windows."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_GUESSED = ("gb18030", "big5hkscs", "cp932", "euc_jp", "cp949", "cp1251", "koi8_r", "cp1252")
_GOOD, _APART = 0.7, 0.14
"""The share of daily characters that a text must have, and by how much it must be ahead of the next encoding."""
_HABIT = {"gb18030": 0.06}
"""In doubt Chinese Windows wrote it."""
_LOOKED_AT = 20_000
"""Bytes by which the encoding is judged."""
_TIE_BYTES = 30
"""Bytes beyond ASCII from which on charset-normalizer may decide between those that are near each other."""

_DAILY_HAN = frozenset(
    "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好"
    "都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把"
    "法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教"
    "西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安"
    "表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直"
    "服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留"
    "红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持"
    "取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落"
    "视济喜离虽坏集编宝谈府拉黑且随格尽剑讲布杀微怕母调局根曾准团段终乐切级克精哪官示冲竟乎男举客证苦照注费足尔招群热推"
    "晚响称兴待约阳哥惊吗整支古汉突号绝选吧参刊亚复伤类备欢另港势刻星断陈掌农夜般念价脑规底故省妈刚句显消衣陆器确破具居"
    "批送游戏烈妹测试幕课室塔声牺牲巾帼衡岁街福馆录词歌唱嘉第零○"
    "這個來國說們為時後過學對裡麼沒於還發從動兩長樣現將與進實點種聲話兒問機給幾業間麼電門東聽氣關並內員"
    "書華報馬張難數體別處總場師記邊風戰幹許覺題統請讓認論義術結資隊帶條變聯權傳紅決達辦運強區眾輕語滿寫識極黃錢黨設雙歷單據導"
    "網專視濟離雖壞編寶談隨盡劍講殺調準團終樂級證費熱響稱興約陽驚漢號絕選參亞復傷類備歡勢斷陳農價腦規媽剛顯陸確戲測試課館錄詞"
    "臺灣開頭會應當車無見經愛萬軍產遠親見書歲"
)
_DAILY_HANGUL = frozenset(
    "이다는의에을가고은를하한지로도사기그들인서자리대어나있해시아수일으것라만보정스게과부장여전주원제상와적조구세안성동면년"
    "오국소회무생공거우모위신경우니까습입트마문요하미학분방화선간연유실행중개선당후말때저내들없었자막테"
)
_LATIN = frozenset("éèàùâêîôûëïüçœæñáíóúöäßãõåøÉÈÀÇÜÖÄÅØÑ¿¡«»“”‘’–—…°·€£©®ºª§\u00a0")
_CYRILLIC = re.compile("[\u0410-\u044fёЁіїєІЇЄўЎґҐ]+")
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A text, or the encodings that it may be in."""

    text: str = ""
    encoding: str = ""
    """Of the text, as Python calls it; empty where it is in doubt."""
    guessed: bool = False
    candidates: tuple[str, ...] = ()
    """The likeliest first, as `encoding:` takes them."""
    likely: bool = False
    """Whether any of them gives a text in daily words."""


def decode(data: bytes) -> Decoded:
    """The text of a script or subtitle file in the encoding that its bytes show."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = _strict(data, encoding)
            return Decoded() if text is None else Decoded(text=text, encoding=encoding)
    text = _strict(data, "utf-8")
    if text is not None and "\0" not in text:
        return Decoded(text=text, encoding="utf-8")
    if b"\0" in data:
        return _without_mark(data, least=0.6) or Decoded()
    judged = _judged(data)
    if judged.encoding or judged.likely:
        return judged
    return _without_mark(data, least=0.85) or judged


def encoding_named(name: str) -> str | None:
    """Python's name of an encoding as people call it; None where there is none, or it is not one of text."""
    lower = name.strip().lower().replace(" ", "-")
    try:
        found = codecs.lookup(_ALIASES.get(lower, lower))
    except (LookupError, ValueError):
        return None
    return found.name if found._is_text_encoding else None


def decode_as(data: bytes, encoding: str) -> tuple[str, int | None]:
    """The text, and the byte at which it is not in that encoding; None where all of it is."""
    if encoding in ("utf-16-le", "utf-16-be"):
        data = data.removeprefix(codecs.BOM_UTF16_LE if encoding == "utf-16-le" else codecs.BOM_UTF16_BE)
    try:
        return data.decode(encoding), None
    except UnicodeDecodeError as cause:
        return data[: cause.start].decode(encoding, errors="replace"), cause.start


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_mark(data: bytes, *, least: float) -> Decoded | None:
    """UTF-16 that does not say so, where so large a share of it is in use."""
    shares: dict[str, float] = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _strict(data, encoding)
        if text and not any(category(one) in ("Cn", "Co", "Cs") or one == "\0" for one in text):
            shares[encoding] = sum(_is_usual(one) for one in text) / len(text)
    best = max(shares, key=lambda one: shares[one], default=None)
    if best is None or shares[best] < least:
        return None
    return Decoded(text=data.decode(best), encoding=best, guessed=True)


def _is_usual(one: str) -> bool:
    if one <= "\u052f" or "\u2010" <= one <= "\u2026" or "\u3000" <= one <= "\u30ff" or "\uff01" <= one <= "\uff5e":
        return True
    return "\uac00" <= one <= "\ud7a3" or one in _DAILY_HAN or one in _usual("gb18030")


def _judged(data: bytes) -> Decoded:
    """The encoding in which most of the text is in daily use, if it is well ahead of all others."""
    head = _whole_characters(data)
    scores: dict[str, float] = {}
    for encoding in _GUESSED:
        text = _strict(head, encoding)
        if text is not None and not any(category(one) == "Cc" and one not in "\t\r\n\f" for one in text):
            scores[encoding] = _score(encoding, text) + _HABIT.get(encoding, 0)
    ranked = sorted(scores, key=lambda one: -scores[one])
    likely = tuple(one for one in ranked if scores[one] >= max(_GOOD, scores[ranked[0]] - _APART))
    if len(likely) > 1 and sum(byte > 127 for byte in head) >= _TIE_BYTES:
        likely = _preferred(head, likely) or likely
    if len(likely) == 1:
        text = _strict(data, likely[0])
        if text is not None:
            return Decoded(text=text, encoding=likely[0], guessed=likely[0] != "gb18030")
    named = likely if len(likely) > 1 else ranked
    return Decoded(candidates=tuple(_KEYS[one] for one in named[:6]), likely=bool(likely))


def _whole_characters(data: bytes) -> bytes:
    """The head of a long file, up to the end of a line."""
    return data if len(data) <= _LOOKED_AT else data[: data.rfind(b"\n", 0, _LOOKED_AT) + 1] or data


def _preferred(data: bytes, among: tuple[str, ...]) -> tuple[str, ...]:
    """The one among several that charset-normalizer takes the text for."""
    from charset_normalizer import from_bytes

    alike = {"euc_jis_2004": "euc_jp", "shift_jis_2004": "cp932", "big5": "big5hkscs", "shift_jis": "cp932"}
    isolated = [*among, *(name for name, one in alike.items() if one in among)]
    best = from_bytes(data, cp_isolation=isolated).best()
    found = alike.get(best.encoding, best.encoding) if best else ""
    return (found,) if found in among else ()


def _score(encoding: str, text: str) -> float:
    """From 0 to 1: how much of what is not ASCII is in daily use."""
    if encoding in ("cp1251", "koi8_r"):
        return _cyrillic(text)
    if encoding == "cp1252":
        return _western(text)
    marks = [_weight(encoding, text, place) for place, one in enumerate(text) if one > "\x7f"]
    return sum(marks) / len(marks) if marks else 0.0


def _weight(encoding: str, text: str, place: int) -> float:
    one = text[place]
    if "\u3000" <= one <= "\u3020" or "\uff01" <= one <= "\uff5e" or one in "“”‘’—…·":
        return 0.8
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if before.isascii() and after.isascii() and before.isalpha() and after.isalpha():
        return 0.0  # Within a word of letters stands a letter.
    match encoding:
        case "gb18030" | "big5hkscs":
            if one in _DAILY_HAN:
                return 1.0
            return 0.75 if one in _usual(encoding) else 0.2 if "\u4e00" <= one <= "\u9fff" else 0.0
        case "cp949":
            return 1.0 if one in _DAILY_HANGUL else 0.5 if "\uac00" <= one <= "\ud7a3" else 0.1
        case _:
            if "\u3041" <= one <= "\u30ff":
                return 1.0
            if one in _DAILY_HAN:
                return 0.8
            return 0.6 if one in _usual(encoding) else 0.0


@cache
def _usual(encoding: str) -> frozenset[str]:
    """The characters of the first level of a character set: those that its makers found to be in use."""
    first, last, codec = {
        "gb18030": (0xB0, 0xD7, "gb2312"), "big5hkscs": (0xA4, 0xC6, "big5"), "cp932": (0xB0, 0xCF, "euc_jp"),
        "euc_jp": (0xB0, 0xCF, "euc_jp"),
    }[encoding]  # fmt: skip
    pairs = (bytes((high, low)) for high in range(first, last + 1) for low in range(0x40, 0xFF))
    own = {character for pair in pairs if len(character := pair.decode(codec, errors="ignore")) == 1}
    # What is written in traditional characters may be in GB18030 as well.
    return frozenset(own | _usual("big5hkscs") if encoding == "gb18030" else own)


def _cyrillic(text: str) -> float:
    """Whether its words are of Cyrillic letters alone, with capitals at their beginnings."""
    words = [word for word in _WORD.findall(text) if not word.isascii()]
    good = sum(len(word) for word in words if _CYRILLIC.fullmatch(word) and _in_usual_case(word))
    odd = sum(one > "\x7f" and not one.isalpha() and one not in "«»“”„‘’–—…№\u00a0" for one in text)
    every = sum(map(len, words)) + odd
    share = good / every if every else 0.0
    return share if len(words) > 1 or good > 3 else min(0.7, share)


def _in_usual_case(word: str) -> bool:
    return word in (word.lower(), word.upper(), word.capitalize())


def _western(text: str) -> float:
    """Whether its letters with accents are those of western Europe, within words, and few among others."""
    beyond = [one for one in text if one > "\x7f"]
    letters = sum(one.isalpha() for one in text)
    accents = sum(one.isalpha() for one in beyond)
    if not beyond or accents > letters / 2:
        return 0.0
    stray = sum(len(word) == 1 and word > "\x7f" and word.lower() != "à" for word in _WORD.findall(text))
    return float(sum(one in _LATIN for one in beyond) - stray) / len(beyond)
