"""Collisions: two episodes whose programmes would have files of the same name, told before one takes the other's."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.errors import Diagnostic
from pipeline.messages import tr
from pipeline.packaging.output import OutputFolder
from pipeline.packaging.plan import ProgrammePlan


def collisions(
    programmes: Sequence[tuple[OutputFolder, ProgrammePlan]], *, root: Path
) -> Iterator[tuple[int, Diagnostic]]:
    """Index and diagnostic of every programme that would take a name which another has, here or in the output."""
    owners: dict[tuple[Path, str], str] = {}
    for index, (output, plan) in enumerate(programmes):
        record = output.record_path(plan).name
        for name in (record, *plan.names):
            owner = output.owner(plan, root=root) if name == record else plan.provenance.manifest
            # Windows and macOS take names that differ only in case for one.
            owner = owners.setdefault((output.folder, name.casefold()), owner)
            if owner != plan.provenance.manifest:
                yield index, _collision(plan, name, record, owner)
                break


def _collision(plan: ProgrammePlan, name: str, record: str, owner: str) -> Diagnostic:
    if name == record:
        message = tr("its programme would be called '{name}', as that of '{other}' is", name=plan.stem, other=owner)
    else:
        message = tr("it would have a file '{name}', as '{other}' has", name=name, other=owner)
    return Diagnostic(
        code="name-collision",
        message=message,
        mark=plan.episode.mark,
        hint=tr("put {field} into the series' 'name:', or change the title", field="{number}"),
    )
