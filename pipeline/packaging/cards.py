"""What cards and pages of a programme show, for its record: quotations, people, credits, texts, each at its time."""

from collections.abc import Iterator
from fractions import Fraction
from math import floor

from pipeline.model.episode import Episode
from pipeline.model.programme import Portrayal, Quotation, Shown, merged
from pipeline.model.segments import AnySegment, CreditsSegment, PersonSegment, QuoteSegment
from pipeline.model.timeline import Timeline
from pipeline.packaging.readings import recitations


def shown_on_cards(episode: Episode, timeline: Timeline) -> Shown:
    """Everything that cards show, in order; credits of several cards as one list."""
    quotes, people = [], []
    for segment, start, stop in _placed(episode, timeline):
        if isinstance(segment, QuoteSegment):
            quotes.append(Quotation(start=start, stop=stop, text=segment.text, by=segment.by, source=segment.source))
        elif isinstance(segment, PersonSegment):
            years = segment.years
            people.append(
                Portrayal(
                    start=start,
                    stop=stop,
                    name=segment.name,
                    years=segment.shown_years,
                    born=years.born if years else None,
                    died=years.died if years else None,
                    text=segment.text,
                )
            )
    cards = (segment for segment in episode.segments if isinstance(segment, CreditsSegment))
    credits = merged(tuple(one for card in cards for one in card.credits))
    readings = recitations(episode, timeline)
    return Shown(quotes=tuple(quotes), people=tuple(people), credits=credits, readings=readings)


def _placed(episode: Episode, timeline: Timeline) -> Iterator[tuple[AnySegment, int, int]]:
    """Every segment with the milliseconds at which it begins and ends."""
    edges = [floor(frame * 1000 / timeline.rate + Fraction(1, 2)) for frame in (*timeline.starts, timeline.frames)]
    yield from zip(episode.segments, edges, edges[1:], strict=False)
