"""Bundling: chosen programmes for a partner, or for listeners without a network, in a folder or a zip."""

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pipeline.archive.write import is_same_archive
from pipeline.digest import file_digest
from pipeline.errors import PipelineError
from pipeline.files import is_running
from pipeline.manifest import read_series, select
from pipeline.media.sound.encode import make_mono
from pipeline.messages import Message, told, tr, trn
from pipeline.model.programme import Levels, Stamp
from pipeline.packaging.tags import stamp_file
from pipeline.publish.bundle import Bundle, BundleEntry, bundle_entry, bundle_texts
from pipeline.publish.bundle.folder import check_destination, write_bundle
from pipeline.publish.bundle.handout import handout_text
from pipeline.publish.bundle.playlist import FAT32_LIMIT
from pipeline.publish.item import Item, ItemFile
from pipeline.state import StateFolder
from pipeline.wording import size
from pipeline.workflow.publishing.addresses import has_public_target, known_addresses
from pipeline.workflow.publishing.page_covers import with_covers
from pipeline.workflow.publishing.report import files_counted, indented, programmes_counted
from pipeline.workflow.publishing.requested import RequestedEpisode, requested_episodes
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

LOUDSPEAKER = "loudspeaker"
"""Name of the rendition that is made for a bundle where the series has none of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleReport:
    """A bundle that is complete."""

    path: Path
    bundle: Bundle
    files: int
    bytes: int
    written: bool = True
    """False where the same bundle was there already."""
    warnings: tuple[Message, ...] = ()
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        return {
            "ok": True,
            "path": str(self.path),
            "for": self.bundle.recipient,
            "status": "written" if self.written else "unchanged",
            "files": self.files,
            "bytes": self.bytes,
            "episodes": [
                {
                    "place": entry.place,
                    "series": entry.item.series.id,
                    "number": entry.item.number,
                    "title": entry.item.title,
                    "files": [{"path": path, "bytes": file.bytes, "sha256": file.sha256} for path, file in entry.files],
                }
                for entry in self.bundle.entries
            ],
            "warnings": [told(warning) for warning in self.warnings],
        }

    def describe(self, view: View) -> str:
        lines: list[str] = [tr("warning: {words}", words=warning) for warning in self.warnings]
        programmes, files = programmes_counted(len(self.bundle.entries)), files_counted(self.files)
        if not view.quiet and self.written:
            lines.append(
                tr(
                    "bundled {path}: {programmes}, {files}, {size}",
                    path=self.path,
                    programmes=programmes,
                    files=files,
                    size=size(self.bytes),
                )
            )
        elif not view.quiet:
            lines.append(
                tr(
                    "unchanged {path}: {programmes}, {files}, {size}",
                    path=self.path,
                    programmes=programmes,
                    files=files,
                    size=size(self.bytes),
                )
            )
        return "\n".join(lines)


@in_session
def bundle(
    session: Session,
    what: Sequence[str],
    *,
    recipient: str = "",
    to: Path,
    loudspeaker: bool = False,
    handouts: bool = False,
) -> BundleReport:
    """Bundle the programmes of `what`, in that order, for `recipient`, in `to`: a folder, or a file that ends in .zip.

    Raises PipelineError where one of them is not whole, or `to` holds something else; nothing is written then.
    """
    workspace, root = Workspace.open(session), session.root
    target = session.cwd / to
    check_destination(target)
    items = _items(workspace, what)
    with tempfile.TemporaryDirectory(prefix=f"bundle-{os.getpid()}-", dir=_temporary_folder(root)) as made:
        entries, remarks = [], dict[str, Message]()
        for place, item in enumerate(items, start=1):
            session.progress.say(
                tr(
                    "{episode}: {title} ({place} of {total})",
                    episode=item.label,
                    title=item.title,
                    place=place,
                    total=len(items),
                )
            )
            horns = _loudspeaker_renditions(workspace, item)
            audio = _audio_for_loudspeakers(item, horns, Path(made), root) if loudspeaker else _audio(item, horns)
            entries.append(
                bundle_entry(
                    # Nothing of a bundle for loudspeakers shows a picture.
                    item if loudspeaker else with_covers(item, workspace, remarks),
                    place=place, count=len(items), audio=audio, handouts=handouts, loudspeaker=loudspeaker,
                )
            )  # fmt: skip
        workspace.catalogue.save()
        if handouts:
            addresses = known_addresses(workspace)
            without = [one.item.guid for one in entries if one.handout and one.item.guid not in addresses]
            if without and has_public_target(workspace):
                remarks["handouts"] = trn(
                    "{count} handout has no QR code: its episode is not published yet; publish it, then bundle again",
                    "{count} handouts have no QR code: their episodes are not published yet; publish them, then bundle"
                    " again",
                    len(without),
                )
            entries = [_with_code(one, addresses.get(one.item.guid, ""), Path(made), root, remarks) for one in entries]
        chosen = Bundle(studio=workspace.studio_file.studio.name, recipient=recipient, entries=tuple(entries))
        report = _write(chosen, target, session)
    warnings = (*remarks.values(), *_warnings(chosen, report.bytes, target, handouts=handouts))
    return replace(report, path=to, warnings=warnings)


def _with_code(entry: BundleEntry, address: str, made: Path, root: Path, remarks: dict[str, Message]) -> BundleEntry:
    """The entry with the code of its address in its handout, where it has both."""
    handout, item = entry.handout, entry.item
    if handout is None or not address:
        return entry
    page = handout_text((root / handout.source).read_text("utf-8", errors="replace"), item, address)
    if page is None:
        remarks[f"{item.guid} handout"] = tr(
            "{episode}: its transcript is a page of others, and its handout has no QR code", episode=item.label
        )
        return entry
    path = made / f"{sha256(item.guid.encode()).hexdigest()[:32]}.html"
    path.write_text(page, encoding="utf-8")
    own = replace(handout, source=str(path), sha256=file_digest(path), bytes=path.stat().st_size)
    return replace(entry, handout=own)


def _write(chosen: Bundle, target: Path, session: Session) -> BundleReport:
    files = {path: session.root / file.source for entry in chosen.entries for path, file in entry.files}
    wanted = {path: file.sha256 for entry in chosen.entries for path, file in entry.files}
    texts = dict(bundle_texts(chosen))
    written = {name: sha256(text.encode()).hexdigest() for name, text in texts.items()}
    media = sum(file.bytes for entry in chosen.entries for _, file in entry.files)
    total = media + sum(len(text.encode()) for text in texts.values())
    report = BundleReport(path=target, bundle=chosen, files=len(files) + len(texts), bytes=total)
    if is_same_archive(target, wanted | written) and _is_whole(target, wanted | written):
        return replace(report, written=False)
    session.progress.say(tr("writing {files}, {size}", files=files_counted(len(files) + len(texts)), size=size(total)))
    write_bundle(files, texts, wanted=wanted, to=target)
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
    found: dict[str, RequestedEpisode] = {}
    for word in what:
        for run in _runs(word):
            for one in requested_episodes(workspace, (run,)):
                found.setdefault(one.guid or f"{one.series.id}/{one.title}", one)
    missing = [
        tr("{episode}: {reason}", episode=one.label, reason=one.reason) for one in found.values() if one.item is None
    ]
    if missing:
        raise PipelineError(
            tr("these programmes are not whole, and cannot be bundled:\n{list}", list=indented(missing)),
            hint=tr("run 'voicehall render' first"),
        )
    return [one.item for one in found.values() if one.item is not None]


def _runs(word: str) -> Iterator[str]:
    """`s/3,1-2` as `s/3` and `s/1-2`: named together, they would come in the order of their numbers."""
    series, slash, ranges = word.partition("/")
    if slash and ranges and all(part.replace("-", "", 1).isdecimal() for part in ranges.split(",")):
        yield from (f"{series}/{part}" for part in ranges.split(","))
    else:
        yield word


def _loudspeaker_renditions(workspace: Workspace, item: Item) -> frozenset[str]:
    """The names of renditions of the item's series that are made for horn loudspeakers."""
    (chosen,) = select(workspace.root, (item.series.id,)).series
    renditions = read_series(chosen, workspace.studio_file).settings.renditions
    return frozenset({LOUDSPEAKER, *(name for name, one in renditions.items() if one.sound.voicing == "horn")})


