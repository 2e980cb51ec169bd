"""Kitting: folders with all that a person needs to put programmes on a platform by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from filelock import FileLock, Timeout

from pipeline.errors import MediaError, PipelineError
from pipeline.packaging.record import Record
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item
from pipeline.publish.kits import Film, KitShelf, KitTexts, Platform, Verdict, Words, choose, kit_of, texts_of
from pipeline.publish.kits.kit import KitFile, kit_key
from pipeline.publish.kits.limits import Misfit, time_misfits
from pipeline.publish.kits.rules import known_platforms, read_platform
from pipeline.publish.ledger import Ledger, Note, State, now
from pipeline.publish.upload import Moved, What
from pipeline.workflow.publishing.candidates import Candidate, candidates_of, hold_back
from pipeline.workflow.publishing.kit_covers import covers_for
from pipeline.workflow.publishing.kit_report import KitEpisode, KitReport, kit_folder
from pipeline.workflow.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class KitDesk:
    """One platform of a workspace, with what is known of it."""

    workspace: Workspace
    platform: Platform
    ledger: Ledger

    @classmethod
    def open(cls, workspace: Workspace, name: str) -> "KitDesk":
        """Raises PipelineError for an unknown platform, DiagnosedError for mistakes in a studio's own rules."""
        return cls(
            workspace=workspace, platform=read_platform(name, workspace.root), ledger=Ledger.read(workspace.state)
        )

    def shelf(self, series: str) -> KitShelf:
        return KitShelf(folder=self.workspace.root / kit_folder(self.platform.id, series))

    def url(self, guid: str) -> str:
        """Under which people find an episode there."""
        note = self.ledger.live(self.platform.id).get(guid)
        return note.url if note else ""

    def note(self, item: Item, state: State, *, url: str = "") -> None:
        self.ledger.write(
            Note(
                at=now(), target=self.platform.id, guid=item.guid, series=item.series.id, number=item.number,
                state=state, content=item_digest(item), url=url,
            ),
            item if state == "sent" else None,
        )  # fmt: skip


def is_kit(workspace: Workspace, name: str) -> bool:
    """Whether a name is a platform's to which programmes are taken by hand; targets of studio.yaml come first."""
    own = {target.name for target in workspace.studio_file.studio.targets}
    return name not in own and name in known_platforms(workspace.root)


def make_kits(workspace: Workspace, what: Sequence[str], *, to: str, again: bool = False, dry_run: bool) -> KitReport:
    """A kit of every programme of `what` for the platform `to`. One that cannot be made stops no other.

    Raises PipelineError where somebody else is at it, or `what` names nothing.
    """
    begun = monotonic()
    desk = KitDesk.open(workspace, to)
    candidates = candidates_of(workspace, what)
    hold_back(candidates, desk.ledger, reviewed=False, at=now())
    stems = _stems(candidates, workspace)
    lock = workspace.state.lock(to)
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            told = []
            for place, one in enumerate(candidates, start=1):
                workspace.session.progress.say(f"{desk.platform.name}: {one.title} ({place} of {len(candidates)})")
                told.append(_kit(one, stems, desk, again=again, dry_run=dry_run))
    except Timeout as cause:
        raise PipelineError(f"another run is making kits for '{to}' already", hint="wait until it is done") from cause
    workspace.catalogue.save()
    open_ones = [one for one in told if one.status in ("published", "unchanged") and not one.url]
    notes: tuple[str, ...] = ()
    if open_ones and not dry_run:
        notes = (
            f"upload them by their checklist.html, then: voicehall publish {open_ones[0].label} --to {to} --done LINK",
        )
    return KitReport(
        platform=to, name=desk.platform.name, episodes=tuple(told), dry_run=dry_run, seconds=monotonic() - begun,
        notes=notes,
    )  # fmt: skip


def _stems(candidates: Sequence[Candidate], workspace: Workspace) -> dict[str, tuple[str, Record]]:
    """What programmes' files are called, with their records, by identity."""
    series = dict.fromkeys(one.series.id for one in candidates)
    shelves = (workspace.shelf(name) for name in series)
    return {
        record.guid: (path.stem, record)
        for shelf in shelves
        for path, record in shelf.records()
        if not path.stem.endswith(".draft")
    }


