"""Captions without commas and full stops, as broadcasters draw them: who reads them hears the pauses."""

import re

_CLOSING = "》〉”’」』）〕】〗］"
_OPENING = "《〈“‘「『（〔【〖［"
_WIDE = r"[\u2e80-\u9fff\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff]"
_PAUSES = re.compile(rf"[，。、；：｡､]|(?<=[{_CLOSING}])[,.;:](?!\S)|(?<={_WIDE})[,.;:](?![A-Za-z0-9])")
"""Marks of pauses of Chinese text, and those of ASCII behind it: 3.5, 1,000 and 10:30 are one. What changes the sense
(？！…—) and what belongs together in pairs (《》“”（）) stays.
"""
_RATIO = re.compile(r"(?<=\d)[：](?=\d)")
_KEPT = "\ue000"
"""Stands for a colon between digits, which is no mark of a pause."""


def without_marks(text: str) -> str:
    """The text of a caption, line by line, without marks of pauses; lines of which nothing is left are gone."""
    return "\n".join(filter(None, map(_line, text.split("\n"))))


def _line(line: str) -> str:
    found = _PAUSES.sub("\0", _RATIO.sub(_KEPT, line))
    # No blank before what closes a pair, after what opens one, or beside another blank.
    found = re.sub(rf"\0+(?=[{_CLOSING}？！?!…—])|(?<=[{_OPENING}])\0+", "", found)
    found = re.sub(r"\s*\0[\0\s]*", " ", found)
    return found.strip().replace(_KEPT, "：")
