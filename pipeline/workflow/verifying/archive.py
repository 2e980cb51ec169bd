"""Unsealing: archives proved by their list, and opened as the workspaces that they are."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile
from zlib import error as ZlibError

from pipeline.archive.read import SUMS, Archive, ZipArchive, content_of, opened_archive, read_info, read_sums
from pipeline.errors import PipelineError
from pipeline.messages import Message, tr, trn
from pipeline.model.publishing.policy import Verdict
from pipeline.progress import Progress
from pipeline.qc.verdict import Finding
from pipeline.state import STATE
from pipeline.stop import check_stop
from pipeline.wording import size
from pipeline.workflow.machine import tools_here
from pipeline.workflow.verifying.report import ArchiveVerdict

MARGIN = 200_000_000
"""Bytes that a disk keeps free beside what is unpacked onto it."""
LITTER = (".DS_Store", "Thumbs.db", "desktop.ini")
"""What computers leave in folders that somebody has only looked into."""


@contextmanager
def unsealed(path: Path, progress: Progress) -> Iterator[tuple[ArchiveVerdict, Path | None]]:
    """What the archive is found to be, and it as a workspace; None where it is not what its list says.

    A zip is unpacked for as long as that takes. Raises PipelineError where there is no archive, or one that tries to
    write outside itself.
    """
    with opened_archive(path) as holder:
        names, sums = holder.names(), read_sums(holder)
        progress.say(
            trn("checking '{name}': {count} file", "checking '{name}': {count} files", len(sums), name=path.name)
        )
        findings = tuple(_proved(holder, set(names), sums))
        verdict = ArchiveVerdict(
            path=str(path), files=len(sums), findings=findings, notes=tuple(_other_tools(read_info(holder)))
        )
        if verdict.verdict == "fail" or "studio.yaml" not in sums:
            yield verdict, None
        elif isinstance(holder, ZipArchive):
            with tempfile.TemporaryDirectory(prefix="voicehall-") as folder:
                _unpack(holder, sums, Path(folder))
                yield verdict, Path(folder).resolve()
        else:
            yield verdict, path.resolve()


def _proved(holder: Archive, names: set[str], sums: dict[str, str]) -> Iterator[Finding]:
    for name, wanted in sums.items():
        check_stop()
        if name not in names:
            yield Finding(code="archive-missing", verdict="fail", message=tr("'{name}' is missing", name=name))
            continue
        try:
            content = content_of(holder, name)
        except (OSError, KeyError, BadZipFile, ZlibError, EOFError) as cause:
            yield Finding(
                code="archive-damaged",
                verdict="fail",
                message=tr("'{name}' cannot be read: {reason}", name=name, reason=cause),
            )
            continue
        if content != wanted:
            yield Finding(
                code="archive-damaged", verdict="fail", message=tr("'{name}' is not what was sealed", name=name)
            )
    if not sums:
        yield Finding(code="archive-missing", verdict="fail", message=tr("'{name}' names no file", name=SUMS))
    # What a workspace makes by itself, once something is rendered in it, proves nothing either way.
    strange = sorted(name for name in names - sums.keys() - {SUMS} if not name.startswith(f"{STATE}/"))
    for name in strange:
        last = name.rsplit("/", 1)[-1]
        verdict: Verdict = "warn" if last in LITTER or last.startswith("._") else "fail"
        yield Finding(
            code="archive-unlisted", verdict=verdict, message=tr("'{name}' was not sealed with the others", name=name)
        )


def _unpack(holder: ZipArchive, sums: dict[str, str], folder: Path) -> None:
    needed = sum(holder.size(name) for name in sums)
    if shutil.disk_usage(folder).free < needed + MARGIN:
        raise PipelineError(
            tr(
                "there is no room in '{folder}' to unpack '{name}' ({size})",
                folder=folder.parent,
                name=holder.title,
                size=size(needed),
            ),
            hint=tr("set TMPDIR to a folder on a larger disk, or unpack it and verify the folder"),
        )
    for name in sums:
        check_stop()
        place = folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with holder.open(name) as source, place.open("xb") as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _other_tools(sheet: dict[str, object]) -> Iterator[Message]:
    """Tools whose versions are others here than where the archive was made."""
    then, here = sheet.get("tools"), tools_here()
    if not isinstance(then, dict):
        return
    for name, version in sorted(then.items()):
        own = here.get(str(name), "-")
        if own != version:
            yield tr(
                "sealed with {name} {version}, here it is {own}: rendering again may give other bytes",
                name=name, version=version, own=own,
            )  # fmt: skip
