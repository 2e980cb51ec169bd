"""Looking at the files that lie beside an edit list: each is what the list says of it."""

from fractions import Fraction
from pathlib import Path

from pipeline.build import Action
from pipeline.errors import PipelineError
from pipeline.messages import Message, tr
from pipeline.packaging.editing.edit_list import EditList, Source


def compare_media(edit: EditList, folder: Path) -> None:
    """Raises PipelineError where a file is missing, or holds less than the list takes from it."""
    for source in edit.files:
        if problem := _problem(source, folder / source.name):
            raise PipelineError(
                tr("{episode}: '{name}': {problem}", episode=edit.name, name=source.name, problem=problem),
                hint=tr("nothing was written; please report this"),
            )


def _problem(source: Source, path: Path) -> Message | None:
    from pipeline.media.probe.probe import probe

    if not path.is_file():
        return tr("it is not there")
    if not isinstance(source.of, Action):
        # A copy of what was probed already.
        known = path.stat().st_size == source.of.path.stat().st_size
        return None if known else tr("it was not copied whole")
    info = probe(path)
    if source.kind == "image":
        return None if info.is_picture else tr("it is no picture")
    stream = info.audio if source.kind == "sound" else info.video
    if stream is None:
        return tr("it has neither picture nor sound")
    short = source.seconds - stream.duration
    return tr("it is {seconds} s too short", seconds=float(short)) if short > Fraction(1, 1000) else None
