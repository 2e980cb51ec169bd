"""Links of kits: a person registers that programmes are published on a platform, and where, or takes them back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from pipeline.documents.diagnostics import Findings
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.messages import NOTHING, Message, tr, verbatim
from pipeline.publish.kits.links import LinkRow, link_in, read_links
from pipeline.publish.ledger import Ledger, LedgerEntry, State, now
from pipeline.publish.upload import FileResult
from pipeline.workflow.publishing.kit_report import KitEpisode, KitReport, kit_folder
from pipeline.workflow.publishing.kits import KitPlatform, kit_files
from pipeline.workflow.publishing.requested import RequestedEpisode, requested_episodes
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenLink:
    """An episode with the link that a person gave for it."""

    episode: RequestedEpisode
    url: str
    """Empty where it is published without a link."""


def register_links(
    workspace: Workspace, what: Sequence[str], *, to: str, done: str, dry_run: bool = False
) -> KitReport:
    """Write into the ledger that programmes are published on the platform `to`: all of them, or none.

    `done` is a link (or the text around it, or 'none') for the one episode of `what`, or a CSV file with the columns
    `episode` and `link`. Raises PipelineError or DiagnosedError for mistakes in it.
    """
    begun = monotonic()
    platform = KitPlatform.open(workspace, to)
    table = workspace.cwd / done
    if "://" not in done and (done.lower().endswith((".csv", ".txt")) or table.is_file()):
        links = _from_table(table, what, platform)
    else:
        links = _of_one_episode(link_in(done, platform.rules), what, platform)
    _check_owners(links, platform)
    live = platform.ledger.live(to)
    new = [one for one in links if one.episode.guid not in live or live[one.episode.guid].url != one.url]
    if not dry_run:
        for one in new:
            _write(one, platform)
    return KitReport(
        platform=to,
        name=platform.rules.label,
        root=workspace.root,
        asked="links",
        dry_run=dry_run,
        seconds=monotonic() - begun,
        episodes=tuple(
            KitEpisode(
                series=one.episode.series.id, number=one.episode.number, title=one.episode.title, url=one.url,
                status="unchanged" if one not in new else "planned" if dry_run else "published",
            )
            for one in links
        ),
    )  # fmt: skip


def retract_kits(workspace: Workspace, what: Sequence[str], *, target: str, dry_run: bool) -> KitReport:
    """Note that programmes are no longer on a platform, and remove their kits; a person must do the rest there."""
    begun = monotonic()
    platform = KitPlatform.open(workspace, target)
    results, published = [], []
    for one in requested_episodes(workspace, what):
        last = _last(platform.ledger, target, one.guid)
        files: tuple[FileResult, ...] = ()
        if last is not None and not dry_run:
            files = _remove_kits(one, platform)
            platform.ledger.write(_entry(one, platform, "retracted", content=last.content))
        if last is not None and last.state == "live":
            published.append(verbatim(f"  {one.label} {last.url}".rstrip()))
        results.append(
            KitEpisode(
                series=one.series.id, number=one.number, title=one.title, files=files,
                status="unchanged" if last is None else "planned" if dry_run else "retracted",
                reason=tr("it is not published there") if last is None else NOTHING,
            )
        )  # fmt: skip
    return KitReport(
        platform=target, name=platform.rules.label, root=workspace.root, asked="retract", dry_run=dry_run,
        episodes=tuple(results),
        notes=(_by_hand(platform), *published) if published else (), seconds=monotonic() - begun,
    )  # fmt: skip


def _by_hand(platform: KitPlatform) -> Message:
    if not platform.rules.retract:
        return tr("these you must remove yourself on {platform}:", platform=platform.rules.label)
    return tr(
        "these you must remove yourself on {platform}: {steps}",
        platform=platform.rules.label, steps=platform.rules.retract,
    )  # fmt: skip


def _of_one_episode(url: str, what: Sequence[str], platform: KitPlatform) -> list[GivenLink]:
    found = requested_episodes(platform.workspace, what) if what else []
    if len(found) != 1:
        raise PipelineError(
            tr("a link is for one episode, but {number} are named", number=len(found)),
            hint=tr(
                "name one episode ({example}), or give a CSV file with the columns 'episode' and 'link'",
                example="lieshita/3",
            ),
        )
    if not found[0].guid:
        message = tr("'{title}': {reason}", title=found[0].title, reason=found[0].reason)
        raise PipelineError(message, hint=tr("render it first"))
    return [GivenLink(episode=found[0], url=url)]


def _from_table(path: Path, what: Sequence[str], platform: KitPlatform) -> list[GivenLink]:
    """The links of a table, of the episodes that `what` names, if it names any.

    Raises DiagnosedError with all mistakes in it.
    """
    found = Findings()
    rows = read_links(path, platform.rules, platform.workspace.root, found)
    wanted = {one.guid for one in requested_episodes(platform.workspace, what)} if what else None
    links: list[GivenLink] = []
    by_guid: dict[str, list[LinkRow]] = defaultdict(list)
    for row in rows:
        try:
            named = requested_episodes(platform.workspace, (_full_name(row.episode, what),))
        except PipelineError as error:
            found.error("unknown-episode", error.message, row.mark, error.hint)
            continue
        if len(named) != 1:
            message = tr("'{episode}' is not a single episode", episode=row.episode)
            found.error("unknown-episode", message, row.mark, tr("write it like {example}", example="lieshita/3"))
        elif not named[0].guid:
            message = tr("'{episode}' is not rendered yet", episode=row.episode)
            found.error("unknown-episode", message, row.mark, tr("render it first"))
        elif wanted is None or named[0].guid in wanted:
            by_guid[named[0].guid].append(row)
            links.append(GivenLink(episode=named[0], url=row.url))
    for first, *others in by_guid.values():
        for row in others:
            message = tr("'{episode}' has a link on line {line} already", episode=first.episode, line=first.mark.line)
            found.error("duplicate-episode", message, row.mark, tr("keep one of them"))
    if mistakes := found.sorted():
        raise DiagnosedError(mistakes)
    return links


def _full_name(word: str, what: Sequence[str]) -> str:
    """A number alone is of the one series that the command line names."""
    series = {one.partition("/")[0] for one in what}
    return f"{series.pop()}/{word}" if word.isdecimal() and len(series) == 1 else word


def _check_owners(links: Sequence[GivenLink], platform: KitPlatform) -> None:
    """Raises PipelineError where two episodes have one link."""
    renewed = {one.episode.guid for one in links}
    live = platform.ledger.live(platform.id)
    owners = {entry.url: f"{entry.series}/{entry.number}" for guid, entry in live.items() if guid not in renewed}
    for one in links:
        label = one.episode.label
        if one.url and one.url in owners:
            command = f"voicehall retract {owners[one.url]} --from {platform.id}"
            raise PipelineError(
                tr(
                    "'{link}' is the link of {other}, not of {episode}",
                    link=one.url,
                    other=owners[one.url],
                    episode=label,
                ),
                hint=tr("each episode has its own link; take a wrong one back with: {command}", command=command),
            )
        owners[one.url] = label


def _write(link: GivenLink, platform: KitPlatform) -> None:
    last = _last(platform.ledger, platform.id, link.episode.guid)
    content = last.content if last else ""
    platform.ledger.write(_entry(link.episode, platform, "live", url=link.url, content=content))


def _entry(
    one: RequestedEpisode, platform: KitPlatform, state: State, *, url: str = "", content: str = ""
) -> LedgerEntry:
    return LedgerEntry(
        at=now(), target=platform.id, guid=one.guid, series=one.series.id, number=one.number or 0,
        state=state, content=content, url=url,
    )  # fmt: skip


def _last(ledger: Ledger, target: str, guid: str) -> LedgerEntry | None:
    """The entry with the link if one was given, else that of the kit; None after a retraction."""
    found = None
    for entry in ledger.entries():
        if guid and (entry.target, entry.guid) == (target, guid):
            if entry.state == "retracted":
                found = None
            elif entry.state == "live" or (entry.state == "sent" and (found is None or found.state != "live")):
                found = entry
    return found


def _remove_kits(one: RequestedEpisode, platform: KitPlatform) -> tuple[FileResult, ...]:
    folder = platform.folder(one.series.id)
    removed: list[FileResult] = []
    for kit in folder.kits_of(one.guid):
        path = kit_folder(platform.id, one.series.id, kit.folder.name)
        removed += kit_files(kit.files, path, "removed")
        folder.remove(kit)
    return tuple(removed)
