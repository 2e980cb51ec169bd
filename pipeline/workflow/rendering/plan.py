"""The verb `plan`: what a render would make and reuse, why, how long it would take and how much disk."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from pipeline.build.action import Action
from pipeline.errors import Diagnostic
from pipeline.messages import NOTHING, Message, listed, told, tr, trn
from pipeline.packaging.output import OutputFolder, changed_words, recaptioned
from pipeline.packaging.plan import AdoptedFile, FilePlan, ProgrammePlan
from pipeline.packaging.record import Record
from pipeline.timebase import format_time
from pipeline.timeline.treatment import explained
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.rendering.estimate import Pace, longest
from pipeline.workflow.rendering.plan_report import UNCHANGED, EpisodePlan, PlannedFile, PlannedSpan, PlanReport
from pipeline.workflow.rendering.why import History
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

FEW = 10
"""Episodes up to which a plan shows every piece of them."""
JOIN_COST = 0.5
"""CPU seconds of putting one programme out."""
STILL_BYTES = 400_000
MOVING_BYTES = 20_000
AUDIOGRAM_BYTES = 3_000
"""Of a still, of a moving frame, and of one of an audiogram, at 1920 x 1080; pictures differ widely."""
FULL_PICTURE = 1920 * 1080


@in_session
def plan(
    session: Session, what: Sequence[str] = (), *, why: bool = False, draft: bool = False, spans: bool = False
) -> PlanReport:
    """Plan `what` without making anything; `spans` shows every piece of it, however many episodes there are."""
    workspace = Workspace.open(session)
    pace = Pace.of(workspace)
    reading = workspace.read(what)
    wanted: set[str] = set()
    standing: dict[OutputFolder, tuple[Record, ...]] = {}
    episodes = []
    for episode in reading.episodes:
        planned = plan_episode(workspace, episode, draft=draft)
        if planned.programme is None:
            episodes.append(
                EpisodePlan(
                    series=episode.series.id, number=episode.number, title=episode.title, status="broken", reason="",
                    seconds=Fraction(0), rate=Fraction(1), spans=(), sounds=(), chapters=(), files=(), cost=0, chain=0,
                    bytes=0,
                    diagnostics=planned.diagnostics,
                )
            )  # fmt: skip
        else:
            output = workspace.output(episode.series.id)
            if output not in standing:
                standing[output] = tuple(output.programmes(draft=draft))
            earlier = next((one for one in standing[output] if output.is_of(one, planned.programme)), None)
            episodes.append(
                _episode_plan(planned.programme, planned.diagnostics, workspace, pace, wanted, output, earlier)
            )
    workspace.catalogue.save()
    lost = tuple(found for one in reading.failed for found in one.diagnostics)
    others = tuple(found for found in reading.diagnostics if found not in lost and found.severity == "warning")
    return PlanReport(
        episodes=tuple(episodes), diagnostics=lost, warnings=others, why=why, spans=spans or why or len(episodes) <= FEW
    )


def _episode_plan(
    plan: ProgrammePlan,
    diagnostics: tuple[Diagnostic, ...],
    workspace: Workspace,
    pace: Pace,
    wanted: set[str],
    output: OutputFolder,
    earlier: Record | None,
) -> EpisodePlan:
    """`wanted` holds the keys that others of the same run will have made; `earlier` is the record that stands."""
    fresh = output.fresh_record(plan, content=workspace.catalogue.content) is not None
    history = History.of(workspace)
    missing = {} if fresh else history.reasons(plan, workspace.store)
    made = [action for action in plan.actions if action.key in missing and action.key not in wanted]
    spans = tuple(_spans(plan, missing, wanted))
    wanted.update(action.key for action in made)
    return EpisodePlan(
        series=plan.episode.series.id,
        number=plan.episode.number,
        title=plan.episode.title,
        status="fresh" if fresh else "stale",
        reason="" if fresh else output.reason(plan, earlier),
        seconds=plan.timeline.seconds,
        rate=plan.timeline.rate,
        spans=spans,
        sounds=tuple(_sounds(plan, missing)),
        treated=tuple(
            (one.name, explained(one, segment.treat)) for segment in plan.episode.segments for one in segment.measured
        ),
        music=tuple((one.label, one.ending) for one in plan.timeline.mix.sounds if one.ending),
        chapters=tuple((chapter.start / plan.timeline.rate, chapter.title) for chapter in plan.timeline.chapters),
        files=tuple(_files(plan, workspace, output, earlier, history.changed(plan))),
        cost=0.0 if fresh else sum(map(pace.seconds, made)) + JOIN_COST,
        chain=0.0 if fresh else longest(made, pace) + JOIN_COST,
        bytes=0 if fresh else _bytes(plan, spans),
        cover=_cover(plan),
        moved=history.moved(plan),
        diagnostics=diagnostics,
    )


def _cover(plan: ProgrammePlan) -> Message:
    """What the covers show: what was given, what was chosen and why, or a drawing of ours."""
    front, source = plan.artwork.front, plan.cover_source
    if source is None:
        return tr("a drawing from the title: no picture of this episode is fit for a cover")
    name = source.picture
    if source.at is not None:
        name = tr("{file} at {time}", file=source.picture, time=format_time(Fraction(source.at, 1000)))
    if choice := front.choice:
        return trn(
            "{picture}: the best of {count} picture ({reason}; {score} of 108 points)",
            "{picture}: the best of {count} pictures ({reason}; {score} of 108 points)",
            choice.among, picture=name, reason=choice.reason, score=source.score,
        )  # fmt: skip
    if front.finished:
        return tr("{picture}, as it is where its shape fits; 'title: yes' sets the title over it", picture=name)
    return tr("{picture}, as the manifest says", picture=name)


def _spans(plan: ProgrammePlan, missing: Mapping[str, str], wanted: set[str]) -> Iterator[PlannedSpan]:
    """A line for each piece of the picture; what stands there twice is made once."""
    seen = set(wanted)
    for file in plan.files:
        for piece in file.lowered.pieces:
            key = piece.action.key
            again = key in missing and key in seen
            seen.add(key)
            placed = file.lowered.timeline.spans[piece.span]
            yield PlannedSpan(
                segment=placed.segment + 1,
                start=piece.start / file.lowered.timeline.rate,
                frames=piece.frames,
                kind=piece.action.kind,
                label=placed.label,
                reused=again or key not in missing,
                reason=tr("made once, used again") if again else missing.get(key, UNCHANGED),
                rendition=file.lowered.rendition.name,
            )


def _own_label(label: str, episode: str) -> str:
    """What an action makes, without the episode that it makes it for."""
    if isinstance(label, Message) and label.values.get("where") == episode:
        what = label.values["what"]
        return told(what) if isinstance(what, str) else str(what)
    return label


def _sounds(plan: ProgrammePlan, missing: Mapping[str, str]) -> Iterator[PlannedSpan]:
    renditions: dict[Action, list[str]] = {}
    for file in plan.files:
        renditions.setdefault(file.lowered.sound, []).append(file.lowered.rendition.name)
    for action in dict.fromkeys(one for file in plan.files for one in (file.lowered.mix, file.lowered.sound)):
        yield PlannedSpan(
            segment=None,
            start=Fraction(0),
            frames=plan.timeline.frames,
            kind=action.kind,
            label=_own_label(action.label, plan.episode.label),
            reused=action.key not in missing,
            reason=missing.get(action.key, UNCHANGED),
            rendition=listed(renditions.get(action, [])),
        )


def _files(
    plan: ProgrammePlan, workspace: Workspace, output: OutputFolder, earlier: Record | None, changed: Collection[str]
) -> Iterator[PlannedFile]:
    """A line for each media file; `changed` holds the keys of actions that the last render did not use there."""
    stood = {file.rendition: file for file in earlier.files if file.rendition} if earlier else {}
    files: tuple[FilePlan | AdoptedFile, ...] = (*plan.files, *plan.adopted)
    for one in files:
        rendition = one.lowered.rendition.name if isinstance(one, FilePlan) else one.rendition
        before = stood.get(rendition)
        if earlier is None or before is None:
            reason = tr("not made yet")
        elif before.made_from != one.made_from:
            parts = [*_changed_parts(one, plan, changed)] if isinstance(one, FilePlan) else [tr("the programme's file")]
            if isinstance(one, FilePlan) and one.stamp.cues and recaptioned(plan, earlier):
                parts.append(tr("the captions"))
            names = listed([*changed_words(plan, earlier), *parts])
            reason = tr("changed: {names}", names=names) if names else tr("files are made in a newer way")
        elif not _whole(output.folder / before.path, before.sha256, workspace):
            reason = tr("the file is missing or was changed")
        elif before.path != one.name:
            reason = tr("its name changed")
        else:
            reason = NOTHING
        path = f"{workspace.shown(output.folder)}/{one.name}"
        yield PlannedFile(path=path, rendition=rendition, kept=not reason, reason=reason or UNCHANGED)


def _changed_parts(file: FilePlan, plan: ProgrammePlan, changed: Collection[str]) -> Iterator[Message]:
    spans = sum(piece.action.key in changed for piece in file.lowered.pieces)
    if spans:
        pieces = len(file.lowered.pieces)
        yield trn("{changed} of {count} span", "{changed} of {count} spans", pieces, changed=spans)
    if file.lowered.sound.key in changed or file.lowered.mix.key in changed:
        yield tr("the sound")
    if plan.artwork.embedded.key in changed:
        yield tr("the cover")


def _whole(path: Path, sha256: str, workspace: Workspace) -> bool:
    try:
        return workspace.catalogue.content(path) == sha256
    except OSError:
        return False


def _span_bytes(span: PlannedSpan) -> int:
    """At 1920 x 1080."""
    if span.kind in ("still", "captions", "overlays", "reading", "countdown"):
        return STILL_BYTES
    return (AUDIOGRAM_BYTES if span.kind == "audiogram" else MOVING_BYTES) * span.frames


def _bytes(plan: ProgrammePlan, spans: Sequence[PlannedSpan]) -> int:
    """What the new artefacts and the programme's files will take, roughly."""
    picture = next((file.lowered.rendition.picture for file in plan.files if file.lowered.rendition.picture), None)
    share = picture.width * picture.height / FULL_PICTURE if picture else 0
    seen = [_span_bytes(span) for span in spans]
    new = [size for size, span in zip(seen, spans, strict=True) if not span.reused]
    heard = sum(file.lowered.rendition.sound.bitrate for file in plan.files) * float(plan.timeline.seconds) / 8
    return round((sum(seen) + sum(new)) * share + 2 * heard)
