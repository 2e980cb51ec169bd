"""Bundling: chosen programmes for one partner, or for listeners without network, in a folder or a zip."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.archive.write import stands_already
from pipeline.digest import file_digest
from pipeline.errors import PipelineError
from pipeline.files import is_running
from pipeline.manifest import read_series, select
from pipeline.media.sound.encode import make_mono
from pipeline.model.programme import Levels, Stamp
from pipeline.packaging.tags import stamp_file
from pipeline.publish.bundle import Bundle, bundle_texts, part_of
from pipeline.publish.bundle.folder import check_place, put_bundle
from pipeline.publish.bundle.playlist import LARGEST
from pipeline.publish.item import Item, ItemFile
from pipeline.state import StateFolder
from pipeline.wording import count, size
from pipeline.workflow.publishing.candidates import Candidate, candidates_of
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

LOUDSPEAKER = "loudspeaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """A bundle that stands whole."""

    path: Path
    bundle: Bundle
    files: int
    bytes: int
    written: bool = True
    """False where the same bundle stood there already."""
    warnings: tuple[str, ...] = ()
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "path": str(self.path),
            "for": self.bundle.reader,
            "status": "written" if self.written else "unchanged",
            "files": self.files,
            "bytes": self.bytes,
            "episodes": [
                {
                    "place": part.place,
                    "series": part.item.series.id,
                    "number": part.item.number,
                    "title": part.item.title,
                    "files": [{"path": path, "bytes": file.bytes, "sha256": file.sha256} for path, file in part.files],
                }
                for part in self.bundle.parts
            ],
            "warnings": list(self.warnings),
        }

    def describe(self, view: View) -> str:
        lines = [f"warning: {one}" for one in self.warnings]
        if not view.quiet:
            what = f"{count(len(self.bundle.parts), 'programme')}, {count(self.files, 'file')}, {size(self.bytes)}"
            lines.append(f"{'bundled' if self.written else 'unchanged'} {self.path}: {what}")
        return "\n".join(lines)


@in_session
def bundle(
    session: Session,
    what: Sequence[str],
    *,
    reader: str = "",
    to: Path,
    loudspeaker: bool = False,
    handouts: bool = False,
) -> BundleReport:
    """Bundle the programmes of `what`, in that order, for `reader` into `to`: a folder, or a file that ends in .zip.

    Raises PipelineError where one of them is not whole, or `to` holds something else; nothing is written then.
    """
    workspace, root = Workspace.open(session), session.root
    target = session.cwd / to
    check_place(target)
    items = _items(workspace, what)
    with tempfile.TemporaryDirectory(prefix=f"bundle-{os.getpid()}-", dir=_scratch(root)) as made:
        parts = []
        for place, item in enumerate(items, start=1):
            session.progress.say(f"{item.label}: {item.title} ({place} of {len(items)})")
            horns = _horns(workspace, item)
            audio = _for_horns(item, horns, Path(made), root) if loudspeaker else _for_all(item, horns)
            parts.append(
                part_of(
                    item, place=place, count=len(items), audio=audio, handouts=handouts, loudspeaker=loudspeaker
                )
            )  # fmt: skip
        workspace.catalogue.save()
        chosen = Bundle(studio=workspace.studio_file.studio.name, reader=reader, parts=tuple(parts))
        report = _put(chosen, target, session)
    return replace(report, path=to, warnings=tuple(_warnings(chosen, report.bytes, target, handouts=handouts)))


def _put(chosen: Bundle, target: Path, session: Session) -> BundleReport:
    files = {path: session.root / file.source for part in chosen.parts for path, file in part.files}
    wanted = {path: file.sha256 for part in chosen.parts for path, file in part.files}
    texts = dict(bundle_texts(chosen))
    written = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    media = sum(file.bytes for part in chosen.parts for _, file in part.files)
    total = media + sum(len(text.encode()) for text in texts.values())
    report = BundleReport(path=target, bundle=chosen, files=len(files) + len(texts), bytes=total)
    if stands_already(target, wanted | written) and _is_whole(target, wanted | written):
        return replace(report, written=False)
    session.progress.say(f"writing {count(len(files) + len(texts), 'file')}, {size(total)}")
    put_bundle(files, texts, wanted=wanted, to=target)
    return report


def _is_whole(target: Path, sums: dict[str, str]) -> bool:
    """Whether a folder's files still are what its list says; a zip's bytes are checked by whoever opens it."""
    if target.is_file():
        return True
    try:
        return all(file_digest(target / name) == digest for name, digest in sums.items())
    except OSError:
        return False


def _items(workspace: Workspace, what: Sequence[str]) -> list[Item]:
    """What `what` names, in its order, each once. Raises PipelineError when one of them is not whole."""
    found: dict[str, Candidate] = {}
    for word in what:
        for run in _runs(word):
            for one in candidates_of(workspace, (run,)):
                found.setdefault(one.guid or f"{one.series.id}/{one.title}", one)
    lacking = [f"{one.series.id}/{one.number}: {one.reason}" for one in found.values() if one.item is None]
    if lacking:
        shown = "\n    ".join(lacking[:20]) + (f"\n    and {len(lacking) - 20} more" if len(lacking) > 20 else "")
        hint = "make them with 'voicehall render'"
        raise PipelineError(f"only whole programmes can be bundled:\n    {shown}", hint=hint)
    return [one.item for one in found.values() if one.item is not None]


def _runs(word: str) -> Iterator[str]:
    """`s/3,1-2` run by run: together they would be put in the order of their numbers."""
    series, slash, ranges = word.partition("/")
    if slash and ranges and all(part.replace("-", "", 1).isdecimal() for part in ranges.split(",")):
        yield from (f"{series}/{part}" for part in ranges.split(","))
    else:
        yield word


def _horns(workspace: Workspace, item: Item) -> frozenset[str]:
    """The renditions of the item's series that are made for horn loudspeakers."""
    (chosen,) = select(workspace.root, (item.series.id,)).series
    renditions = read_series(chosen, workspace.studio_file).settings.renditions
    return frozenset({LOUDSPEAKER, *(name for name, one in renditions.items() if one.sound.voicing == "horn")})


