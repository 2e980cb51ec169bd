"""Opening the place that a target names."""

from pathlib import Path

from pipeline.model.target import Target
from pipeline.publish.targets.folder import FolderPlace
from pipeline.publish.targets.place import Place, PlaceError


def open_place(target: Target, *, root: Path) -> Place:
    """The place of a target; a `file://` address may be relative to the workspace `root`.

    Raises PlaceError when it cannot be reached or does not let us in.
    """
    scheme, _, rest = target.url.partition("://")
    if scheme == "file":
        return FolderPlace(root / Path(rest).expanduser())
    raise PlaceError(f"target '{target.name}' is of a kind that cannot be reached yet: {scheme}")
