"""Decks: presentations opened as the PDF that LibreOffice makes of them, and slides with a picture for each page."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from pipeline.digest import digest
from pipeline.errors import Diagnostic, PipelineError, in_words
from pipeline.files import write_cache
from pipeline.media.picture.office import has_office, slides_as_pdf
from pipeline.messages import Message, tr
from pipeline.model.episode import Episode
from pipeline.model.media import Medium
from pipeline.model.segments import PRESENTATIONS, PictureUse, Slides
from pipeline.model.series import MediaUse
from pipeline.timeline.slide_pages import with_pages

VERSION = 1
"""Counts up when the same presentation is printed in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Makes PDFs of presentations; they are kept under names made of what they were made of."""

    folder: Path
    content: Callable[[Path], str]
    """SHA-256 of a file."""
    say: Callable[[Message], None]
    """Who is told that something takes time."""
    trusted: bool = True
    """Whether LibreOffice may be started: on a workspace that is only looked into it is not."""
    _used: dict[Path, Path] = field(default_factory=dict)
    """The PDFs in the folder that were needed, by their presentations."""

    def printed(self, episode: Episode) -> tuple[Episode, list[Diagnostic]]:
        """The episode with a PDF in place of every presentation, and what is to be said where there is none."""
        segments = []
        said: list[Diagnostic] = []
        for segment in episode.segments:
            if isinstance(segment, Slides):
                deck = [self._printed(use, said) for use in segment.deck]
                pictures = [self._printed(use, said) for use in segment.pictures]
                segment = replace(segment, deck=tuple(deck), pictures=tuple(pictures))
            segments.append(segment)
        return replace(episode, segments=tuple(segments)), list(dict.fromkeys(said))

    def handed_on(self, files: Mapping[str, Path]) -> dict[str, Path]:
        """The PDFs of presentations among files that go elsewhere, by the names at which they are found there: beside
        them.
        """
        return {
            str(PurePosixPath(name).with_suffix(".pdf")): self._used[path]
            for name, path in files.items()
            if path in self._used
        }

    def _printed(self, use: PictureUse, said: list[Diagnostic]) -> PictureUse:
        media = use.media
        if media.path.suffix.lower() not in PRESENTATIONS:
            return use
        try:
            return replace(use, media=replace(media, path=self._pdf(media)))
        except PipelineError as error:
            message = error.message
        except OSError as error:
            message = tr("cannot read '{name}': {reason}", name=media.name, reason=in_words(error))
        hint = tr("export it as PDF, and save that beside it as '{file}'", file=Path(media.name).with_suffix(".pdf"))
        said.append(Diagnostic(code="no-pdf", mark=media.mark, message=message, hint=hint))
        return use

    def _pdf(self, media: MediaUse) -> Path:
        kept = self.folder / f"{digest([VERSION, self.content(media.path)])}.pdf"
        self._used[media.path] = kept
        if kept.is_file():
            return kept
        if not self.trusted or not has_office():
            raise PipelineError(
                tr("'{file}' is shown as a PDF, and LibreOffice is not here to make one", file=media.name)
            )
        self.say(tr("LibreOffice makes a PDF of '{file}'", file=media.name))
        with tempfile.TemporaryDirectory() as scratch:
            made = slides_as_pdf(media.path, Path(scratch))
            if made is None:
                raise PipelineError(tr("LibreOffice makes no PDF of '{file}'", file=media.name))
            write_cache(kept, made.read_bytes())
        return kept


def unfolded(episode: Episode, media: Mapping[Path, Medium]) -> tuple[Episode, list[Diagnostic]]:
    """The episode with a picture for each page of its slides, and what is to be said of them."""
    segments, said = [], []
    for segment in episode.segments:
        if isinstance(segment, Slides):
            segment, remarks = with_pages(segment, media)
            said += remarks
        segments.append(segment)
    return replace(episode, segments=tuple(segments)), said
