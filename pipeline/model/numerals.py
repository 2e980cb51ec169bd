"""Numerals: the numbers that people write in Chinese, in names and titles."""

WORDS = "零〇一二两三四五六七八九十百千廿卅"
"""Every character that a number in words is made of."""

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "百": 100, "千": 1000}


def number_of(text: str) -> int:
    """`12`, `十二`, `一百零八`, `一二〇`."""
    if text.isascii():
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not any(character in _TENS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    total, digit, unit = 0, 0, 1
    for character in text:
        if character in _TENS:
            unit = _TENS[character]
            total += (digit or 1) * unit
            digit = 0
        else:
            digit = _DIGITS[character]
            unit = 1 if digit == 0 else unit
    # In 一百二 the last word counts tens.
    return total + digit * (unit // 10 if unit > 10 else 1)
