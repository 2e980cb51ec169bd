"""Renumbering: numbers and titles changed in the manifests, all of them or none, every episode staying who it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import PipelineError, UsageProblem
from pipeline.manifest import edit_manifest, guids_in, select, slug, title_in
from pipeline.manifest.edit.transaction import Move, apply_moves, clear
from pipeline.messages import tr, trn
from pipeline.workflow.reach.session import renumber_decisions
from pipeline.workflow.recovery import settle
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace, identity_name

HIGHEST = 99_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbered:
    """One episode's change."""

    before: int | None
    after: int
    title: str
    manifest: str
    """As it is called now."""
    moved_from: str
    """As it was called; empty where it keeps its name."""
    guid: str

    def as_json(self) -> dict[str, object]:
        return {
            "before": self.before,
            "after": self.after,
            "title": self.title,
            "manifest": self.manifest,
            "moved_from": self.moved_from or None,
            "guid": self.guid,
        }

    def describe(self) -> str:
        before = "?" if self.before is None else self.before
        moved = f"{self.moved_from} -> " if self.moved_from else ""
        return f"{before:>5} -> {self.after:<5}  {self.title}  ({moved}{self.manifest})"


@dataclass(frozen=True, slots=True, kw_only=True)
class RenumberReport:
    series: str
    changes: tuple[Renumbered, ...]
    dry_run: bool
    ok: bool = True

    def as_json(self) -> dict[str, object]:
        changes = [change.as_json() for change in self.changes]
        return {"ok": True, "series": self.series, "dry_run": self.dry_run, "changes": changes}

    def describe(self, view: View) -> str:
        lines = [] if view.quiet else [change.describe() for change in self.changes]
        if not self.changes:
            return tr("nothing to change")
        if self.dry_run:
            planned = trn("would change {count} manifest", "would change {count} manifests", len(self.changes))
            return "\n".join([*lines, planned])
        changed = trn(
            "{count} manifest changed; the episode keeps its identity",
            "{count} manifests changed; every episode keeps its identity",
            len(self.changes),
        )
        return "\n".join(
            [*lines, changed, tr("rename the programmes too: voicehall render {series}", series=self.series)]
        )


@in_session
def renumber(
    session: Session,
    what: str,
    new: int | None,
    *,
    title: str | None = None,
    shift: bool = False,
    swap: bool = False,
    dry_run: bool = False,
) -> RenumberReport:
    """Give the episodes of `what` the numbers from `new` on, or the one episode another title.

    Whoever stands in the way moves up by one with `shift`, and whoever is in its way, up to the first free number;
    with `swap` the two change places. Raises PipelineError when a number is taken and neither was
    asked for, UsageProblem for both, and for neither number nor title.
    """
    if new is None and title is None:
        raise UsageProblem(tr("say the number NEW, a --title, or both"))
    if shift and swap:
        raise UsageProblem(tr("--shift and --swap do not go together"))
    workspace, root = Workspace.open(session), session.root
    selection = select(root, [what], session.cwd).series[0]
    chosen, numbers = selection.chosen, selection.numbers
    wanted = _numbers(chosen, numbers, new)
    if (title is not None or swap) and len(chosen) > 1:
        hint = tr("name one episode to change its title") if title is not None else tr("name one episode to swap")
        raise PipelineError(
            trn("'{what}' names {count} episode", "'{what}' names {count} episodes", len(chosen), what=what), hint=hint
        )
    wanted |= _out_of_the_way(wanted, numbers, shift=shift, swap=swap)
    named = dict.fromkeys(chosen, title) if title is not None else {}
    changes: list[Renumbered] = []
    moves: list[Move] = []
    guids: dict[str, str | None] = {}
    stated = guids_in(selection.folder)
    for path, number in sorted(wanted.items(), key=lambda entry: entry[1]):
        if number == numbers[path] and path not in named:
            continue
        change, move = _change(path, numbers[path], number, named.get(path), workspace, stated)
        changes.append(change)
        moves.append(move)
        if move.source != move.target:
            guids[identity_name(move.source)] = None
    # A name that one episode gives up may be another one's now.
    guids |= {identity_name(move.target): change.guid for move, change in zip(moves, changes, strict=True)}
    if moves and not dry_run:
        clear(selection.folder)
        apply_moves(moves, journal=session.state.journal, root=root, guids=guids)
        settle(root)
        renumber_decisions(session, selection.id, {one.before: one.after for one in changes if one.before is not None})
    return RenumberReport(series=selection.id, changes=tuple(changes), dry_run=dry_run)


