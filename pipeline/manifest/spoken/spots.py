"""Spots: when the pictures of a script begin, where a subtitle file says when its words are spoken."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.model.captions import Cue, Sentence
from pipeline.model.segments import PictureUse, Spot

_KNOWN = 12
"""Letters by which a sentence is looked for: a subtitle file may have other words further on."""


def shown_with_cues(
    pictures: Sequence[PictureUse], sentences: Sequence[Sentence], cues: Sequence[Cue]
) -> tuple[tuple[PictureUse, ...], tuple[Diagnostic, ...]]:
    """The pictures at the times of captions that hold their sentences, and a diagnostic for each that is guessed."""
    starts = list(_starts(sentences, cues))
    found, said = [], []
    for use in pictures:
        if use.spot is not None and use.spot.sentence is not None:
            start, known = starts[use.spot.sentence] if use.spot.sentence else (0, True)
            if not known:
                said.append(
                    Diagnostic(
                        code="sentence-not-found", severity="warning", mark=use.mark,
                        message=tr("no caption has the sentence that this picture begins with: its time is guessed"),
                        hint=tr("write {keys} behind it, or mend the subtitle file", keys="{at=00:12.5}"),
                    )
                )  # fmt: skip
            use = replace(use, spot=Spot(start=start))
        found.append(use)
    return tuple(found), tuple(said)


def _starts(sentences: Sequence[Sentence], cues: Sequence[Cue]) -> Iterator[tuple[int, bool]]:
    """When each sentence begins, in milliseconds, and whether it was found; a guess lies between those that were."""
    letters, places, times = "", [], []
    for cue in cues:
        own = _letters(cue.text)
        places.append(len(letters))
        times.append((cue.start, cue.stop, max(len(own), 1)))
        letters += own
    texts = [_letters(one.text) for one in sentences]
    total, before, at = max(sum(map(len, texts)), 1), 0, 0
    for text in texts:
        place = letters.find(text[:_KNOWN], at)
        known = place >= 0
        if known:
            at = place + len(text[:_KNOWN])
        else:
            place = max(at, round(len(letters) * before / total))
        before += len(text)
        index = max(bisect_right(places, place) - 1, 0)
        start, stop, length = times[index] if times else (0, 0, 1)
        yield start + (stop - start) * min(place - (places[index] if places else 0), length) // length, known


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())
