"""The verb `storyboard`: episodes to be looked at before anything is encoded, as a page or as a picture."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from pipeline.build import Action
from pipeline.documents.diagnostics import has_errors
from pipeline.errors import Diagnostic, PipelineError, UsageProblem
from pipeline.files import write_cache, write_output
from pipeline.media.sound.loudness_curve import made_curve
from pipeline.messages import Message, tr, trn
from pipeline.model.media import Font, Medium
from pipeline.model.timeline import Timeline
from pipeline.packaging.plan import PlannedEpisode
from pipeline.render.picture.motion import settled
from pipeline.render.picture.overlays import with_overlays
from pipeline.render.picture.readings import with_pages
from pipeline.render.picture.reframe import reframe
from pipeline.render.picture.thumbnails import lower_thumbnail
from pipeline.render.piece import Context
from pipeline.render.sound.takes import lower_treat
from pipeline.timebase import SAMPLE_RATE
from pipeline.wording import clock
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.rendering.sound.alignment import loudness_of
from pipeline.workflow.report import View, describe_diagnostics
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.storyboard.board import Board, Remark, Words, shots_of
from pipeline.workflow.storyboard.moments import moment, moments
from pipeline.workflow.workspace import Workspace

HEIGHT = 144
"""Pixels of a thumbnail."""
DEFAULT = "storyboard.html"
"""In `out/`, where no other file is named."""
TOGETHER = 2
"""Thumbnails that are drawn at once."""
MOST_EPISODES = 50
"""On one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryboardReport:
    """What was drawn, and what is to be said of it."""

    path: Path | None
    """None where nothing could be drawn."""
    boards: tuple[Board, ...]
    diagnostics: tuple[Diagnostic, ...]
    """Of episodes that could not be drawn, too."""
    undrawn: int

    @property
    def ok(self) -> bool:
        return not self.undrawn and not has_errors(self.diagnostics)

    def as_json(self) -> dict[str, object]:
        return {
            "ok": self.ok,
            "path": str(self.path) if self.path else None,
            "episodes": [
                {
                    "episode": board.name,
                    "title": board.title,
                    "duration": float(board.seconds),
                    "shots": [
                        {"start": float(shot.start), "end": float(shot.stop), "kind": shot.kind, "label": shot.label}
                        for shot in board.shots
                    ],
                    "captions": len(board.captions),
                    "chapters": [{"start": float(one.start), "title": one.text} for one in board.chapters],
                }
                for board in self.boards
            ],
            "diagnostics": [found.as_json() for found in self.diagnostics],
        }

    def describe(self, view: View) -> str:
        parts = [describe_diagnostics(self.diagnostics, view)] if self.diagnostics else []
        if self.path and not view.quiet:
            parts.append("\n".join([*(_summary(board) for board in self.boards), tr("look at {path}", path=self.path)]))
        return "\n\n".join(parts)


@in_session
def storyboard(
    session: Session, what: Sequence[str] = (), *, to: Path | None = None, renewing: bool = False
) -> StoryboardReport:
    """Draw the storyboards of `what` into one file, a page or (`.png`) a picture; nothing is encoded.

    A page that is `renewing` loads itself again while it is looked at. Raises UsageProblem for a file of another
    kind, PipelineError where it cannot be written.
    """
    if to is not None and to.suffix.lower() not in (".html", ".htm", ".png"):
        raise UsageProblem(tr("'{name}' is neither .html nor .png", name=to.name))
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    if len(reading.episodes) > MOST_EPISODES:
        raise PipelineError(
            tr("{count} episodes do not fit on one page", count=len(reading.episodes)),
            hint=tr("name fewer, such as lieshita/1-20"),
        )
    boards: list[Board] = []
    fonts: tuple[Font, ...] = ()
    said = [found for lost in reading.failed for found in lost.diagnostics]
    for number, episode in enumerate(reading.episodes, start=1):
        session.progress.say(
            tr("drawing {episode} ({number} of {all})", episode=episode.label, number=number, all=len(reading.episodes))
        )
        planned = plan_episode(workspace, episode)
        said += planned.diagnostics
        if planned.timeline is not None:
            boards.append(_board(planned, planned.timeline, workspace))
            fonts = fonts or workspace.caption_fonts(episode.theme)
    workspace.catalogue.save()
    path = session.cwd / to if to else workspace.out / DEFAULT
    if boards:
        left_out = _write(boards, path, fonts, renewing=renewing)
        if left_out:
            session.progress.say(
                trn(
                    "the picture would be too tall: {count} row is left out; name fewer episodes, or write a page",
                    "the picture would be too tall: {count} rows are left out; name fewer episodes, or write a page",
                    left_out,
                )
            )
    return StoryboardReport(
        path=path if boards else None,
        boards=tuple(boards),
        diagnostics=tuple(dict.fromkeys(said)),
        undrawn=len(reading.episodes) + len(reading.failed) - len(boards),
    )


