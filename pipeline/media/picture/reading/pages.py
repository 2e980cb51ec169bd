"""Pages: a text divided at the ends of sentences and paragraphs, no line of a paragraph alone, no page half empty."""

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.effects.look import Look
from pipeline.effects.reading import ReadingPage, Recital
from pipeline.media.picture.reading.column import Place, PlacedLine, column
from pipeline.media.picture.reading.lines import Strip, galley, is_chinese, lines_of
from pipeline.media.picture.reading.type_area import Measure, head_of, measures
from pipeline.media.picture.typesetting.texts import drawable
from pipeline.media.picture.typesetting.typesetter import Typesetter
from pipeline.model.captions import Paragraph, Passage, Words

LARGE = 260
"""Characters up to which a text may be set larger, if it then fits on one page."""

# What a page costs, against one page more.
_EMPTY, _EMPTY_LAST, _INSIDE_PROSE, _INSIDE_VERSE = 1.2, 0.9, 0.1, 0.4
_LONE, _UNDER_HEADING, _TORN = 1.5, 10.0, 6.0
_LETTER_MARKS = {ord("“"): '"', ord("”"): '"', ord("‘"): "'", ord("’"): "'"}
_PAUSES = frozenset("，、；：,;:—…")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """A text in the pages of one frame."""

    pages: tuple[ReadingPage, ...]
    firsts: tuple[int, ...]
    """The first sentence of each."""
    parts: tuple[tuple[tuple[int, int], ...], ...]
    """For each sentence the pages that it is on, and the characters that are there."""

    @property
    def torn(self) -> tuple[int, ...]:
        """Sentences that are on more than one page."""
        return tuple(index for index, parts in enumerate(self.parts) if len(parts) > 1)

    def moment(self, sentence: int, *, marked: bool, page: int | None = None) -> ReadingPage:
        """The page of a sentence, with it marked, or before the next one."""
        if not marked and sentence + 1 < len(self.parts):
            after = self.parts[sentence + 1][0][0]
            if sentence < 0 or after != self.parts[sentence][-1][0]:
                return self.pages[after if sentence >= 0 else 0]
            marked = True
        if not marked:
            return self.pages[self.parts[sentence][-1][0] if self.parts else 0]
        chosen = self.parts[sentence][0][0] if page is None else page
        return replace(self.pages[chosen], marked=sentence - self.firsts[chosen])


@lru_cache(maxsize=8)
def pages_of(recital: Recital, width: int, height: int) -> Pages:
    """The pages of a text in a frame of `width` x `height`. Raises MediaError for unusable fonts."""
    passage = _drawable(recital.passage)
    mixed = any(one.kind in ("prose", "item", "quote") for one in passage.paragraphs)
    measure, strips, starts = _composed(passage, recital.look, measures(width, height, recital.look), mixed=mixed)
    shift = 0 if mixed else _shift(strips, measure)
    pages: list[ReadingPage] = []
    firsts: list[int] = []
    parts: dict[int, list[tuple[int, int]]] = {}
    for number, (start, stop) in enumerate(zip(starts, [*starts[1:], (len(strips), 0)], strict=True)):
        paragraphs = tuple(_slice(passage.paragraphs, strips, start, stop))
        own = [one for paragraph in paragraphs for one in paragraph.sentences]
        if number == 0 and passage.byline_sentence is not None:
            own.insert(0, passage.byline_sentence)
            parts.setdefault(passage.byline_sentence, []).append((0, len(passage.byline)))
        first = min(own, default=firsts[-1] if firsts else 0)
        for paragraph in paragraphs:
            for words in (one for line in paragraph.lines for one in line):
                if words.sentence is not None:
                    _count(parts.setdefault(words.sentence, []), number, len(words.text))
        pages.append(
            ReadingPage(
                title=passage.title if number == 0 else "",
                byline=passage.byline if number == 0 else "",
                byline_sentence=None if number or passage.byline_sentence is None else passage.byline_sentence - first,
                paragraphs=tuple(_counted(one, first) for one in paragraphs),
                frame=(width, height),
                size=measure.size,
                mixed=mixed,
                shift=shift,
                number=number + 1 if len(starts) > 1 else 0,
                look=recital.look,
            )
        )
        firsts.append(first)
    count = max(parts, default=-1) + 1
    last = len(pages) - 1
    return Pages(
        pages=tuple(pages),
        firsts=tuple(firsts),
        parts=tuple(tuple(parts.get(index, [(last, 1)])) for index in range(count)),
    )


