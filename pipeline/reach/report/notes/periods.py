"""Notes on gains: between which counts they lie, and of which works they are not known."""

from collections.abc import Iterator, Sequence

from pipeline.reach.report.gains import Gains
from pipeline.reach.report.notes.view import Note, works_of

_UNKNOWN = {
    "no-baseline": (
        "nothing was known of {} at the start of a period: their gain in it is not known",
        "{}件作品在期初没有数据，当期增量未知，不计入",
    ),
    "definition": (
        "what is counted changed for {}: no gain is told across that",
        "{}件作品的统计口径在期间有变，不计算增量",
    ),
    "not-counted-again": (
        "of {} there was no newer count in a period: their gain in it is not known",
        "{}件作品在期内没有新的数据，增量未知，不计入",
    ),
}


def gain_notes(periods: Sequence[Gains]) -> Iterator[Note]:
    if not periods:
        return
    yield Note(
        code="spans",
        text="gains are differences between counts; 'from' and 'to' say between which, nothing is filled in",
        chinese="增量为两次统计之差，起止以实际统计日期为准，不作推算",
    )
    for why, (english, chinese) in _UNKNOWN.items():
        works = {work for period in periods for work in period.unknown.get(why, ())}
        if works:
            yield Note(code=why, text=english.format(works_of(len(works))), chinese=chinese.format(len(works)))
