"""Years of a life as people write them: `1905—1929`, `约前551—前479`, `b. 1905`."""

import re
from dataclasses import dataclass
from unicodedata import normalize

OLDEST = 120
"""Years that hardly anybody has lived longer than."""
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_CHINESE_YEAR = re.compile("[〇○零一二三四五六七八九]{3,4}")
_DAYS = re.compile(
    r"(?<=\d{4})(?:-\d\d-\d\d|[./]\d{1,2}(?:[./]\d{1,2})?|年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*[日号])?)(?!\d)"
    r"|(?:\d{1,2}\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+(?:\d{1,2},\s*)?(?=\d{4})"
)
"""What a day says beyond its year."""
_DASH = r"(?:-{1,3}|[\u2010-\u2015\u2212\u2500\u2e3a]{1,2})"
_BETWEEN = re.compile(rf"\s*(?:{_DASH}|~|至|到|\bto\b)\s*")
_YEAR = re.compile(
    r"(?:大?约在?|circa|about|ca?\.?)?\s*(公元前|西元前|前)?(?:公元|西元)?\s*(\d{1,4})\s*年?"
    r"\s*(b\.?\s?c\.?(?:\s?e\.?)?|a\.?d\.?|c\.?e\.?)?\s*(?:前后|左右|\?)?"
)
_OPEN = re.compile(r"\?|[生卒]年?(?:不详|未详)|不详|未详|unknown|今|至今|present|now|")
_BORN = re.compile(r"(?:\*|b\.|born(?: in)?|生于)\s*(?P<year>.+)|(?P<again>.+?)\s*出?生")
_DIED = re.compile(
    r"(?:†|\+|d\.|died(?: in)?|[卒逝死]于|牺牲于|就义于)\s*(?P<year>.+)|(?P<again>.+?)\s*(?:卒|逝世?|去世|牺牲|就义)"
)
_BETWEEN_BOTH = re.compile(r"\s*[,;，；、]\s*|\s+(?=†|\+|d\.|died|[卒逝]于)")
_BRACKETS = frozenset(("()", "（）", "[]", "〔〕"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Years:
    """When somebody lived."""

    text: str
    """As written, without brackets around it."""
    born: int | None = None
    """0 is the year before the year 1 of our era, as ISO 8601 counts. None where nobody knows, or it cannot be read."""
    died: int | None = None
    read: bool = True
    """Whether the text could be read as years."""

    def shown(self, *, chinese: bool) -> str:
        """With the dash that the language writes between years (GB/T 15834-2011, 4.13; The Chicago Manual, 6.78)."""
        if not self.read:
            return self.text
        # A day as 1905-03-12 keeps its hyphens.
        days = re.sub(r"(\d{4})-(\d\d)-(\d\d)(?!\d)", "\\1\ue000\\2\ue000\\3", self.text)
        joined = re.sub(rf"\s*(?:{_DASH}|[－~～])\s*", "—" if chinese else "–", days)
        return joined.replace("\ue000", "-").strip()


def read_years(written: str) -> Years:
    """The years in a text; `read` is False where it holds something else."""
    text = written.strip()
    if len(text) > 1 and text[0] + text[-1] in _BRACKETS:
        text = text[1:-1].strip()
    plain = _CHINESE_YEAR.sub(lambda found: found[0].translate(_DIGITS), normalize("NFKC", text).strip().lower())
    plain = _DAYS.sub("", plain)
    if found := _BETWEEN.search(plain):
        ends = plain[: found.start()], plain[found.end() :]
        if all(_YEAR.fullmatch(end) or _OPEN.fullmatch(end) for end in ends) and any(map(_YEAR.fullmatch, ends)):
            born, died = _life(*ends)
            return Years(text=text, born=born, died=died)
        return Years(text=text, read=False)
    parts = _BETWEEN_BOTH.split(plain)
    ends_of_life = [next(filter(None, map(form.fullmatch, parts)), None) for form in (_BORN, _DIED)]
    years = [_YEAR.fullmatch(one["year"] or one["again"]) if one else None for one in ends_of_life]
    if len(parts) == sum(one is not None for one in years):
        return Years(text=text, born=_counted(years[0]), died=_counted(years[1]))
    # A year alone says something, but not what.
    return Years(text=text, read=_YEAR.fullmatch(plain) is not None)


def _life(first: str, last: str) -> tuple[int | None, int | None]:
    """The years from one end to the other: `551—479 BC` is before our era at both, `1905-29` ends in 1929."""
    begins, ends = _YEAR.fullmatch(first), _YEAR.fullmatch(last)
    born, died = _counted(begins), _counted(ends)
    if begins is None or ends is None or born is None or died is None:
        return born, died
    if died < 1 < born and not begins[3]:
        born = 1 - born
    elif born < 1 and not ends[3] and born + OLDEST < died < 1 - born:
        died = 1 - died
    elif len(ends[2]) == 2 and len(begins[2]) == 4 and died < born:
        died += born // 100 * 100
    return born, died


def _counted(year: "re.Match[str] | None") -> int | None:
    if year is None:
        return None
    before = bool(year[1]) or (year[3] or "").startswith("b")
    return 1 - int(year[2]) if before else int(year[2])
