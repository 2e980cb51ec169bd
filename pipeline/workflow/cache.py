"""The verbs `cache stats`, `verify` and `prune`: how large it is, whether it is sound, and making room in it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from pipeline.build.action import with_inputs
from pipeline.build.upkeep import Artefact, artefacts, is_damaged, removable, remove
from pipeline.errors import Diagnostic, PipelineError
from pipeline.messages import Message, tr, trn
from pipeline.wording import size
from pipeline.workflow.rendering.episodes import plan_episode
from pipeline.workflow.rendering.why import History
from pipeline.workflow.report import View, describe_diagnostics
from pipeline.workflow.session import Session, in_session
from pipeline.workflow.workspace import Workspace

VOICE = "voice"
"""Kind of what a voice spoke."""
_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_SPANS = {"h": 3600, "d": 86_400, "w": 7 * 86_400}


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptEpisode:
    """An episode with errors, of which what its last render used was kept."""

    manifest: str
    artefacts: int
    bytes: int

    def describe(self) -> Message:
        if not self.artefacts:
            return tr("'{file}' has errors and was never rendered: nothing is kept for it", file=self.manifest)
        return trn(
            "'{file}' has errors: {count} piece that its last render used is kept, {size}",
            "'{file}' has errors: {count} pieces that its last render used are kept, {size}",
            self.artefacts, file=self.manifest, size=size(self.bytes),
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class CacheReport:
    """What is in the cache, and what was found or done."""

    found: tuple[Artefact, ...]
    picked: tuple[Artefact, ...] = ()
    """Damaged or removed ones."""
    what: Literal["", "damaged", "removed", "to remove"] = ""
    """What the picked ones are."""
    ok: bool = True
    kept: tuple[KeptEpisode, ...] = ()
    """Episodes of which nobody can tell what they need."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """Why."""

    def as_json(self) -> dict[str, object]:
        picked = [{"key": one.key, "kind": one.kind, "bytes": one.bytes} for one in self.picked]
        return {
            "ok": self.ok,
            "artefacts": len(self.found),
            "bytes": sum(one.bytes for one in self.found),
            "kinds": {kind: {"artefacts": number, "bytes": total} for kind, number, total in self._kinds()},
            **({self.what: picked} if self.what else {}),
            **({"kept": [asdict(one) for one in self.kept]} if self.kept else {}),
            **({"diagnostics": [one.as_json() for one in self.diagnostics]} if self.diagnostics else {}),
        }

    def describe(self, view: View) -> str:
        lines = (
            [] if view.quiet else [f"{kind:12} {number:7}  {size(total):>9}" for kind, number, total in self._kinds()]
        )
        total = size(sum(one.bytes for one in self.found))
        lines.append(trn("{count} piece, {size}", "{count} pieces, {size}", len(self.found), size=total))
        picked = {"number": len(self.picked), "size": size(sum(one.bytes for one in self.picked))}
        match self.what:
            case "damaged":
                lines.append(tr("{number} damaged, {size}", **picked))
            case "removed":
                lines.append(tr("{number} removed, {size}", **picked))
            case "to remove":
                lines.append(tr("{number} to remove, {size}", **picked))
        lines += [one.describe() for one in self.kept]
        if self.diagnostics and not view.quiet:
            lines += ["", describe_diagnostics(self.diagnostics, view)]
        return "\n".join(lines)

    def _kinds(self) -> list[tuple[str, int, int]]:
        numbers = Counter(one.kind or "(stray)" for one in self.found)
        totals: Counter[str] = Counter()
        for one in self.found:
            totals[one.kind or "(stray)"] += one.bytes
        return [(kind, numbers[kind], totals[kind]) for kind in sorted(numbers)]


@in_session
def stats(session: Session) -> CacheReport:
    """What is in the cache."""
    return CacheReport(found=_everything(Workspace.open(session)))


@in_session
def verify(session: Session) -> CacheReport:
    """Read every artefact; damaged ones are reported, and will be made again when they are needed."""
    found = tuple(artefacts(Workspace.open(session).store.folder))
    broken = []
    for number, one in enumerate(found, start=1):
        if number % 100 == 0:
            session.progress.say(tr("{number} of {all} read", number=number, all=len(found)))
        if is_damaged(one):
            broken.append(one)
    return CacheReport(found=found, picked=tuple(broken), what="damaged", ok=not broken)


@in_session
def prune(
    session: Session, *, older_than: str | None = None, to: str | None = None, dry_run: bool = False
) -> CacheReport:
    """Remove what no episode needs as it stands now.

    Of an episode with errors nobody can tell what it will need: what its last render used is kept.
    """
    seconds, bytes_left = _seconds(older_than), _bytes(to)
    workspace = Workspace.open(session)
    needed, broken = _needed(workspace)
    found = _everything(workspace)
    if broken:
        # Nobody can tell what their voices speak.
        needed.update(one.key for one in found if one.kind == VOICE)
    history = History.of(workspace)
    used = {path: _with_inputs(history.keys(workspace.shown(path)), workspace) for path in broken}
    kept = tuple(
        KeptEpisode(
            manifest=workspace.shown(path),
            artefacts=sum(one.key in keys and one.key not in needed for one in found),
            bytes=sum(one.bytes for one in found if one.key in keys and one.key not in needed),
        )
        for path, keys in used.items()
    )
    going = removable(found, needed.union(*used.values()), older_than=seconds, at_most=bytes_left)
    if not dry_run:
        for one in going:
            remove(one)
    gone = {one.key for one in going} if not dry_run else set()
    left = tuple(one for one in found if one.key not in gone)
    return CacheReport(
        found=left, picked=tuple(going), what="to remove" if dry_run else "removed", kept=kept,
        diagnostics=tuple(dict.fromkeys(one for each in broken.values() for one in each)),
    )  # fmt: skip


def _needed(workspace: Workspace) -> tuple[set[str], dict[Path, list[Diagnostic]]]:
    """Keys of everything that the programmes are made from, and the manifests of which that cannot be said.

    What voices speak is among it.
    """
    reading = workspace.read()
    broken = {one.path: [found for found in one.diagnostics if found.severity == "error"] for one in reading.failed}
    needed: set[str] = set()
    for episode in reading.episodes:
        planned = plan_episode(workspace, episode)
        if planned.programme is None:
            broken[episode.manifest] = [found for found in planned.diagnostics if found.severity == "error"]
        else:
            needed.update(action.key for action in with_inputs(planned.programme.actions))
    workspace.catalogue.save()
    return needed | {path.stem for path in workspace.speaker.used}, broken


def _everything(workspace: Workspace) -> tuple[Artefact, ...]:
    return (*artefacts(workspace.store.folder), *_spoken(workspace.state.voices))


def _spoken(folder: Path) -> Iterator[Artefact]:
    """What voices spoke: each file is one, the times of a whole take lie beside it."""
    for path in sorted(folder.glob("??/*.wav")):
        files = [note for note in (path.with_suffix(".json"),) if note.is_file()] + [path]
        known = path.stat()
        size_of_all = sum(one.stat().st_size for one in files)
        yield Artefact(key=path.stem, kind=VOICE, files=tuple(files), bytes=size_of_all, used=known.st_mtime)


def _with_inputs(keys: Iterable[str], workspace: Workspace) -> set[str]:
    """The keys and those of all that they were made from, as far as the store remembers."""
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            inputs = (workspace.store.recipe(key) or {}).get("inputs")
            waiting += [one for one in inputs if isinstance(one, str)] if isinstance(inputs, list) else []
    return found


def _seconds(text: str | None) -> float | None:
    if text is None:
        return None
    if not (found := re.fullmatch(r"(\d{1,5})([hdw])", text.strip())):
        raise PipelineError(tr("'{text}' is not an age", text=text), hint=tr("write 12h, 30d or 8w"))
    return int(found[1]) * _SPANS[found[2]]


def _bytes(text: str | None) -> int | None:
    if text is None:
        return None
    if not (found := re.fullmatch(r"(\d{1,6}(?:\.\d)?) ?([kMGT]B)", text.strip())):
        raise PipelineError(tr("'{text}' is not a size", text=text), hint=tr("write 500MB, 20GB or 1.5TB"))
    return int(float(found[1]) * _UNITS[found[2]])
