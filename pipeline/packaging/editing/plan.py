"""Planning an edit list: the rendition whose pictures it has, and all that goes into it."""

from collections.abc import Sequence

from pipeline.build import Action
from pipeline.messages import tr
from pipeline.model.rendition import Rendition
from pipeline.model.timeline import Timeline
from pipeline.packaging.editing.edit_list import Carries, EditList, Losses, Note, PictureEntry, Sources
from pipeline.packaging.editing.pictures import Cutting, bare_timeline, notes_of
from pipeline.packaging.editing.sounds import Listening
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.subtitles import tidy_cues
from pipeline.render.piece import Context
from pipeline.render.sound.mix import lower_mix


def levels_of(plan: ProgrammePlan) -> tuple[Action, ...]:
    """What measures how loud each sound of a programme is, in their order."""
    steps = iter(lower_mix(plan.timeline.mix, _context(plan)).inputs)
    found = []
    for sound in plan.timeline.mix.sounds:
        found.append(next(steps))
        if sound.take.joined:
            next(steps)
    return tuple(found)


def edit_list(plan: ProgrammePlan, *, gains: Sequence[float], carries: Carries) -> EditList:
    """A programme as it is cut, with the pictures of its first rendition that shows any.

    `gains` are the dB by which the mix raises its sounds.
    """
    episode = plan.episode
    losses, sources, context = Losses(), Sources(), _context(plan)
    shown = _shown(plan)
    timeline, rendition = shown if shown else (plan.timeline, None)
    pictures: tuple[PictureEntry, ...] = ()
    notes: tuple[Note, ...] = ()
    size = None
    if rendition is not None and rendition.picture is not None:
        size = rendition.picture.width, rendition.picture.height
        bare = bare_timeline(timeline, rendition)
        pictures = Cutting(
            timeline=bare, picture=rendition.picture, context=context, sources=sources, losses=losses
        ).cut()
        notes = tuple(notes_of(timeline, rendition))
        for note in notes:
            losses.add(
                tr("logos, labels and names over pictures: they are markers, and must be laid over again")
                if carries.markers
                else tr("logos, labels and names over pictures: they must be laid over again"),
                note.start / timeline.rate,
            )
        if any(piece.shows == "pictures" and piece.picture for piece in episode.renditions if piece != rendition):
            losses.add(tr("other shapes and sizes: the list has the pictures of '{name}'", name=rendition.name))
    else:
        losses.add(tr("pictures: none of the renditions shows any"))
    if timeline.cues:
        losses.add(tr("captions that are drawn into the picture: they lie beside, as text"))
    if not carries.markers:
        for chapter in timeline.chapters:
            losses.add(tr("chapters"), chapter.start / timeline.rate)
    sounds = Listening(
        mix=timeline.mix, gains=gains, context=context, sources=sources, losses=losses, carries=carries
    ).heard()
    if timeline.mix.sounds:
        losses.add(
            tr(
                "the loudness of the whole, {target} LUFS, to which a render brings the mix at its end",
                target=f"{timeline.mix.loudness.target}",
            )
        )
    return EditList(
        name=episode.label,
        title=episode.title,
        series=episode.series.title,
        rate=timeline.rate,
        size=size,
        frames=timeline.frames,
        samples=timeline.mix.samples,
        pictures=pictures,
        sounds=sounds,
        cues=tidy_cues(timeline.cues, end=round(timeline.seconds * 1000)),
        chapters=timeline.chapters,
        notes=notes,
        lost=tuple(losses.all()),
        files=tuple(sources.files.values()),
    )


def _context(plan: ProgrammePlan) -> Context:
    return Context(tools=plan.provenance.tools, where=plan.episode.label)


def _shown(plan: ProgrammePlan) -> tuple[Timeline, Rendition] | None:
    """The first rendition that shows pictures, with the episode at its rate."""
    for file in plan.files:
        if file.rendition.picture and file.rendition.shows == "pictures":
            return file.timeline, file.rendition
    return None