def _board(planned: PlannedEpisode, timeline: Timeline, workspace: Workspace) -> Board:
    episode, rate = planned.episode, timeline.rate
    shots = tuple(shots_of(laid_over(planned, timeline)))
    size = _thumbnail_size(planned)
    context = Context(tools=workspace.tools, where=episode.label)
    actions = {
        (shot.start, start): lower_thumbnail(shows, size, context) for shot in shots for start, shows in shot.shows
    }
    known = moments(episode, timeline)
    ends = [*(chapter.start / rate for chapter in timeline.chapters[1:]), timeline.seconds]
    return Board(
        name=episode.label,
        title=episode.title,
        series=episode.series.title,
        seconds=timeline.seconds,
        size=size,
        shots=shots,
        pictures=dict(_drawn(actions, workspace)),
        loudness=_loudness(timeline, workspace, context),
        recorded=_recorded(timeline, workspace, context),
        captions=tuple(
            Words(start=Fraction(cue.start, 1000), stop=Fraction(cue.stop, 1000), text=cue.text)
            for cue in timeline.cues
        ),
        chapters=tuple(
            Words(start=chapter.start / rate, stop=end, text=chapter.title)
            for chapter, end in zip(timeline.chapters, ends, strict=False)
        ),
        remarks=tuple(
            Remark(number=number, diagnostic=found, at=moment(found.mark, known))
            for number, found in enumerate(planned.diagnostics, start=1)
        ),
    )


def laid_over(planned: PlannedEpisode, timeline: Timeline) -> Timeline:
    """The timeline in the first rendition that has pictures: pages of texts, and what lies over its pictures."""
    first = next((one for one in planned.renditions if one.picture and one.shows == "pictures"), None)
    if first is not None and first.picture is not None:
        timeline = settled(with_pages(reframe(timeline, first), first.picture, marks=False), first.picture)
    return with_overlays(timeline, first.logo if first else None, None)


def _thumbnail_size(planned: PlannedEpisode) -> tuple[int, int]:
    """Of the shape of the first rendition that has a picture."""
    pictures = (one.picture for one in planned.renditions if one.picture)
    picture = next(pictures, None)
    shape = Fraction(picture.width, picture.height) if picture else Fraction(16, 9)
    return max(2, round(HEIGHT * shape / 2) * 2), HEIGHT


def _drawn(
    actions: dict[tuple[Fraction, Fraction], Action], workspace: Workspace
) -> Iterator[tuple[tuple[Fraction, Fraction], Path]]:
    """The files of thumbnails. One that cannot be drawn is left out: planning, or the render, says why."""

    def made(action: Action) -> Path | None:
        try:
            return workspace.made(action)
        except PipelineError:
            return None

    with ThreadPoolExecutor(TOGETHER) as pool:
        # Each in a copy of this context, whose stop and language are those of the run.
        tasks = {one: pool.submit(copy_context().run, made, one) for one in dict.fromkeys(actions.values())}
        found = {one: task.result() for one, task in tasks.items()}
    yield from ((key, path) for key, action in actions.items() if (path := found[action]) is not None)


def _loudness(timeline: Timeline, workspace: Workspace, context: Context) -> bytes:
    """A curve of all that is spoken, as `Board` has it: as it is heard, where that was made already."""
    return _curve(timeline, workspace, lambda medium, start: _after(medium, start, workspace, context))


def _recorded(timeline: Timeline, workspace: Workspace, context: Context) -> bytes:
    """The same as it was recorded; empty where what is heard is no other."""
    sounds = [sound for sound in timeline.mix.sounds if sound.role == "speech"]
    made = any(_after(one, sound.take.start, workspace, context) for sound in sounds for one in sound.take.media)
    return _curve(timeline, workspace, lambda medium, start: None) if made else b""


def _after(medium: Medium, start: Fraction, workspace: Workspace, context: Context) -> bytes | None:
    """The curve of a medium that was treated; None where it is not, or was not made yet."""
    if medium.treatment is None:
        return None
    action = lower_treat(medium, start, context)
    kept = workspace.state.heard / f"{action.key}.curve"
    with suppress(OSError):
        return kept.read_bytes()
    if not workspace.store.keeps(action) or not workspace.store.intact(action):
        return None
    curve = made_curve(workspace.made(action), medium.treatment.samples - medium.treatment.shortened)
    write_cache(kept, curve)
    return curve


def _curve(timeline: Timeline, workspace: Workspace, after: Callable[[Medium, Fraction], bytes | None]) -> bytes:
    whole = bytearray(round(timeline.seconds * 100))
    for sound in timeline.mix.sounds:
        if sound.role == "speech":
            pause = Fraction(sound.take.pause, SAMPLE_RATE)
            at = Fraction(sound.start, SAMPLE_RATE)
            for index, medium in enumerate(sound.take.media):
                start = sound.take.start if index == 0 else Fraction(0)
                curve = after(medium, start)
                try:
                    curve = curve or loudness_of(workspace.state.heard, [medium])[round(start * 100) :]
                except PipelineError:
                    # Planning has said so.
                    continue
                stop = min(at + medium.sound_end - start, Fraction(sound.stop, SAMPLE_RATE))
                first = round(at * 100)
                length = min(len(curve), round(stop * 100) - first, len(whole) - first)
                if length > 0:
                    whole[first : first + length] = curve[:length]
                at += medium.sound_end - start + pause
    return bytes(whole) if any(whole) else b""


def _write(boards: Sequence[Board], path: Path, fonts: Sequence[Font], *, renewing: bool) -> int:
    """Write them; returns how many rows found no room."""
    if path.suffix.lower() == ".png":
        from pipeline.workflow.storyboard.sheet import sheet

        picture, left_out = sheet(boards, fonts)
        write_output(path, picture)
        return left_out
    from pipeline.workflow.storyboard.page import storyboard_page

    write_output(path, storyboard_page(boards, renewing=renewing))
    return 0


def _summary(board: Board) -> Message:
    cuts = sum(shot.kind != "transition" for shot in board.shots)
    return tr(
        "{episode} {title}: {length}, {shots}, {captions}",
        episode=board.name,
        title=board.title,
        length=clock(board.seconds),
        shots=trn("{count} shot", "{count} shots", cuts),
        captions=trn("{count} caption", "{count} captions", len(board.captions)),
    )
