"""剪映: an edit list as a draft, and what was written read back."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pipeline.errors import PipelineError
from pipeline.extras import needing
from pipeline.messages import Message, tr
from pipeline.packaging.editing.edit_list import EditList, PictureEntry, SoundEntry, Way
from pipeline.timebase import SAMPLE_RATE
from pipeline.workflow.exporting.folder import MEDIA

CONTENT, META = "draft_content.json", "draft_meta_info.json"
LOUDEST = 10.0
"""Of its volume, which is 20 dB: what it lets people set."""
LETTERS = 5.0
"""Size of captions, as 剪映 has it where it recognises speech itself."""
LOW = -0.8
"""Where captions stand: half heights of the frame from its middle, where 剪映 puts those that it imports."""

_WAYS: Mapping[str, str] = {
    "dissolve": "叠化",
    "dip-to-black": "闪黑",
    "dip-to-white": "闪白",
    "wipe-left": "向左擦除",
    "wipe-right": "向右擦除",
    "slide-left": "左移",
    "slide-right": "右移",
    "push-left": "左移",
    "push-right": "右移",
    "circle-open": "圆形遮罩",
}
"""Its transitions that come nearest to ours; all of them are free."""
ROLES = {"speech": "人声", "music": "音乐", "effect": "音效"}
"""What its tracks are called."""


def require_jianying() -> Any:
    """The library. Raises MissingExtra where it is not installed."""
    with needing("edit", tr("'export jianying'")):
        import pyJianYingDraft

    return pyJianYingDraft


def write_draft(edit: EditList, draft: Path, *, media: Path) -> None:
    """Write the list as a draft into the folder `draft`; `media` is where its files will be found at last."""
    library = require_jianying()
    script = _script(edit, draft, media, library)
    draft.mkdir(parents=True, exist_ok=True)
    (draft / CONTENT).write_text(script.dumps(), encoding="utf-8")
    _write_meta(edit, draft, media.parent, library)
    compare_draft(edit, draft, media=media)


def _script(edit: EditList, draft: Path, media: Path, library: Any) -> Any:
    width, height = edit.size or (1920, 1080)
    rate = int(edit.rate) if edit.rate.denominator == 1 else float(edit.rate)
    script = library.ScriptFile(width, height, rate, True)
    files = _Files(edit, draft / MEDIA, media, library)
    if edit.pictures:
        track = script.append_track(library.TrackSpec(library.TrackType.video, "画面"))
        for index, entry in enumerate(edit.pictures):
            following = edit.pictures[index + 1].way if index + 1 < len(edit.pictures) else None
            script.add_segment(_picture(entry, following, edit, files, library), track)
    for role, lanes in edit.lanes.items():
        for number, lane in enumerate(lanes, start=1):
            name = ROLES[role] if len(lanes) == 1 else f"{ROLES[role]} {number}"
            track = script.append_track(library.TrackSpec(library.TrackType.audio, name))
            for sound in lane:
                script.add_segment(_sound(sound, files, library), track)
    if edit.cues:
        track = script.append_track(library.TrackSpec(library.TrackType.text, "字幕"))
        style = library.TextStyle(size=LETTERS, align=1, auto_wrapping=True)
        for cue in edit.cues:
            place = library.Timerange(cue.start * 1000, (cue.stop - cue.start) * 1000)
            settings = library.ClipSettings(transform_y=LOW)
            script.add_segment(library.TextSegment(cue.text, place, style=style, clip_settings=settings), track)
    return script


class _Files:
    """The materials of a draft. What they contain is what we have probed: the library reads other programs' numbers."""

    def __init__(self, edit: EditList, here: Path, later: Path, library: Any) -> None:
        self._edit, self._here, self._later, self._library = edit, here, later, library
        self._found: dict[tuple[str, str], Any] = {}

    def material(self, name: str, kind: str, end: int) -> Any:
        """A file as a material that holds at least `end` microseconds."""
        if (name, kind) not in self._found:
            make = self._library.AudioMaterial if kind == "sound" else self._library.VideoMaterial
            try:
                made = make(str(self._here / name), material_name=name)
            except (ValueError, TypeError, OSError, RuntimeError) as cause:
                raise PipelineError(
                    tr(
                        "{episode}: JianYing could not use '{name}': {reason}",
                        episode=self._edit.name,
                        name=name,
                        reason=cause,
                    ),
                    hint=tr("export it as MP4, WAV or PNG, and name that in the manifest"),
                ) from cause
            made.path = str(self._later / name)
            self._found[name, kind] = made
        made = self._found[name, kind]
        # Containers count some of their last frame or packet otherwise than it is read.
        made.duration = max(made.duration, end)
        return made


