"""Making kits: folders with all that a person needs to put programmes on a platform by hand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from time import monotonic

from filelock import FileLock, Timeout

from pipeline.errors import MediaError, PipelineError
from pipeline.messages import NOTHING, Message, listed, tr, verbatim
from pipeline.packaging.record import Record
from pipeline.publish.from_record import item_digest
from pipeline.publish.item import Item
from pipeline.publish.kits import (
    EpisodeTexts,
    KitFolder,
    KitTexts,
    MediaFile,
    Platform,
    RenditionChoice,
    choose_rendition,
    kit_of,
    kit_texts,
    shape_word,
)
from pipeline.publish.kits.kit import KitFile, kit_key
from pipeline.publish.kits.limits import Violation, length_violations
from pipeline.publish.kits.rules import known_platforms, read_platform
from pipeline.publish.ledger import Ledger, LedgerEntry, State, now
from pipeline.publish.upload import Action, FileResult
from pipeline.workflow.publishing.kit_covers import covers_for
from pipeline.workflow.publishing.kit_report import KitEpisode, KitReport, kit_folder
from pipeline.workflow.publishing.requested import RequestedEpisode, mark_waiting, requested_episodes
from pipeline.workflow.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class KitPlatform:
    """A platform in a workspace: its rules, and the ledger."""

    workspace: Workspace
    rules: Platform
    ledger: Ledger

    @classmethod
    def open(cls, workspace: Workspace, name: str) -> "KitPlatform":
        """Raises PipelineError for an unknown platform, DiagnosedError for mistakes in a studio's own rules."""
        return cls(workspace=workspace, rules=read_platform(name, workspace.root), ledger=Ledger.read(workspace.state))

    @property
    def id(self) -> str:
        return self.rules.id

    def folder(self, series: str) -> KitFolder:
        """Of the kits of a series."""
        return KitFolder(folder=self.workspace.root / kit_folder(self.id, series))

    def url(self, guid: str) -> str:
        """The registered address of an episode there; empty for none."""
        entry = self.ledger.live(self.id).get(guid)
        return entry.url if entry else ""

    def record(self, item: Item, state: State, *, url: str = "") -> None:
        """Write into the ledger what became of an item."""
        self.ledger.write(
            LedgerEntry(
                at=now(), target=self.id, guid=item.guid, series=item.series.id, number=item.number,
                state=state, content=item_digest(item), url=url,
            ),
            item if state == "sent" else None,
        )  # fmt: skip


def is_kit(workspace: Workspace, name: str) -> bool:
    """Whether a name is of a platform for which kits are made; targets of studio.yaml come first."""
    own = {target.name for target in workspace.studio_file.studio.targets}
    return name not in own and name in known_platforms(workspace.root)


def make_kits(workspace: Workspace, what: Sequence[str], *, to: str, again: bool = False, dry_run: bool) -> KitReport:
    """A kit of every programme of `what` for the platform `to`. One that fails does not stop the others.

    Raises PipelineError where another run makes kits for it, or `what` names nothing.
    """
    begun = monotonic()
    platform = KitPlatform.open(workspace, to)
    episodes = requested_episodes(workspace, what)
    mark_waiting(episodes, platform.ledger, reviewed=False, at=now())
    stems = _stems(episodes, workspace)
    lock = workspace.state.lock(to)
    lock.parent.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(lock, timeout=0):
            results = []
            for place, one in enumerate(episodes, start=1):
                workspace.session.progress.say(
                    tr(
                        "{platform}: {title} ({place} of {total})",
                        platform=platform.rules.label,
                        title=one.title,
                        place=place,
                        total=len(episodes),
                    )
                )
                results.append(_kit(one, stems, platform, again=again, dry_run=dry_run))
    except Timeout as cause:
        message = tr("another run is making kits for '{platform}' already", platform=to)
        raise PipelineError(message, hint=tr("wait until it is done")) from cause
    workspace.catalogue.save()
    without_link = [one for one in results if one.status in ("published", "unchanged") and not one.url]
    notes: tuple[Message, ...] = ()
    if without_link and not dry_run:
        command = f"voicehall publish {without_link[0].label} --to {to} --done"
        notes = (tr("upload them as their checklist.html says, then run: {command} LINK", command=command),)
    return KitReport(
        platform=to, name=platform.rules.label, root=workspace.root, episodes=tuple(results), dry_run=dry_run,
        seconds=monotonic() - begun, notes=notes,
    )  # fmt: skip


def _stems(episodes: Sequence[RequestedEpisode], workspace: Workspace) -> dict[str, tuple[str, Record]]:
    """The names of programmes' files without suffix, with their records, by guid."""
    series = dict.fromkeys(one.series.id for one in episodes)
    return {
        record.guid: (path.stem, record)
        for name in series
        for path, record in workspace.output(name).records()
        if not path.stem.endswith(".draft")
    }