def _numbers(chosen: Sequence[Path], numbers: Mapping[Path, int | None], new: int | None) -> dict[Path, int]:
    """The chosen manifests' new numbers; their distances stay."""
    known = [number for path in chosen if (number := numbers[path]) is not None]
    if new is None or len(chosen) == 1:
        if new is None and len(known) < len(chosen):
            raise PipelineError(tr("one of these manifests has no number"), hint=tr("write one in it: number: 7"))
        return {path: new if new is not None else numbers[path] or 0 for path in chosen}
    if len(known) < len(chosen) or len(set(known)) < len(known):
        raise PipelineError(
            tr("some of these manifests have no number, or share one"),
            hint=tr("name a single one by its path, such as 'episodes/lieshita/005b.yaml'"),
        )
    wanted = {path: (numbers[path] or 0) + new - min(known) for path in chosen}
    if max(wanted.values()) > HIGHEST:
        raise PipelineError(
            tr("number {number} is not between 1 and {highest}", number=max(wanted.values()), highest=HIGHEST)
        )
    return wanted


def _out_of_the_way(
    wanted: Mapping[Path, int], numbers: Mapping[Path, int | None], *, shift: bool, swap: bool
) -> dict[Path, int]:
    """New numbers for others that stand where the chosen ones go."""
    others = {number: path for path, number in numbers.items() if number is not None and path not in wanted}
    moved: dict[Path, int] = {}
    for path, number in wanted.items():
        if number not in others or number == numbers[path]:
            continue
        other, before = others[number], numbers[path]
        if swap and before is not None:
            moved[other] = before
        elif not shift:
            hint = tr("'--shift' moves it and those after it up by one; '--swap' exchanges the two")
            raise PipelineError(tr("number {number} is '{name}' already", number=number, name=other.name), hint=hint)
    if shift:
        moved |= _shifted(set(wanted.values()), others)
    return moved


def _shifted(occupied: set[int], others: Mapping[int, Path]) -> dict[Path, int]:
    """Others moved up, each only as far as it must be, in their order."""
    moved: dict[Path, int] = {}
    taken = set(occupied)
    for number in sorted(others):
        free = number
        while free in taken:
            free += 1
        taken.add(free)
        if free != number:
            moved[others[number]] = free
    if moved and max(moved.values()) > HIGHEST:
        raise PipelineError(tr("there is no number above {highest}", highest=HIGHEST))
    return moved


def _change(
    path: Path,
    before: int | None,
    number: int,
    title: str | None,
    workspace: Workspace,
    stated: Mapping[Path, str],
) -> tuple[Renumbered, Move]:
    """What becomes of one manifest. One that gets another name takes its identity along in writing."""
    target = path.with_name(_name(path, before, number, title))
    others = [guid for other, guid in stated.items() if other != path]
    guid = workspace.identities.of(identity_name(path), stated=stated.get(path, ""), others=lambda: others)
    text = edit_manifest(path, workspace.root, number=number, title=title, guid=guid if target != path else "")
    change = Renumbered(
        before=before,
        after=number,
        title=title or title_in(path) or "",
        manifest=workspace.shown(target),
        moved_from=workspace.shown(path) if target != path else "",
        guid=guid,
    )
    return change, Move(source=path, target=target, text=text)


def _name(path: Path, before: int | None, number: int, title: str | None) -> str:
    """The manifest's name with the new number and title, where it says the old ones."""
    found = re.match(r"(\d+)(.*)", path.stem)
    if found is None or before is None or int(found[1]) != before:
        return path.name
    rest = found[2]
    if title is not None and rest == f"-{slug(title_in(path) or '')}":
        rest = f"-{slug(title)}"
    return f"{number:0{len(found[1])}d}{rest}{path.suffix}"