def _for_all(item: Item, horns: frozenset[str]) -> ItemFile | None:
    sounds = (file for file in item.files if file.role == "audio" and file.rendition not in horns)
    return next(sounds, None)


def _for_horns(item: Item, horns: frozenset[str], made: Path, root: Path) -> ItemFile:
    """The rendition for loudspeakers, else one channel of what there is. Raises PipelineError where nothing sounds."""
    sounds = [file for file in item.files if file.role == "audio"]
    own = next((file for file in sounds if file.rendition in horns and file.name.endswith(".mp3")), None)
    if own is not None:
        return own
    source = next(iter(sounds), None) or item.file("video")
    if source is None:
        raise PipelineError(f"{item.label} has no sound")
    path = made / f"{item.guid}.mp3"
    make_mono(root / source.source, to=path)
    stamp_file(path, _stamp(item), _cover(item, root), Levels())
    return replace(
        source, role="audio", rendition=LOUDSPEAKER, source=str(path), name=f"{item.guid}.mp3", type="audio/mpeg",
        sha256=file_digest(path), bytes=path.stat().st_size,
    )  # fmt: skip


def _stamp(item: Item) -> Stamp:
    series = item.series
    return Stamp(
        series_id=series.id, number=item.number, total=series.total, title=item.title, series=series.title,
        artist=series.author, date=item.date, language=series.language, category=series.category,
        summary=item.summary, chapters=item.chapters, cues=(), duration=item.duration, guid=item.guid,
        speakers=item.speakers, tags=item.tags,
    )  # fmt: skip


def _cover(item: Item, root: Path) -> bytes | None:
    cover = item.file("cover")
    return (root / cover.source).read_bytes() if cover and cover.type == "image/jpeg" else None


def _scratch(root: Path) -> Path:
    """Where sounds are made for a bundle; what killed runs left there is swept away."""
    folder = StateFolder.of(root).path
    folder.mkdir(exist_ok=True)
    for stray in folder.glob("bundle-*-*"):
        owner = stray.name.split("-")[1]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(stray, ignore_errors=True)
    return folder


def _warnings(chosen: Bundle, total: int, target: Path, *, handouts: bool) -> Iterator[str]:
    hint = "format the stick as exFAT"
    for part in chosen.parts:
        for path, file in part.files:
            if file.bytes > LARGEST:
                yield f"'{path}' has {size(file.bytes)}: a stick with FAT32 takes no file above 4 GB; {hint}"
        if handouts and part.handout is None:
            yield f"{part.item.label} has no captions, and so no handout"
    if target.suffix.lower() == ".zip" and total > LARGEST:
        yield f"the zip has {size(total)}: a stick with FAT32 takes no file above 4 GB; {hint}, or bundle into a folder"