def _picture(entry: PictureEntry, following: Way | None, edit: EditList, files: _Files, library: Any) -> Any:
    place = _timerange(Fraction(entry.start) / edit.rate, Fraction(entry.start + entry.frames) / edit.rate, library)
    start = 0 if entry.source.kind == "image" else _micro(entry.at)
    material = files.material(entry.source.name, entry.source.kind, start + place.duration)
    source = library.Timerange(start, place.duration)
    # Its sound, where it is heard, lies on a track of its own.
    made = library.VideoSegment(material, place, source_timerange=source, volume=0.0)
    if following and (kind := _WAYS.get(following.kind)):
        # It belongs to the clip before the cut, and lies evenly around that.
        length = _micro(Fraction(following.frames) / edit.rate)
        made.add_transition(getattr(library.TransitionType, kind), duration=length)
    return made


def _sound(entry: SoundEntry, files: _Files, library: Any) -> Any:
    start, stop = Fraction(entry.start, SAMPLE_RATE), Fraction(entry.stop, SAMPLE_RATE)
    place, at = _timerange(start, stop, library), _micro(entry.at)
    material = files.material(entry.source.name, "sound", at + place.duration)
    source = library.Timerange(at, place.duration)
    made = library.AudioSegment(material, place, source_timerange=source, volume=volume(entry.gain))
    if entry.fade_in or entry.fade_out:
        fades = (_micro(Fraction(samples, SAMPLE_RATE)) for samples in (entry.fade_in, entry.fade_out))
        made.add_fade(*fades)
    return made


def volume(gain: float) -> float:
    """A level in dB as 剪映 has it."""
    return min(float(round(10 ** (gain / 20), 4)), LOUDEST)


def _micro(seconds: Fraction) -> int:
    return round(seconds * 1_000_000)


def _timerange(start: Fraction, stop: Fraction, library: Any) -> Any:
    """Both ends rounded, so that what follows without a gap still does."""
    return library.Timerange(_micro(start), _micro(stop) - _micro(start))


def _write_meta(edit: EditList, draft: Path, folder: Path, library: Any) -> None:
    """What the list of drafts shows."""
    path = Path(library.__file__).parent / "assets" / META
    shutil.copyfile(path, draft / META)
    value = json.loads((draft / META).read_text(encoding="utf-8"))
    value |= {
        "draft_name": folder.name,
        "draft_fold_path": folder.as_posix(),
        "draft_root_path": folder.parent.as_posix(),
        "draft_id": str(uuid5(NAMESPACE_URL, f"{folder} {edit.name}")).upper(),
        "tm_duration": _micro(Fraction(edit.frames) / edit.rate),
    }
    (draft / META).write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


def compare_draft(edit: EditList, draft: Path, *, media: Path) -> None:
    """Read a draft back and compare it with the list. Raises PipelineError where it is not the same."""
    value = json.loads((draft / CONTENT).read_text(encoding="utf-8"))
    for difference in _differences(value, edit, media):
        raise PipelineError(
            tr("{episode}: the draft reads back otherwise: {what}", episode=edit.name, what=difference),
            hint=tr("nothing was written; please report this"),
        )


def _differences(value: Mapping[str, Any], edit: EditList, media: Path) -> Iterator[Message]:
    tracks: Sequence[Mapping[str, Any]] = value["tracks"]
    lanes = [lane for lanes in edit.lanes.values() for lane in lanes]
    if len(tracks) != bool(edit.pictures) + len(lanes) + bool(edit.cues):
        yield tr("it has {count} tracks", count=len(tracks))
        return
    wanted = [
        *([[Fraction(one.start) / edit.rate for one in edit.pictures]] if edit.pictures else []),
        *([Fraction(one.start, SAMPLE_RATE) for one in lane] for lane in lanes),
        *([[Fraction(cue.start, 1000) for cue in edit.cues]] if edit.cues else []),
    ]
    for track, starts in zip(tracks, wanted, strict=True):
        if [one["target_timerange"]["start"] for one in track["segments"]] != [_micro(start) for start in starts]:
            yield tr("its track '{name}' begins elsewhere", name=track["name"])
    if edit.pictures:
        last = tracks[0]["segments"][-1]["target_timerange"]
        if last["start"] + last["duration"] != _micro(Fraction(edit.frames) / edit.rate):
            yield tr("its picture has another length")
    files = {material["path"] for kind in ("videos", "audios") for material in value["materials"][kind]}
    if files != {str(media / source.name) for source in edit.files}:
        yield tr("its files are others")
