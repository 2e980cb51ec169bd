"""An open workspace: its files read, its media known by content, what was made before at hand."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.build import STORE, Action, Store, make, open_store
from pipeline.effects.themes import preset
from pipeline.errors import Diagnostic
from pipeline.manifest import StudioFile, WorkspaceContents, guids_in, read, select
from pipeline.manifest.media_paths import FONTS
from pipeline.media.picture import fonts
from pipeline.media.picture.font_trial import Stray, strays_in
from pipeline.media.probe.index import Catalogue
from pipeline.media.video import x264
from pipeline.model.episode import Episode
from pipeline.model.media import Font
from pipeline.model.series import Theme
from pipeline.packaging.guid import Identities
from pipeline.packaging.output import OutputFolder
from pipeline.render.perform import perform
from pipeline.state import StateFolder
from pipeline.workflow.recovery import settle
from pipeline.workflow.rendering.presentations import Printer
from pipeline.workflow.rendering.sound.speaking import Speaker
from pipeline.workflow.session import Session


@dataclass(slots=True, kw_only=True)
class Workspace:
    """One run's view of a workspace."""

    session: Session
    state: StateFolder
    catalogue: Catalogue
    store: Store
    identities: Identities
    speaker: Speaker
    printer: Printer
    tools: str
    _guids: dict[Path, Mapping[Path, str]] = field(default_factory=dict)
    """What the manifests of a series' folder state."""
    _episodes: dict[Path, Episode | None] = field(default_factory=dict)
    """What was read, by manifest; None for what has errors."""
    _numbers: dict[str, Mapping[Path, int | None]] = field(default_factory=dict)
    _strays: tuple[Stray, ...] | None = None
    _fonts: dict[tuple[Path | None, fonts.Face], tuple[Font, ...]] = field(default_factory=dict)

    @classmethod
    def open(cls, session: Session, *, notes: Path | None = None) -> "Workspace":
        """Open the session's workspace; what killed runs left behind is swept away.

        `notes` is a folder for what is remembered of it, where nothing may be written into the workspace itself.
        Raises PipelineError when there is no workspace.
        """
        root = session.root
        if notes is None:
            settle(root)
        state = StateFolder(notes) if notes else session.state
        store = open_store(os.environ.get(STORE, ""), local=state.cache)
        store.sweep()
        catalogue = Catalogue(state.catalogue)
        return cls(
            session=session,
            state=state,
            catalogue=catalogue,
            speaker=Speaker(
                folder=state.voices,
                root=root,
                content=catalogue.content,
                say=session.progress.say,
                given=session.state.given,
                trusted=notes is None,
            ),
            printer=Printer(
                folder=state.decks, content=catalogue.content, say=session.progress.say, trusted=notes is None
            ),
            store=store,
            identities=Identities.read(session.state.identities),
            tools=x264.version(),
        )

    @property
    def root(self) -> Path:
        return self.session.root

    @property
    def cwd(self) -> Path:
        return self.session.cwd

    @property
    def studio_file(self) -> StudioFile:
        """studio.yaml, without mistakes. Raises DiagnosedError."""
        return self.session.sound_studio_file

    @property
    def out(self) -> Path:
        return self.root / "out"

    def output(self, series: str) -> OutputFolder:
        """Where a series' finished programmes stand."""
        return OutputFolder(folder=self.out / series)

    def read(self, what: Iterable[str] = ()) -> WorkspaceContents:
        """Everything that `what` names. Raises PipelineError for a name that is not there."""
        contents = read(self.root, tuple(what), self.cwd, studio_file=self.session.studio_file)
        self._episodes |= {one.manifest: one for one in contents.episodes}
        return contents

    def episodes(self, manifests: Sequence[Path]) -> tuple[Episode, ...]:
        """Those of these manifests that are without errors, each read once in a run."""
        wanted = [path for path in manifests if path not in self._episodes]
        if wanted:
            self._episodes |= dict.fromkeys(wanted)
            self.read(str(path) for path in wanted)
        return tuple(one for path in manifests if (one := self._episodes.get(path)))

    def numbers(self, series: str) -> Mapping[Path, int | None]:
        """The numbers of a series' manifests, looked up once in a run. Raises PipelineError for no such series."""
        if series not in self._numbers:
            self._numbers[series] = select(self.root, (series,)).series[0].numbers
        return self._numbers[series]

    def told(self, what: Iterable[str] = ()) -> WorkspaceContents:
        """The same, for verbs whose reports hold no diagnostics: what was asked for and is not there is said."""
        reading = self.read(what)
        self.tell(reading.notes)
        return reading

    def tell(self, notes: Iterable[Diagnostic]) -> None:
        """Say what is no part of a report."""
        for note in notes:
            self.session.progress.say(note.describe())

    def shown(self, path: Path) -> str:
        """The path as people see it: from the workspace where it lies inside."""
        return os.path.relpath(path, self.root) if path.is_relative_to(self.root) else str(path)

    def guid_of(self, episode: Episode) -> str:
        """The episode's identity."""
        return self.identities.of(
            identity_name(episode.manifest),
            stated=episode.guid,
            others=lambda: self._stated(episode.manifest.parent).values(),
        )

    def _stated(self, folder: Path) -> Mapping[Path, str]:
        if folder not in self._guids:
            self._guids[folder] = guids_in(folder)
        return self._guids[folder]

    def made(self, action: Action) -> Path:
        """The action's artefact, made unless it stands whole in the store; for copying."""
        if not (self.store.keeps(action) and self.store.intact(action)):
            make(action, self.store, perform)
        self.store.bring([action])
        return self.store.path(action)

    def fonts_of(self, theme: Theme) -> tuple[Font, ...]:
        """The fonts of a theme, first choice first; those in `fonts/` come before the system's for other characters.

        Raises PipelineError where there is none for Chinese.
        """
        return self._opened(theme, preset(theme.preset).dress.face)

    def caption_fonts(self, theme: Theme) -> tuple[Font, ...]:
        """The same for captions: small, moving on and over pictures they are read best without serifs."""
        return self._opened(theme, "sans")

    def _opened(self, theme: Theme, face: fonts.Face) -> tuple[Font, ...]:
        own = theme.font.path if theme.font else None
        if (own, face) not in self._fonts:
            more = fonts.fonts_in(self.root / FONTS)
            first = [(own, fonts.simplified(own))] if own else []
            found = dict.fromkeys([*first, *fonts.default_fonts(face=face, own=more)])
            self._fonts[own, face] = tuple(
                Font(content=self.catalogue.content(path), index=index, path=path) for path, index in found
            )
        return self._fonts[own, face]

    @property
    def font_strays(self) -> tuple[Stray, ...]:
        """Files in `fonts/` with which nothing can be set; looked at once in a run."""
        if self._strays is None:
            self._strays = tuple(strays_in(self.root / FONTS))
        return self._strays

    def fonts_for(self, theme: Theme, text: str) -> tuple[Font, ...]:
        """The same for a text; last the one with emoji in colour, where the text has some and this machine has it."""
        found = self.fonts_of(theme)
        lost = {character for _, character in fonts.missing_glyphs(text, found)}
        if any(map(fonts.is_emoji, lost)) and (colour := fonts.colour_font(self.root / FONTS)):
            return (*found, Font(content=self.catalogue.content(colour), index=0, path=colour))
        return found


def identity_name(manifest: Path) -> str:
    """By which an episode's identity is kept: `lieshita/001-mao-zejian.yaml`."""
    return f"{manifest.parent.name}/{manifest.name}"
