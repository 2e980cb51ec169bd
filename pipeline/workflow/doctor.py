"""The doctor: whether this machine has what voicehall needs, and what to install where it has not."""

import os
import platform
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import PipelineError, in_words
from pipeline.messages import NOTHING, Message, listed, told, tr, verbatim
from pipeline.state import StateFolder
from pipeline.wording import padded, size
from pipeline.workflow.report import View
from pipeline.workflow.session import Session, in_session

if TYPE_CHECKING:
    from packaging.requirements import Requirement

PACKAGE = "voicehall"
NAMES = {
    "system": tr("system"), "ffmpeg": verbatim("ffmpeg"), "libraries": tr("libraries"), "extras": tr("extras"),
    "fonts": tr("fonts"), "disk": tr("disk"), "workspace": tr("workspace"),
}  # fmt: skip
"""What is looked at, as people read it."""
ROOM = 5 << 30
"""Bytes of free disk below which a series soon stands still."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing looked at."""

    name: str
    ok: bool
    found: str
    hint: Message = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return all(one.ok for one in self.findings)

    def as_json(self) -> dict[str, object]:
        named = [{"name": one.name, "ok": one.ok, "found": one.found, "hint": told(one.hint)} for one in self.findings]
        return {"ok": self.ok, "findings": named}

    def describe(self, view: View) -> str:
        lines = []
        for one in self.findings:
            if view.quiet and one.ok:
                continue
            lines.append(f"{'ok ' if one.ok else 'NO '} {padded(told(NAMES[one.name]), 10)} {one.found}")
            if one.hint:
                lines.append(f"    {tr('hint: {words}', words=one.hint)}")
        return "\n".join(lines)


@in_session
def examine(session: Session) -> Examination:
    """Look at the machine and, where there is one, at the workspace."""
    root = session.root_or_none
    looks: list[Callable[[], Finding]] = [
        _system,
        _ffmpeg,
        _libraries,
        _extras,
        _fonts,
        lambda: _disk(root or session.cwd),
    ]
    if root is not None:
        looks.append(lambda: _workspace(root))
    return Examination(findings=tuple(look() for look in looks))


def _system() -> Finding:
    found = tr(
        "Python {version}, {system}, {cores} cores",
        version=platform.python_version(),
        system=f"{platform.system()} {platform.machine()}",
        cores=os.cpu_count(),
    )
    return Finding(name="system", ok=True, found=found)


def _ffmpeg() -> Finding:
    from pipeline.media import ffmpeg

    try:
        path = ffmpeg.binary()
        words = ffmpeg.run(
            ffmpeg.Command(doing=tr("asking for encoders"), arguments=("-h", "encoder=libx264"), limit=20)
        )
    except PipelineError as error:
        return Finding(name="ffmpeg", ok=False, found=error.message, hint=error.hint)
    del words
    return Finding(name="ffmpeg", ok=True, found=tr("{version} at {path}", version=ffmpeg.version(), path=path))


def _libraries() -> Finding:
    """What a plain installation asks for, whether it is there and of a release that voicehall works with."""
    required = _required()
    unfit = [one for one in required if not _fits(one)]
    if unfit:
        found = listed(f"{one.name} {_version(one) or tr('missing')}" for one in unfit)
        names = " ".join(f"'{one.name}{one.specifier}'" for one in unfit)
        return Finding(name="libraries", ok=False, found=found, hint=verbatim(f"pip install {names}"))
    return Finding(name="libraries", ok=True, found=listed(f"{one.name} {_version(one)}" for one in required))


def _extras() -> Finding:
    """Which optional parts are installed; none of them need be."""
    names = [name for name in metadata.metadata(PACKAGE).get_all("Provides-Extra") or () if name != "dev"]
    there = [name for name in names if all(map(_fits, _required(name)))]
    lacking = [name for name in names if name not in there]
    found = listed(there) or tr("none")
    if lacking:
        command = f"pip install '{PACKAGE}[{','.join(lacking)}]'"
        found = tr(
            "{installed}; not installed: {missing} ({command})",
            installed=found, missing=listed(lacking), command=command,
        )  # fmt: skip
    return Finding(name="extras", ok=True, found=found)


def _required(extra: str = "") -> "list[Requirement]":
    """The libraries that voicehall itself, or only one of its extras, asks for on this system."""
    from packaging.requirements import Requirement

    plain, chosen = {"extra": ""}, {"extra": extra}
    stated = [Requirement(line) for line in metadata.requires(PACKAGE) or ()]
    if not extra:
        return [one for one in stated if one.marker is None or one.marker.evaluate(plain)]
    return [one for one in stated if one.marker and one.marker.evaluate(chosen) and not one.marker.evaluate(plain)]


def _fits(required: "Requirement") -> bool:
    version = _version(required)
    return bool(version) and required.specifier.contains(version, prereleases=True)


def _version(required: "Requirement") -> str:
    """The release that is installed; empty where there is none."""
    try:
        return metadata.version(required.name)
    except metadata.PackageNotFoundError:
        return ""


def _fonts() -> Finding:
    from pipeline.media.picture import fonts

    try:
        found = [fonts.default_fonts(face=face) for face in ("sans", "serif")]
    except PipelineError as error:
        return Finding(name="fonts", ok=False, found=error.message, hint=error.hint)
    names = listed(dict.fromkeys(path.name for one in found for path, _ in one))
    if fonts.has_face("serif", found[1]):
        return Finding(name="fonts", ok=True, found=names)
    return Finding(
        name="fonts", ok=True,
        found=tr("{fonts}; none with serifs: most themes are drawn without ({command})",
                 fonts=names, command=verbatim("apt install fonts-noto-cjk")),
    )  # fmt: skip


def _disk(folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    hint = NOTHING if free >= ROOM else tr("make room, or move the workspace to a larger disk")
    return Finding(name="disk", ok=free >= ROOM, found=tr("{size} free", size=size(free)), hint=hint)


def _workspace(root: Path) -> Finding:
    try:
        probe = StateFolder.of(root).path
        probe.mkdir(exist_ok=True)
        written = probe / f".doctor-{os.getpid()}"
        written.write_bytes(b"")
        written.unlink()
    except OSError as error:
        return Finding(
            name="workspace", ok=False,
            hint=tr("look at the folder's permissions, or copy the workspace to a place of your own"),
            found=tr("cannot write in '{folder}': {reason}", folder=root, reason=in_words(error)),
        )  # fmt: skip
    return Finding(name="workspace", ok=True, found=str(root))