def _kit(
    one: Candidate, stems: dict[str, tuple[str, Record]], desk: KitDesk, *, again: bool, dry_run: bool
) -> KitEpisode:
    """What becomes of one episode's kit."""

    def told(status: str, **more: object) -> KitEpisode:
        return KitEpisode(
            series=one.series.id, number=one.number, title=one.title, status=status, url=desk.url(one.guid), **more  # type: ignore[arg-type]
        )  # fmt: skip

    if one.waits:
        return told("waiting", reason=one.reason)
    if one.item is None:
        return told("failed", reason=one.reason)
    item = one.item
    stem, record = stems[item.guid]
    verdict = choose(films_of(item, desk.workspace), desk.platform)
    texts = texts_of(words_of(item), desk.platform)
    if refusal := _refusal(item, verdict, texts, desk.platform):
        return told("failed", reason=refusal)
    assert verdict.film is not None
    folder, remarks = kit_folder(desk.platform.id, one.series.id, stem), tuple(_remarks(verdict, texts, desk.platform))
    known = {"folder": folder, "rendition": verdict.film.file.rendition, "remarks": remarks}
    shelf = desk.shelf(one.series.id)
    key = kit_key(item, stem, desk.platform)
    standing = None if again else shelf.standing(stem, key, content=desk.workspace.catalogue.content)
    if standing is not None:
        if not dry_run:
            _note_sent(item, desk)
        return told("unchanged", files=files_moved(standing.files, folder, "skipped"), **known)
    if dry_run:
        kit = kit_of(item, stem, desk.platform, verdict, texts, (), root=desk.workspace.root)
        return told("planned", files=files_moved(kit.files, folder, "uploaded"), **known)
    try:
        covers = covers_for(item, record, desk.platform, desk.workspace)
        kit = kit_of(item, stem, desk.platform, verdict, texts, covers, root=desk.workspace.root)
        shelf.put(kit)
    except PipelineError as error:
        return told("failed", reason=str(error))
    _note_sent(item, desk)
    return told("published", files=files_moved(kit.files, folder, "uploaded"), **known)


def films_of(item: Item, workspace: Workspace) -> list[Film]:
    """The item's films and sounds with their sizes; what cannot be opened is none."""
    found = []
    for file in item.files:
        if file.role not in ("video", "audio"):
            continue
        try:
            video = workspace.catalogue.medium(workspace.root / file.source).info.video
        except MediaError:
            continue
        sides = (round(video.shown_size[0]), round(video.shown_size[1])) if video and file.role == "video" else None
        found.append(Film(file=file, sides=sides))
    return found


def words_of(item: Item) -> Words:
    return Words(
        title=item.title,
        summary=item.summary,
        tags=item.tags,
        series=item.series.title,
        author=item.series.author,
        number=item.number,
        numbering=item.numbering,
        date=item.date,
        speakers=item.speakers,
    )


def _refusal(item: Item, verdict: Verdict, texts: KitTexts, platform: Platform) -> str:
    """Why the platform would not take it; empty where it would."""
    if verdict.film is None:
        kind, name = ("sound", "sound: audio-mp3") if platform.kind == "audio" else ("films", "audiogram: audiogram")
        return f"{platform.name} takes {kind}, and the programme has none\nhint: add '{name}' to 'renditions'"
    found: list[Misfit] = [
        *(one for one in verdict.misfits if one.refused),
        *time_misfits(item.duration, platform),
        *(one for one in texts.misfits if one.refused),
    ]
    return "\n".join(f"{one.message}\nhint: {one.hint}" for one in found)


def _remarks(verdict: Verdict, texts: KitTexts, platform: Platform) -> list[str]:
    assert verdict.film is not None
    film = verdict.film
    size = f", {film.sides[0]} x {film.sides[1]}" if film.sides else ""
    remarks = [f"rendition '{film.file.rendition}'{size}"]
    if verdict.better:
        remarks[0] += f"; a {verdict.better} one would suit {platform.name} better"
    remarks += [one.message for one in (*verdict.misfits, *texts.misfits) if not one.refused]
    if texts.left_out:
        remarks.append(f"left out: {', '.join(texts.left_out)}")
    return remarks


def _note_sent(item: Item, desk: KitDesk) -> None:
    """Into the ledger, unless that is its last word already."""
    last = None
    for note in desk.ledger.notes():
        if (note.target, note.guid) == (desk.platform.id, item.guid) and note.state in ("sent", "live", "retracted"):
            last = note
    if last is None or last.state == "retracted" or last.content != item_digest(item):
        desk.note(item, "sent")


def files_moved(files: Iterable[KitFile], folder: str, action: What) -> tuple[Moved, ...]:
    """What became of a kit's files."""
    return tuple(
        Moved(path=f"{folder}/{file.name}", bytes=file.bytes, sha256=file.sha256, action=action) for file in files
    )