def _kit(
    one: RequestedEpisode,
    stems: dict[str, tuple[str, Record]],
    platform: KitPlatform,
    *,
    again: bool,
    dry_run: bool,
) -> KitEpisode:
    """Make one episode's kit."""

    def result(status: str, **more: object) -> KitEpisode:
        return KitEpisode(
            series=one.series.id, number=one.number, title=one.title, status=status,  # type: ignore[arg-type]
            url=platform.url(one.guid), **more,  # type: ignore[arg-type]
        )  # fmt: skip

    if one.waiting:
        return result("waiting", reason=one.reason)
    if one.item is None:
        return result("failed", reason=one.reason)
    item, rules = one.item, platform.rules
    stem, record = stems[item.guid]
    choice = choose_rendition(media_files(item, platform.workspace), rules)
    texts = kit_texts(episode_texts(item, one.short_title), rules)
    if refusal := _refusal(item, choice, rules):
        return result("failed", reason=refusal)
    assert choice.media is not None
    path = kit_folder(platform.id, one.series.id, stem)
    known = {
        "folder": path, "rendition": choice.media.file.rendition, "remarks": tuple(_remarks(choice, texts, rules)),
        "shortened": texts.shortened,
    }  # fmt: skip
    folder = platform.folder(one.series.id)
    key = kit_key(item, stem, rules, one.short_title)
    existing = None if again else folder.find(stem, key, content=platform.workspace.catalogue.content)
    if existing is not None:
        if not dry_run:
            _record_sent(item, platform)
        return result("unchanged", files=kit_files(existing.files, path, "skipped"), **known)
    if dry_run:
        kit = kit_of(item, stem, rules, choice, texts, (), root=platform.workspace.root, short_title=one.short_title)
        return result("planned", files=kit_files(kit.files, path, "uploaded"), **known)
    try:
        covers = covers_for(item, record, rules, platform.workspace)
        kit = kit_of(
            item, stem, rules, choice, texts, covers, root=platform.workspace.root, short_title=one.short_title
        )
        folder.write(kit)
    except PipelineError as error:
        return result("failed", reason=verbatim(str(error)))
    _record_sent(item, platform)
    return result("published", files=kit_files(kit.files, path, "uploaded"), **known)


def media_files(item: Item, workspace: Workspace) -> list[MediaFile]:
    """The item's video and audio files with their sizes in pixels; files that cannot be opened are left out."""
    found = []
    for file in item.files:
        if file.role not in ("video", "audio"):
            continue
        try:
            video = workspace.catalogue.medium(workspace.root / file.source).info.video
        except MediaError:
            continue
        sides = (round(video.shown_size[0]), round(video.shown_size[1])) if video and file.role == "video" else None
        found.append(MediaFile(file=file, sides=sides))
    return found


def episode_texts(item: Item, short_title: str = "") -> EpisodeTexts:
    return EpisodeTexts(
        title=item.title,
        short_title=short_title,
        summary=item.summary,
        tags=item.tags,
        series=item.series.title,
        author=item.series.author,
        number=item.number,
        numbering=item.numbering,
        date=item.date,
        speakers=item.speakers,
    )


def _refusal(item: Item, choice: RenditionChoice, rules: Platform) -> Message:
    """Why the platform would refuse the programme; empty where it would not. Texts can be changed there, media not."""
    if choice.media is None:
        if rules.kind == "audio":
            message = tr("{platform} takes audio, and this programme has none", platform=rules.label)
            return _with_hint(message, tr("add '{entry}' to 'renditions'", entry="sound: audio-mp3"))
        message = tr("{platform} takes videos, and this programme has none", platform=rules.label)
        return _with_hint(message, tr("add '{entry}' to 'renditions'", entry="audiogram: audiogram"))
    found: list[Violation] = [
        *(one for one in choice.violations if one.refused),
        *length_violations(item.duration, rules),
    ]
    return verbatim("\n".join(_with_hint(one.message, one.hint) for one in found)) if found else NOTHING


def _with_hint(message: Message, hint: Message) -> Message:
    return verbatim(str(PipelineError(message, hint=hint)))


def _remarks(choice: RenditionChoice, texts: KitTexts, rules: Platform) -> list[Message]:
    assert choice.media is not None
    name, sides = choice.media.file.rendition, choice.media.sides
    if sides:
        remarks = [tr("rendition '{name}', {width} x {height}", name=name, width=sides[0], height=sides[1])]
    else:
        remarks = [tr("rendition '{name}'", name=name)]
    if choice.better_shape:
        shape = shape_word(choice.better_shape)
        remarks.append(tr("{platform} shows {shape} videos better", platform=rules.label, shape=shape))
    remarks += [one.message for one in (*choice.violations, *texts.violations) if not one.refused]
    if texts.left_out:
        remarks.append(tr("left out: {tags}", tags=listed(texts.left_out)))
    return remarks


def _record_sent(item: Item, platform: KitPlatform) -> None:
    """Write 'sent' into the ledger, unless its last entry says that already."""
    last = None
    for entry in platform.ledger.entries():
        if (entry.target, entry.guid) == (platform.id, item.guid) and entry.state in ("sent", "live", "retracted"):
            last = entry
    if last is None or last.state == "retracted" or last.content != item_digest(item):
        platform.record(item, "sent")


def kit_files(files: Iterable[KitFile], folder: str, action: Action) -> tuple[FileResult, ...]:
    """What was done with a kit's files."""
    return tuple(
        FileResult(path=f"{folder}/{file.name}", bytes=file.bytes, sha256=file.sha256, action=action) for file in files
    )
