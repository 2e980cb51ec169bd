"""Putting a programme out: its files joined from artefacts, stamped, and put under their names when all are whole."""

import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from importlib import metadata
from pathlib import Path
from threading import Lock

from pipeline.build import Store
from pipeline.digest import digest, file_digest
from pipeline.errors import PipelineError
from pipeline.files import flush
from pipeline.model.media import Medium
from pipeline.model.programme import Levels
from pipeline.packaging.output import Shelf
from pipeline.packaging.plan import FilePlan, ProgrammePlan
from pipeline.packaging.record import Record, RecordFile, RecordInput, read_record, record_text
from pipeline.packaging.transcript import caption_texts

_APPEARING = Lock()
"""Two programmes that change names with each other must not clear away what the other has just put there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A file that is whole under a temporary name."""

    part: Path
    name: str
    rendition: str
    made_from: str
    timed: bool
    sha256: str = ""
    """Where it is known already."""


Prove = Callable[[ProgrammePlan, Record, Mapping[str, Path]], None]
"""Looks at whole files, by their names, before they are put in place. Raises PipelineError for one that is faulty."""


def package(
    plan: ProgrammePlan, store: Store, shelf: Shelf, *, prove: Prove, earlier: Sequence[tuple[Path, Record]] = ()
) -> Record:
    """Join and stamp the plan's files from the store; leaves them on the shelf with their record.

    Nothing appears under its final name before all of it is whole and `prove` had its look; the record comes last.
    Then the files of `earlier` records of the same episode go, where its programme has other names now. Raises
    PipelineError when the disk is full or a file cannot be written.
    """
    parts: list[Path] = []
    try:
        shelf.folder.mkdir(parents=True, exist_ok=True)
        made = []
        for one in _make(plan, store, shelf):
            parts.append(one.part)
            made.append(one)
        record = _record(plan, made, store, others=tuple(_others(plan, made, earlier, shelf)))
        prove(plan, record, {one.name: one.part for one in made})
        noted = shelf.part(shelf.record_path(plan).name)
        parts.append(noted)
        noted.write_text(record_text(record), encoding="utf-8")
        for part in parts:
            flush(part)
        with _APPEARING:
            for one in made:
                one.part.replace(shelf.folder / one.name)
            noted.replace(shelf.record_path(plan))
            _clear_away(earlier, record, plan, shelf)
        return record
    except OSError as cause:
        raise PipelineError(f"{plan.episode.label}: cannot write '{shelf.folder}': {cause.strerror}") from cause
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _make(plan: ProgrammePlan, store: Store, shelf: Shelf) -> Iterator[_Made]:
    # Imported here: a batch in which everything is fresh needs none of it, and answers the sooner.
    from pipeline.media.video.mux import join_mp4
    from pipeline.media.video.packets import Piece
    from pipeline.packaging import tags

    cover = store.path(plan.artwork.embedded).read_bytes()
    for file in plan.files:
        part = shelf.part(file.name)
        # A failure half-way must not leave the part behind, so it is known before it is written.
        with _removed_on_failure(part):
            if part.suffix in (".mp4", ".m4a"):
                join_mp4(
                    [
                        Piece(path=store.path(piece.action), frames=piece.frames, still=piece.still)
                        for piece in file.lowered.pieces
                    ],
                    rate=file.lowered.timeline.rate,
                    sound=store.path(file.lowered.sound),
                    # A picture of another rate may end some milliseconds earlier or later.
                    stamp=replace(file.stamp, duration=file.lowered.timeline.seconds),
                    metadata=tags.mp4_metadata(file.stamp, audio_only=file.lowered.rendition.picture is None),
                    cover=cover,
                    to=part,
                )
            else:
                shutil.copyfile(store.path(file.lowered.sound), part)
                tags.stamp_file(part, file.stamp, cover, _levels(file, plan, store))
        yield _Made(
            part=part, name=file.name, rendition=file.lowered.rendition.name, made_from=file.made_from, timed=True
        )
    for adopted in plan.adopted:
        part = shelf.part(adopted.name)
        with _removed_on_failure(part):
            _take(adopted.medium, part)
        yield _Made(
            part=part,
            name=adopted.name,
            rendition=adopted.rendition,
            made_from=adopted.made_from,
            timed=True,
            sha256=adopted.medium.content,
        )
    yield from _beside(plan, store, shelf)


def _beside(plan: ProgrammePlan, store: Store, shelf: Shelf) -> Iterator[_Made]:
    """The covers, subtitle files and transcripts, which belong to all renditions."""
    if plan.draft:
        return
    for suffix, cover in ((".jpg", plan.artwork.embedded), (".square.jpg", plan.artwork.square)):
        if cover is None:
            continue
        part = shelf.part(f"{plan.stem}{suffix}")
        with _removed_on_failure(part):
            shutil.copyfile(store.path(cover), part)
        yield _Made(part=part, name=f"{plan.stem}{suffix}", rendition="", made_from=cover.key, timed=False)
    for suffix, text in caption_texts(plan.stamp).items():
        part = shelf.part(f"{plan.stem}{suffix}")
        with _removed_on_failure(part):
            part.write_text(text, encoding="utf-8")
        yield _Made(part=part, name=f"{plan.stem}{suffix}", rendition="", made_from=digest(text), timed=False)


