"""The best still: which of an episode's pictures its covers show, and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from pipeline.effects.citations import PersonCard
from pipeline.effects.covers import FilmFrame
from pipeline.effects.split import SplitStill
from pipeline.effects.stills import FittedImage
from pipeline.messages import Message, clauses, tr
from pipeline.model.appraisal import Appraisal, Source
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.timeline import ClipSpan, MotionSpan, SplitSpan, StagedSpan, StillSpan, Timeline

Art = FittedImage | FilmFrame
"""What a cover shows."""

ENOUGH = 1080
"""Pixels of the shorter side from which a picture is large enough for any cover."""
LEAST = 240
"""Below this nothing can be made of it."""
SHARP, CALM = 320, 150
"""Thousandths from which a picture counts as sharp, and up to which edges are calm."""
BLANK = 30
"""Contrast below which there is nothing to be seen: one colour, a fade."""
_STAYS = 8
"""Points for what is shown longest: it is what the episode is about."""
_AGAIN = 40
"""Points that a picture loses when an earlier episode shows it, too: any other one that is fit is rather taken."""
ALIKE = 8
"""Bits of their perceptual hashes by which two copies of one picture differ at most; others differ by about 30."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A picture of the episode, or a stretch of one of its films."""

    art: Art
    source: Source
    frames: int
    """For how long it is shown in all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """What earlier episodes of the series show."""

    contents: frozenset[str] = frozenset()
    prints: frozenset[int] = frozenset()

    def shows(self, source: Source, facts: Appraisal) -> bool:
        """Whether it is among that: the same file, or the same picture as another file."""
        if source.medium.content in self.contents:
            return True
        return not source.stop and any((facts.print ^ one).bit_count() <= ALIKE for one in self.prints)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How good a picture is as a cover: the parts are from 0 to 1, the total is from 0 to 108."""

    sharp: float
    light: float
    """1 for middling brightness with good contrast; less the more of it is black or burnt out."""
    calm: float
    """How quiet it is where the title goes."""
    large: float
    photo: float
    """0 for a page or a drawing mostly of one colour, which has words of its own."""
    stays: float
    """Its share of the time of what is shown longest."""
    again: bool = False
    """Whether an earlier episode of the series shows it, too."""

    @property
    def total(self) -> float:
        parts = (30 * self.sharp, 25 * self.light, 15 * self.calm, 20 * self.large, 10 * self.photo)
        return max(0.0, sum(parts) + _STAYS * self.stays - _AGAIN * self.again)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the covers show."""

    art: Art
    score: Score
    among: int
    """How many it was chosen from."""
    others: int = 0
    """How many of these an earlier episode of the series shows, too."""

    @property
    def reason(self) -> Message:
        """Why it was taken."""
        ways = [
            (self.score.sharp, tr("sharp")),
            (self.score.light, tr("well exposed")),
            (self.score.calm, tr("calm where the title goes")),
            (self.score.large, tr("large enough")),
        ]
        good = [word for share, word in ways if share >= 0.7]
        if self.score.again:
            good.append(tr("although an earlier episode shows it"))
        elif self.others:
            good.append(tr("shown by no earlier episode"))
        return clauses(good or [tr("the best there is")])


def candidates(episode: Episode, timeline: Timeline) -> tuple[Candidate, ...]:
    """The pictures and films of an episode's own segments, in the order of their first appearance.

    Parts that the series gives to every episode are left out, since all covers would be the same.
    """
    found: dict[tuple[str, int, str], Candidate] = {}
    for placed in timeline.spans:
        if episode.segments and episode.segments[placed.segment].part:
            continue
        for art, source in _shown(placed.span, timeline.rate):
            # Several uses of one film are one stretch each.
            name = (source.medium.content, source.page, f"{source.start}" if source.stop else "")
            before = found.get(name)
            frames = placed.span.frames + (before.frames if before else 0)
            found[name] = Candidate(art=before.art if before else art, source=source, frames=frames)
    return tuple(found.values())


def best(appraised: Sequence[tuple[Candidate, Sequence[Appraisal]]], earlier: Earlier | None = None) -> Choice | None:
    """The best picture; where there is none that is fit for a cover, the best moment of a film; None for neither.

    What earlier episodes of the series show is rather left to them.

    Of equals the first one wins.
    """
    earlier = earlier or Earlier()
    longest = max((one.frames for one, _ in appraised), default=1)
    for films in (False, True):
        scored = [
            (score(facts, stays=one.frames / longest, again=earlier.shows(one.source, facts)), _art(one, facts))
            for one, all_facts in appraised
            if bool(one.source.stop) == films
            for facts in all_facts
            if is_fit(facts)
        ]
        if scored:
            found, art = max(scored, key=lambda pair: round(pair[0].total, 6))
            return Choice(art=art, score=found, among=len(scored), others=sum(one.again for one, _ in scored))
    return None


def is_fit(facts: Appraisal) -> bool:
    """Whether anything can be seen in it at the size of a cover."""
    return min(facts.width, facts.height) >= LEAST and facts.contrast >= BLANK and facts.lost < 850


def score(facts: Appraisal, *, stays: float = 0.0, again: bool = False) -> Score:
    """How good it is."""
    exposed = 1 - min(1.0, abs(facts.light / 1000 - 0.47) / 0.42)
    contrast = min(1.0, facts.contrast / 380)
    calm = (facts.below + facts.aside) / 2
    return Score(
        sharp=min(1.0, facts.sharp / SHARP),
        light=exposed * 0.6 + contrast * 0.4 - min(0.5, facts.lost / 1000),
        calm=1 - min(1.0, max(0.0, calm - CALM / 3) / (2 * CALM)),
        large=min(1.0, min(facts.width, facts.height) / ENOUGH),
        photo=1 - min(1.0, max(0, facts.flat - 250) / 400),
        stays=stays,
        again=again,
    )


def _art(candidate: Candidate, facts: Appraisal) -> Art:
    art = candidate.art
    return replace(art, at=Fraction(facts.at, 1000)) if isinstance(art, FilmFrame) else art


def _shown(span: object, rate: Fraction) -> Iterator[tuple[Art, Source]]:
    match span:
        case StillSpan() | MotionSpan() | StagedSpan():
            yield from _pictures(span.still)
        case ClipSpan():
            yield from _film(span, rate)
        case SplitSpan():
            for side in span.sides:
                yield from _shown(side, rate)
        case _:
            # Scenes are drawn anew each time; what a transition shows is shown beside it.
            return


def _pictures(still: object) -> Iterator[tuple[Art, Source]]:
    match still:
        case FittedImage():
            yield (
                FittedImage(image=still.image, fit="crop", focus=still.focus, page=still.page),
                Source(medium=still.image, page=still.page),
            )
        case PersonCard() if still.portrait:
            art = FittedImage(image=still.portrait, fit="crop", focus=still.focus)
            yield art, Source(medium=still.portrait)
        case SplitStill():
            for side in (still.first, still.second):
                yield from _pictures(side)
        case _:
            return


def _film(span: ClipSpan, rate: Fraction) -> Iterator[tuple[Art, Source]]:
    start = max(span.start, Fraction(0))
    stop = min(span.start + span.frames * span.speed / rate, span.medium.info.duration)
    if stop > start:
        yield film(span.medium, start, stop)


def film(medium: Medium, start: Fraction, stop: Fraction) -> tuple[FilmFrame, Source]:
    """A stretch of a film as a candidate; seconds."""
    edges = round(start * 1000), round(stop * 1000)
    return FilmFrame(medium=medium, at=start), Source(medium=medium, start=edges[0], stop=max(edges[1], edges[0] + 1))


def whole_films(media: Iterable[Medium]) -> tuple[Candidate, ...]:
    """Programmes that were finished elsewhere, each from end to end."""
    films = [one for one in media if one.info.kind == "video" and one.info.duration > 0]
    return tuple(
        Candidate(art=art, source=source, frames=1)
        for art, source in (film(one, Fraction(0), one.info.duration) for one in films)
    )
