"""Links of kits: a person says that programmes are out on a platform, and where; or takes that back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from pipeline.documents.diagnostics import Findings
from pipeline.errors import DiagnosedError, PipelineError
from pipeline.publish.kits.links import StatedLink, link_in, read_links
from pipeline.publish.ledger import Ledger, Note, now
from pipeline.publish.upload import Moved
from pipeline.workflow.publishing.candidates import Candidate, candidates_of
from pipeline.workflow.publishing.kit_report import KitEpisode, KitReport, kit_folder
from pipeline.workflow.publishing.kits import KitDesk, files_moved
from pipeline.workflow.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An episode with the link that a person gave for it."""

    one: Candidate
    url: str


def note_links(workspace: Workspace, what: Sequence[str], *, to: str, done: str, dry_run: bool = False) -> KitReport:
    """Write into the ledger that programmes are out on the platform `to`: all of them, or none.

    `done` is a link (or the text around it, or 'none') for the one episode of `what`, or a CSV file with the columns
    `episode` and `link`. Raises PipelineError or DiagnosedError with what is wrong about it.
    """
    begun = monotonic()
    desk = KitDesk.open(workspace, to)
    table = workspace.cwd / done
    if "://" not in done and (done.lower().endswith((".csv", ".txt")) or table.is_file()):
        told = _from_table(table, what, desk)
    else:
        told = _alone(link_in(done, desk.platform), what, desk)
    _check_strangers(told, desk)
    live = desk.ledger.live(to)
    fresh = [one for one in told if one.one.guid not in live or live[one.one.guid].url != one.url]
    if not dry_run:
        for one in fresh:
            _write(one, desk)
    return KitReport(
        platform=to,
        name=desk.platform.name,
        asked="links",
        dry_run=dry_run,
        seconds=monotonic() - begun,
        episodes=tuple(
            KitEpisode(
                series=one.one.series.id, number=one.one.number, title=one.one.title, url=one.url,
                status="unchanged" if one not in fresh else "planned" if dry_run else "published",
            )
            for one in told
        ),
    )  # fmt: skip


def retract_kits(workspace: Workspace, what: Sequence[str], *, target: str, dry_run: bool) -> KitReport:
    """Note that programmes are no longer on a platform, and take their kits away; the rest is for a person to do."""
    begun = monotonic()
    desk = KitDesk.open(workspace, target)
    told, links = [], []
    for one in candidates_of(workspace, what):
        last = _last(desk.ledger, target, one.guid)
        files: tuple[Moved, ...] = ()
        if last is not None and not dry_run:
            files = _take_away(one, desk)
            desk.ledger.write(_note(one, desk, "retracted", content=last.content))
        if last is not None and last.state == "live":
            links.append(f"{one.label}{f' {last.url}' if last.url else ''}")
        told.append(
            KitEpisode(
                series=one.series.id, number=one.number, title=one.title, files=files,
                status="unchanged" if last is None else "planned" if dry_run else "retracted",
                reason="it does not stand there" if last is None else "",
            )
        )  # fmt: skip
    notes: tuple[str, ...] = ()
    if links:
        notes = (f"nobody can do this for you: {desk.platform.retract}".rstrip(": "), *(f"  {link}" for link in links))
    return KitReport(
        platform=target, name=desk.platform.name, asked="retract", dry_run=dry_run, episodes=tuple(told), notes=notes,
        seconds=monotonic() - begun,
    )  # fmt: skip


def _alone(url: str, what: Sequence[str], desk: KitDesk) -> list[Told]:
    found = candidates_of(desk.workspace, what) if what else []
    if len(found) != 1:
        hint = "name one episode (lieshita/3), or give a CSV file with the columns 'episode' and 'link'"
        raise PipelineError(f"one link is for one episode, these are {len(found)}", hint=hint)
    if not found[0].guid:
        raise PipelineError(f"'{found[0].title}': {found[0].reason}", hint="render it first")
    return [Told(one=found[0], url=url)]


def _from_table(path: Path, what: Sequence[str], desk: KitDesk) -> list[Told]:
    """What a table says; of episodes that `what` names, if it names any. Raises DiagnosedError with all mistakes."""
    found = Findings()
    rows = read_links(path, desk.platform, desk.workspace.root, found)
    wanted = {one.guid for one in candidates_of(desk.workspace, what)} if what else None
    told: list[Told] = []
    lines: dict[str, list[StatedLink]] = defaultdict(list)
    for row in rows:
        try:
            named = candidates_of(desk.workspace, (_named(row.episode, what),))
        except PipelineError as error:
            found.error("unknown-episode", error.message, row.mark, error.hint)
            continue
        if len(named) != 1 or not named[0].guid:
            words = "is not rendered yet" if len(named) == 1 else "is no single episode"
            found.error("unknown-episode", f"'{row.episode}' {words}", row.mark, "write one: lieshita/3")
        elif wanted is None or named[0].guid in wanted:
            lines[named[0].guid].append(row)
            told.append(Told(one=named[0], url=row.url))
    for several in lines.values():
        for row in several[1:]:
            message = f"'{several[0].episode}' has a link on line {several[0].mark.line} already"
            found.error("duplicate-episode", message, row.mark, "leave one of them")
    if mistakes := found.sorted():
        raise DiagnosedError(mistakes)
    return told


def _named(word: str, what: Sequence[str]) -> str:
    """A number alone is of the one series that the command line names."""
    series = {one.partition("/")[0] for one in what}
    return f"{series.pop()}/{word}" if word.isdecimal() and len(series) == 1 else word


def _check_strangers(told: Sequence[Told], desk: KitDesk) -> None:
    """Two episodes do not stand under one link."""
    renewed = {one.one.guid for one in told}
    live = desk.ledger.live(desk.platform.id)
    owners = {note.url: f"{note.series}/{note.number}" for guid, note in live.items() if guid not in renewed}
    for one in told:
        label = one.one.label
        if one.url and one.url in owners:
            back = f"voicehall retract {owners[one.url]} --from {desk.platform.id}"
            hint = f"each episode has a link of its own; take a wrong one back with: {back}"
            raise PipelineError(f"'{one.url}' is the link of {owners[one.url]}, not of {label}", hint=hint)
        owners[one.url] = label


def _write(told: Told, desk: KitDesk) -> None:
    last = _last(desk.ledger, desk.platform.id, told.one.guid)
    desk.ledger.write(_note(told.one, desk, "live", url=told.url, content=last.content if last else ""))


def _note(one: Candidate, desk: KitDesk, state: str, *, url: str = "", content: str = "") -> Note:
    return Note(
        at=now(), target=desk.platform.id, guid=one.guid, series=one.series.id, number=one.number or 0,
        state=state, content=content, url=url,  # type: ignore[arg-type]
    )  # fmt: skip


def _last(ledger: Ledger, target: str, guid: str) -> Note | None:
    """What stands: the link if one was given, else that the kit was made; None after a retraction."""
    found = None
    for note in ledger.notes():
        if guid and (note.target, note.guid) == (target, guid):
            if note.state == "retracted":
                found = None
            elif note.state == "live" or (note.state == "sent" and (found is None or found.state != "live")):
                found = note
    return found


def _take_away(one: Candidate, desk: KitDesk) -> tuple[Moved, ...]:
    shelf = desk.shelf(one.series.id)
    moved: list[Moved] = []
    for sheet in shelf.of(one.guid):
        folder = kit_folder(desk.platform.id, one.series.id, sheet.folder.name)
        moved += files_moved(sheet.files, folder, "removed")
        shelf.remove(sheet)
    return tuple(moved)
