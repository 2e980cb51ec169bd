"""Packaging a programme: its files joined from artefacts, tagged, and put in place when all are complete."""

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
from pipeline.errors import PipelineError, in_words
from pipeline.files import flush
from pipeline.messages import tr
from pipeline.model.media import Medium
from pipeline.model.programme import Levels
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.plan import FilePlan, ProgrammePlan
from pipeline.packaging.questions import questions
from pipeline.packaging.record import Record, RecordFile, RecordInput, read_record, record_text
from pipeline.packaging.transcript import caption_texts

_REPLACING = Lock()
"""Two programmes that exchange names must not remove what the other has just put in place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A complete file under a temporary name."""

    part: Path
    name: str
    rendition: str
    made_from: str
    has_length: bool
    sha256: str = ""
    """Where it is known already."""


VerifyMade = Callable[[ProgrammePlan, Record, Mapping[str, Path]], None]
"""Checks complete files, by their names, before they are put in place. Raises PipelineError for a faulty one."""


def package(
    plan: ProgrammePlan,
    store: Store,
    output: OutputFolder,
    *,
    verify_made: VerifyMade,
    earlier: Sequence[tuple[Path, Record]] = (),
) -> Record:
    """Join and stamp the plan's files from the store; leaves them in the output folder with their record.

    Nothing gets its final name before everything is complete and `verify_made` has accepted it; the record comes last.
    Then the files of `earlier` records of the same episode are deleted, where its programme has other names now.
    Raises PipelineError when the disk is full or a file cannot be written.
    """
    parts: list[Path] = []
    try:
        output.folder.mkdir(parents=True, exist_ok=True)
        made = []
        for one in _make(plan, store, output):
            parts.append(one.part)
            made.append(one)
        record = _record(plan, made, store, others=tuple(_others(plan, made, earlier, output)))
        verify_made(plan, record, {one.name: one.part for one in made})
        record_part = output.part(output.record_path(plan).name)
        parts.append(record_part)
        record_part.write_text(record_text(record), encoding="utf-8")
        for part in parts:
            flush(part)
        with _REPLACING:
            for one in made:
                one.part.replace(output.folder / one.name)
            record_part.replace(output.record_path(plan))
            _clear_away(earlier, record, plan, output)
        return record
    except OSError as cause:
        raise PipelineError(
            tr(
                "{label}: cannot write '{path}': {reason}",
                label=plan.episode.label,
                path=output.folder,
                reason=in_words(cause),
            )
        ) from cause
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


def _make(plan: ProgrammePlan, store: Store, output: OutputFolder) -> Iterator[_Made]:
    # Imported here: a batch in which everything is fresh needs none of it.
    from pipeline.media.video.mux import join_mp4
    from pipeline.media.video.packets import Piece
    from pipeline.packaging import tags

    cover = store.path(plan.artwork.embedded).read_bytes()
    for file in plan.files:
        part = output.part(file.name)
        # Registered before it is written, so that a failure does not leave it behind.
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
                tags.label_mp4(part, file.stamp)
            else:
                shutil.copyfile(store.path(file.lowered.sound), part)
                tags.stamp_file(part, file.stamp, cover, _levels(file, plan, store))
        yield _Made(
            part=part, name=file.name, rendition=file.lowered.rendition.name, made_from=file.made_from, has_length=True
        )
    for adopted in plan.adopted:
        part = output.part(adopted.name)
        with _removed_on_failure(part):
            _copy_adopted(adopted.medium, part)
        yield _Made(
            part=part,
            name=adopted.name,
            rendition=adopted.rendition,
            made_from=adopted.made_from,
            has_length=True,
            sha256=adopted.medium.content,
        )
    yield from _common_files(plan, store, output)


