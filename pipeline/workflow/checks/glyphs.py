"""Glyphs: characters of an episode's texts that no font can draw, reported before anything is rendered."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pipeline.effects.themes import preset
from pipeline.errors import Diagnostic, Mark
from pipeline.media.picture.fonts import has_face, is_emoji, missing_glyphs
from pipeline.messages import tr
from pipeline.model.episode import Episode
from pipeline.model.segments.base import DrawnText
from pipeline.model.series import Theme
from pipeline.packaging.artwork import numbering_of
from pipeline.packaging.captions import burns_captions
from pipeline.packaging.plan import PlannedEpisode
from pipeline.workflow.workspace import Workspace

_CHINESE = (("\u3400", "\u9fff"), ("\uf900", "\ufaff"), ("\U00020000", "\U0003ffff"))
"""First and last of the Chinese characters in Unicode."""
_NAMED = 6
"""Characters that a message names."""


def missing_characters(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A diagnostic for each character that is missing from a text that is drawn: cards, titles, burned captions."""
    own, captions = _drawn(planned), _captioned(planned)
    known: set[str] = set()
    for index, one in enumerate((*own, *captions)):
        # Captions are drawn in one colour, as letters are.
        found = workspace.fonts_for(one.theme, one.text) if index < len(own) else workspace.caption_fonts(one.theme)
        lost = dict.fromkeys(character for _, character in missing_glyphs(one.text, found))
        # A card's text mostly holds the title, where one complaint is enough.
        for character in lost:
            if character not in known:
                yield _missing(character, _placed(character, one, planned.episode, workspace.root))
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


def fonts_without_chinese(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """A warning for each font that a theme names and that lacks Chinese characters of the texts to be drawn in it."""
    texts = [one for one in (*_drawn(planned), *_captioned(planned)) if one.theme.font]
    for use in dict.fromkeys(one.theme.font for one in texts if one.theme.font):
        theme = next(one.theme for one in texts if one.theme.font == use)
        wanted = dict.fromkeys(c for one in texts if one.theme.font == use for c in one.text if _is_chinese(c))
        fonts = workspace.fonts_of(theme)
        lost = [character for _, character in missing_glyphs("".join(wanted), fonts[:1])]
        if not lost:
            continue
        if len(lost) == len(wanted):
            message = tr("the font '{name}' has no Chinese characters: they are drawn in another one", name=use.name)
        else:
            message = tr(
                "the font '{name}' lacks {count} of {all} Chinese characters of this episode ({characters}): they are"
                " drawn in another one",
                name=use.name, count=len(lost), all=len(wanted),
                characters="".join(lost[:_NAMED]) + "…" * (len(lost) > _NAMED),
            )  # fmt: skip
        yield Diagnostic(
            code="font-lacks-chinese", severity="warning", message=message, mark=use.mark,
            hint=tr("name a font for simplified Chinese, or none: then the machine's own is taken"),
        )  # fmt: skip


def unused_fonts(planned: PlannedEpisode, workspace: Workspace) -> Iterator[Diagnostic]:
    """What is wrong with files in `fonts/`: an error for a font that is damaged, a warning for one of another sort."""
    for one in workspace.font_strays:
        mark = Mark(file=workspace.shown(one.path), line=1, column=1)
        if one.broken:
            yield Diagnostic(code="bad-font", message=one.message, mark=mark, hint=one.hint)
        else:
            yield Diagnostic(code="unused-font", severity="warning", message=one.message, mark=mark, hint=one.hint)


def _drawn(planned: PlannedEpisode) -> tuple[DrawnText, ...]:
    """All texts that are drawn into pictures and onto covers, but captions."""
    episode = planned.episode
    own = [one for segment in episode.segments for one in (*segment.texts, *segment.written_over)]
    wish = episode.cover_wish
    said = []
    if any(segment.shows_title for segment in episode.segments):
        said.append((episode.title, episode.title_mark or episode.mark))
    if wish.title is not False:
        named = episode.mark if wish.text else episode.title_mark or episode.mark
        said += [(wish.text or episode.title, named)]
        said += [(f"{episode.series.title}\n{numbering_of(episode)}", episode.mark)]
    own += [DrawnText(text=text, theme=episode.theme, mark=mark) for text, mark in said]
    return tuple(own)


def _captioned(planned: PlannedEpisode) -> tuple[DrawnText, ...]:
    """Captions that are drawn into pictures."""
    episode = planned.episode
    if not any(burns_captions(episode, rendition) for rendition in episode.renditions):
        return ()
    cues = (cue for segment in episode.segments for cue in segment.cues)
    return tuple(DrawnText(text=cue.text, theme=episode.theme, mark=cue.mark) for cue in cues if cue.mark)


def _has_face(theme: Theme, workspace: Workspace) -> bool:
    face = preset(theme.preset).dress.face
    return bool(theme.font) or has_face(face, ((font.path, font.index) for font in workspace.fonts_of(theme)))


def _is_chinese(character: str) -> bool:
    return any(first <= character <= last for first, last in _CHINESE)


def _missing(character: str, mark: Mark) -> Diagnostic:
    shown = character if character.isprintable() else "?"
    if is_emoji(character):
        return Diagnostic(
            code="missing-emoji", severity="warning",
            message=tr("'{character}' is left out of the picture: no font here has it", character=shown),
            mark=mark,
            hint=tr("leave it out, or install a font with emoji in colour: 'apt install fonts-noto-color-emoji'"),
        )  # fmt: skip
    return Diagnostic(
        code="missing-glyph",
        message=tr("no font has the character '{character}' ({code})", character=shown, code=f"U+{ord(character):04X}"),
        mark=mark,
        hint=tr(
            "use another character, or name a font that has it: {example}", example="theme: {font: assets/fonts/...}"
        ),
    )


def _placed(character: str, drawn: DrawnText, episode: Episode, root: Path) -> Mark:
    """At the character: in the line where its text begins or one below, in the title, the series' file or the studio's,
    where a text has it from; else where its text begins.
    """
    mark, title = drawn.mark, episode.title_mark
    if found := _in_lines(character, mark, [mark.text]):
        return found
    if title and character in episode.title and (found := _in_lines(character, title, [title.text])):
        return found
    manifest, series = Path(episode.mark.file), Path(episode.mark.file).with_name("series.yaml")
    for file in dict.fromkeys((mark.file, str(manifest), str(series), "studio.yaml")):
        start = replace(mark, line=mark.line if file == mark.file else 1, column=1, file=file)
        if found := _in_lines(character, start, _lines(root / file)[start.line - 1 :]):
            return found
    return mark


def _in_lines(character: str, start: Mark, lines: Sequence[str]) -> Mark | None:
    """The first place of a character in lines of which the first is that of `start`."""
    for number, line in enumerate(lines):
        place = line.find(character, start.column - 1 if number == 0 else 0)
        if place >= 0:
            return Mark(file=start.file, line=start.line + number, column=place + 1, text=line)
    return None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeError):
        return []
