"""The verb: the cut of episodes handed over to editing programs, with all media beside."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Literal

from pipeline.build import Action
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.media.sound.levels import read_level
from pipeline.media.sound.mix import gain_of
from pipeline.messages import Message, listed, told, tr, trn
from pipeline.packaging.editing.edit_list import Carries, EditList, Lost
from pipeline.packaging.editing.plan import edit_list, levels_of
from pipeline.packaging.plan import ProgrammePlan
from pipeline.packaging.subtitles import srt_text
from pipeline.timebase import format_time
from pipeline.wording import clock
from pipeline.workflow.exporting.artefacts import made
from pipeline.workflow.exporting.folder import MEDIA, copy_in, refuse_foreign, whole_folder
from pipeline.workflow.exporting.jianying import require_jianying, write_draft
from pipeline.workflow.exporting.media_check import compare_media
from pipeline.workflow.exporting.otio import compare_otio, otio_text, require_otio
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

Form = Literal["otio", "jianying"]
CAPTIONS, NOT_CARRIED = "captions.srt", "not-carried.txt"
CARRIES: Mapping[Form, Carries] = {
    "otio": Carries(levels=False, markers=True, sound_of_films=True),
    "jianying": Carries(levels=True, markers=False, sound_of_films=False),
}
LISTED = 6
"""Places that are told of what is lost; all of them stand in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """An episode that was handed over."""

    edit: EditList
    path: Path
    """What the program is given: a file, or a folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverReport:
    """What was handed over, and what of it could not be carried."""

    form: Form
    path: Path
    episodes: tuple[HandedOver, ...]
    without: tuple[str, ...]
    """Episodes that have no cut, as they were finished elsewhere."""
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "format": self.form,
            "path": str(self.path),
            "episodes": [_as_json(one) for one in self.episodes],
            "without": list(self.without),
        }

    def describe(self, view: View) -> str:
        lines: list[str] = [
            tr("{episode} was finished elsewhere and has no cut: left out", episode=name) for name in self.without
        ]
        for one in self.episodes:
            if not view.quiet:
                lines.append(_summary(one.edit))
            lines += [f"  {line}" for line in lost_lines(one.edit.lost)]
            if not view.quiet:
                lines.append(tr("open {path}", path=one.path))
        return "\n".join(lines)


@in_session
def hand_over(session: Session, what: Sequence[str] = (), *, form: Form, to: Path) -> HandOverReport:
    """Hand the cut of `what` over to an editing program, in the folder `to`: media that are missing are made.

    Of one episode a timeline lies in `to` itself, of several each in a folder of its own. Nothing is written where
    an episode has errors. Raises DiagnosedError for these, MissingExtra without the library, PipelineError where the
    folder holds something else or cannot be written.
    """
    if form == "otio":
        require_otio()
    else:
        require_jianying()
    workspace = Workspace.open(session)
    reading = workspace.told(what)
    if reading.failed:
        raise DiagnosedError(found for one in reading.failed for found in one.diagnostics if found.severity == "error")
    plans: list[ProgrammePlan] = []
    without: list[ProgrammePlan] = []
    for episode in reading.episodes:
        planned = plan_episode(workspace, episode)
        if planned.programme is None:
            raise DiagnosedError(one for one in planned.diagnostics if one.severity == "error")
        (plans if planned.programme.files else without).append(planned.programme)
    if not plans:
        raise PipelineError(
            tr("no episode has a cut that could be handed over"),
            hint=tr("programmes that were finished elsewhere have none"),
        )
    folder = (to if to.is_absolute() else session.cwd / to).resolve()
    put = _timelines if form == "otio" else _drafts
    done = put(plans, folder, workspace)
    workspace.catalogue.save()
    return HandOverReport(
        form=form, path=folder, episodes=tuple(done), without=tuple(one.episode.label for one in without)
    )


def _timelines(plans: Sequence[ProgrammePlan], folder: Path, workspace: Workspace) -> Sequence[HandedOver]:
    """All of them in one folder."""
    refuse_foreign(folder)
    edits = [_edit(plan, workspace, "otio") for plan in plans]
    done = []
    with whole_folder(folder) as part:
        for plan, edit in zip(plans, edits, strict=True):
            inside = Path(plan.stem) if len(plans) > 1 else Path()
            _put_files(edit, workspace, part / inside)
            text = otio_text(edit)
            compare_otio(text, edit)
            (part / inside / f"{plan.stem}.otio").write_text(text, encoding="utf-8")
            _put_texts(edit, part / inside)
            done.append(HandedOver(edit=edit, path=folder / inside / f"{plan.stem}.otio"))
    return done


def _drafts(plans: Sequence[ProgrammePlan], folder: Path, workspace: Workspace) -> Sequence[HandedOver]:
    """Each a folder among those that are there: drafts of other people stay as they are."""
    places = [folder / plan.stem for plan in plans]
    for place in places:
        refuse_foreign(place)
    edits = [_edit(plan, workspace, "jianying") for plan in plans]
    with ExitStack() as stack:
        # None of them is there before all are whole.
        for place, edit in zip(places, edits, strict=True):
            part = stack.enter_context(whole_folder(place))
            _put_files(edit, workspace, part)
            write_draft(edit, part, media=place / MEDIA)
            _put_texts(edit, part)
    return [HandedOver(edit=edit, path=place) for edit, place in zip(edits, places, strict=True)]


def _edit(plan: ProgrammePlan, workspace: Workspace, form: Form) -> EditList:
    return edit_list(plan, gains=_gains(plan, workspace), carries=CARRIES[form])


def _gains(plan: ProgrammePlan, workspace: Workspace) -> list[float]:
    levels = levels_of(plan)
    files = made(levels, workspace)
    loudness = plan.timeline.mix.loudness
    sounds = zip(plan.timeline.mix.sounds, levels, strict=True)
    return [gain_of(sound, read_level(files[level]), loudness) for sound, level in sounds]


def _files(edit: EditList, workspace: Workspace) -> dict[str, Path]:
    """Where every file beside the list is now, by its name."""
    own = {one.name: one.of for one in edit.files}
    found = made((one for one in own.values() if isinstance(one, Action)), workspace)
    return {name: found[one] if isinstance(one, Action) else one.path for name, one in own.items()}


def _put_files(edit: EditList, workspace: Workspace, folder: Path) -> None:
    workspace.session.progress.say(tr("handing over {episode}", episode=edit.name))
    (folder / MEDIA).mkdir(parents=True)
    for name, path in _files(edit, workspace).items():
        try:
            copy_in(path, folder / MEDIA / name)
        except FileNotFoundError as cause:
            raise PipelineError(
                tr("{episode}: '{path}' is not there any more", episode=edit.name, path=path),
                hint=tr("put it back, and run the command again"),
            ) from cause
    compare_media(edit, folder / MEDIA)


def _put_texts(edit: EditList, folder: Path) -> None:
    if edit.cues:
        (folder / CAPTIONS).write_text(srt_text(edit.cues), encoding="utf-8")
    lines = lost_lines(edit.lost, most=None)
    (folder / NOT_CARRIED).write_text("\n".join(lines) + "\n", encoding="utf-8")


def lost_lines(lost: Sequence[Lost], *, most: int | None = LISTED) -> list[str]:
    """What cannot be carried, each with its places."""
    lines = []
    for one in lost:
        if not one.places:
            lines.append(told(tr("not carried: {what}", what=one.text)))
            continue
        shown = one.places[:most]
        times = [format_time(place) for place in shown]
        if left := len(one.places) - len(shown):
            times.append(told(trn("{count} more", "{count} more", left)))
        lines.append(told(tr("not carried: {what} (at {times})", what=one.text, times=listed(times))))
    return lines


def _summary(edit: EditList) -> Message:
    ways = sum(one.way is not None for one in edit.pictures)
    return tr(
        "{episode} {title}: {length}, {pictures}, {transitions}, {sounds}",
        episode=edit.name,
        title=edit.title,
        length=clock(Fraction(edit.frames) / edit.rate),
        pictures=trn("{count} picture clip", "{count} picture clips", len(edit.pictures)),
        transitions=trn("{count} transition", "{count} transitions", ways),
        sounds=trn("{count} sound clip", "{count} sound clips", len(edit.sounds)),
    )


def _as_json(one: HandedOver) -> dict[str, object]:
    edit = one.edit
    return {
        "episode": edit.name,
        "title": edit.title,
        "path": str(one.path),
        "rate": float(edit.rate),
        "frames": edit.frames,
        "samples": edit.samples,
        "pictures": len(edit.pictures),
        "transitions": sum(entry.way is not None for entry in edit.pictures),
        "sounds": len(edit.sounds),
        "captions": len(edit.cues),
        "chapters": len(edit.chapters),
        "files": [source.name for source in edit.files],
        "lost": [{"what": told(lost.text), "seconds": [float(place) for place in lost.places]} for lost in edit.lost],
    }
