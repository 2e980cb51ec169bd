"""Old titles: what feeds write before an episode's own title, its number and the show's name; taken off where safe."""

import re
from unicodedata import normalize

from pipeline.ingest.filenames import EDGE, FULL_WIDTH, UNITS
from pipeline.model.numerals import WORDS, number_of

_NUMBER = re.compile(
    rf"[\s\[(（【《#]*(?:"
    rf"第\s*(?P<words>\d{{1,5}}|[{WORDS}]{{1,9}})\s*[{UNITS}]"
    r"|(?:s\d{1,2}\s*[:.\-]?\s*(?:episode|ep|e)|episode|ep|no|vol|lesson)\s*[.\-_#:]*\s*(?P<counted>\d{1,5})(?![\d.,%])"
    r"|(?:(?<=#)|(?<=[\[(（【]))(?P<marked>\d{1,5})(?![\d.,%])"
    # A number alone is one only before a separator: '12. 题目', '12 - 题目', not '24-hour race', '3.5 billion'.
    r"|(?P<bare>\d{1,5})(?:\s*[.、:：|｜_]\s*(?![\d\s])|\s+[\-–—]+\s)"
    r")[\s\])）】》]*",
    re.IGNORECASE,
)


def said_number(title: str, *, show: str = "") -> int | None:
    """The number that a title begins with; None where it says none for sure."""
    found = _NUMBER.match(_plain(_without_show(title, show)))
    return _number_of(found) if found else None


def bare_title(title: str, *, number: int | None, show: str = "") -> str:
    """The title without the show's name at its ends and without its own number in front; never empty."""
    text = _without_show(title, show)
    found = _NUMBER.match(_plain(text))
    if found and number is not None and _number_of(found) == number:
        text = _without_show(text[found.end() :].lstrip(EDGE), show) or text
    return text.strip() or title


def _number_of(found: "re.Match[str]") -> int:
    return number_of(next(filter(None, found.groups())))


def _plain(text: str) -> str:
    return text.translate(FULL_WIDTH)


def _without_show(title: str, show: str) -> str:
    """Without the show's name where a separator or its brackets set it off."""
    text = normalize("NFC", title).strip()
    if not show:
        return text
    name, edge = re.escape(normalize("NFC", show)), f"[{re.escape(EDGE.replace(' ', ''))}]"
    before = re.match(
        rf"(?:《{name}》|【{name}】|\[{name}\]|{name}\s*{edge})[\s{re.escape(EDGE)}]*", text, re.IGNORECASE
    )
    if before and text[before.end() :].strip():
        text = text[before.end() :]
    after = re.search(rf"[\s]*(?:《{name}》|【{name}】|\[{name}\]|{edge}\s*{name})\s*$", text, re.IGNORECASE)
    return text[: after.start()].rstrip() if after and text[: after.start()].strip() else text
