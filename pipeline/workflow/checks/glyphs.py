"""Glyphs: characters of an episode's texts that no font can draw, reported before anything is rendered."""

from collections.abc import Iterator

from pipeline.effects.themes import preset
from pipeline.errors import Diagnostic, Mark
from pipeline.media.picture.fonts import has_face, is_emoji, missing_glyphs
from pipeline.messages import tr
from pipeline.model.series import Theme
from pipeline.packaging.captions import burns_captions
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.workspace import Workspace


def missing_characters(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each character that is missing from a text that is drawn: cards, titles, burned captions."""
    episode = planned.episode
    own = (one for segment in episode.segments for one in (*segment.texts, *segment.written_over))
    texts = [(one.text, one.theme, one.mark) for one in own]
    cards = len(texts)
    if any(segment.shows_title for segment in episode.segments) or not episode.cover:
        texts.append((episode.title, episode.theme, episode.title_mark or episode.mark))
        cards = len(texts)
    if any(burns_captions(episode, rendition) for rendition in episode.renditions):
        cues = (cue for segment in episode.segments for cue in segment.cues)
        texts += [(cue.text, episode.theme, cue.mark) for cue in cues if cue.mark]
    known: set[str] = set()
    for index, (text, theme, mark) in enumerate(texts):
        # Captions are drawn in one colour, as letters are.
        drawn = workspace.fonts_for if index < cards else lambda theme, _: workspace.caption_fonts(theme)
        lost = dict.fromkeys(character for _, character in missing_glyphs(text, drawn(theme, text)))
        # A card's text mostly holds the title, where one complaint is enough.
        yield from (_missing(character, mark) for character in lost if character not in known)
        known |= lost.keys()


def missing_faces(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning where a theme wants a font with serifs and this machine has none; one for all themes of an episode."""
    episode = planned.episode
    own = (one.theme for segment in episode.segments for one in segment.texts)
    lacking = next((one for one in (episode.theme, *own) if not _has_face(one, workspace)), None)
    if lacking is None:
        return
    yield Diagnostic(
        code="no-serif-font", severity="warning",
        message=tr(
            "the theme '{theme}' is set with serifs (宋体), and this machine has no such font: it is drawn without",
            theme=lacking.preset,
        ),
        mark=episode.mark,
        hint=tr(
            "install Noto Serif CJK: 'apt install fonts-noto-cjk' on Debian and Ubuntu, 'brew install"
            " font-noto-serif-cjk-sc' on macOS; or put a font file into fonts/ and name it: {example}",
            example="theme: {font: ...}",
        ),
    )  # fmt: skip


def _has_face(theme: Theme, workspace: Workspace) -> bool:
    face = preset(theme.preset).dress.face
    return bool(theme.font) or has_face(face, ((font.path, font.index) for font in workspace.fonts_of(theme)))


def _missing(character: str, mark: Mark) -> Diagnostic:
    """At the character where the line shows it, else where its text begins."""
    place = mark.text.find(character, mark.column - 1)
    shown = character if character.isprintable() else "?"
    if is_emoji(character):
        return Diagnostic(
            code="missing-emoji", severity="warning",
            message=tr("'{character}' is left out of the picture: no font here has it", character=shown),
            mark=mark if place < 0 else Mark(file=mark.file, line=mark.line, column=place + 1, text=mark.text),
            hint=tr("leave it out, or install a font with emoji in colour: 'apt install fonts-noto-color-emoji'"),
        )  # fmt: skip
    return Diagnostic(
        code="missing-glyph",
        message=tr("no font has the character '{character}' ({code})", character=shown, code=f"U+{ord(character):04X}"),
        mark=mark if place < 0 else Mark(file=mark.file, line=mark.line, column=place + 1, text=mark.text),
        hint=tr(
            "use another character, or name a font that has it: {example}", example="theme: {font: assets/fonts/...}"
        ),
    )