def _audio(item: Item, horns: frozenset[str]) -> ItemFile | None:
    """The first that is not made for loudspeakers."""
    sounds = (file for file in item.files if file.role == "audio" and file.rendition not in horns)
    return next(sounds, None)


def _audio_for_loudspeakers(item: Item, horns: frozenset[str], made: Path, root: Path) -> ItemFile:
    """The rendition for loudspeakers, else a mono MP3 that is made of what there is.

    Raises PipelineError for a programme without sound.
    """
    sounds = [file for file in item.files if file.role == "audio"]
    own = next((file for file in sounds if file.rendition in horns and file.name.endswith(".mp3")), None)
    if own is not None:
        return own
    source = next(iter(sounds), None) or item.file("video")
    if source is None:
        raise PipelineError(tr("{episode} has no sound", episode=item.label))
    # A guid from elsewhere may be an address, or hundreds of characters.
    path = made / f"{sha256(item.guid.encode()).hexdigest()[:32]}.mp3"
    make_mono(root / source.source, to=path)
    stamp_file(path, _stamp(item), _cover(item, root), Levels())
    return replace(
        source, role="audio", rendition=LOUDSPEAKER, source=str(path), name=path.name, type="audio/mpeg",
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


def _temporary_folder(root: Path) -> Path:
    """Where audio is made for a bundle; what killed runs left there is removed."""
    folder = StateFolder.of(root).path
    folder.mkdir(exist_ok=True)
    for left in folder.glob("bundle-*-*"):
        owner = left.name.split("-")[1]
        if owner.isdigit() and not is_running(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    return folder


def _warnings(chosen: Bundle, total: int, target: Path, *, handouts: bool) -> Iterator[Message]:
    for entry in chosen.entries:
        for path, file in entry.files:
            if file.bytes > FAT32_LIMIT:
                yield tr(
                    "'{file}' has {size}: a stick with FAT32 takes no file above 4 GB; format it as exFAT",
                    file=path, size=size(file.bytes),
                )  # fmt: skip
        if handouts and entry.handout is None:
            yield tr("{episode} has no captions, and therefore no handout", episode=entry.item.label)
    if target.suffix.lower() == ".zip" and total > FAT32_LIMIT:
        yield tr(
            "the zip has {size}: a stick with FAT32 takes no file above 4 GB;"
            " format it as exFAT, or bundle into a folder",
            size=size(total),
        )
