"""Languages by their BCP 47 tags, and the three letters for them that containers and tags want."""

_CODES = """
af:afr ar:ara bg:bul bn:ben bo:bod ca:cat cs:ces da:dan de:deu el:ell en:eng es:spa et:est eu:eus fa:fas
fi:fin fr:fra ga:gle gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat
kk:kaz km:khm ko:kor ky:kir lo:lao lt:lit lv:lav mn:mon ms:msa my:mya nb:nob ne:nep nl:nld nn:nno no:nor
pl:pol pt:por ro:ron ru:rus sk:slk sl:slv sq:sqi sr:srp sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tr:tur
ug:uig uk:ukr ur:urd uz:uzb vi:vie za:zha zh:zho
"""
# ISO 639-2/T for the two-letter codes one meets; a three-letter code is taken as it is.
_THREE = dict(pair.split(":") for pair in _CODES.split())


def is_chinese(language: str) -> bool:
    """Whether pages in this language are written in Chinese."""
    return _primary(language) in ("zh", "zho")


def iso639_2(language: str) -> str:
    """`zh-CN` -> `zho`; `und` where the language is not known."""
    primary = _primary(language)
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        # The spoken Chinese languages of BCP 47 are younger than ISO 639-2, which knows them as Chinese.
        return "zho" if primary in ("cmn", "yue", "wuu", "hak", "nan", "hsn", "gan") else primary
    return _THREE.get(primary, "und")


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()
