"""Glyphs: characters of an episode's texts that no font can draw, told at their place before anything is rendered."""

from collections.abc import Callable, Iterator

from pipeline.errors import Diagnostic, Mark
from pipeline.media.fonts import missing_glyphs
from pipeline.model.episode import Card, Episode, Narration
from pipeline.model.media import Font
from pipeline.model.series import Theme


def undrawable(episode: Episode, fonts: Callable[[Theme], tuple[Font, ...]]) -> Iterator[Diagnostic]:
    """A diagnostic for each character that is missing from a card's text or from a title that is drawn."""
    texts = [(card.text, card.theme, card.text_mark) for card in episode.segments if isinstance(card, Card)]
    titled = any(isinstance(segment, Narration) and not segment.pictures for segment in episode.segments)
    if titled or not episode.cover:
        texts.append((episode.title, episode.theme, episode.title_mark or episode.mark))
    told: set[str] = set()
    for text, theme, mark in texts:
        lost = dict.fromkeys(character for _, character in missing_glyphs(text, fonts(theme)))
        # A card's text mostly holds the title, where one complaint is enough.
        yield from (_missing(character, mark) for character in lost if character not in told)
        told |= lost.keys()


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