def _composed(
    passage: Passage, look: Look, sizes: Sequence[Measure], *, mixed: bool
) -> tuple[Measure, tuple[Strip, ...], list[Place]]:
    """The text on pages in type of the best size: the largest that keeps all on one page, else the usual one, or a
    smaller one that keeps verses on their lines and sentences on their pages.
    """
    ruler = Typesetter(look.fonts)
    usual = None
    for measure in sizes:
        if measure.beyond == "larger" and len(passage.text) > LARGE:
            continue
        strips = galley(passage.paragraphs, ruler, measure.columns, mixed=mixed)
        head = head_of(passage.title, passage.byline, look, measure)
        if not mixed and any(_wraps(strip, measure) for strip in strips):
            starts, good = [], False
        else:
            starts = _divided(strips, measure, head.height)
            good = not any(_tears(strips, place) for place in starts)
        if good and (measure.beyond != "larger" or len(starts) == 1):
            return measure, strips, starts
        if measure.beyond == "usual":
            usual = measure, strips, starts or _divided(strips, measure, head.height)
    assert usual is not None
    return usual


def _wraps(strip: Strip, measure: Measure) -> bool:
    return len(list(lines_of(strip, 0, measure.columns))) > 1


def _tears(strips: Sequence[Strip], place: Place) -> bool:
    """Whether a page that begins there begins inside a sentence."""
    index, piece = place
    if place == (0, 0) or index >= len(strips):
        return False
    before = strips[index].pieces[piece - 1] if piece else strips[index - 1].pieces[-1]
    here = strips[index].pieces[piece]
    return here.sentence is not None and here.sentence == before.sentence


def _count(found: list[tuple[int, int]], page: int, characters: int) -> None:
    if found and found[-1][0] == page:
        found[-1] = (page, found[-1][1] + characters)
    else:
        found.append((page, characters))


def _divided(strips: Sequence[Strip], measure: Measure, head: float) -> list[Place]:
    """Where each page begins; `head` is the height of what stands above the text on the first one."""
    end = (len(strips), 0)
    if not strips:
        return [(0, 0)]
    # The first page has less room, so the same place costs differently there.
    begin = (-1, 0)
    best: dict[Place, tuple[float, Place]] = {begin: (0.0, begin)}
    waiting: list[Place] = [begin]
    done: set[Place] = set()
    while waiting:
        place = heapq.heappop(waiting)
        if place in done or place == end:
            continue
        done.add(place)
        opening = place == begin
        start = (0, 0) if opening else place
        high = measure.box.height - (head if opening else 0.0)
        for stop, cost in _ways(strips, start, measure, high):
            whole = best[place][0] + 1.0 + cost
            if stop not in best or whole < best[stop][0]:
                best[stop] = (whole, place)
                heapq.heappush(waiting, stop)
    starts = []
    place = best[end][1]
    while place != begin:
        starts.append(place)
        place = best[place][1]
    return [(0, 0), *reversed(starts)]


def _ways(strips: Sequence[Strip], start: Place, measure: Measure, high: float) -> Iterator[tuple[Place, float]]:
    """Where a page that begins at `start` may end, and what that costs beside the page itself."""
    lines = list(column(strips, start, measure, high=high))
    found = False
    end = (len(strips), 0)
    for order, placed in enumerate(lines):
        strip = strips[placed.strip]
        for piece in range(placed.line.first, placed.line.stop):
            stop = _ending(strips, placed.strip, piece)
            if stop is None:
                continue
            found = True
            cost = _LONE * _lone(strips, lines[: order + 1], start, stop)
            used = placed.top + measure.size
            empty = (1 - used / high) ** 2 if high > 0 else 0.0
            cost += (_EMPTY if stop != end else _EMPTY_LAST) * empty
            if stop != end:
                if strip.kind == "heading":
                    cost += _UNDER_HEADING
                if stop[1] or not strip.ends:
                    cost += _INSIDE_VERSE if strip.kind == "verse" else _INSIDE_PROSE
                elif strip.kind == "quote" and strips[stop[0]].kind == "quote":
                    cost += _INSIDE_VERSE
            yield stop, cost
    if not found:
        yield _torn(strips, lines, start), _TORN


def _ending(strips: Sequence[Strip], index: int, piece: int) -> Place | None:
    """The place behind a piece, if a sentence ends with it."""
    strip = strips[index]
    here = strip.pieces[piece].sentence
    if piece + 1 < len(strip.pieces):
        return (index, piece + 1) if strip.pieces[piece + 1].sentence != here else None
    if index + 1 < len(strips) and here is not None and strips[index + 1].pieces[0].sentence == here:
        return None
    return (index + 1, 0)