def _common_files(plan: ProgrammePlan, store: Store, output: OutputFolder) -> Iterator[_Made]:
    """The covers, subtitle files and transcripts, which belong to all renditions."""
    if plan.draft:
        return
    for suffix, cover in ((".jpg", plan.artwork.embedded), (".square.jpg", plan.artwork.square)):
        if cover is None:
            continue
        part = output.part(f"{plan.stem}{suffix}")
        with _removed_on_failure(part):
            shutil.copyfile(store.path(cover), part)
        yield _Made(part=part, name=f"{plan.stem}{suffix}", rendition="", made_from=cover.key, has_length=False)
    for suffix, text in caption_texts(plan.stamp, plan.labels, plan.shown).items():
        part = output.part(f"{plan.stem}{suffix}")
        with _removed_on_failure(part):
            part.write_text(text, encoding="utf-8")
        yield _Made(part=part, name=f"{plan.stem}{suffix}", rendition="", made_from=digest(text), has_length=False)


def _copy_adopted(medium: Medium, part: Path) -> None:
    """A hard link to the original where the disk allows it, else a copy.

    Raises PipelineError for a copy that is not what was planned.
    """
    part.unlink(missing_ok=True)
    try:
        part.hardlink_to(medium.path)
    except OSError:
        # Another disk, or one without hard links.
        shutil.copyfile(medium.path, part)
        if file_digest(part) != medium.content:
            raise PipelineError(
                tr("'{name}' changed while it was adopted", name=medium.path.name), hint=tr("run the command again")
            ) from None


@contextmanager
def _removed_on_failure(part: Path) -> Iterator[None]:
    try:
        yield
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _others(
    plan: ProgrammePlan, made: Sequence[_Made], earlier: Sequence[tuple[Path, Record]], output: OutputFolder
) -> Iterator[RecordFile]:
    """Files of renditions that were not made this time, and are still there from an earlier render."""
    new = {one.rendition for one in made} | {""}
    wanted = {one.name for one in plan.episode.renditions} - new
    for path, record in earlier:
        if path == output.record_path(plan):
            yield from (
                file for file in record.files if file.rendition in wanted and (output.folder / file.path).is_file()
            )


def _record(plan: ProgrammePlan, made: list[_Made], store: Store, *, others: tuple[RecordFile, ...]) -> Record:
    episode, stamp = plan.episode, plan.stamp
    burned = {file.name for file in plan.files if file.burned}
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
                    duration=stamp.duration if one.has_length else None,
                    made_from=one.made_from,
                    burned=one.name in burned,
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
        cover=plan.cover_source,
        labels=plan.labels,
        questions=questions(plan.episode, plan.timeline),
        quotes=plan.shown.quotes,
        people=plan.shown.people,
        credits=plan.shown.credits,
        readings=plan.shown.readings,
        names=plan.people_named,
        speech=episode.synthetic,
        ai_content=episode.ai_content,
    )


def _sync(made: Sequence[_Made]) -> dict[str, Decimal]:
    """Of the first file that has picture and sound."""
    from pipeline.media.qc.offsets import sound_after_picture

    for one in made:
        if one.has_length and (found := sound_after_picture(one.part)) is not None:
            start, end = (Decimal(round(seconds * 10_000)) / 10 for seconds in found)
            return {"start_ms": start, "end_ms": end}
    return {}


def _levels(file: FilePlan, plan: ProgrammePlan, store: Store) -> Levels:
    """Levels of a file: what its mix measures, unless its rendition has a loudness of its own."""
    from pipeline.media.sound.mix import read_measures

    measures, own = read_measures(store.path(file.lowered.mix)), file.lowered.rendition.sound.loudness
    if own is None or measures.integrated is None:
        return Levels(integrated=measures.integrated, peak=measures.true_peak)
    return Levels(integrated=own, peak=plan.episode.loudness.peak)


def _loudness(plan: ProgrammePlan, store: Store) -> dict[str, Decimal]:
    """What was measured, without what is undefined for silence."""
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


def _clear_away(
    earlier: Sequence[tuple[Path, Record]], record: Record, plan: ProgrammePlan, output: OutputFolder
) -> None:
    """Remove what earlier renders left under names that the programme no longer has, unless others have them now."""
    own = output.record_path(plan)
    kept = {file.path for file in record.files} | {own.name}
    for path, found in earlier:
        if path.stem.endswith(".draft") != plan.draft or (path != own and read_record(path) != found):
            continue
        for name in (*(file.path for file in found.files), path.name):
            if name not in kept:
                (output.folder / name).unlink(missing_ok=True)