def _take(medium: Medium, part: Path) -> None:
    """The original under another name: the same bytes on disk where the disk allows it, else a copy of them.

    Raises PipelineError for a copy that is not what was planned with.
    """
    part.unlink(missing_ok=True)
    try:
        part.hardlink_to(medium.path)
    except OSError:
        # Another disk, or one that knows no links.
        shutil.copyfile(medium.path, part)
        if file_digest(part) != medium.content:
            raise PipelineError(
                f"'{medium.path.name}' changed while it was adopted", hint="run the command again"
            ) from None


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _others(
    plan: ProgrammePlan, made: Sequence[_Made], earlier: Sequence[tuple[Path, Record]], shelf: Shelf
) -> Iterator[RecordFile]:
    """Files of renditions that were not asked for this time, and still stand beside those that were made."""
    new = {one.rendition for one in made} | {""}
    wanted = {one.name for one in plan.episode.renditions} - new
    for path, record in earlier:
        if path == shelf.record_path(plan):
            yield from (
                file for file in record.files if file.rendition in wanted and (shelf.folder / file.path).is_file()
            )


def _record(plan: ProgrammePlan, made: list[_Made], store: Store, *, others: tuple[RecordFile, ...]) -> Record:
    episode, stamp = plan.episode, plan.stamp
    return Record(
        manifest=plan.provenance.manifest,
        programme=plan.key,
        series=stamp.series_id,
        series_title=stamp.series,
        number=stamp.number,
        total=stamp.total,
        title=stamp.title,
        summary=stamp.summary,
        date=stamp.date,
        language=stamp.language,
        speakers=episode.speakers,
        tags=episode.tags,
        duration=stamp.duration,
        chapters=stamp.chapters,
        files=(
            *(
                RecordFile(
                    path=one.name,
                    rendition=one.rendition,
                    sha256=one.sha256 or file_digest(one.part),
                    bytes=one.part.stat().st_size,
                    duration=stamp.duration if one.timed else None,
                    made_from=one.made_from,
                )
                for one in made
            ),
            *others,
        ),
        loudness=_loudness(plan, store),
        sync=_sync(made),
        inputs=tuple(RecordInput(name=name, sha256=content) for name, content in plan.provenance.inputs.items()),
        tools={"voicehall": metadata.version("voicehall"), "media": plan.provenance.tools},
        guid=plan.provenance.guid,
        listing=episode.listing,
    )


def _sync(made: Sequence[_Made]) -> dict[str, Decimal]:
    """Of the first file that has picture and sound."""
    from pipeline.media.qc.offsets import sound_after_picture

    for one in made:
        if one.timed and (found := sound_after_picture(one.part)) is not None:
            start, end = (Decimal(round(seconds * 10_000)) / 10 for seconds in found)
            return {"start_ms": start, "end_ms": end}
    return {}


def _levels(file: FilePlan, plan: ProgrammePlan, store: Store) -> Levels:
    """Of a file that was brought to its loudness: what its mix measures, unless its rendition has one of its own."""
    from pipeline.media.sound.mix import read_measures

    measures, own = read_measures(store.path(file.lowered.mix)), file.lowered.rendition.sound.loudness
    if own is None or measures.integrated is None:
        return Levels(integrated=measures.integrated, peak=measures.true_peak)
    return Levels(integrated=own, peak=plan.episode.loudness.peak)


def _loudness(plan: ProgrammePlan, store: Store) -> dict[str, Decimal]:
    """What was measured, without what silence leaves open."""
    from pipeline.media.sound.loudness import measures_in
    from pipeline.media.sound.mix import read_measures

    if plan.files:
        measures = read_measures(store.path(plan.files[0].lowered.mix))
    elif plan.measure:
        measures = measures_in(store.path(plan.measure).read_text(encoding="utf-8"))
    else:
        return {}
    found = {
        "integrated_lufs": measures.integrated,
        "true_peak_dbtp": measures.true_peak,
        "range_lu": measures.range,
    }
    return {name: value for name, value in found.items() if value is not None}


def _clear_away(earlier: Sequence[tuple[Path, Record]], record: Record, plan: ProgrammePlan, shelf: Shelf) -> None:
    """Remove what earlier renders left under names that the programme no longer has, unless others have them now."""
    own = shelf.record_path(plan)
    kept = {file.path for file in record.files} | {own.name}
    for path, found in earlier:
        if path.stem.endswith(".draft") != plan.draft or (path != own and read_record(path) != found):
            continue
        for name in (*(file.path for file in found.files), path.name):
            if name not in kept:
                (shelf.folder / name).unlink(missing_ok=True)