def _lone(strips: Sequence[Strip], lines: Sequence[PlacedLine], start: Place, stop: Place) -> int:
    """How many lines of the page stand alone: parts of paragraphs that are longer, and a page's only line."""
    alone = 0
    first, last = strips[lines[0].strip].paragraph, strips[lines[-1].strip].paragraph
    begins_inside = start[1] > 0 or not strips[start[0]].opens
    ends_inside = stop[0] < len(strips) and (stop[1] > 0 or not strips[stop[0]].opens)
    if begins_inside and sum(strips[one.strip].paragraph == first for one in lines) == 1:
        alone += 1
    if ends_inside and (last != first or not begins_inside):
        alone += sum(strips[one.strip].paragraph == last for one in lines) == 1
    if len(lines) == 1 and not alone and (start != (0, 0) or stop[0] < len(strips)):
        alone = 1
    return alone


def _torn(strips: Sequence[Strip], lines: Sequence[PlacedLine], start: Place) -> Place:
    """Where a sentence that is longer than a page is divided: behind the last pause in the page's lower half."""
    if not lines:
        # A frame so low that nothing fits: a line all the same.
        pieces = strips[start[0]].pieces
        return (start[0], start[1] + 1) if start[1] + 1 < len(pieces) else (start[0] + 1, 0)
    last = lines[-1]
    for placed in reversed(lines[len(lines) // 2 :]):
        pieces = strips[placed.strip].pieces
        for piece in range(placed.line.stop - 1, placed.line.first - 1, -1):
            if pieces[piece].last in _PAUSES and (placed.strip, piece + 1) != (last.strip, len(pieces)):
                return (placed.strip, piece + 1) if piece + 1 < len(pieces) else (placed.strip + 1, 0)
    whole = last.line.stop == len(strips[last.strip].pieces)
    return (last.strip + 1, 0) if whole else (last.strip, last.line.stop)


def _shift(strips: Sequence[Strip], measure: Measure) -> int:
    """Pixels by which a text of verses alone moves to the middle."""
    ends = []
    for index, strip in enumerate(strips):
        if strip.kind == "verse":
            for placed in column(strips[index : index + 1], (0, 0), measure, high=float("inf")):
                pieces = strip.pieces[placed.line.first : placed.line.stop]
                ends.append(placed.line.left + sum(one.width + one.blank for one in pieces) - pieces[-1].notch)
    return max(0, round((measure.columns - max(ends, default=measure.columns)) * measure.size / 2))


def _slice(paragraphs: Sequence[Paragraph], strips: Sequence[Strip], start: Place, stop: Place) -> Iterator[Paragraph]:
    """What stands between two places."""
    lines: list[tuple[Words, ...]] = []
    continued = False
    for index in range(start[0], min(stop[0] + 1, len(strips))):
        strip = strips[index]
        first = start[1] if index == start[0] else 0
        last = stop[1] if index == stop[0] else len(strip.pieces)
        if first < last:
            continued = continued if lines else first > 0 or not strip.opens
            lines.append(_line(strip, first, last))
        if lines and (index >= stop[0] - (not stop[1]) or strips[index + 1].paragraph != strip.paragraph):
            marker = paragraphs[strip.paragraph].marker
            yield Paragraph(kind=strip.kind, lines=tuple(lines), marker=marker, continued=continued)
            lines = []


def _line(strip: Strip, first: int, last: int) -> tuple[Words, ...]:
    found: list[Words] = []
    for piece in strip.pieces[first:last]:
        if found and found[-1].sentence == piece.sentence:
            found[-1] = Words(text=found[-1].text + piece.text, sentence=piece.sentence)
        else:
            found.append(Words(text=piece.text, sentence=piece.sentence))
    found[-1] = Words(text=found[-1].text.rstrip(), sentence=found[-1].sentence)
    return tuple(found)


def _counted(paragraph: Paragraph, first: int) -> Paragraph:
    """With sentences counted from the page's first."""
    lines = tuple(
        tuple(replace(one, sentence=None if one.sentence is None else one.sentence - first) for one in line)
        for line in paragraph.lines
    )
    return replace(paragraph, lines=lines)


def _drawable(passage: Passage) -> Passage:
    return replace(passage, paragraphs=tuple(_plain(one) for one in passage.paragraphs))


def _plain(paragraph: Paragraph) -> Paragraph:
    """What can be drawn of it. In a Chinese font quotation marks are as wide as characters: not among letters."""
    marks = {} if any(map(is_chinese, paragraph.text)) else _LETTER_MARKS
    lines = tuple(
        tuple(replace(one, text=drawable(one.text).replace("\n", " ").translate(marks)) for one in line)
        for line in paragraph.lines
    )
    return replace(paragraph, lines=lines)
