import pytest

from pipeline.documents.encodings import decode, encoding_named

CHINESE = "毛泽建是毛泽东的堂妹，一九二九年牺牲于衡山。"
TRADITIONAL = "今天我們要介紹的是一位勇敢的女性，她出生在湖南省。"
JAPANESE = "今日は日本の歴史について話します。"
RUSSIAN = "Сегодня мы расскажем о жизни великого человека."
FRENCH = "C'était l'été, ça va ? Elle naît à la campagne."


@pytest.mark.parametrize("shape", ["{}", "1\n00:00:00,200 --> 00:00:01,900\n{}\n", "# {}\r\n\r\n{}\r\n"])
@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8-sig"),
        (CHINESE, "utf-16", "utf-16"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "gb18030", "gb18030"),
        ("你好", "gbk", "gb18030"),
        ("这是一个测试字幕", "gb2312", "gb18030"),
        ("這是一個測試字幕", "gbk", "gb18030"),
        ("這是一個測試字幕", "big5", "big5hkscs"),
        ("歡迎收看", "big5", "big5hkscs"),
        (TRADITIONAL, "big5", "big5hkscs"),
        (JAPANESE, "cp932", "cp932"),
        ("これはテストの字幕です", "shift_jis", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        ("이것은 테스트 자막입니다", "euc_kr", "cp949"),
        (RUSSIAN, "cp1251", "cp1251"),
        ("Это тестовые субтитры", "cp1251", "cp1251"),
        (RUSSIAN, "koi8_r", "koi8_r"),
        (FRENCH, "latin-1", "cp1252"),
        ("Schöne Grüße aus München", "cp1252", "cp1252"),
        ("mañana será otro día", "latin-1", "cp1252"),
    ],
)
def test_the_encoding_is_found(shape: str, text: str, written: str, read: str):
    whole = shape.replace("{}", text)

    found = decode(whole.encode(written))

    assert (found.text.removeprefix("\ufeff"), found.encoding) == (whole, read)


@pytest.mark.parametrize(
    ("data", "candidates"),
    [
        ("東京".encode("cp932"), ("gb18030", "shift-jis")),
        ("Да".encode("cp1251"), ("gb18030", "big5", "windows-1251")),
        (b"\xff\xff\x00", ()),
        (bytes(range(256)), ()),
    ],
)
def test_in_doubt_there_is_no_text(data: bytes, candidates: tuple[str, ...]):
    found = decode(data)

    assert (found.text, found.encoding, found.candidates) == ("", "", candidates)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("big5", "big5hkscs"), ("GBK", "gb18030"), ("Shift-JIS", "cp932"), ("windows-1251", "cp1251"),
        ("Latin-1", "cp1252"), ("UTF 8", "utf-8-sig"), ("utf-16le", "utf-16-le"), ("base64", None), ("没有", None),
    ],
)  # fmt: skip
def test_encodings_have_many_names(name: str, found: str | None):
    assert encoding_named(name) == found
