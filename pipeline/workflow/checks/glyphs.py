"""Glyphs: characters of an episode's texts that no font can draw, told at their place before anything is rendered."""

from collections.abc import Callable, Iterator

from pipeline.errors import Diagnostic, Mark
from pipeline.media.picture.fonts import missing_glyphs
from pipeline.model.captions import Cue
from pipeline.model.episode import Card, ClipSegment, Episode, Narration
from pipeline.model.media import Font
from pipeline.model.series import Theme
from pipeline.packaging.plan import burns


def undrawable(episode: Episode, fonts: Callable[[Theme], tuple[Font, ...]]) -> Iterator[Diagnostic]:
    """A diagnostic for each character that is missing from a text that is drawn: cards, titles, burned captions."""
    texts = [(card.text, card.theme, card.text_mark) for card in episode.segments if isinstance(card, Card)]
    titled = any(isinstance(segment, Narration) and not segment.pictures for segment in episode.segments)
    if titled or not episode.cover:
        texts.append((episode.title, episode.theme, episode.title_mark or episode.mark))
    if any(burns(episode, rendition) for rendition in episode.renditions):
        texts += [(cue.text, episode.theme, cue.mark) for cue in _cues(episode) if cue.mark]
    told: set[str] = set()
    for text, theme, mark in texts:
        lost = dict.fromkeys(character for _, character in missing_glyphs(text, fonts(theme)))
        # A card's text mostly holds the title, where one complaint is enough.
        yield from (_missing(character, mark) for character in lost if character not in told)
        told |= lost.keys()


def _cues(episode: Episode) -> Iterator[Cue]:
    for segment in episode.segments:
        if isinstance(segment, Narration | ClipSegment):
            yield from segment.cues


def _missing(character: str, mark: Mark) -> Diagnostic:
    """At the character where the line shows it, else where its text begins."""
    place = mark.text.find(character, mark.column - 1)
    shown = character if character.isprintable() else "?"
    return Diagnostic(
        code="missing-glyph",
        message=f"no font has the character '{shown}' (U+{ord(character):04X})",
        mark=mark if place < 0 else Mark(file=mark.file, line=mark.line, column=place + 1, text=mark.text),
        hint="use another character, or name a font that has it: theme: {font: assets/fonts/...}",
    )
