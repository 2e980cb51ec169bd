"""Arrivals: the finished files of a folder, opened, with what their names and tags say; and what is left aside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from pipeline import manifest
from pipeline.errors import MediaError, PipelineError
from pipeline.ingest.filenames import OldName, in_order, read_name
from pipeline.media.probe.tags import Labels, labels_of
from pipeline.messages import NOTHING, Message, tr
from pipeline.model.media import Medium
from pipeline.model.series import Series
from pipeline.progress import Progress
from pipeline.workflow.ingest.report import Placed, Unplaced
from pipeline.workflow.session import Session
from pipeline.workflow.workspace import Workspace


def _suffixes(text: str) -> frozenset[str]:
    return frozenset(f".{word}" for word in text.split())


MEDIA = _suffixes(
    "mp4 m4v mov mkv avi flv f4v wmv mpg mpeg ts mts m2ts webm 3gp vob rm rmvb mxf ogv"
    " mp3 m4a aac wav flac ogg opus wma aiff aif amr ape mka"
)
PICTURES = _suffixes("jpg jpeg png webp")
SUBTITLES = _suffixes("srt vtt ass")
SPOKEN_EVERY = 3.0
"""Seconds between lines of progress; files of a whole studio take their time to be read."""


@dataclass(slots=True, kw_only=True)
class Arrival:
    """A media file on its way to its programme."""

    path: Path
    said: OldName
    medium: Medium
    labels: Labels

    @property
    def number(self) -> int | None:
        return self.said.number if self.said.number is not None else self.labels.number


@dataclass(slots=True, kw_only=True)
class Adoption:
    """What is known while it grows."""

    workspace: Workspace
    series: str
    home: Path
    """The series' folder of manifests."""
    roots: tuple[Path, ...]
    """Where media may lie."""
    titles: tuple[str, ...]
    known: Series | None
    taken: dict[int, Path]
    """Manifests by number."""
    adopted: dict[Path, str]
    """Labels of episodes by the files that they have adopted already."""
    placed: list[Placed] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)

    def leave(self, path: Path, code: str, reason: Message, hint: Message = NOTHING) -> None:
        self.unplaced.append(Unplaced(file=self.workspace.shown(path), code=code, reason=reason, hint=hint))


def open_adoption(session: Session, series: str) -> Adoption:
    """What is known before anything is adopted into the series. Raises PipelineError for an id that is none."""
    if not series or series.startswith(".") or manifest.name_problem(series) or "/" in series:
        raise PipelineError(
            tr("'{series}' cannot be the id of a series", series=series),
            hint=tr("it is the name of a folder, such as 'lieshita'"),
        )
    workspace, root = Workspace.open(session), session.root
    home = root / manifest.EPISODES / series
    there = home.is_dir() and any(home.glob("*.y*ml"))
    reading = workspace.read([series]) if there else None
    studio = session.studio_file.studio
    known = reading.series[0] if reading else None
    numbers = manifest.numbers_in(home) if there else {}
    return Adoption(
        workspace=workspace,
        series=series,
        home=home,
        roots=(root, *studio.media_roots),
        titles=(known.title, *known.aliases) if known else (),
        known=known,
        taken={number: path for path, number in numbers.items() if number is not None},
        adopted={
            use.path: episode.label for episode in (reading.episodes if reading else ()) for use in episode.programme
        },
    )


def check_place(folder: Path, plan: Adoption) -> None:
    """Raises PipelineError where media may not come from the folder."""
    own = [plan.workspace.out, plan.workspace.state.path]
    if any(folder.is_relative_to(made) for made in own):
        raise PipelineError(
            tr("'{folder}' is what voicehall made itself", folder=folder), hint=tr("adopt the files that it came from")
        )
    if not any(folder.is_relative_to(place) for place in plan.roots):
        # Said before gigabytes are read.
        raise PipelineError(
            tr("'{folder}' lies outside the workspace", folder=folder),
            hint=tr(
                "put this into studio.yaml: '{line}', or copy the files into the workspace",
                line=f"media_roots: [{folder}]",
            ),
        )


def files_in(folder: Path, plan: Adoption) -> Iterator[Path]:
    """Whatever may be adopted, as people count; what cannot is left with its reason."""
    skipped = (plan.workspace.out, plan.workspace.state.path)
    names = (path for path in folder.rglob("*") if not path.is_dir())
    for path in sorted(names, key=lambda path: in_order(str(path))):
        if any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        suffix = path.suffix.lower()
        if any(path.is_relative_to(place) for place in skipped):
            continue
        if suffix not in MEDIA | PICTURES | SUBTITLES:
            plan.leave(path, "other-file", tr("is neither film nor sound"))
        elif problem := manifest.name_problem(path.name):
            plan.leave(path, "bad-name", problem[0], problem[1])
        elif not any(path.resolve().is_relative_to(place) for place in plan.roots):
            hint = tr("put '{folder}' under 'media_roots' in studio.yaml", folder=path.resolve().parent)
            reason = tr("is a link that leads out of the workspace, to '{path}'", path=path.resolve())
            plan.leave(path, "outside", reason, hint)
        elif path.resolve() in plan.adopted:
            label = plan.adopted[path.resolve()]
            plan.leave(path, "already-adopted", tr("is {episode} already", episode=label))
        else:
            yield path


def opened(files: Sequence[Path], plan: Adoption, progress: Progress) -> list[Arrival]:
    """The films and sounds among them that can be opened."""
    media = [path for path in files if path.suffix.lower() in MEDIA]
    found = []
    spoken = monotonic()
    for turn, path in enumerate(media, start=1):
        if monotonic() - spoken > SPOKEN_EVERY:
            spoken = monotonic()
            progress.say(tr("reading {turn} of {all}: {file}", turn=turn, all=len(media), file=path.name))
            plan.workspace.catalogue.save()
        try:
            medium = plan.workspace.catalogue.medium(path)
            labels = labels_of(path)
        except MediaError as error:
            plan.leave(path, getattr(error, "code", "unreadable-media"), error.message, error.hint)
            continue
        said = read_name(path.stem, series=(*plan.titles, _folder_title(path)))
        if medium.info.kind == "image" or medium.info.duration <= 0:
            still = medium.info.kind == "image"
            plan.leave(path, "not-media", tr("holds a single picture") if still else tr("has no length"))
            continue
        found.append(Arrival(path=path, said=said, medium=medium, labels=labels))
    return found


def _folder_title(path: Path) -> str:
    """The name of a file's folder where that is long enough to be a series' title and not a number."""
    name = path.parent.name
    return name if len(name) >= 4 and not any(character.isdigit() for character in name) else ""
