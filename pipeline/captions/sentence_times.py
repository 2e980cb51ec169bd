"""Sentences whose times are known: phrases are kept within them, whatever was found in the sound."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from pipeline.captions.phrases import Alignment, Phrase, TimeRange
from pipeline.model.captions import Sentence


def within_sentences(found: Alignment, phrases: Sequence[Phrase], sentences: Sequence[Sentence]) -> Alignment:
    """The alignment with each sentence from its `at` to its `until`; nothing in it is doubtful."""
    heard = found.spoken if len(found.spoken) == len(phrases) else (None,) * len(phrases)
    spoken = [
        one
        for index, run in groupby(zip(phrases, heard, strict=True), key=lambda pair: pair[0].sentence)
        for one in _placed(list(run), sentences[index])
    ]
    return replace(found, spoken=tuple(spoken), order=(), doubts=())


def _placed(run: Sequence[tuple[Phrase, TimeRange | None]], sentence: Sentence) -> Iterator[TimeRange]:
    first, last = sentence.at or 0, sentence.until or 0
    total = sum(phrase.weight for phrase, _ in run) or 1.0
    edges, done = [(first, first)], 0.0
    for (phrase, heard), (_, following) in pairwise(run):
        done += phrase.weight
        share = first + round((last - first) * done / total)
        before = heard.stop if heard else share
        after = following.start if following else share
        low = edges[-1][1]
        stop = min(max(before, low), last)
        edges.append((stop, min(max(after, stop), last)))
    edges.append((last, last))
    yield from (TimeRange(start=one[1], stop=two[0]) for one, two in pairwise(edges))
